"""Labels of tokens: beginning, inside and end of a span, a span of one token, or none (BIOES); and the spans that they mean."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

__all__ = ["CONDITIONED", "TAGS", "LabelPaths", "bioes", "cue_spans", "spans_of"]

TAGS = ("O", *(f"{p}-{t}" for t in ("CUE", "SOU", "CON") for p in "BIES"))
CONDITIONED = ("O", *(f"{p}-{t}" for t in ("SOU", "CON") for p in "BIES"))


def bioes(length: int, spans: Sequence[tuple[int, int, str]], labels: Sequence[str]) -> list[int]:
    """Label ids for token spans [first, last) of a type; where spans overlap the earlier one keeps its tokens."""
    ids = [0] * length
    for first, last, kind in spans:
        if any(ids[first:last]):
            continue
        names = ["S"] if last - first == 1 else ["B", *["I"] * (last - first - 2), "E"]
        for i, name in zip(range(first, last), names, strict=True):
            ids[i] = labels.index(f"{name}-{kind}")
    return ids


class LabelPaths:
    """Viterbi over BIOES labels: the best label sequence in which every span is opened and closed."""

    def __init__(self, labels: Sequence[str]) -> None:
        n = len(labels)
        self.labels = labels
        self.step = torch.full((n, n), -1e4)
        self.first = torch.full((n,), -1e4)
        self.last = torch.full((n,), -1e4)
        for i, a in enumerate(labels):
            if a[0] in "OBS":
                self.first[i] = 0.0
            if a[0] in "OES":
                self.last[i] = 0.0
            for j, b in enumerate(labels):
                inside = a[0] in "BI"
                if inside == (b[0] in "IE") and (not inside or a[2:] == b[2:]):
                    self.step[i, j] = 0.0

    def best(self, scores: Tensor, lengths: Sequence[int]) -> list[list[int]]:
        """`scores`: float [batch, time, labels] log-probabilities; returns one label id list per row, of its length."""
        total = scores[:, 0] + self.first
        totals = [total]
        back = [torch.zeros_like(total, dtype=torch.long)]
        for t in range(1, scores.shape[1]):
            total, pointer = (total[:, :, None] + self.step).max(1)
            total = total + scores[:, t]
            back.append(pointer)
            totals.append(total)
        ends = torch.stack([totals[length - 1][row] for row, length in enumerate(lengths)]) + self.last
        came = torch.stack(back).numpy()
        paths = []
        for row, (length, label) in enumerate(zip(lengths, ends.argmax(-1).tolist(), strict=True)):
            path = [label]
            for t in range(length - 1, 0, -1):
                path.append(int(came[t, row, path[-1]]))
            paths.append(path[::-1])
        return paths


def spans_of(path: Sequence[int], labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """The (first, last, type) token spans of a well-formed BIOES label sequence."""
    spans = []
    first = 0
    for i, label in enumerate(path):
        name = labels[label]
        if name[0] in "BS":
            first = i
        if name[0] in "ES":
            spans.append((first, i + 1, name[2:]))
    return spans


def cue_spans(scores: Tensor, threshold: float) -> list[tuple[int, int]]:
    """Cue spans of one row of tag log-probabilities [tokens, tags]: runs of likely cue tokens, cut where one begins anew."""
    chances = scores.exp()
    begin = (chances[:, 1] + chances[:, 4]).tolist()
    any_cue = chances[:, 1:5].sum(-1).tolist()
    spans: list[tuple[int, int]] = []
    open_at = -1
    for i, chance in enumerate([*any_cue, 0.0]):
        if open_at >= 0 and (chance < threshold or begin[i] > 0.5):
            spans.append((open_at, i))
            open_at = -1
        if open_at < 0 and chance >= threshold:
            open_at = i
    return spans
