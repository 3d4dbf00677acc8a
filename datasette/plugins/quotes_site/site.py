"""One request's view of the site: its addresses, its quotes as pages and programs see them, and its answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from datasette import Response
from datasette.utils import tilde_encode

from quotes_site.host import environment
from quotes_site.responses import OWN_POLICY

__all__ = ["HEADERS", "Site", "page_number", "plain_query"]

HEADERS = {"Content-Security-Policy": OWN_POLICY}


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

    def here(self, suffix: str = "") -> str:
        """The address of this very page, whether or not a proxy has taken the prefix off it."""
        base = self.datasette.setting("base_url")
        path = self.request.path
        if base != "/" and path.startswith(base):
            path = "/" + path[len(base) :]
        query = "?" + self.request.query_string if self.request.query_string else ""
        return str(self.datasette.urls.path(path + suffix + query))

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
        return Response.json({"ok": True, **data}, default=str)

    async def html(self, template: str, data: Mapping[str, Any]) -> Response:
        page = await self.datasette.render_template(
            template, {"site_page": True, **data}, request=self.request, view_name=template.partition(".")[0]
        )
        return Response.html(page, headers=HEADERS)

    async def answer(self, template: str, data: Mapping[str, Any], **for_html: Any) -> Response:
        """The page as HTML, or its data as JSON where the address ends in .json."""
        if self.request.url_vars.get("format") == "json":
            return await self.json(data)
        beside = self.here(".json") if self.request.url_vars.get("format") is None else ""
        return await self.html(template, {**data, "alternate_json": beside, **for_html})

    async def atom(self, title: str, quotes: Sequence[Mapping[str, Any]], page: str) -> Response:
        template = environment(self.datasette, self.request).get_template("feed.xml")
        dates = [quote["article"]["published"] or quote["article"]["ingested"] or "" for quote in quotes]
        body = await template.render_async(
            title=title,
            quotes=quotes,
            page=page,
            own=self.absolute(self.here()),
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
