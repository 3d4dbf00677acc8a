"""Formats a quote as a reference (APA, MLA and Chicago style), and as an entry of a feed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

__all__ = ["citations", "entry", "quoted", "voice"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def voice(quote: Mapping[str, Any]) -> str:
    """Who speaks, as the note in the margin says it: the speaker, or else the source in the text."""
    if quote["speaker"]:
        return str(quote["speaker"]["name"])
    return str(quote["source"] or "No source in the text")


def quoted(quote: Mapping[str, Any]) -> str:
    """The words for print: indirect quotes get no quotation marks, as their words are the reporter's."""
    words = " ".join(quote["content"].split())
    if quote["kind"] == "direct" and words[:1] not in "“\"'‘«":
        return f"“{words}”"
    return words


def citations(quote: Mapping[str, Any], permalink: str) -> dict[str, str]:
    """References to the quote with its speaker and article, by style."""
    article = quote["article"]
    author, outlet, title = article["author"] or "", article["outlet"] or "", article["title"]
    url = article["url"] if re.match(r"https?://", article["url"] or "") else permalink
    day = _day(article["published"])
    said = f"{quoted(quote)} ({voice(quote)}, {quote['kind']} quote)."
    by = f"{author or outlet or 'Unknown author'}"
    where = outlet if author else ""
    apa = _joined([f"{by.rstrip('.')}.", f"({_apa(day)}).", f"{title}.", f"{where}." if where else "", url])
    mla = _joined(
        [f"{author}." if author else "", f"“{title}.”", ", ".join(filter(None, [outlet, _mla(day), url])) + "."]
    )
    chicago = _joined(
        [
            f"{author}." if author else "",
            f"“{title}.”",
            ", ".join(filter(None, [outlet, _chicago(day)])) + ".",
            f"{url}.",
        ]
    )
    return {"APA": f"{said} {apa}", "MLA": f"{said} {mla}", "Chicago": f"{said} {chicago}"}


def entry(quote: Mapping[str, Any]) -> dict[str, Any]:
    """The quote as an entry for `Site.atom`."""
    article = quote["article"]
    place = f"{article['title']}, {article['outlet']}" if article["outlet"] else article["title"]
    return {
        "path": quote["path"],
        "title": f"{voice(quote)}: {quote['content'][:100]}{'…' if len(quote['content']) > 100 else ''}",
        "updated": article["published"] or article["ingested"],
        "author": article["author"] or article["outlet"] or article["title"],
        "summary": quote["content"],
        "content": f"{quote['context']} ({place})",
        "category": quote["kind"],
        "via": article["url"],
    }


def _joined(parts: list[str]) -> str:
    return " ".join(part for part in parts if part and part != ".").replace("..", ".")


def _day(published: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _apa(day: datetime.date | None) -> str:
    return f"{day.year}, {_MONTHS[day.month - 1]} {day.day}" if day else "n.d."


def _mla(day: datetime.date | None) -> str:
    if not day:
        return ""
    month = _MONTHS[day.month - 1]
    return f"{day.day} {month if len(month) < 5 else month[:4] + '.' if month == 'September' else month[:3] + '.'} {day.year}"


def _chicago(day: datetime.date | None) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}" if day else "n.d."
