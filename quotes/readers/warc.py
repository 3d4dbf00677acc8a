"""Reads web archives (.warc, .warc.gz) as Articles, one for each page that was fetched successfully."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from quotes.article import Article
from quotes.errors import ReadError
from quotes.limits import Limits
from quotes.readers import html
from quotes.readers.decoding import decode
from quotes.readers.source import whole
from quotes.wording import one_line

__all__ = ["read"]

_PAGES = ("text/html", "application/xhtml+xml")


def read(stream: BinaryIO, file: str, limits: Limits) -> Iterator[tuple[int | None, Article | ReadError]]:
    """(number of the record from 1, the Article of its page or what is wrong with it); other records are skipped."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    try:
        for number, record in enumerate(ArchiveIterator(stream), start=1):
            if record.rec_type == "response" and _is_page(record):
                yield number, _article(record, f"{file}:{number}", limits)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        problem = one_line(error)[:200] or type(error).__name__
        yield number + 1, ReadError(f"not a web archive, or a damaged one: {problem}")


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    if headers is None or headers.get_statuscode() != "200":
        return False
    return (headers.get_header("Content-Type") or "").split(";")[0].strip().casefold() in _PAGES


def _article(record: Any, default_id: str, limits: Limits) -> Article | ReadError:
    address = record.rec_headers.get_header("WARC-Target-URI")
    try:
        data = whole(record.content_stream(), limits)
        return html.read(decode(data, html.declared_encoding(data)), address or default_id, url=address)
    except ReadError as error:
        return ReadError(f"{address}: {error}")
