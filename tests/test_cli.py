"""The command line as a user meets it: what it prints, where, with which exit code, and the database that comes out."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Quotes
from examples import annotate, example_article, quote, speaker
from typer.main import get_command

import quotes.engine
from quotes import __version__, ingestion
from quotes.annotation import Annotated
from quotes.article import Article
from quotes.cli.commands import app_of
from quotes.errors import ModelError
from quotes.store import COLUMNS, Store


def by_hand(
    articles: Iterable[Article], *, models: str = "compact", **_: Any
) -> Iterator[Annotated | quotes.engine.Failure]:
    """In place of the engine, where a test is about what surrounds it: “…,” said NAME. and three words that do harm."""
    for article in articles:
        if "INTERRUPT" in article.text:
            signal.raise_signal(signal.SIGINT)
        if "NO MODELS" in article.text:
            raise ModelError("the models are gone; reinstall the package")
        if "TOO HARD" in article.text:
            yield quotes.engine.Failure(article.id, None, "no model could take it")
            continue
        match = re.search(r"“([^”]*),” said (\w+(?: \w+)?)", article.text)
        if match is None:
            yield annotate(article, [], [])
            continue
        who = speaker(article.text, match[2])
        yield annotate(article, [quote(article.text, match[1], cue="said", source=match[2], who=0)], [who])


@pytest.fixture
def hand_annotated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ingest without language models. The list collects the ids of articles that were annotated."""
    seen: list[str] = []

    def watched(articles: Iterable[Article], **options: Any) -> Iterator[Annotated | quotes.engine.Failure]:
        def noting() -> Iterator[Article]:
            for article in articles:
                seen.append(article.id)
                yield article

        return by_hand(noting(), **options)

    for module in (quotes.engine, ingestion):
        monkeypatch.setattr(module, "annotate", watched)
    monkeypatch.setattr(ingestion, "models_version", lambda models: f"{models} by hand")
    return seen


@pytest.fixture(scope="module")
def three_articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = "“=1+1, “winter” \x1b[31mwon't\x1b[0m wait,” said Zoë Lind, the mayor.\n\nNobody answered."
    odd = annotate(
        Article("odd-1", text, title="An\x1b[2Jodd one", outlet="Courier", published="2025-02-01", extra={"a": 1}),
        [
            quote(text, "=1+1, “winter” \x1b[31mwon't\x1b[0m wait", cue="said", source="Zoë Lind", who=0),
            quote(text, "Nobody answered", kind="indirect", source="Nobody", confidence=0.3, negated=True),
        ],
        [speaker(text, "Zoë Lind", role="the mayor", gender="female")],
    )
    path = tmp_path_factory.mktemp("filled") / "quotes.db"
    with Store.open(path, create=True) as store:
        run = store.begin_run(models="m", rules="r", version="0")
        for annotated in (example_article(1, "Eva Lind"), example_article(2, "Tomas Okafor", outlet="Lantern"), odd):
            store.save(annotated, run)
        store.end_run(run, failures=0)
    return path


@pytest.fixture
def filled(three_articles: Path, tmp_path: Path) -> Path:
    """A database with three articles, in the place where commands look for it."""
    return Path(shutil.copy(three_articles, tmp_path / "quotes.db"))


