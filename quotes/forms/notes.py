"""Furniture of the page in an article's text: links to other articles, invitations, credits, notes about the author; and
headings in capitals, which summarise what follows.

Nobody says these: their words are removed from all contents.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotes.attribution.draft import Draft
from quotes.document import Document
from quotes.document.furniture import capital_headings, furniture
from quotes.forms.pull_quote import without_lines

__all__ = ["without_notes"]


def without_notes(drafts: Sequence[Draft], document: Document) -> list[Draft]:
    """The drafts without the words of such paragraphs; drafts with no other words are dropped."""
    lines = document.paragraphs
    texts = [line.of(document.text) for line in lines]
    around = furniture(texts, document.language.pages) | capital_headings(texts)
    notes = [lines[number] for number in sorted(around)]
    return without_lines(drafts, notes, document)
