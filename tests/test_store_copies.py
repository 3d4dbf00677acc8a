"""Statements that several articles print, and reprinted articles: groups that do not depend on the order of the articles."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from examples import annotate, quote, speaker
from test_store import rows, save

from quotes.annotation import Annotated
from quotes.article import Article
from quotes.store import Store

SCHOOL = "We will not close a single school, whatever they say in town"
STORY = (
    "The council met on Monday to vote on its plan for the seven village schools, after a winter of protest in which"
    " parents had walked from valley to valley with lamps, and in which two members had left the ruling group. {} A vote"
    " is due in March, the clerk told those who had waited outside in the rain, and until then every school stays open,"
    " with the teachers that it has and the buses that bring the pupils from the farms above the lake."
)


def article(id: str, words: str, name: str = "Anna Lee", frame: str = "{}") -> Annotated:
    text = frame.format(f"“{words},” said {name}.")
    return annotate(
        Article(id, text), [quote(text, f"“{words},”", cue="said", source=name, who=0)], [speaker(text, name)]
    )


def statements(path: Path) -> dict[str, int]:
    """The number of the group that each article's quote is in, groups counted in order of their first article; 0: alone."""
    found = rows(path, "SELECT article_id, statement FROM quotes ORDER BY article_id")
    numbers: dict[str, int] = {}
    return {id: numbers.setdefault(name, len(numbers) + 1) if name else 0 for id, name in found}


ARTICLES = [
    article("a", SCHOOL),
    article("b", "We will not close a single school", frame="Two words first. {}"),
    article("c", "we will not close a single (village) school, whatever they say in town", frame="No. {}"),
    article("d", SCHOOL, name="Omar Reyes", frame="Here: {}"),
    article("e", "We will rather close the bridge over the river than give in to them", frame="Late. {}"),
    article("f", "No comment", frame="First. {}"),
    article("g", "No comment", frame="Second. {}"),
]


@pytest.mark.parametrize("seed", range(6))
def test_the_same_words_are_one_statement_in_any_order(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "quotes.db"
    order = random.Random(seed).sample(ARTICLES, len(ARTICLES))
    with Store.open(path, create=True) as store:
        save(store, *order)
        assert statements(path) == {"a": 1, "b": 1, "c": 1, "d": 1, "e": 0, "f": 0, "g": 0}
        (name,) = {statement for (statement,) in rows(path, "SELECT statement FROM quotes_full") if statement}
        assert name == min(id for (id,) in rows(path, "SELECT id FROM quotes WHERE statement IS NOT NULL"))


def test_a_group_is_formed_anew_when_a_member_goes(tmp_path: Path) -> None:
    # Only the long one has the words of both ends.
    ends = ("We will not close a single village school this year", "and every child will have its own teacher again")
    whole = article("m", f"{ends[0]} in this valley, {ends[1]}")
    parts = [article("k", ends[0], frame="K {}"), article("z", ends[1], frame="Z {}")]
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        save(store, *parts, whole)
        assert statements(path) == {"k": 1, "m": 1, "z": 1}
        store.forget("m")
        assert statements(path) == {"k": 0, "z": 0}
        save(store, whole)
        assert statements(path) == {"k": 1, "m": 1, "z": 1}
        # Edited, it says something else, and belongs to nobody.
        save(store, article("m", "The bridge over the river stays as it is for now", frame="M {}"), replacing=True)
        assert statements(path) == {"k": 0, "m": 0, "z": 0}
    assert rows(path, "SELECT count(*) FROM quote_prints WHERE key NOT IN (SELECT number FROM quotes)") == [(0,)]


def reprints(path: Path) -> list[tuple[str, str | None]]:
    return [(id, name) for id, name in rows(path, "SELECT id, reprint FROM articles ORDER BY id")]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_agency_copy_is_linked(tmp_path: Path, order: Sequence[int]) -> None:
    copies = [
        article("agency", SCHOOL, frame=STORY),
        article("paper", SCHOOL, frame=f"Schools stay open for now\n\n{STORY.partition(' A vote')[0]}"),
        article("other", SCHOOL, frame="At the fair on Sunday there were lamps again, and the choir sang. {}"),
    ]
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        save(store, *(copies[number] for number in order))
        assert reprints(path) == [("agency", "agency"), ("other", None), ("paper", "agency")]
        store.forget("agency")
        assert reprints(path) == [("other", None), ("paper", None)]


def test_what_many_print_costs_no_more_than_what_few_do(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        save(store, *(article(f"a{number:03}", SCHOOL, frame=f"Day {number}. {{}}") for number in range(120)))
        asked: list[str] = []
        store._db.conn.set_trace_callback(asked.append)
        save(store, article("zzz", SCHOOL, frame="The last day. {}"))
        store._db.conn.set_trace_callback(None)
    assert set(statements(path).values()) == {1}
    assert sum("content FROM quotes" in sql for sql in asked) < 60


def test_a_group_that_loses_its_smallest_id_has_another_name(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        save(store, *(article(id, SCHOOL, frame=f"Day {id}. {{}}") for id in ("p", "q", "r")))
        for left in (2, 0):
            (smallest, owner), *_ = rows(path, "SELECT id, article_id FROM quotes ORDER BY id")
            assert rows(path, "SELECT DISTINCT statement FROM quotes") == [(smallest,)]
            store.forget(owner)
            assert rows(path, "SELECT count(statement) FROM quotes") == [(left,)]
