"""Alerts for new quotes that match a search: an Atom feed (RFC 4287) for each search, and a command that is run.

Each quote is reported once, however often its article is stored again.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quotes.errors import QuotesError
from quotes.query import fold, parse
from quotes.store import Filters, Store
from quotes.wording import one_line

__all__ = ["Alerts", "Match", "Search", "atom", "call"]

_KEPT = 100  # matches in a feed of alerts
_REMEMBERED = 20_000  # ids of reported quotes
_SECONDS = 60  # after which a command is ended

# Characters that XML 1.0 does not allow, escaped or not.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SHOWN = ("id", "content", "speaker", "role", "kind", "cue", "confidence", "title", "outlet", "published", "url")

Match = dict[str, Any]  # the fields of a quote that an alert shows, `search`, and `found`, when it was found


@dataclass(frozen=True)
class Search:
    """A watched search: its name, which also names the file of its feed, and its words in the query language."""

    name: str
    words: str

    @classmethod
    def of(cls, text: str) -> Search:
        """A search from "NAME=QUERY", or from a query alone, which then gives the name. Raises QuotesError for bad queries."""
        name, equals, words = text.partition("=")
        if not equals or not re.fullmatch(r"[\w-]+", name):
            words = text
            name = re.sub(r"[^\w]+", "-", fold(text)).strip("-")[:60] or "all"
        query = parse(words)
        if query.errors:
            raise QuotesError(f"the search {words!r}: {' '.join(query.errors)}")
        return cls(name, words)


@dataclass
class Alerts:
    """What a search has reported: plain data, saved between two starts. The newest match is the first of `matches`."""

    told: list[str] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)

    def add(self, store: Store, search: Search, *, after_run: int, when: str) -> list[Match]:
        """Add and return the quotes from runs after `after_run` that match and were not reported before.

        `when` is the time of the round, in ISO 8601.
        """
        known = set(self.told)
        hits, _ = store.search(search.words, Filters(after_run=after_run))
        new: list[Match] = [
            {"search": search.name, "found": when, **{name: hit.row[name] for name in _SHOWN}}
            for hit in hits
            if hit.row["id"] not in known
        ]
        self.told = [*self.told, *(match["id"] for match in new)][-_REMEMBERED:]
        self.matches = [*new, *self.matches][:_KEPT]
        return new


def atom(search: Search, matches: list[Match], *, site: str | None, updated: str) -> str:
    """The alerts of a search as an Atom feed; `site` is the address of the published quote browser, for links to quotes."""
    feed = ET.Element("feed", xmlns="http://www.w3.org/2005/Atom")
    _add(feed, "id", f"urn:quotes:search:{search.name}")
    _add(feed, "title", f"Quotes: {search.words or 'all'}")
    _add(feed, "updated", matches[0]["found"] if matches else updated)
    _add(_add(feed, "author"), "name", "quotes")
    for match in matches:
        entry = _add(feed, "entry")
        _add(entry, "id", f"urn:quotes:{match['id']}")
        _add(entry, "updated", match["found"])
        who = match["speaker"] or "Unnamed"
        _add(entry, "title", f"{who}: {one_line(match['content'])}")
        link = f"{site.rstrip('/')}/quote/{match['id']}" if site else match["url"]
        if link:
            _add(entry, "link", href=link)
        where = " · ".join(match[name] for name in ("title", "outlet", "published") if match[name])
        _add(entry, "summary", f"{match['content']} — {who}" + (f" ({where})" if where else ""))
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, {key: _printable(value) for key, value in attributes.items()})
    element.text = None if text is None else _printable(text)
    return element


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def call(command: str, match: Mapping[str, Any]) -> str | None:
    """Run a command with a match as JSON on its standard input; return what went wrong, on one line, or None.

    Nothing from the article goes into the command line: text of a page must never become part of a command.
    """
    try:
        done = subprocess.run(
            shlex.split(command),
            input=json.dumps(match, ensure_ascii=False),
            text=True,
            encoding="utf-8",
            errors="replace",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{command}: took more than {_SECONDS} seconds and was ended"
    except (OSError, ValueError) as error:
        return f"{command}: cannot be run ({error})"
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["it printed nothing"]
        return f"{command}: exit code {done.returncode} ({last[0][:200]})"
    return None
