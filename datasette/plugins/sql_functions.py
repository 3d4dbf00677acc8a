"""SQL functions for the SQL page and canned queries.

fold(text) gives the form in which names are compared, so that "Zelenskyy" and "Łukasz" are found however they are typed.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

from datasette import hookimpl

# Datasette runs this file without making its folder importable.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from quotes_site.query import fold

__all__ = ["prepare_connection"]

_LONGEST = 10_000  # characters that are folded; names are short, and this runs for every row


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    def folded(text: object) -> str | None:
        return None if text is None else fold(str(text)[:_LONGEST])

    conn.create_function("fold", 1, folded, deterministic=True)
