"""The list of speakers, and the page of a speaker."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from datasette import NotFound, Response
from datasette.utils import tilde_decode
from datasette.utils.asgi import AsgiStream

from quotes_site.cite import entry
from quotes_site.database import counts_by_day, moved, one, rows, tuples
from quotes_site.home import usual_roles
from quotes_site.matches import find
from quotes_site.names import candidates
from quotes_site.query import (
    LIKENESSES,
    ROLES_SEEN,
    affiliations,
    checked_value,
    fold,
    roles,
    roles_at,
    unmistakable,
)
from quotes_site.results import csv_of, listing
from quotes_site.search import LABELS, read_search
from quotes_site.site import Site
from quotes_site.words import frequent_words

__all__ = ["frequent", "span_of_days", "speaker", "speaker_list"]

SPEAKER_KINDS = {"person": "People", "organization": "Organizations", "group": "Groups", "unnamed": "Unnamed sources"}
NAMED = ("person", "organization", "group")
COLUMNS = ("name", "slug", "kind", "gender", "role", "quotes", "articles", "permalink")
SIZE = 50
_SPEAKER = "SELECT id, name, slug, kind, gender, quotes, articles FROM speakers"


async def speaker_list(site: Site) -> Response | AsgiStream:
    args = site.request.args
    q = (args.get("q") or "").strip()[:100]
    kind = args.get("kind") or ""
    if kind and kind not in SPEAKER_KINDS:
        if site.shape:
            return await site.refused([f"“{kind[:40]}” is not a kind of speaker: choose {', '.join(SPEAKER_KINDS)}."])
        notices = [f"“{kind[:40]}” is not a kind of speaker, and was left out."]
        kind = ""
    else:
        notices = []
    sort = "name" if args.get("sort") == "name" else "quotes"
    following = None
    if q:
        people = [vars(who) for who in await candidates(site.database, q, limit=100)]
        people = [{**row, "articles": None} for row in people if not kind or row["kind"] == kind]
        totals = Counter(row["kind"] for row in people)
    else:
        totals = Counter()
        for name in SPEAKER_KINDS:
            counted = await one(
                site.database, "SELECT count(*) AS n FROM speakers WHERE kind = :kind AND quotes > 0", {"kind": name}
            )
            totals[name] = counted["n"] if counted else 0
        people, following = await _page(site, kind, sort, args.get("next") or "")
    usual = await usual_roles(site.database, [row["id"] for row in people])
    speakers = [site.speaker({**row, "role": usual.get(row["id"])}) for row in people]
    for row in speakers:
        for name in ("exact", "fit", "folded"):
            row.pop(name, None)
    if site.shape == "csv":
        return site.csv("speakers", COLUMNS, _all(site, kind, speakers if q else None))
    if site.shape == "atom":
        entries = [
            {"path": row["path"], "title": row["name"], "updated": (await span_of_days(site.database, row["id"]))["last"],
             "author": row["name"], "summary": f"{row['quotes']} quotes"} for row in speakers
        ]  # fmt: skip
        return await site.atom("Speakers", entries, site.path("speakers"))
    tabs = [
        ("", "All named", sum(totals[name] for name in NAMED)),
        *((n, label, totals[n]) for n, label in SPEAKER_KINDS.items()),
    ]
    data = {"q": q, "kind": kind, "sort": sort, "counts": dict(totals), "speakers": speakers, "next": following}
    return await site.respond(
        "speakers.html",
        data,
        notices=notices,
        total=sum(totals.values()) if q or kind == "" else totals[kind],
        tabs=[
            {"label": label, "n": n, "selected": name == kind, "url": site.here(kind=name, next="")}
            for name, label, n in tabs
            if n or name == kind
        ],
        sorts=[
            (name, label, site.here(sort=name, next=""))
            for name, label in (("quotes", "Most quoted"), ("name", "Name"))
        ],
        csv=site.here(".csv", next=""),
        feed=site.here(".atom", next=""),
    )


async def _page(site: Site, kind: str, sort: str, cursor: str) -> tuple[list[dict[str, Any]], str | None]:
    """One page of the list, and the address of the next one."""
    kinds = [kind] if kind else list(NAMED)
    chosen = "kind = :kind" if kind else "kind IN ('person', 'organization', 'group')"
    params: dict[str, Any] = {"kind": kinds[0], "size": SIZE + 1, "key": "", "id": 0}
    after = ""
    if place := re.fullmatch(r"(\d{1,12})_(.{0,200})", cursor, re.DOTALL):
        params["id"], params["key"] = int(place[1]), place[2]
        if sort == "quotes":
            params["key"] = int(place[2]) if place[2].isascii() and place[2].isdigit() else 0
        after = (
            "AND name >= :key AND (name > :key OR id > :id)" if sort == "name"
            else "AND quotes <= :key AND (quotes < :key OR id > :id)"
        )  # fmt: skip
    order = "name, id" if sort == "name" else "quotes DESC, id"
    people = await rows(
        site.database, f"{_SPEAKER} WHERE quotes > 0 AND {chosen} {after} ORDER BY {order} LIMIT :size", params
    )
    following = None
    if len(people) > SIZE:
        last = people[SIZE - 1]
        following = site.here(next=f"{last['id']}_{last['name' if sort == 'name' else 'quotes']}")
    return people[:SIZE], following


async def _all(site: Site, kind: str, chosen: list[dict[str, Any]] | None) -> Any:
    """All speakers of a kind, or those that a name has found, for a file."""
    if chosen is None:
        kinds = [kind] if kind else list(NAMED)
        chosen = [
            site.speaker(row)
            for name in kinds
            for row in await rows(
                site.database, f"{_SPEAKER} WHERE kind = :kind AND quotes > 0 ORDER BY quotes DESC, id", {"kind": name}
            )
        ]
    for row in chosen:
        yield {**row, "permalink": site.absolute(row["path"])}


async def speaker(site: Site) -> Response | AsgiStream:
    slug = tilde_decode(site.request.url_vars["slug"])
    who = await one(site.database, f"{_SPEAKER} WHERE slug = :slug", {"slug": slug})
    if who is None or not who["quotes"]:
        redirect = await moved(site.database, "speaker", slug)
        if redirect and redirect["new"] and redirect["new"] != slug:
            suffix = f".{site.shape}" if site.shape else ""
            return Response.redirect(site.path("speaker", redirect["new"], suffix=suffix), status=301)
        if who is None or redirect:
            raise NotFound("Nobody with this address is quoted here.")
    key = {"id": who["id"]}
    wanted = await read_search(site.database, site.request.args)
    if site.shape and wanted.errors:
        return await site.refused(wanted.errors)
    wanted = replace(
        wanted, speaker=(unmistakable(slug),), speaker_ids=(who["id"],), nothing=None,
        sort="newest" if wanted.sort == "relevance" and not wanted.match else wanted.sort,
    )  # fmt: skip
    if site.shape == "csv":
        return csv_of(site, wanted, slug)
    matches = await find(site.database, wanted, fold=site.shape is None, counts=False)
    if not matches.total and matches.hidden:
        matches = await find(site.database, wanted, fold=False, counts=False)
    listed = await listing(site, wanted, matches)
    if site.shape == "atom":
        return await site.atom(
            f"Quotes by {who['name']}", [entry(quote) for quote in listed["quotes"]], site.path("speaker", slug)
        )
    known = await roles_of(site, who["id"])
    at, wrong = then(known["roles"], site.request.args.get("at"))
    if site.shape and wrong:
        return await site.refused(wrong)
    likely = await perhaps(site, who["id"])
    data = {
        "speaker": {**site.speaker(who), **await span_of_days(site.database, who["id"])},
        "aliases": await rows(
            site.database,
            """SELECT alias AS name, sum(articles) AS articles FROM speaker_aliases
               WHERE speaker_id = :id AND alias <> (SELECT name FROM speakers WHERE id = :id)
               GROUP BY 1 ORDER BY articles DESC, 1 LIMIT 30""",
            key,
        ),
        "lone_names": await rows(
            site.database,
            """SELECT name, sum(articles) AS articles FROM speaker_names
               WHERE speaker_id = :id AND lone GROUP BY 1 ORDER BY 2 DESC LIMIT 5""",
            key,
        ),
        "perhaps": likely,
        "namesakes": await namesakes(site, who, leave_out={row["id"] for row in likely}),
        "headline": headline([row["role"] for row in known["roles"][:40]]),
        **known,
        "at": at,
        "outlets": [
            {
                **row,
                "path": site.path("outlet", row["name"]),
                "search": site.search(speaker=unmistakable(slug), outlet=row["name"]),
            }
            for row in await rows(
                site.database,
                """SELECT outlet AS name, count(*) AS quotes FROM facets
                   WHERE speaker_id = :id AND outlet <> '' GROUP BY 1 ORDER BY quotes DESC, 1 LIMIT 30""",
                key,
            )
        ],
        "kinds": {
            row["kind"]: row["n"]
            for row in await rows(
                site.database,
                "SELECT kind, sum(quotes) AS n FROM speaker_tallies WHERE speaker_id = :id GROUP BY 1",
                key,
            )
        },
        "beside": await quoted_beside(site, who["id"]),
        "words": await frequent(site, "speaker_id", who["id"], who["name"], speaker=unmistakable(slug)),
        "counts": await counts_by_day(
            site.database, "facets", "count(*)", "speaker_id = :id", key, drawn=site.shape is None
        ),
        **listed,
    }
    return await site.respond(
        "speaker.html",
        data,
        kind_labels=LABELS["kind"],
        errors=[*wanted.errors, *wrong],
        feed=site.path("speaker", slug, suffix=".atom"),
        csv=site.path("speaker", slug, suffix=".csv"),
        everything=site.search(speaker=unmistakable(slug), min_confidence="0"),
        compare=site.path("compare", query=f"a={unmistakable(slug)}"),
    )


async def span_of_days(database: Any, speaker_id: int) -> dict[str, Any]:
    days = await one(
        database,
        "SELECT min(day) AS first, max(day) AS last FROM facets WHERE speaker_id = :id AND day <> ''",
        {"id": speaker_id},
    )
    return days or {"first": None, "last": None}


async def roles_of(site: Site, speaker_id: int) -> dict[str, list[dict[str, Any]]]:
    """The speaker's roles and affiliations, with dates and numbers of articles by outlet; most frequent first."""
    seen = await rows(site.database, ROLES_SEEN, {"id": speaker_id})
    bodies = affiliations(seen)
    known = await tuples(
        site.database,
        """SELECT wanted.value, s.slug FROM json_each(:names) wanted CROSS JOIN lookup_names n ON n.folded = wanted.value
           JOIN speakers s ON s.id = n.speaker_id
           WHERE s.quotes > 0 AND s.kind IN ('organization', 'group') AND s.id <> :id ORDER BY s.quotes""",
        {"names": json.dumps([fold(row["affiliation"]) for row in bodies]), "id": speaker_id},
    )
    slugs: dict[str, str] = dict(known)  # of several speakers with one name, the most quoted
    for row in bodies:
        slug = slugs.get(fold(row["affiliation"]))
        row["path"] = site.path("speaker", slug) if slug else None
    called = [{**row, "path": site.path("article", row["article_id"])} for row in roles(seen)]
    return {"roles": called, "affiliations": bodies}


