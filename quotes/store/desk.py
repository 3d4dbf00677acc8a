"""Where people decide: each function records one correction and applies it at once, or does nothing and says why.

Quotes are named by their ids, speakers by slug or name, articles by id. All take a `reason` and an `author`, which are
kept, and return what was done: the correction's number, and the ids of the quotes that it has changed.
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
    """What a correction has done."""

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
    """Reject or confirm a quote, give it another speaker (or nobody), or other words, which must stand in the text.

    `speaker` is a slug or name; one that nobody here has becomes a speaker of that `kind`.
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
    """Add a quote that was missed; its words must stand in the text, of several places at the one nearest to `near`."""
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
    """Confirm all quotes of an article that nobody has decided about."""
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
    """Merge a speaker `into` another; split one under a new `name` in some `articles`; rename one; let another `name`
    mean one, an alias; or change its `kind`. Holds for all articles that come later, too; of a speaker whose name others
    bear as well, for those that are here.
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
        return _done(db, id, problem=None if action == "alias" else "the speaker is in none of these articles")


def undo(store: Store, id: int, *, author: str | None = None) -> Done:
    """Let a correction count no longer: what it changed is as it was found, or as the others make it."""
    with store.deciding() as db:
        articles = correcting.undo(db, id, author)
        store.correct_again(articles)
        settle_decided(db, [id])
        return Done((id,), (), tuple(articles))


def export(store: Store) -> Iterator[Row]:
    """Every correction, undone ones too, in the form that `take` reads."""
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
    """Take over corrections from another database; those that are here already count once."""
    with store.deciding() as db:
        ids = correcting.carry(db, rows)
        articles = correcting.touched(db, ids)
        store.correct_again(articles)
        settle_decided(db, ids)
        return Done(tuple(ids), (), tuple(articles))


def _unite(db: Database, own: Row, other: Row, *, reason: str | None, author: str | None) -> Done:
    """Let two speakers of one name be one: no article changes."""
    id = decide(db, "same", own, other, reason=reason, author=author)
    left = "SELECT count(*) FROM speakers WHERE id IN (?, ?) AND articles"
    if db.execute(left, [own["id"], other["id"]]).fetchone()[0] > 1:
        raise StoreError(f"articles tell these two called {other['name']} apart; rename one of them first")
    return Done((id,))


def _share_names(db: Database, own: Row, names: Sequence[str]) -> list[str]:
    """The articles of a speaker, where others have one of the names, too; else none."""
    sql = """SELECT 1 FROM speaker_names JOIN speakers ON speakers.id = speaker_id
        WHERE fold(speaker_names.name) IN (SELECT value FROM json_each(?)) AND speaker_id <> ? AND kind = ? LIMIT 1"""
    if not list(db.query(sql, [json.dumps(names), own["id"], own["kind"]])):
        return []
    articles = db.query("SELECT DISTINCT article_id AS id FROM appearances WHERE speaker_id = ?", [own["id"]])
    return sorted(row["id"] for row in articles)


def _check_speaker(db: Database, action: Action, own: Row, change: Row, target: Row) -> None:
    """StoreError where the speaker is still filed as before: names alone were not enough."""
    where = "speaker_id = ? AND kind = ?"
    values: list[Any] = [own["id"], own["kind"]]
    if action == "split":
        where += " AND article_id IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(target["articles"]))
    elif action not in ("merge", "kind"):
        return
    if list(db.query(f"SELECT 1 FROM appearances WHERE {where} LIMIT 1", values)):
        raise StoreError(f"{own['name']} and {change['name']} are still taken for what they were; choose another name")


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
            "several quotes have ids that begin so"
            if matching
            else "no quote has this id; `quotes search --json` shows ids"
        )
        raise StoreError(f"{id}: {problem}")
    return matching[0]


def _place(db: Database, quote_id: str) -> Row:
    """The parts of a quote's content as they stand in the article, and where the first begins."""
    sql = """SELECT start, substr(text, start + 1, "end" - start) AS words FROM quote_spans
        JOIN quotes ON quotes.id = quote_id JOIN articles ON articles.id = article_id
        WHERE quote_id = ? AND part = 'content' ORDER BY start"""
    spans = list(db.query(sql, [quote_id]))
    return {"words": [" ".join(span["words"].split()) for span in spans], "start": spans[0]["start"]}


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
    return StoreError(f"{name!r} fits several speakers, name one by its slug: {some}")


def _names(db: Database, speaker_id: int) -> list[str]:
    rows = db.query("SELECT DISTINCT name FROM speaker_names WHERE speaker_id = ?", [speaker_id])
    return sorted({fold(row["name"]) for row in rows})
