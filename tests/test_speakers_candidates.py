"""Who is proposed for a mention, and what is noted of them: one parse written by hand for each way that frozen texts lack."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from conllu import document, entity, span

from quotes.attribution.draft import Draft, Rule
from quotes.document import Document, Entity
from quotes.speakers.candidates import Candidate, candidates
from quotes.speakers.features.rows import measured
from quotes.speakers.features.table import NAMES
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

SAYS_SO_OF_A_NOUN = """
        3 said   say   VERB  _ _ 0 root
        4 so     so    ADV   _ _ 3 advmod
        5 .      .     PUNCT _ _ 3 punct
"""


@pytest.mark.parametrize("noun", ["union", "group"])
def test_a_body_that_opens_the_article_and_whose_name_has_the_noun(noun: str) -> None:
    lines = f"""        1 The    the    DET  _ Definite=Def 2 det
        2 {noun} {noun} NOUN _ Number=Sing 3 nsubj{SAYS_SO_OF_A_NOUN}"""
    parsed = document(UNION + lines, entities=(entity(document(UNION).text, "Harbour Workers Union", "Organization"),))
    _, row = proposed(parsed, f"The {noun}", "said", "so")["Harbour Workers Union"]
    assert row["opens the article"] == row["opens as subject"] == row["tagged as a body"] == 1
    assert row.get("has the noun", 0) == row.get("alone has the noun", 0) == (noun == "union")


@pytest.mark.parametrize("break_", ["", "Paragraph"])
def test_a_source_in_another_paragraph_than_its_cue(break_: str) -> None:
    lines = f"""
        1 Ruth Ruth PROPN _ _ 3 nsubj
        2 Moss Moss PROPN _ _ 1 flat
        3 met  meet VERB  _ _ 0 root
        4 .    .    PUNCT _ _ 3 punct

        1 It   it   PRON _ _ 2 nsubj {break_}
        2 said say  VERB _ _ 0 root
        3 so   so   ADV  _ _ 2 advmod
"""
    moss = (entity(document(lines).text, "Ruth Moss", "Person"),)
    _, row = proposed(document(lines, entities=moss), "Ruth Moss", "said", "so")["Ruth Moss"]
    assert row.get("source elsewhere", 0) == bool(break_)


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


NOMINEE = """
        1 Ruth    Ruth    PROPN _ _ 2 compound
        2 Moss    Moss    PROPN _ _ 3 nsubj
        3 wept    weep    VERB  _ _ 0 root
        4 .       .       PUNCT _ _ 3 punct

        1 The     the     DET   _ Definite=Def 2 det
        2 nominee nominee NOUN  _ Number=Sing  3 nsubj
        3 said    say     VERB  _ _ 0 root
        4 so      so      ADV   _ _ 3 advmod
        5 .       .       PUNCT _ _ 3 punct
"""


@pytest.mark.parametrize("split", [True, False])
def test_another_part_of_the_source_may_name_the_speaker(split: bool) -> None:
    parsed = document(NOMINEE, entities=(Entity("Person", 0, 9),))
    text = parsed.text
    source = (span(text, "The nominee"),)
    draft = Draft(
        (span(text, "so"),), span(text, "said"), ((span(text, "Ruth Moss"),) * split) + source, Rule.CLAUSE, 0.9
    )
    view = view_of(parsed, [draft])
    (mention,) = view.mentions
    by_name = {one.name: one.sources for one in candidates(mention, view)}
    assert ("other part" in by_name.get("Ruth Moss", ())) == split


CONDUCTED = """
        1 The       the      DET   _ Definite=Def 2 det
        2 survey    survey   NOUN  _ Number=Sing  4 nsubj:pass
        3 was       be       AUX   _ _            4 aux:pass
        4 conducted conduct  VERB  _ Voice=Pass   0 root
        5 for       for      ADP   _ _            7 case
        6 the       the      DET   _ _            7 det
        7 press     press    NOUN  _ Number=Sing  4 obl
        8 {by}      {by}     ADP   _ _            9 case
        9 Halden    Halden   PROPN _ _            7 nmod
        10 .        .        PUNCT _ _            4 punct

        1 The       the      DET   _ Definite=Def 2 det
        2 survey    survey   NOUN  _ Number=Sing  3 nsubj
        3 said      say      VERB  _ _ 0 root
        4 so        so       ADV   _ _ 3 advmod
        5 .         .        PUNCT _ _ 3 punct
"""


@pytest.mark.parametrize(("by", "issued"), [("by", True), ("near", False)])
def test_whoever_conducted_a_survey_has_issued_it(by: str, issued: bool) -> None:
    lines = CONDUCTED.format(by=by)
    parsed = document(lines, entities=(entity(document(lines).text, "Halden", "Organization"),))
    view = view_of(parsed, [])
    assert [(work.noun, work.issuer) for work in view.works] == ([("survey", 0)] if issued else [])


ACCOUNT = """
        1 Moss     Moss     PROPN _ _ 5 nmod:poss
        2 's       's       PART  _ _ 1 case
        3 official official ADJ   _ _ 5 amod
        4 campaign campaign NOUN  _ _ 5 compound
        5 account  account  NOUN  _ Number=Sing 6 nsubj
        6 said     say      VERB  _ _ 0 root
        7 so       so       ADV   _ _ 6 advmod
        8 .        .        PUNCT _ _ 6 punct
"""


def test_the_account_of_a_campaign_speaks_for_it() -> None:
    parsed = document(ACCOUNT, entities=(Entity("Person", 0, 4),))
    one, _ = proposed(parsed, "Moss's official campaign account", "said", "so")["Moss campaign"]
    assert one.kind == "organization"


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
        1 Ask   ask   VERB  _ _ 4 ccomp
        2 Moss  Moss  PROPN _ _ 1 obj
        3 ,     ,     PUNCT _ _ 4 punct
        4 said  say   VERB  _ _ 0 root
        5 he    he    PRON  _ Gender=Masc 4 nsubj
        6 .     .     PUNCT _ _ 4 punct
    """
    parsed = document(lines, entities=(Entity("Person", 4, 8),))
    _, row = proposed(parsed, "he", "said", "Ask Moss")["Moss"]
    assert row["last in content"] == row["in content"] == row["barred"] == 1


