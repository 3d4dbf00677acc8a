"""The page of a quote: its words, their context, and the evidence for its speaker; and a card to embed elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from datasette import NotFound, Response
from datasette.utils import tilde_decode

from quotes_site.articles import article_quotes, mark_query
from quotes_site.cite import citations, voice
from quotes_site.database import moved, one, quotes_by_number, rows, tuples
from quotes_site.query import fold
from quotes_site.responses import EMBED_POLICY
from quotes_site.site import Site
from quotes_site.words import words_in

__all__ = ["embed", "oembed", "quote"]

WIDTH, HEIGHT = 560, 260  # of the card, in CSS pixels
_HARDLY = 0.005  # the probability of a candidate that would be shown as "0 %"


async def quote(site: Site) -> Response:
    quote_id = tilde_decode(site.request.url_vars["id"])
    row = await one(
        site.database,
        """SELECT q.number, q.article_id, q.evidence, a.text, runs.version, runs.models, runs.rules, runs.finished
           FROM quotes q JOIN articles a ON a.id = q.article_id LEFT JOIN runs ON runs.id = q.run_id WHERE q.id = :id""",
        {"id": quote_id},
    )
    if row is None:
        return await _elsewhere(site, quote_id)
    quotes = await article_quotes(site, row["article_id"])
    index = next(number for number, other in enumerate(quotes) if other["id"] == quote_id)
    shown = quotes[index]
    permalink = site.absolute(shown["path"])
    evidence = evidence_of(row["evidence"])
    data = {
        "quote": {**shown, "url": permalink},
        "evidence": evidence,
        "run": {name: row[name] for name in ("version", "models", "rules", "finished")},
        "citations": citations(shown, permalink),
        "also": await same_words(site, shown),
        "similar": await similar(site, shown),
        "corrections": await corrections(site, shown),
    }
    around = {
        "previous": quotes[index - 1] if index else None,
        "next": quotes[index + 1] if index + 1 < len(quotes) else None,
    }
    card = site.absolute(site.path("quote", quote_id, suffix="/embed"))
    return await site.respond(
        "quote.html",
        data,
        text=row["text"],
        around=around,
        in_article=len(quotes),
        why=explanation(shown, evidence),
        snippet=iframe(card, shown),
        oembed=site.absolute(site.path("oembed", query=f"url={permalink}&format=json")),
        canonical=permalink,
    )


async def _elsewhere(site: Site, quote_id: str) -> Response:
    """Redirect to the quote that took the place of this one, or say what happened to it."""
    successor = await moved(site.database, "quote", quote_id)
    if successor and successor["new"]:
        return Response.redirect(site.path("quote", successor["new"], suffix=".json" if site.shape else ""), status=301)
    if not successor:
        raise NotFound("There is no quote with this address.")
    data = {
        "gone": True,
        "article_path": site.path("article", successor["article_id"]) if successor["article_id"] else None,
    }
    if site.shape == "json":
        return await site.json({"error": "This quote is no longer in its article.", "status": 410, **data}, 410)
    page = await site.html("gone.html", data)
    page.status = 410
    return page


async def corrections(site: Site, quote: Mapping[str, Any]) -> list[dict[str, Any]]:
    """People's corrections of the quote with their reasons, newest first."""
    return await rows(
        site.database,
        """SELECT action, reason, author, made FROM corrections
           WHERE article_id = :article AND quote_id = :quote AND undone IS NULL ORDER BY id DESC LIMIT 20""",
        {"article": quote["article"]["id"], "quote": quote["id"]},
    )


