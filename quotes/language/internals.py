"""The only module that uses internals of Stanza: which ones, what for, and which test would notice a change.

Stanza itself is not changed for the rest of the process: its processors are subclassed, its models are taken apart into plain
parts for our own heads, and only private copies of its modules are patched. `quotes.language.versions` has the releases that
were tried.
"""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from stanza.models.common.bert_embedding import load_bert
from stanza.models.common.doc import LEMMA, TEXT, UPOS, Document
from stanza.models.common.foundation_cache import BertRecord, FoundationCache
from stanza.models.common.utils import simplify_punct
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from stanza.models.coref.config import Config as CorefConfig
from stanza.models.coref.const import EPSILON, CorefResult
from stanza.models.coref.const import Doc as CorefDocument
from stanza.models.coref.model import CorefModel
from stanza.models.depparse.model import GraphParser
from stanza.models.depparse.trainer import GraphTrainer
from stanza.models.lemma.trainer import Trainer as LemmaTrainer
from stanza.models.mwt.trainer import Trainer as MWTTrainer
from stanza.models.ner.trainer import Trainer as NERTrainer
from stanza.models.ner.trainer import fix_singleton_tags
from stanza.models.pos.vocab import MultiVocab
from stanza.models.tokenization.trainer import Trainer as TokenizerTrainer
from stanza.pipeline.coref_processor import CorefProcessor
from stanza.pipeline.depparse_processor import DepparseProcessor
from stanza.pipeline.lemma_processor import LemmaProcessor
from stanza.pipeline.mwt_processor import MWTProcessor
from stanza.pipeline.ner_processor import NERProcessor
from stanza.pipeline.tokenize_processor import TokenizeProcessor
from stanza.resources import common as resources
from torch import Tensor, nn

__all__ = [
    "EPSILON",
    "LEMMA",
    "REACHES",
    "TEXT",
    "UPOS",
    "VOCAB_PREFIX_SIZE",
    "BertRecord",
    "CorefConfig",
    "CorefDocument",
    "CorefModel",
    "CorefProcessor",
    "CorefResult",
    "Document",
    "EntityParts",
    "FoundationCache",
    "HighwayParts",
    "LetterParts",
    "PackedExpander",
    "PackedLemmatizer",
    "PackedParser",
    "PackedRecogniser",
    "PackedTokenizer",
    "ParserParts",
    "Reach",
    "RecurrentParts",
    "fix_singleton_tags",
    "load_bert",
    "own_copy",
    "resources",
    "simplify_punct",
    "without_factors",
]


@dataclass(frozen=True)
class Reach:
    """One use of their internals: what is used, by which module of ours, what for, and which test compares the results."""

    theirs: str
    ours: str
    purpose: str
    test: str


REACHES = (
    Reach(
        "FoundationCache.bert: a mapping of names to BertRecord",
        "quotes.language.encoder",
        "each processor gets its own layers over the same embeddings, of an encoder that is not transformers'",
        "test_language_encoder.py::test_words_are_embedded_as_stanza_embeds_them",
    ),
    Reach(
        "modules that import transformers and networkx, which only training and enhanced dependencies use",
        "quotes.language.lean",
        "they get stand-ins: importing these packages takes longer than importing Stanza",
        "test_language_pipeline.py::test_packages_that_only_training_needs_are_imported_when_they_are_used",
    ),
    Reach(
        "checkpoints: bert_lora, config.lora_alpha, config.lora_rank, config.use_peft, config.bert_finetune",
        "quotes.language.internals",
        "low-rank factors are added with plain torch instead of peft",
        "test_language_encoder.py::test_adding_factors_gives_what_peft_gives",
    ),
    Reach(
        "Trainer.__init__ and .load of tokenizer, mwt, lemma, ner; GraphTrainer and GraphParser; _set_up_model, _trainer",
        "quotes.language.internals",
        "no optimizer is made for weights that nobody trains: torch takes seconds to import what optimizers need",
        "test_language_heads.py::test_processors_without_optimizers_find_what_stanzas_own_find",
    ),
    Reach(
        "GraphParser: parserlstm, unlabeled, linearization, distance, deprel, bert_layer_mix",
        "quotes.language.parser",
        "relations for the arcs of the tree only, all layers in one product, bfloat16",
        "test_language_heads.py::test_a_processor_finds_what_stanzas_own_finds",
    ),
    Reach(
        "chuliu_edmonds, head_constraints: tarjan and chuliu_edmonds_one_root, in copies of our own",
        "quotes.language.trees",
        "no search where the best heads are a tree, and a linear search for cycles",
        "test_language_trees.py::test_the_best_tree_is_the_one_that_stanza_finds",
    ),
    Reach(
        "NERTagger: charmodel, input_transform, taggerlstm, tag_clfs, crits._transitions, bert_layer_mix",
        "quotes.language.entities",
        "letters once a word, best labels of all sentences together, bfloat16",
        "test_language_heads.py::test_a_processor_finds_what_stanzas_own_finds",
    ),
    Reach(
        "LemmaProcessor.process, trainer.has_contextual_lemmatizers",
        "quotes.language.lemmas",
        "each word and part of speech once",
        "test_language_heads.py::test_the_lemmatizer_sees_each_word_once",
    ),
    Reach(
        "CorefModel: we, rough_scorer, pw, a_scorer, sp, run, build_doc; CorefProcessor._model",
        "quotes.language.coref_model",
        "windows without padding, the pair scorer's first layer before words are paired, bfloat16",
        "test_coref.py::test_the_lean_model_finds_what_stanzas_own_finds",
    ),
    Reach(
        "resources.common: DEFAULT_MODEL_DIR, download_resources_json, maintain_processor_list, add_dependencies",
        "quotes.language.sets",
        "the files of a published model set, with their digests",
        "test_models.py::test_download_fetches_verifies_and_lists",
    ),
)


