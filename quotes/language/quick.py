"""Stanza's slow spots made quick, with the same results. `install` puts them in; it is safe to call more than once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["cycles", "install", "is_tree", "one_root", "remember"]

REMEMBERED = 1 << 15  # entries a vocabulary; some ten megabytes for letters


def is_tree(heads: NDArray[np.intp]) -> bool:
    """Whether heads (heads[0] == 0, the root's own) form one tree with exactly one word under the root, without cycles."""
    if np.count_nonzero(heads[1:] == 0) != 1:
        return False
    above = heads
    # Jumping twice as far each time, every word of a tree arrives at 0 within its depth.
    for _ in range(len(heads).bit_length()):
        above = above[above]
    return not above.any()


def one_root(scores: NDArray[Any]) -> NDArray[np.intp]:
    """The best tree with one root for scores[dependent, head], as Stanza's chuliu_edmonds_one_root finds it.

    Where the best head of every word already makes such a tree, no tree can score more and nothing is left to search.
    """
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

    best = scores.copy()
    np.fill_diagonal(best, -np.inf)
    best[0] = -np.inf
    best[0, 0] = 0
    heads = best.argmax(axis=1)
    return heads if is_tree(heads) else np.asarray(chuliu_edmonds_one_root(scores))


def cycles(heads: NDArray[np.intp]) -> list[NDArray[np.bool_]]:
    """The cycles of a graph in which every node has one head, as masks; a node that is its own head is none.

    Stanza's `tarjan` finds the strongly connected components of any graph; here those are simply where paths close.
    """
    up: list[int] = heads.tolist()
    seen = [0] * len(up)
    found = []
    for start in range(len(up)):
        node = start
        # A path marks its nodes with its own number, so that running into an older path is no cycle.
        while not seen[node]:
            seen[node] = start + 1
            node = up[node]
        if seen[node] == start + 1 and up[node] != node:
            mask = np.zeros(len(up), dtype=bool)
            while not mask[node]:
                mask[node] = True
                node = up[node]
            found.append(mask)
    return found


def remember(vocabularies: Any) -> None:
    """Let a model's vocabularies keep what they have mapped: the letters of words, and sets of features both ways.

    Few words make most of a text, and Stanza asks for the letters and features of each of them anew for every processor.
    """
    for vocabulary in getattr(vocabularies, "_vocabs", {}).values():
        if hasattr(vocabulary, "unit2parts"):
            vocabulary.unit2id = lru_cache(REMEMBERED)(vocabulary.unit2id)
            vocabulary.id2unit = by_tuple(vocabulary.id2unit)
        elif type(vocabulary).__name__ == "CharVocab":
            vocabulary.map = by_tuple(vocabulary.map)


def by_tuple(function: Callable[[Any], Any]) -> Callable[[Sequence[Any]], Any]:
    """A function of one list or tuple, remembered. What it returns is shared, and nobody writes into it."""
    remembered = lru_cache(REMEMBERED)(function)
    return lambda values: remembered(tuple(values))


def install() -> None:
    """Let Stanza's graph parser use `one_root` and `cycles`."""
    from stanza.models.common import chuliu_edmonds
    from stanza.models.depparse import model

    model.chuliu_edmonds_one_root = one_root
    chuliu_edmonds.tarjan = cycles
