"""Corrections by people: each function records one and applies it at once, or raises StoreError and changes nothing.

Quotes are given by their ids, speakers by slug or name, articles by id. All functions store a `reason` and an `author` with
the correction, and return its number and the ids of the quotes that it has changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlite_utils import Database

from quotes.annotation import SpeakerKind
from quotes.errors import StoreError
from quotes.query import fold
from quotes.store import correcting, queries
from quotes.store.addresses import redirected
from quotes.store.corrections import Action
from quotes.store.gold import gold as looked_through
from quotes.store.store import Store
from quotes.store.suggestions import decide, settle_decided
from quotes.wording import one_line

__all__ = [
    "NOBODY",
    "Done",
    "Nobody",
    "add",
    "confirm_article",
    "correct",
    "correct_speaker",
    "export",
    "gold",
    "listed",
    "take",
    "undo",
]

Row = dict[str, Any]
Nobody = Literal["nobody"]
NOBODY: Nobody = "nobody"


@dataclass(frozen=True)
class Done:
    """The number of a correction, and what it has changed."""

    ids: tuple[int, ...]
    quotes: tuple[str, ...] = ()
    articles: tuple[str, ...] = field(default=())


def correct(
    store: Store,
    action: Literal["reject", "confirm", "speaker", "edit"],
    quote: str,
    *,
    content: Sequence[str] = (),
    cue: Sequence[str] | None = None,
    source: Sequence[str] | None = None,
    speaker: str | Nobody | None = None,
    kind: SpeakerKind = "person",
    reason: str | None = None,
    author: str | None = None,
) -> Done:
    """Reject or confirm a quote, or give it another speaker (or nobody) or other words, which must be in the text.

    `speaker` is a slug or name; a name that the database does not have becomes a new speaker of that `kind`.
    """
    with store.deciding() as db:
        row = _quote(db, quote)
        change: Row = {"content": list(content)} if content else {}
        change |= {name: list(words) for name, words in (("cue", cue), ("source", source)) if words is not None}
        if speaker is not None:
            change["speaker"] = _speaker_change(db, speaker, kind)
        id = correcting.record(
            db,
            action,
            article_id=row["article_id"],
            quote_id=row["id"],
            target=_place(db, row["id"]),
            change=change,
            reason=reason,
            author=author,
        )
        store.correct_again([row["article_id"]])
        return _done(db, id, problem="these words do not stand in the article")


def add(
    store: Store,
    article: str,
    content: Sequence[str],
    *,
    cue: Sequence[str] = (),
    source: Sequence[str] = (),
    speaker: str | None = None,
    kind: SpeakerKind = "person",
    near: int = 0,
    reason: str | None = None,
    author: str | None = None,
) -> Done:
    """Add a missed quote. Its words must be in the text; of several places, the nearest to offset `near` counts."""
    with store.deciding() as db:
        article_id = queries.article_id(db, article)
        change: Row = {"content": list(content), "cue": list(cue), "source": list(source)}
        change["speaker"] = None if speaker is None else _speaker_change(db, speaker, kind)
        target = {"words": list(content), "start": near}
        id = correcting.record(
            db, "add", article_id=article_id, target=target, change=change, reason=reason, author=author
        )
        store.correct_again([article_id])
        return _done(db, id, problem="these words do not stand in the article")


def confirm_article(store: Store, article: str, *, reason: str | None = None, author: str | None = None) -> Done:
    """Confirm all quotes of an article that nobody has corrected or confirmed."""
    with store.deciding() as db:
        article_id = queries.article_id(db, article)
        rows = list(
            db.query("SELECT id FROM quotes WHERE article_id = ? AND NOT corrected ORDER BY position", [article_id])
        )
        ids = [
            correcting.record(
                db,
                "confirm",
                article_id=article_id,
                quote_id=row["id"],
                target=_place(db, row["id"]),
                change={},
                reason=reason,
                author=author,
            )
            for row in rows
        ]
        store.correct_again([article_id])
        return Done(tuple(ids), tuple(row["id"] for row in rows), (article_id,))


def correct_speaker(
    store: Store,
    action: Literal["merge", "split", "rename", "alias", "kind"],
    speaker: str,
    *,
    into: str | None = None,
    name: str | None = None,
    kind: SpeakerKind | None = None,
    articles: Iterable[str] = (),
    reason: str | None = None,
    author: str | None = None,
) -> Done:
    """Correct a speaker: merge it `into` another, split it off under a new `name` in some `articles`, rename it, add another
    `name` for it (alias), or change its `kind`.

    This holds for later articles too, unless other speakers have the same name: then only for the articles that are stored now.
    """
    with store.deciding() as db:
        own = _speaker(db, speaker)
        target: Row = {"names": _names(db, own["id"]), "kind": own["kind"], "articles": None}
        change: Row = {"name": name or own["name"], "kind": kind or own["kind"]}
        if action == "merge":
            other = _speaker(db, into or "")
            if other["id"] == own["id"]:
                raise StoreError(f"{own['name']} ({own['slug']}) is one speaker already")
            change = {"name": other["name"], "kind": other["kind"]}
            if fold(other["name"]) in target["names"] and other["kind"] == own["kind"]:
                return _unite(db, own, other, reason=reason, author=author)
        elif action == "alias":
            target["names"] = [fold(name or "")]
            change["name"] = own["name"]
        elif action == "split":
            target["articles"] = [queries.article_id(db, article) for article in articles]
        if action in ("merge", "rename", "kind") and (shared := _share_names(db, own, target["names"])):
            target["articles"] = shared
        id = correcting.record(db, action, target=target, change=change, reason=reason, author=author)
        store.correct_again(correcting.touched(db, [id]))
        _check_speaker(db, action, own, change, target)
        return _done(db, id, problem=None if action == "alias" else "this speaker is in none of these articles")


def undo(store: Store, id: int, *, author: str | None = None) -> Done:
    """Undo a correction: restore what the engine found, with the other corrections applied."""
    with store.deciding() as db:
        articles = correcting.undo(db, id, author)
        store.correct_again(articles)
        settle_decided(db, [id])
        return Done((id,), (), tuple(articles))


def export(store: Store) -> Iterator[Row]:
    """All corrections, undone ones included, in the form that `take` reads."""
    with store.reading() as db:
        yield from list(correcting.carried(db))


def listed(store: Store, *, article: str | None = None, stale: bool = False) -> list[Row]:
    """See `correcting.listed`; `article` is an id or enough of its beginning."""
    with store.reading() as db:
        article_id = None if article is None else queries.article_id(db, article)
        return correcting.listed(db, article_id=article_id, stale=stale)


def gold(store: Store) -> list[tuple[Row, list[Row]]]:
    """See `gold.gold`."""
    with store.reading() as db:
        return list(looked_through(db))


def take(store: Store, rows: Iterable[Mapping[str, Any]]) -> Done:
    """Add corrections from another database; those that are here already are not added again."""
    with store.deciding() as db:
        ids = correcting.carry(db, rows)
        articles = correcting.touched(db, ids)
        store.correct_again(articles)
        settle_decided(db, ids)
        return Done(tuple(ids), (), tuple(articles))


def _unite(db: Database, own: Row, other: Row, *, reason: str | None, author: str | None) -> Done:
    """Join two speakers of the same name; no article changes."""
    id = decide(db, "same", own, other, reason=reason, author=author)
    left = "SELECT count(*) FROM speakers WHERE id IN (?, ?) AND articles"
    if db.execute(left, [own["id"], other["id"]]).fetchone()[0] > 1:
        raise StoreError(f"articles tell these two called {other['name']} apart; rename one of them first")
    return Done((id,))


def _share_names(db: Database, own: Row, names: Sequence[str]) -> list[str]:
    """The ids of a speaker's articles if other speakers share one of its names, else nothing."""
    sql = """SELECT 1 FROM speaker_names JOIN speakers ON speakers.id = speaker_id
        WHERE fold(speaker_names.name) IN (SELECT value FROM json_each(?)) AND speaker_id <> ? AND kind = ? LIMIT 1"""
    if not list(db.query(sql, [json.dumps(names), own["id"], own["kind"]])):
        return []
    articles = db.query("SELECT DISTINCT article_id AS id FROM appearances WHERE speaker_id = ?", [own["id"]])
    return sorted(row["id"] for row in articles)


