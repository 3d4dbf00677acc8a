"""Compares two names of bodies by their words, whatever the article says of either."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.lang.speakers import BodyWords
from quotes.query import fold

__all__ = ["blended", "in_the_plural", "of_place", "one_word_less", "plain", "same_body_of_a_place"]

BLENDED = re.compile(r"[A-Z][a-z]+")
LEAST_PLACE = 4  # letters of the name of a place whose adjective is known by it


def plain(name: str, known: BodyWords) -> str:
    """A name folded, without article, its short parts spelt out: what two mentions of one name have in common."""
    words = fold(name).split()
    words = words[1:] if words[:1] in (["the"], ["a"], ["an"]) and len(words) > 1 else words
    return " ".join(known.spelt_out.get(w, w) for w in words)


def one_word_less(short: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a name leaves one word inside another out: "Harbour Museum", "Harbour Memorial Museum"."""
    return (
        len(words) == len(short) + 1 > 2 and short[0] == words[0] and short[-1] == words[-1] and set(short) < set(words)
    )


def in_the_plural(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names of several words differ by the "s" of one: "Board of Election", "Board of Elections"."""
    apart = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    return len(one) == len(other) > 1 and len(apart) == 1 and apart[0][0].rstrip("s") == apart[0][1].rstrip("s")


def blended(name: str, words: Sequence[str]) -> bool:
    """Whether a name is made of the beginnings of a longer one's words: "HarPost" for the "Harbour Post"."""
    parts = BLENDED.findall(name)
    return len(parts) == len(words) > 1 and "".join(parts) == name and all(map(str.startswith, words, map(fold, parts)))


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
