#!/usr/bin/env python3
"""Teach the compact attribution network by the accurate set's larger one.

    scripts/train/distill.py --corpora DIR --out DIR --start FILE [--steps N]

The student starts from FILE, the attribution.pt of attribution.py. On PolNeAR's training articles it learns from the
annotation and from what the teacher makes of it (tags, and for each cue its source and content, with their probabilities:
Hinton et al. 2015, "Distilling the Knowledge in a Neural Network"); on raw news from the teacher alone. Goes on from the
checkpoint in --out, if there is one; a step takes some 1.3 seconds on two cores, almost half of them the teacher's. The mean
of the weights at the start and the end is packed: better than the start, and than the end by all figures but one. Writes
OUT/attribution.pt and OUT/attribution.json; `pack.py --as-is --models OUT --to quotes/language/compact attribution` puts it
into the package. Needs `pip install '.[accurate,train]'`.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from attribution import (
    Examples,
    batches,
    build,
    false_cues,
    gold_cues,
    gold_roles,
    gold_tags,
    mean,
    read,
    smooth_loss,
    weights,
)
from common import encoder_folder
from steps import Schedule, annotated_articles, options, train, write_result

from quotes.language.attributor import AttributionNet
from quotes.language.manifest import accurate_folder, read_manifest
from quotes.language.pipeline import large_attributor

STEPS = 3000
RATE, ENCODER_RATE = 4e-4, 0.3
GOLD = 0.35  # the annotation's part in the loss; the rest is the teacher's
NEWS = 0.4  # of the steps are on raw news


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=STEPS)
    args = options(parser, seed=3)
    annotated = annotated_articles(args)
    raw = [Examples({**d, "attributions": []}) for d in read(args.corpora / "news.jsonl.xz")]
    teacher = large_attributor(read_manifest(accurate_folder()), torch.device("cpu")).net
    teacher.training = True  # it looks as far around a cue as the student; its layers stay as they are
    student = build(Path(encoder_folder()))
    start = torch.load(args.start, weights_only=True)
    student.load_state_dict({name: weight.float() for name, weight in start.items()}, strict=False)

    def epoch(number: int) -> list[tuple[bool, list[Any]]]:
        rng = random.Random(args.seed + number)
        gold, news = (
            [(kind, batch) for batch in batches([w for e in part for w in e.windows(rng)], args.batch_tokens, rng)]
            for kind, part in ((True, annotated), (False, raw))
        )
        both = gold + news[: round(len(gold) * NEWS / (1 - NEWS))]
        rng.shuffle(both)
        return both

    schedule = Schedule(args.steps, RATE, ENCODER_RATE, average_from=200, average_over=300)
    seconds = train(
        student, epoch, lambda item: loss_of(student, teacher, item[1], annotated=item[0]), schedule, args.out
    )
    packed = {name: weight.half() for name, weight in mean(start, weights(student)).items()}
    torch.save(packed, args.out / "attribution.pt")
    student.load_state_dict({name: weight.float() for name, weight in packed.items()}, strict=False)
    write_result(student, args, seconds, steps=args.steps)


def loss_of(student: AttributionNet, teacher: AttributionNet, batch: list[Any], *, annotated: bool) -> Tensor:
    """The student's divergence from the teacher, and if the windows are annotated, from the annotation."""
    pairs = [(e, w) for e, w, _ in batch]
    lengths = [w.last - w.first for _, w in pairs]
    with torch.no_grad():
        taught_states = teacher.states(pairs)
        taught = teacher.tag(taught_states).float()
    states = student.states(pairs)
    tags = student.tag(states).float()
    loss = mixed_loss(tags, taught, lengths, gold_tags(batch, tags.shape[1]) if annotated else None)
    cues, targets = gold_cues(batch)
    with torch.no_grad():
        for scores in (taught, tags):
            new = false_cues(batch, cues, scores.log_softmax(-1))
            cues += new
            targets += [[] for _ in new]
    if not cues:
        return loss
    roles, ranges = student.condition(states, lengths, cues)
    with torch.no_grad():
        taught_roles, _ = teacher.condition(taught_states, lengths, cues)
    gold = gold_roles(ranges, targets, roles.shape[1]) if annotated else None
    return loss + mixed_loss(roles.float(), taught_roles.float(), [b - a for a, b in ranges], gold)


def mixed_loss(scores: Tensor, taught: Tensor, lengths: list[int], gold: Tensor | None) -> Tensor:
    """The Kullback-Leibler divergence of scores [rows, tokens, labels] from the teacher's, mixed with the loss against `gold`."""
    real = torch.arange(scores.shape[1]) < torch.tensor(lengths)[:, None]
    wanted = taught.log_softmax(-1)
    apart = (wanted.exp() * (wanted - scores.log_softmax(-1))).sum(-1)[real].mean()
    return apart if gold is None else (1 - GOLD) * apart + GOLD * smooth_loss(scores, gold)


if __name__ == "__main__":
    main()
