"""`quotes ingest PATH…`: articles in, quotes and speakers into the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Annotated, Protocol, Self

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from quotes import __version__
from quotes.article import Article
from quotes.cli.common import (
    INTERRUPTED,
    Database,
    Json,
    Language,
    MaxBytes,
    MaxCues,
    MaxSeconds,
    MaxToken,
    MaxWords,
    Workers,
    error,
    messages,
    note,
    output,
    plain,
    print_json,
)
from quotes.cli.interrupts import ends_soon
from quotes.errors import ReadError
from quotes.limits import DEFAULTS, Limits
from quotes.readers import Options, ReadFailure, count, read
from quotes.store import Row, Store
from quotes.versions import models_version, rules_version

__all__ = ["Bar", "Outcome", "Watch", "ingest_into", "register"]

# Analysed together before any of them is stored. Larger batches are hardly faster, and the bar would stand still.
_BATCH_WORDS = 4000
_FIRST_BATCH_WORDS = 500
# Characters. Articles that are longer than any batch wait until the others are stored, as far as memory goes.
_LARGE = 24_000
_MOST_HELD = 40_000_000


@dataclass
class Outcome:
    """What became of the articles of one call; `totals` is the summary of the whole database afterwards.

    `limited` counts the articles that were not analysed to their end, `skipped` the files in folders that no reader takes,
    by suffix, and `other_languages` the articles that were stored without quotes, by the code of their language.
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    failed: int = 0
    failures: list[dict[str, str | int | None]] = field(default_factory=list)
    limited: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    other_languages: Counter[str] = field(default_factory=Counter)
    interrupted: bool = False
    totals: Row = field(default_factory=lambda: {"articles": 0, "quotes": 0, "speakers": 0, "top_speakers": []})


class Watch(Protocol):
    """Who is told how an ingest goes on."""

    def stage(self, words: str) -> None:
        """What happens from now on."""

    def step(self) -> None:
        """One more input is done."""

    def failure(self, reason: object) -> None:
        """An input gave no article, or an article could not be stored."""

    def note(self, words: str) -> None:
        """An article was stored, and there is something to know about it."""


def register(app: typer.Typer) -> None:
    app.command("ingest")(ingest)


def ingest(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH…", help="Files and folders of .txt, .md, .html and .jsonl; - is standard input."),
    ],
    db: Database = Path("quotes.db"),
    models: Annotated[str, typer.Option(help="Language models: compact, stanza or stanza-accurate.")] = "compact",
    force: Annotated[bool, typer.Option("--force", help="Analyse articles again that have not changed.")] = False,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Let an article take the place of another text of the same id, URL or name."),
    ] = False,
    workers: Workers = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
    language: Language = None,
    max_bytes: MaxBytes = DEFAULTS.file_bytes,
    max_words: MaxWords = DEFAULTS.words,
    max_token: MaxToken = DEFAULTS.token,
    max_cues: MaxCues = DEFAULTS.cues,
    max_seconds: MaxSeconds = DEFAULTS.seconds,
    as_json: Json = False,
) -> None:
    """Find the quotes in articles and file them, with their speakers, in the database.

    Articles that are in the database already, unchanged, are skipped; changed ones replace what was found before. An
    article is known by the id or URL that it states, and by its text, whatever its file is called. Each is stored by
    itself: after Ctrl-C, the same command goes on where it stopped. An input that cannot be read is reported, the
    others are stored, and the exit code is 1. Articles in other languages than English are stored without quotes. The
    largest articles come last, so that the others need not wait for them.

    Example: `quotes ingest articles/ more.jsonl --db quotes.db`
    """
    limits = Limits(max_bytes, max_words, max_token, max_cues, max_seconds)
    options = Options(limits=limits, language=language)
    outcome = Outcome()
    with ends_soon(lambda: _interrupted(outcome)), Bar(hidden=quiet) as bar:
        try:
            bar.total(None if quiet else count(paths, options))
            items = read(paths, options, outcome.skipped)
            ingest_into(
                db,
                items,
                models=models,
                force=force,
                replace=replace,
                workers=workers,
                watch=bar,
                limits=limits,
                outcome=outcome,
            )
        except KeyboardInterrupt:
            outcome.interrupted = True
    if as_json:
        print_json({"database": str(db), **vars(outcome)})
    elif not quiet:
        _print_outcome(db, outcome)
    if outcome.interrupted:
        error(_interrupted(outcome))
        raise typer.Exit(INTERRUPTED)
    if outcome.failed:
        raise typer.Exit(1)