def words(*lines: str) -> str:
    """Sentences in CoNLL-U from lines of "form pos head relation", an empty line between sentences; lemmas are in lower case."""
    out: list[str] = []
    number = 0
    for line in lines:
        number = number + 1 if line else 0
        form, pos, head, relation = line.split() if line else ("", "", "", "")
        lemma = {"said": "say", "called": "call", "compiled": "compile", "spoke": "speak", "ran": "run"}.get(
            form, form.lower()
        )
        lemma = form if pos == "PROPN" else lemma
        out.append(f"{number} {form} {lemma} {pos} _ {head} {relation}".replace(" _ ", " _ _ ") if line else "")
    return "\n".join(out)


SO = ("so ADV {said} advmod", ". PUNCT {said} punct")


def saying(*source: str) -> tuple[str, ...]:
    """The lines of a sentence with this source, whose head is governed by the verb that follows it."""
    said = len(source) + 1
    return (*source, "said VERB 0 root", *(line.format(said=said) for line in SO))


def test_a_body_that_is_called_by_its_name() -> None:
    lines = words(*saying("A DET 2 det", "group NOUN 5 nsubj", "called VERB 2 acl", "Norden PROPN 3 obj"))
    parsed = document(lines, entities=(entity(document(lines).text, "Norden", "Organization"),))
    assert proposed(parsed, "A group called Norden", "said", "so")["Norden"][1]["place: called"] == 1
    seen = lines.replace("called call", "seen see")
    parsed = document(seen, entities=(entity(document(seen).text, "Norden", "Organization"),))
    assert "place: called" not in proposed(parsed, "A group seen Norden", "said", "so")["Norden"][1]


@pytest.mark.parametrize(("by", "place"), [("by", "maker"), ("near", None)])
def test_who_made_the_works_that_a_work_is_about(by: str, place: str | None) -> None:
    source = (
        "The DET 2 det",
        "average NOUN 8 nsubj",
        "of ADP 4 case",
        "polls NOUN 2 nmod",
        "compiled VERB 4 acl",
        f"{by} ADP 7 case",
        "Norden PROPN 5 obl",
    )
    lines = words(*saying(*source)).replace("polls polls", "polls poll")
    parsed = document(lines, entities=(entity(document(lines).text, "Norden", "Organization"),))
    able = proposed(parsed, f"The average of polls compiled {by} Norden", "said", "so")
    if place is None:
        assert "Norden" not in able or "place: maker" not in able["Norden"][1]
    else:
        assert able["Norden"][1][f"place: {place}"] == 1


@pytest.mark.parametrize(("work", "place"), [("poll", "inner maker"), ("visit", "deep")])
def test_results_of_a_poll_speak_for_its_maker(work: str, place: str) -> None:
    source = ("Results NOUN 6 nsubj", "of ADP 5 case", "a DET 5 det", "Norden PROPN 5 compound", f"{work} NOUN 1 nmod")
    lines = words(*saying(*source)).replace("Results results", "Results result")
    parsed = document(lines, entities=(entity(document(lines).text, "Norden", "Organization"),))
    assert proposed(parsed, f"Results of a Norden {work}", "said", "so")["Norden"][1][f"place: {place}"] == 1


@pytest.mark.parametrize(("work", "place"), [("editorial", "outlet"), ("shop", "preposition")])
def test_an_editorial_speaks_for_the_paper_that_it_stands_in(work: str, place: str) -> None:
    lines = words(*saying("An DET 2 det", f"{work} NOUN 5 nsubj", "in ADP 4 case", "Norden PROPN 2 nmod"))
    parsed = document(lines, entities=(entity(document(lines).text, "Norden", "Organization"),))
    assert proposed(parsed, f"An {work} in Norden", "said", "so")["Norden"][1][f"place: {place}"] == 1


@pytest.mark.parametrize(("noun", "like"), [("ad", True), ("map", False)])
def test_who_is_named_where_such_a_work_is_spoken_of(noun: str, like: bool) -> None:
    before = (
        "Norden PROPN 2 nsubj",
        "ran VERB 0 root",
        "on ADP 5 case",
        "an DET 5 det",
        f"{noun} NOUN 2 obl",
        ". PUNCT 2 punct",
    )
    rain = ("It PRON 2 nsubj", "rained VERB 0 root", ". PUNCT 2 punct")
    lines = words(*before, "", *rain, "", *rain, "", *saying("The DET 2 det", "ad NOUN 3 nsubj"))
    parsed = document(lines, entities=(entity(document(lines).text, "Norden", "Organization"),))
    able = proposed(parsed, "The ad", "said", "so")
    assert ("Norden" in able and "brought up" in able["Norden"][0].sources) == like
    if like:
        assert able["Norden"][1]["brought up issuing"] == 1 and able["Norden"][1]["brought up distance"] == 3


def test_police_go_by_their_place() -> None:
    lines = words(
        "In ADP 2 case",
        "May PROPN 5 obl",
        "Ostranan ADJ 4 amod",
        "police NOUN 5 nsubj",
        "said VERB 0 root",
        "so ADV 5 advmod",
    )
    assert "Ostranan police" in proposed(document(lines), "Ostranan police", "said", "so")
    local = words(*saying("Local ADJ 2 amod", "police NOUN 3 nsubj"))
    assert not proposed(document(local), "Local police", "said", "so")


def test_the_campaign_of_somebody_whom_the_tagger_missed() -> None:
    lines = words(*saying("Ruth PROPN 4 nmod:poss", "Vrabel PROPN 1 flat", "'s PART 1 case", "campaign NOUN 5 nsubj"))
    assert list(proposed(document(lines), "Ruth Vrabel's campaign", "said", "so")) == ["Vrabel campaign"]


def test_whose_campaign_is_that_of_the_antecedent() -> None:
    source = (
        "Moss PROPN 0 root",
        ", PUNCT 4 punct",
        "whose DET 4 nmod:poss",
        "campaign NOUN 5 nsubj",
        "said VERB 1 acl",
        "so ADV 5 advmod",
    )
    lines = words(*source)
    parsed = document(lines, entities=(Entity("Person", 0, 4),))
    one, row = proposed(parsed, "whose campaign", "said", "so")["Moss campaign"]
    assert "owner" in one.sources and row["owner is meant"] == 1


