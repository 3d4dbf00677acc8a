"""`quotes export`: writes all quotes, a row for each, for other programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, TextIO, cast, get_args

import typer

from quotes.cli.common import Database, counted, data_stream, messages
from quotes.cli.files import check_target
from quotes.errors import QuotesError
from quotes.files import written_whole
from quotes.store import COLUMNS, Row, Store

__all__ = ["register", "write_rows"]

Format = Literal["csv", "json", "jsonl", "parquet"]

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"  # tells Excel that the file is UTF-8


def register(app: typer.Typer) -> None:
    app.command("export")(export)


def export(
    db: Database = Path("quotes.db"),
    format: Annotated[
        Format | None, typer.Option("--format", "-f", help="Default: by the ending of --out, else csv.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Default: standard output.")] = None,
    spreadsheet: Annotated[
        bool,
        typer.Option(
            "--spreadsheet", help="CSV that spreadsheets open safely: an apostrophe before what looks like a formula."
        ),
    ] = False,
    partition: Annotated[
        bool,
        typer.Option("--partition", help="Parquet files in folders by outlet and month, below the folder --out."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Write all quotes with their speakers and articles as CSV, JSON, JSON Lines or Parquet.

    The columns are those of the view quotes_full. Text is written exactly as in the article; for spreadsheets, which take a
    cell that begins with =, +, - or @ for a formula, use `--spreadsheet`.

    The file appears only when it is complete. A database, link, folder or device is never replaced.

    Example: `quotes export --out quotes.csv`
    """
    if out is not None:
        check_target(out, database=db)
    chosen = _chosen("json" if as_json else "parquet" if partition else format, out)
    if spreadsheet and chosen != "csv":
        raise QuotesError("--spreadsheet goes with CSV only")
    with Store.open(db, write=False) as store:
        if chosen == "parquet":
            number = _write_parquet(store, out, partition)
        elif out is None:
            write_rows(store.quotes(), chosen, data_stream(), spreadsheet=spreadsheet)
            return
        else:
            with written_whole(out) as stream:
                number = write_rows(store.quotes(), chosen, stream, spreadsheet=spreadsheet)
    messages().print(f"{out}: {counted(number, 'quote')}", markup=False, soft_wrap=True)


def _write_parquet(store: Store, out: Path | None, partition: bool) -> int:
    if out is None:
        raise QuotesError("Parquet needs a file; choose one with --out")
    try:
        from quotes.store.tables import write_parquet, write_partitioned
    except ImportError as missing:
        raise QuotesError(f"{missing.name} is not installed; pip install 'quotes-attribution[parquet]'") from missing
    try:
        return write_partitioned(store.quotes(), out) if partition else write_parquet(store.quotes(), out)
    except OSError as error:
        raise QuotesError(f"{out}: cannot be written ({error.strerror or error})") from error


def _chosen(format: Format | None, out: Path | None) -> Format:
    """The format asked for, or else the one of the file's ending. Raises QuotesError for an unknown ending."""
    if format is not None:
        return format
    if out is None:
        return "csv"
    for known in get_args(Format):
        if out.suffix.lower() == f".{known}":
            return cast(Format, known)
    names = ", ".join(f".{known}" for known in get_args(Format))
    raise QuotesError(f"{out}: unknown ending; use {names}, or --format")


def write_rows(rows: Iterable[Row], format: Format, stream: TextIO, *, spreadsheet: bool = False) -> int:
    """Write rows of quotes_full to `stream`, one at a time; return how many."""
    written = 0
    cell = _safe if spreadsheet else _as_it_is
    if format == "csv":
        if spreadsheet:
            stream.write(_BYTE_ORDER_MARK)
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
    elif format == "json":
        stream.write("[")
    for row in rows:
        if format == "csv":
            writer.writerow([cell(row[column]) for column in COLUMNS])
        else:
            line = json.dumps(_typed(row), ensure_ascii=False)
            stream.write(f"{line}\n" if format == "jsonl" else f"{',' if written else ''}\n{line}")
        written += 1
    if format == "json":
        stream.write("\n]\n")
    return written


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _as_it_is(value: Any) -> Any:
    return value


def _typed(row: Row) -> Row:
    return {**row, "evidence": json.loads(row["evidence"]), "negated": bool(row["negated"])}
