"""A failure in place of the result of one input or article; the rest of the batch goes on."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

from quotes.wording import one_line

__all__ = ["Failure", "place_of"]

_PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Failure:
    """An input or article that gave no result, because of reader, models, rules or store.

    `path` is the file, or the article's id if the file is no longer known; `line` counts from 1, None for the whole file.
    `reason` is one line. `trace` is the traceback if the error is a fault of the program.
    """

    path: str
    line: int | None
    reason: str
    trace: str = ""

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.reason}"

    @classmethod
    def told(cls, path: str, error: Exception) -> Failure:
        """The failure for one of our own errors, whose message may begin with the path."""
        return cls(path, None, str(error).removeprefix(f"{path}: "))

    @classmethod
    def of(cls, path: str, work: str, error: BaseException) -> Failure:
        """The failure of `work` ("reading it", "finding its quotes") because of an unexpected error."""
        reason = f"{work} failed: {place_of(error)}"
        message = one_line(error)
        return cls(
            path, None, f"{reason}: {message}" if message else reason, "".join(traceback.format_exception(error))
        )


def place_of(error: BaseException) -> str:
    """The class of an error and the innermost line of our code in its traceback: "IndexError at quotes/engine.py:80"."""
    name = type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PROJECT / "quotes")] or frames
    if not ours:
        return name
    path = Path(ours[-1].filename)
    return f"{name} at {path.relative_to(_PROJECT) if path.is_relative_to(_PROJECT) else path}:{ours[-1].lineno}"
