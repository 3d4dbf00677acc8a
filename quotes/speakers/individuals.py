"""Who or what an article names: entity mentions as names, and the individuals that share them.

The individuals themselves are found by quotes.speakers.persons and quotes.speakers.named_bodies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.document.parse import Entity, Parse, Sentence, Word
from quotes.speakers.gender import gender_of_noun
from quotes.speakers.roles import ABBREVIATED, HONORIFICS, ROLE_NOUNS, is_role

__all__ = ["Individual", "Named", "add", "is_title", "names_in", "untitled"]

KINDS: dict[str, SpeakerKind] = {
    "Person": "person",
    "Organization": "organization",
    "Facility": "organization",
    "Location": "organization",
    "NORP": "group",
    "Product": "organization",
    "Miscellaneous": "organization",
}
TITLES = HONORIFICS | ABBREVIATED.keys()
PARTICLES = frozenset("van von der den de del della di da dos du la le bin ibn al el".split())
# What a secretary or minister is one of: "Secretary of *State* John Kerry" is no John Kerry named State.
PORTFOLIOS = frozenset(
    "State Defense Defence Energy Labor Labour Commerce Education Agriculture Interior Treasury Transportation War".split()
)
POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
INNER_POSSESSIVE = re.compile(r"(?<=\w)['’]s? (?=[A-Z])")
DASHED = re.compile(r"\s[-–—]\s")
NO_PLACES = frozenset(["Organization", "Product", "Miscellaneous"])
KEPT = frozenset(["the", "al", "el", "de", "la", "le"])  # lower-case words that may begin a name
EDGES = " \t\n\"“”«»'‘’.,;:()[]–—-"
TITLE_BEFORE = re.compile(r"(\w+)\.?\s+$")
OFFICE_BEFORE = re.compile(r"(\w+) of $")


@dataclass(frozen=True)
class Named:
    """One entity mention as a name: its characters without possessive ending, the tagger's type, the title's gender."""

    span: Span
    name: str
    kind: SpeakerKind
    title_gender: str | None
    type: str = ""


@dataclass
class Individual:
    """Somebody or something the article names. `names` counts the forms used."""

    kind: SpeakerKind
    names: Counter[str] = field(default_factory=Counter)
    mentions: list[Named] = field(default_factory=list)
    gender: str | None = None

    @property
    def name(self) -> str:
        """The fullest name, without titles: most words, not in capitals, then most characters, then commonest."""

        def fullness(name: str) -> tuple[int, bool, int, int]:
            plain = untitled(name) if self.kind == "person" else name
            return len(plain.split()), not plain.isupper(), len(plain), self.names[name]

        full = max(self.names, key=fullness)
        return untitled(full) if self.kind == "person" else full


def add(found: Sequence[Individual], where: dict[Span, int], at: int, mention: Named) -> None:
    """File `mention` under individual number `at`."""
    found[at].names[mention.name] += 1
    found[at].mentions.append(mention)
    where[mention.span] = at


def names_in(parse: Parse) -> list[Named]:
    """The entity mentions of an article that can be names, in text order."""
    whole = [_whole(entity, parse) for entity in parse.entities]
    persons = {parse.text[e.start : e.end] for e in whole if e.type == "Person"}
    found: dict[Span, Named] = {}
    for entity in sorted(whole, key=lambda e: e.type != "Person"):
        named = _named(_unowned(entity, parse.text, persons), parse.text)
        if named is not None and not any(s.start < named.span.end and named.span.start < s.end for s in found):
            found[named.span] = named
    return _one_kind([found[span] for span in sorted(found)])


def _one_kind(named: Sequence[Named]) -> list[Named]:
    """Mentions with the kind that the tagger should have given them by what it says elsewhere in the article.

    An acronym that is once an organisation is never a person; a "body" called by the surname of a person named in full is
    that person.
    """
    bodies = {n.name for n in named if n.type == "Organization" and n.name.isupper()}
    surnames = {n.name.split()[-1] for n in named if n.kind == "person" and " " in untitled(n.name)}
    out = []
    for mention in named:
        if mention.kind == "person" and mention.name in bodies:
            mention = replace(mention, kind="organization", type="Organization")
        elif mention.type in NO_PLACES and mention.name in surnames:
            mention = replace(mention, kind="person", type="Person")
        out.append(mention)
    return out


def _whole(entity: Entity, parse: Parse) -> Entity:
    """A person's entity with the rest of the name, where the tagger stopped half way ("Jonas" of "Jonas Weber")."""
    if entity.type != "Person":
        return entity
    start, end = entity.start, entity.end
    for sentence in parse.sentences:
        if sentence.start <= entity.start < sentence.end:
            for before, word in pairwise(sentence.words):
                if before.end == end and word.start == end + 1 and _one_name(before, word):
                    end = word.end
            for before, word in reversed(list(pairwise(sentence.words))):
                if word.start == start and before.end == start - 1 and _one_name(before, word):
                    start = before.start
                elif word.start == start and before.end == start - 1 and before.index and _titled(sentence, before):
                    start = before.start if " " not in parse.text[entity.start : entity.end] else start
    return replace(entity, start=start, end=end)


