"""Archives: units that cut nothing in two, shards that lose nothing, and a job that goes on where it stopped."""

from __future__ import annotations

import io
import json
import random
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Quotes
from examples import annotate, example_article, quote, speaker
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from quotes.annotation import Annotated
from quotes.archive import job, loading
from quotes.archive.job import annotate_unit
from quotes.archive.loading import find_shards, load_shards
from quotes.archive.shards import SCHEMA, read_shard, row_of, write_table
from quotes.archive.units import Unit, find_units, read_unit
from quotes.article import Article
from quotes.cli.ingest import Bar
from quotes.errors import ReadError
from quotes.failure import Failure
from quotes.ingestion import Outcome
from quotes.store import Saved, Store


def harbour() -> Annotated:
    text = "“The pier,” said Ada Fell, the mayor, “will be finished in May.” Nobody said what it had cost. Été."
    article = Article(
        "h1", text, title="Pier", outlet="Courier", author="A. B.", published="2026-01-02", url="https://news.example/p",
        extra={"desk": ["x", 1]}, id_given=False,
    )  # fmt: skip
    quotes_ = [
        replace(
            quote(
                text,
                "“The pier,”",
                "“will be finished in May.”",
                cue="said",
                source="Ada Fell",
                who=0,
                evidence={"é": [1]},
            ),
            speaker_confidence=0.7,
        ),
        quote(text, "what it had cost", cue="said", source="Nobody", kind="indirect", negated=True),
    ]
    return replace(
        annotate(article, quotes_, [speaker(text, "Ada Fell", "Fell", role="the mayor", gender="female")]),
        notes=("too long",),
    )


def test_shards_lose_nothing(tmp_path: Path) -> None:
    items = [harbour(), example_article(2, "Tomas Okafor"), annotate(Article("empty", "Nothing."), [], [])]
    path = tmp_path / "s.parquet"
    write_table(path, [row_of(item) for item in items], SCHEMA)
    assert list(read_shard(path)) == items
    assert next(read_shard(path)).article.id_given is False
    # As the README documents it for other readers.
    quotes_ = pq.read_table(path).to_pylist()[0]["quotes"]
    assert quotes_[0]["content"][1] == harbour().quotes[0].content[1]._asdict()
    assert quotes_[1]["speaker"] is None


@pytest.mark.parametrize("spoilt", ["truncated", "foreign", "newer"])
def test_what_is_no_shard_is_refused_in_one_line(tmp_path: Path, spoilt: str) -> None:
    path = tmp_path / "s.parquet"
    write_table(path, [row_of(harbour())], SCHEMA)
    if spoilt == "truncated":
        path.write_bytes(path.read_bytes()[:-50])
    else:
        metadata = {b"quotes.schema": b"99"} if spoilt == "newer" else {}
        pq.write_table(pa.table({"a": [1]}).replace_schema_metadata(metadata), path)
    with pytest.raises(ReadError, match=r"s\.parquet: ") as refused:
        list(read_shard(path))
    assert "\n" not in str(refused.value)


