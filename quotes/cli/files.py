"""Writing an answer to a file without losing what was there: never a database, never anything but a regular file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from quotes.errors import QuotesError

__all__ = ["check_target", "written_whole"]

_DATABASE = b"SQLite format 3\0"
_BESIDE_A_DATABASE = ("", "-wal", "-shm", "-journal")


def check_target(target: Path, *, database: Path) -> None:
    """Raise QuotesError where `target` must not be written: a folder, device, link or pipe, and any database."""
    if not target.name:
        raise QuotesError(f"{target}: is a folder; name a file in it")
    if target.resolve() in {Path(f"{database.resolve()}{suffix}") for suffix in _BESIDE_A_DATABASE}:
        raise QuotesError(f"{target}: belongs to the database that is read; choose another file")
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise QuotesError(f"{target}: cannot be written ({error.strerror})") from error
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "a link" if stat.S_ISLNK(mode) else "no regular file"
        raise QuotesError(
            f"{target}: is {kind}, which is never replaced; name another file, or write to standard output"
        )
    if _begins_like_a_database(target):
        raise QuotesError(f"{target}: is a database, which is never replaced; choose another file")


@contextmanager
def written_whole(target: Path) -> Iterator[TextIO]:
    """A text file that takes the place of `target` once the block ends well; else `target` stays as it was.

    Raises QuotesError where the disk or its permissions do not let it.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            part.chmod(stat.S_IMODE(target.stat().st_mode))
        part.replace(target)
    except OSError as error:
        raise QuotesError(f"{target}: cannot be written ({error.strerror or error})") from error
    finally:
        part.unlink(missing_ok=True)


def _begins_like_a_database(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(_DATABASE)) == _DATABASE
    except OSError:
        return False
