"""The tables of corrections: record, look up, undo, and copy to another database.

Every function works inside the caller's transaction.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, cast

from sqlite_utils import Database

from quotes.annotation import Annotated
from quotes.errors import StoreError
from quotes.query import fold
from quotes.store.addresses import now
from quotes.store.corrections import ACTIONS, OF_NAMES, OF_SPEAKERS, Action, Corrected, Correction
from quotes.store.sql import insert

__all__ = ["carried", "carry", "listed", "note_uses", "of_article", "record", "touched", "undo"]

Row = dict[str, Any]

_CARRIED = ("uid", "action", "article", "target", "change", "reason", "author", "made", "undone", "undone_by")


def of_article(db: Database, annotated: Annotated) -> list[Correction]:
    """The corrections that may change an article: those of its quotes, and those of its speakers."""
    active = {row["id"]: row for row in _active(db, "article_id = ?", [annotated.article.id])}
    names = {fold(speaker.name) for speaker in annotated.speakers}
    names |= {fold(name) for row in active.values() for name in _named(json.loads(row["change"]))}
    asked: set[str] = set()
    # More than one round, because merges chain: A into B, then B into C.
    while names - asked:
        wanted = json.dumps(sorted(names - asked))
        asked |= names
        where = "id IN (SELECT correction_id FROM correction_names WHERE name IN (SELECT value FROM json_each(?)))"
        for row in _active(db, where, [wanted]):
            active[row["id"]] = row
            names.add(fold(json.loads(row["change"])["name"]))
    return [_correction(row) for row in active.values()]


def note_uses(db: Database, corrected: Corrected, quote_ids: list[str]) -> None:
    """Record which quotes each correction of an article has changed; `quote_ids` are the ids of all its quotes, in order."""
    db.execute("DELETE FROM correction_uses WHERE article_id = ?", [corrected.annotated.article.id])
    rows = (
        {
            "correction_id": id,
            "article_id": corrected.annotated.article.id,
            "quote_ids": json.dumps([quote_ids[number] for number in sorted(numbers)]),
        }
        for id, numbers in corrected.uses.items()
    )
    insert(db, "correction_uses", rows)


def record(
    db: Database,
    action: Action,
    *,
    article_id: str | None = None,
    quote_id: str | None = None,
    target: Mapping[str, Any],
    change: Mapping[str, Any],
    reason: str | None,
    author: str | None,
) -> int:
    """Record a correction; return its number."""
    facts = "SELECT id, url, text_sha256 FROM articles WHERE id = ?"
    article = next(iter(db.query(facts, [article_id])), {}) if article_id else {}
    return _insert(
        db,
        {
            "uid": uuid.uuid4().hex,
            "action": action,
            "article_id": article_id,
            "quote_id": quote_id,
            "article": article,
            "target": dict(target),
            "change": dict(change),
            "reason": reason,
            "author": author,
            "made": now(),
        },
    )


def undo(db: Database, id: int, author: str | None) -> list[str]:
    """Mark a correction as undone; return the ids of the articles that it had changed. StoreError when it cannot be undone."""
    articles = touched(db, [id])
    db.execute("UPDATE corrections SET undone = ?, undone_by = ? WHERE id = ? AND undone IS NULL", [now(), author, id])
    if not db.execute("SELECT changes()").fetchone()[0]:
        known = list(db.query("SELECT undone FROM corrections WHERE id = ?", [id]))
        raise StoreError(f"correction {id} is undone already" if known else f"there is no correction {id}")
    return articles


def touched(db: Database, ids: Collection[int]) -> list[str]:
    """The ids of the articles that these corrections have changed, or are about."""
    sql = """WITH wanted AS (SELECT value AS id FROM json_each(:ids))
        SELECT article_id FROM correction_uses WHERE correction_id IN wanted
        UNION SELECT article_id FROM corrections WHERE id IN wanted AND article_id IN (SELECT id FROM articles)
        UNION SELECT article_id FROM appearances WHERE speaker_id IN (
            SELECT speaker_id FROM speaker_names
            WHERE fold(name) IN (SELECT name FROM correction_names WHERE correction_id IN wanted)
        )"""
    return sorted(row["article_id"] for row in db.query(sql, {"ids": json.dumps(sorted(ids))}))


def listed(db: Database, *, article_id: str | None = None, stale: bool = False) -> list[Row]:
    """Corrections, newest first, each with its `state` (used, stale or undone) and the quotes that it has changed.

    A correction is stale when it fits nothing in the database, or its article is not there.
    """
    rows = []
    where, values = ("WHERE article_id = ?", [article_id]) if article_id else ("", [])
    for row in db.query(f"SELECT * FROM corrections {where} ORDER BY id DESC", values):
        uses = list(db.query("SELECT article_id, quote_ids FROM correction_uses WHERE correction_id = ?", [row["id"]]))
        decoded = {name: json.loads(row[name]) for name in ("article", "target", "change")}
        fits = uses or (row["action"] in OF_NAMES and _is_here(db, decoded["target"]))
        state = "undone" if row["undone"] else "used" if fits else "stale"
        if stale and state != "stale":
            continue
        quotes = [id for use in uses for id in json.loads(use["quote_ids"])]
        rows.append({**row, **decoded, "state": state, "quotes": quotes, "articles": len(uses)})
    return rows


def carried(db: Database) -> Iterator[Row]:
    """All corrections in the form that `carry` takes, oldest first."""
    for row in db.query(f"SELECT {', '.join(_CARRIED)} FROM corrections ORDER BY id"):
        yield {**row, **{name: json.loads(row[name]) for name in ("article", "target", "change")}}


def carry(db: Database, rows: Iterable[Mapping[str, Any]]) -> list[int]:
    """Add corrections from another database; return the numbers of those that are new or newly undone.

    StoreError for a row that is not a correction.
    """
    changed = []
    for number, row in enumerate(rows, 1):
        if not _is_correction(row):
            raise StoreError(f"correction {number} of the file is not one: action, target or change is missing")
        for known in db.query("SELECT id, undone FROM corrections WHERE uid = ?", [row.get("uid")]):
            if row.get("undone") and not known["undone"]:
                changes = [row["undone"], row.get("undone_by"), known["id"]]
                db.execute("UPDATE corrections SET undone = ?, undone_by = ? WHERE id = ?", changes)
                changed.append(known["id"])
            break
        else:
            taken = {name: row.get(name) for name in _CARRIED}
            about = row.get("article") or {}
            taken |= {"uid": row.get("uid") or uuid.uuid4().hex, "article": about, "made": row.get("made") or now()}
            changed.append(_insert(db, {**taken, "article_id": _here(db, about) if about else None}))
    return changed


def _is_here(db: Database, target: Mapping[str, Any]) -> bool:
    """Whether the database uses both names of the pair that a correction is about."""
    sql = "SELECT 1 FROM names WHERE kind = ? AND key = ? AND context = ? AND articles"
    return any(all(list(db.query(sql, [target["kind"], *name])) for name in pair) for pair in target.get("pairs") or [])


def _is_correction(row: Mapping[str, Any]) -> bool:
    action, target, change = row.get("action"), row.get("target"), row.get("change")
    if action not in ACTIONS or not isinstance(target, Mapping) or not isinstance(change, Mapping):
        return False
    if action in OF_NAMES and not _are_pairs(target.get("pairs")):
        return False
    if action in OF_NAMES or action in OF_SPEAKERS:
        return _are_texts(target.get("names")) and _are_texts([target.get("kind"), change.get("name")])
    return True


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _are_pairs(value: object) -> bool:
    """Whether this is a list of pairs of names, each a key with its context."""
    return isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(_are_texts(name) and len(name) == 2 for name in pair)
        for pair in value
    )


def _here(db: Database, article: Mapping[str, Any]) -> str | None:
    """The id, in this database, of an article of another one: it has the same id, address or text."""
    sql = """SELECT id FROM articles WHERE id = :id OR (url = :url AND url IS NOT NULL) OR text_sha256 = :text_sha256
        ORDER BY text_sha256 <> :text_sha256, id <> :id, id LIMIT 1"""
    facts = {name: article.get(name) for name in ("id", "url", "text_sha256")}
    articles = list(db.query(sql, facts))
    return articles[0]["id"] if articles else article.get("id")


def _insert(db: Database, row: Mapping[str, Any]) -> int:
    encoded = {name: json.dumps(row[name], ensure_ascii=False) for name in ("article", "target", "change")}
    insert(db, "corrections", [{**row, **encoded}])
    id = int(db.execute("SELECT last_insert_rowid()").fetchone()[0])
    if row["action"] in OF_SPEAKERS:
        names = dict.fromkeys(row["target"]["names"])
        insert(db, "correction_names", ({"name": name, "correction_id": id} for name in names))
    return id


def _active(db: Database, where: str, values: list[Any]) -> list[Row]:
    columns = "id, action, target, change, reason, author, made"
    return list(db.query(f"SELECT {columns} FROM corrections WHERE undone IS NULL AND {where}", values))


def _named(change: Mapping[str, Any]) -> list[str]:
    return [change["speaker"]["name"]] if change.get("speaker") else []


def _correction(row: Mapping[str, Any]) -> Correction:
    target, change = json.loads(row["target"]), json.loads(row["change"])
    return Correction(row["id"], cast(Action, row["action"]), target, change, row["reason"], row["author"], row["made"])
