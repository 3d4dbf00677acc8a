"""The list of articles, and the page of an article with the quotes marked in its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from datasette import NotFound, Response
from datasette.utils import tilde_decode
from datasette.utils.asgi import AsgiStream

from quotes_site.cite import entry, voice
from quotes_site.database import moved, one, quotes_by_number, rows, tuples
from quotes_site.home import top_outlets
from quotes_site.results import COLUMNS as QUOTE_COLUMNS
from quotes_site.site import Site, called

__all__ = ["article", "article_list", "article_quotes"]

SIZE = 25
MOST = 20_000
COLUMNS = ("id", "title", "outlet", "author", "published", "url", "words", "quotes", "speakers", "permalink")
_LIST = """SELECT a.id, a.title, a.outlet, a.author, a.published, a.url, a.words, a.ingested, substr(a.text, 1, 400) AS _begins,
    (SELECT count(*) FROM quotes q WHERE q.article_id = a.id) AS quotes,
    (SELECT count(*) FROM appearances s WHERE s.article_id = a.id) AS speakers FROM articles a"""


async def article_list(site: Site) -> Response | AsgiStream:
    args = site.request.args
    q = (args.get("q") or "").strip()[:200]
    outlet = (args.get("outlet") or "").strip()
    # Titles have no index: only those of the newest articles are searched.
    clauses, params = ["1"], {"outlet": outlet, "size": SIZE + 1, "offset": 0, "q": q}
    if outlet:
        clauses.append("a.outlet = :outlet")
    if q:
        newest = f"SELECT id, title FROM articles ORDER BY published DESC, id LIMIT {MOST}"
        clauses.append(f"a.id IN (SELECT id FROM ({newest}) WHERE instr(fold(title), fold(:q)))")
    if site.shape == "csv":
        return site.csv("articles", COLUMNS, _every(site, " AND ".join(clauses), params))
    first = 0
    if place := re.fullmatch(r"(\d{1,7})_([^_]{0,40})_(.{1,600})", args.get("next") or "", re.DOTALL):
        first = int(place[1])
        params |= {"day": place[2], "id": place[3]}
        clauses.append(
            "a.published <= :day AND (a.published < :day OR a.id > :id)"
            if place[2]
            else "a.published IS NULL AND a.id > :id"
        )
        if place[2] and not await _dated(site, clauses, params):
            clauses[-1] = "a.published IS NULL"
    listed = await rows(
        site.database, f"{_LIST} WHERE {' AND '.join(clauses)} ORDER BY a.published DESC, a.id LIMIT :size", params
    )
    following = None
    if len(listed) > SIZE:
        last = listed[SIZE - 1]
        following = site.here(next=f"{first + SIZE}_{last['published'] or ''}_{last['id']}")
    articles = [with_path(site, row) for row in listed[:SIZE]]
    if site.shape == "atom":
        entries = [
            {"path": row["path"], "title": row["title"], "updated": row["published"] or row["ingested"],
             "author": row["author"] or row["outlet"] or row["title"], "summary": f"{row['quotes']} quotes", "via": row["url"]}
            for row in articles
        ]  # fmt: skip
        return await site.atom("Articles", entries, site.path("articles"))
    counted = await one(
        site.database,
        "SELECT coalesce(sum(articles), 0) AS n FROM article_tallies WHERE :outlet = '' OR outlet = :outlet",
        {"outlet": outlet},
    )
    data = {
        "q": q,
        "outlet": outlet,
        "total": None if q else counted and counted["n"],
        "articles": articles,
        "next": following,
    }
    return await site.respond(
        "articles.html",
        data,
        outlets=await top_outlets(site),
        beginning=site.here(next="") if first else None,
        first=first + 1,
        csv=site.here(".csv", next=""),
        feed=site.here(".atom", next=""),
    )


async def _dated(site: Site, clauses: list[str], params: Mapping[str, Any]) -> bool:
    """Whether there are articles with a date after the position of a cursor."""
    return bool(await tuples(site.database, f"SELECT 1 FROM articles a WHERE {' AND '.join(clauses)} LIMIT 1", params))


async def _every(site: Site, where: str, params: Mapping[str, Any]) -> Any:
    ids = await tuples(
        site.database, f"SELECT a.id FROM articles a WHERE {where} ORDER BY a.published DESC, a.id LIMIT {MOST}", params
    )
    for (article_id,) in ids:
        row = await one(site.database, f"{_LIST} WHERE a.id = :id", {"id": article_id})
        if row:
            yield {**row, "permalink": site.absolute(site.path("article", article_id))}


def with_path(site: Site, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with its address and a title: its own, or the first words of the text."""
    title = called(row["title"], row.get("_begins"))
    return {**row, "title": title, "host": _host(row["url"]), "path": site.path("article", row["id"])}


