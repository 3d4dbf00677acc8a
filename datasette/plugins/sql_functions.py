"""SQL functions for the site's own queries and for the SQL page.

fold(text) lower-cases and drops accents, so that "Zelenskyy" and "Łukasz" are found however they are typed.
"""

from __future__ import annotations

import sqlite3
import unicodedata

from datasette import hookimpl

__all__ = ["fold"]

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "’": "'", "‘": "'"})


def fold(text: str | None) -> str | None:
    """`text` without case and accents; None and numbers come back as they are."""
    if not isinstance(text, str):
        return text
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in letters if not unicodedata.combining(char)).translate(_LETTERS)


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    conn.create_function("fold", 1, fold, deterministic=True)
