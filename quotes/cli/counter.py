"""Progress bars on stderr: a base class, and a bar that counts."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from quotes.cli.common import messages

__all__ = ["Counter", "Drawn"]


class Drawn:
    """Something drawn on stderr while a block runs."""

    _progress: Progress

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()


class Counter(Drawn):
    """A bar on stderr that shows how many of how many are done; it appears with the first call."""

    def __init__(self, words: str) -> None:
        console = messages()
        columns = (TextColumn(words), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._progress.add_task(words, total=None, visible=False)

    def __call__(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total, visible=True)
