"""Whom descriptions mean, as far as the article tells: offices with places, forces, makers of works, names between commas.

Parses written by hand.
"""

from __future__ import annotations

import pytest
from conllu import entity
from test_speakers_candidates import Noted, document, proposed, saying, words

from quotes.document import Document, Entity

RAIN = ("It PRON 2 nsubj", "rained VERB 0 root", ". PUNCT 2 punct")


def tagged(lines: str, **names: str) -> Document:
    """The document with these names, underscores standing for spaces, and their types at their first places."""
    text = document(lines).text
    return document(lines, entities=tuple(entity(text, name.replace("_", " "), kind) for name, kind in names.items()))


SENATOR = ("The DET 3 det", "Ostrana PROPN 3 compound", "senator NOUN 4 nsubj")


@pytest.mark.parametrize(("place", "meant"), [("Location", True), ("Organization", False)])
def test_the_senator_of_a_place_may_be_whom_the_article_names_most(place: str, meant: bool) -> None:
    moss = ("Moss PROPN 2 nsubj", "spoke VERB 0 root", ". PUNCT 2 punct")
    lines = words(*moss, "", *moss, "", *saying(*SENATOR))
    text = document(lines).text
    parsed = document(
        lines, entities=(Entity("Person", 0, 4), entity(text, "Moss", nth=2), entity(text, "Ostrana", place))
    )
    able = proposed(parsed, "The Ostrana senator", "said", "so")
    assert ("Moss" in able) == meant  # nobody who is merely near is the head of a body that is named


@pytest.mark.parametrize(("home", "fits"), [("Ostrana", 1), ("Halden", -1)])
def test_a_place_tells_senators_apart(home: str, fits: int) -> None:
    moss = (
        "Senator PROPN 2 nmod:desc",
        "Moss PROPN 5 nsubj",
        "of ADP 4 case",
        f"{home} PROPN 2 nmod",
        "spoke VERB 0 root",
        "in ADP 7 case",
        "Ostrana PROPN 5 obl",
        ". PUNCT 5 punct",
    )
    lines = words(*moss, "", *saying(*SENATOR))
    text = document(lines).text
    last = text.count("Ostrana")
    places = {entity(text, home, "Location"), *(entity(text, "Ostrana", "Location", nth=n + 1) for n in range(last))}
    parsed = document(lines, entities=(entity(text, "Moss"), *sorted(places, key=lambda e: e.start)))
    _, row = proposed(parsed, "The Ostrana senator", "said", "so")["Moss"]
    assert row["fit: place"] == fits and row["fit: noun"] == 1 and row.get("fit: said", 0) == float(fits == 1)


@pytest.mark.parametrize(
    ("before", "said", "fits"),
    [
        ("president", "ex-president", 1),
        ("ex-president", "ex-president", 1),
        ("MP", "lawmaker", 0.9),
        ("clerk", "ex-wife", 0),
    ],
)
def test_a_former_office_and_one_in_capitals_are_offices(before: str, said: str, fits: float) -> None:
    hale = (f"{before} NOUN 2 nmod:desc", "Hale PROPN 3 nsubj", "left VERB 0 root", ". PUNCT 3 punct")
    lines = words(*hale, "", *saying("The DET 2 det", f"{said} NOUN 3 nsubj"))
    parsed = document(lines, entities=(entity(document(lines).text, "Hale"),))
    able = proposed(parsed, f"The {said}", "said", "so")
    assert able.get("Hale", (None, {}))[1].get("fit: noun", 0) == fits


