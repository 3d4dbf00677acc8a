"""Runs a search: a page of quotes, their number, and counts by facet and by day.

For a search with words, the full-text index is read once, and the rows of facets are filtered, counted and sorted in Python.
Searches without words are counted from the tables of sums and listed along an index.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

from quotes_site.database import counts_by_day, rows, speakers_by_id, tuples
from quotes_site.query import RELEVANCE, UNSURE, unmistakable
from quotes_site.search import CHOICES, LABELS, Search, where

__all__ = ["MOST", "Matches", "facet_lists", "find", "numbers_of", "term_counts"]

# At most so many quotes are read to count and sort them; if more match, the page says so.
MOST = 3_000
DEEPEST = 5_000  # results that pages and cursors reach; after that, the search has to be narrowed
SHOWN = 10  # values shown of a facet with many (outlets, speakers), besides the chosen ones
_CANDIDATES = 200  # most quoted speakers, from whom those of the facet are taken
_COLUMNS = "f.number, f.day, f.outlet, f.speaker_id, f.kind, f.act, f.status, f.confidence"
_PLACES = {"outlet": 2, "speaker": 3, "kind": 4, "act": 5, "status": 6}
_CONFIDENCE = 7

_AGE = "(CASE f.day WHEN '' THEN '~' ELSE f.day END)"
# The orders of a list without words: the expression that a cursor stores, the comparison, and the ORDER BY.
_ORDERS = {
    "newest": ("f.day", "<", "f.day DESC, f.number"),
    "oldest": (_AGE, ">", f"{_AGE}, f.number"),
    "surest": ("f.confidence", "<", "f.confidence DESC, f.number DESC"),
    "unsure": ("f.confidence", ">", "f.confidence, f.number"),
}


@dataclass
class Matches:
    """The result of a search. `numbers`: keys of the quotes on this page; `first`: how many quotes come before it.

    `total` is a lower bound if `more` is set. `hidden`: how many quotes were left out because they are unsure. `facets`: the
    number of quotes for each value, by facet. `days`: counts by (day, kind). If `partial` is set, the counts are only of the
    quotes that were read.
    """

    numbers: list[int] = field(default_factory=list)
    first: int = 0
    total: int = 0
    more: bool = False
    hidden: int = 0
    facets: dict[str, Counter[Any]] = field(default_factory=dict)
    days: Counter[tuple[str, str]] = field(default_factory=Counter)
    partial: bool = False
    next: str | None = None


async def find(database: Any, search: Search, *, fold: bool, counts: bool = True, drawn: bool = False) -> Matches:
    """Run a search. `fold`: leave out unsure quotes, unless the search has a least confidence. `counts` False: a search without
    words comes without facets and days. `drawn`: the days are for a chart only and may be summed by month.
    """
    least = search.sure_enough
    if fold and search.least is None and not search.query.values("confidence"):
        least = UNSURE
    if search.nothing:
        return Matches()
    if search.match:
        return await _with_words(database, search, least)
    return await _without_words(database, search, least, counts, drawn)


# With words


async def _with_words(database: Any, search: Search, least: float) -> Matches:
    matched, more = await _matched(database, search)
    matches, passed = _sorted_out(matched, search, least)
    matches.more, matches.partial = more, more
    _sort(passed, search.sort)
    start = int(search.cursor) if re.fullmatch(r"\d{1,5}", search.cursor, re.ASCII) else (search.page - 1) * search.size
    matches.first = start
    matches.numbers = [row[0] for row in passed[start : start + search.size]]
    if start + search.size < min(len(passed), DEEPEST):
        matches.next = str(start + search.size)
    return matches


def _sort(matched: list[Any], order: str) -> None:
    """Sort rows of facets in place, by one column after the other: each sort keeps the order of the one before."""
    matched.sort(key=itemgetter(0))
    if order == "oldest":
        matched.sort(key=lambda row: row[1] or "~")
    elif order in ("surest", "unsure"):
        matched.sort(key=itemgetter(_CONFIDENCE), reverse=order == "surest")
    else:
        matched.sort(key=itemgetter(1), reverse=True)
        if order == "relevance":
            matched.sort(key=itemgetter(-1))


async def _matched(database: Any, search: Search) -> tuple[list[Any], bool]:
    """The rows of facets with the words, and whether there are more than were read (then those last stored are read)."""
    ranked = search.sort == "relevance"
    many = ranked and await _are_many(database, search)
    score = f", {RELEVANCE}" if ranked and not many else ""
    narrowed = search.speaker_ids or search.outlets or search.sure_enough or any(_wanted(search).values())
    for filters in (False, True) if narrowed else (False,):
        conditions, params = where(search, filters=filters, match=False)
        matched = await tuples(
            database,
            f"""SELECT {_COLUMNS}{score} FROM quotes_fts CROSS JOIN facets f ON f.number = quotes_fts.rowid
                WHERE quotes_fts MATCH :match AND {conditions} ORDER BY quotes_fts.rowid DESC LIMIT {MOST + 1}""",
            {**params, "match": search.match},
        )
        if len(matched) <= MOST:
            return (await _own_words_first(database, search, matched) if many else matched), False
    return (await _own_words_first(database, search, matched[:MOST]) if many else matched[:MOST]), True


async def _are_many(database: Any, search: Search) -> bool:
    """Whether too many quotes have the words to rank them in time: bm25 counts each word in the whole archive."""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM quotes_fts WHERE quotes_fts MATCH :match LIMIT {MOST + 1})"
    ((count,),) = await tuples(database, sql, {"match": search.match})
    return bool(count > MOST)


async def _own_words_first(database: Any, search: Search, matched: Sequence[Any]) -> list[Any]:
    """The rows with a score: lower for quotes that contain the words than for those with the words only around them."""
    first = min((row[0] for row in matched), default=0)
    inside = await tuples(
        database,
        "SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH :match AND rowid >= :first",
        {"match": f"{{content}} : ({search.match})", "first": first},
    )
    own = {number for (number,) in inside}
    return [(*row, row[0] not in own) for row in matched]


def _sorted_out(matched: Sequence[Any], search: Search, least: float) -> tuple[Matches, list[Any]]:
    """The counts of a search, and the rows that pass all filters. Counts of a facet ignore its own filter."""
    wanted: dict[str, set[Any]] = {
        "speaker": set(search.speaker_ids),
        "outlet": set(search.outlets),
        **{name: set(search.all_of(name)) for name in CHOICES},
    }
    checks = [(name, _PLACES[name], values) for name, values in wanted.items() if values]
    matches = Matches()
    sure = [row for row in matched if row[_CONFIDENCE] >= least] if least else list(matched)
    beside: dict[str, list[Any]] = {name: [] for name in _PLACES}
    passed = sure
    if checks:
        passed = []
        for row in sure:
            failed = [name for name, place, values in checks if row[place] not in values]
            if not failed:
                passed.append(row)
            elif len(failed) == 1:
                beside[failed[0]].append(row)
    if least:
        unsure = [row for row in matched if row[_CONFIDENCE] < least]
        matches.hidden = sum(all(row[place] in values for _, place, values in checks) for row in unsure)
    matches.total = len(passed)
    for name, place in _PLACES.items():
        matches.facets[name] = Counter(map(itemgetter(place), passed))
        matches.facets[name].update(map(itemgetter(place), beside[name]))
    matches.days = Counter(map(itemgetter(1, 4), passed))
    return matches, passed


# Without words


async def _without_words(database: Any, search: Search, least: float, counts: bool, drawn: bool) -> Matches:
    narrow = bool(
        search.speaker_ids or search.outlets or search.without_ids or search.without_outlets or search.since
        or search.until or search.query.without or any(search.query.excluded(name) for name in (*CHOICES, "about"))
        or search.query.values("since") or search.query.values("until") or search.query.values("before")
        or least not in (0.0, UNSURE)
    )  # fmt: skip
    matches = await (_counted(database, search, least, counts) if narrow else _summed(database, search, least, drawn))
    await _list(database, search, least, matches)
    return matches


async def _counted(database: Any, search: Search, least: float, counts: bool) -> Matches:
    """Counts from the rows of facets; only of the newest, if there are too many."""
    matches = Matches(facets={name: Counter() for name in _PLACES})
    wide, params = where(search, filters=False)
    for column, values in {"speaker_id": search.speaker_ids, "outlet": search.outlets}.items():
        if len(values) == 1:
            wide += f" AND f.{column} = :wanted_{column}"
            params[f"wanted_{column}"] = values[0]
        elif values:
            wide += f" AND f.{column} IN (SELECT value FROM json_each(:wanted_{column}))"
            params[f"wanted_{column}"] = json.dumps(values)
    newest = f"FROM facets f WHERE {wide} ORDER BY f.day DESC, f.number LIMIT {MOST}"
    params["least"] = least
    sums = await _known_sums(database, search, least)
    if sums is None:
        sums = await tuples(
            database,
            f"""SELECT kind, act, status, confidence >= :least, count(*)
                FROM (SELECT f.kind, f.act, f.status, f.confidence {newest}) GROUP BY 1, 2, 3, 4""",
            params,
        )
        matches.more = sum(row[4] for row in sums) >= MOST
    _add_sums(matches, search, sums, least)
    matches.partial = matches.total >= MOST or matches.more
    if not counts:
        return matches
    for name, chosen_values in _wanted(search).items():
        if chosen_values:
            wide += f" AND f.{name} IN (SELECT value FROM json_each(:wanted_{name}))"
            params[f"wanted_{name}"] = json.dumps(sorted(chosen_values))
    chosen = f"FROM facets f WHERE {wide} AND f.confidence >= :least ORDER BY f.day DESC, f.number LIMIT {MOST}"
    for name, column in (("outlet", "outlet"), ("speaker", "speaker_id")):
        counted = await tuples(
            database, f"SELECT {column}, count(*) FROM (SELECT f.{column} {chosen}) GROUP BY 1 ORDER BY 2 DESC", params
        )
        matches.facets[name] = Counter(dict(counted))
    days = await tuples(
        database, f"SELECT day, kind, count(*) FROM (SELECT f.day, f.kind {chosen}) GROUP BY 1, 2", params
    )
    matches.days = Counter({(day, kind): n for day, kind, n in days})
    return matches


async def _known_sums(database: Any, search: Search, least: float) -> list[Any] | None:
    """Counts by kind, act, kind of source, and sure or not, for a search by speakers or by outlets alone; None for others."""
    kept = ("speaker_ids", "outlets", "kind", "act", "status", "query")
    only = replace(Search(), **{name: getattr(search, name) for name in kept})
    if where(only)[0] != where(replace(search, least=None))[0] or any(search.query.excluded(name) for name in CHOICES):
        return None
    fields = {
        item.field
        for item in search.query.filters
        if item.excluded or item.field not in ("speaker", "outlet", *CHOICES)
    }
    if fields or search.query.without or least not in (0.0, UNSURE) or bool(search.speaker_ids) == bool(search.outlets):
        return None
    if search.speaker_ids:
        return await tuples(
            database,
            """SELECT t.kind, t.act, iif(s.kind = 'unnamed', 'unnamed', 'named'), t.sure, sum(t.quotes)
               FROM speaker_tallies t JOIN speakers s ON s.id = t.speaker_id
               WHERE t.speaker_id IN (SELECT value FROM json_each(:ids)) GROUP BY 1, 2, 3, 4""",
            {"ids": json.dumps(search.speaker_ids)},
        )
    return await tuples(
        database,
        """SELECT kind, act, status, sure, sum(quotes) FROM outlet_tallies
           WHERE outlet IN (SELECT value FROM json_each(:outlets)) GROUP BY 1, 2, 3, 4""",
        {"outlets": json.dumps(search.outlets)},
    )


def _wanted(search: Search) -> dict[str, set[str]]:
    return {name: set(search.all_of(name)) for name in CHOICES}


def _add_sums(matches: Matches, search: Search, sums: Sequence[Any], least: float) -> None:
    """Add counts by kind, act, kind of source, and sure or not, to `matches`. Counts of a facet ignore its own filter."""
    wanted = _wanted(search)
    for *values, sure, quotes in sums:
        parts = dict(zip(CHOICES, values, strict=True))
        failed = [name for name, value in parts.items() if wanted[name] and value not in wanted[name]]
        if not sure and least:
            matches.hidden += 0 if failed else quotes
            continue
        if not failed:
            matches.total += quotes
        for name, value in parts.items():
            if failed in ([], [name]):
                matches.facets[name][value] += quotes


async def _summed(database: Any, search: Search, least: float, drawn: bool) -> Matches:
    """Counts from the tables of sums, for searches by kind, act and kind of source only."""
    matches = Matches(facets={name: Counter() for name in _PLACES})
    wanted = _wanted(search)
    sums = await tuples(database, "SELECT kind, act, status, sure, sum(quotes) FROM outlet_tallies GROUP BY 1, 2, 3, 4")
    _add_sums(matches, search, sums, least)
    clauses, params = ["1"], {}
    for name, chosen in wanted.items():
        if chosen:
            clauses.append(f"{name} IN (SELECT value FROM json_each(:{name}))")
            params[name] = json.dumps(sorted(chosen))
    if least:
        clauses.append("sure")
    conditions = " AND ".join(clauses)
    outlets = await tuples(
        database, f"SELECT outlet, sum(quotes) FROM outlet_tallies WHERE {conditions} GROUP BY outlet", params
    )
    matches.facets["outlet"] = Counter(dict(tuple(row) for row in outlets))
    if not wanted["status"]:
        matches.facets["speaker"] = await _most_quoted(database, conditions, params)
    if wanted["act"] or wanted["status"]:
        conditions, params = where(search)
        newest = f"AND f.confidence >= {least} ORDER BY f.day DESC LIMIT {MOST}"
        days = await tuples(database, f"SELECT f.day, f.kind FROM facets f WHERE {conditions} {newest}", params)
        matches.partial = len(days) == MOST
        matches.days = Counter((day, kind) for day, kind in days)
    else:
        by_day = await counts_by_day(database, "day_tallies", "sum(quotes)", conditions, params, drawn=drawn)
        matches.days = Counter({(row["day"], row["kind"]): row["n"] for row in by_day})
    return matches


async def _most_quoted(database: Any, conditions: str, params: Mapping[str, Any]) -> Counter[Any]:
    counted = await tuples(
        database,
        f"""SELECT t.speaker_id, sum(t.quotes) FROM speaker_tallies t
            WHERE t.speaker_id IN (SELECT id FROM speakers WHERE kind <> 'unnamed' ORDER BY quotes DESC, id LIMIT {_CANDIDATES})
            AND {conditions} GROUP BY 1""",
        params,
    )
    return Counter(dict(tuple(row) for row in counted))


async def _list(database: Any, search: Search, least: float, matches: Matches) -> None:
    """Read this page of a list along the index of its order; a cursor says where the page before it ended."""
    conditions, params = where(search)
    if least and not search.sure_enough:
        conditions += " AND f.confidence >= :least"
        params["least"] = least
    key, sign, order = _ORDERS[search.sort]
    params["size"] = search.size + 1
    params["offset"] = 0
    if cursor := re.fullmatch(r"(\d{1,7})_([\d.~-]{0,25})_(\d{1,18})", search.cursor, re.ASCII):
        matches.first = int(cursor[1])
        params["key"] = cursor[2] if search.sort in ("newest", "oldest") else float(cursor[2] or 0)
        params["number"] = int(cursor[3])
        after = "<" if search.sort == "surest" else ">"
        conditions += f" AND {key} {sign}= :key AND ({key} {sign} :key OR f.number {after} :number)"
    else:
        matches.first = params["offset"] = (search.page - 1) * search.size
    page = await tuples(
        database,
        f"SELECT f.number, {key} FROM facets f WHERE {conditions} ORDER BY {order} LIMIT :size OFFSET :offset",
        params,
    )
    matches.numbers = [row[0] for row in page[: search.size]]
    if len(page) > search.size:
        last = page[search.size - 1]
        matches.next = f"{matches.first + search.size}_{last[1]}_{last[0]}"


async def numbers_of(database: Any, search: Search, least: float, limit: int) -> list[int]:
    """The keys of all quotes (at most `limit`) that a search finds, newest first, for exports."""
    conditions, params = where(search)
    if least:
        conditions += " AND f.confidence >= :least_"
        params["least_"] = least
    keys = await tuples(
        database,
        f"SELECT f.number FROM facets f WHERE {conditions} ORDER BY f.day DESC, f.number LIMIT {limit}",
        params,
    )
    return [row[0] for row in keys]


async def term_counts(database: Any, search: Search) -> list[dict[str, Any]]:
    """For each word of a search that found nothing, how many quotes have it, up to a thousand."""
    counted = []
    for term in search.query.terms[:8]:
        expression = f"{{content}} : ({term.match})" if search.within else term.match
        sums = await rows(
            database,
            "SELECT count(*) AS n FROM (SELECT 1 FROM quotes_fts WHERE quotes_fts MATCH :match LIMIT 1001)",
            {"match": expression},
        )
        counted.append({"label": term.label, "quotes": sums[0]["n"]})
    return counted


async def facet_lists(database: Any, search: Search, matches: Matches) -> list[dict[str, Any]]:
    """The facets as lists of values, each with its count and the query string that chooses or drops it."""
    people = matches.facets.get("speaker", Counter())
    chosen_ids = set(search.speaker_ids)
    shown = {number for number, _ in people.most_common(SHOWN + 1) if number} | chosen_ids
    speakers = await speakers_by_id(database, shown)
    slugs = tuple(unmistakable(speakers[number]["slug"]) for number in search.speaker_ids if number in speakers)
    titles = {"kind": "Kind", "act": "Act", "speaker": "Speaker", "outlet": "Outlet", "status": "Source"}
    result = []
    for name, title in titles.items():
        counts = matches.facets.get(name, Counter())
        chosen: Sequence[str]
        entries: list[tuple[str, str, int]]
        if name == "speaker":
            chosen = slugs
            entries = [(unmistakable(who["slug"]), who["name"], counts[number]) for number, who in speakers.items()]
            entries.sort(key=lambda entry: (-entry[2], entry[1]))
            several = len([number for number in counts if number])
        elif name == "outlet":
            chosen = search.outlet
            best = sorted((value for value in counts if value), key=lambda value: (-counts[value], value))
            entries = [(value, value, counts[value]) for value in dict.fromkeys((*best[:SHOWN], *search.outlets))]
            several = len(best)
        else:
            chosen = getattr(search, name)
            entries = [
                (value, label, counts[value])
                for value, label in LABELS[name].items()
                if counts[value] or value in chosen
            ]
            several = len(entries)
        options = []
        for value, label, count in entries[: SHOWN + len(chosen)]:
            selected = value in chosen
            values = [other for other in chosen if other != value] if selected else [*chosen, value]
            query = search.address(**{name: values})
            options.append({"value": value, "label": label, "count": count, "selected": selected, "query": query})
        if options:
            result.append({"name": name, "title": title, "options": options, "more": max(0, several - len(options))})
    return result