def rows(path: Path | str, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


# Help


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if hasattr(command, "commands"):
        for name, child in command.commands.items():
            yield from commands(child, (*path, name))
    else:
        yield path, command


COMMANDS = dict(commands(get_command(app_of())))


def test_all_commands_are_there() -> None:
    expected = "annotate correct corrections diff doctor evaluate explain export forget ingest load models"
    assert {path[0] for path in COMMANDS} == {
        *expected.split(),
        "publish",
        "reannotate",
        "search",
        "serve",
        "show",
        "speakers",
        "watch",
    }


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_and_option_has_help(quotes: Quotes, path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    assert command.help and len(command.help) > 20
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{parameter.name} lacks help"
    result = quotes(*path, "--help")
    assert result.exit_code == 0 and result.stderr == ""
    assert f"quotes {' '.join(path)}" in result.stdout
    assert "\x1b" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    "path", [path for path, command in COMMANDS.items() if "db" in {p.name for p in command.params}]
)
def test_commands_with_a_database_take_db_and_json(path: tuple[str, ...]) -> None:
    options = {option for parameter in COMMANDS[path].params for option in parameter.opts}
    assert {"--db", "--json"} <= options
    (db,) = (parameter for parameter in COMMANDS[path].params if parameter.name == "db")
    assert db.envvar == "QUOTES_DB" and str(db.default) == "quotes.db"


def test_version_and_bare_call(quotes: Quotes) -> None:
    assert quotes("--version").stdout == f"quotes {__version__}\n"
    bare = quotes()
    assert "ingest" in bare.output and bare.exit_code == 2
    assert quotes("serach").exit_code == 2


def test_the_module_runs_as_the_command() -> None:
    result = subprocess.run([sys.executable, "-m", "quotes", "--version"], capture_output=True, text=True, check=True)
    assert result.stdout == f"quotes {__version__}\n"


def test_nothing_loads_torch_until_it_is_needed() -> None:
    code = (
        "import sys, quotes.cli, quotes.engine; sys.exit(bool({'torch', 'stanza', 'transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


# Ingest


def test_ingest_fills_a_database_and_says_so(quotes: Quotes, hand_annotated: list[str], tmp_path: Path) -> None:
    write(tmp_path / "in", a="“It rains,” said Eva Lind.", b="“It pours,” said Eva Lind.", c="Nothing was said.")
    result = quotes("ingest", "in")
    assert result.exit_code == 0
    assert "Articles: 3 added" in result.stdout
    assert "quotes.db now holds 3 articles, 2 quotes, 1 named speaker." in result.stdout
    assert re.search(r"\b2  Eva Lind", result.stdout)
    assert rows("quotes.db", "SELECT content, speaker FROM quotes_full ORDER BY 1") == [
        ("It pours", "Eva Lind"),
        ("It rains", "Eva Lind"),
    ]
    assert [file.name for file in tmp_path.glob("quotes.db*")] == ["quotes.db"]


def test_a_second_ingest_annotates_nothing_and_changes_nothing(
    quotes: Quotes, hand_annotated: list[str], tmp_path: Path
) -> None:
    write(tmp_path / "in", a="“It rains,” said Eva Lind.", b="“It pours,” said Eva Lind.")
    quotes("ingest", "in")
    before = (
        list(hand_annotated),
        [rows("quotes.db", f"SELECT * FROM {table}") for table in ("articles", "quotes", "runs")],
    )
    result = quotes("ingest", "in")
    assert result.exit_code == 0 and "Articles: 2 unchanged" in result.stdout
    tables = [rows("quotes.db", f"SELECT * FROM {table}") for table in ("articles", "quotes", "runs")]
    assert (hand_annotated, tables) == before
    assert "Articles: 2 unchanged" in quotes("ingest", "in", "--force").stdout
    assert len(hand_annotated) == 4


def test_only_what_changed_is_annotated_again(quotes: Quotes, hand_annotated: list[str], tmp_path: Path) -> None:
    write(tmp_path / "in", a="“It rains,” said Eva Lind.", b="“It pours,” said Eva Lind.")
    quotes("ingest", "in")
    write(tmp_path / "in", b="“It hails,” said Tomas Okafor.", c="“It snows,” said Tomas Okafor.")
    del hand_annotated[:]
    result = quotes("ingest", "in", "--json", "--replace")
    assert len(hand_annotated) == 2
    assert json.loads(result.stdout) == {
        "database": "quotes.db",
        "added": 1,
        "replaced": 1,
        "unchanged": 1,
        "failed": 0,
        "failures": [],
        "limited": 0,
        "notes": {},
        "skipped": {},
        "other_languages": {},
        "interrupted": False,
        "totals": {
            "articles": 3,
            "quotes": 3,
            "speakers": 2,
            "top_speakers": [
                {"name": "Tomas Okafor", "slug": "tomas-okafor", "quotes": 2, "articles": 2},
                {"name": "Eva Lind", "slug": "eva-lind", "quotes": 1, "articles": 1},
            ],
        },
    }


def test_an_unrelated_text_is_refused_in_one_line(quotes: Quotes, hand_annotated: list[str], tmp_path: Path) -> None:
    for name, text in (("a", "“It rains,” said Eva Lind."), ("b", "“We lost every boat,” said Tomas Okafor.")):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"id": "x", "text": text}) + "\n")
    quotes("ingest", "a.jsonl")
    refused = quotes("ingest", "b.jsonl")
    assert refused.exit_code == 1
    assert refused.stderr == (
        "error: x: has the same id as the stored article x, but an unrelated text; --replace replaces that article\n"
    )
    assert "Articles: 1 replaced" in quotes("ingest", "b.jsonl", "--replace").stdout