def lines(path: Path, count: int) -> list[dict[str, Any]]:
    records = [
        {"id": f"a{n}", "text": f"The mayor of town number {n} said on Monday: “It rains {n} days.”"}
        for n in range(count)
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return records


def ids(units: Iterable[Unit]) -> list[str]:
    return [item.id if isinstance(item, Article) else str(item) for unit in units for item in read_unit(unit)]


def test_units_hold_every_line_once(tmp_path: Path) -> None:
    records = lines(tmp_path / "news.jsonl", 100)
    units = find_units([str(tmp_path)], words=100)
    assert len(units) > 5 and len({unit.key for unit in units}) == len(units)
    assert ids(units) == [record["id"] for record in records]
    # A longer file has new units behind, and its first ones under their old names.
    with (tmp_path / "news.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"text": "One more line that has no id of its own, nor a quote."}\nnot json\n')
    longer = find_units([str(tmp_path)], words=100)
    assert [unit.key for unit in longer][: len(units) - 1] == [unit.key for unit in units][:-1]
    assert ids(longer)[100:] == ["news.jsonl:101", "news.jsonl:102: invalid JSON: Expecting value (character 1)"]


def test_row_groups_of_parquet_are_read_as_lines_are(tmp_path: Path) -> None:
    records = lines(tmp_path / "news.jsonl", 30)
    table = pa.Table.from_pylist(
        [*records, {"id": None, "text": "No id here, but enough words to be an article in English."}]
    )
    pq.write_table(table, tmp_path / "news.parquet", row_group_size=10)
    units = find_units([str(tmp_path / "news.parquet")], words=100)
    assert [(unit.start, unit.end) for unit in units] == [(0, 1), (1, 2), (2, 3), (3, 4)]
    assert ids(units) == [*(record["id"] for record in records), "news.parquet:31"]


def test_inputs_that_are_no_archives(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b.txt").write_text("text", encoding="utf-8")
    for given, reason in ((tmp_path / "a", "no .jsonl"), (tmp_path / "b.txt", "neither"), (tmp_path / "c", "no such")):
        with pytest.raises(ReadError, match=reason):
            find_units([str(given)], words=100)
    for folder in ("a", "d"):
        (tmp_path / folder).mkdir(exist_ok=True)
        lines(tmp_path / folder / "news.jsonl", 1)
    with pytest.raises(ReadError, match="have the same name"):
        find_units([str(tmp_path / "a"), str(tmp_path / "d")], words=100)


def test_a_unit_becomes_a_shard_and_a_table_of_failures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def engine(articles: Iterable[Article], **_: Any) -> Iterator[Annotated | Failure]:
        for article in articles:
            yield Failure(article.id, None, "too hard") if article.id == "a1" else annotate(article, [], [])

    monkeypatch.setattr(job, "annotate", engine)
    path = tmp_path / "news.jsonl"
    lines(path, 3)
    with path.open("a", encoding="utf-8") as file:
        file.write("broken\n")
    (unit,) = find_units([str(path)], words=10_000)
    assert annotate_unit(unit, tmp_path / "out", "compact") == {"articles": 2, "quotes": 0, "failures": 2}
    assert [item.article.id for item in read_shard(tmp_path / "out/articles" / f"{unit.key}.parquet")] == ["a0", "a2"]
    failures = pq.read_table(tmp_path / "out/failures" / f"{unit.key}.parquet").to_pylist()
    assert {(row["path"], row["line"]) for row in failures} == {("news.jsonl", 4), ("a1", None)}
    assert not list((tmp_path / "out/articles").glob(".*"))


@pytest.fixture
def shards(tmp_path: Path) -> Path:
    """Forty articles in eight shards, of people some of whom have one surname, with words that several print."""
    names = ("Ada Fell", "Omar Reyes", "Fell", "Eva Lind", "A. Fell")
    for shard in range(8):
        numbers = range(shard * 5, shard * 5 + 5)
        items = [
            example_article(n, names[n % 5], f"It will rain for {n // 10} days in the valley", outlet=f"Paper {n % 3}")
            for n in numbers
        ]
        write_table(tmp_path / "out/articles" / f"{shard}.parquet", [row_of(item) for item in items], SCHEMA)
    return tmp_path / "out"


def content(path: Path) -> list[tuple[Any, ...]]:
    """What a database says, without the numbers that depend on what came first."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(
            "SELECT id, content, speaker, speaker_slug, statement, article_id, outlet, evidence FROM quotes_full ORDER BY id"
        ).fetchall()
    finally:
        connection.close()


def test_the_same_database_in_any_order_and_after_interruptions(quotes: Quotes, shards: Path, tmp_path: Path) -> None:
    files = sorted(map(str, (shards / "articles").glob("*.parquet")))
    whole = quotes("load", str(shards), "--db", "whole.db")
    assert whole.exit_code == 0 and "Articles: 40 added" in whole.stdout
    expected = content(tmp_path / "whole.db")
    assert len(expected) == 40 and any(row[4] for row in expected)
    for seed in range(4):
        order = random.Random(seed).sample(files, len(files))
        assert quotes("load", *order[:3], "--db", f"{seed}.db").exit_code == 0
        again = quotes("load", *order, "--db", f"{seed}.db")
        assert "25 added, 15 unchanged" in again.stdout
        assert content(tmp_path / f"{seed}.db") == expected
    assert "Articles: 40 unchanged" in quotes("load", str(shards), "--db", "whole.db").stdout


def test_articles_of_one_transaction_are_loaded_together_or_not_at_all(
    shards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = find_shards([str(shards)])
    store_one = Store.save
    stored: list[str] = []

    def save(self: Store, annotated: Annotated, *args: Any, **options: Any) -> Saved:
        if len(stored) == 25:
            raise KeyboardInterrupt
        stored.append(annotated.article.id)
        return store_one(self, annotated, *args, **options)

    monkeypatch.setattr(loading, "_TOGETHER", 10)
    monkeypatch.setattr(Store, "save", save)
    outcome = Outcome()
    with pytest.raises(KeyboardInterrupt):
        load_shards(files, tmp_path / "some.db", watch=Bar(hidden=True), outcome=outcome)
    assert len(stored) == 25 and outcome.added == 20 == len(content(tmp_path / "some.db"))
    monkeypatch.setattr(Store, "save", store_one)
    again = load_shards(files, tmp_path / "some.db", watch=Bar(hidden=True))
    assert (again.added, again.unchanged, again.failed) == (20, 20, 0)
    load_shards(files, tmp_path / "whole.db", watch=Bar(hidden=True))
    assert content(tmp_path / "some.db") == content(tmp_path / "whole.db")


def test_an_article_that_cannot_be_stored_costs_no_other_of_its_transaction(quotes: Quotes, tmp_path: Path) -> None:
    first, *others = (example_article(n, "Ada Fell") for n in range(1, 5))
    stranger = replace(first, article=replace(first.article, text=first.article.text.upper()[::-1], id_given=True))
    items = [replace(first, article=replace(first.article, id_given=True)), stranger, *others]
    write_table(tmp_path / "s.parquet", [row_of(item) for item in items], SCHEMA)
    told = json.loads(quotes("load", "s.parquet", "--db", "some.db", "--json").stdout)
    assert (told["added"], told["failed"], len(content(tmp_path / "some.db"))) == (4, 1, 4)
    assert "an unrelated text" in told["failures"][0]["reason"]


def test_a_damaged_shard_does_not_stop_the_others(quotes: Quotes, shards: Path) -> None:
    (shards / "articles/3.parquet").write_bytes(b"PAR1 and nothing else")
    result = quotes("load", str(shards), "--db", "some.db", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1 and told["added"] == 35
    assert [failure["path"][-9:] for failure in told["failures"]] == ["3.parquet"]
    assert quotes("load", "nowhere", "--db", "some.db").stderr == "error: nowhere: no such file or folder\n"


def test_ray_needs_a_folder_for_its_shards(quotes: Quotes, tmp_path: Path) -> None:
    lines(tmp_path / "news.jsonl", 1)
    assert "choose one with --out" in quotes("annotate", "--ray", "news.jsonl").stderr


def test_ray_refuses_a_device_that_is_not_there(quotes: Quotes, tmp_path: Path) -> None:
    lines(tmp_path / "news.jsonl", 1)
    refused = quotes("annotate", "--ray", "news.jsonl", "--out", "out", "--device", "cuda:99")
    assert refused.exit_code == 1 and "error: no device 'cuda:99' in this machine" in refused.stderr
    assert not list(tmp_path.glob("out/articles/*"))


def write_warc(path: Path, url: str, page: bytes) -> None:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(page), http_headers=headers))


@pytest.mark.models
def test_local_ray_with_two_workers_resumes(quotes: Quotes, tmp_path: Path) -> None:
    (tmp_path / "crawl").mkdir()
    lines(tmp_path / "crawl/news.jsonl", 6)
    page = "<html><body><article><p>“We will not close a single school,” said Mayor Anna Feldt.</p></article></body></html>"
    write_warc(tmp_path / "crawl/web.warc.gz", "https://news.example/1", page.encode())
    command = ("annotate", "--ray", "crawl", "--out", "out", "--workers", "2", "--shard-words", "30", "--wide")
    first = quotes(*command)
    assert first.exit_code == 0, first.output
    parts = sorted((tmp_path / "out/articles").glob("*.parquet"))
    assert "Articles: 7" in first.stdout and len(parts) >= 3
    kept = parts[0].stat().st_mtime_ns
    parts[-1].unlink()
    second = quotes(*command)
    assert f"Shards: 1 written, {len(parts) - 1} done before" in second.stdout
    assert sorted((tmp_path / "out/articles").glob("*.parquet")) == parts and parts[0].stat().st_mtime_ns == kept
    made = {item.article.id: item for part in parts for item in read_shard(part)}
    assert set(made) == {*(f"a{n}" for n in range(6)), "https://news.example/1"}
    assert [speaker.name for speaker in made["https://news.example/1"].speakers] == ["Anna Feldt"]
    assert {item.rules.endswith(" wide") for item in made.values()} == {True}
    assert "7 added" in quotes("load", "out").stdout
    note = json.loads((tmp_path / "out/job.json").read_text("utf-8"))
    (tmp_path / "out/job.json").write_text(json.dumps({**note, "rules": "older"}), encoding="utf-8")
    assert "shards made with other rules" in quotes(*command).stderr


def test_loading_says_what_the_limits_left_out(quotes: Quotes, tmp_path: Path) -> None:
    write_table(tmp_path / "s.parquet", [row_of(harbour()), row_of(example_article(2, "Tomas Okafor"))], SCHEMA)
    loaded = quotes("load", "s.parquet", "--db", "some.db", "--json")
    assert json.loads(loaded.stdout)["notes"] == {"h1": ["too long"]} and "note: h1: too long" in loaded.stderr
    assert "note: too long" in quotes("show", "h1", "--db", "some.db").stdout
    assert json.loads(quotes("show", "h1", "--db", "some.db", "--json").stdout)["notes"] == ["too long"]
    # A correction keeps them.
    first = json.loads(quotes("show", "h1", "--db", "some.db", "--json").stdout)["quotes"][0]["id"]
    assert quotes("correct", "reject", first, "--db", "some.db").exit_code == 0
    assert json.loads(quotes("show", "h1", "--db", "some.db", "--json").stdout)["notes"] == ["too long"]
