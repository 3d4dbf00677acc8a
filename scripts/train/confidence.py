#!/usr/bin/env python3
"""Fit the weights that turn the network's scores into probabilities, and measure how well they are calibrated.

    scripts/train/confidence.py GOLD.jsonl[.xz]

A quote counts as right if its content overlaps a gold content by half (Jaccard) and the sources share a word. Prints the
weights for quotes/attribution/confidence.py, and, from five-fold cross-validation over articles, the expected calibration
error (ten bins) and the accuracy of the surer half, as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from quotes.article import Article
from quotes.attribution.confidence import features
from quotes.cli.evaluate import read_lines
from quotes.engine import Failure, annotate, to_json
from quotes.evaluation import right_quotes

FOLDS = 5


def examples(gold: list[dict[str, Any]]) -> tuple[Any, Any, Any]:
    """Features, whether right, and the fold of every quote found in the gold articles."""
    rows, right, folds = [], [], []
    for number, result in enumerate(annotate(Article(d["id"], d["text"]) for d in gold)):
        if isinstance(result, Failure):
            continue
        quotes = to_json(result)["quotes"]
        for quote, ok in zip(quotes, right_quotes(gold[number], quotes), strict=True):
            e = quote["evidence"]
            source = e["source_score"] if quote["source"] else None
            rows.append(features(e["cue_score"], e["content_score"], source, quote["kind"] != "indirect"))
            right.append(ok)
            folds.append(number % FOLDS)
    return np.array(rows), np.array(right), np.array(folds)


def calibration_error(chances: Any, right: Any) -> float:
    bins = np.minimum((chances * 10).astype(int), 9)
    present = [bins == b for b in range(10) if (bins == b).any()]
    return float(sum(abs(chances[m].mean() - right[m].mean()) * m.mean() for m in present))


def main() -> None:
    rows, right, folds = examples(read_lines(Path(sys.argv[1])))
    chances = np.zeros(len(right))
    for fold in range(FOLDS):
        model = LogisticRegression(C=10).fit(rows[folds != fold], right[folds != fold])
        chances[folds == fold] = model.predict_proba(rows[folds == fold])[:, 1]
    model = LogisticRegression(C=10).fit(rows, right)
    surer = np.argsort(-chances)[: len(right) // 2]
    names = ("cue", "content", "source", "quoted", "intercept")
    print(
        json.dumps(
            {
                "quotes": len(right),
                "right": round(float(right.mean()), 3),
                "calibration error": round(calibration_error(chances, right), 3),
                "accuracy of the surer half": round(float(right[surer].mean()), 3),
                "weights": dict(
                    zip(names, (round(float(w), 3) for w in (*model.coef_[0], *model.intercept_)), strict=True)
                ),
            }
        )
    )


if __name__ == "__main__":
    main()