@pytest.mark.parametrize(("title", "holds"), [("President", True), ("Senator", False)])
def test_the_administration_is_that_of_a_president(title: str, holds: bool) -> None:
    named = (f"{title} PROPN 2 nmod:desc", "Moss PROPN 3 nsubj", "spoke VERB 0 root", ". PUNCT 3 punct")
    rain = ("It PRON 2 nsubj", "rained VERB 0 root", ". PUNCT 2 punct", "")
    lines = words(*named, "", *rain * 8, *saying("The DET 2 det", "administration NOUN 3 nsubj"))
    parsed = document(lines, entities=(entity(document(lines).text, "Moss"),))
    able = proposed(parsed, "The administration", "said", "so")
    assert ("Moss administration" in able and able["Moss administration"][1].get("holds office") == 1) == holds


def test_a_generation_is_no_surname_of_a_campaign() -> None:
    lines = words(
        *saying(
            "Dan PROPN 5 nmod:poss", "Moss PROPN 1 flat", "Jr. PROPN 1 flat", "'s PART 1 case", "campaign NOUN 6 nsubj"
        )
    )
    parsed = document(lines, entities=(entity(document(lines).text, "Dan Moss Jr."),))
    assert "Moss campaign" in proposed(parsed, "Dan Moss Jr.'s campaign", "said", "so")


@pytest.mark.parametrize(("name", "short"), [("Harbour Department", True), ("Harbour Trust", False)])
def test_a_department_goes_by_its_first_word(name: str, short: bool) -> None:
    first, last = name.split()
    before = (f"{first} PROPN 2 compound", f"{last} PROPN 3 nsubj", "met VERB 0 root", ". PUNCT 3 punct")
    lines = words(*before, "", *saying("Harbour PROPN 2 nsubj"))
    parsed = document(lines, entities=(entity(document(lines).text, name, "Organization"),))
    assert (name in proposed(parsed, "Harbour", "said", "so")) == short


def test_the_post_is_the_paper_that_the_tagger_found_before() -> None:
    before = ("Harbour PROPN 2 compound", "Post PROPN 3 nsubj", "met VERB 0 root", ". PUNCT 3 punct")
    lines = words(*before, "", *saying("The DET 2 det", "Post NOUN 3 nsubj"))
    parsed = document(lines, entities=(entity(document(lines).text, "Harbour Post", "Organization"),))
    assert list(proposed(parsed, "The Post", "said", "so")) == ["Harbour Post"]


def test_a_question_mark_of_an_interview_is_nobody() -> None:
    assert not proposed(document(words(*saying("Q PROPN 2 nsubj"))), "Q", "said", "so")


@pytest.mark.parametrize(("kind", "fits"), [("company", True), ("window", False)])
def test_company_documents_speak_for_the_company(kind: str, fits: bool) -> None:
    before = ("Norden PROPN 3 nsubj", ", PUNCT 1 punct", "met VERB 0 root", ". PUNCT 3 punct")
    lines = words(*before, "", *saying(f"{kind} NOUN 2 compound", "documents NOUN 3 nsubj"))
    parsed = document(lines, entities=(entity(document(lines).text, "Norden", "Organization"),))
    able = proposed(parsed, f"{kind} documents", "said", "so")
    assert ("Norden" in able and able["Norden"][1].get("through compound") == 1) == fits


@pytest.mark.parametrize(("noun", "body"), [("campaign", "Moss campaign"), ("dog", None)])
def test_an_email_speaks_for_the_campaign_that_a_pronoun_owns(noun: str, body: str | None) -> None:
    moss = ("Moss PROPN 2 nsubj", "spoke VERB 0 root", ". PUNCT 2 punct")
    sent = (
        "His PRON 2 nmod:poss",
        f"{noun} NOUN 3 nsubj",
        "sent VERB 0 root",
        "an DET 5 det",
        "email NOUN 3 obj",
        ". PUNCT 3 punct",
    )
    lines = words(*moss, "", *sent, "", *saying("The DET 2 det", "email NOUN 3 nsubj")).replace(
        "sent sent", "sent send"
    )
    parsed = document(lines, entities=(Entity("Person", 0, 4),))
    able = {
        name for name, (one, _) in proposed(parsed, "The email", "said", "so").items() if one.kind == "organization"
    }
    assert able == ({body} if body else set())


@pytest.mark.parametrize(("paragraph", "alone"), [("Paragraph", 1), ("", 0)])
def test_which_bodies_are_named_before_the_company(paragraph: str, alone: int) -> None:
    other = ("Halden PROPN 2 nsubj", "met VERB 0 root", ". PUNCT 2 punct")
    norden = ("Norden PROPN 2 nsubj", "met VERB 0 root", ". PUNCT 2 punct")
    lines = words(*other, "", *norden, "", *saying("The DET 2 det", "company NOUN 3 nsubj"))
    lines = lines.replace("1 Norden Norden PROPN _ _ 2 nsubj", f"1 Norden Norden PROPN _ _ 2 nsubj {paragraph}")
    text = document(lines).text
    parsed = document(lines, entities=tuple(entity(text, name, "Organization") for name in ("Halden", "Norden")))
    able = proposed(parsed, "The company", "said", "so")
    assert able["Norden"][1].get("only body near", 0) == alone and able["Norden"][1].get("bodies since", 0) == 0
    assert able["Halden"][1]["bodies since"] == 1 and "only body near" not in able["Halden"][1]


def test_a_poll_in_capitals_speaks_for_its_maker() -> None:
    lines = words(*saying("A DET 3 det", "Halden PROPN 3 compound", "Poll PROPN 4 nsubj"))
    parsed = document(lines, entities=(entity(document(lines).text, "Halden Poll", "Organization"),))
    one, row = proposed(parsed, "A Halden Poll", "said", "so")["Halden"]
    assert row["form: work"] == row["place: compound"] == 1 and one.kind == "organization"


POLL = """
        1 A         a         DET   _ _            2 det
        2 poll      poll      NOUN  _ Number=Sing  7 nsubj
        3 by        by        ADP   _ _            4 case
        4 Tides     Tides     PROPN _ _            2 nmod
        5 and       and       CCONJ _ _            6 cc
        6 Harbours  Harbours  PROPN _ _            4 conj
        7 came      come      VERB  _ _            0 root
        8 .         .         PUNCT _ _            7 punct

        1 The       the       DET   _ Definite=Def 2 det
        2 survey    survey    NOUN  _ Number=Sing  3 nsubj
        3 said      say       VERB  _ _            0 root
        4 so        so        ADV   _ _            3 advmod
        5 .         .         PUNCT _ _            3 punct
"""


