"""One definition of paragraph: the parser, the marks, the document and the search context cut a text at the same places."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quotes.article import Span
from quotes.document import Document, Parse
from quotes.document.paragraphs import paragraphs
from quotes.language.layout import join
from quotes.store.rows import context_of

WRAPPED = """The council voted on Tuesday to close the old bridge over the
Tamarack River after engineers found cracks in two of its piers,
the mayor said. “We have no choice,” she told reporters at noon.
“The bridge was built for carts, and it has carried lorries for
forty years without a single repair.”

A second paragraph stands here."""


def test_hard_wrapped_lines_are_one_paragraph_for_all() -> None:
    first, second = paragraphs(WRAPPED)
    assert second.of(WRAPPED) == "A second paragraph stands here."
    assert join(WRAPPED).spans == (first, second)
    document = Document(Parse(WRAPPED, ()))
    assert document.paragraphs == (first, second)
    assert [q.spans[0].of(WRAPPED)[:9] for q in document.quotations] == ["“We have ", "“The brid"]
    cue = Span(WRAPPED.index("told"), WRAPPED.index("told") + 4)
    assert context_of(WRAPPED, [cue], [first, second]) == first.of(WRAPPED)


def test_context_is_the_paragraphs_that_a_quote_touches() -> None:
    text = "One.\n\nTwo two.\n\nThree.\n\nFour."
    lines = paragraphs(text)
    assert context_of(text, [Span(6, 9)], lines) == "Two two."
    assert context_of(text, [Span(6, 9), Span(16, 18)], lines) == "Two two.\n\nThree."


@given(st.text(alphabet="aB .\n\r\x0b\x00”", max_size=60))
def test_paragraphs_hold_all_words_in_order_and_do_not_overlap(text: str) -> None:
    spans = paragraphs(text)
    assert all(s.start < s.end for s in spans) and spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = {i for s in spans for i in range(*s)}
    assert all(i in covered for i, character in enumerate(text) if character.isalnum())
    document = Document(Parse(text, ()))
    parts = document.paragraphs_within(Span(0, len(text)))
    assert parts == spans
