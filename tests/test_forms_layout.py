"""Headlines, letters, posts and conversations on texts with next to no parse: what layout alone tells."""

from __future__ import annotations

import pytest
from conllu import document, entity, parse, span

from quotes.article import Span
from quotes.attribution.draft import Draft, Rule
from quotes.document import Document, Parse
from quotes.forms.conversation import conversations, with_turns
from quotes.forms.headline import headline_drafts
from quotes.forms.letter import as_letter, letter
from quotes.forms.notes import without_notes
from quotes.forms.post import post_drafts
from quotes.forms.pull_quote import pull_quotes, without_pull_quotes
from quotes.forms.signed import signed_drafts, with_signed

COLON = """
1 Brooks Brooks PROPN _ _            5 vocative
2 :      :      PUNCT _ _            5 punct
3 I      I      PRON  _ _            5 nsubj
4 will   will   AUX   _ VerbForm=Fin 5 aux
5 veto   veto   VERB  _ VerbForm=Inf 0 root
6 it     it     PRON  _ _            5 obj
"""


def plain(text: str) -> Document:
    return Document(Parse(text, ()))


def test_a_headline_gives_what_stands_after_the_colon_to_the_name_before_it() -> None:
    text = parse(COLON).text
    doc = document(COLON, entities=(entity(text, "Brooks"),))
    (draft,) = headline_drafts(doc, [])
    assert [s.of(text) for s in (*draft.source, *draft.content)] == ["Brooks", "I will veto it"]


def test_a_headline_needs_somebody_who_can_speak() -> None:
    assert headline_drafts(document(COLON), []) == []


def test_what_was_read_in_a_headline_stands_if_it_is_sure() -> None:
    text = parse(COLON).text
    doc = document(COLON, entities=(entity(text, "Brooks"),))
    read = Draft((Span(text.index("I will"), len(text)),), None, (), Rule.NETWORK, 0.9)
    assert headline_drafts(doc, [read]) == []


LETTER = "Dear Governor Brooks,\n\nI fear that you are wrong.\n\nYours faithfully,\nPeter Novak, Mill Street"


def test_a_letter_has_salutation_body_and_signature() -> None:
    found = letter(plain(LETTER))
    assert found is not None
    assert (found.salutation.of(LETTER), found.signature.of(LETTER)) == ("Dear Governor Brooks,", "Peter Novak")


def test_what_the_signer_says_is_certain_by_layout() -> None:
    start = LETTER.index("I fear")
    says = Draft(
        (Span(start + 7, start + 25),), Span(start + 2, start + 6), (Span(start, start + 1),), Rule.CLAUSE, 0.9
    )
    assert [d.rule for d in as_letter([says], plain(LETTER))] == [Rule.LETTER]
    assert as_letter([says], plain(LETTER.replace("Dear", "Here"))) == [says]


def test_a_salutation_is_no_source() -> None:
    greeting = Draft((Span(23, 40),), None, (Span(5, 20),), Rule.NETWORK, 0.9)
    assert as_letter([greeting], plain(LETTER)) == []
    assert as_letter([greeting], plain("Dear me, it rained.")) == [greeting]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "It rained.\n\nWe are open again!\n— Ann Lee (@annlee) May 3, 2017",
            "Ann Lee (@annlee)",
            "We are open again!",
        ),
        ("It rained.\n\n@annlee: We are open again! https://example.org/a", "@annlee", "We are open again!"),
        ('She wrote "We are open." — Ann Lee (@annlee) May 3, 2017', "Ann Lee (@annlee)", '"We are open."'),
    ],
)
def test_a_post(text: str, source: str, content: str) -> None:
    (draft,) = post_drafts(plain(text))
    assert [s.of(text) for s in (*draft.source, *draft.content)] == [source, content]


READERS = "What readers say\n\n"


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("“A lost “evening” again.” — Anna Keller", "Anna Keller", "“A lost “evening” again.”"),
        ("”The wrong mark opens it.” ― Carl de Groot.", "Carl de Groot", "”The wrong mark opens it.”"),
        ('"We walked home."\n\n- Peter B. Novak, Mill Street.', "Peter B. Novak", '"We walked home."'),
    ],
)
def test_a_signed_quotation(text: str, source: str, content: str) -> None:
    (draft,) = signed_drafts(plain(READERS + text))
    assert draft.rule is Rule.SIGNED
    assert [s.of(READERS + text) for s in (*draft.source, *draft.content)] == [source, content]


