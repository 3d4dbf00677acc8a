"""Tells namesakes apart by their calling or date of birth, as far as articles state them.

In: the roles and the year of birth that an article gives for somebody. Out: a context for the name ("office", "1960"), which may
contradict other contexts. Callings that one person may have (politician and author) do not contradict each other, nor does a
calling that is not in the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import product

from quotes.identity.lists import callings, countries
from quotes.query import fold

__all__ = ["MINOR", "calling_of", "context_of", "contradict"]

# Part of the context of a person under eighteen.
MINOR = "minor"
# What follows the first of these words in a role says where or for whom.
_BEHIND = re.compile(r"\b(?:of|for|at|in|from|with|to|on|and|who)\b|[,;:(]")
# Words for what somebody is no longer, not yet, or only as a pastime.
_NOT_NOW = re.compile(
    r"\b(?:former|formerly|ex|onetime|one time|retired|late|then|future|aspiring|would be|trainee|honorary|fictional|"
    r"amateur|part time|turned|avid|keen|recreational|weekend|home (?:cook|baker)|mock|self described|self styled|so called)\b"
    r"|^youth\b"
)
# Heads of state if the role names a country, of clubs and companies otherwise.
_OF_A_COUNTRY = frozenset({"president", "chancellor", "king", "queen", "vice president"})
_REPRESENTATIVE = re.compile(r"(?:(?:us|u s|state|republican|democratic) )*representative")
# Words of roles in which "minister" means a minister of a church.
_CHURCHES = frozenset(
    "baptist methodist lutheran presbyterian unitarian pentecostal anglican evangelical church ordained".split()
)
# Years by which decades of birth may differ for one person: an age may be printed before or after a birthday, or reprinted later.
_YEARS = 10


def context_of(roles: Iterable[str], born: int | None) -> str:
    """The context of a name for somebody with these roles who was born in that year: one calling, else the decade, else "".

    Not both, so that a name has few different contexts, however many people have it.
    """
    told = {calling for role in roles if (calling := calling_of(role))}
    if told and not any(_are_apart(one, other) for one, other in product(told, told)):
        return next(calling for calling in callings() if calling in told)
    return "" if born is None else str(born // 10 * 10)


@lru_cache(maxsize=1 << 14)
def calling_of(role: str) -> str | None:
    """The calling in a role as printed: "office" for "Finnish minister of Trade"; None for a former one, or if there is none."""
    words = fold(role)
    if _NOT_NOW.search(words):
        return None
    known = _callings()
    if words in known:
        return known[words]
    front = fold(_BEHIND.split(role)[0]).split()
    if not front or (front[-1] == "minister" and _CHURCHES & set(words.split())):
        return None
    if "student" in front:  # "student senator"
        return "student"
    if _REPRESENTATIVE.fullmatch(" ".join(front)):
        return "office"
    for size in (3, 2, 1):
        title = " ".join(front[-size:])
        if title in known:
            return known[title]
        if title in _OF_A_COUNTRY:
            return "office" if _names_a_country(words.split()) else None
    return None


@lru_cache(maxsize=1 << 14)
def contradict(one: str, other: str) -> bool:
    """Whether two contexts must belong to two people: a child and an adult, people born more than `_YEARS` years apart, or
    people with callings that do not go together.
    """
    if (MINOR in one.split()) != (MINOR in other.split()):
        return True
    if one.isdigit() and other.isdigit():
        return abs(int(one) - int(other)) > _YEARS
    known = callings()
    return one in known and other in known and _are_apart(one, other)


def _are_apart(one: str, other: str) -> bool:
    return one != other and other not in callings()[one].beside and one not in callings()[other].beside


@cache
def _callings() -> dict[str, str]:
    return {title: name for name, calling in callings().items() for title in calling.titles}


def _names_a_country(words: list[str]) -> bool:
    pairs = (" ".join(words[at : at + 2]) for at in range(len(words)))
    return any(countries().of(text) for text in (*words, *pairs))
