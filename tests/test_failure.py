"""A failure costs one article; versions change with what decides results, and with nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

import quotes.engine
import quotes.language.pipeline
from quotes.annotation import Annotated
from quotes.article import Article
from quotes.document.parse import Parse
from quotes.failure import Failure, place_of
from quotes.versions import digest_of, models_version, rules_version

ARTICLES = [Article(f"a{number}", "Nothing is said.") for number in range(1, 5)]


@pytest.fixture
def second_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parses of no words, and rules with a fault that the second article brings to light."""

    class Analyzer:
        def parse(self, texts: Sequence[str]) -> list[Parse]:
            return [Parse(text, ()) for text in texts]

    def annotate_parse(article: Article, parse: Parse, **_: Any) -> Annotated:
        return Annotated(article, (), (), parse.models, "") if article.id != "a2" else [][1]

    monkeypatch.setattr(quotes.language.pipeline, "load", lambda models, device: Analyzer())
    monkeypatch.setattr(quotes.language.pipeline, "one_thread", nullcontext)  # imports torch
    monkeypatch.setattr(quotes.engine, "annotate_parse", annotate_parse)


@pytest.mark.usefixtures("second_fails")
def test_an_error_in_the_rules_costs_one_article() -> None:
    first, failure, *rest = quotes.engine.annotate(ARTICLES)
    assert isinstance(first, Annotated) and [type(item) for item in rest] == [Annotated, Annotated]
    assert isinstance(failure, Failure)
    assert str(failure).startswith("a2: finding its quotes failed: IndexError at ") and "\n" not in str(failure)
    assert "list index out of range" in failure.trace and "annotate_parse" in failure.trace


@pytest.mark.usefixtures("second_fails")
def test_an_ingest_goes_on_after_an_error_in_the_rules(quotes: Any) -> None:
    Path("articles.jsonl").write_text(
        "".join(f'{{"id": "{a.id}", "text": "{a.text} {a.id}"}}\n' for a in ARTICLES), encoding="utf-8"
    )
    done = quotes("ingest", "articles.jsonl")
    assert done.exit_code == 1
    assert "Articles: 3 added, 1 failed" in done.stdout
    assert "error: a2: finding its quotes failed: IndexError at " in done.stderr and "Traceback" not in done.stderr


def test_the_place_of_an_error_is_the_innermost_line_of_ours() -> None:
    with pytest.raises(AttributeError) as ours:
        digest_of(None)  # type: ignore[arg-type]
    assert place_of(ours.value).startswith("AttributeError at quotes/versions.py:")
    with pytest.raises(ZeroDivisionError) as elsewhere:
        1 / 0  # noqa: B018
    assert place_of(elsewhere.value).startswith("ZeroDivisionError at tests/test_failure.py:")
    assert place_of(KeyError()) == "KeyError"


def test_an_upgrade_analyses_again_what_older_rules_found(quotes: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    current = ""

    def annotate(articles: Iterable[Article], **_: Any) -> Iterator[Annotated]:
        for article in articles:
            seen.append(article.id)
            yield Annotated(article, (), (), "", current)

    def ingest_with(rules: str, *names: str) -> list[str]:
        nonlocal current
        current = rules
        monkeypatch.setattr("quotes.ingestion.rules_version", lambda **_: rules)
        seen.clear()
        quotes("ingest", *names)
        return [*seen]

    monkeypatch.setattr("quotes.ingestion.annotate", annotate)
    for name in ("a", "b", "c"):
        Path(f"{name}.txt").write_text(f"{name} is about the harbour.", encoding="utf-8")
    assert len(ingest_with("old", "a.txt", "b.txt")) == 2
    assert len(ingest_with("new", "b.txt", "c.txt")) == 2
    assert len(ingest_with("new", "a.txt", "b.txt", "c.txt")) == 1
    assert ingest_with("new", "a.txt", "b.txt", "c.txt") == []


def test_the_version_of_the_rules_follows_sources_and_word_lists(tmp_path: Path) -> None:
    def change(name: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("changed", encoding="utf-8")
        return digest_of(tmp_path)

    start = digest_of(tmp_path)
    deciding = ["engine.py", "speakers/persons/find.py", "lang/en/titles.txt", "a_new_package/rules.py", "querying.py"]
    seen = {start, *(change(name) for name in deciding)}
    assert len(seen) == 1 + len(deciding)
    last = digest_of(tmp_path)
    for name in ("cli/ingest.py", "store/store.py", "language/compact/pos.pt", "speakers/persons/__pycache__/find.pyc"):
        assert change(name) == last, name


def test_versions_are_short() -> None:
    assert len(rules_version()) == 8 and int(rules_version(), 16) >= 0
    assert models_version("compact").startswith("compact 1 (")
    assert models_version("stanza").startswith("stanza 1.")