@pytest.mark.parametrize(("verb", "noun"), [("represents", 0.9), ("visits", 0)])
def test_who_represents_somebody_is_a_lawyer(verb: str, noun: float) -> None:
    dunn = (
        "Mark PROPN 7 nsubj",
        "Dunn PROPN 1 flat",
        ", PUNCT 5 punct",
        "who PRON 5 nsubj",
        f"{verb} VERB 1 acl:relcl",
        "Hale PROPN 5 obj",
        "left VERB 0 root",
        ". PUNCT 7 punct",
    )
    lawyer = ("Hale PROPN 3 nmod:poss", "'s PART 1 case", "attorney NOUN 4 nsubj")
    lines = words(*dunn, "", *saying(*lawyer)).replace(f"{verb} {verb}", f"{verb} {verb[:-1]}")
    text = document(lines).text
    parsed = document(lines, entities=(entity(text, "Mark Dunn"), entity(text, "Hale"), entity(text, "Hale", nth=2)))
    able = proposed(parsed, "Hale's attorney", "said", "so")
    if noun:
        assert able["Mark Dunn"][1]["fit: noun"] == noun and able["Mark Dunn"][1]["fit: owner"] == 1
    else:
        assert "Mark Dunn" not in able


def force(*source: str, name: str) -> dict[str, Noted]:
    first, *rest = name.split()
    before = (
        "The DET 2 det",
        *(f"{word} PROPN {2 + len(rest)} compound" for word in (first, *rest[:-1])),
        f"{rest[-1]} PROPN {3 + len(rest)} nsubj",
        "met VERB 0 root",
        f". PUNCT {3 + len(rest)} punct",
    )
    lines = words(*before, "", *saying(*source))
    text = document(lines).text
    found = " ".join(line.split()[0] for line in source)
    return proposed(document(lines, entities=(entity(text, name, "Organization"),)), found, "said", "so")


@pytest.mark.parametrize("name", ["Norcrest Police Department", "Norcrest Fire Department"])
def test_police_are_the_force_that_the_article_names(name: str) -> None:
    able = force("police NOUN 2 nsubj", name=name)
    assert (name in able) == ("Police" in name)
    if name in able:
        assert "body of the kind" in able[name][0].sources


def test_the_department_may_be_a_force_that_goes_by_its_place() -> None:
    before = ("Norcrest PROPN 2 compound", "police NOUN 3 nsubj", "met VERB 0 root", ". PUNCT 3 punct")
    lines = words(*before, "", *saying("The DET 2 det", "department NOUN 3 nsubj"))
    parsed = tagged(lines, Norcrest="Location")
    one, row = proposed(parsed, "The department", "said", "so")["Norcrest police"]
    assert "body of the kind" in one.sources and row["other noun"] == 1


@pytest.mark.parametrize(("noun", "fits"), [("union", True), ("court", False)])
def test_a_noun_behind_a_name_may_be_another_body(noun: str, fits: bool) -> None:
    # "The Norden union" may be the union at Norden, "the Norden Court" is a court.
    named = "Norden" if fits else "Norden Court"
    last = f"{noun} NOUN 4 nsubj" if fits else "Court PROPN 4 nsubj"
    before = ("The DET 3 det", "Norden PROPN 3 compound", last, "met VERB 0 root", ". PUNCT 4 punct")
    lines = words(*before, "", *saying("The DET 2 det", "company NOUN 3 nsubj"))
    parsed = document(lines, entities=(entity(document(lines).text, named, "Organization"),))
    able = proposed(parsed, "The company", "said", "so")
    assert (named in able and able[named][1].get("fit: noun") == 0.6) == fits


@pytest.mark.parametrize(("owner", "issuer"), [("Monday", "Norden"), ("Moss", None)])
def test_no_day_owns_a_poll(owner: str, issuer: str | None) -> None:
    before = ("Norden PROPN 2 nsubj", "ran VERB 0 root", "a DET 4 det", "poll NOUN 2 obj", ". PUNCT 2 punct")
    poll = (f"{owner} PROPN 3 nmod:poss", "'s PART 1 case", "poll NOUN 4 nsubj")
    lines = words(*before, "", *saying(*poll))
    text = document(lines).text
    names = [entity(text, "Norden", "Organization"), *([entity(text, "Moss")] if owner == "Moss" else [])]
    able = proposed(document(lines, entities=tuple(names)), f"{owner}'s poll", "said", "so")
    assert ("Norden" in able) == (issuer is not None)


