"""Who "I" is outside quotation marks: whoever signs the article. No model takes part."""

from __future__ import annotations

import pytest
from conllu import span
from test_forms_speakers import read

from quotes.attribution.draft import Draft, Rule
from quotes.speakers.resolve import speakers_of

SAID = "I fear that the dam will go."


def proposed(text: str, *people: str) -> dict[str, list[str]]:
    """The candidates for "I", with what they come from."""
    document = read(text, *people)
    draft = Draft((span(text, "that the dam will go"),), span(text, "fear"), (span(text, "I"),), Rule.CLAUSE, 0.9)
    (resolution,) = speakers_of(document, [draft]).resolutions
    return {candidate["name"]: candidate["sources"] for candidate in resolution.candidates if candidate["name"]}


@pytest.mark.parametrize(
    "text",
    [
        f"By Nora Lind\n\n{SAID}",
        f"Written by: Nora Lind\n\n{SAID}",
        f"{SAID}\n\nNora Lind is an engineer.",
        f"{SAID}\n\nThe author, Nora Lind, lives in Ashford.",
    ],
)
def test_whoever_signs_may_be_meant(text: str) -> None:
    assert "author" in proposed(text, "Nora Lind").get("Nora Lind", [])


@pytest.mark.parametrize(
    "text",
    [
        f"{SAID}\n\nThe dam was built by Nora Lind.",  # no byline
        f"{SAID}\n\nIt was long ago that a woman called Nora Lind was here.",  # not at the beginning of a note
        f"By Nora Lind\n\n“{SAID}”",  # somebody else's words
    ],
)
def test_who_is_only_named_does_not_sign(text: str) -> None:
    assert "author" not in proposed(text, "Nora Lind").get("Nora Lind", [])
