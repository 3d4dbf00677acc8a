"""`quotes correct`, `quotes corrections` and the commands of `quotes speakers` that decide, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Quotes
from test_store import rows, save
from test_store_corrections import harbour, id_of, said

from quotes.evaluation import score
from quotes.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        save(store, harbour())
    return path


def test_a_session_at_the_desk(quotes: Quotes, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTES_AUTHOR", "jo")
    dawn, pilots, ice = (id_of(path, words) for words in ("dawn", "pilots", "ice"))
    result = quotes("correct", "speaker", dawn[:8], "Omar Nasser", "--reason", "“he” is the deputy")
    assert result.exit_code == 0 and "Correction 1: 1 quote in 1 article" in result.stdout
    assert quotes("correct", "reject", pilots).exit_code == 0
    assert quotes("correct", "edit", ice, "--content", "The ice is thin").exit_code == 0
    added = quotes("correct", "add", "harbour", "--content", "did not agree", "--speaker", "Coast Ferries", "--json")
    assert json.loads(added.stdout)["corrections"] == [4]
    assert said(path) == [
        ("The ice is thin", "Ilse Brandt", 1),
        ("“We sail at dawn,”", "Omar Nasser", 1),
        ("did not agree", "Coast Ferries", 1),
    ]
    listed = quotes("corrections").stdout
    for words in ("speaker", "reject", "edit", "add", "“he”", "jo", "used"):
        assert words in listed
    undone = quotes("correct", "undo", "2")
    assert "Correction 2 is undone; it had changed 1 article." in undone.stdout
    assert len(said(path)) == 4
    rows_ = json.loads(quotes("corrections", "--json").stdout)
    assert [(row["id"], row["state"], row["author"]) for row in rows_] == [
        (4, "used", "jo"),
        (3, "used", "jo"),
        (2, "undone", "jo"),
        (1, "used", "jo"),
    ]
    assert json.loads(quotes("corrections", "--stale", "--json").stdout) == []


def test_what_cannot_be_done_is_one_line(quotes: Quotes, path: Path) -> None:
    dawn = id_of(path, "dawn")
    for arguments, problem in (
        (["correct", "edit", dawn, "--content", "We sail at noon"], "do not stand in the article"),
        (["correct", "edit", dawn], "--content, --cue or --source"),
        (["correct", "speaker", dawn], "--nobody"),
        (["correct", "confirm"], "QUOTE or an --article"),
        (["correct", "reject", "ffff0000"], "no quote has this id"),
        (["correct", "undo", "7"], "no correction 7"),
        (["speakers", "merge", "omar-nasser", "omar-nasser"], "one speaker already"),
        (["speakers", "merge", "omar-nasser", "Nobody Known"], "no speaker is called"),
        (["corrections", "--export", "a", "--gold", "b"], "use only one"),
        (["corrections", "--export", "quotes.db"], "belongs to the database"),
        (["corrections", "--import", "missing.jsonl"], "missing.jsonl"),
    ):
        result = quotes(*arguments)
        assert result.exit_code == 1 and problem in result.stderr, arguments
        assert len(result.stderr.splitlines()) == 1 and "Traceback" not in result.output
    assert rows(path, "SELECT count(*) FROM corrections") == [(0,)]


def test_speakers_shows_and_decides(quotes: Quotes, path: Path) -> None:
    assert quotes("speakers").exit_code == 0
    assert "Harbour" not in quotes("speakers", "Omar Nasser").stdout
    assert (
        quotes("speakers", "show", "omar-nasser", "--json").stdout == quotes("speakers", "omar-nasser", "--json").stdout
    )
    assert quotes("speakers", "rename", "omar-nasser", "Omar A. Nasser").exit_code == 0
    assert quotes("speakers", "kind", "ilse-brandt", "organization").exit_code == 0
    assert quotes("speakers", "alias", "omar-a-nasser", "The Deputy").exit_code == 0
    listed = {row["name"]: row["kind"] for row in json.loads(quotes("speakers", "--json").stdout)}
    assert listed == {"Omar A. Nasser": "person", "Ilse Brandt": "organization"}
    assert quotes("speakers", "merge", "omar-a-nasser", "ilse-brandt").exit_code == 0
    assert [row["name"] for row in json.loads(quotes("speakers", "--json").stdout)] == ["Ilse Brandt"]


def test_corrections_go_to_another_database(quotes: Quotes, path: Path, tmp_path: Path) -> None:
    quotes("correct", "reject", id_of(path, "pilots"), "--reason", "a plan")
    exported = quotes("corrections", "--export", "-")
    assert json.loads(exported.stdout)["reason"] == "a plan"
    assert quotes("corrections", "--export", "desk.jsonl").exit_code == 0
    assert (tmp_path / "desk.jsonl").read_text("utf-8") == exported.stdout
    other = tmp_path / "other.db"
    with Store.open(other, create=True) as store:
        save(store, harbour())
    result = quotes("corrections", "--import", "desk.jsonl", "--db", str(other))
    assert "New or undone: 1 correction, of 1 article." in result.stdout
    assert said(other) == said(path)


def test_what_was_looked_through_is_gold(quotes: Quotes, path: Path, tmp_path: Path) -> None:
    quotes("correct", "speaker", id_of(path, "dawn"), "Omar Nasser")
    quotes("corrections", "--gold", "gold.jsonl", "--gold-speakers", "who.jsonl")
    assert (tmp_path / "gold.jsonl").read_text() == ""  # two quotes are nobody's decision yet
    assert "Corrections 2 to 3: 2 quotes in 1 article" in quotes("correct", "confirm", "--article", "harbour").stdout
    quotes("corrections", "--gold", "gold.jsonl", "--gold-speakers", "who.jsonl")
    gold, speakers = (
        [json.loads(line) for line in (tmp_path / name).read_text("utf-8").splitlines()]
        for name in ("gold.jsonl", "who.jsonl")
    )
    ((document,), who) = gold, {one["id"]: one["speaker"] for one in speakers}
    quotes_ = [{**one, "source_head": None, "speaker": who[one["id"]]} for one in document["attributions"]]
    found = [{"id": document["id"], "quotes": quotes_}]
    figures = score(gold, found, speakers)
    assert figures["all exact"]["F1"] == 100.0
    assert figures["speaker"]["right"] == figures["speaker"]["named gold"] == 3
