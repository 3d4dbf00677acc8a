"""The site's pages, asked for as Datasette serves them."""

from __future__ import annotations

import ast
import asyncio
import csv
import io
import re
import sqlite3
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from datasette.utils import tilde_encode
from examples import annotate
from site_example import HARBOUR, HOSTILE_ID, SITE, build
from site_hosts import HOSTS, Get, getter

from quotes.article import Article
from quotes.store import Store


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("site") / "quotes.db", days=30)


@pytest.fixture(scope="module", params=HOSTS)
def get(database: Path, request: pytest.FixtureRequest) -> Get:
    return getter(database, host=request.param)


def quote_id(get: Get, words: str) -> str:
    found = get("/search.json", params={"q": words, "in": "quote"}).json()["quotes"]
    assert len(found) == 1, words
    return str(found[0]["id"])


PAGES = [
    "/outlets",
    "/outlet/Coast+Daily",
    "/compare?a=brandt&b=birch&q=ice",
    "/compare?outlets=1&a=Coast+Daily&b=The+Lantern",
    "/new",
    "/review",
    "/api",
    "/",
    "/search",
    "/search?q=ice",
    "/speakers",
    "/speaker/ilse-brandt",
    "/articles",
    "/article/harbour",
    "/about",
]


@pytest.mark.parametrize("path", PAGES)
def test_page_has_title_description_landmarks_and_no_inline_script(get: Get, path: str) -> None:
    page = get(path)
    assert page.status_code == 200
    assert re.search(r"<title>[^<]*Quotes[^<]*</title>", page.text)
    assert re.search(r'<meta name="description" content="[^"]+">', page.text)
    assert page.text.count("<h1") == 1
    assert 'href="#main">Skip' in page.text and '<main id="main"' in page.text
    assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son\w+=[\"']", page.text)
    assert "//" not in "".join(re.findall(r'<(?:script|link rel="stylesheet")[^>]*(?:src|href)="([^"]*)"', page.text))


@pytest.mark.parametrize("path", PAGES)
def test_page_has_its_data_beside_it(get: Get, path: str) -> None:
    address = path.replace("?", ".json?") if "?" in path else path + ".json"
    answer = get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["ok"] is True
    link = re.search(r'type="application/json" href="([^"]+)"', get(path).text)
    assert link and get(link[1].replace("&amp;", "&")).json()["ok"] is True


def test_pages_forbid_scripts_of_others(get: Get) -> None:
    policy = get("/article/harbour").headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy


def test_home_counts_what_is_in_the_database(get: Get) -> None:
    data = get("/.json").json()
    assert data["totals"]["articles"] == 33
    assert data["totals"]["quotes"] == 40
    assert data["totals"]["outlets"] == 3
    assert data["speakers"][0]["name"] == "Ada Birch" and data["speakers"][0]["quotes"] == 30
    assert data["latest"][0]["article"]["id"] == "strike"
    assert "Two aides" not in [speaker["name"] for speaker in data["speakers"]]


# Search


@pytest.mark.parametrize(
    "words",
    [
        "won't", "won’t", '"', '""', '"ice', "AND", "ice AND", "NOT", "OR OR", "NEAR(ice, 2)", "*", "ice*", "^ice",
        "content:ice", "{content}: ice", "ice)", "(", "-ice", "ice + thin", "🙂", "🙂 ice", "\\", "%", "'; drop table quotes",
        "\x00", "a" * 5000, " ".join(["ice"] * 400), "ı", "…", "“ice”", "ice.json",
    ],
)  # fmt: skip
def test_no_search_is_an_error(get: Get, words: str) -> None:
    for address in ("/search", "/search.json", "/search.csv", "/search.atom", "/speakers", "/articles"):
        assert get(address, params={"q": words}).status_code == 200
    assert get("/search", params={"q": words, "in": "quote", "speaker": words, "outlet": words}).status_code == 200


@pytest.mark.parametrize(
    ("words", "contents"),
    [
        ("ice thin", ["“The ice is thin,” … “We sail at dawn.”"]),
        ("THIN ice", ["“The ice is thin,” … “We sail at dawn.”"]),
        ('"ice is thin"', ["“The ice is thin,” … “We sail at dawn.”"]),
        ('"thin ice"', []),
        ("buoy*", ["“First we check the buoys.\n\n“Then we ring the bell,”"]),
        ("🙂 dawn", ["“The ice is thin,” … “We sail at dawn.”"]),
        ("🙂", []),
    ],
)
def test_words_find_quotes(get: Get, words: str, contents: list[str]) -> None:
    found = get("/search.json", params={"q": words, "in": "quote"}).json()
    assert [quote["content"] for quote in found["quotes"]] == contents
    assert found["total"] == len(contents)


