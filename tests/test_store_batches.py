"""What is stored does not depend on the batches, their order, the number of processes, or on being killed on the way."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from constructions import texts
from test_store import sound

from quotes.article import Article
from quotes.cli.ingest import Bar
from quotes.ingestion import ingest_into
from quotes.store import Store

# What says when, and by whom, something was done.
TIMES = {
    ("runs", "started"),
    ("runs", "finished"),
    ("runs", "process"),
    ("articles", "ingested"),
    ("redirects", "since"),
}


NUMBER = 30


def articles() -> list[Article]:
    """Short articles by different papers, each about something else."""
    chosen = sorted(texts().items())[:NUMBER]
    assert len(chosen) == NUMBER
    return [Article(name, text, outlet=f"Paper {number % 7}") for number, (name, text) in enumerate(chosen)]


def content(path: Path) -> bytes:
    """All rows of all tables, each byte of them, but times."""
    lines = []
    connection = sqlite3.connect(path)
    tables = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    for table in tables:
        if "migrations" in table:
            continue
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        kept = ", ".join(f'"{column}"' for column in columns if (table, column) not in TIMES)
        lines += [f"{table} {row!r}" for row in connection.execute(f"SELECT {kept} FROM {table} ORDER BY {kept}")]
    connection.close()
    assert len(lines) > 500
    return "\n".join(lines).encode()


def said(path: Path) -> list[tuple[object, ...]]:
    """What the quotes are, with every digit of their probabilities, whatever came first."""
    connection = sqlite3.connect(path)
    columns = "id, content, speaker, speaker_slug, confidence, speaker_confidence, statement, evidence"
    found = connection.execute(f"SELECT {columns} FROM quotes_full ORDER BY id").fetchall()
    connection.close()
    return found


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the articles, ingested undisturbed."""
    path = tmp_path_factory.mktemp("usual") / "quotes.db"
    ingest_into(path, articles(), workers=1, watch=Bar(hidden=True))
    return path


@pytest.mark.models
def test_batches_and_processes_do_not_matter(usual: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ways = {
        "one by one": (1, 1, 1),
        "all at once": (100_000, 100_000, 1),
        "two": (200, 400, 2),
    }
    for name, (first, most, workers) in ways.items():
        monkeypatch.setattr("quotes.ingestion._FIRST_BATCH_WORDS", first)
        monkeypatch.setattr("quotes.ingestion._BATCH_WORDS", most)
        outcome = ingest_into(tmp_path / f"{name}.db", articles(), workers=workers, watch=Bar(hidden=True))
        assert (outcome.added, outcome.failed) == (NUMBER, 0)
    expected = content(usual)
    for name in ways:
        assert content(tmp_path / f"{name}.db") == expected, name
    ingest_into(tmp_path / "reversed.db", articles()[::-1], watch=Bar(hidden=True))
    assert said(tmp_path / "reversed.db") == said(usual)


@pytest.mark.models
def test_an_ingest_that_is_killed_in_the_midst_of_the_models_goes_on(usual: Path, tmp_path: Path) -> None:
    lines = tmp_path / "news.jsonl"
    facts = ({"id": a.id, "text": a.text, "outlet": a.outlet} for a in articles())
    lines.write_text("".join(json.dumps(line) + "\n" for line in facts), encoding="utf-8")
    path = tmp_path / "quotes.db"
    command = [sys.executable, "-m", "quotes", "ingest", str(lines), "--workers", "1", "--quiet", "--db"]
    process = subprocess.Popen([*command, str(path)])
    deadline = time.monotonic() + 300
    stored = 0
    while not stored and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
        if path.exists():
            with Store.open(path, create=True) as store:
                stored = store.summary()["articles"]
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    with Store.open(path) as store:
        assert 0 < store.summary()["articles"] < NUMBER
    assert sound(path)
    assert subprocess.run([*command, str(path)], check=False).returncode == 0
    assert said(path) == said(usual) and sound(path)
