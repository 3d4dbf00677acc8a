"""Shared by the heads of parser and entity recogniser: batches of sentences; a recurrent layer; words by their letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import torch
from torch import Tensor, nn

__all__ = ["BothWays", "Letters", "Recurrent", "by_length"]

ALIKE = 16  # words of one length in a batch of the letter model
UNKNOWN = 1  # the number of letters that training did not show
SUFFIXES = ("", "_reverse")  # of the names of an LSTM's weights for its two directions
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


class BothWays(nn.Module):
    """A bidirectional LSTM over rows of different lengths: one for each direction, the second over reversed rows, so that padding
    comes last for both.

    The results are those of torch over packed rows, which takes up to twice the time where lengths differ.
    """

    def __init__(self, weights: Mapping[str, Tensor], dtype: torch.dtype) -> None:
        """`weights` are those of an `nn.LSTM` by their names."""
        super().__init__()
        inputs, width = weights["weight_ih_l0"].shape[1], weights["weight_hh_l0"].shape[1]
        self.directions = nn.ModuleList()
        for suffix in SUFFIXES:
            lstm = nn.LSTM(inputs, width, dtype=dtype)
            lstm.load_state_dict({name: weights[name + suffix].to(dtype) for name in lstm.state_dict()})
            lstm.requires_grad_(False).flatten_parameters()
            self.directions.append(lstm)

    def weights(self) -> dict[str, Tensor]:
        """By the names that they have in a bidirectional `nn.LSTM`."""
        return {
            name + suffix: weight
            for suffix, lstm in zip(SUFFIXES, self.directions, strict=True)
            for name, weight in lstm.state_dict().items()
        }

    def forward(self, x: Tensor, lengths: Tensor, first: tuple[Tensor, Tensor] | None = None) -> tuple[Tensor, Tensor]:
        """The states [time, rows, 2 · width] of the padded rows `x` [time, rows, inputs], and those of the last step in each
        direction [rows, 2 · width]. `first` has the states before the first step, hidden and cell, each [directions, 1, width].
        """
        time, rows, _ = x.shape
        place = torch.arange(time)[:, None]
        mirrored = lengths - 1 - place
        reversal = (torch.where(mirrored < 0, place, mirrored) * rows + torch.arange(rows)).flatten()
        ends = (lengths - 1) * rows + torch.arange(rows)
        states, last = [], []
        for direction, lstm in enumerate(self.directions):
            began = (
                None
                if first is None
                else tuple(s[direction : direction + 1].expand(-1, rows, -1).contiguous() for s in first)
            )
            seen, _ = lstm(x.flatten(0, 1)[reversal].view_as(x) if direction else x, began)
            seen = seen.flatten(0, 1)
            last.append(seen[ends])
            states.append(seen[reversal] if direction else seen)
        return torch.cat(states, 1).view(time, rows, -1), torch.cat(last, 1)


class Recurrent(nn.Module):
    """A bidirectional LSTM with learned first states, as in Stanza's models."""

    def __init__(self, packed: Mapping[str, Any], dtype: torch.dtype) -> None:
        """`packed` has "lstm", the weights of one layer by their names; "hidden" and "cell" [2, 1, width], its first states."""
        super().__init__()
        self.first = (packed["hidden"].to(dtype), packed["cell"].to(dtype))
        self.lstm = BothWays(packed["lstm"], dtype)

    def forward(self, words: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """The states of all words [time, rows, 2 · width], and of the last step in each direction [rows, 2 · width]."""
        states: tuple[Tensor, Tensor] = self.lstm(words, lengths, self.first)
        return states


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
        last: Tensor = self.recurrent(self.embedding(ids), torch.full((ALIKE,), len(ids)))[1]
        return last.to(self.dtype)
