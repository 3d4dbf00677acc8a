"""Checks that an output file may be replaced: never a database, and nothing but a regular file."""

from __future__ import annotations

import stat
from pathlib import Path

from quotes.errors import QuotesError

__all__ = ["check_target"]

_DATABASE = b"SQLite format 3\0"
_BESIDE_A_DATABASE = ("", "-wal", "-shm", "-journal")


def check_target(target: Path, *, database: Path) -> None:
    """Raise QuotesError if `target` must not be written: it is a folder, device, link or pipe, or any database."""
    if not target.name:
        raise QuotesError(f"{target}: is a folder; give a file in it")
    if target.resolve() in {Path(f"{database.resolve()}{suffix}") for suffix in _BESIDE_A_DATABASE}:
        raise QuotesError(f"{target}: belongs to the database itself; choose another file")
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise QuotesError(f"{target}: cannot be written ({error.strerror})") from error
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "a link" if stat.S_ISLNK(mode) else "no regular file"
        raise QuotesError(
            f"{target}: is {kind}, which is never replaced; choose another file, or write to standard output"
        )
    if _begins_like_a_database(target):
        raise QuotesError(f"{target}: is a database, which is never replaced; choose another file")


def _begins_like_a_database(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(_DATABASE)) == _DATABASE
    except OSError:
        return False
