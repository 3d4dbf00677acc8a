"""Finds the best dependency tree by scores of arcs, as Stanza does; without a search if the best heads already form a tree."""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["cycles", "is_tree", "one_root", "repaired", "violated"]


def is_tree(heads: NDArray[np.intp]) -> bool:
    """Whether heads (heads[0] == 0, the root's own) form one tree with exactly one word under the root, without cycles."""
    if np.count_nonzero(heads[1:] == 0) != 1:
        return False
    above = heads
    # Pointer jumping: each round doubles the distance, so that every word of a tree arrives at 0.
    for _ in range(len(heads).bit_length()):
        above = above[above]
    return not above.any()


def one_root(scores: NDArray[Any]) -> NDArray[np.intp]:
    """The heads of the best tree with one root for scores[dependent, head], the same as Stanza's chuliu_edmonds_one_root finds.

    If the best heads of all words form such a tree, no other tree can have a higher score, and there is nothing to search.
    """
    best = scores.copy()
    np.fill_diagonal(best, -np.inf)
    best[0] = -np.inf
    best[0, 0] = 0
    heads = best.argmax(axis=1)
    return heads if is_tree(heads) else np.asarray(searches()[0].chuliu_edmonds_one_root(scores))


def cycles(heads: NDArray[np.intp]) -> list[NDArray[np.bool_]]:
    """The cycles, as masks, of a graph in which every node has one head; a node that is its own head is not a cycle.

    Stanza's `tarjan` finds the strongly connected components of any graph; in this kind of graph, these are the cycles.
    """
    up: list[int] = heads.tolist()
    seen = [0] * len(up)
    masks = []
    for start in range(len(up)):
        node = start
        # Each path marks its nodes with its own number, as meeting an older path is not a cycle.
        while not seen[node]:
            seen[node] = start + 1
            node = up[node]
        if seen[node] == start + 1 and up[node] != node:
            mask = np.zeros(len(up), dtype=bool)
            while not mask[node]:
                mask[node] = True
                node = up[node]
            masks.append(mask)
    return masks


@cache
def searches() -> tuple[ModuleType, ModuleType]:
    """Private copies of Stanza's modules that search trees and repair doubled subjects, using `cycles` and `one_root`."""
    from quotes.language.internals import own_copy

    search = own_copy("stanza.models.common.chuliu_edmonds", tarjan=cycles)
    return search, own_copy("stanza.models.depparse.head_constraints", chuliu_edmonds_one_root=one_root)


def violated(heads: NDArray[np.intp], relations: list[str]) -> bool:
    """Whether a word has two subjects, or two objects. `relations` are those of all words but the root."""
    return bool(searches()[1].find_head_constraint_violations(heads, relations))


def repaired(
    scores: NDArray[Any], relations: NDArray[Any], heads: NDArray[np.intp], vocabulary: Any
) -> tuple[NDArray[np.intp], list[int]]:
    """The heads of the best tree without doubled subjects and objects, and the ids of its relations.

    `scores` [words, words] are those of arcs, `relations` [words, words, relations] log-probabilities.
    """
    tree, ids = searches()[1].resolve_head_constraint_violations(scores, relations, heads, vocabulary)
    return np.asarray(tree), list(ids)
