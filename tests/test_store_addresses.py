"""Addresses of speakers: what was published never leads to somebody else, and a run gives the same whatever its order."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from examples import example_article
from test_identity import everybody
from test_identity_store import article
from test_store import rows, save, sound

from quotes.annotation import Annotated, Speaker
from quotes.store import Store


def owners(path: Path) -> dict[str, int]:
    """Every address that ever was one, with the id of the speaker whose it is."""
    ids = dict(rows(path, "SELECT slug, id FROM speakers"))
    moved = dict(rows(path, "SELECT old, new FROM redirects WHERE thing = 'speaker'"))
    assert not ids.keys() & moved.keys()
    return ids | {old: ids[new] for old, new in moved.items()}


@pytest.mark.parametrize("seed", range(8))
def test_a_published_address_is_never_given_to_somebody_else(tmp_path: Path, seed: int) -> None:
    path, chosen = tmp_path / "quotes.db", random.Random(seed)
    published: dict[str, int] = {}
    with Store.open(path, create=True) as store:
        for _ in range(8):
            numbers = chosen.sample(range(20), chosen.randint(1, 8))
            save(store, *(article(number, everybody(chosen)) for number in numbers), replacing=True)
            now = owners(path)
            assert {slug: now.get(slug) for slug in published} == published
            published = now
    assert len(published) > 15 and sound(path)


def test_a_run_gives_the_same_addresses_in_any_order(tmp_path: Path) -> None:
    chosen = random.Random(1)
    articles = [article(number, everybody(chosen)) for number in range(9)]
    found = []
    for shuffle in range(40):
        path = tmp_path / f"{shuffle}.db"
        with Store.open(path, create=True) as store:
            save(store, *random.Random(shuffle).sample(articles, len(articles)))
        assert rows(path, "SELECT * FROM redirects WHERE thing = 'speaker'") == []
        found.append(rows(path, "SELECT slug, name, kind, articles FROM speakers ORDER BY slug"))
    assert all(slugs == found[0] for slugs in found)


def said_by(number: int, name: str, gender: str | None = None) -> Annotated:
    words = f"We have waited for {name} so long"
    return replace(example_article(number, name, words), speakers=(Speaker(name, "person", gender=gender),))


def test_a_namesake_gets_another_address_once_one_was_published(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        save(store, said_by(1, "Smith", gender="female"))
        save(store, said_by(1, "Nobody Else"), replacing=True)
        save(store, said_by(2, "Smith", gender="male"))
        ((id, slug),) = rows(path, "SELECT id, slug FROM speakers WHERE articles AND name = 'Smith'")
        assert slug.startswith("smith-") and owners(path)["smith"] != id
        save(store, said_by(1, "Smith", gender="female"), replacing=True)
        found = rows(path, "SELECT slug, gender FROM speakers WHERE articles AND name = 'Smith' ORDER BY gender")
        assert found[1] == (slug, "male") and owners(path)["smith"] == owners(path)[found[0][0]]


def test_within_a_run_an_address_is_nobodys_yet(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        run = store.begin_run(models="models 1", rules="rules 1", version="0")
        for one in (
            said_by(1, "Smith", gender="female"),
            said_by(1, "Nobody Else"),
            said_by(2, "Smith", gender="male"),
        ):
            store.save(one, run, replacing=True)
        store.end_run(run, failures=0)
    assert rows(path, "SELECT slug FROM speakers ORDER BY slug") == [("nobody-else",), ("smith",)]
