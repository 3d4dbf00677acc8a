"""The quote browser's pages, each as HTML and as JSON, with CSV and Atom for searches.

Reads the first database that holds the tables of `quotes ingest`, whatever its file is called.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from datasette import NotFound, Response, hookimpl
from datasette.database import QueryInterrupted
from datasette.utils import add_cors_headers, tilde_decode, tilde_encode
from datasette.utils.asgi import AsgiStream

__all__ = ["extra_template_vars", "match_expression", "menu_links", "register_routes"]

TABLES = {"articles", "quotes", "quote_spans", "quotes_fts", "speakers", "aliases", "roles", "runs"}
KINDS = {"direct": "Direct", "mixed": "Mixed", "indirect": "Indirect"}
ACTS = {"speech": "Speech", "thought": "Thought"}
STATUSES = {"named": "Named", "unnamed": "Unnamed", "unknown": "Not resolved", "none": "No source in the text"}
SPEAKER_KINDS = {"person": "People", "organization": "Organizations", "group": "Groups", "unnamed": "Unnamed sources"}
SORTS = {"relevance": "Best match", "newest": "Newest", "oldest": "Oldest"}
FACET_SIZE = 10  # values of a facet with many (outlets, speakers); chosen ones are always shown
CSV_CHUNK = 500  # rows fetched at a time while a CSV file is streamed
LONGEST_QUERY = 300  # characters of a search that are looked at

# The site's own pages run no inline script and load nothing from elsewhere.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}

JOINED = "quotes q join articles a on a.id = q.article_id left join speakers s on s.id = q.speaker_id"
COLUMNS = """
    q.id, q.position, q.kind, q.act, q.negated, q.speaker_status, q.content, q.cue, q.source, q.context, q.confidence,
    q.evidence, q.article_id, a.title, a.outlet, a.author, a.published, a.ingested, a.url,
    s.name as speaker, s.slug as speaker_slug, s.kind as speaker_kind, s.gender,
    (select role from roles r where r.speaker_id = q.speaker_id and r.article_id = q.article_id
     order by r.start limit 1) as role
"""
USUAL_ROLE = """(select role from roles r where r.speaker_id = s.id
    group by role order by count(*) desc, role limit 1) as role"""
ORDERS = {
    "newest": "a.published is null, a.published desc, a.id, q.position",
    "oldest": "a.published is null, a.published, a.id, q.position",
}


class Search(NamedTuple):
    """What a reader asks for. `match` is an FTS5 expression, or None; `nothing` says why no quote can be found."""

    q: str
    match: str | None
    within: str
    speaker: tuple[str, ...]
    speaker_ids: tuple[int, ...] | None
    kind: tuple[str, ...]
    act: tuple[str, ...]
    outlet: tuple[str, ...]
    status: tuple[str, ...]
    since: str
    until: str
    sort: str
    nothing: str | None
    notices: tuple[str, ...]

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


# Database -----------------------------------------------------------------------------------------------------------


async def find_database(datasette: Any) -> Any | None:
    """The first database with the project's tables."""
    for database in datasette.databases.values():
        if set(await database.table_names()) >= TABLES:
            return database
    return None


async def rows(
    database: Any, sql: str, params: Mapping[str, Any] | None = None, *, time_limit: int | None = None
) -> list[dict[str, Any]]:
    """The rows of a query, which may take `time_limit` ms, or what the server's settings allow."""
    return [dict(row) for row in await database.execute(sql, params or {}, custom_time_limit=time_limit)]


