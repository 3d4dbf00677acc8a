"""What the command line asks the database: plain functions from a database to frozen data or JSON-ready rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any, Literal

from sqlite_utils import Database

from quotes.errors import StoreError
from quotes.query import (
    CANDIDATES,
    HIT_END,
    HIT_START,
    RELEVANCE,
    ROLES_SEEN,
    Query,
    about_expression,
    affiliations,
    candidate_values,
    day_bound,
    fold,
    meant,
    parse,
    rank,
    roles,
)
from quotes.store import listing
from quotes.store.addresses import redirected
from quotes.store.listing import Sort

__all__ = [
    "COLUMNS",
    "Filters",
    "Hit",
    "Row",
    "Sort",
    "all_quotes",
    "article",
    "article_id",
    "beginning_with",
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
    "speaker_confidence",
    "corrected",
    "statement",
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
_MOST_SPEAKERS = 200  # that one name may mean
_NEWEST = "published IS NULL, published DESC, article_id, position"
_LOOKED_UP = 500


@dataclass(frozen=True)
class Filters:
    """Which quotes are wanted. None: any value; several values: one of them.

    Dates are ISO, also years and months ("2024-06"); `until` includes its last day. `about`: names that the quote's own words
    contain. `within`: the words searched for must be in the quote itself, not only around it. `after_run`: only articles that
    were stored in later runs than this one.
    """

    speaker: str | Sequence[str] | None = None
    about: str | Sequence[str] | None = None
    kind: str | Sequence[str] | None = None
    act: str | Sequence[str] | None = None
    status: str | Sequence[str] | None = None
    outlet: str | Sequence[str] | None = None
    since: str | None = None
    until: str | None = None
    min_confidence: float | None = None
    within: bool = False
    after_run: int | None = None


@dataclass(frozen=True)
class Hit:
    """A row of quotes_full, and where the words searched for stand in its content and context (start, end)."""

    row: Row
    in_content: tuple[tuple[int, int], ...]
    in_context: tuple[tuple[int, int], ...]


def search(
    db: Database, words: str, filters: Filters, *, limit: int | None, sort: Sort | None = None
) -> tuple[list[Hit], int]:
    """The first `limit` quotes for a query, and how many there are in all.

    `words` is in the query language of quotes.query, fields included; `filters` narrow it further. The order is `sort`; by
    default the most relevant first, or the newest where the query has no words. StoreError when a field is given a value that
    it cannot have.
    """
    query = parse(words)
    if query.errors:
        raise StoreError(" ".join(query.errors))
    if words.strip() and not (query.match or query.without or query.filters):
        return [], 0
    where, values = _where(db, filters, query)
    match = f"{{content}} : ({query.match})" if query.match and filters.within else query.match
    order: Sort = sort or ("relevance" if match else "newest")
    if match and order == "relevance":
        ranks = _ranks(db, match, where, values)
        return _hits(db, match, _best(db, ranks, limit)), len(ranks)
    if match:
        where, values = " AND ".join([_MATCHING, *filter(None, [where])]), [match, *values]
    total = listing.count(db, where, values)
    numbers = listing.first(
        db, where, values, limit=limit, sort="newest" if order == "relevance" else order, total=total
    )
    if match:
        return _hits(db, match, numbers), total
    return [Hit(row, (), ()) for _, row in _rows(db, numbers)], total


_MATCHING = "f.number IN (SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH ?)"


def _ranks(db: Database, match: str, where: str, values: Sequence[Any]) -> dict[int, float]:
    """The numbers and ranks of all quotes that match a full-text expression and conditions; the lowest rank is best."""
    facets = f"CROSS JOIN facets f ON f.number = quotes_fts.rowid AND {where}" if where else ""
    sql = f"SELECT quotes_fts.rowid, {RELEVANCE} FROM quotes_fts {facets} WHERE quotes_fts MATCH ?"
    return dict(db.execute(sql, [*values, match]).fetchall())


def _best(db: Database, ranks: Mapping[int, float], limit: int | None) -> list[int]:
    """The numbers of the `limit` quotes with the lowest ranks; equal ranks: newest first."""
    count = len(ranks) if limit is None else limit
    lowest = nsmallest(count, ranks.values())
    places = {rank: place for place, rank in enumerate(dict.fromkeys(lowest))}
    best = {number: places[rank] for number, rank in ranks.items() if rank in places}
    sql = f"""SELECT quotes.number FROM json_each(?) AS best CROSS JOIN quotes JOIN articles ON articles.id = article_id
        WHERE quotes.number = CAST(best.key AS INTEGER) ORDER BY best.value, {_NEWEST} LIMIT ?"""
    return [number for (number,) in db.execute(sql, [json.dumps(best), count])]


def _hits(db: Database, match: str, numbers: Sequence[int]) -> list[Hit]:
    """The quotes with these numbers, in this order, and where the words of a full-text expression are in them."""
    # A few are looked up one by one in the full-text index; for many, reading it through once is faster.
    rowid = "quotes_fts.rowid" if len(numbers) <= _LOOKED_UP else "+quotes_fts.rowid"
    sql = f"""SELECT quotes_full.*, number, marked_content, marked_context FROM (
            SELECT quotes.number, quotes.id AS hit,
                highlight(quotes_fts, 0, '{HIT_START}', '{HIT_END}') AS marked_content,
                highlight(quotes_fts, 1, '{HIT_START}', '{HIT_END}') AS marked_context
            FROM quotes_fts JOIN quotes ON quotes.number = quotes_fts.rowid
            WHERE quotes_fts MATCH ? AND {rowid} IN (SELECT value FROM json_each(?))
        ) JOIN quotes_full ON quotes_full.id = hit"""
    hits = {}
    for row in db.query(sql, [match, _json(numbers)]):
        number, in_content, in_context = row.pop("number"), row.pop("marked_content"), row.pop("marked_context")
        hits[number] = Hit(decode(row), _marks(in_content), _marks(in_context))
    return [hits[number] for number in numbers]


def numbered(db: Database, numbers: Collection[int], filters: Filters) -> list[tuple[int, Row]]:
    """Those of the quotes with these numbers that pass the filters: number and row of quotes_full."""
    where, values = _where(db, filters, parse(""))
    sql = f"SELECT number FROM facets f WHERE number IN (SELECT value FROM json_each(?)) {f'AND {where}' if where else ''}"
    return _rows(db, [number for (number,) in db.execute(sql, [_json(numbers), *values])])


def _rows(db: Database, numbers: Sequence[int]) -> list[tuple[int, Row]]:
    """The rows of quotes_full of the quotes with these numbers, in this order."""
    sql = """SELECT quotes.number, quotes_full.* FROM json_each(?) AS wanted CROSS JOIN quotes CROSS JOIN quotes_full
        WHERE quotes.number = wanted.value AND quotes_full.id = quotes.id ORDER BY wanted.key"""
    return [(row.pop("number"), decode(row)) for row in db.query(sql, [_json(numbers)])]


def _json(values: Iterable[Any]) -> str:
    return json.dumps(list(values))


def all_quotes(db: Database) -> Iterator[Row]:
    """Every row of quotes_full, newest article first, then in the order of the text; `evidence` is left as JSON text."""
    yield from db.query(f"SELECT * FROM quotes_full ORDER BY {_NEWEST}")


def speakers(db: Database, *, kind: str | None, limit: int | None) -> list[Row]:
    """Speakers with their counts, most quoted first."""
    return list(
        db.query(
            """SELECT id, name, slug, kind, gender, quotes, articles FROM speakers
            WHERE quotes > 0 AND (? IS NULL OR kind = ?) ORDER BY quotes DESC, name, id LIMIT ?""",
            [kind, kind, -1 if limit is None else limit],
        )
    )


def find_speakers(db: Database, name: str) -> list[Row]:
    """The speaker with that slug, present or former; else all with exactly that full name; else all with these words in a
    name; else those with the most similar names. Best first.

    A single word is not a full name: "Fell" finds every Fell. Case, accents, punctuation and typing errors do not matter.
    """
    if "-" in name and (by_slug := _speaker_at(db, name.removesuffix("-"))):
        return by_slug
    likely = meant(rank(name, db.query(CANDIDATES, candidate_values(name)), limit=_MOST_SPEAKERS))
    keys = ("id", "name", "slug", "kind", "gender")
    return [{key: getattr(who, key) for key in keys} for who in likely] or _speaker_at(db, name)


def _speaker_at(db: Database, slug: str) -> list[Row]:
    """The speaker to whom a slug leads now, by redirects, and by the successor of a speaker who has no article left."""
    slug = redirected(db, "speaker", slug) or slug
    current = "SELECT CASE WHEN articles THEN id ELSE successor_id END FROM speakers WHERE slug = ?"
    return list(db.query(f"{_SPEAKER} WHERE id = ({current}) AND articles", [slug]))


_SPEAKER = "SELECT id, name, slug, kind, gender FROM speakers"


def speaker(db: Database, row: Row) -> Row:
    """What is known of one of `find_speakers`' rows: names, roles, dates, quotes by kind and by outlet."""
    number = row["id"]
    totals = next(db.query(_SPEAKER_TOTALS, [number]))
    seen = list(db.query(ROLES_SEEN, {"id": number}))
    return {
        **row,
        **totals,
        "aliases": [item["alias"] for item in db.query(_SPEAKER_ALIASES, [number, row["name"]])],
        "roles": roles(seen),
        "affiliations": affiliations(seen),
        "kinds": {item["value"]: item["quotes"] for item in db.query(_SPEAKER_COUNTS.format("kind"), [number])},
        "outlets": {
            item["value"] or "": item["quotes"] for item in db.query(_SPEAKER_COUNTS.format("outlet"), [number])
        },
    }