def test_other_models_annotate_everything_again(quotes: Quotes, hand_annotated: list[str], tmp_path: Path) -> None:
    write(tmp_path / "in", a="“It rains,” said Eva Lind.")
    quotes("ingest", "in")
    quotes("ingest", "in", "--models", "stanza")
    assert len(hand_annotated) == 2
    assert rows("quotes.db", "SELECT models FROM runs ORDER BY id") == [("compact by hand",), ("stanza by hand",)]


def test_bad_inputs_are_reported_and_the_rest_is_stored(
    quotes: Quotes, hand_annotated: list[str], tmp_path: Path
) -> None:
    write(tmp_path / "in", a="“It rains,” said Eva Lind.", b="TOO HARD", empty="")
    (tmp_path / "more.jsonl").write_text('{"id": "x", "text": "“It pours,” said Eva Lind."}\nnot JSON\n{"id": "y"}\n')
    result = quotes("ingest", "in", "missing.txt", "more.jsonl")
    assert result.exit_code == 1
    assert "Articles: 2 added, 5 failed" in result.stdout
    errors = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 5
    for cause in ("empty.txt", "missing.txt", "more.jsonl:2", "more.jsonl:3", "b: no model could take it"):
        assert sum(cause in line for line in errors) == 1, cause
    assert rows("quotes.db", "SELECT articles, failures, finished > '' FROM runs") == [(2, 5, 1)]


def test_failures_and_what_was_skipped_are_in_the_json(
    quotes: Quotes, hand_annotated: list[str], tmp_path: Path
) -> None:
    write(
        tmp_path / "in",
        a="“It rains,” said Eva Lind.",
        empty="",
        fr="« Il pleut sur la ville », a dit la ministre lundi.",
    )
    (tmp_path / "in/b.png").write_bytes(b"")
    (tmp_path / "more.jsonl").write_text("not JSON\n")
    result = quotes("ingest", "in", "more.jsonl", "--json")
    outcome = json.loads(result.stdout)
    assert result.exit_code == 1 and (outcome["added"], outcome["failed"]) == (2, 2)
    assert [(failure["path"], failure["line"]) for failure in outcome["failures"]] == [
        ("in/empty.txt", None),
        ("more.jsonl", 1),
    ]
    assert outcome["skipped"] == {".png": 1} and outcome["other_languages"] == {"fr": 1}
    assert rows("quotes.db", "SELECT id, language FROM articles ORDER BY id") == [("a", "en"), ("fr", "fr")]


def test_the_summary_counts_what_was_skipped(quotes: Quotes, hand_annotated: list[str], tmp_path: Path) -> None:
    write(tmp_path / "in", a="“It rains,” said Eva Lind.", fr="« Il pleut sur la ville », a dit la ministre lundi.")
    for name in ("b.png", "c.png", "d.xls"):
        (tmp_path / "in" / name).write_bytes(b"")
    result = quotes("ingest", "in")
    assert result.exit_code == 0
    assert "Skipped 3 files that no reader takes: 2 .png, 1 .xls" in result.stdout
    assert "Stored 1 without quotes, for their language" in result.stdout and "1 fr" in result.stdout


