"""Exports for other programs: Parquet, whole and by outlet and month; CSV that a spreadsheet opens without running it."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from conftest import Quotes
from examples import annotate, example_article, quote, speaker

from quotes.article import Article
from quotes.store import COLUMNS, Store


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    text = "“=HYPERLINK(1),” said Ada Fell. “@home we stay,” said Ada Fell. “It rains,” said Ada Fell."
    words = ("=HYPERLINK(1)", "@home we stay", "It rains")
    odd = annotate(
        Article("odd", text, outlet="A/B: Courier", published="2025-02-01T10:00:00"),
        [quote(text, part, cue="said", source="Ada Fell", who=0) for part in words],
        [speaker(text, "Ada Fell")],
    )
    plain = annotate(Article("plain", "“It rains,” said Ada Fell."), odd.quotes[:0], [])
    undated = example_article(1, "Eva Lind")
    undated = annotate(Article("undated", undated.article.text), undated.quotes, undated.speakers)
    with Store.open(tmp_path / "quotes.db", create=True) as store:
        run = store.begin_run(models="m", rules="r", version="0")
        for item in (odd, plain, undated, example_article(2, "Tomas Okafor", outlet="Lantern")):
            store.save(item, run)
    return tmp_path


def test_parquet_has_every_row_and_column(quotes: Quotes, filled: Path) -> None:
    assert quotes("export", "--out", "all.parquet").exit_code == 0
    table = pq.read_table(filled / "all.parquet")
    assert tuple(table.column_names) == COLUMNS
    rows = table.to_pylist()
    assert len(rows) == 5 and {row["negated"] for row in rows} == {False}
    assert {row["confidence"] for row in rows} == {0.9}
    assert [file.name for file in filled.glob(".*")] == []


def test_partitions_are_read_by_duckdb(quotes: Quotes, filled: Path) -> None:
    result = quotes("export", "--partition", "--out", "lake")
    assert result.exit_code == 0, result.output
    files = f"'{filled}/lake/*/*/*.parquet', hive_partitioning = true"
    months = duckdb.sql(f"SELECT month, count(*) FROM read_parquet({files}) GROUP BY 1 ORDER BY 1").fetchall()
    assert [(str(month)[:7], count) for month, count in months] == [("2025-01", 1), ("2025-02", 3), ("unknown", 1)]
    named = duckdb.sql(f"SELECT DISTINCT outlet, outlet_folder FROM read_parquet({files})").fetchall()
    assert {outlet for outlet, _ in named} == {"A/B: Courier", "Lantern", None}
    assert "never replaced" in quotes("export", "--partition", "--out", "lake").stderr


def test_a_spreadsheet_sees_no_formulas(quotes: Quotes, filled: Path) -> None:
    result = quotes("export", "--spreadsheet", "--out", "safe.csv")
    assert result.exit_code == 0, result.output
    with (filled / "safe.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [row["content"] for row in csv.DictReader(file)]
    assert {"'=HYPERLINK(1)", "'@home we stay", "It rains"} <= set(cells)
    assert not any(cell.startswith(("=", "@", "+", "-")) for cell in cells)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--format", "parquet"), "name one with --out"),
        (("--spreadsheet", "--json"), "goes with CSV only"),
        (("--partition",), "name one with --out"),
    ],
)
def test_what_does_not_go_together(quotes: Quotes, filled: Path, options: tuple[str, ...], reason: str) -> None:
    result = quotes("export", *options)
    assert result.exit_code != 0 and reason in result.stderr