_SPEAKER_TOTALS = """SELECT count(*) AS quotes, count(DISTINCT article_id) AS articles,
    min(published) AS first, max(published) AS last FROM quotes_full WHERE speaker_id = ?"""
_SPEAKER_ALIASES = """SELECT alias FROM speaker_aliases WHERE speaker_id = ? AND alias <> ?
    GROUP BY alias ORDER BY sum(articles) DESC, alias"""
_SPEAKER_COUNTS = """SELECT {0} AS value, count(*) AS quotes FROM quotes_full WHERE speaker_id = ?
    GROUP BY {0} ORDER BY count(*) DESC, {0}"""


def beginning_with(
    db: Database, thing: Literal["slug", "name", "outlet", "article"], text: str
) -> list[tuple[str, str]]:
    """Speakers' slugs or names, outlets, or articles' ids that begin with `text`, the commonest first; each with a short hint."""
    return [(row["value"], row["told"] or "") for row in db.query(_BEGINNINGS[thing], {"text": text})]


_WITHIN = "{0} >= :text AND {0} < :text || char(1114111)"
_BEGINNINGS = {
    "slug": "SELECT slug AS value, name AS told FROM speakers WHERE quotes AND kind <> 'unnamed' AND "
    f"{_WITHIN.format('slug')} ORDER BY quotes DESC, slug LIMIT 60",
    "name": "SELECT name AS value, slug AS told FROM speakers WHERE quotes AND kind <> 'unnamed' AND "
    f"{_WITHIN.format('name')} ORDER BY quotes DESC, name LIMIT 60",
    "outlet": "SELECT outlet AS value, sum(articles) || ' articles' AS told FROM article_tallies WHERE outlet <> '' AND "
    f"{_WITHIN.format('outlet')} GROUP BY outlet ORDER BY sum(articles) DESC, outlet LIMIT 60",
    "article": f"SELECT id AS value, title AS told FROM articles WHERE {_WITHIN.format('id')} ORDER BY id LIMIT 60",
}


