"""The languages that there are word lists for, by code."""

from __future__ import annotations

from quotes.lang.en.english import ENGLISH
from quotes.lang.language import Language

__all__ = ["ENGLISH", "LANGUAGES", "language_of"]

LANGUAGES = {ENGLISH.code: ENGLISH}


def language_of(code: str) -> Language:
    """The language of a code ("en"); one that nothing is known of but its code where there are no lists for it."""
    return LANGUAGES.get(code) or Language(code, code)
