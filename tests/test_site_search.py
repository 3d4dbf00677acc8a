"""Search on the site: the query language, impossible values, what is folded away, orders and files."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from site_example import build
from site_hosts import HOSTS, Get, getter


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("site") / "quotes.db", days=30)


@pytest.fixture(scope="module", params=HOSTS)
def get(database: Path, request: pytest.FixtureRequest) -> Get:
    return getter(database, host=request.param)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kind=bogus", "not a kind of quote"),
        ("since=2022-13-45", "not a date"),
        ("since=2024&until=2023", "begins after it ends"),
        ("page=99999999", "page"),
        ("page=zero", "cannot be the page"),
        ("size=7000", "cannot be the size"),
        ("min_confidence=2", "not a confidence"),
        ("sort=loudest", "not an order"),
        ("q=ice+kind:bogus", "not a kind of quote"),
        ("q=ice+after:2025+before:2024", "begins after it ends"),
    ],
)
def test_impossible_values_are_told_on_the_page_and_refused_as_data(get: Get, query: str, sentence: str) -> None:
    page = get(f"/search?{query}")
    assert page.status_code == 200 and 'role="alert"' in page.text and sentence in page.text
    for shape in ("json", "csv", "atom"):
        answer = get(f"/search.{shape}?{query}")
        assert answer.status_code == 400, shape
        assert sentence in answer.json()["error"]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("ice OR fog", 3),
        ("ice -thin", 0),
        ("(ice OR bell) -dawn", 1),
        ("speaker:brandt ice", 1),
        ("-speaker:brandt fog", 1),
        ("kind:direct outlet:lantern", 0),
        ('kind:direct outlet:"The Lantern"', 2),
        ("after:2025-07", 5),
        ("before:2024", 1),
        ("until:2023-01-02", 1),
        ("NEAR(ice thin, 2)", 1),
        ('"first we check the bu*"', 1),
        ("about:ice", 1),
        ('-strike outlet:"the lantern"', 4),
        ('-ice -fog -buoys outlet:"coast daily"', 0),
    ],
)
def test_query_language(get: Get, query: str, total: int) -> None:
    found = get("/search.json", params={"q": query, "in": "quote"}).json()
    assert found["total"] == len(found["quotes"]) == total


def test_a_line_says_how_a_search_was_read(get: Get) -> None:
    page = get("/search", params={"q": "(ice OR bell) -fog speaker:brant"}).text
    assert "Read as: quotes with “ice” or “bell”, without “fog”, by Ilse Brandt." in page
    assert "“brant” was taken to mean Ilse Brandt." in page
    assert "was left out" in get("/search", params={"q": "ice AND"}).text


def test_unsure_quotes_are_folded_on_pages_and_kept_in_data(get: Get) -> None:
    page = get("/search?outlet=The+Lantern").text
    assert "Show 2 unsure quotes too" in page and "Enough." not in page
    assert "Enough." in get("/search?outlet=The+Lantern&min_confidence=0").text
    assert get("/search.json?outlet=The+Lantern").json()["total"] == 5
    sure = get("/search.json?outlet=The+Lantern&min_confidence=0.6").json()
    assert (sure["total"], sure["unsure_left_out"]) == (3, 2)
    # Nothing but unsure quotes: they are shown, and it is said.
    assert "All of these are unsure" in get("/search?q=enough&in=quote").text


def test_a_name_among_the_words_is_offered(get: Get) -> None:
    page = get("/search", params={"q": "Ilse Brandt ice"}).text
    assert "Quotes <em>by</em> Ilse Brandt about “ice”" in page and "q=ice&amp;speaker=ilse-brandt&amp;" in page
    # Nothing is offered that would find nothing.
    assert "about “zebra”" not in get("/search", params={"q": "Ilse Brandt zebra"}).text
    assert "quotes <em>about</em> Ilse Brandt" in page


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "surest", "unsure"])
@pytest.mark.parametrize("query", ["", "q=rain&", "speaker=ada-birch&", "kind=direct&", "outlet=Coast+Daily&"])
def test_pages_hold_every_quote_once_in_every_order(get: Get, sort: str, query: str) -> None:
    address = f"/search.json?{query}sort={sort}&size=7"
    quotes = []
    while address:
        data = get(address).json()
        assert data["first"] == len(quotes) + 1
        quotes += data["quotes"]
        address = data["next"]
    assert len({quote["id"] for quote in quotes}) == len(quotes) == data["total"]
    sure = [quote["overall_confidence"] for quote in quotes]
    days = [quote["article"]["published"][:10] for quote in quotes]
    if sort in ("surest", "unsure"):
        assert sure == sorted(sure, reverse=sort == "surest")
    elif sort in ("newest", "oldest"):
        assert days == sorted(days, reverse=sort == "newest")


def test_csv_is_safe_and_readable_in_a_spreadsheet(get: Get) -> None:
    lists = ["search", "speakers", "outlets", "articles", "new", "review", "speaker/ilse-brandt", "outlet/Coast+Daily"]
    for path in [*lists, "article/harbour"]:
        text = get(f"/{path}.csv").text
        assert text.startswith("\ufeff"), path
        rows = list(csv.reader(io.StringIO(text[1:])))
        assert len(rows) > 1 and not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@", "-")], path


@pytest.mark.parametrize(
    "path", ["speakers", "outlets", "articles", "new", "review", "outlet/Coast+Daily", "article/harbour"]
)
def test_every_list_has_a_feed(get: Get, path: str) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ET.fromstring(get(f"/{path}.atom").text).findall(f"{atom}entry")
    assert entries
    for entry in entries:
        address = (entry.findtext(f"{atom}id") or "").removeprefix("http://localhost")
        assert get(address).status_code == 200, address


def test_a_quote_can_be_shown_elsewhere(get: Get) -> None:
    identifier = get("/search.json?q=dawn&in=quote").json()["quotes"][0]["id"]
    page = get(f"/quote/{identifier}").text
    link = re.search(r'type="application/json\+oembed" href="http://localhost([^"]+)"', page)
    assert link and 'property="og:title" content="Ilse Brandt"' in page
    offered = get(link[1].replace("&amp;", "&")).json()
    assert offered["type"] == "rich" and f"/quote/{identifier}/embed" in offered["html"]
    card = get(f"/quote/{identifier}/embed")
    assert "frame-ancestors *" in card.headers["content-security-policy"] and "x-frame-options" not in card.headers
    assert "<script" not in card.text and "The ice is thin" in card.text
    assert get("/oembed?url=http://localhost/quote/none&format=json").status_code == 404


def test_search_engines_are_told_what_there_is(get: Get) -> None:
    def locations(path: str) -> list[str]:
        elements = ET.fromstring(get(path).text).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
        return [(element.text or "").removeprefix("http://localhost") for element in elements]

    robots = get("/robots.txt").text
    assert "Disallow: /search?" in robots and "Sitemap: http://localhost/sitemap.xml" in robots
    parts = locations("/sitemap.xml")
    assert len(parts) == 3
    for part in parts:
        places = locations(part)
        assert places and all(get(place).status_code == 200 for place in places[:3])


def test_outlet_page_counts_whom_it_quotes(get: Get) -> None:
    data = get("/outlet/Coast+Daily.json").json()
    assert data["kinds"] == {"direct": 3, "mixed": 1} and data["statuses"] == {"named": 4}
    assert data["persons"] == {"women": 1, "men": 1, "not_told": 0}
    assert [(who["name"], who["here"]) for who in data["speakers"]] == [("Ilse Brandt", 3), ("Omar Nasser", 1)]
    assert get("/outlet/Nowhere").status_code == 404


def test_compare_on_words(get: Get) -> None:
    data = get("/compare.json?a=brandt&b=nasser&q=fog").json()
    assert [side["found"]["total"] for side in data["sides"]] == [2, 1]
    assert get("/compare.json?a=nobody").status_code == 400


def test_every_canned_query_runs_and_is_documented(get: Get) -> None:
    data = get("/api.json").json()
    assert len(data["queries"]) >= 10
    for query in data["queries"]:
        assert query["title"] and query["description"], query["name"]
        values = "".join(f"&{name}={'ice' if name == 'words' else ''}" for name in query["params"])
        rows = get(query["json"] + values).json()
        assert isinstance(rows, list), query["name"]
    for endpoint in data["endpoints"]:
        for address in endpoint["examples"].values():
            assert get(address).status_code == 200, address


@pytest.mark.parametrize(
    ("q", "reading"),
    [
        ("ice", ""),
        ("ice -thin", "with “ice”, without “thin”"),
        ("sail*", "with a word beginning “sail”"),
        ("-ice", "without “ice”"),
    ],
)
def test_how_a_search_was_read_is_told_where_it_is_more_than_a_word(get: Get, q: str, reading: str) -> None:
    assert get(f"/search.json?q={q}").json()["reading"] == reading
