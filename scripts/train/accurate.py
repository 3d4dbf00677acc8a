#!/usr/bin/env python3
"""Train the attribution network of the accurate set: low-rank factors of MPNet, and the heads.

    scripts/train/accurate.py --corpora DIR --out DIR [--epochs N]

The same articles, windows, losses and heads as in attribution.py. Goes on from the checkpoint in --out, if there is one; a step
takes some 1.7 seconds on two cores. Writes OUT/attribution.pt and OUT/attribution.json;
`pack.py --as-is --models OUT --to quotes/language/accurate attribution` puts it into the package.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from typing import Any

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import mpnet
from attribution import batches, loss_of
from steps import Schedule, annotated_articles, options, train, write_result

EPOCHS = 2.3
RATE, ENCODER_RATE = 8e-4, 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=float, default=EPOCHS)
    args = options(parser, seed=1)
    examples = annotated_articles(args)
    net = mpnet.build()

    def epoch(number: int) -> list[Any]:
        rng = random.Random(args.seed + number)
        return batches([window for e in examples for window in e.windows(rng)], args.batch_tokens, rng)

    schedule = Schedule(int(args.epochs * len(epoch(0))), RATE, ENCODER_RATE)
    seconds = train(net, epoch, lambda batch: loss_of(net, batch), schedule, args.out)
    torch.save(mpnet.packed(net), args.out / "attribution.pt")
    write_result(net, args, seconds, epochs=args.epochs)


if __name__ == "__main__":
    main()
