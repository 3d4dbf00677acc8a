"""Reads plain text as an Article: the text as it is, with facts from front matter or an unmistakable heading."""

from __future__ import annotations

import re

from quotes.article import Article
from quotes.lang.languages import ENGLISH
from quotes.readers import fields, frontmatter
from quotes.readers.dates import iso_date
from quotes.wording import one_line

__all__ = ["heading", "read"]

_LONGEST_TITLE = 140
_ENDS_A_SENTENCE = tuple(".!?…:;,\"'”’»-–—")
_FEWEST_WORDS = 4  # of a headline; lines of two or three words are as often names of authors or columns
_PROSE = 100  # characters; a line as long as this is a paragraph, and the line before it may be a title
_HEAD = 2_000  # characters at the beginning in which a heading may be
_DATELINE = re.compile(r"[^a-z]{3,40}[-–—]")  # "LEON, GUANAJUATO.- A boy was bitten"
_ADDRESS = re.compile(r"https?://\S+")
_BY = re.compile(r"by:?\s+(?=\S)", re.IGNORECASE)
_PARTICLES = "de|da|van|von|der|al|bin|el|la"
_NAME = re.compile(rf"(?:[A-Z][\w.’'-]*|(?:{_PARTICLES})(?= ))(?: (?:[A-Z][\w.’'-]*|{_PARTICLES}))*")
_BEHIND_A_NAME = re.compile(r"\s*(?:[,|/•·–—]|\sin\s|\s-\s).*")  # after an author's name: an agency, a desk, a place
_BEFORE_A_DATE = re.compile(r"(?:first )?(?:published|posted|date|issued|uploaded)(?: on| at)?\s*:?\s+", re.IGNORECASE)
_DAY = rf"(?P<date>{ENGLISH.forms.month}\.? \d{{1,2}},? (?:19|20)\d\d|\d{{1,2}} {ENGLISH.forms.month},? (?:19|20)\d\d)"
_DATED = re.compile(
    rf"^[^\n]{{0,80}}?\b{_DAY}"
    r"\s*(?:\([^()\n]{1,30}\))?\s*[-–—]{1,2}\s"
)
_TODAY = re.compile(rf"\btoday \({_DAY}\)")


def read(text: str, id: str) -> Article:
    facts, text = frontmatter.split(text)
    return fields.article(id, text, facts, heading(text))


def heading(text: str) -> dict[str, str]:
    """Title, address, date and author from the lines above the article, as far as each is certain.

    An address or a date is a line of its own. A title is short, does not end like a sentence, and is followed by an empty line
    or a paragraph. An author's line begins with "By", or is a name in capitals. If no line is a date, one at the beginning of
    the first paragraph counts ("LONDON, Jun 30 2022 –"). These lines also stay in the text.
    """
    facts: dict[str, str] = {}
    lines = text[:_HEAD].replace("\r\n", "\n").strip("\n").split("\n")
    for number, line in enumerate(line.strip() for line in lines):
        if not line:
            continue
        if "url" not in facts and _ADDRESS.fullmatch(line):
            facts["url"] = line
        elif "published" not in facts and (published := iso_date(_BEFORE_A_DATE.sub("", line, count=1))):
            facts["published"] = published
        elif "author" not in facts and (author := _author(line, lines[number + 1 :])):
            facts["author"] = author
        elif "title" not in facts and _is_title(line, lines[number + 1 :]):
            facts["title"] = one_line(line)
        else:
            if "published" not in facts and (dated := _DATED.search(line) or _TODAY.search(line)):
                facts |= {"published": day} if (day := iso_date(dated["date"])) else {}
            break
    return facts


def _author(line: str, after: list[str]) -> str | None:
    """The author that a line names; None if it names none. `after` are the lines after it."""
    by = _BY.match(line)
    name = _BEHIND_A_NAME.sub("", line[by.end() :] if by else line)
    words = name.split()
    if not 2 <= len(words) <= 8 or not after or after[0].strip():
        return None
    if by:
        return name if all(map(_NAME.fullmatch, re.split(r" and | & |, ", name))) else None
    # A name in capitals, none of whose words the text uses in small letters: "MARKET NEWS" is a section.
    below = set(re.findall(r"[a-z]+", " ".join(after)))
    if len(words) <= 4 and name == line and name.isupper() and not below & set(name.lower().split()):
        return name.title() if re.fullmatch(r"[^\W\d_]+(?:[ .’'-]+[^\W\d_]+)+", name) else None
    return None


def _is_title(line: str, after: list[str]) -> bool:
    if (
        len(line) >= _LONGEST_TITLE
        or len(line.split()) < _FEWEST_WORDS
        or line.endswith(_ENDS_A_SENTENCE)
        or _BY.match(line)
        or _DATELINE.match(line)
        or not after
    ):
        return False
    if not after[0].strip():
        return any(map(str.strip, after))
    paragraph = after[0].strip()
    if _BY.match(paragraph):
        return True
    return len(paragraph) >= _PROSE > len(line) - 20 and len(paragraph) > 1.5 * len(line) and not paragraph[0].islower()
