"""What the tagger's, the parser's and the entity recogniser's heads have in common: batches, letters, and recurrent layers.

Each of them is Stanza's model with Stanza's weights and answers; what is different is how often, and in what arithmetic, the same
numbers are computed. Weights are stored in bfloat16 where the CPU multiplies it natively.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pack_sequence, pad_packed_sequence

__all__ = ["Highway", "Letters", "Recurrent", "by_length", "joined", "packed", "padded", "with_data"]

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

    def __init__(self, lstm: nn.LSTM, hidden: Tensor, cell: Tensor, dtype: torch.dtype) -> None:
        super().__init__()
        self.lstm = lstm.to(dtype).requires_grad_(False)
        self.lstm.flatten_parameters()
        self.first = (hidden.detach().to(dtype), cell.detach().to(dtype))

    def forward(self, words: PackedSequence) -> tuple[Tensor, Tensor]:
        """The states of all words [words, 2 · width], and of the last step [directions, sequences, width]."""
        count = int(words.batch_sizes[0])
        first = tuple(state.expand(-1, count, -1).contiguous() for state in self.first)
        states, (last, _) = self.lstm(words, first)
        return states.data, last


class Highway(nn.Module):
    """Stanza's HighwayLSTM of one layer."""

    def __init__(self, model: Any, layers: Any, name: str, dtype: torch.dtype) -> None:
        super().__init__()
        if len(layers.lstm) != 1:
            raise ValueError("only heads with one recurrent layer are known")
        first = (getattr(model, f"{name}_h_init"), getattr(model, f"{name}_c_init"))
        self.recurrent = Recurrent(layers.lstm[0].lstm, *first, dtype)
        self.gates = joined([layers.gate[0], layers.highway[0]], dtype)

    def forward(self, words: PackedSequence) -> Tensor:
        """[words, 2 · width] in the order of the packed words."""
        states, _ = self.recurrent(words)
        gate, past = self.gates(words.data).chunk(2, -1)
        out: Tensor = states + gate.sigmoid() * past.tanh()
        return out


class Letters:
    """A representation of each word from its letters, computed once: few words make most of a text."""

    def __init__(self, model: Any, vocabulary: Any, finish: Callable[[Tensor], Tensor], dtype: torch.dtype) -> None:
        self.embedding = model.char_emb
        first = (model.charlstm_h_init, model.charlstm_c_init)
        self.recurrent = Recurrent(model.charlstm.lstm, *first, dtype)
        self.attention = model.char_attn.to(dtype) if model.attn else None
        self.vocabulary = vocabulary
        self.finish = finish
        self.dtype = dtype
        self.known: dict[str, Tensor] = {}

    def of(self, words: Sequence[str]) -> Tensor:
        """[words, width]"""
        different = list(dict.fromkeys(words))
        missing = sorted((word for word in different if word not in self.known), key=len, reverse=True)
        if missing:
            if len(self.known) > REMEMBERED:
                self.known.clear()
                missing = sorted(different, key=len, reverse=True)
            self.known.update(zip(missing, self._represent(missing), strict=True))
        place = {word: number for number, word in enumerate(different)}
        return torch.stack([self.known[word] for word in different])[torch.tensor([place[word] for word in words])]

    def _represent(self, words: Sequence[str]) -> Tensor:
        ids = [torch.tensor(self.vocabulary.map(list(word))) for word in words]
        rows = nn.utils.rnn.pad_sequence(ids, batch_first=True)
        letters = pack_padded_sequence(
            self.embedding(rows).to(self.dtype), torch.tensor([len(word) for word in words]), batch_first=True
        )
        states, last = self.recurrent(letters)
        if self.attention is not None:
            states = states * self.attention(states).sigmoid()
            return self.finish(padded(states, letters).sum(1))
        return self.finish(last.transpose(0, 1).flatten(1))
