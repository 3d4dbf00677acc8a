"""For each quote of a published copy, those that say something like it: a table, so that the web host needs no models."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotes.likeness.library import exact
from quotes.likeness.vectors import Vectors

__all__ = ["file_neighbours"]

_NEIGHBOURS = 5  # a quote
_LOOKED_AT = 32  # of which many are the same words, or of the same article
_ALIKE = 0.6  # cosine. Below it, quotes share a topic rather than a thought.
_BATCH = 256

_SCHEMA = """CREATE TABLE similar (
    quote_id TEXT NOT NULL REFERENCES quotes(id),
    other_id TEXT NOT NULL REFERENCES quotes(id),
    likeness REAL NOT NULL,
    PRIMARY KEY (quote_id, other_id)
) WITHOUT ROWID"""


def file_neighbours(
    copy: Path, vectors: Vectors, *, watch: Callable[[int, int], None] = lambda done, total: None
) -> int:
    """Add the table `similar` to a published copy of the database that `vectors` are of; return how many rows it has.

    The same words again, and quotes of the same article, are no neighbours. Raises QuotesError where usearch is missing.
    """
    with contextlib.closing(sqlite3.connect(copy)) as db, db:
        quotes = {
            number: (id, article, statement)
            for number, id, article, statement in db.execute("SELECT number, id, article_id, statement FROM quotes")
        }
        chosen = np.flatnonzero(np.isin(vectors.numbers, np.fromiter(quotes, np.int64, len(quotes))))
        rows = np.ascontiguousarray(vectors.rows[chosen])
        facts = [quotes[number] for number in vectors.numbers[chosen].tolist()]
        db.execute("DROP TABLE IF EXISTS similar")
        db.execute(_SCHEMA)
        total = 0
        for found in _neighbours(rows, facts, watch):
            db.executemany("INSERT INTO similar VALUES (?, ?, ?)", found)
            total += len(found)
        db.execute("ANALYZE similar")
    return total


def _neighbours(
    rows: npt.NDArray[np.int8], facts: list[tuple[str, str, int | None]], watch: Callable[[int, int], None]
) -> Iterator[list[tuple[str, str, float]]]:
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        found: list[tuple[str, str, float]] = []
        for line, (others, likenesses) in enumerate(zip(*exact(rows, batch, _LOOKED_AT), strict=True)):
            id, article, statement = facts[start + line]
            seen = {statement} - {None}
            kept: list[tuple[str, str, float]] = []
            for other, likeness in zip(others.tolist(), likenesses.tolist(), strict=True):
                other_id, other_article, other_statement = facts[other]
                if likeness < _ALIKE or len(kept) == _NEIGHBOURS:
                    break
                if other_article == article or other_id == id or other_statement in seen:
                    continue
                seen |= {other_statement} - {None}  # printed ten times, it is one neighbour
                kept.append((id, other_id, round(likeness, 3)))
            found += kept
        watch(min(start + _BATCH, len(rows)), len(rows))
        yield found