@pytest.mark.parametrize(("names", "issued"), [(("Tides and Harbours",), True), (("Tides", "Harbours"), False)])
def test_a_name_with_a_conjunction_issues_a_poll_and_two_names_do_not(names: tuple[str, ...], issued: bool) -> None:
    text = document(POLL).text
    parsed = document(POLL, entities=tuple(entity(text, name, "Organization") for name in names))
    sources = {name: one.sources for name, (one, _) in proposed(parsed, "The survey", "said", "so").items()}
    assert ("issuer" in sources.get(names[0], ())) == issued


IN_A_REPORT = """
        1 Norden    Norden    PROPN _ _            2 nsubj
        2 {verb}    {lemma}   VERB  _ _            0 root
        3 so        so        ADV   _ _            2 advmod
        4 in        in        ADP   _ _            6 case
        5 {a}       {a}       DET   _ _            6 det
        6 report    report    NOUN  _ Number=Sing  2 obl
        7 .         .         PUNCT _ _            2 punct

        1 The       the       DET   _ Definite=Def 2 det
        2 study     study     NOUN  _ Number=Sing  3 nsubj
        3 said      say       VERB  _ _            0 root
        4 more      more      ADV   _ _            3 advmod
        5 .         .         PUNCT _ _            3 punct
"""


@pytest.mark.parametrize(
    ("verb", "lemma", "a", "own"),
    [("said", "say", "a", True), ("said", "say", "the", False), ("vanished", "vanish", "a", False)],
)
def test_who_says_something_in_a_new_report_has_issued_it(verb: str, lemma: str, a: str, own: bool) -> None:
    lines = IN_A_REPORT.format(verb=verb, lemma=lemma, a=a)
    parsed = document(lines, entities=(entity(document(lines).text, "Norden", "Organization"),))
    one, _ = proposed(parsed, "The study", "said", "more")["Norden"]
    assert ("issuer" in one.sources) == own


@pytest.mark.parametrize(("noun", "own"), [("affidavit", True), ("harbour", False)])
def test_who_says_something_in_a_paper_to_a_court_has_submitted_it(noun: str, own: bool) -> None:
    lines = IN_A_REPORT.format(verb="said", lemma="say", a="an").replace("report", noun).replace("study", "filing")
    parsed = document(lines, entities=(entity(document(lines).text, "Norden", "Organization"),))
    able = proposed(parsed, "The filing", "said", "more")
    assert ("Norden" in able and "issuer" in able["Norden"][0].sources) == own


ADDING = """
        1 Hale     Hale     PROPN _ _              2 nsubj
        2 {verb}   {lemma}  VERB  _ _              0 root
        3 forty    forty    NUM   _ _              4 nummod
        4 looms    loom     NOUN  _ Number=Plur    5 nsubj
        5 worked   work     VERB  _ _              2 ccomp
        6 ,        ,        PUNCT _ _              7 punct
        7 adding   add      VERB  _ VerbForm=Part  5 advcl
        8 so       so       ADV   _ _              7 advmod
        9 .        .        PUNCT _ _              2 punct
"""


@pytest.mark.parametrize(("verb", "lemma", "goes_on"), [("said", "say", True), ("had", "have", False)])
def test_a_participle_in_a_reported_clause_may_go_on_for_who_reports(verb: str, lemma: str, goes_on: bool) -> None:
    lines = ADDING.format(verb=verb, lemma=lemma)
    parsed = document(lines, entities=(entity(document(lines).text, "Hale", "Person"),))
    able = proposed(parsed, "forty looms", "adding", "so")
    assert ("Hale" in able and "understood" in able["Hale"][0].sources) == goes_on


WHO = """
        1 They     they     PRON  _ _              2 nsubj
        2 met      meet     VERB  _ _              0 root
        3 analyst  analyst  NOUN  _ Number=Sing    2 obj
        4 and      and      CCONJ _ _              6 cc
        5 director director NOUN  _ Number=Sing    6 nmod
        6 Moss     Moss     PROPN _ _              3 {relation}
        7 ,        ,        PUNCT _ _              9 punct
        8 who      who      PRON  _ PronType=Rel   9 nsubj
        9 said     say      VERB  _ _              3 acl:relcl
        10 so      so       ADV   _ _              9 advmod
        11 .       .        PUNCT _ _              2 punct
"""


@pytest.mark.parametrize(("relation", "named"), [("conj", True), ("nmod", False)])
def test_who_behind_a_name_for_the_same_one_is_named(relation: str, named: bool) -> None:
    lines = WHO.format(relation=relation)
    parsed = document(lines, entities=(entity(document(lines).text, "Moss", "Person"),))
    able = proposed(parsed, "who", "said", "so")
    assert ("Moss" in able and "name: head" in able["Moss"][0].sources) == named


IT_WAS_SAID = """
        1 Moss      Moss     PROPN _ _              2 nsubj
        2 said      say      VERB  _ _              0 root
        3 no        no       INTJ  _ _              2 obj
        4 .         .        PUNCT _ _              2 punct

        1 It        it       PRON  _ _              3 {relation}
        2 also      also     ADV   _ _              3 advmod
        3 said      say      VERB  _ _              0 root
        4 so        so       ADV   _ _              3 advmod
        5 .         .        PUNCT _ _              3 punct
"""


@pytest.mark.parametrize(("relation", "meant"), [("nsubj:pass", True), ("nsubj", False)])
def test_what_was_also_said_may_be_said_by_who_spoke_last(relation: str, meant: bool) -> None:
    lines = IT_WAS_SAID.format(relation=relation)
    parsed = document(lines, entities=(entity(document(lines).text, "Moss", "Person"),))
    able = proposed(parsed, "It", "said", "so")
    assert ("Moss" in able and "spoke last" in able["Moss"][0].sources) == meant


FIGURES = """
        1 Figures   figure   NOUN  _ Number=Plur    4 nsubj
        2 from      from     ADP   _ _              3 case
        3 Norden    Norden   PROPN _ _              1 nmod
        4 showed    show     VERB  _ _              0 root
        5 so        so       ADV   _ _              4 advmod
        6 .         .        PUNCT _ _              4 punct
"""


def test_figures_are_works_and_no_persons() -> None:
    parsed = document(FIGURES, entities=(entity(document(FIGURES).text, "Norden", "Organization"),))
    one, row = proposed(parsed, "Figures from Norden", "showed", "so")["Norden"]
    assert "name: maker" in one.sources and row["form: work"] == 1


