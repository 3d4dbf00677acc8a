"""`quotes annotate --ray`: annotates archives into shards."""

from __future__ import annotations

from pathlib import Path

import typer

from quotes.cli.common import INTERRUPTED, error, output
from quotes.cli.ingest import Bar
from quotes.errors import QuotesError
from quotes.readers import Options

__all__ = ["annotate_with_ray"]


def annotate_with_ray(
    paths: list[str],
    out: Path | None,
    *,
    models: str,
    wide: bool,
    options: Options,
    address: str | None,
    workers: int | None,
    device: str,
    cpus: float,
    gpus: float,
    shard_words: int,
) -> None:
    """Run the job with a progress bar. Raises typer.Exit with 1 when something failed, with 130 after Ctrl-C."""
    if out is None:
        raise QuotesError("--ray writes shards into a folder; choose one with --out DIR")
    try:
        from quotes.archive.job import annotate_archive
        from quotes.archive.units import find_units
    except ImportError as missing:
        raise QuotesError(f"{missing.name} is not installed; pip install 'quotes-attribution[ray]'") from missing

    units = find_units(paths, shard_words)
    with Bar(hidden=False) as bar:
        bar.total(len(units))
        bar.stage("Annotating, by shards")
        try:
            totals = annotate_archive(
                units,
                out,
                models=models,
                wide=wide,
                options=options,
                address=address,
                workers=workers,
                device=device,
                cpus=cpus,
                gpus=gpus,
                watch=bar.step,
            )
        except KeyboardInterrupt:
            error(f"interrupted: finished shards are in {out}; the same command continues")
            raise typer.Exit(INTERRUPTED) from None
    before = f", {totals.done_before} done before" if totals.done_before else ""
    output().print(f"Shards: {totals.units} written{before}", markup=False)
    failed = f", {totals.failures} failed (see {out / 'failures'})" if totals.failures else ""
    output().print(f"Articles: {totals.articles}, with {totals.quotes} quotes{failed}", markup=False, soft_wrap=True)
    if totals.failures:
        raise typer.Exit(1)
