"""Our processors and scorers give what Stanza's own give, with the same weights; a changed name of theirs shows here."""

from __future__ import annotations

import ast
from itertools import permutations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
TEXT = """Harbour vote put off for a third time

The port authority won't decide on the new terminal before June, its director, Helen Okafor, said on Monday!!!

“We don't have the numbers yet,” she told reporters in Port Ellery, “and nobody should expect us to guess.” Peter Marsh, who
leads the dockers' union — the city's largest — called the delay "a disgrace", and asked who was to pay £2.5 million for it.

Yes. The vote was put off. What he said she said they had said was that nothing had been decided."""


@pytest.fixture(scope="module")
def analyzer() -> Any:
    from quotes.language.pipeline import load

    return load("compact")


def stanzas_own(name: str) -> Any:
    """Stanza's processor for a packed file."""
    from stanza.models.common.foundation_cache import FoundationCache
    from stanza.pipeline.registry import NAME_TO_PROCESSOR_CLASS

    from quotes.language.manifest import read_manifest

    path = str(read_manifest().files[name].path)
    config = {"lang": "en", "mode": "predict", "model_path": path, "batch_size": 1000, "check_requirements": False}
    return NAME_TO_PROCESSOR_CLASS[name](config, SimpleNamespace(foundation_cache=FoundationCache()), "cpu")


@pytest.mark.models
def test_heads_take_their_places_in_stanzas_pipeline(analyzer: Any) -> None:
    import torch
    from stanza.models.common.doc import Document
    from stanza.pipeline.registry import NAME_TO_PROCESSOR_CLASS

    processors = analyzer.pipeline.processors
    for ours, theirs in (("pos", "depparse"), ("ner", "ner"), ("coref", "coref")):
        assert isinstance(processors[ours], NAME_TO_PROCESSOR_CLASS[theirs])
    document = Document([], text=TEXT)
    with torch.inference_mode():
        for name in ("tokenize", "mwt", "encoder", "pos", "lemma", "ner", "coref"):
            document = processors[name].process(document)
    words = [word for sentence in document.sentences for word in sentence.words]
    assert all(word.upos and word.deprel and word.head is not None for word in words)
    assert {"Helen Okafor", "Peter Marsh"} <= {entity.text for entity in document.ents if entity.type == "Person"}
    for sentence in document.sentences:
        assert sum(word.head == 0 for word in sentence.words) == 1
        (contracted,) = [t.words for t in sentence.tokens if t.text == "won't"] or [()]
        assert not contracted or [word.text for word in contracted] == ["wo", "n't"]
    assert any(len(chain.mentions) > 1 for chain in document.coref)


@pytest.mark.models
def test_processors_without_optimizers_find_what_stanzas_own_find(analyzer: Any) -> None:
    from stanza.models.common.doc import Document

    def read(processors: dict[str, Any]) -> Any:
        document = Document([], text=TEXT)
        for name in ("tokenize", "mwt", "encoder", "pos", "lemma"):
            document = processors[name].process(document)
        return document

    ours = analyzer.pipeline.processors
    theirs = {name: stanzas_own(name) for name in ("tokenize", "mwt", "lemma")}
    assert read(ours).to_dict() == read({**ours, **theirs}).to_dict()
    assert all(not hasattr(ours[name].trainer, "optimizer") for name in theirs)


@pytest.mark.models
@pytest.mark.models
def test_characters_are_scored_as_stanza_scores_them() -> None:
    import torch

    from quotes.language.tokens import LeanScorer

    torch.manual_seed(2)
    theirs = stanzas_own("tokenize").trainer
    units = torch.randint(2, len(theirs.vocab), (3, 40))
    units[1, 30:] = theirs.vocab.unit2id("<PAD>")
    features = torch.randint(0, 2, (3, 40, theirs.args["feat_dim"])).float()
    wanted = theirs.model.eval()(units, features, [40, 40, 40])
    scores = LeanScorer(theirs.model, torch.float32)(units, features)
    assert torch.allclose(scores, wanted, atol=1e-4)
    assert len(set(wanted.argmax(2).flatten().tolist())) > 1


