"""What a later run found otherwise: noted with the article, told by `Store.changes`, gone with `forget`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from examples import annotate, quote, speaker

from quotes.annotation import Annotated
from quotes.article import Article
from quotes.store import Store

TEXT = (
    "“The pier will be finished in May,” said Ada Fell. Omar Reyes said that the ferry would call twice a day."
    " He believes that it will pay."
)
PIER = quote(TEXT, "“The pier will be finished in May,”", cue="said", source="Ada Fell", who=0)
FERRY = quote(TEXT, "that the ferry would call twice a day", cue="said", source="Omar Reyes", who=1, kind="indirect")
PAY = quote(TEXT, "that it will pay", cue="believes", source="He", kind="indirect", act="thought")


def version(*quotes_: object, rules: str) -> Annotated:
    speakers = [speaker(TEXT, "Ada Fell"), speaker(TEXT, "Omar Reyes")]
    return annotate(Article("harbour", TEXT, title="Harbour"), list(quotes_), speakers, rules=rules)  # type: ignore[arg-type]


def run(store: Store, item: Annotated) -> int:
    number = store.begin_run(models="models 1", rules=item.rules, version="0")
    store.save(item, number)
    store.end_run(number, failures=0)
    return number


def test_found_lost_reworded_and_reattributed(tmp_path: Path) -> None:
    with Store.open(tmp_path / "quotes.db", create=True) as store:
        first = run(store, version(PIER, FERRY, rules="rules 1"))
        shorter = replace(FERRY, content=(FERRY.content[0]._replace(start=FERRY.content[0].start + len("that ")),))
        second = run(store, version(replace(PIER, speaker=1), shorter, PAY, rules="rules 2"))
        told = {
            (c["change"], c["content_after"], c["speaker_before"], c["speaker_after"])
            for c in store.changes(first, second)
        }
        assert told == {
            ("reattributed", "“The pier will be finished in May,”", "Ada Fell", "Omar Reyes"),
            ("reworded", "the ferry would call twice a day", "Omar Reyes", "Omar Reyes"),
            ("found", "that it will pay", None, None),
        }
        third = run(store, version(replace(PIER, speaker=1), shorter, rules="rules 3"))
        assert [(c["change"], c["content_before"], c["edited"]) for c in store.changes(second, third)] == [
            ("lost", "that it will pay", False)
        ]
        assert len(store.changes(first, third)) == 4
        assert store.changes(third, third) == []
        assert [row["rules"] for row in store.runs()] == ["rules 1", "rules 2", "rules 3"]


def test_nothing_is_noted_of_new_and_of_equal_articles(tmp_path: Path) -> None:
    with Store.open(tmp_path / "quotes.db", create=True) as store:
        first = run(store, version(PIER, FERRY, rules="rules 1"))
        second = run(store, version(PIER, FERRY, rules="rules 2"))
        assert store.changes(0, second) == []
        assert first < second


def test_an_edited_text_is_told_from_other_rules(tmp_path: Path) -> None:
    with Store.open(tmp_path / "quotes.db", create=True) as store:
        first = run(store, version(PIER, FERRY, rules="rules 1"))
        text = TEXT.replace("in May", "in June")
        edited = annotate(
            Article("harbour", text, title="Harbour"),
            [quote(text, "“The pier will be finished in June,”", cue="said", source="Ada Fell", who=0)],
            [speaker(text, "Ada Fell")],
        )
        second = run(store, edited)
        assert {(c["change"], c["edited"]) for c in store.changes(first, second)} == {
            ("reworded", True),
            ("lost", True),
        }
        store.forget("harbour")
        assert store.changes(0, second) == []


def test_stale_articles_come_back_as_they_were_read(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        item = version(PIER, rules="rules 1")
        article = replace(
            item.article, url="https://news.example/harbour", published="2026-01-02", extra={"desk": [1, "x"]}
        )
        run(store, replace(item, article=article))
        assert list(store.stale(models="models 1", rules="rules 1")) == []
        assert list(store.stale(models="models 1", rules="rules 2")) == [article]
        assert store.count_stale(models="models 2", rules="rules 1") == 1
        # Stored anew while the list is read, it does not come again.
        stale = store.stale(models="models 1", rules="rules 2")
        assert next(stale) == article
        run(store, replace(item, article=article, rules="rules 2"))
        assert list(stale) == []
