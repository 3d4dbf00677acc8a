"""Stores in a published database, for each quote, those that say something similar, so that the web host needs no models."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotes.likeness.vectors import Vectors

__all__ = ["BATCH", "alike", "file_neighbours"]

_NEIGHBOURS = 5  # kept for each quote
_LOOKED_AT = 32  # candidates for each quote; many have the same words or are from the same article
_ALIKE = 0.6  # cosine. Below it, quotes share a topic rather than a thought.
BATCH = 512
_BLOCK = 32_768  # rows that a batch is compared with at a time: 64 MB of likenesses

_SCHEMA = """CREATE TABLE similar (
    quote_id TEXT NOT NULL REFERENCES quotes(id),
    other_id TEXT NOT NULL REFERENCES quotes(id),
    likeness REAL NOT NULL,
    PRIMARY KEY (quote_id, other_id)
) WITHOUT ROWID"""


def file_neighbours(
    copy: Path, vectors: Vectors, *, watch: Callable[[int, int], None] = lambda done, total: None
) -> int:
    """Add the table `similar` to a published copy of the database to which `vectors` belong; return its number of rows.

    Quotes with the same words, or from the same article, are not neighbours. Every quote is compared with every other, so the
    time grows with the square of their number.
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
        for pairs in _neighbours(rows, facts, watch):
            db.executemany("INSERT INTO similar VALUES (?, ?, ?)", pairs)
            total += len(pairs)
        db.execute("ANALYZE similar")
    return total


def _neighbours(
    rows: npt.NDArray[np.int8], facts: list[tuple[str, str, int | None]], watch: Callable[[int, int], None]
) -> Iterator[list[tuple[str, str, float]]]:
    for start in range(0, len(rows), BATCH):
        pairs: list[tuple[str, str, float]] = []
        for line, (others, likenesses) in enumerate(alike(rows, slice(start, start + BATCH))):
            id, article, statement = facts[start + line]
            seen = {statement} - {None}
            kept: list[tuple[str, str, float]] = []
            for other, likeness in zip(others.tolist(), likenesses.tolist(), strict=True):
                other_id, other_article, other_statement = facts[other]
                if len(kept) == _NEIGHBOURS:
                    break
                if other_article == article or other_id == id or other_statement in seen:
                    continue
                seen |= {other_statement} - {None}  # a statement printed ten times is one neighbour
                kept.append((id, other_id, round(likeness, 3)))
            pairs += kept
        watch(min(start + BATCH, len(rows)), len(rows))
        yield pairs


def alike(rows: npt.NDArray[np.int8], asked: slice) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]]:
    """For each of the rows `asked`: the numbers of the likest rows (itself included) and their cosines, likest first.

    As exact as usearch, and for many queries three times as fast: it multiplies blocks of floats, on every core.
    """
    queries = rows[asked].astype(np.float32)
    queries /= np.maximum(np.linalg.norm(queries, axis=1, keepdims=True), 1)
    lines, numbers, likenesses = [], [], []
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK].astype(np.float32)
        lengths = np.maximum(np.linalg.norm(block, axis=1), 1)
        products = queries @ block.T
        line, column = np.nonzero(products >= _ALIKE * lengths)
        lines.append(line)
        numbers.append(column + start)
        likenesses.append(products[line, column] / lengths[column])
    line, number, likeness = (np.concatenate(parts) for parts in (lines, numbers, likenesses))
    order = np.lexsort((number, -likeness, line))
    ends = np.searchsorted(line[order], np.arange(1, len(queries)))
    for chosen in np.split(order, ends):
        chosen = chosen[:_LOOKED_AT]
        yield number[chosen], likeness[chosen]
