"""The formats that have a reader, and how a file's name tells its format."""

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
# What becomes an article in each format, or in several that are alike; a table of the README.
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
# The content types, other than HTML, that web servers state reliably.
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

# Formats read only when a file is given by itself: in a folder of articles, such files are mostly about the articles.
_NAMED_ONLY = ("table", "database")
IN_FOLDERS = tuple(suffix for suffix, format in _SUFFIXES.items() if format not in _NAMED_ONLY and suffix != ".xml")

# Endings of files that have no reader, so that their markup or bytes are not taken for prose.
UNREAD = frozenset(
    """
    .doc .odt .rtf .epub .pages .tex .xls .xlsx .ods .ppt .pptx .zst .7z .rar .parquet .feather .yaml .yml .toml .ini
    .log .sql .py .js .css .c .h .java .rb .go .rs .sh .ipynb .svg .png .jpg .jpeg .gif .webp .tif .tiff .bmp .ico .mp3
    .mp4 .m4a .wav .mov .avi .ogg .srt .vtt
    """.split()
)


def endings(*formats: Format) -> str:
    """The endings of files of these formats, as text: ".csv, .tsv"; for web addresses, their beginnings."""
    suffixes = [suffix for suffix, format in _SUFFIXES.items() if format in formats]
    return ", ".join(suffixes) if suffixes else "http://, https://"


def format_of(name: str) -> Format:
    """The format by a file's name; "unknown" if only its content can tell."""
    return _SUFFIXES.get(suffix_of(name), "unknown")


def suffix_of(name: str) -> str:
    """The ending of a file's name in lower case, with both parts if they belong together (".tar.gz"); "" if there is none."""
    lower = name.casefold()
    return next((suffix for suffix in _DOUBLE if lower.endswith(suffix)), PurePath(lower).suffix)
