"""The About page's accuracy table, from what `quotes evaluate --json` prints."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from site_example import SITE, build

from quotes.evaluation import by_kind, score

GOLD = {
    "id": "g",
    "text": "“We go,” said Ada Fell. Omar said that they stay.",
    "attributions": [
        {"id": "1", "content": [[0, 8]], "cue": [[9, 13]], "source": [[14, 22]]},
        {"id": "2", "content": [[34, 48]], "cue": [[29, 33]], "source": [[24, 28]]},
    ],
}
FOUND = {"id": "g", "quotes": [{"content": [[0, 8]], "cue": [[9, 13]], "source": [[14, 22]], "speaker": "Ada Fell"}]}
SPEAKERS = [{"doc": "g", "id": "1", "speaker": "Ada Fell", "kind": "person"}]


def about(path: Path, measured: str | None, monkeypatch: pytest.MonkeyPatch) -> Any:
    async def ask() -> Any:
        site = Datasette([str(build(path / "quotes.db"))], config_dir=SITE)
        await site.invoke_startup()
        file = path / "measures.json"
        if measured is not None:
            file.write_text(measured)
        monkeypatch.setattr(sys.modules["quotes_site.about"], "MEASURES", file)
        return await site.client.get("/about")

    return asyncio.run(ask())


def test_accuracy_by_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {**score([GOLD], [FOUND], SPEAKERS), "by kind": by_kind([GOLD], [FOUND], SPEAKERS)}
    assert figures["by kind"] == [
        {"kind": "direct", "gold": 1, "found": 100.0, "given": 1, "right": 100.0, "speaker right": 100.0},
        {"kind": "mixed", "gold": 0, "found": None, "given": 0, "right": None, "speaker right": None},
        {"kind": "indirect", "gold": 1, "found": 0.0, "given": 0, "right": None, "speaker right": None},
    ]
    page = about(tmp_path, json.dumps({"of": "<our> own gold", **figures}), monkeypatch).text
    assert "Measured on 1 article" in page and "&lt;our&gt; own gold" in page
    assert "100 % <span" in page and "<td>–" in page


@pytest.mark.parametrize(
    "measured", [None, "", "[1]", '{"of": "x", "by kind": [1]}', '{"of": "x", "counts": {}, "by kind": []}']
)
def test_without_figures_there_is_no_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, measured: str | None
) -> None:
    answer = about(tmp_path, measured, monkeypatch)
    assert answer.status_code == 200 and "Measured on" not in answer.text


def test_the_site_comes_with_figures() -> None:
    figures = json.loads((SITE / "measures.json").read_text())
    assert [row["kind"] for row in figures["by kind"]] == ["direct", "mixed", "indirect"]
    assert all(50 < row["right"] <= 100 for row in figures["by kind"])
