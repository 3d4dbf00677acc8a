"""Ctrl-C ends a long command within two seconds, whatever it is doing, and says how to go on."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from quotes import sigint
from quotes.cli.common import INTERRUPTED

__all__ = ["ends_soon"]

# Python hears of Ctrl-C only between two of its own steps, and a library may drop the exception that it raises then.
_PATIENCE = 1.5


@contextmanager
def ends_soon(farewell: Callable[[], str]) -> Iterator[None]:
    """Inside the block, Ctrl-C raises KeyboardInterrupt; if the block does not end soon, the process is ended.

    No transaction is left half done: what is not committed is rolled back when the database is next opened.
    `farewell` gives the line that is printed then. A Ctrl-C whose exception was dropped before the block is raised
    before it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    sigint.raise_if_heard()
    ours, pythons = socket.socketpair()
    pythons.setblocking(False)
    previous = signal.set_wakeup_fd(pythons.fileno(), warn_on_full_buffer=False)
    ended = threading.Event()

    def watch() -> None:
        while data := ours.recv(1):
            if data[0] == signal.SIGINT and not ended.wait(_PATIENCE):
                sys.stderr.write(f"\nerror: {farewell()}\n")
                sys.stderr.flush()
                os._exit(INTERRUPTED)

    watcher = threading.Thread(target=watch, name="Ctrl-C", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        signal.set_wakeup_fd(previous)
        pythons.close()  # the watcher reads the end, and ends
        watcher.join(1)
        ours.close()
