"""Reads files, folders, web addresses and standard input as Articles, with one module for each format.

What cannot be read becomes a ReadFailure. Offsets are fixed here: from now on, an article's text never changes. Input is read
lazily, so a JSON Lines file may be larger than memory. quotes.readers.inputs says what is left out of folders.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import os
import sys
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from quotes.article import Article
from quotes.deadline import OutOfTime, time_limit
from quotes.errors import ReadError
from quotes.readers import archive, database, docx, feed, html, jsonl, mail, markdown, pdf, tables, text, warc
from quotes.readers.decoding import decode
from quotes.readers.failure import ReadFailure
from quotes.readers.formats import WEB_TYPES, Format, format_of
from quotes.readers.inputs import find
from quotes.readers.language import language_of
from quotes.readers.source import Item, Options, Place, Source, lines, rewound, whole

if TYPE_CHECKING:
    from quotes.readers.web import Web

__all__ = ["Options", "ReadFailure", "count", "read", "read_address"]

# Larger files are not counted beforehand: that would take as long as reading them.
_COUNTED_BYTES = 200_000_000
_LARGE_FILE = 1_000_000
_ONE_ARTICLE = ("text", "markdown", "html", "pdf", "docx", "message", "unknown")


def read(
    paths: Sequence[str | os.PathLike[str]],
    options: Options = Options(),  # noqa: B008
    skipped: Counter[str] | None = None,
) -> Iterator[Article | ReadFailure]:
    """Every article in `paths` (files; folders, at any depth and in sorted order; web addresses; "-" for standard input).

    Lazily; files of more than a megabyte come last. Of two articles with the same id and text, only the first is yielded. If two
    different texts state the same id, the second is a failure; if the id comes from the file's name, the second gets another
    one. `skipped` counts, by suffix, the files in folders that no reader takes.

    >>> _ = Path("storm.txt").write_text("“It will rain,” said Eva Lind.")
    >>> [article.text for article in quotes.read(["storm.txt"])]
    ['“It will rain,” said Eva Lind.']
    """
    seen: dict[str, tuple[bytes, Place]] = {}
    visitor = cache(lambda: _visitor(options))
    for source in _large_last(find(paths, skipped)):
        if isinstance(source, ReadFailure):
            yield source
            continue
        for place, item in _items(source, options, skipped, visitor):
            if isinstance(item, ReadError):
                yield ReadFailure(place.name, place.line, str(item))
                continue
            digest = hashlib.blake2b(item.text.encode(), digest_size=16).digest()
            if item.id not in seen:
                seen[item.id] = digest, place
            elif seen[item.id][0] == digest:
                continue
            elif not item.id_given:
                item = dataclasses.replace(item, id=f"{item.id}-{digest.hex()[:8]}")
            else:
                yield ReadFailure(place.name, place.line, _collision(item.id, seen[item.id][1]))
                continue
            yield _in_language(item, options)


def read_address(url: str, web: Web, options: Options) -> Iterator[Article | ReadFailure]:
    """The articles at one web address, fetched with the caller's `web`."""
    try:
        for place, item in _visit(Source(None, url, url, url, "web"), options, web):
            if isinstance(item, ReadError):
                yield ReadFailure(place.name, place.line, str(item))
            else:
                yield _in_language(item, options)
    except ReadError as error:
        yield ReadFailure(url, None, str(error))
    except RecursionError:
        yield ReadFailure(url, None, "nested too deeply")


def _in_language(article: Article, options: Options) -> Article:
    return dataclasses.replace(article, language=options.language or language_of(article.text, article.language))


def _large_last(inputs: Iterator[Source | ReadFailure]) -> Iterator[Source | ReadFailure]:
    """The inputs in order, except that very large files of one article come last, so that the others need not wait."""
    held: list[Source] = []
    for source in inputs:
        if (
            isinstance(source, Source)
            and source.path
            and source.format in _ONE_ARTICLE
            and _size(source.path) > _LARGE_FILE
        ):
            held.append(source)
        else:
            yield source
    yield from held


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def count(paths: Sequence[str | os.PathLike[str]], options: Options = Options()) -> int | None:  # noqa: B008
    """About how many items `read` yields for `paths`, for a progress bar; None if only reading can tell.

    Fast: a file counts as one, a JSON Lines file as the number of its lines that are not empty; duplicates are counted too.
    """
    total = 0
    for source in find(paths):
        if isinstance(source, ReadFailure):
            total += 1
            continue
        if source.format == "web":
            total += 1
            continue
        if source.path is None:
            return None
        try:
            if source.path.stat().st_size > _COUNTED_BYTES:
                return None
            total += _count(source.path, source.format, options)
        except _Uncounted:
            return None
        except (OSError, ReadError):
            total += 1
    return total


def _count(path: Path, format: Format, options: Options) -> int:
    """How many articles a file has. Raises _Uncounted if only reading can tell."""
    if format == "jsonl":
        with path.open("rb") as stream:
            return jsonl.count(lines(stream, options.limits))
    if format == "json":
        with path.open("rb") as stream:
            return sum(1 for _ in jsonl.read_document(whole(stream, options.limits), "", ""))
    if format in _ONE_ARTICLE:
        return 1
    raise _Uncounted


class _Uncounted(Exception):
    pass


