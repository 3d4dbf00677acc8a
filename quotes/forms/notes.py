"""Notes around an article that its text came with: links to others, invitations, credits, who the author is; and headings in
capitals, which print in few words what the article then says.

Nobody utters them: their words are taken out of every content.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotes.attribution.draft import Draft
from quotes.document import Document
from quotes.document.furniture import capital_headings, furniture
from quotes.forms.pull_quote import without_lines

__all__ = ["without_notes"]


def without_notes(drafts: Sequence[Draft], document: Document) -> list[Draft]:
    """The drafts with contents outside of such paragraphs only; those that had nothing else are dropped."""
    lines = document.paragraphs
    texts = [line.of(document.text) for line in lines]
    around = furniture(texts, document.language.pages) | capital_headings(texts)
    notes = [lines[number] for number in sorted(around)]
    return without_lines(drafts, notes, document)
