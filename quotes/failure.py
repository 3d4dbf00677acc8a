"""What stands in the place of a result that one input or article did not give; the rest of the batch goes on."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Failure", "place_of"]

_PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Failure:
    """One input or article that gave no result, whoever gave up on it: reader, models, rules or store.

    `path` is the file, or the article's id where it is no longer known; `line` counts from 1, None for the whole of it.
    `reason` is one line. `trace` is the error's traceback where it is the program's fault, for whoever mends it.
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
        """The failure that an error of ours tells, which names the path itself or does not."""
        return cls(path, None, str(error).removeprefix(f"{path}: "))

    @classmethod
    def of(cls, path: str, work: str, error: BaseException) -> Failure:
        """The failure of `work` ("reading it", "finding its quotes") by an error that nobody expected."""
        reason = f"{work} failed: {place_of(error)}"
        message = " ".join(str(error).split())
        return cls(
            path, None, f"{reason}: {message}" if message else reason, "".join(traceback.format_exception(error))
        )


def place_of(error: BaseException) -> str:
    """The class of an error and the innermost line of ours that it came through: "IndexError at quotes/engine.py:80"."""
    name = type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PROJECT / "quotes")] or frames
    if not ours:
        return name
    path = Path(ours[-1].filename)
    return f"{name} at {path.relative_to(_PROJECT) if path.is_relative_to(_PROJECT) else path}:{ours[-1].lineno}"
