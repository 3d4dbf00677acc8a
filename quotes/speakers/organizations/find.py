"""From mentions to organisations, places and groups: the longest names first, so that a short one finds the longer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quotes.article import Span
from quotes.document import Document
from quotes.lang.speakers import BodyWords
from quotes.speakers.individuals import Individual, Named, add
from quotes.speakers.organizations.alike import plain
from quotes.speakers.organizations.full_names import spell_out
from quotes.speakers.organizations.repair import repaired
from quotes.speakers.organizations.short import ShortName, longer

__all__ = ["organizations"]


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
    words = document.language.bodies
    named = repaired(named, words)
    starts = _starts(named, words)
    by_name: dict[str, int] = {}
    for mention in sorted(named, key=_longest_first):
        key = plain(mention.name, words)
        if not key:
            continue
        at = by_name.get(key)
        if at is None and mention.name in full_of:
            at = by_name.get(plain(full_of[mention.name], words))
        if at is None:
            at = longer(ShortName(key, mention, starts, words), by_name, individuals, document)
        if at is None:
            at = len(individuals)
            individuals.append(Individual(mention.kind, document.language))
        by_name[key] = at
        add(individuals, where, at, mention)
    spell_out(individuals, document)


def _longest_first(mention: Named) -> tuple[int, Span]:
    return -len(mention.name.replace("-", " ").split()), mention.span


def _starts(named: Sequence[Named], words: BodyWords) -> dict[str, list[int]]:
    """The offsets at which each plain name stands, in text order."""
    starts: dict[str, list[int]] = {}
    for mention in sorted(named, key=lambda n: n.span):
        starts.setdefault(plain(mention.name, words), []).append(mention.span.start)
    return starts
