"""`quotes load DIR…`: loads shards of annotated articles into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quotes.cli.common import Database, Json, print_json
from quotes.cli.ingest import Bar, end, print_outcome, stored_so_far
from quotes.cli.interrupts import ends_soon
from quotes.errors import QuotesError
from quotes.ingestion import Outcome

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    app.command("load")(load)


def load(
    shards: Annotated[
        list[str],
        typer.Argument(metavar="DIR…", help="Folders that `quotes annotate --ray` wrote, or single .parquet files."),
    ],
    db: Database = Path("quotes.db"),
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Let an article replace an unrelated one with the same id, URL or name."),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
    as_json: Json = False,
) -> None:
    """Store articles that were annotated elsewhere, with their quotes and speakers, in the database.

    Articles that are stored already are skipped: after Ctrl-C, or with more shards, the same command continues. The order in
    which shards are loaded makes no difference. Damaged shards, and articles that cannot be stored, are reported, the others
    are loaded, and the exit code is 1. Needs no language models.

    Example: `quotes load annotated/ --db quotes.db`
    """
    try:
        from quotes.archive.loading import find_shards, load_shards
    except ImportError as missing:
        raise QuotesError(f"{missing.name} is not installed; pip install 'quotes-attribution[parquet]'") from missing

    files = find_shards(shards)
    outcome = Outcome()
    with ends_soon(lambda: stored_so_far(outcome)), Bar(hidden=quiet) as bar:
        try:
            load_shards(files, db, replace=replace, watch=bar, outcome=outcome)
        except KeyboardInterrupt:
            outcome.interrupted = True
    if as_json:
        print_json({"database": str(db), **vars(outcome)})
    elif not quiet:
        print_outcome(db, outcome)
    end(outcome, stored_so_far(outcome))
