"""Who said what: one minimal text a construction, through the real compact models, from raw text to speakers."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from quotes.annotation import Annotated
from quotes.article import Article
from quotes.engine import annotate, to_json

pytestmark = pytest.mark.models


@dataclass(frozen=True)
class Case:
    """A text and one quote that must be found in it: words of its content, its speaker, and whatever else is given."""

    text: str
    content: str
    speaker: str | None
    kind: str | None = None
    act: str | None = None
    negated: bool | None = None


CASES = {
    "clausal complement": Case(
        "Finance Minister Anna Keller said on Monday that the budget would be balanced within two years.",
        "that the budget would be balanced within two years",
        "Anna Keller",
        "indirect",
        "speech",
    ),
    "cue after": Case(
        "“We will not close a single school,” Mayor Tom Harding told reporters.",
        "“We will not close a single school,”",
        "Tom Harding",
        "direct",
    ),
    "inverted": Case(
        "The bridge will reopen in May, said Laura Chen, the city’s chief engineer.",
        "The bridge will reopen in May",
        "Laura Chen",
        "indirect",
    ),
    "split quote": Case(
        "“The numbers are wrong,” said Peter Novak, “and everybody in this room knows it.”",
        "“The numbers are wrong,” … “and everybody in this room knows it.”",
        "Peter Novak",
        "direct",
    ),
    "straight marks": Case(
        '"The numbers are wrong," said Peter Novak. "Everybody knows it."',
        '"The numbers are wrong," … "Everybody knows it."',
        "Peter Novak",
        "direct",
    ),
    "single marks": Case(
        "‘We don’t expect the players’ union to agree,’ said the club’s chairman, David Price.",
        "‘We don’t expect the players’ union to agree,’",
        "David Price",
        "direct",
    ),
    "mixed": Case(
        "Senator Maria Lopez said the plan was “a gift to polluters” and would be stopped.",
        "the plan was “a gift to polluters” and would be stopped",
        "Maria Lopez",
        "mixed",
    ),
    "infinitive": Case(
        "Governor Helen Brooks urged residents to leave their homes before the storm.",
        "to leave their homes before the storm",
        "Helen Brooks",
        "indirect",
    ),
    "according to": Case(
        "Unemployment fell to four percent in March, according to the Labor Department.",
        "Unemployment fell to four percent in March",
        "Labor Department",
        "indirect",
    ),
    "participle": Case(
        "President Jonas Weber defended the decision, noting that the army had asked for it twice.",
        "that the army had asked for it twice",
        "Jonas Weber",
        "indirect",
    ),
    "nominal cue": Case(
        "Prime Minister Karin Dahl expressed confidence that the talks would succeed before Christmas.",
        "that the talks would succeed before Christmas",
        "Karin Dahl",
        "indirect",
    ),
    "possessive": Case(
        "Robert Hale’s claim that the votes had been counted twice is under investigation.",
        "that the votes had been counted twice",
        "Robert Hale",
        "indirect",
    ),
    "negated": Case(
        "Daniel Osei did not say whether he would run for a second term.",
        "whether he would run for a second term",
        "Daniel Osei",
        "indirect",
        negated=True,
    ),
    "thought": Case(
        "Nina Petrova believes that the court will decide in her favor.",
        "that the court will decide in her favor",
        "Nina Petrova",
        "indirect",
        "thought",
    ),
    "conjoined cues": Case(
        "Paul Meyer apologized for the delay and promised that the refunds would be paid by Friday.",
        "that the refunds would be paid by Friday",
        "Paul Meyer",
        "indirect",
    ),
    "pronoun": Case(
        "Judge Susan Clarke opened the hearing at noon. She said the witness had been threatened.",
        "the witness had been threatened",
        "Susan Clarke",
        "indirect",
    ),
    "organisation": Case(
        "The World Health Organization warned on Tuesday that the disease was spreading faster than expected.",
        "that the disease was spreading faster than expected",
        "World Health Organization",
        "indirect",
    ),
    "unnamed": Case(
        "A senior official who asked not to be named said the deal was dead.",
        "the deal was dead",
        None,
        "indirect",
    ),
    "apposed name": Case(
        "An attorney for the family, Mark Delgado, said on Friday that the suit would go on.",
        "that the suit would go on",
        "Mark Delgado",
        "indirect",
    ),
    "body": Case(
        "Emma Harding lost by nine votes. The Harding campaign said on Tuesday that it would ask for a recount.",
        "that it would ask for a recount",
        "Harding campaign",
        "indirect",
    ),
    "poll": Case(
        "A Quillman University poll found that most voters were still undecided.",
        "that most voters were still undecided",
        "Quillman University poll",
        "indirect",
    ),
    "two roles, one person": Case(
        "Rosa Vidal, a former judge and senator, said the law would not survive.",
        "the law would not survive",
        "Rosa Vidal",
        "indirect",
    ),
    "role": Case(
        "Mayor Denise Calder opened the meeting. The mayor said the pool would close in June.",
        "the pool would close in June",
        "Denise Calder",
        "indirect",
    ),
    "re-opened marks": Case(
        "“We waited for three hours,” said nurse Emily Grant.\n\n“Nobody came. Nobody called.\n\n“In the end we walked.”",
        "“We waited for three hours,” … “Nobody came. Nobody called.\n\n“In the end we walked.”",
        "Emily Grant",
        "direct",
    ),
}


@pytest.fixture(scope="module")
def annotated() -> dict[str, Annotated]:
    found = {}
    for result in annotate(Article(name, case.text) for name, case in CASES.items()):
        assert isinstance(result, Annotated)
        found[result.article.id] = result
    return found


def words(text: str) -> str:
    """Text without the punctuation at its edges, which no convention agrees on."""
    return text.strip("\"“”‘’'., ")


@pytest.mark.parametrize("name", CASES)
def test_construction(name: str, annotated: dict[str, Annotated]) -> None:
    case = CASES[name]
    quotes = to_json(annotated[name])["quotes"]
    match = [q for q in quotes if words(q["text"]) == words(case.content)]
    assert match, [(q["text"], q["speaker"]) for q in quotes]
    quote = match[0]
    assert quote["speaker"] == case.speaker
    for field in ("kind", "act", "negated"):
        if (expected := getattr(case, field)) is not None:
            assert quote[field] == expected, field


@pytest.mark.parametrize("name", CASES)
def test_quotes_are_verbatim_and_say_why(name: str, annotated: dict[str, Annotated]) -> None:
    text = CASES[name].text
    for quote in annotated[name].quotes:
        for span in (*quote.content, *quote.cue, *quote.source):
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text) == span.of(text).strip()
        assert list(quote.content) == sorted(quote.content)
        assert 0 <= quote.confidence <= 1
        assert quote.evidence["rule"] and quote.evidence["steps"] and quote.evidence["models"]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “experts” met at the “Blue Room” on Friday to taste wine.",
        "She directed “The Long Winter” in 1998 and “Harbor Lights” in 2004.",
        "The town lies on a river and has a small harbor.",
    ],
)
def test_scare_quotes_and_titles_are_no_quotes(text: str) -> None:
    (result,) = annotate([Article("a", text)])
    assert isinstance(result, Annotated)
    assert result.quotes == ()
