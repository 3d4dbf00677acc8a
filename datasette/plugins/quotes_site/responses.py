"""Adds to every response of the server, Datasette's own pages and errors included: security headers, compression, and caching
of files that never change. Also limits the parameters of an address.
"""

from __future__ import annotations

import zlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

__all__ = ["EMBED_POLICY", "OWN_POLICY", "Guarded"]

# For pages of the quote browser: no script except the site's own file.
OWN_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
# For the card that other sites may show in a frame.
EMBED_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors *"
)
# For Datasette's own pages, which have inline scripts and styles: nothing may be loaded from, or sent to, another server.
DATASETTE_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
# For data and files: nothing may run.
DATA_POLICY = "default-src 'none'; style-src 'self' 'unsafe-inline'; frame-ancestors 'self'; sandbox"

MOST_PARAMETERS = 120  # in one address; a form of the site has a dozen
COMPRESSED = (
    "text/",
    "application/json",
    "application/atom+xml",
    "application/xml",
    "application/javascript",
    "image/svg",
)
SMALLEST = 1000  # bytes; less is not worth compressing
YEAR = 365 * 24 * 3600

Headers = list[tuple[bytes, bytes]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Guarded:
    """Wraps the server's ASGI application."""

    def __init__(self, app: Any, datasette: Any) -> None:
        self.app = app
        self.datasette = datasette

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        query = scope.get("query_string", b"").decode("latin-1")
        outgoing = Outgoing(scope, send)
        if query.count("&") >= MOST_PARAMETERS and len(parse_qsl(query)) > MOST_PARAMETERS:
            text = f"An address may have at most {MOST_PARAMETERS} parameters.\n".encode()
            start = {
                "type": "http.response.start",
                "status": 400,
                "headers": [(b"content-type", b"text/plain; charset=utf-8")],
            }
            await outgoing(start)
            await outgoing({"type": "http.response.body", "body": text})
            return
        await self.app(scope, receive, outgoing)


class Outgoing:
    """Sends a response, with headers added, and with the body compressed if the browser accepts that."""

    def __init__(self, scope: MutableMapping[str, Any], send: Send) -> None:
        self.path = scope["path"]
        self.query = scope.get("query_string", b"")
        self.gzip = any(
            name == b"accept-encoding" and b"gzip" in value.lower() and b"gzip;q=0" not in value.lower().replace(b" ", b"")
            for name, value in scope["headers"]
        ) and scope.get("method") == "GET"  # fmt: skip
        self.send = send
        self.start: MutableMapping[str, Any] | None = None
        self.compressor: Any = None

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            message["headers"] = with_security(
                list(message.get("headers") or []), self.path, self.query, message["status"]
            )
            if not self._compressible(message):
                self.gzip = False
            elif not self.gzip:
                message["headers"].append((b"vary", b"accept-encoding"))
            if not self.gzip:
                await self.send(message)
            return
        if message["type"] != "http.response.body" or not self.gzip:
            await self.send(message)
            return
        await self._compress(message)

    async def _compress(self, message: MutableMapping[str, Any]) -> None:
        """The first piece of the body decides: a short response goes out as it is."""
        body, more = message.get("body", b""), message.get("more_body", False)
        if self.start is not None:
            start, self.start = self.start, None
            start["headers"].append((b"vary", b"accept-encoding"))
            if not more and len(body) < SMALLEST:
                self.gzip = False
                await self.send(start)
                await self.send(message)
                return
            self.compressor = zlib.compressobj(5, zlib.DEFLATED, 31)
            start["headers"] = [
                item for item in start["headers"] if item[0].lower() not in (b"content-length", b"accept-ranges")
            ]
            start["headers"].append((b"content-encoding", b"gzip"))
            await self.send(start)
        packed = self.compressor.compress(body)
        if not more:
            packed += self.compressor.flush()
        await self.send({"type": "http.response.body", "body": packed, "more_body": more})

    @staticmethod
    def _compressible(message: MutableMapping[str, Any]) -> bool:
        headers = {name.lower(): value for name, value in message["headers"]}
        kind = headers.get(b"content-type", b"").decode("latin-1")
        return message["status"] == 200 and kind.startswith(COMPRESSED) and b"content-encoding" not in headers


def with_security(headers: Headers, path: str, query: bytes, status: int) -> Headers:
    """A response's headers with the missing ones added; those that a page has set are kept."""
    if status == 304:
        return headers  # added ones would replace those that the browser has stored with the page
    given = {name.lower(): value for name, value in headers}
    kind = given.get(b"content-type", b"").decode("latin-1")
    policy = DATASETTE_POLICY if kind.startswith("text/html") else DATA_POLICY
    usual = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    }
    chosen = given.get(b"content-security-policy", policy.encode()).decode("latin-1")
    if "frame-ancestors *" not in chosen:
        usual["x-frame-options"] = "SAMEORIGIN"
    if kind.startswith("application/json"):
        usual["access-control-allow-origin"] = "*"
    if "/static/" in path and query and status == 200:
        # The address changes with the file, so it can be cached for good.
        headers = [item for item in headers if item[0].lower() != b"cache-control"]
        given.pop(b"cache-control", None)
        usual["cache-control"] = f"public, max-age={YEAR}, immutable"
    added = [(name.encode(), value.encode()) for name, value in usual.items() if name.encode() not in given]
    return [*headers, *added]
