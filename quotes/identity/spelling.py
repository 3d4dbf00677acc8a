"""How differently one word can be spelt and still be meant: umlauts, transliteration, slips of the pen."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from quotes.identity.lists import words

__all__ = ["is_near", "is_slip", "is_transliterated", "plain", "sound", "spelling"]

# Names that reach English from another script, in whichever spelling the writer prefers.
_SLAVIC = re.compile(
    r"(?:ov|ova|ev|eva|yev|yeva|sky|ski|skyi|skiy|skaya|enko|[vt]?y?[iy]ch|chuk|dze|shvili|yan|sov|tsov|kov|kin)$"
)
_EASTERN = words("foreign")
# Spellings of one sound; what is left are consonants and three vowels.
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
    """A folded word with "ae", "oe" and "ue" as the vowel with the dots taken off: "schaeuble" as "schauble"."""
    return _UMLAUTS.sub(r"\1", word)


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """What spellings of one foreign name have in common: "gadhafi", "qaddafi" and "gaddafi" are one."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word


@lru_cache(maxsize=1 << 16)
def spelling(word: str) -> str:
    """What common spellings of a given name have in common: "jakob" and "jacob", "philip" and "phillip"."""
    word = re.sub(r"sch", "sh", re.sub(r"ph", "f", plain(word)))
    word = re.sub(r"ck|c(?![hei])|q", "k", word)
    word = re.sub(r"[iye]*[iy]$|y", "i", word)
    return re.sub(r"(.)\1+", r"\1", word)


def is_transliterated(words: tuple[str, ...]) -> bool:
    """Whether a person's name comes from another script, as far as the words tell."""
    return any(word in _EASTERN or _SLAVIC.search(word) for word in words)


def is_slip(one: str, other: str, *, of_person: bool = False) -> bool:
    """Whether two words differ by one letter more, less or other, or by two that changed places, after the first.

    Of people's names, not where that makes it a woman's.
    """
    if min(len(one), len(other)) < _LEAST_LETTERS or one[0] != other[0]:
        return False
    longer, shorter = sorted((one, other), key=len, reverse=True)
    # Daniel and Daniela are two names, as are Petrov and Petrova.
    if of_person and longer.startswith(shorter) and longer[-1] in "aeo":
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1


def is_near(one: str, other: str) -> bool:
    """Whether two words differ by a letter, so that a person may think of a slip, although both may be names."""
    return (
        min(len(one), len(other)) >= _LEAST_NEAR
        and one[0] == other[0]
        and OSA.distance(one, other, score_cutoff=1) <= 1
    )
