"""Tokens and sentences: Stanza's tokenizer, whose scores come from a leaner form of its network."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import linear, logsigmoid

from quotes.language.internals import PackedTokenizer

__all__ = ["LeanScorer", "Tokenizer"]


class LeanScorer(nn.Module):
    """What Stanza's network for characters computes, without gradients: two recurrent layers, the second of which sees less of
    what the first takes for the inside of a token.
    """

    def __init__(self, theirs: Any, dtype: torch.dtype) -> None:
        """`theirs` is the network with its weights, of the kind that scripts/train/tokenizer.py trains; they are taken over."""
        super().__init__()
        self.damping = float(theirs.args["hier_invtemp"])
        self.embedding, self.first, self.second = (
            part.to(dtype) for part in (theirs.embeddings, theirs.rnn, theirs.rnn2)
        )
        # For the end of a token, of a sentence, and of a token that is several words.
        one, two = (
            (theirs.tok_clf, theirs.sent_clf, theirs.mwt_clf),
            (theirs.tok_clf2, theirs.sent_clf2, theirs.mwt_clf2),
        )
        self.weight, self.bias = (
            torch.cat([c.weight for c in one]).to(dtype),
            torch.cat([c.bias for c in one]).to(dtype),
        )
        self.weight2 = torch.cat([c.weight for c in two]).to(dtype)
        self.requires_grad_(False)

    def forward(self, units: Tensor, features: Tensor, *_: Any) -> Tensor:
        """Log-probabilities [rows, time, 5] of no end, an end of a token, of a sentence, and the last two with several words.

        From numbers of characters [rows, time] and their features [rows, time, features]. Padding is read, as Stanza reads it.
        """
        seen, _ = self.first(torch.cat([self.embedding(units), features.to(self.weight.dtype)], 2))
        scores = linear(seen, self.weight, self.bias).float()
        damped = seen * (1 - torch.sigmoid(-scores[..., :1] * self.damping)).to(seen.dtype)
        scores = scores + linear(self.second(damped)[0], self.weight2).float()
        no, yes = logsigmoid(-scores).unbind(2), logsigmoid(scores).unbind(2)
        ends = [yes[0] + sentence + words for words in (no[2], yes[2]) for sentence in (no[1], yes[1])]
        return torch.stack([no[0], *ends], 2)


class Tokenizer(PackedTokenizer):
    """Does for a text what Stanza's processor does."""

    def __init__(self, dtype: torch.dtype, config: Any, pipeline: Any, device: str) -> None:
        """`dtype` is what it computes in; the rest is what Stanza's processor takes."""
        super().__init__(config, pipeline, device)
        self._trainer.model = LeanScorer(self._trainer.model, dtype)
