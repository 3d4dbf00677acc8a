"""Who a source mention is: one minimal text a rule, and counter-examples, from frozen parses."""

from __future__ import annotations

from functools import cache

import pytest
from constructions import frozen_document
from speaker_cases import RULES, check

from quotes.article import Span
from quotes.attribution.draft import Draft, Rule
from quotes.forms.speakers import who_speaks
from quotes.speakers.resolution import Resolution
from quotes.speakers.resolve import Speakers


@cache
def resolved(name: str) -> tuple[Resolution, Speakers]:
    """Who the source of a case is, as the subject of whatever it does."""
    case, document = RULES[name], frozen_document(f"source {name}")
    assert document.text == case.text
    words = {"I": "I believe", "who": "who s", "Senator": "Senator says"}.get(case.source, case.source)
    start = case.text.rindex(words)
    span = Span(start, start + len(case.source))
    head = document.head_of(span)
    assert head is not None
    verb = head.head or head
    sentence = head.sentence
    rest = Span(verb.end, sentence.end) if verb.end < sentence.end else Span(sentence.start, span.start)
    speakers = who_speaks(document, [Draft((rest,), verb.span, (span,), Rule.CLAUSE, 0.9)])
    return speakers.resolutions[0], speakers


@pytest.mark.parametrize("name", RULES)
def test_source(name: str) -> None:
    check(RULES[name], *resolved(name))


@pytest.mark.parametrize("name", RULES)
def test_a_resolution_says_why(name: str) -> None:
    resolution, _ = resolved(name)
    assert resolution.steps
    assert resolution.confidence is not None and 0 <= resolution.confidence <= 1
