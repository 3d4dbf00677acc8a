"""Stanza's word-level coreference model, made much faster, with the same results.

`lean(model)` turns a loaded `stanza.models.coref.model.CorefModel` into a `LeanCorefModel` with the same weights: the states of
words are those that all heads share, and the pair scorer's first layer is applied to words before they are paired.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from quotes.language.internals import EPSILON, CorefConfig, CorefModel, CorefProcessor, CorefResult
from quotes.language.internals import CorefDocument as Doc
from quotes.language.lean import lean_imports
from quotes.language.linear import unpacked
from quotes.language.manifest import encoder_folder

__all__ = ["Coreference", "LeanCorefModel", "lean", "load"]

# The parts of speech of nearly all heads of mentions.
HEADS = {"NOUN", "PROPN", "PRON", "NUM"}
# Rows of word pairs scored at once: 128 rows of 30 candidates stay in a core's cache.
PAIR_ROWS = 128


class LeanCorefModel(CorefModel):  # type: ignore[misc]
    """A `CorefModel` with the same weights and results; see the module's docstring."""

    def build_doc(self, doc: Doc) -> Doc:
        """Add empty gold fields to `doc`: nothing needs its sub-words any more."""
        doc.update(head2span=[], word_clusters=[], span_clusters=[])
        return doc

    def run(self, doc: Doc, use_gold_spans_for_zeros: bool = False) -> CorefResult:
        """Find the chains of one document; in training, leave clusters and spans out and score the gold instead."""
        words = self.we.dropout(self._words(doc))
        places = (
            torch.arange(len(words)) if self.candidates is None else torch.tensor(self.candidates, dtype=torch.long)
        )
        heads_only = words if self.candidates is None else words[places]
        if not len(heads_only):
            return CorefResult(word_clusters=[], span_clusters=[], zero_scores=torch.zeros(0, 1))
        rough, antecedents, _ = self.rough_scorer(heads_only)
        result = CorefResult()
        result.coref_scores = self._score_pairs(heads_only, antecedents, rough, places)
        if doc["word_clusters"]:
            result.coref_y = self._get_ground_truth(
                self.we._cluster_ids(doc),
                antecedents,
                rough > float("-inf"),
                self.config.clusters_starts_are_singletons,
                self.config.singletons,
            )
            heads, starts, ends = torch.tensor(sorted(doc["head2span"])).unbind(1)
            result.span_scores, result.span_y = self._score_spans(doc, words, heads), (starts, ends - 1)
        if not self.training:
            clusters = self._clusterize(doc, result.coref_scores, antecedents, self.config.singletons)
            result.word_clusters = [[int(places[number]) for number in cluster] for cluster in clusters]
            result.span_clusters = self._spans(doc, words, result.word_clusters)
        # Zeros are dropped pronouns, which English does not have.
        mentions = len(doc["head2span"]) if use_gold_spans_for_zeros else sum(map(len, result.word_clusters or ()))
        result.zero_scores = torch.zeros(mentions, 1)
        return result

    def _words(self, _doc: Doc) -> Tensor:
        """The states of a document's words, float32 [n_words, width]."""
        words: Tensor = self.words(torch.cat(list(self.states)))
        return words.float()

    def _score_pairs(
        self,
        words: Tensor,
        antecedents: Tensor,
        rough: Tensor,
        places: Tensor | None = None,
        rows: Tensor | None = None,
    ) -> Tensor:
        """Score the candidate antecedents of every word, or of the words `rows`: [n, candidates + 1], a dummy first.

        `places` are the words' numbers in the document, where they are not all of its words.
        """
        first = self.a_scorer.hidden[0]
        width = words.shape[1]
        of_word, of_antecedent, of_product, of_distance = first.weight.split(
            [width, width, width, first.weight.shape[1] - 3 * width], dim=1
        )
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.bf16):
            chosen_words = words if rows is None else words[rows]
            own = functional.linear(chosen_words, of_word, first.bias)
            other = functional.linear(words, of_antecedent)
            far = functional.linear(self.pw.dropout(self.pw.distance_emb.weight), of_distance)
        plain, left = words.to(own.dtype), chosen_words.to(own.dtype)
        places = torch.arange(len(words)) if places is None else places
        bucket = _distance_buckets(places if rows is None else places[rows], places[antecedents])
        scores: list[Tensor] = []
        for start in range(0, len(left), PAIR_ROWS):
            chosen = antecedents[start : start + PAIR_ROWS]
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.bf16):
                product = left[start : start + PAIR_ROWS].unsqueeze(1) * functional.embedding(chosen, plain)
                hidden = functional.linear(product, of_product)
                hidden = hidden + own[start : start + PAIR_ROWS].unsqueeze(1)
                hidden = hidden + functional.embedding(chosen, other)
                hidden = hidden + functional.embedding(bucket[start : start + PAIR_ROWS], far)
                hidden = functional.leaky_relu(hidden)
                if self.training:
                    # One dropout mask for all candidates of a word: a mask for each pair takes a tenth of a step.
                    hidden = hidden * functional.dropout(torch.ones_like(hidden[:, :1]), self.config.dropout_rate)
                scores.append(self.a_scorer.out(hidden).squeeze(2))
        summed = torch.cat(scores).float() + rough
        return torch.cat((torch.full((len(left), 1), EPSILON), summed), dim=1)

    def _spans(self, doc: Doc, words: Tensor, clusters: list[list[int]]) -> list[list[tuple[int, int]]]:
        """The best [start, end) word span around each head, in the order of `clusters`."""
        heads = sorted(head for cluster in clusters for head in cluster)
        if not heads:
            return []
        best = self._score_spans(doc, words, torch.tensor(heads)).argmax(dim=1).tolist()
        span_of = {head: (start, end + 1) for head, (start, end) in zip(heads, best, strict=True)}
        return [[span_of[head] for head in cluster] for cluster in clusters]

    def _score_spans(self, doc: Doc, words: Tensor, heads: Tensor) -> Tensor:
        """Score every word of a head's sentence as the first and the last of its mention: [n_heads, n_words, 2]."""
        first, *rest = self.sp.ffnn
        width = words.shape[1]
        sentence_of = torch.tensor(doc["sent_id"])
        distance = heads.unsqueeze(1) - torch.arange(len(words))
        rows, columns = (sentence_of[heads].unsqueeze(1) == sentence_of).nonzero(as_tuple=True)
        near = distance[rows, columns] + 63
        near[(near < 0) | (near > 126)] = 127
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.bf16):
            of_head, of_word, of_distance = first.weight.split([width, width, first.weight.shape[1] - 2 * width], dim=1)
            hidden = (
                functional.embedding(rows, functional.linear(words[heads], of_head, first.bias))
                + functional.embedding(columns, functional.linear(words, of_word))
                + functional.embedding(near, functional.linear(self.sp.emb.weight, of_distance))
            )
            empty = first.bias.unsqueeze(0)
            for layer in rest:
                hidden, empty = layer(hidden), layer(empty)
        lengths = torch.bincount(rows, minlength=len(heads))
        filled = torch.arange(int(lengths.max())) < lengths.unsqueeze(1)
        # After the end of a sentence, the convolution sees the layers' output for padding, as in Stanza.
        grid = empty.float().expand(*filled.shape, -1).clone()
        grid[filled] = hidden.float()
        edges = self.sp.conv(grid.permute(0, 2, 1)).permute(0, 2, 1)
        scores = torch.full((len(heads), len(words), 2), float("-inf"))
        scores[rows, columns] = edges[filled]
        if not self.training:
            scores[:, :, 0].masked_fill_(distance < 0, float("-inf"))
            scores[:, :, 1].masked_fill_(distance > 0, float("-inf"))
        return scores

    # The numbers of the words that may be the head of a mention; None: all words.
    candidates: Sequence[int] | None = None
    # Set by `lean`; with class-level defaults, assigning `__class__` to a model is enough.
    bf16: bool = True
    # The layer between what is read of words and the model, and what is read of each sentence's: [n_words, width].
    words: Any
    states: Sequence[Tensor] = ()


