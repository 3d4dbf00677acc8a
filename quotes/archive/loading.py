"""Loads shards of annotated articles into a database: resumable, and with the same result in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pyarrow.parquet as pq

from quotes import __version__
from quotes.annotation import Annotated
from quotes.archive.shards import read_shard
from quotes.errors import ReadError
from quotes.failure import Failure
from quotes.ingestion import Outcome, Watch
from quotes.store import Saved, Store

__all__ = ["count", "find_shards", "load_shards"]

# Articles in a transaction, which takes about a second. Other writers wait so long, and a power cut loses so many.
_TOGETHER = 50


def load_shards(
    shards: Sequence[Path], db: Path, *, replace: bool = False, watch: Watch, outcome: Outcome | None = None
) -> Outcome:
    """Store the articles of Parquet files, as `find_shards` gives them, that `db` does not have yet.

    With `replace`, an article replaces an unrelated one with the same id, address or name; else it is a failure. So is a
    damaged shard. Raises StoreError.
    """
    outcome = Outcome() if outcome is None else outcome
    watch.total(count(shards))
    watch.stage("Loading")
    runs: dict[tuple[str, str], int] = {}
    with Store.open(db, create=True, bulk=True) as store:
        try:
            articles = _annotated(shards, outcome, watch)
            while batch := list(islice(articles, _TOGETHER)):
                _save(store, batch, runs, replace, outcome, watch)
        finally:
            for run in runs.values():
                store.end_run(run, failures=outcome.failed)
            outcome.totals = store.summary()
    return outcome


def _save(
    store: Store,
    batch: Sequence[Annotated],
    runs: dict[tuple[str, str], int],
    replace: bool,
    outcome: Outcome,
    watch: Watch,
) -> None:
    """Store articles in one transaction; count them when it has succeeded."""
    with store.together():
        saved = [_saved(store, annotated, runs, replace) for annotated in batch]
    for annotated, what in zip(batch, saved, strict=True):
        if isinstance(what, Failure):
            outcome.fail(what, watch)
        elif what is None:
            outcome.unchanged += 1
        else:
            outcome.count(annotated, what, watch)
        watch.step()


def _saved(
    store: Store, annotated: Annotated, runs: dict[tuple[str, str], int], replace: bool
) -> Saved | Failure | None:
    """Store an article in the run for its models and rules, which the first such article begins; None if it is stored already."""
    models, rules = versions = annotated.models, annotated.rules
    try:
        if store.unchanged(annotated.article, models=models, rules=rules, replacing=replace):
            return None
        if versions not in runs:
            runs[versions] = store.begin_run(models=models, rules=rules, version=__version__)
        return store.save(annotated, runs[versions], replacing=replace)
    except ReadError as error:
        return Failure.told(annotated.article.id, error)


def find_shards(paths: Sequence[str]) -> list[Path]:
    """The Parquet files of annotated articles: `paths` are such files, or folders that `quotes annotate --ray` wrote.

    ReadError when there are none.
    """
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
    """How many articles the shards have, by their footers; 0 for a damaged one."""
    total = 0
    for shard in shards:
        try:
            total += pq.read_metadata(shard).num_rows
        except (OSError, ValueError):
            continue
    return total


def _annotated(shards: Sequence[Path], outcome: Outcome, watch: Watch) -> Iterator[Annotated]:
    """The articles of the shards; a damaged shard is counted as a failure."""
    for shard in shards:
        try:
            yield from read_shard(shard)
        except ReadError as error:
            outcome.fail(Failure.told(str(shard), error), watch)
