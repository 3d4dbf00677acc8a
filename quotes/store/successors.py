"""Finds the successors of an article's quotes and speakers when it is stored again, and redirects old addresses to them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from quotes import wording
from quotes.store.addresses import redirect, succeed

__all__ = ["follow_quotes", "follow_speakers", "quotes_of"]

# An old and a new quote that share so many of their words (Dice) are taken to be the same quote, changed.
_ALIKE = 0.5
_NEAR = 500  # quotes before and after its place, among which a quote's successor is looked for


def quotes_of(db: Database, article_id: str) -> list[dict[str, Any]]:
    """The quotes of an article: id, content, speaker_id, speaker_status, and `speaker`, the name in that article."""
    sql = (
        "SELECT quotes.id, content, quotes.speaker_id, speaker_status, appearances.name AS speaker FROM quotes"
        " LEFT JOIN appearances ON appearances.article_id = quotes.article_id"
        " AND appearances.name_id = quotes.name_id"
        " WHERE quotes.article_id = ? GROUP BY quotes.id ORDER BY position"
    )
    return list(db.query(sql, [article_id]))


def follow_quotes(
    db: Database, article_id: str, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> None:
    """Redirect the ids of quotes that are gone to the most similar new quotes, if there are any."""
    ids = {row["id"] for row in new}
    came_back = "DELETE FROM redirects WHERE thing = 'quote' AND old IN (SELECT value FROM json_each(?))"
    db.execute(came_back, [json.dumps(sorted(ids))])
    gone = [row for row in old if row["id"] not in ids]
    if not gone:
        return
    words = [(row["id"], Counter(wording.words(row["content"]))) for row in new]
    places = {row["id"]: place for place, row in enumerate(old)}
    for row in gone:
        own = Counter(wording.words(row["content"]))
        first = max(0, places[row["id"]] - _NEAR)
        near = enumerate(words[first : places[row["id"]] + _NEAR])
        likeness, _, successor = max(
            ((wording.likeness(own, other), -number, id) for number, (id, other) in near), default=(0.0, 0, None)
        )
        redirect(db, "quote", row["id"], successor if likeness >= _ALIKE else None, article_id=article_id)


def follow_speakers(db: Database, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> None:
    """Make the speaker who now has most of their quotes the successor of speakers who have no article left."""
    now = {row["id"]: row["speaker_id"] for row in new}
    heirs: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for row in old:
        heir = now.get(row["id"])
        if row["speaker_id"] and heir and heir != row["speaker_id"]:
            heirs[row["speaker_id"]][heir] += 1
    for speaker, counts in heirs.items():
        if list(db.query("SELECT 1 FROM speakers WHERE id = ? AND articles = 0 AND successor_id IS NULL", [speaker])):
            succeed(db, speaker, min(counts, key=lambda heir: (-counts[heir], heir)))
