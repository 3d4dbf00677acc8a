"""The seventh step of the schema: what speakers belong to, and that two are not one as a correction like the others."""

from __future__ import annotations

import json
import uuid

from sqlite_utils import Database

from quotes.lang.languages import ENGLISH
from quotes.speakers.affiliation import affiliation_of

__all__ = ["apply"]


def apply(db: Database) -> None:
    db.conn.create_function("affiliation", 1, lambda role: affiliation_of(role, ENGLISH.roles), deterministic=True)
    for statement in _STATEMENTS:
        db.execute(statement)
    _carry_decisions(db)


def _carry_decisions(db: Database) -> None:
    """Note what was decided about pairs of names as corrections, each pair once."""
    sql = """SELECT * FROM name_decisions WHERE same = 0 AND (key, context) < (other_key, other_context)"""
    for row in list(db.query(sql)):
        pair = [[row["key"], row["context"]], [row["other_key"], row["other_context"]]]
        target = {"names": [row["key"]], "kind": row["kind"], "articles": None, "pairs": [pair]}
        db.execute(
            "INSERT INTO corrections (uid, action, article, target, change, reason, author, made)"
            " VALUES (?, 'apart', '{}', ?, ?, ?, ?, ?)",
            [
                uuid.uuid4().hex,
                json.dumps(target, ensure_ascii=False),
                json.dumps({"name": row["other_key"], "kind": row["kind"]}, ensure_ascii=False),
                row["reason"],
                row["author"],
                row["decided"],
            ],
        )


_STATEMENTS = [
    # affiliation: the body or place that the role names ("spokesman for the Harbour Board").
    "ALTER TABLE roles ADD COLUMN affiliation TEXT",
    "UPDATE roles SET affiliation = affiliation(role)",
    "DROP VIEW roles_seen",
    """CREATE VIEW roles_seen AS
        SELECT roles.speaker_id, roles.role, roles.affiliation, articles.outlet, count(*) AS articles,
            min(nullif(substr(articles.published, 1, 10), '')) AS first, max(substr(articles.published, 1, 10)) AS last,
            min(roles.article_id) AS article_id
        FROM roles JOIN articles ON articles.id = roles.article_id
        GROUP BY roles.speaker_id, roles.role, roles.affiliation, articles.outlet""",
]
