"""The list of outlets, the page of an outlet, and the comparison of two outlets or speakers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from datasette import NotFound, Response
from datasette.utils import tilde_decode
from datasette.utils.asgi import AsgiStream

from quotes_site.cite import entry
from quotes_site.database import counts_by_day, one, quotes_by_number, rows, speakers_by_id, tuples
from quotes_site.home import top_outlets
from quotes_site.matches import find
from quotes_site.names import candidates
from quotes_site.query import fold, unmistakable
from quotes_site.results import csv_of, listing
from quotes_site.search import Search, read_search
from quotes_site.site import Site
from quotes_site.speakers import frequent

__all__ = ["compare", "outlet", "outlet_list"]

COLUMNS = (
    "name",
    "articles",
    "quotes",
    "direct",
    "mixed",
    "indirect",
    "named",
    "unnamed",
    "first",
    "last",
    "permalink",
)


async def outlet_list(site: Site) -> Response | AsgiStream:
    outlets = await top_outlets(site)
    if site.shape == "csv":

        async def lines() -> Any:
            for row in outlets:
                yield {**row, "permalink": site.absolute(row["path"])}

        return site.csv("outlets", COLUMNS, lines())
    if site.shape == "atom":
        entries = [
            {"path": row["path"], "title": row["name"], "updated": row["last"], "author": row["name"],
             "summary": f"{row['quotes']} quotes in {row['articles']} articles"} for row in outlets[:100]
        ]  # fmt: skip
        return await site.atom("Outlets", entries, site.path("outlets"))
    return await site.respond("outlets.html", {"outlets": outlets}, csv=site.here(".csv"), feed=site.here(".atom"))


async def outlet(site: Site) -> Response | AsgiStream:
    name = tilde_decode(site.request.url_vars["name"])
    articles = await one(
        site.database,
        """SELECT sum(articles) AS articles, min(nullif(day, '')) AS first, max(nullif(day, '')) AS last
           FROM article_tallies WHERE outlet = :name""",
        {"name": name},
    )
    if not name or not articles or not articles["articles"]:
        raise NotFound("No article here is from an outlet of this name.")
    wanted = await read_search(site.database, site.request.args)
    if site.shape and wanted.errors:
        return await site.refused(wanted.errors)
    wanted = replace(wanted, outlet=(name,), outlets=(name,), nothing=None)
    if site.shape == "csv":
        return csv_of(site, wanted, "outlet")
    matches = await find(site.database, wanted, fold=site.shape is None, counts=False)
    if not matches.total and matches.hidden:
        matches = await find(site.database, wanted, fold=False, counts=False)
    listed = await listing(site, wanted, matches)
    if site.shape == "atom":
        return await site.atom(
            f"Quotes in {name}", [entry(quote) for quote in listed["quotes"]], site.path("outlet", name)
        )
    data = {
        "outlet": {"name": name, "path": site.path("outlet", name), **articles},
        **await _portrait(site, name),
        "words": await frequent(site, "outlet", name, outlet=name),
        "counts": await counts_by_day(
            site.database, "facets", "count(*)", "outlet = :name", {"name": name}, drawn=site.shape is None
        ),
        **listed,
    }
    return await site.respond(
        "outlet.html",
        data,
        feed=site.here(".atom", next=""),
        csv=site.here(".csv", next=""),
        search_here=site.search(outlet=name),
        articles_here=site.path("articles", query=f"outlet={site.path('x', name).rpartition('/')[2]}"),
        compare=site.path("compare", query=site.search(outlets="1", a=name).partition("?")[2]),
    )


async def _portrait(site: Site, name: str) -> dict[str, Any]:
    """Whom an outlet quotes, and how: from the tables of sums, and from one pass over its speakers."""
    sums = await tuples(
        site.database,
        "SELECT kind, status, sum(quotes) FROM outlet_tallies WHERE outlet = :name GROUP BY 1, 2",
        {"name": name},
    )
    kinds, statuses = Counter[str](), Counter[str]()
    for kind, status, quotes in sums:
        kinds[kind] += quotes
        statuses[status] += quotes
    quoted = await tuples(
        site.database,
        """SELECT s.id, s.kind, s.gender, f.n FROM (
               SELECT speaker_id, count(*) AS n FROM facets WHERE outlet = :name AND speaker_id > 0 GROUP BY speaker_id
           ) f JOIN speakers s ON s.id = f.speaker_id WHERE s.kind <> 'unnamed' ORDER BY f.n DESC, s.id""",
        {"name": name},
    )
    genders = Counter(row[2] or "not told" for row in quoted if row[1] == "person")
    by_quotes = Counter[str]()
    for _, kind, gender, quotes in quoted:
        if kind == "person":
            by_quotes[gender or "not told"] += quotes
    speakers = await speakers_by_id(site.database, [row[0] for row in quoted[:10]])
    top = [
        site.speaker({**speakers[row[0]], "here": row[3]})
        | {"search": site.search(speaker=unmistakable(speakers[row[0]]["slug"]), outlet=name)}
        for row in quoted[:10]
    ]
    said = sum(row[3] for row in quoted)
    return {
        "kinds": dict(kinds),
        "statuses": dict(statuses),
        "speakers": top,
        "named_speakers": len(quoted),
        "share_of_ten": sum(row[3] for row in quoted[:10]) / said if said else None,
        "persons": {"women": genders["female"], "men": genders["male"], "not_told": genders["not told"]},
        "quotes_by_persons": {
            "women": by_quotes["female"],
            "men": by_quotes["male"],
            "not_told": by_quotes["not told"],
        },
    }


async def compare(site: Site) -> Response:
    """The page that compares two speakers or outlets: how often, when and where, which words, and quotes with given words."""
    args = site.request.args
    kind = "outlet" if args.get("outlets") else "speaker"
    words = (args.get("q") or "").strip()
    sides: list[dict[str, Any]] = []
    notices: list[str] = []
    for name in ("a", "b"):
        typed = (args.get(name) or "").strip()[:200]
        side = (
            await (_outlet_side(site, typed, words) if kind == "outlet" else _speaker_side(site, typed, words))
            if typed
            else None
        )
        if typed and side is None:
            notices.append(f"No {kind} here is called “{typed[:60]}”.")
        sides.append({"typed": typed, "found": side})
    if site.shape == "json" and notices:
        return await site.refused(notices)
    names = [
        row["name"]
        for row in await rows(
            site.database, "SELECT name FROM speakers WHERE quotes > 0 ORDER BY quotes DESC, id LIMIT 200"
        )
    ]
    if kind == "outlet":
        names = [row["name"] for row in await top_outlets(site)]
    data = {"kind": kind, "q": words, "sides": sides, "notices": notices}
    return await site.respond("compare.html", data, names=names)


async def _speaker_side(site: Site, typed: str, words: str) -> dict[str, Any] | None:
    likely = await candidates(site.database, typed, limit=1)
    if not likely:
        return None
    who = likely[0]
    wanted = Search(speaker=(unmistakable(who.slug),), speaker_ids=(who.id,))
    side = await _side(site, wanted, words, who.name, site.path("speaker", who.slug), "speaker_id", who.id)
    return {**side, "value": unmistakable(who.slug)}


async def _outlet_side(site: Site, typed: str, words: str) -> dict[str, Any] | None:
    names = {fold(row["name"]): row["name"] for row in await top_outlets(site)}
    name = typed if typed in names.values() else names.get(fold(typed))
    if name is None:
        return None
    side = await _side(
        site, Search(outlet=(name,), outlets=(name,)), words, name, site.path("outlet", name), "outlet", name
    )
    return {**side, "value": name}


async def _side(
    site: Site, wanted: Search, words: str, name: str, path: str, column: str, value: Any
) -> dict[str, Any]:
    arguments = _Arguments({"q": words})
    asked = await read_search(site.database, arguments)
    wanted = replace(asked, speaker=wanted.speaker, speaker_ids=wanted.speaker_ids or asked.speaker_ids,
                     outlet=wanted.outlet, outlets=wanted.outlets or asked.outlets, size=5)  # fmt: skip
    searched = (wanted.outlet or wanted.speaker)[0]
    matches = await find(site.database, wanted, fold=False)
    kinds = Counter[str]()
    for (_, kind), n in matches.days.items():
        kinds[kind] += n
    return {
        "name": name,
        "path": path,
        "search": site.path("search", query=wanted.address(min_confidence="0", size="")),
        "total": matches.total,
        "total_is_at_least": matches.more,
        "kinds": dict(kinds),
        "counts": [{"day": day, "kind": kind, "n": n} for (day, kind), n in sorted(matches.days.items()) if day],
        "outlets": [
            {"name": name, "quotes": n} for name, n in matches.facets.get("outlet", Counter()).most_common(6) if name
        ],
        "words": await frequent(site, column, value, name, **{"outlet" if column == "outlet" else "speaker": searched}),
        "quotes": [site.quote(row) for row in await quotes_by_number(site.database, matches.numbers)],
    }


class _Arguments:
    """Values in the form of a request's arguments, for `read_search`."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def get(self, name: str) -> str | None:
        return self.values.get(name)

    def getlist(self, name: str) -> list[str]:
        return [self.values[name]] if name in self.values else []