def _check_speaker(db: Database, action: Action, own: Row, change: Row, target: Row) -> None:
    """Raise StoreError if the correction has not changed how the speaker is stored: its names still link it as before."""
    where = "speaker_id = ? AND kind = ?"
    values: list[Any] = [own["id"], own["kind"]]
    if action == "split":
        where += " AND article_id IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(target["articles"]))
    elif action not in ("merge", "kind"):
        return
    if list(db.query(f"SELECT 1 FROM appearances WHERE {where} LIMIT 1", values)):
        raise StoreError(f"{own['name']} and {change['name']} would still be linked as before; choose another name")


def _done(db: Database, id: int, *, problem: str | None) -> Done:
    uses = list(db.query("SELECT article_id, quote_ids FROM correction_uses WHERE correction_id = ?", [id]))
    if not uses and problem:
        raise StoreError(problem)
    quotes = [quote for use in uses for quote in json.loads(use["quote_ids"])]
    return Done((id,), tuple(quotes), tuple(use["article_id"] for use in uses))


def _quote(db: Database, id: str) -> Row:
    id = redirected(db, "quote", id) or id
    matching = list(
        db.query("SELECT id, article_id FROM quotes WHERE id = ? OR (length(?) > 3 AND id GLOB ?)", [id, id, f"{id}*"])
    )
    if len(matching) != 1:
        problem = (
            "several quotes have ids that begin with this"
            if matching
            else "no quote has this id; `quotes search --json` shows ids"
        )
        raise StoreError(f"{id}: {problem}")
    return matching[0]


