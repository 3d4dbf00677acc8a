#!/usr/bin/env python3
"""Teach the compact attribution network by the accurate set's larger one.

    scripts/train/distill.py --corpora DIR --out DIR --start FILE [--steps N]

The student starts from FILE, the attribution.pt of attribution.py or of an earlier run. First the teacher reads PolNeAR's
training articles and raw news, once: what it makes of them (tags, and for each cue its source and content, with their
probabilities) is kept in OUT/taught, some half an hour on two cores. Then the student learns from that, and on PolNeAR from the
annotation as well (Hinton et al. 2015, "Distilling the Knowledge in a Neural Network"); a step takes some 0.7 seconds. Both go on
where they were cut off. The mean of the weights at the start and the end is packed. Writes OUT/attribution.pt and
OUT/attribution.json; `pack.py --as-is --models OUT --to quotes/language/compact attribution` puts it into the package. Needs
`pip install '.[accurate,train]'`.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from attribution import (
    SMOOTHING,
    Examples,
    batches,
    build,
    false_cues,
    gold_cues,
    mean,
    read,
    weights,
)
from common import encoder_folder
from steps import Schedule, annotated_articles, options, train, write_result

from quotes.language.attributor import SIGHT, AttributionNet, load_attributor
from quotes.language.encoder import FreshEncoders
from quotes.language.labels import CONDITIONED, bioes
from quotes.language.manifest import accurate_folder, read_manifest
from quotes.language.pipeline import large_attributor
from quotes.language.windows import Encoded, Window

STEPS = 4000
RATE, ENCODER_RATE = 4e-4, 0.3
GOLD = 0.35  # the annotation's part in the loss; the rest is the teacher's
PARTS = 8  # of the articles, each with a file of its own
TOKENS, CUES = 2000, 48  # in a batch of the teacher
MOST_CUES = 64  # in a step

Role = tuple[int, int, str]  # tokens [first, last) of a window that are source or content


@dataclass(frozen=True)
class Cue:
    """Tokens [first, last) of a window, the annotated spans, if any, and the teacher's scores of roles around it."""

    first: int
    last: int
    roles: list[Role]
    taught: Tensor  # [tokens within SIGHT, labels]


@dataclass(frozen=True)
class Taught:
    """A window, its tags if it is annotated, and what the teacher makes of it."""

    encoded: Encoded
    window: Window
    tags: list[int] | None
    taught: Tensor  # [tokens, tags]
    cues: list[Cue]

    def __len__(self) -> int:
        return self.window.last - self.window.first


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=STEPS)
    args = options(parser, seed=3)
    every = list(taught_windows(args))
    student = build(Path(encoder_folder()))
    start = torch.load(args.start, weights_only=True)
    student.load_state_dict({name: weight.float() for name, weight in start.items()}, strict=False)

    def epoch(number: int) -> list[list[Taught]]:
        return batches(every, args.batch_tokens, random.Random(args.seed + number), len)

    schedule = Schedule(args.steps, RATE, ENCODER_RATE, average_from=200, average_over=300)
    seconds = train(student, epoch, lambda batch: loss_of(student, batch), schedule, args.out)
    packed = {name: weight.half() for name, weight in mean(start, weights(student)).items()}
    torch.save(packed, args.out / "attribution.pt")
    student.load_state_dict({name: weight.float() for name, weight in packed.items()}, strict=False)
    write_result(student, args, seconds, steps=args.steps)


def taught_windows(args: argparse.Namespace) -> Iterator[Taught]:
    """What the teacher makes of all articles, from OUT/taught as far as it is there."""
    articles = [(True, example) for example in annotated_articles(args)]
    articles += [(False, Examples({**d, "attributions": []})) for d in read(args.corpora / "news.jsonl.xz")]
    folder = args.out / "taught"
    folder.mkdir(exist_ok=True)
    readers: tuple[AttributionNet, AttributionNet] | None = None
    for number in range(PARTS):
        file = folder / f"{number}.pt"
        if not file.exists():
            readers = readers or both_networks(args.start)
            part = list(taught(articles[number::PARTS], *readers, random.Random(args.seed * PARTS + number)))
            torch.save(part, f"{file}.new")
            Path(f"{file}.new").replace(file)
            print(f"taught {number + 1}/{PARTS}", file=sys.stderr, flush=True)
        yield from torch.load(file, weights_only=False)


