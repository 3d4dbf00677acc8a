"""What may happen to a database while it is made, written or read: each time whole articles, and one clear line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import example_article
from test_store import council, rows, save, sound

from quotes.errors import StoreError
from quotes.store import Store
from quotes.store import store as store_module
from quotes.store.migrations import APPLICATION_ID

TESTS = Path(__file__).parent
# What every child process begins with: `path`, and a store's parts at hand.
PRELUDE = f"""
import os, signal, sys, time
sys.path.insert(0, {str(TESTS)!r})
from examples import example_article
from quotes.store import Store
from quotes.store import store as module
path = sys.argv[1]
"""


def child(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PRELUDE + code, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(TESTS.parent)}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "quotes.db"


# Forks a process for each statement, which dies as that statement begins.
KILLED_AT_A_STATEMENT = """
connect = module._connect
def dying(number):
    def connected(*arguments):
        db = connect(*arguments)
        left = [number]
        def count(statement):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        db.conn.set_trace_callback(count)
        return db
    return connected
for number in range(int(sys.argv[2])):
    process = os.fork()
    if process == 0:
        module._connect = dying(number)
        Store.open(f"{path}{number}", create=True)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
"""


def test_a_database_that_was_killed_while_it_was_made_is_completed(tmp_path: Path) -> None:
    process = child(KILLED_AT_A_STATEMENT, tmp_path / "q", 100)
    codes, problems = process.communicate(timeout=120)
    assert codes.split() == ["-9"] * 100, problems
    for number in range(100):
        path = tmp_path / f"q{number}"
        if path.exists():
            with pytest.raises(StoreError, match="is empty"):
                Store.open(path, write=False)
        with Store.open(path, create=True) as store:
            assert save(store, council()) == ["added"]
        assert number % 10 or sound(path)


def test_what_earlier_versions_left_half_made_is_completed(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set, name, applied_at)")
    with pytest.raises(StoreError, match="is empty"):
        Store.open(path)
    with Store.open(path, create=True) as store:
        assert save(store, council()) == ["added"]
    assert rows(path, "PRAGMA application_id") == [(APPLICATION_ID,)]


def test_the_beginnings_of_another_program_are_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set, name, applied_at)")
        connection.execute("INSERT INTO _sqlite_migrations VALUES (1, 'diary', 'm001', '2025-01-01')")
    with pytest.raises(StoreError, match="another program"):
        Store.open(path, create=True)


# Forked, so that all begin within a millisecond of each other.
FIRST_INGESTS = """
def first_ingest(path, number):
    with Store.open(path, create=True) as store:
        run = store.begin_run(models="m", rules="r", version="0")
        store.save(example_article(number, "Eva Lind"), run)
        store.end_run(run, failures=0)
for attempt in range(10):
    processes = []
    for number in range(1, int(sys.argv[2]) + 1):
        process = os.fork()
        if process == 0:
            first_ingest(f"{path}{attempt}", number)
            os._exit(0)
        processes.append(process)
    print([os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes])
"""


@pytest.mark.parametrize("processes", [2, 4])
def test_processes_that_make_a_database_at_one_instant_all_succeed(tmp_path: Path, processes: int) -> None:
    outcome, problems = child(FIRST_INGESTS, tmp_path / "q", processes).communicate(timeout=120)
    assert problems == "" and outcome.splitlines() == [str([0] * processes)] * 10
    for attempt in range(10):
        path = tmp_path / f"q{attempt}"
        assert rows(path, "SELECT count(*) FROM articles") == [(processes,)]
        assert rows(path, "SELECT count(*) FROM speakers") == [(1,)]
        assert sound(path)


INGEST = """
from dataclasses import replace
def ingest():
    with Store.open(path, create=True) as store:
        run = store.begin_run(models="m", rules="r", version="0")
        for number in range(1, 501):
            article = example_article(number % 28 + 1, f"Eva Lind {number % 40}", f"It rains {number}")
            article = replace(article, article=replace(article.article, id=str(number), id_given=True))
            if not store.unchanged(article.article, models="m", rules="r"):
                store.save(article, run)
        store.end_run(run, failures=0)
