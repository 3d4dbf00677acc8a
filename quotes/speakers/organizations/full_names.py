"""The full names that stand before acronyms for them: "Alliance for Open Harbours, or AOH", "the Harbour Union (HU)".

In: the mention of an acronym and the individuals so far. Out: the individual that has the full name, or the name itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.article import Span
from quotes.document import Document
from quotes.query import fold
from quotes.speakers.individuals import Individual, Named

__all__ = ["defined_by", "named_before", "spell_out"]

# Names of several capitalised words, with small words between them.
CAPITALISED = re.compile(r"[A-Z][a-z]+(?:(?: (?:of|the|for|and|to|in|on|de|&))* [A-Z][a-z]+)+")
DEFINING = frozenset([", or ", ", or the "])  # between a name and an acronym for it
OPENED = re.compile(r"[,\s]*\(\s*$")  # between a name and an acronym for it
FARTHEST = 10  # characters between a name and an acronym in brackets behind it
LONGEST_EXPANSION = 100  # characters
LEAST_LETTERS = 3  # of an acronym before which its name is looked for


def defined_by(mention: Named, individuals: Sequence[Individual], document: Document) -> int | None:
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


def named_before(
    mention: Named, starts: Sequence[int], individuals: Sequence[Individual], document: Document
) -> set[int]:
    """Those named directly before an acronym in brackets, wherever it `starts`, unless words before it have its initials."""
    if _with_its_initials(mention, document) is not None:
        return set()
    opened = (OPENED.search(document.text, max(0, start - FARTHEST), start) for start in starts)
    before = {match.start() for match in opened if match is not None}
    alike = ((at, individual) for at, individual in enumerate(individuals) if individual.kind == mention.kind)
    return {at for at, individual in alike if any(m.span.end in before for m in individual.mentions)}


def spell_out(individuals: Sequence[Individual], document: Document) -> None:
    """Give bodies that have only an acronym the name that the article spells out."""
    spelt = [m.group() for m in CAPITALISED.finditer(document.text)]
    for individual in individuals:
        if individual.kind != "organization" or len(individual.names) != 1:
            continue
        if (full := _full_name(individual, document, spelt)) is not None:
            individual.names[full] += 1


def _full_name(individual: Individual, document: Document, spelt: Sequence[str]) -> str | None:
    """What an acronym always stands for, else the only name of several words with its initials, else the words before it:
    "Name of It (NOI)".
    """
    text, bodies = document.text, document.language.bodies
    always = bodies.spelt_out.get(fold(individual.name).replace(" ", ""), "").title()
    if always and always in text:
        return always
    for mention in individual.mentions:
        if not mention.name.isupper() or " " in mention.name:
            continue
        letters = fold(mention.name).replace(" ", "")
        fits = {name for name in spelt if letters in bodies.initials(name)} if len(letters) > 1 else set()
        if len(fits) == 1:
            return fits.pop()
        span = _with_its_initials(mention, document) if len(mention.name) >= LEAST_LETTERS else None
        if span is not None:
            return span.of(text)
    return None


def _with_its_initials(mention: Named, document: Document) -> Span | None:
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