ISSUED_BY = """
        1 A         a         DET   _ _            2 det
        2 circular  circular  NOUN  _ Number=Sing  11 nsubj
        3 with      with      ADP   _ _            4 case
        4 rules     rule      NOUN  _ Number=Plur  2 nmod
        5 {issued}  {lemma}   VERB  _ _            4 acl
        6 by        by        ADP   _ _            8 case
        7 Director  Director  PROPN _ _            5 obl
        8 Ruth      Ruth      PROPN _ _            7 flat
        9 Moss      Moss      PROPN _ _            8 flat
        10 so       so        ADV   _ _            11 advmod
        11 said     say       VERB  _ _            0 root
"""


@pytest.mark.parametrize(("verb", "lemma", "made"), [("issued", "issue", True), ("feared", "fear", False)])
def test_a_circular_speaks_for_whose_title_stands_behind_by(verb: str, lemma: str, made: bool) -> None:
    lines = ISSUED_BY.format(issued=verb, lemma=lemma)
    parsed = document(lines, entities=(entity(document(lines).text, "Ruth Moss", "Person"),))
    able = proposed(parsed, f"A circular with rules {verb} by Director Ruth Moss", "said", "so")
    assert ("Ruth Moss" in able and "name: maker" in able["Ruth Moss"][0].sources) == made


BAROMETER = """
        1 Fears     fear      NOUN  _ Number=Plur  2 nsubj
        2 fill      fill      VERB  _ _            0 root
        3 Tidewatch Tidewatch PROPN _ _            2 obj
        4 ,         ,         PUNCT _ _            5 punct
        5 {verb}    {lemma}   VERB  _ _            3 acl
        6 by        by        ADP   _ _            7 case
        7 Norden    Norden    PROPN _ _            5 obl
        8 .         .         PUNCT _ _            2 punct

        1 The       the       DET   _ Definite=Def 2 det
        2 survey    survey    NOUN  _ Number=Sing  3 nsubj
        3 said      say       VERB  _ _            0 root
        4 so        so        ADV   _ _            3 advmod
        5 .         .         PUNCT _ _            3 punct
"""


@pytest.mark.parametrize(("verb", "lemma", "issued"), [("published", "publish", True), ("seen", "see", False)])
def test_a_survey_with_a_title_speaks_for_who_published_it(verb: str, lemma: str, issued: bool) -> None:
    lines = BAROMETER.format(verb=verb, lemma=lemma)
    parsed = document(lines, entities=(entity(document(lines).text, "Norden", "Organization"),))
    one, _ = proposed(parsed, "The survey", "said", "so")["Norden"]
    assert ("issuer" in one.sources) == issued


EX_PRESIDENT = """
        1 Moss         Moss         PROPN _ _            2 nsubj
        2 wept         weep         VERB  _ _            0 root
        3 .            .            PUNCT _ _            2 punct

        1 The          the          DET   _ Definite=Def 2 det
        2 ex-{noun}    ex-{noun}    NOUN  _ Number=Sing  3 nsubj
        3 said         say          VERB  _ _            0 root
        4 so           so           ADV   _ _            3 advmod
        5 .            .            PUNCT _ _            3 punct
"""


@pytest.mark.parametrize(("noun", "person"), [("president", 1), ("window", 0)])
def test_who_had_an_office_is_a_person(noun: str, person: int) -> None:
    lines = EX_PRESIDENT.format(noun=noun)
    parsed = document(lines, entities=(entity(document(lines).text, "Moss", "Person"),))
    able = proposed(parsed, f"The ex-{noun}", "said", "so")
    assert ("Moss" in able and able["Moss"][1].get("form: person", 0)) == person


@pytest.mark.parametrize(
    ("field", "noun", "named"),
    [
        ("foreign ADJ 3 amod", "ministry", True),
        ("electoral ADJ 3 amod", "commission", True),
        ("hasty ADJ 3 amod", "commission", False),  # describes it
        ("tides NOUN 3 compound", "agency", True),
        ("enforcement NOUN 3 compound", "agency", False),  # may be any
        ("campaign NOUN 3 compound", "office", False),
    ],
)
def test_a_body_goes_by_its_field(field: str, noun: str, named: bool) -> None:
    lines = words(*saying("The DET 3 det", field, f"{noun} NOUN 4 nsubj"))
    name = f"{field.split()[0]} {noun}"
    assert list(proposed(document(lines), f"The {name}", "said", "so")) == [name] * named


@pytest.mark.parametrize(("article", "named"), [("The", True), ("A", False)])
def test_bodies_may_share_an_article(article: str, named: bool) -> None:
    lines = words(
        f"{article} DET 2 det",
        "bank NOUN 6 nsubj",
        "and CCONJ 5 cc",
        "tides NOUN 5 compound",
        "agency NOUN 2 conj",
        "met VERB 0 root",
    )
    later = lines + "\n\n" + words(*saying("The DET 2 det", "agency NOUN 3 nsubj"))
    assert ("tides agency" in proposed(document(later), "The agency", "said", "so")) == named


@pytest.mark.parametrize(("last", "own"), [("Ministry", False), ("Trust", True)])
def test_a_field_is_that_of_a_body_that_the_article_names(last: str, own: bool) -> None:
    first = words("Harbour PROPN 2 compound", f"{last} PROPN 3 nsubj", "met VERB 0 root", ". PUNCT 3 punct")
    lines = first + "\n\n" + words(*saying("The DET 3 det", "harbour NOUN 3 compound", "ministry NOUN 4 nsubj"))
    parsed = document(lines, entities=(entity(document(lines).text, f"Harbour {last}", "Organization"),))
    able = proposed(parsed, "The harbour ministry", "said", "so")
    assert ("harbour ministry" in able) == own and (f"Harbour {last}" in able) != own


def test_an_office_goes_by_whose_it_is_and_is_called_by_its_noun_afterwards() -> None:
    first = words(*saying("The DET 2 det", "prosecutor NOUN 4 nmod:poss", "'s PART 2 case", "office NOUN 5 nsubj"))
    lines = first + "\n\n" + words(*saying("The DET 2 det", "office NOUN 3 nsubj"))
    assert "prosecutor's office" in proposed(document(lines), "The office", "said", "so")


