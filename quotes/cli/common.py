"""Shared by the commands: options, the two consoles, JSON output, and how expected errors end a command."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer
from rich.console import Console
from rich.text import Text
from typer.core import TyperGroup

from quotes.errors import QuotesError
from quotes.wording import one_line

__all__ = [
    "INTERRUPTED",
    "AllowPrivate",
    "Column",
    "Commands",
    "CommandsWithDefault",
    "Database",
    "Device",
    "Json",
    "Language",
    "MaxBytes",
    "MaxCues",
    "MaxSeconds",
    "MaxToken",
    "MaxWords",
    "Query",
    "Wide",
    "Workers",
    "columns_of",
    "counted",
    "data_stream",
    "error",
    "messages",
    "note",
    "output",
    "plain",
    "print_json",
    "quote_line",
]

Database = Annotated[Path, typer.Option("--db", envvar="QUOTES_DB", metavar="FILE", help="The database file.")]
MaxBytes = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=1,
        help="Refuse files, and records in files, larger than so many bytes.",
        rich_help_panel="Limits",
    ),
]
MaxWords = Annotated[
    int,
    typer.Option(metavar="N", min=1, help="Analyse at most so many words of an article.", rich_help_panel="Limits"),
]
MaxToken = Annotated[
    int,
    typer.Option(metavar="N", min=1, help="Skip longer runs of characters without a space.", rich_help_panel="Limits"),
]
MaxCues = Annotated[
    int,
    typer.Option(metavar="N", min=1, help="Analyse at most so many cues of an article.", rich_help_panel="Limits"),
]
MaxSeconds = Annotated[
    float,
    typer.Option(
        metavar="S",
        min=0,
        help="Stop analysing an article after so many seconds; keep what was found.",
        rich_help_panel="Limits",
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        metavar="CODE",
        help="The language of all articles, if it should not be detected; with en, all are analysed.",
        rich_help_panel="Reading",
    ),
]
Column = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FIELD=NAME",
        help="The column or key of a field: id, text, title, outlet, author, published, url or language.",
        rich_help_panel="Reading",
    ),
]
Query = Annotated[
    str | None,
    typer.Option(metavar="SQL", help="Of a database: a table, or a SELECT of its articles.", rich_help_panel="Reading"),
]
AllowPrivate = Annotated[
    bool,
    typer.Option(
        "--allow-private", help="Allow web addresses on this machine and its network.", rich_help_panel="Reading"
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Processes that share the work.", show_default="one for each processor"),
]
Device = Annotated[
    str,
    typer.Option(
        metavar="NAME", help="Device for the encoders: cpu, cuda, cuda:1, mps … One process unless it is cpu."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Wide = Annotated[
    bool,
    typer.Option(
        "--wide", help="Also keep what readers would not call a quote: deeds, purposes, and what things show."
    ),
]

_NARROWEST = 60  # columns: on narrower terminals lines wrap, which can still be read, while table cells would disappear

INTERRUPTED = 130  # the exit code after Ctrl-C

_FIELDS = ("id", "text", "title", "outlet", "author", "published", "url", "language")

# Control characters except tab and newline, and those that change the direction of writing: text of an article must not
# control the terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Commands(TyperGroup):
    """A group of commands in which an expected error prints one line and ends the process with its exit code."""

    def make_context(self, *args: Any, **more: Any) -> Any:
        with _interruption_told():  # typer itself prints nothing on Ctrl-C
            return super().make_context(*args, **more)

    def invoke(self, ctx: Any) -> Any:
        try:
            with _interruption_told():
                return super().invoke(ctx)
        except typer.BadParameter as wrong:
            wrong.message = _without_noise(wrong.message)
            raise
        except QuotesError as failure:
            error(failure)
            raise typer.Exit(failure.exit_code) from failure


@contextmanager
def _interruption_told() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt as interrupt:
        error("interrupted")
        raise typer.Exit(INTERRUPTED) from interrupt


def _without_noise(message: str) -> str:
    """The message about a wrong option, without phrases of the library that checked it."""
    message = re.sub(r"^Value error, |, unable to parse .*", "", message)
    return re.sub(r"^Input should be", "must be", message)


class CommandsWithDefault(Commands):
    """A group in which `show` is the default command: `quotes speakers NAME` means `quotes speakers show NAME`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = ["show", *args]
        return list(super().parse_args(ctx, args))

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """The commands that begin with `incomplete`, and the completions of the default command."""
        options = list(super().shell_complete(ctx, incomplete))
        arguments = [param for param in self.commands["show"].params if param.param_type_name == "argument"]
        return options + (arguments[0].shell_complete(ctx, incomplete) if arguments else [])


def columns_of(options: list[str] | None) -> dict[str, str]:
    """The --column options as {field: column}. Raises typer.BadParameter for one that is not FIELD=NAME."""
    columns = {}
    for option in options or ():
        field, equals, name = option.partition("=")
        if field not in _FIELDS or not equals or not name:
            raise typer.BadParameter(f"{option!r}: write FIELD=NAME, where FIELD is one of {', '.join(_FIELDS)}")
        columns[field] = name
    return columns


def output() -> Console:
    """The console for a command's results: stdout."""
    return _console(stderr=False)


def messages() -> Console:
    """The console for everything else (progress, warnings, errors): stderr."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    # NO_COLOR turns off all escape codes; rich by itself would keep bold and cursor movements.
    console = Console(stderr=stderr, highlight=False, force_terminal=False if os.environ.get("NO_COLOR") else None)
    console.width = max(console.width, _NARROWEST)
    return console


def error(message: object, console: Console | None = None) -> None:
    """Print an error on one line of stderr."""
    line = one_line(plain(str(message)))
    (console or messages()).print(Text.assemble(("error: ", "bold red"), line), soft_wrap=True)


def note(message: str, console: Console | None = None) -> None:
    """Print a note, which is not an error, on one line of stderr."""
    line = one_line(plain(message))
    (console or messages()).print(Text.assemble(("note: ", "bold yellow"), line), soft_wrap=True)


def data_stream() -> TextIO:
    """Standard output for what other programs read: always UTF-8, whatever the terminal's encoding."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict")
    return sys.stdout


def print_json(data: Any) -> None:
    data_stream().write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def counted(number: int, thing: str) -> str:
    """A number with its noun: "1 article", "2 articles"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def plain(text: str) -> str:
    """The text with unsafe characters replaced, for a terminal; its length does not change."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def quote_line(row: dict[str, Any]) -> Text:
    """The line about a quote's speaker and form: "Vladimir Putin, Russian president · direct · said · 0.93"."""
    status = {"unknown": f"unknown ({row['source']})", "none": "nobody named"}
    name = row["speaker"] or status[row["speaker_status"]]
    who = f"{name}, {row['role']}" if row["role"] else name
    how = [row["kind"], *(["thought"] if row["act"] == "thought" else []), *(["negated"] if row["negated"] else [])]
    facts = " · ".join([*how, *([row["cue"]] if row["cue"] else []), f"{row['confidence']:.2f}"])
    return Text.assemble((plain(who), "bold"), (f" · {plain(facts)}", "dim"))