def _interrupted(outcome: Outcome) -> str:
    return f"interrupted: {outcome.added + outcome.replaced} articles were stored; the same command goes on from there"


def ingest_into(
    db: Path,
    items: Iterable[Article | ReadFailure],
    *,
    models: str = "compact",
    force: bool = False,
    replace: bool = False,
    workers: int | None = 1,
    watch: Watch,
    limits: Limits = DEFAULTS,
    outcome: Outcome | None = None,
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
                    force=force,
                    replace=replace,
                    workers=workers,
                    watch=watch,
                    limits=limits,
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
    force: bool,
    replace: bool,
    workers: int | None,
    watch: Watch,
    limits: Limits,
) -> None:
    from quotes.engine import LANGUAGE, Failure, annotate

    # Nothing so far has loaded a model: a call that finds nothing new takes about a second.
    versions = {"models": models_version(models), "rules": rules_version()}
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
        ):
            watch.stage("Finding quotes")
            if isinstance(annotated, Failure):
                _failed(annotated, outcome, watch)
                watch.step()
                continue
            try:
                if run is None:
                    run = store.begin_run(**versions, version=__version__)
                saved = store.save(annotated, run, replacing=replace)
            except ReadError as failure:
                _failed(ReadFailure(annotated.article.id, None, str(failure)), outcome, watch)
            else:
                setattr(outcome, saved, getattr(outcome, saved) + 1)
                if annotated.notes:
                    outcome.limited += 1
                    watch.note(f"{annotated.article.id}: {'; '.join(annotated.notes)}")
                if annotated.article.language != LANGUAGE:
                    outcome.other_languages[annotated.article.language] += 1
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


def _failed(failure: ReadFailure, outcome: Outcome, watch: Watch) -> None:
    outcome.failed += 1
    outcome.failures.append({"path": failure.path, "line": failure.line, "reason": failure.reason})
    watch.failure(failure)


def _articles(items: Iterable[Article | ReadFailure], outcome: Outcome, watch: Watch) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Article):
            yield item
        else:
            _failed(item, outcome, watch)
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
        except ReadError as failure:
            outcome.failed += 1
            watch.failure(failure)
        else:
            if not unchanged:
                yield article
                continue
            outcome.unchanged += 1
        watch.step()


class Bar:
    """A progress bar on stderr, and what goes wrong above it."""

    def __init__(self, *, hidden: bool) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._progress = Progress(*columns, TimeRemainingColumn(), console=messages(), transient=True, disable=hidden)
        self._task = self._progress.add_task("Reading", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def total(self, number: int | None) -> None:
        self._progress.update(self._task, total=number)

    def stage(self, words: str) -> None:
        self._progress.update(self._task, description=words)

    def step(self) -> None:
        self._progress.advance(self._task)

    def failure(self, reason: object) -> None:
        error(reason, self._progress.console)

    def note(self, words: str) -> None:
        note(words, self._progress.console)


def _print_outcome(db: Path, outcome: Outcome) -> None:
    out = output()
    done = {"added": outcome.added, "replaced": outcome.replaced, "unchanged": outcome.unchanged}
    parts = [f"{number} {word}" for word, number in {**done, "failed": outcome.failed}.items() if number]
    out.print(f"Articles: {', '.join(parts) or 'none'}", markup=False)
    for label, counted in _asides(outcome).items():
        counts = ", ".join(f"{number} {name}" for name, number in counted.most_common())
        out.print(f"{label}: {counts}", markup=False, soft_wrap=True)
    if not db.exists():
        return
    totals = outcome.totals
    counts = f"{totals['articles']} articles, {totals['quotes']} quotes, {totals['speakers']} named speakers"
    out.print(f"{db} now holds {counts}.", markup=False, soft_wrap=True)
    if totals["top_speakers"]:
        out.print("Most quoted:")
        for speaker in totals["top_speakers"]:
            out.print(f"{speaker['quotes']:6}  {plain(speaker['name'])}", markup=False)


def _asides(outcome: Outcome) -> dict[str, Counter[str]]:
    """What was not done and is no failure, as lines of the summary."""
    skipped, languages = outcome.skipped.total(), outcome.other_languages.total()
    asides = {
        f"Skipped {skipped} file{'s' * (skipped > 1)} that no reader takes": outcome.skipped,
        f"Stored {languages} without quotes, for their language (--language en has them analysed)": outcome.other_languages,
    }
    return {label: counts for label, counts in asides.items() if counts}
