"""`quotes evaluate GOLD.jsonl`: how well the engine does on articles whose quotes are known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import track

from quotes.cli.common import Json, Wide, messages, print_json
from quotes.lines import read_lines

if TYPE_CHECKING:
    from quotes.evaluation.gold import Results

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    app.command("evaluate")(evaluate)


def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD.jsonl", help="Articles with gold attributions; .xz is read too.")
    ],
    speakers: Annotated[Path | None, typer.Option(metavar="FILE", help="Who the gold attributions belong to.")] = None,
    models: Annotated[str, typer.Option(help="Language models: compact, stanza or stanza-accurate.")] = "compact",
    wide: Wide = False,
    as_json: Json = False,
) -> None:
    """Annotate the articles of a gold file from their raw text and score what is found.

    GOLD holds {"id", "text", "attributions": [{"id", "source", "cue", "content"}]} a line, FILE holds {"doc", "id", "speaker",
    "kind"}. Prints precision, recall and F1 of content (exact, overlapping), of attribution and of everything exact, recall by
    kind of quote, and how many quotes got the right speaker. PolNeAR's attributions take in deeds and purposes: score against
    those with --wide. What --json prints is shown on the site's About page when it lies in datasette/measures.json.

    Example: `quotes evaluate seeds/seeds.gold.jsonl --speakers seeds/seeds.speakers.jsonl`
    """
    from quotes import evaluation

    articles = evaluation.checked(read_lines(gold))

    def watch(results: Results) -> Results:
        return track(results, "Annotating", total=len(articles), console=messages(), transient=True)

    figures = evaluation.evaluate_gold(
        articles,
        read_lines(speakers) if speakers else [],
        models=models,
        wide=wide,
        watch=iter if as_json else watch,
    )
    if as_json:
        print_json({"of": gold.name, "models": models, "wide": wide, **figures})
    else:
        typer.echo(evaluation.table(figures))
