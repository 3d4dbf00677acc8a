"""The table of runs: one row for each call of `quotes ingest` that stored something."""

from __future__ import annotations

import os
import socket
from typing import Any

from sqlite_utils import Database

from quotes.store.addresses import end_run, now

__all__ = ["begin", "end", "listed"]


def begin(db: Database, *, models: str, rules: str, version: str) -> int:
    """Add a run and return its id; first close runs whose process ended before it could close them."""
    open_runs = db.query("SELECT id, host, process FROM runs WHERE finished IS NULL")
    for run in [row["id"] for row in open_runs if not _goes_on(row["host"], row["process"])]:
        # When it last stored something is all that is known of its end; its failures remain unknown.
        _count(db, run, "ifnull((SELECT max(ingested) FROM articles WHERE run_id = runs.id), started)", [])
    db.execute(
        "INSERT INTO runs (version, models, rules, started, host, process) VALUES (?, ?, ?, ?, ?, ?)",
        [version, models, rules, now(), socket.gethostname(), os.getpid()],
    )
    return int(db.execute("SELECT last_insert_rowid()").fetchone()[0])


def end(db: Database, run: int, *, failures: int) -> None:
    db.execute("UPDATE runs SET failures = ? WHERE id = ?", [failures, run])
    _count(db, run, "?", [now()])


def listed(db: Database) -> list[dict[str, Any]]:
    """Every run with its versions, times and counts, oldest first."""
    columns = "id, version, models, rules, started, finished, articles, quotes, failures"
    return list(db.query(f"SELECT {columns} FROM runs ORDER BY id"))


def _count(db: Database, run: int, finished: str, values: list[str]) -> None:
    db.execute(
        f"UPDATE runs SET finished = {finished},"
        " articles = (SELECT count(*) FROM articles WHERE run_id = runs.id),"
        " quotes = (SELECT count(*) FROM quotes WHERE article_id IN (SELECT id FROM articles WHERE run_id = runs.id))"
        " WHERE id = ?",
        [*values, run],
    )
    end_run(db, run)


def _goes_on(host: str | None, process: int | None) -> bool:
    """Whether the process of a run may still be running; on another machine it is taken to be."""
    if host is None or process is None or (host == socket.gethostname() and process == os.getpid()):
        return False
    if host != socket.gethostname() or os.name == "nt":  # where signal 0 would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
