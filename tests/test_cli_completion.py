"""What a shell offers when Tab is pressed: speakers, outlets and articles of the database, as the shell can insert them."""

from __future__ import annotations

import os
import subprocess
import sys
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
    program = "from quotes.cli import app; app(prog_name='quotes')"
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
