"""What the lines above a text and its address tell: title, outlet, date, author; and what they do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quotes.readers import read
from quotes.readers.address import facts
from quotes.readers.fields import article
from quotes.readers.text import heading

PROSE = (
    "The council of Harrowgate will keep the harbour library open, Mayor Tom Harding said on Tuesday, after a vote that"
    " nobody had expected, and which the harbour board had asked it to put off.\n\nMore prose."
)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://www.lantern.example/2024/05/06/x", {"outlet": "lantern.example", "published": "2024-05-06"}),
        ("https://lantern.example/news/2024-5-6/x", {"outlet": "lantern.example", "published": "2024-05-06"}),
        ("https://lantern.example/view?ud=20240506000615", {"outlet": "lantern.example", "published": "2024-05-06"}),
        ("https://lantern.example/26/07/2024/x", {"outlet": "lantern.example", "published": "2024-07-26"}),
        ("https://lantern.example/03/04/2024/x", {"outlet": "lantern.example"}),
        ("https://lantern.example/2024/13/45/x", {"outlet": "lantern.example"}),
        ("https://lantern.example/2024/05/x", {"outlet": "lantern.example"}),
        ("https://lantern.example/article/3093663", {"outlet": "lantern.example"}),
        ("https://lantern.example/99999999/x", {"outlet": "lantern.example"}),
        ("https://m.lantern.example/sport", {"outlet": "lantern.example"}),
        ("https://[broken", {}),
    ],
)
def test_an_address_tells_outlet_and_day(url: str, found: dict[str, str]) -> None:
    assert facts(url, PROSE) == found


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("harrowgate-to-keep-harbour-library-open", "Harrowgate to keep harbour library open"),
        ("news/harrowgate-to-keep-harbour-library-open-1127706.html", "Harrowgate to keep harbour library open"),
        ("472146/mayor-harding-says-no-to-board", "Mayor Harding says no to board"),
        ("library-stays-open-f403f92a-ef92-4051-acee-1009ad3549e2", None),
        ("mayor-says-library-stays-open-f403f92a-ef92-4051-acee-1009ad3549e2", "Mayor says library stays open"),
        ("Library_of_Harrowgate_stays_open", "Library of Harrowgate stays open"),
        ("opinion/columns", None),
        ("3185846", None),
        ("a-1-b-2-3-4-5-6", None),
        ("<script>-alert-of-the-day", None),
    ],
)
def test_an_address_tells_a_headline_in_the_text_s_spelling(path: str, title: str | None) -> None:
    assert facts(f"https://lantern.example/{path}", PROSE).get("title") == title


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (
            [
                "https://a.example/1",
                "",
                "Harbour library to stay open",
                "",
                "Published: 6 May 2024",
                "",
                "By Ada Fell",
                "",
            ],
            {
                "url": "https://a.example/1",
                "title": "Harbour library to stay open",
                "published": "2024-05-06",
                "author": "Ada Fell",
            },
        ),
        (
            ["Harbour library to stay open", "By Ada Fell and Jo Reed, Harrowgate", ""],
            {"author": "Ada Fell and Jo Reed"},
        ),
        (["https://a.example/1", "", "HARBOUR LIBRARY TO STAY OPEN", ""], {"title": "HARBOUR LIBRARY TO STAY OPEN"}),
        (["https://a.example/1", "", "Harbour library to stay open"], {"title": "Harbour library to stay open"}),
        (["https://a.example/1", "", "ADA FELL", ""], {"author": "Ada Fell"}),
        (["https://a.example/1", "", "HARBOUR NEWS", ""], {"author": None, "title": None}),
        (["https://a.example/1", "", "By the harbour", ""], {"author": None}),
        (["https://a.example/1", "", "May 6, 2024", ""], {"published": "2024-05-06"}),
    ],
)
def test_lines_above_a_text(lines: list[str], found: dict[str, str | None]) -> None:
    told = heading("\n".join([*lines, PROSE]))
    assert {name: told.get(name) for name in found} == found


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("HARROWGATE, May 6 2024 (LNS) – The council voted.", "2024-05-06"),
        ("Harrowgate, 6 May 2024 - The council voted.", "2024-05-06"),
        ("Police today (May 6, 2024) found the boat.", "2024-05-06"),
        ("On May 6, 2024 the council voted - at last - to keep it.", None),
        ("The pier burnt down on May 6, 1924 and was never rebuilt.", None),
    ],
)
def test_the_day_in_a_dateline(text: str, published: str | None) -> None:
    assert heading(text).get("published") == published


def test_what_is_stated_stands_above_what_the_address_tells(tmp_path: Path) -> None:
    record = {"id": "x", "text": PROSE, "url": "https://www.lantern.example/2024/05/06/mayor-says-library-stays-open"}
    path = tmp_path / "a.jsonl"
    more = {"id": "y", "text": f"{PROSE} And more.", "outlet": "The Lantern", "title": "No", "date": "2024-05-07"}
    path.write_text(f"{json.dumps(record)}\n{json.dumps({**record, **more})}\n")
    first, second = read([path])
    assert (first.title, first.outlet, first.published) == (  # type: ignore[union-attr]
        "Mayor says library stays open", "lantern.example", "2024-05-06",
    )  # fmt: skip
    assert (second.title, second.outlet, second.published) == ("No", "The Lantern", "2024-05-07")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("Brazil; Rachel", "Rachel Brazil"),
        ("Brazil; Rachel; Fell; Ada", "Rachel Brazil; Ada Fell"),
        ("Rachel Brazil; Ada Fell", "Rachel Brazil; Ada Fell"),
        ("Brazil; Rachel; Ada", "Brazil; Rachel; Ada"),
        ("By Rachel Brazil", "Rachel Brazil"),
    ],
)
def test_surname_first(written: str, author: str) -> None:
    assert article("x", "text", {"author": written}).author == author
