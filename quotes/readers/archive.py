"""Reads the files in archives (.zip, .tar, .gz and the like), each as if it were in a folder."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from quotes.errors import ReadError
from quotes.readers.formats import IN_FOLDERS, format_of, suffix_of
from quotes.readers.inputs import is_about
from quotes.readers.source import Item, Options, Place, Source
from quotes.wording import one_line

__all__ = ["read", "read_packed"]

_MOST_FILES = 100_000
_MOST_UNPACKED = 500  # times the limit of one file, for all files together
_DAMAGED = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError)

Parse = Callable[[BinaryIO, Source, Options], Iterator[Item]]
_UNPACK: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


def read(
    stream: BinaryIO, source: Source, options: Options, parse: Parse, skipped: Counter[str] | None
) -> Iterator[Item]:
    """The items of the files in an archive. Archives inside it are not opened; files that no reader takes are counted."""
    files = 0
    size = 0
    try:
        for name, length, file in _files(stream):
            parts = [part for part in PurePath(name).parts if part.strip("./")]
            name = "/".join(parts)
            if any(part.startswith(".") for part in parts) or is_about(name):
                continue
            inside = _inside(source, name)
            if suffix_of(name) not in IN_FOLDERS or inside.format in ("archive", "packed"):
                if skipped is not None:
                    skipped[suffix_of(name) or "without a suffix"] += 1
                continue
            files += 1
            size += length
            if files > _MOST_FILES or size > _MOST_UNPACKED * options.limits.file_bytes:
                raise ReadError("unpacks to too many bytes; --max-bytes allows more")
            try:
                yield from parse(cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, file()))), inside, options)
            except ReadError as error:
                yield Place(inside.name), error
    except _DAMAGED as error:
        problem = one_line(error)[:150] or type(error).__name__
        yield Place(source.name), ReadError(f"an archive that is damaged or locked: {problem}")
        return
    if not files:
        yield Place(source.name), ReadError("an archive without files to read")


def read_packed(stream: BinaryIO, source: Source, options: Options, parse: Parse) -> Iterator[Item]:
    """The items of a single compressed file (news.jsonl.gz)."""
    name = source.short.rpartition(".")
    inside = Source(source.path, source.name, name[0], PurePath(name[0]).stem, format_of(name[0]))
    try:
        unpacked = _UNPACK[f".{name[2].casefold()}"](stream, "rb")
        yield from parse(cast(BinaryIO, unpacked), inside, options)
    except _DAMAGED as error:
        yield Place(source.name), ReadError(f"damaged: {one_line(error)[:150]}")


def _inside(source: Source, name: str) -> Source:
    stem = str(PurePath(name).with_suffix("")) if suffix_of(name) else name
    return Source(source.path, f"{source.name}/{name}", f"{source.short}/{name}", stem, format_of(name))


def _files(stream: BinaryIO) -> Iterator[tuple[str, int, Callable[[], object]]]:
    """(name, unpacked size, function that opens it) of each regular file, in the archive's order."""
    head = stream.read(4)
    stream.seek(0)
    if head in {b"PK\x03\x04", b"PK\x05\x06"}:
        with zipfile.ZipFile(stream) as archive:
            for info in sorted(archive.infolist(), key=lambda info: info.filename):
                if not info.is_dir():
                    yield info.filename, info.file_size, partial(archive.open, info)
        return
    with tarfile.open(fileobj=stream, mode="r:*") as packed:
        for member in packed:
            if member.isfile():
                yield member.name, member.size, partial(packed.extractfile, member)
