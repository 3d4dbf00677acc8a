"""A text as the tokenizer should see it: paragraphs, in characters it can read, each knowing where it came from.

Stanza takes only blank lines for paragraph breaks, so paragraphs are cut here and joined by blank lines. Replacements are one
character for one, so that offsets within a paragraph never move.
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
    """The paragraph itself, or, when it is absurdly long, parts of it."""
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
        """Number of the paragraph that holds a character of the joined text."""
        return bisect_right(self.starts, position) - 1


def join(text: str) -> Joined:
    """All paragraphs of a text, separated by blank lines, line breaks inside them as spaces."""
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
