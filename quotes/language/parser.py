"""Heads and relations: the deep biaffine scorers of Stanza's graph parser (Dozat & Manning 2017) over the states of words.

Relations are scored only for the arcs of the tree. The tagger reads the same states.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import logsigmoid, softplus
from torch.nn.utils.rnn import pad_sequence

from quotes.language.heads import by_length
from quotes.language.internals import VOCAB_PREFIX_SIZE, DepparseProcessor, MultiVocab
from quotes.language.linear import unpacked
from quotes.language.tagger import Tagger, simplified
from quotes.language.trees import one_root, repaired, violated

__all__ = ["ArcLabels", "ArcScores", "Parser"]

BATCH_WORDS = 4000
ARCS = 256  # arcs in a batch of the labeller: intermediate results of some ten megabytes

Heads = NDArray[np.intp]


class Parser(DepparseProcessor):  # type: ignore[misc]
    """Sets heads and relations, with Stanza's repairs of doubled subjects, and parts of speech and features."""

    def __init__(self, packed: Mapping[str, Any], tagger: Tagger | None, dtype: torch.dtype) -> None:
        """`packed` has "hidden" and "root", linear layers; "arcs" and "relations", scorers; and "vocabulary"."""
        self._set_up_provides()
        self.tagger, self.dtype = tagger, dtype
        # For each of four scorers, what it needs to know of a word as dependent, and as head.
        self.hidden, self.root = unpacked(packed["hidden"], dtype), unpacked(packed["root"], dtype)
        self.arcs = ArcScores([(arc["weight"], arc["bias"]) for arc in packed["arcs"]], dtype)
        self.labels = ArcLabels(packed["relations"]["weight"], packed["relations"]["bias"], dtype)
        self.relations = MultiVocab.load_state_dict(packed["vocabulary"])["deprel"]

    def process(self, document: Any) -> Any:
        """Set `head`, `deprel`, `upos` and `feats` of every word, from its sentence's `states`."""
        sentences = document.sentences
        for batch in by_length([len(sentence.words) for sentence in sentences], BATCH_WORDS):
            states = [sentences[number].states.syntax for number in batch]
            for number, arcs in zip(batch, self.trees(states), strict=True):
                for word, (head, relation) in zip(sentences[number].words, arcs, strict=True):
                    word.head, word.deprel = head, relation
            if self.tagger is not None:
                texts = simplified([[word.text for word in sentences[number].words] for number in batch])
                for number, tags in zip(batch, self.tagger.tags(texts, torch.cat(states)), strict=True):
                    for word, (upos, feats) in zip(sentences[number].words, tags, strict=True):
                        word.upos, word.feats = upos, feats
        return document

    def trees(self, sentences: Sequence[Tensor]) -> Iterator[list[tuple[int, str]]]:
        """The head (0 for the root, words count from 1) and relation of each word, from sentences' states [words, width].

        A sentence's last word, a full stop as a rule, stands for its root as well.
        """
        lengths = [len(words) for words in sentences]
        roots = self.root(torch.stack([words[-1] for words in sentences]))
        words = self.hidden(torch.cat(list(sentences))).split(lengths)
        rows = [torch.cat([root[None], row]) for root, row in zip(roots, words, strict=True)]
        *arcs, below, above = pad_sequence(rows, batch_first=True).relu().chunk(8, -1)
        scores = self.arcs(arcs, [length + 1 for length in lengths])
        trees = [one_root(part) for part in scores]
        labels = self.labels.best(below, above, trees)
        for row, (tree, ids) in enumerate(zip(trees, labels, strict=True)):
            names = self.relations.unmap([number + VOCAB_PREFIX_SIZE for number in ids.tolist()])
            if violated(tree, names):
                size = len(tree)
                chances = self.labels.all_of(below[row, :size], above[row, :size]).log_softmax(-1).numpy()
                tree, raw = repaired(scores[row], chances, tree, self.relations)
                names = self.relations.unmap([number + VOCAB_PREFIX_SIZE for number in raw])
            yield list(zip(tree[1:].tolist(), names, strict=True))


