"""The first of very many quotes in a given order: found along the indexes of `facets`, because sorting all takes seconds.

`where` is a condition on `facets f` with a `?` for each of `values`; '' for none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sqlite_utils import Database

__all__ = ["Sort", "count", "first"]

Sort = Literal["relevance", "newest", "oldest", "surest", "unsure"]

# Up to so many quotes are simply sorted.
_FEW = 2_000
_NEWEST = "a.published IS NULL, a.published DESC, a.id, q.position"
_ORDERS: dict[Sort, str] = {
    "newest": _NEWEST,
    "oldest": "coalesce(a.published, '') = '', a.published, a.id, q.position",
    "surest": f"f.confidence DESC, {_NEWEST}",
    "unsure": f"f.confidence, {_NEWEST}",
}
# For each order, the column that an index has, and the direction. Quotes that are equal in it still need sorting.
_KEYS: dict[Sort, tuple[str, str]] = {
    "newest": ("f.day", "DESC"),
    "oldest": ("CASE f.day WHEN '' THEN '~' ELSE f.day END", ""),
    "surest": ("f.confidence", "DESC"),
    "unsure": ("f.confidence", ""),
}
_DAY = len("2026-11-30")


def count(db: Database, where: str, values: Sequence[Any]) -> int:
    """How many quotes meet the condition."""
    return int(db.execute(f"SELECT count(*) FROM facets f WHERE {where or '1'}", list(values)).fetchone()[0])


def first(db: Database, where: str, values: Sequence[Any], *, limit: int | None, sort: Sort, total: int) -> list[int]:
    """The numbers of the first `limit` quotes in an order. `total` is how many quotes meet the condition."""
    if limit is None or limit >= total or total <= _FEW:
        return _all(db, where, values, limit, sort)
    key, way = _KEYS[sort]
    sql = f"SELECT {key} FROM facets f WHERE {where or '1'} ORDER BY {key} {way} LIMIT 1 OFFSET ?"
    (last,) = db.execute(sql, [*values, limit - 1]).fetchone()
    # The narrower condition first: of two on one column, SQLite looks the first up.
    also = f" AND {where}" if where else ""
    earlier = _all(db, f"{key} {'>' if way else '<'} ?{also}", [last, *values], None, sort)
    rest = limit - len(earlier)
    where, values = f"{key} = ?{also}", [last, *values]
    if key == "f.confidence":
        return [*earlier, *first(db, where, values, limit=rest, sort="newest", total=count(db, where, values))]
    return [*earlier, *_of_one_day(db, where, values, "" if last == "~" else last, rest, sort)]


def _all(db: Database, where: str, values: Sequence[Any], limit: int | None, sort: Sort) -> list[int]:
    sql = f"""SELECT f.number FROM facets f CROSS JOIN quotes q ON q.number = f.number
        CROSS JOIN articles a ON a.id = q.article_id WHERE {where or "1"} ORDER BY {_ORDERS[sort]} LIMIT ?"""
    return [number for (number,) in db.execute(sql, [*values, -1 if limit is None else limit])]


def _of_one_day(db: Database, where: str, values: Sequence[Any], day: str, limit: int, sort: Sort) -> list[int]:
    """The first quotes of one day ('' for undated ones).

    In an archive without dates that is every quote, so articles are read in order until there are enough.
    """
    way = _KEYS[sort][1]
    if not day:
        ranges: list[tuple[str, list[str]]] = [("a.published = ?", [""]), ("a.published IS NULL", [])]
        ranges = ranges if way else ranges[::-1]
    elif len(day) < _DAY:
        ranges = [("a.published = ?", [day])]
    else:
        ranges = [("a.published >= ? AND a.published < ? || char(1114111)", [day, day])]
    numbers: list[int] = []
    for within, bounds in ranges:
        sql = f"""SELECT f.number FROM articles a CROSS JOIN quotes q ON q.article_id = a.id
            CROSS JOIN facets f ON f.number = q.number WHERE {within} AND {where}
            ORDER BY a.published {way}, a.id, q.position LIMIT ?"""
        numbers += [number for (number,) in db.execute(sql, [*bounds, *values, limit - len(numbers)])]
    return numbers
