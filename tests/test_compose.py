"""How proposals, rules and marks become drafts, on a parse written by hand."""

from __future__ import annotations

from quotes.attribution.compose import Parts, compose
from quotes.attribution.tree import tree_at, trees
from quotes.language.parse import Parse, Sentence, Word

TEXT = "Ann said they won."
WORDS = (
    Word(0, "Ann", "Ann", "PROPN", "Number=Sing", 1, "nsubj", 0, 3),
    Word(1, "said", "say", "VERB", "Tense=Past", -1, "root", 4, 8),
    Word(2, "they", "they", "PRON", "Number=Plur", 3, "nsubj", 9, 13),
    Word(3, "won", "win", "VERB", "Tense=Past", 1, "ccomp", 14, 17),
    Word(4, ".", ".", "PUNCT", "", 1, "punct", 17, 18),
)
PARSE = Parse(TEXT, (Sentence(0, 0, 18, WORDS),))


def test_rules_stand_alone_without_the_network() -> None:
    (draft,) = compose(PARSE, trees(PARSE), Parts(network=False))
    assert [s.of(TEXT) for s in draft.content] == ["they won"]
    assert draft.cue is not None and draft.cue.of(TEXT) == "said"
    assert [s.of(TEXT) for s in draft.source] == ["Ann"]


def test_where_the_network_finds_nothing_rules_do_not_guess() -> None:
    assert compose(PARSE, trees(PARSE), Parts()) == []


def test_the_tree_of_an_offset() -> None:
    (tree,) = trees(PARSE)
    assert tree_at([tree], 9) is tree
    assert tree_at([tree], -1) is None
    assert tree_at([], 3) is None
