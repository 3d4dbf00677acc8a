"""The front page, the page of new articles, and the page of quotes to check."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from datasette import Response
from datasette.utils.asgi import AsgiStream

from quotes_site.cite import entry
from quotes_site.database import counts_by_day, one, quotes_by_number, rows, tuples
from quotes_site.matches import find
from quotes_site.query import UNSURE
from quotes_site.results import csv_of, listing
from quotes_site.search import read_search
from quotes_site.site import Site, called

__all__ = ["home", "new", "review", "top_outlets", "totals", "usual_roles"]

LATEST_ARTICLES = 6


async def home(site: Site) -> Response:
    speakers = await top_speakers(site, limit=10)
    kinds = await rows(site.database, "SELECT kind, sum(quotes) AS n FROM day_tallies GROUP BY 1")
    latest = await quotes_by_number(site.database, await latest_numbers(site.database))
    counts = await counts_by_day(site.database, "day_tallies", "sum(quotes)", "1", drawn=site.shape is None)
    run = await one(site.database, "SELECT version, models, rules, finished FROM runs ORDER BY id DESC LIMIT 1")
    data = {
        "totals": await totals(site.database),
        "kinds": {row["kind"]: row["n"] for row in kinds},
        "speakers": speakers,
        "outlets": (await top_outlets(site))[:10],
        "latest": [site.quote(row) for row in latest],
        "counts": counts,
        "last_run": run,
    }
    return await site.respond("home.html", data)


async def totals(database: Any) -> dict[str, Any]:
    """The numbers of articles, quotes, speakers and so on, from the tables of sums."""
    articles = await one(
        database,
        """SELECT coalesce(sum(articles), 0) AS articles, count(DISTINCT nullif(outlet, '')) AS outlets,
                min(nullif(day, '')) AS first, max(nullif(day, '')) AS last FROM article_tallies""",
    )
    quotes = await one(
        database,
        "SELECT coalesce(sum(quotes), 0) AS quotes, coalesce(sum(quotes * sure), 0) AS sure FROM day_tallies",
    )
    kinds = {"person": "persons", "organization": "organizations", "group": "groups", "unnamed": "unnamed"}
    by_kind = {
        row[0]: row[1]
        for kind in kinds
        for row in await tuples(
            database, "SELECT kind, count(*) FROM speakers WHERE kind = :kind AND quotes > 0 GROUP BY 1", {"kind": kind}
        )
    }
    counted = {name: by_kind.get(kind, 0) for kind, name in kinds.items()}
    return {**(articles or {}), **(quotes or {}), **counted, "speakers": sum(counted.values()) - counted["unnamed"]}


async def latest_numbers(database: Any) -> list[int]:
    """The keys of two quotes from each of the newest articles: sure, named and direct ones first."""
    numbers = await tuples(
        database,
        f"""WITH newest AS (
               SELECT id, row_number() OVER (ORDER BY published DESC, id) AS place FROM (
                   SELECT id, published FROM articles a WHERE published <> ''
                   AND EXISTS (SELECT 1 FROM quotes WHERE article_id = a.id)
                   ORDER BY published DESC, id LIMIT {LATEST_ARTICLES})
           ), ranked AS (
               SELECT q.number, place, position, row_number() OVER (PARTITION BY article_id ORDER BY
                   f.confidence < {UNSURE}, speaker_status <> 'named', q.kind <> 'direct', f.confidence DESC, position) AS choice
               FROM newest CROSS JOIN quotes q ON q.article_id = newest.id JOIN facets f ON f.number = q.number
           )
           SELECT number FROM ranked WHERE choice <= 2 ORDER BY place, position""",
    )
    if not numbers:  # no article has a date
        numbers = await tuples(database, "SELECT number FROM facets ORDER BY number DESC LIMIT 10")
    return [row[0] for row in numbers]


async def usual_roles(database: Any, ids: list[int]) -> dict[int, str]:
    """The most frequent role of each of these speakers."""
    roles: dict[int, str] = {}
    for number in ids:
        row = await one(
            database,
            "SELECT role FROM roles WHERE speaker_id = :id GROUP BY role ORDER BY count(*) DESC, role LIMIT 1",
            {"id": number},
        )
        if row:
            roles[number] = row["role"]
    return roles


async def top_speakers(site: Site, limit: int) -> list[dict[str, Any]]:
    speakers = await rows(
        site.database,
        """SELECT id, name, slug, kind, gender, quotes, articles FROM speakers
           WHERE quotes > 0 AND kind IN ('person', 'organization', 'group') ORDER BY quotes DESC, id LIMIT :limit""",
        {"limit": limit},
    )
    roles = await usual_roles(site.database, [row["id"] for row in speakers])
    return [site.speaker({**row, "role": roles.get(row["id"])}) for row in speakers]


async def top_outlets(site: Site) -> list[dict[str, Any]]:
    """All outlets with their numbers of quotes and articles, most quotes first."""
    articles = await rows(
        site.database,
        """SELECT outlet AS name, sum(articles) AS articles, min(nullif(day, '')) AS first, max(nullif(day, '')) AS last
           FROM article_tallies WHERE outlet <> '' GROUP BY 1""",
    )
    quotes = await rows(
        site.database,
        """SELECT outlet AS name, sum(quotes) AS quotes, sum(quotes * (kind = 'direct')) AS direct,
                sum(quotes * (kind = 'mixed')) AS mixed, sum(quotes * (kind = 'indirect')) AS indirect,
                sum(quotes * (status = 'named')) AS named, sum(quotes * (status = 'unnamed')) AS unnamed
           FROM outlet_tallies WHERE outlet <> '' GROUP BY 1""",
    )
    none = dict.fromkeys(("quotes", "direct", "mixed", "indirect", "named", "unnamed"), 0)
    counted = {row["name"]: row for row in quotes}
    outlets = [{**none, **row, **counted.get(row["name"], {})} for row in articles]
    outlets.sort(key=lambda row: (-row["quotes"], row["name"]))
    return [{**row, "path": site.path("outlet", row["name"])} for row in outlets]


async def new(site: Site) -> Response | AsgiStream:
    """The page of what was added last: the runs of `quotes ingest`, and the articles of the latest."""
    runs = await rows(
        site.database,
        "SELECT id, started, finished, models, rules, articles, quotes, failures FROM runs ORDER BY id DESC LIMIT 10",
    )
    articles: list[dict[str, Any]] = []
    for run in runs:
        if len(articles) < 50:
            articles += await rows(
                site.database,
                """SELECT a.id, a.title, a.outlet, a.author, a.published, a.ingested, a.words,
                        CASE WHEN a.title IS NULL THEN substr(a.text, 1, 400) END AS _begins,
                        (SELECT count(*) FROM quotes q WHERE q.article_id = a.id) AS quotes
                   FROM articles a WHERE a.run_id = :run ORDER BY a.rowid DESC LIMIT 50""",
                {"run": run["id"]},
            )
    articles = [
        {**row, "title": called(row["title"], row["_begins"]), "path": site.path("article", row["id"])}
        for row in articles[:50]
    ]
    if site.shape == "csv":

        async def lines() -> Any:
            for row in articles:
                yield {**row, "permalink": site.absolute(row["path"])}

        columns = ("id", "title", "outlet", "author", "published", "ingested", "words", "quotes", "permalink")
        return site.csv("new-articles", columns, lines())
    if site.shape == "atom":
        entries = [
            {"path": row["path"], "title": row["title"], "updated": row["ingested"], "author": row["author"] or row["outlet"]
             or row["title"], "summary": f"{row['quotes']} quotes"} for row in articles
        ]  # fmt: skip
        return await site.atom("New articles", entries, site.path("new"))
    return await site.respond(
        "new.html", {"runs": runs, "articles": articles}, feed=site.here(".atom"), csv=site.here(".csv")
    )


async def review(site: Site) -> Response | AsgiStream:
    """The page of quotes that most need to be checked by a person."""
    wanted = await read_search(site.database, site.request.args)
    if site.shape and wanted.errors:
        return await site.refused(wanted.errors)
    wanted = replace(wanted, sort="unsure")
    if site.shape == "csv":
        return csv_of(site, wanted, "review")
    matches = await find(site.database, wanted, fold=False, counts=False)
    listed = await listing(site, wanted, matches)
    if site.shape == "atom":
        return await site.atom("Quotes to check", [entry(quote) for quote in listed["quotes"]], site.path("review"))
    corrected = await rows(
        site.database,
        """SELECT q.number FROM correction_uses u CROSS JOIN json_each(u.quote_ids) changed
           CROSS JOIN quotes q ON q.id = changed.value WHERE q.corrected ORDER BY u.correction_id DESC LIMIT 50""",
    )
    data = {
        **listed,
        "corrected": [
            site.quote(row) for row in await quotes_by_number(site.database, [row["number"] for row in corrected])
        ],
    }
    return await site.respond(
        "review.html", data, errors=wanted.errors, feed=site.here(".atom"), csv=site.here(".csv"), threshold=UNSURE
    )
