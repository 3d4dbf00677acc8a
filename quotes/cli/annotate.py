"""`quotes annotate PATH…`: prints articles with their quotes as JSON Lines, without a database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from quotes.article import Article
from quotes.cli.common import (
    AllowPrivate,
    Column,
    Device,
    Language,
    MaxBytes,
    MaxCues,
    MaxSeconds,
    MaxToken,
    MaxWords,
    Query,
    Wide,
    Workers,
    columns_of,
    data_stream,
    error,
    note,
)
from quotes.cli.interrupts import ends_soon
from quotes.limits import DEFAULTS, Limits
from quotes.readers import Options, read

__all__ = ["annotate_paths", "register"]


def register(app: typer.Typer) -> None:
    app.command("annotate")(annotate)


def annotate(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH…", help="Files, folders, archives, web addresses; - is standard input."),
    ],
    models: Annotated[
        str, typer.Option(help="Language models: compact, accurate, stanza or stanza-accurate.")
    ] = "compact",
    wide: Wide = False,
    language: Language = None,
    column: Column = None,
    query: Query = None,
    allow_private: AllowPrivate = False,
    max_bytes: MaxBytes = DEFAULTS.file_bytes,
    max_words: MaxWords = DEFAULTS.words,
    max_token: MaxToken = DEFAULTS.token,
    max_cues: MaxCues = DEFAULTS.cues,
    max_seconds: MaxSeconds = DEFAULTS.seconds,
    workers: Workers = None,
    device: Device = "cpu",
    ray: Annotated[
        bool,
        typer.Option(
            "--ray",
            help="Annotate archives (.jsonl, .parquet, .warc.gz) with Ray, into Parquet shards that `quotes load` reads.",
            rich_help_panel="Archives",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the shards go; finished ones are kept.", rich_help_panel="Archives"),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="A Ray cluster's address; without one, Ray runs here.", rich_help_panel="Archives"
        ),
    ] = None,
    cpus: Annotated[float, typer.Option(metavar="N", help="Cores a worker.", rich_help_panel="Archives")] = 1,
    gpus: Annotated[float, typer.Option(metavar="N", help="GPUs a worker.", rich_help_panel="Archives")] = 0,
    shard_words: Annotated[
        int, typer.Option(metavar="N", min=1, help="About so many words in each shard.", rich_help_panel="Archives")
    ] = 200_000,
) -> None:
    """Find the quotes in articles and print them as JSON Lines, one article a line, without a database.

    A line is the input's fields and "quotes": a list of {"content", "cue", "source", "speaker", "kind", "act",
    "confidence", …}; content, cue and source are [start, end) character offsets into "text". An input that cannot be read is
    reported on stderr, the others are printed, and the exit code is 1.

    With `--ray`, archives of any size are annotated on one machine or a cluster, into Parquet shards in `--out`. If it is
    interrupted, the same command continues.

    Example: `cat articles.jsonl | quotes annotate - > quotes.jsonl`
    """
    limits = Limits(max_bytes, max_words, max_token, max_cues, max_seconds)
    options = Options(limits, language, columns_of(column), query, allow_private)
    if ray:
        from quotes.cli.archive import annotate_with_ray

        annotate_with_ray(
            paths,
            out,
            models=models,
            wide=wide,
            options=options,
            address=address,
            workers=workers,
            device=device,
            cpus=cpus,
            gpus=gpus,
            shard_words=shard_words,
        )
        return
    failures = 0
    stream = data_stream()

    def failed(reason: object) -> None:
        nonlocal failures
        failures += 1
        error(reason)

    with ends_soon(lambda: "interrupted"):
        for line in annotate_paths(
            paths, models=models, workers=workers, failed=failed, options=options, wide=wide, device=device
        ):
            stream.write(f"{line}\n")
            stream.flush()
    if failures:
        raise typer.Exit(1)


def annotate_paths(
    paths: list[str],
    *,
    models: str = "compact",
    workers: int | None = 1,
    failed: Callable[[object], None],
    options: Options = Options(),  # noqa: B008
    wide: bool = False,
    device: str = "cpu",
) -> Iterator[str]:
    """One JSON line for each article under `paths`. `failed` is called for what cannot be read or analysed. Raises ModelError."""
    from quotes.engine import Failure, to_json
    from quotes.engine import annotate as annotate_articles

    def articles() -> Iterator[Article]:
        for item in read(paths, options):
            if isinstance(item, Article):
                yield item
            else:
                failed(item)

    for result in annotate_articles(
        articles(), models=models, workers=workers, limits=options.limits, wide=wide, device=device
    ):
        if isinstance(result, Failure):
            failed(result)
        else:
            if result.notes:
                note(f"{result.article.id}: {'; '.join(result.notes)}")
            yield json.dumps(to_json(result), ensure_ascii=False)
