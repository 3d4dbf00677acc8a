"""Parts of speech and features: a small network over the states of words that the parser reads.

The encoder knows no capitals, so that the network is given a word's letter case besides, and its endings, which tell of
inflection.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor, nn

from quotes.language.internals import simplify_punct
from quotes.language.windows import letter_case

__all__ = ["TagNet", "Tagger", "simplified", "surface"]

REMEMBERED = 1 << 15
CASES = 6
ENDINGS = ((2, 1024), (3, 2048), (4, 4096), (99, 8192))  # how many letters, and to how many numbers they are hashed
NARROW = 16
WIDE = 384


class TagNet(nn.Module):
    """One hidden layer over what is known of a word; a score for each part of speech, then for each value of each feature."""

    def __init__(self, states: int, sizes: Sequence[int], dropout: float = 0.0) -> None:
        super().__init__()
        self.sizes = list(sizes)
        self.case = nn.Embedding(2 * CASES, NARROW)
        self.endings = nn.ModuleList(nn.Embedding(numbers, NARROW) for _, numbers in ENDINGS)
        self.drop = nn.Dropout(dropout)
        self.hidden = nn.Linear(states + NARROW * (1 + len(ENDINGS)), WIDE)
        self.output = nn.Linear(WIDE, sum(sizes))

    def forward(self, states: Tensor, letters: Tensor) -> Tensor:
        """Scores [words, all labels] from states [words, width] and what `surface` gives."""
        known = [self.case(letters[:, 0])]
        known += [table(letters[:, number]) for number, table in enumerate(self.endings, 1)]
        words = torch.cat([states, *(part.to(states.dtype) for part in known)], 1)
        scores: Tensor = self.output(self.drop(self.hidden(self.drop(words)).relu()))
        return scores

    def best(self, states: Tensor, letters: Tensor) -> Tensor:
        """The numbers of the best part of speech and values: [words, 1 + features]."""
        return torch.stack([part.argmax(-1) for part in self(states, letters).split(self.sizes, -1)], -1)


class Tagger:
    """The network ready to work: its labels are `upos`, and for each feature its values, "" first."""

    def __init__(
        self, upos: Sequence[str], features: Mapping[str, Sequence[str]], net: TagNet, dtype: torch.dtype
    ) -> None:
        self.upos, self.features, self.dtype = list(upos), {k: list(v) for k, v in features.items()}, dtype
        self.net = net.eval().to(dtype).requires_grad_(False)
        self._known = lru_cache(REMEMBERED)(self._joined)

    @classmethod
    def load(cls, path: Path, dtype: torch.dtype) -> Tagger:
        """The packed network. Raises OSError, KeyError or RuntimeError for a file of another kind."""
        packed = torch.load(path, map_location="cpu", weights_only=True)
        upos, features = packed["upos"], packed["features"]
        net = TagNet(packed["states"], [len(upos), *map(len, features.values())])
        net.load_state_dict({name: weight.float() for name, weight in packed["model"].items()})
        return cls(upos, features, net, dtype)

    def tags(self, sentences: Sequence[Sequence[str]], states: Tensor) -> list[list[tuple[str, str | None]]]:
        """Part of speech and features of every word; `states` are those of all words, sentence after sentence."""
        letters = torch.cat([surface(words) for words in sentences])
        rows = iter(self.net.best(states.to(self.dtype), letters).tolist())
        return [
            [(self.upos[upos], self.feats(values)) for _, (upos, *values) in zip(words, rows, strict=False)]
            for words in sentences
        ]

    def feats(self, values: Sequence[int]) -> str | None:
        """The features of a word as CoNLL-U writes them, None for none, from the numbers of their values."""
        return self._known(tuple(values))

    def _joined(self, values: tuple[int, ...]) -> str | None:
        given = [f"{k}={v[n]}" for (k, v), n in zip(self.features.items(), values, strict=True) if n]
        return "|".join(given) or None


def surface(words: Sequence[str]) -> Tensor:
    """For each word of a sentence numbers of its letter case, others at the beginning than elsewhere, and of its endings."""
    return torch.tensor(
        [[letter_case(word) + CASES * (not place), *_hashed(word)] for place, word in enumerate(words)],
        dtype=torch.long,
    )


@lru_cache(REMEMBERED)
def _hashed(word: str) -> tuple[int, ...]:
    return tuple(zlib.crc32(word[-length:].lower().encode("utf-8", "replace")) % numbers for length, numbers in ENDINGS)


def simplified(sentences: list[list[str]]) -> list[list[str]]:
    """Words as in the training data of tagger and parser: one exclamation mark instead of many."""
    return [[word for (word,) in rows] for rows in simplify_punct([[[word] for word in words] for words in sentences])]
