#!/usr/bin/env python3
"""Train the attribution network of the accurate set: low-rank factors of MPNet, and the heads.

    scripts/train/accurate.py --corpora DIR --out DIR [--epochs N]

The same articles, windows, losses and heads as in attribution.py. Goes on from the checkpoint in --out, if there is one; a step
takes some 1.7 seconds on two cores. Writes OUT/attribution.pt and OUT/attribution.json;
`pack.py --as-is --models OUT --to quotes/language/accurate attribution` puts it into the package.
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

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import mpnet
from attribution import Examples, batches, evaluate, flat, loss_of, read
from steps import Schedule, train

EPOCHS = 2.3
RATE, ENCODER_RATE = 8e-4, 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=EPOCHS)
    parser.add_argument("--batch-tokens", type=int, default=1000)
    parser.add_argument("--held", type=int, default=60, help="training articles kept back, as in attribution.py")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    documents = read(args.corpora / "polnear/train.jsonl.xz")
    held = set(random.Random(7).sample(range(len(documents)), args.held))
    examples = [Examples(d) for i, d in enumerate(documents) if i not in held]
    net = mpnet.build()

    def epoch(number: int) -> list[Any]:
        rng = random.Random(args.seed + number)
        return batches([window for e in examples for window in e.windows(rng)], args.batch_tokens, rng)

    schedule = Schedule(int(args.epochs * len(epoch(0))), RATE, ENCODER_RATE)
    seconds = train(net, epoch, lambda batch: loss_of(net, batch), schedule, args.out)
    torch.save(mpnet.packed(net), args.out / "attribution.pt")
    dev = read(args.corpora / "polnear/dev.jsonl.xz")
    with torch.no_grad():
        figures = {f"polnear dev, cues from {t}": flat(evaluate(net, dev, t)) for t in (0.3, 0.5)}
    result = {
        "processor": "attribution",
        "seed": args.seed,
        "epochs": args.epochs,
        "seconds": round(seconds),
        "versions": {name: version(name) for name in ("torch", "transformers")},
        "measured": "F1 of quotes.evaluation from raw text, the network alone: no rules, parse or speakers",
        "figures": figures,
    }
    (args.out / "attribution.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
