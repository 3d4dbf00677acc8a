"""Where this project reaches into what Stanza and transformers keep to themselves, and the versions that it was tried with.

Nothing of theirs is changed for the rest of the process: we subclass their processors and models, take their weights, and alter
copies of their modules that only we hold.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType
from typing import Any

from quotes.errors import ModelError

__all__ = ["REACHES", "TRIED", "Reach", "check_versions", "own_copy"]

# The releases that the tests named below have passed with: from the first to the last, without the next minor one.
TRIED = {"stanza": ("1.15.0", "1.15"), "transformers": ("5.23.0", "5.24")}


@dataclass(frozen=True)
class Reach:
    """One place: what of theirs is used, by which module of ours, to what end, and which test compares the results."""

    theirs: str
    ours: str
    purpose: str
    test: str


REACHES = (
    Reach(
        "transformers BertModel: embeddings, encoder.layer[n].attention, .intermediate, .output",
        "quotes.language.encoder",
        "rows without padding, one product for query, key and value, bfloat16",
        "test_language_encoder.py::test_words_are_embedded_as_stanza_embeds_them",
    ),
    Reach(
        "stanza FoundationCache.bert: a mapping of names to BertRecord",
        "quotes.language.encoder",
        "each processor gets its own layers over the same embeddings, without a look at the network",
        "test_language_encoder.py::test_adding_factors_gives_what_peft_gives",
    ),
    Reach(
        "stanza checkpoints: bert_lora, config.lora_alpha, config.lora_rank, config.use_peft, config.bert_finetune",
        "quotes.language.pipeline",
        "low-rank factors are added with plain torch instead of peft",
        "test_language_encoder.py::test_adding_factors_gives_what_peft_gives",
    ),
    Reach(
        "stanza Tagger: charmodel, trans_char, taggerlstm, upos_hid, upos_clf, tag_clf, bert_layer_mix",
        "quotes.language.tagger",
        "letters once a word, all labels in one product, bfloat16",
        "test_language_heads.py::test_a_processor_finds_what_stanzas_own_finds",
    ),
    Reach(
        "stanza GraphParser: parserlstm, unlabeled, linearization, distance, deprel, bert_layer_mix",
        "quotes.language.parser",
        "relations for the arcs of the tree only, all layers in one product, bfloat16",
        "test_language_heads.py::test_a_processor_finds_what_stanzas_own_finds",
    ),
    Reach(
        "stanza chuliu_edmonds, head_constraints: tarjan and chuliu_edmonds_one_root, in copies of our own",
        "quotes.language.trees",
        "no search where the best heads are a tree, and a linear search for cycles",
        "test_language_trees.py",
    ),
    Reach(
        "stanza NERTagger: charmodel, input_transform, taggerlstm, tag_clfs, crits._transitions, bert_layer_mix",
        "quotes.language.entities",
        "letters once a word, best labels of all sentences together, bfloat16",
        "test_language_heads.py::test_a_processor_finds_what_stanzas_own_finds",
    ),
    Reach(
        "stanza LemmaProcessor.process, trainer.has_contextual_lemmatizers",
        "quotes.language.lemmas",
        "each word and part of speech once",
        "test_language_heads.py::test_the_lemmatizer_sees_each_word_once",
    ),
    Reach(
        "stanza CorefModel: we, rough_scorer, pw, a_scorer, sp, run, build_doc; CorefProcessor._model",
        "quotes.language.coref_model",
        "windows without padding, the pair scorer's first layer before words are paired, bfloat16",
        "test_coref.py::test_the_lean_model_finds_what_stanzas_own_finds",
    ),
)


def check_versions() -> None:
    """Raises ModelError, with the command that helps, when an installed library is none of those that were tried."""
    for package, (first, last) in TRIED.items():
        try:
            found = version(package)
        except PackageNotFoundError:
            raise ModelError(f"{package} is not installed; try: pip install '{wanted(package)}'") from None
        if not release(first) <= release(found) or release(found)[:2] > release(last)[:2]:
            raise ModelError(
                f"{package} {found} is installed, and quotes works with {first} to {last}; try: pip install '{wanted(package)}'"
            )


def wanted(package: str) -> str:
    """The requirement in pip's words: "transformers>=5.23.0,<5.25"."""
    first, last = TRIED[package]
    major, minor = release(last)[:2]
    return f"{package}>={first},<{major}.{minor + 1}"


def release(text: str) -> tuple[int, ...]:
    """The numbers a version begins with: (5, 24, 0) of "5.24.0.dev1"."""
    numbers = []
    for part in text.partition("+")[0].split("."):
        if not part.isdigit():
            break
        numbers.append(int(part))
    return tuple(numbers)


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
