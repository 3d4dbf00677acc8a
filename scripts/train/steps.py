"""A training by steps that can be cut off at any time: rates that fall as a cosine, averaged weights, and a checkpoint.

And what the trainings of attribution networks by steps have in common: options, articles, the file of results.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from attribution import Examples, averaged, evaluate, flat, read
from torch import Tensor, nn

__all__ = ["Schedule", "annotated_articles", "options", "train", "write_result"]

CHECKPOINT_EVERY = 100  # steps


@dataclass(frozen=True)
class Schedule:
    """`rate` is the heads' highest learning rate, the encoder's is `encoder_rate` of it.

    From step `average_from` on, weights are averaged over some `average_over` steps: too many, and the average is of weights that
    were not yet good.
    """

    steps: int
    rate: float
    encoder_rate: float
    warmup: int = 100
    average_from: int = 300
    average_over: int = 200

    def rate_at(self, step: int) -> float:
        return self.rate * min(1.0, (step + 1) / self.warmup) * 0.5 * (1 + math.cos(math.pi * step / self.steps))


def train(
    net: nn.Module,
    batches: Callable[[int], Sequence[Any]],
    loss_of: Callable[[Any], Tensor],
    schedule: Schedule,
    folder: Path,
) -> float:
    """Train `net` on the batches of epoch 0, 1, … and leave it with its averaged weights; returns seconds.

    `batches` must return the same for the same epoch, so that a run that was cut off goes on from the checkpoint in `folder`.
    """
    named = {name: p for name, p in net.named_parameters() if p.requires_grad}
    parameters: list[Tensor] = list(named.values())
    groups: list[dict[str, Any]] = [
        {"params": [p for name, p in named.items() if name.startswith("encoder.") == encoder], "scale": scale}
        for encoder, scale in ((True, schedule.encoder_rate), (False, 1.0))
    ]
    optimizer = torch.optim.AdamW(groups, lr=schedule.rate, weight_decay=0.01)
    checkpoint = folder / "checkpoint.pt"
    done, seconds, average = 0, 0.0, None
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        net.load_state_dict(state["weights"], strict=False)
        optimizer.load_state_dict(state["optimizer"])
        done, seconds, average = state["done"], state["seconds"], state["average"]
    began, shown = time.time() - seconds, 0.0
    net.train()
    for batch in from_step(batches, done):
        if done == schedule.steps:
            break
        random.seed(done)
        for group in optimizer.param_groups:
            group["lr"] = schedule.rate_at(done) * group["scale"]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = loss_of(batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        if done >= schedule.average_from:
            average = averaged(average, parameters, done - schedule.average_from, schedule.average_over)
        value = float(loss.detach())
        shown = 0.98 * shown + 0.02 * value if shown else value
        done += 1
        if done % CHECKPOINT_EVERY == 0:
            print(f"{done}/{schedule.steps} loss {shown:.4f} {time.time() - began:.0f} s", file=sys.stderr, flush=True)
            state = {
                "weights": {name: p.detach() for name, p in named.items()},
                "optimizer": optimizer.state_dict(),
                "done": done,
                "seconds": time.time() - began,
                "average": average,
            }
            torch.save(state, f"{checkpoint}.new")
            Path(f"{checkpoint}.new").replace(checkpoint)
    if average is not None:
        with torch.no_grad():
            torch._foreach_copy_(parameters, average)
    net.eval()
    return time.time() - began


def from_step(batches: Callable[[int], Sequence[Any]], done: int) -> Iterator[Any]:
    """The batches of all epochs, without the first `done`."""
    epoch = 0
    while True:
        plan = batches(epoch)
        yield from plan[min(done, len(plan)) :]
        done = max(0, done - len(plan))
        epoch += 1


def options(parser: argparse.ArgumentParser, seed: int) -> argparse.Namespace:
    """The options of a training script, beside those that `parser` has; makes the folder of --out."""
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--batch-tokens", type=int, default=1000)
    parser.add_argument("--held", type=int, default=60, help="training articles kept back, as in attribution.py")
    parser.add_argument("--seed", type=int, default=seed)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    return args


def annotated_articles(args: argparse.Namespace) -> list[Examples]:
    """PolNeAR's training articles, without those that are kept back to fit confidence on."""
    documents = read(args.corpora / "polnear/train.jsonl.xz")
    held = set(random.Random(7).sample(range(len(documents)), args.held))
    return [Examples(d) for i, d in enumerate(documents) if i not in held]


def write_result(net: Any, args: argparse.Namespace, seconds: float, **settings: float) -> None:
    """Measure the network on PolNeAR's development part, and write and print its figures, for the model card."""
    dev = read(args.corpora / "polnear/dev.jsonl.xz")
    with torch.no_grad():
        figures = {f"polnear dev, cues from {t}": flat(evaluate(net, dev, t)) for t in (0.3, 0.5)}
    result = {
        "processor": "attribution",
        "seed": args.seed,
        **settings,
        "seconds": round(seconds),
        "versions": {name: version(name) for name in ("torch", "transformers")},
        "measured": "F1 of quotes.evaluation from raw text, the network alone: no rules, parse or speakers",
        "figures": figures,
    }
    (args.out / "attribution.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    print(json.dumps(result))