@pytest.mark.parametrize(
    "text",
    [
        "“It rains.” - and nobody minds.",
        "“The Long Winter of the Bridge” — Anna Keller",
        "“It rains.” — That is all he said",
        "Ann said it rains. — Anna Keller",
        "It rains.\n\n- Anna Keller",
        "“It rains,” she said. — Anna Keller",
    ],
)
def test_no_signed_quotation(text: str) -> None:
    assert list(signed_drafts(plain(READERS + text))) == []


def test_a_signed_quotation_keeps_what_is_said_within_it() -> None:
    text = READERS + "“He says taxes will rise.” — Anna Keller"

    def read(cue: str, content: str) -> Draft:
        at = text.index(content)
        cued = text.index(cue)
        return Draft((Span(at, at + len(content)),), Span(cued, cued + len(cue)), (), Rule.NETWORK, 0.9)

    within, whole = read("says", "taxes will rise"), read("readers say", "“He says taxes will rise.”")
    assert [d.rule for d in with_signed([within, whole], plain(text))] == [Rule.NETWORK, Rule.SIGNED]


TALK = "“Who was it?” said Ann.\n\n“Tom,” said Bob.\n\n“Where?”\n\n“At the mill.”\n\nIt rained."


def test_paragraphs_that_open_with_speech_are_a_conversation() -> None:
    (run,) = conversations(plain(TALK))
    assert [turn.paragraph.of(TALK)[:4] for turn in run] == ["“Who", "“Tom", "“Whe", "“At "]
    assert [turn.bare for turn in run] == [False, False, True, True]
    assert conversations(plain("“One.”\n\n“Two.”\n\nIt rained.")) == []


def test_turns_in_which_nobody_is_named_become_drafts() -> None:
    def said(content: str, cue: str, source: str) -> Draft:
        spans = [Span(TALK.index(words), TALK.index(words) + len(words)) for words in (content, cue, source)]
        return Draft((spans[0],), spans[1], (spans[2],), Rule.NETWORK, 0.9)

    told = [said("“Who was it?”", "said", "Ann"), said("“Tom,”", "said Bob"[:4], "Bob")]
    told[1] = Draft(
        told[1].content, Span(TALK.index("said Bob"), TALK.index(" Bob")), told[1].source, Rule.NETWORK, 0.9
    )
    found = with_turns(told, plain(TALK))
    assert [(d.rule, d.content[0].of(TALK)) for d in found if d.rule is Rule.TURN] == [
        (Rule.TURN, "“Where?”"),
        (Rule.TURN, "“At the mill.”"),
    ]
    assert len(found) == 4


PULLED = (
    "“We waited for three hours and nobody came,” said Ann. “Then we walked home.”\n\n“Nobody came”\n\n"
    "“We waited for three hours”\n\nThe hospital said it was sorry."
)


def test_a_pull_quote_repeats_enough_words_of_another_quotation() -> None:
    assert [s.of(PULLED) for s in pull_quotes(plain(PULLED))] == ["“We waited for three hours”"]
    assert pull_quotes(plain(PULLED.replace("three hours”", "four hours”"))) == []


def test_whoever_speaks_next_did_not_say_the_pull_quote() -> None:
    pulled = Span(PULLED.rindex("“We"), PULLED.rindex("”") + 1)
    sorry = Span(PULLED.index("it was sorry"), len(PULLED) - 1)
    hospital = Draft((pulled, sorry), None, (), Rule.NETWORK, 0.9)
    alone = Draft((pulled,), None, (), Rule.NETWORK, 0.9)
    (kept,) = without_pull_quotes([hospital, alone], plain(PULLED))
    assert kept.content == (sorry,)


def test_notes_around_an_article_quote_nobody() -> None:
    text = "The mayor says no.\n\nMORE: Mayor says taxes will rise\n\nThe mayor says yes."
    doc = plain(text)
    contents = [
        Span(4, 9),
        Span(text.index("taxes"), text.index("rise") + 4),
        Span(text.index("yes"), text.index("yes") + 3),
    ]
    drafts = [Draft((content,), Span(10, 14), (Span(0, 9),), Rule.NETWORK, 0.9) for content in contents]
    assert without_notes(drafts, doc) == [drafts[0], drafts[2]]


def test_nor_does_an_address() -> None:
    text = "https://example.org/news/mayor-says-no-to-dam\n\nThe mayor says no: see www.example.org/dam."
    doc = plain(text)
    first, second = (
        Draft((span(text, c),), span(text, "says", n), (), Rule.NETWORK, 0.9)
        for n, c in ((1, "no-to-dam"), (2, "no: see www.example.org/dam"))
    )
    assert without_notes([first, second], doc) == [second]
