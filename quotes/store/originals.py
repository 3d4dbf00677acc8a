"""Keeps what the engine found in an article before people corrected it, so that corrections can be undone."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlite_utils import Database

from quotes.annotation import Annotated, Quote, Role, Speaker, SpeakerMention
from quotes.article import Article, Span
from quotes.store.rows import article_of

__all__ = ["keep", "original"]


def keep(db: Database, annotated: Annotated) -> None:
    """Store what the engine found in an article that has corrections."""
    fields = asdict(annotated)
    del fields["article"]
    db.execute(
        "INSERT OR REPLACE INTO originals (article_id, found) VALUES (?, ?)",
        [annotated.article.id, json.dumps(fields, ensure_ascii=False, default=str)],
    )


def original(db: Database, article_id: str) -> Annotated:
    """What the engine found in a stored article: from `originals`, or, if it has no corrections, from the tables themselves."""
    article = article_of(next(db.query("SELECT * FROM articles WHERE id = ?", [article_id])))
    for row in db.query("SELECT found FROM originals WHERE article_id = ?", [article_id]):
        return _from_json(article, json.loads(row["found"]))
    return _from_rows(db, article)


def _from_json(article: Article, stored: dict[str, Any]) -> Annotated:
    quotes = tuple(
        Quote(
            **{
                **quote,
                **{part: _spans(quote[part]) for part in ("content", "cue", "source")},
                "source_head": Span(*quote["source_head"]) if quote["source_head"] else None,
            }
        )
        for quote in stored["quotes"]
    )
    speakers = tuple(
        Speaker(
            **{
                **speaker,
                "aliases": tuple(speaker["aliases"]),
                "roles": tuple(Role(role["title"], Span(*role["span"])) for role in speaker["roles"]),
                "mentions": tuple(SpeakerMention(Span(*one["span"]), one["form"]) for one in speaker["mentions"]),
            }
        )
        for speaker in stored["speakers"]
    )
    return Annotated(article, quotes, speakers, stored["models"], stored["rules"], tuple(stored["notes"]))


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)


def _from_rows(db: Database, article: Article) -> Annotated:
    sql = "SELECT name_id, name, kind, gender FROM appearances WHERE article_id = ? ORDER BY name_id"
    appearances = list(db.query(sql, [article.id]))
    places = {row["name_id"]: place for place, row in enumerate(appearances)}
    versions = "SELECT models, rules FROM runs JOIN articles ON run_id = runs.id WHERE articles.id = ?"
    run = next(db.query(versions, [article.id]))
    quotes = list(db.query("SELECT * FROM quotes WHERE article_id = ? ORDER BY position", [article.id]))
    restored = tuple(_quote(db, row, places) for row in quotes)
    for quote in restored[:1]:  # its evidence names the models and rules
        run |= {name: quote.evidence[name] for name in ("models", "rules") if name in quote.evidence}
    speakers = tuple(_speaker(db, article.id, row) for row in appearances)
    ((notes,),) = db.execute("SELECT notes FROM articles WHERE id = ?", [article.id]).fetchall()
    return Annotated(article, restored, speakers, run["models"], run["rules"], tuple(json.loads(notes)))


def _speaker(db: Database, article_id: str, row: dict[str, Any]) -> Speaker:
    def rows(columns: str, table: str, order: str) -> list[dict[str, Any]]:
        sql = f"SELECT {columns} FROM {table} WHERE article_id = ? AND name_id = ? ORDER BY {order}"
        return list(db.query(sql, [article_id, row["name_id"]]))

    return Speaker(
        row["name"],
        row["kind"],
        tuple(one["alias"] for one in rows("alias", "aliases", "alias") if one["alias"] != row["name"]),
        tuple(Role(r["role"], Span(r["start"], r["end"])) for r in rows('role, start, "end"', "roles", "start, role")),
        row["gender"],
        tuple(
            SpeakerMention(Span(m["start"], m["end"]), m["form"])
            for m in rows('start, "end", form', "mentions", "start")
        ),
    )


def _quote(db: Database, row: dict[str, Any], places: dict[int, int]) -> Quote:
    spans: dict[str, list[Span]] = {"content": [], "cue": [], "source": [], "head": []}
    for span in db.query('SELECT part, start, "end" FROM quote_spans WHERE quote_id = ? ORDER BY start', [row["id"]]):
        spans[span["part"]].append(Span(span["start"], span["end"]))
    return Quote(
        tuple(spans["content"]),
        tuple(spans["cue"]),
        tuple(spans["source"]),
        spans["head"][0] if spans["head"] else None,
        row["kind"],
        row["act"],
        bool(row["negated"]),
        places.get(row["name_id"]),
        row["confidence"],
        json.loads(row["evidence"]),
        row["speaker_confidence"],
    )
