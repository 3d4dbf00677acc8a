"""Named entities of one article to individuals: who or what the article names, and under which names.

Persons meet by given name and surname; a surname, given name or title-and-surname joins the one full name it fits. Where it
fits several (spouses, namesakes), a title's gender decides, else nobody: the mention stays open for the coreference chain.
Organisations meet by name, by acronym, or as the tail of a longer name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.language.parse import Entity, Parse, Word
from quotes.speakers.across import fold, person_name
from quotes.speakers.gender import gender_of_given_name, gender_of_noun
from quotes.speakers.roles import ABBREVIATED, HONORIFICS, is_role

__all__ = ["Individual", "Named", "individuals"]

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
POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
EDGES = " \t\n\"“”«»'‘’.,;:()[]–—-"
TITLE_BEFORE = re.compile(r"(\w+)\.?\s+$")


@dataclass(frozen=True)
class Named:
    """One entity mention as a name: its characters without possessive ending, and the title's gender if it has one."""

    span: Span
    name: str
    kind: SpeakerKind
    title_gender: str | None


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
            plain = _untitled(name)
            return len(plain.split()), not plain.isupper(), len(plain), self.names[name]

        full = max(self.names, key=fullness)
        return _untitled(full) if self.kind == "person" else full


def individuals(parse: Parse) -> tuple[list[Individual], dict[Span, int]]:
    """All named individuals of an article, and for each entity span the individual it names (open ones are left out)."""
    named = [n for e in parse.entities if (n := _named(_whole(e, parse), parse.text))]
    found: list[Individual] = []
    where: dict[Span, int] = {}
    _cluster_persons([n for n in named if n.kind == "person"], found, where, parse.text)
    _cluster_others([n for n in named if n.kind != "person"], found, where, parse.text)
    return found, where


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
    return replace(entity, start=start, end=end)


def _one_name(before: Word, word: Word) -> bool:
    """Whether two neighbouring words are parts of one name, by the parse."""
    if before.upos != "PROPN" or word.upos != "PROPN" or is_title(before.text) or is_role(before):
        return False
    return word.deprel == "flat" and word.head in (before.index, before.head)


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
    if kind == "person":
        start, raw = _capitalised(start, raw)
    name = " ".join(raw.split())
    if not any(c.isalpha() for c in name) or len(name) > 120 or raw.startswith("@"):
        return None
    if kind == "person" and is_title(name):
        return None
    before = TITLE_BEFORE.search(text[max(0, start - 20) : start])
    words = name.split()
    title = gender_of_noun(words[0]) if len(words) > 1 else None
    return Named(
        Span(start, start + len(raw)),
        name,
        kind,
        title or (gender_of_noun(before.group(1)) if before else None),
    )


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


def is_title(name: str) -> bool:
    """Whether all of `name` is titles ("Dr.", "Sen.")."""
    return all(w.lower().rstrip(".") in TITLES for w in name.split())


def _untitled(name: str) -> str:
    words = name.split()
    while len(words) > 1 and is_title(words[0]):
        words = words[1:]
    return " ".join(words)


def _cluster_persons(named: Sequence[Named], found: list[Individual], where: dict[Span, int], text: str) -> None:
    by_name: dict[tuple[str, str, str], int] = {}
    short: list[Named] = []
    for mention in named:
        name = person_name(mention.name)
        if not name.given:
            short.append(mention)
            continue
        key = (name.given[0], name.surname, name.generation)
        at = by_name.get(key)
        if at is None and not name.generation:
            at = next((i for (g, s, _), i in by_name.items() if (g, s) == key[:2]), None)
        if at is None:
            at = by_name[key] = len(found)
            found.append(Individual("person"))
        else:
            by_name.setdefault(key, at)
        _add(found, where, at, mention)
    for key, at in by_name.items():
        titles = Counter(m.title_gender for m in found[at].mentions if m.title_gender)
        found[at].gender = titles.most_common(1)[0][0] if titles else gender_of_given_name(key[0])
    _spelt_out(short, by_name, found, text)
    first_names = Counter(person_name(m.name).surname for m in short)
    lone: dict[str, int] = {}
    for mention in short:
        surname = person_name(mention.name).surname
        at = _fitting(surname, mention, by_name, found, first_names)
        if at is None:
            candidates = [i for (g, s, _), i in by_name.items() if surname in (g, s.split()[-1], s)]
            if len(set(candidates)) > 1:
                continue
            at = lone.get(surname)
            if at is None:
                at = lone[surname] = len(found)
                found.append(Individual("person"))
        _add(found, where, at, mention)
        if mention.title_gender and found[at].gender is None:
            found[at].gender = mention.title_gender