@pytest.mark.parametrize(("verb", "issues"), [("released", True), ("feared", False)])
def test_who_released_figures_in_a_clause_about_them(verb: str, issues: bool) -> None:
    figures = ("figures NOUN 4 nsubj", "Norden PROPN 3 nsubj", f"{verb} VERB 1 acl:relcl")
    lines = words(*saying(*figures)).replace(f"{verb} {verb}", f"{verb} {verb[:-1]}")
    able = proposed(tagged(lines, Norden="Organization"), f"figures Norden {verb}", "said", "so")
    assert ("Norden" in able and able["Norden"][1].get("issuer") == 1) == issues


def test_the_title_of_a_book_is_not_its_author() -> None:
    source = ("his PRON 2 nmod:poss", "book NOUN 6 nsubj", ", PUNCT 4 punct", "Tides PROPN 2 appos", ", PUNCT 4 punct")
    lines = words("Moss PROPN 2 nsubj", "spoke VERB 0 root", ". PUNCT 2 punct", "", *saying(*source))
    able = proposed(tagged(lines, Moss="Person", Tides="Miscellaneous"), "his book, Tides,", "said", "so")
    assert "owner" in able["Moss"][0].sources and "place: apposition" not in able["Tides"][1]


def test_an_account_is_that_of_whom_the_pronoun_means() -> None:
    source = ("her PRON 3 nmod:poss", "Chirper PROPN 3 compound", "account NOUN 4 nsubj")
    lines = words("Ruth PROPN 2 nsubj", "spoke VERB 0 root", ". PUNCT 2 punct", "", *saying(*source))
    able = proposed(tagged(lines, Ruth="Person", Chirper="Organization"), "her Chirper account", "said", "so")
    assert able["Ruth"][1]["owner by pronoun"] == 1


@pytest.mark.parametrize(("mark", "named"), [("identified", True), ("attacked", False)])
def test_a_woman_identified_as_somebody_is_her_whatever_the_parse(mark: str, named: bool) -> None:
    source = (
        "A DET 2 det",
        "woman NOUN 7 nsubj",
        "later ADV 4 advmod",
        f"{mark} VERB 7 advcl",
        "as ADP 6 case",
        "Ruth PROPN 4 obl",
    )
    lines = words(*saying(*source)).replace(f"{mark} {mark}", "identified identify" if named else "attacked attack")
    able = proposed(tagged(lines, Ruth="Person"), f"A woman later {mark} as Ruth", "said", "so")
    assert ("Ruth" in able) == named


def test_a_group_that_calls_itself_by_a_name() -> None:
    source = (
        "a DET 2 det",
        "group NOUN 7 nsubj",
        "that PRON 4 nsubj",
        "calls VERB 2 acl:relcl",
        "itself PRON 4 iobj",
        "Norden PROPN 4 obj",
    )
    lines = words(*saying(*source)).replace("calls calls", "calls call")
    lines = lines.replace("itself itself PRON _ _", "itself itself PRON _ Reflex=Yes")
    able = proposed(tagged(lines, Norden="Organization"), "a group that calls itself Norden", "said", "so")
    assert able["Norden"][1]["place: called"] == 1


@pytest.mark.parametrize(("comma", "named"), [(",", True), ("that", False)])
def test_a_name_between_commas_behind_its_noun(comma: str, named: bool) -> None:
    source = (
        "One NUM 2 nummod",
        "group NOUN 7 nsubj",
        f"{comma} PUNCT 4 punct",
        "Occupy VERB 2 acl",
        "Norden PROPN 4 obj",
        ", PUNCT 2 punct",
    )
    lines = words(*saying(*source)).replace("said say VERB _ _ 0", "said say VERB _ _ 0")
    text = document(lines).text
    parsed = document(lines, entities=(entity(text, "Occupy Norden", "Organization"),))
    able = proposed(parsed, text[: text.index(" said")], "said", "so")
    assert ("Occupy Norden" in able and able["Occupy Norden"][1].get("place: apposition") == 1) == named


