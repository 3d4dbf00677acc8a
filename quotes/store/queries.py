"""What the command line asks the database: plain functions from a database to frozen data or JSON-ready rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from quotes.errors import StoreError
from quotes.query import HIT_END, HIT_START, RELEVANCE, Query, about_expression, day_bound, fold, parse

__all__ = [
    "COLUMNS",
    "Filters",
    "Hit",
    "Row",
    "all_quotes",
    "article",
    "find_speakers",
    "search",
    "speaker",
    "speakers",
    "summary",
]

Row = dict[str, Any]

# The columns of quotes_full, in the order of the exports.
COLUMNS = (
    "id",
    "content",
    "speaker",
    "speaker_slug",
    "speaker_kind",
    "speaker_status",
    "gender",
    "role",
    "kind",
    "act",
    "negated",
    "cue",
    "source",
    "confidence",
    "title",
    "outlet",
    "author",
    "published",
    "url",
    "article_id",
    "speaker_id",
    "position",
    "context",
    "evidence",
)
_NEWEST = "published IS NULL, published DESC, article_id, position"


@dataclass(frozen=True)
class Filters:
    """Which quotes are wanted; None means any. Dates are ISO, and `until` includes its day."""

    speaker: str | None = None
    kind: str | None = None
    act: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    min_confidence: float | None = None


@dataclass(frozen=True)
class Hit:
    """A row of quotes_full, and where the words searched for stand in its content and context (start, end)."""

    row: Row
    in_content: tuple[tuple[int, int], ...]
    in_context: tuple[tuple[int, int], ...]


def search(db: Database, words: str, filters: Filters, *, limit: int | None) -> tuple[list[Hit], int]:
    """The best `limit` quotes for a query (newest first where it has no words), and how many there are in all.

    `words` is in the query language of quotes.query, field words included; `filters` narrow it further. StoreError when
    a field cannot have the value that it was given.
    """
    query = parse(words)
    if query.errors:
        raise StoreError(" ".join(query.errors))
    if words.strip() and not (query.match or query.without or query.filters):
        return [], 0
    where, values = _where(db, filters, query)
    if query.match is None:
        condition = f"WHERE {where}" if where else ""
        total = _number(db, f"SELECT count(*) FROM quotes_full {condition}", values)
        sql = f"SELECT * FROM quotes_full {condition} ORDER BY {_NEWEST} LIMIT ?"
        rows = db.query(sql, [*values, -1 if limit is None else limit])
        return [Hit(decode(row), (), ()) for row in rows], total
    # The full-text part stands in an inner query because highlight() works only beside MATCH.
    found = f"""FROM (
            SELECT quotes.id AS found, {RELEVANCE} AS rank,
                highlight(quotes_fts, 0, '{HIT_START}', '{HIT_END}') AS marked_content,
                highlight(quotes_fts, 1, '{HIT_START}', '{HIT_END}') AS marked_context
            FROM quotes_fts JOIN quotes ON quotes.rowid = quotes_fts.rowid
            WHERE quotes_fts MATCH ?
        ) JOIN quotes_full ON quotes_full.id = found {f"WHERE {where}" if where else ""}"""
    values = [query.match, *values]
    total = _number(db, f"SELECT count(*) {found}", values)
    sql = f"SELECT quotes_full.*, marked_content, marked_context {found} ORDER BY rank, {_NEWEST} LIMIT ?"
    hits = []
    for row in db.query(sql, [*values, -1 if limit is None else limit]):
        in_content, in_context = _marks(row.pop("marked_content")), _marks(row.pop("marked_context"))
        hits.append(Hit(decode(row), in_content, in_context))
    return hits, total


def all_quotes(db: Database) -> Iterator[Row]:
    """Every row of quotes_full, newest article first, in the order of the text; evidence as the JSON text it is."""
    yield from db.query(f"SELECT * FROM quotes_full ORDER BY {_NEWEST}")


def speakers(db: Database, *, kind: str | None, limit: int | None) -> list[Row]:
    """Speakers with their counts, most quoted first."""
    return list(
        db.query(
            """SELECT speakers.id, speakers.name, speakers.slug, speakers.kind, speakers.gender,
                count(*) AS quotes, count(DISTINCT quotes.article_id) AS articles
            FROM speakers JOIN quotes ON quotes.speaker_id = speakers.id
            WHERE ? IS NULL OR speakers.kind = ?
            GROUP BY speakers.id ORDER BY count(*) DESC, speakers.name, speakers.id LIMIT ?""",
            [kind, kind, -1 if limit is None else limit],
        )
    )


def find_speakers(db: Database, name: str) -> list[Row]:
    """The speakers of that slug; else of that name or alias; else of a name that holds these words.

    Case, accents and punctuation do not count.
    """
    columns = "SELECT id, name, slug, kind, gender FROM speakers"
    wanted = fold(name)
    conditions: list[tuple[str, list[str]]] = [
        ("slug = ?", [name]),
        ("fold(name) = ? OR id IN (SELECT speaker_id FROM aliases WHERE fold(alias) = ?)", [wanted, wanted]),
        ("' ' || fold(name) || ' ' LIKE ?", [f"% {wanted} %"]),
    ]
    for condition, values in conditions if wanted else conditions[:1]:
        found = list(db.query(f"{columns} WHERE {condition} ORDER BY name, id", values))
        if found:
            return found
    return []


def speaker(db: Database, row: Row) -> Row:
    """What is known of one of `find_speakers`' rows: names, roles, dates, quotes by kind and by outlet."""
    number = row["id"]
    totals = next(db.query(_SPEAKER_TOTALS, [number]))
    return {
        **row,
        **totals,
        "aliases": [item["alias"] for item in db.query(_SPEAKER_ALIASES, [number, row["name"]])],
        "roles": [item["role"] for item in db.query(_SPEAKER_ROLES, [number])],
        "kinds": {item["value"]: item["quotes"] for item in db.query(_SPEAKER_COUNTS.format("kind"), [number])},
        "outlets": {
            item["value"] or "": item["quotes"] for item in db.query(_SPEAKER_COUNTS.format("outlet"), [number])
        },
    }


