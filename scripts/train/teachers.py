"""The separate models that teach the reader of words: a parser, a tagger, an entity recogniser and a coreference model.

Each works over an encoder of its own, MiniLM with low-rank factors, as depparse.py, pos.py, ner.py and coref.py train them; the
parser and the recogniser have a recurrent layer above it. `Teachers` loads their packed files and gives what the reader is to
learn.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from stanza.models.common.foundation_cache import FoundationCache
from stanza.models.coref.config import Config
from stanza.models.coref.model import CorefModel
from stanza.models.depparse.model import GraphParser
from stanza.models.ner.trainer import Trainer as RecogniserTrainer
from stanza.models.pos.vocab import MultiVocab
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_sequence, pad_packed_sequence

from quotes.language.coref_model import LeanCorefModel, lean
from quotes.language.encoder import FastEncoder, FreshEncoders, add_factors, pieces_of
from quotes.language.heads import Letters, Recurrent
from quotes.language.internals import CorefDocument as Doc
from quotes.language.manifest import encoder_folder
from quotes.language.tagger import Tagger, simplified

# Windows of one encoder call are padded to the longest; none may be shorter than this share of it.
MIN_FILL = 0.8


def recurrent(model: Any, lstm: nn.LSTM, name: str) -> Recurrent:
    """The recurrent layer of one of Stanza's models."""
    first = {part: getattr(model, f"{name}_{part[0]}_init").detach() for part in ("hidden", "cell")}
    return Recurrent({"lstm": lstm.state_dict(), **first}, torch.float32)


def padded(words: PackedSequence) -> Tensor:
    rows: Tensor = pad_packed_sequence(words, batch_first=True)[0]
    return rows


def adapted(model: Any, checkpoint: dict[str, Any]) -> FastEncoder:
    """The encoder of a packed model: its layers with the low-rank factors, those above the last adapted one left out."""
    factors, settings = checkpoint["bert_lora"], checkpoint["config"]
    layers = model.bert_model.encoder.layer
    while len(layers) > 1 and not any(f".layer.{len(layers) - 1}." in name for name in factors):
        del layers[-1]
    add_factors(model.bert_model, factors, settings["lora_alpha"] / settings["lora_rank"])
    return FastEncoder(model.bert_model, torch.bfloat16)


def mix_of(model: Any) -> Tensor:
    """The weights of the encoder's layers, [1, layers]; Stanza stores their differences from equal weights."""
    layers = model.bert_layer_mix
    weights: Tensor = 1 / layers.in_features + layers.weight.detach()
    return weights


def embed(encoder: FastEncoder, tokenizer: Any, sentences: Sequence[Sequence[str]], mix: Tensor) -> list[Tensor]:
    """For each sentence [words + 2, width]: the state before it, those of its words' last subwords, the one after it."""
    split = [pieces_of(tokenizer).rows(words) for words in sentences]
    wanted = []
    for rows in split:
        places = [last for _, last in rows]
        places[0] = [0, *places[0]]
        places[-1] = [*places[-1], len(rows[-1][0]) - 1]
        wanted += places
    mixed = iter(encoder.encode([ids for rows in split for ids, _ in rows], wanted, last_layers(mix, encoder)))
    return [torch.cat([next(mixed)[:, 0] for _ in rows]) for rows in split]


def last_layers(mix: Tensor, encoder: FastEncoder) -> Tensor:
    """The mix of an encoder's last layers as one of all its layers."""
    missing = len(encoder.blocks) - mix.shape[1]
    return torch.cat([mix.new_zeros(len(mix), missing), mix], 1)


