"""The ranker: computes probabilities of the candidates of a mention from their rows of features.

A few small networks, each with a hidden layer of rectified units and a linear term, give every candidate a score. A softmax
over the candidates of a mention turns scores into probabilities, as in a conditional logit (McFadden 1974); the ranker's are
the mean of the networks'. scripts/train/speakers.py fits the weights; here they are only applied, with numpy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from quotes.speakers.features.table import NAMES

__all__ = ["LARGEST", "Ranker", "rankers", "softmax"]

Floats = npt.NDArray[np.float64]
WEIGHTS = "ranker.json"
LARGEST = 8.0  # the largest scaled value of a feature; greater ones are clipped


@dataclass(frozen=True)
class Ranker:
    """The weights of all networks. Features are divided by `scale`.

    `into` and `bias` are the weights of the hidden units, those of the networks side by side; `out` are the weights of their
    outputs; `direct` are the linear weights of the features, a column for each network.
    """

    scale: Floats
    into: Floats
    bias: Floats
    out: Floats
    direct: Floats

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Ranker:
        """A ranker from its JSON form: scale and weights for each feature, and the weights that belong to none."""
        missing = [name for name in NAMES if name not in stored["features"]]
        if missing:
            raise ValueError(f"{WEIGHTS} has no weights for {', '.join(missing)}: run scripts/train/speakers.py")
        table = np.asarray([stored["features"][name] for name in NAMES], dtype=np.float64)
        bias, out = (np.asarray(stored[key], dtype=np.float64) for key in ("bias", "out"))
        hidden = len(bias)
        return cls(table[:, 0], table[:, 1 : 1 + hidden], bias, out, table[:, 1 + hidden :])

    def to_json(self) -> dict[str, Any]:
        table = np.column_stack([self.scale, self.into, self.direct])
        features = {name: [round(float(w), 4) for w in row] for name, row in zip(NAMES, table, strict=True)}
        return {"features": features, **{k: [round(float(w), 4) for w in getattr(self, k)] for k in ("bias", "out")}}

    def shares(self, rows: Sequence[Sequence[float]]) -> Floats:
        """The probability of each of the candidates of a mention."""
        x = self._scaled(rows)
        return np.asarray(softmax(self._scores(x, self._units(x))).mean(axis=1), dtype=np.float64)

    def strongest(self, rows: Sequence[Sequence[float]], count: int = 2) -> list[list[tuple[str, float]]]:
        """For each candidate, the `count` features that add most to its score over the average candidate's, and how much."""
        x = self._scaled(rows)
        slopes = ((self._units(x) > 0) * self.out) @ self.into.T / self.networks + self.direct.mean(axis=1)
        apart = (x - x.mean(axis=0) if len(x) > 1 else x) * slopes
        order = np.argsort(-np.abs(apart), axis=1)[:, :count]
        return [[(NAMES[f], round(float(apart[c, f]), 2)) for f in best] for c, best in enumerate(order)]

    @property
    def networks(self) -> int:
        return int(self.direct.shape[1])

    def _scaled(self, rows: Sequence[Sequence[float]]) -> Floats:
        return np.clip(np.asarray(rows, dtype=np.float64) / self.scale, -LARGEST, LARGEST)

    def _units(self, x: Floats) -> Floats:
        return np.maximum(x @ self.into + self.bias, 0.0)

    def _scores(self, x: Floats, units: Floats) -> Floats:
        """The scores, with a column for each network."""
        hidden = (units * self.out).reshape(len(x), self.networks, -1).sum(axis=2)
        return np.asarray(hidden + x @ self.direct, dtype=np.float64)


def softmax(scores: Floats) -> Floats:
    """Probabilities that sum to 1 over the rows, in the order of the scores."""
    raised = np.exp(scores - scores.max(axis=0))
    return np.asarray(raised / raised.sum(axis=0), dtype=np.float64)


@cache
def stored() -> Mapping[str, Any]:
    """The file that scripts/train/speakers.py writes."""
    weights: Mapping[str, Any] = json.loads(files("quotes.speakers").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return weights


@cache
def rankers() -> tuple[Ranker, Ranker]:
    """The rankers of the first and the second pass, as the package carries them."""
    return Ranker.of(stored()["first"]), Ranker.of(stored()["second"])
