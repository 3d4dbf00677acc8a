"""`quotes serve` as a process: it serves the database as it is, and leaves nothing behind however it ends."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from examples import example_article
from test_store import council, rows, save
from typer.testing import CliRunner

from quotes.cli.commands import app_of
from quotes.cli.serve import site_folder
from quotes.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    path = folder / "what? 100% #1.db"
    with Store.open(path, create=True) as store:
        save(store, council())
    return path


@contextlib.contextmanager
def serving(path: Path, temporary: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The server and its address."""
    temporary.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "quotes", "serve", "--port", "0", "--json", "--db", str(path)]
    # Interrupts are ignored in background jobs of some shells, and so in their children.
    server = subprocess.Popen(
        command,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    try:
        assert server.stdout is not None
        printed = b""
        while not printed.endswith(b"}\n"):
            line = server.stdout.readline()
            assert line, server.communicate()[1].decode()
            printed += line
        yield server, json.loads(printed)["address"]
    finally:
        server.kill()
        server.wait()


def contents(address: str) -> list[str]:
    with urllib.request.urlopen(f"{address}quotes/quotes_full.json?_shape=array&_size=max") as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return [row["article_id"] for row in found]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_stopped(path: Path, tmp_path: Path, how: signal.Signals) -> None:
    with serving(path, tmp_path / "tmp") as (server, address):
        assert len(contents(address)) == 5
        with urllib.request.urlopen(address) as page:
            assert b"Elena Marsh" in page.read()
        busy = CliRunner().invoke(
            app_of(["serve"]), ["serve", "--port", address.rstrip("/").split(":")[-1], "--db", str(path)]
        )
        assert busy.exit_code == 1 and "cannot listen on 127.0.0.1:" in busy.stderr
        server.send_signal(how)
        _, messages = server.communicate(timeout=20)
    assert (server.returncode, messages) == (0, b"")
    assert list((tmp_path / "tmp").iterdir()) == []
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_what_is_ingested_meanwhile_is_seen(path: Path, tmp_path: Path) -> None:
    with serving(path, tmp_path / "tmp") as (server, address):
        assert len(contents(address)) == 5
        with Store.open(path) as store:
            for number in range(1, 6):
                save(store, example_article(number, "Eva Lind"))
                assert contents(address).count(f"article-{number:03}") == 1
            store.forget("council")
        assert len(contents(address)) == 5
        with urllib.request.urlopen(f"{address}search.json?q=rain") as answer:
            assert len(json.load(answer)["quotes"]) == 5
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) == 0
    # The journal that the open pages kept alive is tidied away.
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert rows(path, "SELECT count(*) FROM quotes") == [(5,)]


def test_killed_outright_it_leaves_no_process_on_the_port_and_no_file(path: Path, tmp_path: Path) -> None:
    with serving(path, tmp_path / "tmp") as (server, address):
        assert len(contents(address)) == 5
        server.kill()
        server.wait()
        time.sleep(0.2)
        with (
            pytest.raises(OSError),
            socket.create_connection(("127.0.0.1", int(address.rstrip("/").split(":")[-1])), 1),
        ):
            pass
    assert list((tmp_path / "tmp").iterdir()) == []
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_file_that_may_not_be_written_is_served(path: Path, tmp_path: Path) -> None:
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root may write everything")
    path.chmod(0o444)
    path.parent.chmod(0o555)
    with serving(path, tmp_path / "tmp") as (_, address):
        assert len(contents(address)) == 5
    path.parent.chmod(0o755)


def test_the_site_is_the_checkouts_own() -> None:
    assert site_folder() == Path(__file__).resolve().parents[1] / "datasette"
