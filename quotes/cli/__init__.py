"""The command `quotes`: one module for each command, a thin wrapper over functions that code can call."""

from __future__ import annotations

import logging
from typing import Annotated

import typer

from quotes import __version__
from quotes.cli import (
    annotate,
    correct,
    corrections,
    diff,
    doctor,
    evaluate,
    explain,
    export,
    forget,
    ingest,
    load,
    models,
    publish,
    reannotate,
    search,
    serve,
    show,
    speakers,
    watch,
)
from quotes.cli.common import Commands

__all__ = ["app"]

app = typer.Typer(
    name="quotes",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"quotes {__version__}")
        raise typer.Exit


def _debug(wanted: bool) -> None:
    if wanted:
        logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")  # on stderr
        logging.getLogger("quotes").setLevel(logging.DEBUG)


@app.callback()
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


for _command in (
    ingest,
    watch,
    load,
    reannotate,
    diff,
    search,
    speakers,
    show,
    correct,
    corrections,
    export,
    forget,
    publish,
    serve,
    annotate,
    explain,
    evaluate,
    models,
    doctor,
):
    _command.register(app)
