"""Shares work among processes, one thread each, forked from a process that has loaded the models; results come in order.

On a CPU, small models run about as fast in one thread as in two, so two processes are nearly twice as fast. Forked processes
share the memory of the weights.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Generic, TypeVar

__all__ = ["can_share", "cores", "in_order"]

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 3  # tasks for each worker that may be started before the result of an earlier one is there


def cores() -> int:
    """The number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_share() -> bool:
    """Whether processes can be forked here: on other systems than Linux, system libraries break in a forked process."""
    return sys.platform.startswith("linux")


@dataclass
class _Worker(Generic[Item]):
    process: ForkProcess
    connection: Connection
    number: int = -1  # of the task at hand
    item: Item | None = None


def in_order(
    work: Callable[[Item], Result], items: Iterator[Item], workers: int, lost: Callable[[Item, str], Result]
) -> Iterator[Result]:
    """`work(item)` for every item, in the order of the items, done by `workers` processes forked from this one.

    For an item whose process dies or raises, the result is `lost(item, reason)`. Items are taken as results are consumed, so
    that only a few for each worker are in memory. The processes end with the iterator, however it ends.
    """
    pool: list[_Worker[Item]] = []
    done: dict[int, Result] = {}
    given = taken = 0
    more = True
    try:
        while True:
            while more and given - taken < AHEAD * workers and sum(w.item is not None for w in pool) < workers:
                item = next(items, None)
                if item is None:
                    more = False
                    break
                idle = next((worker for worker in pool if worker.item is None), None) or _start(work, pool)
                idle.number, idle.item = given, item
                given += 1
                idle.connection.send(item)
            if taken in done:
                yield done.pop(taken)
                taken += 1
                continue
            busy = [worker for worker in pool if worker.item is not None]
            if not busy:
                return
            for connection in wait([worker.connection for worker in busy]):
                worker = next(worker for worker in busy if worker.connection is connection)
                assert worker.item is not None
                done[worker.number] = _result(worker, pool, lost)
                worker.item = None
    finally:
        for worker in pool:
            worker.process.kill()
        for worker in pool:
            worker.process.join()
            worker.connection.close()


def _result(worker: _Worker[Item], pool: list[_Worker[Item]], lost: Callable[[Item, str], Result]) -> Result:
    """The result that a worker sends, or a lost one; a dead worker is removed from the pool."""
    assert worker.item is not None
    try:
        value, problem = worker.connection.recv()
    except (EOFError, OSError):
        pool.remove(worker)
        worker.process.join()
        worker.connection.close()
        return lost(worker.item, _cause_of_death(worker.process.exitcode))
    return lost(worker.item, problem) if problem else value


def _cause_of_death(code: int | None) -> str:
    if code is not None and code < 0:
        return (
            f"a worker process was ended by {signal.Signals(-code).name}, perhaps for lack of memory; try --workers 1"
        )
    return f"a worker process ended with exit code {code}"


def _start(work: Callable[[Item], Result], pool: list[_Worker[Item]]) -> _Worker[Item]:
    """Start another process and add it to the pool."""
    ours, theirs = get_context("fork").Pipe()
    others = [ours, *(worker.connection for worker in pool)]
    gc.collect()
    gc.freeze()  # a garbage collection in the new process would write to shared pages
    with warnings.catch_warnings():
        # The warning is about threads: one draws the progress bar, and the new process uses nothing that it locks.
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        process = get_context("fork").Process(target=_serve, args=(work, theirs, others), daemon=True)
        process.start()
    gc.unfreeze()
    theirs.close()
    pool.append(_Worker(process, ours))
    return pool[-1]


def _serve(work: Callable[[Item], Result], connection: Connection, others: list[Connection]) -> None:
    """The loop of a worker, until its parent closes the connection."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes of a terminal; the parent handles it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    for other in others:
        other.close()  # kept open here, another worker would not notice the end of the parent
    while True:
        try:
            item = connection.recv()
        except (EOFError, OSError):
            return
        try:
            message: tuple[Result | None, str] = (work(item), "")
        except Exception as error:
            message = (None, f"{type(error).__name__}: {error}")
        try:
            connection.send(message)
        except OSError:
            return
