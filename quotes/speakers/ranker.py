"""The ranker: rows of features to probabilities over the candidates of a mention.

A conditional logit (McFadden 1974): a candidate's score is a weighted sum of its features, and a softmax over the candidates of
a mention makes probabilities of scores. Each feature has a weight for all mentions, one more for the form of the mention, and one
more for "nobody is named". scripts/train/speakers.py fits the weights; here they are only applied, with numpy.
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

from quotes.speakers.features import NAMES

__all__ = ["GROUPS", "Ranker", "group_of", "rankers", "softmax"]

Floats = npt.NDArray[np.float64]
WEIGHTS = "ranker.json"
# Forms of mentions that share weights.
GROUPS: tuple[tuple[str, ...], ...] = (
    ("he",),
    ("it", "they", "pronoun"),
    ("name", "proper"),
    ("person",),
    ("body",),
    ("work", "thing"),
    ("none", "first", "second"),
)
_GROUP_OF = {form: number for number, forms in enumerate(GROUPS) for form in forms}
_NOBODY = NAMES.index("nobody")


@dataclass(frozen=True)
class Ranker:
    """`weights` has a row for all mentions, one for each of `GROUPS`, and one for "nobody"; a column a feature."""

    weights: Floats

    @classmethod
    def of(cls, weights: Mapping[str, Sequence[float]]) -> Ranker:
        """A ranker from its JSON form: for each feature the weights of all rows, feature by feature."""
        missing = [name for name in NAMES if name not in weights]
        if missing:
            raise ValueError(f"{WEIGHTS} has no weights for {', '.join(missing)}: run scripts/train/speakers.py")
        return cls(np.asarray([weights[name] for name in NAMES], dtype=np.float64).T)

    def scores(self, rows: Sequence[Sequence[float]], group: int) -> Floats:
        """A score for each of the candidates of a mention."""
        return np.asarray(self.parts(rows, group).sum(axis=1), dtype=np.float64)

    def parts(self, rows: Sequence[Sequence[float]], group: int) -> Floats:
        """What each feature (column) adds to the score of each candidate (row)."""
        x = np.asarray(rows, dtype=np.float64)
        own = self.weights[0] + self.weights[1 + group]
        return np.asarray(x * (own + x[:, [_NOBODY]] * self.weights[-1]), dtype=np.float64)

    def strongest(self, rows: Sequence[Sequence[float]], group: int, count: int = 2) -> list[list[tuple[str, float]]]:
        """For each candidate the features that set it apart most from the average candidate, and by how much."""
        parts = self.parts(rows, group)
        apart = parts - parts.mean(axis=0) if len(rows) > 1 else parts
        order = np.argsort(-np.abs(apart), axis=1)[:, :count]
        return [[(NAMES[f], round(float(apart[c, f]), 2)) for f in best] for c, best in enumerate(order)]


def group_of(form: str) -> int:
    return _GROUP_OF[form]


def softmax(scores: Floats) -> Floats:
    """Probabilities that sum to 1, in the order of the scores."""
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), dtype=np.float64)


@cache
def stored() -> Mapping[str, Any]:
    """The file that scripts/train/speakers.py writes."""
    found: Mapping[str, Any] = json.loads(files("quotes.speakers").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return found


@cache
def rankers() -> tuple[Ranker, Ranker]:
    """The rankers of the first and the second pass, as the package carries them."""
    return Ranker.of(stored()["first"]), Ranker.of(stored()["second"])
