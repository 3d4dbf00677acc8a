"""scripts/errors: which kind an error counts as. No model takes part."""

from __future__ import annotations

import importlib.util
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from quotes.article import Span
from quotes.document.parse import Parse, Proposal, Sentence, Word

TEXT = "Reopened\n\nThe dam held. Brooks said the dam would hold until May. She fears rain."


@pytest.fixture(scope="module")
def script() -> ModuleType:
    loader = SourceFileLoader("errors_script", str(Path(__file__).parents[1] / "scripts/errors"))
    spec = importlib.util.spec_from_loader("errors_script", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def at(words: str) -> list[list[int]]:
    """The spans of some words of the text; none for none."""
    start = TEXT.index(words)
    return [[start, start + len(words)]] if words else []


def quote(content: str, cue: str = "said", source: str = "Brooks", **more: Any) -> dict[str, Any]:
    found = {"content": at(content), "cue": at(cue), "source": at(source)}
    return {"kind": "indirect", "act": "speech", "speaker": "Helen Brooks", **found, **more}


def kinds(
    script: ModuleType, gold: list[dict[str, Any]], quotes: list[dict[str, Any]], cues: dict[str, str]
) -> list[str]:
    """The kinds of all errors, with the network having proposed `cues` with their contents, and the words of verbs known."""
    document = {"id": "d", "text": TEXT, "attributions": [{"id": f"E{i}", **a} for i, a in enumerate(gold)]}
    verbs = [Word(i, w, w, "VERB", "", -1, "root", *at(w)[0]) for i, w in enumerate(("held", "said", "fears"))]
    proposals = [Proposal(Span(*at(c)[0]), (), tuple(Span(*s) for s in at(w)), 0.4, 0.0, 0.4) for c, w in cues.items()]
    parse = Parse(TEXT, (Sentence(0, 0, len(TEXT), tuple(verbs)),), proposals=tuple(proposals))
    speakers = {("d", "E0"): {"speaker": "Helen Brooks", "kind": "person", "speech": True}}
    return [kind for kind, _, _ in script.errors(document, quotes, parse, speakers)]


WHOLE = "the dam would hold until May"


@pytest.mark.parametrize(
    ("found", "cues", "expected"),
    [
        ([quote(WHOLE)], {}, []),
        ([], {}, ["missed: plain clause"]),
        ([], {"said": ""}, ["missed: cue without content"]),
        ([], {"said": WHOLE}, ["missed: cue dropped"]),
        ([quote("The dam held")], {}, ["missed: other content"]),
        ([quote("until May")], {}, ["missed: too little"]),
        ([quote(TEXT)], {}, ["missed: too much"]),
        ([quote(WHOLE, source="")], {}, ["source missing"]),
        ([quote(WHOLE, source="She")], {}, ["source: another one"]),
        ([quote(WHOLE, speaker="Tom")], {}, ["speaker: another one named, from a name"]),
        ([quote(WHOLE, speaker=None)], {}, ["speaker: nobody named, from a name"]),
        ([quote("the dam would hold")], {}, ["content too short"]),
        ([quote("said " + WHOLE)], {}, ["content too long"]),
        ([quote("said the dam would hold")], {}, ["content too short and too long"]),
        ([quote(WHOLE, act="thought")], {}, ["act: thought, not speech"]),
        ([quote(WHOLE, source="held. Brooks")], {}, ["source boundaries"]),
        ([quote(WHOLE, cue="Brooks said")], {}, ["cue boundaries"]),
        ([quote(WHOLE), quote("rain", "fears", "She", act="thought")], {}, ["extra: thought"]),
        ([quote(WHOLE), quote("rain", "fears", "She", kind="direct")], {}, ["extra: a few quoted words"]),
        ([quote(WHOLE), quote("rain", "fears", "")], {}, ["extra: without source"]),
        ([quote(WHOLE), quote("until May", "fears", "She")], {}, ["extra: inside a quote"]),
    ],
)
def test_kinds(script: ModuleType, found: list[dict[str, Any]], cues: dict[str, str], expected: list[str]) -> None:
    assert kinds(script, [quote(WHOLE)], found, cues) == expected


@pytest.mark.parametrize(
    ("gold", "expected"),
    [
        (quote("dam held", "The"), "missed: cue without verb"),
        (quote("rain", "fears", ""), "missed: nobody is the source"),
    ],
)
def test_what_was_missed_without_any_trace(script: ModuleType, gold: dict[str, Any], expected: str) -> None:
    assert kinds(script, [gold], [], {}) == [expected]


def test_headlines_and_marks(script: ModuleType) -> None:
    want = {"content": frozenset({1}), "cue": frozenset({2}), "source": frozenset({3})}
    signs = {"bare": False, "proposed": False, "verb": True}
    assert script.missed(want, [], headline=True, quoted=True, **signs) == "missed: headline"
    assert script.missed(want, [], headline=False, quoted=True, **signs) == "missed: quoted words"


@pytest.mark.parametrize(
    ("source", "form"),
    [("She", "pronoun"), ("Brooks", "name"), ("the dam", "description"), ("the Brooks campaign", "body")],
)
def test_forms_of_sources(script: ModuleType, source: str, form: str) -> None:
    assert script.form({"source": [[0, len(source)]]}, source) == form


def test_the_table(script: ModuleType) -> None:
    rows = [("content too long", [("direct", "a | b"), ("indirect", "cut …"), ("direct", "ab")])]
    last = script.table(rows, 9, 3, examples=True).splitlines()[-1]
    assert last == "| content too long | 3 | 2 / 0 / 1 | a / b; ab |"
