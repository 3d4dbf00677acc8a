"""Who a source mention is where news has been misread, from frozen parses: names inside the phrase, pronouns, bodies, works."""

from __future__ import annotations

import pytest
from constructions import frozen_document
from speaker_cases import CASES, check

from quotes.article import Span
from quotes.attribution.draft import Draft, Rule
from quotes.speakers.resolution import Resolution
from quotes.speakers.resolve import Speakers, speakers_of


def heard(name: str) -> tuple[Resolution, Speakers]:
    """Who the source of a case is, as the subject of whatever it does."""
    case, document = CASES[name], frozen_document(f"speaker {name}")
    start = case.text.rindex(case.source)
    source = Span(start, start + len(case.source))
    verb = next((v for t in document.within(source) if (v := t.head) is not None and v.start >= source.end), None)
    if verb is None:  # "“…,” said X"; "“…” — X"
        before = [t for t in document.tokens if t.end <= start]
        verb = next((t for t in reversed(before) if t.upos == "VERB" and t.sentence is before[-1].sentence), None)
    if verb is None:
        quotation = document.quotations[-1].spans[0]
        found = speakers_of(document, [Draft((quotation,), None, (), Rule.NETWORK, 0.9)])
        return found.resolutions[0], found
    sentence = verb.sentence
    rest = Span(verb.end, sentence.end) if verb.start >= source.end else Span(sentence.start, verb.start)
    found = speakers_of(document, [Draft((rest,), verb.span, (source,), Rule.CLAUSE, 0.9)])
    return found.resolutions[0], found


@pytest.mark.parametrize("name", CASES)
def test_who_is_heard(name: str) -> None:
    case = CASES[name]
    resolution, found = heard(name)
    check(case, resolution, found)


def test_the_cases_have_what_they_say() -> None:
    for name, case in CASES.items():
        assert frozen_document(f"speaker {name}").text == case.text
        assert case.source in case.text
