"""What a reader asks for, from a query string to the quotes that answer it, with facets."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from datasette.database import QueryInterrupted

from quotes_site.database import JOINED, ORDERS, rows

__all__ = [
    "KINDS",
    "LONGEST_QUERY",
    "SORTS",
    "Search",
    "chosen_speakers",
    "conditions",
    "facets",
    "marked_hits",
    "match_expression",
    "matching_ids",
    "read_search",
    "speakers_named",
]

KINDS = {"direct": "Direct", "mixed": "Mixed", "indirect": "Indirect"}
ACTS = {"speech": "Speech", "thought": "Thought"}
STATUSES = {"named": "Named", "unnamed": "Unnamed", "unknown": "Not resolved", "none": "No source in the text"}
SORTS = {"relevance": "Best match", "newest": "Newest", "oldest": "Oldest"}
FACET_SIZE = 10  # values of a facet with many (outlets, speakers); chosen ones are always shown
LONGEST_QUERY = 300  # characters of a search that are looked at


class Search(NamedTuple):
    """What a reader asks for. `match` is an FTS5 expression, or None; `nothing` says why no quote can be found."""

    q: str = ""
    match: str | None = None
    within: str = ""
    speaker: tuple[str, ...] = ()
    speaker_ids: tuple[int, ...] = ()
    kind: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    sort: str = "newest"
    nothing: str | None = None
    notices: tuple[str, ...] = ()

    def query(self, **changes: Any) -> str:
        """The search as a query string, with some parts changed."""
        parts = {
            name: getattr(self, name) for name in ("q", "speaker", "kind", "act", "outlet", "status", "since", "until")
        }
        parts["in"] = "quote" if self.within == "quote" else ""
        parts["sort"] = self.sort if self.sort != default_sort(self.match) else ""
        parts.update(changes)
        return urlencode({name: value for name, value in parts.items() if value}, doseq=True)


def default_sort(match: str | None) -> str:
    return "relevance" if match else "newest"


def match_expression(words: str) -> str | None:
    """An FTS5 expression for what a reader typed: all words, "phrases" in double quotes, word* for beginnings.

    Everything else is quoted, so that no input is a syntax error. None where there is nothing to look for.
    """
    terms = []
    for phrase, word in re.findall(
        r'"([^"]*)"|([^\s"]+)', words.replace("\0", " ").replace("“", '"').replace("”", '"')
    ):
        term = phrase or word
        if any(char.isalnum() for char in term):
            prefix = "*" if word.endswith("*") else ""
            terms.append('"' + term.rstrip("*") + '"' + prefix)
    return " ".join(terms) or None


async def resolve_speakers(database: Any, wanted: str) -> list[int]:
    """Ids for a slug, else for a full name or alias, else for part of one."""
    by_slug = await rows(database, "select id from speakers where slug = :wanted", {"wanted": wanted})
    if by_slug:
        return [by_slug[0]["id"]]
    for test in ("fold({}) = fold(:wanted)", "instr(fold({}), fold(:wanted))"):
        found = await rows(
            database,
            f"select id from speakers where {test.format('name')} "
            f"union select speaker_id from aliases where {test.format('alias')}",
            {"wanted": wanted},
        )
        if found:
            return [row["id"] for row in found]
    return []


async def read_search(database: Any, args: Any) -> Search:
    """The search that a query string asks for; what it says wrongly is left out."""

    def chosen(name: str, allowed: Mapping[str, str] | None = None) -> tuple[str, ...]:
        values = dict.fromkeys(value.strip() for value in args.getlist(name))
        return tuple(value for value in values if value and (allowed is None or value in allowed))

    notices = []

    def date(name: str) -> str:
        value = (args.get(name) or "").strip()
        if value and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value, re.ASCII):
            notices.append(f"“{value[:40]}” is not a date and was left out. Write 2024, 2024-06 or 2024-06-30.")
            return ""
        return value

    q = (args.get("q") or "").strip()[:LONGEST_QUERY]
    within = "quote" if args.get("in") == "quote" else ""
    match = match_expression(q)
    nothing = f"There is no letter or digit in “{q}” to look for." if q and not match else None
    speaker = chosen("speaker")
    speaker_ids = [found for wanted in speaker for found in await resolve_speakers(database, wanted)]
    if speaker and not speaker_ids:
        nothing = f"No speaker here is called “{', '.join(speaker)}”."
    sort = args.get("sort") or ""
    return Search(
        q=q,
        match="{content} : (" + match + ")" if match and within else match,
        within=within,
        speaker=speaker,
        speaker_ids=tuple(speaker_ids),
        kind=chosen("kind", KINDS),
        act=chosen("act", ACTS),
        outlet=chosen("outlet"),
        status=chosen("status", STATUSES),
        since=date("since"),
        until=date("until"),
        sort=sort if sort in SORTS and (match or sort != "relevance") else default_sort(match),
        nothing=nothing,
        notices=tuple(notices),
    )


def conditions(search: Search, *, leave_out: str = "") -> tuple[str, dict[str, Any]]:
    """The WHERE clause of a search and its parameters; `leave_out` names a facet that is not to limit itself."""
    clauses = ["1"]
    params: dict[str, Any] = {}
    if search.nothing:
        clauses.append("0")
    if search.match:
        clauses.append("q.rowid in (select rowid from quotes_fts where quotes_fts match :match)")
        params["match"] = search.match
    choices: dict[str, tuple[str, Sequence[Any]]] = {
        "speaker": ("q.speaker_id", search.speaker_ids),
        "kind": ("q.kind", search.kind),
        "act": ("q.act", search.act),
        "outlet": ("a.outlet", search.outlet),
        "status": ("q.speaker_status", search.status),
    }
    for name, (column, values) in choices.items():
        if values and name != leave_out:
            clauses.append(f"{column} in (select value from json_each(:{name}))")
            params[name] = json.dumps(values)
    # A year or a month stands for all its days.
    if search.since:
        clauses.append("substr(a.published, 1, 10) >= :since")
        params["since"] = search.since
    if search.until:
        clauses.append("substr(a.published, 1, length(:until)) <= :until")
        params["until"] = search.until
    return " and ".join(clauses), params


async def matching_ids(database: Any, search: Search, limit: int, offset: int = 0) -> list[str]:
    """Ids of quotes in the order asked for; a limit of -1 means all."""
    where, params = conditions(search)
    if search.sort == "relevance":
        # A word in the quote itself counts for more than one in the paragraph around it.
        tables = f"quotes_fts join {JOINED.replace('quotes q', 'quotes q on q.rowid = quotes_fts.rowid', 1)}"
        where = f"quotes_fts match :match and {where}"
        order = f"bm25(quotes_fts, 8.0, 1.0), {ORDERS['newest']}"
    else:
        tables, order = JOINED, ORDERS[search.sort]
    sql = f"select q.id from {tables} where {where} order by {order} limit :limit offset :offset"
    return [row["id"] for row in await rows(database, sql, {**params, "limit": limit, "offset": offset})]


async def marked_hits(database: Any, search: Search, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Content and a piece of context with the words found between control characters, by quote id."""
    if not search.match or not ids:
        return {}
    found = await rows(
        database,
        """select q.id, highlight(quotes_fts, 0, char(2), char(3)) as content,
                  snippet(quotes_fts, 1, char(2), char(3), '…', 32) as context
           from quotes_fts join quotes q on q.rowid = quotes_fts.rowid
           where quotes_fts match :match
             and quotes_fts.rowid in (select rowid from quotes where id in (select value from json_each(:ids)))""",
        {"match": search.match, "ids": json.dumps(ids)},
    )
    return {row["id"]: row for row in found}


