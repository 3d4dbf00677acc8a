"""Exports for other programs: Parquet, whole and by outlet and month; CSV that a spreadsheet opens without running it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from conftest import Quotes
from examples import annotate, example_article, quote, speaker

from quotes.archive.shards import SCHEMA, row_of, write_table
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


def readme_sql(view: str) -> list[str]:
    """The statements of that block of the README that makes this view."""
    blocks = re.findall(r"```sql\n(.*?)```", (Path(__file__).parents[1] / "README.md").read_text("utf-8"), re.DOTALL)
    (block,) = (block for block in blocks if f"VIEW {view} " in block)
    return [statement for statement in re.sub(r"--.*", "", block).split(";") if statement.strip()]


def test_the_questions_of_the_readme_to_an_export(quotes: Quotes, filled: Path) -> None:
    assert quotes("export", "--partition", "--out", "lake").exit_code == 0
    with duckdb.connect() as db:
        _, counted, people, statements = (db.execute(statement).fetchall() for statement in readme_sql("quotes"))
    assert sum(row[-1] for row in counted) == 5 and len(counted) == 3
    assert sorted(people) == [("Ada Fell", 1), ("Eva Lind", 0), ("Tomas Okafor", 1)]
    assert all(len(row) == 3 for row in statements)


def test_the_questions_of_the_readme_to_shards(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(filled)
    shard = [
        example_article(n, name, "It will rain", outlet="Courier") for n, name in ((1, "Ada Fell"), (2, "Eva Lind"))
    ]
    write_table(filled / "annotated/articles/1.parquet", [row_of(item) for item in shard], SCHEMA)
    with duckdb.connect() as db:
        _, kinds, speakers, words = (db.execute(statement).fetchall() for statement in readme_sql("said"))
    assert kinds == [("Courier", "direct", 2)]
    assert sorted(speakers) == [("Ada Fell", 1), ("Eva Lind", 1)]
    assert words == [("It will rain",), ("It will rain",)]


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
        (("--format", "parquet"), "choose one with --out"),
        (("--spreadsheet", "--json"), "goes with CSV only"),
        (("--partition",), "choose one with --out"),
    ],
)
def test_what_does_not_go_together(quotes: Quotes, filled: Path, options: tuple[str, ...], reason: str) -> None:
    result = quotes("export", *options)
    assert result.exit_code != 0 and reason in result.stderr
