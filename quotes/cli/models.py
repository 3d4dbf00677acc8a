"""`quotes models list|verify|download`: lists, checks and downloads language models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from quotes.cli.common import Commands, Json, messages, output, print_json
from quotes.errors import ModelError
from quotes.language.sets import MODEL_SETS, Installed, download, installed

__all__ = ["register", "table"]

Sets = Annotated[
    list[str] | None, typer.Argument(metavar="[SET]...", help=f"Of {', '.join(MODEL_SETS)}; default: all.")
]

STYLES = {"ok": "green", "not checked": "dim", "missing": "yellow", "damaged": "bold red"}


def register(app: typer.Typer) -> None:
    models = typer.Typer(cls=Commands, no_args_is_help=True, help="List, verify and download language models.")
    models.command("list")(list_models)
    models.command("verify")(verify)
    models.command("download")(fetch)
    app.add_typer(models, name="models")


def list_models(sets: Sets = None, as_json: Json = False) -> None:
    """Show the installed model sets: processors, versions, sizes, digests.

    `compact` comes with this package; `stanza` and `stanza-accurate` are listed once they are downloaded.
    """
    show(installed(checked(sets)), as_json)


def verify(sets: Sets = None, as_json: Json = False) -> None:
    """Check the digest of every installed model file, the encoder's too; the exit code is 1 if one is wrong."""
    files = installed(checked(sets), check=True)
    show(files, as_json)
    bad = [file for file in files if file.state != "ok"]
    if bad:
        raise ModelError(
            f"{len(bad)} of {len(files)} files are wrong: " + "; ".join(f"{f.path}: {f.problem}" for f in bad)
        )


def fetch(
    name: Annotated[str, typer.Argument(metavar="SET", help="stanza or stanza-accurate")] = "stanza",
    resources_url: Annotated[
        str | None, typer.Option(metavar="URL", help="The folder with resources_VERSION.json, if not Stanza's own.")
    ] = None,
    model_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="A pattern with {resources_version}, {lang} and {filename}, if not Stanza's own."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Download Stanza's published English models, coreference included, for `--models stanza` or `stanza-accurate`.

    They go into Stanza's resource folder ($STANZA_RESOURCES_DIR). Files that are there and intact are not downloaded again.
    """
    messages().print(f"fetching the models {name} …", markup=False)
    show(download(name, resources_url=resources_url, model_url=model_url), as_json)


def checked(sets: Sequence[str] | None) -> Sequence[str]:
    unknown = [name for name in sets or () if name not in MODEL_SETS]
    if unknown:
        raise ModelError(f"unknown model set {unknown[0]!r}; choose from {', '.join(MODEL_SETS)}")
    return sets or MODEL_SETS


def show(files: Sequence[Installed], as_json: bool) -> None:
    if as_json:
        print_json([asdict(file) for file in files])
    else:
        output().print(table(files))


def table(files: Sequence[Installed]) -> Table:
    """The files as a table, with the first twelve digits of their digests."""
    drawn = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("set", "processor", "version", "size", "digest", "state"):
        drawn.add_column(heading, justify="right" if heading == "size" else "left", no_wrap=heading != "state")
    for file in files:
        drawn.add_row(
            file.set,
            file.processor,
            file.version,
            f"{file.bytes / 1e6:.1f} MB",
            file.digest[:12],
            f"[{STYLES[file.state]}]{file.problem or file.state}[/]",
        )
    return drawn
