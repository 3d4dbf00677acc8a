"""Named organisations, places and groups of one article to individuals.

Two mentions are one individual by name, by acronym (as the article defines it, or by its initials), or where one is a part of the
other's longer name: its last words ("Security Council"), or its first where both are organisations ("Northgate", "Northgate
Industrial").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from quotes.article import Span
from quotes.document import Document
from quotes.document.document import tops_of
from quotes.lang.speakers import BodyWords
from quotes.query import fold
from quotes.speakers.individuals import Individual, Named, add

__all__ = ["expansion", "joined", "of_place", "organizations", "same_body_of_a_place"]

# Names of several capitalised words, with small words between them.
CAPITALISED = re.compile(r"[A-Z][a-z]+(?:(?: (?:of|the|for|and|to|in|on|de|&))* [A-Z][a-z]+)+")
LONGEST_EXPANSION = 100  # characters
BLENDED = re.compile(r"[A-Z][a-z]+")
FARTHEST = 10  # characters between a name and an acronym in brackets behind it
OPENED = re.compile(r"[,\s]*\(\s*$")  # between a name and an acronym for it
DEFINING = frozenset([", or ", ", or the "])  # between a name and an acronym for it
LEAST_CUT = 3  # letters by which a word of a name is cut short
LEAST_PLACE = 4  # letters of the name of a place whose adjective is known by it
USUAL = 3  # a name that occurs so often is the usual one


def joined(named: Sequence[Named], document: Document) -> list[Named]:
    """The names, with those joined that the tagger split: "Court of Appeals *for the* Sixth Circuit", whose second part depends
    on the first; "NBC *News*", which the parser joins.
    """
    out: list[Named] = []
    for mention in named:
        before = out[-1] if out else None
        between = document.text[before.span.end : mention.span.start] if before is not None else ""
        if (
            before is not None
            and before.type == "Organization"
            and (
                (between in _joints(before, document) and _hangs(mention, before, document))
                or (between == " " and mention.type == "Organization" and _one_phrase(before, mention, document))
            )
        ):
            span = Span(before.span.start, mention.span.end)
            out[-1] = replace(before, span=span, name=" ".join(span.of(document.text).split()))
        else:
            out.append(mention)
    return [_with_its_legal_form(n, document) if n.type == "Organization" else n for n in out]


def _with_its_legal_form(mention: Named, document: Document) -> Named:
    """A company's name with what tells its kind behind a comma: "Norden Holdings*, Inc.*"."""
    forms = "|".join(sorted(document.language.bodies.legal_forms))
    found = re.compile(rf", (?:{forms})\b\.?").match(document.text, mention.span.end)
    if found is None:
        return mention
    span = Span(mention.span.start, found.end())
    return replace(mention, span=span, name=" ".join(span.of(document.text).split()))


def _joints(before: Named, document: Document) -> Set[str]:
    """What may stand between a name and its second part."""
    bodies, last = document.language.bodies, before.name.split()[-1].lower()
    return bodies.mission_joints if last in bodies.missions else bodies.joints if last in bodies.joined else frozenset()


def _hangs(mention: Named, before: Named, document: Document) -> bool:
    inside = document.within(before.span)
    return any(head.head in inside for head in tops_of(document.within(mention.span)))


def _one_phrase(before: Named, mention: Named, document: Document) -> bool:
    """Whether neighbouring names are parts of one, by the parse, neither of them known by its initials alone on the right."""
    first, second = document.within(before.span), document.within(mention.span)
    if mention.name.isupper():
        return False  # "House Republicans", "Senate GOP": a part of it and its party
    joined_left = any(t.head in second and t.relation in {"compound", "flat"} for t in tops_of(first))
    joined_right = any(t.head in first and t.relation in {"compound", "flat"} for t in tops_of(second))
    return joined_left or joined_right


def organizations(
    named: Sequence[Named],
    document: Document,
    individuals: list[Individual],
    where: dict[Span, int],
    full_of: Mapping[str, str],
) -> None:
    """Add the individuals of the mentions `named` to `individuals`, and the individual of each mention to `where`; `full_of` has
    the full names of the acronyms that the article defines.
    """
    text, words = document.text, document.language.bodies
    by_name: dict[str, int] = {}
    starts: dict[str, list[int]] = {}
    bodies = {n.name for n in named if n.type == "Organization"}
    named = [_in_full(_by_maker(n, bodies, words), bodies) for n in named]
    for mention in sorted(named, key=lambda n: n.span):
        starts.setdefault(_plain(mention.name, words), []).append(mention.span.start)
    for mention in sorted(named, key=lambda n: (-len(n.name.replace("-", " ").split()), n.span)):
        key = _plain(mention.name, words)
        if not key:
            continue
        at = by_name.get(key)
        if at is None and mention.name in full_of:
            at = by_name.get(_plain(full_of[mention.name], words))
        if at is None:
            at = _longer(key, mention, by_name, individuals, document, starts)
        if at is None:
            at = len(individuals)
            individuals.append(Individual(mention.kind, document.language))
        by_name[key] = at
        add(individuals, where, at, mention)
    spelt = [m.group() for m in CAPITALISED.finditer(text)]
    for individual in individuals:
        if individual.kind == "organization":
            _define(individual, document, spelt)


