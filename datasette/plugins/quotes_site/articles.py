"""The list of articles, each article with its quotes in the text, and each quote's own page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from datasette import NotFound, Response
from datasette.utils import tilde_decode

from quotes_site.database import COLUMNS, JOINED, one, rows
from quotes_site.search import LONGEST_QUERY
from quotes_site.site import Site, page_number, plain_query

__all__ = ["article", "article_list", "quote"]


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
    around = {
        "previous": quotes[index - 1] if index else None,
        "next": quotes[index + 1] if index + 1 < len(quotes) else None,
    }
    return await site.answer("quote.html", data, text=row["text"], around=around, in_article=len(quotes))


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


def evidence_of(text: str | None) -> dict[str, Any]:
    """Evidence as a mapping, empty where there is none that can be read."""
    try:
        evidence = json.loads(text or "{}")
    except ValueError:
        return {}
    return evidence if isinstance(evidence, dict) else {}


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
