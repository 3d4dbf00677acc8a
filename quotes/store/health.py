"""Checks whether a database is consistent, and repairs what can be computed from the rest.

A check returns what is wrong, as text, or None. What cannot be repaired here is lost data or a damaged disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from quotes.query import UNSURE
from quotes.store import copies, correcting
from quotes.wording import STATEMENTS, plain_words

__all__ = ["CHECKS", "Check", "Finding", "examine", "repair"]


@dataclass(frozen=True)
class Check:
    """One check. `problem` returns what is wrong, or None; `repair` corrects it, where that is possible."""

    name: str
    problem: Callable[[Database], str | None]
    repair: Callable[[Database], None] | None = None


@dataclass(frozen=True)
class Finding:
    """The result of a check; `problem` is None where all is well."""

    name: str
    problem: str | None
    repairable: bool


def examine(db: Database) -> Iterator[Finding]:
    """The results of all checks, in order. Search indexes can be checked only in a writable database."""
    for check in CHECKS:
        try:
            problem = check.problem(db)
        except sqlite3.DatabaseError as error:
            problem = str(error)
        yield Finding(check.name, problem, check.repair is not None)


def repair(db: Database) -> list[str]:
    """Repair what can be repaired, in the caller's transaction; return the names of the checks concerned."""
    repaired = []
    for check in CHECKS:
        if check.repair is not None and check.problem(db):
            check.repair(db)
            repaired.append(check.name)
    return repaired


def _integrity(db: Database) -> str | None:
    lines = [row[0] for row in db.execute("PRAGMA integrity_check(5)").fetchall()]
    return None if lines == ["ok"] else "; ".join(lines)


def _foreign_keys(db: Database) -> str | None:
    broken = db.execute("PRAGMA foreign_key_check").fetchall()
    return f"{len(broken)} rows refer to others that are missing, the first one in {broken[0][0]}" if broken else None


def _redirects(db: Database) -> str | None:
    sql = """SELECT count(*) FROM redirects WHERE new IS NOT NULL AND NOT CASE thing
        WHEN 'quote' THEN EXISTS (SELECT 1 FROM quotes WHERE id = new)
        WHEN 'article' THEN EXISTS (SELECT 1 FROM articles WHERE id = new)
        ELSE EXISTS (SELECT 1 FROM speakers WHERE slug = new) END
        AND NOT EXISTS (
            SELECT 1 FROM redirects AS further WHERE further.thing = redirects.thing AND further.old = redirects.new
        )"""
    (count,) = db.execute(sql).fetchone()
    return f"{count} old addresses lead nowhere" if count else None


