"""Which speakers of different articles are the same: names in, row numbers out, no database.

Only names decide, and only when they say so: a name that fits two known speakers joins neither. Full names meet when
they are equal after folding case, accents, punctuation, titles and middle initials. A surname alone ("Putin") belongs
to the one full name that it fits, whichever of the two articles came first: `settle` is therefore asked again whenever
an article of that name is stored. Organisations meet under an acronym only where an article recorded it as an alias.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from quotes.annotation import Speaker, SpeakerKind
from quotes.query import fold

__all__ = [
    "Group",
    "Known",
    "Lone",
    "PersonName",
    "common_gender",
    "fold",
    "fullest",
    "identify",
    "is_lone",
    "key_of",
    "person_name",
    "same_in_article",
    "settle",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Written before a name, part of nobody's identity. Compared after folding.
_TITLES = _words(
    "mr mrs ms mx miss sir dame lord lady dr prof professor rev reverend fr father sister brother rabbi imam sheikh "
    "sen senator rep representative gov governor lt col gen maj capt sgt cmdr adm lieutenant colonel general major "
    "captain sergeant admiral commander president chancellor premier judge justice mayor minister secretary "
    "ambassador congressman congresswoman councillor councilman councilwoman king queen prince princess pope "
    "archbishop bishop cardinal officer detective inspector attorney hon"
)
# Distinguishes father from son, so it is part of the name; "Sr." is what one says of the father only afterwards.
_GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "", "senior": "", "ii": "ii", "iii": "iii", "iv": "iv"}
# A surname starts at the first of these.
_PARTICLES = _words("van von der den de del della di da dos du la le bin ibn")
_COMPANY_FORMS = _words("inc incorporated ltd limited corp corporation llc plc gmbh ag sa nv co company")
# Share of the articles that know a speaker's gender which must agree before the database states it: pronouns are
# resolved by a model, and one slip in a hundred articles should not make a well-known gender unknown.
_GENDER_AGREEMENT = 0.9
# The same names are compared again with every article.
_REMEMBERED = 1 << 16


@dataclass(frozen=True)
class PersonName:
    """A person's name, folded. `given` is empty for a surname alone; `generation` is "jr", "ii" … or ""."""

    given: tuple[str, ...]
    surname: str
    generation: str = ""


@dataclass(frozen=True)
class Known:
    """A speaker row of the database as identity sees it.

    `names` are all names and aliases that articles recorded for it, its own name first.
    `articles` are those in which it is a speaker under a full name.
    """

    row: int
    kind: SpeakerKind
    names: tuple[str, ...]
    gender: str | None = None
    articles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Lone:
    """A person whom one article calls by a single name only."""

    article: str
    name: str
    gender: str | None = None


@dataclass(frozen=True)
class Group:
    """Single-named speakers who share a row: all of that name and gender, or the one of an article."""

    name: PersonName
    gender: str | None
    article: str | None


@lru_cache(maxsize=_REMEMBERED)
def person_name(text: str) -> PersonName:
    """The parts of a person's name. Never fails: a name that is nothing but titles is its own surname."""
    words = fold(_without_nickname(text)).split()
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    generation = ""
    if len(words) > 1 and words[-1] in _GENERATIONS:
        generation = _GENERATIONS[words.pop()]
    words = [word for word in words if word not in {"al", "el"}] or words
    words = _join_initials(words)
    if not words:
        return PersonName((), fold(text) or text.strip())
    start = next((i for i, word in enumerate(words) if word in _PARTICLES and i < len(words) - 1), len(words) - 1)
    return PersonName(tuple(words[:start]), " ".join(words[start:]), generation)


def is_lone(name: str) -> bool:
    """Whether a person's name is a single one ("Putin", "Mr. Putin", "von der Leyen")."""
    return not person_name(name).given


def key_of(name: str, kind: SpeakerKind) -> str:
    """What two names must share to be compared at all: a person's surname, anything else's whole name."""
    return person_name(name).surname if kind == "person" else _body_name(name)


def same_in_article(speaker: Speaker) -> Hashable:
    """What two speakers of one article share when they are one after all: a name, folded; of single names, gender too."""
    if speaker.kind == "unnamed":
        return speaker.kind, speaker.name
    if speaker.kind != "person":
        return speaker.kind, _body_name(speaker.name)
    name = person_name(speaker.name)
    return speaker.kind, name, None if name.given else speaker.gender


def identify(speaker: Speaker, known: Sequence[Known]) -> int | None:
    """The row of the speaker whom an article names in full, or None when nobody or more than one fits.

    `known` holds at least all rows that share a key with one of the speaker's names, but for those of other speakers
    of the same article. The very name decides before one that is only compatible with it. Speakers known by a single
    name are the business of `settle`; unnamed ones are nobody else's.
    """
    if speaker.kind == "unnamed" or (speaker.kind == "group" and not _is_proper(speaker.name)):
        return None
    rows = [row for row in known if row.kind == speaker.kind]
    if speaker.kind == "person":
        if is_lone(speaker.name):
            return None
        name = person_name(speaker.name)
        same = [row.row for row in rows if name in map(person_name, row.names)]
        return min(same) if same else _only(row.row for row in rows if _may_be(speaker, row))
    body = _body_name(speaker.name)
    same = [row.row for row in rows if _body_name(row.names[0]) == body]
    if same:
        return min(same)
    aliases = {body, *map(_body_name, speaker.aliases)}
    return _only(row.row for row in rows if body in map(_body_name, row.names) or _body_name(row.names[0]) in aliases)