def article_id(db: Database, prefix: str) -> str:
    """The id of the article whose id is `prefix`, or is the only one that begins with it, or that has `prefix` as another name.

    StoreError when there is none or more than one.
    """
    exact = "SELECT id FROM articles WHERE id = :id UNION ALL SELECT article_id FROM article_names WHERE name = :id"
    for row in db.query(exact, {"id": prefix}):
        return str(row["id"])
    if moved := redirected(db, "article", prefix):
        return moved
    sql = "SELECT id FROM articles WHERE substr(id, 1, length(?)) = ? ORDER BY id LIMIT 4"
    ids = [row["id"] for row in db.query(sql, [prefix, prefix])] if prefix else []
    if not ids:
        raise StoreError(f"no article's id begins with {prefix!r}; `quotes search` shows the ids of articles")
    if len(ids) > 1:
        some = ", ".join(ids[:3]) + (" …" if len(ids) > 3 else "")
        raise StoreError(f"{prefix!r} begins the ids of several articles: {some}")
    return str(ids[0])


def article(db: Database, prefix: str) -> Row:
    """The article that `article_id` finds: its row, `quotes` (with `spans`) and `speakers`.

    StoreError when there is none or more than one.
    """
    article = next(db.query(f"SELECT {_ARTICLE} FROM articles WHERE id = ?", [article_id(db, prefix)]))
    article["extra"] = json.loads(article["extra"])
    article["notes"] = json.loads(article["notes"])
    quotes = [decode(row) for row in db.query(_ARTICLE_QUOTES, [article["id"]])]
    for quote in quotes:
        quote["spans"] = list(db.query(_SPANS, [quote["id"]]))
    people = db.query(
        "SELECT speakers.id, speakers.name, speakers.slug, speakers.kind, speakers.gender, min(appearances.name) AS here"
        " FROM appearances JOIN speakers ON speakers.id = speaker_id WHERE article_id = ?"
        " GROUP BY speakers.id ORDER BY speakers.name",
        [article["id"]],
    )
    return {**article, "quotes": quotes, "speakers": list(people)}


