"""Reads a table of an SQLite database, or the result of a query, as Articles, one for each row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from quotes.article import Article
from quotes.errors import ReadError
from quotes.readers import records
from quotes.readers.decoding import storable
from quotes.readers.source import Options
from quotes.readers.tables import text_column

__all__ = ["read"]


def read(path: Path, file: str, options: Options) -> Iterator[tuple[int | None, Article | ReadError]]:
    """(number of the row from 1, its Article or what is wrong with it). The database is never written to.

    Raises ReadError if the file is not a database, or if it is unclear which table has the articles.
    """
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            rows = connection.execute(_query(connection, options))
            names = [column[0] for column in rows.description or ()]
            columns = text_column(names, options.columns)
            for number, row in enumerate(rows, start=1):
                record = {name: storable(value) for name, value in zip(names, row, strict=True) if value is not None}
                if len(str(record.get(columns["text"], ""))) > options.limits.file_bytes:
                    yield number, ReadError("a text that is too large; --max-bytes allows more")
                else:
                    yield number, records.article(record, f"{file}:{number}", columns)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise ReadError(f"cannot be read as a database: {error}") from error


def _query(connection: sqlite3.Connection, options: Options) -> str:
    """The query that was given, or one for the given table, or for the only table with a column for texts."""
    if options.query is not None and options.query.lstrip().casefold().startswith(("select", "with", "values")):
        return options.query
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    if options.query is not None:
        if options.query not in tables:
            raise ReadError(f"no table is called {options.query!r}; there are {', '.join(tables) or 'none'}")
        return f"SELECT * FROM {_quoted(options.query)}"
    fitting = []
    for table in tables:
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({_quoted(table)})")]
        try:
            text_column(names, options.columns)
        except ReadError:
            continue
        fitting.append(table)
    if len(fitting) != 1:
        raise ReadError(
            f"choose the table with the articles, or give a SELECT: --query NAME; there are {', '.join(tables)}"
        )
    return f"SELECT * FROM {_quoted(fitting[0])}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
