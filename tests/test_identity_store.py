"""The tables keep names as the directory in memory does, in whatever order articles come and go, with flat questions."""

from __future__ import annotations

import itertools
import json
import random
import sqlite3
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from conftest import Quotes
from examples import annotate, quote
from memory_directory import MemoryDirectory
from test_identity import everybody
from test_store import rows, save, sound

from quotes.annotation import Annotated, Role, Speaker
from quotes.article import Article, Span
from quotes.identity.context import country_of
from quotes.identity.link import MOST
from quotes.identity.names import names_in_article
from quotes.store import Store
from quotes.store.directory import CANDIDATES, DISPLACED, SEEKERS
from quotes.store.suggestions import suggestions

SCRIPT = Path(__file__).parents[1] / "scripts" / "measure-identity"


def article(number: int, speakers: list[Speaker]) -> Annotated:
    text = " ".join(f"“Word {n},” said {one.name}." for n, one in enumerate(speakers))
    quotes = [quote(text, f"“Word {n},”", source=one.name, who=n) for n, one in enumerate(speakers)]
    return annotate(Article(f"article-{number:03}", text), quotes, speakers)


def groups(path: Path) -> set[frozenset[tuple[str, str]]]:
    """The speakers, each as the articles and names that it has."""
    found = defaultdict(set)
    for row, *use in rows(path, "SELECT speaker_id, article_id, name FROM appearances"):
        found[row].add(tuple(use))
    return set(map(frozenset, found.values()))


def in_memory(articles: list[Annotated]) -> set[frozenset[tuple[str, str]]]:
    directory = MemoryDirectory()
    uses = []
    for one in articles:
        called = [(speaker.name, *speaker.aliases) for speaker in one.speakers]
        names = names_in_article(one.speakers, one.article.id, country=country_of(called, "", one.article.text))
        directory.add(one.speakers, names, now=False)
        first = {name: s.name for name, s in reversed(list(zip(names, one.speakers, strict=True)))}
        uses += [(name, (one.article.id, written)) for name, written in first.items()]
    directory.settle_all()
    found = defaultdict(set)
    for name, use in uses:
        found[directory.root(name)].add(use)
    return set(map(frozenset, found.values()))


@pytest.mark.parametrize("seed", range(12))
def test_same_speakers_and_same_slugs_whatever_came_first_or_went(tmp_path: Path, seed: int) -> None:
    chosen = random.Random(seed)
    articles = [article(number, everybody(chosen)) for number in range(25)]
    others = [article(number, everybody(chosen)) for number in range(30)]
    outcomes = []
    for history in (articles, articles[::-1], [*others, *chosen.sample(articles, len(articles))]):
        path = tmp_path / f"{len(outcomes)}.db"
        with Store.open(path, create=True) as store:
            run = store.begin_run(models="none", rules="none", version="0")
            for one in history:
                store.save(one, run, replacing=True)
            for number in range(25, 30):
                if any(other is history[0] for other in others):
                    store.forget(f"article-{number:03}")
        assert sound(path)
        outcomes.append(groups(path))
        assert outcomes[-1] == in_memory(articles)
    slugs = [
        sorted(rows(tmp_path / f"{n}.db", "SELECT slug, name, kind, gender, ambiguous FROM speakers WHERE articles"))
        for n in (0, 1)
    ]
    assert slugs[0] == slugs[1]


@pytest.mark.parametrize("seed", range(2))
def test_what_names_may_mean_does_not_depend_on_order_where_very_many_share_a_word(tmp_path: Path, seed: int) -> None:
    chosen = random.Random(seed)
    first = ["".join(letters) + "um" for letters in itertools.product("bdk", "aeiou", "lnrst")]
    bodies = [f"{word} Marine Records".title() for word in (*first, *chosen.choices(first, k=15))]
    assert len(first) > MOST
    outcomes = []
    for order in (bodies, chosen.sample(bodies, len(bodies))):
        path = tmp_path / f"{len(outcomes)}.db"
        with Store.open(path, create=True) as store:
            save(store, *(article(number, [Speaker(name, "organization")]) for number, name in enumerate(order)))
        sql = """SELECT n.key, o.key, l.score FROM likenesses l JOIN names n ON n.id = name_id
            JOIN names o ON o.id = other_id ORDER BY 1, 2"""
        outcomes.append(rows(path, sql))
    assert len(outcomes[0]) > MOST and outcomes[0] == outcomes[1]


