"""Plain text to an Article: the text as it stands, facts from front matter or from an unmistakable heading."""

from __future__ import annotations

import re

from quotes.article import Article
from quotes.readers import fields, frontmatter
from quotes.readers.dates import iso_date

__all__ = ["heading", "read"]

_LONGEST_TITLE = 140
_ENDS_A_SENTENCE = tuple(".!?…:;,\"'”’»-–—")
_FEWEST_WORDS = 4  # lines of two or three words are names of authors and of columns as often as headlines
_BYLINE = re.compile(r"by\s", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:/|$)")
_HEAD = 2_000  # characters that may hold a heading
_DATELINE = re.compile(r"[^a-z]{3,40}[-–—]")  # "LEON, GUANAJUATO.- A boy was bitten"


def read(text: str, id: str) -> Article:
    facts, text = frontmatter.split(text)
    return fields.article(id, text, facts, heading(text))


def heading(text: str) -> dict[str, str]:
    """Title, address and date from the lines above the article, as far as each is beyond doubt.

    An address or a date is a line of its own. A title is short, does not end as a sentence does, and has an empty
    line after it and text after that. Where no line is a date, a day in the address is one (/2022/07/24/). The text
    keeps these lines all the same.
    """
    found: dict[str, str] = {}
    in_address: str | None = None
    lines = text[:_HEAD].replace("\r\n", "\n").strip("\n").split("\n")
    for number, line in enumerate(line.strip() for line in lines):
        if not line:
            continue
        if "url" not in found and re.fullmatch(r"https?://\S+", line):
            found["url"] = line
            if day := _IN_ADDRESS.search(line):
                in_address = iso_date("-".join(part.zfill(2) for part in day.groups()))
        elif "published" not in found and (published := iso_date(line)):
            found["published"] = published
        elif "title" not in found and _is_title(line, lines[number + 1 :]):
            found["title"] = " ".join(line.split())
        else:
            break
    if in_address and "published" not in found:
        found["published"] = in_address
    return found


def _is_title(line: str, after: list[str]) -> bool:
    return (
        len(line) < _LONGEST_TITLE
        and len(line.split()) >= _FEWEST_WORDS
        and not line.endswith(_ENDS_A_SENTENCE)
        and not _BYLINE.match(line)
        and not _DATELINE.match(line)
        and len(after) > 1
        and not after[0].strip()
        and any(map(str.strip, after))
    )
