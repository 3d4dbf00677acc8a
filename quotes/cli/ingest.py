"""`quotes ingest PATH…`: finds the quotes and speakers of articles and stores them in the database."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from quotes.cli.common import (
    INTERRUPTED,
    AllowPrivate,
    Column,
    Database,
    Device,
    Json,
    Language,
    MaxBytes,
    MaxCues,
    MaxSeconds,
    MaxToken,
    MaxWords,
    Query,
    Wide,
    Workers,
    columns_of,
    counted,
    error,
    messages,
    note,
    output,
    plain,
    print_json,
)
from quotes.cli.counter import Drawn
from quotes.cli.interrupts import ends_soon
from quotes.ingestion import Outcome, ingest_into
from quotes.limits import DEFAULTS, Limits
from quotes.readers import Options, count, read

__all__ = ["Bar", "end", "print_outcome", "register", "stored_so_far"]


def register(app: typer.Typer) -> None:
    app.command("ingest")(ingest)


def ingest(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH…", help="Files, folders, archives, web addresses; - is standard input."),
    ],
    db: Database = Path("quotes.db"),
    models: Annotated[
        str, typer.Option(help="Language models: compact, accurate, stanza or stanza-accurate.")
    ] = "compact",
    wide: Wide = False,
    force: Annotated[bool, typer.Option("--force", help="Analyse articles again that have not changed.")] = False,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Let an article replace an unrelated one with the same id, URL or name."),
    ] = False,
    workers: Workers = None,
    device: Device = "cpu",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
    language: Language = None,
    column: Column = None,
    query: Query = None,
    allow_private: AllowPrivate = False,
    max_bytes: MaxBytes = DEFAULTS.file_bytes,
    max_words: MaxWords = DEFAULTS.words,
    max_token: MaxToken = DEFAULTS.token,
    max_cues: MaxCues = DEFAULTS.cues,
    max_seconds: MaxSeconds = DEFAULTS.seconds,
    as_json: Json = False,
) -> None:
    """Find the quotes in articles and store them, with their speakers, in the database.

    Articles that are stored already and have not changed are skipped; changed ones are replaced. An article is recognised by
    the id or URL that it states, or by its text, whatever its file is called. Each is stored on its own: after Ctrl-C, the
    same command continues where it stopped. An input that cannot be read is reported, the others are stored, and the exit code
    is 1. Articles in languages other than English are stored without quotes. The longest articles come last, so that the others
    do not have to wait.

    Example: `quotes ingest articles/ more.jsonl --db quotes.db`
    """
    limits = Limits(max_bytes, max_words, max_token, max_cues, max_seconds)
    options = Options(limits, language, columns_of(column), query, allow_private)
    outcome = Outcome()
    with ends_soon(lambda: stored_so_far(outcome)), Bar(hidden=quiet) as bar:
        try:
            bar.total(None if quiet else count(paths, options))
            items = read(paths, options, outcome.skipped)
            ingest_into(
                db,
                items,
                models=models,
                wide=wide,
                force=force,
                replace=replace,
                workers=workers,
                watch=bar,
                limits=limits,
                outcome=outcome,
                device=device,
            )
        except KeyboardInterrupt:
            outcome.interrupted = True
    if as_json:
        print_json({"database": str(db), **vars(outcome)})
    elif not quiet:
        print_outcome(db, outcome)
    end(outcome, stored_so_far(outcome))


def end(outcome: Outcome, interrupted: str) -> None:
    """Exit with 130 if an ingest was interrupted, after printing the line `interrupted`, or with 1 if something failed."""
    if outcome.interrupted:
        error(interrupted)
        raise typer.Exit(INTERRUPTED)
    if outcome.failed:
        raise typer.Exit(1)


def stored_so_far(outcome: Outcome) -> str:
    """The message for an interrupted ingest."""
    return f"interrupted: {counted(outcome.added + outcome.replaced, 'article')} stored; the same command continues"


class Bar(Drawn):
    """A progress bar on stderr, with errors and notes above it."""

    def __init__(self, *, hidden: bool) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        console = messages()
        # Where it cannot be drawn, rich would leave an empty line.
        self._progress = Progress(
            *columns,
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=hidden or not console.is_terminal,
        )
        self._task = self._progress.add_task("Reading", total=None)

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


def print_outcome(db: Path, outcome: Outcome) -> None:
    out = output()
    done = {"added": outcome.added, "replaced": outcome.replaced, "unchanged": outcome.unchanged}
    parts = [f"{number} {word}" for word, number in {**done, "failed": outcome.failed}.items() if number]
    out.print(f"Articles: {', '.join(parts) or 'none'}", markup=False)
    for label, numbers in _asides(outcome).items():
        counts = ", ".join(f"{number} {name}" for name, number in numbers.most_common())
        out.print(f"{label}: {counts}", markup=False, soft_wrap=True)
    if not db.exists():
        return
    totals = outcome.totals
    things = {"article": totals["articles"], "quote": totals["quotes"], "named speaker": totals["speakers"]}
    counts = ", ".join(counted(number, thing) for thing, number in things.items())
    out.print(f"{db} now holds {counts}.", markup=False, soft_wrap=True)
    if totals["top_speakers"]:
        out.print("Most quoted:")
        for speaker in totals["top_speakers"]:
            out.print(f"{speaker['quotes']:6}  {plain(speaker['name'])}", markup=False)


def _asides(outcome: Outcome) -> dict[str, Counter[str]]:
    """What was skipped without being a failure: lines of the summary with their counts."""
    skipped, languages = outcome.skipped.total(), outcome.other_languages.total()
    asides = {
        f"Skipped {skipped} file{'s' * (skipped > 1)} that no reader takes": outcome.skipped,
        f"Stored {languages} without quotes, for their language (--language en has them analysed)": outcome.other_languages,
    }
    return {label: counts for label, counts in asides.items() if counts}