def test_relations_of_chosen_arcs_are_those_that_stanza_picks_from_all() -> None:
    import numpy as np
    import torch
    from stanza.models.common.biaffine import DeepBiaffineScorer

    from quotes.language.parser import ArcLabels

    torch.manual_seed(2)
    scorer = DeepBiaffineScorer(12, 12, 8, 5)
    torch.nn.init.normal_(scorer.scorer.W_bilin.weight, std=0.1)
    states = torch.randn(2, 6, 12)
    trees = [np.array([0, 2, 0, 2, 3, 3]), np.array([0, 0, 1, 1])]
    with torch.inference_mode():
        every = scorer(states, states)
        below, above = scorer.W1(states).relu(), scorer.W2(states).relu()
        labels = ArcLabels(scorer.scorer.W_bilin.weight, scorer.scorer.W_bilin.bias, torch.float32)
        for row, (tree, found) in enumerate(zip(trees, labels.best(below, above, trees), strict=True)):
            expected = [int(every[row, word, head].argmax()) for word, head in enumerate(tree) if word]
            assert found.tolist() == expected
        torch.testing.assert_close(labels.all_of(below[0], above[0]), every[0])


@pytest.mark.models
def test_arcs_are_scored_as_stanza_scores_them() -> None:
    """Its scorer of arcs, plus how well it foresees the side and the distance of the head (Dozat & Manning 2017)."""
    import torch
    from stanza.models.common.biaffine import DeepBiaffineScorer
    from torch.nn.functional import logsigmoid, softplus

    from quotes.language.parser import ArcScores

    torch.manual_seed(2)
    scorers = [DeepBiaffineScorer(12, 12, 8, 1) for _ in range(3)]
    for scorer in scorers:
        torch.nn.init.normal_(scorer.scorer.W_bilin.weight, std=0.3)
    words = torch.randn(2, 6, 12)
    with torch.inference_mode():
        states = [part for scorer in scorers for part in (scorer.W1(words).relu(), scorer.W2(words).relu())]
        weights = [(scorer.scorer.W_bilin.weight[:, :, 0], scorer.scorer.W_bilin.bias) for scorer in scorers]
        ours = ArcScores(weights, torch.float32)(states, [6, 4])
        arc, side, far = (scorer(words, words)[..., 0] for scorer in scorers)
    for row, size in enumerate([6, 4]):
        for word in range(1, size):
            expected = [
                float("-inf")
                if head == word
                else float(
                    arc[row, word, head]
                    + logsigmoid(side[row, word, head] * (1 if head > word else -1))
                    - torch.log((abs(head - word) - 1 - softplus(far[row, word, head])) ** 2 / 2 + 1)
                )
                for head in range(size)
            ]
            found = torch.tensor(ours[row][word])
            torch.testing.assert_close(found, torch.tensor(expected).log_softmax(-1), atol=1e-4, rtol=1e-4)


@pytest.mark.models
def test_the_best_labels_of_many_sentences_are_those_of_each() -> None:
    import torch
    from stanza.models.common.crf import viterbi_decode

    from quotes.language.entities import best_paths

    torch.manual_seed(3)
    scores, steps, lengths = torch.randn(4, 9, 6), torch.randn(6, 6), [9, 7, 1, 4]
    expected = [viterbi_decode(scores[row, :n].numpy(), steps.numpy())[0] for row, n in enumerate(lengths)]
    assert best_paths(scores, steps, lengths) == [[int(label) for label in path] for path in expected]


