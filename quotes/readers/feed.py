"""Reads RSS and Atom feeds as Articles, one for each entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from quotes.article import Article
from quotes.errors import ReadError
from quotes.readers import fields
from quotes.readers.markup import fragment
from quotes.wording import one_line

__all__ = ["Entry", "entries", "looks_like", "read"]


def looks_like(data: bytes) -> bool:
    """Whether an XML document is a feed."""
    head = data[:2000].lower()
    return any(tag in head for tag in (b"<rss", b"<feed", b"<rdf:rdf"))


@dataclass(frozen=True)
class Entry:
    """One entry. `id` is None if the feed states none; `whole`: the feed has the whole article, not a summary of it."""

    number: int
    id: str | None
    url: str | None
    text: str
    whole: bool
    facts: dict[str, Any]

    def article(self, file: str) -> Article:
        """The entry as an Article; if it has no id, it gets one from `file` and its number."""
        known = {name: value for name, value in self.facts.items() if value}
        return fields.article(self.id or f"{file}:{self.number}", self.text, known, id_given=bool(self.id))


def read(data: bytes, file: str) -> Iterator[tuple[int | None, Article | ReadError]]:
    """(number of the entry from 1, its Article or what is wrong with it). Raises ReadError if `data` is not a feed."""
    for entry in entries(data):
        yield entry.number, entry.article(file) if entry.text else ReadError("an entry without text")


def entries(data: bytes) -> list[Entry]:
    """The entries of a feed, in its order, including those without text. Raises ReadError if `data` is not a feed."""
    import feedparser

    if not looks_like(data):
        raise ReadError(
            "XML, but not an RSS or Atom feed" if data.lstrip().startswith(b"<") else "not an RSS or Atom feed"
        )
    feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        raise ReadError(f"a feed without entries{_cause(feed)}")
    about = {"outlet": feed.feed.get("title"), "language": feed.feed.get("language")}
    return [_entry(number, entry, about) for number, entry in enumerate(feed.entries, start=1)]


def _entry(number: int, entry: Any, about: dict[str, Any]) -> Entry:
    bodies = [part.get("value", "") for part in entry.get("content", [])]
    facts = {
        "title": fragment(entry.get("title", "")),
        "author": entry.get("author"),
        "url": entry.get("link"),
        "published": entry.get("published") or entry.get("updated"),
        **about,
    }
    return Entry(
        number,
        entry.get("id") or entry.get("link"),
        entry.get("link"),
        fragment("\n".join(bodies or [entry.get("summary", "")])),
        bool(bodies),
        facts,
    )


def _cause(feed: Any) -> str:
    error = feed.get("bozo_exception")
    return f" ({one_line(error)[:100]})" if error else ""