def _collision(id: str, place: Place) -> str:
    return (
        f"another text with the id {id!r} of {place}; give it an id of its own, or read the folder that contains both"
    )


def _items(
    source: Source, options: Options, skipped: Counter[str] | None, visitor: Callable[[], Web]
) -> Iterator[Item]:
    """The items of one input: the place of each article, and the article or what is wrong with it."""
    here = Place(source.name)
    try:
        if source.format == "web":
            yield from _visit(source, options, visitor())
        elif source.path is None:
            yield from _parse(sys.stdin.buffer, source, options)
        elif source.format == "database":
            yield from _numbered(source, database.read(source.path, source.short, options))
        else:
            with source.path.open("rb") as stream:
                if source.format == "archive":
                    yield from archive.read(stream, source, options, _parse, skipped)
                else:
                    yield from _parse(stream, source, options)
    except OSError as error:
        yield here, ReadError(error.strerror or str(error))
    except ReadError as error:
        yield here, error
    except RecursionError:
        yield here, ReadError("nested too deeply")


def _visitor(options: Options) -> Web:
    from quotes.readers.web import Web  # network libraries are loaded only for web addresses

    return Web(options)


def _visit(source: Source, options: Options, web: Web) -> Iterator[Item]:
    """The items at a web address: a page, or another format by the server's content type or the address's suffix."""
    page = web.fetch(source.name)
    format = WEB_TYPES.get(page.type) or format_of(urlsplit(page.url).path)
    if format == "html":
        article = html.read(
            decode(page.data, page.charset or html.declared_encoding(page.data)), page.url, url=page.url
        )
        yield Place(source.name), dataclasses.replace(article, id=article.url or page.url, id_given=True)
        return
    if format in ("archive", "database"):
        raise ReadError("archives and databases are read from files only")
    for place, item in _parse(io.BytesIO(page.data), dataclasses.replace(source, format=format), options):
        if isinstance(item, Article) and item.url is None and format in _ONE_ARTICLE:
            item = dataclasses.replace(item, url=page.url)
        yield place, item


def _parse(stream: BinaryIO, source: Source, options: Options) -> Iterator[Item]:
    limits, short = options.limits, source.short
    match source.format:
        case "unknown":
            yield from _sniff(stream, source, options)
        case "jsonl":
            yield from _numbered(source, jsonl.read(lines(stream, limits), short, options.columns))
        case "json":
            yield from _numbered(source, jsonl.read_document(whole(stream, limits), short, source.id, options.columns))
        case "table":
            yield from _numbered(source, tables.read(stream, short, options))
        case "feed":
            yield from _numbered(source, feed.read(whole(stream, limits), short))
        case "warc":
            yield from _numbered(source, warc.read(stream, short, limits))
        case "mailbox":
            yield from _numbered(source, mail.read_mailbox(stream, short, limits))
        case "packed":
            yield from archive.read_packed(stream, source, options, _parse)
        case "archive" | "database":
            raise ReadError("archives and databases are read from files only")
        case _:
            yield Place(source.name), _in_time(whole(stream, limits), source.format, source.id, options)


def _in_time(data: bytes, format: Format, id: str, options: Options) -> Article:
    try:
        with time_limit(options.limits.seconds):
            return _document(data, format, id, options)
    except OutOfTime:
        raise ReadError(f"reading it takes more than {options.limits.seconds:g} seconds (--max-seconds)") from None


def _numbered(source: Source, records: Iterator[tuple[int | None, Article | ReadError]]) -> Iterator[Item]:
    for line, item in records:
        yield Place(source.name, line), item


def _sniff(stream: BinaryIO, source: Source, options: Options) -> Iterator[Item]:
    """The items of an input without a known suffix: JSON Lines if its first line is an object, else by the whole content."""
    first = b""
    head = bytearray()
    for line in lines(stream, options.limits):
        if isinstance(line, ReadError):
            raise line
        head += line
        if first := line.removeprefix(BOM_UTF8).strip():
            break
        if len(head) > options.limits.file_bytes:
            raise ReadError("empty, as far as it was read")
    stream = rewound(bytes(head), stream)
    if isinstance(jsonl.parse(first), dict):
        yield from _numbered(source, jsonl.read(lines(stream, options.limits), source.short, options.columns))
        return
    data = whole(stream, options.limits)
    id = source.id if source.path else f"{source.id}-{hashlib.sha256(data).hexdigest()[:12]}"
    if isinstance(jsonl.parse(data), dict | list):
        yield from _numbered(source, jsonl.read_document(data, source.short, id, options.columns))
    else:
        yield Place(source.name), _in_time(data, "unknown", id, options)


def _document(data: bytes, format: Format, id: str, options: Options) -> Article:
    """The one article of a file. Raises ReadError."""
    if format == "pdf":
        return pdf.read(data, id)
    if format == "docx":
        return docx.read(data, id, options.limits)
    if format == "message":
        return mail.read(data, id)
    content = decode(data, html.declared_encoding(data) if format == "html" else None)
    if not content.strip():
        raise ReadError("empty")
    if format == "html" or (format == "unknown" and html.looks_like(content)):
        return html.read(content, id)
    article = markdown.read(content, id) if format == "markdown" else text.read(content, id)
    if not article.text.strip():
        raise ReadError("no text besides front matter and markup")
    return article
