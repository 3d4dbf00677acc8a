"""The scorer: figures worked out by hand, and agreement with the judge that lies beside the checkout."""

from __future__ import annotations

import importlib.util
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from quotes.article import Span
from quotes.document.parse import Parse, Sentence
from quotes.errors import ReadError
from quotes.evaluation import checked, kind_of, plain_name, score, table
from quotes.evaluation.naming import Naming, curve, naming_figures
from quotes.evaluation.stages import Clock, nearest_cue, scores_by_step, steps_table
from quotes.lines import read_lines

ROOT = Path(__file__).resolve().parents[1]
JUDGE = ROOT.parent / "shared/eval/score_attributions.py"
TEXT = 'Anna Lee said the plan was dead. "We tried," she added. Critics doubted it.'


def spans(*parts: str) -> list[list[int]]:
    return [[TEXT.index(p), TEXT.index(p) + len(p)] for p in parts]


GOLD: list[dict[str, Any]] = [
    {
        "id": "a",
        "text": TEXT,
        "attributions": [
            {"id": "1", "source": spans("Anna Lee"), "cue": spans("said"), "content": spans("the plan was dead")},
            {"id": "2", "source": spans("she"), "cue": spans("added"), "content": spans('"We tried,"')},
            {"id": "3", "source": spans("Critics"), "cue": spans("doubted"), "content": spans("it")},
        ],
    }
]
SPEAKERS = [
    {"doc": "a", "id": "1", "speaker": "Anna Lee", "kind": "person"},
    {"doc": "a", "id": "2", "speaker": "Anna Lee", "kind": "person"},
    {"doc": "a", "id": "3", "speaker": "critics", "kind": "group"},
]


def test_figures_worked_out_by_hand() -> None:
    predicted = [
        {
            "id": "a",
            "quotes": [
                {
                    "content": spans("the plan was"),
                    "cue": spans("said"),
                    "source": spans("Anna"),
                    "speaker": "Anna Lee",
                    "speaker_kind": "person",
                },
                {
                    "content": spans("We tried"),
                    "cue": spans("added"),
                    "source": spans("she"),
                    "speaker": "Mrs. Who",
                    "speaker_kind": "person",
                },
            ],
        }
    ]
    result = score(GOLD, predicted, SPEAKERS)
    assert result["content exact"] == {"P": 50.0, "R": 33.3, "F1": 40.0}
    assert result["content overlap"] == {"P": 100.0, "R": 66.7, "F1": 80.0}
    assert result["attribution"]["F1"] == 80.0
    assert result["all exact"]["R"] == 33.3
    assert result["speaker"] == {
        "named gold": 2,
        "found": 2,
        "right": 1,
        "right of gold": 50.0,
        "right of found": 50.0,
        "person right of found": 50.0,
        "organization right of found": 0.0,
        "wrong of named answers": 50.0,
        "nobody given a name": 0.0,
    }
    assert result["recall by kind"]["direct"] == {"gold": 1, "attribution R": 100.0}


@pytest.mark.parametrize(
    ("kind", "speaker_kind", "expected"),
    [
        ("unnamed", "person", 100.0),
        ("none", "organization", 100.0),
        ("unnamed", "unnamed", 0.0),
        ("group", "person", 0.0),
    ],
)
def test_a_name_for_nobody_is_counted(kind: str, speaker_kind: str, expected: float) -> None:
    speakers = [{"doc": "a", "id": "3", "speaker": "critics", "kind": kind}]
    quote = {"content": spans("it"), "cue": [], "source": [], "speaker": "Anna Lee", "speaker_kind": speaker_kind}
    result = score(GOLD, [{"id": "a", "quotes": [quote]}], speakers)["speaker"]
    assert result["nobody given a name"] == result["wrong of named answers"] == expected


def test_nothing_predicted_scores_nothing() -> None:
    assert score(GOLD, [], SPEAKERS)["attribution"] == {"P": 0.0, "R": 0.0, "F1": 0.0}


@pytest.mark.parametrize(
    ("content", "expected"),
    [("the plan was dead", "indirect"), ('"We tried,"', "direct"), ('dead. "We tried,"', "mixed")],
)
def test_kind_goes_by_the_marks(content: str, expected: str) -> None:
    assert kind_of(TEXT, spans(content)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("The Crédit-Union", "credit union"),
        ("Donald J. Trump", "donald trump"),
        (None, ""),
        ("J. K. Rowling", "j rowling"),
        ("Anna Lee's campaign", "lee campaign"),
        ("the Lee campaign", "lee campaign"),
        ("Harbour Bank’s", "harbour bank"),
    ],
)
def test_names_are_compared_plainly(name: str | None, expected: str) -> None:
    assert plain_name(name) == expected