def test_an_embassy_goes_by_its_place_and_where_it_is() -> None:
    lines = words(
        *saying(
            "Norcrest PROPN 3 nmod:poss",
            "'s PART 1 case",
            "embassy NOUN 6 nsubj",
            "in ADP 5 case",
            "Halden PROPN 3 nmod",
        )
    )
    parsed = document(lines, entities=(entity(document(lines).text, "Halden", "Location"),))
    assert list(proposed(parsed, "Norcrest's embassy in Halden", "said", "so")) == ["Norcrest's embassy in Halden"]


@pytest.mark.parametrize(("country", "name"), [("Ostrana", "Government of Ostrana"), ("Halden", "Ostranan government")])
def test_a_government_of_a_place_goes_by_its_adjective(country: str, name: str) -> None:
    first = words(
        "The DET 2 det",
        "Government PROPN 5 nsubj",
        "of ADP 4 case",
        f"{country} PROPN 2 nmod",
        "met VERB 0 root",
        ". PUNCT 5 punct",
    )
    lines = first + "\n\n" + words(*saying("The DET 3 det", "Ostranan ADJ 3 amod", "government NOUN 4 nsubj"))
    text = document(lines).text
    found = (entity(text, f"Government of {country}", "Organization"), entity(text, "Ostranan", "NORP"))
    assert name in proposed(document(lines, entities=found), "The Ostranan government", "said", "so")


@pytest.mark.parametrize(("noun", "meant"), [("University", True), ("Post", False)])
def test_a_capitalised_noun_alone_is_the_body_of_its_kind(noun: str, meant: bool) -> None:
    first = words("Halden PROPN 2 compound", "University PROPN 3 nsubj", "met VERB 0 root", ". PUNCT 3 punct")
    lines = first + "\n\n" + words(*saying("The DET 2 det", f"{noun} PROPN 3 nsubj"))
    text = document(lines).text
    parsed = document(lines, entities=(entity(text, "Halden University", "Organization"),))
    able = proposed(parsed, f"The {noun}", "said", "so")
    assert ("Halden University" in able) == meant


SENT = """
        1 Moss      Moss      PROPN _ _            2 nsubj
        2 wept      weep      VERB  _ _            0 root
        3 .         .         PUNCT _ _            2 punct

        1 The       the       DET   _ Definite=Def 2 det
        2 {noun}    {noun}    NOUN  _ Number=Sing  3 nsubj
        3 sent      send      VERB  _ _            0 root
        4 an        a         DET   _ Definite=Ind 5 det
        5 email     email     NOUN  _ Number=Sing  3 obj
        6 .         .         PUNCT _ _            3 punct

        1 The       the       DET   _ Definite=Def 2 det
        2 message   message   NOUN  _ Number=Sing  3 nsubj
        3 said      say       VERB  _ _            0 root
        4 so        so        ADV   _ _            3 advmod
        5 .         .         PUNCT _ _            3 punct
"""


@pytest.mark.parametrize(("noun", "sent"), [("candidate", True), ("nurse", False)])
def test_an_email_speaks_for_the_person_described_who_sent_it(noun: str, sent: bool) -> None:
    lines = SENT.format(noun=noun)
    parsed = document(lines, entities=(entity(document(lines).text, "Moss", "Person"),))
    one, _ = proposed(parsed, "The message", "said", "so")["Moss"]
    assert ("issuer" in one.sources) == sent


def test_words_without_a_cue_may_be_those_of_the_prominent() -> None:
    parsed = document(NOMINEE, entities=(Entity("Person", 0, 9),))
    draft = Draft((span(parsed.text, "so"),), None, (), Rule.CLAUSE, 0.9)
    view = view_of(parsed, [draft])
    by_name = {one.name: one.sources for one in candidates(view.mentions[0], view)}
    assert by_name["Ruth Moss"] == ("salience",)


@pytest.mark.parametrize(("field", "name"), [("foreign", "Ostranan foreign ministry"), ("", "Ostranan ministry")])
def test_a_ministry_of_a_place_has_its_field(field: str, name: str) -> None:
    lines = words(
        *saying("The DET 4 det", "Ostranan ADJ 4 amod", f"{field} ADJ 4 amod", "ministry NOUN 5 nsubj")
        if field
        else saying("The DET 3 det", "Ostranan ADJ 3 amod", "ministry NOUN 4 nsubj")
    )
    parsed = document(lines, entities=(entity(document(lines).text, "Ostranan", "NORP"),))
    assert name in proposed(parsed, f"The Ostranan {field} ministry".replace("  ", " "), "said", "so")


@pytest.mark.parametrize(("type", "team"), [("Organization", False), ("Person", True)])
def test_the_team_of_a_body_speaks_for_it(type: str, team: bool) -> None:
    lines = words(*saying("The DET 3 det", "Norden PROPN 3 compound", "team NOUN 4 nsubj"))
    parsed = document(lines, entities=(entity(document(lines).text, "Norden", type),))
    assert ("Norden team" in proposed(parsed, "The Norden team", "said", "so")) == team


@pytest.mark.parametrize(("type", "meant"), [("NORP", True), ("Organization", False)])
def test_a_company_with_a_place_before_it_is_the_one_named(type: str, meant: bool) -> None:
    first = words("Halden PROPN 2 compound", "Industries PROPN 3 nsubj", "met VERB 0 root", ". PUNCT 3 punct")
    lines = first + "\n\n" + words(*saying("The DET 3 det", "Ostranan ADJ 3 compound", "company NOUN 4 nsubj"))
    text = document(lines).text
    found = (entity(text, "Halden Industries", "Organization"), entity(text, "Ostranan", type))
    able = proposed(document(lines, entities=found), "The Ostranan company", "said", "so")
    assert ("Halden Industries" in able) == meant


def test_a_work_with_a_name_speaks_for_who_compiled_it() -> None:
    lines = words(
        "According VERB 10 case",
        "to ADP 1 fixed",
        "Harbours PROPN 10 obl",
        "2031 NUM 3 nummod",
        ", PUNCT 3 punct",
        "compiled VERB 3 acl",
        "by ADP 8 case",
        "Norden PROPN 6 obl",
        ", PUNCT 3 punct",
        "fell VERB 0 root",
    )
    text = document(lines).text
    found = (entity(text, "Harbours 2031", "Miscellaneous"), entity(text, "Norden", "Organization"))
    source = "Harbours 2031, compiled by Norden"
    one, _ = proposed(document(lines, entities=found), source, "According to", "fell")["Norden"]
    assert one.sources == ("name: maker",)