@pytest.mark.models
def test_a_sentences_entities_do_not_depend_on_its_company(analyzer: Any) -> None:
    """The recurrent layer starts from the same states for each, and goes no further than its words."""
    import torch

    sentences = [
        "Helen Okafor spoke .".split(),
        "The Port Ellery Dockers' Union , led by Peter Marsh , would not sign before June .".split(),
        ["Yes"],
    ]
    processors = analyzer.pipeline.processors
    with torch.inference_mode():
        states = [of.entities for of in processors["encoder"].read(sentences)]
        together = processors["ner"].tags(sentences, states)
        assert together == [processors["ner"].tags([s], [of])[0] for s, of in zip(sentences, states, strict=True)]
    assert [[tag[:2] for tag in tags] for tags in together[::2]] == [["B-", "E-", "O", "O"], ["O"]]
    assert together[1][8:10] == ["B-Person", "E-Person"]


@pytest.mark.models
def test_letters_are_read_once_and_give_the_same_in_any_company(analyzer: Any) -> None:
    import torch

    letters = analyzer.pipeline.processors["ner"].letters
    with torch.inference_mode():
        letters.known.clear()
        alone = letters.of(["harbour"])[0]
        among = letters.of(["x", "harbour", "unbuildable", "harbour", "\u2603"])
        assert torch.equal(among[1], among[3]) and torch.equal(among[1], alone)
        letters.known.clear()
        again = letters.of([*("".join(c) for c in permutations("harbo", 4)), "unbuilt", "factory", "harbour"])
        assert torch.equal(again[-1], alone)


@pytest.mark.models
def test_the_lemmatizer_sees_each_word_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from stanza.models.common.doc import LEMMA, TEXT, UPOS, Document
    from stanza.pipeline.lemma_processor import LemmaProcessor

    from quotes.language.lemmas import Lemmatizer

    asked: list[list[str]] = []

    def process(self: object, document: Document) -> Document:
        asked.append(document.get(TEXT))
        document.set([LEMMA], [f"{text}/{upos}" for text, upos in document.get([TEXT, UPOS])])
        return document

    def document(*pairs: tuple[str, str]) -> Document:
        return Document([[{"id": (i,), TEXT: text, UPOS: upos} for i, (text, upos) in enumerate(pairs, 1)]])

    monkeypatch.setattr(LemmaProcessor, "process", process)
    lemmatizer = Lemmatizer.__new__(Lemmatizer)
    lemmatizer._trainer = SimpleNamespace(has_contextual_lemmatizers=lambda: False)
    first = lemmatizer.process(document(("leaves", "VERB"), ("leaves", "NOUN"), ("leaves", "VERB")))
    assert first.get(LEMMA) == ["leaves/VERB", "leaves/NOUN", "leaves/VERB"]
    second = lemmatizer.process(document(("leaves", "NOUN"), ("trees", "NOUN")))
    assert second.get(LEMMA) == ["leaves/NOUN", "trees/NOUN"]
    assert asked == [["leaves", "leaves"], ["trees"]]


def test_one_module_reaches_into_stanza_and_none_into_transformers() -> None:
    for path in (ROOT / "quotes").rglob("*.py"):
        imported = {
            node.module or "" if isinstance(node, ast.ImportFrom) else name.name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom | ast.Import)
            for name in node.names
        }
        inside = [module for module in imported if module.startswith(("stanza.", "transformers", "peft"))]
        assert not inside or path.name == "internals.py", f"{path}: {inside}"


@pytest.mark.models
def test_every_reach_is_tested() -> None:
    from quotes.language.internals import REACHES

    for reach in REACHES:
        file, _, test = reach.test.partition("::")
        assert f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), reach
        module = ROOT / f"{reach.ours.replace('.', '/')}.py"
        assert module.is_file(), reach


@pytest.mark.models
def test_a_copy_of_a_module_is_ours_alone() -> None:
    import textwrap

    from quotes.language.internals import own_copy

    ours = own_copy("textwrap", dedent=len)
    assert ours.dedent is len and textwrap.dedent is not len
    with pytest.raises(AttributeError):
        own_copy("textwrap", indentation=len)
