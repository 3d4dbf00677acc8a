"""Decides for one of the ranked candidates, or for nobody. In: probabilities of the candidates. Out: a Verdict.

Somebody is named only if that is likely enough: a wrong name does harm, "unknown" does not. The probability that is shown is
calibrated by Platt scaling (Platt 1999) of the log-odds of the best candidate, on articles that the ranker had not seen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from quotes.speakers.candidates import Candidate
from quotes.speakers.ranker import Floats, stored

__all__ = ["Calibration", "Verdict", "calibration", "refusal", "verdict"]

CLIPPED = 0.002  # the least distance of shares from 0 and 1


@dataclass(frozen=True)
class Calibration:
    """The weights of Platt scaling, for a named candidate and for nobody, and the least probability for a name."""

    named: tuple[float, float]
    nobody: tuple[float, float]
    floor: float

    def probability(self, share: float, *, named: bool) -> float:
        """The probability that a candidate with this `share` of the softmax is right."""
        clipped = min(max(share, CLIPPED), 1 - CLIPPED)
        slope, intercept = self.named if named else self.nobody
        return 1 / (1 + math.exp(-(slope * math.log(clipped / (1 - clipped)) + intercept)))


@dataclass(frozen=True)
class Verdict:
    """The index of the chosen candidate; `refused`: the best one has a name, but is too unsure."""

    choice: int
    probability: float
    refused: bool = False


def calibration() -> Calibration:
    """The calibration that the package carries."""
    data = stored()["calibration"]
    return Calibration(tuple(data["named"]), tuple(data["nobody"]), data["floor"])


def verdict(candidates: Sequence[Candidate], shares: Floats, scale: Calibration) -> Verdict:
    """The best candidate, or "nobody" where the best is a name that is too unsure."""
    best = int(shares.argmax())
    candidate = candidates[best]
    probability = scale.probability(float(shares[best]), named=candidate.named)
    if candidate.named and probability < scale.floor:
        return refusal(candidates, shares, scale)
    return Verdict(best, probability)


def refusal(candidates: Sequence[Candidate], shares: Floats, scale: Calibration) -> Verdict:
    """The verdict "nobody named", although the best candidate has a name."""
    nobody = next((i for i, c in enumerate(candidates) if c.key == ("nobody",)), int(shares.argmax()))
    return Verdict(nobody, scale.probability(float(shares[nobody]), named=False), refused=True)
