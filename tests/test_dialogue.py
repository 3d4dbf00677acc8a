"""Transcripts and interviews: labelled paragraphs are quotes of whoever the label names."""

from __future__ import annotations

from quotes.article import Span
from quotes.attribution.dialogue import dialogue_drafts, with_dialogue
from quotes.attribution.draft import Draft

TRANSCRIPT = (
    "The hearing resumed.\n\nMS DALE: Who had the wheel?\n\nCAPT ROSS: Nobody.\n\n(Laughter.)\n\nMS DALE: Thank you."
)


def test_every_labelled_line_is_a_quote() -> None:
    found = [(d.source[0].of(TRANSCRIPT), d.content[0].of(TRANSCRIPT)) for d in dialogue_drafts(TRANSCRIPT)]
    assert found == [("MS DALE", "Who had the wheel?"), ("CAPT ROSS", "Nobody."), ("MS DALE", "Thank you.")]


def test_an_interview_by_q_and_a() -> None:
    text = "Q: Why?\n\nA: Because.\n\nQ: Is that all?\n\nA: Yes."
    assert [d.source[0].of(text) for d in dialogue_drafts(text)] == ["Q", "A", "Q", "A"]


def test_colons_in_ordinary_articles_are_no_labels() -> None:
    assert dialogue_drafts("NOTE: this is an article.\n\nThe mayor said: no.\n\nUPDATE: corrected.") == []
    assert dialogue_drafts("NOTE: one.\n\nNOTE: two.\n\nNOTE: three.") == []


def test_a_line_replaces_what_was_found_inside_it() -> None:
    line = TRANSCRIPT.index("Nobody.")
    inner = Draft((Span(line, line + 7),), None, (), "attribution network", 0.5)
    before = Draft((Span(0, 19),), None, (), "attribution network", 0.5)
    kept = with_dialogue([before, inner], TRANSCRIPT)
    assert before in kept and inner not in kept
    assert sum(d.rule == "transcript" for d in kept) == 3
