"""Sums up the roles and affiliations of a speaker: when articles mention them, how often, and which outlets do.

In: rows of the view roles_seen. Out: sums of them, and those that hold at a date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .language import day_bound

__all__ = ["ROLES_SEEN", "affiliations", "roles", "roles_at"]

Row = dict[str, Any]

ROLES_SEEN = (
    "SELECT role, affiliation, outlet, articles, first, last, article_id FROM roles_seen WHERE speaker_id = :id"
)


def roles(seen: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Each role with `articles`, the `first` and `last` day seen, and the same by outlet (`outlets`); most frequent first.

    `article_id` is one of the articles.
    """
    return _summed(seen, "role", "affiliation")


def affiliations(seen: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The same for the bodies and places that the roles name."""
    return _summed((row for row in seen if row["affiliation"]), "affiliation")


def roles_at(known: Sequence[Row], date: str) -> dict[str, list[Row]]:
    """The roles at a day, month or year: those seen in it, or both before and after it (`then`).

    If there are none: the last that were seen before it, and the first after it, as far as there are any.
    """
    start, end = date, day_bound(date)
    dated = [role for role in known if role["first"]]
    then = [role for role in dated if role["first"] <= end and role["last"] >= start]
    if then:
        return {"then": then, "before": [], "after": []}
    before = max((role["last"] for role in dated if role["last"] < start), default=None)
    after = min((role["first"] for role in dated if role["first"] > end), default=None)
    return {
        "then": [],
        "before": [role for role in dated if role["last"] == before],
        "after": [role for role in dated if role["first"] == after],
    }


def _summed(rows: Iterable[Mapping[str, Any]], *columns: str) -> list[Row]:
    groups: defaultdict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[column] for column in columns)].append(row)
    summed = [
        {**dict(zip(columns, values, strict=True)), **_sum(group), "outlets": _by_outlet(group)}
        for values, group in groups.items()
    ]
    return sorted(summed, key=lambda row: (-row["articles"], row[columns[0]]))


def _by_outlet(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    groups: defaultdict[str | None, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["outlet"]].append(row)
    summed = [{"outlet": outlet, **_sum(group)} for outlet, group in groups.items()]
    return sorted(summed, key=lambda row: (-row["articles"], row["outlet"] or ""))


def _sum(rows: Sequence[Mapping[str, Any]]) -> Row:
    return {
        "articles": sum(row["articles"] for row in rows),
        "first": min((row["first"] for row in rows if row["first"]), default=None),
        "last": max((row["last"] for row in rows if row["last"]), default=None),
        "article_id": min(row["article_id"] for row in rows),
    }
