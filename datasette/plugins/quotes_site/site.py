"""What a request needs to build a response: addresses, quotes in the form for pages and JSON, and the response formats."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from datasette import Response
from datasette.utils import tilde_encode
from datasette.utils.asgi import AsgiStream

from quotes_site.cite import citations
from quotes_site.host import environment
from quotes_site.query import unmistakable
from quotes_site.responses import OWN_POLICY

__all__ = ["HEADERS", "Site", "called"]

HEADERS = {"Content-Security-Policy": OWN_POLICY}
_ADDRESS = re.compile(r"^\s*https?://\S+")
# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Site:
    """The site as seen by one request: database, addresses, quotes in the form for pages and JSON, and responses."""

    def __init__(self, datasette: Any, request: Any, database: Any) -> None:
        self.datasette = datasette
        self.request = request
        self.database = database

    @property
    def shape(self) -> str | None:
        """The format that the address asks for: json, csv, atom, or None for a page."""
        shape: str | None = self.request.url_vars.get("format")
        return shape

    def path(self, *parts: str, suffix: str = "", query: str = "") -> str:
        """The address of a page; ids and slugs are tilde-encoded, as in Datasette."""
        page = "/".join([parts[0], *(tilde_encode(part) for part in parts[1:])])
        return str(self.datasette.urls.path(page + suffix + ("?" + query if query else "")))

    def search(self, **parts: Any) -> str:
        return self.path("search", query=urlencode({k: v for k, v in parts.items() if v not in (None, "")}, doseq=True))

    def here(self, suffix: str = "", **changes: Any) -> str:
        """The address of this page, with the site's prefix even if a proxy has removed it."""
        base = self.datasette.setting("base_url")
        path = self.request.path
        if base != "/" and path.startswith(base):
            path = "/" + path[len(base) :]
        if suffix and self.shape:
            path = path.removesuffix(f".{self.shape}")
        query = self.request.query_string
        if changes:
            pairs = [(name, value) for name in self.request.args for value in self.request.args.getlist(name)]
            pairs = [(name, value) for name, value in pairs if name not in changes]
            query = urlencode([*pairs, *((name, value) for name, value in changes.items() if value)])
        return str(self.datasette.urls.path(path + suffix + ("?" + query if query else "")))

    def absolute(self, path: str) -> str:
        return str(self.datasette.absolute_url(self.request, path))

    def speaker(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of speakers with the addresses of their page and of a search in their quotes."""
        return {
            **row,
            "path": self.path("speaker", row["slug"]),
            "filter": unmistakable(row["slug"]),
            "search": self.search(speaker=unmistakable(row["slug"])),
        }

    def quote(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A quote with its addresses; `speaker` is None if nobody is known. Keys that begin with _ are for pages only."""
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
        likely = row["confidence"] * (1 if row["speaker_confidence"] is None else row["speaker_confidence"])
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
            "speaker_confidence": row["speaker_confidence"],
            "overall_confidence": likely,
            "corrected": bool(row["corrected"]),
            "position": row["position"],
            "spans": row.get("spans", []),
            "article": {
                "id": row["article_id"],
                "title": called(row["title"], row.get("begins")),
                "outlet": row["outlet"],
                "author": row["author"],
                "published": row["published"],
                "ingested": row["ingested"],
                "language": row["language"],
                "url": row["url"],
                "path": self.path("article", row["article_id"]),
            },
            "_near": (row["near"], row["near_start"]),
            "_statement": row["statement"],
        }

    # Responses

    async def json(self, data: Mapping[str, Any], status: int = 200) -> Response:
        return Response.json({"ok": status < 400, **_public(data)}, status=status, default=str)

    async def refused(self, errors: Sequence[str]) -> Response:
        """The JSON response with status 400 for a program whose request has errors."""
        text = " ".join(errors)
        return await self.json({"error": text, "errors": list(errors), "status": 400, "title": "Invalid search"}, 400)

    async def html(self, template: str, data: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
        page = await self.datasette.render_template(
            template,
            {
                "site_page": True,
                "site": self,
                "canonical": self.absolute(self.here()),
                "cite_of": lambda quote: citations(quote, self.absolute(quote["path"])),
                **data,
            },
            request=self.request,
            view_name=template.partition(".")[0],
        )
        return Response.html(page, headers={**HEADERS, **(headers or {})})

    async def respond(self, template: str, data: Mapping[str, Any], **for_html: Any) -> Response:
        """The page as HTML, or its data as JSON if the address ends in .json."""
        if self.shape == "json":
            return await self.json(data)
        return await self.html(template, {"alternate_json": self.here(".json"), **data, **for_html})

    async def atom(self, title: str, entries: Iterable[Mapping[str, Any]], page: str) -> Response:
        """An Atom feed. An entry has path, title, updated, author and summary, and may have content, category and via."""
        entries = list(entries)
        template = environment(self.datasette, self.request).get_template("feed.xml")
        body = await template.render_async(
            title=title,
            entries=entries,
            page=page,
            own=self.absolute(self.here()),
            updated=max((entry["updated"] or "" for entry in entries), default=""),
            absolute=self.absolute,
        )
        return Response(body, content_type="application/atom+xml; charset=utf-8", headers=dict(HEADERS))

    def csv(self, name: str, columns: Sequence[str], rows: AsyncIterable[Mapping[str, Any]]) -> AsgiStream:
        """A CSV file in which spreadsheets see no formulas, streamed row by row."""

        async def stream(writer: Any) -> None:
            await writer.write("\ufeff" + _line(columns))  # tells Excel that this is UTF-8
            async for row in rows:
                await writer.write(_line([_cell(row.get(column)) for column in columns]))

        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return AsgiStream(stream, headers=headers, content_type="text/csv; charset=utf-8")


def called(title: str | None, begins: str | None) -> str:
    """The title of an article, or else its first words after any address."""
    if title:
        return title
    words = " ".join(_ADDRESS.sub("", begins or "", count=1).split())
    if not words:
        return "Untitled article"
    return f"{words[:70].rsplit(' ', 1)[0]} …" if len(words) > 70 else words


def _public(data: Any) -> Any:
    """The data without the keys that only pages need."""
    if isinstance(data, Mapping):
        return {key: _public(value) for key, value in data.items() if not str(key).startswith("_")}
    if isinstance(data, (list, tuple)):
        return [_public(value) for value in data]
    return data


def _cell(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value


def _line(values: Iterable[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(values)
    return buffer.getvalue()
