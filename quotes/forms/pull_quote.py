"""Pull quotes: quotations that an article repeats in large letters, to attract readers.

A pull quote counts where the running text has it. As a separate paragraph it is at an arbitrary place, and would get the
speaker of the next paragraph; so its words there are removed from all contents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes.article import Span
from quotes.attribution.draft import Draft, overlap
from quotes.document import Document
from quotes.document.paragraphs import stripped
from quotes.wording import words

__all__ = ["pull_quotes", "without_lines", "without_pull_quotes"]

FEWEST_WORDS = 4  # of a pull quote; a shorter quotation may really occur twice
MOST = 50  # paragraphs that are nothing but a quotation; an article with more is a conversation


def pull_quotes(document: Document) -> list[Span]:
    """The paragraphs that are nothing but a quotation whose words are also inside another quotation of the article."""
    alone = [line for line in document.paragraphs if _is_quotation(line, document)]
    if len(alone) > MOST:
        return []
    spoken = [" ".join(_words(q.spans, document)) for q in document.quotations if q.spans[0] not in alone]
    whole = f" {' | '.join(spoken)} "
    repeated = []
    for line in alone:
        words = _words([line], document)
        if len(words) >= FEWEST_WORDS and f" {' '.join(words)} " in whole:
            repeated.append(line)
    return repeated


def without_pull_quotes(drafts: Sequence[Draft], document: Document) -> list[Draft]:
    """The drafts without the words of pull quotes; drafts with no other words are dropped."""
    return without_lines(drafts, pull_quotes(document), document)


def without_lines(drafts: Sequence[Draft], lines: Sequence[Span], document: Document) -> list[Draft]:
    """The drafts without the words of the paragraphs `lines`; drafts with no other words are dropped."""
    if not lines:
        return list(drafts)
    kept = []
    for draft in drafts:
        content = tuple(part for span in draft.content for part in _outside(span, lines, document))
        if content:
            kept.append(replace(draft, content=content))
    return kept


def _outside(span: Span, repeated: Sequence[Span], document: Document) -> list[Span]:
    """The parts of `span` before, between and after the paragraphs `repeated`, without white space at their edges."""
    if not overlap([span], repeated):
        return [span]
    ends = [span.start, *(line.end for line in repeated)]
    starts = [*(line.start for line in repeated), span.end]
    between = (Span(max(a, span.start), min(b, span.end)) for a, b in zip(ends, starts, strict=True))
    return [
        stripped(document.text, *part) for part in between if part.start < part.end and part.of(document.text).strip()
    ]


def _is_quotation(line: Span, document: Document) -> bool:
    return any(q.spans == (line,) for q in document.quotations_near(line))


def _words(spans: Sequence[Span], document: Document) -> list[str]:
    return [word for span in spans for word in words(span.of(document.text))]
