"""Named entities: a recurrent layer over the states of words and their letters, under a CRF (Lample et al. 2016, "Neural
Architectures for Named Entity Recognition").

The best label sequences of all sentences are found at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import torch
from torch import Tensor
from torch.nn.utils.rnn import pack_sequence, pad_packed_sequence

from quotes.language.heads import Letters, Recurrent, by_length
from quotes.language.internals import VOCAB_PREFIX_SIZE, NERProcessor, fix_singleton_tags
from quotes.language.linear import unpacked

__all__ = ["EntityRecogniser", "best_paths"]

BATCH_WORDS = 4000


class EntityRecogniser(NERProcessor):  # type: ignore[misc]
    """Does for tokens and sentences what Stanza's processor does."""

    def __init__(self, packed: Mapping[str, Any], dtype: torch.dtype) -> None:
        """`packed` has "letters" and "recurrent", see `Letters` and `Recurrent`; "input" and "output", linear layers; "steps"
        [from, to], scores of a label after another; and "labels".
        """
        self._set_up_provides()
        self.letters = Letters(packed["letters"], dtype)
        self.input, self.output = unpacked(packed["input"], dtype), unpacked(packed["output"], dtype)
        self.recurrent = Recurrent(packed["recurrent"], dtype)
        self.steps: Tensor = packed["steps"].float()
        self.labels: list[str] = packed["labels"]

    def process(self, document: Any) -> Any:
        """Set `ner` of every token, and `ents` of every sentence, from the sentences' `states`."""
        sentences = document.sentences
        for batch in by_length([len(sentence.tokens) for sentence in sentences], BATCH_WORDS):
            texts = [[token.text for token in sentences[number].tokens] for number in batch]
            states = [sentences[number].states.entities[last_words(sentences[number])] for number in batch]
            for number, tags in zip(batch, self.tags(texts, states), strict=True):
                for token, tag in zip(sentences[number].tokens, tags, strict=True):
                    token.ner = tag
        document.build_ents()
        return document

    def tags(self, sentences: Sequence[Sequence[str]], states: Sequence[Tensor]) -> list[list[str]]:
        """The BIOES tags of each sentence's tokens, from their texts and states [tokens, width]."""
        lengths = [len(tokens) for tokens in sentences]
        letters = torch.split(self.letters.of([token for tokens in sentences for token in tokens]), lengths)
        words = pack_sequence(
            [torch.cat(parts, 1) for parts in zip(states, letters, strict=True)], enforce_sorted=False
        )
        seen, _ = self.recurrent(words._replace(data=self.input(words.data)))
        rows, _ = pad_packed_sequence(seen._replace(data=self.output(seen.data).float()), batch_first=True)
        return [self._names(path) for path in best_paths(rows, self.steps, lengths)]

    def _names(self, path: Sequence[int]) -> list[str]:
        names: list[str] = fix_singleton_tags([self.labels[max(number, VOCAB_PREFIX_SIZE)] for number in path])
        return names


def last_words(sentence: Any) -> list[int]:
    """For each token of a sentence, the number of its last word: a token such as "don't" has several."""
    return [end - 1 for end in accumulate(len(token.words) for token in sentence.tokens)]


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
