"""Converts named facts about an article, as JSON, front matter and pages spell them, to the fields of Article."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from quotes.article import Article
from quotes.readers import address
from quotes.readers.dates import iso_date
from quotes.wording import one_line

__all__ = ["article"]

_LONGEST = 500  # characters of a title or a name; longer values are an article's text in the wrong field


def article(
    id: str,
    text: str,
    facts: Mapping[str, Any],
    defaults: Mapping[str, str] | None = None,
    *,
    id_given: bool = False,
) -> Article:
    """An Article of `text` with the usable `facts`; for missing ones, `defaults` (by Article's field names), then what the
    web address tells.

    `extra` has every fact that the Article does not have in the same words under the same name, so that none is lost:
    "date: 4 March 2025" is kept beside published="2025-03-04", and so is "language: en", which is the default anyway.
    """
    known = {**(defaults or {})}
    for field, (spellings, convert) in _FIELDS.items():
        for key in _spelt(facts, spellings):
            value = convert(facts[key])
            if value is not None:
                known[field] = value
                break
    if "url" in known:
        known = {**address.facts(known["url"], text), **known}
    stated = {key for key, value in facts.items() if key != "language" and key in known and known[key] == value}
    extra = {key: facts[key] for key in facts if key not in stated}
    return Article(id=id, text=text, extra=extra, id_given=id_given, **known)


def _spelt(facts: Mapping[str, Any], spellings: tuple[str, ...]) -> list[str]:
    """The keys of `facts` that are among `spellings`, the preferred spelling first."""
    plain = {key: re.sub(r"[_\- ]", "", key).casefold() for key in facts}
    return [key for spelling in spellings for key in facts if plain[key] == spelling]


def _line(value: object) -> str | None:
    """`value` as one line of text: a number as it is ("1984" is a title), a list or object by its names."""
    if isinstance(value, Mapping):
        return _line(value.get("name"))
    if isinstance(value, list):
        names = [_line(item) for item in value]
        return _line(", ".join(name for name in names if name))
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    line = one_line(value)
    return line if 0 < len(line) <= _LONGEST else None


def _name(value: object) -> str | None:
    name = _line(value)
    return None if name is None or _address(name) else name


def _person(value: object) -> str | None:
    name = _name(value)
    return _in_order(re.sub(r"^by\s+", "", name, flags=re.IGNORECASE)) or None if name else None


def _in_order(names: str) -> str:
    """Author names with given names first: "Brazil; Rachel", one name that was split in two, becomes "Rachel Brazil"."""
    parts = [part.strip() for part in names.split(";")]
    if len(parts) % 2 or not all(re.fullmatch(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*\.?", part) for part in parts):
        return names
    return "; ".join(f"{given} {surname}" for surname, given in zip(parts[::2], parts[1::2], strict=True))


def _address(value: object) -> str | None:
    """A web address (http or https) that is safe in a link; None for other schemes ("javascript:")."""
    return value.strip() if isinstance(value, str) and re.fullmatch(r"\s*https?://[^\s<>\"]+\s*", value) else None


def _language(value: object) -> str | None:
    """The primary language code: "en" of "en-GB", "eng" or "English"."""
    if not isinstance(value, str):
        return None
    code = re.split(r"[-_]", value.strip().casefold())[0]
    if code in ("eng", "english"):
        return "en"
    return code if re.fullmatch(r"[a-z]{2,3}", code) else None


# For each field: its spellings in order of preference, compared without case, "_", "-" and spaces; and how to read its value.
_FIELDS: dict[str, tuple[tuple[str, ...], Callable[[object], str | None]]] = {
    "title": (("title", "headline"), _line),
    "outlet": (("outlet", "publisher", "publication", "sitename", "source"), _name),
    "author": (("author", "authors", "byline"), _person),
    "published": (("published", "publishedat", "datepublished", "publicationdate", "pubdate", "date"), iso_date),
    "url": (("url", "link", "canonicalurl", "source"), _address),
    "language": (("language", "lang"), _language),
}