def _one_name(before: Word, word: Word) -> bool:
    """Whether two neighbouring words are parts of one name, by the parse."""
    if before.upos != "PROPN" or word.upos != "PROPN" or is_title(before.text) or is_role(before):
        return False
    return word.deprel == "flat" and word.head in (before.index, before.head)


def _titled(sentence: Sentence, word: Word) -> bool:
    """Whether a proper noun stands between a title and a single name: "President *Park* Geun-hye"."""
    title = sentence.words[word.index - 1]
    if word.upos != "PROPN" or is_title(word.text) or is_role(word) or not word.text[0].isupper():
        return False
    return title.text[0].isupper() and (is_title(title.text) or is_role(title))


def _unowned(entity: Entity, text: str, persons: Collection[str]) -> Entity:
    """An entity without the owner in front of it ("Mr. King's Russia Today"), a person's without a dash and what is before."""
    raw = text[entity.start : entity.end]
    if entity.type == "Person":
        cut = DASHED.search(raw)
        return replace(entity, start=entity.start + cut.end()) if cut else entity
    owner = INNER_POSSESSIVE.search(raw)
    if owner and (raw[: owner.start()] in persons or is_title(raw.split()[0])):
        return replace(entity, start=entity.start + owner.end())
    return entity


def _named(entity: Entity, text: str) -> Named | None:
    kind = KINDS.get(entity.type)
    if kind is None:
        return None
    start, end = entity.start, entity.end
    while start < end and text[start] in EDGES:
        start += 1
    raw = text[start:end]
    raw = POSSESSIVE.sub(
        "", raw.rstrip(EDGES) if not raw.endswith(("Jr.", "Sr.", "Inc.", "Co.", "S.", "A.", "U.")) else raw
    )
    if kind == "organization" and " " in raw and raw.split()[0].islower() and raw.split()[0] not in KEPT:
        raw = raw.partition(" ")[2].lstrip()
        start = text.index(raw, start)
    if kind == "person":
        start, raw = _without_portfolio(*_capitalised(start, raw), text)
    name = " ".join(raw.split())
    if not any(c.isalpha() for c in name) or len(name) > 120 or raw.startswith("@"):
        return None
    if kind == "person" and is_title(name):
        return None
    before = TITLE_BEFORE.search(text[max(0, start - 20) : start])
    words = name.split()
    title = gender_of_noun(words[0]) if len(words) > 1 else None
    title = title or (gender_of_noun(before.group(1)) if before else None)
    return Named(Span(start, start + len(raw)), name, kind, title, entity.type)


def _capitalised(start: int, raw: str) -> tuple[int, str]:
    """A person's name without the lower-case words at its ends that a tagger let in ("Hillary Clinton vied")."""
    words = list(re.finditer(r"\S+", raw))
    while words and words[-1].group()[0].islower():
        words.pop()
    while words and words[0].group()[0].islower() and words[0].group() not in PARTICLES:
        words.pop(0)
    if not words:
        return start, ""
    return start + words[0].start(), raw[words[0].start() : words[-1].end()]


def _without_portfolio(start: int, raw: str, text: str) -> tuple[int, str]:
    """A person's name without the office's last word: "Secretary of *State* John Kerry"."""
    first, _, rest = raw.partition(" ")
    office = OFFICE_BEFORE.search(text[max(0, start - 25) : start])
    if rest and first in PORTFOLIOS and office and office.group(1).lower() in ROLE_NOUNS:
        return start + len(first) + 1, rest
    return start, raw


def is_title(name: str) -> bool:
    """Whether all of `name` is titles ("Dr.", "Sen.")."""
    return all(w.lower().rstrip(".") in TITLES for w in name.split())


def untitled(name: str) -> str:
    """A person's name without titles before it."""
    words = name.split()
    while len(words) > 1 and is_title(words[0]):
        words = words[1:]
    return " ".join(words)
