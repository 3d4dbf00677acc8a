"""Reads one feed again and again: every entry once, and again when it has changed.

Entries are told apart by their id, or else their address, never by their dates, which are often wrong. A feed is requested
with the validators of its last response (RFC 9110, conditional requests), only when it is due, less often the longer it fails,
not at all once it is gone (410), and at its new address once it has moved for good.
"""

from __future__ import annotations

import dataclasses
import hashlib
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from quotes.article import Article
from quotes.errors import ReadError
from quotes.failure import Failure
from quotes.readers import Options, ReadFailure, address, read_address
from quotes.readers.feed import Entry, entries
from quotes.readers.web import StatusError, Web

__all__ = ["Feed", "Pages", "new_articles"]

_LONGEST_WAIT = 86_400.0  # seconds between two attempts at a failing feed
_PAUSE = 1.0  # seconds between two pages of one site, unless it asks for more
_LONGEST_PAUSE = 30.0
_ATTEMPTS = 3  # to read the page of an entry
_MOST_PAGES = 100  # read in one round; the rest of a feed with thousands of new entries waits for the next rounds
_REMEMBERED = 5000  # entries that are no longer in the feed
_AHEAD = timedelta(days=1)  # that a date may be in the future: clocks are wrong, and time zones differ


@dataclass
class Feed:
    """What is known of a feed: plain data, saved between two starts.

    `seen` maps each entry to a digest of its text in the feed; `attempts` counts the failures to read its page. `due` is in
    seconds since 1970.
    """

    address: str
    etag: str | None = None
    modified: str | None = None
    due: float = 0.0
    failures: int = 0
    gone: bool = False
    seen: dict[str, str] = field(default_factory=dict)
    attempts: dict[str, int] = field(default_factory=dict)


class Pages:
    """Fetches feeds and the pages that they link to, with a pause between two pages of one site."""

    def __init__(self, options: Options, *, pause: float = _PAUSE, sleep: Callable[[float], None] = time.sleep) -> None:
        self.web = Web(options)
        self._options = options
        self._pause = pause
        self._sleep = sleep
        self._visited: dict[str, float] = {}

    def read(self, url: str) -> Iterator[Article | ReadFailure]:
        """The article at an address, or why there is none."""
        site = urlsplit(url).netloc
        if site in self._visited:
            pause = max(self._pause, min(self._delay(url), _LONGEST_PAUSE))
            self._sleep(max(0.0, self._visited[site] + pause - time.monotonic()))
        yield from read_address(url, self.web, self._options)
        self._visited[site] = time.monotonic()

    def _delay(self, url: str) -> float:
        try:
            return self.web.delay(url)
        except ReadError:
            return 0.0


def new_articles(feed: Feed, pages: Pages, *, every: float, follow: bool, now: float) -> Iterator[Article | Failure]:
    """The articles of new or changed entries; `feed` is updated as they are taken from the iterator.

    With `follow`, the page of an entry that has only a summary is read. `every` is in seconds. What cannot be read is a
    Failure; the page of an entry is tried again in the next rounds, a few times.
    """
    try:
        page = pages.web.fetch(feed.address, etag=feed.etag, modified=feed.modified)
        listed = entries(page.data)
    except ReadError as error:
        if isinstance(error, StatusError) and error.status == 304:
            feed.due, feed.failures = now + every, 0
            return
        feed.failures += 1
        feed.gone = isinstance(error, StatusError) and error.status == 410
        asked = error.retry_after or 0.0 if isinstance(error, StatusError) else 0.0
        wait = min(every * 2 ** min(feed.failures - 1, 20), _LONGEST_WAIT)
        feed.due = now + min(max(wait, asked), _LONGEST_WAIT)
        why = "is gone for good and will not be requested again" if feed.gone else str(error)
        yield Failure(feed.address, None, why)
        return
    source = feed.address
    unread = 0
    for entry in listed:
        key = _key(entry)
        if feed.seen.get(key) == _digest(entry):
            continue
        unread += 1
        if unread > _MOST_PAGES:
            continue
        failed = yield from _read(entry, source, pages, follow=follow, now=now)
        if failed and feed.attempts.get(key, 0) + 1 < _ATTEMPTS:
            feed.attempts[key] = feed.attempts.get(key, 0) + 1
            continue
        feed.attempts.pop(key, None)
        feed.seen[key] = _digest(entry)
    complete = unread <= _MOST_PAGES and not feed.attempts
    # Not before the feed was read to its end: with its validators, the server would say that nothing is new.
    feed.etag, feed.modified = (page.etag, page.modified) if complete else (None, None)
    feed.address = page.moved or feed.address
    feed.due, feed.failures = now + every, 0
    _forget_old(feed, {_key(entry) for entry in listed})


def _read(
    entry: Entry, source: str, pages: Pages, *, follow: bool, now: float
) -> Generator[Article | Failure, None, bool]:
    """The articles of an entry; returns whether to try it again."""
    if not follow or entry.whole or not entry.url:
        if not entry.text:
            yield Failure(source, entry.number, "an entry without text")
            return False
        yield _dated(entry.article(source), now)
        return False
    failed = False
    stated = entry.article(source)
    for item in pages.read(urljoin(source, entry.url)):
        if isinstance(item, Failure):
            failed = True
            yield item
            continue
        guessed = address.facts(item.url or "", item.text)  # facts from the feed itself are better
        facts = {
            name: getattr(stated, name) or getattr(item, name)
            for name in ("title", "outlet", "author", "published")
            if getattr(item, name) in (None, guessed.get(name))
        }
        yield _dated(dataclasses.replace(item, **facts), now)
    return failed


def _dated(article: Article, now: float) -> Article:
    """The article, without its date if that is in the future."""
    if article.published is None:
        return article
    latest = (datetime.fromtimestamp(now, UTC) + _AHEAD).date().isoformat()
    if article.published[:10] <= latest:
        return article
    return dataclasses.replace(article, published=None, extra={**article.extra, "published": article.published})


def _key(entry: Entry) -> str:
    return entry.id or entry.url or f"#{_digest(entry)}"


def _digest(entry: Entry) -> str:
    facts = [entry.url or "", str(entry.facts.get("title") or ""), entry.text]
    return hashlib.blake2b("\0".join(facts).encode("utf-8", errors="replace"), digest_size=8).hexdigest()


def _forget_old(feed: Feed, present: set[str]) -> None:
    """Forget old entries, but not those that the feed still has, nor the last that it had: some feeds show these again."""
    gone = [key for key in feed.seen if key not in present]
    for key in gone[: max(0, len(gone) - _REMEMBERED)]:
        del feed.seen[key]
    feed.attempts = {key: number for key, number in feed.attempts.items() if key in present}
