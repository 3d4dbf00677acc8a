"""A document built from a parse written by hand: trees, look-ups by offset, entities and chains."""

from __future__ import annotations

import pytest
from conllu import chain, document, entity, parse
from hypothesis import given
from hypothesis import strategies as st

from quotes.article import Span
from quotes.document import Document, Token

TWO = """
1 Ann   Ann   PROPN _ Number=Sing 2 nsubj
2 hopes hope  VERB  _ _           0 root
3 and   and   CCONJ _ _           4 cc
4 says  say   VERB  _ _           2 conj
5 that  that  SCONJ _ _           7 mark
6 they  they  PRON  _ Number=Plur 7 nsubj
7 won   win   VERB  _ _           4 ccomp
8 .     .     PUNCT _ _           2 punct

1 The    the    DET   _ _ 2 det Paragraph
2 mayor  mayor  NOUN  _ _ 4 nsubj:pass
3 was    be     AUX   _ _ 4 aux:pass
4 beaten beat   VERB  _ _ 0 root
5 .      .      PUNCT _ _ 4 punct
"""


@pytest.fixture
def two() -> Document:
    return document(TWO)


def token(of: Document, text: str) -> Token:
    return next(t for t in of.tokens if t.text == text)


def test_the_text_of_a_parse_written_by_hand(two: Document) -> None:
    assert two.text == "Ann hopes and says that they won.\n\nThe mayor was beaten."
    assert [s.span.of(two.text) for s in two.sentences] == [
        "Ann hopes and says that they won.",
        "The mayor was beaten.",
    ]
    assert all(t.span.of(two.text) == t.text for t in two.tokens)


def test_a_token_knows_head_children_subtree_and_ancestors(two: Document) -> None:
    won = token(two, "won")
    assert won.head is token(two, "says")
    assert [t.text for t in won.children()] == ["that", "they"]
    assert [t.text for t in won.subtree()] == ["that", "they", "won"]
    assert [t.text for t in won.subtree(without=won.children("mark"))] == ["they", "won"]
    assert [t.text for t in won.ancestors()] == ["says", "hopes"]
    assert won.child("nsubj") is token(two, "they") and won.child("obj") is None
    assert won.sentence is two.sentences[0]


def test_a_relation_stands_for_its_subtypes(two: Document) -> None:
    beaten = token(two, "beaten")
    assert [t.text for t in beaten.children("nsubj")] == ["mayor"]
    assert [t.text for t in beaten.children("aux:pass")] == ["was"]
    assert beaten.children("nsubj:outer") == []


def test_conjuncts_share_their_subject(two: Document) -> None:
    subject = token(two, "says").subject()
    assert subject is token(two, "Ann")


def test_a_clause_has_a_subject_of_its_own(two: Document) -> None:
    assert token(two, "won").subject() is token(two, "they")


def test_runs_of_tokens_are_spans_without_separators() -> None:
    doc = document(
        """
        1 Ann  Ann  PROPN _ _ 3 nsubj
        2 ,    ,    PUNCT _ _ 3 punct
        3 left leave VERB _ _ 0 root
        """
    )
    (sentence,) = doc.sentences
    assert [s.of(doc.text) for s in sentence.spans(doc.tokens[:2])] == ["Ann"]
    assert [s.of(doc.text) for s in sentence.spans([doc.tokens[0], doc.tokens[2]])] == ["Ann", "left"]
    assert sentence.spans([doc.tokens[1]]) == ()


def test_look_ups_by_offset(two: Document) -> None:
    at = two.text.index("mayor")
    assert two.token_at(at + 2) is token(two, "mayor")
    assert two.token_at(at - 1) is None
    assert two.sentence_at(at) is two.sentences[1]
    assert two.sentence_at(at - 6) is two.sentences[0], "between two sentences stands the one before"
    assert two.sentence_at(-1) is None
    paragraph = two.paragraph_at(at)
    assert paragraph is not None and paragraph.of(two.text) == "The mayor was beaten."
    assert [t.text for t in two.within(Span(at, at + 9))] == ["mayor", "was"]
    assert list(two.within(Span(at - 1, at))) == []


def test_an_empty_document() -> None:
    empty = Document(parse(""))
    assert empty.sentence_at(0) is empty.token_at(0) is empty.paragraph_at(0) is empty.entity_at(0) is None
    assert empty.head_of(Span(0, 5)) is None


def test_the_head_of_a_span_is_a_noun_where_there_is_one(two: Document) -> None:
    assert two.head_of(Span(two.text.index("The"), two.text.index(" was"))) is token(two, "mayor")
    assert two.head_of(Span(0, two.text.index(" and"))) is token(two, "hopes")


def test_chains_and_entities_are_found_by_token_and_offset() -> None:
    plain = parse(TWO)
    told = chain(plain, "Ann", "The mayor")
    doc = document(TWO, entities=(entity(plain.text, "Ann"),), chains=(told,))
    assert doc.chain_of(token(doc, "mayor")) is told
    assert doc.chain_of(token(doc, "they")) is None
    assert doc.entity_at(1) == doc.entities[0] and doc.entity_at(3) is None


def test_a_cycle_in_a_tree_ends() -> None:
    doc = document("1 a a X _ _ 2 dep\n2 b b X _ _ 1 dep")
    a, b = doc.tokens
    assert list(a.ancestors()) == [b] and a.subtree() == [a, b] and a.subject() is None


@given(st.integers(-2, 60), st.integers(0, 60))
def test_look_ups_agree_with_a_search_through_all(start: int, length: int) -> None:
    doc = document(TWO)
    span = Span(start, start + length)
    assert list(doc.within(span)) == [t for t in doc.tokens if t.start < span.end and t.end > span.start]
    assert doc.token_at(start) == next((t for t in doc.tokens if t.start <= start < t.end), None)
