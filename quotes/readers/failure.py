"""What a reader yields instead of an article when an input cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ReadFailure"]


@dataclass(frozen=True)
class ReadFailure:
    """One input that gave no article: where (`line` counts from 1, None for a whole file), and why, on one line."""

    path: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.reason}"
