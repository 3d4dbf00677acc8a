"""Who is proposed for a mention, and what is noted of them: one parse written by hand for each way that frozen texts lack."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from conllu import document, entity, span

from quotes.attribution.draft import Draft, Rule
from quotes.document import Document, Entity
from quotes.speakers.candidates import Candidate, candidates
from quotes.speakers.features import NAMES, measured
from quotes.speakers.views import view_of

Noted = tuple[Candidate, Mapping[str, float]]


def proposed(parsed: Document, source: str | None, cue: str, content: str) -> dict[str, Noted]:
    """The candidates but "nobody", by name, each with those of its features that are not 0; no `source` stands for none found."""
    text = parsed.text
    where = (span(text, source, text.count(source)),) if source else ()
    draft = Draft((span(text, content),), span(text, cue, text.count(cue)), where, Rule.CLAUSE, 0.9)
    view = view_of(parsed, [draft])
    (mention,) = view.mentions
    able = candidates(mention, view)
    rows = [
        {name: value for name, value in zip(NAMES, row, strict=True) if value} for row in measured(mention, able, view)
    ]
    return {one.name: (one, row) for one, row in zip(able, rows, strict=True) if one.key != ("nobody",)}


SAYS_SO = """
        2 said   say   VERB  _ _ 0 root
        3 so     so    ADV   _ _ 2 advmod
        4 .      .     PUNCT _ _ 2 punct
"""
UNION = """
        1 The     the     DET   _ _ 4 det
        2 Harbour Harbour PROPN _ _ 4 compound
        3 Workers Workers PROPN _ _ 4 compound
        4 Union   Union   PROPN _ _ 5 nsubj
        5 met     meet    VERB  _ _ 0 root
        6 .       .       PUNCT _ _ 5 punct

"""


def test_a_title_names_a_person_whom_the_tagger_missed() -> None:
    parsed = document(
        """
        1 Mr.    Mr.    PROPN _ _ 2 compound
        2 Vrabel Vrabel PROPN _ _ 3 nsubj
        3 said   say    VERB  _ _ 0 root
        4 so     so     ADV   _ _ 3 advmod
        5 .      .      PUNCT _ _ 3 punct
        """
    )
    one, row = proposed(parsed, "Mr. Vrabel", "said", "so")["Vrabel"]
    assert (one.kind, one.sources) == ("person", ("title",)) and row["titled"] == 1


def test_a_name_that_the_tagger_missed_stands_for_itself() -> None:
    parsed = document("        1 Skarnvik Skarnvik PROPN _ _ 2 nsubj" + SAYS_SO)
    one, row = proposed(parsed, "Skarnvik", "said", "so")["Skarnvik"]
    assert (one.kind, one.sources) == ("organization", ("proper noun",)) and row["as written"] == 1


@pytest.mark.parametrize(("short", "fits"), [("Hwu", True), ("Hwk", False)])
def test_initials_abbreviate_a_body_of_the_article(short: str, fits: bool) -> None:
    text = "Harbour Workers Union"
    lines = UNION + f"        1 {short} {short} PROPN _ _ 2 nsubj" + SAYS_SO
    parsed = document(lines, entities=(entity(document(lines).text, text, "Organization"),))
    able = proposed(parsed, short, "said", "so")
    assert (text in able) == fits
    if fits:
        one, row = able[text]
        assert one.sources == ("acronym",) and row["abbreviates"] == 1


@pytest.mark.parametrize(("relation", "passive"), [("nsubj", 0), ("nsubj:pass", 1)])
def test_who_does_what_the_cue_says_where_no_source_was_found(relation: str, passive: int) -> None:
    lines = f"""
        1 Moss  Moss  PROPN _ _ 3 {relation}
        2 was   be    AUX   _ _ 3 aux:pass
        3 told  tell  VERB  _ _ 0 root
        4 so    so    ADV   _ _ 3 advmod
        5 .     .     PUNCT _ _ 3 punct
    """
    parsed = document(lines, entities=(Entity("Person", 0, 4),))
    one, row = proposed(parsed, None, "told", "so")["Moss"]
    assert "subject of the cue" in one.sources and row["subject of cue"] == 1
    assert row.get("passive subject", 0) == passive


def test_a_place_speaks_for_its_government() -> None:
    lines = """
        1 Ostrana Ostrana PROPN _ _ 2 nsubj
        2 borders border  VERB  _ _ 0 root
        3 it      it      PRON  _ _ 2 obj
        4 .       .       PUNCT _ _ 2 punct

        1 The    the    DET   _ Definite=Def 2 det
        2 state  state  NOUN  _ Number=Sing  3 nsubj
        3 said   say    VERB  _ _ 0 root
        4 so     so     ADV   _ _ 3 advmod
        5 .      .      PUNCT _ _ 3 punct
    """
    parsed = document(lines, entities=(Entity("Location", 0, 7),))
    one, row = proposed(parsed, "The state", "said", "so")["Ostrana"]
    assert "place" in one.sources and row["from: place"] == 1 and row["a place"] == 1


CAMPAIGN = """
        1 The      the      DET   _ _ 3 det
        2 Moss     Moss     PROPN _ _ 3 compound
        3 campaign campaign NOUN  _ _ 4 nsubj
        4 wept     weep     VERB  _ _ 0 root
        5 .        .        PUNCT _ _ 4 punct

