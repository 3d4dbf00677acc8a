"""Reads a search from the parameters of an address, and turns it into conditions on the table `facets`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from quotes_site.names import candidates
from quotes_site.query import (
    ACTS,
    KINDS,
    LONGEST,
    STATUSES,
    Query,
    about_expression,
    checked_value,
    day_bound,
    fold,
    meant,
    parse,
    unmistakable,
)

__all__ = ["CHOICES", "LABELS", "SORTS", "Search", "read_search", "where"]

LABELS: Mapping[str, Mapping[str, str]] = {
    "kind": {"direct": "Direct", "mixed": "Mixed", "indirect": "Indirect"},
    "act": {"speech": "Speech", "thought": "Thought"},
    "status": {"named": "Named", "unnamed": "Unnamed", "unknown": "Not resolved", "none": "No source in the text"},
}
CHOICES = {"kind": KINDS, "act": ACTS, "status": STATUSES}
SORTS = {"relevance": "Best match", "newest": "Newest", "oldest": "Oldest", "surest": "Surest", "unsure": "Least sure"}
MOST_VALUES = 12  # of one filter; more are left out, with a notice
SIZES = (10, 25, 50, 100)


@dataclass(frozen=True)
class Search:
    """A search.

    `query` is the parsed text of the search box; `speaker_ids`, `without_ids` and `outlets` combine its fields with the filters
    beside the box. `nothing` says why no quote can match. `notices` are sentences to show: what was left out, whom a name was
    taken to mean.
    """

    q: str = ""
    query: Query = field(default_factory=Query)
    within: str = ""
    speaker: tuple[str, ...] = ()
    speaker_ids: tuple[int, ...] = ()
    without_ids: tuple[int, ...] = ()
    kind: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    without_outlets: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    least: float | None = None
    sort: str = "newest"
    size: int = 25
    page: int = 1
    cursor: str = ""
    nothing: str | None = None
    notices: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    others: tuple[Any, ...] = ()  # candidates for a name that several speakers may have

    @property
    def match(self) -> str | None:
        """The FTS5 expression for the words; None if there are none."""
        parts = (
            [f"({{content}} : ({self.query.match}))" if self.within else f"({self.query.match})"]
            if self.query.match
            else []
        )
        parts += [f"({about_expression(name)})" for name in self.query.values("about")]
        return " AND ".join(parts) or None

    def address(self, **changes: Any) -> str:
        """The search as a query string with some parts changed; without a page or cursor, unless `changes` has one."""
        parts: dict[str, Any] = {
            "q": self.q,
            "in": "quote" if self.within else "",
            **{name: getattr(self, name) for name in ("speaker", "kind", "act", "outlet", "status", "since", "until")},
            "min_confidence": "" if self.least is None else f"{self.least:g}",
            "sort": self.sort if self.sort != default_sort(self.match) else "",
            "size": self.size if self.size != 25 else "",
        }
        parts.update(changes)
        return urlencode({name: value for name, value in parts.items() if value not in ("", None, (), [])}, doseq=True)

    def all_of(self, name: str) -> tuple[str, ...]:
        """The wanted values of kind, act or status: chosen beside the search box, or typed in it."""
        return tuple(dict.fromkeys((*getattr(self, name), *self.query.values(name))))

    @property
    def sure_enough(self) -> float:
        return max([self.least or 0.0, *(float(value) for value in self.query.values("confidence"))])


def default_sort(match: str | None) -> str:
    return "relevance" if match else "newest"


async def read_search(database: Any, args: Any) -> Search:
    """The search in an address's parameters. Impossible values are left out and reported in `errors`."""
    reader = _Reader(args)
    q = (args.get("q") or "").strip()
    query = parse(q)
    reader.errors += query.errors
    reader.notices += query.ignored
    speaker = reader.chosen("speaker")
    speaker_ids, missing, others = await _speakers(database, (*speaker, *query.values("speaker")), reader)
    without, _, _ = await _speakers(database, query.excluded("speaker"), reader)
    outlet = reader.chosen("outlet")
    search = Search(
        q=q[:LONGEST],
        query=query,
        within="quote" if args.get("in") == "quote" else "",
        speaker=speaker,
        speaker_ids=speaker_ids,
        without_ids=without,
        kind=reader.choices("kind"),
        act=reader.choices("act"),
        status=reader.choices("status"),
        outlet=outlet,
        outlets=(*outlet, *await _outlets(database, query.values("outlet"))),
        without_outlets=await _outlets(database, query.excluded("outlet")),
        since=reader.date("since"),
        until=reader.date("until"),
        least=reader.share("min_confidence"),
        size=reader.number("size", 25, 1, max(SIZES)),
        page=reader.number("page", 1, 1, 10**7),
        cursor=(args.get("next") or "")[:80],
        others=others,
    )
    if search.since and search.until and search.since > day_bound(search.until):
        reader.errors.append(f"The search begins after it ends: from {search.since} to {search.until}.")
    sort = args.get("sort") or ""
    if sort and sort not in SORTS:
        reader.errors.append(f"“{sort[:40]}” is not an order: choose {', '.join(SORTS)}.")
    if sort not in SORTS or (sort == "relevance" and not search.match):
        sort = default_sort(search.match)
    nothing = None
    if q and not (query.match or query.without or query.filters or query.errors):
        nothing = f"“{q[:60]}” contains no letter or digit to look for."
    if missing and not speaker_ids:
        nothing = f"No speaker here is called “{', '.join(missing)}”."
    return replace(
        search,
        sort=sort,
        nothing=nothing,
        notices=tuple(dict.fromkeys(reader.notices)),
        errors=tuple(dict.fromkeys(reader.errors)),
    )


