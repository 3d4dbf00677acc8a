"""No page of the site reads a whole table: every query that it asks is looked up, or walked along an index to a limit."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from datasette.database import Database
from site_hosts import ROOT, SITE

from quotes.store import publish
from quotes.store.schema_3 import functions

# Tables that grow with the archive. The sums grow with outlets, days and speakers, and are read whole.
GROWING = {
    "articles", "quotes", "quote_spans", "facets", "speakers", "names", "appearances", "aliases", "roles", "mentions",
    "lookup_names", "speaker_aliases", "speaker_names", "redirects", "likenesses", "article_names",
    "quotes_fts", "lookup_letters",
}  # fmt: skip
PAGES = [
    "/", "/search", "/search?q=budget", "/search?q=climate+OR+water+-budget", "/search?q=budget&sort=newest",
    "/search?kind=direct", "/search?act=thought&sort=surest", "/search?sort=oldest", "/search?sort=unsure&min_confidence=0",
    "/search?speaker=s-1", "/search?speaker=s-1&q=water", "/search?outlet=The+Lantern", "/search?since=2020&until=2021",
    "/search?q=-water", "/search?q=nothingatall", "/search?speaker=beaa+bar", "/search?min_confidence=0.8", "/speakers",
    "/speakers?kind=person&sort=name", "/speakers?q=bor", "/speaker/s-1", "/speaker/s-1?at=2020-05", "/outlets",
    "/outlet/The+Lantern", "/articles",
    "/articles?outlet=The+Lantern", "/article/a0000001", "/quote/0000000000000001", "/quote/0000000000000001/embed",
    "/compare?a=s-1-&b=s-2-&q=water", "/compare?outlets=1&a=The+Lantern&b=Coast+Daily", "/new", "/review", "/about",
    "/api", "/sitemap.xml", "/quote/gone", "/speaker/gone", "/article/gone",
]  # fmt: skip


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    loader = SourceFileLoader("bench_site", str(ROOT / "scripts" / "bench-site"))
    spec = spec_from_loader("bench_site", loader)
    assert spec
    bench = module_from_spec(spec)
    loader.exec_module(bench)
    folder = tmp_path_factory.mktemp("plans")
    bench.build(folder / "made.db", 3000)
    return publish(folder / "made.db", folder / "quotes.db")


@pytest.fixture(scope="module")
def asked(database: Path) -> dict[str, list[str]]:
    """The statements that each page asks."""
    statements: dict[str, list[str]] = {}
    original = Database.execute
    current = [""]

    async def noting(self: Any, sql: str, *arguments: Any, **options: Any) -> Any:
        statements.setdefault(current[0], []).append(sql)
        return await original(self, sql, *arguments, **options)

    async def visit() -> None:
        site = Datasette([], immutables=[str(database)], config_dir=SITE)
        await site.invoke_startup()
        for page in PAGES:
            current[0] = page
            answer = await site.client.get(page)
            assert answer.status_code in (200, 404), page

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "execute", noting)
        asyncio.run(visit())
    return statements


@pytest.mark.parametrize("page", PAGES)
def test_no_page_reads_a_whole_table(database: Path, asked: dict[str, list[str]], page: str) -> None:
    db = sqlite3.connect(database)
    functions(db)
    for sql in asked[page]:
        if re.match(r"\s*(select name from sqlite_master|select count\(\*\) from \[|pragma)", sql, re.I):
            continue
        values = dict.fromkeys(re.findall(r"(?<![:\w]):(\w+)", sql), "1")
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        sorted_whole = any("TEMP B-TREE FOR ORDER BY" in step for step in plan)
        names = {alias: table for table, alias in re.findall(r"\b(\w+) (?:AS )?([a-z]\w*)\b", sql)}
        for step in plan:
            scan = re.match(r"SCAN (\w+)", step)
            if (
                not scan
                or names.get(scan[1], scan[1]) not in GROWING
                or "VIRTUAL TABLE INDEX 0:M" in step
                or "0:=" in step
            ):
                continue
            walked = "USING" in step and "LIMIT" in sql and not sorted_whole
            assert walked, f"{step} in {' '.join(sql.split())}"
    db.close()
