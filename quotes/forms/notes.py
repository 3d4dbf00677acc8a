"""Furniture of the page in an article's text: links to other articles, invitations, credits, notes about the author; and
headings in capitals, which summarise what follows.

Nobody says these: their words are removed from all contents. Nor do the words of an address report anything, or are said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.attribution.draft import Draft
from quotes.document import Document
from quotes.document.furniture import capital_headings, furniture
from quotes.forms.pull_quote import without_lines
from quotes.span import Span

__all__ = ["without_notes"]

ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")


def without_notes(drafts: Sequence[Draft], document: Document) -> list[Draft]:
    """The drafts without the words of such paragraphs; drafts with no other words are dropped."""
    lines = document.paragraphs
    texts = [line.of(document.text) for line in lines]
    around = furniture(texts, document.language.pages) | capital_headings(texts)
    notes = [lines[number] for number in sorted(around)]
    addresses = [Span(*match.span()) for match in ADDRESS.finditer(document.text)]
    return [draft for draft in without_lines(drafts, notes, document) if not _is_in_address(draft, addresses)]


def _is_in_address(draft: Draft, addresses: Sequence[Span]) -> bool:
    """Whether a cue, or the whole content, is part of an address: "example.org/ *mayor-says*-no"."""

    def within(span: Span) -> bool:
        return any(a.start <= span.start and span.end <= a.end for a in addresses)

    return (draft.cue is not None and within(draft.cue)) or all(within(span) for span in draft.content)
