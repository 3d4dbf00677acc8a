"""Compares spellings of one word: umlauts, transliteration, misspellings."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from quotes.identity.lists import words

__all__ = ["is_near", "is_slip", "is_transliterated", "plain", "sound", "spelling"]

# Endings of names that are transliterated into English in several ways.
_SLAVIC = re.compile(
    r"(?:ov|ova|ev|eva|yev|yeva|sky|ski|skyi|skiy|skaya|enko|[vt]?y?[iy]ch|chuk|dze|shvili|yan|sov|tsov|kov|kin)$"
)
_EASTERN = words("foreign")
# Replacements that give spellings of the same sound one form; what is left are consonants and three vowels.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch?ch|shch|sch|sh|sz", "s"),
        (r"tsch|tch|tsh|ch|cz", "c"),
        (r"zh", "z"),
        (r"ph", "f"),
        (r"kh|gh|ck|q|c(?=[aourlt])|g", "k"),
        (r"dh", "d"),
        (r"th", "t"),
        (r"w", "v"),
        (r"x", "ks"),
        (r"^[yj](?=[aeou])", ""),
        (r"[iyj]+", "i"),
        (r"[ae]+", "a"),
        (r"[ou]+", "u"),
        (r"(?<=[aiu])h(?![aiu])", ""),
        (r"(.)\1+", r"\1"),
    )
]
_UMLAUTS = re.compile(r"(?<!q)([aou])e")
_LEAST_LETTERS = 5
_LEAST_NEAR = 3


@lru_cache(maxsize=1 << 16)
def plain(word: str) -> str:
    """A folded word with "a", "o" and "u" for "ae", "oe" and "ue": "schauble" for "schaeuble"."""
    return _UMLAUTS.sub(r"\1", word)


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """The sound of a foreign name, the same for its spellings: "gadhafi", "qaddafi" and "gaddafi"."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word


@lru_cache(maxsize=1 << 16)
def spelling(word: str) -> str:
    """A form that is the same for common spellings of a given name: "jakob" and "jacob", "philip" and "phillip"."""
    word = re.sub(r"sch", "sh", re.sub(r"ph", "f", plain(word)))
    word = re.sub(r"ck|c(?![hei])|q", "k", word)
    word = re.sub(r"[iye]*[iy]$|y", "i", word)
    return re.sub(r"(.)\1+", r"\1", word)


def is_transliterated(words: tuple[str, ...]) -> bool:
    """Whether one of the words of a person's name looks transliterated from another script."""
    return any(word in _EASTERN or _SLAVIC.search(word) for word in words)


def is_slip(one: str, other: str, *, of_person: bool = False) -> bool:
    """Whether two words differ by one letter added, removed or changed, or by two swapped ones, but not by the first letter.

    With `of_person`, a final "a", "e" or "o" more is another name, not a misspelling.
    """
    if min(len(one), len(other)) < _LEAST_LETTERS or one[0] != other[0]:
        return False
    longer, shorter = sorted((one, other), key=len, reverse=True)
    # Daniel and Daniela are two names, as are Petrov and Petrova.
    if of_person and longer.startswith(shorter) and longer[-1] in "aeo":
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1


def is_near(one: str, other: str) -> bool:
    """Whether two words differ by one letter: perhaps a misspelling, but both may be names."""
    return (
        min(len(one), len(other)) >= _LEAST_NEAR
        and one[0] == other[0]
        and OSA.distance(one, other, score_cutoff=1) <= 1
    )
