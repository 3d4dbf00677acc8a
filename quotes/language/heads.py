"""Shared by the heads of parser and entity recogniser: batches, word representations from letters, recurrent layers.

Each head is Stanza's model with Stanza's weights and results, but computes each number once, and in faster arithmetic. Weights
are stored in bfloat16 if the CPU multiplies it natively.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_sequence, pad_packed_sequence

from quotes.language.internals import HighwayParts, LetterParts, RecurrentParts
from quotes.language.linear import ordered

__all__ = ["Highway", "Letters", "Recurrent", "by_length", "joined", "packed", "padded", "with_data"]

ALIKE = 16  # words of one length in a batch of the letter model
REMEMBERED = 1 << 15  # words whose representation is cached; some ten megabytes


def by_length(sizes: Sequence[int], most: int) -> Iterator[list[int]]:
    """Batches of the numbers of sentences with these sizes: up to `most` words, at least one sentence, longest first."""
    batch: list[int] = []
    words = 0
    for number in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        if batch and words + sizes[number] > most:
            yield batch
            batch, words = [], 0
        batch.append(number)
        words += sizes[number]
    if batch:
        yield batch


def packed(rows: Sequence[Tensor]) -> PackedSequence:
    """A packed sequence of sentences [words, width], which are sorted, longest first."""
    return pack_sequence(list(rows))


def with_data(words: PackedSequence, data: Tensor) -> PackedSequence:
    """The packed sequence with other data."""
    return PackedSequence(data, words.batch_sizes)


def padded(data: Tensor, like: PackedSequence) -> Tensor:
    """The data of a packed sequence as [sentences, words, width]."""
    rows: Tensor = pad_packed_sequence(PackedSequence(data, like.batch_sizes), batch_first=True)[0]
    return rows


def joined(layers: Sequence[Any], dtype: torch.dtype) -> nn.Module:
    """One linear layer for several; its output is theirs, concatenated."""
    weight = torch.cat([layer.weight.detach() for layer in layers])
    one = nn.Linear(weight.shape[1], weight.shape[0], device="meta")
    one.weight = nn.Parameter(weight.to(dtype), requires_grad=False)
    one.bias = nn.Parameter(torch.cat([layer.bias.detach() for layer in layers]).to(dtype), requires_grad=False)
    return ordered(one)


class Recurrent(nn.Module):
    """A bidirectional LSTM with learned initial states, as in Stanza's models."""

    def __init__(self, parts: RecurrentParts, dtype: torch.dtype) -> None:
        super().__init__()
        self.lstm = parts.lstm.to(dtype).requires_grad_(False)
        self.lstm.flatten_parameters()
        self.first = (parts.hidden.to(dtype), parts.cell.to(dtype))

    def forward(self, words: PackedSequence) -> tuple[Tensor, Tensor]:
        """The states of all words [words, 2 · width], and of the last step [directions, sequences, width]."""
        count = int(words.batch_sizes[0])
        first = tuple(state.expand(-1, count, -1).contiguous() for state in self.first)
        states, (last, _) = self.lstm(words, first)
        return states.data, last


class Highway(nn.Module):
    """Stanza's HighwayLSTM of one layer."""

    def __init__(self, parts: HighwayParts, dtype: torch.dtype) -> None:
        super().__init__()
        self.recurrent = Recurrent(parts.recurrent, dtype)
        self.gates = joined(parts.gates, dtype)

    def forward(self, words: PackedSequence) -> Tensor:
        """[words, 2 · width] in the order of the packed words."""
        states, _ = self.recurrent(words)
        gate, past = self.gates(words.data).chunk(2, -1)
        out: Tensor = states + gate.sigmoid() * past.tanh()
        return out


class Letters:
    """A representation of each word from its letters, cached: few different words make up most of a text.

    It must not depend on the other words in a batch, but matrices of different sizes may round differently: so a batch always has
    ALIKE words of one length. In float32: matrices as small as these are no faster in bfloat16, for which torch first has to
    prepare code for each size, which takes five times as long as the multiplication.
    """

    def __init__(self, parts: LetterParts, dtype: torch.dtype) -> None:
        self.embedding = parts.embedding
        self.recurrent = Recurrent(parts.recurrent, torch.float32)
        self.vocabulary = parts.vocabulary
        self.dtype = dtype
        self.known: dict[str, Tensor] = {}

    def of(self, words: Sequence[str]) -> Tensor:
        """The representations [words, width]."""
        different = list(dict.fromkeys(words))
        missing = sorted((word for word in different if word not in self.known), key=len)
        if missing:
            if len(self.known) > REMEMBERED:
                self.known.clear()
                missing = sorted(different, key=len)
            for _, group in groupby(missing, key=len):
                same = list(group)
                for at in range(0, len(same), ALIKE):
                    some = same[at : at + ALIKE]
                    self.known.update(zip(some, self._represent(some), strict=False))
        place = {word: number for number, word in enumerate(different)}
        rows = torch.stack([self.known[word] for word in different])
        return rows.index_select(0, torch.tensor([place[word] for word in words]))

    def _represent(self, words: Sequence[str]) -> Tensor:
        """The representations [ALIKE, width] of up to ALIKE words of one length; missing words are padding."""
        ids = torch.zeros(len(words[0]), ALIKE, dtype=torch.long)
        ids[:, : len(words)] = torch.tensor([self.vocabulary.map(list(word)) for word in words]).T
        letters = PackedSequence(self.embedding(ids.flatten()), torch.full((len(ids),), ALIKE))
        _, last = self.recurrent(letters)
        ends: Tensor = last.transpose(0, 1).flatten(1)
        return ends.to(self.dtype)
