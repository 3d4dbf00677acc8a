"""Names of persons put right by the other names of the article: what ran into a name, and a surname that two share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from quotes.article import Span
from quotes.document import Document
from quotes.names import person_name
from quotes.query import fold
from quotes.speakers.individuals import Named
from quotes.speakers.persons.parts import parts_of

__all__ = ["repaired"]


def repaired(named: Sequence[Named], document: Document) -> list[Named]:
    """The names of persons after all repairs, in the same order."""
    names = _apart(_couples(named, document))
    return _without_offices(_without_others_words(names, document), document)


def _couples(named: Sequence[Named], document: Document) -> list[Named]:
    """The names, with the surname that two share, who are named together: "*Nuri* and Leyla Okan".

    Only if nobody else in the article has the first name as a surname, and it is a common given name; or the article speaks of
    the two by their surname in the plural or with titles of both genders, or with a title and never of the first name alone.
    """
    words, text = document.language.names, document.text
    full = {parts_of(n.name, words).surname for n in named if " " in n.name}
    titles: dict[str, set[str | None]] = {}
    for one in named:
        if " " not in words.untitled(one.name):
            titles.setdefault(parts_of(one.name, words).surname, set()).add(one.title_gender)
    alone = Counter(n.name for n in named)
    out = list(named)
    order = sorted(range(len(named)), key=lambda n: named[n].span)
    for first, second in pairwise(order):
        given, other = named[first], named[second]
        parts = other.name.split()
        if " " in given.name or given.title_gender or other.title_gender or len(parts) != 2:
            continue
        if text[given.span.end : other.span.start] not in words.joining or fold(given.name) in full:
            continue
        surname = person_name(parts[-1]).surname
        common = words.gender_of_given_name(fold(given.name)) is not None
        called = titles.get(surname, set()) - {None}
        several = f"{parts[-1]}s" in text or len(called) > 1
        if common or several or (called and alone[given.name] == 1):
            out[first] = replace(given, name=f"{given.name} {parts[-1]}")
    return out


def _apart(named: Sequence[Named]) -> list[Named]:
    """The names, without the surname of somebody else that a headline or a missing mark ran into one: "Ruth Hale *Moss*"."""
    counts = Counter(n.name for n in named)
    surnames = {n.name.split()[-1] for n in named if " " in n.name and n.name.split()[-1] in counts}
    out = []
    for one in named:
        name, _, last = one.name.rpartition(" ")
        if " " in name and name in counts and counts[one.name] == 1 and last in surnames:
            other = {n.name for n in named if n.name.endswith(f" {last}")} - {one.name}
            if other and not any(o.startswith(name.split()[0]) for o in other):
                one = replace(one, span=Span(one.span.start, one.span.end - len(last) - 1), name=name)
        out.append(one)
    return out


def _without_others_words(named: Sequence[Named], document: Document) -> list[Named]:
    """The names, without a common word of a headline that ran into the first mention of a full one: "*Budget* Ruth Hale"."""
    names = document.language.names
    counts = Counter(n.name for n in named)
    out = []
    for one in named:
        first, _, behind = one.name.partition(" ")
        before, _, last = one.name.rpartition(" ")
        if counts[one.name] == 1:
            for word, rest in ((first, behind), (last, before)):
                if " " not in rest or not counts[rest] or names.gender_of_given_name(fold(word)) is not None:
                    continue
                if re.search(rf"(?<![\w.@/-]){re.escape(word.lower())}(?![\w@/-])", document.text):
                    start = one.span.start + (len(one.name) - len(rest) if rest is behind else 0)
                    one = replace(one, span=Span(start, start + len(rest)), name=rest)
                    break
        out.append(one)
    return out


def _without_offices(named: Sequence[Named], document: Document) -> list[Named]:
    """The names, without an office that looks like a given name: "*Dean* Hale", where Ruth Hale is a dean."""
    words, roles = document.language.names, document.language.roles
    bearers: dict[str, set[str]] = {}
    for one in named:
        name = parts_of(one.name, words)
        if name.given:
            bearers.setdefault(name.surname, set()).add(name.given[0])
    out = []
    for one in named:
        office, _, surname = one.name.partition(" ")
        name = person_name(one.name)
        others = bearers.get(name.surname, set()) - {office.lower()}
        if len(name.given) == len(others) == 1 and office.lower() in roles.nouns | roles.persons:
            held = re.search(rf"\b{office}\b(?! {re.escape(surname)})", document.text, re.IGNORECASE)
            if held is not None:
                one = replace(one, span=Span(one.span.end - len(surname), one.span.end), name=surname)
        out.append(one)
    return out