def load(path: Path, cache: Any, *, bf16: bool = True, caution: float = 0.0) -> LeanCorefModel:
    """Load the packed heads, ready to run over the states of words.

    `cache` is a Stanza foundation cache with an encoder, which Stanza's model asks for. `caution` is subtracted from every link's
    score: a greater one gives fewer, surer links. Raises OSError when the file is missing.
    """
    state = torch.load(path, map_location="cpu", weights_only=True)
    settings = state.pop("config") | {"bert_model": str(encoder_folder())}
    # The cache's tokenizer is as good as that of transformers, which take as long to import as torch.
    with lean_imports():
        model = CorefModel(
            config=CorefConfig(**settings),
            build_optimizers=False,
            epochs_trained=state.pop("epochs_trained"),
            foundation_cache=cache,
        )
    words = state.pop("words")
    model.load_state_dicts(state)
    del model.bert, model.trainable["bert"]
    with torch.no_grad():
        model.a_scorer.out.bias -= caution
    for module in model.trainable.values():
        module.requires_grad_(False)
    turned = lean(model, bf16=bf16)
    turned.words = unpacked(words, torch.bfloat16 if bf16 else torch.float32)
    return turned


class Coreference(CorefProcessor):  # type: ignore[misc]
    """Stanza's processor with `load`'s model; links only nouns, names, pronouns and numerals, if parts of speech are known."""

    def __init__(self, path: Path, cache: Any, dtype: torch.dtype, *, caution: float = 0.0) -> None:
        self._set_up_provides()
        self._model = load(path, cache, bf16=dtype == torch.bfloat16, caution=caution)
        self._use_zeros = False

    def process(self, document: Any) -> Any:
        """Set the document's `coref`, from its sentences' `states`."""
        self._model.states = [sentence.states.coreference for sentence in document.sentences]
        words = [word for sentence in document.sentences for word in sentence.words]
        tagged = all(word.upos for word in words)
        self._model.candidates = [i for i, word in enumerate(words) if word.upos in HEADS] if tagged else None
        return super().process(document)


def lean(model: CorefModel, *, bf16: bool = True) -> LeanCorefModel:
    """Turn `model` into a lean one, in place. With `bf16`, matrices are multiplied in bfloat16.

    Raises ValueError for a model with singletons, speaker features, or not just one hidden layer.
    """
    if model.config.singletons or model.config.full_pairwise or model.config.n_hidden_layers != 1:
        raise ValueError(
            "only models without singletons and speaker features, and with one hidden layer, can be made lean"
        )
    model.__class__ = LeanCorefModel
    turned: LeanCorefModel = model
    turned.bf16 = bf16
    return turned


def _distance_buckets(words: Tensor, antecedents: Tensor) -> Tensor:
    """Bucket the distance of each word to its candidates as Stanza does: 1, 2, 3, 4, 5-7, 8-15, 16-31, 32-63, more."""
    distance = (words.unsqueeze(1) - antecedents).clamp_min(1)
    doubled = distance.float().log2().floor().clamp_max(6).long()
    return torch.where(distance < 5, distance - 1, doubled + 2)
