"""Named entities: Stanza's recogniser with our encoder; finds the best label sequences of all sentences at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from quotes.language.encoder import FastEncoder, embed
from quotes.language.heads import Letters, Recurrent, by_length, joined, packed, padded, with_data
from quotes.language.internals import VOCAB_PREFIX_SIZE, EntityParts, PackedRecogniser, fix_singleton_tags

__all__ = ["EntityRecogniser", "best_paths"]

BATCH_WORDS = 4000


class EntityRecogniser(PackedRecogniser):
    """Does for tokens and sentences what Stanza's processor does."""

    def use(self, encoder: FastEncoder, dtype: torch.dtype) -> None:
        """Compute with `encoder`, and in `dtype`."""
        parts = EntityParts.of(self.trainers)
        self.encoder, self.tokenizer, self.mix, self.dtype = encoder, parts.tokenizer, parts.mix, dtype
        self.letters = Letters(parts.letters, dtype)
        self.transform = joined([parts.transform], dtype)
        self.recurrent = Recurrent(parts.recurrent, dtype)
        self.output = joined([parts.output], dtype)
        self.steps = parts.steps
        self.labels = parts.vocabulary

    def process(self, document: Any) -> Any:
        """Set `ner` of every token, and `ents` of every sentence."""
        texts = [[token.text for token in sentence.tokens] for sentence in document.sentences]
        for batch in by_length([len(words) for words in texts], BATCH_WORDS):
            for number, tags in zip(batch, self.tags([texts[number] for number in batch]), strict=True):
                for token, tag in zip(document.sentences[number].tokens, tags, strict=True):
                    token.ner = tag
        document.build_ents()
        return document

    def tags(self, sentences: list[list[str]]) -> list[list[str]]:
        """The BIOES tags of each sentence. The longest sentence must come first."""
        states = embed(self.encoder, self.tokenizer, sentences, self.mix)
        words = packed([state.to(self.dtype) for state in states])
        lengths = [len(sentence) for sentence in sentences]
        letters = packed(list(torch.split(self.letters.of([w for s in sentences for w in s]), lengths)))
        inputs = with_data(words, self.transform(torch.cat([words.data, letters.data], 1)))
        scores = padded(self.output(self.recurrent(inputs)[0]).float(), words)
        return [self._names(path) for path in best_paths(scores, self.steps, lengths)]

    def _names(self, path: Sequence[int]) -> list[str]:
        tags = self.labels.unmap([(max(number, VOCAB_PREFIX_SIZE),) for number in path])
        names: list[str] = fix_singleton_tags([tag[0] if isinstance(tag, list) else tag for tag in tags])
        return names


def best_paths(scores: Tensor, steps: Tensor, lengths: Sequence[int]) -> list[list[int]]:
    """Viterbi: the best labels for each row of scores [rows, time, labels], with transition scores steps [from, to]."""
    total = scores[:, 0]
    totals, came = [total], [torch.zeros_like(total, dtype=torch.long)]
    for time in range(1, scores.shape[1]):
        total, pointer = (total[:, :, None] + steps).max(1)
        total = total + scores[:, time]
        totals.append(total)
        came.append(pointer)
    ends = torch.stack([totals[length - 1][row] for row, length in enumerate(lengths)]).argmax(-1).tolist()
    pointers = torch.stack(came).numpy()
    paths = []
    for row, (length, label) in enumerate(zip(lengths, ends, strict=True)):
        path = [label]
        for time in range(length - 1, 0, -1):
            path.append(int(pointers[time, row, path[-1]]))
        paths.append(path[::-1])
    return paths
