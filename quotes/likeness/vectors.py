"""A vector for each quote, in a folder beside the database, from which they can be made again at any time.

The file `vectors` has 384 signed bytes for each quote; `keys` has the quote's number in the database and a digest of its
content, in the same order. New quotes are appended, so that an interrupted first run can go on; when quotes are gone, both are
rewritten. Bytes instead of floats change a likeness by less than 0.01.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from sqlite_utils import Database

from quotes.errors import QuotesError
from quotes.files import written_whole
from quotes.language.sentences import DIMENSIONS, MODEL

__all__ = ["Embed", "Vectors", "folder_of", "quantized"]

Embed = Callable[[list[str]], npt.NDArray[np.float32]]

_KEY = np.dtype([("number", "<i8"), ("digest", "<u8")])
_BATCH = 512
_VERSION = 1
# The largest absolute value in a vector that fits a byte; the largest in 3,000 sentences of news is 0.289.
_LARGEST = 0.3


def folder_of(db: Path) -> Path:
    """The folder with the vectors of a database."""
    return db.with_name(f"{db.name}.vectors")


def quantized(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.int8]:
    """Vectors of length 1, one in each row, as signed bytes."""
    made: npt.NDArray[np.int8] = np.clip(np.rint(vectors * 127.0 / _LARGEST), -127, 127).astype(np.int8)
    return made


class Vectors:
    """The vectors in a folder, as they are now; `sync` brings them up to date with a database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys: npt.NDArray[Any] = np.empty(0, _KEY)
        self.rows: npt.NDArray[np.int8] = np.empty((0, DIMENSIONS), np.int8)
        self._state: list[int] = []
        self._load()

    @property
    def numbers(self) -> npt.NDArray[np.int64]:
        """The number of the quote of each row."""
        numbers: npt.NDArray[np.int64] = self.keys["number"]
        return numbers

    def sync(self, db: Database, embed: Embed, *, watch: Callable[[int, int], None] = lambda done, total: None) -> None:
        """Make vectors for the quotes of `db` that lack one, and drop those of quotes that are gone or changed.

        `watch` is told how many are done, and of how many. What was done before an interruption is kept. Raises QuotesError
        when the folder cannot be written.
        """
        state = _state(db)
        if state == self._state:
            return
        try:
            self._sync(db, embed, watch)
            self._state = state
            self._write_about()
        except OSError as error:
            raise QuotesError(f"{self.folder}: cannot be written ({error.strerror or error})") from error

    def _sync(self, db: Database, embed: Embed, watch: Callable[[int, int], None]) -> None:
        known = {int(number): (row, int(digest)) for row, (number, digest) in enumerate(self.keys)}
        kept: list[int] = []
        missing: list[int] = []
        for number, content in db.execute("SELECT number, content FROM quotes ORDER BY number"):
            row, digest = known.get(number, (0, None))
            if digest == _digest(content):
                kept.append(row)
            else:
                missing.append(number)
        self.folder.mkdir(parents=True, exist_ok=True)
        if len(kept) != len(self.keys):
            self._rewrite(np.array(sorted(kept), np.int64))
        self._write_about()
        with (self.folder / "vectors").open("ab") as vectors, (self.folder / "keys").open("ab") as keys:
            vectors.truncate(len(self.keys) * DIMENSIONS)
            keys.truncate(len(self.keys) * _KEY.itemsize)
            done = 0
            for batch in _batches(iter(missing)):
                contents = _contents(db, batch)
                _append(vectors, quantized(embed([content for _, content in contents])).tobytes())
                # A key is written after its vector, so that there is never a key without one.
                _append(keys, np.array([(n, _digest(content)) for n, content in contents], _KEY).tobytes())
                done += len(batch)
                watch(done, len(missing))
        self._load()

    def _rewrite(self, rows: npt.NDArray[np.int64]) -> None:
        for name, data in (("vectors", self.rows[rows]), ("keys", self.keys[rows])):
            part = self.folder / f"{name}.part"
            part.write_bytes(data.tobytes())
            # Vectors without keys do no harm; keys with the wrong vectors would.
            if name == "vectors":
                (self.folder / "keys").unlink()
            part.replace(self.folder / name)
        self._load()

    def _load(self) -> None:
        self.keys, self.rows, self._state = np.empty(0, _KEY), np.empty((0, DIMENSIONS), np.int8), []
        try:
            about = json.loads((self.folder / "about.json").read_text("utf-8"))
            if about["version"] != _VERSION or about["model"] != MODEL:
                return
            keys = np.fromfile(self.folder / "keys", _KEY)
            count = min(len(keys), (self.folder / "vectors").stat().st_size // DIMENSIONS)
            if count:
                self.rows = np.memmap(self.folder / "vectors", np.int8, "r", shape=(count, DIMENSIONS))
            self.keys, self._state = keys[:count], about["state"] if count == len(keys) else []
        except (OSError, ValueError, KeyError, TypeError):
            return  # none yet, or damaged: they will be made again

    def _write_about(self) -> None:
        with written_whole(self.folder / "about.json") as stream:
            json.dump({"version": _VERSION, "model": MODEL, "state": self._state}, stream)


def _state(db: Database) -> list[int]:
    """Numbers that change whenever a quote is added, edited or deleted; cheap to query."""
    sql = """SELECT (SELECT count(*) FROM quotes), (SELECT ifnull(max(number), 0) FROM quotes),
        (SELECT ifnull(max(id), 0) FROM runs), (SELECT count(*) FROM corrections),
        (SELECT count(*) FROM corrections WHERE undone IS NOT NULL), (SELECT count(*) FROM articles)"""
    return [int(value) for value in db.execute(sql).fetchone()]


def _contents(db: Database, numbers: list[int]) -> list[tuple[int, str]]:
    sql = "SELECT number, content FROM quotes WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number"
    return list(db.execute(sql, [json.dumps(numbers)]))


def _digest(content: str) -> int:
    return int.from_bytes(hashlib.blake2b(content.encode(), digest_size=8).digest(), "little")


def _batches(numbers: Iterator[int]) -> Iterator[list[int]]:
    while batch := list(islice(numbers, _BATCH)):
        yield batch


def _append(file: BinaryIO, data: bytes) -> None:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())
