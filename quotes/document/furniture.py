"""What stands around an article on its page and is none of it: links to others, invitations, credits, author's notes.

In: paragraphs in their order, and how a language words such things. Out: which of them are such. A paragraph that begins with a
quotation mark is never one, whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.lang.language import PageWords
from quotes.lang.languages import ENGLISH

__all__ = ["capital_headings", "furniture"]

_LONGEST_LINK, _LONGEST_NOTE = 200, 600  # characters; longer ones are prose
_TOP = 4  # paragraphs, among which a headline is: after an address, a section and a date
_FEWEST_WORDS, _CAPITALS = 4, 0.95  # of a heading in capitals; the letters that need be some: "McCARTHY TO GO"
_LAST = 4  # paragraphs at the end among which authors are described
_BULLET = re.compile(r"[\s\[\](){}<>»›•·▪■►▶→*#|_–—-]*")
# “Subscribe to hope,” she said: what begins with a mark is somebody's words.
_MARKED = re.compile(r"[\"“”„«]")
_QUOTED = re.compile(r"[\"“”„«‘'’]")


def furniture(paragraphs: Sequence[str], words: PageWords | None = ENGLISH.pages) -> frozenset[int]:
    """The places of the paragraphs that are none of the article."""
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
    """The places of headlines and headings in capitals, in a text that is otherwise in small letters."""
    capitals = [number for number, text in enumerate(paragraphs) if _in_capitals(text)]
    if 2 * sum(len(paragraphs[number]) for number in capitals) > sum(map(len, paragraphs)):
        return frozenset()  # a text in capitals throughout
    # Further down, a line with a colon may be somebody's turn in a transcript.
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
    text = " ".join(text.split())
    return text[_BULLET.match(text).end() :]  # type: ignore[union-attr]
