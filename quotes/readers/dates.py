"""Converts dates as people and machines write them to ISO 8601; ambiguous ones stay unknown."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, date, datetime

from quotes.wording import one_line

__all__ = ["iso_date"]

_ORDERS = ("DMY", "MDY", "YMD")
_TIME = re.compile(r"\d{1,2}:\d\d|\d\s*[ap]\.?m\b", re.IGNORECASE)
_YEARS = range(1600, 2200)  # newspapers exist since 1605
_LONGEST = 60


def iso_date(value: object) -> str | None:
    """The date or date-time in ISO 8601, no more precise than `value` (text, or seconds since 1970); None if unclear.

    "03/04/2025" gives None, since it may be in March or in April; "13/04/2025" does not.
    """
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return _from_epoch(value)
    if not isinstance(value, str):
        return None
    text = one_line(value)
    if not text or len(text) > _LONGEST or not re.search(r"\d", text):
        return None
    return _from_iso(text) or _from_words(text)


def _from_epoch(value: int) -> str | None:
    seconds = value / 1000 if value > 10**11 else value  # in milliseconds, 10**11 is 1973
    if not 10**8 < seconds < 10**10:  # 1973 to 2286: smaller numbers are years or counters
        return None
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()


def _from_iso(text: str) -> str | None:
    if not re.match(r"\d{4}-\d\d-\d\d|\d{8}(T|$)", text):
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _format(when, timed=len(text) > 10)


def _from_words(text: str) -> str | None:
    import dateparser

    readings = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateparser causes warnings about dates without a year
        for order in _ORDERS:
            readings.add(
                dateparser.parse(
                    text,
                    languages=["en"],
                    settings={
                        "DATE_ORDER": order,
                        "PREFER_LOCALE_DATE_ORDER": False,
                        "REQUIRE_PARTS": ["day", "month", "year"],
                        "PARSERS": ["absolute-time"],
                    },
                )
            )
    when = readings.pop()
    if readings or when is None:
        return None
    return _format(when, timed=bool(_TIME.search(text)))


def _format(when: datetime, *, timed: bool) -> str | None:
    if when.year not in _YEARS:
        return None
    return when.isoformat() if timed else when.date().isoformat()
