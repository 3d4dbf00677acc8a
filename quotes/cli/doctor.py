"""`quotes doctor`: checks the installation, the models and the database."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from quotes.cli.common import Database, Json, output, plain, print_json
from quotes.store import Store

__all__ = ["register"]

Row = dict[str, Any]

# Packages that only the language models need; the site and the database work without them.
_LANGUAGE = ("stanza", "torch", "transformers")
_OLDEST_SQLITE = (3, 38)  # the first with both the trigram index of FTS5 and JSON built in


def register(app: typer.Typer) -> None:
    app.command("doctor")(doctor)


def doctor(
    db: Database = Path("quotes.db"),
    repair: Annotated[
        bool, typer.Option("--repair", help="Rebuild what can be computed from articles and quotes.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check the installation, the language models and the database, if there is one, and say how to fix what is wrong.

    `--repair` rebuilds search indexes, counts and groups of equal statements from the articles and quotes. The exit code is 1
    if a problem remains.

    Example: `quotes doctor --db quotes.db`
    """
    rows = [*_installation(), *_models()]
    if db.exists():
        # SQLite checks its search indexes only where it may write.
        with Store.open(db, write=repair or os.access(db, os.W_OK)) as store:
            repaired = set(store.repair()) if repair else set()
            for finding in store.examine():
                problem, hint = finding.problem, ""
                if problem and finding.repairable:
                    hint = "quotes doctor --repair"
                rows.append(_row(f"database: {finding.name}", problem, hint, repaired=finding.name in repaired))
    else:
        rows.append(_row("database", None, detail=f"{db}: none yet"))
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            output().print(_line(row), soft_wrap=True)
    if any(row["problem"] for row in rows):
        raise typer.Exit(1)


def _installation() -> Iterator[Row]:
    python = ".".join(map(str, sys.version_info[:3]))
    yield _row("Python", None, detail=python)
    problem = None
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        problem = f"SQLite {sqlite3.sqlite_version} is older than {'.'.join(map(str, _OLDEST_SQLITE))}"
    elif "ENABLE_FTS5" not in _sqlite_options():
        problem = f"SQLite {sqlite3.sqlite_version} was built without full-text search (FTS5)"
    yield _row("SQLite", problem, "install a Python with a newer SQLite", detail=sqlite3.sqlite_version)
    for name in _LANGUAGE:
        try:
            yield _row(name, None, detail=version(name))
        except PackageNotFoundError:
            yield _row(name, "is not installed, so articles cannot be analysed", "pip install quotes-attribution")


def _sqlite_options() -> set[str]:
    connection = sqlite3.connect(":memory:")
    try:
        return {option for (option,) in connection.execute("PRAGMA compile_options")}
    finally:
        connection.close()


def _models() -> Iterator[Row]:
    from quotes.errors import ModelError
    from quotes.language.sets import installed

    try:
        for file in installed(["compact"], check=True):
            problem = None if file.state == "ok" else file.problem or file.state
            yield _row(f"model: {file.processor}", problem, "reinstall the package", detail=file.digest[:12])
    except ModelError as error:
        yield _row("models", str(error), "reinstall the package")


def _row(name: str, problem: str | None, hint: str = "", *, detail: str = "", repaired: bool = False) -> Row:
    return {
        "check": name,
        "problem": problem,
        "hint": hint if problem else "",
        "detail": detail,
        "repaired": repaired and not problem,
    }


def _line(row: Row) -> Text:
    state, style = (
        ("wrong", "bold red") if row["problem"] else ("repaired", "yellow") if row["repaired"] else ("ok", "green")
    )
    said = row["problem"] or row["detail"]
    hint = f"; try: {row['hint']}" if row["hint"] else ""
    return Text.assemble((f"{state:8} ", style), plain(f"{row['check']}{': ' if said else ''}{said}{hint}"))
