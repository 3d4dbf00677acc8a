"""`quotes evaluate GOLD.jsonl`: how well the engine does on articles whose quotes are known."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import track

from quotes.article import Article
from quotes.cli.common import Json, Wide, messages, print_json
from quotes.errors import ReadError

__all__ = ["evaluate_gold", "read_lines", "register", "table"]


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
    those with --wide.

    Example: `quotes evaluate seeds/seeds.gold.jsonl --speakers seeds/seeds.speakers.jsonl`
    """
    judged = read_lines(speakers) if speakers else []
    figures = evaluate_gold(read_lines(gold), judged, models=models, wide=wide, progress=not as_json)
    if as_json:
        print_json(figures)
    else:
        typer.echo(table(figures))


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file, .xz or plain. Raises ReadError with file and line."""
    found: list[dict[str, Any]] = []
    number = 0
    try:
        with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):  # noqa: B007 (named in the error)
                if line.strip():
                    entry = json.loads(line)
                    if not isinstance(entry, dict):
                        raise ValueError("not a JSON object")
                    found.append(entry)
    except (OSError, ValueError, lzma.LZMAError) as failure:
        where = f"{path}:{number}" if number else str(path)
        raise ReadError(f"{where}: {failure}") from failure
    return found


def evaluate_gold(
    gold: list[dict[str, Any]],
    speakers: list[dict[str, Any]],
    *,
    models: str = "compact",
    wide: bool = False,
    progress: bool = False,
) -> dict[str, Any]:
    """The figures of quotes.evaluation.score for the engine on `gold`. Raises ModelError, and ReadError for a bad gold entry."""
    from quotes.engine import Failure, annotate, to_json
    from quotes.evaluation import score

    for number, document in enumerate(gold, 1):
        if not {"id", "text", "attributions"} <= document.keys():
            raise ReadError(f"gold entry {number} lacks id, text or attributions")
    results = annotate((Article(d["id"], d["text"]) for d in gold), models=models, workers=None, wide=wide)
    shown = track(results, "Annotating", total=len(gold), console=messages(), transient=True) if progress else results
    return score(gold, [to_json(r) for r in shown if not isinstance(r, Failure)], speakers)


def table(figures: dict[str, Any]) -> str:
    """The figures as lines of text."""
    lines = []
    for name in ("content exact", "content overlap", "attribution", "all exact"):
        row = figures[name]
        lines.append(f"{name:16} P {row['P']:5.1f}  R {row['R']:5.1f}  F1 {row['F1']:5.1f}")
    for name, row in figures["recall by kind"].items():
        lines.append(f"{name:16} R {row['attribution R']:5.1f}  of {row['gold']}")
    for name in ("speaker", "counts"):
        if name in figures:
            lines.append(f"{name:16} " + "  ".join(f"{k} {v}" for k, v in figures[name].items()))
    return "\n".join(lines)
