"""Puts the names of bodies right by the article's other names."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from quotes.lang.speakers import BodyWords
from quotes.speakers.individuals import Named

__all__ = ["repaired"]

LEAST_CUT = 3  # letters by which a word of a name is cut short


def repaired(named: Sequence[Named], known: BodyWords) -> list[Named]:
    """The mentions, each by the name of whoever makes what it names, and with its last word in full."""
    bodies = {n.name for n in named if n.type == "Organization"}
    return [_in_full(_by_maker(n, bodies, known), bodies) for n in named]


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
