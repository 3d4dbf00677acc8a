"""Splits archives into units that can be read alone: whole lines of JSON Lines, row groups of Parquet, single WARC files.

The same archive is always cut at the same places, so that a unit's name tells whether it was annotated before.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.parquet as pq

from quotes.article import Article
from quotes.errors import ReadError
from quotes.failure import Failure
from quotes.readers import Options, jsonl, read
from quotes.readers.language import language_of
from quotes.readers.source import lines

__all__ = ["Unit", "find_units", "read_unit"]

_SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".warc": "file", ".warc.gz": "file"}
# Characters for each word of English news, with spaces and the fields around the text.
_BYTES_A_WORD = 6


@dataclass(frozen=True)
class Unit:
    """Lines or row groups [`start`, `end`) of a file; for JSON Lines, bytes [`offset`, `offset` + `size`).

    `name` is the file's path below the folder that was given; with the line's number it is the default id of an article.
    """

    path: str
    name: str
    format: str
    start: int
    end: int
    offset: int = 0
    size: int = 0

    @property
    def key(self) -> str:
        """The name of the unit's shard: the same for the same part of a file with the same name and size."""
        parts = (self.name, str(self.start), str(self.end), str(self.offset), str(self.size))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


def find_units(paths: Sequence[str], words: int) -> list[Unit]:
    """The units, of about `words` words each, of these files and folders, in order. ReadError for what is not an archive."""
    units: list[Unit] = []
    for given in paths:
        path = Path(given)
        if path.is_dir():
            files = sorted(p for p in path.rglob("*") if p.is_file() and _format(p.name) and not p.name.startswith("."))
            if not files:
                raise ReadError(f"{path}: no .jsonl, .parquet or .warc.gz files in this folder")
            for file in files:
                units += _cut(file, file.relative_to(path).as_posix(), words)
        elif not path.is_file():
            raise ReadError(f"{path}: no such file or folder")
        elif _format(path.name) is None:
            raise ReadError(f"{path}: neither JSON Lines, Parquet nor WARC (.jsonl, .parquet, .warc, .warc.gz)")
        else:
            units += _cut(path, path.name, words)
    names = {unit.name: unit.path for unit in units}
    for unit in units:
        if names[unit.name] != unit.path:
            raise ReadError(
                f"{unit.path} and {names[unit.name]} have the same name; give the folder that contains both"
            )
    return units


def read_unit(unit: Unit, options: Options = Options()) -> Iterator[Article | Failure]:  # noqa: B008
    """The articles of a unit in order, and a Failure for each record that gave none."""
    if unit.format == "file":
        yield from read([unit.path], options)
        return
    for number, item in _records(unit, options):
        if isinstance(item, Article):
            yield replace(item, language=options.language or language_of(item.text, item.language))
        else:
            yield Failure(unit.name, number, str(item))


def _format(name: str) -> str | None:
    lower = name.casefold()
    return next((format for suffix, format in _SUFFIXES.items() if lower.endswith(suffix)), None)


def _cut(path: Path, name: str, words: int) -> Iterator[Unit]:
    format = _format(path.name) or ""
    where = os.fspath(path.absolute())
    if format == "jsonl":
        yield from _cut_lines(where, name, words * _BYTES_A_WORD)
    elif format == "parquet":
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                yield Unit(where, name, format, group, group + 1)
    else:
        yield Unit(where, name, format, 0, 1, size=path.stat().st_size)


def _cut_lines(path: str, name: str, limit: int) -> Iterator[Unit]:
    first = number = start = at = 0
    with Path(path).open("rb") as stream:
        for line in stream:
            number += 1
            at += len(line)
            if at - start >= limit:
                yield Unit(path, name, "jsonl", first, number, start, at - start)
                first, start = number, at
    if at > start:
        yield Unit(path, name, "jsonl", first, number, start, at - start)


def _records(unit: Unit, options: Options) -> Iterator[tuple[int, Article | ReadError]]:
    """The articles of the lines of JSON Lines, or the rows of Parquet, each with the number of its line in the file."""
    if unit.format == "jsonl":
        with Path(unit.path).open("rb") as stream:
            stream.seek(unit.offset)
            content = io.BytesIO(stream.read(unit.size))
        yield from jsonl.read(lines(content, options.limits), unit.name, options.columns, first=unit.start + 1)
        return
    with pq.ParquetFile(unit.path) as file:
        first = sum(file.metadata.row_group(group).num_rows for group in range(unit.start))
        rows = file.read_row_group(unit.start).to_pylist()
    as_lines = (json.dumps(row, default=str).encode() for row in rows)
    yield from jsonl.read(as_lines, unit.name, options.columns, first=first + 1)
