"""The site on its servers: both Datasettes, any file name, under a prefix; headers, limits, and nothing given away."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from site_example import build
from site_hosts import HOSTS, SITE, Get, getter

PATHS = ["/", "/search?q=ice", "/search.json", "/search.csv", "/search.atom", "/about", "/speaker/nobody", "/nowhere",
         "/search.json?kind=bogus", "/news", "/news/quotes", "/news/quotes.json", "/news/quotes.csv", "/news/women_by_outlet",
         "/news?sql=select+1", "/news?sql=select+nonsense", "/static/site.css?1", "/-/static/app.css",
         "/-/versions.json", "/-/databases.json", "/sql"]  # fmt: skip


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("secret-folder") / "news.db")


@pytest.fixture(scope="module", params=HOSTS)
def get(database: Path, request: pytest.FixtureRequest) -> Get:
    return getter(database, host=request.param)


@pytest.mark.parametrize("path", PATHS)
def test_every_response_carries_the_security_headers(get: Get, path: str) -> None:
    headers = get(path).headers
    assert "default-src" in headers["content-security-policy"]
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] in ("strict-origin-when-cross-origin", "no-referrer")


@pytest.mark.parametrize("path", ["/", "/search?q=ice", "/about", "/speaker/nobody", "/nowhere"])
def test_own_pages_allow_no_script_in_the_page(get: Get, path: str) -> None:
    policy = get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy


def test_the_database_is_described_whatever_its_file_is_called(get: Get) -> None:
    page = get("/news").text
    assert "Quotes database" in page and "Most quoted speakers of an outlet" in page
    assert "One row for each article" in get("/news/articles").text
    answer = get("/news/women_by_outlet.json?_shape=array").json()
    assert {"outlet": "Coast Daily", "women": 1, "men": 1, "not_told": 0, "percent_women": 50.0} in answer
    tables = {table["name"]: table["hidden"] for table in get("/news.json").json()["tables"]}
    assert tables["appearances"] and not tables["quotes"]


@pytest.mark.parametrize(
    "path",
    ["/-/databases.json", "/-/databases", "/-/threads.json", "/-/threads", "/-/versions.json", "/-/plugins.json",
     "/-/settings.json", "/-/config.json", "/-/metadata.json", "/news.json", "/news?sql=select+*+from+pragma_database_list",
     "/news.json?sql=select+*+from+Pragma_Database_List", "/news.json?sql=select+file+from+[pragma_database_list](1)",
     "/news.json?sql=with+a+as+(select+*+from+main.pragma_database_list)+select+*+from+a",
     "/news/quotes.json?_where=id+in+(select+file+from+pragma_database_list)", "/news/-/query.json?sql=pragma+database_list",
     "/search.json?q=ice", "/nowhere"],
)  # fmt: skip
def test_no_path_of_the_server_leaves_it(get: Get, database: Path, path: str) -> None:
    text = get(path, follow_redirects=True).text
    assert "secret-folder" not in text and str(SITE) not in text


def test_sql_cannot_make_a_huge_value(get: Get) -> None:
    answer = get("/news.json", params={"sql": "select randomblob(1000000000)"}, follow_redirects=True)
    assert answer.status_code == 400 and "too big" in answer.text


def test_an_address_cannot_have_hundreds_of_parameters(get: Get) -> None:
    for path in ("/search", "/search.json", "/news/quotes"):
        assert get(path + "?" + "&".join(f"speaker={n}" for n in range(300))).status_code == 400


def test_pages_are_compressed_and_files_kept(get: Get) -> None:
    zipped = get("/search", headers={"accept-encoding": "gzip"})
    assert zipped.headers["content-encoding"] == "gzip" and "Ilse Brandt" in zipped.text
    assert "accept-encoding" in zipped.headers["vary"].lower()
    plain = get("/search", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.text == zipped.text
    assert "content-encoding" not in get("/search", headers={"accept-encoding": "gzip;q=0"}).headers
    streamed = get("/search.csv", headers={"accept-encoding": "gzip"})
    assert streamed.headers["content-encoding"] == "gzip" and "Ilse Brandt" in streamed.text
    style = re.search(r'href="(/static/site.css\?\w+)"', plain.text)
    assert style and "immutable" in get(style[1]).headers["cache-control"]
    assert "immutable" not in get("/static/site.css").headers.get("cache-control", "")


@pytest.mark.parametrize("path", ["/", "/search?q=ice", "/speaker/ilse-brandt.json", "/search.atom"])
def test_an_unchanged_page_is_not_sent_again(get: Get, path: str) -> None:
    tag = get(path).headers["etag"]
    again = get(path, headers={"if-none-match": tag})
    assert again.status_code == 304 and again.text == ""
    # It would take the place of the policy that the browser has kept with the page.
    assert "content-security-policy" not in again.headers
    assert get(path, headers={"if-none-match": 'W/"older"'}).status_code == 200


def test_json_may_be_read_from_other_sites(get: Get) -> None:
    for path in ("/search.json", "/.json", "/speaker/nobody.json"):
        assert get(path).headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in get("/search").headers


@pytest.mark.parametrize("host", HOSTS)
def test_the_site_lives_under_a_prefix(database: Path, host: str) -> None:
    get = getter(database, host=host, settings={"base_url": "/press/quotes/"})
    for stripped in (
        "/",
        "/search?q=ice",
        "/speakers?q=brandt",
        "/speaker/ilse-brandt",
        "/articles",
        "/article/harbour",
        "/about",
    ):
        # A proxy passes the address on as it is, or without the prefix.
        for path in (stripped, "/press/quotes" + stripped):
            page = get(path)
            assert page.status_code == 200, path
            links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.text)
            assert links and not [link for link in links if not link.startswith("/press/quotes/")], path
            assert not [link for link in links if "/press/quotes/press" in link], path
    answer = get("/search.json?outlet=Coast+Daily").json()
    assert answer["quotes"][0]["path"].startswith("/press/quotes/quote/")


def test_both_versions_read_the_same_settings() -> None:
    assert yaml.safe_load((SITE / "datasette.yaml").read_text())["settings"] == json.loads(
        (SITE / "settings.json").read_text()
    )
    assert not (SITE / "__init__.py").exists()
