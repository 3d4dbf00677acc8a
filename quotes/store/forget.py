"""Taking an article out of the database, with all that only it has said."""

from __future__ import annotations

from sqlite_utils import Database

from quotes.store import copies
from quotes.store.addresses import settle_slugs
from quotes.store.identity import keys_of_article, refresh, rows_of_article, settle_keys

__all__ = ["forget"]


def forget(db: Database, article_id: str) -> None:
    """Delete an article, its quotes, its addresses and the speakers that no other article has, within a transaction."""
    speakers, keys = set(rows_of_article(db, article_id)), keys_of_article(db, article_id)
    db.execute(
        "DELETE FROM redirects WHERE article_id = ? OR (thing = 'article' AND new = ?)", [article_id, article_id]
    )
    db.execute("DELETE FROM changes WHERE article_id = ?", [article_id])
    copied = copies.groups(db, article_id)
    db.execute("DELETE FROM articles WHERE id = ?", [article_id])
    copies.part(db, copied)
    refresh(db, speakers)
    touched = settle_keys(db, keys)
    refresh(db, touched)
    settle_slugs(db, speakers | touched)
    for speaker in speakers | touched:
        # Their ids are never given to anybody else; their slugs only to somebody of the same name.
        gone = "SELECT slug FROM speakers WHERE id = ? AND articles = 0 AND successor_id IS NULL"
        for row in list(db.query(gone, [speaker])):
            db.execute(
                "DELETE FROM redirects WHERE thing = 'speaker' AND (old = ? OR new = ?)", [row["slug"], row["slug"]]
            )
            db.execute("DELETE FROM speakers WHERE id = ?", [speaker])