class _Reader:
    """Takes values from an address's parameters, and collects what is wrong with them."""

    def __init__(self, args: Any) -> None:
        self.args = args
        self.errors: list[str] = []
        self.notices: list[str] = []

    def chosen(self, name: str) -> tuple[str, ...]:
        values = [value for value in dict.fromkeys(value.strip() for value in self.args.getlist(name)) if value]
        if len(values) > MOST_VALUES:
            self.notices.append(f"Only the first {MOST_VALUES} values of “{name}” were used.")
        return tuple(value[:200] for value in values[:MOST_VALUES])

    def choices(self, name: str) -> tuple[str, ...]:
        return tuple(filter(None, (self._checked(name, value) for value in self.chosen(name))))

    def date(self, name: str) -> str:
        value = (self.args.get(name) or "").strip()
        return self._checked(name, value) if value else ""

    def share(self, name: str) -> float | None:
        value = (self.args.get(name) or "").strip()
        checked = self._checked("confidence", value) if value else ""
        return float(checked) if checked else None

    def number(self, name: str, usual: int, least: int, most: int) -> int:
        value = (self.args.get(name) or "").strip()
        if not value:
            return usual
        if re.fullmatch(r"\d{1,9}", value, re.ASCII) and least <= int(value) <= most:
            return int(value)
        self.errors.append(f"“{value[:40]}” cannot be the {name}: write a number from {least} to {most:,}.")
        return usual

    def _checked(self, name: str, value: str) -> str:
        try:
            return checked_value(name, value)
        except ValueError as error:
            self.errors.append(str(error))
            return ""


async def _speakers(
    database: Any, names: tuple[str, ...], reader: _Reader
) -> tuple[tuple[int, ...], list[str], tuple[Any, ...]]:
    """The ids of the speakers meant, the names that nobody has, and other speakers whom a name may mean."""
    ids: list[int] = []
    missing: list[str] = []
    others: list[Any] = []
    for name in names[:MOST_VALUES]:
        speakers = await candidates(database, name)
        if not speakers:
            missing.append(name)
            continue
        chosen = meant(speakers)
        ids += [candidate.id for candidate in chosen]
        if unmistakable(speakers[0].slug) != name:
            others += speakers
            if len(chosen) == 1 and not chosen[0].exact and fold(chosen[0].name) != fold(name):
                reader.notices.append(f"“{name[:60]}” was taken to mean {chosen[0].name}.")
    if missing and ids:
        reader.notices.append(f"No speaker here is called “{', '.join(missing)}”.")
    several = {other.id: other for other in others} if len(others) > 1 else {}
    return tuple(dict.fromkeys(ids)), missing, tuple(several.values())


async def _outlets(database: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    """The outlets for typed names, in the database's spelling; a name that no outlet has stays as typed."""
    if not names:
        return ()
    outlets = await database.execute("SELECT DISTINCT outlet FROM outlet_tallies")
    by_name = {fold(row[0]): row[0] for row in outlets.rows}
    return tuple(by_name.get(fold(name), name) for name in names)


def where(search: Search, *, filters: bool = True, match: bool = True) -> tuple[str, dict[str, Any]]:
    """The SQL conditions on `facets f`, and their values. `filters` False leaves out the filters beside the results, `match`
    False leaves out the words.
    """
    clauses: list[str] = []
    params: dict[str, Any] = {}

    def among(column: str, name: str, values: tuple[Any, ...], word: str = "IN") -> None:
        if len(values) == 1:
            clauses.append(f"{column} {'=' if word == 'IN' else '<>'} :{name}")
            params[name] = values[0]
        elif values:
            clauses.append(f"{column} {word} (SELECT value FROM json_each(:{name}))")
            params[name] = json.dumps(values)

    if search.nothing:
        clauses.append("0")
    if match and search.match:
        clauses.append("f.number IN (SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH :match)")
        params["match"] = search.match
    unwanted = [about_expression(name) for name in search.query.excluded("about")]
    if search.query.without and not search.query.match:
        unwanted.append(search.query.without)
    for number, expression in enumerate(unwanted):
        expression = f"{{content}} : ({expression})" if search.within else str(expression)
        clauses.append(f"f.number NOT IN (SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH :unwanted{number})")
        params[f"unwanted{number}"] = expression
    among("f.speaker_id", "without_speakers", search.without_ids, "NOT IN")
    among("f.outlet", "without_outlets", search.without_outlets, "NOT IN")
    for name in CHOICES:
        among(f"f.{name}", f"without_{name}", search.query.excluded(name), "NOT IN")
    for number, day in enumerate(filter(None, (search.since, *search.query.values("since")))):
        clauses.append(f"f.day >= :since{number}")
        params[f"since{number}"] = day
    for number, day in enumerate(filter(None, (search.until, *search.query.values("until")))):
        clauses.append(f"f.day <= :until{number} AND f.day <> ''")
        params[f"until{number}"] = day_bound(day)
    for number, day in enumerate(search.query.values("before")):
        clauses.append(f"f.day < :before{number} AND f.day <> ''")
        params[f"before{number}"] = day
    if filters:
        among("f.speaker_id", "speakers", search.speaker_ids)
        among("f.outlet", "outlets", search.outlets)
        for name in CHOICES:
            among(f"f.{name}", name, search.all_of(name))
        if search.sure_enough:
            clauses.append("f.confidence >= :least")
            params["least"] = search.sure_enough
    return " AND ".join(clauses) or "1", params