def test_words_of_the_paragraph_find_the_quote_too_but_later(get: Get) -> None:
    ids = [quote["content"] for quote in get("/search.json?q=fog").json()["quotes"]]
    assert ids[0] == "“fog is the greater danger”"
    assert get("/search.json?q=friday").json()["total"] > 0
    assert get("/search.json?q=friday&in=quote").json()["total"] == 0
    page = get("/search?q=port").text
    assert '<details class="around" open>' in page and "<mark>port</mark>" in page


def test_hits_are_marked(get: Get) -> None:
    assert "The <mark>ice</mark> is thin" in get("/search?q=ice").text


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("speaker=ilse-brandt", 3),
        ("speaker=Ilse+Brandt", 3),
        ("speaker=brandt", 3),
        ("speaker=lukasz+zak", 2),
        ("speaker=nobody+at+all", 0),
        ("speaker=ilse-brandt&speaker=omar-nasser", 4),
        ("kind=mixed", 1),
        ("kind=mixed&kind=direct&outlet=Coast+Daily", 4),
        ("act=thought", 1),
        ("outlet=The+Lantern", 5),
        ("outlet=Nowhere", 0),
        ("status=unnamed", 1),
        ("status=unknown", 1),
        ("status=none", 1),
        ("since=2025-07", 5),
        ("until=2023", 1),
        ("since=2024-03-05&until=2024-03-05", 4),
        ("since=2024-03-06&until=2024-12", 0),
    ],
)
def test_filters(get: Get, query: str, total: int) -> None:
    data = get(f"/search.json?{query}").json()
    assert data["total"] == total
    assert len(data["quotes"]) == total


def test_facets_count_what_choosing_them_gives(get: Get) -> None:
    data = get("/search.json?outlet=Coast+Daily&kind=direct").json()
    facets = {facet["name"]: facet["options"] for facet in data["facets"]}
    assert {option["value"]: option["count"] for option in facets["kind"]} == {"direct": 3, "mixed": 1}
    assert [option["value"] for option in facets["kind"] if option["selected"]] == ["direct"]
    for options in facets.values():
        for option in options:
            if not option["selected"] and option["value"] != "mixed":
                path = option["url"].replace("/search?", "/search.json?")
                assert get(path).json()["total"] >= option["count"] > 0
    dropped = next(option["url"] for option in facets["kind"] if option["selected"])
    assert get(dropped.replace("/search?", "/search.json?")).json()["total"] == 4


def test_pages_of_results_follow_each_other(get: Get) -> None:
    ids: list[str] = []
    address: str | None = "/search.json?sort=oldest"
    pages = 0
    while address:
        data = get(address).json()
        ids += [quote["id"] for quote in data["quotes"]]
        address = data["next"]
        pages += 1
    assert pages == 2
    assert len(ids) == len(set(ids)) == 40


def test_newest_first(get: Get) -> None:
    dates = [quote["article"]["published"][:10] for quote in get("/search.json").json()["quotes"]]
    assert dates == sorted(dates, reverse=True)


