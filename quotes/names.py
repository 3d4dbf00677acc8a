"""Splits names of people into their parts: the basis of all comparisons of names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from quotes.lang.languages import ENGLISH
from quotes.query import fold

__all__ = ["PersonName", "is_lone", "one_slip", "person_name", "untitled", "without_nickname"]


_WORDS = ENGLISH.names
_ARTICLES = frozenset(["al", "el"])  # part of a surname, but often left out
_PARTICLES = _WORDS.particles - _ARTICLES  # a surname starts at the first of these
# "J.", "J.K.", "J.-P.", and "JK", which cannot be pronounced as a word.
_INITIALS = re.compile(r"[A-Z]\.?(?:-?[A-Z]\.?){0,2}|[B-DF-HJ-NP-TV-Z]{2,3}")
# Names that are cached: the same ones are compared again with every article.
_REMEMBERED = 1 << 16


@dataclass(frozen=True)
class PersonName:
    """A person's name, folded. `given` is empty for a surname alone; `generation` is "jr", "sr", "ii" … or "".

    Initials at the beginning are one given name ("jk"), which is then also `initials`.
    """

    given: tuple[str, ...]
    surname: str
    generation: str = ""
    initials: str = field(default="", compare=False)


@lru_cache(maxsize=_REMEMBERED)
def person_name(text: str) -> PersonName:
    """The parts of a person's name. Never fails: a name of nothing but titles is a surname."""
    words = untitled(fold(without_nickname(text)).split())
    generation = ""
    if len(words) > 1 and words[-1] in _WORDS.generation_of:
        generation = _WORDS.generation_of[words.pop()]
    words = [word for word in words if word not in _ARTICLES] or words
    words = _join_initials(words)
    if not words:
        return PersonName((), fold(text) or text.strip())
    start = next((i for i, word in enumerate(words) if word in _PARTICLES and i < len(words) - 1), len(words) - 1)
    given = tuple(words[:start])
    return PersonName(given, " ".join(words[start:]), generation, given[0] if given and _has_initials(text) else "")


def untitled(words: Sequence[str]) -> list[str]:
    """The folded words of a name without the titles before it."""
    first = 0
    while first < len(words) - 1 and words[first] in _WORDS.before_names:
        first += 1
    return list(words[first:])


def one_slip(a: str, b: str) -> bool:
    """Whether two different words differ in one letter, or in two swapped ones, but not in the first."""
    if a == b or a[:1] != b[:1] or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    swapped = a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    return swapped or b[start + 1 :] in (a[start:], a[start + 1 :]) or a[start + 1 :] == b[start:]


def is_lone(name: str) -> bool:
    """Whether a person's name is a single one ("Putin", "Mr. Putin", "von der Leyen")."""
    return not person_name(name).given


def without_nickname(name: str) -> str:
    """ "Joseph “Joe” Biden" without the part in quotation marks or brackets."""
    return re.sub(r"[\"“”‘(\[«][^\"“”‘’()\[\]«»]+[\"“”’)\]»]", " ", name)


def _has_initials(name: str) -> bool:
    """Whether the first word after the titles is made of initials."""
    words = without_nickname(name).split()
    first = next((word for word in words if fold(word) and fold(word) not in _WORDS.before_names), "")
    return bool(_INITIALS.fullmatch(first)) and not name.isupper()


def _join_initials(words: Sequence[str]) -> list[str]:
    """ "j d vance" as "jd vance": initials at the start of a name are one first name."""
    count = next((i for i, word in enumerate(words) if len(word) > 1), len(words))
    return ["".join(words[:count]), *words[count:]] if count > 1 else list(words)
