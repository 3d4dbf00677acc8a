"""Expands the paths that a user gives to single inputs, each with its format and the default id of its article.

In folders, these are skipped: hidden files and folders, links to folders, gold annotations (*.gold.jsonl, *.speakers.jsonl,
*.expected.jsonl, with or without the part before the first dot), and files named README, LICENSE or CHANGELOG. Files of
unknown formats are skipped too, and counted. A file that is given by itself is always read, or is a failure.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from quotes.readers.failure import ReadFailure
from quotes.readers.formats import IN_FOLDERS, UNREAD, format_of, suffix_of
from quotes.readers.source import Source

__all__ = ["STDIN", "find", "is_about"]

STDIN = "-"

_ANNOTATIONS = (".gold.jsonl", ".speakers.jsonl", ".expected.jsonl")
_ABOUT = ("readme", "license", "changelog")
_ADDRESS = ("http://", "https://")
_OTHER_ADDRESS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+)://.", re.IGNORECASE)


def find(
    paths: Iterable[str | os.PathLike[str]], skipped: Counter[str] | None = None
) -> Iterator[Source | ReadFailure]:
    """The inputs in `paths`; those of a folder, at any depth, are sorted by their path in it.

    `skipped` counts, by suffix, the files in folders that no reader takes.
    """
    for given in paths:
        path = Path(given)
        try:
            if os.fspath(given) == STDIN:
                yield Source(None, "standard input", "stdin", "stdin", "unknown")
            elif str(given).casefold().startswith(_ADDRESS):
                address = str(given)
                yield Source(None, address, address, address, "web")
            elif path.is_dir():
                yield from _folder(path, Counter() if skipped is None else skipped)
            elif path.is_file():
                yield _file(path)
            elif path.exists():
                yield ReadFailure(_portable(path), None, "not a regular file; pipe its content to -")
            elif other := _OTHER_ADDRESS.match(str(given)):
                reason = f"an address with {other['scheme']}:; only http: and https: are fetched"
                yield ReadFailure(str(given), None, reason)
            else:
                reason = "a broken link" if path.is_symlink() else "no such file or folder"
                yield ReadFailure(_portable(path), None, reason)
        except (OSError, ValueError) as error:  # a name with a NUL is a ValueError
            yield ReadFailure(_portable(path), None, getattr(error, "strerror", None) or str(error))


def _file(path: Path) -> Source | ReadFailure:
    format, suffix = format_of(path.name), suffix_of(path.name)
    if format == "unknown" and suffix in UNREAD:
        reason = f"{suffix} files are not read; convert it to text, Markdown, HTML or JSON Lines"
        return ReadFailure(_portable(path), None, reason)
    id = path.name if format == "unknown" else path.stem  # "Speech of 4.3" has no suffix
    return Source(path, _portable(path), _portable(PurePath(path.name)), _portable(PurePath(id)), format)


def _folder(folder: Path, skipped: Counter[str]) -> Iterator[Source | ReadFailure]:
    failures: list[OSError] = []
    files: list[PurePath] = []
    for parent, folders, names in os.walk(folder, onerror=failures.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        within = PurePath(parent).relative_to(folder)
        for name in names:
            if name.startswith(".") or is_about(name):
                continue
            if suffix_of(name) in IN_FOLDERS and Path(parent, name).is_file():
                files.append(within / name)
            else:
                skipped[suffix_of(name) or "without a suffix"] += 1
    files.sort(key=lambda file: file.parts)
    shared = Counter(file.with_suffix("") for file in files)
    for failure in failures:
        yield ReadFailure(_portable(PurePath(failure.filename)), None, failure.strerror or str(failure))
    if not files and not failures:
        yield ReadFailure(_portable(folder), None, f"nothing to read in this folder ({', '.join(IN_FOLDERS)})")
    for file in files:
        bare = file.with_suffix("")
        id = _portable(bare if shared[bare] == 1 else file)
        yield Source(folder / file, _portable(folder / file), _portable(file), id, format_of(file.name))


def is_about(name: str) -> bool:
    """Whether a file is about the articles beside it, rather than being one."""
    lower = name.casefold()
    return f".{lower}".endswith(_ANNOTATIONS) or PurePath(lower).stem in _ABOUT


def _portable(path: PurePath) -> str:
    """The path as text that is the same on every system: "/" between folders, composed accents, valid Unicode."""
    text = os.fsencode(path.as_posix()).decode("utf-8", errors="replace")
    return unicodedata.normalize("NFC", text)