def test_csv_holds_every_quote_of_a_search(get: Get) -> None:
    answer = get("/search.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 40
    row = next(row for row in rows if row["content"].startswith("“The ice"))
    assert row["speaker"] == "Ilse Brandt" and row["outlet"] == "Coast Daily"
    assert get(row["permalink"].removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize("address", ["/search.atom?q=ice", "/search.atom", "/speaker/ilse-brandt.atom"])
def test_atom_feed_is_well_formed(get: Get, address: str) -> None:
    answer = get(address)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    atom = {"a": "http://www.w3.org/2005/Atom"}
    feed = ET.fromstring(answer.text)
    entries = feed.findall("a:entry", atom)
    assert entries
    for element in (feed, *entries):
        for name in ("title", "id", "updated"):
            assert element.findtext(f"a:{name}", namespaces=atom), name
        assert re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", element.findtext("a:updated", namespaces=atom) or ""
        )


def test_search_that_finds_nothing_helps(get: Get) -> None:
    page = get("/search?q=zzzz&kind=direct").text
    assert "Nothing found" in page and "Search without filters" in page
    assert "No speaker here is called “nobody”" in get("/search?speaker=nobody").text
    page = get("/search?q=ice+zzzz").text
    assert "zzzz: in none" in page
    assert "Ilse Brandt" in get("/search?q=ilze+brant").text


# Speakers


def test_speaker_index_filters_and_finds(get: Get) -> None:
    def names(query: str) -> list[str]:
        return [speaker["name"] for speaker in get(f"/speakers.json?{query}").json()["speakers"]]

    assert names("")[0] == "Ada Birch"
    assert "Two aides" not in names("")
    assert names("kind=unnamed") == ["Two aides"]
    assert names("q=lukasz") == names("q=%C5%BBAK") == ["Łukasz Żak"]
    assert names("q=zzz") == []
    assert names("sort=name")[0] == "Ada Birch"


def test_speaker_page(get: Get) -> None:
    data = get("/speaker/ilse-brandt.json").json()
    assert data["speaker"]["kind"] == "person"
    assert [alias["name"] for alias in data["aliases"]] == ["Brandt"]
    assert data["roles"][0]["role"] == "Harbour master"
    assert data["roles"][0]["path"] == "/article/harbour"
    assert data["outlets"][0]["name"] == "Coast Daily" and data["outlets"][0]["quotes"] == 3
    assert data["counts"] == [
        {"day": "2024-03-05", "kind": "direct", "n": 2},
        {"day": "2024-03-05", "kind": "mixed", "n": 1},
    ]
    page = get("/speaker/ilse-brandt").text
    chart = ET.fromstring(re.search(r"<svg class=\"chart\".*?</svg>", page, re.DOTALL).group())  # type: ignore[union-attr]
    assert chart.get("role") == "img"
    assert [child.tag for child in chart][:2] == ["title", "desc"]
    assert "5 March 2024" in (chart[1].text or "")


def test_speaker_page_says_what_she_was_then(get: Get) -> None:
    page = get("/speaker/ilse-brandt?at=2024-03").text
    assert "<strong>March 2024:</strong> Harbour master" in page
    assert "Last before: Harbour master, 5 March 2024." in get("/speaker/ilse-brandt?at=2025").text
    data = get("/speaker/ilse-brandt.json?at=2024-03").json()
    assert data["at"]["then"][0]["outlets"][0]["outlet"] == "Coast Daily"
    assert get("/speaker/ilse-brandt.json?at=May").status_code == 400
    assert "is not a date" in get("/speaker/ilse-brandt?at=May").text


def test_speaker_with_many_quotes_has_pages(get: Get) -> None:
    first = get("/speaker/ada-birch.json").json()
    second = get(first["next"]).json()
    assert (second["first"], second["last"], second["next"]) == (26, 30, None)
    assert len(first["quotes"]) + len(second["quotes"]) == 30
    assert first["quotes"][0]["article"]["published"] > second["quotes"][-1]["article"]["published"]


# Articles and quotes


def text_of(html: str) -> str:
    return re.sub(r"<a class=\"ref\".*?</a>|<[^>]+>", "", html)


def test_article_shows_its_text_word_for_word(get: Get) -> None:
    page = get("/article/harbour").text
    paragraphs = re.findall(r'<div class="para">\s*<p>(.*?)</p>', page, re.DOTALL)
    assert [text_of(paragraph) for paragraph in paragraphs] == HARBOUR.split("\n\n")


def test_quotes_are_marked_where_they_stand(get: Get) -> None:
    page = get("/article/harbour").text
    split, nested = quote_id(get, "sail"), quote_id(get, '"greater danger and"')
    inner = next(
        quote["id"] for quote in get("/article/harbour.json").json()["quotes"] if quote["content"].startswith("“fog")
    )
    assert re.findall(rf'<mark class="q q-direct" data-q="{split}">(.*?)</mark>', page) == [
        "“The ice is thin,”",
        "“We sail at dawn.”",
    ]
    assert f'<mark class="q q-direct nested" data-q="{inner} {nested}">“fog is the greater danger”</mark>' in page
    assert page.count(f'id="q-{split}"') == page.count(f'id="n-{split}"') == page.count(f'href="#n-{split}"') == 1
    assert re.search(rf'<span class="cue" data-q="[^"]*{split}[^"]*">said</span>', page)
    across = quote_id(get, "bell")
    assert re.findall(rf'data-q="{across}">(“First.*?|“Then.*?)</mark>', page) == [
        "“First we check the buoys.",
        "“Then we ring the bell,”",
    ]


def test_article_json_has_offsets_into_its_text(get: Get) -> None:
    data = get("/article/harbour.json").json()
    for quote in data["quotes"]:
        spans = [span for span in quote["spans"] if span["part"] == "content"]
        assert " … ".join(data["text"][span["start"] : span["end"]] for span in spans) == quote["content"]
    assert [quote["number"] for quote in data["quotes"]] == [1, 2, 3, 4]


def test_every_quote_has_a_permalink_with_evidence(get: Get) -> None:
    for quote in get("/search.json").json()["quotes"]:
        assert get(quote["path"]).status_code == 200
    identifier = quote_id(get, "dawn")
    data = get(f"/quote/{identifier}.json").json()
    assert data["evidence"]["chain"][0]["text"] == "Ilse Brandt"
    assert data["run"]["version"] == "1.2.3"
    assert data["quote"]["url"] == f"http://localhost/quote/{identifier}"
    page = get(f"/quote/{identifier}").text
    for shown in ("subject of the cue", "leads to “Ilse Brandt”", "models 1", "rules 1", "90 %"):
        assert shown in page
    assert f'href="/article/harbour#q-{identifier}"' in page
    assert "Reed. (2024, March 5). Port stays open. Coast Daily. https://coast.example/1" in page
    assert "Coast Daily, 5 Mar. 2024, https://coast.example/1." in page
    assert "Coast Daily, March 5, 2024. https://coast.example/1." in page


def test_sources_that_nobody_knows_are_told_apart(get: Get) -> None:
    page = get("/article/strike").text
    assert "unnamed source" in page and "not resolved to a speaker" in page and "No source in the text" in page
    assert page.count("tag-negated") == 1 and ">not said<" in page and ">thought<" in page and "tag-unsure" in page


def test_hostile_article_is_only_text(get: Get) -> None:
    address = f"/article/{tilde_encode(HOSTILE_ID)}"
    identifier = quote_id(get, "kittens")
    slug = get(f"/quote/{identifier}.json").json()["quote"]["speaker"]["slug"]
    for path in (
        "/",
        address,
        f"/quote/{identifier}",
        f"/speaker/{tilde_encode(slug)}",
        "/search?q=kittens",
        "/speakers",
        "/articles",
    ):
        page = get(path).text
        assert "kittens" in page or "Malory" in page or "hacked" in page
        assert not re.search(r"<script(?![^>]*src=\"/static)|<img|<b |<i>|<svg onload|javascript:", page), path
        assert "49" not in text_of(page).split()
    typed = '"><script>window.hacked=9</script>'
    for path in ("/search", "/speakers", "/articles"):
        page = get(path, params=dict.fromkeys(("q", "speaker", "outlet", "since", "kind", "sort", "page"), typed)).text
        assert "<script>window" not in page and "&#34;&gt;&lt;script&gt;" in page
    data = get(f"{address}.json").json()
    assert data["article"]["id"] == HOSTILE_ID
    assert "&lt;script&gt;window.hacked = 1&lt;/script&gt;" in get(address).text


@pytest.mark.parametrize("encoded", ["Z%C3%BCrich%20a", "Z~C3~BCrich+a"])
def test_ids_work_in_percent_and_tilde_encoding(tmp_path: Path, encoded: str) -> None:
    with Store.open(tmp_path / "quotes.db", create=True) as store:
        run = store.begin_run(models="m", rules="r", version="v")
        store.save(annotate(Article("Zürich a", "No quotes here."), [], []), run)
        store.end_run(run, failures=0)
    page = getter(tmp_path / "quotes.db")(f"/article/{encoded}", follow_redirects=True)
    assert page.status_code == 200 and "No quotes were found in this article" in page.text


# Errors and surroundings


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/speaker/nobody",
        "/article/none",
        "/quote/0000",
        "/quotes/none",
        "/a/b/c/d",
    ],
)
def test_errors_are_friendly_pages_without_tracebacks(get: Get, capfd: pytest.CaptureFixture[str], path: str) -> None:
    page = get(path, follow_redirects=True)
    assert page.status_code in (400, 404)
    assert "Traceback" not in page.text and "/work/" not in page.text
    assert 'href="/search"' in page.text
    printed = capfd.readouterr()
    assert "Traceback" not in printed.err + printed.out and "locals" not in printed.err + printed.out


