"""Reads JSON Lines files."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

from quotes.errors import ReadError

__all__ = ["read_lines"]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file, .xz or plain. Raises ReadError with file and line."""
    entries: list[dict[str, Any]] = []
    number = 0
    try:
        with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):  # noqa: B007 (named in the error)
                if line.strip():
                    entry = json.loads(line)
                    if not isinstance(entry, dict):
                        raise ValueError("not a JSON object")
                    entries.append(entry)
    except (OSError, ValueError, lzma.LZMAError) as failure:
        where = f"{path}:{number}" if number else str(path)
        raise ReadError(f"{where}: {failure}") from failure
    return entries