@pytest.mark.parametrize("name", ["Harbour Police Station", "National Police Agency"])
def test_the_police_are_the_force_that_the_article_names(name: str) -> None:
    *lead, last = name.split()
    at = len(lead) + 1
    first = words(*(f"{w} PROPN {at} compound" for w in lead), f"{last} PROPN {at + 1} nsubj", "met VERB 0 root")
    lines = first + "\n\n" + words(*saying("The DET 2 det", "police NOUN 3 nsubj"))
    parsed = document(lines, entities=(entity(document(lines).text, name, "Organization"),))
    assert name in proposed(parsed, "The police", "said", "so")


@pytest.mark.parametrize(("noun", "named"), [("bureau", True), ("host", False)])
def test_a_body_goes_by_what_it_is_for_behind_its_noun(noun: str, named: bool) -> None:
    lines = words(
        *saying(
            "the DET 2 det",
            "city NOUN 4 nmod:poss",
            "'s PART 2 case",
            f"{noun} NOUN 7 nsubj",
            "of ADP 6 case",
            "trade NOUN 4 nmod",
        )
    )
    assert (f"{noun} of trade" in proposed(document(lines), f"the city's {noun} of trade", "said", "so")) == named


def test_a_campaign_is_whose_possessive_stands_before_it_whatever_the_parse() -> None:
    lines = words(
        *saying(
            "Norcrest PROPN 6 nmod:poss",
            "Sen. PROPN 1 flat",
            "Ruth PROPN 1 flat",
            "Hale PROPN 1 flat",
            "'s PART 1 case",
            "campaign NOUN 7 nsubj",
        )
    )
    text = document(lines).text
    found = (entity(text, "Norcrest", "Location"), entity(text, "Ruth Hale", "Person"))
    assert "Hale campaign" in proposed(document(lines, entities=found), text.partition(" said")[0], "said", "so")


@pytest.mark.parametrize(("last", "meant"), [("Museum", True), ("Municipality", False)])
def test_a_municipality_is_a_place_where_no_body_is_one(last: str, meant: bool) -> None:
    first = words(
        "Halden PROPN 3 obl", f"{last} PROPN 1 flat", "met VERB 0 root", "Norcrest PROPN 3 obj", ". PUNCT 3 punct"
    )
    lines = first + "\n\n" + words(*saying("The DET 2 det", "municipality NOUN 3 nsubj"))
    text = document(lines).text
    found = (entity(text, f"Halden {last}", "Organization"), entity(text, "Norcrest", "Location"))
    assert ("Norcrest" in proposed(document(lines, entities=found), "The municipality", "said", "so")) == meant


@pytest.mark.parametrize(("noun", "meant"), [("Police", True), ("Harvest", False)])
def test_records_of_the_police_are_those_of_the_force(noun: str, meant: bool) -> None:
    first = words(
        "National PROPN 3 compound",
        "Civil PROPN 3 compound",
        "Police PROPN 4 nsubj",
        "met VERB 0 root",
        ". PUNCT 4 punct",
    )
    lines = first + "\n\n" + words(*saying(f"{noun} NOUN 2 compound", "records NOUN 3 nsubj"))
    parsed = document(lines, entities=(entity(document(lines).text, "National Civil Police", "Organization"),))
    one = proposed(parsed, f"{noun} records", "said", "so").get("National Civil Police")
    assert (one is not None and "body of the kind" in one[0].sources) == meant


@pytest.mark.parametrize(
    ("source", "relation", "meant"),
    [
        (("The DET 3 det", "two NUM 3 nummod", "sides NOUN 4 nsubj"), "nsubj", True),
        (("They PRON 2 nsubj",), "nsubj", True),
        (("The DET 3 det", "two NUM 3 nummod", "sides NOUN 4 nsubj"), "obj", False),
        (("The DET 3 det", "two NUM 3 nummod", "men NOUN 4 nsubj"), "nsubj", False),
    ],
    ids=["sides", "they", "not together the subject", "no persons"],
)
def test_two_sides_are_the_two_who_were_named_together(source: tuple[str, ...], relation: str, meant: bool) -> None:
    first = words(
        f"Ostrana PROPN 4 {relation}", "and CCONJ 3 cc", "Norden PROPN 1 conj", "met VERB 0 root", ". PUNCT 4 punct"
    )
    lines = (
        (first + "\n\n" + words(*saying(*source)))
        .replace("NOUN _ _", "NOUN _ Number=Plur")
        .replace("men men", "men man")
    )
    text = document(lines).text
    found = (entity(text, "Ostrana", "Location"), entity(text, "Norden", "Location"))
    said = " ".join(word.split()[0] for word in source)
    assert ("Ostrana; Norden" in proposed(document(lines, entities=found), said, "said", "so")) == meant


@pytest.mark.parametrize(
    ("article", "country", "meant"), [("The", "Ostrana", True), ("Some", "Ostrana", False), ("The", "Norden", False)]
)
def test_a_people_may_stand_for_its_country(article: str, country: str, meant: bool) -> None:
    first = words(f"{country} PROPN 2 nsubj", "met VERB 0 root", ". PUNCT 2 punct")
    lines = first + "\n\n" + words(*saying(f"{article} DET 2 det", "Ostranans PROPN 3 nsubj"))
    lines = lines.replace("Ostranans PROPN _ _", "Ostranans PROPN _ Number=Plur")
    text = document(lines).text
    found = (entity(text, country, "Location"), entity(text, "Ostranans", "NORP"))
    able = proposed(document(lines, entities=found), f"{article} Ostranans", "said", "so")
    assert (country in able) == meant


@pytest.mark.parametrize(
    ("level", "noun", "named"),
    [("federal", "government", True), ("local", "government", False), ("federal", "authority", False)],
)
def test_a_government_goes_by_its_level_and_is_called_by_its_noun_afterwards(
    level: str, noun: str, named: bool
) -> None:
    first = words(*saying("The DET 3 det", f"{level} ADJ 3 amod", f"{noun} NOUN 4 nsubj"))
    lines = first + "\n\n" + words(*saying("The DET 2 det", f"{noun} NOUN 3 nsubj"))
    assert (f"{level} {noun}" in proposed(document(lines), f"The {noun}", "said", "so")) == named


