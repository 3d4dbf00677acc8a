"""Who a source mention is: one minimal text a rule, and counter-examples, through the real compact models' parse."""

from __future__ import annotations

import pytest
from speaker_cases import Case, check

from quotes.article import Span
from quotes.attribution.draft import Draft, Rule
from quotes.document import Document
from quotes.document.parse import Parse
from quotes.forms.speakers import who_speaks
from quotes.speakers.resolution import Resolution
from quotes.speakers.resolve import Speakers

pytestmark = pytest.mark.models


CASES = {
    # -- names
    "a slip of the pen is the same person": Case(
        "Stephanie Kramer opened the session. Stephnie Kramer then left. Kramer said it was late.",
        "Kramer",
        "Stephanie Kramer",
    ),
    "a short form is the same person": Case(
        "Michael Osgood runs the port. Mike Osgood said the cranes were safe.", "Mike Osgood", "Michael Osgood"
    ),
    "a generation may be left out": Case(
        "Former Mayor Robert L. Haynes sued. Robert L. Haynes Jr. said he was ready.",
        "Robert L. Haynes Jr.",
        "Robert L. Haynes Jr.",
    ),
    "of spouses, a title tells": Case(
        "Laura Brandt and Peter Brandt own the mill. Mrs. Brandt said it was for sale.", "Mrs. Brandt", "Laura Brandt"
    ),
    "of spouses, whom the article calls by a first name is not the surname": Case(
        "Laura Brandt and Peter Brandt own the mill. Laura lives abroad. Brandt said it was for sale.",
        "Brandt",
        "Peter Brandt",
    ),
    "an acronym that the article defines": Case(
        "The march was called by the Union of Harbor Workers (UHW). Thousands came. UHW said there would be more.",
        "UHW",
        "Union of Harbor Workers",
    ),
    "the last words of one longer name": Case(
        "The National Fisheries Council met in Bergen. The Fisheries Council said stocks were low.",
        "The Fisheries Council",
        "National Fisheries Council",
    ),
    "an office's last word is no given name": Case(
        "Secretary of State Karen Mills said the border would stay open.",
        "Secretary of State Karen Mills",
        "Karen Mills",
    ),
    # -- pronouns
    "the last speaker goes on": Case(
        "Mayor Tom Harding spoke of Governor Paul Weaver's plan. “We will sue,” Harding said. “It is our right,” he added.",
        "he",
        "Tom Harding",
    ),
    "who is talked about does not talk": Case(
        "Daniel Reyes said that Paul Weaver had lied to the council. He said the papers proved it.",
        "He",
        "Daniel Reyes",
    ),
    "a pronoun agrees in gender": Case(
        "Anna Keller met Robert Hale on Monday. She said the talks were short.", "She", "Anna Keller"
    ),
    "an unnamed person stands between": Case(
        "Robert Hale was treated in Leeds. A doctor spoke to reporters afterwards. She said the wound was deep.",
        "She",
        None,
    ),
    # -- descriptions
    "a state in a party tag": Case(
        "Ruth Calloway (D-Vt.) voted against the bill. Tom Price of the press office declined to comment. "
        "The Vermont senator said it was rushed. Senator Calloway will vote again.",
        "The Vermont senator",
        "Ruth Calloway",
    ),
    "a like office": Case(
        "Helen Moss, the family's physician, arrived at noon. The doctor said the boy was well.",
        "The doctor",
        "Helen Moss",
    ),
    "the barest title": Case(
        "President Dahl met French President Luc Morel in Oslo. The president said the visit had gone well.",
        "The president",
        "Dahl",
    ),
    "an owner's lawyer": Case(
        "An attorney for Hale, Simon Okafor, filed the papers. Robert Hale was absent. Hale's lawyer said the case was weak.",
        "Hale's lawyer",
        "Simon Okafor",
    ),
    "a headline's noun": Case(
        "Former navy doctor warns\n\nHelen Moss, who was the navy's chief doctor, said the virus was back.",
        "Former navy doctor",
        "Helen Moss",
    ),
    "a description that fits two is nobody": Case(
        "Senator Ruth Calloway met Senator James Whitby and Senator Mark Oduya. Reporters waited outside for hours. It rained. "
        "Nobody came out. The trains stopped. The senator said the bill was dead.",
        "The senator",
        None,
    ),
    "another's description is not taken": Case(
        "Helen Moss, a nurse, arrived at noon. The judge said the court would rise.", "The judge", None
    ),
    "two roles of one person": Case(
        "Ruth Calloway lost. The former judge and senator said it was over. Senator Ruth Calloway, a judge once, left.",
        "The former judge and senator",
        "Ruth Calloway",
    ),
    # -- bodies
    "a body of like kind": Case(
        "The House Committee on Fisheries met on Monday. The panel said the quotas were too high.",
        "The panel",
        "House Committee on Fisheries",
    ),
    "a lede's body, named next": Case(
        "A federal appeals court ruled against the city.\n\nThe Northern Court of Appeals sat in May.",
        "A federal appeals court",
        "Northern Court of Appeals",
    ),
    "a body of another kind is not taken": Case(
        "The Harbor Workers Union met on Monday. The newspaper said the strike was over.", "The newspaper", None
    ),
    "a poll named before": Case(
        "A Marwick University poll put Reyes ahead. The poll found that most voters were undecided.",
        "The poll",
        "Marwick University",
    ),
    "a headline's poll": Case(
        "New poll shows Reyes ahead\n\nThe Marwick University poll put Reyes ahead by nine points.",
        "New poll",
        "Marwick University",
    ),
    # -- works
    "an owner's words": Case(
        "Robert Hale resigned on Friday. His statement said the board had failed.", "His statement", "Robert Hale"
    ),
    "a book that somebody wrote": Case(
        "Helen Moss wrote a memoir of her years at sea. The book says the captain drank.", "The book", "Helen Moss"
    ),
    "a ruling": Case(
        "The Supreme Court ruled against the city. The ruling said the fines were too high.",
        "The ruling",
        "Supreme Court",
    ),
    "a book of nobody's": Case("Helen Moss went to sea for years. The book says the captain drank.", "The book", None),
    # -- forms
    "a signed letter": Case(
        "LETTERS.\n\nI believe that the bridge should stay.\n\nRobert Hale.\n\nThe mill is ugly.\n\nAnna Keller.",
        "I",
        "Robert Hale",
    ),
    "the first person of nobody's": Case("I believe that the bridge should stay. Robert Hale built it.", "I", None),
    "a pronoun and another": Case(
        "Anna Keller runs the mill. She and her husband said it was for sale.",
        "She and her husband",
        "Anna Keller; her husband",
        group=True,
    ),
}


