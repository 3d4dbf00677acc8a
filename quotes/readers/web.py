"""Fetches web pages politely and safely.

It obeys robots.txt, follows redirects, limits size and time, and never connects to this machine or its network: every
connection, also after a redirect, goes to the very IP address that was checked, so that a host name cannot resolve to one
address for the check and to another for the connection.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx
from protego import Protego

from quotes import __version__
from quotes.errors import ReadError
from quotes.readers.source import Options
from quotes.wording import one_line

__all__ = ["Page", "StatusError", "Web"]

AGENT = f"quotes/{__version__}"
_MOST_REDIRECTS = 8
_MOST_SECONDS = 60.0  # for a page, whatever --max-seconds is
_CONNECT_SECONDS = 10.0
_ROBOTS_BYTES = 500_000  # of a robots.txt that are read, as search engines do


_PERMANENT = (301, 308)
_REDIRECTS = (*_PERMANENT, 302, 303, 307)


@dataclass(frozen=True)
class Page:
    """A fetched page: its `url` after redirects, its `type` as the server states it ("text/html"), and its bytes.

    `etag` and `modified` are validators for the next request (RFC 9110, conditional requests); `moved` is the page's new
    address, if the server says that it has moved permanently.
    """

    url: str
    type: str
    charset: str | None
    data: bytes
    etag: str | None = None
    modified: str | None = None
    moved: str | None = None


class StatusError(ReadError):
    """The server's response has another status than 200; `retry_after` is how many seconds it asks to wait."""

    def __init__(self, status: int, retry_after: float | None = None) -> None:
        super().__init__(f"the server answers {status} {httpx.codes.get_reason_phrase(status)}".strip())
        self.status = status
        self.retry_after = retry_after


class Web:
    """Fetches pages. Use one for all addresses of a command: it reads each site's robots.txt once."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._client = httpx.Client(
            transport=_Transport(options.allow_private),
            headers={"User-Agent": AGENT, "Accept": "text/html, application/xhtml+xml, */*;q=0.5"},
            timeout=httpx.Timeout(_CONNECT_SECONDS),
            follow_redirects=False,
            trust_env=False,
        )
        self._rules = cache(self._robots)

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Page:
        """The page at `url`. Raises ReadError with the reason if it cannot or must not be fetched.

        `etag` and `modified` are those of an earlier response: StatusError 304 if the page has not changed since.
        """
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        conditions = {name: value for name, value in asked.items() if value}
        moved: str | None = url  # until a redirect that is not permanent
        first = url
        deadline = time.monotonic() + min(_MOST_SECONDS, self._options.limits.seconds)
        for _ in range(_MOST_REDIRECTS + 1):
            parts = urlsplit(url)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ReadError(f"redirects to {url}, which is not a web address")
            if not self._rules(f"{parts.scheme}://{parts.netloc}").can_fetch(url, AGENT):
                raise ReadError("the site asks programs not to fetch this page (robots.txt)")
            status, headers, data = self._get(url, deadline, self._options.limits.file_bytes, conditions)
            if status in _REDIRECTS and "location" in headers:
                url = str(httpx.URL(url).join(headers["location"]))
                moved = url if moved and status in _PERMANENT else None
                continue
            if status != 200:
                raise StatusError(status, _seconds(headers.get("retry-after")))
            if len(data) > self._options.limits.file_bytes:
                raise ReadError("larger than the limit for a file; --max-bytes allows more")
            kind = headers.get("content-type", "")
            charset = httpx.Response(200, headers={"content-type": kind}).charset_encoding
            return Page(
                url,
                kind.split(";")[0].strip().casefold(),
                charset,
                data,
                headers.get("etag"),
                headers.get("last-modified"),
                moved if moved != first else None,
            )
        raise ReadError(f"more than {_MOST_REDIRECTS} redirects")

    def delay(self, url: str) -> float:
        """The seconds between two requests that the site of `url` asks for in robots.txt; 0 if it does not."""
        parts = urlsplit(url)
        return float(self._rules(f"{parts.scheme}://{parts.netloc}").crawl_delay(AGENT) or 0)

    def _get(
        self, url: str, deadline: float, most: int, conditions: dict[str, str] | None = None
    ) -> tuple[int, httpx.Headers, bytes]:
        """Status, headers, and at most `most` + 1 bytes of the body."""
        data = bytearray()
        try:
            with self._client.stream("GET", url, headers=conditions) as response:
                if response.status_code == 200:
                    for part in response.iter_bytes():
                        data += part
                        if len(data) > most:
                            break
                        if time.monotonic() > deadline:
                            raise ReadError("takes too long to answer")
                return response.status_code, response.headers, bytes(data[: most + 1])
        except httpx.TimeoutException as error:
            raise ReadError("takes too long to answer") from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise ReadError(f"cannot be fetched: {one_line(error) or type(error).__name__}") from error

    def _robots(self, site: str) -> Any:
        """The rules of a site. Without a robots.txt, everything is allowed; if the server fails to send it, nothing is."""
        url = f"{site}/robots.txt"
        deadline = time.monotonic() + _CONNECT_SECONDS
        for _ in range(_MOST_REDIRECTS):
            status, headers, data = self._get(url, deadline, _ROBOTS_BYTES)
            if status in _REDIRECTS and "location" in headers:
                url = str(httpx.URL(url).join(headers["location"]))
            elif status == 200:
                return Protego.parse(data.decode("utf-8", errors="replace"))
            else:
                break
        return Protego.parse("User-agent: *\nDisallow: /" if status >= 500 else "")


def _seconds(value: str | None) -> float | None:
    """The seconds to wait from a Retry-After header, which has seconds or a date."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None


class _Transport(httpx.HTTPTransport):
    """httpx's transport, over checked connections."""

    def __init__(self, allow_private: bool) -> None:
        super().__init__(trust_env=False)
        self._pool.close()
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(), network_backend=_Checked(allow_private)
        )


class _Checked(httpcore.SyncBackend):
    """Resolves a host name, checks the IP address, and connects to that address."""

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            resolved = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"no such host: {host}") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in resolved))
        if not self._allow_private and not all(map(is_public, addresses)):
            raise httpcore.ConnectError(f"{host} is on this machine or its network; --allow-private allows it")
        for address in addresses[:-1]:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return super().connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise httpcore.ConnectError("no sockets of this machine")


def is_public(address: str) -> bool:
    """Whether an IP address is public: not of this machine, its network, or a reserved range."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    teredo = getattr(ip, "teredo", None)
    if inner is not None or teredo is not None:
        return all(map(is_public, map(str, filter(None, (inner, *(teredo or ()))))))
    if ip in _NAT64:
        return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
