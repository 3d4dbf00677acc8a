"""The probability that a quote is right: the network's scores, calibrated to observed frequencies.

Platt scaling (Platt 1999) over the log-odds of the cue's, content's and source's scores. scripts/train/confidence.py fits the
weights on articles that the network was not trained on, and measures the calibration error.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass

from quotes.annotation import Kind
from quotes.attribution.draft import Draft

__all__ = ["Weights", "confidence", "features", "log_odds", "weights_of"]


@dataclass(frozen=True)
class Weights:
    """A weight for each feature, in the order of `features`, and the intercept."""

    cue: float
    content: float
    source: float
    no_source: float
    direct: float
    mixed: float
    intercept: float


COMPACT = Weights(cue=0.083, content=0.612, source=0.402, no_source=-0.266, direct=0.624, mixed=0.599, intercept=-1.375)
ACCURATE = Weights(
    cue=0.161, content=0.476, source=0.485, no_source=-0.493, direct=0.346, mixed=0.242, intercept=-0.756
)


def weights_of(models: str) -> Weights:
    """The weights for the attribution network of a model set, by its name and version; Stanza's sets have the compact one."""
    return ACCURATE if models.startswith("accurate ") else COMPACT


def log_odds(score: float) -> float:
    clipped = min(max(score, 0.005), 0.995)
    return math.log(clipped / (1 - clipped))


def features(cue: float, content: float, source: float | None, kind: Kind) -> tuple[float, ...]:
    """The log-odds of the scores (0 for a missing source), whether there is no source, and two indicators of the kind."""
    said = 0.0 if source is None else log_odds(source or 0.5)
    return (
        log_odds(cue),
        log_odds(content),
        said,
        float(source is None),
        float(kind == "direct"),
        float(kind == "mixed"),
    )


def confidence(draft: Draft, kind: Kind, weights: Weights) -> float:
    """The probability, 0 to 1, that content and source are right."""
    values = features(draft.cue_score, draft.content_score, draft.source_score if draft.source else None, kind)
    *factors, intercept = astuple(weights)
    z = sum(factor * value for factor, value in zip(factors, values, strict=True)) + intercept
    return 1 / (1 + math.exp(-z))
