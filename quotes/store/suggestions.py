"""Speakers who may be one: what identity found too little evidence for, for people to decide."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from quotes.errors import StoreError
from quotes.identity.names import Name
from quotes.store.addresses import now, settle_slugs
from quotes.store.identity import refresh, settle_names

__all__ = ["refuse", "suggested", "suggestions"]

Row = dict[str, Any]

_KEY_LENGTH = 6
# Two speakers, the likeliest of the links between their names, and its reasons; the speaker with more articles second.
_PAIRS = """SELECT n.speaker_id AS one, o.speaker_id AS other, l.score, l.reasons, max(l.score),
        min(n.articles, o.articles) AS shared
    FROM likenesses AS l JOIN names AS n ON n.id = l.name_id JOIN names AS o ON o.id = l.other_id
    WHERE n.speaker_id <> o.speaker_id AND n.articles AND o.articles {}
    GROUP BY min(n.speaker_id, o.speaker_id), max(n.speaker_id, o.speaker_id)
    ORDER BY l.score DESC, shared DESC, n.key, o.key, one, other LIMIT :limit"""
_SPEAKER = "SELECT id, name, slug, kind, quotes, articles FROM speakers WHERE id = ?"


def suggestions(db: Database, *, speaker_id: int | None = None, limit: int | None = None) -> list[Row]:
    """Pairs of speakers who may be one, the likeliest first: `key`, `score`, `reasons`, `speaker`, `other`.

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
    """Note that two speakers are not one, for good; return what had been suggested."""
    row = suggested(db, key)
    names = [_names(db, row[side]["id"]) for side in ("speaker", "other")]
    for one in names[0]:
        for other in names[1]:
            if one.kind == other.kind:
                _decide(db, one, other, reason, author)
                _decide(db, other, one, reason, author)
    touched = settle_names(db, {name for some in names for name in some})
    refresh(db, touched)
    settle_slugs(db, touched)
    return row


def _decide(db: Database, one: Name, other: Name, reason: str | None, author: str | None) -> None:
    db.execute(
        "INSERT OR REPLACE INTO name_decisions VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)",
        [one.kind, one.key, one.context, other.key, other.context, reason, author, now()],
    )


def _names(db: Database, speaker_id: int) -> list[Name]:
    rows = db.query("SELECT kind, key, context FROM names WHERE speaker_id = ? AND articles", [speaker_id])
    return [Name(row["kind"], row["key"], row["context"]) for row in rows]


def _row(db: Database, pair: Mapping[str, Any], first: int | None) -> Row:
    speakers: Sequence[Row] = [next(db.query(_SPEAKER, [pair[side]])) for side in ("one", "other")]
    if first is not None and speakers[0]["id"] != first:
        speakers = speakers[::-1]
    return {
        "key": _key(speakers),
        "score": round(pair["score"], 2),
        "reasons": json.loads(pair["reasons"]),
        "speaker": speakers[0],
        "other": speakers[1],
    }


def _key(speakers: Sequence[Row]) -> str:
    """The same for a pair as long as the two keep their addresses."""
    slugs = "\0".join(sorted(speaker["slug"] for speaker in speakers))
    return hashlib.sha256(slugs.encode()).hexdigest()[:_KEY_LENGTH]
