"""How likely a quote is right: the network's scores, brought onto the scale of observed frequencies.

Platt scaling (Platt 1999) over the log-odds of the cue's, content's and source's scores. The weights are fitted, and the
calibration error is measured by cross-validation over articles, by scripts/train/confidence.py.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from quotes.attribution.draft import Draft

__all__ = ["WEIGHTS", "Weights", "confidence", "features"]


@dataclass(frozen=True)
class Weights:
    """One weight a feature, in the order of `features`, and the intercept."""

    cue: float
    content: float
    source: float
    quoted: float
    intercept: float


WEIGHTS = Weights(cue=0.016, content=0.586, source=0.418, quoted=0.306, intercept=-1.096)


def _log_odds(score: float) -> float:
    clipped = min(max(score, 0.02), 0.995)
    return math.log(clipped / (1 - clipped))


def features(cue: float, content: float, source: float | None, quoted: bool) -> tuple[float, float, float, float]:
    """Log-odds of the scores, 0 for the source where there is none, and whether there are quotation marks."""
    return _log_odds(cue), _log_odds(content), 0.0 if source is None else _log_odds(source or 0.5), float(quoted)


def confidence(draft: Draft, *, quoted: bool, trust: float, weights: Weights = WEIGHTS) -> float:
    """The probability, 0 to 1, that content and source are right, times the `trust` in the speaker that was found."""
    cue, content, source, marks = features(
        draft.cue_score, draft.content_score, draft.source_score if draft.source else None, quoted
    )
    z = weights.cue * cue + weights.content * content + weights.source * source + weights.quoted * marks
    return trust / (1 + math.exp(-z - weights.intercept))
