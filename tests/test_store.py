"""The database: what a saved article becomes, and that saving is all or nothing, repeatable and orderly."""

from __future__ import annotations

import itertools
import json
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from examples import annotate, example_article, found, quote, speaker

from quotes.annotation import Annotated, Speaker, SpeakerMention
from quotes.article import Article
from quotes.errors import ReadError, StoreError
from quotes.store import COLUMNS, Filters, Row, Sort, Store, listing, publish
from quotes.store import store as store_module

TABLES = ("articles", "speakers", "appearances", "aliases", "roles", "mentions", "quotes", "quote_spans")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "quotes.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path, create=True) as store:
        yield store


Shelf = Callable[[Iterable[Annotated]], Store]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Makes databases of articles for all tests that only read them."""
    with ExitStack() as opened:

        def shelve(articles: Iterable[Annotated]) -> Store:
            path = tmp_path_factory.mktemp("shelf") / "quotes.db"
            with Store.open(path, create=True) as store:
                save(store, *articles)
            return opened.enter_context(Store.open(path))

        yield shelve


def rows(path: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def save(store: Store, *annotated: Annotated, replacing: bool = False) -> list[str]:
    run = store.begin_run(models="compact", rules="1", version="0")
    outcomes = [store.save(item, run, replacing=replacing) for item in annotated]
    store.end_run(run, failures=0)
    return outcomes


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that the database says of articles, but for when they came, and who no longer speaks in any."""
    columns = {table: "*" for table in TABLES} | {"articles": "id, title, text, sha256, annotation, words, extra"}
    sources = {table: table for table in TABLES} | {"speakers": "speakers WHERE articles > 0"}
    return {table: sorted(rows(path, f"SELECT {columns[table]} FROM {sources[table]}"), key=repr) for table in TABLES}


def people(path: Path) -> dict[str, set[str]]:
    """Which articles each speaker is in, by the speaker's name; a name that several rows have gets a number."""
    named: dict[str, set[str]] = {}
    for name, articles in sorted(
        rows(
            path,
            "SELECT name, group_concat(article_id) FROM (SELECT DISTINCT speakers.id, speakers.name, article_id"
            " FROM quotes JOIN speakers ON speakers.id = speaker_id ORDER BY article_id) GROUP BY id",
        )
    ):
        number = next(n for n in itertools.count(1) if (name if n == 1 else f"{name} {n}") not in named)
        named[name if number == 1 else f"{name} {number}"] = set(articles.split(","))
    return named


# What is counted as articles come and go, and the same counted afresh; addresses that lead nowhere or to two places.
COUNTS = {
    "SELECT speaker_id, name, gender, lone, articles FROM speaker_names": "SELECT speaker_id, name,"
    " ifnull(gender, ''), lone, count(*) FROM appearances GROUP BY 1, 2, 3, 4",
    "SELECT speaker_id, alias, key, lone, articles FROM speaker_aliases": "SELECT speaker_id, alias, key, lone, count(*)"
    " FROM aliases GROUP BY 1, 2, 3, 4",
    "SELECT id, quotes, articles FROM speakers": "SELECT id, (SELECT count(*) FROM quotes WHERE speaker_id = speakers.id),"
    " (SELECT count(*) FROM appearances WHERE speaker_id = speakers.id) FROM speakers",
    "SELECT old FROM redirects WHERE thing = 'speaker' AND new IS NULL OR (thing = 'speaker'"
    " AND new NOT IN (SELECT slug FROM speakers))": "SELECT 1 WHERE 0",
    "SELECT old FROM redirects WHERE thing = 'speaker' AND old IN (SELECT slug FROM speakers)": "SELECT 1 WHERE 0",
    "SELECT old FROM redirects WHERE thing = 'quote' AND (old IN (SELECT id FROM quotes)"
    " OR (new IS NOT NULL AND new NOT IN (SELECT id FROM quotes)))": "SELECT 1 WHERE 0",
    "SELECT slug FROM speakers WHERE slug LIKE '~%' OR (articles > 0 AND successor_id)": "SELECT 1 WHERE 0",
    "SELECT s.id FROM speakers s JOIN speakers t ON t.id = s.successor_id WHERE t.successor_id": "SELECT 1 WHERE 0",
}


