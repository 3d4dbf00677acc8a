"""Articles into a database: those that it lacks are annotated and stored one by one, and what became of them is counted."""

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

# Analysed before any of them is stored. While a larger batch is, the bar would stand still.
_BATCH_WORDS = 1500
_FIRST_BATCH_WORDS = 500
# Characters. Articles that are longer than any batch wait until the others are stored, as far as memory goes.
_LARGE = 24_000
_MOST_HELD = 40_000_000


@dataclass
class Outcome:
    """What became of the articles of one call; `totals` is the summary of the whole database afterwards.

    `limited` counts the articles that were not analysed to their end, `notes` says by their ids what was left out and why,
    `skipped` the files in folders that no reader takes,
    by suffix, and `other_languages` the articles that were stored without quotes, by the code of their language.
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
        """Count an article that was stored, and tell `watch` what of it was not analysed."""
        setattr(self, saved, getattr(self, saved) + 1)
        if annotated.notes:
            self.limited += 1
            self.notes[annotated.article.id] = list(annotated.notes)
            watch.note(f"{annotated.article.id}: {'; '.join(annotated.notes)}")
        if annotated.article.language != LANGUAGE:
            self.other_languages[annotated.article.language] += 1

    def fail(self, failure: Failure, watch: Watch) -> None:
        """Count an input or article that came to nothing, and tell `watch`."""
        self.failed += 1
        self.failures.append({"path": failure.path, "line": failure.line, "reason": failure.reason})
        watch.failure(failure)


class Watch(Protocol):
    """Who is told how an ingest goes on."""

    def total(self, number: int | None) -> None:
        """How many inputs there are; None where only reading can tell."""

    def stage(self, words: str) -> None:
        """What happens from now on."""

    def step(self) -> None:
        """One more input is done."""

    def failure(self, reason: object) -> None:
        """An input gave no article, or an article could not be stored."""

    def note(self, words: str) -> None:
        """An article was stored, and there is something to know about it."""


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

    `replace` lets an article take the place of an unrelated one of its id, address or name; else it is a failure. What
    is done so far stands in `outcome` at any moment. Ctrl-C ends it in order: what is stored stays. Raises StoreError
    and ModelError; everything else is counted.
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
    # Nothing so far has loaded a model: a call that finds nothing new takes about a second.
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
    """The articles in their order, but those after the others that take longest; within bounds of memory."""
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
