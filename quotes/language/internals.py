"""The only module that uses internals of Stanza: which ones, what for, and which test would notice a change.

Stanza itself is not changed for the rest of the process: its processors are subclassed, and only private copies of its modules
are patched. `quotes.language.versions` has the releases that
were tried.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from stanza.models.common.bert_embedding import load_bert
from stanza.models.common.doc import LEMMA, TEXT, UPOS, Document
from stanza.models.common.foundation_cache import BertRecord, FoundationCache
from stanza.models.common.utils import simplify_punct
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from stanza.models.coref.config import Config as CorefConfig
from stanza.models.coref.const import EPSILON, CorefResult
from stanza.models.coref.const import Doc as CorefDocument
from stanza.models.coref.model import CorefModel
from stanza.models.lemma.trainer import Trainer as LemmaTrainer
from stanza.models.mwt.trainer import Trainer as MWTTrainer
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
    "DepparseProcessor",
    "Document",
    "FoundationCache",
    "MultiVocab",
    "NERProcessor",
    "PackedExpander",
    "PackedLemmatizer",
    "PackedTokenizer",
    "Reach",
    "fix_singleton_tags",
    "load_bert",
    "own_copy",
    "resources",
    "simplify_punct",
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
        "Stanza's coreference model asks for an encoder, and gets one that is not transformers'",
        "test_coref.py::test_the_lean_model_finds_what_stanzas_own_finds",
    ),
    Reach(
        "modules that import transformers and networkx, which only training and enhanced dependencies use",
        "quotes.language.lean",
        "they get stand-ins: importing these packages takes longer than importing Stanza",
        "test_language_pipeline.py::test_packages_that_only_training_needs_are_imported_when_they_are_used",
    ),
    Reach(
        "Trainer.__init__ and .load of tokenizer, mwt, lemma; _set_up_model, _trainer",
        "quotes.language.internals",
        "no optimizer is made for weights that nobody trains: torch takes seconds to import what optimizers need",
        "test_language_heads.py::test_processors_without_optimizers_find_what_stanzas_own_find",
    ),
    Reach(
        "Tokenizer: embeddings, rnn, rnn2, the six classifiers, args; its forward() as the trainer calls it",
        "quotes.language.tokens",
        "bfloat16, and one product instead of three",
        "test_language_heads.py::test_characters_are_scored_as_stanza_scores_them",
    ),
    Reach(
        "chuliu_edmonds, head_constraints: tarjan and chuliu_edmonds_one_root, in copies of our own",
        "quotes.language.trees",
        "no search where the best heads are a tree, and a linear search for cycles",
        "test_language_trees.py::test_the_best_tree_is_the_one_that_stanza_finds",
    ),
    Reach(
        "DepparseProcessor and NERProcessor: _set_up_provides; Document.build_ents, fix_singleton_tags, vocabularies",
        "quotes.language.entities",
        "processors over the states of words that all heads share",
        "test_language_heads.py::test_heads_take_their_places_in_stanzas_pipeline",
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
        "states of words that all heads share, the pair scorer's first layer before words are paired, bfloat16",
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
