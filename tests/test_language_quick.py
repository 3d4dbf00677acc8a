"""The quick replacements for Stanza's slow spots give Stanza's results."""

from __future__ import annotations

import importlib.util
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from quotes.language import quick
from quotes.language.quick import cycles, is_tree, one_root


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        ([0, 0], True),
        ([0, 2, 0], True),
        ([0, 2, 3, 4, 0], True),
        ([0, 0, 0], False),  # two words under the root
        ([0, 2, 1, 0], False),  # a cycle beside the tree
        ([0, 3, 1, 2], False),  # nothing but a cycle
        ([0, 0, 2], False),  # a word that is its own head
    ],
)
def test_a_tree_has_one_root_and_no_cycles(heads: list[int], expected: bool) -> None:
    assert is_tree(np.array(heads)) is expected


def untouched_stanza() -> ModuleType:
    """Stanza's tree search as it was installed, whatever this process has replaced in it."""
    spec = importlib.util.find_spec("stanza.models.common.chuliu_edmonds")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.models
def test_cycles_are_those_that_stanza_finds() -> None:
    stanza = untouched_stanza()
    rng = np.random.default_rng(5)
    found_any = 0
    for _ in range(300):
        heads = rng.integers(0, 12, size=12)
        heads[0] = 0
        expected = {tuple(np.flatnonzero(mask)) for mask in stanza.tarjan(heads)}
        found = [tuple(np.flatnonzero(mask)) for mask in cycles(heads)]
        assert set(found) == expected and len(found) == len(expected)
        found_any += bool(found)
    assert found_any > 30


@pytest.mark.models
def test_the_best_tree_is_the_one_that_stanza_finds() -> None:
    stanza = untouched_stanza()
    quick.install()
    rng = np.random.default_rng(3)
    easy = 0
    for round_ in range(300):
        size = int(rng.integers(2, 14))
        scores = rng.normal(size=(size, size)).astype(np.float32)
        if round_ % 2:
            # Favour a random tree, as a trained parser does, so that both ways are taken.
            for word in range(1, size):
                scores[word, rng.integers(0, word)] += 6
        np.fill_diagonal(scores, -np.inf)
        # Log-probabilities of heads, which is what the parser gives.
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        before = scores.copy()
        expected = stanza.chuliu_edmonds_one_root(scores.copy())
        found = one_root(scores)
        assert found.tolist() == expected.tolist()
        assert np.array_equal(scores, before)
        masked = scores.copy()
        masked[0] = -np.inf
        masked[0, 0] = 0
        easy += is_tree(masked.argmax(axis=1))
    assert 30 < easy < 270


@pytest.mark.models
def test_vocabularies_that_remember_map_as_before() -> None:
    from stanza.models.common.vocab import CharVocab
    from stanza.models.pos.vocab import FeatureVocab, MultiVocab

    units = [[("won’t", "Number=Sing|Tense=Past"), ("é", "_")]]
    letters = CharVocab([list("won’té")])
    features = FeatureVocab(units, idx=1)
    words, sets = ["won’t", "won", "x", "won’t", ""], ["Number=Sing|Tense=Past", "_", "Tense=Past", "Tense=Fut"]
    before = [letters.map(list(word)) for word in words], [features.unit2id(unit) for unit in sets]
    ids = before[1]
    names = [features.id2unit(values) for values in ids]
    quick.remember(MultiVocab({"char": letters, "feats": features}))
    for _ in range(2):
        assert [letters.map(list(word)) for word in words] == before[0]
        assert [features.unit2id(unit) for unit in sets] == ids
        assert [features.id2unit(values) for values in ids] == names
    quick.remember(None)


class Vocabulary:
    names = ("nsubj", "obj", "csubj", "nsubj:pass", "obl")

    def unmap(self, ids: list[int]) -> list[str]:
        from stanza.models.common.vocab import VOCAB_PREFIX_SIZE

        return [self.names[i - VOCAB_PREFIX_SIZE] for i in ids]


@pytest.mark.models
def test_relations_of_chosen_arcs_are_those_that_stanza_picks_from_all() -> None:
    """Doubled subjects and their repair included, which five relations and random scores make common."""
    import torch
    from stanza.models.common.biaffine import DeepBiaffineScorer
    from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
    from stanza.models.depparse.model import GraphParser

    torch.manual_seed(2)
    lengths = [9, 14, 3, 21]
    states = torch.randn(len(lengths), max(lengths), 12)
    arcs = torch.randn(len(lengths), max(lengths), max(lengths)).log_softmax(2).numpy()
    scorer = DeepBiaffineScorer(12, 12, 8, len(Vocabulary.names))
    torch.nn.init.normal_(scorer.scorer.W_bilin.weight, std=0.1)

    class Parser:
        vocab = {"deprel": Vocabulary()}  # noqa: RUF012
        deprel = scorer

        def __call__(self, *_: object) -> tuple[int, list[object]]:
            return 0, [arcs, self.deprel(states, states)]

    with torch.inference_mode():
        scores = scorer(states, states)
        preds = [arcs, scores.argmax(3).numpy() + VOCAB_PREFIX_SIZE, scores.log_softmax(3).numpy()]
        scorer.scorer = quick.ArcLabels(scorer.scorer, torch.float32)
        both = []
        for repair in (False, True):
            expected = GraphParser.decode_graph_predictions(Vocabulary(), len(lengths), preds, lengths, repair)
            found = quick.predict(Parser(), *[None] * 12, lengths, resolve_head_constraints=repair)
            assert [[tuple(arc) for arc in s] for s in found] == [[tuple(arc) for arc in s] for s in expected]
            both.append(found)
    assert both[0] != both[1], "nothing was repaired: the test shows too little"


@pytest.mark.models
def test_the_lemmatizer_sees_each_word_once() -> None:
    from stanza.models.common.doc import LEMMA, TEXT, UPOS, Document

    asked: list[list[str]] = []

    class Lemmatizer:
        trainer = SimpleNamespace(has_contextual_lemmatizers=lambda: False)

        def process(self, document: Document) -> Document:
            asked.append(document.get(TEXT))
            document.set([LEMMA], [f"{text}/{upos}" for text, upos in document.get([TEXT, UPOS])])
            return document

    def document(*pairs: tuple[str, str]) -> Document:
        return Document([[{"id": (i,), TEXT: text, UPOS: upos} for i, (text, upos) in enumerate(pairs, 1)]])

    lemmatizer = Lemmatizer()
    quick.remember_lemmas(lemmatizer)
    first = lemmatizer.process(document(("leaves", "VERB"), ("leaves", "NOUN"), ("leaves", "VERB")))
    assert first.get(LEMMA) == ["leaves/VERB", "leaves/NOUN", "leaves/VERB"]
    second = lemmatizer.process(document(("leaves", "NOUN"), ("trees", "NOUN")))
    assert second.get(LEMMA) == ["leaves/NOUN", "trees/NOUN"]
    assert asked == [["leaves", "leaves"], ["trees"]]
