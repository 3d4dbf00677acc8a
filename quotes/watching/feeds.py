"""One feed over time: asked politely, and every entry of it read once, or again when it has changed.

Entries are told apart by their id, else their address, and never by their dates, which lie. A feed is asked with the
validators of its last answer (RFC 9110, conditional requests), not before it is due, more rarely the longer it fails, never
again once it is gone (410), and where it is from now on if it has moved for good.
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

_LONGEST_WAIT = 86_400.0  # seconds between two attempts at a feed that fails
_PAUSE = 1.0  # seconds between two pages of one site, if it does not ask for more
_LONGEST_PAUSE = 30.0
_ATTEMPTS = 3  # at the page of an entry
_MOST_PAGES = 100  # a round: a feed that suddenly names thousands is read in turns
_REMEMBERED = 5000  # entries that are no longer in the feed
_AHEAD = timedelta(days=1)  # a clock may be wrong, or in another time zone, by so much


@dataclass
class Feed:
    """What is known of a feed: plain data, kept between two starts.

    `seen` maps each entry to a digest of what the feed said of it; `attempts` counts the failures of its page. `due` is in
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
    """The visitor who fetches feeds and the pages that they name, with a pause between two of one site."""

    def __init__(self, options: Options, *, pause: float = _PAUSE, sleep: Callable[[float], None] = time.sleep) -> None:
        self.web = Web(options)
        self._options = options
        self._pause = pause
        self._sleep = sleep
        self._visited: dict[str, float] = {}

    def read(self, url: str) -> Iterator[Article | ReadFailure]:
        """The article behind an address, or why there is none."""
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
    """The articles of entries that are new or changed; `feed` is brought up to date as they are asked for.

    With `follow`, an entry that only sums an article up is read where it links to. `every` is in seconds. What cannot
    be read is a Failure; the page of an entry is tried again in the next rounds, a few times.
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
        why = "is gone for good, and not asked again" if feed.gone else str(error)
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
    # With the validators of a feed that was not read to its end, its server would say that nothing is new.
    feed.etag, feed.modified = (page.etag, page.modified) if complete else (None, None)
    feed.address = page.moved or feed.address
    feed.due, feed.failures = now + every, 0
    _forget_old(feed, {_key(entry) for entry in listed})


def _read(
    entry: Entry, source: str, pages: Pages, *, follow: bool, now: float
) -> Generator[Article | Failure, None, bool]:
    """The articles of an entry; returns whether it is worth another attempt."""
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
        guessed = address.facts(item.url or "", item.text)  # which the feed knows better
        facts = {
            name: getattr(stated, name) or getattr(item, name)
            for name in ("title", "outlet", "author", "published")
            if getattr(item, name) in (None, guessed.get(name))
        }
        yield _dated(dataclasses.replace(item, **facts), now)
    return failed


def _dated(article: Article, now: float) -> Article:
    """The article without a date that is still to come."""
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
    """Keep what the feed still has, and the last that it had: some feeds show old entries again."""
    gone = [key for key in feed.seen if key not in present]
    for key in gone[: max(0, len(gone) - _REMEMBERED)]:
        del feed.seen[key]
    feed.attempts = {key: number for key, number in feed.attempts.items() if key in present}
