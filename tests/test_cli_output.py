"""What commands write to: files that must survive, and standard streams that are full, closed or know little."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Quotes
from examples import example_article

from quotes.errors import QuotesError
from quotes.files import written_whole
from quotes.store import Store

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A database with one quote, whose words are not all ASCII."""
    path = tmp_path / "quotes.db"
    with Store.open(path, create=True) as store:
        run = store.begin_run(models="by hand", rules="0", version="0")
        store.save(example_article(1, "Zoë Lind", "Il pleut à Łódź"), run)
    return path


def content_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


@pytest.mark.parametrize(
    ("target", "options", "problem"),
    [
        ("quotes.db", [], "belongs to the database"),
        ("quotes.db", ["--format", "csv"], "belongs to the database"),
        ("./quotes.db", ["--format", "csv"], "belongs to the database"),
        ("hard.csv", [], "is a database"),
        ("quotes.db-wal", ["--format", "csv"], "belongs to the database"),
        ("link.csv", [], "is a link"),
        ("pipe.csv", [], "no regular file"),
        ("/dev/null", ["--format", "csv"], "no regular file"),
        ("folder.csv", [], "is a folder"),
        (".", [], "is a folder"),
        ("", [], "is a folder"),
        ("all.xlsx", [], "unknown ending"),
        ("nowhere/all.parquet", [], "cannot be written"),
        ("all", [], "unknown ending"),
        ("nowhere/all.csv", [], "cannot be written"),
        ("note.csv/all.csv", [], "cannot be written"),
    ],
)
def test_export_replaces_nothing_but_regular_files(
    quotes: Quotes, filled: Path, tmp_path: Path, target: str, options: list[str], problem: str
) -> None:
    os.link(filled, tmp_path / "hard.csv")
    (tmp_path / "note.csv").write_text("keep me")
    (tmp_path / "link.csv").symlink_to("note.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    before = content_of(tmp_path)
    result = quotes("export", "--out", target, *options)
    assert result.exit_code == 1 and result.stdout == ""
    assert result.stderr.startswith("error: ") and problem in result.stderr and len(result.stderr.splitlines()) == 1
    assert content_of(tmp_path) == before
    assert (tmp_path / "link.csv").is_symlink() and (tmp_path / "pipe.csv").is_fifo()


def test_an_explicit_format_goes_with_any_name(quotes: Quotes, filled: Path, tmp_path: Path) -> None:
    assert quotes("export", "--out", "all.txt", "--format", "csv").exit_code == 0
    assert len(list(csv.DictReader(io.StringIO((tmp_path / "all.txt").read_text(encoding="utf-8"))))) == 1


def test_a_file_keeps_its_permissions_when_it_is_replaced(quotes: Quotes, filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "all.csv"
    target.write_text("old")
    target.chmod(0o640)
    assert quotes("export", "--out", "all.csv").exit_code == 0
    assert target.stat().st_mode & 0o777 == 0o640 and target.read_text(encoding="utf-8").startswith("id,")


def test_an_export_that_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "all.csv"
    target.write_text("old")
    with pytest.raises(QuotesError, match=r"all\.csv: cannot be written"), written_whole(target) as stream:
        stream.write("half")
        raise OSError(28, "No space left on device")
    assert content_of(tmp_path) == {"all.csv": b"old"}


# Standard streams: only a process of its own shows what becomes of them


def run(
    *arguments: str, cwd: Path, shell: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "quotes", *arguments]
    script = f'exec "$@" {shell}'
    return subprocess.run(
        ["bash", "-c", script, "bash", *command],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QUOTES_DB": "quotes.db", **(env or {})},
        capture_output=True,
        timeout=60,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "arguments", [["export"], ["export", "--json"], ["search"], ["speakers", "--json"], ["--help"]]
)
def test_a_full_standard_output_is_one_line(filled: Path, tmp_path: Path, arguments: list[str]) -> None:
    result = run(*arguments, cwd=tmp_path, shell=">/dev/full")
    assert result.returncode == 1
    errors = [line for line in result.stderr.decode().splitlines() if not line.endswith(" quote")]
    assert errors == ["error: standard output: No space left on device"]


def test_a_closed_standard_output_is_one_line(filled: Path, tmp_path: Path) -> None:
    before = content_of(tmp_path)
    result = run("export", cwd=tmp_path, shell=">&-")
    assert result.returncode == 1 and len(result.stderr.splitlines()) == 1 and b"is closed" in result.stderr
    assert content_of(tmp_path) == before


def test_closed_standard_error_and_input_do_no_harm(filled: Path, tmp_path: Path) -> None:
    result = run("search", "pleut", cwd=tmp_path, shell="2>&- <&-")
    assert result.returncode == 0 and "Łódź".encode() in result.stdout


def test_data_is_utf_8_and_text_is_readable_where_only_ascii_is_known(filled: Path, tmp_path: Path) -> None:
    ascii_only = {"PYTHONIOENCODING": "ascii", "COLUMNS": "80"}
    for arguments in (["export"], ["export", "--json"], ["search", "--json"]):
        assert "à Łódź".encode() in run(*arguments, cwd=tmp_path, env=ascii_only).stdout
    shown = run("search", "pleut", cwd=tmp_path, env=ascii_only)
    assert shown.returncode == 0 and b"Il pleut ? ??d?" in shown.stdout


def test_a_reader_that_leaves_early_is_no_error(filled: Path, tmp_path: Path) -> None:
    result = run("export", cwd=tmp_path, shell="| head -c 1")
    assert result.stderr == b"" and result.stdout == b"i"
