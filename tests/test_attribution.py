"""Who said what: one minimal text a construction, from its frozen parse, and through the real compact models from raw text."""

from __future__ import annotations

from typing import Any

import pytest
from constructions import CASES, frozen_quotes

from quotes.annotation import Annotated
from quotes.article import Article
from quotes.engine import annotate, to_json


@pytest.fixture(scope="module")
def read_by_models() -> dict[str, list[dict[str, Any]]]:
    found = {}
    for result in annotate(Article(name, case.text) for name, case in CASES.items()):
        assert isinstance(result, Annotated)
        found[result.article.id] = to_json(result)["quotes"]
    return found


def words(text: str) -> str:
    """Text without the punctuation at its edges, which no convention agrees on."""
    return text.strip("\"“”‘’'., ")


def check(name: str, quotes: list[dict[str, Any]]) -> None:
    case = CASES[name]
    match = [q for q in quotes if words(q["text"]) == words(case.content)]
    assert match, [(q["text"], q["speaker"]) for q in quotes]
    quote = match[0]
    assert quote["speaker"] == case.speaker
    for field in ("kind", "act", "negated"):
        if (expected := getattr(case, field)) is not None:
            assert quote[field] == expected, field


@pytest.mark.parametrize("name", CASES)
def test_construction(name: str) -> None:
    check(name, frozen_quotes(name))


@pytest.mark.models
@pytest.mark.parametrize("name", CASES)
def test_construction_through_the_models(name: str, read_by_models: dict[str, list[dict[str, Any]]]) -> None:
    check(name, read_by_models[name])


@pytest.mark.parametrize("name", CASES)
def test_quotes_are_verbatim_and_say_why(name: str) -> None:
    text = CASES[name].text
    for quote in frozen_quotes(name):
        for start, end in (*quote["content"], *quote["cue"], *quote["source"]):
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
        assert quote["content"] == sorted(quote["content"])
        assert 0 <= quote["confidence"] <= 1
        assert quote["evidence"]["rule"] and quote["evidence"]["steps"] and quote["evidence"]["models"]


@pytest.mark.parametrize("name", ["scare quotes", "titles of works", "no quote at all"])
def test_scare_quotes_and_titles_are_no_quotes(name: str) -> None:
    assert frozen_quotes(name) == []
