"""Passes that correct drafts by quotation marks: contents are extended to whole quotations, and to continued ones."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import replace

from quotes.article import Span
from quotes.attribution.draft import Draft, Overlaps, merged, overlap
from quotes.document import Document
from quotes.document.marks import CLOSING, OPENING, Quotation

__all__ = ["run_on", "to_whole_quotations", "without_opening_mark"]

# A quotation with fewer words and without a cue is a scare quote, a title, or a word mentioned as a word.
FREE_QUOTATION_WORDS = 6
MOSTLY = 0.6  # a content with at least this share of a quotation is extended to all of it
LONGEST_GAP = 3  # characters other than white space between a cue's sentence and a quotation that continues after it


def to_whole_quotations(draft: Draft, document: Document) -> Draft:
    """The draft with the edges of its content moved to quotation marks, so that it has a quotation that it nearly fills,
    begins with, or begins within and ends with, as a whole.
    """
    text = document.text
    barred = [s for s in (draft.cue, *draft.source) if s]
    spans: list[Span] = []
    for span in draft.content:
        start, end = span
        for q in document.quotations_near(Span(start - 1, end + 1)):
            if abs(q.start - start) <= 1 and end < q.end and not q.single and not overlap(q.spans, barred):
                spans += q.spans
            if q.closed and abs(q.end - end) <= 1 and _is_within(start, q, text) and not overlap(q.spans, barred):
                spans += q.spans
            for part in q.spans:
                if part.end <= start - 1 or part.start >= end + 1 or overlap((part,), barred):
                    continue
                shared = min(end, part.end) - max(start, part.start)
                if shared >= MOSTLY * (part.end - part.start):
                    start, end = min(start, part.start), max(end, part.end)
        if end < len(text) and text[end] in CLOSING and text[start] in OPENING:
            end += 1
        spans.append(Span(start, end))
    return replace(draft, content=merged(spans, text))


def _is_within(start: int, q: Quotation, text: str) -> bool:
    """Whether a content that begins at `start` lacks the beginning of a quotation, and not only earlier paragraphs of it."""
    return (
        not q.single
        and text[start] not in OPENING
        and any(part.start < start - 1 and start < part.end for part in q.spans)
    )


def without_opening_mark(draft: Draft, document: Document) -> Draft:
    """A mark that opens a quotation is part of the content, not of the cue: "called it “ | folly”"."""
    if draft.cue is None:
        return draft
    cue = draft.cue.of(document.text).rstrip()
    mark = draft.cue.start + len(cue) - 1
    kept = cue[:-1].rstrip()
    if not kept or not any(q.start == mark for q in document.quotations_near(Span(mark, mark))):
        return draft
    content = tuple(Span(mark, s.end) if 0 <= s.start - mark <= 2 else s for s in draft.content)
    return replace(draft, cue=Span(draft.cue.start, draft.cue.start + len(kept)), content=content)


def run_on(drafts: Sequence[Draft], document: Document) -> list[Draft]:
    """Add quotations that no draft has to the draft whose quoted words they follow in the same paragraph."""
    text = document.text
    out = list(drafts)
    claimed = Overlaps((*d.content, *((d.cue,) if d.cue else ())) for d in out)
    ends = sorted((s.end, i) for i, d in enumerate(out) for s in d.spans)
    for q in document.quotations:
        if q.single or len(text[q.start : q.end].split()) < FREE_QUOTATION_WORDS or claimed.of(q.spans):
            continue
        paragraph = document.paragraph_at(q.start)
        line_start = paragraph.start if paragraph is not None else 0
        near = ends[bisect_left(ends, (_reach(text, q.start), -1)) : bisect_right(ends, (q.start, len(out)))]
        before = [
            (end, i) for end, i in near if any(line_start <= s.start and s.end <= q.start for s in out[i].content)
        ]
        if not before:
            continue
        end, i = max(before)
        gap = text[end : q.start].strip()
        if any(s.end == end for s in out[i].source) and any(c.isalnum() for c in gap):
            continue  # "saying it was “cold”, *she* was “glad to be here again”"
        if len(gap) <= LONGEST_GAP and any(text[s.end - 1] in CLOSING for s in out[i].content):
            step = "the quotation goes on after the words that introduce it"
            out[i] = replace(out[i], content=merged((*out[i].content, *q.spans), text), steps=(*out[i].steps, step))
            claimed.add(i, q.spans)
            for span in q.spans:
                insort(ends, (span.end, i))
    return out


def _reach(text: str, at: int) -> int:
    """The offset from which at most LONGEST_GAP characters, not counting white space at the edges, are before offset `at`."""
    left = max(0, _without_space(text, at) - LONGEST_GAP)
    return _without_space(text, left)


def _without_space(text: str, at: int) -> int:
    while at and text[at - 1].isspace():
        at -= 1
    return at
