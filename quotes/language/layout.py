"""Prepares a text for the tokenizer: paragraphs of readable characters, with their offsets in the original text.

For Stanza, only blank lines separate paragraphs, so they are split here and joined by blank lines. Each replaced character is
replaced by one other, so that offsets inside a paragraph do not change.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from quotes.article import Span
from quotes.document.paragraphs import LINE_BREAK, paragraphs, readable, stripped

__all__ = ["Joined", "join"]

# Characters; a longer paragraph is cut where a sentence seems to end, or else at a space. The tokenizer's time grows with the
# square of a paragraph that has no sentences: 20,000 characters of brackets take it 15 seconds.
LONGEST = 6_000

SEPARATOR = "\n\n"


def pieces(text: str, span: Span) -> Iterator[Span]:
    """The paragraph itself, or, if it is extremely long, parts of it."""
    start = span.start
    while span.end - start > LONGEST:
        ends = (text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in (". ", " "))
        cut = next((end + 1 for end in ends if end > start), start + LONGEST)
        piece = stripped(text, start, cut)
        if piece.start < piece.end:
            yield piece
        start = cut
    piece = stripped(text, start, span.end)
    if piece.start < piece.end:
        yield piece


@dataclass(frozen=True)
class Joined:
    """A text's paragraphs with blank lines between them. `starts[i]` is where paragraph i begins in `text`; it is characters
    [spans[i].start, spans[i].end) of the original text.
    """

    text: str
    starts: tuple[int, ...]
    spans: tuple[Span, ...]

    def paragraph_at(self, position: int) -> int:
        """The number of the paragraph with the character at `position` of the joined text."""
        return bisect_right(self.starts, position) - 1


def join(text: str) -> Joined:
    """All paragraphs of a text, separated by blank lines, with spaces for the line breaks inside them."""
    parts: list[str] = []
    starts: list[int] = []
    spans: list[Span] = []
    position = 0
    clean = readable(text)
    for span in (piece for paragraph in paragraphs(clean) for piece in pieces(clean, paragraph)):
        part = LINE_BREAK.sub(lambda match: " " * len(match[0]), span.of(clean))
        parts.append(part)
        starts.append(position)
        spans.append(span)
        position += len(part) + len(SEPARATOR)
    return Joined(SEPARATOR.join(parts), tuple(starts), tuple(spans))