"""


def test_a_team_is_the_campaign_that_the_article_names() -> None:
    team = """
        1 The  the  DET   _ _ 3 det
        2 Moss Moss PROPN _ _ 3 compound
        3 team team NOUN  _ _ 4 nsubj
        4 said say  VERB  _ _ 0 root
        5 so   so   ADV   _ _ 4 advmod
        6 .    .    PUNCT _ _ 4 punct
    """
    text = document(CAMPAIGN + team).text
    parsed = document(CAMPAIGN + team, entities=(entity(text, "Moss"), entity(text, "Moss", nth=2)))
    one, row = proposed(parsed, "The Moss team", "said", "so")["Moss campaign"]
    assert one.kind == "organization" and row["other noun"] == row["own name"] == 1


def test_a_body_may_be_named_only_after_it_is_spoken_of() -> None:
    first = """
        1 A        a        DET   _ _ 2 det
        2 campaign campaign NOUN  _ Number=Sing 3 nsubj
        3 said     say      VERB  _ _ 0 root
        4 so       so       ADV   _ _ 3 advmod
        5 .        .        PUNCT _ _ 3 punct

    """
    text = document(first + CAMPAIGN).text
    parsed = document(first + CAMPAIGN, entities=(entity(text, "Moss"),))
    one, row = proposed(parsed, "A campaign", "said", "so")["Moss campaign"]
    assert one.sources == ("body of the kind",) and row["body ahead"] == 1


@pytest.mark.parametrize("preposition", ["of", "on"])
def test_how_a_name_depends_on_the_head_of_its_phrase(preposition: str) -> None:
    lines = f"""
        1 A      a      DET   _ _ 2 det
        2 report report NOUN  _ Number=Sing 5 nsubj
        3 {preposition} {preposition} ADP _ _ 4 case
        4 Norcrest Norcrest PROPN _ _ 2 nmod
        5 said   say    VERB  _ _ 0 root
        6 so     so     ADV   _ _ 5 advmod
        7 .      .      PUNCT _ _ 5 punct
    """
    text = document(lines).text
    parsed = document(lines, entities=(entity(text, "Norcrest", "Organization"),))
    able = proposed(parsed, f"A report {preposition} Norcrest", "said", "so")
    assert ("Norcrest" in able) == (preposition == "of")  # a report *on* somebody speaks for somebody else
    if preposition == "of":
        assert able["Norcrest"][1]["place: of"] == 1


def test_who_was_named_last_in_the_content_is_no_likely_speaker_of_it() -> None:
    lines = """
        1 Moss  Moss  PROPN _ _ 2 nsubj
        2 left  leave VERB  _ _ 4 ccomp
        3 ,     ,     PUNCT _ _ 4 punct
        4 said  say   VERB  _ _ 0 root
        5 he    he    PRON  _ Gender=Masc 4 nsubj
        6 .     .     PUNCT _ _ 4 punct
    """
    parsed = document(lines, entities=(Entity("Person", 0, 4),))
    _, row = proposed(parsed, "he", "said", "Moss left")["Moss"]
    assert row["last in content"] == row["in content"] == row["barred"] == 1
