"""`quotes ingest PATH…`: articles in, quotes and speakers into the database."""

from __future__ import annotations

import dataclasses
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
from quotes.cli.common import INTERRUPTED, Database, Json, error, messages, output, plain, print_json
from quotes.errors import ReadError
from quotes.readers import ReadFailure, count, read
from quotes.store import Row, Store
from quotes.versions import models_version, rules_version

__all__ = ["Outcome", "Watch", "ingest_into", "register"]

# Analysed together before any of them is stored. Larger batches are hardly faster, and the bar would stand still.
_BATCH_WORDS = 4000


@dataclass
class Outcome:
    """What became of the articles of one call; `totals` is the summary of the whole database afterwards."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    failed: int = 0
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
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
    as_json: Json = False,
) -> None:
    """Find the quotes in articles and file them, with their speakers, in the database.

    Articles that are in the database already, unchanged, are skipped; changed ones replace what was found before. An
    article is known by the id or URL that it states, and by its text, whatever its file is called. Each is stored by
    itself: after Ctrl-C, the same command goes on where it stopped. An input that cannot be read is reported, the
    others are stored, and the exit code is 1.

    Example: `quotes ingest articles/ more.jsonl --db quotes.db`
    """
    with _Bar(total=None if quiet else count(paths), hidden=quiet) as bar:
        outcome = ingest_into(db, read(paths), models=models, force=force, replace=replace, watch=bar)
    if as_json:
        print_json({"database": str(db), **dataclasses.asdict(outcome)})
    elif not quiet:
        _print_outcome(db, outcome)
    if outcome.interrupted:
        error(
            f"interrupted: {outcome.added + outcome.replaced} articles were stored; the same command goes on from there"
        )
        raise typer.Exit(INTERRUPTED)
    if outcome.failed:
        raise typer.Exit(1)


def ingest_into(
    db: Path,
    items: Iterable[Article | ReadFailure],
    *,
    models: str = "compact",
    force: bool = False,
    replace: bool = False,
    watch: Watch,
) -> Outcome:
    """Annotate and store the articles among `items` that `db` does not have; all of them with `force`.

    `replace` lets an article take the place of an unrelated one of its id, address or name; else it is a failure.

    Ctrl-C ends it in order: what is stored stays. Raises StoreError and ModelError; everything else is counted.
    """
    outcome = Outcome()
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
                _store(store, wanted, outcome, models=models, force=force, replace=replace, watch=watch)
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
    watch: Watch,
) -> None:
    from quotes.engine import Failure, annotate

    # Nothing so far has loaded a model: a call that finds nothing new takes about a second.
    versions = {"models": models_version(models), "rules": rules_version()}
    changed = articles if force else _changed(store, articles, outcome, watch, versions, replace)
    first = next(changed, None)
    if first is None:
        return
    watch.stage("Loading the language models")
    run: int | None = None
    try:
        for annotated in annotate(chain([first], changed), models=models, batch_words=_BATCH_WORDS):
            watch.stage("Finding quotes")
            try:
                if isinstance(annotated, Failure):
                    raise ReadError(str(annotated))
                if run is None:
                    run = store.begin_run(**versions, version=__version__)
                saved = store.save(annotated, run, replacing=replace)
            except ReadError as failure:
                outcome.failed += 1
                watch.failure(failure)
            else:
                setattr(outcome, saved, getattr(outcome, saved) + 1)
            watch.step()
    finally:
        if run is not None:
            store.end_run(run, failures=outcome.failed)


def _articles(items: Iterable[Article | ReadFailure], outcome: Outcome, watch: Watch) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Article):
            yield item
        else:
            outcome.failed += 1
            watch.failure(item)
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


class _Bar:
    """A progress bar on stderr, and what goes wrong above it."""

    def __init__(self, *, total: int | None, hidden: bool) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._progress = Progress(*columns, TimeRemainingColumn(), console=messages(), transient=True, disable=hidden)
        self._task = self._progress.add_task("Reading", total=total)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def stage(self, words: str) -> None:
        self._progress.update(self._task, description=words)

    def step(self) -> None:
        self._progress.advance(self._task)

    def failure(self, reason: object) -> None:
        error(reason, self._progress.console)


def _print_outcome(db: Path, outcome: Outcome) -> None:
    out = output()
    done = {"added": outcome.added, "replaced": outcome.replaced, "unchanged": outcome.unchanged}
    parts = [f"{number} {word}" for word, number in {**done, "failed": outcome.failed}.items() if number]
    out.print(f"Articles: {', '.join(parts) or 'none'}", markup=False)
    totals = outcome.totals
    counts = f"{totals['articles']} articles, {totals['quotes']} quotes, {totals['speakers']} named speakers"
    out.print(f"{db} now holds {counts}.", markup=False, soft_wrap=True)
    if totals["top_speakers"]:
        out.print("Most quoted:")
        for speaker in totals["top_speakers"]:
            out.print(f"{speaker['quotes']:6}  {plain(speaker['name'])}", markup=False)
