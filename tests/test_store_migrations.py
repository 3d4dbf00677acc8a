"""Files of every older schema, brought up to date: nothing is lost, and what is new is as if it had always been there."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from examples import example_article
from test_store import council, rows, save, sound

from quotes.store import Store, migrations
from quotes.store.migrations import APPLICATION_ID

FIXTURES = Path(__file__).parent / "fixtures"
# SQL dumps of files that the first version of each schema wrote, with all kinds of quotes and speakers.
OLDER = sorted(FIXTURES.glob("database-*.sql"))
KEPT = {
    "articles": "id, title, outlet, author, published, url, language, text, annotation, words, extra, run_id, ingested",
    "quotes": "id, article_id, position, kind, act, negated, speaker_id, speaker_status, content, cue, source, context,"
    " confidence, evidence, run_id",
    "speakers": "id, name, kind, gender, slug",
    "appearances": "article_id, speaker_id, name, kind, gender, key, lone",
    "aliases": "speaker_id, alias, article_id, key, lone",
    "roles": 'speaker_id, role, article_id, start, "end"',
    "mentions": 'id, article_id, speaker_id, start, "end", text, form',
    "quote_spans": "*",
    "runs": "id, version, models, rules, started, finished, articles, quotes, failures",
}


def restore(path: Path, dump: Path, *, application_id: bool) -> dict[str, list[tuple[object, ...]]]:
    """Make a file from a dump; return what it holds."""
    with sqlite3.connect(path) as connection:
        connection.executescript(dump.read_text("utf-8"))
        if application_id:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.close()
    return kept(path)


def kept(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {table: sorted(rows(path, f"SELECT {columns} FROM {table}"), key=repr) for table, columns in KEPT.items()}


def schema(path: Path) -> set[tuple[object, ...]]:
    sql = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '%migrations%'"
    return set(rows(path, sql))


def test_there_is_a_file_of_every_older_schema() -> None:
    assert len(OLDER) == len(migrations._steps._migrations) - 1


@pytest.mark.parametrize("dump", OLDER, ids=lambda dump: dump.stem)
@pytest.mark.parametrize("application_id", [True, False], ids=["copied", "restored from SQL"])
@pytest.mark.parametrize("write", [True, False], ids=["writing", "reading"])
def test_an_older_file_loses_nothing(tmp_path: Path, dump: Path, application_id: bool, write: bool) -> None:
    path = tmp_path / "quotes.db"
    before = restore(path, dump, application_id=application_id)
    with Store.open(path, write=write) as store:
        assert {hit.row["article_id"] for hit in store.search("ice")[0]} == {"harbour"}
        assert store.summary()["quotes"] == len(before["quotes"])
    assert kept(path) == before
    assert rows(path, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert sound(path)
    Store.open(tmp_path / "new.db", create=True).close()
    assert schema(path) == schema(tmp_path / "new.db")


@pytest.mark.parametrize("dump", OLDER, ids=lambda dump: dump.stem)
def test_articles_of_an_older_file_are_known_again(tmp_path: Path, dump: Path) -> None:
    path = tmp_path / "quotes.db"
    restore(path, dump, application_id=True)
    with Store.open(path) as store:
        ((models, rules),) = rows(path, "SELECT DISTINCT models, rules FROM runs")
        assert store.unchanged(council().article, models=models, rules=rules)


@pytest.mark.parametrize("dump", OLDER, ids=lambda dump: dump.stem)
def test_a_migration_that_is_cut_short_leaves_the_older_file(
    tmp_path: Path, dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "quotes.db"
    before = restore(path, dump, application_id=True)
    old = schema(path)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(migrations._steps, "_record_applied", cut)
        with pytest.raises(KeyboardInterrupt):
            Store.open(path)
    assert (kept(path), schema(path)) == (before, old)
    Store.open(path).close()
    assert kept(path) == before


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="no sqlite3 shell to make the dump")
def test_a_dump_of_todays_file_can_be_restored(tmp_path: Path) -> None:
    path, again = tmp_path / "quotes.db", tmp_path / "again.db"
    with Store.open(path, create=True) as store:
        save(store, council())
        save(store, *(example_article(number, "Eva Lind") for number in range(1, 9)))
        store.forget("council")  # so that numbers are missing
        save(store, council())
        expected = [hit.row["id"] for hit in store.search("boilers")[0]]
    dump = subprocess.run(["sqlite3", path, ".dump"], capture_output=True, text=True, check=True).stdout
    subprocess.run(["sqlite3", again], input=dump, text=True, check=True)
    with Store.open(again, write=False) as store:
        assert [hit.row["id"] for hit in store.search("boilers")[0]] == expected
    assert kept(again) == kept(path) and sound(again)
    assert json.loads(rows(again, "SELECT evidence FROM quotes")[0][0])["rule"] == "by hand"
