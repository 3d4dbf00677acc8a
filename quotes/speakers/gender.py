"""What words tell of a person's gender: titles, nouns, pronouns and common given names.

Used only to rule a reading out ("she" is not Robert), never to name somebody. Given names that both women and men commonly
bear are left out. Compiled for this project from general knowledge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from quotes.lang.en.gender import FEMALE_NAMES, FEMALE_NOUNS, MALE_NAMES, MALE_NOUNS, PRONOUN_GENDER, SHORT_FORMS

__all__ = ["gender_of_given_name", "gender_of_noun", "gender_of_pronouns", "same_given_name"]

AGREEING = 0.8  # of the pronouns that show a gender


_FORMS = tuple(frozenset(line.split()) for line in SHORT_FORMS)


def same_given_name(a: str, b: str) -> bool:
    """Whether two folded given names are one, or one is the other's short form or initial."""
    if a == b or (min(len(a), len(b)) == 1 and a[:1] == b[:1]):
        return True
    return any(a in forms and b in forms for forms in _FORMS)


def gender_of_noun(word: str) -> str | None:
    """ "female", "male" or None for a title or noun such as "Mrs." or "spokesman"."""
    plain = word.lower().rstrip(".")
    if plain in FEMALE_NOUNS:
        return "female"
    return "male" if plain in MALE_NOUNS else None


def gender_of_given_name(name: str) -> str | None:
    """ "female", "male" or None for a folded given name."""
    female, male = name in FEMALE_NAMES, name in MALE_NAMES
    if female == male:
        return None
    return "female" if female else "male"


def gender_of_pronouns(words: Mapping[str, int]) -> str | None:
    """The gender that nearly all of counted lower-case words show that are pronouns of one; else None."""
    shown: Counter[str] = Counter()
    for word, count in words.items():
        if gender := PRONOUN_GENDER.get(word):
            shown[gender] += count
    return next((g for g, count in shown.items() if count >= AGREEING * shown.total()), None)
