"""Stores in a published database, for each quote, those that say something similar, so that the web host needs no models."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quotes.likeness.cells import Cells, Lengths, Numbers, Rows, lengths
from quotes.likeness.vectors import Vectors

__all__ = ["alike", "all_alike", "file_neighbours"]

Alike = tuple[Numbers, npt.NDArray[np.float32]]  # numbers of rows and their cosines with one row, likest first
# The same of several rows, and before it which of them, from 0.
Matches = tuple[Numbers, Numbers, npt.NDArray[np.float32]]

_NEIGHBOURS = 5  # kept for each quote
_LOOKED_AT = 32  # candidates for each quote; many have the same words or are from the same article
_ALIKE = 0.6  # cosine. Below it, quotes share a topic rather than a thought.
_EXACT = 40_000  # up to so many quotes, each is compared with all others
_BATCH = 512
# Rows that a batch is compared with at a time (64 MB of likenesses), and that are compared with cells at a time.
_BLOCK = 32_768

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

    Quotes with the same words, or from the same article, are not neighbours. Among a few ten thousand quotes, each is compared
    with all others; among more, with those of nearby cells.
    """
    with contextlib.closing(sqlite3.connect(copy)) as db, db:
        quotes = {
            number: (id, article, statement)
            for number, id, article, statement in db.execute("SELECT number, id, article_id, statement FROM quotes")
        }
        chosen = np.flatnonzero(np.isin(vectors.numbers, np.fromiter(quotes, np.int64, len(quotes))))
        chosen = chosen[np.argsort(vectors.numbers[chosen], kind="stable")]  # in whatever order they were made
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
    rows: Rows, facts: list[tuple[str, str, int | None]], watch: Callable[[int, int], None]
) -> Iterator[list[tuple[str, str, float]]]:
    done = 0
    for numbers, likest in all_alike(rows):
        pairs: list[tuple[str, str, float]] = []
        for number, (others, likenesses) in zip(numbers.tolist(), likest, strict=True):
            id, article, statement = facts[number]
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
        done += len(numbers)
        watch(done, len(rows))
        yield pairs


def all_alike(rows: Rows) -> Iterator[tuple[Numbers, list[Alike]]]:
    """The numbers of some rows after others until all have come, each with the likest rows (itself included)."""
    if len(rows) <= _EXACT:
        everything = np.arange(len(rows))
        for start in range(0, len(rows), _BATCH):
            asked = everything[start : start + _BATCH]
            yield asked, alike(rows, asked, everything)
        return
    cells, long = Cells(rows), lengths(rows)
    for start in range(0, len(rows), _BLOCK):
        asked = cells.order[start : start + _BLOCK]
        queries = rows[asked].astype(np.float32)
        matches = []
        for places, members in cells.probed(asked):
            line, number, likeness = _matches(queries[places], long[asked[places]], rows, members)
            matches.append((places[line], number, likeness))
        yield asked, _split(_likest(*_joined(matches)), len(asked))


def alike(rows: Rows, asked: Numbers, among: Numbers) -> list[Alike]:
    """For each of the rows `asked`, the likest of the rows `among`.

    As exact as usearch, and for many queries three times as fast: it multiplies blocks of floats, on every core.
    """
    queries, long = rows[asked].astype(np.float32), lengths(rows[asked])
    blocks = [among[start : start + _BLOCK] for start in range(0, len(among), _BLOCK)]
    return _split(_likest(*_joined([_matches(queries, long, rows, block) for block in blocks])), len(asked))


def _matches(queries: npt.NDArray[np.float32], long: Lengths, rows: Rows, block: Numbers) -> Matches:
    """The rows of a block that are alike enough to each query, far more than are looked at left out."""
    theirs = lengths(rows[block])
    products = queries @ rows[block].T.astype(np.float32)
    line, column = np.nonzero(products >= _ALIKE * long[:, None] * theirs)
    matches = line, block[column], products[line, column] / (long[line] * theirs[column])
    return matches if len(line) <= _LOOKED_AT * len(queries) else _likest(*matches)


def _likest(line: Numbers, number: Numbers, likeness: npt.NDArray[np.float32]) -> Matches:
    """The first matches of each line, likest first."""
    order = np.lexsort((number, -likeness, line))
    line, number, likeness = line[order], number[order], likeness[order]
    first = np.arange(len(line)) - np.searchsorted(line, line) < _LOOKED_AT
    return line[first], number[first], likeness[first]


def _joined(matches: Sequence[Matches]) -> Matches:
    line, number, likeness = (np.concatenate(parts) for parts in zip(*matches, strict=True))
    return line, number, likeness


def _split(matches: Matches, lines: int) -> list[Alike]:
    line, number, likeness = matches
    ends = np.searchsorted(line, np.arange(1, lines))
    return list(zip(np.split(number, ends), np.split(likeness, ends), strict=True))