def test_the_largest_articles_come_last(quotes: Quotes, hand_annotated: list[str], tmp_path: Path) -> None:
    write(
        tmp_path / "in",
        a="Rain. " * 20_000,
        b="“It rains,” said Eva Lind.",
        c="Snow. " * 10_000,
        d="“It pours,” said Eva Lind.",
    )
    quotes("ingest", "in")
    assert hand_annotated == ["b", "d", "c", "a"]


def test_nothing_readable_makes_no_database(quotes: Quotes, hand_annotated: list[str], tmp_path: Path) -> None:
    result = quotes("ingest", "missing.txt")
    assert result.exit_code == 1 and "missing.txt" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_standard_input(quotes: Quotes, hand_annotated: list[str]) -> None:
    lines = "\n".join(json.dumps({"id": f"n{n}", "text": f"“It rains {n},” said Eva Lind."}) for n in range(3))
    assert quotes("ingest", "-", input=lines).exit_code == 0
    assert rows("quotes.db", "SELECT id FROM articles ORDER BY id") == [("n0",), ("n1",), ("n2",)]


def test_ctrl_c_keeps_what_is_stored_and_the_same_command_goes_on(
    quotes: Quotes, hand_annotated: list[str], tmp_path: Path
) -> None:
    texts = {f"a{n}": f"“It rains {n},” said Eva Lind." for n in range(5)}
    write(tmp_path / "in", **{**texts, "a3": "INTERRUPT"})
    result = quotes("ingest", "in")
    assert result.exit_code == 130
    assert "interrupted: 3 articles stored" in result.stderr
    assert rows("quotes.db", "SELECT count(*) FROM articles") == [(3,)]
    assert rows("quotes.db", "SELECT articles, quotes, finished > '' FROM runs") == [(3, 3, 1)]
    assert [file.name for file in tmp_path.glob("quotes.db*")] == ["quotes.db"]
    write(tmp_path / "in", **texts)
    result = quotes("ingest", "in")
    assert result.exit_code == 0 and "Articles: 2 added, 3 unchanged" in result.stdout


def test_missing_models_are_one_line(quotes: Quotes, hand_annotated: list[str], tmp_path: Path) -> None:
    write(tmp_path / "in", a="“It rains,” said Eva Lind.", b="NO MODELS")
    result = quotes("ingest", "in")
    assert result.exit_code == 1
    assert "error: the models are gone; reinstall the package" in result.stderr
    assert "Traceback" not in result.output
    assert rows("quotes.db", "SELECT articles, finished > '' FROM runs") == [(1, 1)]


def test_quiet_says_nothing_but_errors(quotes: Quotes, hand_annotated: list[str], tmp_path: Path) -> None:
    write(tmp_path / "in", a="“It rains,” said Eva Lind.", empty="")
    result = quotes("ingest", "in", "--quiet")
    assert result.exit_code == 1 and result.stdout == ""
    assert len(result.stderr.splitlines()) == 1