def then(known: list[dict[str, Any]], at: str | None) -> tuple[dict[str, Any] | None, list[str]]:
    """The speaker's roles at the date that was asked for, and what is wrong with that date."""
    if not at:
        return None, []
    try:
        date = checked_value("since", at)
    except ValueError as wrong:
        return None, [str(wrong)]
    return {"date": date, **roles_at(known, date)}, []


async def perhaps(site: Site, speaker_id: int) -> list[dict[str, Any]]:
    """Speakers who may be the same, with the reasons, likeliest first."""
    likely = await rows(site.database, LIKENESSES, {"id": speaker_id, "limit": 6})
    return [
        {**site.speaker(row), "score": round(row["score"], 2), "reasons": json.loads(row["reasons"])} for row in likely
    ]


async def namesakes(site: Site, who: Mapping[str, Any], *, leave_out: Collection[int]) -> list[dict[str, Any]]:
    """Other speakers with the same full name or the same single name, except those in `leave_out`."""
    others = await rows(
        site.database,
        """SELECT DISTINCT s.id, s.name, s.slug, s.kind, s.gender, s.quotes, s.articles
           FROM lookup_names mine JOIN lookup_names n ON n.folded = mine.folded AND n.speaker_id <> mine.speaker_id
           JOIN speakers s ON s.id = n.speaker_id
           WHERE mine.speaker_id = :id AND s.quotes > 0 AND s.kind <> 'unnamed' ORDER BY s.quotes DESC LIMIT 8""",
        {"id": who["id"]},
    )
    return [site.speaker(row) for row in others if row["id"] not in leave_out]


