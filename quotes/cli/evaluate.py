"""`quotes evaluate GOLD.jsonl`: measures the engine on articles with known quotes."""

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
    speakers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The speakers of the gold attributions.")
    ] = None,
    models: Annotated[
        str, typer.Option(help="Language models: compact, accurate, stanza or stanza-accurate.")
    ] = "compact",
    wide: Wide = False,
    as_json: Json = False,
) -> None:
    """Annotate the raw text of the articles in a gold file and score the result.

    Each line of GOLD is {"id", "text", "attributions": [{"id", "source", "cue", "content"}]}, each line of FILE {"doc", "id",
    "speaker", "kind"}. Prints precision, recall and F1 of content (exact, overlapping), of attribution and of everything exact,
    recall by kind of quote, and how many quotes got the right speaker. PolNeAR's attributions include deeds and purposes: use
    --wide for it. Save the output of --json as datasette/measures.json to show it on the site's About page.

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