class ParserTeacher:
    """Stanza's graph parser, and the tagger over its states."""

    def __init__(self, path: Path, tagger: Path | None, cache: FoundationCache) -> None:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
        settings = checkpoint["config"] | {"use_peft": False, "bert_finetune": False}
        vocabulary = MultiVocab.load_state_dict(checkpoint["vocab"])
        bert, self.tokenizer = cache.load_bert("parser")
        model = GraphParser(
            settings,
            vocabulary,
            emb_matrix=None,
            foundation_cache=cache,
            bert_model=bert,
            bert_tokenizer=self.tokenizer,
            force_bert_saved=False,
            peft_name=None,
        )
        model.load_params(checkpoint["model"])
        self.encoder, self.mix = adapted(model, checkpoint), mix_of(model)
        self.recurrent = recurrent(model, model.parserlstm.lstm[0].lstm, "parserlstm")
        self.gate, self.highway = model.parserlstm.gate[0], model.parserlstm.highway[0]
        scorers = [model.unlabeled, model.linearization, model.distance, model.deprel]
        layers = [layer for scorer in scorers for layer in (scorer.W1, scorer.W2)]
        self.weight = torch.cat([layer.weight.detach() for layer in layers])
        self.bias = torch.cat([layer.bias.detach() for layer in layers])
        self.arcs = [
            (scorer.scorer.W_bilin.weight.detach()[:, :, 0], scorer.scorer.W_bilin.bias) for scorer in scorers[:3]
        ]
        self.relations = (model.deprel.scorer.W_bilin.weight.detach(), model.deprel.scorer.W_bilin.bias.detach())
        self.vocabulary = vocabulary["deprel"]
        self.tagger = Tagger.load(tagger, torch.float32) if tagger else None

    def embed(self, sentences: Sequence[Sequence[str]]) -> list[Tensor]:
        """For each sentence [1 + words, width], the root first: the encoder's states."""
        return [
            states[:-1]
            for states in embed(self.encoder, self.tokenizer, simplified(list(map(list, sentences))), self.mix)
        ]

    @torch.inference_mode()
    def read(self, sentences: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        """From what `embed` gives, longest first: all that the tagger reads of each word [words, width], without the roots; and
        the root's states after the recurrent layer [sentences, width].
        """
        words = pack_sequence([states.float() for states in sentences])
        out = self.recurrent(words)[0].data + self.gate(words.data).sigmoid() * self.highway(words.data).tanh()
        rows = padded(PackedSequence(torch.cat([words.data, out], 1), words.batch_sizes))
        lengths = [len(states) for states in sentences]
        seen = torch.cat([row[1:length] for row, length in zip(rows, lengths, strict=True)])
        return seen, rows[:, 0, -out.shape[1] :]

    def hidden(self, seen: Tensor) -> Tensor:
        """For each of four scorers, what it needs to know of a word as dependent and as head, before the rectifier."""
        return seen[:, -self.weight.shape[1] :] @ self.weight.T + self.bias


class EntityTeacher:
    """Stanza's recogniser: letters, a recurrent layer, and a CRF over an encoder of its own."""

    def __init__(self, path: Path, cache: FoundationCache) -> None:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
        checkpoint["config"] |= {"use_peft": False, "bert_finetune": False}
        file = io.BytesIO()
        torch.save({name: value for name, value in checkpoint.items() if name != "bert_lora"}, file)
        file.seek(0)
        trainer = RecogniserTrainer.__new__(RecogniserTrainer)
        trainer.load(file, None, None, cache)
        model, vocabulary = trainer.model, trainer.vocab
        self.tokenizer = model.bert_tokenizer
        self.encoder, self.mix = adapted(model, checkpoint), mix_of(model)
        letters = model.charmodel
        self.packed_letters = {
            "alphabet": dict(vocabulary["char"]._unit2id),
            "embedding": letters.char_emb.weight.detach(),
            "lstm": {name: weight.detach() for name, weight in letters.charlstm.lstm.state_dict().items()},
            "hidden": letters.charlstm_h_init.detach(),
            "cell": letters.charlstm_c_init.detach(),
        }
        self.letters = Letters(self.packed_letters, torch.float32)
        self.transform, self.output = model.input_transform, model.tag_clfs[0]
        self.recurrent = recurrent(model, model.taggerlstm.lstm, "taggerlstm")
        self.steps = model.crits[0]._transitions.detach()
        labels = vocabulary["tag"].unmap([(number,) for number in range(self.output.out_features)])
        self.labels = [label[0] if isinstance(label, list) and label else label or "" for label in labels]

    def embed(self, sentences: Sequence[Sequence[str]]) -> list[Tensor]:
        """For each sentence [tokens, width]: the encoder's states."""
        return [states[1:-1] for states in embed(self.encoder, self.tokenizer, sentences, self.mix)]

    @torch.inference_mode()
    def scores(self, sentences: Sequence[Tensor], letters: Sequence[Tensor]) -> Tensor:
        """The scores of labels [tokens, labels], from what `embed` gives, longest first, and from the tokens' letters."""
        words = pack_sequence(
            [torch.cat([state.float(), own], 1) for state, own in zip(sentences, letters, strict=True)]
        )
        rows = padded(self.recurrent(PackedSequence(self.transform(words.data), words.batch_sizes))[0])
        scores: Tensor = self.output(torch.cat([row[: len(s)] for row, s in zip(rows, sentences, strict=True)]))
        return scores


def windows(doc: Doc, room: int) -> list[tuple[int, int]]:
    """Cut a document's sub-words into [start, end) windows of at most `room`, at sentence ends where there are any.

    `doc["breaks"]`, if there, lists the words at which a new window has to begin (unrelated texts in one document).
    """
    sentence_of, word_of, total = doc["sent_id"], doc["word_id"], len(doc["subwords"])
    breaks = [doc["word2subword"][word][0] for word in doc.get("breaks", ())]
    spans: list[tuple[int, int]] = []
    for begin, stop in zip([0, *breaks], [*breaks, total], strict=True):
        start = begin
        while start < stop:
            end = min(start + room, stop)
            if end < stop:
                sentence = sentence_of[word_of[end]]
                back = end
                while back > start and sentence_of[word_of[back - 1]] == sentence:
                    back -= 1
                end = back if back > start else end
            spans.append((start, end))
            start = end
    return spans


class EncodedCorefModel(LeanCorefModel):
    """The lean model with an encoder of its own, as Stanza's: it is trained so."""

    _pieces: dict[str, list[str]]

    def build_doc(self, doc: Doc) -> Doc:
        """Add sub-words and empty gold fields to `doc`, as Stanza does; the tokenizer is asked once for each word."""
        pieces = self._pieces
        subwords: list[str] = []
        word_id: list[int] = []
        word2subword: list[tuple[int, int]] = []
        for index, word in enumerate(doc["cased_words"]):
            pieces_of_word = pieces.get(word)
            if pieces_of_word is None:
                pieces_of_word = pieces[word] = self.tokenizer.tokenize(word) or [self.tokenizer.unk_token]
            word2subword.append((len(subwords), len(subwords) + len(pieces_of_word)))
            subwords.extend(pieces_of_word)
            word_id.extend([index] * len(pieces_of_word))
        doc.update(word2subword=word2subword, subwords=subwords, word_id=word_id)
        doc.setdefault("speaker", ["_"] * len(doc["cased_words"]))
        return super().build_doc(doc)

    def _words(self, doc: Doc) -> Tensor:
        return self._pool(doc, self._bertify(doc)).float()

    def _bertify(self, doc: Doc) -> Tensor:
        """Encode a document's sub-words: [n_subwords, width]."""
        ids: list[int] = self.tokenizer.convert_tokens_to_ids(doc["subwords"])
        spans = windows(doc, self.config.bert_window_size - 2)
        if isinstance(self.bert, FastEncoder):
            first, last = self.tokenizer.cls_token_id, self.tokenizer.sep_token_id
            rows = self.bert.encode([[first, *ids[start:end], last] for start, end in spans])
            return torch.cat([row[1:-1] for row in rows])
        encoded: list[Tensor | None] = [None] * len(spans)
        for group in _alike(spans):
            longest = max(spans[index][1] - spans[index][0] for index in group) + 2
            batch = torch.full((len(group), longest), self.tokenizer.pad_token_id)
            for row, index in enumerate(group):
                start, end = spans[index]
                inner = [self.tokenizer.cls_token_id, *ids[start:end], self.tokenizer.sep_token_id]
                batch[row, : len(inner)] = torch.tensor(inner)
            mask = batch != self.tokenizer.pad_token_id
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.bf16):
                states = self.bert(batch, attention_mask=None if bool(mask.all()) else mask)["last_hidden_state"]
            for row, index in enumerate(group):
                start, end = spans[index]
                encoded[index] = states[row, 1 : end - start + 1]
        return torch.cat([states for states in encoded if states is not None]).float()

    def _pool(self, doc: Doc, states: Tensor) -> Tensor:
        """Mix each word's sub-words by a softmax over their attention scores: [n_words, width]."""
        of_word = torch.tensor(doc["word_id"])
        count = len(doc["cased_words"])
        scores = self.we.attn(states).squeeze(1)
        peak = torch.full((count,), float("-inf")).scatter_reduce(0, of_word, scores.detach(), "amax")
        weights = torch.exp(scores - peak[of_word])
        total = torch.zeros(count).index_add(0, of_word, weights)
        weights = weights / total[of_word]
        return torch.zeros(count, states.shape[1]).index_add(0, of_word, weights.unsqueeze(1) * states)