async def chosen_speakers(database: Any, search: Search) -> list[dict[str, Any]]:
    """Name and slug of the speakers that a search is limited to."""
    return await rows(
        database,
        "select name, slug from speakers where id in (select value from json_each(:ids)) order by name",
        {"ids": json.dumps(search.speaker_ids)},
    )


async def speakers_named(database: Any, wanted: Search) -> list[dict[str, Any]]:
    """Speakers whose name or alias contains what was typed as words, for a hint above the results."""
    if not wanted.match or wanted.speaker:
        return []
    return await rows(
        database,
        """select s.name, s.slug, count(*) as quotes from speakers s join quotes q on q.speaker_id = s.id
           where s.kind != 'unnamed' and (instr(fold(s.name), fold(:q)) or s.id in
               (select speaker_id from aliases where instr(fold(alias), fold(:q))))
           group by s.id order by quotes desc limit 4""",
        {"q": wanted.q.strip('"“”* ')},
    )


async def count_by(
    database: Any, search: Search, facet: str, value: str, label: str, time_limit: int
) -> list[dict[str, Any]]:
    """How many quotes of the search each value of a facet has; nothing where counting would take too long."""
    where, params = conditions(search, leave_out=facet)
    sql = f"""select {value} as value, {label} as label, count(*) as n from {JOINED}
              where {where} and {value} is not null and {value} != '' group by 1, 2 order by n desc, 2"""
    try:
        return await rows(database, sql, params, time_limit=time_limit)
    except QueryInterrupted:
        return []


async def facets(datasette: Any, database: Any, search: Search, slugs: Sequence[str]) -> list[dict[str, Any]]:
    """Facets with their values, how many quotes each has, and the address that chooses or drops it."""
    described: list[tuple[str, str, str, str, Mapping[str, str] | None]] = [
        ("kind", "Kind", "q.kind", "q.kind", KINDS),
        ("act", "Act", "q.act", "q.act", ACTS),
        ("speaker", "Speaker", "s.slug", "s.name", None),
        ("outlet", "Outlet", "a.outlet", "a.outlet", None),
        ("status", "Source", "q.speaker_status", "q.speaker_status", STATUSES),
    ]
    result = []
    for name, title, value, label, labels in described:
        chosen = slugs if name == "speaker" else getattr(search, name)
        limit = datasette.setting("facet_time_limit_ms")
        counted = await count_by(database, search, name, value, label, limit)
        if labels:
            order = list(labels)
            counted = sorted(
                (row for row in counted if row["value"] in labels), key=lambda row: order.index(row["value"])
            )
        options = []
        for index, row in enumerate(counted):
            selected = row["value"] in chosen
            if labels is None and index >= FACET_SIZE and not selected:
                continue
            values = [other for other in chosen if other != row["value"]] if selected else [*chosen, row["value"]]
            options.append(
                {
                    "value": row["value"],
                    "label": labels[row["value"]] if labels else row["label"],
                    "count": row["n"],
                    "selected": selected,
                    "url": datasette.urls.path("search?" + search.query(**{name: values})),
                }
            )
        if options:
            result.append(
                {"name": name, "title": title, "options": options, "more": max(0, len(counted) - len(options))}
            )
    return result
