"""What a speaker's page says of who else the speaker may be, and of what she belongs to."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from examples import annotate, quote, speaker
from site_example import SITE
from test_store import save

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
