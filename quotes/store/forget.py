"""Deletes an article with everything that is known from it alone."""

from __future__ import annotations

from sqlite_utils import Database

from quotes.store import copies
from quotes.store.addresses import settle_slugs
from quotes.store.identity import refresh, settle_names, withdraw

__all__ = ["forget"]


def forget(db: Database, article_id: str) -> None:
    """Delete an article, its quotes, its addresses, and the speakers who are in no other, in the caller's transaction."""
    sql = "SELECT speaker_id, name_id FROM appearances WHERE article_id = ?"
    rows = list(db.query(sql, [article_id]))
    changed = withdraw(db, article_id)
    db.execute(
        "DELETE FROM redirects WHERE article_id = ? OR (thing = 'article' AND new = ?)", [article_id, article_id]
    )
    db.execute("DELETE FROM changes WHERE article_id = ?", [article_id])
    copied = copies.groups(db, article_id)
    db.execute("DELETE FROM articles WHERE id = ?", [article_id])
    copies.part(db, copied)
    touched = {row["speaker_id"] for row in rows} | settle_names(db, changed)
    for row in rows:
        db.execute("DELETE FROM names WHERE id = ? AND articles = 0", [row["name_id"]])
    refresh(db, touched)
    settle_slugs(db, touched)
    for speaker in touched:
        # Their ids are never used again; their slugs only for a speaker of the same name.
        gone = "SELECT slug FROM speakers WHERE id = ? AND articles = 0 AND successor_id IS NULL"
        for row in list(db.query(gone, [speaker])):
            db.execute(
                "DELETE FROM redirects WHERE thing = 'speaker' AND (old = ? OR new = ?)", [row["slug"], row["slug"]]
            )
            db.execute("UPDATE speakers SET successor_id = NULL WHERE successor_id = ?", [speaker])
            db.execute("DELETE FROM speakers WHERE id = ?", [speaker])
