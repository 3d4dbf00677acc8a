"""What a file's name says of its format, and which formats have a reader."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal, get_args

__all__ = ["IN_FOLDERS", "UNREAD", "Format", "format_of", "suffix_of"]

Format = Literal["text", "markdown", "html", "jsonl", "json", "unknown"]

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
}
assert set(_SUFFIXES.values()) < set(get_args(Format))

# What is read when a folder is named.
IN_FOLDERS = tuple(_SUFFIXES)

# Files that are text, or look like it, and no prose: read as such, their markup would be taken for an article.
UNREAD = frozenset(
    """
    .csv .tsv .xml .rss .atom .warc .eml .mbox .pdf .doc .docx .odt .rtf .epub .pages .tex .xls .xlsx .ods .ppt .pptx
    .zip .tar .tgz .gz .bz2 .xz .zst .7z .rar .db .sqlite .sqlite3 .parquet .feather .yaml .yml .toml .ini .log .sql
    .py .js .css .c .h .java .rb .go .rs .sh .ipynb .svg .png .jpg .jpeg .gif .webp .tif .tiff .bmp .ico .mp3 .mp4 .m4a
    .wav .mov .avi .ogg .srt .vtt
    """.split()
)


def format_of(name: str) -> Format:
    """The format that a file's name tells; "unknown" where only its content can tell."""
    return _SUFFIXES.get(suffix_of(name), "unknown")


def suffix_of(name: str) -> str:
    """The ending of a file's name, in lower case; "" where it has none ("Speech of 4.3" has none)."""
    return PurePath(name).suffix.casefold()
