"""The paths a user names to the single files to read, each with its format and the id its article gets.

In folders, these are passed over: hidden files and folders, links to folders, suffixes of no format below, gold
annotations (*.gold.jsonl, *.speakers.jsonl, *.expected.jsonl, with or without the part before the first dot), and
files named README, LICENSE or CHANGELOG. A file named by itself is always read.
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from quotes.readers.failure import ReadFailure

__all__ = ["STDIN", "Format", "Input", "find"]

Format = Literal["text", "markdown", "html", "jsonl", "json", "unknown"]

STDIN = "-"

_FORMATS: dict[str, Format] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
}
_ANNOTATIONS = (".gold.jsonl", ".speakers.jsonl", ".expected.jsonl")
_ABOUT = ("readme", "license", "changelog")


@dataclass(frozen=True)
class Input:
    """One file, or standard input (`path` is None). `name` is for messages; `id` for its article, if it holds one.

    `short` is the path below the folder that the user named, with its suffix, for the ids of lines.
    """

    path: Path | None
    name: str
    short: str
    id: str
    format: Format


def find(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Input | ReadFailure]:
    """The inputs behind `paths`, those of a folder sorted by their path in it, at any depth."""
    for given in paths:
        path = Path(given)
        try:
            if os.fspath(given) == STDIN:
                yield Input(None, "standard input", "stdin", "stdin", "unknown")
            elif path.is_dir():
                yield from _folder(path)
            elif path.exists():
                yield _file(path)
            else:
                reason = "a link to nothing" if path.is_symlink() else "no such file or folder"
                yield ReadFailure(_portable(path), None, reason)
        except OSError as error:
            yield ReadFailure(_portable(path), None, error.strerror or str(error))


def _file(path: Path) -> Input:
    format = _format(path.name)
    id = path.name if format is None else path.stem  # "Speech of 4.3" has no suffix
    return Input(path, _portable(path), _portable(PurePath(path.name)), _portable(PurePath(id)), format or "unknown")


def _folder(folder: Path) -> Iterator[Input | ReadFailure]:
    failures: list[OSError] = []
    files: list[PurePath] = []
    for parent, folders, names in os.walk(folder, onerror=failures.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        within = PurePath(parent).relative_to(folder)
        files += (within / name for name in names if _belongs(name) and Path(parent, name).is_file())
    files.sort(key=lambda file: file.parts)
    shared = Counter(file.with_suffix("") for file in files)
    for failure in failures:
        yield ReadFailure(_portable(PurePath(failure.filename)), None, failure.strerror or str(failure))
    if not files and not failures:
        yield ReadFailure(_portable(folder), None, f"nothing to read in this folder ({', '.join(_FORMATS)})")
    for file in files:
        bare = file.with_suffix("")
        id = _portable(bare if shared[bare] == 1 else file)
        yield Input(folder / file, _portable(folder / file), _portable(file), id, _format(file.name) or "unknown")


def _belongs(name: str) -> bool:
    lower = name.casefold()
    return (
        not name.startswith(".")
        and _format(name) is not None
        and not f".{lower}".endswith(_ANNOTATIONS)
        and PurePath(lower).stem not in _ABOUT
    )


def _format(name: str) -> Format | None:
    return _FORMATS.get(PurePath(name).suffix.casefold())


def _portable(path: PurePath) -> str:
    """The same text for the same file on every system: "/" between folders, composed accents, valid Unicode."""
    text = os.fsencode(path.as_posix()).decode("utf-8", errors="replace")
    return unicodedata.normalize("NFC", text)