def _by_maker(mention: Named, bodies: Set[str], known: BodyWords) -> Named:
    """A name as that of whoever makes it, if one of the `bodies` does: "Norden *Index*"."""
    maker, _, last = mention.name.rpartition(" ")
    return replace(mention, name=maker) if last in known.measures and maker in bodies else mention


def _in_full(mention: Named, bodies: Set[str]) -> Named:
    """A name whose last word is cut short ("Norden *Petro*") as the one of the `bodies` that has it in full."""
    if mention.type != "Organization" or " " not in mention.name:
        return mention
    short = len(mention.name) + LEAST_CUT
    full = [n for n in bodies if len(n) >= short and n.startswith(mention.name) and " " not in n[len(mention.name) :]]
    return replace(mention, name=full[0]) if len(full) == 1 and full[0][len(mention.name)].isalpha() else mention


def _once_described(usual: Sequence[int], longer: Sequence[int]) -> bool:
    """Whether a name of one word, where it stands, is the usual one, and a longer one with something before the word was written
    once and later: "Congress", and then "a Republican Congress".
    """
    return len(usual) >= USUAL and len(longer) == 1 and usual[0] < longer[0]


def _plain(name: str, known: BodyWords) -> str:
    words = fold(name).split()
    words = words[1:] if words[:1] in (["the"], ["a"], ["an"]) and len(words) > 1 else words
    return " ".join(known.spelt_out.get(w, w) for w in words)


def _longer(
    key: str,
    mention: Named,
    by_name: dict[str, int],
    individuals: Sequence[Individual],
    document: Document,
    starts: Mapping[str, Sequence[int]],
) -> int | None:
    """The individual of whose longer name `key` is the acronym, the last words or the first. `starts`: the offsets of names."""
    text, bodies = document.text, document.language.bodies
    if mention.name.isupper() and (defined := _defined_by(mention, individuals, document)) is not None:
        return defined
    if (full := _with_legal_form(key, by_name, bodies)) is not None and individuals[full].kind == mention.kind:
        return full
    matches = set()
    first: dict[str, int] = {}
    letters = _letters(mention.name) or {key.replace(" ", "")}
    for name, at in by_name.items():
        words = name.split()
        if individuals[at].kind != mention.kind:
            continue
        written = mention.name.isupper() or "." in mention.name or bool(_letters(mention.name))
        hyphened = (known for known in individuals[at].names if "-" in known)  # "HN" is Harbour-Norden
        if written and any(letters & bodies.initials(known) for known in (name, *hyphened)):
            matches.add(at)
        if len(words) < 2:
            continue
        if (
            name.endswith(" " + key)
            and words[-1 - len(key.split())] not in bodies.after_head
            and (
                " " in key
                or (mention.type == "Organization" and not _once_described(starts[key], starts.get(name, ())))
            )
        ):
            matches.add(at)
        if name.startswith(key + " ") and mention.type == "Organization" and not _is_whole(key.split(), words, bodies):
            first[name] = at
        if same_body_of_a_place(key, name) or same_body_of_a_place(name, key):
            matches.add(at)
        if _one_word_less(key.split(), words) or _in_the_plural(key.split(), words) or _blended(mention.name, words):
            matches.add(at)
    if not matches and mention.name.isupper() and expansion(mention, document) is None:
        opened = (OPENED.search(text, max(0, start - FARTHEST), start) for start in starts[key])
        before = {match.start() for match in opened if match is not None}
        for at, individual in enumerate(individuals):
            if individual.kind == mention.kind and any(m.span.end in before for m in individual.mentions):
                matches.add(at)
    if not matches:
        shortest = min(first, key=len, default="")
        nested = all(name == shortest or name.startswith(shortest + " ") for name in first)
        able = {first[shortest]} if first and nested else set(first.values())
        matches = {at for at in able if all(m.type == "Organization" for m in individuals[at].mentions)}
    return matches.pop() if len(matches) == 1 else None


def _with_legal_form(key: str, by_name: Mapping[str, int], known: BodyWords) -> int | None:
    """The company whose name is `key` with what tells its kind behind it: "Norden", "Norden Ltd."."""
    forms = {fold(form) for form in known.legal_forms}
    return next((by_name[f"{key} {form}"] for form in sorted(forms) if f"{key} {form}" in by_name), None)


