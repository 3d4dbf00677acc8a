"""Work shared out among processes: in order, all of it, whatever happens to a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quotes.workers import AHEAD, can_share, cores, in_order

pytestmark = pytest.mark.skipif(not can_share(), reason="processes cannot be forked here")


def lost(item: int, reason: str) -> str:
    return f"{item}: {reason}"


def double(item: int) -> str:
    time.sleep(0.02 if item % 3 == 0 else 0)  # so that later items are done before earlier ones
    return str(2 * item)


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_order(workers: int) -> None:
    assert list(in_order(double, iter(range(20)), workers, lost)) == [str(2 * item) for item in range(20)]


def test_nothing_to_do_starts_nothing() -> None:
    assert list(in_order(double, iter(()), 2, lost)) == []


def test_the_work_is_done_in_other_processes() -> None:
    seen = set(in_order(lambda _: os.getpid(), iter(range(40)), 2, lambda _, reason: 0))
    assert 1 <= len(seen) <= 2 and os.getpid() not in seen


def test_a_process_that_dies_loses_its_item_only() -> None:
    def work(item: int) -> str:
        if item == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        if item == 5:
            os._exit(7)
        return double(item)

    found = list(in_order(work, iter(range(9)), 2, lost))
    assert found[3].startswith("3: a worker process was ended by SIGKILL")
    assert found[5] == "5: a worker process ended with exit code 7"
    assert [found[i] for i in (0, 1, 2, 4, 6, 7, 8)] == ["0", "2", "4", "8", "12", "14", "16"]


def test_an_error_is_told_and_the_process_goes_on() -> None:
    def work(item: int) -> str:
        return str(10 // item)

    assert list(in_order(work, iter((0, 5)), 1, lost)) == [
        "0: ZeroDivisionError: integer division or modulo by zero",
        "2",
    ]


def test_items_are_taken_as_results_are() -> None:
    given: list[int] = []

    def items() -> Iterator[int]:
        for item in range(1000):
            given.append(item)
            yield item

    results = in_order(double, items(), 2, lost)
    assert next(results) == "0"
    assert len(given) <= 2 * AHEAD + 1
    results.close()  # type: ignore[attr-defined]


PROGRAM = """
import os, sys, time
from quotes.workers import in_order

def work(item):
    print(os.getpid(), flush=True)
    time.sleep(2)

list(in_order(work, iter(range(100)), 2, lambda item, reason: None))
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_processes_end_with_the_one_that_started_them(sent: signal.Signals) -> None:
    root = str(Path(__file__).parents[1])
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=root, text=True
    )
    assert program.stdout is not None
    workers = [int(program.stdout.readline()) for _ in range(2)]
    program.send_signal(sent)
    program.wait(timeout=10)
    program.stdout.close()
    deadline = time.monotonic() + 20
    while any(map(is_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_alive, workers))


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_there_is_at_least_one_core() -> None:
    assert cores() >= 1