class ArcScores(nn.Module):
    """Stanza's three scorers of arcs: of the arc itself, of the side of the head, and of its distance."""

    def __init__(self, scorers: Sequence[tuple[Tensor, Tensor]], dtype: torch.dtype) -> None:
        """For each, weight [width + 1, width + 1] and bias [1]; in "+ 1" are the weights of either word alone."""
        super().__init__()
        self.weights = [weight.to(dtype) for weight, _ in scorers]
        self.biases = [bias.float() for _, bias in scorers]

    def forward(self, states: Sequence[Tensor], lengths: Sequence[int]) -> list[NDArray[np.float32]]:
        """For each sentence, log-probabilities [words, words] of each word's head, with the root as a word.

        `states` are those of words as dependents and as heads, [sentences, words, width], for each of the three scorers.
        """
        arc, side, far = (
            ((with_ones(states[2 * i]) @ weight).float() @ with_ones(states[2 * i + 1]).float().transpose(1, 2)) + bias
            for i, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True))
        )
        place = torch.arange(arc.shape[1])
        offset = place[None, :] - place[:, None]
        arc = arc + logsigmoid(side * offset.sign())
        arc = arc - torch.log((offset.abs() - (1 + softplus(far))) ** 2 / 2 + 1)
        arc.masked_fill_(torch.eye(len(place), dtype=torch.bool), float("-inf"))
        return [row[:n, :n].log_softmax(-1).numpy() for row, n in zip(arc, lengths, strict=True)]


class ArcLabels(nn.Module):
    """Stanza's biaffine scorer of relations, for the arcs of the tree only.

    Stanza scores all relations between all pairs of words, but uses only one pair for each word.
    """

    def __init__(self, weight: Tensor, bias: Tensor, dtype: torch.dtype) -> None:
        """`weight` [width + 1, width + 1, relations], `bias` [relations]."""
        super().__init__()
        self.shape = weight.shape[1:]
        self.weight = weight.reshape(len(weight), -1).to(dtype)
        self.bias = bias.float()

    def best(self, below: Tensor, above: Tensor, trees: Sequence[Heads]) -> list[Heads]:
        """For each sentence's heads (the root's own first), the likeliest relation of every word but the root.

        `below` and `above` [sentences, words, width] are the states of words as dependents and as heads.
        """
        rows = torch.tensor([row for row, tree in enumerate(trees) for _ in tree[1:]])
        words = torch.tensor([word for tree in trees for word in range(1, len(tree))])
        governors = torch.tensor(np.concatenate([tree[1:] for tree in trees]))
        relations = [
            self.scores(some, others).argmax(-1)
            for some, others in zip(
                torch.split(below[rows, words], ARCS), torch.split(above[rows, governors], ARCS), strict=True
            )
        ]
        return np.split(torch.cat(relations).numpy(), np.cumsum([len(tree) - 1 for tree in trees])[:-1])

    def scores(self, below: Tensor, above: Tensor) -> Tensor:
        """Every relation's score for arcs from `below` to `above` [arcs, width]: [arcs, relations]."""
        between = (with_ones(below).to(self.weight.dtype) @ self.weight).view(-1, *self.shape)
        scores: Tensor = (with_ones(above).to(self.weight.dtype)[:, None, :] @ between)[:, 0].float() + self.bias
        return scores

    def all_of(self, below: Tensor, above: Tensor) -> Tensor:
        """Every relation's score for every pair of a sentence's words: [words, words, relations]."""
        between = (with_ones(below).to(self.weight.dtype) @ self.weight).view(-1, *self.shape)
        scores: Tensor = (with_ones(above).to(self.weight.dtype) @ between).float() + self.bias
        return scores


def with_ones(states: Tensor) -> Tensor:
    return torch.cat([states, states.new_ones(*states.shape[:-1], 1)], -1)
