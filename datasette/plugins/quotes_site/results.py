"""Lists of quotes: the search page, and the parts of it that other pages show."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from datasette import Response
from datasette.utils.asgi import AsgiStream

from quotes_site.cite import entry
from quotes_site.database import quotes_by_number, rows, speakers_by_id
from quotes_site.matches import MOST, Matches, facet_lists, find, numbers_of, term_counts
from quotes_site.names import candidates, named_in
from quotes_site.query import HIT_END, HIT_START, UNSURE, parse, unmistakable
from quotes_site.search import SIZES, SORTS, Search, read_search
from quotes_site.site import Site

__all__ = ["COLUMNS", "csv_of", "listing", "search"]

COLUMNS = (
    "id", "content", "speaker", "speaker_slug", "speaker_kind", "gender", "role", "speaker_status", "kind", "act", "negated",
    "cue", "source", "confidence", "speaker_confidence", "corrected", "title", "outlet", "author", "published", "url",
    "article_id", "position", "permalink",
)  # fmt: skip
CHUNK = 500  # quotes fetched at a time while a file is streamed
MOST_EXPORTED = 200_000


async def search(site: Site) -> Response | AsgiStream:
    wanted = await read_search(site.database, site.request.args)
    if site.shape and wanted.errors:
        return await site.refused(wanted.errors)
    if site.shape == "csv":
        return csv_of(site, wanted)
    matches = await find(site.database, wanted, fold=site.shape is None, drawn=site.shape is None)
    unfolded = False
    if site.shape is None and not matches.total and matches.hidden and wanted.least is None:
        # Show unsure quotes rather than none.
        matches, unfolded = await find(site.database, wanted, fold=False, drawn=True), True
    if too_far := beyond(wanted, matches):
        if site.shape:
            return await site.refused([too_far])
        wanted = replace(wanted, page=1, cursor="", errors=(*wanted.errors, too_far))
        matches = await find(site.database, wanted, fold=site.shape is None, drawn=site.shape is None)
    listed = await listing(site, wanted, matches)
    speakers = list((await speakers_by_id(site.database, wanted.speaker_ids)).values())
    title = search_title(wanted, [row["name"] for row in speakers])
    if site.shape == "atom":
        return await site.atom(
            title, [entry(quote) for quote in listed["quotes"]], site.path("search", query=wanted.address())
        )
    facets = await facet_lists(site.database, wanted, matches)
    for facet in facets:
        for option in facet["options"]:
            option["url"] = site.path("search", query=option.pop("query"))
    data = {
        "search": {
            "q": wanted.q,
            "in": wanted.within or "paragraph",
            "since": wanted.since,
            "until": wanted.until,
            "min_confidence": wanted.sure_enough,
            "sort": wanted.sort,
            **{name: list(getattr(wanted, name)) for name in ("speaker", "kind", "act", "outlet", "status")},
        },
        "reading": reading(wanted, [row["name"] for row in speakers]),
        "notices": [*wanted.notices],
        "nothing": wanted.nothing,
        **listed,
        "facets": facets,
        "timeline": timeline(matches),
    }
    if site.shape == "json":
        return await site.json(data)
    everything = wanted.address(min_confidence="0")
    exported = wanted.address(min_confidence=f"{UNSURE:g}") if matches.hidden and not unfolded else wanted.address()
    return await site.respond(
        "search.html",
        data,
        wanted=wanted,
        title=title,
        unfolded=unfolded,
        show_unsure=site.path("search", query=everything),
        hide_unsure=site.path("search", query=wanted.address(min_confidence="")) if wanted.least == 0 else None,
        alternate_json=site.path("search", suffix=".json", query=exported),
        csv=site.path("search", suffix=".csv", query=exported),
        feed=site.path("search", suffix=".atom", query=exported),
        sorts=[
            (value, label, site.path("search", query=wanted.address(sort=value)))
            for value, label in SORTS.items()
            if wanted.match or value != "relevance"
        ],
        sizes=[(size, site.path("search", query=wanted.address(size=size))) for size in SIZES],
        speaker_names=await most_quoted_names(site),
        speaker_shown=speakers[0]["name"] if len(speakers) == 1 and wanted.speaker else ", ".join(wanted.speaker[:1]),
        others=[site.speaker(vars(other)) for other in wanted.others],
        suggested=await suggestions(site, wanted),
        help=await help_for_nothing(site, wanted) if not matches.total and not matches.hidden else None,
        looked_at=MOST,
    )


def beyond(wanted: Search, matches: Matches) -> str | None:
    """The message if the results have no page with this number, else None."""
    if matches.numbers or wanted.page == 1 or wanted.cursor:
        return None
    pages = max(1, -(-matches.total // wanted.size))
    return f"There is no page {wanted.page:,}: the results have {pages:,}."


async def listing(site: Site, wanted: Search, matches: Matches) -> dict[str, Any]:
    """This page of the quotes found, with the addresses of the pages around it."""
    quotes = [site.quote(row) for row in await quotes_by_number(site.database, matches.numbers)]
    words = await words_found(site, wanted, matches.numbers)
    for quote in quotes:
        quote["_words"] = words
    parts = {"page": ""} if "page" in site.request.args else {}
    following = site.here(next=matches.next, **parts) if matches.next else None
    return {
        "total": matches.total,
        "total_is_at_least": matches.more,
        "unsure_left_out": matches.hidden,
        "size": wanted.size,
        "first": matches.first + 1 if matches.numbers else 0,
        "last": matches.first + len(matches.numbers),
        "next": following,
        "beginning": site.here(next="", **parts) if matches.first else None,
        "quotes": quotes,
    }


async def words_found(site: Site, wanted: Search, numbers: Sequence[int]) -> list[str]:
    """The words that the search found in these quotes, in the forms in which they occur there."""
    if not wanted.match or not numbers:
        return []
    marked = await rows(
        site.database,
        f"""SELECT highlight(quotes_fts, 0, '{HIT_START}', '{HIT_END}') AS content,
                highlight(quotes_fts, 1, '{HIT_START}', '{HIT_END}') AS context
            FROM quotes_fts WHERE quotes_fts MATCH :match AND rowid IN (SELECT value FROM json_each(:numbers))""",
        {"match": wanted.match, "numbers": json.dumps(list(numbers))},
    )
    text = "\n".join(f"{row['content']}\n{row['context']}" for row in marked)
    hits = re.findall(f"{HIT_START}([^{HIT_START}{HIT_END}]+){HIT_END}", text)
    return sorted({words.casefold(): words for words in hits}.values(), key=len, reverse=True)[:200]


def timeline(matches: Matches) -> list[dict[str, Any]]:
    return [{"day": day, "kind": kind, "n": n} for (day, kind), n in sorted(matches.days.items()) if day]


def search_title(wanted: Search, speakers: Sequence[str]) -> str:
    parts = [f"“{wanted.q}”" if wanted.q else "All quotes"]
    if speakers:
        parts.append("by " + ", ".join(speakers[:3]) + (" and others" if len(speakers) > 3 else ""))
    if wanted.outlet:
        parts.append("in " + ", ".join(wanted.outlet))
    return " ".join(parts)


def reading(wanted: Search, speakers: Sequence[str]) -> str:
    """How the search was understood, in words, with speakers' full names; empty if it is just a word."""
    said = wanted.query.reading
    if not said or wanted.q.isalnum():
        return ""
    typed = " or ".join(wanted.query.values("speaker"))
    return said.replace(f"by {typed}", f"by {' or '.join(speakers)}") if typed and speakers else said


