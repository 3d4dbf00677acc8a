"""The fifth step of the schema: people's corrections of quotes and speakers."""

from __future__ import annotations

from sqlite_utils import Database

__all__ = ["apply"]


def apply(db: Database) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)


_STATEMENTS = [
    # Rows are never deleted, and have no foreign keys to rows that an ingest may delete: article_id and quote_id are the ids
    # at the time of the correction. target, change: see quotes.store.corrections. uid: the same in every database that the
    # correction is copied to. article: facts by which those databases recognise the article.
    """CREATE TABLE corrections (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        action TEXT NOT NULL,
        article_id TEXT,
        quote_id TEXT,
        article TEXT NOT NULL,
        target TEXT NOT NULL,
        change TEXT NOT NULL,
        reason TEXT,
        author TEXT,
        made TEXT NOT NULL,
        undone TEXT,
        undone_by TEXT
    )""",
    "CREATE INDEX corrections_article ON corrections(article_id)",
    # The folded names of the speakers that a correction is about.
    """CREATE TABLE correction_names (
        name TEXT NOT NULL,
        correction_id INTEGER NOT NULL REFERENCES corrections(id) ON DELETE CASCADE,
        PRIMARY KEY (name, correction_id)
    ) WITHOUT ROWID""",
    # The articles, and the quotes in them, that a correction has changed. A correction without a row here fits nothing.
    """CREATE TABLE correction_uses (
        correction_id INTEGER NOT NULL REFERENCES corrections(id) ON DELETE CASCADE,
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        quote_ids TEXT NOT NULL,
        PRIMARY KEY (correction_id, article_id)
    ) WITHOUT ROWID""",
    "CREATE INDEX correction_uses_article ON correction_uses(article_id)",
    # What the engine found in the articles that corrections have changed.
    """CREATE TABLE originals (
        article_id TEXT PRIMARY KEY NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        found TEXT NOT NULL
    ) WITHOUT ROWID""",
]
