"""What `quotes explain` says: each pass that changed a draft, in words; what was dropped, and by which pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Quotes
from conllu import parse, proposal
from constructions import CASES, frozen

from quotes.article import Article
from quotes.cli.explain import candidate_lines
from quotes.explanation import explain

CHARGED = """
1 Ann     Ann    PROPN _ Number=Sing              3 nsubj:pass
2 was     be     AUX   _ _                        3 aux:pass
3 charged charge VERB  _ VerbForm=Part|Voice=Pass 0 root
4 .       .      PUNCT _ _                        3 punct
"""


def explained(name: str) -> dict[str, Any]:
    found = frozen(name)
    return explain(Article(name, found.text), found)


def test_each_pass_says_what_it_did() -> None:
    found = explained("conjoined cues")
    quote = found["quotes"][0]
    assert quote["number"] == 1 and quote["speaker"] == "Paul Meyer"
    first = quote["passes"][0]
    assert first["pass"] == "propose"
    assert first["did"][0] == (
        "“apologized for” introduces what somebody says or thinks (0.95 sure): these words (0.94 sure)"
    )
    assert "source: [Paul Meyer]" in first["did"]


@pytest.mark.parametrize("name", CASES)
def test_every_quote_has_at_least_the_pass_that_proposed_it(name: str) -> None:
    for quote in explained(name)["quotes"]:
        assert quote["passes"] and all(one["did"] for one in quote["passes"])


def test_a_dropped_draft_says_which_pass_dropped_it() -> None:
    plain = parse(CHARGED)
    given = parse(CHARGED, proposals=(proposal(plain.text, "was charged", ["Ann"], score=0.8),))
    found = explain(Article("a", plain.text), given)
    (dropped,) = found["dropped"]
    assert found["quotes"] == [] and dropped["text"] == "Ann"
    assert [one["pass"] for one in dropped["passes"]] == ["propose", "confidence", "passives"]
    assert dropped["passes"][-1]["did"] == ["dropped: says what was done to somebody, not what was said"]


@pytest.mark.models
def test_the_command_prints_passes_and_speaker(quotes: Quotes, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text("Mayor Tom Harding opened the meeting. He said that the school would stay open.", "utf-8")
    printed = quotes("explain", path).stdout
    assert "that the school would stay open" in printed and "“said” introduces what somebody says or thinks" in printed
    assert "Tom Harding" in printed
    found = json.loads(quotes("explain", path, "--quote", 1, "--json").stdout)
    assert [q["number"] for q in found["quotes"]] == [1]
    missing = quotes("explain", path, "--quote", 9)
    assert missing.exit_code == 1 and "there is no quote 9" in missing.stderr


def test_an_article_that_is_not_there(quotes: Quotes, tmp_path: Path) -> None:
    result = quotes("explain", tmp_path / "no.txt")
    assert result.exit_code == 1 and "no.txt" in result.stderr


def test_candidates_are_shown_with_share_sources_and_weights() -> None:
    features = [{"name": "gender agrees", "adds": 1.25}, {"name": "sentences between", "adds": -0.5}]
    found = [
        {"name": "Ann Lee", "share": 0.9, "sources": ["coreference chain", "salience"], "features": features},
        {"name": None, "share": 0.1},
    ]
    assert candidate_lines(found) == [
        "0.90  Ann Lee  coreference chain, salience  gender agrees +1.2; sentences between -0.5",
        "0.10  nobody named",
    ]
