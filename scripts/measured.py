"""A table that a measuring script made: shown as Markdown, kept for the README with --record.

    scripts/results/NAME.json: {"by": script, "date": ISO day, "machine": text, "columns": [text…], "rows": [[text…]…]}

scripts/docs writes the README's tables from these files; a figure that is measured anew is recorded, never typed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

__all__ = ["RESULTS", "markdown", "may_record", "record", "shown"]

RESULTS = Path(__file__).resolve().parent / "results"


def may_record(parser: argparse.ArgumentParser) -> None:
    """Give a script the option --record."""
    parser.add_argument(
        "--record",
        metavar="MACHINE",
        help="keep the table in scripts/results, as measured on this machine, for the README",
    )


def record(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]], machine: str | None) -> None:
    """Keep a table as `name`; nothing where no machine is given, as --record does."""
    if machine is None:
        return
    table = {
        "by": Path(sys.argv[0]).name,
        "date": date.today().isoformat(),
        "machine": "; ".join(
            part
            for part in (machine, f"{len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}")
            if part
        ),
        "columns": list(columns),
        "rows": [[str(cell) for cell in row] for row in rows],
    }
    RESULTS.mkdir(exist_ok=True)
    lines = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in table.pop("rows"))
    head = json.dumps(table, ensure_ascii=False, indent=1).removesuffix("\n}")
    (RESULTS / f"{name}.json").write_text(f'{head},\n "rows": [\n  {lines}\n ]\n}}\n', encoding="utf-8")


def markdown(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [_line(columns), "|" + "---|" * len(columns)]
    return "\n".join([*lines, *(_line([str(cell) for cell in row]) for row in rows)])


def shown(path: Path) -> str:
    """A kept table in Markdown, with when and where it was measured."""
    table = json.loads(path.read_text("utf-8"))
    said = f"`scripts/{table['by']}`, {table['date']}{', ' if table['machine'] else ''}{table['machine']}."
    return f"{markdown(table['columns'], table['rows'])}\n\n{said}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
