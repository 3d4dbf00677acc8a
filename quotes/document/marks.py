"""Finds quotations: which parts of a text are in quotation marks.

Double marks of every kind are paired inside a paragraph. Whether a mark opens or closes is decided by its shape, and, where usage
differs (“…” and „…“, «…», »…« and « … »), by the characters beside it. Two apostrophes are a straight double mark (''…'', ``…'').
Curly and straight marks close each other (“…") after a full stop or comma, if there is nothing else that they could close.
A quotation that is still open at the end of a paragraph continues in the next one if that re-opens the marks, or closes them
before it opens others; otherwise it ends with its paragraph, so that a missing mark affects no more than its paragraph. Single
marks count only where they cannot be apostrophes and are not inside a double quotation. Takes time linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from quotes.annotation import Kind
from quotes.article import Span
from quotes.document.paragraphs import paragraphs
from quotes.wording import WORD

__all__ = ["CLOSING", "DOUBLE_OPENING", "OPENING", "Quotation", "kind_of", "quotations"]

# A mark closes one of the same family. German „…“ is a family of its own, as “ closes it, but opens an English quotation.
FAMILIES = {'"': '"', "“": "“", "”": "“", "„": "„", "‟": "“", "«": "«", "»": "«", "''": "''", "``": "''"}
STRAIGHT = ('"', "''")
MIXED = ('"', "''", "“")  # careless writers close a quotation with another of these
BEFORE_CLOSING = ".,!?…"  # is right before such a mark; an inch (3") has a digit before it
GUILLEMETS = "«»"
DOUBLES = re.compile("|".join(FAMILIES))
SINGLES = re.compile("(?<!')'(?!')|[‘’]")
DOUBLE_OPENING = ('"', "“", "„", "«", "''", "``")
OPENING = "\"“„«‘'`"
CLOSING = "\"”»’'"
BEFORE_OPENING = "([{—–-/'‘…"  # may be right before a straight mark that opens
AFTER_CLOSING = ".,;:!?…)]}"  # may be right after a mark that closes
DIRECT_SHARE = 0.9  # the least share of a direct quote's letters and digits inside quotation marks
SHORTEST_SINGLE = 3  # characters, marks included; shorter ones are apostrophes
# The year after an apostrophe for the century: "the '90s".
YEAR = re.compile(r"[0-9](?:0s|[0-9])\b", re.IGNORECASE)


@dataclass(frozen=True)
class Quotation:
    """One quotation; `spans` has a span for each paragraph, marks included. `closed` is False if the end was guessed."""

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
    end: int
    family: str
    opens: bool
    closes: bool


@lru_cache(maxsize=8)
def quotations(text: str, clipped: frozenset[str] = frozenset()) -> tuple[Quotation, ...]:
    """Every outermost quotation of `text`, in text order.

    `clipped` are the words of the language that begin with an apostrophe, in lower case, without it.
    """
    lines = paragraphs(text)
    doubles = _Doubles(text, lines).quotations()
    quoted = sorted(span for q in doubles for span in q.spans)
    singles = [
        Quotation((span,), True, single=True) for line in lines for span in _singles(text, line, quoted, clipped)
    ]
    return tuple(sorted([*_not_inside(doubles, singles), *singles], key=lambda q: q.start))


def _not_inside(doubles: Sequence[Quotation], singles: Sequence[Quotation]) -> Iterator[Quotation]:
    """The double quotations that are not inside a single one, as single marks may be the outer ones. All in text order."""
    for double in doubles:
        at = bisect_right(singles, double.start, key=lambda q: q.start) - 1
        if at < 0 or singles[at].spans[-1].end <= double.start:
            yield double


class _Doubles:
    """The double quotations of a text, paragraph by paragraph."""

    def __init__(self, text: str, lines: Sequence[Span]) -> None:
        self.text = text
        self.lines = lines
        self.marks = [_double_marks(text, line) for line in lines]
        self.paired: list[Quotation] = []
        self.pending: list[Span] = []  # spans of earlier paragraphs of a quotation that is still open
        self.family = ""

    def quotations(self) -> list[Quotation]:
        for number, line in enumerate(self.lines):
            start = self._pair(line, self.marks[number])
            if start < 0:
                continue
            part = Span(start, line.end)
            if number + 1 < len(self.lines) and self._goes_on(number + 1):
                self.pending.append(part)
            else:
                self._add(part, closed=False)
        return self.paired

    def _pair(self, line: Span, marks: Sequence[_Mark]) -> int:
        """Pair the marks of one paragraph; return the start of the quotation that is still open at its end, -1 if none is."""
        start, depth = (line.start, 0) if self.pending else (-1, 0)
        if self.pending and marks and self._reopens(marks[0], line):
            marks = marks[1:]
        more = _surplus(marks)
        other = 0  # marks of another shape that are open inside
        for mark, surplus in zip(marks, more, strict=True):
            if start < 0:
                if mark.opens:
                    start, self.family, depth, other = mark.at, mark.family, 0, 0
            elif mark.family != self.family:
                if mark.family not in MIXED or self.family not in MIXED or mark.opens == mark.closes:
                    continue
                other += 1 if mark.opens else -1
                if other < 0 and self.text[mark.at - 1] in BEFORE_CLOSING:
                    self._add(Span(start, mark.end), closed=True)
                    start = -1
            elif mark.opens and not mark.closes:
                if surplus > 0:
                    depth += 1
                else:
                    self._add(Span(start, mark.at), closed=False)
                    start = mark.at
            elif depth:
                depth -= 1
            else:
                self._add(Span(start, mark.end), closed=True)
                start = -1
        return start

    def _add(self, last: Span, *, closed: bool) -> None:
        end = last.start + len(last.of(self.text).rstrip())
        self.paired.append(Quotation((*self.pending, Span(last.start, end)), closed))
        self.pending = []

    def _goes_on(self, number: int) -> bool:
        """Whether a quotation that is open at the end of a paragraph continues in the next, which re-opens or closes it."""
        first = next((m for m in self.marks[number] if m.family == self.family), None)
        if first is None:
            return False
        return self._reopens(first, self.lines[number]) or (first.closes and not first.opens)

    def _reopens(self, mark: _Mark, line: Span) -> bool:
        return mark.opens and mark.at == line.start and mark.family == self.family


def _surplus(marks: Sequence[_Mark]) -> list[int]:
    """For each mark: how many more marks close than open, among those of its family, from it on, that can do only one of both."""
    more: dict[str, int] = {}
    out = []
    for mark in reversed(marks):
        if mark.opens != mark.closes:
            more[mark.family] = more.get(mark.family, 0) + (1 if mark.closes else -1)
        out.append(more.get(mark.family, 0))
    return out[::-1]


def _double_marks(text: str, paragraph: Span) -> list[_Mark]:
    marks: list[_Mark] = []
    low = False  # whether a German quotation is open
    for match in DOUBLES.finditer(text, *paragraph):
        (i, end), mark = match.span(), match[0]
        family = FAMILIES[mark]
        before = text[i - 1] if i > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        if mark in STRAIGHT:
            opens, closes = _straight(before, after)
        elif mark in GUILLEMETS:
            opens = _guillemet_opens(mark, before, after)
            closes = not opens
        elif mark == "„":
            opens, closes, low = True, False, True
        elif low and (mark == "”" or not before.isspace()):
            opens, closes, family, low = False, True, "„", False
        else:
            opens = _curly_opens(mark, before, after)
            closes = not opens
        marks.append(_Mark(i, end, family, opens, closes))
    return marks


def _curly_opens(mark: str, before: str, after: str) -> bool:
    """Whether a curly mark opens: decided by the word that it touches (”Vi går”), or by its shape if it touches two or none."""
    begins = before.isspace() or before in BEFORE_OPENING
    ends = after.isspace() or after in AFTER_CLOSING
    return begins if begins != ends else mark != "”"


def _straight(before: str, after: str) -> tuple[bool, bool]:
    """Whether a straight mark between two characters may open, and may close."""
    tight_before, tight_after = not before.isspace(), not after.isspace()
    opens = tight_after and (not tight_before or before in BEFORE_OPENING)
    closes = tight_before and not (after.isalnum() and before in "([{—–-/")
    return (opens, closes) if opens or closes else (True, True)


def _guillemet_opens(mark: str, before: str, after: str) -> bool:
    """Whether a guillemet opens: decided by the word that it touches, or by its shape if it touches two or none."""
    ends = not before.isspace() and (after.isspace() or after in AFTER_CLOSING)
    begins = before.isspace() and not after.isspace() and after not in AFTER_CLOSING
    return begins if begins != ends else mark == "«"


def _singles(text: str, paragraph: Span, quoted: Sequence[Span], clipped: Collection[str]) -> Iterator[Span]:
    """Pairs of single marks in `paragraph` outside the spans `quoted`."""
    opened = -1
    closers: list[int] = []

    def pair() -> Iterator[Span]:
        nonlocal opened
        if opened >= 0 and closers:
            sure = [i for i in closers if text[i - 1] in ".,?!;:…—" or not text[i - 1].isalnum()]
            likely = [i for i in closers if text[i - 1] not in "sS"]
            end = (sure or likely or closers[-1:])[0] + 1
            if end - opened > SHORTEST_SINGLE:
                yield Span(opened, end)
        opened = -1
        closers.clear()

    for i in _outside(text, paragraph, quoted):
        before = text[i - 1] if i > paragraph.start else " "
        after = text[i + 1] if i + 1 < paragraph.end else " "
        may_open = (
            text[i] != "’" and not before.isalnum() and not after.isspace() and not _clipped(text, i + 1, clipped)
        )
        may_close = text[i] != "‘" and not before.isspace() and not after.isalnum()
        if may_open and (opened < 0 or (closers and before.isspace())):
            yield from pair()
            opened = i
        elif may_close and opened >= 0:
            closers.append(i)
    yield from pair()


def _outside(text: str, paragraph: Span, quoted: Sequence[Span]) -> Iterator[int]:
    """The offsets of the single marks of a paragraph outside the spans `quoted`, which are in text order."""
    at = max(0, bisect_right(quoted, paragraph.start, key=lambda span: span.start) - 1)
    for match in SINGLES.finditer(text, *paragraph):
        i = match.start()
        while at < len(quoted) and quoted[at].end <= i:
            at += 1
        if at == len(quoted) or i < quoted[at].start:
            yield i


def _clipped(text: str, start: int, clipped: Collection[str]) -> bool:
    """Whether the word that begins at `start` is written with an apostrophe before it."""
    if YEAR.match(text, start):
        return True
    word = WORD.match(text, start)
    return word is not None and word[0].lower() in clipped


def kind_of(text: str, spans: Sequence[Span], quoted: Sequence[Span]) -> Kind:
    """The kind of a quote with content `spans`; `quoted` are the spans in quotation marks, in text order, none overlapping."""
    share = _quoted_share(text, spans, quoted)
    return "indirect" if not share else "direct" if share >= DIRECT_SHARE else "mixed"


def _quoted_share(text: str, spans: Sequence[Span], quoted: Sequence[Span]) -> float:
    """The share, 0 to 1, of the letters and digits of `spans` that are inside the spans `quoted`, which are in text order."""
    total = inside = 0
    for start, end in spans:
        total += sum(map(str.isalnum, text[start:end]))
        at = max(0, bisect_right(quoted, start, key=lambda span: span.start) - 1)
        while at < len(quoted) and quoted[at].start < end:
            inside += sum(map(str.isalnum, text[max(start, quoted[at].start) : min(end, quoted[at].end)]))
            at += 1
    return inside / total if total else 0.0