_SPEAKER_TOTALS = """SELECT count(*) AS quotes, count(DISTINCT article_id) AS articles,
    min(published) AS first, max(published) AS last FROM quotes_full WHERE speaker_id = ?"""
_SPEAKER_ALIASES = """SELECT alias FROM aliases WHERE speaker_id = ? AND alias <> ?
    GROUP BY alias ORDER BY count(*) DESC, alias"""
_SPEAKER_ROLES = "SELECT role FROM roles WHERE speaker_id = ? GROUP BY role ORDER BY count(*) DESC, role"
_SPEAKER_COUNTS = """SELECT {0} AS value, count(*) AS quotes FROM quotes_full WHERE speaker_id = ?
    GROUP BY {0} ORDER BY count(*) DESC, {0}"""


def article(db: Database, prefix: str) -> Row:
    """The article whose id is or uniquely begins with `prefix`: its row, `quotes` (with `spans`) and `speakers`.

    StoreError when there is none or more than one.
    """
    rows = list(db.query("SELECT * FROM articles WHERE id = ?", [prefix]))
    if not rows:
        sql = "SELECT * FROM articles WHERE substr(id, 1, length(?)) = ? ORDER BY id LIMIT 4"
        rows = list(db.query(sql, [prefix, prefix])) if prefix else []
    if not rows:
        raise StoreError(f"no article's id begins with {prefix!r}; `quotes search` shows the ids of articles")
    if len(rows) > 1:
        some = ", ".join(row["id"] for row in rows[:3]) + (" …" if len(rows) > 3 else "")
        raise StoreError(f"{prefix!r} begins the ids of several articles: {some}")
    found = rows[0]
    found["extra"] = json.loads(found["extra"])
    del found["annotation"]
    quotes = [decode(row) for row in db.query(_ARTICLE_QUOTES, [found["id"]])]
    for quote in quotes:
        quote["spans"] = list(db.query(_SPANS, [quote["id"]]))
    people = db.query(
        "SELECT speakers.id, speakers.name, speakers.slug, speakers.kind, speakers.gender, appearances.name AS here"
        " FROM appearances JOIN speakers ON speakers.id = speaker_id WHERE article_id = ? ORDER BY speakers.name",
        [found["id"]],
    )
    return {**found, "quotes": quotes, "speakers": list(people)}


