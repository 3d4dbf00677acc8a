"""How well the heads over the reader of words do, as they run in use: figures in percent on dev and test, for the model card.

Successive sentences are read together, as in use.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import coref
import ner
import torch
from common import Job
from corpora import read_conllu
from stanza.models.coref.cluster_checker import ClusterChecker
from stanza.models.ner import scorer
from stanza.models.ner.utils import bio2_to_bioes, to_bio2

from quotes.language.pipeline import COREF_CAUTION, load
from quotes.language.tagger import simplified

Figures = dict[str, dict[str, float]]
READ_WORDS = 800


def successive(
    sentences: Sequence[Any], length: Callable[[Any], int], begins: Callable[[Any], bool] = lambda _: False
) -> Iterator[list[Any]]:
    """Groups of successive sentences of some READ_WORDS words; one that `begins` a document begins a group."""
    group: list[Any] = []
    words = 0
    for sentence in sentences:
        if group and (begins(sentence) or words + length(sentence) > READ_WORDS):
            yield group
            group, words = [], 0
        group.append(sentence)
        words += length(sentence)
    yield group


def percent(hits: dict[str, int], total: int) -> dict[str, float]:
    return {name: round(100 * count / total, 2) for name, count in hits.items()}


def treebanks(corpora: Path, compare: Callable[[Any, Any, list[Any]], Iterator[dict[str, bool]]]) -> Figures:
    """Shares of gold words of which something is right, by treebank and part."""
    processors = load("compact").pipeline.processors
    figures = {}
    for treebank in ("ewt", "gum"):
        for part in ("dev", "test"):
            gold = read_conllu(corpora / "ud" / f"{treebank}.{part}.conllu.xz")
            hits: dict[str, int] = {}
            for group in successive(gold, lambda s: len(s.words()), lambda s: bool(s.new_document)):
                words = [sentence.words() for sentence in group]
                for word in compare(processors["encoder"], processors["pos"], words):
                    for name, right in word.items():
                        hits[name] = hits.get(name, 0) + right
            figures[f"{treebank} {part}"] = percent(hits, sum(len(sentence.words()) for sentence in gold))
    return figures


def forms(group: list[Any]) -> list[list[str]]:
    return simplified([[row.form for row in words] for words in group])


def tags(corpora: Path) -> Figures:
    """Accuracy of parts of speech and of features, on gold words."""

    def compare(reader: Any, parser: Any, group: list[Any]) -> Iterator[dict[str, bool]]:
        texts = forms(group)
        with torch.inference_mode():
            states = torch.cat([sentence.syntax for sentence in reader.read(texts)])
            found = parser.tagger.tags(texts, states)
        for words, own in zip(group, found, strict=True):
            for row, (upos, feats) in zip(words, own, strict=True):
                yield {"UPOS": upos == row.rest[1], "features": (feats or "_") == row.rest[3]}

    return treebanks(corpora, compare)


def trees(corpora: Path) -> Figures:
    """UAS and LAS on gold words; LAS ignores subtypes of relations."""

    def compare(reader: Any, parser: Any, group: list[Any]) -> Iterator[dict[str, bool]]:
        with torch.inference_mode():
            states = [sentence.syntax for sentence in reader.read(forms(group))]
            found = list(parser.trees(states))
        for words, tree in zip(group, found, strict=True):
            for row, (head, relation) in zip(words, tree, strict=True):
                right = int(row.rest[4]) == head
                whole = right and row.rest[5] == relation
                coarse = right and row.rest[5].split(":")[0] == relation.split(":")[0]
                yield {"UAS": right, "LAS": coarse, "LAS with subtypes": whole}

    return treebanks(corpora, compare)


def names(corpora: Path) -> Figures:
    """Entity F1 by exact span and type, on gold tokens and sentences."""
    processors = load("compact").pipeline.processors
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        ner.prepare(Job(corpora, Path(folder), Path(folder)))
        for part in ("dev", "test"):
            units = json.loads((Path(folder) / f"{part}.json").read_text(encoding="utf-8"))
            found: list[list[str]] = []
            for group in successive(units, len):
                texts = [[token["text"] for token in unit] for unit in group]
                with torch.inference_mode():
                    states = [sentence.entities for sentence in processors["encoder"].read(texts)]
                    found += processors["ner"].tags(texts, states)
            gold = [bio2_to_bioes(to_bio2([token["ner"] for token in unit])) for unit in units]
            precision, recall, f1, by_type = scorer.score_by_entity(found, gold)
            named = [("precision", precision), ("recall", recall), ("F1", f1), *sorted(by_type.items())]
            figures[f"worldwide {part}"] = {name: round(100 * value, 2) for name, value in named}
    return figures


def chains(corpora: Path) -> Figures:
    """CoNLL F1 on GUM, and GAP's figures, on gold words, without the caution that is in use."""
    processors = load("compact").pipeline.processors
    model, reader = processors["coref"]._model, processors["encoder"]

    class Reading:
        """The model as `score_gap` runs one."""

        training = False
        build_doc = model.build_doc

        @staticmethod
        def run(doc: Any) -> Any:
            sentences: dict[int, list[str]] = {}
            for word, number in zip(doc["cased_words"], doc["sent_id"], strict=True):
                sentences.setdefault(number, []).append(word)
            with torch.inference_mode():
                model.candidates = None
                model.states = [states.coreference for states in reader.read(list(sentences.values()))]
                return model.run(doc)

    figures = {}
    model.a_scorer.out.bias += COREF_CAUTION
    with tempfile.TemporaryDirectory() as folder:
        coref.convert(corpora, Path(folder))
        for part in ("dev", "test"):
            checker = ClusterChecker()
            for text in json.loads((Path(folder) / f"{part}.json").read_text(encoding="utf-8")):
                gold = [[tuple(span) for span in cluster] for cluster in text["span_clusters"]]
                doc = {key: text[key] for key in ("document_id", "cased_words", "sent_id")}
                checker.add_predictions(gold, Reading.run(model.build_doc(doc)).span_clusters)
            figures[f"gum {part}"] = {"CoNLL F1": round(100 * checker.bakeoff, 2)}
        figures["gap validation"] = coref.score_gap(Reading, Path(folder) / "gap-validation.json")
    model.a_scorer.out.bias -= COREF_CAUTION
    return figures


SCORES: dict[str, Callable[[Path], Figures]] = {"pos": tags, "depparse": trees, "ner": names, "coref": chains}
