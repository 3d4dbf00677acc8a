"""Chooses the name and gender to show for a speaker for whom articles use several names."""

from __future__ import annotations

from collections.abc import Mapping

from quotes.identity import bodies
from quotes.names import is_lone, untitled
from quotes.query import fold

__all__ = ["common_gender", "fullest"]

# Of the articles that tell a speaker's gender, the share that must agree. Not all: pronouns are resolved by a model, and one
# error in a hundred articles should not make the gender unknown.
_GENDER_AGREEMENT = 0.9


def fullest(names: Mapping[str, int], kind: str, key: str = "") -> str:
    """The name to show for a speaker; `names` maps each name to the number of articles that use it.

    A full name is better than a surname, an expansion better than an acronym. Then, for a body, the listed name `key`; then a
    name without a title; then the commonest, the longest, and the first in the alphabet. Of its spellings, the one with the
    most accents is shown: they are often left out because a keyboard lacks them.
    """

    def rank(name: str) -> tuple[bool, bool, bool, int, int, str]:
        short = is_lone(name) if kind == "person" else name.isupper() or " " not in name.strip()
        titled = kind == "person" and fold(name).split() != untitled(fold(name).split())
        other = kind != "person" and key != "" and bodies.strip(name) != key
        return short, other, titled, -names[name], -len(name), name

    best = min(names, key=rank)
    spellings = [name for name in names if fold(name) == fold(best) and name.isupper() == best.isupper()]
    return max(spellings, key=lambda name: (_accents(name), name == best, names[name], name))


def common_gender(genders: Mapping[str, int]) -> str | None:
    """The gender on which nearly all articles agree, else None; `genders` counts the articles by gender."""
    told = {gender: count for gender, count in genders.items() if count > 0}
    if not told:
        return None
    gender, count = max(told.items(), key=lambda item: (item[1], item[0]))
    return gender if count >= _GENDER_AGREEMENT * sum(told.values()) else None


def _accents(name: str) -> int:
    return sum(letter.isalpha() and not letter.isascii() for letter in name)
