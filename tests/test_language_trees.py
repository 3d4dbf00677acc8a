"""Trees are those that Stanza's own search finds, and Stanza's modules stay as they are."""

from __future__ import annotations

import numpy as np
import pytest

from quotes.language.trees import cycles, is_tree, one_root


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


@pytest.mark.models
def test_cycles_are_those_that_stanza_finds() -> None:
    from stanza.models.common.chuliu_edmonds import tarjan

    rng = np.random.default_rng(5)
    found_any = 0
    for _ in range(300):
        heads = rng.integers(0, 12, size=12)
        heads[0] = 0
        expected = {tuple(np.flatnonzero(mask)) for mask in tarjan(heads)}
        found = [tuple(np.flatnonzero(mask)) for mask in cycles(heads)]
        assert set(found) == expected and len(found) == len(expected)
        found_any += bool(found)
    assert found_any > 30


@pytest.mark.models
def test_the_best_tree_is_the_one_that_stanza_finds() -> None:
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

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
        expected = chuliu_edmonds_one_root(scores.copy())
        found = one_root(scores)
        assert found.tolist() == expected.tolist()
        assert np.array_equal(scores, before)
        masked = scores.copy()
        masked[0] = -np.inf
        masked[0, 0] = 0
        easy += is_tree(masked.argmax(axis=1))
    assert 30 < easy < 270


@pytest.mark.models
def test_stanzas_modules_stay_as_they_are() -> None:
    from stanza.models.common import chuliu_edmonds
    from stanza.models.depparse import head_constraints, model

    from quotes.language.trees import searches

    ours, repair = searches()
    assert ours is not chuliu_edmonds and ours.tarjan is cycles and repair.chuliu_edmonds_one_root is one_root
    assert chuliu_edmonds.tarjan.__module__ == "stanza.models.common.chuliu_edmonds"
    for module in (model, head_constraints):
        assert module.chuliu_edmonds_one_root is chuliu_edmonds.chuliu_edmonds_one_root
