"""Ctrl-C at any moment: soon, without a traceback, and with what was done kept."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.testing import CliRunner

from quotes import sigint
from quotes.__main__ import main
from quotes.cli import outermost
from quotes.cli.commands import app_of

ROOT = Path(__file__).resolve().parents[1]
HOLD = """
import sys, time
from quotes.cli.interrupts import ends_soon
def swallow():
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            print("ready", flush=True)
            time.sleep(30)
        except KeyboardInterrupt:  # as a library may
            pass
with ends_soon(lambda: "interrupted: 3 articles were stored"):
    swallow()
"""

DROP = """
import os, signal, sys, time
from quotes import sigint
from quotes.cli.interrupts import ends_soon
class Dropping:
    def __del__(self):  # Python reports an exception of a destructor, and goes on
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.1)
sigint.listen()
if sys.argv[1] == "before":
    Dropping()
try:
    with ends_soon(lambda: "stored"):
        print("begun")
        if sys.argv[1] == "within":
            Dropping()
        print("went on")
except KeyboardInterrupt:
    sys.exit(130)
"""


def start(*command: str, cwd: Path) -> subprocess.Popen[str]:
    # Interrupts are ignored in background jobs of some shells, and so in their children.
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


@pytest.mark.parametrize("after", [0.02, 0.1, 0.2, 0.4, 0.8])
def test_ctrl_c_while_modules_are_loaded(tmp_path: Path, after: float) -> None:
    (tmp_path / "a.jsonl").write_text("not JSON\n" * 200_000)
    code = "import quotes; print('started', flush=True); from quotes.__main__ import main; main()"
    process = start("-c", code, "ingest", "a.jsonl", "--quiet", cwd=tmp_path)
    try:
        assert process.stdout is not None and process.stdout.readline() == "started\n"
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        _, messages = process.communicate(timeout=20)
        took = time.monotonic() - began
    finally:
        process.kill()
    assert "Traceback" not in messages and process.returncode == 130, messages
    assert "interrupted" in messages
    assert took < 10  # two seconds, on a machine that does nothing else


def test_ctrl_c_ends_what_does_not_listen(tmp_path: Path) -> None:
    process = start("-c", HOLD, cwd=tmp_path)
    try:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        _, messages = process.communicate(timeout=20)
        took = time.monotonic() - began
    finally:
        process.kill()
    assert process.returncode == 130 and messages == "\nerror: interrupted: 3 articles were stored\n"
    assert took < 8


@pytest.mark.parametrize(
    ("when", "printed", "code"),
    # What is over within the time that a command is given to end has not been interrupted.
    [("before", "", 130), ("within", "begun\nwent on\n", 0), ("never", "begun\nwent on\n", 0)],
)
def test_a_ctrl_c_that_python_drops_still_ends_the_command(tmp_path: Path, when: str, printed: str, code: int) -> None:
    process = start("-c", DROP, when, cwd=tmp_path)
    output, messages = process.communicate(timeout=20)
    assert (process.returncode, output) == (code, printed), messages
    assert messages == ""


LATE = """
import os, signal
from quotes.__main__ import main
class Late:
    def __del__(self, kill=os.kill, process=os.getpid(), number=signal.SIGINT):
        kill(process, number)
late = Late()  # deleted when Python has stopped handling signals
main()
"""


def test_a_ctrl_c_after_the_work_changes_nothing(tmp_path: Path) -> None:
    process = start("-c", LATE, "--version", cwd=tmp_path)
    _, messages = process.communicate(timeout=20)
    assert process.returncode == 0 and messages == ""


def stored(database: Path) -> int:
    """The number of articles in a database that another process may be about to make."""
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            return int(connection.execute("select count(*) from articles").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


@pytest.mark.models
def test_ctrl_c_in_the_midst_of_the_models(tmp_path: Path) -> None:
    words = (
        "“It will rain all week,” said Eleanor Marsh, the mayor of Bristol. She added that schools would stay open. "
    )
    (tmp_path / "a.txt").write_text(words * 30)  # enough to be stored at once
    (tmp_path / "b.txt").write_text((words * 20 + "\n\n") * 20)
    process = start("-m", "quotes", "ingest", "a.txt", "b.txt", cwd=tmp_path)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and stored(tmp_path / "quotes.db") == 0:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        _, messages = process.communicate(timeout=20)
        took = time.monotonic() - began
    finally:
        process.kill()
    assert process.returncode == 130 and "the same command continues" in messages
    assert took < 10 and "Traceback" not in messages
    assert stored(tmp_path / "quotes.db") == 1


def test_ctrl_c_while_the_command_line_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(TyperGroup, "make_context", interrupted)
    result = CliRunner().invoke(app_of(["search"]), ["search", "climate"])
    assert result.exit_code == 130 and result.stderr == "error: interrupted\n"


def test_a_ctrl_c_that_became_another_error_is_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run() -> int:
        raise ImportError("what Python made of it")

    monkeypatch.setattr(outermost, "run", run)
    monkeypatch.setattr(sigint, "listen", lambda: None)
    monkeypatch.setattr(sigint, "_heard", [])
    with pytest.raises(ImportError):
        main()
    sigint._heard.append(signal.SIGINT)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 130 and capsys.readouterr().err == "error: interrupted\n"