def _place(db: Database, quote_id: str) -> Row:
    """The text of each part of a quote's content, and the offset where the first begins: the `target` of a correction."""
    sql = """SELECT start, substr(text, start + 1, "end" - start) AS words FROM quote_spans
        JOIN quotes ON quotes.id = quote_id JOIN articles ON articles.id = article_id
        WHERE quote_id = ? AND part = 'content' ORDER BY start"""
    spans = list(db.query(sql, [quote_id]))
    return {"words": [one_line(span["words"]) for span in spans], "start": spans[0]["start"]}


def _speaker_change(db: Database, speaker: str, kind: SpeakerKind) -> Row | None:
    if speaker == NOBODY:
        return None
    speakers = queries.find_speakers(db, speaker)
    exact = [row for row in speakers if row["slug"] == speaker or fold(row["name"]) == fold(speaker)]
    if len(exact) > 1:
        raise _several(speaker, exact)
    return {"name": exact[0]["name"], "kind": exact[0]["kind"]} if exact else {"name": speaker, "kind": kind}


def _speaker(db: Database, name: str) -> Row:
    speakers = queries.find_speakers(db, name)
    exact = [row for row in speakers if row["slug"] == name]
    if not speakers:
        raise StoreError(f"no speaker is called {name!r}; `quotes speakers` lists them")
    if len(speakers) > 1 and not exact:
        raise _several(name, speakers)
    return (exact or speakers)[0]


def _several(name: str, speakers: Sequence[Row]) -> StoreError:
    some = ", ".join(f"{row['name']} ({row['slug']})" for row in speakers[:5]) + (" …" if len(speakers) > 5 else "")
    return StoreError(f"{name!r} fits several speakers; choose one by its slug: {some}")


def _names(db: Database, speaker_id: int) -> list[str]:
    rows = db.query("SELECT DISTINCT name FROM speaker_names WHERE speaker_id = ?", [speaker_id])
    return sorted({fold(row["name"]) for row in rows})
