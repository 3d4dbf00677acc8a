"""Reads tables (.csv, .tsv) with a header as Articles, one for each row."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from quotes.article import Article
from quotes.errors import ReadError
from quotes.readers import records
from quotes.readers.decoding import decode, storable
from quotes.readers.source import Options, lines

__all__ = ["read", "text_column"]

_DELIMITERS = ",;\t|"
_SAMPLE = 200  # lines from which the encoding is detected


def read(stream: BinaryIO, file: str, options: Options) -> Iterator[tuple[int | None, Article | ReadError]]:
    """(number of the row from 1, its Article or what is wrong with it). Raises ReadError if no column is known to be the text."""
    csv.field_size_limit(options.limits.file_bytes)
    decoded = _decoded(stream, options)
    header = next(decoded, "")
    delimiter = max(_DELIMITERS, key=header.count)
    rows = csv.reader(itertools.chain([header], decoded), delimiter=delimiter)
    try:
        names = [name.strip() for name in next(rows, [])]
        columns = text_column(names, options.columns)
        for number, row in enumerate(rows, start=1):
            if any(cell.strip() for cell in row):
                record = {name: cell for name, cell in zip(names, row, strict=False) if name and cell}
                yield number, records.article(record, f"{file}:{number}", columns)
    except csv.Error as error:
        yield None, ReadError(f"row {rows.line_num}: {error}")


def text_column(names: Sequence[str], columns: Mapping[str, str]) -> Mapping[str, str]:
    """`columns` with the column of the text added. ReadError if none has a usual name, or a chosen one is missing."""
    for field, name in columns.items():
        if name not in names:
            raise ReadError(f"no column is called {name!r} (--column {field}={name}); there are {_list(names)}")
    if "text" in columns:
        return columns
    plain = {re.sub(r"[_\- ]", "", name).casefold(): name for name in reversed(names)}
    for spelling in records.TEXT_COLUMNS:
        if spelling in plain:
            return {**columns, "text": plain[spelling]}
    raise ReadError(f"unclear which column has the text; choose it with --column text=NAME. There are {_list(names)}")


def _list(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:12]) or "none"
    return f"{shown} …" if len(names) > 12 else shown


def _decoded(stream: BinaryIO, options: Options) -> Iterator[str]:
    """The lines as text; the encoding is that of the first lines, UTF-8 if it fits."""
    decoded = lines(stream, options.limits)
    sample = list(itertools.islice(decoded, _SAMPLE))
    head = b"".join(line for line in sample if isinstance(line, bytes))
    decode(head)  # raises ReadError if it is not text
    encoding = _encoding(head)
    for line in itertools.chain(sample, decoded):
        if isinstance(line, ReadError):
            raise line
        yield storable(line.decode(encoding, errors="replace").removeprefix("\ufeff"))


def _encoding(data: bytes) -> str:
    try:
        io.TextIOWrapper(io.BytesIO(data), encoding="utf-8").read()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
