"""`quotes doctor`: a sound database is found sound, whatever is spoilt is found, and what can be repaired is."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from conftest import Quotes
from examples import example_article

from quotes.store import Store
from quotes.store.health import CHECKS
from quotes.store.schema_3 import functions

SPOILT = {
    "search index quotes_fts": "INSERT INTO quotes_fts(quotes_fts, rowid, content, context)"
    " SELECT 'delete', number, content, context FROM quotes WHERE number = 1",
    "counts beside speakers": "UPDATE speakers SET quotes = quotes + 1",
    "counts in speaker_names": "DELETE FROM speaker_names",
    "counts in speaker_aliases": "UPDATE speaker_aliases SET articles = 7",
    "counts in lookup_names": "DELETE FROM lookup_names",
    "counts in facets": "UPDATE facets SET outlet = 'Nobody'",
    "counts in speaker_tallies": "DELETE FROM speaker_tallies",
    "counts in outlet_tallies": "UPDATE outlet_tallies SET quotes = 9",
    "counts in day_tallies": "DELETE FROM day_tallies",
    "counts in article_tallies": "UPDATE article_tallies SET articles = 9",
    "statements": "DELETE FROM quote_prints",
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "quotes.db"
    with Store.open(path, create=True) as store:
        run = store.begin_run(models="m", rules="r", version="0")
        for number, name in enumerate(("Eva Lind", "Tomas Okafor", "Eva Lind"), start=1):
            store.save(example_article(number, name, "It will rain all week long", outlet="Lantern"), run)
        store.forget("article-003")
        store.end_run(run, failures=0)
    return path


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound, tmp_path / "quotes.db"))


def spoil(path: Path, sql: str) -> None:
    connection = sqlite3.connect(path)
    functions(connection)
    with connection:
        connection.execute(sql)
    connection.close()


def problems(path: Path) -> list[str]:
    with Store.open(path) as store:
        return [finding.name for finding in store.examine() if finding.problem]


def test_a_sound_database_has_no_problems(path: Path) -> None:
    assert problems(path) == []


def test_everything_that_can_be_repaired_is_spoilt_below() -> None:
    assert {check.name for check in CHECKS if check.repair} == {*SPOILT, "search index lookup_letters"}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_spoilt_is_found_and_repaired(path: Path, name: str) -> None:
    spoil(path, SPOILT[name])
    assert name in problems(path)
    with Store.open(path) as store:
        assert name in store.repair()
    assert problems(path) == []
    with Store.open(path) as store:
        assert len(store.search("rain")[0]) == 2


def test_what_cannot_be_repaired_stays_a_problem(path: Path) -> None:
    spoil(path, "UPDATE quotes SET run_id = 99 WHERE number = 1")
    spoil(path, "INSERT INTO redirects VALUES ('quote', 'old', 'nowhere', NULL, '2026-01-01', NULL)")
    assert problems(path) == ["references", "old addresses"]
    with Store.open(path) as store:
        assert store.repair() == []


def test_the_command(quotes: Quotes, path: Path) -> None:
    sound = quotes("doctor", "--db", str(path))
    assert sound.exit_code == 0, sound.output
    assert "ok       database: file" in sound.stdout and "model: attribution" in sound.stdout
    for name in ("statements", "search index quotes_fts"):
        spoil(path, SPOILT[name])
    wrong = quotes("doctor", "--db", str(path))
    assert wrong.exit_code == 1 and "wrong    database: statements: 2 quotes have no fingerprints" in wrong.stdout
    assert "quotes_fts: does not agree with the rows that it indexes; try: quotes doctor --repair" in wrong.stdout
    repaired = quotes("doctor", "--db", str(path), "--repair")
    assert repaired.exit_code == 0 and "repaired database: statements" in repaired.stdout
    assert all(not row["problem"] for row in json.loads(quotes("doctor", "--db", str(path), "--json").stdout))


def test_without_a_database_the_rest_is_checked(quotes: Quotes) -> None:
    result = quotes("doctor", "--db", "nowhere.db")
    assert result.exit_code == 0 and "nowhere.db: none yet" in result.stdout
    assert not Path("nowhere.db").exists()
