#!/usr/bin/env python3
"""Train the compact attribution network further on gold and on what the accurate one says (distillation: Hinton et al. 2015).

    scripts/train/distil.py --corpora DIR --teacher TEACHER.pt --student ATTRIBUTION.pt --out DIR [--steps N]

TEACHER.pt is accurate.py's, ATTRIBUTION.pt the packed network to start from. Both read the same windows: of PolNeAR's training
articles, where gold counts too, and of raw news, where the teacher's probabilities are all there is. Cues are conditioned on
where gold, the teacher or the student see one. Goes on from the checkpoint in --out; a step takes some two seconds on two cores.
Writes OUT/attribution.pt and OUT/attribution.json.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import mpnet
from attribution import Examples, batches, build, evaluate, flat, read, weights
from common import encoder_folder
from steps import Schedule, train

from quotes.language.attributor import CONDITIONED, AttributionNet, bioes, cue_spans

STEPS = 1400
RATE, ENCODER_RATE = 4e-4, 0.3
NEWS = 0.35  # of the batches
GOLD = 0.4  # gold's part of the loss, where there is gold
SURE = 0.2  # a cue that a network sees with this probability is conditioned on
SMOOTHING = 0.02


def divergence(student: Tensor, teacher: Tensor, real: Tensor) -> Tensor:
    """Mean Kullback-Leibler divergence of two tensors of scores [rows, tokens, labels], where `real` [rows, tokens]."""
    log_teacher, log_student = teacher.float().log_softmax(-1), student.float().log_softmax(-1)
    return (log_teacher.exp() * (log_teacher - log_student)).sum(-1)[real].mean()


def mixed(student: Tensor, teacher: Tensor, real: Tensor, gold: Tensor | None) -> Tensor:
    """The loss of scores: against the teacher's, and against gold labels [rows, tokens] (-100: not labelled) if there are any."""
    soft = divergence(student, teacher, real)
    if gold is None:
        return soft
    hard = functional.cross_entropy(student.float().transpose(1, 2), gold, ignore_index=-100, label_smoothing=SMOOTHING)
    return (1 - GOLD) * soft + GOLD * hard


def loss_of(student: AttributionNet, teacher: AttributionNet, gold: bool, batch: list[Any]) -> Tensor:
    pairs = [(encoded, window) for encoded, window, _ in batch]
    lengths = [window.last - window.first for _, window in pairs]
    with torch.no_grad():
        seen = teacher.states(pairs)
        taught = teacher.tag(seen)
    states = student.states(pairs)
    tags = student.tag(states)
    real = torch.arange(tags.shape[1]) < torch.tensor(lengths)[:, None]
    labels = torch.full(tags.shape[:2], -100)
    for row, (_, _, known) in enumerate(batch):
        labels[row, : lengths[row]] = torch.tensor(known["tags"])
    loss = mixed(tags, taught, real, labels if gold else None)
    cues, targets = [], []
    with torch.no_grad():
        chances = [scores.float().log_softmax(-1) for scores in (taught, tags)]
    for row, (_, _, known) in enumerate(batch):
        taken = []
        for cue, source, content in known["cues"]:
            cues.append((row, *cue))
            taken.append(cue)
            targets.append([(x, y, "SOU") for x, y in source] + [(x, y, "CON") for x, y in content])
        for of in chances:
            for x, y in cue_spans(of[row, : lengths[row]], SURE):
                if known["tags"][x] != -100 and not any(x < d and c < y for c, d in taken):
                    cues.append((row, x, y))
                    taken.append((x, y))
                    targets.append([])
    if not cues:
        return loss
    with torch.no_grad():
        taught, _ = teacher.condition(seen, lengths, cues)
    roles, ranges = student.condition(states, lengths, cues)
    real = torch.arange(roles.shape[1]) < torch.tensor([b - a for a, b in ranges])[:, None]
    labels = torch.full(roles.shape[:2], -100)
    for i, ((a, b), spans) in enumerate(zip(ranges, targets, strict=True)):
        near = [(max(x, a) - a, min(y, b) - a, k) for x, y, k in spans if x < b and y > a]
        labels[i, : b - a] = torch.tensor(bioes(b - a, near, CONDITIONED))
    return loss + mixed(roles, taught, real, labels if gold else None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--student", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--batch-tokens", type=int, default=1000)
    parser.add_argument("--held", type=int, default=60, help="training articles kept back, as in attribution.py")
    parser.add_argument("--seed", type=int, default=31)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    documents = read(args.corpora / "polnear/train.jsonl.xz")
    held = set(random.Random(7).sample(range(len(documents)), args.held))
    examples = [Examples(d) for i, d in enumerate(documents) if i not in held]
    news = [Examples({**d, "attributions": [], "discard": []}) for d in read(args.corpora / "news.jsonl.xz")]
    teacher = mpnet.build()
    teacher.load_state_dict(torch.load(args.teacher, weights_only=True), strict=False)
    teacher.eval().requires_grad_(False)
    teacher.training = True  # it looks as far around a cue as the student in training; its parts have no dropout
    student = build(Path(encoder_folder()))
    packed = torch.load(args.student, weights_only=True)
    student.load_state_dict({name: value.float() for name, value in packed.items()}, strict=False)

    def epoch(number: int) -> list[tuple[bool, list[Any]]]:
        """Batches of all windows of PolNeAR, and of as many of news as NEWS says, in random order."""
        rng = random.Random(args.seed + number)
        gold = batches([window for e in examples for window in e.windows(rng)], args.batch_tokens, rng)
        some = rng.sample(news, len(news) // 2)
        raw = batches([window for e in some for window in e.windows(rng)], args.batch_tokens, rng)
        plan = [(True, batch) for batch in gold]
        plan += [(False, batch) for batch in raw[: int(len(gold) * NEWS / (1 - NEWS))]]
        rng.shuffle(plan)
        return plan

    schedule = Schedule(args.steps, RATE, ENCODER_RATE, warmup=60, average_from=100)
    seconds = train(student, epoch, lambda batch: loss_of(student, teacher, *batch), schedule, args.out)
    torch.save({name: value.half() for name, value in weights(student).items()}, args.out / "attribution.pt")
    dev = read(args.corpora / "polnear/dev.jsonl.xz")
    with torch.no_grad():
        figures = {f"polnear dev, cues from {t}": flat(evaluate(student, dev, t)) for t in (0.3, 0.5)}
    result = {
        "processor": "attribution",
        "seed": args.seed,
        "steps": args.steps,
        "seconds": round(seconds),
        "versions": {name: version(name) for name in ("torch", "transformers")},
        "measured": "F1 of quotes.evaluation from raw text, the network alone: no rules, parse or speakers",
        "figures": figures,
    }
    (args.out / "attribution.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
