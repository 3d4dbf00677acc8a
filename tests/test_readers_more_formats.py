"""Tables, feeds, web archives, PDF, Word, e-mail, archives and databases: made by the tools that make them, and bad ones."""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
import mailbox
import sqlite3
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from quotes.article import Article
from quotes.limits import Limits
from quotes.readers import Options, ReadFailure, read

PROSE = "“We will not close a single school,” Mayor Anna Feldt told reporters on Monday."
MORE = "The harbour will reopen in May, Tomas Okafor said. “Nobody will lose a berth,” he added."


def read_all(path: Path, options: Options = Options()) -> list[Article | ReadFailure]:  # noqa: B008
    return list(read([str(path)], options))


def one(path: Path, options: Options = Options()) -> Article:  # noqa: B008
    (item,) = read_all(path, options)
    assert isinstance(item, Article), item
    return item


def reason(path: Path, options: Options = Options()) -> str:  # noqa: B008
    (item,) = read_all(path, options)
    assert isinstance(item, ReadFailure), item
    assert "\n" not in item.reason and len(item.reason) < 400
    return item.reason


# Tables


def table(path: Path, rows: list[Mapping[str, object]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize(
    ("name", "delimiter", "encoding"),
    [("a.csv", ",", "utf-8"), ("a.csv", ";", "utf-8-sig"), ("a.tsv", "\t", "utf-8"), ("a.csv", ",", "cp1252")],
)
def test_a_row_is_an_article(tmp_path: Path, name: str, delimiter: str, encoding: str) -> None:
    rows = [
        {
            "id": "n1",
            "Headline": "No, says mayor",
            "body": f"{PROSE}\n\nSecond paragraph, with commas.",
            "date": "2025-03-04",
        },
        {"id": "", "Headline": "Café", "body": MORE, "date": ""},
    ]
    first, second = read_all(table(tmp_path / name, rows, delimiter, encoding))
    assert isinstance(first, Article) and isinstance(second, Article)
    assert (first.id, first.title, first.published) == ("n1", "No, says mayor", "2025-03-04")
    assert first.text == rows[0]["body"] and first.id_given
    assert (second.id, second.title, second.text) == (f"{name}:2", "Café", MORE)


def test_columns_may_be_named(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [{"nr": 7, "words": PROSE, "text": "a teaser", "paper": "Courier"}])
    columns = {"text": "words", "id": "nr", "outlet": "paper"}
    article = one(path, Options(columns=columns))
    assert (article.id, article.text, article.outlet) == ("7", PROSE, "Courier")
    assert "no column is called 'wörds' (--column text=wörds); there are 'nr'" in reason(
        path, Options(columns={"text": "wörds"})
    )


def test_columns_may_be_named_for_json_lines(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"maintext": PROSE, "source": "Courier"}))
    assert one(tmp_path / "a.jsonl", Options(columns={"text": "maintext"})).text == PROSE


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "unclear which column"),
        (b"a,b\n1,2\n", "choose it with --column text=NAME. There are 'a', 'b'"),
        (b'text\n"never closed ' + b"x\n" * 2_000, "field larger than field limit"),
        (b"text\n" + bytes(range(256)) * 9, "binary"),
    ],
)
def test_bad_tables_are_one_failure(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    assert problem in reason(
        tmp_path / "a.csv", Options(limits=Limits(file_bytes=1_000 if b"closed" in content else 10**6))
    )


# Feeds

RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Courier</title><language>en-GB</language>
<item><title>No, says &amp; means mayor</title><link>https://courier.example/1</link><guid>tag:courier,1</guid>
<pubDate>Tue, 04 Mar 2025 10:00:00 GMT</pubDate><description>Teaser</description>
<content:encoded><![CDATA[<p>{PROSE}</p><figure><figcaption>The mayor.</figcaption></figure><p>{MORE}<br>End.</p>
<script>alert("no")</script>]]></content:encoded></item>
<item><title>Empty</title><link>https://courier.example/2</link></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Lantern</title><entry><title>Berths</title>
<id>tag:lantern,7</id><link href="https://lantern.example/7"/><updated>2025-04-05T06:07:08Z</updated>
<author><name>Vera Holm</name></author><content type="html">&lt;p&gt;{MORE}&lt;/p&gt;</content></entry></feed>"""


def test_an_rss_entry_is_an_article(tmp_path: Path) -> None:
    (tmp_path / "news.rss").write_text(RSS, encoding="utf-8")
    article, failure = read_all(tmp_path / "news.rss")
    assert isinstance(article, Article)
    assert article.text == f"{PROSE}\n\n{MORE}\nEnd."
    assert (article.id, article.title, article.outlet) == ("tag:courier,1", "No, says & means mayor", "The Courier")
    assert (article.url, article.published) == ("https://courier.example/1", "2025-03-04T10:00:00+00:00")
    assert str(failure).endswith("news.rss:2: an entry without text")


def test_an_atom_entry_is_an_article(tmp_path: Path) -> None:
    (tmp_path / "news.xml").write_text(ATOM, encoding="utf-8")
    article = one(tmp_path / "news.xml")
    assert (article.text, article.author, article.outlet, article.id) == (
        MORE,
        "Vera Holm",
        "The Lantern",
        "tag:lantern,7",
    )


@pytest.mark.parametrize(
    "content",
    [
        "<x>no feed</x>",
        "<rss><channel></channel></rss>",
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "'
        + "&a;" * 10
        + '">]><rss><channel><title>&b;</title></channel></rss>',
        "<rss>" * 50_000,
    ],
)
def test_bad_feeds_are_one_failure(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.rss").write_text(content)
    assert "feed" in reason(tmp_path / "a.rss")


# Web archives

PAGE = f"<html><head><title>No</title></head><body><article><p>{PROSE}</p><p>{MORE}</p></article></body></html>"


def warc(path: Path, pages: list[tuple[str, str, str, str]], packed: bool) -> Path:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=packed)
        writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "a test"}))
        for url, status, kind, body in pages:
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            payload = io.BytesIO(body.encode())
            writer.write_record(writer.create_warc_record(url, "response", payload=payload, http_headers=headers))
    return path


@pytest.mark.parametrize(("name", "packed"), [("a.warc", False), ("a.warc.gz", True)])
def test_a_page_of_a_web_archive_is_an_article(tmp_path: Path, name: str, packed: bool) -> None:
    pages = [
        ("https://courier.example/1", "200 OK", "text/html; charset=utf-8", PAGE),
        ("https://courier.example/gone", "404 Not Found", "text/html", PAGE),
        ("https://courier.example/a.png", "200 OK", "image/png", "PNG"),
        ("https://courier.example/empty", "200 OK", "text/html", "<html></html>"),
    ]
    article, failure = read_all(warc(tmp_path / name, pages, packed))
    assert isinstance(article, Article) and isinstance(failure, ReadFailure)
    assert article.text == f"{PROSE}\n\n{MORE}" and article.id == article.url == "https://courier.example/1"
    assert "https://courier.example/empty: a page without" in failure.reason


def test_a_damaged_web_archive_keeps_what_was_read(tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc.gz", [("https://a.example/1", "200 OK", "text/html", PAGE)], True)
    path.write_bytes(path.read_bytes() + b"\x1f\x8b\x08 not gzip at all" * 9)
    assert isinstance(read_all(path)[0], Article)
    path.write_text("no archive")
    assert "web archive" in reason(path)


# PDF


def pdf(lines: list[str]) -> bytes:
    """A page with these lines of text, as small as PDF allows."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    content = f"BT /F1 12 Tf 14 TL 72 720 Td {shown}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (School plan) /Author (Vera Holm) >>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % len(data)
    return data + b"xref\n0 7\n0000000000 65535 f \n" + table + trailer


def test_a_pdf_is_an_article(tmp_path: Path) -> None:
    lines = [
        "The mayor said on Monday that no school would be clo-",
        "sed this year, whatever the council thinks of it, or",
        "how much.",
    ]
    (tmp_path / "plan.pdf").write_bytes(pdf([*lines, "Nobody answered her in the hall, where it was cold and"]))
    article = one(tmp_path / "plan.pdf")
    assert article.text.split("\n\n") == [
        "The mayor said on Monday that no school would be closed this year, whatever the council thinks of it, or how much.",
        "Nobody answered her in the hall, where it was cold and",
    ]
    assert (article.id, article.title, article.author) == ("plan", "School plan", "Vera Holm")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"%PDF-1.7\nplain words\n", "cannot be read"),
        (pdf([])[:300], "a PDF"),
        (pdf([]), "without text"),
        (b"", "a PDF that cannot be read"),
        (b"%PDF-1.4\n" + b"1 0 obj\n<<" * 20_000, "a PDF"),
    ],
)
def test_bad_pdfs_are_one_failure(tmp_path: Path, data: bytes, problem: str) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    assert problem in reason(tmp_path / "a.pdf")


