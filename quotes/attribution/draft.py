"""A draft: one possible attribution on its way to being a quote, before speakers are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quotes.article import Span

__all__ = ["Draft", "merged", "overlap"]


@dataclass(frozen=True)
class Draft:
    """Spans in text order; `rule` names what proposed it; `score` in [0, 1] is how sure that one is of cue and content."""

    content: tuple[Span, ...]
    cue: Span | None
    source: tuple[Span, ...]
    rule: str
    score: float
    steps: tuple[str, ...] = ()
    cue_score: float = 1.0
    source_score: float = 1.0
    content_score: float = 1.0


def overlap(a: Iterable[Span], b: Iterable[Span]) -> int:
    """Characters that two sets of spans share."""
    others = list(b)
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in others)


def merged(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Spans in text order, joined where only white space parts them."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and (span.start <= out[-1].end or not text[out[-1].end : span.start].strip()):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)
