"""What is refused, what is bounded, what is counted, and in which language a text is."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from quotes.article import Article
from quotes.limits import Limits, analysable
from quotes.readers import Options, ReadFailure, count, html, read
from quotes.readers.language import language_of

SMALL = Options(limits=Limits(file_bytes=100))


def read_all(*paths: object, options: Options = Options()) -> list[Article | ReadFailure]:  # noqa: B008
    return list(read([str(path) for path in paths], options))


def reason(item: Article | ReadFailure) -> str:
    assert isinstance(item, ReadFailure), item
    return item.reason


# What no reader takes


@pytest.mark.parametrize("name", ["scan.png", "book.epub", "data.parquet", "old.DOC"])
def test_a_named_file_of_a_format_without_reader_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Some words that are markup.")
    (item,) = read_all(tmp_path / name)
    assert "are not read" in reason(item) and Path(name).suffix.lower() in reason(item)


def test_files_that_no_reader_takes_are_counted(tmp_path: Path) -> None:
    for name in ("a.txt", "b.png", "c.png", "deep/d.xls", "notes", ".hidden.png", "README.md", "x.gold.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Words.")
    skipped: Counter[str] = Counter()
    assert [type(item) for item in read([str(tmp_path)], skipped=skipped)] == [Article]
    assert skipped == {".png": 2, ".xls": 1, "without a suffix": 1}


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in ("/dev/zero", tmp_path / "pipe.txt"):
        (item,) = read_all(path)
        assert "not a regular file" in reason(item)


# Bytes


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.json", "speech"])
def test_a_file_that_is_too_large_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<p>words</p> " * 10)
    (item,) = read_all(tmp_path / name, options=SMALL)
    assert reason(item) in (
        "larger than 100 bytes; --max-bytes allows more",
        "a line of more than 100 bytes; --max-bytes allows more",
    )


def test_a_record_that_is_too_large_costs_only_itself(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    texts = ["One.", "word " * 100, "Three."]
    file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    first, second, third = read_all(file, options=SMALL)
    assert isinstance(first, Article) and isinstance(third, Article)
    assert str(second) == f"{file}:2: a line of more than 100 bytes; --max-bytes allows more"
    assert third.id == "a.jsonl:3" and count([str(file)], SMALL) == 3


class Zeros(io.RawIOBase):
    """/dev/zero, which says how much of it was read."""

    given = 0

    def __init__(self, byte: bytes) -> None:
        self.byte = byte

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        buffer[:] = self.byte * len(buffer)
        self.given += len(buffer)
        return len(buffer)


@pytest.mark.parametrize("byte", [b"\0", b"\n", b"x", b"{"])
def test_input_without_end_ends(monkeypatch: pytest.MonkeyPatch, byte: bytes) -> None:
    zeros = Zeros(byte)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(zeros)))
    (item,) = read_all("-", options=Options(limits=Limits(file_bytes=1_000_000)))
    assert isinstance(item, ReadFailure) and zeros.given < 10_000_000


def test_large_files_come_last(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words. " * 200_000)
    (tmp_path / "b.txt").write_text("Words.")
    assert [item.id for item in read_all(tmp_path) if isinstance(item, Article)] == ["b", "a"]


def test_binary_data_in_a_record_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(
        json.dumps({"text": "PK\u0003\u0004" + "".join(map(chr, range(256))) * 9}) + '\n{"text": "Good."}\n'
    )
    bad, good = read_all(file)
    assert reason(bad) == "binary data, not text" and isinstance(good, Article)


def test_a_tag_with_many_attributes_costs_no_more_than_others() -> None:
    attributes = " ".join(f'a{n}="{n}"' for n in range(100_000))
    words = "The mayor said on Monday that no school would close this year. " * 5
    others = words.replace("school", "pool")
    page = f"<html><body><article><p class='x'>{words}</p><p {attributes}>{others}</p></article></body></html>"
    began = time.process_time()
    assert html.read(page, "x").text.split("\n\n") == [words.strip(), others.strip()]
    assert time.process_time() - began < 5
    broken = f'<html><body><article><p>{words}</p><p a="unclosed {attributes}'
    assert html.read(broken, "x").text.startswith("The mayor")


# Words, and characters in a row


def test_what_is_over_the_limit_of_words_is_not_analysed() -> None:
    text = "one  two\nthree four"
    assert analysable(text, Limits(words=4)) == (text, ())
    assert analysable(text, Limits(words=3)) == (
        "one  two\nthree",
        ("only the first 3 words were analysed (--max-words)",),
    )


def test_characters_without_a_space_keep_their_places() -> None:
    text = f"Look: {'A' * 50} she said."
    found, notes = analysable(text, Limits(token=20))
    assert found == f"Look: {' ' * 50} she said." and notes == (
        "50 characters without a space were skipped (--max-token)",
    )


# Languages

SENTENCES = {
    "fr": "Le président de la République a annoncé lundi que « la réforme sera votée avant l'été ».",
    "de": "„Wir werden die Schule nicht schließen“, sagte die Bürgermeisterin am Montag.",
    "es": "La ministra dijo el lunes que «no habrá elecciones antes del verano».",
    "no": "Statsministeren sa mandag at regjeringen vil legge fram et nytt forslag før sommeren.",
    "ru": "Президент заявил в понедельник, что правительство представит новый законопроект до лета.",
    "ar": "قال الرئيس يوم الاثنين إن الحكومة ستقدم مقترحا جديدا قبل الصيف.",
    "en": "“We will not close a single school,” Mayor Anna Feldt told reporters on Monday.",
}


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
def test_a_sentence_tells_its_language(language: str, text: str) -> None:
    assert language_of(text, None) == language_of(text, "xx") == language


@pytest.mark.parametrize(
    "text", ["", "Anna Feldt", "Le Monde: Macron", "12 34 56 78 90 " * 20, "https://a.example/b" * 20]
)
def test_what_tells_no_language_is_what_it_is_said_to_be(text: str) -> None:
    assert language_of(text, None) == "en" and language_of(text, "fr") == "fr"


def test_names_of_foreigners_do_not_make_english_foreign() -> None:
    text = "SEOUL — Kim Yoo-jin and Lee Jae-ho told Chosun Ilbo that Hyundai Heavy Industries would build it in Ulsan."
    assert language_of(text, None) == "en"


def test_a_user_may_say_the_language(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCES["fr"], encoding="utf-8")
    (found,) = read_all(tmp_path)
    (told,) = read_all(tmp_path, options=Options(language="en"))
    assert isinstance(found, Article) and isinstance(told, Article)
    assert (found.language, told.language) == ("fr", "en")
