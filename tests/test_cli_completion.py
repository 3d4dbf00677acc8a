"""What a shell offers when Tab is pressed: speakers, outlets and articles of the database, as the shell can insert them."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import example_article
from test_store import save

from quotes.store import Store

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("completion") / "quotes.db"
    with Store.open(path, create=True) as store:
        save(
            store,
            example_article(1, "Elena Marsh"),
            example_article(2, "Elena Marsh"),
            example_article(3, "Omar Reyes"),
        )
        with store.deciding() as db:
            db.execute("UPDATE articles SET outlet = 'The Coast & Harbour Daily' WHERE id = 'article-001'")
    return path


def offered(words: list[str], shell: str, db: Path | None) -> list[str]:
    """What is offered for the last of the words."""
    environment = {**os.environ, "_QUOTES_COMPLETE": f"complete_{shell}", "PYTHONPATH": str(ROOT)}
    environment |= {"QUOTES_DB": str(db)} if db else {"QUOTES_DB": "/nowhere/quotes.db"}
    typed = " ".join(["quotes", *words])
    environment |= {"COMP_WORDS": typed, "COMP_CWORD": str(len(words)), "_TYPER_COMPLETE_ARGS": typed}
    program = "from quotes.cli.commands import app_of; app_of()(prog_name='quotes')"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["search", "--speaker", "el"], ["elena-marsh"]),
        (["search", "--speaker", "El"], ["Elena\\ Marsh"]),
        (["search", "--outlet", "The"], ["The\\ Coast\\ \\&\\ Harbour\\ Daily"]),
        (["speakers", "show", "om"], ["omar-reyes"]),
        (["speakers", "om"], ["omar-reyes"]),
        (["speakers", "merge", "elena-marsh", "om"], ["omar-reyes"]),
        (["show", "article-00"], ["article-001", "article-002", "article-003"]),
        (["publish", "site.db", "--outlet", "Nobody"], []),
    ],
)
def test_bash_is_offered_what_the_database_has(filled: Path, words: list[str], expected: list[str]) -> None:
    assert offered(words, "bash", filled) == expected


def test_the_most_quoted_come_first_and_say_who_they_are(filled: Path) -> None:
    found = "\n".join(offered(["search", "--speaker", ""], "zsh", filled))
    assert found.index('"elena-marsh":"Elena Marsh"') < found.index('"omar-reyes":"Omar Reyes"')
    assert "The Coast & Harbour Daily" in "\n".join(offered(["search", "--outlet", "The"], "zsh", filled))


def test_without_a_database_nothing_is_offered() -> None:
    assert offered(["search", "--speaker", "el"], "bash", None) == []


class Shell:
    """A bash in a terminal, as somebody sits before it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.execve(shutil.which("bash") or "bash", ["bash", "--noprofile", "-i"], environment)

    def type(self, keys: str, until: str) -> str:
        """What the terminal shows from now on, up to the words waited for."""
        os.write(self.terminal, keys.encode())
        shown, deadline = b"", time.monotonic() + 60
        while until.encode() not in shown and time.monotonic() < deadline:
            if select.select([self.terminal], [], [], 0.2)[0]:
                shown += os.read(self.terminal, 65536)
        return shown.decode()

    def close(self) -> None:
        os.close(self.terminal)
        os.waitpid(self.process, 0)


@pytest.fixture
def shell(filled: Path, tmp_path: Path) -> Iterator[Shell]:
    command = tmp_path / "bin" / "quotes"
    command.parent.mkdir()
    program = "from quotes.cli.commands import app_of; app_of()(prog_name='quotes')"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{program}" "$@"\n')
    command.chmod(0o755)
    environment = {
        "HOME": str(tmp_path),
        "PATH": f"{command.parent}:{os.environ['PATH']}",
        "TERM": "dumb",
        "COLUMNS": "200",
    }
    environment |= {"QUOTES_DB": str(filled), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "PS1": "ready> "}
    subprocess.run(
        [command, "--install-completion", "bash"], env=environment, check=True, capture_output=True, timeout=60
    )
    shell = Shell(environment)
    yield shell
    shell.close()


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_tab_in_a_live_shell(shell: Shell) -> None:
    assert "elena-marsh" in shell.type("quotes search --speaker el\t", "elena-marsh")
    assert "2 quotes" in shell.type("\n", "2 quotes")
    assert "Elena\\ Marsh" in shell.type("quotes search --speaker El\t", "Marsh ")
    assert "2 quotes" in shell.type("\n", "2 quotes")
    both = shell.type("quotes speakers show \t\t", "omar-reyes")
    assert "elena-marsh" in both and "omar-reyes" in both