"""
KILLED_TWENTY_TIMES = """
import random
chosen = random.Random(0)
for _ in range(20):
    process = os.fork()
    if process == 0:
        ingest()
        os._exit(0)
    time.sleep(chosen.uniform(0.0, 0.2))
    os.kill(process, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
    sys.stdin.readline()
ingest()
"""


def test_an_ingest_that_is_killed_twenty_times_loses_nothing(path: Path, tmp_path: Path) -> None:
    stored = 0
    process = child(INGEST + KILLED_TWENTY_TIMES, path)
    assert process.stdout is not None and process.stdin is not None
    for _ in range(20):
        assert process.stdout.readline() in ("-9\n", "0\n")  # the last ones may be through in time
        if path.exists():
            with Store.open(path, create=True) as store:
                before, stored = stored, store.summary()["articles"]
            assert stored >= before
            assert sound(path)
        process.stdin.write("\n")
        process.stdin.flush()
    assert process.communicate(timeout=60)[1] == ""
    assert child(INGEST + "ingest()", tmp_path / "undisturbed.db").wait() == 0
    same = "SELECT id, text, (SELECT content FROM quotes WHERE article_id = articles.id) FROM articles ORDER BY id"
    assert rows(path, same) == rows(tmp_path / "undisturbed.db", same)
    assert len(rows(path, same)) == 500
    assert sound(path)
    assert rows(path, "SELECT count(*) FROM runs WHERE finished IS NULL") == [(0,)]


def test_ctrl_c_keeps_whole_articles(path: Path) -> None:
    for delay in (0.0, 0.02, 0.2):
        process = child(INGEST + 'print("ready", flush=True)\ningest()', path)
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
    assert child(INGEST + "ingest()", path).wait() == 0
    assert rows(path, "SELECT count(*) FROM articles") == [(500,)]
    assert sound(path)


def test_a_run_that_was_cut_short_is_closed_by_the_next(path: Path) -> None:
    code = 'store = Store.open(path, create=True); run = store.begin_run(models="m", rules="r", version="0")\n'
    code += 'store.save(example_article(1, "Eva Lind"), run); os._exit(9)'
    assert child(code, path).wait() == 9
    assert rows(path, "SELECT finished FROM runs") == [(None,)]
    with Store.open(path) as store:
        save(store, council())
    assert rows(path, "SELECT finished >= started, articles, quotes, failures FROM runs") == [
        (1, 1, 1, None),
        (1, 1, 5, 0),
    ]


def test_a_run_that_another_process_goes_on_with_is_left_open(path: Path) -> None:
    code = 'store = Store.open(path, create=True); run = store.begin_run(models="m", rules="r", version="0")\n'
    code += 'print("begun", flush=True); sys.stdin.readline()'
    process = child(code, path)
    assert process.stdout is not None and process.stdout.readline() == "begun\n"
    with Store.open(path) as store:
        save(store, council())
    assert rows(path, "SELECT finished IS NULL FROM runs ORDER BY id") == [(1,), (0,)]
    process.communicate("\n")


@pytest.mark.parametrize("pages", [1, 2, 3, 5, 8, 13, 30, 60, 90])
def test_a_full_disk_is_one_line_and_loses_nothing(path: Path, monkeypatch: pytest.MonkeyPatch, pages: int) -> None:
    connect = store_module._connect

    def small(*arguments: object) -> object:
        db = connect(*arguments)  # type: ignore[arg-type]
        db.conn.execute(f"PRAGMA max_page_count = {pages}")
        return db

    stored = 0
    with monkeypatch.context() as patched:
        patched.setattr(store_module, "_connect", small)
        with pytest.raises(StoreError, match="the disk is full") as full, Store.open(path, create=True) as store:
            for number in range(1, 2000):
                save(store, example_article(number % 28 + 1, "Eva Lind", f"Words {number} " * 20), replacing=True)
                stored += 1
    assert "\n" not in str(full.value)
    with Store.open(path, create=True) as store:
        assert store.summary()["articles"] == min(stored, 28)
        assert save(store, council()) == ["added"]
    assert sound(path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1.5 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("no right to mount a file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(shutil.which("mount") is None, reason="no mount here")
@pytest.mark.parametrize("taken", [0, 900, 1300, 1498])
def test_a_disk_that_is_really_full_is_one_line_and_loses_nothing(small_disk: Path, taken: int) -> None:
    path, ballast = small_disk / "quotes.db", small_disk / "ballast"
    ballast.write_bytes(b"x" * 1024 * taken)
    stored = 0
    with pytest.raises(StoreError, match="the disk is full") as full, Store.open(path, create=True) as store:
        for number in range(1, 2000):
            save(store, example_article(number % 28 + 1, "Eva Lind", f"Words {number} " * 20), replacing=True)
            stored += 1
    assert "\n" not in str(full.value)
    ballast.unlink()
    if taken:
        with Store.open(path, create=True) as store:
            assert store.summary()["articles"] == min(stored, 28)
            assert save(store, council()) == ["added"]
    assert sound(path)


@pytest.mark.skipif(shutil.which("mount") is None, reason="no mount here")
def test_a_medium_that_may_only_be_read_is_read_and_not_written(small_disk: Path) -> None:
    path = small_disk / "quotes.db"
    with Store.open(path, create=True) as store:
        save(store, council())
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with Store.open(path, write=False) as store:
        assert store.summary()["articles"] == 1
    with pytest.raises(StoreError, match="may not be written to") as refused, Store.open(path) as store:
        save(store, example_article(1, "Eva Lind"))
    assert "\n" not in str(refused.value)
    with pytest.raises(StoreError, match="cannot be opened; check that the folder exists and may be written to"):
        Store.open(small_disk / "other.db", create=True)


def test_a_missing_table_is_reported_not_raised(path: Path) -> None:
    with Store.open(path, create=True) as store:
        save(store, council())
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE speaker_names")
    connection.close()
    with Store.open(path) as store, pytest.raises(StoreError, match="is damaged: no such table") as damaged:
        save(store, council("Corrected. " + council().article.text))
    assert str(path) in str(damaged.value)


def test_a_file_that_may_not_be_written_is_reported(path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everything")
    with Store.open(path, create=True) as store:
        save(store, council())
    path.chmod(0o444)
    with pytest.raises(StoreError, match="may not be written to"), Store.open(path) as store:
        save(store, example_article(1, "Eva Lind"))
    assert json.loads(rows(path, "SELECT count(*) FROM articles")[0][0]) == 1
