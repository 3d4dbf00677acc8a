"""The whole engine on whole articles: the real seed article beside the checkout, and our own seeds with their gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quotes.annotation import Annotated
from quotes.article import Article
from quotes.engine import annotate, to_json
from quotes.evaluation import plain_name, score

pytestmark = pytest.mark.models

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT.parent / "shared/seeds/seed.expected.jsonl"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def annotated(documents: list[dict[str, Any]]) -> dict[str, Annotated]:
    found = {}
    for result in annotate(Article(d["id"], d["text"]) for d in documents):
        assert isinstance(result, Annotated)
        found[result.article.id] = result
    return found


@pytest.fixture(scope="module")
def seeds() -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Annotated]]:
    gold = lines(ROOT / "seeds/seeds.gold.jsonl")
    return gold, lines(ROOT / "seeds/seeds.speakers.jsonl"), annotated(gold)


def words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()


def contents(text: str, spans: list[list[int]]) -> list[str]:
    return [w for s, e in spans for w in words(text[s:e])]


@pytest.mark.skipif(not SEED.exists(), reason=f"the real seed article is not beside this checkout: {SEED}")
def test_the_real_article_comes_out_right() -> None:
    (gold,) = lines(SEED)
    result = annotated([gold])[gold["id"]]
    quotes = to_json(result)["quotes"]
    found = [contents(gold["text"], q["content"]) for q in quotes]
    for attribution in gold["attributions"]:
        assert contents(gold["text"], attribution["content"]) in found, attribution["id"]
    assert {q["speaker"] for q in quotes} == {"Vladimir Putin"}
    (putin,) = result.speakers
    assert "russian president" in {role.title.lower() for role in putin.roles}
    expected = [contents(gold["text"], a["content"]) for a in gold["attributions"]]
    more = [q for q, words_ in zip(quotes, found, strict=True) if words_ not in expected]
    assert all(q["kind"] == "indirect" for q in more), "beyond the ten, only speech acts without quotation marks"
    assert len(more) <= 6
    kinds = {tuple(w): q["kind"] for w, q in zip(found, quotes, strict=True)}
    by_id = {a["id"]: tuple(contents(gold["text"], a["content"])) for a in gold["attributions"]}
    assert kinds[by_id["E1"]] == "mixed"
    assert kinds[by_id["E3"]] == kinds[by_id["E5"]] == "direct"


def test_our_own_press_conference_comes_out_right(
    seeds: tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Annotated]],
) -> None:
    gold, speakers, results = seeds
    document = next(d for d in gold if d["id"] == "vereny-press-conference")
    quotes = to_json(results[document["id"]])["quotes"]
    named = {s["id"]: s["speaker"] for s in speakers if s["doc"] == document["id"]}
    exact = {(tuple(contents(document["text"], q["content"])), q["speaker"]) for q in quotes}
    wanted = [(tuple(contents(document["text"], a["content"])), named[a["id"]]) for a in document["attributions"]]
    figures = score([document], [{"id": document["id"], "quotes": quotes}])
    assert figures["attribution"]["R"] == 100
    assert sum(want in exact for want in wanted) >= len(wanted) - 1
    assert {plain_name(q["speaker"]) for q in quotes if q["confidence"] >= 0.5} == {"tomas vereny"}


def test_seeds_as_a_whole(
    seeds: tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Annotated]],
) -> None:
    gold, speakers, results = seeds
    figures = score(gold, [to_json(r) for r in results.values()], speakers)
    assert figures["attribution"]["F1"] >= 70
    assert figures["content exact"]["F1"] >= 60
    assert figures["speaker"]["right of found"] >= 70


def test_offsets_are_verbatim_and_quotes_in_order(
    seeds: tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Annotated]],
) -> None:
    for result in seeds[2].values():
        text = result.article.text
        assert [q.content for q in result.quotes] == sorted(q.content for q in result.quotes)
        for quote in result.quotes:
            for span in (*quote.content, *quote.cue, *quote.source):
                assert 0 <= span.start < span.end <= len(text)
            assert quote.speaker is None or result.speakers[quote.speaker]


def test_the_same_text_gives_the_same_quotes_alone_or_in_company(
    seeds: tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Annotated]],
) -> None:
    gold, _, results = seeds
    document = gold[0]
    alone = annotated([document])[document["id"]]
    together = results[document["id"]]
    assert [(q.content, q.cue, q.source) for q in alone.quotes] == [
        (q.content, q.cue, q.source) for q in together.quotes
    ]


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00", "a", '"', "“" * 50, "said " * 400, "🙂 " * 30, "x" * 5000])
def test_strange_text_is_no_error(text: str) -> None:
    (result,) = annotate([Article("strange", text)])
    assert isinstance(result, Annotated)
    json.dumps(to_json(result))


def test_two_processes_find_what_one_does(
    seeds: tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Annotated]],
) -> None:
    gold, _, alone = seeds
    some = gold[::2]
    shared = list(annotate((Article(d["id"], d["text"]) for d in some), workers=2))
    assert shared == [alone[d["id"]] for d in some]


def test_a_quotation_alone_before_its_speaker_is_found() -> None:
    (result,) = annotated([{"id": "k", "text": "“I am staying,” Peter Krol said."}]).values()
    (quote,) = result.quotes
    assert quote.kind == "direct" and quote.speaker is not None
    assert result.speakers[quote.speaker].name == "Peter Krol"
