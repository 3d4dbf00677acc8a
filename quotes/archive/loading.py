"""Shards of annotated articles into a database: one writer, resumable, the same database whatever the order of the shards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from quotes.annotation import Annotated
from quotes.archive.shards import read_shard
from quotes.errors import ReadError

__all__ = ["count", "find_shards", "read_shards"]


def find_shards(paths: Sequence[str]) -> list[Path]:
    """The Parquet files of annotated articles in folders that `quotes annotate --ray` wrote, or named by themselves."""
    shards: list[Path] = []
    for given in paths:
        path = Path(given)
        if path.is_file():
            shards.append(path)
            continue
        if not path.is_dir():
            raise ReadError(f"{path}: no such file or folder")
        inside = sorted((path / "articles" if (path / "articles").is_dir() else path).glob("*.parquet"))
        if not inside:
            raise ReadError(f"{path}: no shards of annotated articles (articles/*.parquet) in this folder")
        shards += inside
    return shards


def count(shards: Sequence[Path]) -> int:
    """How many articles the shards hold, as their footers say; a damaged one counts none."""
    total = 0
    for shard in shards:
        try:
            total += pq.read_metadata(shard).num_rows
        except (OSError, ValueError):
            continue
    return total


def read_shards(shards: Sequence[Path], failed: Callable[[object], None]) -> Iterator[Annotated]:
    """The articles of the shards; a damaged shard goes to `failed`, the rest goes on."""
    for shard in shards:
        try:
            yield from read_shard(shard)
        except ReadError as error:
            failed(error)
