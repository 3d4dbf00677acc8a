"""Transcripts and interviews: labelled paragraphs are quotes of whoever the label names."""

from __future__ import annotations

import pytest

from quotes.article import Span
from quotes.attribution.draft import Draft, Rule, displaced
from quotes.document import Document, Parse
from quotes.forms.transcript import transcript_drafts

TRANSCRIPT = (
    "The hearing resumed.\n\nMS DALE: Who had the wheel?\n\nCAPT ROSS: Nobody.\n\n(Laughter.)\n\nMS DALE: Thank you."
)


def in_transcript(text: str) -> list[Draft]:
    return transcript_drafts(Document(Parse(text, ())))


def test_every_labelled_line_is_a_quote() -> None:
    found = [(d.source[0].of(TRANSCRIPT), d.content[0].of(TRANSCRIPT)) for d in in_transcript(TRANSCRIPT)]
    assert found == [("MS DALE", "Who had the wheel?"), ("CAPT ROSS", "Nobody."), ("MS DALE", "Thank you.")]


def labels(text: str) -> list[tuple[str, str]]:
    return [(d.source[0].of(text), " … ".join(s.of(text) for s in d.content)) for d in in_transcript(text)]


@pytest.mark.parametrize(
    ("q", "a"),
    [("Q:", "A:"), ("**Q.**", "**A.**"), ("**Q:**", "**A:**"), ("Q1:", "A1:"), ("Question:", "Answer:"), ("Q  ", "A:")],
)
def test_an_interview_by_q_and_a(q: str, a: str) -> None:
    text = f"{q} Why now?\n\n{a} Because.\n\n{q} Is that all?\n\n{a} Yes."
    assert [content for _, content in labels(text)] == ["Why now?", "Because.", "Is that all?", "Yes."]
    assert {source.strip("1") for source, _ in labels(text)} == {q.strip("*:. 1"), a.strip("*:. 1")}


def test_labels_with_titles_and_parties() -> None:
    text = "MR. McCOY: I rise.\n\nSEN. DALE (D-OHIO): I object.\n\n[crosstalk]\n\nMR. McCOY: I rise again. (APPLAUSE)"
    assert labels(text) == [("MR. McCOY", "I rise."), ("SEN. DALE", "I object."), ("MR. McCOY", "I rise again.")]


def test_names_in_mixed_case_keep_the_floor_over_paragraphs() -> None:
    text = (
        "An edited conversation.\n\nJohn Reyes: Did the dam hold?\n\nHelen Brooks: It did hold.\n\nWe had engineers there."
        "\n\n(Laughs.)\n\nReyes: And the town?\n\nBrooks: It is dry.\n\nI was there.\n\nThe next vote is in May."
    )
    assert labels(text) == [
        ("John Reyes", "Did the dam hold?"),
        ("Helen Brooks", "It did hold. … We had engineers there."),
        ("Reyes", "And the town?"),
        ("Brooks", "It is dry. … I was there."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "NOTE: this is an article.\n\nThe mayor said: no.\n\nUPDATE: corrected.",
        "NOTE: one.\n\nNOTE: two.\n\nNOTE: three.",
        "GOALKEEPERS: Luis Lara, Juan Diaz.\n\nDEFENDERS: Omar Ruiz, Pedro Paz.\n\nFORWARDS: Ivan Sosa, Leo Mora.",
        "Delegates won:\n\nKeller: 547.\n\nDahl: 46.\n\nStill needed:\n\nKeller: 1,200.\n\nDahl: 1,701.",
        "Weather: It will rain.\n\nRoads: They are closed.\n\nSchools: They are open today.",
    ],
)
def test_colons_in_ordinary_articles_are_no_labels(text: str) -> None:
    assert in_transcript(text) == []


def test_a_line_replaces_what_was_found_inside_it() -> None:
    line = TRANSCRIPT.index("Nobody.")
    inner = Draft((Span(line, line + 7),), None, (), Rule.NETWORK, 0.5)
    before = Draft((Span(0, 19),), None, (), Rule.NETWORK, 0.5)
    kept = displaced([before, inner], in_transcript(TRANSCRIPT))
    assert before in kept and inner not in kept
    assert sum(d.rule is Rule.TRANSCRIPT for d in kept) == 3
