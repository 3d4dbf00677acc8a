"""`quotes reannotate` and `quotes diff`: only stale articles are read again, and what changed is told."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Quotes
from examples import annotate, quote, speaker

from quotes import ingestion
from quotes.annotation import Annotated
from quotes.article import Article
from quotes.cli import reannotate
from quotes.store import Store

NAMES = ("Ada Fell", "Omar Reyes")


def text_of(number: int) -> str:
    return f"“The pier will be finished in {number} days,” said Ada Fell, and Omar Reyes nodded on day {number}."


def annotated(article: Article, name: str, rules: str) -> Annotated:
    words = article.text[article.text.index("“") : article.text.index("”") + 1]
    who = speaker(article.text, name)
    return annotate(article, [quote(article.text, words, cue="said", source=name, who=0)], [who], rules=rules)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        run = store.begin_run(models="m", rules="r1", version="0")
        for number in range(4):
            store.save(annotated(Article(f"a{number}", text_of(number)), NAMES[0], "r1"), run)
        store.end_run(run, failures=0)
    return path


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A newer version of the rules, which finds another speaker in a1 and is interrupted once, before a2."""
    ids: list[str] = []

    def engine(articles: Iterable[Article], **_: Any) -> Iterator[Annotated]:
        for article in articles:
            if article.id == "a2" and ids == ["a0", "a1"]:
                ids.append("interrupted")
                signal.raise_signal(signal.SIGINT)
            ids.append(article.id)
            yield annotated(article, NAMES[article.id == "a1"], "r2")

    monkeypatch.setattr(ingestion, "annotate", engine)
    for module in (ingestion, reannotate):
        monkeypatch.setattr(module, "models_version", lambda models: "m")
        monkeypatch.setattr(module, "rules_version", lambda **_: "r2")
    return ids


def test_stale_articles_are_read_again_and_what_changed_is_told(quotes: Quotes, filled: Path, seen: list[str]) -> None:
    first = quotes("reannotate", "--db", str(filled))
    assert first.exit_code == 130 and "2 articles were analysed again" in first.stderr
    second = quotes("reannotate", "--db", str(filled), "--json")
    assert second.exit_code == 0, second.output
    assert seen == ["a0", "a1", "interrupted", "a2", "a3"]
    assert json.loads(second.stdout)["changes"] == []
    third = quotes("reannotate", "--db", str(filled))
    assert third.exit_code == 0 and third.stdout.strip() == "Every article is up to date."
    assert not list(filled.parent.glob("*-wal"))

    told = quotes("diff", "1", "2", "--db", str(filled))
    assert "Quotes: 1 reattributed" in told.stdout and "Ada Fell → Omar Reyes" in told.stdout
    (change,) = json.loads(quotes("diff", "1", "--db", str(filled), "--json").stdout)
    assert (change["article_id"], change["edited"]) == ("a1", False)
    assert quotes("diff", "2", "--db", str(filled)).stdout.strip() == "No quote has changed."
    assert [run["id"] for run in json.loads(quotes("diff", "--db", str(filled), "--json").stdout)] == [1, 2, 3]


@pytest.mark.parametrize(("numbers", "reason"), [(("9",), "there is no run 9"), (("1", "0"), "there is no run 0")])
def test_runs_that_are_not_there(quotes: Quotes, filled: Path, numbers: tuple[str, ...], reason: str) -> None:
    result = quotes("diff", *numbers, "--db", str(filled))
    assert result.exit_code != 0 and reason in result.stderr
