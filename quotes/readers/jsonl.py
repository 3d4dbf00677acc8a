"""Reads JSON Lines and single JSON files as Articles: {"id", "text", …}, with the text exactly as given."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from quotes.article import Article
from quotes.errors import ReadError
from quotes.readers import records
from quotes.readers.decoding import storable

__all__ = ["count", "parse", "read", "read_document"]

_NONE: Mapping[str, str] = {}
_ESCAPED = re.compile(
    rb"\\u(?:0000|[dD][89a-fA-F])"
)  # NUL or half a surrogate pair: valid in JSON, but cannot be stored


def read(
    lines: Iterable[bytes | ReadError], file: str, columns: Mapping[str, str] = _NONE, *, first: int = 1
) -> Iterator[tuple[int, Article | ReadError]]:
    """(line number, its Article or what is wrong with it), lazily; empty lines are skipped.

    `first` is the number of the first line. A record without an id gets "`file`:number".
    """
    for number, line in enumerate(lines, start=first):
        if isinstance(line, ReadError):
            yield number, line
            continue
        if number == 1:
            line = line.removeprefix(BOM_UTF8)
            if b"\0" in line or line[:2] in (b"\xff\xfe", b"\xfe\xff"):
                yield 1, ReadError("UTF-16 or binary data, not JSON Lines; convert it to UTF-8")
                return
        if line and not line.isspace():
            yield number, _record(line, f"{file}:{number}", columns)


def read_document(
    data: bytes, file: str, id: str, columns: Mapping[str, str] = _NONE
) -> Iterator[tuple[int | None, Article | ReadError]]:
    """Like `read`, for a file with one object, a list of objects (numbered like lines), or JSON Lines after all.

    A single object without an id gets `id`.
    """
    data = data.removeprefix(BOM_UTF8)
    try:
        value = _loads(data)
    except ReadError as error:
        first, _, rest = data.lstrip().partition(b"\n")
        if rest.strip() and isinstance(parse(first), dict):
            yield from read(data.splitlines(keepends=True), file, columns)
        else:
            yield None, error
        return
    if isinstance(value, dict):
        yield None, _article(value, id, columns)
    elif isinstance(value, list) and value:
        for number, item in enumerate(value, start=1):
            yield number, _article(item, f"{file}:{number}", columns)
    else:
        yield None, ReadError("neither an article object nor a list of them")


def parse(data: bytes) -> Any:
    """The JSON value of `data`; None if it is not JSON."""
    try:
        return _loads(data.removeprefix(BOM_UTF8))
    except ReadError:
        return None


def count(lines: Iterable[bytes | ReadError]) -> int:
    """For how many lines `read` yields an item."""
    return sum(1 for line in lines if isinstance(line, ReadError) or not line.isspace())


def _loads(data: bytes) -> Any:
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=lambda _: None)
    except UnicodeDecodeError as error:
        raise ReadError(f"not UTF-8 (byte {error.start + 1})") from error
    except json.JSONDecodeError as error:
        place = f"character {error.pos + 1}" if error.lineno == 1 else f"line {error.lineno}"
        raise ReadError(f"invalid JSON: {error.msg} ({place})") from error
    except RecursionError as error:
        raise ReadError("invalid JSON: nested too deeply") from error
    except ValueError as error:  # the only other reason: a number with thousands of digits
        raise ReadError("invalid JSON: a number that is too long") from error
    return storable(value) if _ESCAPED.search(data) else value


def _record(line: bytes, default_id: str, columns: Mapping[str, str]) -> Article | ReadError:
    try:
        # Without its line break, so that the error of an unfinished record is not reported for a line 2.
        return _article(_loads(line.rstrip(b"\r\n")), default_id, columns)
    except ReadError as error:
        return error


def _article(value: Any, default_id: str, columns: Mapping[str, str]) -> Article | ReadError:
    return records.article(value, default_id, columns) if isinstance(value, dict) else ReadError("not a JSON object")
