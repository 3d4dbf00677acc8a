"""What to show of a speaker whom articles call by several names: the name, the gender, the kind."""

from __future__ import annotations

from collections.abc import Mapping

from quotes.identity import bodies
from quotes.names import is_lone, untitled
from quotes.query import fold

__all__ = ["common_gender", "fullest"]

# Share of the articles that know a speaker's gender which must agree before the database states it: pronouns are
# resolved by a model, and one slip in a hundred articles should not make a well-known gender unknown.
_GENDER_AGREEMENT = 0.9


def fullest(names: Mapping[str, int], kind: str, key: str = "") -> str:
    """The name to show for a speaker whom articles call by `names` (with how many articles do), none before others.

    A full name beats a surname and an expansion beats an acronym; then, of a body, the listed name `key`; a name without
    title or generation left out; the commonest, the longest, the alphabet. Of its spellings the one with most accents is
    shown: who leaves them out had no such key.
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
    """The gender that nearly all articles agree on (`genders` counts those that tell), else None."""
    told = {gender: count for gender, count in genders.items() if count > 0}
    if not told:
        return None
    gender, count = max(told.items(), key=lambda item: (item[1], item[0]))
    return gender if count >= _GENDER_AGREEMENT * sum(told.values()) else None


def _accents(name: str) -> int:
    return sum(letter.isalpha() and not letter.isascii() for letter in name)
