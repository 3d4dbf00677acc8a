"""`quotes corrections`: lists people's corrections, copies them to other databases, and writes gold for `quotes evaluate`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from quotes.cli.common import Database, Json, counted, data_stream, messages, output, plain, print_json
from quotes.cli.files import check_target
from quotes.errors import QuotesError
from quotes.files import written_whole
from quotes.lines import read_lines
from quotes.store import Row, Store, desk

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    app.command("corrections")(corrections)


def corrections(
    db: Database = Path("quotes.db"),
    article: Annotated[str | None, typer.Option(metavar="ARTICLE", help="Only of this article's quotes.")] = None,
    stale: Annotated[
        bool, typer.Option("--stale", help="Only those that no longer fit anything in the database.")
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write all as JSON Lines, for --import elsewhere; - prints them."),
    ] = None,
    take: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="Add what --export wrote; doing it again changes nothing."),
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the articles whose quotes are all confirmed or corrected, for `quotes evaluate`.",
        ),
    ] = None,
    gold_speakers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="With --gold: write the speakers, for `quotes evaluate --speakers`."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List people's corrections, newest first: number, action, what it is about, author, and state.

    A correction is "used" while it fits a quote or speaker, "stale" when it fits none (because the article was rewritten or
    forgotten), or "undone". `quotes correct undo NUMBER` undoes one.
    """
    if sum(option is not None for option in (export, take, gold)) > 1:
        raise QuotesError("use only one of --export, --import and --gold")
    if take is not None:
        with Store.open(db) as store:
            done = desk.take(store, read_lines(take))
        if as_json:
            print_json({"corrections": done.ids, "articles": done.articles})
        else:
            of = counted(len(done.articles), "article")
            output().print(f"New or undone: {counted(len(done.ids), 'correction')}, of {of}.")
        return
    with Store.open(db, write=False) as store:
        if export is not None:
            _write(desk.export(store), export, db)
        elif gold is not None:
            articles = list(desk.gold(store))
            _write((article for article, _ in articles), gold, db)
            if gold_speakers is not None:
                _write((one for _, speakers in articles for one in speakers), gold_speakers, db)
        else:
            rows = desk.listed(store, article=article, stale=stale)
            print_json(rows) if as_json else _print(rows)


def _write(rows: Iterable[Any], target: Path, db: Path) -> None:
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    if str(target) == "-":
        data_stream().writelines(lines)
        return
    check_target(target, database=db)
    with written_whole(target) as stream:
        stream.writelines(lines)
    messages().print(f"{target}: {counted(len(lines), 'line')}", markup=False, soft_wrap=True)


def _print(rows: list[Row]) -> None:
    if not rows:
        messages().print("No corrections.")
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("number", justify="right")
    table.add_column("what")
    table.add_column("about", overflow="fold", ratio=1)
    table.add_column("by", overflow="fold")
    table.add_column("state")
    for row in rows:
        by = " ".join(filter(None, [row["author"], row["made"][:10]]))
        table.add_row(str(row["id"]), row["action"], Text(plain(_about(row))), Text(plain(by)), row["state"])
    output().print(table)


def _about(row: Row) -> str:
    target, change = row["target"], row["change"]
    if row["action"] == "apart":
        said = f"{', '.join(target['names'])} ≠ {change['name']}"
    elif row["action"] == "same":
        said = f"all called {change['name']} are one"
    elif "names" in target:
        said = f"{', '.join(target['names'])} → {change['name']} ({change['kind']})"
    else:
        said = " … ".join(target["words"])
        if "content" in change and row["action"] == "edit":
            said += f" → {' … '.join(change['content'])}"
        if "speaker" in change:
            said += f" → {change['speaker']['name'] if change['speaker'] else 'nobody'}"
    return f"{said} — {row['reason']}" if row["reason"] else said
