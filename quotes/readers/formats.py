"""What a file's name says of its format, and which formats have a reader."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal, get_args

__all__ = ["ARTICLES", "IN_FOLDERS", "UNREAD", "WEB_TYPES", "Format", "endings", "format_of", "suffix_of"]

Format = Literal[
    "text",
    "markdown",
    "html",
    "jsonl",
    "json",
    "table",
    "feed",
    "warc",
    "pdf",
    "docx",
    "message",
    "mailbox",
    "database",
    "archive",
    "packed",
    "web",
    "unknown",
]

_SUFFIXES: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "table",
    ".tsv": "table",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "warc",
    ".warc.gz": "warc",
    ".pdf": "pdf",
    ".docx": "docx",
    ".eml": "message",
    ".mbox": "mailbox",
    ".db": "database",
    ".sqlite": "database",
    ".sqlite3": "database",
    ".zip": "archive",
    ".tar": "archive",
    ".tgz": "archive",
    ".tar.gz": "archive",
    ".tar.bz2": "archive",
    ".tar.xz": "archive",
    ".gz": "packed",
    ".bz2": "packed",
    ".xz": "packed",
}
assert set(_SUFFIXES.values()) < set(get_args(Format))
# What becomes an article, of each format or formats that are alike.
ARTICLES: tuple[tuple[tuple[Format, ...], str], ...] = (
    (("text", "markdown", "html"), "the file; facts from front matter, the lines above the text, the page's head"),
    (("jsonl", "json"), 'each record with a "text"'),
    (("table",), "each row; `--column text=NAME` says what the columns are called"),
    (("feed",), "each entry of a feed"),
    (("warc",), "each page of a web archive"),
    (("pdf", "docx"), "the file; paragraphs are put together again"),
    (("message", "mailbox"), "each message"),
    (("archive", "packed"), "whatever is in them, as in a folder"),
    (("database",), "each row of a table, or of a SELECT (`--query`)"),
    (("web",), "the page, or whatever else is there"),
)
# What a web server says of a page that is not HTML, as far as it can be relied on.
WEB_TYPES: dict[str, Format] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "application/json": "json",
    "text/csv": "table",
    "text/markdown": "markdown",
}
_DOUBLE = tuple(suffix for suffix in _SUFFIXES if suffix.count(".") > 1)

# Read only when they are named: in a folder of articles they are more often about the articles, or made from them.
_NAMED_ONLY = ("table", "database")
IN_FOLDERS = tuple(suffix for suffix, format in _SUFFIXES.items() if format not in _NAMED_ONLY and suffix != ".xml")

# Files that are text, or look like it, and no prose: read as such, their markup would be taken for an article.
UNREAD = frozenset(
    """
    .doc .odt .rtf .epub .pages .tex .xls .xlsx .ods .ppt .pptx .zst .7z .rar .parquet .feather .yaml .yml .toml .ini
    .log .sql .py .js .css .c .h .java .rb .go .rs .sh .ipynb .svg .png .jpg .jpeg .gif .webp .tif .tiff .bmp .ico .mp3
    .mp4 .m4a .wav .mov .avi .ogg .srt .vtt
    """.split()
)


def endings(*formats: Format) -> str:
    """How files of these formats are called, in words: ".csv, .tsv"; of web addresses, how they begin."""
    suffixes = [suffix for suffix, format in _SUFFIXES.items() if format in formats]
    return ", ".join(suffixes) if suffixes else "http://, https://"


def format_of(name: str) -> Format:
    """The format that a file's name tells; "unknown" where only its content can tell."""
    return _SUFFIXES.get(suffix_of(name), "unknown")


def suffix_of(name: str) -> str:
    """The ending of a file's name, in lower case, of both parts where that is one (".tar.gz"); "" where it has none."""
    lower = name.casefold()
    return next((suffix for suffix in _DOUBLE if lower.endswith(suffix)), PurePath(lower).suffix)