async def quoted_beside(site: Site, speaker_id: int) -> list[dict[str, Any]]:
    """Speakers who are quoted in the same articles, among the last five hundred."""
    beside = await rows(
        site.database,
        """SELECT s.id, s.name, s.slug, s.kind, s.gender, s.quotes, count(*) AS articles
           FROM (SELECT DISTINCT article_id FROM quotes WHERE speaker_id = :id ORDER BY article_id DESC LIMIT 500) mine
           CROSS JOIN appearances other ON other.article_id = mine.article_id AND other.speaker_id <> :id
           JOIN speakers s ON s.id = other.speaker_id WHERE s.kind <> 'unnamed' AND s.quotes > 0
           GROUP BY s.id ORDER BY count(*) DESC, s.quotes DESC LIMIT 10""",
        {"id": speaker_id},
    )
    return [site.speaker(row) for row in beside]


async def frequent(site: Site, column: str, value: Any, name: str = "", **filters: str) -> list[dict[str, Any]]:
    """The most frequent words in the newest quotes of a speaker or outlet; `filters` go into the links to searches for them."""
    texts = await tuples(
        site.database,
        f"""SELECT q.content FROM (SELECT number FROM facets WHERE {column} = :value ORDER BY day DESC, number LIMIT 300) f
            CROSS JOIN quotes q ON q.number = f.number""",
        {"value": value},
    )
    return [
        {"word": word, "quotes": n, "path": site.search(q=word, **filters)}
        for word, n in frequent_words((row[0] for row in texts), leave_out=name)
    ]


def headline(called: Iterable[str]) -> list[str]:
    """At most two roles that say different things: "mayor of Harrowgate" includes "Mayor"."""
    told: list[str] = []
    for role in sorted(called, key=len, reverse=True):
        if not any(role.casefold() in other.casefold() for other in told):
            told.append(role)
    return told[:2]
