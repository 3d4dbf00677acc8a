"""Parts of speech and features: Stanza's tagger with our encoder."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from quotes.language.encoder import FastEncoder, embed
from quotes.language.heads import Highway, Letters, by_length, joined, packed, padded, with_data
from quotes.language.internals import PackedTagger, TaggerParts, simplify_punct

__all__ = ["Tagger"]

BATCH_WORDS = 4000
REMEMBERED = 1 << 15


class Tagger(PackedTagger):
    """Sets what Stanza's processor sets, except for language-specific tags, which nothing here uses."""

    def use(self, encoder: FastEncoder, dtype: torch.dtype) -> None:
        """Compute with `encoder`, and in `dtype`."""
        parts = TaggerParts.of(self.trainer)
        self.encoder, self.tokenizer, self.mix, self.dtype = encoder, parts.tokenizer, parts.mix, dtype
        self.letters = Letters(parts.letters, parts.to_width.to(dtype), dtype)
        self.recurrent = Highway(parts.recurrent, dtype)
        self.hidden = joined([parts.hidden], dtype)
        outputs = [parts.upos, *parts.features]
        self.output = joined(outputs, dtype)
        self.sizes = [layer.out_features for layer in outputs]
        self.names = lru_cache(REMEMBERED)(parts.vocabulary["feats"].id2unit)

    def process(self, document: Any) -> Any:
        """Set `upos` and `feats` of every word."""
        texts = simplified([[word.text for word in sentence.words] for sentence in document.sentences])
        for batch in by_length([len(words) for words in texts], BATCH_WORDS):
            tags = self.tags([texts[number] for number in batch]).tolist()
            for number, row in zip(batch, tags, strict=True):
                for word, (upos, *features) in zip(document.sentences[number].words, row, strict=False):
                    word.upos = self.vocab["upos"].id2unit(upos)
                    word.feats = None if (feats := self.names(tuple(features))) == "_" else feats
        return document

    def tags(self, sentences: list[list[str]]) -> Tensor:
        """The ids of part of speech and features: [sentences, words, 1 + features]. The longest sentence must come first."""
        states = embed(self.encoder, self.tokenizer, sentences, self.mix)
        words = packed([state.to(self.dtype) for state in states])
        letters = packed(
            list(torch.split(self.letters.of([w for s in sentences for w in s]), [len(s) for s in sentences]))
        )
        inputs = with_data(words, torch.cat([letters.data, words.data], 1))
        scores = self.output(self.hidden(self.recurrent(inputs)).relu())
        best = torch.stack([part.argmax(-1) for part in scores.split(self.sizes, -1)], -1)
        return padded(best, words)


def simplified(sentences: list[list[str]]) -> list[list[str]]:
    """Words as in the training data of tagger and parser: one exclamation mark instead of many."""
    return [[word for (word,) in rows] for rows in simplify_punct([[[word] for word in words] for words in sentences])]