def test_the_database_from_the_environment(
    quotes: Quotes, hand_annotated: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", a="“It rains,” said Eva Lind.")
    monkeypatch.setenv("QUOTES_DB", "other.db")
    quotes("ingest", "in")
    assert (tmp_path / "other.db").exists() and not (tmp_path / "quotes.db").exists()
    assert "It rains" in quotes("search", "rains").stdout
    assert quotes("search", "rains", "--db", "quotes.db").exit_code == 1


@pytest.mark.models
def test_ingest_with_the_compact_models(quotes: Quotes, tmp_path: Path) -> None:
    texts = {
        "rain": "“It will rain all week,” said Eleanor Marsh, the mayor of Bristol. She added that schools would stay open.",
        "snow": "James Porter told reporters on Monday that the snow had surprised everybody.",
    }
    write(tmp_path / "in", **texts)
    result = quotes("ingest", "in")
    assert result.exit_code == 0, result.output
    assert "Articles: 2 added" in result.stdout
    found = rows("quotes.db", "SELECT content, speaker, kind FROM quotes_full")
    assert any("It will rain all week" in content and speaker == "Eleanor Marsh" for content, speaker, _ in found)
    assert any("schools would stay open" in content and kind == "indirect" for content, _, kind in found)
    assert any("the snow had surprised everybody" in content for content, _, _ in found)
    assert "Articles: 2 unchanged" in quotes("ingest", "in").stdout


# Search


def test_search_prints_quotes_speakers_and_articles(quotes: Quotes, filled: Path) -> None:
    result = quotes("search", "winter")
    assert result.exit_code == 0
    assert "“winter”" in result.stdout and "Zoë Lind, the mayor" in result.stdout
    assert "Courier" in result.stdout and "odd-1" in result.stdout
    assert result.stderr.strip() == "1 quote"


def test_an_article_cannot_steer_the_terminal(quotes: Quotes, filled: Path) -> None:
    for arguments in (
        ["search", "winter"],
        ["show", "odd"],
        ["speakers", "zoe lind"],
        ["search", "\x1b[31m"],
        ["show", "\x1b"],
    ):
        assert "\x1b" not in quotes(*arguments).output


def test_search_marks_the_words(quotes: Quotes, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert re.search(r"\x1b\[[\d;]*mwinter\x1b\[0m", quotes("search", "winter").stdout)


def test_search_as_json_has_the_view_and_the_matches(quotes: Quotes, filled: Path) -> None:
    (hit,) = json.loads(quotes("search", "winter", "--json").stdout)
    assert tuple(hit) == (*COLUMNS, "matches")
    assert [hit["content"][start:end] for start, end in hit["matches"]["content"]] == ["winter"]
    assert hit["negated"] is False and hit["evidence"]["rule"] == "by hand"
    assert json.loads(quotes("search", "nothing-of-the-kind", "--json").stdout) == []


def test_search_without_words_lists_the_newest(quotes: Quotes, filled: Path) -> None:
    hits = json.loads(quotes("search", "--json", "--limit", "2").stdout)
    assert [hit["article_id"] for hit in hits] == ["odd-1", "odd-1"]
    assert "4 quotes, the first 2 shown" in quotes("search", "--limit", "2").stderr


@pytest.mark.parametrize(
    ("options", "articles"),
    [
        (["--speaker", "okafor"], {"article-002"}),
        (["--speaker", "zoe lind"], {"odd-1"}),
        (["--kind", "indirect"], {"odd-1"}),
        (["--act", "thought"], set()),
        (["--outlet", "lantern"], {"article-002"}),
        (["--since", "2025-01-02"], {"article-002", "odd-1"}),
        (["--until", "2025-01-02"], {"article-001", "article-002"}),
        (["--min-confidence", "0.9"], {"article-001", "article-002", "odd-1"}),
        (["rain", "--speaker", "Tomas Okafor"], {"article-002"}),
    ],
)
def test_search_options(quotes: Quotes, filled: Path, options: list[str], articles: set[str]) -> None:
    assert {hit["article_id"] for hit in json.loads(quotes("search", "--json", *options).stdout)} == articles


@pytest.mark.parametrize(
    "words", ["won't", "AND", "*", '"', "“", "😀", "--", "a OR", "NEAR(", "=1+1", "'; DROP TABLE quotes; --"]
)
def test_search_takes_any_words(quotes: Quotes, filled: Path, words: str) -> None:
    result = quotes("search", "--json", "--", words)
    assert result.exit_code == 0 and "rror" not in result.stderr
    assert isinstance(json.loads(result.stdout), list)
    assert rows(filled, "SELECT count(*) FROM quotes") == [(4,)]


@pytest.mark.parametrize(
    "options", [["--kind", "loud"], ["--since", "yesterday"], ["--min-confidence", "2"], ["--limit", "0"]]
)
def test_wrong_options_are_usage_errors(quotes: Quotes, filled: Path, options: list[str]) -> None:
    result = quotes("search", "rain", *options)
    assert result.exit_code == 2 and "Traceback" not in result.output


def test_an_unknown_speaker_is_an_error(quotes: Quotes, filled: Path) -> None:
    for arguments in (["search", "--speaker", "Nobody Known"], ["speakers", "Nobody Known"]):
        result = quotes(*arguments)
        assert result.exit_code == 1 and result.stdout == ""
        assert result.stderr == "error: no speaker is called 'Nobody Known'; `quotes speakers` lists them\n"


# Speakers, show, export


def test_search_has_the_filters_of_the_site(quotes: Quotes, filled: Path) -> None:
    def found(*options: str) -> list[str]:
        result = quotes("search", "--json", *options)
        assert result.exit_code == 0, result.stderr
        return [hit["article_id"] for hit in json.loads(result.stdout)]

    assert sorted(found()) == ["article-001", "article-002", "odd-1", "odd-1"]
    assert sorted(found("--speaker", "eva-lind", "--speaker", "okafor")) == ["article-001", "article-002"]
    assert sorted(found("--outlet", "Lantern", "--outlet", "courier", "--status", "named")) == ["article-002", "odd-1"]
    assert found("--kind", "indirect", "--kind", "mixed") == ["odd-1"]
    assert found("--since", "2025-02", "--until", "2025-02") == ["odd-1", "odd-1"]
    assert found("--about", "winter") == ["odd-1"]
    assert found("mayor") == ["odd-1"] and found("mayor", "--within") == []
    assert found("--sort", "oldest")[-1] == "odd-1" and found("--sort", "newest")[0] == "odd-1"
    confidences = [hit["confidence"] for hit in json.loads(quotes("search", "--json", "--sort", "unsure").stdout)]
    assert confidences == sorted(confidences)
    for options, problem in ((["--since", "May"], "is not a date"), (["--kind", "bogus"], "is not a kind")):
        refused = quotes("search", *options)
        assert refused.exit_code == 2 and problem in refused.stderr


def test_speakers_lists_by_number_of_quotes(quotes: Quotes, filled: Path) -> None:
    listed = json.loads(quotes("speakers", "--json").stdout)
    assert [(row["name"], row["quotes"], row["slug"]) for row in listed] == [
        ("Eva Lind", 1, "eva-lind"),
        ("Tomas Okafor", 1, "tomas-okafor"),
        ("Zoë Lind", 1, "zoe-lind"),
    ]
    assert "Tomas Okafor" in quotes("speakers").stdout
    assert json.loads(quotes("speakers", "--json", "--kind", "organization").stdout) == []


def test_speakers_with_a_name_tells_all_about_one(quotes: Quotes, filled: Path) -> None:
    details = json.loads(quotes("speakers", "ZOE LIND", "--json").stdout)
    seen = {"articles": 1, "first": "2025-02-01", "last": "2025-02-01", "article_id": "odd-1"}
    assert (details["name"], details["gender"], details["roles"], details["outlets"]) == (
        "Zoë Lind",
        "female",
        [{"role": "the mayor", "affiliation": None, **seen, "outlets": [{"outlet": "Courier", **seen}]}],
        {"Courier": 1},
    )
    assert [row["article_id"] for row in details["latest"]] == ["odd-1"]
    shown = quotes("speakers", "okafor").stdout
    assert "Tomas Okafor" in shown and "It will rain" in shown


def test_a_name_that_fits_several_speakers_names_them(quotes: Quotes, filled: Path) -> None:
    result = quotes("speakers", "lind")
    assert result.exit_code == 1
    assert "Eva Lind (eva-lind), Zoë Lind (zoe-lind)" in result.stderr
    assert quotes("speakers", "eva-lind").exit_code == 0


def test_show_has_the_text_and_the_speakers(quotes: Quotes, filled: Path) -> None:
    shown = quotes("show", "odd").stdout
    assert "“winter”" in shown and "1 Zoë Lind" in shown and "2 unknown" in shown
    article = json.loads(quotes("show", "article-001", "--json").stdout)
    assert article["text"] == "“It will rain,” said Eva Lind on day 1."
    (found,) = article["quotes"]
    assert [article["text"][span["start"] : span["end"]] for span in found["spans"] if span["part"] == "content"] == [
        "It will rain"
    ]
    for prefix, problem in (("article", "several"), ("nothing", "no article")):
        result = quotes("show", prefix)
        assert result.exit_code == 1 and problem in result.stderr and result.stdout == ""


def test_exports_agree(quotes: Quotes, filled: Path) -> None:
    table = list(csv.DictReader(io.StringIO(quotes("export").stdout)))
    whole = json.loads(quotes("export", "--json").stdout)
    lines = [json.loads(line) for line in quotes("export", "--format", "jsonl").stdout.splitlines()]
    assert whole == lines and len(whole) == 4
    assert [tuple(row) for row in whole] == [COLUMNS] * 4 == [tuple(row) for row in table]
    assert [row["content"] for row in table] == [row["content"] for row in whole]
    assert table[0]["content"] == "=1+1, “winter” \x1b[31mwon't\x1b[0m wait"
    assert whole[0]["evidence"]["rule"] == "by hand"


@pytest.mark.parametrize("suffix", ["csv", "json", "jsonl"])
def test_export_to_a_file_takes_the_format_from_its_name(
    quotes: Quotes, filled: Path, tmp_path: Path, suffix: str
) -> None:
    result = quotes("export", "--out", f"all.{suffix}")
    assert result.exit_code == 0 and result.stdout == ""
    assert (tmp_path / f"all.{suffix}").read_text(encoding="utf-8") == quotes("export", "--format", suffix).stdout
    assert sorted(file.name for file in tmp_path.iterdir()) == [f"all.{suffix}", "quotes.db"]


def test_export_of_an_empty_database_is_well_formed(quotes: Quotes, tmp_path: Path) -> None:
    Store.open(tmp_path / "quotes.db", create=True).close()
    assert json.loads(quotes("export", "--json").stdout) == []
    assert quotes("export").stdout.strip() == ",".join(COLUMNS)
    assert quotes("export", "-f", "jsonl").stdout == ""
    for arguments in (["search"], ["search", "rain"], ["speakers"]):
        assert quotes(*arguments).exit_code == 0


def test_an_export_that_cannot_be_written_is_one_line(quotes: Quotes, filled: Path) -> None:
    result = quotes("export", "--out", "nowhere/all.csv")
    assert result.exit_code == 1
    assert (
        result.stderr.startswith("error: nowhere/all.csv: cannot be written") and len(result.stderr.splitlines()) == 1
    )


# Databases that are not there, not ours, or broken


@pytest.mark.parametrize(
    "arguments", [["search", "x"], ["speakers"], ["show", "x"], ["export"], ["serve", "--port", "0"]]
)
def test_a_database_that_cannot_be_read_is_one_line(quotes: Quotes, tmp_path: Path, arguments: list[str]) -> None:
    def fails_with(problem: str) -> None:
        result = quotes(*arguments)
        assert result.exit_code == 1 and result.stdout == ""
        assert len(result.stderr.splitlines()) == 1 and problem in result.stderr and "quotes.db" in result.stderr

    path = tmp_path / "quotes.db"
    fails_with("no such database")
    assert not path.exists()
    path.write_text("Dear diary, " * 500)
    fails_with("not a database")
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE somebody_elses (id)")
    connection.close()
    fails_with("another program")