def encoded(model: CorefModel) -> EncodedCorefModel:
    """Turn one of Stanza's models into such a one, in place."""
    for module in model.bert.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    lean(model).__class__ = EncodedCorefModel
    model._pieces = {}
    turned: EncodedCorefModel = model
    return turned


class CorefTeacher:
    """The coreference model that coref.py packs."""

    def __init__(self, path: Path, cache: FoundationCache) -> None:
        state = torch.load(path, map_location="cpu", weights_only=True)
        self.settings, self.factors = state.pop("config"), state.pop("bert_lora")
        self.epochs = state.pop("epochs_trained")
        self.heads = state
        plain = {
            "lora": False,
            "bert_finetune": False,
            "bert_model": str(encoder_folder()),
            "device": "cpu",
            "log_norms": False,
        }
        config = Config(**{**self.settings, **plain})
        model = CorefModel(config=config, build_optimizers=False, foundation_cache=cache)
        model.load_state_dicts(state)
        add_factors(model.bert, self.factors, self.settings["lora_alpha"] / self.settings["lora_rank"])
        self.model = encoded(model)
        self.model.bert = FastEncoder(model.bert, torch.bfloat16)

    @torch.inference_mode()
    def words(self, sentences: Sequence[Sequence[str]]) -> Tensor:
        """The states of all words, [words, width]."""
        words = [(word, number) for number, sentence in enumerate(sentences) for word in sentence]
        doc = {"cased_words": [word for word, _ in words], "sent_id": [number for _, number in words]}
        return self.model._words(self.model.build_doc(doc))


@dataclass(frozen=True)
class Teachers:
    """All of them."""

    parser: ParserTeacher
    entities: EntityTeacher
    coref: CorefTeacher

    @classmethod
    def load(cls, folder: Path) -> Teachers:
        """The packed files depparse.pt, pos.pt, ner.pt and coref.pt in a folder."""
        cache = FoundationCache()
        cache.bert = FreshEncoders()
        return cls(
            ParserTeacher(folder / "depparse.pt", folder / "pos.pt", cache),
            EntityTeacher(folder / "ner.pt", cache),
            CorefTeacher(folder / "coref.pt", cache),
        )


def _alike(spans: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Group the spans' indices so that padding within a group stays small."""
    order = sorted(range(len(spans)), key=lambda index: spans[index][0] - spans[index][1])
    group: list[int] = []
    longest = 0
    for index in order:
        length = spans[index][1] - spans[index][0]
        if group and (length < MIN_FILL * longest or len(group) * longest >= 8192):
            yield group
            group = []
        if not group:
            longest = length
        group.append(index)
    if group:
        yield group
