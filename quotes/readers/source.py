"""One input with its name and format, how its bytes are read within limits, and what a reader gives back."""

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

# A line that goes on for so many limits is no line: who sends it will not stop.
_ENDLESS = 50


@dataclass(frozen=True)
class Options:
    """What a user may say about how inputs are read.

    `language` is the code of the language that every article is in; None lets each text tell. `columns` names the field
    of a record that holds an article's id, text, title …, where it is called otherwise; `query` is a table of a database,
    or a SELECT. `allow_private` lets web addresses lead to this machine and its network.
    """

    limits: Limits = DEFAULTS
    language: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    query: str | None = None
    allow_private: bool = False


@dataclass(frozen=True)
class Source:
    """One file, or standard input or a web address (`path` is None). `name` is for messages; `id` for its one article.

    `short` is the path below the folder that the user named, with its suffix, for the ids of lines.
    """

    path: Path | None
    name: str
    short: str
    id: str
    format: Format


class Place(NamedTuple):
    """Where in the inputs an article stands: a name for messages, and a line or record from 1 where those count."""

    name: str
    line: int | None = None

    def __str__(self) -> str:
        return self.name if self.line is None else f"{self.name}:{self.line}"


Item = tuple[Place, Article | ReadError]


def whole(stream: BinaryIO, limits: Limits) -> bytes:
    """Everything that `stream` has. ReadError when that is more than the limits allow."""
    data = stream.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise ReadError(f"larger than {_size(limits.file_bytes)}; --max-bytes lets more through")
    return data


def lines(stream: BinaryIO, limits: Limits) -> Iterator[bytes | ReadError]:
    """The lines of `stream`, with their ends; a ReadError in place of one that is longer than the limits allow."""
    most = limits.file_bytes
    while line := stream.readline(most + 1):
        if len(line) <= most or line.endswith(b"\n"):
            yield line
            continue
        del line
        yield ReadError(f"a line of more than {_size(most)}; --max-bytes lets more through")
        for _ in range(_ENDLESS * max(1, most // io.DEFAULT_BUFFER_SIZE)):
            rest = stream.readline(io.DEFAULT_BUFFER_SIZE)
            if not rest or rest.endswith(b"\n"):
                break
        else:
            return


def rewound(head: bytes, stream: BinaryIO) -> BinaryIO:
    """`stream` with `head`, which was read from it, back in front of it; nothing is read ahead of need."""
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
