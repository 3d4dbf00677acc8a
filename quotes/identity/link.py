"""Which name stands for another: evidence weighed by one small table, merged above a floor, shown below it."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log2, prod

from quotes.identity import bodies, persons
from quotes.identity.callings import contradict
from quotes.identity.lists import bodies as listed_bodies
from quotes.identity.lists import usual_names
from quotes.identity.names import Name

__all__ = ["FLOOR", "MOST", "Choice", "Known", "Link", "choose", "covers", "may_mean", "rank", "tie", "weight_of"]

# A link that is at least so sure is made; one at least so likely is suggested.
FLOOR = 0.8
SUGGESTED = 0.3
# Of those whom a name fits, the share that one speaker must have to be meant by it.
SHARE = 0.75
# How many half octaves commoner the right spelling must be than a slip of a short word.
_SLIP_RATIO = 3
_CERTAIN_LENGTH = 7
_TOLD_APART = 0.5
# What is left of the certainty that two are one who have callings that do not go together.
_CONTRADICTED = 0.4
_DOUBT = "age or role is another"
# The score of what a person has decided; nothing else is so sure.
_DECIDED = 1.0
# Names taken into account under each key, the commonest first: very common ones are shared by thousands.
MOST = 64


@dataclass(frozen=True)
class Known:
    """A name as the archive knows it.

    `weight` is the number of articles on a scale of half octaves, so that it changes seldom. `root` is the name that
    stands for the speaker. `called` are the keys of other names that articles use for the bearer, each with its weight.
    `apart` are names from which an article tells it; `same` and `different` what a person has decided.
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
    """That a name may mean the bearer of `parent`, how sure that is, and what the two differ in."""

    parent: Name
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """The parent of a name, if any, and what else it may mean, best first.

    `ambiguous`: there is no parent because it fits several speakers equally well.
    """

    parent: Link | None
    others: tuple[Link, ...] = ()
    ambiguous: bool = False

    @property
    def links(self) -> tuple[Link, ...]:
        return (*([self.parent] if self.parent else []), *self.others)


def weight_of(articles: int) -> int:
    """The number of articles in half octaves: 1, 2, 3, 4, 6, 8, 12 … articles are 0, 2, 3, 4, 5, 6, 7 …"""
    return int(2 * log2(articles) + 1e-9) if articles > 0 else -1


def tie(name: Name) -> int:
    """A number of a name's own, by which equally common names are put in an order that means nothing."""
    return zlib.crc32(f"{name.kind}\0{name.key}\0{name.context}".encode())


def articles_of(weight: int) -> int:
    """About how many articles a weight stands for."""
    return round(2 ** (weight / 2)) if weight >= 0 else 0


def rank(known: Known) -> tuple[int, bool, int, Name]:
    """Parents rank above their children: they say more; else are commoner; else stand first in the alphabet."""
    name = known.name
    says = persons.fullness(persons.person(name.key)) if name.kind == "person" else bodies.size(name.key)
    return says, bool(name.context), known.weight, name


def choose(own: Known, candidates: Sequence[Known]) -> Choice:
    """The parent of a name among candidates, which hold at least all that share one of its keys."""
    links: list[tuple[Link, Known]] = []
    # A speaker is of another gender when any of the names is.
    barred = {candidate.root or candidate.name for candidate in candidates if _genders_differ(own, candidate)}
    for candidate in candidates:
        if rank(candidate) > rank(own) and (candidate.root or candidate.name) not in barred:
            link = _link(own, candidate)
            if link is not None:
                links.append((link, candidate))
    # Who has a name that contradicts is shown, but not the same. Those below do not count: they are looked at later.
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
    """The link to somebody else, when a name means the bearer of these."""
    apart = any(contradict(candidate.name.context, other.name.context) for _, candidate in meant)
    return _doubted(link) if apart and _DOUBT not in link.reasons else link


def _is_full(known: Known) -> bool:
    return persons.fullness(persons.person(known.name.key)) > 0


def may_mean(own: Known, other: Known) -> bool:
    """Whether a name could be one for the bearer of another, whichever is commoner, whatever their genders."""
    return own.name.kind == other.name.kind and _link(own, other) is not None


def covers(decided: Name, name: Name) -> bool:
    """Whether what a person has decided about one name holds for another: they are one, or one full name of which articles
    say nothing that contradicts.
    """
    if decided == name:
        return True
    if (decided.kind, decided.key, name.kind) != ("person", name.key, "person"):
        return False
    return persons.fullness(persons.person(name.key)) > 0 and not contradict(decided.context, name.context)


def _genders_differ(one: Known, other: Known) -> bool:
    return bool(one.gender and other.gender and one.gender != other.gender)


def _doubted(link: Link) -> Link:
    """A link to somebody who is what the bearer of the name is not."""
    if link.score == _DECIDED:
        return link
    return Link(link.parent, round(link.score * _CONTRADICTED, 4), (*link.reasons, _DOUBT))


def _contradict(one: Known, other: Known) -> bool:
    """Whether articles say of two that they are what nobody is at once, and no person has said that they are one."""
    if not contradict(one.name.context, other.name.context):
        return False
    return not any(same == other.name or (same.context and covers(same, other.name)) for same in one.same)


def _link(own: Known, other: Known) -> Link | None:
    if other.name in own.same:
        return Link(other.name, _DECIDED, ("somebody has said so",))
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
        reasons = ["an article calls the bearer so too" if own.name.kind == "person" else "an article calls it so too"]
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
        return ["a usual name of it"]
    if meant and other.name.key in usual_names():
        return None
    # A body of the list is not somebody else because of a slip in one article.
    reasons = bodies.compare(own.name.key, other.name.key, called=called > 0 and own.name.key not in usual_names())
    if reasons is None and called:
        reasons = ["an article calls it so too"]
    return reasons if reasons is None or here == there else [*reasons, "of no stated country"]


def _is_sure_slip(own: Known, other: Known) -> bool:
    """Whether two names that differ in a letter are one: long words, or one spelling far commoner than the other."""
    ours, theirs = own.name.key.split(), other.name.key.split()
    if own.name.kind == "body" and len(ours) == len(theirs) == 1:
        return other.weight - own.weight >= _SLIP_RATIO
    differing = [word for word in ours if word not in theirs]
    return other.weight - own.weight >= _SLIP_RATIO or any(len(word) >= _CERTAIN_LENGTH for word in differing)