_ARTICLE = "id, title, outlet, author, published, url, language, text, sha256, words, extra, run_id, ingested, notes"
_ARTICLE_QUOTES = "SELECT * FROM quotes_full WHERE article_id = ? ORDER BY position"
_SPANS = 'SELECT part, start, "end" FROM quote_spans WHERE quote_id = ? ORDER BY start, part'


_STALE = "FROM articles JOIN runs ON runs.id = articles.run_id WHERE (runs.models <> ? OR runs.rules <> ?)"


def articles_outside(db: Database, *, since: str | None, until: str | None, outlets: Collection[str]) -> list[str]:
    """The ids of the articles that are not from these days and outlets. An article without a date is from no day."""
    wanted = {
        "substr(published, 1, 10) >= :since": since,
        "substr(published, 1, 10) <= :until": until,
        "outlet IN (SELECT value FROM json_each(:outlets))": _json(outlets) if outlets else None,
    }
    outside = " OR ".join(f"({condition}) IS NOT 1" for condition, value in wanted.items() if value is not None)
    sql = f"SELECT id FROM articles WHERE {outside or '0'} ORDER BY id"
    values = {"since": since, "until": until, "outlets": _json(outlets)}
    return [row["id"] for row in db.query(sql, {name: value for name, value in values.items() if f":{name}" in sql})]


def stale_article(db: Database, after: str, *, models: str, rules: str) -> Row | None:
    """The first article, by id, after `after` that was analysed by other models or rules than these."""
    columns = "articles.id, title, outlet, author, published, url, language, text, extra, id_given"
    sql = f"SELECT {columns} {_STALE} AND articles.id > ? ORDER BY articles.id LIMIT 1"
    return next(db.query(sql, [models, rules, after]), None)


def count_stale(db: Database, *, models: str, rules: str) -> int:
    return _number(db, f"SELECT count(*) {_STALE}", [models, rules])


def summary(db: Database, *, top: int = 5) -> Row:
    """How many articles, quotes and named speakers the database has, and the `top` speakers by quotes."""
    named = "FROM speakers WHERE quotes > 0 AND kind <> 'unnamed'"
    best = f"SELECT name, slug, quotes, articles {named} ORDER BY quotes DESC, name, id LIMIT ?"
    return {
        "articles": _number(db, "SELECT count(*) FROM articles", []),
        "quotes": _number(db, "SELECT count(*) FROM quotes", []),
        "speakers": _number(db, f"SELECT count(*) {named}", []),
        "top_speakers": list(db.query(best, [top])),
    }


