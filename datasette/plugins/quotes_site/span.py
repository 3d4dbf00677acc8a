# A copy of quotes/span.py, written by scripts/copy-shared.
"""A stretch of a text. Offsets count Unicode characters, end exclusive, everywhere in this project."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Span"]


class Span(NamedTuple):
    """The characters [start, end) of an article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of `text` that the span covers."""
        return text[self.start : self.end]
