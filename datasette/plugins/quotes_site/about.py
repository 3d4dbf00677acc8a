"""The pages about the database and about the API, and the files for search engines (robots.txt, sitemap)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from datasette import NotFound, Response
from datasette.utils import parse_metadata

from quotes_site.database import one, rows, tuples
from quotes_site.home import totals
from quotes_site.host import is_current
from quotes_site.matches import MOST
from quotes_site.query import UNSURE
from quotes_site.site import Site

__all__ = ["about", "api", "robots", "sitemap"]

FOLDER = Path(__file__).resolve().parent.parent.parent
QUERIES: dict[str, dict[str, Any]] = parse_metadata((FOLDER / "database.yaml").read_text())["queries"]
MEASURES = FOLDER / "measures.json"  # written by scripts/measure --site, or the output of `quotes evaluate --json`
PER_SITEMAP = 20_000


async def about(site: Site) -> Response:
    runs = await rows(
        site.database,
        """SELECT models, rules, version, count(*) AS runs, sum(articles) AS articles, max(finished) AS finished
           FROM runs GROUP BY 1, 2, 3 ORDER BY finished DESC LIMIT 12""",
    )
    data = {"totals": await totals(site.database), "runs": runs, "accuracy": accuracy(), "unsure_below": UNSURE}
    return await site.respond("about.html", data)


def accuracy() -> dict[str, Any] | None:
    """The accuracy by kind of quote, as `quotes evaluate --json` measured it; None if it was not measured."""
    try:
        measured = json.loads(MEASURES.read_text())
        kinds = [{name: row.get(name) for name in ("gold", "found", "given", "right", "speaker right")} | {"kind": row["kind"]}
                 for row in measured["by kind"]]  # fmt: skip
        return {"of": str(measured["of"]), "articles": int(measured["counts"]["documents"]), "kinds": kinds}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


async def api(site: Site) -> Response:
    """All addresses that return data, each with an example from this database."""
    who = await one(
        site.database, "SELECT slug FROM speakers WHERE quotes > 0 AND kind = 'person' ORDER BY quotes DESC LIMIT 1"
    )
    place = await one(site.database, "SELECT id FROM articles ORDER BY published DESC, id LIMIT 1")
    words = await one(site.database, "SELECT id FROM quotes ORDER BY number DESC LIMIT 1")
    outlet = await one(
        site.database, "SELECT outlet FROM article_tallies WHERE outlet <> '' ORDER BY articles DESC LIMIT 1"
    )
    slug = who["slug"] if who else "NAME"
    article_id, quote_id = place["id"] if place else "ID", words["id"] if words else "ID"
    name = outlet["outlet"] if outlet else "NAME"
    lists, alone = ("json", "csv", "atom"), ("json",)
    two = urlencode({"a": f"{slug}-", "b": f"{slug}-"})
    shown = urlencode({"url": site.absolute(site.path("quote", quote_id)), "format": "json"})
    pages = [
        ("search", "Quotes that a search finds", lists, ["search"], "q=water"),
        ("speakers", "Speakers, the most quoted first", lists, ["speakers"], ""),
        ("speaker/SLUG", "A speaker with names, roles, counts and quotes", lists, ["speaker", slug], ""),
        ("outlets", "Outlets with counts", lists, ["outlets"], ""),
        ("outlet/NAME", "An outlet: whom it quotes, and how", lists, ["outlet", name], ""),
        ("articles", "Articles, the newest first", lists, ["articles"], ""),
        ("article/ID", "An article's text, and its quotes with offsets", lists, ["article", article_id], ""),
        ("quote/ID", "A quote with its evidence and citations", alone, ["quote", quote_id], ""),
        ("compare", "Two speakers, or two outlets, side by side", alone, ["compare"], two),
        ("new", "What was added last", lists, ["new"], ""),
        ("review", "Quotes to check, the least sure first", lists, ["review"], ""),
    ]
    examples = [
        (label, what, {shape: site.path(*parts, suffix=f".{shape}", query=query) for shape in shapes})
        for label, what, shapes, parts, query in pages
    ]
    examples.append(("oembed", "How to show a quote elsewhere", {"json": site.path("oembed", query=shown)}))
    base = site.datasette.urls.database(site.database.name)
    data = {
        "endpoints": [{"name": label, "what": what, "examples": addresses} for label, what, addresses in examples],
        "queries": [
            {
                "name": name,
                "title": query["title"],
                "description": query.get("description"),
                "params": query.get("params", []),
                "path": f"{base}/{name}",
                "json": f"{base}/{name}.json?_shape=array",
            }
            for name, query in QUERIES.items()
        ],
        "sql": f"{base}/-/query" if is_current(site.datasette) else str(base),
    }
    return await site.respond("api.html", data, looked_at=MOST)


async def robots(site: Site) -> Response:
    """Allow search engines the pages, but not the endless combinations of filters, nor Datasette's own pages."""
    closed = ["search?", "compare", "review", "-/", site.database.name, "sql"]
    lines = ["User-agent: *", *(f"Disallow: {site.datasette.urls.path(path)}" for path in closed)]
    lines.append(f"Sitemap: {site.absolute(site.path('sitemap.xml'))}")
    return Response.text("\n".join(lines) + "\n")


async def sitemap(site: Site) -> Response:
    """The addresses of all speakers, outlets and articles, in files of a size that search engines accept."""
    part = site.request.url_vars.get("part")
    if part is None:
        counts = await totals(site.database)
        sizes = {"speakers": counts["speakers"], "outlets": counts["outlets"], "articles": counts["articles"]}
        parts = [f"{name}-{n + 1}" for name, size in sizes.items() for n in range(-(-size // PER_SITEMAP))]
        locations = [site.absolute(site.path(f"sitemap-{name}.xml")) for name in parts]
        return _xml("sitemapindex", "sitemap", [site.absolute(site.path("")), *locations][1:])
    name, _, number = part.partition("-")
    page = {"size": PER_SITEMAP, "offset": (int(number) - 1) * PER_SITEMAP}
    pages = await tuples(
        site.database,
        {
            "speakers": """SELECT slug FROM speakers WHERE quotes > 0 AND kind IN ('person', 'organization', 'group')
                ORDER BY quotes DESC, id LIMIT :size OFFSET :offset""",
            "outlets": "SELECT DISTINCT outlet FROM article_tallies WHERE outlet <> '' LIMIT :size OFFSET :offset",
            "articles": "SELECT id FROM articles ORDER BY published DESC, id LIMIT :size OFFSET :offset",
        }[name],
        page,
    )
    if not pages:
        raise NotFound("There is no such part of the sitemap.")
    return _xml("urlset", "url", [site.absolute(site.path(name.removesuffix("s"), row[0])) for row in pages])


def _xml(root: str, item: str, locations: list[str]) -> Response:
    lines = "".join(f"<{item}><loc>{escape(location)}</loc></{item}>\n" for location in locations)
    body = f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</{root}>\n'
    return Response(body, content_type="application/xml; charset=utf-8")
