# A copy of quotes/query/fold.py, written by scripts/copy-shared.
"""The one form in which names are compared and looked up, by the command line, the store and the site alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold"]

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})


@lru_cache(maxsize=1 << 16)  # the same names are compared again with every article
def fold(text: str) -> str:
    """The text in lower case, without accents, apostrophes, and dots or hyphens inside words; other punctuation becomes space."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"[.'’‘ʼ`´‐‑-]", "", re.sub(r"\b(al|el)[‐‑-](?=\w)", "", plain))
    return " ".join(re.findall(r"[\w&]+", plain))
