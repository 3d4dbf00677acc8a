"""Stanza's slow spots made quick, with the same results. `install` puts them in; it is safe to call more than once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

__all__ = ["ArcLabels", "cycles", "install", "is_tree", "label_chosen_arcs", "one_root", "remember", "remember_lemmas"]

REMEMBERED = 1 << 15  # entries a vocabulary; some ten megabytes for letters
SENTENCE_LENGTHS = 12  # which argument of GraphParser.predict they are, the root counted
ARCS = 256  # arcs labelled at a time; what lies between the two products is some ten megabytes


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


class ArcLabels(nn.Module):
    """Stanza's biaffine scorer of relations, for the arcs of the tree only: `forward` keeps what it is given for `best`.

    Stanza scores all relations between all pairs of words and looks up one pair a word.
    """

    def __init__(self, scorer: Any, dtype: torch.dtype) -> None:
        super().__init__()
        self.scorer = scorer
        weight = scorer.W_bilin.weight.detach()
        self.shape = weight.shape[1:]
        self.weight = weight.reshape(len(weight), -1).to(dtype)
        self.below = self.above = torch.empty(0)

    def forward(self, below: Tensor, above: Tensor) -> Tensor:
        """The states of words as dependents and as heads, [sentences, words, width]; gives no scores."""
        self.below, self.above = below, above
        return below.new_zeros(len(below), 1, 1, 1)

    def best(self, heads: Sequence[NDArray[np.intp]]) -> list[NDArray[np.intp]]:
        """For each sentence's heads (heads[0] the root's own), the likeliest relation of every word but the root."""
        rows = torch.tensor([row for row, tree in enumerate(heads) for _ in tree[1:]])
        words = torch.tensor([word for tree in heads for word in range(1, len(tree))])
        governors = torch.tensor(np.concatenate([tree[1:] for tree in heads]))
        below = with_ones(self.below[rows, words]).to(self.weight.dtype)
        above = with_ones(self.above[rows, governors]).to(self.weight.dtype)
        found = []
        for some, others in zip(torch.split(below, ARCS), torch.split(above, ARCS), strict=True):
            between = (some @ self.weight).view(-1, *self.shape)
            scores = (others[:, None, :] @ between)[:, 0].float()
            found.append((scores + self.scorer.W_bilin.bias).argmax(-1))
        return np.split(torch.cat(found).numpy(), np.cumsum([len(tree) - 1 for tree in heads])[:-1])

    def all_of(self, row: int, words: int) -> Tensor:
        """Every relation's score for every pair of a sentence's first `words` words, as Stanza has them."""
        scores: Tensor = self.scorer(self.below[row : row + 1, :words], self.above[row : row + 1, :words])
        return scores[0]


def with_ones(states: Tensor) -> Tensor:
    return torch.cat([states, states.new_ones(len(states), 1)], -1)


def label_chosen_arcs(parser: Any, dtype: torch.dtype) -> None:
    """Let a Stanza graph parser score relations for the arcs of its trees only; other parsers stay as they are."""
    from stanza.models.depparse.model import GraphParser

    if isinstance(parser, GraphParser) and hasattr(parser, "deprel"):
        parser.deprel.scorer = ArcLabels(parser.deprel.scorer, dtype)
        parser.predict = partial(predict, parser)


def predict(parser: Any, *inputs: Any, resolve_head_constraints: bool = False) -> list[Any]:
    """GraphParser.predict with ArcLabels: heads and relations as Stanza finds them, repairs of double subjects included."""
    from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
    from stanza.models.depparse.head_constraints import (
        find_head_constraint_violations,
        resolve_head_constraint_violations,
    )

    _, (scores, *_) = parser(*inputs)
    vocabulary = parser.vocab["deprel"]
    labels = parser.deprel.scorer
    sentences = [scores[row][:words, :words] for row, words in enumerate(inputs[SENTENCE_LENGTHS])]
    trees = [one_root(sentence) for sentence in sentences]
    predicted = []
    for row, (tree, ids) in enumerate(zip(trees, labels.best(trees), strict=True)):
        names = vocabulary.unmap([number + VOCAB_PREFIX_SIZE for number in ids.tolist()])
        if resolve_head_constraints and find_head_constraint_violations(tree, names):
            chances = labels.all_of(row, len(tree)).log_softmax(-1).numpy()
            tree, raw = resolve_head_constraint_violations(sentences[row], chances, tree, vocabulary)
            names = vocabulary.unmap([number + VOCAB_PREFIX_SIZE for number in raw])
        predicted.append([[head, name] for head, name in zip(tree[1:], names, strict=True)])
    return predicted


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


def remember_lemmas(processor: Any) -> None:
    """Let Stanza's lemmatizer, which looks at a word and its part of speech only, see each pair once."""
    from stanza.models.common.doc import LEMMA, TEXT, UPOS, Document

    known: dict[tuple[str, str], str] = {}
    original = processor.process

    def process(document: Any) -> Any:
        pairs = [(text, upos) for text, upos in document.get([TEXT, UPOS])]
        if len(known) > REMEMBERED:
            known.clear()
        missing = [pair for pair in dict.fromkeys(pairs) if pair not in known]
        if missing:
            words = [{"id": (i,), TEXT: text, UPOS: upos} for i, (text, upos) in enumerate(missing, 1)]
            known.update(zip(missing, original(Document([words])).get(LEMMA), strict=True))
        document.set([LEMMA], [known[pair] for pair in pairs])
        return document

    if not processor.trainer.has_contextual_lemmatizers():
        processor.process = process


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
