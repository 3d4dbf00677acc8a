#!/usr/bin/env python3
"""Fit the weights that turn the network's scores into probabilities, and measure how well they are calibrated.

    scripts/train/confidence.py HELD.jsonl [--check GOLD.jsonl[.xz]] [--models SET]

HELD are articles that the network has not been trained on: attribution.py writes them to its --out as held.jsonl. A quote counts
as right if its content overlaps a gold content by half (Jaccard) and the sources share a word. Prints, as JSON, the weights for
quotes/attribution/confidence.py, and for them the expected calibration error (ten bins) and the accuracy of the surer half: on
HELD by five-fold cross-validation over articles, on GOLD as fitted on HELD; of quotes above the floor of compose.py only.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from quotes.article import Article
from quotes.attribution.confidence import Weights, features
from quotes.attribution.passes import MIN_CONFIDENCE, Parts
from quotes.engine import annotate_parse, to_json
from quotes.errors import ModelError
from quotes.evaluation import right_quotes
from quotes.language.pipeline import load
from quotes.lines import read_lines

FOLDS = 5


def examples(gold: list[dict[str, Any]], floor: float, models: str) -> tuple[Any, Any, Any]:
    """Features, whether right, and the fold of every quote of at least `floor` confidence in the gold articles."""
    rows, right, folds = [], [], []
    for number, parse in enumerate(load(models).parse([d["text"] for d in gold])):
        if isinstance(parse, ModelError):
            continue
        article = Article(gold[number]["id"], gold[number]["text"])
        quotes = to_json(annotate_parse(article, parse, Parts(floor=floor, wide=True)))["quotes"]
        for quote, ok in zip(quotes, right_quotes(gold[number], quotes), strict=True):
            e = quote["evidence"]
            source = e["source_score"] if quote["source"] else None
            rows.append(features(e["cue_score"], e["content_score"], source, quote["kind"]))
            right.append(ok)
            folds.append(number % FOLDS)
    return np.array(rows), np.array(right), np.array(folds)


def calibration_error(chances: Any, right: Any) -> float:
    bins = np.minimum((chances * 10).astype(int), 9)
    present = [bins == b for b in range(10) if (bins == b).any()]
    return float(sum(abs(chances[m].mean() - right[m].mean()) * m.mean() for m in present))


def quality(chances: Any, right: Any) -> dict[str, float]:
    surer = np.argsort(-chances)[: len(right) // 2]
    return {
        "quotes": len(right),
        "right": round(float(right.mean()), 3),
        "calibration error": round(calibration_error(chances, right), 3),
        "accuracy of the surer half": round(float(right[surer].mean()), 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("held", type=Path)
    parser.add_argument("--check", type=Path)
    parser.add_argument("--models", default="compact", help="compact or accurate")
    args = parser.parse_args()
    rows, right, folds = examples(read_lines(args.held), 0.0, args.models)
    chances = np.zeros(len(right))
    for fold in range(FOLDS):
        model = LogisticRegression(C=10).fit(rows[folds != fold], right[folds != fold])
        chances[folds == fold] = model.predict_proba(rows[folds == fold])[:, 1]
    model = LogisticRegression(C=10).fit(rows, right)
    shown = chances >= MIN_CONFIDENCE
    names = [*(field.name for field in fields(Weights))]
    fitted = (round(float(w), 3) for w in (*model.coef_[0], *model.intercept_))
    result = {"weights": dict(zip(names, fitted, strict=True)), args.held.name: quality(chances[shown], right[shown])}
    if args.check:
        rows, right, _ = examples(read_lines(args.check), MIN_CONFIDENCE, args.models)
        result[args.check.name] = quality(model.predict_proba(rows)[:, 1], right)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
