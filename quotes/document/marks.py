"""Quotation marks to quotations: which characters of a text stand between marks.

Double marks (straight, curly, guillemets) pair up inside a paragraph. A quotation that is still open at the paragraph's end
goes on in the next one if that re-opens the marks or closes them before it opens others; otherwise it ends with its
paragraph, so that one lost mark never costs more than its paragraph. Single marks count only where they cannot be
apostrophes and no double quotation is open around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from quotes.annotation import Kind
from quotes.article import Span

__all__ = ["Quotation", "kind_of", "paragraphs", "quotations"]

PARAGRAPH = re.compile(r"[^\n]+")
FAMILIES = {'"': '"', "“": "“", "”": "“", "„": "“", "«": "«", "»": "«"}
SINGLES = "'‘’"
DIRECT_SHARE = 0.9  # of a direct quote's letters and digits at least so many stand inside quotation marks
# Words that begin with an apostrophe: their mark opens nothing.
CLIPPED = re.compile(r"(?:em|tis|twas|til|cause|bout|n|round|[0-9]0s|[0-9]{2})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Quotation:
    """One quotation; `spans` holds a span a paragraph, marks included. `closed` is False where the end was guessed."""

    spans: tuple[Span, ...]
    closed: bool
    single: bool = False

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end


@dataclass(frozen=True)
class _Mark:
    at: int
    family: str
    opens: bool
    closes: bool


def paragraphs(text: str) -> list[Span]:
    """The lines of `text` that hold more than white space, without the white space around them."""
    found = []
    for match in PARAGRAPH.finditer(text):
        line = match.group()
        if stripped := line.strip():
            start = match.start() + line.index(stripped[0])
            found.append(Span(start, start + len(stripped)))
    return found


def _doubles(text: str, paragraph: Span) -> Iterator[_Mark]:
    for i in range(paragraph.start, paragraph.end):
        family = FAMILIES.get(text[i])
        if not family:
            continue
        before = text[i - 1] if i > paragraph.start else " "
        after = text[i + 1] if i + 1 < paragraph.end else " "
        if family == '"':
            tight_before, tight_after = not before.isspace(), not after.isspace()
            opens = tight_after and (not tight_before or before in "([{—–-/'‘…")
            closes = tight_before and not (after.isalnum() and before in "([{—–-/")
            if not (opens or closes):
                opens = closes = True
            yield _Mark(i, family, opens, closes)
        else:
            opening = text[i] in "“„«"
            yield _Mark(i, family, opening, not opening)


def _singles(text: str, paragraph: Span, taken: Sequence[Span]) -> Iterator[Span]:
    """Pairs of single marks in `paragraph` outside the spans `taken`."""
    opened = -1
    closers: list[int] = []

    def pair() -> Iterator[Span]:
        nonlocal opened
        if opened >= 0 and closers:
            sure = [i for i in closers if text[i - 1] in ".,?!;:…—" or not text[i - 1].isalnum()]
            likely = [i for i in closers if text[i - 1] not in "sS"]
            end = (sure or likely or closers[-1:])[0] + 1
            if end - opened > 3:
                yield Span(opened, end)
        opened = -1
        closers.clear()

    for i in range(paragraph.start, paragraph.end):
        if text[i] not in SINGLES or any(s.start <= i < s.end for s in taken):
            continue
        before = text[i - 1] if i > paragraph.start else " "
        after = text[i + 1] if i + 1 < paragraph.end else " "
        may_open = text[i] != "’" and not before.isalnum() and not after.isspace() and not CLIPPED.match(text, i + 1)
        may_close = text[i] != "‘" and not before.isspace() and not after.isalnum()
        if may_open and (opened < 0 or (closers and before.isspace())):
            yield from pair()
            opened = i
        elif may_close and opened >= 0:
            closers.append(i)
    yield from pair()


@lru_cache(maxsize=8)
def quotations(text: str) -> tuple[Quotation, ...]:
    """Every outermost quotation of `text`, in text order. Remembered: every part of the engine asks for those of its article."""
    found: list[Quotation] = []
    lines = paragraphs(text)
    marks = [list(_doubles(text, line)) for line in lines]
    pending: list[Span] = []  # spans of earlier paragraphs of a quotation that is still open
    family = ""
    for n, line in enumerate(lines):
        start = -1
        depth = 0
        events = marks[n]
        if pending:
            start = line.start
            if events and events[0].at == line.start and events[0].family == family and events[0].opens:
                events = events[1:]
        for k, mark in enumerate(events):
            if start < 0:
                if mark.opens:
                    start, family, depth = mark.at, mark.family, 0
                continue
            if mark.family != family:
                continue
            if mark.opens and not mark.closes:
                closers = sum(m.closes and not m.opens and m.family == family for m in events[k:])
                openers = sum(m.opens and not m.closes and m.family == family for m in events[k:])
                if closers > openers:
                    depth += 1
                else:
                    found.append(Quotation((*pending, _trim(text, start, mark.at)), False))
                    pending, start, depth = [], mark.at, 0
            elif depth:
                depth -= 1
            else:
                found.append(Quotation((*pending, Span(start, mark.at + 1)), True))
                pending, start = [], -1
        if start >= 0:
            part = Span(start, line.end)
            if n + 1 < len(lines) and _goes_on(marks[n + 1], lines[n + 1], family):
                pending = [*pending, part]
            else:
                found.append(Quotation((*pending, part), False))
                pending = []
    doubles = [span for q in found for span in q.spans]
    for line in lines:
        near = [s for s in doubles if s.start < line.end and s.end > line.start]
        found += [Quotation((span,), True, single=True) for span in _singles(text, line, near)]
    return tuple(sorted(found, key=lambda q: q.start))


def _trim(text: str, start: int, end: int) -> Span:
    return Span(start, start + len(text[start:end].rstrip()))


def _goes_on(marks: Sequence[_Mark], line: Span, family: str) -> bool:
    """Whether a quotation open at the end of a paragraph continues in the next: re-opened there, or closed first."""
    same = [m for m in marks if m.family == family]
    if not same:
        return False
    first = same[0]
    if first.at == line.start and first.opens:
        return True
    return first.closes and not first.opens


def kind_of(text: str, spans: Sequence[Span], found: Sequence[Quotation]) -> Kind:
    """The kind of a quote with content `spans`, by the quotations `found` alone."""
    share = _quoted_share(text, spans, found)
    return "indirect" if not share else "direct" if share >= DIRECT_SHARE else "mixed"


def _quoted_share(text: str, spans: Sequence[Span], found: Sequence[Quotation]) -> float:
    """The share, 0 to 1, of the letters and digits of `spans` that stand inside the quotations `found`."""
    total = quoted = 0
    inside = [s for q in found for s in q.spans]
    for span in spans:
        near = [s for s in inside if s.start < span.end and s.end > span.start]
        for i in range(span.start, span.end):
            if text[i].isalnum():
                total += 1
                quoted += any(s.start <= i < s.end for s in near)
    return quoted / total if total else 0.0
