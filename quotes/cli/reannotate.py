"""`quotes reannotate`: analyses again the stored articles that other models or rules have analysed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quotes.cli.common import Database, Json, output, print_json
from quotes.cli.diff import print_changes
from quotes.cli.ingest import Bar, end
from quotes.cli.interrupts import ends_soon
from quotes.ingestion import Outcome, ingest_into
from quotes.store import Store
from quotes.versions import models_version, rules_version

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    app.command("reannotate")(reannotate)


def reannotate(
    db: Database = Path("quotes.db"),
    models: Annotated[
        str, typer.Option(help="Language models: compact, accurate, stanza or stanza-accurate.")
    ] = "compact",
    examples: Annotated[int, typer.Option(metavar="N", min=0, help="Show so many examples of each change.")] = 3,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
    as_json: Json = False,
) -> None:
    """Analyse again the stored articles that were analysed by other versions of the models or rules.

    Articles that the present version has analysed are skipped, so that the command can be interrupted and repeated. It
    prints what has changed, as `quotes diff` does. No files are needed: the database has the texts.

    Example: `quotes reannotate --db quotes.db`
    """
    versions = {"models": models_version(models), "rules": rules_version()}
    outcome = Outcome()
    with Store.open(db) as store:
        last = max((run["id"] for run in store.runs()), default=0)
        with ends_soon(lambda: _interrupted(outcome)), Bar(hidden=quiet) as bar:
            bar.total(store.count_stale(**versions))
            ingest_into(db, store.stale(**versions), models=models, replace=True, watch=bar, outcome=outcome)
        runs = [run["id"] for run in store.runs() if run["id"] > last]
        changes = store.changes(last, max(runs, default=last))
    if as_json:
        print_json({"database": str(db), **vars(outcome), "runs": runs, "changes": changes})
    elif not quiet:
        done = outcome.added + outcome.replaced + outcome.unchanged
        failed = f", {outcome.failed} failed" if outcome.failed else ""
        output().print(f"Articles: {done} analysed again{failed}" if done or failed else "Every article is up to date.")
        if runs:
            print_changes(changes, examples)
    end(outcome, _interrupted(outcome))


def _interrupted(outcome: Outcome) -> str:
    done = outcome.added + outcome.replaced + outcome.unchanged
    return f"interrupted: {done} articles were analysed again; the same command continues"
