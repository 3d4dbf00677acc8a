"""What a speaker's page says of who else the speaker may be, and of what she belongs to."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from examples import annotate, quote, speaker
from site_example import SITE
from test_store import save
from test_store_copies import SCHOOL, STORY
from test_store_copies import article as article_with

from quotes.annotation import Annotated
from quotes.article import Article
from quotes.store import Store


def said(id: str, name: str, role: str | None = None, kind: str = "person") -> Annotated:
    text = f"{role or 'Then'} {name} spoke. “We open gate {id},” said {name}."
    who = speaker(text, name, role=role, kind=kind)
    return annotate(
        Article(id, text, id, "Coast Daily", published="2024-03-01"),
        [quote(text, f"“We open gate {id},”", cue="said", source=name, who=0)],
        [who],
    )


def pages(path: Path, *addresses: str) -> list[Any]:
    async def ask() -> list[Any]:
        site = Datasette([str(path)], config_dir=SITE)
        await site.invoke_startup()
        return [await site.client.get(address) for address in addresses]

    return asyncio.run(ask())


def test_a_chart_of_many_days_has_the_months_of_the_data(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    days = ["2024-01-31", "2024-02-01", "2024-02-29", "2024-07-15", "2024-07-16", "2024-07-16"]
    with Store.open(path, create=True) as store:
        for number, day in enumerate(days):
            item = said(f"a{number}", "Pavel Kirby")
            save(store, replace(item, article=replace(item.article, published=day)))
    addresses = ("/", "/search?min_confidence=0", "/speaker/pavel-kirby", "/outlet/Coast+Daily")
    for address, page in zip(addresses, pages(path, *addresses), strict=True):
        rows = re.findall(r'<th scope="row">(\w+ 2024)</th><td>(\d+)</td>', page.text)
        assert rows == [("January 2024", "1"), ("February 2024", "2"), ("July 2024", "3")], address
    told = [answer.json() for answer in pages(path, "/.json", "/search.json", "/speaker/pavel-kirby.json")]
    for counts in (told[0]["counts"], told[1]["timeline"], told[2]["counts"]):
        assert [row["day"] for row in counts] == sorted(set(days)) and sum(row["n"] for row in counts) == 6


def test_perhaps_the_same_as(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        save(
            store,
            said("a", "Pavel Kirby", "spokesman for the Harbour Board"),
            said("b", "Pavel Kriby"),
            said("c", "Harbour Board", kind="organization"),
        )
    page, other, data = pages(path, "/speaker/pavel-kirby", "/speaker/pavel-kriby", "/speaker/pavel-kirby.json")
    assert "Perhaps the same as" in page.text and 'href="/speaker/pavel-kriby"' in page.text
    assert "one letter differs" in page.text and 'href="/speaker/pavel-kirby"' in other.text
    assert "Not to be confused" not in page.text
    (likely,) = data.json()["perhaps"]
    assert likely["name"] == "Pavel Kriby" and 0 < likely["score"] < 1
    assert data.json()["affiliations"][0]["path"] == "/speaker/harbour-board"
    assert '<a href="/speaker/harbour-board">Harbour Board</a>' in page.text


def test_an_article_without_a_title_is_called_by_its_first_words(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    text = "https://coast.example/1\n\nThe gate is open. “We open gate nine,” said Pavel Kirby."
    who = speaker(text, "Pavel Kirby")
    one = quote(text, "“We open gate nine,”", cue="said", source="Pavel Kirby", who=0)
    with Store.open(path, create=True) as store:
        save(store, annotate(Article("x", text), [one], [who]))
    for page in pages(path, "/search?q=gate", "/articles", "/article/x", "/new", "/speaker/pavel-kirby"):
        assert "The gate is open. “We open gate nine,” said Pavel Kirby." in page.text
        assert "Untitled" not in page.text


def test_the_same_words_in_two_articles_are_one_statement(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    first = article_with("original", SCHOOL, frame=STORY)
    article = replace(first.article, title="Council", outlet="Coast Daily", published="2024-06-01")
    first = replace(first, article=article)
    copied = replace(
        article, id="copy", title="Council, again", outlet="The Lantern", url="https://lantern.example/9",
        published="2024-06-02", text=f"{article.text}\n\nMore follows.",
    )  # fmt: skip
    with Store.open(path, create=True) as store:
        save(store, first, replace(first, article=copied))
        with store.reading() as db:
            quote_id = next(
                iter(db.query("SELECT id FROM quotes WHERE article_id = 'copy' AND statement IS NOT NULL"))
            )["id"]
    page, data, printed = pages(path, f"/quote/{quote_id}", f"/quote/{quote_id}.json", f"/article/{article.id}")
    assert [other["article"]["id"] for other in data.json()["also"]] == [article.id]
    assert "Also printed in" in page.text and data.json()["also"][0]["path"] in page.text
    assert "Printed almost word for word in 1 other article" in printed.text and "Council, again" in printed.text


def test_a_file_of_an_older_version_is_told_how_to_be_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with sqlite3.connect(path) as connection:
        connection.executescript((Path(__file__).parent / "fixtures/database-6.sql").read_text("utf-8"))
    connection.close()
    for page in pages(path, "/", "/speaker/elena-marsh"):
        assert "A file of an older version is brought up to date" in page.text
    Store.open(path).close()
    (page,) = pages(path, "/speaker/elena-marsh")
    assert page.status_code == 200 and "Elena Marsh" in page.text


def test_a_candidate_of_no_chance_is_no_rival(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    shares = {"Pavel Kirby": 0.9, "Olga Reed": 0.07, "Ada Fell": 0.001, None: 0.0}
    evidence = {"candidates": [{"name": name, "share": share} for name, share in shares.items()]}
    item = said("a", "Pavel Kirby")
    with Store.open(path, create=True) as store:
        save(store, replace(item, quotes=(replace(item.quotes[0], evidence=evidence),)))
        quote_id = next(iter(store.quotes()))["id"]
    (page,) = pages(path, f"/quote/{quote_id}")
    assert re.search(r"Other candidates.*Olga Reed.*7 %", page.text, re.DOTALL)
    assert "Ada Fell" not in page.text and "nobody named" not in page.text


def test_of_too_many_matches_those_in_the_words_said_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        for number in range(8):
            words = "“The ferry is late,”" if number % 2 else "“It is late,”"
            text = f"{words} said Ada Fell of the ferry at pier {number}."
            found = quote(text, words, cue="said", source="Ada Fell", who=0)
            article = Article(f"a{number}", text, published=f"2024-03-0{number + 1}")
            save(store, annotate(article, [found], [speaker(text, "Ada Fell")]))
    (few,) = pages(path, "/search.json?q=ferry")
    monkeypatch.setattr(sys.modules["quotes_site.matches"], "MOST", 6)
    (many,) = pages(path, "/search.json?q=ferry")
    order = [row["article"]["id"] for row in many.json()["quotes"]]
    assert few.json()["total"] == 8 and many.json()["total_is_at_least"]
    assert order == ["a7", "a5", "a3", "a6", "a4", "a2"]