def settle(lones: Sequence[Lone], known: Sequence[Known]) -> list[int | Group]:
    """Where each single-named speaker belongs: the row of a full name, or a group that shares a row of its own.

    `lones` are all speakers of one single name, `known` the rows that may bear it. One fitting full name takes the
    speaker. Where several fit, each article's speaker stays alone. Where none fits, all who bear the name are one group
    unless genders differ. The outcome does not depend on the order in which articles came.
    """
    names = [person_name(lone.name) for lone in lones]
    able = {pair: _able(*pair, known) for pair in {(n, lone.gender) for n, lone in zip(names, lones, strict=True)}}
    fits = [
        # An article that names somebody in full means somebody else when it uses a single name.
        [row.row for row in able[name, lone.gender] if lone.article not in row.articles]
        for lone, name in zip(lones, names, strict=True)
    ]
    genders: defaultdict[PersonName, set[str]] = defaultdict(set)
    for lone, name, rows in zip(lones, names, fits, strict=True):
        if lone.gender and not rows:
            genders[name].add(lone.gender)

    alone = [Group(name, lone.gender, lone.article) for lone, name in zip(lones, names, strict=True)]
    homes: list[int | Group] = []
    for own, name, rows in zip(alone, names, fits, strict=True):
        if len(rows) == 1:
            homes.append(rows[0])
        elif rows:
            homes.append(own)
        else:
            homes.append(Group(name, own.gender if len(genders[name]) > 1 else None, None))
    # Two speakers of one article are two people: none of them may have the home that both would get.
    claims = Counter((lone.article, home) for lone, home in zip(lones, homes, strict=True))
    return [
        home if claims[lone.article, home] == 1 else own for lone, home, own in zip(lones, homes, alone, strict=True)
    ]


def fullest(names: Mapping[str, int], kind: SpeakerKind) -> str:
    """The name to show for a speaker whom articles call by `names` (with how many articles do), none before others.

    A full name beats a surname and an expansion beats an acronym; then a name without title, the commonest, the longest,
    the alphabet.
    """

    def rank(name: str) -> tuple[bool, bool, int, int, str]:
        short = is_lone(name) if kind == "person" else name.isupper()
        titled = kind == "person" and fold(name).split(" ")[0] in _TITLES
        return (short, titled, -names[name], -len(name), name)

    return min(names, key=rank)


def common_gender(genders: Mapping[str, int]) -> str | None:
    """The gender that nearly all articles agree on (`genders` counts those that tell), else None."""
    if not genders:
        return None
    gender, count = max(genders.items(), key=lambda item: (item[1], item[0]))
    return gender if count >= _GENDER_AGREEMENT * sum(genders.values()) else None


def _only(rows: Iterable[int]) -> int | None:
    found = set(rows)
    return found.pop() if len(found) == 1 else None


def _able(name: PersonName, gender: str | None, known: Sequence[Known]) -> list[Known]:
    """The rows with a full name that may be meant by a single name."""
    return [
        row
        for row in known
        if row.kind == "person"
        and not is_lone(row.names[0])
        and not (gender and row.gender and gender != row.gender)
        and _is_short_for(name, row)
    ]


def _is_short_for(own: PersonName, row: Known) -> bool:
    """Whether a single name is the row's surname, or what an article calls it for short ("Xi" for "Xi Jinping")."""
    name, *aliases = map(person_name, row.names)
    surname = name.surname == own.surname and own.generation in ("", name.generation)
    return surname or own in [alias for alias in aliases if not alias.given]


def _may_be(speaker: Speaker, row: Known) -> bool:
    """Whether a full name that the row does not have yet is compatible with those that it has."""
    own, names = person_name(speaker.name), [person_name(name) for name in row.names]
    if not names[0].given:
        return False
    alike = [name for name in names if _first_and_last(name) == _first_and_last(own)]
    if alike:
        return all(_middles_agree(own, name) for name in alike)
    # Different first names ("Joe", "Joseph") meet only where an article wrote both of the same person.
    return names[0] in map(person_name, speaker.aliases)


def _first_and_last(name: PersonName) -> tuple[tuple[str, ...], str, str]:
    return name.given[:1], name.surname, name.generation


def _middles_agree(one: PersonName, other: PersonName) -> bool:
    """Whether no middle name contradicts, as "John A. Smith" and "John B. Smith" do."""
    pairs = zip(one.given[1:], other.given[1:], strict=False)
    return all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in pairs)


def _body_name(name: str) -> str:
    """The name of an organisation or group, folded, without its article and legal form."""
    words = fold(name).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in _COMPANY_FORMS:
        words = words[:-1]
    return " ".join(words) or name.strip()


def _is_proper(name: str) -> bool:
    """Whether a group has a name ("Senate Democrats") or is only described ("residents of the valley")."""
    words = re.findall(r"\w+", name)
    return any(word[0].isupper() for word in words[1:]) or (len(words) == 1 and words[0][0].isupper())


def _without_nickname(name: str) -> str:
    """ "Joseph “Joe” Biden" without the part in quotation marks or brackets."""
    return re.sub(r"[\"“”‘(\[«][^\"“”‘’()\[\]«»]+[\"“”’)\]»]", " ", name)


def _join_initials(words: Sequence[str]) -> list[str]:
    """ "j d vance" as "jd vance": initials at the start of a name are one first name."""
    count = next((i for i, word in enumerate(words) if len(word) > 1), len(words))
    return ["".join(words[:count]), *words[count:]] if count > 1 else list(words)
