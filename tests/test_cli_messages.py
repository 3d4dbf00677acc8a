"""How messages look: no escape codes where none are wanted, no empty lines, nothing that a narrow terminal swallows."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Quotes
from examples import example_article

from quotes.annotation import Annotated
from quotes.cli.ingest import Bar
from quotes.ingestion import Outcome, ingest_into
from quotes.store import Store

ROOT = Path(__file__).resolve().parents[1]


def on_a_terminal(arguments: list[str], folder: Path, **environment: str) -> bytes:
    """What a command writes to the terminal that it runs on."""
    ours, theirs = pty.openpty()
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **environment}
    command = [sys.executable, "-m", "quotes", *arguments]
    process = subprocess.Popen(command, cwd=folder, env=settings, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    written = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # the other end was closed
            break
        if not more:
            break
        written += more
    process.wait()
    os.close(ours)
    return written


@pytest.mark.parametrize("arguments", [["ingest", "nothing.txt", "--db", "y.db"], ["--help"], ["ingest", "--bogus"]])
def test_no_color_means_no_escape_codes(tmp_path: Path, arguments: list[str]) -> None:
    assert b"\x1b" not in on_a_terminal(arguments, tmp_path, NO_COLOR="1")
    assert b"\x1b" in on_a_terminal(arguments, tmp_path, NO_COLOR="")


def test_an_error_is_one_line_where_there_is_no_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It rained.")
    (tmp_path / "y.db").write_text("This is no database, and long enough to be seen as such. " * 20)
    command = [sys.executable, "-m", "quotes", "ingest", "a.txt", "--db", "y.db"]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": ""}
    done = subprocess.run(command, cwd=tmp_path, env=settings, capture_output=True, text=True)
    assert done.returncode and done.stderr.startswith("error: y.db") and done.stderr.count("\n") == 1
    assert "\x1b" not in done.stderr


def test_a_table_can_be_read_on_ten_columns(quotes: Quotes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path / "quotes.db", create=True) as store:
        store.save(example_article(1, "Anna Keller", "It rained."), store.begin_run(models="m", rules="0", version="0"))
    monkeypatch.setenv("COLUMNS", "10")
    shown = quotes("speakers").stdout
    assert "articles" in shown and "person" in shown and len(shown.splitlines()) < 8


def test_what_the_limits_left_out_is_told_by_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = "only the first 9 words were analysed (--max-words)"
    article = example_article(1, "Anna Keller", "It rained.")
    limited = Annotated(article.article, article.quotes, article.speakers, article.models, article.rules, (note,))
    monkeypatch.setattr("quotes.ingestion.annotate", lambda *_, **__: iter([limited]))
    outcome = Outcome()
    ingest_into(tmp_path / "quotes.db", [article.article], watch=Bar(hidden=True), outcome=outcome)
    assert outcome.limited == 1 and outcome.notes == {article.article.id: [note]}


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--since", "soon"], "“soon” is not a date: write 2024"),
        (["--kind", "loud"], "“loud” is not a kind of quote: choose direct, mixed"),
        (["--limit", "many"], "valid integer"),
    ],
)
def test_a_wrong_option_is_named_in_plain_words(quotes: Quotes, options: list[str], problem: str) -> None:
    said = " ".join(quotes("search", *options).output.replace("│", " ").split())
    assert problem in said
    assert "Value error" not in said and "Input should" not in said and "unable to parse" not in said
