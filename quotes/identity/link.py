"""Chooses the parent of a name: candidates get scores from a small table; the best link is made, likely ones are suggested."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log2, prod

from quotes.identity import bodies, persons
from quotes.identity.callings import contradict
from quotes.identity.lists import listed_bodies, usual_names
from quotes.identity.names import Name

__all__ = [
    "FLOOR",
    "MOST",
    "Choice",
    "Known",
    "Link",
    "choose",
    "covers",
    "depends",
    "may_mean",
    "rank",
    "tie",
    "weight_of",
]

# The least score of a link that is made, and of one that is suggested to people.
FLOOR = 0.8
SUGGESTED = 0.3
# A name that fits several speakers means one of them if that one has at least this share of their articles.
SHARE = 0.75
# How much greater the weight of the right spelling must be than that of a misspelling, for short words.
_SLIP_RATIO = 3
_CERTAIN_LENGTH = 7
_TOLD_APART = 0.5
# The factor for a link between names whose contexts contradict each other.
_CONTRADICTED = 0.4
_DOUBT = "different age or role"
# The score of a link that a person has decided; others are lower.
_DECIDED = 1.0
# At most so many names are considered for each key, the commonest ones: thousands of names may share a key.
MOST = 64


@dataclass(frozen=True)
class Known:
    """What the archive knows about a name.

    `weight` is the number of articles on a logarithmic scale (`weight_of`), so that it changes rarely. `root` is the name that
    stands for the speaker. `called` are the keys of other names that articles use for the bearer, each with its weight. `apart`
    are names of other people in the same articles; `same` and `different` are people's decisions.
    """

    name: Name
    weight: int
    gender: str | None = None
    root: Name | None = None
    called: dict[str, int] = field(default_factory=dict)
    apart: frozenset[Name] = frozenset()
    same: frozenset[Name] = frozenset()
    different: frozenset[Name] = frozenset()


@dataclass(frozen=True)
class Link:
    """A possible link from a name to `parent`: its score, 0 to 1, and the differences between the two names."""

    parent: Name
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """The link to the parent of a name, if it has one, and other possible links, best first.

    `ambiguous`: it has no parent because it fits several speakers about equally well.
    """

    parent: Link | None
    others: tuple[Link, ...] = ()
    ambiguous: bool = False

    @property
    def links(self) -> tuple[Link, ...]:
        return (*([self.parent] if self.parent else []), *self.others)


def weight_of(articles: int) -> int:
    """Two times the binary logarithm of the number of articles: 1, 2, 3, 4, 6, 8, 12 … articles give 0, 2, 3, 4, 5, 6, 7 …"""
    return int(2 * log2(articles) + 1e-9) if articles > 0 else -1


def tie(name: Name) -> int:
    """A hash of a name, which puts equally common names into an arbitrary but fixed order."""
    return zlib.crc32(f"{name.kind}\0{name.key}\0{name.context}".encode())


def articles_of(weight: int) -> int:
    """About how many articles have this weight."""
    return round(2 ** (weight / 2)) if weight >= 0 else 0


def rank(known: Known) -> tuple[int, bool, int, Name]:
    """The rank of a name; parents rank above their children. The fuller name ranks higher, then the one with a context, then the
    commoner one.
    """
    name = known.name
    says = persons.fullness(persons.person(name.key)) if name.kind == "person" else bodies.size(name.key)
    return says, bool(name.context), known.weight, name


def choose(own: Known, candidates: Sequence[Known]) -> Choice:
    """The parent of a name among candidates; these must include all names that offer a key which it seeks."""
    links: list[tuple[Link, Known]] = []
    # A speaker is ruled out if the gender of any of the speaker's names differs.
    barred = {candidate.root or candidate.name for candidate in candidates if _genders_differ(own, candidate)}
    for candidate in candidates:
        if rank(candidate) > rank(own) and (candidate.root or candidate.name) not in barred:
            link = _link(own, candidate)
            if link is not None:
                links.append((link, candidate))
    # A speaker with a name that contradicts this one is suggested only. Names of lower rank do not count: they come later.
    others_are = {candidate.root or candidate.name for _, candidate in links if _contradict(own, candidate)}
    links = [
        (_doubted(link) if (candidate.root or candidate.name) in others_are else link, candidate)
        for link, candidate in links
    ]
    links = [(link, candidate) for link, candidate in links if link.score >= SUGGESTED]
    links.sort(key=lambda pair: (-pair[0].score, tuple(-n for n in rank(pair[1])[:3]), pair[1].name))
    others = tuple(link for link, _ in links)
    sure = [(link, candidate) for link, candidate in links if link.score >= FLOOR]
    if own.name.kind == "person" and any(_is_full(candidate) for _, candidate in sure):
        sure = [(link, candidate) for link, candidate in sure if _is_full(candidate)]
    if not sure:
        return Choice(None, others)
    shares: defaultdict[Name, float] = defaultdict(float)
    for link, candidate in sure:
        weight = (
            candidate.called.get(own.name.key, -1) if "an article uses both names" in link.reasons else candidate.weight
        )
        shares[candidate.root or candidate.name] += articles_of(weight)
    best = max(shares, key=lambda root: (shares[root], root))
    if sure[0][0].score == _DECIDED:
        best = sure[0][1].root or sure[0][1].name
    elif shares[best] < SHARE * sum(shares.values()):
        return Choice(None, others, ambiguous=True)
    meant = [(link, candidate) for link, candidate in sure if (candidate.root or candidate.name) == best]
    rest = [(link, candidate) for link, candidate in links if (candidate.root or candidate.name) != best]
    return Choice(meant[0][0], tuple(_beside(link, candidate, meant) for link, candidate in rest))


def _beside(link: Link, other: Known, meant: Sequence[tuple[Link, Known]]) -> Link:
    """The link to another speaker, given that the name means the bearer of the names in `meant`."""
    apart = any(contradict(candidate.name.context, other.name.context) for _, candidate in meant)
    return _doubted(link) if apart and _DOUBT not in link.reasons else link


def _is_full(known: Known) -> bool:
    return persons.fullness(persons.person(known.name.key)) > 0


def may_mean(own: Known, other: Known) -> bool:
    """Whether a name could be one of the bearer of another, whatever their ranks and genders."""
    return own.name.kind == other.name.kind and _link(own, other) is not None


def depends(own: Known, other: Known) -> bool:
    """Whether the choice for a name depends on `other`: as its parent, or because its gender excludes the bearer."""
    return (rank(other) > rank(own) or _genders_differ(own, other)) and may_mean(own, other)


def covers(decided: Name, name: Name) -> bool:
    """Whether a person's decision about the name `decided` also holds for `name`: it is the same, or the same full name with a
    context that does not contradict.
    """
    if decided == name:
        return True
    if (decided.kind, decided.key, name.kind) != ("person", name.key, "person"):
        return False
    return persons.fullness(persons.person(name.key)) > 0 and not contradict(decided.context, name.context)


def _genders_differ(one: Known, other: Known) -> bool:
    return bool(one.gender and other.gender and one.gender != other.gender)


def _doubted(link: Link) -> Link:
    """The link with a lower score, because the contexts contradict each other."""
    if link.score == _DECIDED:
        return link
    return Link(link.parent, round(link.score * _CONTRADICTED, 4), (*link.reasons, _DOUBT))


def _contradict(one: Known, other: Known) -> bool:
    """Whether the contexts of two names contradict each other, and no person has decided that they are the same."""
    if not contradict(one.name.context, other.name.context):
        return False
    return not any(same == other.name or (same.context and covers(same, other.name)) for same in one.same)


def _link(own: Known, other: Known) -> Link | None:
    if other.name in own.same:
        return Link(other.name, _DECIDED, ("a person has decided so",))
    if other.name in own.different:
        return None
    if any(one.key != own.name.key and covers(one, other.name) for one in own.different):
        return None
    called = articles_of(other.called.get(own.name.key, -1))
    if own.name.kind == "person":
        reasons = _compare_persons(own, other, called=called)
        weights = persons.WEIGHTS
    else:
        reasons = _compare_bodies(own, other, called=called)
        weights = bodies.WEIGHTS
    if reasons is None and other.name.key in own.called and not own.name.context:
        reasons = ["an article also uses this name"]
    if reasons is None:
        return None
    score = prod(weights[reason] for reason in reasons)
    if "one letter differs" in reasons and not _is_sure_slip(own, other):
        score *= 0.8
    if other.name in own.apart:
        reasons = [*reasons, "an article tells them apart"]
        score *= _TOLD_APART
    return Link(other.name, round(score, 4), tuple(reasons))


def _compare_persons(own: Known, other: Known, *, called: int) -> list[str] | None:
    who, parent = persons.person(own.name.key), persons.person(other.name.key)
    if own.name.context and other.name.context and who == parent and not persons.fullness(who):
        return None
    return persons.compare(who, parent, called=called)


def _compare_bodies(own: Known, other: Known, *, called: int) -> list[str] | None:
    here, there = own.name.context, other.name.context
    if here != there and here:
        return None
    meant = listed_bodies().get(own.name.key, ())
    if any(body.key == other.name.key for body in meant):
        return ["a usual name"]
    if meant and other.name.key in usual_names():
        return None
    # For a body of the list, one article that also calls it something else is no evidence: it may be a mistake.
    reasons = bodies.compare(own.name.key, other.name.key, called=called > 0 and own.name.key not in usual_names())
    if reasons is None and called:
        reasons = ["an article also uses this name"]
    return reasons if reasons is None or here == there else [*reasons, "country not stated"]


def _is_sure_slip(own: Known, other: Known) -> bool:
    """Whether a difference of one letter is surely a misspelling: in a long word, or if one spelling is far commoner."""
    ours, theirs = own.name.key.split(), other.name.key.split()
    if own.name.kind == "body" and len(ours) == len(theirs) == 1:
        return other.weight - own.weight >= _SLIP_RATIO
    differing = [word for word in ours if word not in theirs]
    return other.weight - own.weight >= _SLIP_RATIO or any(len(word) >= _CERTAIN_LENGTH for word in differing)
