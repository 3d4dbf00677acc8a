"""Takes outlet, date and headline of an article from its web address, as far as it has them.

In: the address, and the article's text, from which the headline's words get their capitals. Out: facts, for use where nothing
else states them; an ambiguous one is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from urllib.parse import unquote, urlsplit

__all__ = ["facts"]

_FEWEST_WORDS = 4  # of a headline in an address; fewer are more likely the name of a section
_LONGEST_TITLE = 200
_HOST = re.compile(r"(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAYS = (
    re.compile(rf"(?<!\d){_YEAR}(?P<between>[/-])(?P<month>\d\d?)(?P=between)(?P<day>\d\d?)(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:\d{{0,6}})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>\d\d?)(?P<between>[/-])(?P<month>\d\d?)(?P=between){_YEAR}(?!\d)"),
)
_UUID = re.compile(r"[-_]?[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:s?html?|php|aspx?|cms|jsp|ece)$", re.IGNORECASE)
# Ids of articles before or after the words: "-1127706", "a5f3c2d1e".
_KEY = re.compile(r"\d{4,}|(?=[a-z]*\d)[\da-f]{6,}|[a-z]?\d+\.\d+|article|story|news", re.IGNORECASE)


def facts(url: str, text: str) -> dict[str, str]:
    """`outlet`, `published` and `title`, as far as the address has them."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return {}
    stated = {
        "outlet": _HOST.sub("", host),
        "published": _day(f"{parts.path}?{parts.query}"),
        "title": _title(parts.path, text),
    }
    return {name: value for name, value in stated.items() if value}


def _day(address: str) -> str | None:
    """The ISO date in an address; None if there is none or more than one."""
    days = set()
    for number, form in enumerate(_DAYS):
        for match in form.finditer(address):
            year, month, day = (int(match[name]) for name in ("year", "month", "day"))
            if number == 2 and day <= 12 and day != month:
                return None  # 03/04 may be in March or in April
            try:
                days.add(date(year, month, day).isoformat())
            except ValueError:
                continue
    return days.pop() if len(days) == 1 else None


def _title(path: str, text: str) -> str | None:
    """The words of the part of the path that has the most, with the capitals that they have in the text."""
    slugs = [re.split(r"[-_+ ]+", _UUID.sub("", _ENDING.sub("", unquote(part)))) for part in path.split("/")]
    words = max(slugs, key=len, default=[])
    while words and (not words[-1] or _KEY.fullmatch(words[-1])):
        words.pop()
    while words and (not words[0] or _KEY.fullmatch(words[0])):
        words.pop(0)
    letters = sum(word.isalpha() for word in words)
    if (
        letters < _FEWEST_WORDS
        or 2 * letters < len(words)
        or not all(re.fullmatch(r"[\w.,:;’'‘!?&%]+", w) for w in words)
    ):
        return None
    spelt = _spellings(text)
    shown = [spelt.get(word.casefold(), word) if word.islower() else word for word in words]
    title = " ".join(shown)
    return title[0].upper() + title[1:] if len(title) <= _LONGEST_TITLE else None


def _spellings(text: str) -> dict[str, str]:
    """The most common spelling of each word of a text, without words that begin a sentence."""
    forms: dict[str, Counter[str]] = {}
    for match in re.finditer(r"(?<=[\w,;] )[^\W\d_]\w*(?:['’]\w+)?", text):
        forms.setdefault(re.sub("['’]", "", match[0]).casefold(), Counter())[match[0]] += 1
    return {word: counted.most_common(1)[0][0] for word, counted in forms.items()}
