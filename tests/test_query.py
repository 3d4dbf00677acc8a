"""The query language: what a search means to the full-text index, how it is read aloud, and what is refused."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.query import Filter, about_expression, candidate_values, day_bound, fold, parse, rank

TEXTS = {
    1: "The climate will change, she said.",
    2: "The climate is mild.",
    3: "We change trains at noon.",
    4: "Climate chaos and a change of government.",
    5: "Nobody asked the miners about the climate in the northern valley.",
}


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute(
        "CREATE VIRTUAL TABLE texts USING fts5(content, context, tokenize='porter unicode61 remove_diacritics 2')"
    )
    db.executemany("INSERT INTO texts(rowid, content, context) VALUES (?, ?, '')", TEXTS.items())
    return db


def found(index: sqlite3.Connection, expression: str) -> set[int]:
    return {row[0] for row in index.execute("SELECT rowid FROM texts WHERE texts MATCH ?", [expression])}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("climate", {1, 2, 4, 5}),
        ("climate change", {1, 4}),
        ("climate AND change", {1, 4}),
        ("climate OR change", {1, 2, 3, 4, 5}),
        ("climate -change", {2, 5}),
        ("climate NOT change", {2, 5}),
        ("climate AND NOT change", {2, 5}),
        ("-change climate", {2, 5}),
        ("climate -(change OR mild)", {5}),
        ("(mild OR trains) climate", {2}),
        ("mild OR trains climate", {2}),
        ("mild OR trains", {2, 3}),
        ('"climate cha*"', {4}),
        ('"climate cha"*', {4}),
        ("“climate is”", {2}),
        ('climate -"climate is"', {1, 4, 5}),
        ("clim* tra*", set()),
        ("north*", {5}),
        ("NEAR(climate change, 1)", {1}),
        ("NEAR(climate change, 3)", {1, 4}),
        ("climate NEAR/1 change", {1}),
        ("climate NEAR change", {1, 4}),
        ("miners -climate", set()),
        ("climate NOT (change NOT chaos)", {2, 4, 5}),
        ("and", {4}),
    ],
)
def test_words_and_operators(index: sqlite3.Connection, text: str, numbers: set[int]) -> None:
    query = parse(text)
    assert query.match is not None
    assert found(index, query.match) == numbers
    assert query.ignored == query.errors == ()


def test_only_what_is_excluded(index: sqlite3.Connection) -> None:
    query = parse("-climate -trains")
    assert query.match is None and query.without is not None
    assert found(index, query.without) == {1, 2, 3, 4, 5}
    assert query.reading == "without “climate” or “trains”"


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("climate change", "with “climate” and “change”"),
        ("climate OR change -war", "with “climate” or (“change” and not “war”)"),
        ("(climate OR change) -war", "with “climate” or “change”, without “war”"),
        ("prot* law", "with a word beginning “prot” and “law”"),
        ("NEAR(a b, 5)", "with “a” and “b” within 5 words of each other"),
        ('speaker:"Ada Birch" kind:direct after:2024', "by Ada Birch, direct quotes, from 2024 on"),
        ("-outlet:Lantern ice", "with “ice”, not in Lantern"),
        ("by:birch about:ice before:2025-02", "by birch, about ice in the quote itself, before 2025-02"),
        ("", ""),
    ],
)
def test_reading(text: str, reading: str) -> None:
    assert parse(text).reading == reading


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("speaker:birch by:lind", [Filter("speaker", "birch"), Filter("speaker", "lind")]),
        ("speaker:birch OR speaker:lind", [Filter("speaker", "birch"), Filter("speaker", "lind")]),
        ("KIND:Direct -kind:mixed", [Filter("kind", "direct"), Filter("kind", "mixed", excluded=True)]),
        ("NOT outlet:“The Lantern”", [Filter("outlet", "The Lantern", excluded=True)]),
        ("confidence:80%", [Filter("confidence", "0.8")]),
        ("confidence:>=.75", [Filter("confidence", "0.75")]),
        ("since:2024-02-29 until:2024", [Filter("since", "2024-02-29"), Filter("until", "2024")]),
        ("source:unnamed", [Filter("status", "unnamed")]),
    ],
)
def test_field_words(text: str, filters: list[Filter]) -> None:
    query = parse(text)
    assert list(query.filters) == filters
    assert query.match is None and query.errors == ()


@pytest.mark.parametrize(
    "text",
    ["kind:bogus", "since:2022-13-45", "after:2023-02-29", "before:yesterday", "confidence:2", "after:2024 before:2023",
     "since:2024 before:2024", "act:sang"],
)  # fmt: skip
def test_impossible_values_are_errors(text: str) -> None:
    assert len(parse(text).errors) == 1


@pytest.mark.parametrize(
    "text",
    ["AND", "ice AND", "OR", "ice OR", "OR ice", "NOT", "(ice", "ice)", '"ice', "ice OR -thin", "🙂", "speaker:",
     "speaker:birch OR ice", "-after:2024", "about:…", "a" * 600, "ice " * 100, "(" * 40 + "ice"],
)  # fmt: skip
def test_what_is_left_out_is_said(text: str) -> None:
    query = parse(text)
    assert query.ignored and query.errors == ()


def test_words_with_a_colon_that_name_no_field_are_words(index: sqlite3.Connection) -> None:
    query = parse("breaking:climate")
    assert query.filters == () and query.match == '"breaking:climate"'


PIECES = [*'()"“”-*:,/ abé1\0🙂', " AND ", " OR ", " NOT ", " NEAR(", " kind:", "speaker:", "about:"]


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=30))
def test_nothing_typed_is_a_syntax_error(index: sqlite3.Connection, pieces: list[str]) -> None:
    query = parse("".join(pieces))
    for expression in (query.match, query.without, *(term.match for term in query.terms)):
        if expression:
            found(index, expression)
            found(index, f"{{content}} : ({expression})")
    for item in query.filters:
        if item.field == "about":
            found(index, about_expression(item.value) or "")


def test_a_year_or_a_month_ends_with_its_last_day() -> None:
    assert "2024-12-31" <= day_bound("2024") < "2025-01-01"
    assert "2024-06-30" <= day_bound("2024-06") < "2024-07-01"
    assert day_bound("2024-06-30") == "2024-06-30"


# Speakers


PEOPLE = [
    (1, "Anthony Holm", 1), (2, "Antonia Holmes", 30), (3, "David Pocks", 1), (4, "Dana Pocksen", 16), (5, "Łukasz Żak", 2),
    (6, "Rosa Pocks", 16), (7, "Eva O’Lind", 3),
]  # fmt: skip


def ranked(typed: str) -> list[str]:
    rows = [
        {"id": number, "name": name, "slug": fold(name).replace(" ", "-"), "kind": "person", "gender": None,
         "folded": fold(name), "quotes": quotes}
        for number, name, quotes in PEOPLE
    ]  # fmt: skip
    return [candidate.name for candidate in rank(typed, rows)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("antony holn", ["Anthony Holm"]),
        ("pocsk", ["Rosa Pocks", "David Pocks"]),
        ("pocks", ["Rosa Pocks", "Dana Pocksen", "David Pocks"]),
        ("DAVID POCKS", ["David Pocks"]),
        ("david-pocks", ["David Pocks"]),
        ("lukasz zak", ["Łukasz Żak"]),
        ("O'Lind", ["Eva O’Lind"]),
        ("nobody at all", []),
        ("", []),
    ],
)
def test_speakers_are_ranked_by_fit_and_fame(typed: str, names: list[str]) -> None:
    assert ranked(typed) == names


def test_trigrams_of_what_was_typed() -> None:
    assert candidate_values("Żak Li") == {"folded": "zak li", "letters": '"zak"', "slug": ""}
