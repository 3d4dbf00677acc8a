"""Shared by the heads of parser and entity recogniser: batches of sentences; a recurrent layer; words by their letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

__all__ = ["Letters", "Recurrent", "by_length"]

ALIKE = 16  # words of one length in a batch of the letter model
UNKNOWN = 1  # the number of letters that training did not show
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


class Recurrent(nn.Module):
    """A bidirectional LSTM with learned first states, as in Stanza's models."""

    def __init__(self, packed: Mapping[str, Any], dtype: torch.dtype) -> None:
        """`packed` has "lstm", the weights of one layer by their names; "hidden" and "cell" [2, 1, width], its first states."""
        super().__init__()
        self.first = (packed["hidden"].to(dtype), packed["cell"].to(dtype))
        inputs = packed["lstm"]["weight_ih_l0"].shape[1]
        self.lstm = nn.LSTM(inputs, self.first[0].shape[-1], bidirectional=True, dtype=dtype)
        self.lstm.load_state_dict({name: weight.to(dtype) for name, weight in packed["lstm"].items()})
        self.lstm.requires_grad_(False).flatten_parameters()

    def forward(self, words: PackedSequence) -> tuple[PackedSequence, Tensor]:
        """The states of all words [words, 2 · width], and of the last step [directions, sequences, width]."""
        count = int(words.batch_sizes[0])
        first = tuple(state.expand(-1, count, -1).contiguous() for state in self.first)
        states, (last, _) = self.lstm(words, first)
        return states, last


class Letters:
    """A representation of each word from its letters, cached: few different words make up most of a text.

    It must not depend on the other words in a batch, but matrices of different sizes may round differently: so a batch always has
    ALIKE words of one length. In float32: matrices as small as these are no faster in bfloat16, for which torch first has to
    prepare code for each size, which takes five times as long as the multiplication.
    """

    def __init__(self, packed: Mapping[str, Any], dtype: torch.dtype) -> None:
        """`packed` has "alphabet", the numbers of letters; "embedding" [letters, width]; and what `Recurrent` needs."""
        self.alphabet: Mapping[str, int] = packed["alphabet"]
        weights = packed["embedding"].float()
        self.embedding = nn.Embedding(len(weights), weights.shape[1], _weight=weights).requires_grad_(False)
        self.recurrent = Recurrent(packed, torch.float32)
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
        numbers = [[self.alphabet.get(letter, UNKNOWN) for letter in word] for word in words]
        ids[:, : len(words)] = torch.tensor(numbers).T
        letters = PackedSequence(self.embedding(ids.flatten()), torch.full((len(ids),), ALIKE))
        _, last = self.recurrent(letters)
        ends: Tensor = last.transpose(0, 1).flatten(1)
        return ends.to(self.dtype)
