"""How a text is cut into paragraphs before any model sees it."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from quotes.document.paragraphs import paragraphs, readable
from quotes.language.layout import LONGEST, join


def cut(text: str) -> list[str]:
    return [span.of(text) for span in paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("One.\r\n\r\n Two. \r\n", ["One.", "Two."]),
        ("Mayor quits\nThe mayor said so.", ["Mayor quits", "The mayor said so."]),
        (
            "“It is a defeat for us.\nI assure you it is not.” He left.",
            ["“It is a defeat for us.", "I assure you it is not.” He left."],
        ),
        ("she said on\nthe phone.", ["she said on\nthe phone."]),
        ("A\u2028B", ["A", "B"]),
        ("", []),
        (" \n\t\n ", []),
    ],
)
def test_paragraphs_are_lines_unless_the_text_goes_on(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


WRAPPED = """The council voted on Tuesday to close the old bridge over the
Tamarack River after engineers found cracks in two of its piers,
Mayor Ines Okafor said. "We have no choice," she told reporters at
City Hall, adding that a replacement would cost about nine million
dollars and take three years.

Residents were not convinced. Peter Lindqvist, who runs a bakery on
the east bank, said that nobody had asked him."""


def test_hard_wrapped_lines_are_joined_and_blank_lines_still_part() -> None:
    found = cut(WRAPPED)
    assert len(found) == 2
    assert found[0].startswith("The council") and found[0].endswith("three years.")


def test_short_lines_are_not_taken_for_wrapped_text() -> None:
    lines = [
        "Budget vote delayed",
        "By Ana Ruiz",
        "Lisbon, 3 May",
        "The vote was put off on Monday, two aides said.",
        "More soon.",
    ]
    assert cut("\n".join(lines)) == lines


def test_unreadable_characters_become_spaces_one_for_one() -> None:
    text = "a\x00b\u200b c\ud800d co\u00adop \ufeffx"
    clean = readable(text)
    assert len(clean) == len(text)
    assert clean == "a b  c d co\u00adop  x"


def test_an_endless_line_is_cut_at_a_space() -> None:
    text = "word " * LONGEST
    found = join(text).spans
    assert all(span.end - span.start <= LONGEST for span in found)
    assert "".join(span.of(text) + " " for span in found) == text


def test_an_endless_word_is_cut_anyway() -> None:
    found = join("x" * (2 * LONGEST + 1)).spans
    assert [span.end - span.start for span in found] == [LONGEST, LONGEST, 1]


def test_joined_paragraphs_know_where_they_came_from() -> None:
    text = "One.\nTwo.\n \n  Three\x07 four. "
    joined = join(text)
    assert joined.text == "One.\n\nTwo.\n\nThree  four."
    for position, character in enumerate(joined.text):
        paragraph = joined.paragraph_at(position)
        offset = position - joined.starts[paragraph]
        span = joined.spans[paragraph]
        if offset < span.end - span.start and character != " ":
            assert text[span.start + offset] == character


def test_any_characters_can_be_cut() -> None:
    rng = random.Random(7)
    alphabet = "ab .\n\r\t\"“”'’\u200b\u2028\ufeff\x00\ud83d😀ع̈"
    for _ in range(300):
        text = "".join(rng.choice(alphabet) for _ in range(rng.randrange(60)))
        clean = readable(text)
        spans = list(paragraphs(clean))
        assert all(a.end <= b.start for a, b in pairwise(spans))
        covered = "".join(span.of(clean) for span in spans)
        assert "".join(covered.split()) == "".join(clean.split())
