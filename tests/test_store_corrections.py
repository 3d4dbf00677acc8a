"""What people decide stands above what is found: through new analyses, edited texts, other databases, and until undone."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from examples import annotate, example_article, found, quote, speaker
from test_store import content, people, rows, save, sound

from quotes.annotation import Annotated
from quotes.article import Article
from quotes.errors import StoreError
from quotes.store import Store, desk
from quotes.store.correcting import listed
from quotes.store.corrections import Correction, apply, locate

TEXT = (
    "Harbour master Ilse Brandt closed the port. “The ice is thin,” she said on Friday. Her deputy, Omar Nasser, said"
    " that the pilots would wait. “We sail at dawn,” he added. The ferry company did not agree with any of this."
)


def harbour(text: str = TEXT, *, missing: int | None = None, rules: str = "rules 1") -> Annotated:
    speakers = [speaker(text, "Ilse Brandt", gender="female"), speaker(text, "Omar Nasser", gender="male")]
    quotes = [
        quote(text, "“The ice is thin,”", cue="said", source="she", who=0),
        quote(text, "that the pilots would wait", cue="said", source="Omar Nasser", who=1, kind="indirect"),
        quote(text, "“We sail at dawn,”", cue="added", source="he", who=0, confidence=0.5),
    ]
    quotes = [one for number, one in enumerate(quotes) if number != missing]
    return annotate(Article("harbour", text, url="https://coast.example/1"), quotes, speakers, rules=rules)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "quotes.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path, create=True) as store:
        save(store, harbour())
        yield store


def said(path: Path) -> list[tuple[Any, ...]]:
    """Content and speaker of every quote, and whether a person has decided about it."""
    return rows(path, "SELECT content, speaker, corrected FROM quotes_full ORDER BY article_id, position")


def id_of(path: Path, words: str) -> str:
    ((id,),) = rows(path, "SELECT id FROM quotes WHERE instr(content, ?)", words)
    return str(id)


FOUND = [
    ("“The ice is thin,”", "Ilse Brandt", 0),
    ("that the pilots would wait", "Omar Nasser", 0),
    ("“We sail at dawn,”", "Ilse Brandt", 0),
]


def test_a_rejected_quote_is_gone_and_stays_gone(store: Store, path: Path) -> None:
    id = id_of(path, "pilots")
    desk.correct(store, "reject", id, reason="a plan", author="jo")
    assert said(path) == [FOUND[0], FOUND[2]]
    assert rows(path, "SELECT articles FROM speakers WHERE name = 'Omar Nasser'") == [(0,)]
    assert save(store, harbour(rules="rules 2")) == ["replaced"]
    assert said(path) == [FOUND[0], FOUND[2]]
    assert sound(path)


def test_another_speaker_is_known_from_then_on(store: Store, path: Path) -> None:
    done = desk.correct(store, "speaker", id_of(path, "dawn"), speaker="omar nasser", author="jo")
    expected = [*FOUND[:2], ("“We sail at dawn,”", "Omar Nasser", 1)]
    assert said(path) == expected and done.quotes == (id_of(path, "dawn"),)
    save(store, harbour(rules="rules 2"))
    assert said(path) == expected
    ((evidence, sure, speaker_sure),) = rows(
        path, "SELECT evidence, confidence, speaker_confidence FROM quotes WHERE corrected"
    )
    assert (sure, speaker_sure) == (1.0, 1.0)
    (by,) = json.loads(evidence)["corrections"]
    assert (by["action"], by["author"]) == ("speaker", "jo") and by["made"]
    assert sound(path)


def test_a_speaker_can_be_cleared_or_be_somebody_new(store: Store, path: Path) -> None:
    desk.correct(store, "speaker", id_of(path, "dawn"), speaker=desk.NOBODY)
    desk.correct(store, "speaker", id_of(path, "pilots"), speaker="The Pilots’ Union", kind="organization")
    assert [row[1] for row in said(path)] == ["Ilse Brandt", "The Pilots’ Union", None]
    assert rows(path, "SELECT speaker_status, speaker_confidence FROM quotes WHERE speaker_id IS NULL") == [
        ("unknown", None)
    ]
    assert rows(path, "SELECT kind FROM speakers WHERE name LIKE '%Union'") == [("organization",)]


def test_other_words_and_a_missed_quote(store: Store, path: Path) -> None:
    old = id_of(path, "pilots")
    desk.correct(store, "edit", old, content=["the pilots would wait"], cue=["said that"])
    done = desk.add(
        store, "harbour", ["did not agree with any of this"], source=["The ferry company"], speaker="Coast Ferries",
        kind="organization",
    )  # fmt: skip
    assert said(path)[1] == ("the pilots would wait", "Omar Nasser", 1)
    assert said(path)[3] == ("did not agree with any of this", "Coast Ferries", 1)
    assert rows(path, "SELECT kind FROM quotes WHERE id = ?", done.quotes[0]) == [("indirect",)]
    assert rows(path, "SELECT new FROM moved WHERE old = ?", old) == [(id_of(path, "pilots"),)]
    before = said(path)
    save(store, harbour(rules="rules 2"))
    assert said(path) == before
    assert sound(path)


def test_words_that_are_not_in_the_text_change_nothing(store: Store, path: Path) -> None:
    before = content(path), rows(path, "SELECT * FROM corrections")
    for attempt in (
        lambda: desk.correct(store, "edit", id_of(path, "dawn"), content=["We sail at noon"]),
        lambda: desk.add(store, "harbour", ["We sail at noon"]),
        lambda: desk.correct(store, "reject", "0000"),
        lambda: desk.correct_speaker(store, "merge", "Nobody", into="Ilse Brandt"),
        lambda: desk.undo(store, 1),
    ):
        with pytest.raises(StoreError):
            attempt()
    assert (content(path), rows(path, "SELECT * FROM corrections")) == before


def test_everything_undone_is_everything_as_it_was_found(store: Store, path: Path) -> None:
    save(store, example_article(1, "Omar Nasser"), example_article(2, "Ida Nasser"))
    before = {name: value for name, value in content(path).items() if name != "mentions"}
    done = [
        desk.correct(store, "reject", id_of(path, "pilots")),
        desk.correct(store, "speaker", id_of(path, "dawn"), speaker="Omar Nasser"),
        desk.correct(store, "edit", id_of(path, "ice"), content=["The ice is thin"]),
        desk.add(store, "harbour", ["The ferry company did not agree"]),
        desk.correct_speaker(store, "merge", "ida-nasser", into="omar-nasser"),
        desk.correct_speaker(store, "rename", "ilse-brandt", name="Ilse M. Brandt"),
        desk.confirm_article(store, "article-001"),
    ]
    assert sound(path)
    ids = [id for one in done for id in one.ids]
    random.Random(0).shuffle(ids)
    for id in ids:
        desk.undo(store, id, author="jo")
    after = {name: value for name, value in content(path).items() if name != "mentions"}
    assert [row[1:] for row in after["quotes"]] and said(path)[-3:] == FOUND
    for table in ("quotes", "quote_spans", "articles"):
        strip = 0 if table != "quotes" else 1  # the number of a row is nobody's business
        assert sorted(row[strip:] for row in after[table]) == sorted(row[strip:] for row in before[table]), table
    assert people(path).keys() == {"Ilse Brandt", "Omar Nasser", "Ida Nasser"}
    assert rows(path, "SELECT count(*) FROM corrections WHERE undone_by = 'jo'") == [(len(ids),)]
    assert sound(path)
    with pytest.raises(StoreError, match="is undone already"):
        desk.undo(store, ids[0])


def test_a_correction_follows_its_quote_into_an_edited_article(store: Store, path: Path) -> None:
    desk.correct(store, "speaker", id_of(path, "dawn"), speaker="Omar Nasser")
    edited = "Updated on Saturday.\n\n" + TEXT.replace("We sail at dawn", "We sail at dawn, God willing")
    annotated = harbour("Updated on Saturday.\n\n" + TEXT, missing=2)
    changed = replace(annotated.article, text=edited)
    longer = quote(edited, "“We sail at dawn, God willing,”", cue="added", source="he", who=0)
    quotes = (*(replace(one) for one in harbour(edited.replace(", God willing", ""), missing=2).quotes), longer)
    save(store, replace(annotated, article=changed, quotes=quotes))
    assert said(path)[-1] == ("“We sail at dawn, God willing,”", "Omar Nasser", 1)


def test_one_that_fits_nothing_is_listed_not_dropped(store: Store, path: Path) -> None:
    desk.correct(store, "speaker", id_of(path, "dawn"), speaker="Omar Nasser", reason="said so himself")
    save(store, harbour(missing=2))
    with store.deciding() as db:
        (stale,) = listed(db, stale=True)
    assert (stale["action"], stale["reason"], stale["state"]) == ("speaker", "said so himself", "stale")
    store.forget("harbour")
    with store.deciding() as db:
        assert [row["state"] for row in listed(db)] == ["stale"]
    save(store, harbour())
    assert said(path)[-1] == ("“We sail at dawn,”", "Omar Nasser", 1)
    with store.deciding() as db:
        assert listed(db, stale=True) == []


def test_speakers_are_merged_in_all_articles_and_those_to_come(store: Store, path: Path) -> None:
    save(store, example_article(1, "Will Okafor"), example_article(2, "Buster Okafor"))
    ((old,),) = rows(path, "SELECT id FROM speakers WHERE name = 'Buster Okafor'")
    desk.correct_speaker(store, "merge", "buster-okafor", into="will-okafor", reason="one man", author="jo")
    assert people(path)["Will Okafor"] == {"article-001", "article-002"}
    assert rows(path, "SELECT new FROM moved WHERE old = 'buster-okafor'") == [("will-okafor",)]
    save(store, example_article(3, "Buster Okafor"))
    assert people(path)["Will Okafor"] == {"article-001", "article-002", "article-003"}
    assert store.find_speakers("Buster Okafor")[0]["name"] == "Will Okafor"
    desk.undo(store, 1)
    assert people(path)["Buster Okafor"] == {"article-002", "article-003"}
    assert rows(path, "SELECT id FROM speakers WHERE name = 'Buster Okafor'") == [(old,)]
    assert sound(path)


def test_speakers_are_split_renamed_and_get_other_names_and_kinds(store: Store, path: Path) -> None:
    save(store, *(example_article(number, "Ada Fell") for number in (1, 2, 3)))
    desk.correct_speaker(store, "split", "ada-fell", name="Ada Fell-Moss", articles=["article-002"])
    assert people(path)["Ada Fell-Moss"] == {"article-002"}
    desk.correct_speaker(store, "rename", "ada-fell", name="Ada Maria Fell")
    assert people(path)["Ada Maria Fell"] == {"article-001", "article-003"}
    desk.correct_speaker(store, "alias", "ada-maria-fell", name="The Iron Skipper")
    save(store, example_article(4, "The Iron Skipper"))
    assert people(path)["Ada Maria Fell"] == {"article-001", "article-003", "article-004"}
    desk.correct_speaker(store, "kind", "omar-nasser", kind="organization")
    assert rows(path, "SELECT kind, articles FROM speakers WHERE name = 'Omar Nasser' ORDER BY articles") == [
        ("person", 0),
        ("organization", 1),
    ]
    assert rows(path, "SELECT count(*) FROM quotes_full WHERE speaker = 'Ada Maria Fell' AND corrected") == [(3,)]
    assert sound(path)


def test_corrections_are_carried_to_another_database(store: Store, path: Path, tmp_path: Path) -> None:
    save(store, example_article(1, "Will Okafor"), example_article(2, "Buster Okafor"))
    desk.correct(store, "reject", id_of(path, "pilots"), reason="a plan", author="jo")
    desk.correct(store, "speaker", id_of(path, "dawn"), speaker="Omar Nasser")
    desk.correct_speaker(store, "merge", "buster-okafor", into="will-okafor")
    exported = [json.loads(json.dumps(row)) for row in desk.export(store)]
    other = tmp_path / "other.db"
    renamed = harbour()
    renamed = replace(renamed, article=replace(renamed.article, id="another name"))
    with Store.open(other, create=True) as second:
        save(second, renamed, example_article(1, "Will Okafor"), example_article(2, "Buster Okafor"))
        assert len(desk.take(second, exported).ids) == 3
        assert sorted(row[:2] for row in said(other)) == sorted(row[:2] for row in said(path))
        assert desk.take(second, exported).ids == ()
        desk.undo(store, 1)
        assert len(desk.take(second, desk.export(store)).ids) == 1
        assert sorted(row[:2] for row in said(other)) == sorted(row[:2] for row in said(path))
        with pytest.raises(StoreError, match="correction 1 of the file"):
            desk.take(second, [{"action": "applaud"}])
    assert sound(other)


def test_confirming_an_article_confirms_what_nobody_has_decided_about(store: Store, path: Path) -> None:
    desk.correct(store, "reject", id_of(path, "pilots"))
    assert len(desk.confirm_article(store, "harbour").ids) == 2
    assert [row[2] for row in said(path)] == [1, 1]
    assert desk.confirm_article(store, "harbour").ids == ()


# The pure part


def test_corrections_of_quotes_come_before_those_of_speakers() -> None:
    annotated = harbour()
    made = [
        Correction(1, "rename", {"names": ["bo moss"], "kind": "person"}, {"name": "Robert Moss", "kind": "person"}),
        Correction(
            2,
            "speaker",
            {"words": ["“We sail at dawn,”"], "start": 0},
            {"speaker": {"name": "Bo Moss", "kind": "person"}},
        ),
    ]
    corrected = apply(annotated, made)
    assert [one.name for one in corrected.annotated.speakers] == ["Ilse Brandt", "Omar Nasser", "Robert Moss"]
    assert corrected.uses == {1: frozenset({2}), 2: frozenset({2})} and corrected.quotes == {2}
    assert apply(annotated, []).annotated == annotated


def test_of_two_quotes_of_the_same_words_the_nearer_is_meant() -> None:
    text = "“No,” said Ada Fell. Much later, after hours of talk, she said it again. “No,” said Ada Fell."
    first, second = found(text, "“No,”"), found(text, "“No,”", 2)
    base = quote(text, "“No,”", who=0)
    annotated = annotate(Article("a", text), [base, replace(base, content=(second,))], [speaker(text, "Ada Fell")])
    reject = Correction(1, "reject", {"words": ["“No,”"], "start": second.start + 3})
    assert [one.content for one in apply(annotated, [reject]).annotated.quotes] == [(first,)]


def test_words_are_located_whatever_space_is_between_them() -> None:
    text = "One two\nthree. One two three."
    assert locate(text, ["two three"], 0) == (found(text, "two\nthree"),)
    assert locate(text, ["two three"], 25) == (found(text, "two three"),)
    assert locate(text, ["One", "three."], 0) == (found(text, "One"), found(text, "three."))
    assert locate(text, ["four"]) is locate(text, []) is locate(text, [" "]) is None