def _host(url: str | None) -> str | None:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


async def article(site: Site) -> Response | AsgiStream:
    article_id = tilde_decode(site.request.url_vars["id"])
    stored = await one(
        site.database,
        """SELECT id, title, outlet, author, published, url, language, text, words, ingested, reprint,
                substr(text, 1, 400) AS _begins FROM articles WHERE id = :id""",
        {"id": article_id},
    )
    if stored is None:
        elsewhere = await one(
            site.database, "SELECT article_id AS new FROM article_names WHERE name = :id", {"id": article_id}
        )
        elsewhere = elsewhere or await moved(site.database, "article", article_id)
        if elsewhere and elsewhere["new"]:
            suffix = f".{site.shape}" if site.shape else ""
            return Response.redirect(site.path("article", elsewhere["new"], suffix=suffix), status=301)
        raise NotFound("There is no article with this address.")
    text = stored.pop("text")
    quotes = await article_quotes(site, article_id)
    if site.shape == "csv":

        async def lines() -> Any:
            for row in await _quote_rows(site, article_id):
                yield {**row, "permalink": site.absolute(site.path("quote", row["id"]))}

        return site.csv("article", QUOTE_COLUMNS, lines())
    if site.shape == "atom":
        return await site.atom(
            str(with_path(site, stored)["title"]), [entry(quote) for quote in quotes], site.path("article", article_id)
        )
    speakers: dict[str, dict[str, Any]] = {}
    for quote in quotes:
        if quote["speaker"]:
            item = speakers.setdefault(quote["speaker"]["slug"], {**quote["speaker"], "quotes": 0})
            item["quotes"] += 1
    data = {
        "article": with_path(site, stored),
        "text": text,
        "quotes": quotes,
        "speakers": sorted(speakers.values(), key=lambda item: (-item["quotes"], item["name"])),
        "reprints": await _reprints(site, stored),
    }
    place = re.fullmatch(r"(\d{1,9})-(\d{1,9})", site.request.args.get("mark") or "", re.ASCII)
    return await site.respond(
        "article.html",
        data,
        mention=(int(place[1]), int(place[2])) if place else None,
        csv=site.path("article", article_id, suffix=".csv"),
        feed=site.path("article", article_id, suffix=".atom"),
    )


async def _reprints(site: Site, of: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Other articles with most of the same text."""
    if not of["reprint"]:
        return []
    others = await rows(
        site.database,
        """SELECT id, title, outlet, published, url, substr(text, 1, 400) AS _begins FROM articles
           WHERE reprint = :reprint AND id <> :id ORDER BY published DESC, id LIMIT 30""",
        {"reprint": of["reprint"], "id": of["id"]},
    )
    return [with_path(site, row) for row in others]


async def _quote_rows(site: Site, article_id: str) -> list[dict[str, Any]]:
    numbers = await tuples(
        site.database, "SELECT number FROM quotes WHERE article_id = :id ORDER BY position", {"id": article_id}
    )
    return await quotes_by_number(site.database, [row[0] for row in numbers])


async def article_quotes(site: Site, article_id: str) -> list[dict[str, Any]]:
    """An article's quotes in order, each with its `spans`, `number`, `label` and `voice` (who speaks)."""
    quotes = []
    for number, row in enumerate(await _quote_rows(site, article_id), start=1):
        quote = site.quote(row)
        quote.update(number=number, voice=voice(quote), _evidence=row["evidence"])
        quote["label"] = f"{quote['voice']}, {quote['kind']}"
        quotes.append(quote)
    return quotes


def mark_query(start: int, end: int) -> str:
    """The query string with which an article's page marks the characters [start, end)."""
    return urlencode({"mark": f"{start}-{end}"})
