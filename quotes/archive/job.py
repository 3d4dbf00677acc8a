"""Annotates an archive with Ray Data: units in, Parquet shards out, on one machine or a cluster.

Each unit becomes one shard, `articles/KEY.parquet`, and, if something failed, `failures/KEY.parquet`. The shard of articles is
written last: if it exists, the unit is done, and a resumed job skips it. `job.json` records the models and rules.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from quotes import __version__
from quotes.archive.shards import FAILURES, SCHEMA, SCHEMA_VERSION, row_of, write_table
from quotes.archive.units import Unit, read_unit
from quotes.article import Article
from quotes.engine import annotate
from quotes.errors import StoreError
from quotes.failure import Failure
from quotes.readers import Options
from quotes.versions import models_version, rules_version

__all__ = ["Totals", "annotate_archive", "annotate_unit"]


@dataclass
class Totals:
    """The result of a job: units done by this call and before it, and the numbers of articles, quotes and failures."""

    units: int = 0
    done_before: int = 0
    articles: int = 0
    quotes: int = 0
    failures: int = 0


class Annotator:
    """The Ray actor: loads the models once, then annotates unit after unit."""

    def __init__(self, out: str, models: str, wide: bool, options: Options, device: str) -> None:
        self.out = Path(out)
        self.models = models
        self.wide = wide
        self.options = options
        self.device = device

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[int]]:
        units = [Unit(**json.loads(text)) for text in batch["unit"]]
        counts = [
            annotate_unit(unit, self.out, self.models, wide=self.wide, options=self.options, device=self.device)
            for unit in units
        ]
        return {key: [count[key] for count in counts] for key in ("articles", "quotes", "failures")}


def annotate_unit(
    unit: Unit,
    out: Path,
    models: str,
    *,
    wide: bool = False,
    options: Options = Options(),  # noqa: B008
    device: str = "cpu",
) -> dict[str, int]:
    """Annotate the articles of one unit and write its shard; return the numbers of articles, quotes and failures."""
    failures: list[Failure] = []
    rows = []
    articles = _articles(read_unit(unit, options), failures)
    for result in annotate(articles, models=models, wide=wide, limits=options.limits, device=device):
        if isinstance(result, Failure):
            failures.append(result)
        else:
            rows.append(row_of(result))
    if failures:
        lines = [{"path": f.path, "line": f.line, "reason": f.reason} for f in failures]
        write_table(out / "failures" / f"{unit.key}.parquet", lines, FAILURES)
    write_table(out / "articles" / f"{unit.key}.parquet", rows, SCHEMA)
    return {"articles": len(rows), "quotes": sum(len(row["quotes"]) for row in rows), "failures": len(failures)}


def _articles(items: Iterable[Article | Failure], failures: list[Failure]) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Article):
            yield item
        else:
            failures.append(item)


def annotate_archive(
    units: Sequence[Unit],
    out: Path,
    *,
    models: str = "compact",
    wide: bool = False,
    options: Options = Options(),  # noqa: B008
    address: str | None = None,
    workers: int | None = None,
    device: str = "cpu",
    cpus: float = 1,
    gpus: float = 0,
    watch: Callable[[], None] = lambda: None,
) -> Totals:
    """Annotate those of `units` that have no shard in `out` yet; `watch` is called after each unit.

    `address` is that of a Ray cluster; None starts Ray on this machine. `workers` actors (one for each core by default) take
    `cpus` cores and `gpus` GPUs each, and run their encoders on `device`. On a cluster, the units' paths and `out` must be the
    same place on all machines. StoreError when `out` has shards of other models or rules, ModelError when this machine lacks
    the device.
    """
    ray: Any = import_module("ray")
    todo = [unit for unit in units if not (out / "articles" / f"{unit.key}.parquet").exists()]
    totals = Totals(units=len(todo), done_before=len(units) - len(todo))
    _note_job(out, models, wide)
    if not todo:
        return totals
    if address is None and device != "cpu":
        from quotes.language.device import device_named

        device_named(device)  # fails early, in one line; on a cluster, only its machines can tell
    started = not ray.is_initialized()
    if started:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False)
    try:
        ray.data.DataContext.get_current().enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        size = workers or max(1, min(len(todo), int(ray.cluster_resources().get("CPU", 1) // max(cpus, 1))))
        done = ray.data.from_items(
            [{"unit": json.dumps(asdict(unit))} for unit in todo], override_num_blocks=len(todo)
        ).map_batches(
            Annotator,
            fn_constructor_args=(os.fspath(out.absolute()), models, wide, options, device),
            batch_size=1,
            compute=ray.data.ActorPoolStrategy(size=size),
            num_cpus=cpus,
            num_gpus=gpus or None,
        )
        for row in done.iter_rows():
            totals.articles += row["articles"]
            totals.quotes += row["quotes"]
            totals.failures += row["failures"]
            watch()
    finally:
        if started:
            ray.shutdown()
    return totals


def _note_job(out: Path, models: str, wide: bool) -> None:
    note = {
        "schema": SCHEMA_VERSION,
        "version": __version__,
        "models": models_version(models),
        "rules": rules_version(wide=wide),
    }
    path = out / "job.json"
    if path.exists():
        before = json.loads(path.read_text(encoding="utf-8"))
        different = [key for key in ("schema", "models", "rules") if before.get(key) != note[key]]
        if different:
            raise StoreError(
                f"{out}: has shards made with other {' and '.join(different)}; choose another folder with --out"
            )
        return
    out.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
