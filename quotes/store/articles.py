"""Which stored article an incoming one is: by its id, its address or its words; by a file's name only if the text fits."""

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

# Articles of the same words that state different ones of these are two articles: agency copy.
_OWN = ("url_key", "outlet", "published")
_FACTS = ("title", "outlet", "author", "published", "url")
_DIGEST = 8


@dataclass(frozen=True)
class Place:
    """Where an article belongs: `article` with the id and facts to store it with, and the row stored of it, if any.

    `name` is the id that it came under.
    """

    article: Article
    stored: Mapping[str, Any] | None
    name: str


def place(db: Database, article: Article, *, replacing: bool = False) -> Place:
    """Find the article that this one is a version of, else an id for it.

    ReadError when it claims, by its id or address, to be an article whose text has nothing to do with its own: that
    one would be lost. `replacing` allows it, and takes a file's name for a claim too.
    """
    words = text_digest(article.text)
    claimed, by = _claimed(db, article, words)
    if claimed and not replacing and claimed["text_sha256"] != words and not are_related(claimed["text"], article.text):
        raise ReadError(
            f"{article.id}: has the {by} of an article that is stored with another text"
            f" ({claimed['id']}); --replace puts it in that one's place"
        )
    stored = claimed or _same_words(db, article, words) or _same_name(db, article, replacing)
    if stored is None:
        return Place(replace(article, id=_free_id(db, article)), None, article.id)
    return Place(_as_stored(db, article, stored, words), stored, article.id)


def note_name(db: Database, where: Place, *, edited: bool) -> None:
    """Remember the name that an article came under; once its text was edited there, older copies are no more that article."""
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
    """Whether both state facts that tell one article from another, and different ones."""
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
    """The article under its stored id, with facts that this input leaves out and an earlier one gave."""
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
    """The article's id, or one made of it and its text where another article has that."""
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
