"""`quotes show ARTICLE`: shows an article's text with its quotes marked and their speakers beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from quotes.cli.common import Database, Json, output, plain, print_json
from quotes.cli.completion import articles
from quotes.document.paragraphs import paragraphs
from quotes.store import Row, Store

__all__ = ["register"]

_STYLES = {"content": "bold yellow", "cue": "italic cyan", "source": "underline green"}
_MARGIN = 26


def register(app: typer.Typer) -> None:
    app.command("show")(show)


def show(
    article: Annotated[
        str,
        typer.Argument(metavar="ARTICLE", help="An article's id, or enough of its beginning.", autocompletion=articles),
    ],
    db: Database = Path("quotes.db"),
    as_json: Json = False,
) -> None:
    """Show an article with its quotes, cues and sources highlighted, and the speakers in the margin.

    Quotes are numbered in the order of the text. `quotes search` prints the ids of articles.
    """
    with Store.open(db, write=False) as store:
        row = store.article(article)
    if as_json:
        print_json(row)
        return
    out = output()
    facts = [row["outlet"], row["author"], row["published"], row["url"]]
    if row["title"]:
        out.print(Text(plain(row["title"]), "bold"))
    out.print(Text(plain(" · ".join([*filter(None, facts), row["id"]])), "dim"))
    for line in row["notes"]:
        out.print(Text(f"note: {plain(line)}", "dim"))
    out.print()
    table = Table.grid(padding=(0, 2))
    table.add_column(ratio=1)
    table.add_column(width=_MARGIN)
    text = _highlighted(row)
    end = 0
    for start, stop in paragraphs(row["text"]):
        if row["text"].count("\n", end, start) > 1:
            table.add_row()
        table.add_row(text[start:stop], _margin(row, start, stop))
        end = stop
    out.print(table)


def _highlighted(row: Row) -> Text:
    text = Text(plain(row["text"]))
    for quote in row["quotes"]:
        for span in quote["spans"]:
            if span["part"] in _STYLES:
                text.stylize(_STYLES[span["part"]], span["start"], span["end"])
    return text


def _margin(row: Row, start: int, end: int) -> Text:
    """The speakers of the quotes that begin in [start, end) of the text."""
    lines = []
    for quote in row["quotes"]:
        first = min(span["start"] for span in quote["spans"] if span["part"] == "content")
        if start <= first < end:
            name = quote["speaker"] or {"unknown": "unknown", "none": "nobody named"}[quote["speaker_status"]]
            lines.append(Text.assemble((f"{quote['position']} ", "dim"), (plain(name), "bold")))
    return Text("\n").join(lines)
