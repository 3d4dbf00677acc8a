"""Remembers Ctrl-C, as Python drops a KeyboardInterrupt that it raises inside a destructor or an internal callback."""

from __future__ import annotations

import signal
import sys
from types import FrameType

__all__ = ["listen", "raise_if_heard", "stop_listening"]

_heard: list[int] = []  # a signal's number


def listen() -> None:
    """From now on, remember Ctrl-C besides raising KeyboardInterrupt, unless the parent process has it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _hear)
        sys.unraisablehook = _report


def stop_listening() -> None:
    """From now on, ignore Ctrl-C: the work is done, and while Python ends, a signal would kill it instead of telling it."""
    if signal.getsignal(signal.SIGINT) is _hear:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def raise_if_heard() -> None:
    """Raise the KeyboardInterrupt that may have been dropped."""
    if _heard:
        raise KeyboardInterrupt


def _hear(number: int, _frame: FrameType | None) -> None:
    _heard.append(number)
    raise KeyboardInterrupt


def _report(dropped: sys.UnraisableHookArgs) -> None:
    if not isinstance(dropped.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(dropped)
