"""Reads the words of a text, once for every head: tags, heads and relations, entities and coreference.

One encoder, MiniLM with fewer layers, has learned all four together (scripts/train/reader.py). It reads rows of whole sentences,
as many as it takes at once. Each head reads a mix of its layers of its own (Peters et al. 2018, "Deep contextualized word
representations"), at a word's last subword.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from quotes.language.encoder import FastEncoder, pieces_of

__all__ = ["Reader", "States"]

# Titles that training did not show, read as one that it did and that fits anybody: else everybody of that title is one person.
READ_AS = {"Cllr": "Dr", "Cllr.": "Dr.", "Coun.": "Dr."}


@dataclass(frozen=True)
class States:
    """What is read of a sentence's words, for three heads: each [words, width]."""

    syntax: Tensor
    entities: Tensor
    coreference: Tensor


class Reader:
    """The encoder, ready to read. Takes part in a pipeline like a processor of Stanza's."""

    def __init__(self, encoder: FastEncoder, tokenizer: Any, mixes: Tensor) -> None:
        """`mixes` [heads, layers] has the heads in the order of `States`."""
        self.encoder, self.tokenizer, self.mixes = encoder, tokenizer, mixes

    @classmethod
    def load(cls, path: Path, bert: Any, tokenizer: Any, dtype: torch.dtype, device: str | torch.device) -> Reader:
        """The packed layers over the embeddings of `bert`, which nothing else uses. Raises OSError, KeyError or RuntimeError for
        a file of another kind.
        """
        packed = torch.load(path, map_location="cpu", weights_only=True)
        mixes = packed["mixes"].float()
        del bert.encoder.layer[mixes.shape[1] :]
        bert.encoder.load_state_dict({name: weight.float() for name, weight in packed["layers"].items()}, assign=True)
        return cls(FastEncoder(bert, dtype, device), tokenizer, mixes)

    def process(self, document: Any) -> Any:
        """Set `states` of every sentence."""
        sentences = document.sentences
        for sentence, states in zip(
            sentences, self.read([[word.text for word in sentence.words] for sentence in sentences]), strict=True
        ):
            sentence.states = states
        return document

    def read(self, sentences: Sequence[Sequence[str]]) -> list[States]:
        """The states of successive sentences of one text."""
        rows = pieces_of(self.tokenizer).rows(*([READ_AS.get(word, word) for word in words] for words in sentences))
        found = self.encoder.encode([ids for ids, _ in rows], [ends for _, ends in rows], self.mixes)
        lengths = [len(words) for words in sentences]
        every = torch.cat(found).to(self.encoder.dtype)
        heads = (torch.split(part, lengths) for part in every.unbind(1))
        return [States(*parts) for parts in zip(*heads, strict=True)]