@pytest.mark.skipif(not JUDGE.exists(), reason=f"the judge is not beside this checkout: {JUDGE}")
def test_figures_are_the_judges() -> None:
    spec = importlib.util.spec_from_file_location("judge", JUDGE)
    assert spec and spec.loader
    judge = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(judge)
    gold = [json.loads(line) for line in (ROOT / "seeds/seeds.gold.jsonl").read_text("utf-8").splitlines()]
    speakers = [json.loads(line) for line in (ROOT / "seeds/seeds.speakers.jsonl").read_text("utf-8").splitlines()]
    names = {(s["doc"], s["id"]): s["speaker"] for s in speakers}
    rng = random.Random(7)
    predicted = []
    for document in gold:
        quotes = []
        for a in document["attributions"]:
            if rng.random() < 0.8:
                moved = [[s + rng.randint(0, 25), e] for s, e in a["content"] if e - s > 30] or a["content"]
                source = a["source"] if rng.random() < 0.8 else []
                name = names[document["id"], a["id"]] if rng.random() < 0.7 else "somebody else"
                quotes.append({"content": moved, "cue": a["cue"], "source": source, "speaker": name})
                quotes[-1]["speaker_kind"] = rng.choice(["person", "organization", "unnamed", None])
        predicted.append({"id": document["id"], "quotes": quotes})
    ours = score(gold, predicted, speakers)
    assert ours == judge.score(gold, predicted, speakers)
    assert 30 < ours["attribution"]["F1"] < 100


def test_the_nearest_cue_of_the_sentence_takes_what_was_tagged() -> None:
    sentences = ("Anna Lee said the plan was dead.", "Critics doubted it.")
    parse = Parse(TEXT, tuple(Sentence(i, *spans(s)[0], ()) for i, s in enumerate(sentences)))
    tagged = [("CUE", "said"), ("CUE", "doubted"), ("CON", "the plan was dead"), ("SOU", "Critics"), ("CON", "it")]
    tagged.append(("CON", "she added"))  # in a sentence without cue
    quotes = nearest_cue([(tag, Span(*spans(words)[0])) for tag, words in tagged], parse)
    shown = [{part: [span.of(TEXT) for span in of] for part, of in quote.items()} for quote in quotes]
    assert shown == [
        {"cue": ["said"], "source": [], "content": ["the plan was dead"]},
        {"cue": ["doubted"], "source": ["Critics"], "content": ["it"]},
    ]


def test_the_clock_adds_up_and_counts_words() -> None:
    clock = Clock()
    clock.add("load", 3.0)
    clock.add("pos", 1.5)
    clock.add("pos", 0.5)
    with clock.timing("ner"):
        pass
    rows = clock.rows(words=200)
    assert list(rows) == ["load", "pos", "ner"] and rows["pos"]["words/s"] == 100 and "words/s" not in rows["load"]
    assert clock.table(200).splitlines()[3].startswith("| pos | 2.0 | 100 | ")


@pytest.mark.parametrize(("lines", "problem"), [('{"a": 1}\n\n[2]', ":3: not a JSON object"), ('{"a": 1}\n{', ":2: ")])
def test_a_bad_line_is_named(lines: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(lines, "utf-8")
    with pytest.raises(ReadError, match=re.escape(f"{path}{problem}")):
        read_lines(path)


def test_gold_that_lacks_a_part_is_refused() -> None:
    with pytest.raises(ReadError, match="gold entry 2 lacks"):
        checked([*GOLD, {"id": "b"}])


def test_the_engine_is_scored_step_by_step_from_parses_alone() -> None:
    parse = Parse(TEXT, ())
    clock = Clock()
    figures = scores_by_step(GOLD, [parse], SPEAKERS, clock)
    assert set(clock.stages) == {"quotes and speakers"}
    columns, rows = steps_table(figures)
    assert [row[0] for row in rows] == list(figures) and {len(row) for row in rows} == {len(columns)}


def _quote_named(speaker: str | None, confidence: float, best: str | None) -> dict[str, Any]:
    candidates = [{"name": best, "kind": "person", "share": confidence, "sources": ["chain"]}] if best else []
    return {
        "speaker": speaker,
        "speaker_kind": "person" if speaker else None,
        "speaker_confidence": confidence,
        "evidence": {"candidates": candidates},
    }


def test_what_was_refused_and_by_which_candidates_names_came() -> None:
    gold = [{**GOLD[0], "attributions": [*GOLD[0]["attributions"]]}]
    quotes = [
        {"content": spans("the plan was dead"), **_quote_named("Anna Lee", 0.9, "Anna Lee")},
        {"content": spans('"We tried,"'), **_quote_named(None, 0.4, "Anna Lee")},
    ]
    figures = naming_figures(gold, [{"id": "a", "quotes": quotes}], SPEAKERS)
    assert figures == {
        "names due": 2,
        "refused": 50.0,
        "nobody named": 0.0,
        "sources of right names": {"chain": 100.0},
    }


def test_a_curve_of_coverage_and_precision() -> None:
    def naming(confidence: float, *, right: bool, shown: bool = True) -> Naming:
        return Naming(True, shown, right, confidence, True, ())

    shown = [
        naming(0.9, right=True),
        naming(0.5, right=False),
        naming(0.7, right=True),
        naming(0.2, right=False, shown=False),
    ]
    assert curve(shown) == [(0.25, 1.0), (0.5, 1.0), (0.75, 2 / 3)]
    assert curve([]) == []


def test_the_speakers_are_a_table() -> None:
    figures = score(GOLD, [], SPEAKERS) | {"naming": naming_figures(GOLD, [], SPEAKERS)}
    text = table(figures)
    assert "| speaker right of found (named) | 0.0 |" in text
    assert "| of 0 names due: refused as too unsure | 0.0 |" in text
