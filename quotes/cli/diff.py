"""`quotes diff [RUN [RUN]]`: how the results of a later run differ from those of an earlier one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from quotes.cli.common import Database, Json, messages, output, plain, print_json
from quotes.errors import QuotesError
from quotes.store import Store
from quotes.store.changes import CHANGES
from quotes.wording import one_line

__all__ = ["print_changes", "register"]

_SHOWN = 160  # characters of a quote


def register(app: typer.Typer) -> None:
    app.command("diff")(diff)


def diff(
    first: Annotated[
        int | None, typer.Argument(metavar="[RUN]", help="A run's number; alone: show what has changed since then.")
    ] = None,
    last: Annotated[int | None, typer.Argument(metavar="[RUN]", help="A later run's number.")] = None,
    db: Database = Path("quotes.db"),
    examples: Annotated[int, typer.Option(metavar="N", min=0, help="Show so many examples of each change.")] = 3,
    as_json: Json = False,
) -> None:
    """Show which quotes were found, lost, reworded or given to another speaker between two runs of ingest or reannotate.

    Without numbers, list the runs. Only articles that were stored before are compared; changes in an edited text are marked.
    With `--json`, every change is printed.

    Example: `quotes diff 3 4`
    """
    with Store.open(db, write=False) as store:
        runs = store.runs()
        if first is None:
            print_json(runs) if as_json else _print_runs(runs)
            return
        numbers = {run["id"] for run in runs}
        for number in (first, last):
            if number is not None and number not in numbers:
                raise QuotesError(f"there is no run {number}; `quotes diff --db {db}` lists them")
        end = max(numbers) if last is None else last
        if end < first:
            raise QuotesError(f"run {end} was before run {first}; give the earlier one first")
        changes = store.changes(first, end)
    print_json(changes) if as_json else print_changes(changes, examples)


def print_changes(changes: Sequence[Mapping[str, Any]], examples: int) -> None:
    """Print the number of changes of each kind, with the first examples."""
    out = output()
    if not changes:
        out.print("No quote has changed.")
        return
    counts = Counter(change["change"] for change in changes)
    edited = sum(change["edited"] for change in changes)
    said = ", ".join(f"{counts[kind]} {kind}" for kind in CHANGES if counts[kind])
    out.print(f"Quotes: {said}" + (f" ({edited} of them in edited texts)" if edited else ""), markup=False)
    for kind in counts if examples else ():
        out.print(Text(f"\n{kind}", "bold"))
        for change in [c for c in changes if c["change"] == kind][:examples]:
            out.print(_example(change), soft_wrap=True)


def _example(change: Mapping[str, Any]) -> Text:
    before, after = change["content_before"], change["content_after"]
    shown = _short(after or before)
    if change["change"] == "reworded":
        shown = f"{_short(before)} → {_short(after)}"
    who = change["speaker_after"] if after else change["speaker_before"]
    if change["change"] == "reattributed":
        who = f"{change['speaker_before'] or 'unknown'} → {change['speaker_after'] or 'unknown'}"
    facts = " · ".join(part for part in (who or "unknown", change["article_id"]) if part)
    return Text.assemble(f"  {plain(shown)} ", (plain(facts), "dim"))


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _print_runs(runs: Sequence[Mapping[str, Any]]) -> None:
    table = Table(box=None, pad_edge=False)
    for name in ("run", "started", "articles", "quotes", "failures", "models", "rules"):
        table.add_column(name, justify="right" if name in {"run", "articles", "quotes", "failures"} else "left")
    for run in runs:
        cells = (
            run["id"],
            run["started"],
            run["articles"],
            run["quotes"],
            run["failures"],
            run["models"],
            run["rules"],
        )
        table.add_row(*(plain("" if cell is None else str(cell)) for cell in cells))
    output().print(table)
    messages().print(f"{len(runs)} run{'s' * (len(runs) != 1)}", style="dim")