# Word


def test_a_word_document_is_an_article(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "School plan", "Vera Holm"
    document.add_heading("School plan", 1)
    document.add_paragraph(PROSE)
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Feldt", "mayor"
    document.add_paragraph(MORE)
    document.save(str(tmp_path / "plan.docx"))
    article = one(tmp_path / "plan.docx")
    assert article.text.split("\n\n") == ["School plan", PROSE, "Feldt | mayor", MORE]
    assert (article.title, article.author) == ("School plan", "Vera Holm")


def test_bad_word_documents_are_one_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\x03\x04 not a zip")
    assert "cannot be read" in reason(path)
    docx.Document().save(str(path))
    assert "without text" in reason(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b"0" * 50_000_000)
    assert "unpacks to too many bytes" in reason(path, Options(limits=Limits(file_bytes=1_000_000)))


# E-mail


def message(**headers: str) -> EmailMessage:
    found = EmailMessage()
    for name, value in headers.items():
        found[name.replace("_", "-")] = value
    return found


def test_a_message_is_an_article(tmp_path: Path) -> None:
    mail = message(
        From="Vera Holm <vera@courier.example>",
        Subject="Zürich: no school closes",
        Date="Tue, 04 Mar 2025 10:00:00 +0100",
        Message_ID="<1@courier.example>",
    )
    mail.set_content(f"{PROSE}\n\n{MORE}\n")
    mail.add_alternative(f"<p>{PROSE}</p>", subtype="html")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    article = one(tmp_path / "a.eml")
    assert article.text.strip() == f"{PROSE}\n\n{MORE}"
    assert (article.title, article.author, article.id) == ("Zürich: no school closes", "Vera Holm", "1@courier.example")
    assert article.published == "2025-03-04T10:00:00+01:00"


def test_a_message_of_html_only(tmp_path: Path) -> None:
    mail = message(From="v@a.example", Subject="x")
    mail.set_content(f"<html><body><style>p {{}}</style><p>{PROSE}</p><p>{MORE}</p></body></html>", subtype="html")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    assert one(tmp_path / "a.eml").text == f"{PROSE}\n\n{MORE}"


def test_each_message_of_a_mailbox(tmp_path: Path) -> None:
    box = mailbox.mbox(str(tmp_path / "a.mbox"))
    for n, text in enumerate((PROSE, f"{MORE}\n\nFrom here on it rained.", "")):
        mail = message(From="v@a.example", Subject=f"Nr {n}", Message_ID=f"<{n}@a.example>")
        mail.set_content(text)
        box.add(mail)
    box.close()
    first, second, third = read_all(tmp_path / "a.mbox")
    assert isinstance(first, Article) and isinstance(second, Article)
    assert (first.id, second.title, second.text.strip()[-24:]) == (
        "0@a.example",
        "Nr 1",
        "From here on it rained.".rjust(24, "\n"),
    )
    assert str(third).endswith("a.mbox:3: a message without text")


@pytest.mark.parametrize(
    "data",
    [b"", b"Just words.\n", b"Subject: x\n\n", b"Content-Type: multipart/mixed; boundary=a\nFrom: b\n\n--a\n" * 99],
)
def test_bad_messages_are_one_failure(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.eml").write_bytes(data)
    assert "mail" in reason(tmp_path / "a.eml") or "message" in reason(tmp_path / "a.eml")


# Archives

FILES = {
    "news/a.txt": PROSE.encode(),
    "news/b.jsonl": json.dumps({"text": MORE}).encode(),
    "news/.hidden.txt": b"no",
    "news/c.png": b"\x89PNG",
    "README.md": b"About.",
    "../outside.txt": b"Words that come from outside of it all.",
    "inner.zip": b"PK\x03\x04",
    "empty.txt": b" ",
}


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in FILES.items():
            archive.writestr(name, data)


def tarred(path: Path) -> None:
    with tarfile.open(path, f"w:{path.suffix[1:] if path.suffix in ('.gz', '.xz') else ''}") as archive:
        for name, data in FILES.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        link = tarfile.TarInfo("passwords.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)


@pytest.mark.parametrize(
    ("name", "make"), [("a.zip", zipped), ("a.tar", tarred), ("a.tar.gz", tarred), ("a.tar.xz", tarred)]
)
def test_the_files_of_an_archive_are_read_as_in_a_folder(
    tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    make(tmp_path / name)
    skipped: Counter[str] = Counter()
    items = list(read([str(tmp_path / name)], skipped=skipped))
    found = {item.id: item.text for item in items if isinstance(item, Article)}
    assert found == {
        "news/a": PROSE,
        f"{name}/news/b.jsonl:1": MORE,
        "outside": "Words that come from outside of it all.",
    }
    assert [str(item) for item in items if isinstance(item, ReadFailure)] == [f"{tmp_path}/{name}/empty.txt: empty"]
    assert skipped == {".png": 1, ".zip": 1}
    assert not (tmp_path.parent / "outside.txt").exists()


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_a_packed_file_is_read_as_what_is_in_it(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / f"a.jsonl.{'gz' if pack is gzip.compress else 'xz'}"
    path.write_bytes(pack(json.dumps({"text": PROSE}).encode()))
    article = one(path)
    assert (article.id, article.text) == ("a.jsonl:1", PROSE)
    path.write_bytes(path.read_bytes()[:-12])
    assert any(isinstance(item, ReadFailure) and "damaged" in item.reason for item in read_all(path))


def test_hostile_archives_end(tmp_path: Path) -> None:
    small = Options(limits=Limits(file_bytes=100_000))
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 30_000_000)
    assert "larger than" in reason(bomb, small)
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 80_000_000)
    assert "unpacks to too many bytes" in reason(bomb, small)
    bomb.write_bytes(b"PK\x03\x04" + b"junk" * 99)
    assert "damaged" in reason(bomb)
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"0" * 30_000_000))
    assert "larger than" in reason(tmp_path / "bomb.txt.gz", small)
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.writestr("a.png", b"")
    assert "without files to read" in reason(bomb)


# Databases


def database(path: Path) -> Path:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE stories (id INTEGER PRIMARY KEY, headline, body, empty)")
    connection.execute("INSERT INTO stories VALUES (7, 'No', ?, NULL), (8, 'Berths', ?, NULL)", [PROSE, MORE])
    connection.execute("CREATE TABLE authors (name)")
    connection.commit()
    connection.close()
    return path


def test_a_row_of_a_database_is_an_article(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db")
    before = path.read_bytes()
    for query in (None, "stories", "SELECT * FROM stories ORDER BY id"):
        first, second = read_all(path, Options(query=query))
        assert isinstance(first, Article) and isinstance(second, Article)
        assert (first.id, first.title, first.text, second.id) == ("7", "No", PROSE, "8")
    assert (
        one(path, Options(query="SELECT name AS n, 'Nobody answered.' AS text FROM (SELECT 1 AS name)")).id == "a.db:1"
    )
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("nowhere", "no table is called 'nowhere'; there are stories, authors"),
        ("authors", "unclear which column has the text"),
        ("SELECT wrong", "cannot be read as a database: no such column"),
        ("WITH x AS (SELECT 1) DELETE FROM stories", "readonly"),
    ],
)
def test_bad_queries_are_one_failure(tmp_path: Path, query: str, problem: str) -> None:
    path = database(tmp_path / "a.db")
    assert problem in reason(path, Options(query=query))
    assert len(read_all(path, Options(query="stories"))) == 2


def test_what_is_no_database_is_one_failure(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("words " * 500)
    assert "not a database" in reason(tmp_path / "a.db")
