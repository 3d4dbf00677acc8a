"""What a later run found otherwise than an earlier one: quotes found, lost, reworded and given to somebody else.

Noted when an article takes the place of its former self, in the same transaction; `quotes diff` reads it.
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
    """Compare an article's quotes of before and now, as `successors.quotes_of` gives them, their successors known.

    `edited`: the article's text is another one, so that the models may be innocent of the change.
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
    """Every change noted by the runs after `first` up to and with `last`, in order of articles and quotes."""
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
