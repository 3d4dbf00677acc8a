"""`quotes export`: every quote, one row each, for other programs."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, TextIO

import typer

from quotes.cli.common import Database, messages
from quotes.errors import QuotesError
from quotes.store import COLUMNS, Row, Store

__all__ = ["register", "write_rows"]

Format = Literal["csv", "json", "jsonl"]


def register(app: typer.Typer) -> None:
    app.command("export")(export)


def export(
    db: Database = Path("quotes.db"),
    format: Annotated[
        Format | None, typer.Option("--format", "-f", help="Default: what --out ends with, else csv.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Default: standard output.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Write all quotes with their speakers and articles as CSV, JSON or JSON Lines.

    The columns are those of the view quotes_full, also in SQL. Text is written as it stands in the article: a
    spreadsheet may take a cell that begins with =, +, - or @ for a formula, so import such columns as text.

    Example: `quotes export --out quotes.csv`
    """
    if as_json:
        format = "json"
    suffix = out.suffix.lstrip(".").lower() if out else ""
    chosen: Format = format or ("json" if suffix == "json" else "jsonl" if suffix == "jsonl" else "csv")
    with Store.open(db, write=False) as store:
        if out is None:
            write_rows(store.quotes(), chosen, sys.stdout)
            return
        part = out.with_name(f".{out.name}.{os.getpid()}.part")
        try:
            with part.open("w", encoding="utf-8", newline="") as stream:
                number = write_rows(store.quotes(), chosen, stream)
            part.replace(out)
        except OSError as error:
            raise QuotesError(f"{out}: cannot be written ({error.strerror})") from error
        finally:
            part.unlink(missing_ok=True)
    messages().print(f"{out}: {number} quotes", markup=False, soft_wrap=True)


def write_rows(rows: Iterable[Row], format: Format, stream: TextIO) -> int:
    """Write rows of quotes_full to `stream`, one at a time; return how many."""
    written = 0
    if format == "csv":
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
    elif format == "json":
        stream.write("[")
    for row in rows:
        if format == "csv":
            writer.writerow([row[column] for column in COLUMNS])
        else:
            line = json.dumps(_typed(row), ensure_ascii=False)
            stream.write(f"{line}\n" if format == "jsonl" else f"{',' if written else ''}\n{line}")
        written += 1
    if format == "json":
        stream.write("\n]\n")
    return written


def _typed(row: Row) -> Row:
    return {**row, "evidence": json.loads(row["evidence"]), "negated": bool(row["negated"])}
