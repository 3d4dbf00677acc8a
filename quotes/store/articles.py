"""Tells which stored article an incoming one is a version of: by id, address or words; by file name only if the text fits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from quotes.article import Article
from quotes.errors import ReadError
from quotes.store.addresses import now
from quotes.store.keys import are_related, text_digest, url_key

__all__ = ["Place", "note_name", "place"]

# Articles with the same words but different values of these are two articles: agency copy printed twice.
_OWN = ("url_key", "outlet", "published")
_FACTS = ("title", "outlet", "author", "published", "url")
_DIGEST = 8


@dataclass(frozen=True)
class Place:
    """How to store an article: `article` has its final id and facts, `stored` is the row that it replaces, if there is one.

    `name` is the id that it came with.
    """

    article: Article
    stored: Mapping[str, Any] | None
    name: str


def place(db: Database, article: Article, *, replacing: bool = False) -> Place:
    """Find the stored article that this one is a version of, or else a free id.

    ReadError when a stored article has the same id or address but an unrelated text, which would be lost. With `replacing`
    it is replaced, and the same file name is enough.
    """
    words = text_digest(article.text)
    claimed, by = _claimed(db, article, words)
    if claimed and not replacing and claimed["text_sha256"] != words and not are_related(claimed["text"], article.text):
        raise ReadError(
            f"{article.id}: has the same {by} as the stored article {claimed['id']}, but an unrelated text;"
            " --replace replaces that article"
        )
    stored = claimed or _same_words(db, article, words) or _same_name(db, article, replacing)
    if stored is None:
        return Place(replace(article, id=_free_id(db, article)), None, article.id)
    return Place(_as_stored(db, article, stored, words), stored, article.id)


def note_name(db: Database, where: Place, *, edited: bool) -> None:
    """Remember the name that an article came with. `edited`: its text has changed, so its other names are forgotten."""
    id = where.article.id
    if edited:
        db.execute("DELETE FROM article_names WHERE article_id = ? AND name <> ?", [id, where.name])
    db.execute("INSERT OR REPLACE INTO article_names (name, article_id) VALUES (?, ?)", [where.name, id])
    if where.name != id and not _stored(db, "id = ?", where.name):
        db.execute(
            "INSERT OR REPLACE INTO redirects (thing, old, new, since) VALUES ('article', ?, ?, ?)",
            [where.name, id, now()],
        )


def _claimed(db: Database, article: Article, words: str) -> tuple[Mapping[str, Any] | None, str]:
    if article.id_given:
        for row in _stored(db, "id = ? AND id_given", article.id):
            return row, "id"
    key = url_key(article.url)
    rows = _stored(db, "url_key = ?", key) if key else []
    rows.sort(key=lambda row: (row["id"] != article.id, row["text_sha256"] != words, row["id"]))
    return (rows[0] if rows else None), "URL"


def _same_words(db: Database, article: Article, words: str) -> Mapping[str, Any] | None:
    rows = [row for row in _stored(db, "text_sha256 = ?", words) if not _are_two(row, article)]
    return min(rows, key=lambda row: (row["id"] != article.id, row["id"]), default=None)


def _are_two(row: Mapping[str, Any], article: Article) -> bool:
    """Whether both have a value for one of the telling facts, and not the same one."""
    if row["id_given"] and article.id_given and row["id"] != article.id:
        return True
    own = {"url_key": url_key(article.url), "outlet": article.outlet, "published": article.published}
    return any(row[name] and own[name] and row[name] != own[name] for name in _OWN)


def _same_name(db: Database, article: Article, replacing: bool) -> Mapping[str, Any] | None:
    rows = _stored(db, "id = (SELECT article_id FROM article_names WHERE name = ?)", article.id)
    if not rows or replacing:
        return rows[0] if rows else None
    key, other = url_key(article.url), rows[0]["url_key"]
    moved = key is not None and other is not None and key != other
    return rows[0] if not moved and are_related(rows[0]["text"], article.text) else None


def _as_stored(db: Database, article: Article, row: Mapping[str, Any], words: str) -> Article:
    """The article with its stored id, and with the stored facts that the new input lacks."""
    names = {name for (name,) in db.execute("SELECT name FROM article_names WHERE article_id = ?", [row["id"]])}
    facts: dict[str, Any] = {"id": row["id"], "id_given": bool(row["id_given"]) or article.id_given}
    if names - {article.id}:
        for name in _FACTS:
            facts[name] = getattr(article, name) or row[name]
        facts["extra"] = {**json.loads(row["extra"]), **article.extra}
    if article.id != row["id"] and words == row["text_sha256"]:  # a copy: other facts in it do not count
        facts |= {name: row[name] or getattr(article, name) for name in _FACTS}
        facts |= {"extra": {**article.extra, **json.loads(row["extra"])}, "text": row["text"]}
        facts["language"] = row["language"]
    return replace(article, **facts)


def _free_id(db: Database, article: Article) -> str:
    """The article's own id, or, where another article has that, the id with a digest of the text."""
    digest = hashlib.sha256(
        json.dumps([article.text, article.url, article.outlet, article.published]).encode()
    ).hexdigest()
    wishes = [article.id, *(f"{article.id}-{digest[:length]}" for length in (_DIGEST, len(digest)))]
    taken = (
        "SELECT 1 FROM articles WHERE id = :id UNION ALL SELECT 1 FROM redirects WHERE thing = 'article' AND old = :id"
    )
    return next(id for id in wishes if not list(db.query(taken, {"id": id})))


def _stored(db: Database, where: str, value: str) -> list[dict[str, Any]]:
    columns = "id, title, outlet, author, published, url, language, text, extra, id_given, url_key, text_sha256, sha256, run_id"
    return list(db.query(f"SELECT {columns}, annotation FROM articles WHERE {where}", [value]))
