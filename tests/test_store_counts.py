"""The tables of sums and names are at every moment what a fresh count would give, whatever happens to articles."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from examples import annotate, example_article
from site_example import harbour, hostile, strike

from quotes.query import fold
from quotes.store import Store
from quotes.store.schema_3 import functions

FRESH = {
    "facets": """SELECT q.number, coalesce(substr(a.published, 1, 10), ''), coalesce(a.outlet, ''),
        coalesce(q.speaker_id, 0), q.kind, q.act, q.speaker_status, q.confidence * coalesce(q.speaker_confidence, 1)
        FROM quotes q JOIN articles a ON a.id = q.article_id""",
    "speaker_tallies": """SELECT coalesce(speaker_id, 0), kind, act, confidence * coalesce(speaker_confidence, 1) >= 0.6,
        count(*) FROM quotes GROUP BY 1, 2, 3, 4""",
    "outlet_tallies": """SELECT coalesce(a.outlet, ''), kind, act, speaker_status,
        confidence * coalesce(speaker_confidence, 1) >= 0.6, count(*)
        FROM quotes JOIN articles a ON a.id = article_id GROUP BY 1, 2, 3, 4, 5""",
    "day_tallies": """SELECT coalesce(substr(a.published, 1, 10), ''), kind,
        confidence * coalesce(speaker_confidence, 1) >= 0.6, count(*)
        FROM quotes JOIN articles a ON a.id = article_id GROUP BY 1, 2, 3""",
    "article_tallies": """SELECT coalesce(outlet, ''), coalesce(substr(published, 1, 10), ''), count(*)
        FROM articles GROUP BY 1, 2""",
}


def assert_in_step(path: Path) -> None:
    db = sqlite3.connect(path)
    functions(db)
    for table, fresh in FRESH.items():
        assert sorted(db.execute(f"SELECT * FROM {table}").fetchall()) == sorted(db.execute(fresh).fetchall()), table
    names = db.execute("SELECT speaker_id, alias, fold(alias) FROM speaker_aliases").fetchall()
    assert sorted(db.execute("SELECT speaker_id, alias, folded FROM lookup_names").fetchall()) == sorted(names)
    db.execute("INSERT INTO lookup_letters(lookup_letters, rank) VALUES ('integrity-check', 1)")
    db.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "quotes.db"


def test_counts_stay_in_step(path: Path) -> None:
    with Store.open(path, create=True) as store:
        run = store.begin_run(models="m", rules="r", version="1")
        for annotated in (harbour(), strike(), hostile(), *(example_article(n, "Ada Birch") for n in range(1, 9))):
            store.save(annotated, run)
        assert_in_step(path)

        # The same article with other facts, fewer quotes and another date.
        changed = replace(harbour().article, outlet="The Lantern", published="2024-04-01")
        kept = harbour()
        store.save(annotate(changed, kept.quotes[:2], kept.speakers), run)
        assert_in_step(path)

        # Speakers move: two people called Birch, of whom one is named in full.
        store.save(example_article(10, "Birch"), run)
        store.save(example_article(11, "Nora Birch"), run)
        store.save(example_article(12, "Ada Birch"), run)
        assert_in_step(path)

        store.forget("strike")
        assert_in_step(path)


def test_counts_follow_an_article_that_is_changed_by_hand(path: Path) -> None:
    with Store.open(path, create=True) as store:
        store.save(strike(), store.begin_run(models="m", rules="r", version="1"))
    db = sqlite3.connect(path)
    functions(db)
    with db:
        db.execute("UPDATE articles SET outlet = NULL, published = '2020-01-01'")
        db.execute("UPDATE quotes SET confidence = 0.1, speaker_confidence = 0.5 WHERE position = 1")
    db.close()
    assert_in_step(path)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ilse brant", ["Ilse Brandt"]),
        ("brandt", ["Ilse Brandt"]),
        ("łukasz-zak", ["Łukasz Żak"]),
        ("birsh", ["Ada Birch"]),
        ("nobody", []),
    ],
)
def test_speakers_are_found_however_they_are_typed(path: Path, typed: str, names: list[str]) -> None:
    with Store.open(path, create=True) as store:
        run = store.begin_run(models="m", rules="r", version="1")
        for annotated in (harbour(), strike(), example_article(1, "Ada Birch")):
            store.save(annotated, run)
        assert [row["name"] for row in store.find_speakers(typed)] == names


def test_fold() -> None:
    assert [fold(name) for name in ("O’Brien", "O'Brien", "al-Assad", "Łukasz")] == [
        "obrien",
        "obrien",
        "assad",
        "lukasz",
    ]