_ARTICLE_QUOTES = "SELECT * FROM quotes_full WHERE article_id = ? ORDER BY position"
_SPANS = 'SELECT part, start, "end" FROM quote_spans WHERE quote_id = ? ORDER BY start, part'


def summary(db: Database, *, top: int = 5) -> Row:
    """How many articles, quotes and named speakers the database holds, and who is quoted most."""
    named = [row for row in speakers(db, kind=None, limit=None) if row["kind"] != "unnamed"]
    return {
        "articles": _number(db, "SELECT count(*) FROM articles", []),
        "quotes": _number(db, "SELECT count(*) FROM quotes", []),
        "speakers": len(named),
        "top_speakers": [{key: row[key] for key in ("name", "slug", "quotes", "articles")} for row in named[:top]],
    }


def decode(row: Row) -> Row:
    """A row of quotes_full with its JSON and its flag as what they mean."""
    return {**row, "evidence": json.loads(row["evidence"]), "negated": bool(row["negated"])}


def _where(db: Database, filters: Filters, query: Query) -> tuple[str, list[Any]]:
    """The conditions of both on quotes_full, joined, with their values in order."""
    conditions: list[str] = []
    values: list[Any] = []

    def among(column: str, wanted: Sequence[Any], unwanted: Sequence[Any] = ()) -> None:
        for items, word in ((wanted, "IN"), (unwanted, "NOT IN")):
            if items:
                # What has no value is not the value that is left out.
                unknown = f" OR {column} IS NULL" if word == "NOT IN" else ""
                conditions.append(f"({column} {word} ({', '.join('?' * len(items))}){unknown})")
                values.extend(items)

    def ids(names: Sequence[str]) -> list[int]:
        # A name that nobody has must find nothing, not everything: no speaker has the number 0.
        return [row["id"] for name in names for row in find_speakers(db, name) or [{"id": 0}]]

    if filters.speaker is not None:
        among("speaker_id", ids([filters.speaker]))
    among("speaker_id", ids(query.values("speaker")), ids(query.excluded("speaker")))
    for column, value in (("kind", filters.kind), ("act", filters.act)):
        among(column, [value] if value else [])
    if filters.outlet is not None:
        among("fold(outlet)", [fold(filters.outlet)])
    among("fold(outlet)", [fold(name) for name in query.values("outlet")], [fold(n) for n in query.excluded("outlet")])
    for field, column in (("kind", "kind"), ("act", "act"), ("status", "speaker_status")):
        among(column, query.values(field), query.excluded(field))
    starts = [*query.values("since"), *([filters.since] if filters.since else [])]
    ends = [*query.values("until"), *([filters.until] if filters.until else [])]
    days = [(">=", value) for value in starts] + [("<", value) for value in query.values("before")]
    for sign, day in [*days, *(("<=", day_bound(value)) for value in ends)]:
        # Of a date-time the day counts; a year or a month stands for all its days.
        conditions.append(f"substr(published, 1, 10) {sign} ?")
        values.append(day)
    shares = [float(value) for value in query.values("confidence")]
    for share in [*shares, *([filters.min_confidence] if filters.min_confidence is not None else [])]:
        conditions.append("confidence >= ?")
        values.append(share)
    matches = [
        *(("IN", about_expression(name)) for name in query.values("about")),
        *(("NOT IN", about_expression(name)) for name in query.excluded("about")),
        *([("NOT IN", query.without)] if query.match is None and query.without else []),
    ]
    for word, expression in matches:
        conditions.append(
            f"id {word} (SELECT quotes.id FROM quotes_fts JOIN quotes ON quotes.rowid = quotes_fts.rowid"
            " WHERE quotes_fts MATCH ?)"
        )
        values.append(expression)
    return " AND ".join(conditions), values


def _marks(marked: str) -> tuple[tuple[int, int], ...]:
    """Where the marked words stand in the text without the marks."""
    spans = []
    offset = start = 0
    for letter in marked:
        if letter == HIT_START:
            start = offset
        elif letter == HIT_END:
            spans.append((start, offset))
        else:
            offset += 1
    return tuple(spans)


def _number(db: Database, sql: str, values: Sequence[Any]) -> int:
    return int(db.execute(sql, list(values)).fetchone()[0])