def _letters(name: str) -> Set[str]:
    """What an acronym in capitals and small letters may abbreviate: "NISc" a National Institute of Science."""
    capitals = "".join(c for c in name if c.isupper())
    mixed = name.isalpha() and name[0].isupper() and len(name) > len(capitals) > len(name) - len(capitals)
    return {name.lower(), capitals.lower()} if mixed and len(capitals) > 1 else frozenset()


def _one_word_less(short: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a name leaves one word inside another out: "Harbour Museum", "Harbour Memorial Museum"."""
    return (
        len(words) == len(short) + 1 > 2 and short[0] == words[0] and short[-1] == words[-1] and set(short) < set(words)
    )


def _in_the_plural(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names differ by the "s" of one word: "Board of Election", "Board of Elections"."""
    apart = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    return len(one) == len(other) and len(apart) == 1 and apart[0][0].rstrip("s") == apart[0][1].rstrip("s")


def same_body_of_a_place(one: str, other: str) -> bool:
    """Whether a body goes by the adjective of its place, and by its name: "Ostranan Government", "Government of Ostrana"."""
    adjective, _, kind = fold(one).partition(" ")
    noun, _, place = fold(other).partition(" of ")
    place = place.removeprefix("the ")
    return kind == noun and of_place(adjective, place)


def of_place(adjective: str, place: str) -> bool:
    """Whether an adjective is that of a place: "Ostranan", "Ostrana"; both folded."""
    stem = place[:-1] if len(place) > LEAST_PLACE else place  # "Iraqi" is not of Iran
    return len(place) >= LEAST_PLACE and adjective.startswith(stem) and len(adjective) - len(place) <= len("ian")


def _is_whole(short: Sequence[str], words: Sequence[str], known: BodyWords) -> bool:
    """Whether a name is whole, and a longer one that of a part of it: "Halden College", "Halden College Press"; but a "Court of
    Appeals" is that "for Tidal Matters".
    """
    if " ".join(short) in known.spelt_out.values():
        return True  # "UN", "UN Refugee Agency"
    if len(short) == 1 or words[len(short)] in known.after_head:
        return False
    return short[-1] in known.joined | known.of_places


def _blended(name: str, words: Sequence[str]) -> bool:
    """Whether a name is made of the beginnings of a longer one's words: "HarPost" for the "Harbour Post"."""
    parts = BLENDED.findall(name)
    return len(parts) == len(words) > 1 and "".join(parts) == name and all(map(str.startswith, words, map(fold, parts)))


def _defined_by(mention: Named, individuals: Sequence[Individual], document: Document) -> int | None:
    """The body directly before an acronym for it in another language: "the Harbour People's Party, or HVP,"."""
    text, start = document.text, mention.span.start
    if not text.startswith(",", mention.span.end):
        return None
    for at, individual in enumerate(individuals):
        for named in individual.mentions:
            alike = " " in named.name and named.name[0] == mention.name[0] and individual.kind == mention.kind
            if alike and text[named.span.end : start] in DEFINING:
                return at
    return None


def _define(individual: Individual, document: Document, spelt: Sequence[str]) -> None:
    """Give an individual that has only an acronym the name that the article spells out before it: "Name of It (NOI)"."""
    if len(individual.names) != 1:
        return
    text, bodies = document.text, document.language.bodies
    spelt_out = bodies.spelt_out.get(fold(individual.name).replace(" ", ""), "").title()
    if spelt_out and spelt_out in text:
        individual.names[spelt_out] += 1
        return
    for mention in individual.mentions:
        letters = fold(mention.name).replace(" ", "")
        if mention.name.isupper() and len(letters) > 1 and " " not in mention.name:
            fits = {m for m in spelt if letters in bodies.initials(m)}
            if len(fits) == 1:
                individual.names[fits.pop()] += 1
                return
        is_acronym = mention.name.isupper() and len(mention.name) >= 3 and " " not in mention.name
        if is_acronym and (full := expansion(mention, document)):
            individual.names[full.of(text)] += 1
            return


def expansion(mention: Named, document: Document) -> Span | None:
    """The words directly before an acronym's definition whose initials it is: "Alliance for Open Harbours, or AOH"."""
    before = document.text[max(0, mention.span.start - LONGEST_EXPANSION) : mention.span.start]
    bodies = document.language.bodies
    opened = re.search(bodies.defining, before)
    if not opened:
        return None
    offset = mention.span.start - len(before)
    words = list(re.finditer(r"[\w’'-]+", before[: opened.start()]))
    letters = fold(mention.name).replace(" ", "")
    for first in range(len(words) - 1, -1, -1):
        if words[first].group()[0].isupper():
            phrase = before[words[first].start() : opened.start()]
            if letters in bodies.initials(phrase) and "\n" not in phrase:
                return Span(offset + words[first].start(), offset + opened.start())
    return None
