"""Web addresses: what is fetched from a server of our own on this machine, and what is refused before anything is sent."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from quotes.article import Article
from quotes.limits import Limits
from quotes.readers import Options, ReadFailure, read
from quotes.readers.web import is_public

PROSE = "“We will not close a single school,” Mayor Anna Feldt told reporters on Monday."
PAGE = f"<html><head><title>No</title></head><body><article><p>{PROSE}</p></article></body></html>"
FEED = (
    f"<rss><channel><title>Courier</title><item><guid>g</guid><description>{PROSE}</description></item></channel></rss>"
)


class Site(BaseHTTPRequestHandler):
    robots: ClassVar[tuple[int, str]] = (404, "")
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/robots.txt":
            self.answer(self.robots[0], "text/plain", self.robots[1].encode())
        elif self.path == "/page":
            self.answer(200, "text/html; charset=utf-8", PAGE.encode())
        elif self.path == "/latin":
            page = PAGE.replace("Anna", "Zoë").replace("“", '"').replace("”", '"')
            self.answer(200, "text/html; charset=iso-8859-1", page.encode("latin-1"))
        elif self.path == "/feed":
            self.answer(200, "application/rss+xml", FEED.encode())
        elif self.path == "/note.txt":
            self.answer(200, "text/plain", PROSE.encode())
        elif self.path == "/moved":
            self.answer(301, "text/html", b"", Location="/page")
        elif self.path == "/round":
            self.answer(302, "text/html", b"", Location="/round")
        elif self.path == "/file":
            self.answer(302, "text/html", b"", Location="file:///etc/passwd")
        elif self.path == "/metadata":
            self.answer(302, "text/html", b"", Location="http://169.254.169.254/latest")
        elif self.path == "/endless":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            for _ in range(10_000):
                try:
                    self.wfile.write(b"<p>words</p>" * 1000)
                except OSError:
                    return
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                try:
                    self.wfile.write(b"<p>words</p>")
                except OSError:
                    return
                time.sleep(0.05)
        else:
            self.answer(404, "text/html", PAGE.encode())

    def answer(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(Site, "robots", (404, ""))
    monkeypatch.setattr(Site, "asked", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()  # asks so often whether to end
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


HERE = Options(allow_private=True)


def fetch(*urls: str, options: Options = HERE) -> list[Article | ReadFailure]:
    return list(read(urls, options))


def reason(url: str, options: Options = HERE) -> str:
    (item,) = fetch(url, options=options)
    assert isinstance(item, ReadFailure) and item.path == url
    return item.reason


def test_a_page_is_fetched_and_read(site: str) -> None:
    (article,) = fetch(f"{site}/page")
    assert isinstance(article, Article)
    assert (article.text, article.title, article.url, article.id) == (PROSE, "No", f"{site}/page", f"{site}/page")
    assert Site.asked == ["/robots.txt", "/page"]


def test_robots_txt_is_read_once_a_site(site: str) -> None:
    assert len(fetch(f"{site}/page", f"{site}/feed", f"{site}/note.txt")) == 3
    assert Site.asked.count("/robots.txt") == 1


def test_redirects_are_followed(site: str) -> None:
    (article,) = fetch(f"{site}/moved")
    assert isinstance(article, Article) and article.url == f"{site}/page"


def test_other_formats_are_read_as_such(site: str) -> None:
    entry, note, latin = fetch(f"{site}/feed", f"{site}/note.txt", f"{site}/latin")
    assert isinstance(entry, Article) and isinstance(note, Article) and isinstance(latin, Article)
    assert (entry.id, entry.outlet, note.text, note.url) == ("g", "Courier", PROSE, f"{site}/note.txt")
    assert "Zoë Feldt" in latin.text


def test_what_robots_txt_forbids_is_not_fetched(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Site, "robots", (200, "User-agent: *\nDisallow: /page"))
    assert "robots.txt" in reason(f"{site}/page") and "robots.txt" in reason(f"{site}/moved")
    assert "/page" not in Site.asked
    monkeypatch.setattr(Site, "robots", (503, ""))
    assert "robots.txt" in reason(f"{site}/note.txt")


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/gone", "answers 404 Not Found"),
        ("/round", "redirects"),
        ("/file", "not a web address"),
        ("/endless", "larger than"),
        ("/slow", "too long"),
    ],
)
def test_bad_pages_are_one_failure(site: str, path: str, problem: str) -> None:
    began = time.monotonic()
    limits = Limits(file_bytes=1_000_000, seconds=1.0)
    assert problem in reason(f"{site}{path}", Options(allow_private=True, limits=limits))
    assert time.monotonic() - began < 10


def test_nothing_of_this_machine_or_its_network_is_fetched(site: str) -> None:
    for url in (f"{site}/page", site.replace("127.0.0.1", "localhost") + "/page", "http://[::1]/", "http://0.0.0.0/"):
        assert "--allow-private" in reason(url, Options())
    assert Site.asked == []


def test_a_redirect_does_not_lead_into_the_network(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from quotes.readers import web

    monkeypatch.setattr(web, "is_public", lambda address: address == "127.0.0.1")  # the site alone is let through
    assert "--allow-private" in reason(f"{site}/metadata", Options())
    assert "/metadata" in Site.asked


def test_a_name_is_looked_up_once_and_its_address_used(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    from quotes.readers import web

    answers = iter(["93.184.216.34", "127.0.0.1"])  # public when it is checked, this machine when it is used
    asked: list[str] = []
    used: list[str] = []

    def look_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(self: object, host: str, *_: object, **__: object) -> None:
        used.append(host)
        raise web.httpcore.ConnectError("not today")

    monkeypatch.setattr(web.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(web.httpcore.SyncBackend, "connect_tcp", connect)
    assert "not today" in reason("http://rebound.example/", Options())
    assert (asked, used) == (["rebound.example"], ["93.184.216.34"])


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
        ),
        *("::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
    ],
)
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)