def decode(row: Row) -> Row:
    """A row of quotes_full with `evidence` decoded and flags as bool."""
    flags = {"negated": bool(row["negated"]), "corrected": bool(row["corrected"])}
    return {**row, "evidence": json.loads(row["evidence"]), **flags}


def _where(db: Database, filters: Filters, query: Query) -> tuple[str, list[Any]]:
    """The WHERE condition on `facets f` for filters and query together, and its values in order."""
    conditions: list[str] = []
    values: list[Any] = []

    def among(column: str, wanted: Sequence[Any], unwanted: Sequence[Any] = ()) -> None:
        for items, word in ((wanted, "IN"), (unwanted, "NOT IN")):
            if items:
                conditions.append(f"{column} {word} ({', '.join('?' * len(items))})")
                values.extend(items)

    def ids(names: Sequence[str]) -> list[int]:
        # No speaker has the number -1: an unknown name must find nothing, not everything.
        return [row["id"] for name in names for row in find_speakers(db, name) or [{"id": -1}]]

    def outlets(names: Sequence[str]) -> list[str]:
        if not names:
            return []
        wanted = {fold(name) for name in names}
        known = db.execute("SELECT DISTINCT outlet FROM outlet_tallies WHERE outlet <> ''")
        # Nor does an outlet have a name like this one.
        return sorted(outlet for (outlet,) in known if fold(outlet) in wanted) or ["\0"]

    among("f.speaker_id", ids(_several(filters.speaker)))
    among("f.speaker_id", ids(query.values("speaker")), ids(query.excluded("speaker")))
    for column, wanted in (("kind", filters.kind), ("act", filters.act), ("status", filters.status)):
        among(f"f.{column}", _several(wanted))
    among("f.outlet", outlets(_several(filters.outlet)))
    among("f.outlet", outlets(query.values("outlet")), outlets(query.excluded("outlet")))
    for column in ("kind", "act", "status"):
        among(f"f.{column}", query.values(column), query.excluded(column))
    starts = [*query.values("since"), *([filters.since] if filters.since else [])]
    ends = [*query.values("until"), *([filters.until] if filters.until else [])]
    days = [(">=", value) for value in starts] + [("<", value) for value in query.values("before")]
    for sign, day in [*days, *(("<=", day_bound(value)) for value in ends)]:
        # Only the day of a date-time counts; a year or a month stands for all its days. '' is no day.
        conditions.append(f"f.day > '' AND f.day {sign} ?")
        values.append(day)
    shares = [float(value) for value in query.values("confidence")]
    for share in [*shares, *([filters.min_confidence] if filters.min_confidence is not None else [])]:
        conditions.append("+f.confidence >= ?")  # not by its index: most quotes would be read, and in another order
        values.append(share)
    if filters.after_run is not None:
        conditions.append(
            "f.number IN (SELECT number FROM articles JOIN quotes ON quotes.article_id = articles.id"
            " WHERE articles.run_id > ?)"
        )
        values.append(filters.after_run)
    matches = [
        *(("IN", about_expression(name)) for name in (*query.values("about"), *_several(filters.about))),
        *(("NOT IN", about_expression(name)) for name in query.excluded("about")),
        *([("NOT IN", query.without)] if query.match is None and query.without else []),
    ]
    for word, expression in matches:
        if expression is None:  # a name without letters and digits is in no quote
            conditions.append("0" if word == "IN" else "1")
            continue
        conditions.append(f"f.number {word} (SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH ?)")
        values.append(expression)
    return " AND ".join(conditions), values


def _several(value: str | Sequence[str] | None) -> list[str]:
    """The values of a filter as a list."""
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _marks(marked: str) -> tuple[tuple[int, int], ...]:
    """The (start, end) of each marked word in the text without the marks."""
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