def both_networks(start: Path) -> tuple[AttributionNet, AttributionNet]:
    """The teacher, and the student as it starts."""
    device = torch.device("cpu")
    record = FreshEncoders()["attribution"]
    student = load_attributor(start, record.model, record.tokenizer, device)
    return large_attributor(read_manifest(accurate_folder()), device).net, student.net


@torch.inference_mode()
def taught(
    articles: Sequence[tuple[bool, Examples]], teacher: AttributionNet, student: AttributionNet, rng: random.Random
) -> Iterator[Taught]:
    """The windows of articles with what the teacher makes of them, and of every cue that is annotated or that either sees."""
    items = [(annotated, window) for annotated, example in articles for window in example.windows(rng)]
    for pairs in batches(items, TOKENS, rng, lambda item: item[1][1].last - item[1][1].first):
        batch = [window for _, window in pairs]
        lengths = [window.last - window.first for _, window, _ in batch]
        states = teacher.states([(encoded, window) for encoded, window, _ in batch])
        tags = teacher.tag(states).float()
        seen = student.tag(student.states([(encoded, window) for encoded, window, _ in batch])).float()
        cues, roles = gold_cues(batch)
        for scores in (tags, seen):
            new = false_cues(batch, cues, scores.log_softmax(-1))
            cues += new
            roles += [[] for _ in new]
        found: list[list[Cue]] = [[] for _ in batch]
        for at in range(0, len(cues), CUES):
            scores, ranges = teacher.condition(states, lengths, cues[at : at + CUES])
            for (row, first, last), spans, own, (a, b) in zip(
                cues[at:], roles[at:], scores.half(), ranges, strict=False
            ):
                found[row].append(Cue(first, last, spans, own[: b - a].clone()))
        for row, (annotated, (encoded, window, labels)) in enumerate(pairs):
            own = tags[row, : lengths[row]].half()
            yield Taught(encoded, window, labels["tags"] if annotated else None, own, found[row])


def loss_of(student: AttributionNet, batch: Sequence[Taught]) -> Tensor:
    """The student's divergence from the teacher, and where windows are annotated, from the annotation."""
    states = student.states([(of.encoded, of.window) for of in batch])
    loss = mixed_loss(student.tag(states).float(), [of.taught for of in batch], [of.tags for of in batch])
    cues = [(row, cue) for row, of in enumerate(batch) for cue in of.cues]
    if not cues:
        return loss
    cues = random.sample(cues, min(len(cues), MOST_CUES))
    places = [(row, cue.first, cue.last) for row, cue in cues]
    scores, ranges = student.condition(states, [len(of) for of in batch], places, SIGHT)
    labels = [
        None if batch[row].tags is None else roles_within(cue.roles, a, b)
        for (row, cue), (a, b) in zip(cues, ranges, strict=True)
    ]
    return loss + mixed_loss(scores.float(), [cue.taught for _, cue in cues], labels)


def roles_within(roles: Sequence[Role], a: int, b: int) -> list[int]:
    """The labels of tokens [a, b) by the spans of source and content."""
    return bioes(b - a, [(max(x, a) - a, min(y, b) - a, k) for x, y, k in roles if x < b and y > a], CONDITIONED)


def mixed_loss(scores: Tensor, taught: Sequence[Tensor], gold: Sequence[list[int] | None]) -> Tensor:
    """The Kullback-Leibler divergence of scores [rows, tokens, labels] from the teacher's, a token; in rows that are annotated,
    mixed with the cross-entropy with the annotation, in which -100 does not count.
    """
    wanted = nn.utils.rnn.pad_sequence([own.float() for own in taught], batch_first=True).log_softmax(-1)
    real = torch.arange(scores.shape[1]) < torch.tensor([len(own) for own in taught])[:, None]
    labels = torch.full(scores.shape[:2], -100)
    for row, own in enumerate(gold):
        if own is not None:
            labels[row, : len(own)] = torch.tensor(own)
    apart = (wanted.exp() * (wanted - scores.log_softmax(-1))).sum(-1)
    annotated = torch.tensor([own is not None for own in gold])[:, None]
    against = nn.functional.cross_entropy(
        scores.transpose(1, 2), labels, ignore_index=-100, label_smoothing=SMOOTHING, reduction="none"
    )
    loss = torch.where(annotated, (1 - GOLD) * apart + GOLD * against, apart)
    return loss[real].mean()


if __name__ == "__main__":
    main()