async def same_words(site: Site, quote: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Quotes with the same words by the same speaker in other articles."""
    if not quote["_statement"] or not quote["speaker"]:
        return []
    numbers = await tuples(
        site.database,
        """SELECT q.number FROM quotes q JOIN speakers s ON s.id = q.speaker_id
           WHERE q.statement = :statement AND q.id <> :id AND s.slug = :slug LIMIT 50""",
        {"statement": quote["_statement"], "id": quote["id"], "slug": quote["speaker"]["slug"]},
    )
    others = [site.quote(row) for row in await quotes_by_number(site.database, [row[0] for row in numbers])]
    return sorted(others, key=lambda other: other["article"]["published"] or "9")


async def similar(site: Site, quote: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Quotes with a similar meaning, most similar first; none unless the database was published with `--similar`."""
    if not await one(site.database, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'similar'"):
        return []
    sql = """SELECT q.number FROM similar JOIN quotes q ON q.id = similar.other_id
        WHERE similar.quote_id = :id ORDER BY similar.likeness DESC, q.number"""
    numbers = await tuples(site.database, sql, {"id": quote["id"]})
    return [site.quote(row) for row in await quotes_by_number(site.database, [row[0] for row in numbers])]


def evidence_of(text: str | None) -> dict[str, Any]:
    """The evidence as a mapping; empty if there is none, or it is not valid JSON."""
    try:
        evidence = json.loads(text or "{}")
    except ValueError:
        return {}
    return evidence if isinstance(evidence, dict) else {}


def explanation(quote: Mapping[str, Any], evidence: Mapping[str, Any]) -> dict[str, Any]:
    """The evidence for readers: sentences, the mention that connects the source with the name, and other candidates."""
    name = quote["speaker"]["name"] if quote["speaker"] else ""
    steps = [str(step) for step in _listed(evidence.get("steps")) if isinstance(step, str)]
    shown = []
    for step in steps:
        # Without scores of the network: they are shown below, as probabilities.
        plain = re.sub(r"\s*\(\d?\.\d+(?: sure)?\)", "", step)
        if not plain.startswith("the network reads") and plain not in shown:
            shown.append(plain)
    candidates = [
        {
            "name": str(item.get("name") or "nobody named"),
            "share": item.get("share"),
            "sources": _listed(item.get("sources")),
        }
        for item in _listed(evidence.get("candidates"))
        if isinstance(item, Mapping)
    ]
    own = set(fold(name).split())
    rivals = [item for item in candidates if not (isinstance(item["share"], float) and item["share"] < _HARDLY)]
    others = [item for item in rivals if not _are_one(own, set(fold(item["name"]).split()))][:3]
    return {"steps": shown, "link": _link(quote, evidence, name), "others": others}


def _are_one(words: set[str], others: set[str]) -> bool:
    """Whether one name has all words of the other, and so is not a rival: "President Tomas Vereny" and "Tomas Vereny"."""
    return words <= others or others <= words


def _link(quote: Mapping[str, Any], evidence: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    """The mention that gives the source its name: of those with words of the name, the nearest one before the source."""
    source = next((span for span in quote["spans"] if span["part"] == "source"), None)
    if not source or not name or not quote["source"]:
        return None
    words = {word for word in words_in(name) if len(word) > 2}
    mentions = [
        link
        for link in _listed(evidence.get("chain"))
        if isinstance(link, Mapping) and isinstance(link.get("start"), int) and isinstance(link.get("text"), str)
    ]
    named = [link for link in mentions if words & words_in(link["text"])]
    fullest = [link for link in named if words <= words_in(link["text"])] or named
    outside = [link for link in fullest if not (link["start"] < source["end"] and link["end"] > source["start"])]
    if not outside:
        return None
    before = [link for link in outside if link["start"] < source["start"]]
    chosen = max(before, key=lambda link: link["start"]) if before else min(outside, key=lambda link: link["start"])
    path = quote["article"]["path"] + "?" + mark_query(chosen["start"], chosen["end"]) + "#mention"
    return {"text": chosen["text"], "path": path, "mentions": len(mentions)}


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []


# The card


def iframe(address: str, quote: Mapping[str, Any]) -> str:
    title = f"Quote by {voice(quote)}".replace('"', "").replace("<", "").replace(">", "").replace("&", "and")
    return f'<iframe src="{address}" width="{WIDTH}" height="{HEIGHT}" title="{title}" style="border:0;max-width:100%"></iframe>'


async def _shown(site: Site, quote_id: str) -> dict[str, Any] | None:
    numbers = await rows(site.database, "SELECT number FROM quotes WHERE id = :id", {"id": quote_id})
    listed = await quotes_by_number(site.database, [row["number"] for row in numbers])
    return site.quote(listed[0]) if listed else None


async def embed(site: Site) -> Response:
    """The quote as a card that other sites may show in a frame."""
    quote_id = tilde_decode(site.request.url_vars["id"])
    shown = await _shown(site, quote_id)
    if shown is None:
        successor = await moved(site.database, "quote", quote_id)
        if successor and successor["new"]:
            return Response.redirect(site.path("quote", successor["new"], suffix="/embed"), status=301)
        raise NotFound("There is no quote with this address.")
    return await site.html(
        "embed.html", {"quote": shown, "url": site.absolute(shown["path"])}, {"Content-Security-Policy": EMBED_POLICY}
    )


async def oembed(site: Site) -> Response:
    """The oEmbed 1.0 response: how a site can show a quote whose address is pasted into it."""
    args = site.request.args
    if (args.get("format") or "json") != "json":
        return await site.json({"error": "Only format=json is offered.", "status": 501}, 501)
    place = re.search(r"/quote/([^/?#.]+)", urlsplit(args.get("url") or "").path)
    shown = await _shown(site, tilde_decode(unquote(place[1]))) if place else None
    if shown is None:
        raise NotFound("There is no quote with this address.")
    width = min(WIDTH, int(args.get("maxwidth"))) if (args.get("maxwidth") or "").isdecimal() else WIDTH
    height = min(HEIGHT, int(args.get("maxheight"))) if (args.get("maxheight") or "").isdecimal() else HEIGHT
    card = site.absolute(site.path("quote", shown["id"], suffix="/embed"))
    return Response.json(
        {
            "version": "1.0",
            "type": "rich",
            "title": f"{voice(shown)}: {shown['content'][:120]}",
            "provider_name": "Quotes",
            "provider_url": site.absolute(site.path("")),
            "width": width,
            "height": height,
            "html": iframe(card, shown).replace(
                f'width="{WIDTH}" height="{HEIGHT}"', f'width="{width}" height="{height}"'
            ),
        }
    )
