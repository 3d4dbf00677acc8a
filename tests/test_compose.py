"""How proposals, rules and marks become drafts, on a parse written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from examples import found

from quotes.attribution.compose import Parts, compose
from quotes.attribution.tree import tree_at, trees
from quotes.document.parse import Parse, Proposal, Sentence, Word

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


def proposal(text: str, cue: str, *content: str, source: str = "", sure: float = 0.9) -> Proposal:
    sources = (found(text, source),) if source else ()
    return Proposal(
        found(text, cue), sources, tuple(found(text, c) for c in content), sure, sure, sure if content else 0.0
    )


def test_grammar_gives_the_content_that_the_network_does_not_see() -> None:
    parse = replace(PARSE, proposals=(proposal(TEXT, "said", source="Ann"),))
    (draft,) = compose(parse, trees(parse))
    assert [s.of(TEXT) for s in draft.content] == ["they won"]
    assert "grammar says what its content is" in draft.steps[0]


THAT = "Ann said that they won."
THAT_WORDS = (
    *WORDS[:2],
    Word(2, "that", "that", "SCONJ", "", 4, "mark", 9, 13),
    Word(3, "they", "they", "PRON", "Number=Plur", 4, "nsubj", 14, 18),
    Word(4, "won", "win", "VERB", "Tense=Past", 1, "ccomp", 19, 22),
    Word(5, ".", ".", "PUNCT", "", 1, "punct", 22, 23),
)


def test_a_subject_that_says_that_is_a_quote_whatever_the_network_says() -> None:
    parse = Parse(THAT, (Sentence(0, 0, len(THAT), THAT_WORDS),))
    (draft,) = compose(parse, trees(parse))
    assert [s.of(THAT) for s in (*draft.source, *draft.content)] == ["Ann", "that they won"]


def test_but_not_where_somebody_else_is_speaking() -> None:
    text = f"“{THAT}”"
    words = tuple(replace(w, start=w.start + 1, end=w.end + 1) for w in THAT_WORDS)
    parse = Parse(text, (Sentence(0, 0, len(text), words),))
    assert compose(parse, trees(parse)) == []


@pytest.mark.parametrize(("sure", "kept"), [(0.8, False), (0.99, True)])
def test_a_bare_name_that_something_was_done_to_is_no_quote(sure: float, kept: bool) -> None:
    text = "Ann was charged."
    words = (
        Word(0, "Ann", "Ann", "PROPN", "Number=Sing", 2, "nsubj:pass", 0, 3),
        Word(1, "was", "be", "AUX", "", 2, "aux:pass", 4, 7),
        Word(2, "charged", "charge", "VERB", "VerbForm=Part|Voice=Pass", -1, "root", 8, 15),
        Word(3, ".", ".", "PUNCT", "", 2, "punct", 15, 16),
    )
    parse = Parse(
        text, (Sentence(0, 0, len(text), words),), proposals=(proposal(text, "was charged", "Ann", sure=sure),)
    )
    assert [[s.of(text) for s in d.content] for d in compose(parse, trees(parse))] == ([["Ann"]] if kept else [])


@pytest.mark.parametrize(("mark", "content"), [("”", ["“I had,”"]), ("", ["“You went\n\n“I had,”"])])
def test_only_an_open_quotation_reaches_over_from_the_paragraph_before(mark: str, content: list[str]) -> None:
    text = f"“You went{mark}\n\n“I had,” Tom said."
    at = text.index("Tom")
    words = (
        Word(0, "Tom", "Tom", "PROPN", "Number=Sing", 1, "nsubj", at, at + 3),
        Word(1, "said", "say", "VERB", "Tense=Past", -1, "root", at + 4, at + 8),
        Word(2, ".", ".", "PUNCT", "", 1, "punct", at + 8, at + 9),
    )
    both = proposal(text, "said", f"“You went{mark}", "“I had,”", source="Tom")
    parse = Parse(text, (Sentence(0, at, len(text), words),), proposals=(both,))
    (draft,) = compose(parse, trees(parse))
    assert [s.of(text) for s in draft.content] == content


def test_what_fills_another_sentence_is_no_bare_name() -> None:
    text = "They will close the mill.\nSo was reported."
    words = (
        Word(0, "So", "so", "ADV", "", 2, "advmod", 26, 28),
        Word(1, "was", "be", "AUX", "", 2, "aux:pass", 29, 32),
        Word(2, "reported", "report", "VERB", "VerbForm=Part|Voice=Pass", -1, "root", 33, 41),
        Word(3, ".", ".", "PUNCT", "", 2, "punct", 41, 42),
    )
    sentences = (Sentence(0, 0, 25, ()), Sentence(1, 26, 42, words))
    reported = proposal(text, "was reported", "They will close the mill", sure=0.9)
    parse = Parse(text, sentences, proposals=(reported,))
    (draft,) = compose(parse, trees(parse))
    assert [s.of(text) for s in draft.content] == ["They will close the mill"]