def _spelt_out(
    short: Sequence[Named], by_name: dict[tuple[str, str, str], int], found: list[Individual], text: str
) -> None:
    """Full names that the tagger missed: a common given name written before a surname that stands alone elsewhere."""
    for surname in sorted({m.name.split()[-1] for m in short}):
        folded = person_name(surname).surname
        for match in re.finditer(rf"\b([A-Z][a-z]+)((?: [A-Z]\.)?) {re.escape(surname)}\b", text):
            gender = gender_of_given_name(fold(match.group(1)))
            key = (fold(match.group(1)), folded, "")
            if gender and key not in by_name:
                by_name[key] = len(found)
                found.append(Individual("person", Counter({match.group(): 1}), [], gender))


def _fitting(
    surname: str,
    mention: Named,
    by_name: dict[tuple[str, str, str], int],
    found: Sequence[Individual],
    first_names: Counter[str],
) -> int | None:
    """The one full name that a short one fits, by surname first, then by given name.

    Of several with one surname the title's gender decides, then whom the article does not call by a first name, then who
    is named in full three times as often.
    """
    for matches in (
        {i for (_, s, _), i in by_name.items() if surname in (s, s.split()[-1])},
        {i for (g, _, _), i in by_name.items() if surname == g},
    ):
        if mention.title_gender:
            matches = {i for i in matches if found[i].gender in (None, mention.title_gender)}
        if len(matches) > 1:
            matches = {i for (g, _, _), i in by_name.items() if i in matches and not first_names[g]} or matches
        if len(matches) == 1:
            return matches.pop()
        if matches:
            full = {i: sum(n for name, n in found[i].names.items() if " " in name) for i in matches}
            first, second = sorted(matches, key=lambda i: -full[i])[:2]
            return first if full[first] >= 3 * full[second] else None
    return None


def _cluster_others(named: Sequence[Named], found: list[Individual], where: dict[Span, int], text: str) -> None:
    by_name: dict[str, int] = {}
    for mention in sorted(named, key=lambda n: (-len(n.name.split()), n.span)):
        key = _plain(mention.name)
        if not key:
            continue
        at = by_name.get(key)
        if at is None:
            at = _longer(key, mention, by_name, found, text)
        if at is None:
            at = len(found)
            found.append(Individual(mention.kind))
        by_name[key] = at
        _add(found, where, at, mention)


def _plain(name: str) -> str:
    words = fold(name).split()
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) and len(words) > 1 else words)


def _longer(key: str, mention: Named, by_name: dict[str, int], found: Sequence[Individual], text: str) -> int | None:
    """An individual whose longer name `key` shortens: its acronym, or its last words ("Security Council")."""
    matches = set()
    letters = key.replace(" ", "")
    for name, at in by_name.items():
        words = name.split()
        if len(words) < 2 or found[at].kind != mention.kind:
            continue
        if mention.name.isupper() or "." in mention.name:
            initials = "".join(w[0] for w in words)
            content = "".join(
                w[0] for w in words if w not in {"of", "the", "for", "and", "to", "in", "on", "at", "our"}
            )
            if letters in (initials, content):
                matches.add(at)
        if len(key.split()) > 1 and name.endswith(" " + key):
            matches.add(at)
    if not matches and mention.name.isupper():
        for at, individual in enumerate(found):
            if any(re.match(r"[,\s]*\(\s*$", text[m.span.end : mention.span.start]) for m in individual.mentions):
                matches.add(at)
    return matches.pop() if len(matches) == 1 else None


def _add(found: list[Individual], where: dict[Span, int], at: int, mention: Named) -> None:
    found[at].names[mention.name] += 1
    found[at].mentions.append(mention)
    where[mention.span] = at
