"""The kinds of mistakes: which one a quote counts as. No model takes part."""

from __future__ import annotations

from typing import Any

import pytest

from quotes.article import Span
from quotes.document.parse import Parse, Proposal, Sentence, Word
from quotes.evaluation.mistakes import Mistake, as_json, form, missed, mistakes, rows, summary, table

TEXT = "Reopened\n\nThe dam held. Brooks said the dam would hold until May. She fears rain."


def at(words: str) -> list[list[int]]:
    """The spans of some words of the text; none for none."""
    start = TEXT.index(words)
    return [[start, start + len(words)]] if words else []


def quote(content: str, cue: str = "said", source: str = "Brooks", **more: Any) -> dict[str, Any]:
    found = {"content": at(content), "cue": at(cue), "source": at(source)}
    return {"kind": "indirect", "act": "speech", "speaker": "Helen Brooks", **found, **more}


def kinds(gold: list[dict[str, Any]], quotes: list[dict[str, Any]], cues: dict[str, str]) -> list[str]:
    """The kinds of all errors, with the network having proposed `cues` with their contents, and the words of verbs known."""
    document = {"id": "d", "text": TEXT, "attributions": [{"id": f"E{i}", **a} for i, a in enumerate(gold)]}
    verbs = [Word(i, w, w, "VERB", "", -1, "root", *at(w)[0]) for i, w in enumerate(("held", "said", "fears"))]
    proposals = [Proposal(Span(*at(c)[0]), (), tuple(Span(*s) for s in at(w)), 0.4, 0.0, 0.4) for c, w in cues.items()]
    parse = Parse(TEXT, (Sentence(0, 0, len(TEXT), tuple(verbs)),), proposals=tuple(proposals))
    speakers = {("d", "E0"): {"speaker": "Helen Brooks", "kind": "person", "speech": True}}
    return [mistake.kind for mistake in mistakes(document, quotes, parse, speakers)]


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
def test_kinds(found: list[dict[str, Any]], cues: dict[str, str], expected: list[str]) -> None:
    assert kinds([quote(WHOLE)], found, cues) == expected


@pytest.mark.parametrize(
    ("gold", "expected"),
    [
        (quote("dam held", "The"), "missed: cue without verb"),
        (quote("rain", "fears", ""), "missed: nobody is the source"),
    ],
)
def test_what_was_missed_without_any_trace(gold: dict[str, Any], expected: str) -> None:
    assert kinds([gold], [], {}) == [expected]


def test_headlines_and_marks() -> None:
    want = {"content": frozenset({1}), "cue": frozenset({2}), "source": frozenset({3})}
    signs = {"bare": False, "proposed": False, "verb": True}
    assert missed(want, [], headline=True, quoted=True, **signs) == "missed: headline"
    assert missed(want, [], headline=False, quoted=True, **signs) == "missed: quoted words"


@pytest.mark.parametrize(
    ("source", "expected"),
    [("She", "pronoun"), ("Brooks", "name"), ("the dam", "description"), ("the Brooks campaign", "body")],
)
def test_forms_of_sources(source: str, expected: str) -> None:
    assert form({"source": [[0, len(source)]]}, source) == expected


def test_the_table() -> None:
    made = [
        ("content too long", "direct", "a | b"),
        ("content too long", "indirect", "cut …"),
        ("extra: speech", "mixed", "x"),
    ]
    ranked = rows([Mistake(*made[0]), Mistake(*made[2]), Mistake(*made[1])])
    assert summary(ranked, 9, top=1) == "3 errors, 9 gold attributions; the 1 commonest kinds:"
    columns, cells = table(ranked, top=1, examples=True)
    assert columns[:2] == ["kind of error", "count"]
    assert cells == [["content too long", "2", "1 / 0 / 1", "a | b; cut …"]]
    assert [(row["kind"], row["count"]) for row in as_json(ranked)] == [("content too long", 2), ("extra: speech", 1)]
