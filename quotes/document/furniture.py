"""Recognises page furniture: links to other articles, invitations, credits and author's notes, which are not the article.

In: paragraphs in order, and the language's words for such things. Out: the places of furniture. A paragraph that begins with a
quotation mark is never furniture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.lang.language import PageWords
from quotes.lang.languages import ENGLISH
from quotes.wording import one_line

__all__ = ["capital_headings", "furniture"]

_LONGEST_LINK, _LONGEST_NOTE = 200, 600  # characters; longer ones are prose
_TOP = 4  # paragraphs among which the headline is: an address, a section and a date may be above it
_FEWEST_WORDS, _CAPITALS = (
    4,
    0.95,
)  # of a heading in capitals: words, and the share of capital letters ("McCARTHY TO GO")
_LAST = 4  # paragraphs at the end, in which authors are described
_BULLET = re.compile(r"[\s\[\](){}<>»›•·▪■►▶→*#|_–—-]*")
# “Subscribe to hope,” she said: what begins with a quotation mark is speech.
_MARKED = re.compile(r"[\"“”„«]")
_QUOTED = re.compile(r"[\"“”„«‘'’]")


def furniture(paragraphs: Sequence[str], words: PageWords | None = ENGLISH.pages) -> frozenset[int]:
    """The places of the paragraphs that do not belong to the article."""
    if words is None:
        return frozenset()
    notes = {number for number, text in enumerate(paragraphs) if _is_note(text, words)}
    end = len(paragraphs)
    for number in reversed(range(len(paragraphs))):
        if number in notes:
            continue
        if end - number > _LAST or not number:
            break
        if words.biography.match(_plain(paragraphs[number])) and len(paragraphs[number]) <= _LONGEST_NOTE:
            notes.add(number)
    return frozenset(notes)


def capital_headings(paragraphs: Sequence[str]) -> frozenset[int]:
    """The places of headlines and headings in capitals, unless the whole text is in capitals."""
    capitals = [number for number, text in enumerate(paragraphs) if _in_capitals(text)]
    if 2 * sum(len(paragraphs[number]) for number in capitals) > sum(map(len, paragraphs)):
        return frozenset()  # a text in capitals throughout
    # Below the top, a line with a colon may be a turn of a transcript.
    return frozenset(number for number in capitals if number < _TOP or ":" not in paragraphs[number])


def _in_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    words = len(text.split()) >= _FEWEST_WORDS
    return words and len(text) <= _LONGEST_LINK and capitals >= _CAPITALS * len(letters) and not _MARKED.search(text)


def _is_note(text: str, words: PageWords) -> bool:
    """Whether a paragraph is a link, an invitation or a credit, by its words alone."""
    plain = _plain(text)
    if not plain or _QUOTED.match(plain):
        return False
    if len(plain) <= _LONGEST_LINK and (words.labelled_link.match(plain) or words.link.fullmatch(plain)):
        return True
    if len(plain) <= _LONGEST_NOTE and words.invitation.match(plain):
        return True
    return len(plain) <= _LONGEST_LINK and words.credit.search(plain) is not None


def _plain(text: str) -> str:
    text = one_line(text)
    return text[_BULLET.match(text).end() :]  # type: ignore[union-attr]