async def one(database: Any, sql: str, params: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    found = await rows(database, sql, params)
    return found[0] if found else None


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
    speaker_ids: list[int] | None = None
    if speaker:
        speaker_ids = [found for wanted in speaker for found in await resolve_speakers(database, wanted)]
        if not speaker_ids:
            nothing = f"No speaker here is called “{', '.join(speaker)}”."
    sort = args.get("sort") or ""
    return Search(
        q=q,
        match="{content} : (" + match + ")" if match and within else match,
        within=within,
        speaker=speaker,
        speaker_ids=None if speaker_ids is None else tuple(speaker_ids),
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
    choices: dict[str, tuple[str, Sequence[Any] | None]] = {
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


async def quotes_by_id(database: Any, ids: Sequence[str]) -> list[dict[str, Any]]:
    found = await rows(
        database,
        f"select {COLUMNS} from {JOINED} where q.id in (select value from json_each(:ids))",
        {"ids": json.dumps(ids)},
    )
    by_id = {row["id"]: row for row in found}
    return [by_id[quote_id] for quote_id in ids if quote_id in by_id]


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


async def chosen_speakers(database: Any, search: Search) -> list[dict[str, Any]]:
    """Name and slug of the speakers that a search is limited to."""
    return await rows(
        database,
        "select name, slug from speakers where id in (select value from json_each(:ids)) order by name",
        {"ids": json.dumps(search.speaker_ids or [])},
    )


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


# What pages show ----------------------------------------------------------------------------------------------------


class Site:
    """One request's view of the site: its database, its addresses, and quotes as pages and JSON show them."""

    def __init__(self, datasette: Any, request: Any, database: Any) -> None:
        self.datasette = datasette
        self.request = request
        self.database = database

    def path(self, *parts: str, suffix: str = "", query: str = "") -> str:
        """The address of a page; ids and slugs are tilde-encoded, as Datasette does it."""
        page = "/".join([parts[0], *(tilde_encode(part) for part in parts[1:])])
        return str(self.datasette.urls.path(page + suffix + ("?" + query if query else "")))

    def absolute(self, path: str) -> str:
        return str(self.datasette.absolute_url(self.request, path))

    def quote(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A quote with its addresses; the speaker is None where nobody is known."""
        speaker = None
        if row["speaker"] is not None:
            speaker = {
                "name": row["speaker"],
                "slug": row["speaker_slug"],
                "kind": row["speaker_kind"],
                "gender": row["gender"],
                "role": row["role"],
                "path": self.path("speaker", row["speaker_slug"]),
            }
        return {
            "id": row["id"],
            "path": self.path("quote", row["id"]),
            "content": row["content"],
            "kind": row["kind"],
            "act": row["act"],
            "negated": bool(row["negated"]),
            "speaker": speaker,
            "speaker_status": row["speaker_status"],
            "cue": row["cue"],
            "source": row["source"],
            "context": row["context"],
            "confidence": row["confidence"],
            "position": row["position"],
            "article": {
                "id": row["article_id"],
                "title": row["title"] or "Untitled article",
                "outlet": row["outlet"],
                "author": row["author"],
                "published": row["published"],
                "ingested": row["ingested"],
                "url": row["url"],
                "path": self.path("article", row["article_id"]),
            },
        }

    def pager(self, page: str, query: Callable[..., str], number: int, total: int, size: int) -> dict[str, Any]:
        pages = max(1, -(-total // size))
        number = min(number, pages)

        def address(wanted: int) -> str | None:
            query_string = query(page=wanted if wanted > 1 else "")
            return self.path(page, query=query_string) if 1 <= wanted <= pages and wanted != number else None

        return {
            "page": number,
            "pages": pages,
            "size": size,
            "offset": (number - 1) * size,
            "total": total,
            "previous": address(number - 1),
            "next": address(number + 1),
        }

    async def json(self, data: Mapping[str, Any]) -> Response:
        headers: dict[str, str] = {"X-Content-Type-Options": "nosniff"}
        if self.datasette.cors:
            add_cors_headers(headers)
        return Response.json({"ok": True, **data}, headers=headers, default=str)

    async def html(self, template: str, data: Mapping[str, Any]) -> Response:
        page = await self.datasette.render_template(
            template, {"site_page": True, **data}, request=self.request, view_name=template.partition(".")[0]
        )
        return Response.html(page, headers=HEADERS)

    async def answer(self, template: str, data: Mapping[str, Any], **for_html: Any) -> Response:
        """The page as HTML, or its data as JSON where the address ends in .json."""
        if self.request.url_vars.get("format") == "json":
            return await self.json(data)
        beside = self.request.path + ".json" if self.request.url_vars.get("format") is None else ""
        if self.request.query_string:
            beside += "?" + self.request.query_string
        return await self.html(template, {**data, "alternate_json": beside, **for_html})

    async def atom(self, title: str, quotes: Sequence[Mapping[str, Any]], page: str) -> Response:
        template = self.datasette.jinja_env.get_template("feed.xml")
        dates = [quote["article"]["published"] or quote["article"]["ingested"] or "" for quote in quotes]
        own = self.request.path + ("?" + self.request.query_string if self.request.query_string else "")
        body = await template.render_async(
            title=title,
            quotes=quotes,
            page=page,
            own=self.absolute(own),
            updated=max(dates, default=""),
            absolute=self.absolute,
        )
        return Response(body, content_type="application/atom+xml; charset=utf-8", headers=dict(HEADERS))


def page_number(args: Any) -> int:
    value = args.get("page") or "1"
    return max(1, int(value)) if re.fullmatch(r"\d{1,9}", value, re.ASCII) else 1


def plain_query(args: Any, names: Iterable[str]) -> Callable[..., str]:
    """A function that gives the request's own query string with some values changed."""

    def query(**changes: Any) -> str:
        parts = {name: args.get(name) or "" for name in names} | changes
        return urlencode({name: value for name, value in parts.items() if value})

    return query


def evidence_of(text: str | None) -> dict[str, Any]:
    """Evidence as a mapping, empty where there is none that can be read."""
    try:
        evidence = json.loads(text or "{}")
    except ValueError:
        return {}
    return evidence if isinstance(evidence, dict) else {}


# Pages --------------------------------------------------------------------------------------------------------------


async def home(site: Site) -> Response:
    totals = await one(
        site.database,
        """select (select count(*) from articles) as articles, (select count(*) from quotes) as quotes,
                  (select count(distinct speaker_id) from quotes where speaker_status = 'named') as speakers,
                  (select count(distinct outlet) from articles where outlet != '') as outlets,
                  (select min(published) from articles where published != '') as first,
                  (select max(published) from articles) as last""",
    )
    speakers = await top_speakers(site, limit=10)
    outlets = await rows(
        site.database,
        """select a.outlet as name, count(distinct a.id) as articles, count(q.id) as quotes
           from articles a left join quotes q on q.article_id = a.id where a.outlet != ''
           group by 1 order by quotes desc, 1 limit 12""",
    )
    kinds = await rows(site.database, "select kind, count(*) as n from quotes group by 1")
    latest = await quotes_by_id(site.database, await latest_ids(site.database))
    counts = await counts_over_time(site, "1", {})
    run = await one(site.database, "select version, models, rules, finished from runs order by id desc limit 1")
    data = {
        "totals": totals,
        "kinds": {row["kind"]: row["n"] for row in kinds},
        "speakers": speakers,
        "outlets": [{**row, "path": site.path("search", query=urlencode({"outlet": row["name"]}))} for row in outlets],
        "latest": [site.quote(row) for row in latest],
        "counts": counts,
        "last_run": run,
    }
    return await site.answer("home.html", data)


async def latest_ids(database: Any) -> list[str]:
    """Two quotes each of the newest articles: the speakers' own words and sure ones before others."""
    found = await rows(
        database,
        """with newest as (
               select id, row_number() over (order by published is null, published desc, id) as rank from articles a
               where exists (select 1 from quotes where article_id = a.id)
               order by rank limit 6
           ), ranked as (
               select q.id, rank, position, row_number() over (
                   partition by article_id order by speaker_status != 'named', kind != 'direct', confidence desc, position
               ) as choice from quotes q join newest on newest.id = q.article_id
           )
           select id from ranked where choice <= 2 order by rank, position""",
    )
    return [row["id"] for row in found]


class NoArguments(dict[str, str]):
    """The arguments of a request that has none."""

    def getlist(self, name: str) -> list[str]:
        return []


async def top_speakers(site: Site, limit: int) -> list[dict[str, Any]]:
    found = await rows(
        site.database,
        f"""select s.id, s.name, s.slug, s.kind, s.gender, count(*) as quotes, count(distinct q.article_id) as articles,
                  {USUAL_ROLE}
           from quotes q join speakers s on s.id = q.speaker_id where s.kind != 'unnamed'
           group by s.id order by quotes desc, articles desc, s.name limit :limit""",
        {"limit": limit},
    )
    return [{**row, "path": site.path("speaker", row["slug"])} for row in found]


async def counts_over_time(site: Site, where: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    return await rows(
        site.database,
        f"""select substr(a.published, 1, 10) as day, q.kind, count(*) as n from quotes q
            join articles a on a.id = q.article_id where {where} and a.published != '' group by 1, 2 order by 1""",
        params,
    )


async def search(site: Site) -> Response | AsgiStream:
    args = site.request.args
    wanted = await read_search(site.database, args)
    shape = site.request.url_vars.get("format")
    if shape == "csv":
        return await csv_of(site, wanted)
    size = site.datasette.setting("default_page_size")
    where, params = conditions(wanted)
    counted = await one(site.database, f"select count(*) as n from {JOINED} where {where}", params)
    pager = site.pager("search", wanted.query, page_number(args), counted["n"] if counted else 0, size)
    if shape == "atom":
        wanted = wanted._replace(sort="newest")
    ids = await matching_ids(site.database, wanted, limit=size, offset=pager["offset"])
    quotes = [site.quote(row) for row in await quotes_by_id(site.database, ids)]
    speakers = await chosen_speakers(site.database, wanted)
    title = search_title(wanted, [row["name"] for row in speakers])
    if shape == "atom":
        return await site.atom(title, quotes, site.path("search", query=wanted.query()))
    data = {
        "search": {
            "q": wanted.q,
            "in": wanted.within or "paragraph",
            "since": wanted.since,
            "until": wanted.until,
            "sort": wanted.sort,
            **{name: list(getattr(wanted, name)) for name in ("speaker", "kind", "act", "outlet", "status")},
        },
        "nothing": wanted.nothing,
        **pager,
        "facets": await facets(site.datasette, site.database, wanted, [row["slug"] for row in speakers]),
        "quotes": quotes,
    }
    if shape == "json":
        return await site.json(data)
    names = await rows(
        site.database,
        """select s.name from quotes q join speakers s on s.id = q.speaker_id where s.kind != 'unnamed'
           group by s.id order by count(*) desc limit 200""",
    )
    return await site.answer(
        "search.html",
        data,
        wanted=wanted,
        title=title,
        hits_by_id=await marked_hits(site.database, wanted, ids),
        sorts=[
            (value, label, site.path("search", query=wanted.query(sort=value)))
            for value, label in SORTS.items()
            if wanted.match or value != "relevance"
        ],
        speaker_names=[row["name"] for row in names],
        speaker_shown=speakers[0]["name"] if len(speakers) == 1 else ", ".join(wanted.speaker[:1]),
        suggested=await speakers_named(site, wanted),
        csv=site.path("search", suffix=".csv", query=wanted.query()),
        feed=site.path("search", suffix=".atom", query=wanted.query()),
    )


async def speakers_named(site: Site, wanted: Search) -> list[dict[str, Any]]:
    """Speakers whose name or alias contains what was typed as words, for a hint above the results."""
    if not wanted.match or wanted.speaker:
        return []
    found = await rows(
        site.database,
        """select s.name, s.slug, count(*) as quotes from speakers s join quotes q on q.speaker_id = s.id
           where s.kind != 'unnamed' and (instr(fold(s.name), fold(:q)) or s.id in
               (select speaker_id from aliases where instr(fold(alias), fold(:q))))
           group by s.id order by quotes desc limit 4""",
        {"q": wanted.q.strip('"“”* ')},
    )
    return [{**row, "path": site.path("speaker", row["slug"])} for row in found]


def search_title(wanted: Search, speakers: Sequence[str]) -> str:
    parts = [f"“{wanted.q}”" if wanted.q else "All quotes"]
    if speakers:
        parts.append("by " + ", ".join(speakers[:3]) + (" and others" if len(speakers) > 3 else ""))
    if wanted.outlet:
        parts.append("in " + ", ".join(wanted.outlet))
    return " ".join(parts)


async def csv_of(site: Site, wanted: Search) -> AsgiStream:
    """Every quote that the search finds, one row each, streamed."""
    columns = (
        "id", "content", "speaker", "speaker_slug", "speaker_kind", "gender", "role", "speaker_status", "kind",
        "act", "negated", "cue", "source", "confidence", "title", "outlet", "author", "published", "url", "article_id",
        "position",
    )  # fmt: skip
    ids = await matching_ids(site.database, wanted, limit=-1)

    def line(values: Iterable[Any]) -> str:
        buffer = io.StringIO()
        csv.writer(buffer).writerow(values)
        return buffer.getvalue()

    async def stream(writer: Any) -> None:
        await writer.write(line([*columns, "permalink"]))
        for start in range(0, len(ids), CSV_CHUNK):
            for row in await quotes_by_id(site.database, ids[start : start + CSV_CHUNK]):
                permalink = site.absolute(site.path("quote", row["id"]))
                await writer.write(line([*(row[column] for column in columns), permalink]))

    headers = {"Content-Disposition": 'attachment; filename="quotes.csv"', "X-Content-Type-Options": "nosniff"}
    if site.datasette.cors:
        add_cors_headers(headers)
    return AsgiStream(stream, headers=headers, content_type="text/csv; charset=utf-8")


async def speaker_list(site: Site) -> Response:
    args = site.request.args
    q = (args.get("q") or "").strip()[:LONGEST_QUERY]
    kind = args.get("kind") if args.get("kind") in SPEAKER_KINDS else ""
    sort = "name" if args.get("sort") == "name" else "quotes"
    find = """(:q = '' or instr(fold(s.name), fold(:q)) or s.id in
                  (select speaker_id from aliases where instr(fold(alias), fold(:q))))"""
    kinds = await rows(
        site.database,
        f"""select s.kind, count(*) as n from speakers s
            where {find} and s.id in (select speaker_id from quotes) group by 1""",
        {"q": q},
    )
    by_kind = {row["kind"]: row["n"] for row in kinds}
    named = sum(n for name, n in by_kind.items() if name != "unnamed")
    query = plain_query(args, ("q", "kind", "sort"))
    size = site.datasette.setting("default_page_size") * 2
    pager = site.pager("speakers", query, page_number(args), by_kind.get(kind, 0) if kind else named, size)
    found = await rows(
        site.database,
        f"""select s.name, s.slug, s.kind, s.gender, count(*) as quotes, count(distinct q.article_id) as articles,
                   count(distinct a.outlet) as outlets, max(a.published) as latest,
                   {USUAL_ROLE}
            from quotes q join articles a on a.id = q.article_id join speakers s on s.id = q.speaker_id
            where {find} and (s.kind = :kind or (:kind = '' and s.kind != 'unnamed'))
            group by s.id order by {"fold(s.name)" if sort == "name" else "quotes desc, fold(s.name)"}
            limit :size offset :offset""",
        {"q": q, "kind": kind, "size": size, "offset": pager["offset"]},
    )
    tabs = [("", "All named", named), *((name, label, by_kind.get(name, 0)) for name, label in SPEAKER_KINDS.items())]
    data = {
        "q": q,
        "kind": kind,
        "sort": sort,
        **pager,
        "speakers": [{**row, "path": site.path("speaker", row["slug"])} for row in found],
    }
    return await site.answer(
        "speakers.html",
        data,
        tabs=[
            {
                "label": label,
                "n": n,
                "selected": name == kind,
                "url": site.path("speakers", query=query(kind=name, page="")),
            }
            for name, label, n in tabs
            if n or name == kind
        ],
        sorts=[
            (name, label, site.path("speakers", query=query(sort="" if name == "quotes" else name, page="")))
            for name, label in (("quotes", "Most quoted"), ("name", "Name"))
        ],
    )


async def speaker(site: Site) -> Response:
    slug = tilde_decode(site.request.url_vars["slug"])
    who = await one(
        site.database, "select id, name, kind, gender, slug from speakers where slug = :slug", {"slug": slug}
    )
    if who is None:
        raise NotFound("Nobody with this address is quoted here.")
    key = {"id": who["id"]}
    aliases = await rows(
        site.database,
        """select alias as name, count(distinct article_id) as articles from aliases
           where speaker_id = :id and alias != (select name from speakers where id = :id)
           group by 1 order by articles desc, 1""",
        key,
    )
    roles = await rows(
        site.database,
        """select r.role, r.article_id, a.title, a.outlet, a.published
           from roles r join articles a on a.id = r.article_id where r.speaker_id = :id
           order by a.published desc, r.role""",
        key,
    )
    outlets = await rows(
        site.database,
        """select a.outlet as name, count(*) as quotes, count(distinct a.id) as articles from quotes q
           join articles a on a.id = q.article_id where q.speaker_id = :id and a.outlet != ''
           group by 1 order by quotes desc, 1""",
        key,
    )
    kinds = await rows(site.database, "select kind, count(*) as n from quotes where speaker_id = :id group by 1", key)
    cues = await rows(
        site.database,
        """select lower(cue) as cue, count(*) as n from quotes where speaker_id = :id and length(cue) > 1
           group by 1 order by n desc, 1 limit 8""",
        key,
    )
    everything = await read_search(site.database, NoArguments())
    wanted = everything._replace(speaker=(slug,), speaker_ids=(who["id"],))
    size = site.datasette.setting("default_page_size")
    total = sum(row["n"] for row in kinds)
    path = site.path("speaker", slug)
    pager = site.pager("search", wanted.query, page_number(site.request.args), total, size)
    for step, number in (("previous", pager["page"] - 1), ("next", pager["page"] + 1)):
        pager[step] = pager[step] and (f"{path}?page={number}" if number > 1 else path)
    ids = await matching_ids(site.database, wanted, limit=size, offset=pager["offset"])
    quotes = [site.quote(row) for row in await quotes_by_id(site.database, ids)]
    if site.request.url_vars.get("format") == "atom":
        return await site.atom(f"Quotes by {who['name']}", quotes, path)
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in roles:
        place = {
            "article": row["title"] or "Untitled article",
            "outlet": row["outlet"],
            "published": row["published"],
            "path": site.path("article", row["article_id"]),
        }
        grouped.setdefault(row["role"], []).append(place)
    data = {
        "speaker": {"name": who["name"], "slug": slug, "kind": who["kind"], "gender": who["gender"], "path": path},
        "aliases": aliases,
        "headline": headline(grouped),
        "roles": [{"role": role, "articles": places} for role, places in grouped.items()],
        "outlets": [
            {**row, "path": site.path("search", query=urlencode({"speaker": slug, "outlet": row["name"]}))}
            for row in outlets
        ],
        "kinds": {row["kind"]: row["n"] for row in kinds},
        "cues": cues,
        "counts": await counts_over_time(site, "q.speaker_id = :id", key),
        **pager,
        "quotes": quotes,
    }
    return await site.answer(
        "speaker.html",
        data,
        kind_labels=KINDS,
        search_here=site.path("search", query=urlencode({"speaker": slug})),
        feed=site.path("speaker", slug, suffix=".atom"),
    )


def headline(roles: Iterable[str]) -> list[str]:
    """At most two roles that say different things: "mayor of Harrowgate" makes "Mayor" superfluous."""
    told: list[str] = []
    for role in sorted(roles, key=len, reverse=True):
        if not any(role.casefold() in other.casefold() for other in told):
            told.append(role)
    return told[:2]


async def article_list(site: Site) -> Response:
    args = site.request.args
    q = (args.get("q") or "").strip()[:LONGEST_QUERY]
    outlet = (args.get("outlet") or "").strip()
    where = "(:q = '' or instr(fold(a.title), fold(:q))) and (:outlet = '' or a.outlet = :outlet)"
    params = {"q": q, "outlet": outlet}
    counted = await one(site.database, f"select count(*) as n from articles a where {where}", params)
    query = plain_query(args, ("q", "outlet"))
    size = site.datasette.setting("default_page_size")
    pager = site.pager("articles", query, page_number(args), counted["n"] if counted else 0, size)
    found = await rows(
        site.database,
        f"""select a.id, a.title, a.outlet, a.author, a.published, a.url, a.words,
                   (select count(*) from quotes q where q.article_id = a.id) as quotes,
                   (select count(distinct speaker_id) from quotes q where q.article_id = a.id) as speakers
            from articles a where {where} order by a.published is null, a.published desc, a.title, a.id
            limit :size offset :offset""",
        {**params, "size": size, "offset": pager["offset"]},
    )
    outlets = await rows(
        site.database,
        "select outlet as name, count(*) as n from articles where outlet != '' group by 1 order by n desc, 1",
    )
    data = {"q": q, "outlet": outlet, **pager, "articles": [with_path(site, row) for row in found]}
    return await site.answer("articles.html", data, outlets=outlets)


def with_path(site: Site, row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "title": row["title"] or "Untitled article", "path": site.path("article", row["id"])}


async def spans_of(site: Site, article_id: str) -> dict[str, list[dict[str, Any]]]:
    """Spans by quote id, in text order."""
    found = await rows(
        site.database,
        """select quote_id, part, start, "end" from quote_spans
           where quote_id in (select id from quotes where article_id = :id) order by start, part""",
        {"id": article_id},
    )
    spans: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        spans.setdefault(row.pop("quote_id"), []).append(row)
    return spans


def voice(quote: Mapping[str, Any]) -> str:
    """Who speaks, as a note in the margin says it."""
    if quote["speaker"]:
        return str(quote["speaker"]["name"])
    return str(quote["source"] or "No source in the text")


async def article(site: Site) -> Response:
    article_id = tilde_decode(site.request.url_vars["id"])
    found = await one(
        site.database,
        "select id, title, outlet, author, published, url, language, text, words from articles where id = :id",
        {"id": article_id},
    )
    if found is None:
        raise NotFound("There is no article with this address.")
    text = found.pop("text")
    quotes = await article_quotes(site, article_id)
    speakers: dict[str, dict[str, Any]] = {}
    for quote in quotes:
        if quote["speaker"]:
            entry = speakers.setdefault(quote["speaker"]["slug"], {**quote["speaker"], "quotes": 0})
            entry["quotes"] += 1
    data = {
        "article": with_path(site, found),
        "text": text,
        "quotes": quotes,
        "speakers": sorted(speakers.values(), key=lambda entry: (-entry["quotes"], entry["name"])),
    }
    return await site.answer("article.html", data)


async def article_quotes(site: Site, article_id: str) -> list[dict[str, Any]]:
    """An article's quotes in order, each with its spans, its number, its label and its voice."""
    found = await rows(
        site.database,
        f"select {COLUMNS} from {JOINED} where q.article_id = :id order by q.position",
        {"id": article_id},
    )
    spans = await spans_of(site, article_id)
    quotes = []
    for number, row in enumerate(found, start=1):
        quote = site.quote(row)
        quote.update(number=number, spans=spans.get(row["id"], []), voice=voice(quote))
        quote["label"] = f"{quote['voice']}, {quote['kind']}"
        quotes.append(quote)
    return quotes


async def quote(site: Site) -> Response:
    quote_id = tilde_decode(site.request.url_vars["id"])
    row = await one(
        site.database,
        f"""select {COLUMNS}, a.text, runs.version as run_version, runs.models as run_models, runs.rules as run_rules,
                   runs.finished as run_finished
            from {JOINED} left join runs on runs.id = q.run_id where q.id = :id""",
        {"id": quote_id},
    )
    if row is None:
        raise NotFound("There is no quote with this address. Its article may have changed since the link was made.")
    quotes = await article_quotes(site, row["article_id"])
    index = next(number for number, other in enumerate(quotes) if other["id"] == quote_id)
    shown = quotes[index]
    data = {
        "quote": {**shown, "url": site.absolute(shown["path"])},
        "evidence": evidence_of(row["evidence"]),
        "run": {name: row[f"run_{name}"] for name in ("version", "models", "rules", "finished")},
        "citation": citation(site, shown),
    }
    around = {"previous": quotes[index - 1] if index else None, "next": (quotes[index + 1 :] or [None])[0]}
    return await site.answer("quote.html", data, text=row["text"], around=around, in_article=len(quotes))


def citation(site: Site, quote: Mapping[str, Any]) -> str:
    """One line for a footnote. Indirect words get no quotation marks: they are the reporter's."""
    words = quote["content"].strip()
    # Content with its own marks keeps them.
    if quote["kind"] == "direct" and words[:1] not in "“\"'‘«":
        words = f"“{words}”"
    url = quote["article"]["url"] or ""
    place = ", ".join(
        part
        for part in (
            f"“{quote['article']['title']}”",
            quote["article"]["outlet"],
            (quote["article"]["published"] or "")[:10],
            url if re.match(r"https?://", url) else "",
        )
        if part
    )
    return f"{voice(quote)}: {words} ({quote['kind']} quote). In {place}. {site.absolute(quote['path'])}"


async def sql(site: Site) -> Response:
    return Response.redirect(str(site.datasette.urls.database(site.database.name)))


# Hooks --------------------------------------------------------------------------------------------------------------


def page(view: Callable[[Site], Awaitable[Any]]) -> Callable[[Any, Any], Awaitable[Any]]:
    """A Datasette view for a page: finds the database and checks that the visitor may see it."""

    async def datasette_view(datasette: Any, request: Any) -> Any:
        database = await find_database(datasette)
        if database is None:
            if request.path.endswith(".json"):
                raise NotFound("No database here holds quotes. Make one with: quotes ingest FOLDER --db quotes.db")
            body = await datasette.render_template("no_database.html", {"site_page": True}, request=request)
            return Response.html(body, status=200, headers=HEADERS)
        await datasette.ensure_permissions(request.actor, [("view-database", database.name), "view-instance"])
        return await view(Site(datasette, request, database))

    return datasette_view


def shortened(datasette: Any, request: Any) -> Response:
    """/speaker, /article and /quote, left over from an address cut short, lead to the lists."""
    lists = {"speaker": "speakers", "article": "articles", "quote": "search"}
    return Response.redirect(str(datasette.urls.path(lists[request.url_vars["thing"]])))


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/(?:\.(?P<format>json))?$", page(home)),
        (r"^/search(?:\.(?P<format>json|csv|atom))?$", page(search)),
        (r"^/speakers(?:\.(?P<format>json))?$", page(speaker_list)),
        (r"^/speaker/(?P<slug>[^/.]+)(?:\.(?P<format>json|atom))?$", page(speaker)),
        (r"^/articles(?:\.(?P<format>json))?$", page(article_list)),
        (r"^/article/(?P<id>[^/.]+)(?:\.(?P<format>json))?$", page(article)),
        (r"^/quote/(?P<id>[^/.]+)(?:\.(?P<format>json))?$", page(quote)),
        (r"^/sql$", page(sql)),
        (r"^/(?P<thing>speaker|article|quote)/?$", shortened),
    ]


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    pages = {"search": "Search", "speakers": "Speakers", "articles": "Articles", "sql": "SQL", "about": "About"}
    return [{"href": datasette.urls.path(path), "label": label} for path, label in pages.items()]


@hookimpl
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    metadata = datasette.metadata() or {}
    return {
        "site_title": metadata.get("title") or "Quotes",
        "site_description": metadata.get("description") or "",
        "static_version": static_version(),
    }


def static_version() -> str:
    """Changes whenever a file in static/ does, so that browsers never pair old styles with new pages."""
    folder = Path(__file__).resolve().parent.parent / "static"
    stamps = sorted(f"{file.name} {file.stat().st_mtime_ns}" for file in folder.iterdir())
    return hashlib.sha256("\n".join(stamps).encode()).hexdigest()[:8]
