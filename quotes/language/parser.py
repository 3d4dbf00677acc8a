"""Heads and relations: Stanza's graph parser with our encoder; scores relations only for the arcs of the tree.

A tagger may read along: the parser's states of words are its input.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import logsigmoid, softplus
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from quotes.language.encoder import FastEncoder, embed
from quotes.language.heads import Highway, by_length, joined, packed, padded, with_data
from quotes.language.internals import VOCAB_PREFIX_SIZE, PackedParser, ParserParts
from quotes.language.tagger import Tagger, simplified
from quotes.language.trees import one_root, repaired, violated

__all__ = ["ArcLabels", "ArcScores", "Parser"]

BATCH_WORDS = 4000
ARCS = 256  # arcs in a batch of the labeller: intermediate results of some ten megabytes

Heads = NDArray[np.intp]


class Parser(PackedParser):
    """Sets the heads and relations that Stanza's processor sets, including its repairs of doubled subjects."""

    REQUIRES_DEFAULT: ClassVar[set[str]] = {"tokenize"}
    tagger: Tagger | None = None  # what reads along

    def use(self, encoder: FastEncoder, dtype: torch.dtype) -> None:
        """Compute with `encoder`, and in `dtype`."""
        parts = ParserParts.of(self.trainer)
        self.encoder, self.tokenizer, self.mix, self.dtype = encoder, parts.tokenizer, parts.mix, dtype
        self.recurrent = Highway(parts.recurrent, dtype)
        self.hidden = joined(parts.hidden, dtype)
        self.arcs = ArcScores(parts.arcs, dtype)
        self.labels = ArcLabels(parts.relations, dtype)
        self.relations = parts.vocabulary

    def process(self, document: Any) -> Any:
        """Set `head` and `deprel` of every word, with a tagger `upos` and `feats` as well."""
        texts = simplified([[word.text for word in sentence.words] for sentence in document.sentences])
        for batch in by_length([len(words) for words in texts], BATCH_WORDS):
            sentences = [texts[number] for number in batch]
            words, states = self.read(sentences)
            for number, arcs in zip(batch, self.trees(sentences, words, states), strict=True):
                for word, (head, relation) in zip(document.sentences[number].words, arcs, strict=True):
                    word.head, word.deprel = head, relation
            if self.tagger is not None:
                for number, tags in zip(batch, self.tagger.tags(sentences, seen(words, states)), strict=True):
                    for word, (upos, feats) in zip(document.sentences[number].words, tags, strict=True):
                        word.upos, word.feats = upos, feats
        return document

    def read(self, sentences: Sequence[Sequence[str]]) -> tuple[PackedSequence, Tensor]:
        """The states of words before and after the recurrent layer, one for the root before each sentence's. The longest
        sentence must come first.
        """
        states = embed(self.encoder, self.tokenizer, sentences, self.mix, ends=True)
        # The special token before a sentence represents the root.
        words = packed([state[:-1].to(self.dtype) for state in states])
        return words, self.recurrent(words)

    def trees(
        self, sentences: Sequence[Sequence[str]], words: PackedSequence, states: Tensor
    ) -> Iterator[list[tuple[int, str]]]:
        """The head (0 for the root, words count from 1) and relation of each word, from what `read` gave."""
        hidden = padded(self.hidden(states).relu(), words)
        *arcs, below, above = hidden.chunk(8, -1)
        scores = self.arcs(arcs, [len(sentence) + 1 for sentence in sentences])
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


def seen(words: PackedSequence, states: Tensor) -> Tensor:
    """All that the parser knows of each word, sentence after sentence, without the roots: [words, width]."""
    rows, lengths = pad_packed_sequence(with_data(words, torch.cat([words.data, states], 1)), batch_first=True)
    return torch.cat([row[1:length] for row, length in zip(rows, lengths.tolist(), strict=True)])


class ArcScores(nn.Module):
    """Stanza's three scorers of arcs: of the arc itself, of the side of the head, and of its distance."""

    def __init__(self, scorers: Sequence[Any], dtype: torch.dtype) -> None:
        super().__init__()
        self.weights = [scorer.W_bilin.weight.detach()[:, :, 0].to(dtype) for scorer in scorers]
        self.biases = [scorer.W_bilin.bias.detach() for scorer in scorers]

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

    def __init__(self, scorer: Any, dtype: torch.dtype) -> None:
        super().__init__()
        weight = scorer.W_bilin.weight.detach()
        self.shape = weight.shape[1:]
        self.weight = weight.reshape(len(weight), -1).to(dtype)
        self.bias = scorer.W_bilin.bias.detach()

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
