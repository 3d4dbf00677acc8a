"""How a later run differs from an earlier one: quotes found, lost, reworded, and attributed to somebody else.

Recorded in the transaction that stores an article again; `quotes diff` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from quotes.store.sql import insert

__all__ = ["CHANGES", "between", "note"]

Row = Mapping[str, Any]

CHANGES = ("found", "lost", "reworded", "reattributed")


def note(db: Database, run: int, article_id: str, old: Sequence[Row], new: Sequence[Row], *, edited: bool) -> None:
    """Record how an article's quotes have changed; `old` and `new` are as `successors.quotes_of` gives them.

    Call it after `successors.follow_quotes`. `edited`: the text has changed too, so the models need not be the reason.
    """
    now = {row["id"]: row for row in new}
    heirs = {row["id"]: row["id"] if row["id"] in now else _successor(db, row["id"]) for row in old}
    changes: list[tuple[str, Row | None, Row | None]] = []
    for before in old:
        after = now.get(heirs[before["id"]] or "")
        if after is None:
            changes.append(("lost", before, None))
            continue
        if after["content"] != before["content"]:
            changes.append(("reworded", before, after))
        if (after["speaker"], after["speaker_status"]) != (before["speaker"], before["speaker_status"]):
            changes.append(("reattributed", before, after))
    known = set(heirs.values())
    changes += [("found", None, row) for row in new if row["id"] not in known]
    rows = (
        {
            "run_id": run,
            "article_id": article_id,
            "edited": int(edited),
            "change": change,
            "quote_id": (after or before or {})["id"],
            "content_before": before and before["content"],
            "content_after": after and after["content"],
            "speaker_before": before and before["speaker"],
            "speaker_after": after and after["speaker"],
        }
        for change, before, after in changes
    )
    insert(db, "changes", rows)


def between(db: Database, first: int, last: int) -> list[dict[str, Any]]:
    """All changes recorded by the runs after `first`, up to and including `last`, in the order of articles and quotes."""
    sql = (
        "SELECT changes.run_id, changes.article_id, articles.title, changes.change, changes.edited, changes.quote_id,"
        " content_before, content_after, speaker_before, speaker_after"
        " FROM changes LEFT JOIN articles ON articles.id = changes.article_id"
        " WHERE changes.run_id > ? AND changes.run_id <= ? ORDER BY changes.run_id, changes.article_id, changes.id"
    )
    return [{**row, "edited": bool(row["edited"])} for row in db.query(sql, [first, last])]


def _successor(db: Database, quote_id: str) -> str | None:
    row = db.execute("SELECT new FROM redirects WHERE thing = 'quote' AND old = ?", [quote_id]).fetchone()
    return row[0] if row else None
