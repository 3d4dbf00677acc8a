"""What makes an article itself: its id, its address and its words, not the name of its file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from examples import annotate, quote, speaker
from test_store import rows, save, sound

from quotes.annotation import Annotated
from quotes.article import Article
from quotes.errors import ReadError, StoreError
from quotes.store import Store
from quotes.store.keys import are_related, url_key

HARBOUR = (
    "The harbour board met on Tuesday to vote on the new pier. “The pier will be finished in May,” said Ada Fell, who"
    " leads the board. Members asked about the cost of the works and about the ferry that is to call there twice a day."
)
SCHOOLS = (
    "Teachers in the valley have been promised smaller classes. “No class will have more than twenty pupils,” said Omar"
    " Reyes at a rally in front of the town hall, where parents had been waiting since the early morning in the rain."
)


def harbour(id: str = "report", text: str = HARBOUR, **fields: Any) -> Annotated:
    words = "“The pier will be finished in May,”"
    article = Article(id, text, **{"id_given": False, **fields})
    return annotate(article, [quote(text, words, cue="said", source="Ada Fell", who=0)], [speaker(text, "Ada Fell")])


def schools(id: str = "report", text: str = SCHOOLS, **fields: Any) -> Annotated:
    words = "“No class will have more than twenty pupils,”"
    article = Article(id, text, **{"id_given": False, **fields})
    return annotate(
        article, [quote(text, words, cue="said", source="Omar Reyes", who=0)], [speaker(text, "Omar Reyes")]
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "quotes.db"


def ids(path: Path) -> list[str]:
    return [id for (id,) in rows(path, "SELECT id FROM articles ORDER BY id")]


def ingest(path: Path, *articles: Annotated, replacing: bool = False) -> list[str]:
    """What becomes of articles that come one after the other, each looked up before it is analysed as `ingest` does."""
    with Store.open(path, create=True) as store:
        run = store.begin_run(models="m", rules="r", version="0")
        return [
            "skipped"
            if store.unchanged(item.article, models="m", rules="r", replacing=replacing)
            else store.save(item, run, replacing=replacing)
            for item in articles
        ]


def test_files_of_one_name_are_two_articles_when_their_texts_are(path: Path) -> None:
    assert ingest(path, harbour(), schools()) == ["added", "added"]
    first, second = ids(path)
    assert first == "report" and second.startswith("report-")
    assert ingest(path, schools(), harbour()) == ["skipped", "skipped"]
    assert rows(path, "SELECT count(*) FROM quotes") == [(2,)]
    assert sound(path)


def test_a_file_whose_text_was_edited_is_the_same_article(path: Path) -> None:
    assert ingest(path, harbour(), harbour(text=HARBOUR + " A first ferry came on Friday.")) == ["added", "replaced"]
    assert ids(path) == ["report"]


def test_a_renamed_or_moved_file_is_the_same_article_and_its_quotes_keep_their_ids(path: Path) -> None:
    ingest(path, harbour("jan/report"))
    before = rows(path, "SELECT id FROM quotes")
    assert ingest(path, harbour("old/january")) == ["skipped"]
    assert ids(path) == ["jan/report"]
    edited = harbour("old/january", "Corrected on Friday. " + HARBOUR)
    assert ingest(path, edited) == ["replaced"]
    assert ids(path) == ["jan/report"] and rows(path, "SELECT id FROM quotes") == before
    with Store.open(path, write=False) as store:
        assert store.article("old/january")["id"] == "jan/report"
    assert rows(path, "SELECT old, new FROM moved WHERE thing = 'article'") == [("old/january", "jan/report")]
    assert sound(path)


def test_an_older_copy_does_not_take_the_place_of_an_edited_text(path: Path) -> None:
    edited = harbour("a", "Corrected on Friday. " + HARBOUR)
    ingest(path, harbour("a"), harbour("b"))
    assert ingest(path, edited, harbour("b")) == ["replaced", "added"]
    assert ingest(path, edited, harbour("b")) == ["skipped", "skipped"]


def test_the_same_text_with_more_spaces_is_the_same_article(path: Path) -> None:
    spaced = HARBOUR.replace(". ", ".\n\n")
    assert ingest(path, harbour("a"), harbour("b", spaced)) == ["added", "skipped"]


def test_a_copy_adds_what_the_first_one_did_not_say(path: Path) -> None:
    first, second = harbour("a", title="Pier"), harbour("b", title="A pier", outlet="Courier", extra={"desk": "local"})
    assert ingest(path, first, second) == ["added", "replaced"]
    assert rows(path, "SELECT id, title, outlet, extra FROM articles") == [
        ("a", "Pier", "Courier", '{"desk": "local"}')
    ]
    assert ingest(path, first, second) == ["skipped", "skipped"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"url": "https://courier.example/pier"}, {"url": "https://lantern.example/pier"}),
        ({"outlet": "Courier"}, {"outlet": "Lantern"}),
        ({"published": "2025-03-03"}, {"published": "2025-03-05"}),
        ({"id_given": True}, {"id_given": True}),
    ],
)
def test_agency_copy_is_an_article_of_each_outlet(path: Path, one: dict[str, Any], other: dict[str, Any]) -> None:
    articles = [harbour("a", **one), harbour("b", **other)]
    assert ingest(path, *articles) == ["added", "added"]
    assert ingest(path, *articles) == ["skipped", "skipped"]
    assert ids(path) == ["a", "b"]


def test_one_address_is_one_article(path: Path) -> None:
    first = harbour("a", url="https://www.courier.example/pier?utm_source=feed")
    second = harbour("b", HARBOUR + " More follows.", url="http://courier.example/pier/#comments")
    assert ingest(path, first, second) == ["added", "replaced"]
    assert ids(path) == ["a"]
    assert rows(path, "SELECT url FROM articles") == [(second.article.url,)]


@pytest.mark.parametrize("fields", [{"id_given": True}, {"url": "https://courier.example/pier"}])
def test_an_unrelated_text_that_claims_to_be_a_stored_article_is_refused(path: Path, fields: dict[str, Any]) -> None:
    ingest(path, harbour(**fields))
    with pytest.raises(ReadError, match=r"report: has the same (id|URL) as .* --replace") as refused:
        ingest(path, schools(**fields))
    assert "\n" not in str(refused.value)
    with Store.open(path) as store, pytest.raises(ReadError):
        save(store, schools(**fields))
    assert rows(path, "SELECT text FROM articles") == [(HARBOUR,)]
    assert ingest(path, schools(**fields), replacing=True) == ["replaced"]
    assert rows(path, "SELECT id, text FROM articles") == [("report", SCHOOLS)]
    assert sound(path)


def test_with_replacing_a_files_name_is_enough(path: Path) -> None:
    ingest(path, harbour())
    assert ingest(path, schools(), replacing=True) == ["replaced"]
    assert ids(path) == ["report"]


def test_a_changed_quote_leads_to_its_successor(path: Path) -> None:
    ingest(path, harbour())
    ((old,),) = rows(path, "SELECT id FROM quotes")
    changed = HARBOUR.replace("finished in May", "finished in June")
    article = Article("report", changed, id_given=False)
    words = "“The pier will be finished in June,”"
    ada = speaker(changed, "Ada Fell")
    ingest(path, annotate(article, [quote(changed, words, who=0), quote(changed, "twice a day")], [ada]))
    ((new,),) = rows(path, "SELECT id FROM quotes WHERE content = ?", words)
    assert rows(path, "SELECT old, new, article_id FROM moved WHERE thing = 'quote'") == [(old, new, "report")]
    with Store.open(path) as store:
        save(store, annotate(article, [quote(changed, "twice a day")], []))
    assert sorted(rows(path, "SELECT old, new FROM moved WHERE thing = 'quote'"), key=repr) == sorted(
        [(old, None), (new, None)], key=repr
    )
    ingest(path, harbour())
    assert old not in {row[0] for row in rows(path, "SELECT old FROM moved")}
    assert sound(path)


def test_a_speaker_without_articles_keeps_id_and_slug_and_gets_them_back(path: Path) -> None:
    ingest(path, harbour())
    before = rows(path, "SELECT id, slug FROM speakers")
    silent = replace(harbour(), quotes=(), speakers=())
    with Store.open(path) as store:
        save(store, silent)
    assert rows(path, "SELECT id, slug, articles FROM speakers") == [(*before[0], 0)]
    assert rows(path, "SELECT old, new FROM moved WHERE thing = 'speaker'") == [("ada-fell", None)]
    ingest(path, schools("other"))
    with Store.open(path) as store:
        assert store.find_speakers("ada fell") == store.find_speakers("ada-fell") == []
        save(store, harbour())
    assert rows(path, "SELECT id, slug FROM speakers WHERE name = 'Ada Fell'") == before
    assert sound(path)


def test_forgetting_takes_all_of_an_article_out_and_nothing_else(path: Path) -> None:
    ingest(path, schools("other"))
    with Store.open(path, write=False) as store:
        before = store.article("other"), store.summary()
    ingest(path, harbour("a"), harbour("b"), harbour("a", "Corrected. " + HARBOUR))
    with Store.open(path) as store:
        with pytest.raises(StoreError, match="no article"):
            store.forget("nothing")
        assert store.forget("a") == "a"
        assert (store.article("other"), store.summary()) == before
    assert rows(path, "SELECT count(*) FROM redirects") == [(0,)]
    assert rows(path, "SELECT name FROM speakers") == [("Omar Reyes",)]
    assert sound(path)
    assert ingest(path, harbour("a")) == ["added"]


def test_another_speakers_id_is_never_given_again(path: Path) -> None:
    ingest(path, harbour())
    ((old,),) = rows(path, "SELECT id FROM speakers")
    with Store.open(path) as store:
        store.forget("report")
    ingest(path, schools())
    ((new,),) = rows(path, "SELECT id FROM speakers")
    assert new > old


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.courier.example/a/", "http://courier.example/a"),
        ("https://courier.example/a?utm_medium=x&id=3", "https://COURIER.example/a?id=3#top"),
        ("https://courier.example/?p=1", "https://courier.example?p=1"),
    ],
)
def test_spellings_of_one_address(one: str, other: str) -> None:
    assert url_key(one) == url_key(other) is not None


def test_addresses_that_differ_or_say_nothing() -> None:
    assert url_key("https://courier.example/a?id=3") != url_key("https://courier.example/a?id=4")
    for url in (None, "", "https://courier.example/", "https://courier.example", "mailto:desk", "https://[::1"):
        assert url_key(url) is None


def test_versions_of_a_text_are_related_and_others_are_not() -> None:
    assert are_related(HARBOUR, HARBOUR[:100]) and are_related(HARBOUR, "BREAKING: " + HARBOUR + SCHOOLS)
    assert not are_related(HARBOUR, SCHOOLS)
    assert not are_related("“We shall rebuild the pier,” said Ada Fell.", "“Taxes must come down,” said Omar Reyes.")
    assert are_related("“We shall rebuild the pier,” said Ada Fell.", "“We shall not rebuild the pier,” Ada Fell said.")
