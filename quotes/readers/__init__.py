"""Files, folders and standard input to Articles, one module a format; what cannot be read is a ReadFailure.

Offsets are fixed here: from now on an article's text never changes. Nothing is read before it is asked for, so a
JSON Lines file may be larger than memory. What is left out of folders is in quotes.readers.inputs.
"""

from __future__ import annotations

import hashlib
import os
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from quotes.article import Article
from quotes.errors import ReadError
from quotes.readers import html, jsonl, markdown, text
from quotes.readers.decoding import decode
from quotes.readers.failure import ReadFailure
from quotes.readers.inputs import Format, Input, find

__all__ = ["ReadFailure", "count", "read"]


def read(paths: Sequence[str | os.PathLike[str]]) -> Iterator[Article | ReadFailure]:
    """Every article in `paths` (files; folders, at any depth and in sorted order; "-" for standard input), lazily.

    An article that comes twice, same id and same text, is yielded once. Of two texts that state one id, the second is
    a failure; where the id comes from the file's name, it gets one of its own.
    """
    seen: dict[str, tuple[bytes, str, int | None]] = {}
    for found in find(paths):
        if isinstance(found, ReadFailure):
            yield found
            continue
        for line, item in _items(found):
            if isinstance(item, ReadError):
                yield ReadFailure(found.name, line, str(item))
                continue
            digest = hashlib.blake2b(item.text.encode(), digest_size=16).digest()
            if item.id not in seen:
                seen[item.id] = digest, found.name, line
                yield item
            elif seen[item.id][0] == digest:
                continue
            elif not item.id_given:
                yield replace(item, id=f"{item.id}-{digest.hex()[:8]}")
            else:
                yield ReadFailure(found.name, line, _collision(item.id, *seen[item.id][1:]))


def count(paths: Sequence[str | os.PathLike[str]]) -> int | None:
    """How many items `read` yields for `paths`, for a progress bar; None where only reading can tell.

    Quick: a file counts one, a JSON Lines file its lines that are not empty. An article that comes twice counts twice.
    """
    total = 0
    for found in find(paths):
        if isinstance(found, ReadFailure):
            total += 1
            continue
        if found.path is None or not found.path.is_file():
            return None
        try:
            total += _count(found.path, found.format)
        except OSError:
            total += 1
    return total


def _count(path: Path, format: Format) -> int:
    if format == "jsonl":
        with path.open("rb") as lines:
            return jsonl.count(lines)
    if format == "json":
        return sum(1 for _ in jsonl.read_document(path.read_bytes(), "", ""))
    return 1


def _collision(id: str, name: str, line: int | None) -> str:
    place = name if line is None else f"{name}:{line}"
    return f"another text with the id {id!r} of {place}; give it an id of its own, or name the folder that holds both"


def _items(source: Input) -> Iterator[tuple[int | None, Article | ReadError]]:
    """What one input holds: line number, where lines count, and the article or what is wrong with it."""
    try:
        if source.path is None:
            yield from _parse(sys.stdin.buffer, source)
        else:
            with source.path.open("rb") as stream:
                yield from _parse(stream, source)
    except OSError as error:
        yield None, ReadError(error.strerror or str(error))
    except ReadError as error:
        yield None, error


def _parse(stream: BinaryIO, source: Input) -> Iterator[tuple[int | None, Article | ReadError]]:
    if source.format == "jsonl":
        yield from jsonl.read(stream, source.short)
    elif source.format == "json":
        yield from jsonl.read_document(stream.read(), source.short, source.id)
    elif source.format == "unknown":
        yield from _sniff(stream, source)
    else:
        yield None, _document(stream.read(), source.format, source.id)


def _sniff(stream: BinaryIO, source: Input) -> Iterator[tuple[int | None, Article | ReadError]]:
    """An input without a telling suffix: JSON Lines if its first line is an object, else by what the whole is."""
    head: list[bytes] = []
    for line in stream:
        head.append(line)
        if line.removeprefix(BOM_UTF8).strip():
            break
    if head and isinstance(jsonl.parse(head[-1]), dict):
        yield from jsonl.read(chain(head, stream), source.short)
        return
    data = b"".join(head) + stream.read()
    id = source.id if source.path else f"{source.id}-{hashlib.sha256(data).hexdigest()[:12]}"
    if isinstance(jsonl.parse(data), dict | list):
        yield from jsonl.read_document(data, source.short, id)
    else:
        yield None, _document(data, "unknown", id)


def _document(data: bytes, format: Format, id: str) -> Article:
    """The one article of a file. Raises ReadError."""
    content = decode(data, html.declared_encoding(data) if format == "html" else None)
    if not content.strip():
        raise ReadError("empty")
    if format == "html" or (format == "unknown" and html.looks_like(content)):
        return html.read(content, id)
    article = markdown.read(content, id) if format == "markdown" else text.read(content, id)
    if not article.text.strip():
        raise ReadError("no text besides front matter and markup")
    return article
