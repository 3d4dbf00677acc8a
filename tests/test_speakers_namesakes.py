"""Who is not the same within an article: bodies and the words that their names look like, firms and families, father and son."""

from __future__ import annotations

import pytest
from constructions import frozen_quotes


@pytest.mark.parametrize(
    ("text", "content", "speaker", "kind"),
    [
        ("acronym that is a pronoun", "that vaccines would reach ten countries by June", "WHO", "organization"),
        ("acronym that is a pronoun", "“We must stay alert,”", "WHO", "organization"),
        ("firm of a surname", "that it would recall 40,000 heaters", "Keller", "organization"),
        ("firm of a surname", "“I knew nothing of this,”", "Martin Keller", "person"),
        ("father and son", "“My father never slept,”", "George Hale Jr.", "person"),
        ("father and son", "“He never let me,”", "George Hale Jr.", "person"),
        ("father and son", "“I slept well,”", "George Hale Sr.", "person"),
    ],
)
def test_who_says_it(text: str, content: str, speaker: str, kind: str) -> None:
    found = {quote["text"]: (quote["speaker"], quote["speaker_kind"]) for quote in frozen_quotes(text)}
    assert found[content] == (speaker, kind)
