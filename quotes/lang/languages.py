"""The languages with word lists, by code."""

from __future__ import annotations

from quotes.lang.en.english import ENGLISH
from quotes.lang.language import Language

__all__ = ["ENGLISH", "LANGUAGES", "language_of"]

LANGUAGES = {ENGLISH.code: ENGLISH}


def language_of(code: str) -> Language:
    """The language with a code ("en"); if there are no lists for it, a language with nothing but the code."""
    return LANGUAGES.get(code) or Language(code, code)
