"""Letters: which text is one, and who signs it.

A letter as a whole is nobody's quote: its text is the article. What its "I" says ("I believe that …") is attributed like anything
else, and belongs to the signer instead of to an unnamed author. The salutation quotes nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from quotes.article import Span
from quotes.attribution.draft import Draft, overlap
from quotes.document import Document
from quotes.lang.en.layout import LETTER_CLOSING, SALUTATION

__all__ = ["Letter", "letter", "without_salutation"]

LONGEST_NAME = 5  # words
LATEST_SALUTATION = 6  # paragraphs from the top: letterhead, date, address


@dataclass(frozen=True)
class Letter:
    """The salutation of a letter, all from there to the closing, and the name that signs it."""

    salutation: Span
    body: Span
    signature: Span


def letter(document: Document) -> Letter | None:
    """The letter that an article is, if it has a salutation, a closing and below it a name."""
    text, lines = document.text, document.paragraphs
    greeted = (SALUTATION.match(text, s.start, s.end) for s in lines[:LATEST_SALUTATION])
    opening = next((Span(*m.span()) for m in greeted if m), None)
    if opening is None:
        return None
    for closing, name in pairwise(lines):
        if closing.start > opening.start and LETTER_CLOSING.match(text, closing.start, closing.end):
            words = name.of(text).split(",")[0].split()
            if 0 < len(words) <= LONGEST_NAME and all(w[0].isupper() or len(w) < 4 for w in words):
                end = name.start + name.of(text).find(words[-1]) + len(words[-1])
                return Letter(opening, Span(opening.start, closing.start), Span(name.start, end))
    return None


def without_salutation(drafts: Sequence[Draft], document: Document) -> list[Draft]:
    """Drafts, without those that take the salutation of a letter for a cue or a source."""
    found = letter(document)
    if found is None:
        return list(drafts)
    return [d for d in drafts if not overlap((found.salutation,), (s for s in (d.cue, *d.source) if s))]
