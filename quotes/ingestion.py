"""Stores articles in a database: annotates those that it lacks, stores them one by one, and counts the outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Protocol

from quotes import __version__
from quotes.annotation import Annotated
from quotes.article import Article
from quotes.engine import LANGUAGE, Failure, annotate
from quotes.errors import ReadError
from quotes.limits import DEFAULTS, Limits
from quotes.store import Row, Saved, Store
from quotes.versions import models_version, rules_version

__all__ = ["Outcome", "Watch", "ingest_into"]

# Articles analysed before any of them is stored. During a larger batch, the progress bar would stand still.
_BATCH_WORDS = 1500
_FIRST_BATCH_WORDS = 500
# Characters. Articles longer than a batch wait until the others are stored, as far as memory allows.
_LARGE = 24_000
_MOST_HELD = 40_000_000


@dataclass
class Outcome:
    """The outcome of one call; `totals` is the summary of the whole database afterwards.

    `limited` counts the articles that were not analysed to their end; `notes` says, by their ids, what was left out and why.
    `skipped` counts the files in folders that no reader takes, by suffix, and `other_languages` the articles that were stored
    without quotes, by the code of their language.
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    failed: int = 0
    failures: list[dict[str, str | int | None]] = field(default_factory=list)
    limited: int = 0
    notes: dict[str, list[str]] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)
    other_languages: Counter[str] = field(default_factory=Counter)
    interrupted: bool = False
    totals: Row = field(default_factory=lambda: {"articles": 0, "quotes": 0, "speakers": 0, "top_speakers": []})

    def count(self, annotated: Annotated, saved: Saved, watch: Watch) -> None:
        """Count an article that was stored, and tell `watch` which parts were not analysed."""
        setattr(self, saved, getattr(self, saved) + 1)
        if annotated.notes:
            self.limited += 1
            self.notes[annotated.article.id] = list(annotated.notes)
            watch.note(f"{annotated.article.id}: {'; '.join(annotated.notes)}")
        if annotated.article.language != LANGUAGE:
            self.other_languages[annotated.article.language] += 1

    def fail(self, failure: Failure, watch: Watch) -> None:
        """Count an input that gave no article or an article that could not be stored, and tell `watch`."""
        self.failed += 1
        self.failures.append({"path": failure.path, "line": failure.line, "reason": failure.reason})
        watch.failure(failure)


class Watch(Protocol):
    """Is told the progress of an ingest."""

    def total(self, number: int | None) -> None:
        """How many inputs there are; None if only reading them can tell."""

    def stage(self, words: str) -> None:
        """A new stage of the work begins."""

    def step(self) -> None:
        """One more input is done."""

    def failure(self, reason: object) -> None:
        """An input gave no article, or an article could not be stored."""

    def note(self, words: str) -> None:
        """Something to know about an article that was stored."""


def ingest_into(
    db: Path,
    items: Iterable[Article | Failure],
    *,
    models: str = "compact",
    wide: bool = False,
    force: bool = False,
    replace: bool = False,
    workers: int | None = 1,
    watch: Watch,
    limits: Limits = DEFAULTS,
    outcome: Outcome | None = None,
    device: str = "cpu",
) -> Outcome:
    """Annotate and store the articles among `items` that `db` does not have; all of them with `force`.

    With `replace`, an article replaces an unrelated one with the same id, address or name; else it is a failure. `outcome` is
    updated after each article. Ctrl-C ends the work in order, and what is stored stays. Raises StoreError and ModelError; all
    other errors are counted.
    """
    outcome = Outcome() if outcome is None else outcome
    articles = _articles(items, outcome, watch)
    try:
        first = next(articles, None)
    except KeyboardInterrupt:
        outcome.interrupted = True
        return outcome
    if first is None and not db.exists():
        return outcome
    with Store.open(db, create=first is not None) as store:
        try:
            if first is not None:
                wanted = chain([first], articles)
                _store(
                    store,
                    wanted,
                    outcome,
                    models=models,
                    wide=wide,
                    force=force,
                    replace=replace,
                    workers=workers,
                    watch=watch,
                    limits=limits,
                    device=device,
                )
        except KeyboardInterrupt:
            outcome.interrupted = True
        outcome.totals = store.summary()
    return outcome


def _store(
    store: Store,
    articles: Iterator[Article],
    outcome: Outcome,
    *,
    models: str,
    wide: bool,
    force: bool,
    replace: bool,
    workers: int | None,
    watch: Watch,
    limits: Limits,
    device: str,
) -> None:
    # No model is loaded before this line: a call that finds nothing new takes about a second.
    versions = {"models": models_version(models), "rules": rules_version(wide=wide)}
    changed = articles if force else _changed(store, articles, outcome, watch, versions, replace)
    first = next(changed, None)
    if first is None:
        return
    watch.stage("Loading the language models")
    run: int | None = None
    try:
        for annotated in annotate(
            _large_last(chain([first], changed)),
            models=models,
            first_batch_words=_FIRST_BATCH_WORDS,
            batch_words=_BATCH_WORDS,
            workers=workers,
            limits=limits,
            wide=wide,
            device=device,
        ):
            watch.stage("Finding quotes")
            if isinstance(annotated, Failure):
                outcome.fail(annotated, watch)
                watch.step()
                continue
            try:
                if run is None:
                    run = store.begin_run(**versions, version=__version__)
                saved = store.save(annotated, run, replacing=replace)
            except ReadError as error:
                outcome.fail(Failure.told(annotated.article.id, error), watch)
            else:
                outcome.count(annotated, saved, watch)
            watch.step()
    finally:
        if run is not None:
            store.end_run(run, failures=outcome.failed)


def _large_last(articles: Iterator[Article]) -> Iterator[Article]:
    """The articles in their order, except that very long ones come last, as far as memory allows."""
    held: list[Article] = []
    size = 0
    for article in articles:
        if len(article.text) < _LARGE:
            yield article
            continue
        held.append(article)
        size += len(article.text)
        if size > _MOST_HELD:
            yield from held
            held, size = [], 0
    yield from sorted(held, key=lambda article: len(article.text))


def _articles(items: Iterable[Article | Failure], outcome: Outcome, watch: Watch) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Article):
            yield item
        else:
            outcome.fail(item, watch)
            watch.step()


def _changed(
    store: Store,
    articles: Iterator[Article],
    outcome: Outcome,
    watch: Watch,
    versions: dict[str, str],
    replace: bool,
) -> Iterator[Article]:
    """Those of the articles that the database does not have; the others are counted."""
    for article in articles:
        try:
            unchanged = store.unchanged(article, models=versions["models"], rules=versions["rules"], replacing=replace)
        except ReadError as error:
            outcome.fail(Failure.told(article.id, error), watch)
        else:
            if not unchanged:
                yield article
                continue
            outcome.unchanged += 1
        watch.step()
