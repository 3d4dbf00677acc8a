"""An input with its name and format, reading its bytes within limits, and the types that readers yield."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from quotes.article import Article
from quotes.errors import ReadError
from quotes.limits import DEFAULTS, Limits
from quotes.readers.formats import Format

__all__ = ["Item", "Options", "Place", "Source", "lines", "rewound", "whole"]

# A line longer than so many limits is taken to be endless: reading stops.
_ENDLESS = 50


@dataclass(frozen=True)
class Options:
    """A user's options for reading.

    `language` is the code of the language of all articles; None detects it for each. `columns` maps an article's id, text,
    title … to the fields of records that have them under other names; `query` is a table of a database, or a SELECT.
    `allow_private` allows web addresses on this machine and its network.
    """

    limits: Limits = DEFAULTS
    language: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    query: str | None = None
    allow_private: bool = False


@dataclass(frozen=True)
class Source:
    """One file, or standard input or a web address (`path` is None). `name` is for messages; `id` for its one article.

    `short` is the path below the folder that the user gave, with its suffix, for the ids of lines.
    """

    path: Path | None
    name: str
    short: str
    id: str
    format: Format


class Place(NamedTuple):
    """The place of an article in the inputs: a name for messages, and the number of its line or record from 1, if any."""

    name: str
    line: int | None = None

    def __str__(self) -> str:
        return self.name if self.line is None else f"{self.name}:{self.line}"


Item = tuple[Place, Article | ReadError]


def whole(stream: BinaryIO, limits: Limits) -> bytes:
    """All bytes of `stream`. ReadError when there are more than the limits allow."""
    data = stream.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise ReadError(f"larger than {_size(limits.file_bytes)}; --max-bytes allows more")
    return data


def lines(stream: BinaryIO, limits: Limits) -> Iterator[bytes | ReadError]:
    """The lines of `stream`, with their ends; a ReadError in place of one that is longer than the limits allow."""
    most = limits.file_bytes
    while line := stream.readline(most + 1):
        if len(line) <= most or line.endswith(b"\n"):
            yield line
            continue
        del line
        yield ReadError(f"a line of more than {_size(most)}; --max-bytes allows more")
        for _ in range(_ENDLESS * max(1, most // io.DEFAULT_BUFFER_SIZE)):
            rest = stream.readline(io.DEFAULT_BUFFER_SIZE)
            if not rest or rest.endswith(b"\n"):
                break
        else:
            return


def rewound(head: bytes, stream: BinaryIO) -> BinaryIO:
    """A stream of `head`, which was read from `stream`, and then the rest of it, which is read only when needed."""
    return io.BufferedReader(_Rewound(head, stream))


class _Rewound(io.RawIOBase):
    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._head:
            part, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        elif isinstance(self._stream, io.BufferedIOBase):
            part = self._stream.read1(len(buffer))
        else:
            part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)


def _size(number: int) -> str:
    return f"{number / 1_000_000:g} MB" if number >= 100_000 else f"{number:,} bytes"
