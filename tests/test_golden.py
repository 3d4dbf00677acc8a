"""What comes out of the frozen parses, quote by quote, beside what came out before.

A changed rule shows as a diff of tests/golden: `pytest tests/test_golden.py --renew-golden` writes it. attribution.json holds
content, cue and source; speakers.json who they were given to, with the confidence, so that the two change apart.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from constructions import PARSES, frozen_quotes

from quotes.document.frozen import freeze, thaw

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in PARSES.glob("*.json"))
ATTRIBUTION = ("text", "content", "cue", "source", "kind", "act", "negated")
SPEAKERS = ("text", "speaker", "speaker_kind", "description", "source_head", "roles", "confidence")


def came_out(name: str) -> dict[str, list[dict[str, Any]]]:
    quotes = frozen_quotes(name)
    return {
        "attribution": [{k: q[k] for k in ATTRIBUTION} | {"rule": q["evidence"]["rule"]} for q in quotes],
        "speakers": [{k: q[k] for k in SPEAKERS} for q in quotes],
    }


@cache
def golden(part: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads((GOLDEN / f"{part}.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module", autouse=True)
def renewed(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--renew-golden"):
        return
    GOLDEN.mkdir(exist_ok=True)
    found = {name: came_out(name) for name in NAMES}
    for part in ("attribution", "speakers"):
        articles = []
        for name in NAMES:
            lines = ",\n".join("  " + json.dumps(quote, ensure_ascii=False) for quote in found[name][part])
            articles.append(f" {json.dumps(name)}: [\n{lines}\n ]" if lines else f" {json.dumps(name)}: []")
        (GOLDEN / f"{part}.json").write_text("{\n" + ",\n".join(articles) + "\n}\n", "utf-8")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("part", ["attribution", "speakers"])
def test_what_comes_out_is_what_came_out_before(name: str, part: str) -> None:
    quotes = json.loads(json.dumps(came_out(name)[part]))
    assert quotes == golden(part)[name], "if that is meant: pytest tests/test_golden.py --renew-golden"


def test_golden_files_hold_no_article_without_a_parse() -> None:
    assert set(golden("attribution")) == set(golden("speakers")) == set(NAMES)


@pytest.mark.parametrize("name", NAMES[:3])
def test_a_frozen_parse_freezes_to_itself(name: str) -> None:
    text = (PARSES / f"{name}.json").read_text("utf-8")
    assert freeze(thaw(text)) == text
