"""Fully corrected articles as gold for `quotes evaluate`: to measure the engine on one's own news."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

__all__ = ["gold"]


def gold(db: Database) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The articles whose quotes have all been confirmed or corrected: each article with its attributions, and their speakers.

    Articles with a quote that nobody has checked are left out. One in which all quotes were rejected counts too. Offsets as in
    quotes.article.
    """
    looked_through = """SELECT id, text FROM articles
        WHERE id IN (SELECT article_id FROM correction_uses)
        AND id NOT IN (SELECT article_id FROM quotes WHERE NOT corrected) ORDER BY id"""
    for article in db.query(looked_through):
        attributions, speakers = [], []
        quotes = """SELECT quotes.id, speakers.name AS speaker, speakers.kind FROM quotes
            LEFT JOIN speakers ON speakers.id = speaker_id WHERE article_id = ? ORDER BY position"""
        for quote in list(db.query(quotes, [article["id"]])):
            spans: dict[str, list[list[int]]] = {"source": [], "cue": [], "content": []}
            parts = (
                """SELECT part, start, "end" FROM quote_spans WHERE quote_id = ? AND part <> 'head' ORDER BY start"""
            )
            for span in db.query(parts, [quote["id"]]):
                spans[span["part"]].append([span["start"], span["end"]])
            attributions.append({"id": quote["id"], **spans})
            named = quote["speaker"] if quote["kind"] != "unnamed" else None
            speakers.append(
                {"doc": article["id"], "id": quote["id"], "speaker": named, "kind": quote["kind"] or "unnamed"}
            )
        yield {"id": article["id"], "text": article["text"], "attributions": attributions}, speakers
