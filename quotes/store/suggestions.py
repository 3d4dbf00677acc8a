"""Pairs of speakers who may be the same, for people to decide: the links that identity was not sure enough of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from sqlite_utils import Database

from quotes.errors import StoreError
from quotes.identity.names import Name
from quotes.query import fold, likeness_key
from quotes.store import correcting
from quotes.store.addresses import settle_slugs
from quotes.store.identity import refresh, settle_names

__all__ = ["decide", "refuse", "settle_decided", "suggested", "suggestions"]

Row = dict[str, Any]

# Two speakers, the likeliest of the links between their names, and its reasons; the speaker with more articles second.
_PAIRS = """SELECT n.speaker_id AS one, o.speaker_id AS other, l.score, l.reasons, max(l.score),
        min(n.articles, o.articles) AS shared
    FROM likenesses AS l JOIN names AS n ON n.id = l.name_id JOIN names AS o ON o.id = l.other_id
    WHERE n.speaker_id <> o.speaker_id AND n.articles AND o.articles {}
    GROUP BY min(n.speaker_id, o.speaker_id), max(n.speaker_id, o.speaker_id)
    ORDER BY l.score DESC, shared DESC, n.key, o.key, one, other LIMIT :limit"""
_OF_KEY = "SELECT kind, key, context FROM names WHERE kind = ? AND key = ? AND articles"
_SPEAKER = "SELECT id, name, slug, kind, quotes, articles FROM speakers WHERE id = ?"


def suggestions(db: Database, *, speaker_id: int | None = None, limit: int | None = None) -> list[Row]:
    """Pairs of speakers who may be the same, likeliest first: `key`, `score` (0 to 1), `reasons`, `speaker`, `other`.

    `speaker_id`: only pairs of which this is one; it is then the `speaker`.
    """
    where = "AND (n.speaker_id = :speaker OR o.speaker_id = :speaker)" if speaker_id is not None else ""
    values = {"speaker": speaker_id, "limit": -1 if limit is None else limit}
    return [_row(db, pair, speaker_id) for pair in list(db.query(_PAIRS.format(where), values))]


def suggested(db: Database, key: str) -> Row:
    """The suggestion with this key. StoreError when there is none."""
    for row in suggestions(db):
        if row["key"] == key:
            return row
    raise StoreError(f"no suggestion has the key {key!r}; `quotes speakers suggest` lists them")


def refuse(db: Database, key: str, *, reason: str | None, author: str | None) -> Row:
    """Record as a correction that two speakers are different; return the suggestion, with the number of its `correction`."""
    row = suggested(db, key)
    id = decide(db, "apart", row["speaker"], row["other"], reason=reason, author=author)
    return {**row, "correction": id}


def decide(
    db: Database, action: Literal["apart", "same"], own: Row, other: Row, *, reason: str | None, author: str | None
) -> int:
    """Record as a correction that two speakers are different, or that two of the same name are one; return its number."""
    pairs = [
        [[one.key, one.context], [another.key, another.context]]
        for one in _names(db, own["id"])
        for another in _names(db, other["id"])
        if one.kind == another.kind and (action == "apart" or one.key == another.key)
    ]
    kind = _names(db, own["id"])[0].kind
    id = correcting.record(
        db,
        action,
        target={"names": [fold(own["name"])], "kind": kind, "articles": None, "pairs": pairs},
        change={"name": other["name"], "kind": other["kind"]},
        reason=reason,
        author=author,
    )
    settle_decided(db, [id])
    return id


def settle_decided(db: Database, ids: Iterable[int]) -> None:
    """Update the links of names after corrections about names were made or undone; `ids` may include other corrections."""
    names: set[Name] = set()
    for id in ids:
        for row in list(db.query("SELECT * FROM corrections WHERE id = ? AND action IN ('apart', 'same')", [id])):
            target = json.loads(row["target"])
            for pair in target.get("pairs") or []:
                one, other = (Name(target["kind"], *name) for name in pair)
                for first, second in ((one, other), (other, one)):
                    _decide(db, first, second, row)
                names |= {one, other}
    here = {
        Name(row["kind"], row["key"], row["context"])
        for kind, key in _keys(names)
        for row in db.query(_OF_KEY, [kind, key])
    }
    touched = settle_names(db, here)
    refresh(db, touched)
    settle_slugs(db, touched)


def _decide(db: Database, one: Name, other: Name, correction: Row) -> None:
    where = "kind = ? AND key = ? AND context = ? AND other_key = ? AND other_context = ?"
    pair = [one.kind, one.key, one.context, other.key, other.context]
    same = int(correction["action"] == "same")
    db.execute(f"DELETE FROM name_decisions WHERE same = {same} AND {where}", pair)
    if not correction["undone"]:
        values = [*pair, same, correction["reason"], correction["author"], correction["made"]]
        db.execute("INSERT OR REPLACE INTO name_decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def _keys(names: Iterable[Name]) -> set[tuple[str, str]]:
    return {(name.kind, name.key) for name in names}


def _names(db: Database, speaker_id: int) -> list[Name]:
    rows = db.query("SELECT kind, key, context FROM names WHERE speaker_id = ? AND articles", [speaker_id])
    return [Name(row["kind"], row["key"], row["context"]) for row in rows]


def _row(db: Database, pair: Mapping[str, Any], first: int | None) -> Row:
    speakers: Sequence[Row] = [next(db.query(_SPEAKER, [pair[side]])) for side in ("one", "other")]
    if first is not None and speakers[0]["id"] != first:
        speakers = speakers[::-1]
    return {
        "key": likeness_key(*(speaker["slug"] for speaker in speakers)),
        "score": round(pair["score"], 2),
        "reasons": json.loads(pair["reasons"]),
        "speaker": speakers[0],
        "other": speakers[1],
    }