def test_slips_and_short_forms_lead_to_one_row(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    spellings = ["Jose Alvarez", "José Álvarez", "Alvarez", "Sen. José Álvarez"]
    with Store.open(path, create=True) as store:
        save(store, *(article(n, [Speaker(name, "person")]) for n, name in enumerate(spellings)))
    assert rows(path, "SELECT name, slug, ambiguous FROM speakers WHERE articles") == [
        ("José Álvarez", "jose-alvarez", 0)
    ]


def test_an_ambiguous_surname_says_whom_it_may_mean(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    names = ["Ida Smith", "Ola Smith", "Smith", "Smith"]
    with Store.open(path, create=True) as store:
        save(store, *(article(n, [Speaker(name, "person")]) for n, name in enumerate(names)))
    assert rows(path, "SELECT name, ambiguous, articles FROM speakers ORDER BY name") == [
        ("Ida Smith", 0, 1),
        ("Ola Smith", 0, 1),
        ("Smith", 1, 2),
    ]
    sql = (
        "SELECT n.key, o.key FROM likenesses JOIN names n ON n.id = name_id JOIN names o ON o.id = other_id ORDER BY 2"
    )
    assert rows(path, sql) == [("smith", "ida smith"), ("smith", "ola smith")]


def test_two_names_of_an_article_can_turn_out_to_be_one_speaker(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    both = [Speaker("Bill Pardew", "person"), Speaker("Will Pardew", "person")]
    with Store.open(path, create=True) as store:
        save(store, article(1, both))
        assert len(groups(path)) == 2
        save(store, article(2, [Speaker("William J. Pardew", "person")]))
        assert len(groups(path)) == 1 and sound(path)
        save(store, article(2, [Speaker("Nobody Else", "person")]))
        assert len(groups(path)) == 3 and sound(path)


@pytest.mark.parametrize(
    ("sql", "values"),
    [(CANDIDATES, ['["person lone smith"]']), (SEEKERS, ["", 1]), (DISPLACED, {"ids": "[1]", "many": 1})],
    ids=["candidates", "seekers", "displaced"],
)
def test_names_are_found_by_indexes(tmp_path: Path, sql: str, values: Any) -> None:
    path = tmp_path / "quotes.db"
    Store.open(path, create=True).close()
    plan = [row[3] for row in sqlite3.connect(path).execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert not [step for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE" not in step], plan
    assert any("name_keys_key" in step for step in plan)


def test_the_measuring_script(tmp_path: Path) -> None:
    lines = [
        ("a", "Elena Marsh", "person", "Elena_Marsh"),
        ("b", "Marsh", "person", "Elena_Marsh "),
        ("c", "Elena Marsh", "person", "Elena_Marsh_(poet)"),
        ("d", "Nobody", "person", None),
        ("a", "EU", "organization", "European_Union"),
        ("b", "European Union", "organization", "European_Union"),
    ]
    file = tmp_path / "names.jsonl"
    file.write_text(
        "".join(
            json.dumps({"doc": doc, "name": name, "forms": [name], "kind": kind, "entity": entity}) + "\n"
            for doc, name, kind, entity in lines
        )
    )
    found = subprocess.run([sys.executable, SCRIPT, file, "--json"], capture_output=True, text=True, check=True)
    figures = json.loads(found.stdout)
    assert figures["person"] == {
        "precision": 33.33,
        "recall": 100.0,
        "true": 1,
        "wrong": 2,
        "missed": 0,
        "suggested": 0,
    }
    assert figures["organization"]["true"] == 1 and figures["organization"]["recall"] == 100.0
    table = subprocess.run([sys.executable, SCRIPT, file], capture_output=True, text=True, check=True).stdout
    assert "| persons | 33.33 | 100.0 | 1 | 2 | 0 | 0 |" in table
    assert "     2 Elena Marsh (Elena_Marsh) / Elena Marsh (Elena_Marsh_(poet))" in table
    file.write_text("{}\n")
    bad = subprocess.run([sys.executable, SCRIPT, file], capture_output=True, text=True)
    assert bad.returncode == 1 and "line 1" in bad.stderr and len(bad.stderr.splitlines()) == 1


def test_suggestions_are_listed_accepted_and_refused(quotes: Quotes, tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    names = ["Ida Smith", "Ola Smith", "Smith", "Pavel Kirby", "Pavel Kriby"]
    with Store.open(path, create=True) as store:
        save(store, *(article(n, [Speaker(name, "person")]) for n, name in enumerate(names)))

    def suggest(*arguments: str) -> list[tuple[str, str, str]]:
        result = quotes("speakers", "suggest", "--json", *arguments)
        assert result.exit_code == 0, result.output
        return [(row["speaker"]["name"], row["other"]["name"], row["key"]) for row in json.loads(result.stdout)]

    found = suggest()
    assert {(one, other) for one, other, _ in found} == {
        ("Smith", "Ida Smith"),
        ("Smith", "Ola Smith"),
        ("Pavel Kirby", "Pavel Kriby"),
    }
    assert [one for one, _, _ in suggest("Pavel Kirby")] == ["Pavel Kirby"]
    text = quotes("speakers", "suggest").stdout
    assert "one letter differs" in text and found[0][2] in text
    assert quotes("speakers", "show", "Pavel Kirby").stdout.count("Pavel Kriby") == 1
    keys = {frozenset((one, other)): key for one, other, key in found}
    slip = keys[frozenset(("Pavel Kirby", "Pavel Kriby"))]
    assert quotes("speakers", "suggest", "--accept", slip).exit_code == 0
    assert len(rows(path, "SELECT 1 FROM speakers WHERE articles AND name LIKE 'Pavel%'")) == 1
    refused = keys[frozenset(("Smith", "Ola Smith"))]
    assert quotes("speakers", "suggest", "--refuse", refused).exit_code == 0
    assert suggest() == []
    assert ("Smith",) not in rows(path, "SELECT name FROM speakers WHERE articles")  # the only Smith left
    assert sound(path)
    # A refusal is a correction: listed, carried to another database, undone.
    decided = json.loads(quotes("corrections", "--json").stdout)
    assert [(row["action"], row["state"]) for row in decided] == [("apart", "used"), ("merge", "used")]
    assert "smith ≠ Ola Smith" in quotes("corrections").stdout
    carried = tmp_path / "corrections.jsonl"
    assert quotes("corrections", "--export", str(carried)).exit_code == 0
    other = tmp_path / "other.db"
    with Store.open(other, create=True) as store:
        save(store, *(article(n, [Speaker(name, "person")]) for n, name in enumerate(names)))
    assert quotes("corrections", "--import", str(carried), "--db", str(other)).exit_code == 0
    speakers = "SELECT name, articles FROM speakers WHERE articles ORDER BY name"
    assert rows(other, speakers) == rows(path, speakers)
    assert quotes("correct", "undo", "2", "--db", str(other)).exit_code == 0
    assert ("Smith", 1) in rows(other, speakers) and sound(other)
    carried.write_text('{"action": "apart", "target": {"names": ["smith"], "pairs": [["x"]]}, "change": {"name": "y"}}')
    refused_line = quotes("corrections", "--import", str(carried), "--db", str(other))
    assert refused_line.exit_code == 1 and "correction 1 of the file is not one" in refused_line.stderr
    wrong = quotes("speakers", "suggest", "--accept", "ffffff")
    assert wrong.exit_code == 1 and "ffffff" in wrong.stderr


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("BBC", "BBC-TV North England"),
        ("British Broadcasting Corporation", "BBC-TV North England"),
        ("Ostrana Gas Pipeline", "National Ostrana Gas Pipeline Union"),
    ],
)
def test_bodies_whose_names_share_a_part_are_suggested_not_merged(tmp_path: Path, short: str, long: str) -> None:
    with Store.open(tmp_path / "quotes.db", create=True) as store:
        save(store, *(article(n, [Speaker(name, "organization")]) for n, name in enumerate((short, long))))
        with store.reading() as db:
            (one,) = suggestions(db)
    assert {one["speaker"]["name"], one["other"]["name"]} == {short, long}


def anna(number: int, *roles: str, name: str = "Anna Harrow") -> Annotated:
    """An article in which Anna Harrow speaks, and is called so."""
    return article(number, [Speaker(name, "person", roles=tuple(Role(role, Span(0, 4)) for role in roles))])


def test_namesakes_of_other_callings_are_two_until_somebody_says_so(quotes: Quotes, tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        save(store, anna(1, "nurse"), anna(2, "minister"), anna(3, "minister"), anna(4, "former minister"))
    speakers = "SELECT articles FROM speakers WHERE articles AND name = 'Anna Harrow' ORDER BY articles"
    # The fourth article may mean either; of the three that tell, not three quarters mean one.
    assert rows(path, speakers) == [(1,), (1,), (2,)]
    with Store.open(path) as store:
        save(store, anna(5, "minister"), anna(6))
    assert rows(path, speakers) == [(1,), (5,)]
    (one,) = json.loads(quotes("speakers", "suggest", "--json").stdout)
    assert one["reasons"][-1] == "different age or role"
    slugs = {one["speaker"]["articles"]: one["speaker"]["slug"], one["other"]["articles"]: one["other"]["slug"]}
    for own, other in ((1, 5), (5, 1)):
        assert slugs[other] in quotes("speakers", "show", slugs[own]).stdout
    accepted = quotes("speakers", "suggest", "--accept", one["key"], "--reason", "she was both")
    assert accepted.exit_code == 0, accepted.output
    assert rows(path, speakers) == [(6,)] and sound(path)
    # What comes later is hers, whatever it calls her; who is something else again is not.
    with Store.open(path) as store:
        save(store, anna(7, "head nurse"), anna(8, "senator"), anna(9, "bus driver"))
    assert rows(path, speakers) == [(1,), (8,)]
    assert "all called Anna Harrow are one" in quotes("corrections").stdout
    carried = tmp_path / "corrections.jsonl"
    assert quotes("corrections", "--export", str(carried)).exit_code == 0
    other_path = tmp_path / "other.db"
    with Store.open(other_path, create=True) as store:
        save(store, anna(1, "nurse"), anna(2, "minister"))
    assert quotes("corrections", "--import", str(carried), "--db", str(other_path)).exit_code == 0
    assert rows(other_path, speakers) == [(2,)]
    assert quotes("correct", "undo", "1").exit_code == 0
    # Those that tell nothing may again mean any of them: a nurse, a driver, a minister.
    assert rows(path, speakers) == [(1,), (2,), (2,), (4,)] and sound(path)


def test_a_correction_of_one_namesake_leaves_the_other_alone(quotes: Quotes, tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        save(store, anna(1, "nurse"), anna(2, "minister"), anna(3, "minister"))
    (slug,) = rows(path, "SELECT slug FROM speakers WHERE articles = 1")[0]
    assert quotes("speakers", "rename", slug, "Anna Harrow of Ostrana").exit_code == 0
    names = "SELECT name, articles FROM speakers WHERE articles ORDER BY name"
    assert rows(path, names) == [("Anna Harrow", 2), ("Anna Harrow of Ostrana", 1)]


def test_a_refusal_holds_whatever_articles_call_the_two_later(quotes: Quotes, tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        save(store, *(anna(number, name=name) for number, name in enumerate(("Pavel Kirby", "Pavel Kriby"))))
        (one,) = json.loads(quotes("speakers", "suggest", "--json").stdout)
    assert quotes("speakers", "suggest", "--refuse", one["key"]).exit_code == 0
    with Store.open(path) as store:
        save(store, *(anna(number, "minister", name="Pavel Kirby") for number in range(5, 30)))
    names = "SELECT name, articles FROM speakers WHERE articles ORDER BY name"
    assert rows(path, names) == [("Pavel Kirby", 26), ("Pavel Kriby", 1)]
