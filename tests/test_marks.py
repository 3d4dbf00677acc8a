"""Quotation marks: every style, apostrophes, re-opened paragraphs, and marks that were lost."""

from __future__ import annotations

import pytest

from quotes.article import Span
from quotes.document.marks import kind_of, quotations


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
