"""Pull quotes: a quotation that an article repeats, set by itself in large letters to draw readers in.

It is said where the running text has it. As a paragraph of its own it stands between others by chance, and whoever speaks in the
next one would be taken for its speaker: its words are taken out of every content.
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

FEWEST_WORDS = 4  # less may be said twice
MOST = 50  # paragraphs that are nothing but a quotation; an article with more is a conversation


def pull_quotes(document: Document) -> list[Span]:
    """The paragraphs that are a quotation, whole, and whose words another quotation of the article has within it."""
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
    """The drafts with contents outside of pull quotes only; those that had nothing else are dropped."""
    return without_lines(drafts, pull_quotes(document), document)


def without_lines(drafts: Sequence[Draft], lines: Sequence[Span], document: Document) -> list[Draft]:
    """The drafts with contents outside of some paragraphs only; those that had nothing else are dropped."""
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
