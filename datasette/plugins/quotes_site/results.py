"""The search page: results as HTML, JSON, CSV and Atom."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from datasette import Response
from datasette.utils.asgi import AsgiStream

from quotes_site.database import JOINED, one, quotes_by_id, rows
from quotes_site.search import (
    SORTS,
    Search,
    chosen_speakers,
    conditions,
    facets,
    marked_hits,
    matching_ids,
    read_search,
    speakers_named,
)
from quotes_site.site import Site, page_number

__all__ = ["search"]

CSV_CHUNK = 500  # rows fetched at a time while a CSV file is streamed


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
        suggested=[
            {**row, "path": site.path("speaker", row["slug"])} for row in await speakers_named(site.database, wanted)
        ],
        csv=site.path("search", suffix=".csv", query=wanted.query()),
        feed=site.path("search", suffix=".atom", query=wanted.query()),
    )


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

    headers = {"Content-Disposition": 'attachment; filename="quotes.csv"'}
    return AsgiStream(stream, headers=headers, content_type="text/csv; charset=utf-8")