def own_copy(name: str, **replaced: Any) -> ModuleType:
    """A second copy of an importable module, with some of its names replaced, that nobody else sees."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for key, value in replaced.items():
        if not hasattr(module, key):
            raise AttributeError(f"{name} has no {key}")
        setattr(module, key, value)
    return module


# Processors for the files in this package. They differ from Stanza's own only in that they make no optimizer.


class PackedTokenizer(TokenizeProcessor):  # type: ignore[misc]
    """Text to sentences of tokens."""

    def _set_up_model(self, config: Any, pipeline: Any, _device: str) -> None:
        trainer = TokenizerTrainer.__new__(TokenizerTrainer)
        trainer.load(config["model_path"], None, pipeline.foundation_cache)
        trainer.feat_funcs, trainer.lang = trainer.args.get("feat_funcs"), trainer.args["lang"]
        self._trainer, self._postprocessor, self._speaker_opener, self._speaker_closer = trainer, None, None, None


class PackedExpander(MWTProcessor):  # type: ignore[misc]
    """Tokens of several words, such as "don't", to words."""

    def _set_up_model(self, config: Any, _pipeline: Any, _device: str) -> None:
        self._trainer = MWTTrainer.__new__(MWTTrainer)
        self._trainer.load(config["model_path"])


class PackedLemmatizer(LemmaProcessor):  # type: ignore[misc]
    """Words to lemmas."""

    def _set_up_model(self, config: Any, pipeline: Any, _device: str) -> None:
        self.store_results, self._use_identity = False, False
        self._trainer = LemmaTrainer.__new__(LemmaTrainer)
        self._trainer.load(config["model_path"], None, pipeline.foundation_cache, {})
        self._trainer.caseless = self._trainer.args.get("caseless", False)


class PackedParser(DepparseProcessor):  # type: ignore[misc]
    """Words to heads and relations."""

    def _set_up_model(self, config: Any, pipeline: Any, _device: str) -> None:
        checkpoint = torch.load(config["model_path"], map_location="cpu", weights_only=True)
        settings, vocabulary = checkpoint["config"], MultiVocab.load_state_dict(checkpoint["vocab"])
        encoder, tokenizer = pipeline.foundation_cache.load_bert(settings["bert_model"])
        model = GraphParser(
            settings,
            vocabulary,
            emb_matrix=None,
            foundation_cache=pipeline.foundation_cache,
            bert_model=encoder,
            bert_tokenizer=tokenizer,
            force_bert_saved=False,
            peft_name=None,
        )
        model.load_params(checkpoint["model"])
        self._trainer = GraphTrainer(args=settings, vocab=vocabulary, model=model, build_optimizer=False)


class PackedRecogniser(NERProcessor):  # type: ignore[misc]
    """Tokens to named entities."""

    def _set_up_model(self, config: Any, pipeline: Any, _device: str) -> None:
        trainer = NERTrainer.__new__(NERTrainer)
        trainer.load(config["model_path"], None, None, pipeline.foundation_cache)
        if trainer.args.get("predict_tagset") is None:
            trainer.args["predict_tagset"] = 0
        self._predict_tagset: dict[int, int] = {}
        self.trainers, self._trainer = [trainer], trainer


def without_factors(path: Path) -> tuple[io.BytesIO, dict[str, Tensor], float]:
    """A packed file in the form that Stanza reads, the low-rank factors that were in it, and their scaling.

    With the factors, Stanza would load peft, a large package that only training needs.
    """
    checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    settings, factors = checkpoint["config"], checkpoint.pop("bert_lora")
    settings |= {"use_peft": False, "bert_finetune": False}
    file = io.BytesIO()
    torch.save(checkpoint, file)
    file.seek(0)
    return file, factors, settings["lora_alpha"] / settings["lora_rank"]


@dataclass(frozen=True)
class RecurrentParts:
    """A bidirectional LSTM, and its initial states."""

    lstm: nn.LSTM
    hidden: Tensor
    cell: Tensor


@dataclass(frozen=True)
class HighwayParts:
    """A HighwayLSTM of one layer; `gates` decide how much of the input bypasses it, and in what form."""

    recurrent: RecurrentParts
    gates: Sequence[nn.Linear]


@dataclass(frozen=True)
class LetterParts:
    """The model that represents a word by its letters."""

    embedding: nn.Embedding
    recurrent: RecurrentParts
    vocabulary: Any


@dataclass(frozen=True)
class ParserParts:
    """The parts of the parser: from words to scores of arcs and relations."""

    encoder: Any
    tokenizer: Any
    mix: Sequence[float]
    recurrent: HighwayParts
    hidden: Sequence[nn.Linear]  # for a word as dependent and as head, for each scorer
    arcs: Sequence[Any]  # scorers of the arc, of the side of the head, and of its distance
    relations: Any
    vocabulary: Any

    @staticmethod
    def of(trainer: Any) -> ParserParts:
        """The parts of a trainer's parser. Raises ValueError if its structure differs from the packed one."""
        model = trainer.model
        settings = model.args
        more_than_words = any(settings.get(k) for k in ("char", "use_upos", "use_xpos", "use_ufeats", "pretrain"))
        if not isinstance(model, GraphParser) or settings.get("use_arc_embedding") or more_than_words:
            raise ValueError("not the parser that quotes packs")
        scorers = [model.unlabeled, model.linearization, model.distance, model.deprel]
        return ParserParts(
            encoder=model.bert_model,
            tokenizer=model.bert_tokenizer,
            mix=_mix(model),
            recurrent=_highway(model, model.parserlstm, "parserlstm"),
            hidden=[layer for scorer in scorers for layer in (scorer.W1, scorer.W2)],
            arcs=[scorer.scorer for scorer in scorers[:3]],
            relations=model.deprel.scorer,
            vocabulary=trainer.vocab["deprel"],
        )