@pytest.mark.parametrize(("case", "named"), [("", True), ("like", False)])
def test_a_description_between_commas_behind_a_name(case: str, named: bool) -> None:
    tokens = (
        *((f"{case} ADP 2 case",) if case else ()),
        "Norden PROPN {said} obl",
        ", PUNCT {union} punct",
        "a DET {union} det",
        "union NOUN {said} nsubj",
        ", PUNCT {union} punct",
    )
    union = 5 if case else 4
    source = tuple(line.format(said=union + 2, union=union) for line in tokens)
    lines = words(*saying(*source))
    able = proposed(tagged(lines, Norden="Organization"), "a union,", "said", "so")
    assert ("Norden" in able and able["Norden"][1].get("apposed to") == 1) == named


def test_the_second_of_two_roles_of_a_person() -> None:
    source = (
        "Ruth PROPN 0 root",
        ", PUNCT 4 punct",
        "a DET 4 det",
        "banker NOUN 1 appos",
        "and CCONJ 7 cc",
        "former ADJ 7 amod",
        "aide NOUN 4 conj",
        "who PRON 9 nsubj",
        "said VERB 7 acl:relcl",
        "so ADV 9 advmod",
    )
    able = proposed(tagged(words(*source), Ruth="Person"), "who", "said", "so")
    assert able["Ruth"][1]["apposed to"] == 1


@pytest.mark.parametrize(("also", "name"), [("", "Moss team"), ("campaign", "Moss campaign")])
def test_a_team_that_a_pronoun_owns_is_the_campaign_that_the_article_names(also: str, name: str) -> None:
    before = (
        ("The DET 3 det", "Moss PROPN 3 compound", "campaign NOUN 4 nsubj", "met VERB 0 root", ". PUNCT 4 punct", "")
        if also
        else ()
    )
    moss = ("Moss PROPN 2 nsubj", "spoke VERB 0 root", ". PUNCT 2 punct", "")
    lines = words(*before, *moss, *saying("his PRON 2 nmod:poss", "team NOUN 3 nsubj"))
    text = document(lines).text
    names = tuple(entity(text, "Moss", nth=n + 1) for n in range(text.count("Moss")))
    able = proposed(document(lines, entities=names), "his team", "said", "so")
    assert [c.name for c, _ in able.values() if c.kind == "organization"] == [name]


def test_the_widow_of_somebody_may_have_his_surname() -> None:
    ruth = ("Ruth PROPN 3 nsubj", "Moss PROPN 1 flat", "left VERB 0 root", ". PUNCT 3 punct")
    source = ("The DET 2 det", "widow NOUN 6 nsubj", "of ADP 4 case", "Tom PROPN 2 nmod", "Moss PROPN 4 flat")
    lines = words(*ruth, "", *saying(*source))
    able = proposed(tagged(lines, Ruth_Moss="Person", Tom_Moss="Person"), "The widow of Tom Moss", "said", "so")
    assert "relative" in able["Ruth Moss"][0].sources


@pytest.mark.parametrize(("noun", "body"), [("newspaper", True), ("holiday", False)])
def test_an_apposition_tells_a_body_that_the_tagger_missed(noun: str, body: bool) -> None:
    source = (
        "The DET 3 det",
        "Harbour PROPN 3 compound",
        "Leader PROPN 8 nsubj",
        ", PUNCT 6 punct",
        "a DET 6 det",
        f"{noun} NOUN 3 appos",
        ", PUNCT 6 punct",
    )
    lines = words(*saying(*source))
    able = proposed(document(lines), f"The Harbour Leader, a {noun},", "said", "so")
    assert ("Harbour Leader" in able) == body


