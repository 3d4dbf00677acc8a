"""Finds the database that `quotes ingest` wrote, and reads quotes from it as rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from quotes_site.query import KINDS

__all__ = [
    "QUOTE",
    "counts_by_day",
    "find_database",
    "moved",
    "one",
    "quotes_by_number",
    "rows",
    "speakers_by_id",
    "tuples",
]

# Above so many days, a chart shows months, so that sums by month are enough.
MANY_DAYS = 120
# Tables and views that `quotes ingest` makes; YOUNGEST is the column that pages need and that was added last.
YOUNGEST = ("roles", "affiliation")
TABLES = {
    "articles",
    "quotes",
    "quote_spans",
    "quotes_fts",
    "speakers",
    "facets",
    "lookup_names",
    "corrections",
    "roles",
}
# A row of quotes_full with what only pages need: the quote's key, and the text around it with its offset.
_AROUND = 700
QUOTE = f"""
    SELECT f.*, q.number, a.ingested, a.language, near.start AS near_start,
        substr(a.text, near.start + 1, near.length) AS near,
        CASE WHEN a.title IS NULL THEN substr(a.text, 1, 400) END AS begins
    FROM quotes q JOIN quotes_full f ON f.id = q.id JOIN articles a ON a.id = q.article_id
    LEFT JOIN (
        SELECT quote_id, max(0, min(start) - {_AROUND}) AS start,
            max("end") - max(0, min(start) - {_AROUND}) + {_AROUND} AS length
        FROM quote_spans WHERE part IN ('content', 'cue', 'source') AND quote_id IN
            (SELECT id FROM quotes WHERE number IN (SELECT value FROM json_each(:numbers)))
        GROUP BY quote_id
    ) near ON near.quote_id = q.id
    WHERE q.number IN (SELECT value FROM json_each(:numbers))
"""


async def find_database(datasette: Any) -> Any | None:
    """The first database with the project's tables. The result is remembered."""
    known = datasette.databases.get(getattr(datasette, "quotes_database", None))
    if known is not None:
        return known
    for database in datasette.databases.values():
        if set(await database.table_names()) >= TABLES:
            table, column = YOUNGEST
            if column not in await database.table_columns(table):
                continue
            datasette.quotes_database = database.name
            return database
    return None


async def rows(database: Any, sql: str, params: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    fetched = (await database.execute(sql, params or {})).rows
    names = fetched[0].keys() if fetched else ()
    return [dict(zip(names, row, strict=True)) for row in fetched]  # faster than dict(row), which looks up every name


async def tuples(database: Any, sql: str, params: Mapping[str, Any] | None = None) -> list[Any]:
    """Like `rows`, but as tuples, which is faster for thousands of rows."""
    return list((await database.execute(sql, params or {})).rows)


async def one(database: Any, sql: str, params: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    first = await rows(database, sql, params)
    return first[0] if first else None


async def counts_by_day(
    database: Any, table: str, count: str, where: str, params: Mapping[str, Any] | None = None, *, drawn: bool
) -> list[dict[str, Any]]:
    """The number of quotes of each kind for each day: {day, kind, n}, in order.

    `count` is an SQL aggregate: `count(*)`, or the sum of a column. `drawn`: for a chart only. Over more days than a chart shows,
    the quotes of a month are then counted on its first day.
    """
    params = params or {}
    ends = f"(SELECT day FROM {table} WHERE {where} AND day > '' ORDER BY day"
    span = f"SELECT julianday({ends} DESC LIMIT 1)) - julianday({ends} LIMIT 1)) AS days"
    known = await one(database, span, params) if drawn else None
    # A column for each kind, so that days come in order from an index and need no sorting.
    kinds = sorted(KINDS)
    columns = ", ".join(f"{count} FILTER (WHERE kind = '{kind}')" for kind in kinds)
    sql = f"SELECT day, {columns} FROM {table} WHERE {where} AND day > '' GROUP BY day ORDER BY day"
    counted = await tuples(database, sql, params)
    by_month = bool(known and (known["days"] or 0) > MANY_DAYS)
    sums: Counter[tuple[str, str]] = Counter()
    for day, *numbers in counted:
        for kind, number in zip(kinds, numbers, strict=True):
            sums[f"{day[:7]}-01" if by_month else day, kind] += number or 0
    return [{"day": day, "kind": kind, "n": number} for (day, kind), number in sums.items() if number]


async def quotes_by_number(database: Any, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """The quotes with these keys (`quotes.number`), in this order, each with its `spans`."""
    if not numbers:
        return []
    wanted = {"numbers": json.dumps(numbers)}
    quotes = {row["number"]: {**row, "spans": []} for row in await rows(database, QUOTE, wanted)}
    ids = {row["id"]: row for row in quotes.values()}
    spans = await rows(
        database,
        """SELECT quote_id, part, start, "end" FROM quote_spans
           WHERE quote_id IN (SELECT value FROM json_each(:ids)) ORDER BY start, part""",
        {"ids": json.dumps(list(ids))},
    )
    for span in spans:
        ids[span.pop("quote_id")]["spans"].append(span)
    return [quotes[number] for number in numbers if number in quotes]


async def speakers_by_id(database: Any, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    speakers = await rows(
        database,
        """SELECT id, name, slug, kind, gender, quotes, articles FROM speakers
           WHERE id IN (SELECT value FROM json_each(:ids))""",
        {"ids": json.dumps(list(ids))},
    )
    return {row["id"]: row for row in speakers}


async def moved(database: Any, thing: str, old: str) -> dict[str, Any] | None:
    """The redirect of an old address; its `new` is None if nothing took its place."""
    return await one(
        database,
        "SELECT new, article_id FROM moved WHERE thing = :thing AND old = :old LIMIT 1",
        {"thing": thing, "old": old},
    )
