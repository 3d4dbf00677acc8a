"""RSS and Atom feeds to Articles, an entry each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quotes.article import Article
from quotes.errors import ReadError
from quotes.readers import fields
from quotes.readers.markup import fragment

__all__ = ["looks_like", "read"]


def looks_like(data: bytes) -> bool:
    """Whether an XML document is a feed."""
    head = data[:2000].lower()
    return any(tag in head for tag in (b"<rss", b"<feed", b"<rdf:rdf"))


def read(data: bytes, file: str) -> Iterator[tuple[int | None, Article | ReadError]]:
    """(number of the entry from 1, its Article or what is wrong with it). Raises ReadError where there is no feed."""
    import feedparser

    if not looks_like(data):
        raise ReadError("XML, but no RSS or Atom feed")
    feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        raise ReadError(f"a feed without entries{_cause(feed)}")
    about = {"outlet": feed.feed.get("title"), "language": feed.feed.get("language")}
    for number, entry in enumerate(feed.entries, start=1):
        bodies = [part.get("value", "") for part in entry.get("content", [])] or [entry.get("summary", "")]
        text = fragment("\n".join(bodies))
        if not text:
            yield number, ReadError("an entry without text")
            continue
        facts = {
            "title": fragment(entry.get("title", "")),
            "author": entry.get("author"),
            "url": entry.get("link"),
            "published": entry.get("published") or entry.get("updated"),
            **about,
        }
        given = entry.get("id") or entry.get("link")
        known = {name: value for name, value in facts.items() if value}
        yield number, fields.article(given or f"{file}:{number}", text, known, id_given=bool(given))


def _cause(feed: Any) -> str:
    error = feed.get("bozo_exception")
    return f" ({' '.join(str(error).split())[:100]})" if error else ""
