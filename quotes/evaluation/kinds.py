"""Accuracy by kind of quote, in terms for readers: how many of the quotes are found, and how many of those given are right.

found           of the gold quotes of a kind: attribution, as in quotes.evaluation.scores
right           of the predicted quotes of a kind: the same
speaker right   of the found quotes with a named speaker: how many carry that name
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from quotes.evaluation.scores import right_quotes, score
from quotes.evaluation.words import Entry, kind_of

__all__ = ["KINDS", "by_kind"]

KINDS = ("direct", "mixed", "indirect")


def by_kind(gold: Sequence[Entry], predicted: Iterable[Entry], speakers: Iterable[Entry] = ()) -> list[dict[str, Any]]:
    """A row for each kind, with counts and percentages; None where there is nothing to count."""
    predicted, speakers = list(predicted), list(speakers)
    quotes = {document["id"]: document.get("quotes", []) for document in predicted}
    given: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for document in gold:
        own = quotes.get(document["id"], [])
        for quote, is_right in zip(own, right_quotes(document, own), strict=True):
            kind = kind_of(document["text"], quote["content"])
            given[kind] += 1
            right[kind] += is_right
    return [_row(kind, given[kind], right[kind], _of_kind(kind, gold, predicted, speakers)) for kind in KINDS]


def _of_kind(kind: str, gold: Sequence[Entry], predicted: Sequence[Entry], speakers: Sequence[Entry]) -> dict[str, Any]:
    """The figures for the gold quotes of a kind; speakers of other kinds are left out."""
    kinds = {(d["id"], a.get("id")): kind_of(d["text"], a["content"]) for d in gold for a in d["attributions"]}
    return score(gold, predicted, [s for s in speakers if kinds.get((s["doc"], s["id"])) == kind])


def _row(kind: str, given: int, right: int, figures: dict[str, Any]) -> dict[str, Any]:
    recall = figures["recall by kind"].get(kind, {"gold": 0, "attribution R": None})
    speaker = figures.get("speaker", {"found": 0})
    return {
        "kind": kind,
        "gold": recall["gold"],
        "found": recall["attribution R"],
        "given": given,
        "right": round(100 * right / given, 1) if given else None,
        "speaker right": speaker["right of found"] if speaker["found"] else None,
    }
