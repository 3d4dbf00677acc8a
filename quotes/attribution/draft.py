"""A draft: a possible attribution that may become a quote; its speaker is not known yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quotes.annotation import Act
from quotes.article import Span

__all__ = ["Draft", "Overlaps", "Rule", "displaced", "merged", "overlap"]

BLOCK = 256  # characters in a block of the index of Overlaps: a few sentences


class Rule(StrEnum):
    """The basis of a draft: a construction of grammar, a form of text, or the network alone. Part of the evidence."""

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
    PARAGRAPH = "quotation paragraph"
    LETTER = "letter"


@dataclass(frozen=True)
class Draft:
    """A draft; spans are in text order. `rule` is its basis; `score`, 0 to 1, is that of cue and content.

    `steps` say in words what each pass did. `number` identifies it through all passes; -1 before the first. `probability`, that
    content and source are right, is set when both are final. `act` is None until a pass decides it; `chance`, 0 to 1, is the
    probability that a reader would call it a quote.
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
        """The number of characters of its content."""
        return sum(s.end - s.start for s in self.content)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Content, source and cue."""
        return (*self.content, *self.source, *((self.cue,) if self.cue else ()))


def overlap(a: Iterable[Span], b: Iterable[Span]) -> int:
    """The number of characters that two sets of spans share."""
    others = list(b)
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in others)


def merged(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """The spans in text order, joined if there is only white space between them."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and (span.start <= out[-1].end or text[out[-1].end : span.start].isspace()):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


class Overlaps:
    """Numbered sets of spans, to find those that share characters with other spans; fast even for thousands of sets."""

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
    """The `certain` drafts, and those of `drafts` that neither share most of their words nor use a label of theirs as cue."""
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
