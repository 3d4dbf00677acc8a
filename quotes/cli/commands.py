"""The command line: imports only the module of the command that is called, as all together take half a second."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Annotated

import typer

from quotes import __version__
from quotes.cli.common import Commands

__all__ = ["COMMANDS", "app_for", "app_of"]

# Each is a module here; in the order of --help.
COMMANDS = (
    "ingest",
    "watch",
    "load",
    "reannotate",
    "diff",
    "search",
    "speakers",
    "show",
    "correct",
    "corrections",
    "export",
    "forget",
    "publish",
    "serve",
    "annotate",
    "explain",
    "evaluate",
    "models",
    "doctor",
)


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """The app for a command line: with the command that it names, or with all, for --help, completion or a mistyped name."""
    named = next((argument for argument in arguments if not argument.startswith("-")), None)
    return app_of([named] if named in COMMANDS else COMMANDS)


def app_of(commands: Iterable[str] = COMMANDS) -> typer.Typer:
    """The app with these commands."""
    app = typer.Typer(
        name="quotes",
        cls=Commands,
        no_args_is_help=True,
        rich_markup_mode="markdown",
        pretty_exceptions_show_locals=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(quotes)
    for command in commands:
        import_module(f"quotes.cli.{command}").register(app)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"quotes {__version__}")
        raise typer.Exit


def _debug(wanted: bool) -> None:
    if wanted:
        logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")  # on stderr
        logging.getLogger("quotes").setLevel(logging.DEBUG)


def quotes(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    debug: Annotated[
        bool,
        typer.Option("--debug", callback=_debug, help="If an article fails, show the traceback."),
    ] = False,
) -> None:
    """Find every quote in news articles, link each to who said it, and search, export and publish them.

    Start with `quotes ingest FOLDER`, then `quotes search WORDS` or `quotes serve`.
    """
