"""Runs the command line, and handles Ctrl-C and standard streams that are closed, full, or of another encoding."""

from __future__ import annotations

import io
import os
import sys

__all__ = ["run"]

_CLOSED = "standard output is closed; send it to a file, or to /dev/null"


def run() -> int:
    """The exit code of the command line that this process was given. Raises KeyboardInterrupt on Ctrl-C."""
    closed = _occupy_closed_streams()
    if "stdout" in closed:
        sys.stderr.write(f"error: {_CLOSED}\n")
        return 1
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows only ASCII shows "?" for other letters

    import typer.rich_utils

    from quotes import sigint
    from quotes.cli import common
    from quotes.cli.commands import app_for

    if os.environ.get("NO_COLOR"):
        typer.rich_utils.FORCE_TERMINAL = False  # for --help and usage errors, which typer writes

    try:
        try:
            sigint.raise_if_heard()
            app_for(sys.argv[1:])()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        sys.stdout.flush()
    except MemoryError:
        common.error("out of memory; give it fewer articles, or lower the limits (`quotes ingest --help`)")
        return 1
    except OSError as failure:
        common.error(f"{failure.filename or 'standard output'}: {failure.strerror or failure}")
        _drop_output()
        return 1
    return code


def _occupy_closed_streams() -> set[str]:
    """Open /dev/null for every closed standard stream: else the next file opened, perhaps a database, gets its number."""
    closed = set()
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            null = os.open(os.devnull, os.O_RDWR)
            if null != number:
                os.dup2(null, number)
                os.close(null)
            closed.add(name)
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "r" if name == "stdin" else "w", encoding="utf-8", closefd=False))
    return closed


def _drop_output() -> None:
    """Discard what could not be written to standard output: Python would try again at exit, and print an error."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)
