"""Quotation marks: every style, apostrophes, re-opened paragraphs, and marks that were lost."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.article import Span
from quotes.document import Document, Parse
from quotes.document.marks import kind_of, quotations
from quotes.document.paragraphs import paragraphs


def found(text: str) -> list[list[str]]:
    return [[s.of(text) for s in q.spans] for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We won," she said, "at last."', [['"We won,"'], ['"at last."']]),
        ("“We won,” she said.", [["“We won,”"]]),
        ("«Nous partons», he said.", [["«Nous partons»"]]),
        ('He called it "a shame".', [['"a shame"']]),
        ('She said—"never again"—and left.', [['"never again"']]),
        ("‘We don’t know,’ said the players’ captain.", [["‘We don’t know,’"]]),
        ("'It isn't over,' he said. 'It's the '90s again.'", [["'It isn't over,'"], ["'It's the '90s again.'"]]),
        ("The players' union and the dogs' home didn't agree.", []),
        ("“He told me ‘go home’ twice,” she said.", [["“He told me ‘go home’ twice,”"]]),
        ("“She shouted “stop” at us,” he said.", [["“She shouted “stop” at us,”"]]),
        ("“First.\n\n“Second.\n\n“Third,” he said.", [["“First.", "“Second.", "“Third,”"]]),
        ('"First.\n\n"Second," he said.', [['"First.', '"Second,"']]),
        (
            "He said, “You want a defeat.\nI assure you it is not.” He left.",
            [["“You want a defeat.", "I assure you it is not.”"]],
        ),
        ("He said, “this never closes.\n\nA new day. “Fine,” she said.", [["“this never closes."], ["“Fine,”"]]),
        ('An inch is 1" wide.\n\n"Fine," she said.', [['"Fine,"']]),
        ("", []),
        ('"', [['"']]),
        ("»Wir gehen«, sagte er. »Heute.«", [["»Wir gehen«"], ["»Heute.«"]]),
        ("Er sagte: »Wir gehen heute.«", [["»Wir gehen heute.«"]]),
        ("„Wir gehen“, sagte er, „und zwar heute.“", [["„Wir gehen“"], ["„und zwar heute.“"]]),
        ("„Idziemy” – powiedział.", [["„Idziemy”"]]),
        ("« Nous partons », dit-il. « Ce soir. »", [["« Nous partons »"], ["« Ce soir. »"]]),
        ("«\u202fNous partons\u202f», dit-il.", [["«\u202fNous partons\u202f»"]]),
        ("»Vi går», sa han. »Nu.»", [["»Vi går»"], ["»Nu.»"]]),
        (
            "She quoted him: „Wir gehen heute“. “And they went,” she said.",
            [["„Wir gehen heute“"], ["“And they went,”"]],
        ),
        ("„Wir gehen.\n\n„Und zwar heute“, sagte er.", [["„Wir gehen.", "„Und zwar heute“"]]),
        ("''It isn't over,'' he said. ``Not yet.''", [["''It isn't over,''"], ["``Not yet.''"]]),
        ("''First.\n\n''Second,'' she said.", [["''First.", "''Second,''"]]),
        ("”Vi går”, sa han. ”Nu.”", [["”Vi går”"], ["”Nu.”"]]),
        ("”We won,“ she said. ”At last.“", [["”We won,“"], ["”At last.“"]]),
        ("”First.\n\n”Second,“ she said.", [["”First.", "”Second,“"]]),
        ("“We won“, she said (“at last”).", [["“We won“"], ["“at last”"]]),
        ("She—“never”—left. “Now …” he said. “…then.”", [["“never”"], ["“Now …”"], ["“…then.”"]]),
        ('"We won,” she said. "At last."', [['"We won,”'], ['"At last."']]),
        ('“We won," she said. “At last.”', [['“We won,"'], ["“At last.”"]]),
        ('“They cried "stop!" twice,” she said.', [['“They cried "stop!" twice,”']]),
        ('“It is 3" wide,” she said.', [['“It is 3" wide,”']]),
    ],
)
def test_pairs(text: str, expected: list[list[str]]) -> None:
    assert found(text) == expected


def test_a_lost_mark_costs_only_its_paragraph() -> None:
    text = 'He said "this is lost.\n\nNothing here.\n\n"Kept," she said. "Also kept."'
    assert found(text)[1:] == [['"Kept,"'], ['"Also kept."']]
    assert [q.closed for q in quotations(text)] == [False, True, True]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ('It was not a "defeat" for us', "mixed"),
        ("It was not a defeat for us", "indirect"),
        ('"It was not a defeat for us," so', "direct"),
    ],
)
def test_kind_counts_letters_inside_marks(content: str, kind: str) -> None:
    assert kind_of(content, [Span(0, len(content))], [s for q in quotations(content) for s in q.spans]) == kind


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The council voted on Tuesday to close the old bridge over the river,\n"
        "and the mayor said afterwards that nobody had wanted to. “We looked at\n"
        "everything. There was no money left. Nobody could have done it in any\n"
        "other way,” she said. The bridge will close on the first of March and\n"
        "stay closed."
    )
    assert found(text) == [[text[text.index("“") : text.index("”") + 1]]]


def test_words_that_begin_with_an_apostrophe_are_the_language_s() -> None:
    text = "'Tis cold,' he said."
    assert [[s.of(text) for s in q.spans] for q in quotations(text, frozenset(["tis"]))] == []
    assert found(text) == [["'Tis cold,'"]]


def test_single_marks_may_hold_double_ones() -> None:
    text = "‘He told me “go” twice, and then,’ she said, ‘he went.’"
    document = Document(Parse(text, ()))
    after = Span(text.index("twice"), text.index(" twice") + 6)
    assert document.kind_of([after]) == "direct"


MARKS = st.text(alphabet="ab \n\"“”„«»'‘’.,—", max_size=80)


@given(MARKS)
def test_quotations_are_in_order_apart_and_in_their_paragraphs(text: str) -> None:
    whole = quotations(text)
    assert list(whole) == sorted(whole, key=lambda q: q.start)
    spans = sorted(s for q in whole for s in q.spans)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    for single in (False, True):
        alike = sorted(s for q in whole if q.single is single for s in q.spans)
        assert all(a.end <= b.start for a, b in pairwise(alike))
    assert all(a.end <= b.start for a, b in pairwise(Document(Parse(text, ())).quoted))
    lines = paragraphs(text)
    assert all(any(p.start <= s.start and s.end <= p.end for p in lines) for s in spans)
    assert all(s.of(text)[0] in "\"“”„«»'‘’" for q in whole for s in q.spans[:1])


@given(MARKS, st.integers(0, 80), st.integers(0, 80))
def test_kind_depends_on_marks_alone(text: str, start: int, length: int) -> None:
    content = [Span(min(start, len(text)), min(start + length, len(text)))]
    quoted = [s for q in quotations(text) for s in q.spans]
    letters = [i for i in range(*content[0]) if text[i].isalnum()]
    inside = [i for i in letters if any(s.start <= i < s.end for s in quoted)]
    kind = Document(Parse(text, ())).kind_of(content)
    assert kind == ("indirect" if not inside else "direct" if len(inside) >= 0.9 * len(letters) else "mixed")


@pytest.mark.parametrize(
    "text", ["“ a " * 20_000, '" a ' * 20_000, "“a\n\n" * 20_000, "'a " * 20_000, "„a « " * 10_000]
)
def test_thousands_of_unpaired_marks_take_no_time(text: str) -> None:
    start = time.process_time()
    quotations(text)
    assert time.process_time() - start < 3