def test_programs_get_errors_as_json(get: Get) -> None:
    for answer in (get("/speaker/nobody.json"), get("/speaker/nobody", headers={"accept": "application/json"})):
        assert answer.status_code == 404
        assert answer.json()["ok"] is False and answer.json()["status"] == 404


def test_unexpected_errors_tell_the_visitor_nothing(
    database: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    datasette = Datasette([], immutables=[str(database)], config_dir=SITE)
    secret = "quotes_fts has lost its head"

    async def fail(*arguments: Any, **options: Any) -> None:
        raise RuntimeError(secret)

    async def fetch() -> Any:
        await datasette.invoke_startup()
        assert (await datasette.client.get("/search")).status_code == 200
        monkeypatch.setattr(datasette.databases["quotes"], "execute", fail)
        return await datasette.client.get("/search")

    page = asyncio.run(fetch())
    assert page.status_code == 500 and secret not in page.text and "Something went wrong" in page.text
    printed = capfd.readouterr().err
    assert secret in printed and "locals" not in printed


def test_addresses_cut_short_lead_to_lists(get: Get) -> None:
    assert get("/speaker").headers["location"] == "/speakers"
    assert get("/article", follow_redirects=True).status_code == 200


def test_sql_pages_and_canned_queries_work(get: Get, database: Path) -> None:
    assert get("/sql").headers["location"] == "/quotes"
    assert get("/quotes/quotes_full").status_code == 200
    identifier = quote_id(get, "dawn")
    assert f'<a href="/quote/{identifier}">' in get("/quotes/quotes_full?_search=&outlet=Coast+Daily").text
    queries = re.findall(r'href="/quotes/(\w+)" title', get("/quotes").text)
    assert len(queries) >= 4
    for name in queries:
        answer = get(
            f"/quotes/{name}.json?_shape=array&outlet=&speaker=brandt&words=ice&since=2020-01-01&until=2024-12-31"
        )
        # The example has no statement that is printed twice.
        assert answer.status_code == 200 and (answer.json() or name == "printed_most"), name
    women = get("/quotes/women_by_outlet.json?_shape=array").json()
    assert {row["outlet"]: row["percent_women"] for row in women}["Coast Daily"] == 50.0
    said = get(
        "/quotes/speaker_between_dates.json?_shape=array&speaker=BRANDT&since=2024-03-05&until=2024-03-05"
    ).json()
    assert len(said) == 3


def test_any_file_name_and_a_second_database_will_do(tmp_path: Path) -> None:
    other = tmp_path / "aaa.db"
    connection = sqlite3.connect(other)
    connection.execute("create table quotes (id)")
    connection.close()
    get = getter(other, build(tmp_path / "my news.db"))
    assert get("/.json").json()["totals"]["articles"] == 3
    assert get("/sql", follow_redirects=True).status_code == 200


def test_without_quotes_the_site_says_how_to_get_some(tmp_path: Path) -> None:
    get = getter()
    assert "quotes ingest" in get("/").text
    assert get("/search.json").status_code == 404


def test_empty_database(tmp_path: Path) -> None:
    with Store.open(tmp_path / "quotes.db", create=True):
        pass
    get = getter(tmp_path / "quotes.db")
    assert "No articles yet" in get("/").text
    for path in ("/search", "/search?q=a", "/speakers", "/articles", "/search.csv", "/search.atom"):
        assert get(path).status_code == 200


def test_base_url_is_kept(database: Path) -> None:
    get = getter(database, settings={"base_url": "/press/"})
    for path in ("/", "/search?q=ice", "/speaker/ilse-brandt", "/article/harbour", "/speaker/nobody"):
        links = re.findall(r'(?:href|src|action)="(/[^"]*)"', get(path).text)
        assert links and all(link.startswith("/press/") for link in links), path


def test_private_database_stays_private(database: Path) -> None:
    get = getter(database, metadata={"databases": {"quotes": {"allow": {"id": "root"}}}})
    for path in ("/", "/search", "/search.csv", "/article/harbour", "/speakers.json"):
        assert get(path).status_code == 403
        assert "Brandt" not in get(path).text


def test_interrupted_queries_say_so(database: Path) -> None:
    get = getter(database, settings={"sql_time_limit_ms": 100})
    slow = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    page = get("/quotes", params={"sql": slow})
    assert page.status_code == 400 and "Traceback" not in page.text


def test_the_site_needs_no_language_models() -> None:
    for plugin in (SITE / "plugins").rglob("*.py"):
        imported: set[str] = set()
        for node in ast.walk(ast.parse(plugin.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add((node.module or "").split(".")[0])
        assert imported <= {*sys.stdlib_module_names, "datasette", "markupsafe", "quotes_site"}, plugin.name
