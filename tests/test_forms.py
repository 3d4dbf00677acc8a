"""Beyond news: a text of each form, from its frozen parse and through the compact models, and texts that are not of it."""

from __future__ import annotations

from typing import Any

import pytest
from constructions import FORMS, frozen_quotes

from quotes.annotation import Annotated
from quotes.article import Article
from quotes.document import Document, Parse
from quotes.engine import annotate, to_json
from quotes.forms.letter import letter
from quotes.forms.post import post_drafts


def plain(text: str) -> Document:
    """A text that no model has read: layout is all there is to go by."""
    return Document(Parse(text, ()))


@pytest.fixture(scope="module")
def read_by_models() -> dict[str, list[dict[str, Any]]]:
    quotes = {}
    for result in annotate(Article(name, form.text) for name, form in FORMS.items()):
        assert isinstance(result, Annotated)
        quotes[result.article.id] = to_json(result)["quotes"]
    return quotes


def check(name: str, quotes: list[dict[str, Any]]) -> None:
    seen = [(q["speaker"] or q["description"], q["text"], q["evidence"]["rule"]) for q in quotes]
    for speaker, content, rule in FORMS[name].quotes:
        assert [(s, r if rule else None) for s, c, r in seen if c == content] == [(speaker, rule)], seen


@pytest.mark.parametrize("name", FORMS)
def test_form(name: str) -> None:
    check(name, frozen_quotes(name))


@pytest.mark.models
@pytest.mark.parametrize("name", FORMS)
def test_form_through_the_models(name: str, read_by_models: dict[str, list[dict[str, Any]]]) -> None:
    check(name, read_by_models[name])


@pytest.mark.parametrize("name", FORMS)
def test_nothing_is_found_twice(name: str) -> None:
    taken: set[int] = set()
    for quote in frozen_quotes(name):
        own = {i for start, end in quote["content"] for i in range(start, end)}
        assert not own & taken or quote["evidence"]["rule"] in {"clausal complement", "infinitive"}, quote["text"]
        taken |= own


def test_turns_are_less_sure_and_say_why() -> None:
    quotes = {q["text"]: q for q in frozen_quotes("turns")}
    turn = quotes["“Who was on the road?”"]
    assert turn["confidence"] < min(q["confidence"] for q in quotes.values() if q["evidence"]["rule"] != "turn")
    assert any("Tom Reed and Marta Olsen alternate" in step for step in turn["evidence"]["steps"])
    assert turn["source"] == turn["cue"] == [] and turn["kind"] == "direct"


def test_statements_in_a_row_are_no_conversation() -> None:
    assert not any(q["evidence"]["rule"] == "turn" for q in frozen_quotes("statements in a row"))


@pytest.mark.models
@pytest.mark.parametrize(
    "headline",
    ["The storm: what we know so far", "Election 2016: The night that changed everything", "Winter fair - a day out"],
)
def test_colons_and_dashes_in_headlines_need_a_speaker(headline: str) -> None:
    (result,) = annotate([Article("a", f"{headline}\n\nIt was a cold day on the coast.")])
    assert isinstance(result, Annotated)
    assert result.quotes == ()


@pytest.mark.parametrize(
    "text",
    [
        "The handle — Laura Chen (@laurachen) on most networks — has two million followers.",
        "Write to us at @herald: we read all letters." + " And more." * 60,
        "The senator (@marialopez) spoke for an hour.",
    ],
)
def test_handles_in_ordinary_sentences_are_no_posts(text: str) -> None:
    assert post_drafts(plain(text)) == []


def test_a_letter_needs_salutation_and_signature() -> None:
    body = "I read your article with dismay."
    text = f"To the Editor:\n\n{body}\n\nSincerely,\n\nAnna Keller\nPortland"
    whole = letter(plain(text))
    assert whole is not None
    assert (whole.salutation.of(text), whole.signature.of(text)) == ("To the Editor:", "Anna Keller")
    assert letter(plain(f"To the Editor:\n\n{body}\n\nIt rained.")) is None
    assert letter(plain(f"{body}\n\nSincerely,\n\nAnna Keller")) is None