@dataclass(frozen=True)
class EntityParts:
    """The parts of the entity recogniser: from words to scores of labels."""

    encoder: Any
    tokenizer: Any
    mix: Sequence[float]
    letters: LetterParts
    transform: nn.Linear
    recurrent: RecurrentParts
    output: nn.Linear
    steps: Tensor  # from label to label
    vocabulary: Any

    @staticmethod
    def of(trainers: Sequence[Any]) -> EntityParts:
        """The parts of the trainers' recogniser. Raises ValueError if its structure differs from the packed one."""
        model, vocabulary = trainers[0].model, trainers[0].vocab
        plain = not model.args["word_emb_dim"] and not model.args["charlm"] and len(model.tag_clfs) == 1
        if len(trainers) != 1 or not plain or model.input_transform is None:
            raise ValueError("not the entity recogniser that quotes packs")
        return EntityParts(
            encoder=model.bert_model,
            tokenizer=model.bert_tokenizer,
            mix=_mix(model),
            letters=_letters(model.charmodel, vocabulary["char"]),
            transform=model.input_transform,
            recurrent=_recurrent(model, model.taggerlstm.lstm, "taggerlstm"),
            output=model.tag_clfs[0],
            steps=model.crits[0]._transitions.detach(),
            vocabulary=vocabulary["tag"],
        )


def _mix(model: Any) -> list[float]:
    """The weights of the encoder's layers; Stanza stores their differences from equal weights."""
    layers = model.bert_layer_mix
    return [1 / layers.in_features + weight for weight in layers.weight[0].tolist()]


def _recurrent(model: Any, lstm: Any, name: str) -> RecurrentParts:
    return RecurrentParts(lstm, getattr(model, f"{name}_h_init").detach(), getattr(model, f"{name}_c_init").detach())


def _highway(model: Any, layers: Any, name: str) -> HighwayParts:
    if len(layers.lstm) != 1:
        raise ValueError("only heads with one recurrent layer are known")
    return HighwayParts(_recurrent(model, layers.lstm[0].lstm, name), [layers.gate[0], layers.highway[0]])


def _letters(model: Any, vocabulary: Any) -> LetterParts:
    if model.attn:
        raise ValueError("only models of letters without attention are known")
    return LetterParts(model.char_emb, _recurrent(model, model.charlstm.lstm, "charlstm"), vocabulary)