POSTED = """
        1 A         a         DET   _ _            2 det
        2 statement statement NOUN  _ Number=Sing  8 nsubj
        3 posted    post      VERB  _ Voice=Pass   2 acl
        4 on        on        ADP   _ _            7 case
        5 Halden    Halden    PROPN _ _            7 nmod:poss
        6 's        's        PART  _ _            5 case
        7 {noun}    {noun}    NOUN  _ Number=Sing  3 obl
        8 said      say       VERB  _ _            0 root
        9 so        so        ADV   _ _            8 advmod
        10 .        .         PUNCT _ _            8 punct
"""


@pytest.mark.parametrize(("noun", "issued"), [("website", True), ("wall", False)])
def test_what_is_on_ones_page_one_has_issued(noun: str, issued: bool) -> None:
    lines = POSTED.format(noun=noun)
    parsed = document(lines, entities=(entity(document(lines).text, "Halden", "Organization"),))
    able = proposed(parsed, f"A statement posted on Halden's {noun}", "said", "so")
    assert ("Halden" in able and "issuer" in able["Halden"][0].sources) == issued


@pytest.mark.parametrize(("noun", "rovers"), [("side", True), ("bridge", False)])
def test_a_body_stands_behind_a_noun_for_its_kind_whatever_the_parse(noun: str, rovers: bool) -> None:
    lines = words(
        *saying("Harbour PROPN 2 compound", "League PROPN 4 nsubj", f"{noun} NOUN 4 compound", "Rovers PROPN 2 flat")
    )
    text = document(lines).text
    found = (entity(text, "Harbour League", "Organization"), entity(text, "Rovers", "Organization"))
    able = proposed(document(lines, entities=found), f"Harbour League {noun} Rovers", "said", "so")
    assert ("Rovers" in able and able["Rovers"][1].get("place: head", 0) == 1) == rovers


@pytest.mark.parametrize(("noun", "made"), [("newspaper", True), ("harbour", False)])
def test_a_report_is_by_a_body_behind_a_noun_for_its_kind_whatever_the_parse(noun: str, made: bool) -> None:
    lines = words(
        *saying(
            "A DET 2 det",
            "report NOUN 7 nsubj",
            "by ADP 5 case",
            "the DET 5 det",
            f"{noun} NOUN 2 nmod",
            "Rovers PROPN 5 dep",
        )
    )
    text = document(lines).text
    able = proposed(
        document(lines, entities=(entity(text, "Rovers", "Organization"),)),
        f"A report by the {noun} Rovers",
        "said",
        "so",
    )
    assert ("Rovers" in able and able["Rovers"][1].get("place: maker", 0) == 1) == made


@pytest.mark.parametrize(
    ("last", "type", "body"), [("Archives", "Organization", 1), ("Archives", "Misc", 0), ("Trust", "Organization", 0)]
)
def test_a_noun_stands_for_a_body_whose_name_ends_with_it(last: str, type: str, body: int) -> None:
    first = words("Harbour PROPN 2 compound", f"{last} PROPN 3 nsubj", "met VERB 0 root", ". PUNCT 3 punct")
    lines = first + "\n\n" + words(*saying("The DET 2 det", "archives NOUN 3 nsubj"))
    parsed = document(lines, entities=(entity(document(lines).text, f"Harbour {last}", type),))
    able = proposed(parsed, "The archives", "said", "so")
    assert (f"Harbour {last}" in able and able[f"Harbour {last}"][1].get("form: body", 0)) == body


@pytest.mark.parametrize(
    ("owner", "source", "theirs"),
    [("Prosecutors", "prosecutors NOUN 2 nsubj", True), ("Lawyers", "prosecutors NOUN 2 nsubj", False)],
)
def test_prosecutors_may_stand_for_the_office_that_is_named_after_them(owner: str, source: str, theirs: bool) -> None:
    office = f"Harbour {owner}' Office"
    first = words(
        "Harbour PROPN 2 compound",
        f"{owner} PROPN 4 nmod:poss",
        "' PART 2 case",
        "Office PROPN 5 nsubj",
        "met VERB 0 root",
        ". PUNCT 5 punct",
    )
    lines = first.replace("2 case", "2 case SpaceBefore=No")
    parsed = lines + "\n\n" + words(*saying(source)).replace("NOUN _ _", "NOUN _ Number=Plur")
    found = document(parsed, entities=(entity(document(parsed).text, office, "Organization"),))
    assert (office in proposed(found, "prosecutors", "said", "so")) == theirs


@pytest.mark.parametrize(
    ("name", "noun", "alone"),
    [("Harbour Trust", "government", True), ("Ostranan Government", "government", False), ("Trust", "board", False)],
)
def test_the_government_goes_by_its_noun_where_no_other_is_named(name: str, noun: str, alone: bool) -> None:
    met = [f"{word} PROPN 3 nsubj" for word in name.split()]
    lines = words(*met, "met VERB 0 root") + "\n\n" + words(*saying("The DET 2 det", f"{noun} NOUN 3 nsubj"))
    parsed = document(lines, entities=(entity(document(lines).text, name, "Organization"),))
    assert (noun in proposed(parsed, f"The {noun}", "said", "so")) == alone


@pytest.mark.parametrize(("level", "meant"), [("federal", True), (None, False)])
def test_it_is_no_government_just_because_one_without_a_name_stands_before(level: str | None, meant: bool) -> None:
    noun = 3 if level else 2
    before = [f"The DET {noun} det", *([f"{level} ADJ {noun} amod"] if level else [])]
    first = words(*saying(*before, f"government NOUN {noun + 1} nsubj"))
    lines = first + "\n\n" + words(*saying("It PRON 2 nsubj"))
    name = f"{level} government" if level else "government"
    one, _ = proposed(document(lines), "It", "said", "so")[name]
    assert ("body just named" in one.sources) == meant


@pytest.mark.parametrize(
    "fragment",
    [
        "1 Police police NOUN _ _ 0 root\n2 in in ADP _ _ 3 case\n3 Norcrest Norcrest PROPN _ _ 1 nmod",
        "1 Police police NOUN _ _ 0 root\n2 News News PROPN _ _ 1 flat",
    ],
)
def test_a_body_has_no_name_from_the_end_of_its_sentence(fragment: str) -> None:
    assert view_of(document(fragment), ()).bodies == ()