def sound(path: Path) -> bool:
    """No dangling reference, no damage, counts that are right, and a search index that agrees with the quotes."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("INSERT INTO quotes_fts(quotes_fts, rank) VALUES ('integrity-check', 1)")
        for counted, afresh in COUNTS.items():
            assert sorted(connection.execute(counted)) == sorted(connection.execute(afresh)), counted
        return (
            connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            and connection.execute("PRAGMA foreign_key_check").fetchall() == []
        )
    finally:
        connection.close()


COUNCIL = (
    "Mayor Elena Marsh said the boilers would close. “We have the money,” Marsh added, “and the permits.”\n"
    "\n"
    "Two aides who asked not to be named disagreed. “Nobody has asked us,” read a banner."
)


def council(text: str = COUNCIL, **fields: Any) -> Annotated:
    aides = "Two aides who asked not to be named"
    return annotate(
        Article("council", text, **{"title": "Boilers", "outlet": "Courier", "published": "2025-03-03", **fields}),
        [
            quote(text, "the boilers would close", cue="said", source="Mayor Elena Marsh", who=0, kind="indirect"),
            quote(text, "“We have the money,”", "“and the permits.”", cue="added", source="Marsh added"[:5], who=0),
            quote(text, "disagreed", cue="disagreed", source=aides, who=1, kind="indirect", negated=True),
            quote(text, "“Nobody has asked us,”", cue="read", source="a banner", confidence=0.25),
            quote(text, "“Nobody has asked us,”", confidence=0.25),
        ],
        [
            speaker(text, "Elena Marsh", "Marsh", role="Mayor", gender="female"),
            Speaker(aides, "unnamed", mentions=(SpeakerMention(found(text, aides), "description"),)),
        ],
    )


def test_an_article_becomes_rows(store: Store, path: Path) -> None:
    assert save(store, council()) == ["added"]
    assert rows(path, "SELECT id, title, outlet, published, text, words FROM articles") == [
        ("council", "Boilers", "Courier", "2025-03-03", COUNCIL, 33)
    ]
    assert rows(path, "SELECT name, kind, gender, slug FROM speakers ORDER BY id") == [
        ("Elena Marsh", "person", "female", "elena-marsh"),
        ("Two aides who asked not to be named", "unnamed", None, "two-aides-who-asked-not-to-be-named-cad803"),
    ]
    assert rows(path, "SELECT alias FROM aliases WHERE speaker_id = 1 ORDER BY 1") == [("Elena Marsh",), ("Marsh",)]
    assert rows(path, 'SELECT role, start, "end" FROM roles') == [("Mayor", 0, 5)]
    assert rows(path, 'SELECT text, start, "end", form FROM mentions WHERE speaker_id = 1') == [
        ("Elena Marsh", 6, 17, "name"),
        ("Marsh", 12, 17, "name"),
    ]
    assert rows(
        path, "SELECT position, content, kind, negated, speaker_status, cue, source FROM quotes ORDER BY 1"
    ) == [
        (1, "the boilers would close", "indirect", 0, "named", "said", "Mayor Elena Marsh"),
        (2, "“We have the money,” … “and the permits.”", "direct", 0, "named", "added", "Marsh"),
        (3, "disagreed", "indirect", 1, "unnamed", "disagreed", "Two aides who asked not to be named"),
        (4, "“Nobody has asked us,”", "direct", 0, "unknown", "read", "a banner"),
        (5, "“Nobody has asked us,”", "direct", 0, "none", "", ""),
    ]
    assert sound(path)


def test_every_span_can_be_cut_out_of_the_stored_text(store: Store, path: Path) -> None:
    save(store, council())
    spans = rows(
        path,
        'SELECT part, substr(text, start + 1, "end" - start) FROM quote_spans'
        " JOIN quotes ON quotes.id = quote_id JOIN articles ON articles.id = article_id WHERE position = 2 ORDER BY 1, start",
    )
    assert spans == [
        ("content", "“We have the money,”"),
        ("content", "“and the permits.”"),
        ("cue", "added"),
        ("head", "Marsh"),
        ("source", "Marsh"),
    ]


def test_context_is_the_paragraph(store: Store, path: Path) -> None:
    save(store, council())
    first, second = COUNCIL.split("\n\n")
    contexts = rows(path, "SELECT context FROM quotes ORDER BY position")
    assert contexts == [(first,), (first,), (second,), (second,), (second,)]


def test_context_of_a_text_without_line_breaks_is_its_neighbourhood(store: Store, path: Path) -> None:
    text = "Much else was said there. " * 500 + "“It rains,” said Eva Lind. " + "And more was. " * 500
    save(store, annotate(Article("long", text), [quote(text, "“It rains,”", cue="said Eva"[:4], who=None)], []))
    ((context,),) = rows(path, "SELECT context FROM quotes")
    assert "“It rains,”" in context


def test_the_view_has_one_row_a_quote_and_the_documented_columns(store: Store, path: Path) -> None:
    save(store, council())
    connection = sqlite3.connect(path)
    cursor = connection.execute("SELECT * FROM quotes_full ORDER BY position")
    assert tuple(column[0] for column in cursor.description) == COLUMNS
    first = dict(zip(COLUMNS, cursor.fetchone(), strict=True))
    connection.close()
    assert (first["speaker"], first["role"], first["outlet"], first["gender"]) == (
        "Elena Marsh",
        "Mayor",
        "Courier",
        "female",
    )
    assert json.loads(first["evidence"]) == {
        "rule": "by hand",
        "steps": ["written by hand"],
        "models": "models 1",
        "rules": "rules 1",
    }
    assert rows(path, "SELECT count(*) FROM quotes_full") == [(5,)]


@pytest.mark.parametrize(
    "question", ["speaker_id = 1", "speaker = 'Elena Marsh'", "speaker_slug = 'elena-marsh'", "article_id = 'council'"]
)
def test_no_question_about_one_speaker_reads_all_quotes(store: Store, path: Path, question: str) -> None:
    save(store, council())
    plan = [row[3] for row in rows(path, f"EXPLAIN QUERY PLAN SELECT * FROM quotes_full WHERE {question}")]
    assert plan and not any(step.startswith("SCAN") for step in plan), plan


def test_the_same_article_again_changes_nothing(store: Store, path: Path) -> None:
    save(store, council())
    before = content(path), rows(path, "SELECT * FROM articles")
    assert save(store, council(), council()) == ["unchanged", "unchanged"]
    assert (content(path), rows(path, "SELECT * FROM articles")) == before


def test_ids_of_quotes_survive_a_correction_above_them(store: Store, path: Path) -> None:
    save(store, council())
    before = dict(rows(path, "SELECT id, position FROM quotes"))
    speakers = rows(path, "SELECT * FROM speakers")
    assert save(store, council("Correction: the day was wrong.\n\n" + COUNCIL)) == ["replaced"]
    assert dict(rows(path, "SELECT id, position FROM quotes")) == before
    assert rows(path, "SELECT * FROM speakers") == speakers
    assert rows(path, "SELECT count(*) FROM articles") == [(1,)]
    assert sound(path)


def test_a_changed_quote_gets_another_id_and_the_others_keep_theirs(store: Store, path: Path) -> None:
    save(store, council())
    before = [id for (id,) in rows(path, "SELECT id FROM quotes ORDER BY position")]
    annotated = council()
    changed = replace(annotated.quotes[0], content=(found(COUNCIL, "the boilers would"),))
    assert save(store, replace(annotated, quotes=(changed, *annotated.quotes[1:]))) == ["replaced"]
    after = [id for (id,) in rows(path, "SELECT id FROM quotes ORDER BY position")]
    assert after[0] != before[0] and after[1:] == before[1:]


def test_other_metadata_other_rules_or_other_findings_replace(store: Store) -> None:
    annotated = council()
    assert save(store, annotated) == ["added"]
    assert save(store, council(outlet="Lantern")) == ["replaced"]
    assert save(store, replace(council(outlet="Lantern"), rules="rules 2")) == ["replaced"]
    assert save(store, replace(council(outlet="Lantern"), rules="rules 2", quotes=annotated.quotes[:1])) == ["replaced"]


def test_an_article_without_quotes_any_more_leaves_no_speakers(store: Store, path: Path) -> None:
    save(store, council())
    save(store, annotate(council().article, [], []))
    assert {table: len(found) for table, found in content(path).items() if found} == {"articles": 1}
    assert rows(path, "SELECT count(*) FROM quotes_fts WHERE quotes_fts MATCH 'money'") == [(0,)]
    assert sound(path)


def test_unchanged_tells_what_need_not_be_parsed(store: Store) -> None:
    save(store, council())
    article = council().article
    assert store.unchanged(article, models="compact", rules="1")
    assert not store.unchanged(article, models="compact", rules="2")
    assert not store.unchanged(article, models="stanza", rules="1")
    assert not store.unchanged(replace(article, title="Other"), models="compact", rules="1")
    assert not store.unchanged(replace(article, extra={"section": "News"}), models="compact", rules="1")
    assert not store.unchanged(replace(article, id="another"), models="compact", rules="1")


def test_a_run_remembers_versions_and_counts(store: Store, path: Path) -> None:
    run = store.begin_run(models="compact", rules="7", version="0.1.0")
    store.save(council(), run)
    store.end_run(run, failures=3)
    ((*run_row, started, finished),) = rows(
        path, "SELECT version, models, rules, articles, quotes, failures, started, finished FROM runs"
    )
    assert run_row == ["0.1.0", "compact", "7", 1, 5, 3]
    assert started <= finished


def test_an_error_in_the_middle_of_an_article_leaves_what_was_there(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(store, council())
    before = content(path)

    def broken(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store_module, "settle_names", broken)
    with pytest.raises(KeyboardInterrupt):
        save(store, council("Correction.\n\n" + COUNCIL))
    monkeypatch.undo()
    assert content(path) == before
    assert save(store, council("Correction.\n\n" + COUNCIL)) == ["replaced"]


def test_hostile_text_is_stored_as_it_is(store: Store, path: Path) -> None:
    text = "“'; DROP TABLE quotes; --\x1b[31m <script>\0 😀 ﷽ e\u0301,” said Zoë “Z” O'Neil \u202e. =cmd()"
    annotated = annotate(
        Article("x'; DROP TABLE articles; --", text, title="=1+1", extra={"ключ": ["😀", None]}),
        [quote(text, "“'; DROP TABLE quotes; --\x1b[31m <script>\0 😀 ﷽ e\u0301,”", cue="said", who=0)],
        [speaker(text, "Zoë “Z” O'Neil")],
    )
    assert save(store, annotated, annotated) == ["added", "unchanged"]
    ((stored, extra),) = rows(path, "SELECT text, extra FROM articles")
    assert stored == text and json.loads(extra) == {"ключ": ["😀", None]}
    assert store.article("x'; DROP")["quotes"][0]["content"] == text[: text.index(" said")]
    assert sound(path)


def test_half_a_surrogate_pair_is_refused_and_the_next_article_is_stored(store: Store) -> None:
    broken = annotate(Article("broken", "One \ud83d half"), [], [])
    with pytest.raises(ReadError, match="broken: character 4"):
        save(store, broken)
    assert save(store, council()) == ["added"]


def names(store: Store, path: Path, *articles: Annotated) -> dict[str, set[str]]:
    save(store, *articles)
    assert sound(path)
    return people(path)


def test_a_speaker_is_one_row_across_articles(store: Store, path: Path) -> None:
    articles = [
        example_article(1, "Elena Marsh"),
        example_article(2, "Mayor Elena R. Marsh"),
        example_article(3, "Marsh"),
    ]
    assert names(store, path, *articles) == {"Elena Marsh": {"article-001", "article-002", "article-003"}}
    assert rows(path, "SELECT slug FROM speakers") == [("elena-marsh",)]


def test_a_surname_is_filed_under_a_full_name_that_comes_later(store: Store, path: Path) -> None:
    assert names(store, path, example_article(1, "Marsh")) == {"Marsh": {"article-001"}}
    assert names(store, path, example_article(2, "Elena Marsh")) == {"Elena Marsh": {"article-001", "article-002"}}


def test_a_surname_leaves_a_full_name_when_a_second_one_fits(store: Store, path: Path) -> None:
    names(store, path, example_article(1, "Marsh"), example_article(2, "Elena Marsh"))
    assert names(store, path, example_article(3, "Peter Marsh")) == {
        "Marsh": {"article-001"},
        "Elena Marsh": {"article-002"},
        "Peter Marsh": {"article-003"},
    }
    # ... and comes back when the second one turns out to have been a mistake.
    gone = annotate(example_article(3, "Peter Marsh").article, [], [])
    assert names(store, path, gone) == {"Elena Marsh": {"article-001", "article-002"}}


def test_gender_decides_between_two_full_names(store: Store, path: Path) -> None:
    found = names(
        store,
        path,
        example_article(1, "Elena Marsh", gender="female"),
        example_article(2, "Peter Marsh", gender="male"),
        example_article(3, "Marsh", gender="female"),
        example_article(4, "Marsh"),
    )
    assert found == {
        "Elena Marsh": {"article-001", "article-003"},
        "Peter Marsh": {"article-002"},
        "Marsh": {"article-004"},
    }


MANY = [
    ("Marsh", None),
    ("Elena Marsh", "female"),
    ("Peter Marsh", "male"),
    ("Marsh", "female"),
    ("Marsh", "male"),
    ("Elena R. Marsh", None),
    ("Lind", None),
    ("Mr. Lind", "male"),
    ("Okafor", None),
    ("Tomas Okafor", "male"),
    ("Okafor", "female"),
]


@pytest.mark.parametrize("seed", range(12))
def test_who_is_who_does_not_depend_on_the_order_of_articles(tmp_path: Path, seed: int) -> None:
    articles = [example_article(n, name, gender=gender) for n, (name, gender) in enumerate(MANY, start=1)]
    expected = {
        frozenset({"article-002", "article-004", "article-006"}),
        frozenset({"article-003", "article-005"}),
        frozenset({"article-001"}),
        frozenset({"article-007", "article-008"}),
        frozenset({"article-009", "article-010"}),
        frozenset({"article-011"}),
    }
    random.Random(seed).shuffle(articles)
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        save(store, *articles)
        save(store, *random.Random(-seed).sample(articles, 4))
    assert set(map(frozenset, people(path).values())) == expected
    assert sound(path)


def everybody(number: int, chosen: random.Random) -> Annotated:
    """An article with up to three speakers of names that are hard to keep apart."""
    pool = [
        *(("Marsh", gender) for gender in (None, "female", "male")),
        *(("Elena Marsh", gender) for gender in (None, "female")),
        *(("Peter Marsh", gender) for gender in ("female", "male")),
        *(("Marsh Jr.", None), ("Peter Marsh Jr.", "male"), ("Mr. Lind", "male"), ("Lind", None), ("Ida Lind", None)),
        *(("Xi", None), ("Xi Jinping", None), ("von der Leyen", None), ("Ursula von der Leyen", "female")),
    ]
    who = chosen.sample(pool, chosen.randint(0, 3))
    text = " ".join(f"“Word {n},” said {name}." for n, (name, _) in enumerate(who))
    speakers = [speaker(text, name, gender=gender) for name, gender in who]
    quotes = [quote(text, f"“Word {n},”", source=name, who=n) for n, (name, _) in enumerate(who)]
    return annotate(Article(f"article-{number}", text), quotes, speakers)


def filed(path: Path) -> list[list[tuple[Any, ...]]]:
    """Who shares a row: the appearances of each speaker."""
    found = rows(path, "SELECT speaker_id, article_id, name, ifnull(gender, '') FROM appearances ORDER BY 1, 2, 3, 4")
    return sorted([row[1:] for row in group] for _, group in itertools.groupby(found, key=lambda row: row[0]))


@pytest.mark.parametrize("seed", range(20))
def test_history_does_not_matter(tmp_path: Path, seed: int) -> None:
    chosen = random.Random(seed)
    old, new = ([everybody(number, chosen) for number in range(8)] for _ in range(2))
    outcomes = []
    for history in (new, new[::-1], [*old, *chosen.sample(new, len(new))]):
        path = tmp_path / f"{len(outcomes)}.db"
        with Store.open(path, create=True) as store:
            save(store, *history, replacing=True)
        assert sound(path)
        outcomes.append(filed(path))
    assert outcomes[0] == outcomes[1] == outcomes[2]


def test_unnamed_speakers_are_a_row_an_article(store: Store, path: Path) -> None:
    for number in (1, 2):
        text = "A senior aide said it would rain."
        aide = Speaker("A senior aide", "unnamed")
        article = annotate(Article(f"a{number}", text), [quote(text, "it would rain", who=0, kind="indirect")], [aide])
        save(store, article)
    assert rows(path, "SELECT name, slug FROM speakers ORDER BY id") == [
        ("A senior aide", "a-senior-aide-8b2158"),
        ("A senior aide", "a-senior-aide-c7baf5"),
    ]


def test_names_without_letters_still_get_an_address(store: Store, path: Path) -> None:
    save(store, example_article(1, "!!!"), example_article(2, "Владимир Путин"), example_article(3, "$$$"))
    slugs = [slug for (slug,) in rows(path, "SELECT slug FROM speakers ORDER BY slug")]
    assert len({*slugs}) == 3 and slugs[0].startswith("speaker-") and slugs[1].startswith("speaker-")
    assert slugs[2] == "владимир-путин"


def test_the_commonest_full_name_is_shown(store: Store, path: Path) -> None:
    articles = [
        example_article(n, name) for n, name in enumerate(["Lind", "Eva Maria Lind", "Eva Lind", "Eva Lind"], 1)
    ]
    assert list(names(store, path, *articles)) == ["Eva Lind"]
    assert rows(path, "SELECT DISTINCT alias FROM aliases ORDER BY 1") == [
        ("Eva Lind",),
        ("Eva Maria Lind",),
        ("Lind",),
    ]


SEARCHES = [
    ("rain", 2),
    ("RAIN", 2),
    ("raining", 2),
    ("it rain", 2),
    ('"will rain"', 2),
    ('"rain will"', 1),
    ('"will café"', 0),
    ("café", 1),
    ("cafe", 1),
    ("caf*", 1),
    ("won't", 1),
    ("won’t", 1),
    ("hail", 0),
]


@pytest.fixture(scope="module")
def weather(shelf: Shelf) -> Store:
    texts = ["It will rain", "Rain will not fall, it will rain", "The café won't open"]
    return shelf(example_article(n, "Eva Lind", text) for n, text in enumerate(texts, start=1))


@pytest.mark.parametrize(("words", "number"), SEARCHES)
def test_words_are_found(weather: Store, words: str, number: int) -> None:
    hits, total = weather.search(words)
    assert (len(hits), total) == (number, number)


HOSTILE = [
    '"', '""', '"unbalanced', "“curly", "AND", "OR", "NOT", "a AND", "NEAR(", "NEAR(a b)", "*", "* *", "a*b", "^rain",
    "content:rain", "context : x", "-", "--", "(", ")", "(rain", "{a b}", "rain)", "'", "' OR 1=1 --", ";", "\\", "%", "_",
    "😀", "😀 😀", "\0", "rain\0", "\x02", "rain + rain", "rain AND", "a" * 5000, "\n", "“”", "won't \"", "é́́", "١٢٣", "?",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_are_a_syntax_error(weather: Store, words: str) -> None:
    hits, total = weather.search(words)
    assert len(hits) == total <= 3


@pytest.fixture(scope="module")
def forecast(shelf: Shelf) -> Store:
    return shelf([example_article(1, "Eva Lind", "Rain and snow"), example_article(2, "Eva Lind", "Rain or snow")])


@pytest.mark.parametrize(
    ("words", "articles"),
    [
        ("rain AND snow", [1, 2]),
        ("rain -and", [2]),
        ("NOT and", [2]),
        ('"rain or"', [2]),
        ("speaker:lind", [1, 2]),
        ('-speaker:"Eva Lind"', []),
        ("rain kind:indirect", []),
        ("rain after:2025-01-02", [2]),
        ("rain before:2025-01-02", [1]),
        ("until:2025-01-01", [1]),
        ("confidence:0.95", []),
        ("about:snow about:rain", [1, 2]),
        ("about:lind", []),
        ("outlet:Nowhere", []),
        ("-outlet:Nowhere", [1, 2]),
    ],
)
def test_query_language(forecast: Store, words: str, articles: list[int]) -> None:
    found = sorted(hit.row["article_id"] for hit in forecast.search(words)[0])
    assert found == [f"article-{number:03}" for number in articles]


def newest_first(row: Row) -> tuple[object, ...]:
    published = row["published"]
    return published is None, [-ord(letter) for letter in f"{published or ''}\0"], row["article_id"], row["position"]


ORDERS: dict[Sort, Callable[[Row], tuple[object, ...]]] = {
    "newest": newest_first,
    "oldest": lambda row: (
        not row["published"],
        row["published"] or "",
        row["published"] == "",
        row["article_id"],
        row["position"],
    ),
    "surest": lambda row: (-row["confidence"] * row["speaker_confidence"], newest_first(row)),
    "unsure": lambda row: (row["confidence"] * row["speaker_confidence"], newest_first(row)),
}


@pytest.mark.parametrize("words", ["rain", ""])
@pytest.mark.parametrize("sort", [None, "newest", "oldest", "surest", "unsure"])
@pytest.mark.parametrize(
    "filters",
    [Filters(), Filters(kind="direct"), Filters(within=True), Filters(speaker="Eva Lind", outlet="The Lantern")],
    ids=["all", "direct", "within", "speaker"],
)
def test_the_first_results_are_those_of_all(
    store: Store, words: str, sort: Sort | None, filters: Filters, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ("Rain fell", "Rain fell all day", "Snow fell, then rain, rain, rain", "Rain fell")
    times = ("", "T08:00:00+00:00", "T19:30:00+00:00")
    for number in range(24):
        said = f"{texts[number % 4]} on us, number {number // 8}"
        day = f"2025-01-{number % 4 + 1:02}{times[number % 3]}"
        published = (None, "2025", "", day, day, day, day)[number % 7]
        made = example_article(number, "Eva Lind", said, outlet="The Lantern")
        sure = {"confidence": 0.5 + number % 3 / 10, "speaker_confidence": 0.75}
        quotes = tuple(replace(quote, **sure) for quote in made.quotes)
        save(store, replace(made, article=replace(made.article, published=published), quotes=quotes))
    hits, total = store.search(words, filters, sort=sort)
    assert len(hits) == total == 24 and all(hit.in_content or not words for hit in hits)
    if sort or not words:
        assert [hit.row for hit in hits] == sorted([hit.row for hit in hits], key=ORDERS[sort or "newest"])
    for few in (listing._FEW, 0):
        monkeypatch.setattr(listing, "_FEW", few)
        for limit in (1, 2, 5, 13, 24, 99):
            assert store.search(words, filters, limit=limit, sort=sort) == (hits[:limit], 24)
    if sort is None and words:  # of equally good ones the newest first
        alike = [hit.row["published"] or "" for hit in hits if hit.row["content"] == hits[0].row["content"]]
        assert len(alike) > 1 and alike == sorted(alike, reverse=True)


@pytest.mark.parametrize("sort", ["newest", "oldest", "surest", "unsure"])
@pytest.mark.parametrize(
    "filters",
    [Filters(), Filters(speaker="Eva Lind"), Filters(outlet="The Lantern"), Filters(since="2025", kind="direct")],
    ids=["all", "speaker", "outlet", "since"],
)
def test_a_list_without_words_is_read_along_indexes(
    store: Store, path: Path, sort: Sort, filters: Filters, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(store, *(example_article(number, "Eva Lind", outlet="The Lantern") for number in range(1, 9)))
    monkeypatch.setattr(listing, "_FEW", 0)
    asked: list[str] = []
    store._db.conn.set_trace_callback(asked.append)
    store.search("", filters, limit=3, sort=sort)
    listed = [statement for statement in asked if "ORDER BY" in statement and "facets f" in statement]
    assert len(listed) > 2
    plans = [[step for *_, step in rows(path, f"EXPLAIN QUERY PLAN {sql}")] for sql in listed]
    scans = [step for plan in plans for step in plan if step.startswith("SCAN ")]
    assert all("USING" in step for step in scans), scans
    if sort == "newest" or filters == Filters():  # the order is that of the index, too
        assert not any("TEMP B-TREE" in step for step in plans[0]), plans[0]


def test_impossible_value_in_a_search_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="not a kind of quote"):
        store.search("rain kind:bogus")


def test_matches_say_where_the_words_stand(store: Store) -> None:
    save(store, example_article(1, "Eva Lind", "Rain, “rain” and 😀 rains"))
    ((hit,), _) = store.search("rain")
    assert [hit.row["content"][start:end] for start, end in hit.in_content] == ["Rain", "rain", "rains"]
    ((hit,), _) = store.search("Lind")
    assert hit.in_content == () and [hit.row["context"][start:end] for start, end in hit.in_context] == ["Lind"]


def test_words_in_the_quote_come_before_words_around_it(store: Store) -> None:
    about = "Rain, rain, rain. “Nothing,” said Eva Lind about the rain."
    save(
        store,
        annotate(Article("about", about), [quote(about, "“Nothing,”", who=None)], []),
        example_article(1, "Eva Lind", "There are many other things besides the rain that one might think about"),
    )
    assert [hit.row["article_id"] for hit in store.search("rain")[0]] == ["article-001", "about"]


@pytest.fixture(scope="module")
def outlets(shelf: Shelf) -> Store:
    return shelf(
        [
            example_article(1, "Eva Lind", outlet="Courier"),
            example_article(2, "Ola Berg", outlet="Courier"),
            example_article(3, "Eva Lind", outlet="Lantern"),
        ]
    )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), [3, 2, 1]),
        (Filters(speaker="eva-lind"), [3, 1]),
        (Filters(speaker="EVA LIND"), [3, 1]),
        (Filters(speaker="lind"), [3, 1]),
        (Filters(speaker="nobody"), []),
        (Filters(outlet="courier"), [2, 1]),
        (Filters(since="2025-01-02"), [3, 2]),
        (Filters(until="2025-01-02"), [2, 1]),
        (Filters(since="2025-01-02", until="2025-01-02"), [2]),
        (Filters(kind="indirect"), []),
        (Filters(act="speech", min_confidence=0.9), [3, 2, 1]),
        (Filters(min_confidence=0.91), []),
        (Filters(speaker=["eva-lind", "nobody"]), [3, 1]),
        (Filters(kind=["direct", "indirect"], status="named"), [3, 2, 1]),
        (Filters(status=["unnamed", "none"]), []),
        (Filters(about="Nobody Here"), []),
        (Filters(about="…"), []),
        (Filters(since="2025", until="2025-01"), [3, 2, 1]),
    ],
)
def test_filters(outlets: Store, filters: Filters, expected: Sequence[int]) -> None:
    for words in ("", "rain"):
        hits, total = outlets.search(words, filters)
        assert sorted(hit.row["article_id"] for hit in hits) == sorted(f"article-{n:03}" for n in expected)
        assert total == len(expected)
    assert [hit.row["article_id"] for hit in outlets.search("", filters)[0]] == [f"article-{n:03}" for n in expected]
    assert len(outlets.search("rain", filters, limit=1)[0]) == min(1, len(expected))


def test_until_includes_the_whole_day(store: Store) -> None:
    annotated = example_article(2, "Eva Lind")
    save(store, replace(annotated, article=replace(annotated.article, published="2025-01-02T17:40:00+01:00")))
    assert store.search("", Filters(until="2025-01-02"))[1] == 1
    assert store.search("", Filters(until="2025-01-01"))[1] == 0


def test_an_article_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    save(store, example_article(1, "Eva Lind"), example_article(10, "Eva Lind"), example_article(11, "Eva Lind"))
    assert store.article("article-001")["id"] == store.article("article-00")["id"] == "article-001"
    for prefix, problem in (
        ("article-01", "several"),
        ("nothing", "no article"),
        ("", "no article"),
        ("%", "no article"),
    ):
        with pytest.raises(StoreError, match=problem):
            store.article(prefix)


def test_summary_counts_named_speakers(store: Store) -> None:
    save(store, council(), example_article(1, "Eva Lind"))
    assert store.summary() == {
        "articles": 2,
        "quotes": 6,
        "speakers": 2,
        "top_speakers": [
            {"name": "Elena Marsh", "slug": "elena-marsh", "quotes": 2, "articles": 1},
            {"name": "Eva Lind", "slug": "eva-lind", "quotes": 1, "articles": 1},
        ],
    }


def test_vacuum_by_somebody_else_does_not_mix_up_the_search(store: Store, path: Path) -> None:
    save(store, *(example_article(n, "Eva Lind", f"Number {n} here") for n in range(1, 20)))
    save(store, *(annotate(example_article(n, "Eva Lind").article, [], []) for n in range(1, 20, 2)))
    store.close()
    connection = sqlite3.connect(path)
    connection.execute("VACUUM")
    connection.close()
    with Store.open(path) as again:
        ((hit,), _) = again.search('"number 12"')
        assert hit.row["article_id"] == "article-012"
    assert sound(path)


# Files


def test_a_closed_database_is_one_file_that_reads_on_read_only_media(path: Path) -> None:
    with Store.open(path, create=True) as store:
        save(store, council())
    assert [file.name for file in path.parent.iterdir()] == ["quotes.db"]
    assert rows(path, "PRAGMA journal_mode") == [("delete",)]


def test_reading_does_not_touch_the_file(path: Path) -> None:
    with Store.open(path, create=True) as store:
        save(store, council())
    before = path.read_bytes()
    with Store.open(path, write=False) as store:
        assert store.search("permits")[1] == 2
        with pytest.raises(StoreError, match="may not be written to"):
            store.begin_run(models="", rules="", version="")
    assert path.read_bytes() == before


def test_a_missing_database_is_not_made_by_reading(path: Path) -> None:
    for write in (True, False):
        with pytest.raises(StoreError, match="no such database"):
            Store.open(path, write=write)
    assert not path.exists()


def test_a_folder_or_an_impossible_place_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        Store.open(tmp_path, create=True)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(tmp_path / "missing" / "quotes.db", create=True)


def test_an_empty_file_is_filled_but_not_read(path: Path) -> None:
    path.touch()
    for write in (True, False):
        with pytest.raises(StoreError, match="is empty"):
            Store.open(path, write=write)
    with Store.open(path, create=True) as store:
        assert save(store, council()) == ["added"]


@pytest.mark.parametrize("create", [True, False])
def test_a_file_that_is_no_database_is_left_alone(path: Path, create: bool) -> None:
    path.write_text("Dear diary, " * 500)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(path, create=create)
    assert path.read_text() == "Dear diary, " * 500


def test_a_damaged_database_is_reported(path: Path) -> None:
    with Store.open(path, create=True) as store:
        save(store, *(example_article(n, "Eva Lind") for n in range(1, 30)))
    data = bytearray(path.read_bytes())
    data[8192:] = random.Random(0).randbytes(len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(StoreError, match="damaged"), Store.open(path) as store:
        save(store, council())
        list(store.quotes())


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE articles (id TEXT)")
    connection.close()
    before = path.read_bytes()
    for options in ({"create": True}, {"write": True}, {"write": False}):
        with pytest.raises(StoreError, match="another program"):
            Store.open(path, **options)
    assert path.read_bytes() == before


def test_a_database_of_a_newer_version_is_left_alone(path: Path) -> None:
    Store.open(path, create=True).close()
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO _sqlite_migrations VALUES (99, 'quotes', 'm099_future', '2099-01-01')")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    for options in ({"create": True}, {"write": True}, {"write": False}):
        with pytest.raises(StoreError, match="newer version"):
            Store.open(path, **options)
    assert path.read_bytes() == before


@pytest.mark.parametrize("write", [True, False])
def test_an_older_database_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch, write: bool) -> None:
    from quotes.store import migrations

    with Store.open(path, create=True) as store:
        save(store, council())
    steps = type(migrations._steps)("quotes")
    steps._migrations = list(migrations._steps._migrations)

    @steps()
    def m002_add_section(db: Any) -> None:
        db.table("articles").add_column("section", str)

    monkeypatch.setattr(migrations, "_steps", steps)
    with Store.open(path, write=write) as store:
        assert store.search("permits")[1] == 2
    assert rows(path, "SELECT id, section FROM articles") == [("council", None)]
    Store.open(path, write=write).close()


def test_a_reader_sees_whole_articles_while_another_writes(path: Path) -> None:
    with Store.open(path, create=True) as store:
        save(store, council())
    done = threading.Event()
    problems: list[object] = []
    seen: list[int] = []

    def read() -> None:
        try:
            while not done.is_set():
                with Store.open(path, write=False) as reader:
                    summary = reader.summary()
                    seen.append(summary["articles"])
                    if summary["articles"] + 4 != summary["quotes"]:
                        problems.append(summary)
        except BaseException as error:
            problems.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        with Store.open(path) as store:
            save(store, *(example_article(n, "Eva Lind") for n in range(1, 60)))
    finally:
        done.set()
        thread.join()
    assert problems == []
    assert seen and seen == sorted(seen)
    assert sound(path)


def test_two_writers_take_turns(path: Path) -> None:
    Store.open(path, create=True).close()
    problems: list[BaseException] = []

    def write(first: int) -> None:
        try:
            with Store.open(path) as store:
                save(store, *(example_article(n, "Eva Lind") for n in range(first, first + 20)))
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=write, args=[first]) for first in (1, 21)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert rows(path, "SELECT count(*) FROM articles") == [(40,)]
    assert people(path).keys() == {"Eva Lind"}


def test_a_locked_database_is_reported(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_BUSY_SECONDS", 0.05)
    with Store.open(path, create=True) as store:
        other = sqlite3.connect(path)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program is writing"):
            save(store, council())
        other.rollback()
        other.close()
        assert save(store, council()) == ["added"]


def test_a_killed_writer_leaves_whole_articles(path: Path) -> None:
    script = (
        "import sys, os; sys.path.insert(0, sys.argv[2])\n"
        "from examples import example_article\n"
        "from quotes.store import Store\n"
        "store = Store.open(sys.argv[1], create=True)\n"
        "run = store.begin_run(models='m', rules='r', version='0')\n"
        "for n in range(1, 6): store.save(example_article(n, 'Eva Lind'), run)\n"
        "os._exit(9)\n"
    )
    here = Path(__file__).parent
    code = subprocess.run([sys.executable, "-c", script, path, here], cwd=here.parent).returncode
    assert code == 9 and path.with_name("quotes.db-wal").exists()
    with Store.open(path, write=False) as store:
        assert store.summary()["articles"] == 5
    with Store.open(path) as store:
        assert save(store, example_article(6, "Eva Lind")) == ["added"]
    assert sound(path)


# Publishing


def test_a_published_copy_is_whole_and_needs_no_other_file(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "site" / "public.db"
    target.parent.mkdir()
    with Store.open(path, create=True) as store:
        save(store, council(), *(example_article(n, "Eva Lind") for n in range(1, 20)))
        save(store, *(annotate(example_article(n, "Eva Lind").article, [], []) for n in range(1, 20, 2)))
        assert publish(path, target) == target  # while the writer is still at it
    assert [file.name for file in target.parent.iterdir()] == ["public.db"]
    assert content(target) == content(path)
    assert rows(target, "PRAGMA journal_mode") == [("delete",)]
    assert sound(target)
    connection = sqlite3.connect(f"{target.as_uri()}?immutable=1", uri=True)
    assert connection.execute("SELECT count(*) FROM quotes_fts WHERE quotes_fts MATCH 'permits'").fetchone() == (2,)
    connection.close()


def test_a_failed_publication_leaves_the_old_copy(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "public.db"
    with Store.open(path, create=True) as store:
        save(store, council())
    publish(path, target)
    before = target.read_bytes()
    path.write_text("Dear diary, " * 500)
    with pytest.raises(StoreError, match="not a database"):
        publish(path, target)
    assert target.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["public.db", "quotes.db"]


def test_publishing_to_nowhere_is_reported(path: Path, tmp_path: Path) -> None:
    Store.open(path, create=True).close()
    with pytest.raises(StoreError, match=r"nowhere"):
        publish(path, tmp_path / "nowhere" / "public.db")