def _fts(table: str) -> Check:
    """A check of a search index against the rows that it indexes; with rank 1, SQLite compares the contents too."""

    def problem(db: Database) -> str | None:
        db.execute("SAVEPOINT examined")
        try:
            db.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if "readonly" in str(error):
                return None  # SQLite does not check it there
            return "does not agree with the rows that it indexes"
        finally:
            db.execute("ROLLBACK TO examined")
            db.execute("RELEASE examined")
        return None

    return Check(
        f"search index {table}",
        problem,
        lambda db: void(db.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")),
    )


def _derived(table: str, columns: str, expected: str) -> Check:
    """A check of a table that can be computed from others: which rows it lacks, and which should not be there."""

    def problem(db: Database) -> str | None:
        kept = f"SELECT {columns} FROM {table}"
        missing, extra = (
            db.execute(f"SELECT count(*) FROM ({one} EXCEPT {other})").fetchone()[0]
            for one, other in ((expected, kept), (kept, expected))
        )
        return f"{missing} rows are missing or wrong, {extra} should not be there" if missing or extra else None

    def make(db: Database) -> None:
        db.execute(f"DELETE FROM {table}")
        db.execute(f"INSERT INTO {table} ({columns}) {expected}")

    return Check(f"counts in {table}", problem, make)


_SPEAKER_SUMS = (
    "quotes = (SELECT count(*) FROM quotes WHERE speaker_id = speakers.id)",
    "articles = (SELECT count(*) FROM appearances WHERE speaker_id = speakers.id)",
)


def _speaker_sums(db: Database) -> str | None:
    (count,) = db.execute(f"SELECT count(*) FROM speakers WHERE NOT ({' AND '.join(_SPEAKER_SUMS)})").fetchone()
    return f"{count} speakers have a wrong number of quotes or articles" if count else None


def _fingerprints(db: Database) -> str | None:
    sql = "SELECT content FROM quotes WHERE number NOT IN (SELECT key FROM quote_prints)"
    missing = sum(len(plain_words(content)) >= STATEMENTS.equal_words for (content,) in db.execute(sql))
    return f"{missing} quotes have no fingerprints, so their repetitions are not found" if missing else None


def _unfinished(db: Database) -> str | None:
    (count,) = db.execute("SELECT count(*) FROM runs WHERE finished IS NULL").fetchone()
    return (
        f"{count} runs are unfinished or still going on; the next ingest closes the unfinished ones" if count else None
    )


def _stale_corrections(db: Database) -> str | None:
    count = len(correcting.listed(db, stale=True))
    return f"{count} no longer fit anything; `quotes corrections --stale` lists them" if count else None


def void(_: object) -> None:
    """Turn any result into None."""


_SUMS = f"confidence >= {UNSURE}, count(*) FROM facets GROUP BY"
CHECKS = (
    Check("file", _integrity),
    Check("references", _foreign_keys),
    Check("old addresses", _redirects),
    Check("runs", _unfinished),
    Check("corrections", _stale_corrections),
    _fts("quotes_fts"),
    Check(
        "counts beside speakers",
        _speaker_sums,
        lambda db: void(db.execute(f"UPDATE speakers SET {', '.join(_SPEAKER_SUMS)}")),
    ),
    _derived(
        "speaker_names",
        "speaker_id, name, gender, lone, articles",
        "SELECT speaker_id, name, ifnull(gender, ''), lone, count(*) FROM appearances GROUP BY 1, 2, 3, 4",
    ),
    _derived(
        "speaker_aliases",
        "speaker_id, alias, key, lone, articles",
        "SELECT speaker_id, alias, key, lone, count(*) FROM aliases GROUP BY 1, 2, 3, 4",
    ),
    _derived(
        "lookup_names",
        "speaker_id, alias, key, lone, folded",
        "SELECT speaker_id, alias, key, lone, fold(alias) FROM speaker_aliases",
    ),
    _fts("lookup_letters"),
    _derived(
        "facets",
        "number, day, outlet, speaker_id, kind, act, status, confidence",
        "SELECT q.number, coalesce(substr(a.published, 1, 10), ''), coalesce(a.outlet, ''), coalesce(q.speaker_id, 0),"
        " q.kind, q.act, q.speaker_status, q.confidence * coalesce(q.speaker_confidence, 1)"
        " FROM quotes q JOIN articles a ON a.id = q.article_id",
    ),
    _derived(
        "speaker_tallies", "speaker_id, kind, act, sure, quotes", f"SELECT speaker_id, kind, act, {_SUMS} 1, 2, 3, 4"
    ),
    _derived(
        "outlet_tallies",
        "outlet, kind, act, status, sure, quotes",
        f"SELECT outlet, kind, act, status, {_SUMS} 1, 2, 3, 4, 5",
    ),
    _derived("day_tallies", "day, kind, sure, quotes", f"SELECT day, kind, {_SUMS} 1, 2, 3"),
    _derived(
        "article_tallies",
        "outlet, day, articles",
        "SELECT coalesce(outlet, ''), coalesce(substr(published, 1, 10), ''), count(*) FROM articles GROUP BY 1, 2",
    ),
    Check("statements", _fingerprints, copies.fill),
)