def speakers_in(text: str, source: str, parse: Parse) -> tuple[Resolution, Speakers]:
    """Who a source mention is, as the subject of whatever it does."""
    document = Document(parse)
    start = text.index("I believe") if source == "I" else text.rindex(source)
    span = Span(start, start + len(source))
    head = document.head_of(span)
    assert head is not None
    verb = head.head or head
    sentence = head.sentence
    rest = Span(verb.end, sentence.end) if verb.end < sentence.end else Span(sentence.start, span.start)
    found = who_speaks(document, [Draft((rest,), verb.span, (span,), Rule.CLAUSE, 0.9)])
    return found.resolutions[0], found


@pytest.fixture(scope="module")
def resolutions() -> dict[str, tuple[Resolution, Speakers]]:
    from quotes.language.pipeline import load

    parses = load("compact").parse([case.text for case in CASES.values()])
    found = {}
    for (name, case), parse in zip(CASES.items(), parses, strict=True):
        assert isinstance(parse, Parse)
        found[name] = speakers_in(case.text, case.source, parse)
    return found


@pytest.mark.parametrize("name", CASES)
def test_source(name: str, resolutions: dict[str, tuple[Resolution, Speakers]]) -> None:
    case = CASES[name]
    resolution, found = resolutions[name]
    check(case, resolution, found)


@pytest.mark.parametrize("name", CASES)
def test_an_answer_says_why(name: str, resolutions: dict[str, tuple[Resolution, Speakers]]) -> None:
    resolution, _ = resolutions[name]
    assert resolution.steps
    assert resolution.confidence is not None and 0 <= resolution.confidence <= 1
