"""What the tagger's, the parser's and the entity recogniser's heads have in common: batches, letters, and recurrent layers.

Each of them is Stanza's model with Stanza's weights and answers; what is different is how often, and in what arithmetic, the same
numbers are computed. Weights are stored in bfloat16 where the CPU multiplies it natively.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_sequence, pad_packed_sequence

from quotes.language.internals import HighwayParts, LetterParts, RecurrentParts

__all__ = ["Highway", "Letters", "Recurrent", "by_length", "joined", "packed", "padded", "with_data"]

ALIKE = 16  # words of one length whose letters are read together
REMEMBERED = 1 << 15  # words whose letters are remembered; some ten megabytes


def by_length(sizes: Sequence[int], most: int) -> Iterator[list[int]]:
    """The numbers of sentences of such sizes in batches of up to `most` words, at least one sentence, the longest first."""
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
    """Sentences [words, width], longest first, word by word."""
    return pack_sequence(list(rows))


def with_data(words: PackedSequence, data: Tensor) -> PackedSequence:
    """The same words with other data."""
    return PackedSequence(data, words.batch_sizes)


def padded(data: Tensor, like: PackedSequence) -> Tensor:
    """The data of a packed sequence as [sentences, words, width]."""
    rows: Tensor = pad_packed_sequence(PackedSequence(data, like.batch_sizes), batch_first=True)[0]
    return rows


def joined(layers: Sequence[Any], dtype: torch.dtype) -> nn.Linear:
    """One linear layer that computes several at once; its result is theirs, one after the other."""
    weight = torch.cat([layer.weight.detach() for layer in layers])
    one = nn.Linear(weight.shape[1], weight.shape[0], device="meta")
    one.weight = nn.Parameter(weight.to(dtype), requires_grad=False)
    one.bias = nn.Parameter(torch.cat([layer.bias.detach() for layer in layers]).to(dtype), requires_grad=False)
    return one


class Recurrent(nn.Module):
    """A bidirectional LSTM with learned first states, as Stanza's models have one."""

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

    def together(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """The states of rows of one length [rows, length, 2 · width], and of the last step."""
        first = tuple(state.expand(-1, len(rows), -1).contiguous() for state in self.first)
        states, (last, _) = self.lstm(rows, first)
        return states, last


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
    """A representation of each word from its letters, computed once: few words make most of a text.

    It does not depend on the company in which a word comes: arithmetic in bfloat16 rounds otherwise in matrices of another size,
    so that words are read ALIKE at a time, all of one length.
    """

    def __init__(self, parts: LetterParts, to_width: nn.Linear | None, dtype: torch.dtype) -> None:
        self.embedding = parts.embedding
        self.recurrent = Recurrent(parts.recurrent, dtype)
        self.attention = parts.attention.to(dtype) if parts.attention is not None else None
        self.vocabulary = parts.vocabulary
        self.to_width = to_width
        self.dtype = dtype
        self.known: dict[str, Tensor] = {}

    def of(self, words: Sequence[str]) -> Tensor:
        """[words, width]"""
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
        return torch.stack([self.known[word] for word in different])[torch.tensor([place[word] for word in words])]

    def _represent(self, words: Sequence[str]) -> Tensor:
        """[ALIKE, width] for up to so many words of one length; what is missing is filled up."""
        ids = torch.zeros(ALIKE, len(words[0]), dtype=torch.long)
        ids[: len(words)] = torch.tensor([self.vocabulary.map(list(word)) for word in words])
        states, last = self.recurrent.together(self.embedding(ids).to(self.dtype))
        if self.attention is not None:
            vectors = (states * self.attention(states).sigmoid()).sum(1)
        else:
            vectors = last.transpose(0, 1).flatten(1)
        wide: Tensor = vectors if self.to_width is None else self.to_width(vectors)
        return wide
