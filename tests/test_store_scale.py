"""Saving an article costs no more in a large archive than in a small one: every question by an index, and no more steps."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from examples import annotate, quote, speaker
from test_store import save

from quotes.annotation import Annotated, Speaker
from quotes.article import Article
from quotes.store import Store

# A word each that no other sentence has, and some that all have.
SYLLABLES = [a + b for a, b in itertools.product("bdfgklmnprstvz", ("al", "en", "ir", "os", "um"))]


def word(number: int) -> str:
    letters = len(SYLLABLES)
    return SYLLABLES[number % letters] + SYLLABLES[number // letters % letters] + SYLLABLES[number * 7 % letters]


def article(number: int) -> Annotated:
    """A well-known speaker, a new one of a common surname, a surname alone that may be anybody's, a new body that shares its
    last word with all others.
    """
    body = f"{word(number)} Lifeboats".title()
    names = ("Anna Feldt", f"{word(number)} {word(number % 50)}".title(), "Smith", body)
    said = [f"we have seen the {word(3 * number + n)} that they {word(5 * number + n)} on the way" for n in range(4)]
    text = " ".join(f"“{words},” said {name} of day {number}." for words, name in zip(said, names, strict=True))
    quotes = [quote(text, words, cue="said", source=names[n], who=n) for n, words in enumerate(said)]
    people = [speaker(text, name) for name in names[:3]]
    return annotate(Article(f"a{number}", text), quotes, [*people, Speaker(body, "organization")])


@contextmanager
def asked(store: Store) -> Iterator[list[str]]:
    statements: list[str] = []
    store._db.conn.set_trace_callback(statements.append)
    yield statements
    store._db.conn.set_trace_callback(None)


def test_no_save_reads_a_whole_table(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        save(store, *(article(number) for number in range(8)))
        run = store.begin_run(models="models 1", rules="rules 1", version="1")
        with asked(store) as statements:
            store.save(article(8), run)
            store.unchanged(article(8).article, models="models 1", rules="rules 1")
            store.save(annotate(article(8).article, article(9).quotes[:1], article(8).speakers), run, replacing=True)
            store.forget("a3")
    changing = ("SELECT", "INSERT", "UPDATE", "DELETE")
    questions = {statement for statement in statements if statement.lstrip().upper().startswith(changing)}
    assert len(questions) > 50
    connection = sqlite3.connect(path)
    connection.create_function("fold", 1, str)
    scans = [
        (step, statement)
        for statement in sorted(questions)
        for (*_, step) in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
        if step.startswith("SCAN") and "VIRTUAL TABLE" not in step and "CONSTANT ROW" not in step
    ]
    connection.close()
    assert not scans


def steps(store: Store, annotated: Annotated, run: int) -> int:
    """How many hundred of SQLite's instructions a save takes."""
    count = itertools.count()
    store._db.conn.set_progress_handler(lambda: next(count) and None, 100)
    store.save(annotated, run)
    store._db.conn.set_progress_handler(None, 0)
    return next(count)


def test_a_save_takes_no_more_steps_in_a_larger_archive(tmp_path: Path) -> None:
    with Store.open(tmp_path / "quotes.db", create=True) as store:
        run = store.begin_run(models="models 1", rules="rules 1", version="1")
        taken = [steps(store, article(number), run) for number in range(700)]
    small, large = sorted(taken[100:200]), sorted(taken[-100:])
    assert large[50] < 1.3 * small[50]
    assert sum(large) < 1.3 * sum(small)


def test_an_article_of_very_many_speakers_is_stored_in_time_that_grows_with_them(tmp_path: Path) -> None:
    def crowd(number: int) -> Annotated:
        names = [f"{word(n)} {word(3 * n + 1)}".title() for n in range(number)]
        text = " ".join(f"“We saw the {word(n)} {name},” said {name}." for n, name in enumerate(names))
        people = [Speaker(name, "person") for name in names]
        return annotate(Article(f"crowd-{number}", text), [], people)

    with Store.open(tmp_path / "quotes.db", create=True) as store:
        run = store.begin_run(models="models 1", rules="rules 1", version="1")
        few, many = steps(store, crowd(150), run), steps(store, crowd(600), run)
    assert many < 6 * few


def test_the_quotes_of_an_article_are_written_to_the_search_index_at_once(tmp_path: Path) -> None:
    said = [f"we have seen the {word(n)} on the way" for n in range(24)]
    text = " ".join(f"“{words},” said Anna Feldt." for words in said)
    quotes = [quote(text, words, cue="said", source="Anna Feldt", who=0) for words in said]
    with Store.open(tmp_path / "quotes.db", create=True) as store:
        save(store, annotate(Article("a1", text), quotes, [speaker(text, "Anna Feldt")]))
        ((segments,),) = store._db.execute("SELECT count(DISTINCT segid) FROM quotes_fts_idx").fetchall()
    assert segments == 1
