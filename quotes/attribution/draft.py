"""A draft: one possible attribution on its way to being a quote, before speakers are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quotes.article import Span

__all__ = ["Draft", "displaced", "merged", "overlap"]


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

    @property
    def size(self) -> int:
        """Characters of its content."""
        return sum(s.end - s.start for s in self.content)


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


def displaced(drafts: Sequence[Draft], certain: Sequence[Draft]) -> list[Draft]:
    """Drafts with the `certain` ones instead of any that takes most of the same words, or whose cue is one of their labels."""
    if not certain:
        return list(drafts)
    labels = [s for d in certain for s in (*d.source, d.cue) if s]
    kept = [
        draft
        for draft in drafts
        if not any(overlap(draft.content, d.content) > 0.5 * min(draft.size, d.size) for d in certain)
        and not (draft.cue and overlap((draft.cue,), labels))
    ]
    return [*kept, *certain]
