"""Speakers named by layout: finds the individual of an article whom a label or signature names, and how sure that is."""

from __future__ import annotations

from quotes.names import person_name
from quotes.span import Span
from quotes.speakers.cast import Cast
from quotes.speakers.resolution import Resolution

__all__ = ["INFERRED", "LABELLED", "PART", "SIGNED", "called", "persons_by_initials", "persons_named"]

# The confidence of names given by layout. PolNeAR has too few transcripts and posts to measure it. Errors come from labels that
# are spelt differently from the name, and from interviews, in which the parties are only inferred.
SIGNED, LABELLED, INFERRED, PART = 0.95, 0.9, 0.7, 0.6


def called(individual: int, cast: Cast, head: Span, confidence: float, step: str) -> Resolution:
    """The resolution to `individual`, by the name at `head`, with `step` as evidence."""
    return Resolution(individual, (), cast.kind(individual), None, head, "name", confidence, (step,))


def persons_named(written: str, cast: Cast) -> set[int]:
    """The persons of an article whom `written` may name; if several share the surname, the one with exactly that full name."""
    name = person_name(written)
    persons = {i: known for i, known in enumerate(cast.individuals) if known.kind == "person"}
    fits = {i for i, known in persons.items() if any(person_name(n).surname == name.surname for n in known.names)}
    if name.given:
        same = {i for i in fits if any(person_name(n) == name for n in persons[i].names)}
        bare = {i for i in fits if not any(person_name(n).given for n in persons[i].names)}
        return same or bare
    if len(fits) > 1:
        full = {i for i in fits if " " in cast.name(i) and not cast.name(i).isupper()}
        return full if len(full) == 1 else fits
    return fits


def persons_by_initials(written: str, cast: Cast) -> set[int]:
    """The persons for whom a label of two or three capitals may be the initials."""
    names = {i: known.name for i, known in enumerate(cast.individuals) if known.kind == "person"}
    return {i for i, name in names.items() if 1 < len(written) < 4 and "".join(w[0] for w in name.split()) == written}