@pytest.mark.parametrize(("noun", "since"), [("woman", 1), ("man", 0)])
def test_who_was_introduced_without_a_name_since_a_candidate_was_named(noun: str, since: int) -> None:
    ruth = ("Ruth PROPN 2 nsubj", "spoke VERB 0 root", ". PUNCT 2 punct")
    other = ("A DET 2 det", f"{noun} NOUN 3 nsubj", "spoke VERB 0 root", ". PUNCT 3 punct")
    lines = words(*ruth, "", *other, "", *saying("she PRON 2 nsubj"))
    _, row = proposed(tagged(lines, Ruth="Person"), "she", "said", "so")["Ruth"]
    assert row.get("unnamed since", 0) == row.get("unnamed near", 0) == since


@pytest.mark.parametrize(("owner", "own"), [("his", 1), ("her", 0)])
def test_an_aide_is_not_the_owner_of_the_pronoun(owner: str, own: int) -> None:
    tom = ("Mr. PROPN 2 nmod:desc", "Moss PROPN 3 nsubj", "spoke VERB 0 root", ". PUNCT 3 punct")
    source = (f"{owner} PRON 3 nmod:poss", "chief ADJ 3 amod", "aide NOUN 4 nsubj")
    able = proposed(tagged(words(*tom, "", *saying(*source)), Moss="Person"), f"{owner} chief aide", "said", "so")
    assert able["Moss"][1].get("is the owner", 0) == own


@pytest.mark.parametrize(("at", "named"), [(False, True), (True, False)])
def test_a_columnist_for_a_site_is_not_the_site(*, at: bool, named: bool) -> None:
    between = ("for ADP 5 case", "the DET 5 det", "site NOUN 2 nmod") if at else ()
    source = ("A DET 2 det", f"broadcaster NOUN {4 + len(between)} nsubj", *between, "Norden PROPN 2 appos")
    phrase = " ".join(line.split()[0] for line in source)
    able = proposed(tagged(words(*saying(*source)), Norden="Organization"), phrase, "said", "so")
    assert ("Norden" in able) == named


@pytest.mark.parametrize(("preposition", "place"), [("in", "outlet"), ("near", None)])
def test_an_editorial_in_a_paper_whatever_the_parse(preposition: str, place: str | None) -> None:
    lines = words(
        "An DET 2 det",
        "editorial NOUN 6 nsubj",
        f"{preposition} ADP 5 case",
        "the DET 5 det",
        "Post PROPN 6 obl",
        "said VERB 0 root",
        "so ADV 6 advmod",
    )
    able = proposed(tagged(lines, Post="Organization"), f"An editorial {preposition} the Post", "said", "so")
    assert ("Post" in able and able["Post"][1].get("place: outlet") == 1) == (place is not None)


@pytest.mark.parametrize(("owner", "maker"), [("", True), ("'s lawyer", False)])
def test_who_provided_a_document_and_whose_lawyer_did(owner: str, maker: bool) -> None:
    provided = ("A DET 2 det", "memo NOUN {said} nsubj", "provided VERB 2 acl", "by ADP 5 case")
    whose = ("Hale PROPN 7 nmod:poss", "'s PART 5 case", "lawyer NOUN 3 obl") if owner else ("Hale PROPN 3 obl",)
    said = 1 + len(provided) + len(whose)
    lines = words(*saying(*(line.format(said=said) for line in (*provided, *whose))))
    lines = lines.replace("provided provided", "provided provide").replace("memo memo", "memo report")
    able = proposed(tagged(lines, Hale="Person"), f"A memo provided by Hale{owner}", "said", "so")
    assert ("Hale" in able) == maker


@pytest.mark.parametrize(("home", "meant"), [("Ostrana", True), ("Halden", False)])
def test_nobody_from_elsewhere_is_the_senator_of_a_place(home: str, meant: bool) -> None:
    moss = ("Moss PROPN 4 nsubj", "of ADP 3 case", f"{home} PROPN 1 nmod", "spoke VERB 0 root", ". PUNCT 4 punct")
    lines = words(*moss, "", *saying(*SENATOR))
    text = document(lines).text
    places = [entity(text, home, "Location"), entity(text, "Ostrana", "Location", nth=text.count("Ostrana"))]
    parsed = document(lines, entities=(entity(text, "Moss"), *places))
    assert ("Moss" in proposed(parsed, "The Ostrana senator", "said", "so")) == meant


