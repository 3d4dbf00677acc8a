"""Files, folders and standard input to articles: what is read, under which ids, and what fails without stopping."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from quotes.article import Article
from quotes.readers import ReadFailure, count, read


def articles(*paths: object) -> list[Article]:
    items = list(read([str(path) for path in paths]))
    assert all(isinstance(item, Article) for item in items), items
    return [item for item in items if isinstance(item, Article)]


def failures(*paths: object) -> list[ReadFailure]:
    return [item for item in read([str(path) for path in paths]) if isinstance(item, ReadFailure)]


def give_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


# Folders


def test_a_folder_is_read_sorted_and_to_any_depth(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/deep/er/c.md", "A.htm.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"The text of {name}.")
    assert [item.id for item in articles(tmp_path)] == ["A.htm", "a/deep/er/c", "a/z", "b"]


def test_a_folder_gives_the_same_ids_wherever_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news/mayor.txt").write_text("The mayor spoke.")
    (tmp_path / "news/wire.jsonl").write_text('{"text": "One."}\n')
    monkeypatch.chdir(tmp_path)
    for spelling in ("news", "./news/", str(tmp_path / "news"), "../" + tmp_path.name + "/news"):
        assert [item.id for item in articles(spelling)] == ["mayor", "wire.jsonl:1"]
    assert [item.id for item in articles("news/mayor.txt", "news/wire.jsonl")] == ["mayor", "wire.jsonl:1"]


def test_files_that_share_a_stem_keep_their_suffix(tmp_path: Path) -> None:
    (tmp_path / "mayor.txt").write_text("The mayor spoke.")
    (tmp_path / "mayor.md").write_text("The mayor spoke at length.")
    (tmp_path / "other.md").write_text("Nobody spoke.")
    assert [item.id for item in articles(tmp_path)] == ["mayor.md", "mayor.txt", "other"]


def test_accented_names_are_the_same_id_however_the_disk_spells_them(tmp_path: Path) -> None:
    (tmp_path / "cafe\u0301.txt").write_text("A text.")
    assert [item.id for item in articles(tmp_path)] == ["caf\u00e9"]


@pytest.mark.parametrize(
    "name",
    [
        *(".hidden.txt", ".git/a.txt", "a.png", "notes", "README.md", "LICENSE.txt"),
        *("a.gold.jsonl", "gold.jsonl", "dev.speakers.jsonl", "expected.jsonl"),
    ],
)
def test_folders_pass_over_what_is_no_article(tmp_path: Path, name: str) -> None:
    (tmp_path / "kept.txt").write_text("Kept.")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text('{"id": "x", "text": "Not an article."}')
    assert [item.id for item in articles(tmp_path)] == ["kept"]
    assert count([str(tmp_path)]) == 1


def test_a_file_named_by_itself_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    gold = tmp_path / "a.gold.jsonl"
    gold.write_text('{"id": "x", "text": "An article with gold."}\n')
    plain = tmp_path / "speech of 4.3"
    plain.write_text("Friends, listen.")
    assert [item.id for item in articles(gold, plain)] == ["x", "speech of 4.3"]


def test_links_that_go_round_in_circles_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/one.txt").write_text("One.")
    (tmp_path / "a/up").symlink_to(tmp_path, target_is_directory=True)
    assert [item.id for item in articles(tmp_path)] == ["a/one"]


def test_a_pipe_in_a_folder_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "one.txt").write_text("One.")
    assert [item.id for item in articles(tmp_path)] == ["one"]


# Failures


def test_a_bad_input_never_stops_the_batch(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n\n")
    (tmp_path / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    (tmp_path / "paper.html").write_bytes(b"%PDF-1.7\nplain words\n")
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "void").mkdir()
    (tmp_path / "zgood.txt").write_text("Good.")
    paths = [tmp_path / name for name in ("missing.txt", "empty.txt", "image.txt", "paper.html", "noise.txt")]
    paths += [tmp_path / name for name in ("gone.txt", "void", "zgood.txt")]
    items = list(read([str(path) for path in paths]))
    assert [type(item) for item in items] == [ReadFailure] * 7 + [Article]
    assert count([str(path) for path in paths]) == 8
    reasons = [item.reason for item in items if isinstance(item, ReadFailure)]
    expected = ["no such file", "empty", "an image", "a PDF", "binary", "a broken link", "nothing to read"]
    for reason, part in zip(reasons, expected, strict=True):
        assert part in reason
        assert "\n" not in reason
    assert str(items[0]) == f"{tmp_path}/missing.txt: no such file or folder"


@pytest.mark.parametrize("address", ["ftp://ostrana.test/a.txt", "file:///a.txt", "S3://bucket/a.txt"])
def test_an_address_that_is_not_fetched_is_called_one(address: str) -> None:
    (item,) = read([address])
    assert isinstance(item, ReadFailure)
    assert str(item).startswith(
        f"{address}: an address with {address.partition(':')[0]}:; only http: and https: are fetched"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "locked.txt").write_text("Secret.")
    (tmp_path / "locked.txt").chmod(0)
    (tmp_path / "shut").mkdir(mode=0)
    (tmp_path / "open.txt").write_text("Open.")
    items = list(read([str(tmp_path)]))
    assert sorted(item.reason for item in items if isinstance(item, ReadFailure)) == ["Permission denied"] * 2
    assert [item.id for item in items if isinstance(item, Article)] == ["open"]


def test_an_error_while_reading_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Words.")
    opened = Path.open

    def broken(path: Path, mode: str = "r") -> object:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", broken)
    first, second = read([str(tmp_path)])
    assert first == ReadFailure(f"{tmp_path}/a.txt", None, "Permission denied")
    assert isinstance(second, Article)


def test_a_name_too_long_for_the_disk_is_a_failure() -> None:
    assert [failure.reason for failure in failures("x" * 5000)] == ["File name too long"]


# Identity


def test_the_same_article_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "1", "text": "One."}\n{"id": "1", "text": "One."}\n')
    assert [item.id for item in articles(file, file)] == ["1"]


def test_another_text_with_the_same_id_is_a_failure_that_names_both(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "1", "text": "One."}\n\n{"id": "1", "text": "Two."}\n{"id": "2", "text": "Two."}\n')
    first, failure, last = read([str(file)])
    assert isinstance(first, Article) and isinstance(last, Article) and isinstance(failure, ReadFailure)
    assert (first.text, last.id) == ("One.", "2")
    assert str(failure).startswith(f"{file}:3: another text with the id '1' of {file}:1")


# Standard input


@pytest.mark.parametrize(
    "data, texts",
    [
        (b'{"id": "1", "text": "One."}\n{"id": "2", "text": "Two."}\n', {"1": "One.", "2": "Two."}),
        (b'\xef\xbb\xbf\n\n{"text": "One."}\n', {"stdin:3": "One."}),
        (b'[\n{"id": "1", "text": "One."}]', {"1": "One."}),
        (b'{\n  "id": "1",\n  "text": "One."\n}\n', {"1": "One."}),
    ],
)
def test_stdin_takes_json(monkeypatch: pytest.MonkeyPatch, data: bytes, texts: dict[str, str]) -> None:
    give_stdin(monkeypatch, data)
    assert {item.id: item.text for item in articles("-")} == texts


@pytest.mark.parametrize(
    "text",
    ["{We} will not go, she said.", "[Photo: the mayor]\n\nShe said no.", "“No,” she said.\n", "{\n"],
)
def test_stdin_takes_plain_text(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    give_stdin(monkeypatch, text.encode())
    (article,) = articles("-")
    assert article.text == text
    give_stdin(monkeypatch, b"Something else.")
    assert articles("-")[0].id != article.id  # so that one does not replace the other in a database


def test_stdin_takes_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (
        "<!-- x -->\n<!DOCTYPE html><html><body><article><p>The mayor said no to the plan.</p></article></body></html>"
    )
    give_stdin(monkeypatch, page.encode())
    assert articles("-")[0].text == "The mayor said no to the plan."


def test_empty_stdin_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    give_stdin(monkeypatch, b"")
    assert failures("-") == [ReadFailure("standard input", None, "empty")]


def test_stdin_cannot_be_counted() -> None:
    assert count(["-"]) is None


# Size and speed


def test_json_lines_are_read_as_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        """Lines without end; more than a few buffers of them mean that somebody reads ahead."""

        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            assert self.given < 100
            self.given += 1
            line = json.dumps({"id": self.given, "text": "Words."}).encode() + b"\n"
            buffer[: len(line)] = line
            return len(line)

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    stream = read(["-"])
    assert [item.id for item in (next(stream) for _ in range(20)) if isinstance(item, Article)] == [
        str(number) for number in range(1, 21)
    ]


def test_files_are_opened_as_they_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.")
    later = tmp_path / "b.txt"
    later.write_text("Two.")
    stream: Iterator[Article | ReadFailure] = read([str(tmp_path)])
    next(stream)
    later.write_text("Three.")
    last = next(stream)
    assert isinstance(last, Article) and last.text == "Three."


def test_count_says_what_read_yields(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "b.jsonl").write_text('{"text": "Two."}\n\nnonsense\n{"text": "Three."}')
    (tmp_path / "c.json").write_text('[{"text": "Four."}, {"text": "Five."}, 3]')
    paths = [str(tmp_path), str(tmp_path / "missing")]
    assert count(paths) == len(list(read(paths))) == 8


def test_importing_the_readers_loads_no_page_or_language_tools(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“One,” she said.")
    (tmp_path / "b.jsonl").write_text('{"text": "Two.", "date": "2025-03-04"}')
    code = (
        "import sys, quotes.readers as r\n"
        f"assert len(list(r.read([{str(tmp_path)!r}]))) == 2\n"
        "print(*({'trafilatura', 'lxml', 'torch', 'stanza', 'dateparser', 'markdown_it'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_json_line_that_stops_short_is_named_by_its_own_line_alone(tmp_path: Path) -> None:
    file = tmp_path / "cut.jsonl"
    file.write_text('{"text": "One."}\n\n{"text": "Two.",\n{"text": "Three."}\n')
    (failure,) = (item for item in read([str(file)]) if isinstance(item, ReadFailure))
    assert failure.line == 3 and "(character" in failure.reason and "line" not in failure.reason
