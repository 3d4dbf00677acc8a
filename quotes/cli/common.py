"""What the commands share: options, the two consoles, JSON, and how expected errors end a command."""

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
        metavar="N", min=1, help="Refuse a file, or a record of one, that is larger.", rich_help_panel="Limits"
    ),
]
MaxWords = Annotated[
    int,
    typer.Option(metavar="N", min=1, help="Analyse so many words of an article at most.", rich_help_panel="Limits"),
]
MaxToken = Annotated[
    int,
    typer.Option(
        metavar="N", min=1, help="Pass over longer runs of characters without a space.", rich_help_panel="Limits"
    ),
]
MaxCues = Annotated[
    int,
    typer.Option(metavar="N", min=1, help="Follow so many cues of an article at most.", rich_help_panel="Limits"),
]
MaxSeconds = Annotated[
    float,
    typer.Option(
        metavar="S", min=0, help="Give an article so much time; keep what was found.", rich_help_panel="Limits"
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        metavar="CODE",
        help="What language all articles are in, where it should not be found out; en has them all analysed.",
        rich_help_panel="Reading",
    ),
]
Column = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FIELD=NAME",
        help="What a table or JSON Lines calls a field: id, text, title, outlet, author, published, url, language.",
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
        "--allow-private", help="Let web addresses lead to this machine and its network.", rich_help_panel="Reading"
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Processes that share the work.", show_default="one a processor"),
]
Device = Annotated[
    str,
    typer.Option(metavar="NAME", help="Where the encoders compute: cpu, cuda, cuda:1, mps … Not the CPU: one process."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Wide = Annotated[
    bool,
    typer.Option("--wide", help="Keep deeds, purposes and what things show, too: what no reader would call a quote."),
]

_NARROWEST = 60  # columns: on a narrower terminal lines wrap, which can be read, where a table's cells would vanish

INTERRUPTED = 130  # the exit code after Ctrl-C

_FIELDS = ("id", "text", "title", "outlet", "author", "published", "url", "language")

# Control characters other than tab and newline, and those that turn the direction of writing: what an article says
# must not steer the terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Commands(TyperGroup):
    """The commands; an expected error prints one line and ends with its exit code."""

    def make_context(self, *args: Any, **more: Any) -> Any:
        with _interruption_told():  # typer itself would end without a word
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
    """What is wrong with an option, without what the library that checked it says about itself."""
    message = re.sub(r"^Value error, |, unable to parse .*", "", message)
    return re.sub(r"^Input should be", "must be", message)


class CommandsWithDefault(Commands):
    """Commands of which one, `show`, is meant where none is named: `quotes speakers NAME` is `quotes speakers show NAME`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = ["show", *args]
        return list(super().parse_args(ctx, args))

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """The commands that begin so, and what the command that is meant without its name takes."""
        options = list(super().shell_complete(ctx, incomplete))
        arguments = [param for param in self.commands["show"].params if param.param_type_name == "argument"]
        return options + (arguments[0].shell_complete(ctx, incomplete) if arguments else [])


def columns_of(options: list[str] | None) -> dict[str, str]:
    """What --column says, as {field: name of the column}. A usage error for what is no such pair."""
    columns = {}
    for option in options or ():
        field, equals, name = option.partition("=")
        if field not in _FIELDS or not equals or not name:
            raise typer.BadParameter(f"{option!r}: write FIELD=NAME, where FIELD is one of {', '.join(_FIELDS)}")
        columns[field] = name
    return columns


def output() -> Console:
    """Where a command's answer goes."""
    return _console(stderr=False)


def messages() -> Console:
    """Where everything else goes: progress, warnings, errors."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    # NO_COLOR means no escape codes at all: rich alone would keep bold, and move the cursor.
    console = Console(stderr=stderr, highlight=False, force_terminal=False if os.environ.get("NO_COLOR") else None)
    console.width = max(console.width, _NARROWEST)
    return console


def error(message: object, console: Console | None = None) -> None:
    """One line on stderr."""
    line = " ".join(plain(str(message)).split())
    (console or messages()).print(Text.assemble(("error: ", "bold red"), line), soft_wrap=True)


def note(message: str, console: Console | None = None) -> None:
    """One line on stderr about something that is no error."""
    line = " ".join(plain(message).split())
    (console or messages()).print(Text.assemble(("note: ", "bold yellow"), line), soft_wrap=True)


def data_stream() -> TextIO:
    """Standard output for what other programs read: always UTF-8, whatever the terminal's encoding."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict")
    return sys.stdout


def print_json(data: Any) -> None:
    data_stream().write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def counted(number: int, thing: str) -> str:
    """How many there are of a thing: "1 article", "2 articles"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def plain(text: str) -> str:
    """Text that is safe to show on a terminal, of the same length."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def quote_line(row: dict[str, Any]) -> Text:
    """Who says a quote, and how: "Vladimir Putin, Russian president · direct · said · 0.93"."""
    status = {"unknown": f"unknown ({row['source']})", "none": "nobody named"}
    name = row["speaker"] or status[row["speaker_status"]]
    who = f"{name}, {row['role']}" if row["role"] else name
    how = [row["kind"], *(["thought"] if row["act"] == "thought" else []), *(["negated"] if row["negated"] else [])]
    facts = " · ".join([*how, *([row["cue"]] if row["cue"] else []), f"{row['confidence']:.2f}"])
    return Text.assemble((plain(who), "bold"), (f" · {plain(facts)}", "dim"))