async def suggestions(site: Site, wanted: Search) -> list[dict[str, Any]]:
    """Suggested searches for a speaker whose name is among the words: their quotes with the other words."""
    if not wanted.match or wanted.speaker_ids or any(sign in wanted.q for sign in '"“”():*'):
        return []
    words = [word for word in wanted.q.split() if word not in ("AND", "OR", "NOT") and not word.startswith("-")][:12]
    named = await named_in(site.database, words)
    counts = {one.speaker.id: await said_of(site, one.speaker.id, one.rest) for one in named if one.rest}
    return [
        {
            "name": one.speaker.name,
            "quotes": one.speaker.quotes,
            "rest": one.rest,
            "path": site.path("speaker", one.speaker.slug),
            "by": site.search(q=one.rest, speaker=unmistakable(one.speaker.slug), min_confidence="0")
            if counts.get(one.speaker.id)
            else None,
            "by_quotes": counts.get(one.speaker.id),
            "about": site.search(q=f'about:"{one.speaker.name}" {one.rest}'.strip()),
        }
        for one in named
    ]


async def said_of(site: Site, speaker_id: int, words: str) -> int:
    """How many quotes of a speaker have these words, up to a thousand."""
    match = parse(words).match
    if match is None:
        return 0
    counted = await rows(
        site.database,
        """SELECT count(*) AS n FROM (
               SELECT 1 FROM facets f WHERE f.speaker_id = :id
               AND f.number IN (SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH :match) LIMIT 1000)""",
        {"id": speaker_id, "match": match},
    )
    return int(counted[0]["n"])


async def help_for_nothing(site: Site, wanted: Search) -> dict[str, Any]:
    """Hints when nothing was found: how often each word occurs, filters to drop, and similar names."""
    names = wanted.speaker or ((wanted.q,) if wanted.q and len(wanted.q.split()) <= 4 else ())
    near = [who for name in names for who in await candidates(site.database, name, limit=5)]
    drops = [
        (f"{name}: {', '.join(values)}", site.path("search", query=wanted.address(**{name: ()})))
        for name in ("speaker", "kind", "act", "outlet", "status")
        if (values := getattr(wanted, name))
    ]
    if wanted.since or wanted.until:
        drops.append(("the dates", site.path("search", query=wanted.address(since="", until=""))))
    if wanted.least:
        drops.append((f"at least {wanted.least:g} sure", site.path("search", query=wanted.address(min_confidence="0"))))
    if wanted.within:
        drops.append(("words within the quote only", site.path("search", query=wanted.address(**{"in": ""}))))
    terms = await term_counts(site.database, wanted)
    either = " OR ".join(f'"{term["label"]}"' for term in terms if term["quotes"])
    return {
        "terms": [
            {**term, "path": site.search(q=f'"{term["label"]}"' if " " in term["label"] else term["label"])}
            for term in terms
        ],
        "either": site.search(q=either) if len(terms) > 1 and either else None,
        "drops": drops,
        "near": [site.speaker(vars(who)) for who in near],
    }


async def most_quoted_names(site: Site) -> list[str]:
    people = await rows(
        site.database, "SELECT name, kind FROM speakers WHERE quotes > 0 ORDER BY quotes DESC, id LIMIT 150"
    )
    return [row["name"] for row in people if row["kind"] != "unnamed"][:100]


def csv_of(site: Site, wanted: Search, name: str = "quotes") -> AsgiStream:
    """All quotes that the search finds, as a CSV file with a row for each."""

    async def quotes() -> AsyncIterator[Mapping[str, Any]]:
        numbers = await numbers_of(site.database, wanted, wanted.sure_enough, MOST_EXPORTED)
        for start in range(0, len(numbers), CHUNK):
            for row in await quotes_by_number(site.database, numbers[start : start + CHUNK]):
                yield {**row, "permalink": site.absolute(site.path("quote", row["id"]))}

    return site.csv(name, COLUMNS, quotes())
