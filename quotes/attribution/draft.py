"""A draft: one possible attribution on its way to being a quote, before speakers are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quotes.annotation import Act
from quotes.article import Span

__all__ = ["Draft", "Overlaps", "Rule", "displaced", "merged", "overlap"]

BLOCK = 256  # characters, of the index of Overlaps: a few sentences


class Rule(StrEnum):
    """What a draft rests on: a construction of grammar, a form of text, or the network alone. Part of the evidence."""

    NETWORK = "attribution network"
    CLAUSE = "clausal complement"
    FRONTED_CLAUSE = "clausal complement, fronted"
    PARTICIPLE = "participle"
    INTERPOSED = "interposed clause"
    INFINITIVE = "infinitive"
    ACCORDING = "according to"
    NOUN = "nominal cue"
    CONJOINED = "conjoined cue"
    TRANSCRIPT = "transcript"
    POST = "post"
    HEADLINE = "headline"
    TURN = "turn"
    DIALOGUE_DASH = "dialogue dash"
    SIGNED = "signed quotation"


@dataclass(frozen=True)
class Draft:
    """Spans in text order; `rule` says what it rests on; `score` in [0, 1] is how sure it is of cue and content.

    `steps` say in words what each pass did. `number` stays the same from pass to pass, -1 before the first. `probability`, that
    content and source are right, is set when both are final.
    `act` is None where no pass looked; `chance` in [0, 1] is how likely a reader would call it a quote.
    """

    content: tuple[Span, ...]
    cue: Span | None
    source: tuple[Span, ...]
    rule: Rule
    score: float
    steps: tuple[str, ...] = ()
    cue_score: float = 1.0
    source_score: float = 1.0
    content_score: float = 1.0
    number: int = -1
    probability: float = 0.0
    act: Act | None = None
    chance: float = 1.0

    @property
    def size(self) -> int:
        """Characters of its content."""
        return sum(s.end - s.start for s in self.content)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Content, source and cue."""
        return (*self.content, *self.source, *((self.cue,) if self.cue else ()))


def overlap(a: Iterable[Span], b: Iterable[Span]) -> int:
    """Characters that two sets of spans share."""
    others = list(b)
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in others)


def merged(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Spans in text order, joined where only white space parts them."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and (span.start <= out[-1].end or text[out[-1].end : span.start].isspace()):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


class Overlaps:
    """Sets of spans by number, and which of them share characters with other spans: quick also where there are thousands."""

    def __init__(self, sets: Iterable[Iterable[Span]] = ()) -> None:
        self._blocks: defaultdict[int, list[tuple[Span, int]]] = defaultdict(list)
        for number, spans in enumerate(sets):
            self.add(number, spans)

    def add(self, number: int, spans: Iterable[Span]) -> None:
        for span in spans:
            for block in range(span.start // BLOCK, span.end // BLOCK + 1):
                self._blocks[block].append((span, number))

    def of(self, spans: Iterable[Span]) -> list[int]:
        """The numbers, in order, of the sets that share a character with one of `spans`."""
        return sorted(
            {
                number
                for start, end in spans
                for block in range(start // BLOCK, end // BLOCK + 1)
                for other, number in self._blocks.get(block, ())
                if other.start < end and start < other.end
            }
        )


def displaced(drafts: Sequence[Draft], certain: Sequence[Draft]) -> list[Draft]:
    """The `certain` drafts, and the others but for those that share most of their words, or use a label of theirs as cue."""
    if not certain:
        return list(drafts)
    contents = Overlaps(d.content for d in certain)
    labels = Overlaps([[s for d in certain for s in (*d.source, d.cue) if s]])
    kept = [
        draft
        for draft in drafts
        if not any(
            overlap(draft.content, certain[i].content) > 0.5 * min(draft.size, certain[i].size)
            for i in contents.of(draft.content)
        )
        and not (draft.cue and labels.of((draft.cue,)))
    ]
    return [*kept, *certain]