@pytest.mark.parametrize(("owner", "meant"), [("our", False), ("the", True)])
def test_who_is_ours_is_nobody_who_is_named_next(owner: str, meant: bool) -> None:
    tags = "PRON 3 nmod:poss" if owner == "our" else "DET 3 det"
    source = saying(f"{owner.title()} {tags}", "Norcrest PROPN 3 compound", "correspondent NOUN 4 nsubj")
    told = ("Ruth PROPN 2 compound", "Moss PROPN 3 nsubj", "spoke VERB 0 root", ". PUNCT 3 punct")
    parsed = tagged(words(*source, "", *told), Norcrest="Location", Ruth_Moss="Person")
    able = proposed(parsed, f"{owner.title()} Norcrest correspondent", "said", "so")
    assert ("Ruth Moss" in able) == meant


@pytest.mark.parametrize(("verb", "meant"), [("leave", False), ("say", True)])
def test_who_is_the_subject_of_what_he_reports_is_not_him(verb: str, meant: bool) -> None:
    tom = ("Tom PROPN 2 nsubj", "spoke VERB 0 root", ". PUNCT 2 punct")
    last = ("Tom PROPN 3 nsubj", "should AUX 3 aux", f"{verb} VERB 0 root", ", PUNCT 3 punct", "he PRON 6 nsubj")
    lines = words(*tom, "", *last, "said VERB 3 parataxis", ". PUNCT 3 punct")
    text = document(lines).text
    parsed = document(lines, entities=(entity(text, "Tom", "Person"), entity(text, "Tom", "Person", nth=2)))
    assert ("Tom" in proposed(parsed, "he", "said", f"Tom should {verb}")) == meant


@pytest.mark.parametrize(("word", "meant"), [("latter", True), ("report", False)])
def test_the_latter_is_the_last_person_named(word: str, meant: bool) -> None:
    pair = ("Ruth PROPN 4 nsubj", "and CCONJ 3 cc", "Tom PROPN 1 conj", "met VERB 0 root", ". PUNCT 4 punct")
    lines = words(*pair, "", *saying("The DET 2 det", f"{word} NOUN 3 nsubj"))
    able = proposed(tagged(lines, Ruth="Person", Tom="Person"), f"The {word}", "said", "so")
    assert ("Tom" in able and "apposition" in able["Tom"][0].sources) == meant
    assert "Ruth" not in able or "apposition" not in able["Ruth"][0].sources


@pytest.mark.parametrize(("first", "fits"), [("managing", 1), ("meeting", 0)])
def test_an_office_whose_first_word_is_parsed_as_a_verb(first: str, fits: int) -> None:
    moss = (
        "Moss PROPN 5 nsubj",
        ", PUNCT 4 punct",
        f"{first} VERB 1 acl",
        "director NOUN 3 obj",
        "spoke VERB 0 root",
        ". PUNCT 5 punct",
    )
    lines = words(*moss, "", *saying("The DET 2 det", "director NOUN 3 nsubj"))
    _, row = proposed(tagged(lines, Moss="Person"), "The director", "said", "so")["Moss"]
    assert row.get("fit: noun", 0) == fits


@pytest.mark.parametrize(("by", "who"), [("by", "Ruth"), ("with", "Post")])
def test_the_agent_of_what_was_told_to_somebody_is_the_source(by: str, who: str) -> None:
    lines = words(
        "As SCONJ 2 mark",
        "told VERB 0 root",
        "to ADP 5 case",
        "the DET 5 det",
        "Post PROPN 2 obl",
        f"{by} ADP 7 case",
        "Ruth PROPN 2 obl",
        "it PRON 9 nsubj",
        "rained VERB 2 parataxis",
        ". PUNCT 2 punct",
    )
    able = proposed(tagged(lines, Post="Organization", Ruth="Person"), f"Post {by} Ruth", "told", "it rained")
    assert [name for name, (one, _) in able.items() if "name: head" in one.sources] == [who]
