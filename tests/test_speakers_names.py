"""What the entity tagger found, as names: their bounds, what is no name, and whose name it is. Parses written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conllu import document, entity, parse
from naming import known_in, names, sentence, shown, tagged
from test_speakers_candidates import words

from quotes.document import Document, Entity
from quotes.speakers.cast import Cast


@pytest.mark.parametrize(
    ("tagged", "subjects", "expected"),
    [
        ("Gerald Moss", ["J. Gerald Moss"], ["J. Gerald Moss"]),
        ("Joan M.", ["Joan M. “Joni” Hale"], ["Joan M. “Joni” Hale"]),
        ("Joan “Joni", ["Joan “Joni” Hale"], ["Joan “Joni” Hale"]),
        ("Joan M.", ["Joan M. “the joke” Hale"], ["Joan M"]),
        ("Ruth Fell|Jonas", ["Ruth Fell", "Jonas Fell"], ["Ruth Fell", "Jonas Fell"]),
        ("Ruth Moss|Jonas", ["Ruth Moss", "Jonas Fell"], ["Ruth Moss", "Jonas"]),
        ("Ruth", ["Ruth M. Hale"], ["Ruth M. Hale"]),
        ("Ruth M", ["Ruth M. Hale"], ["Ruth M. Hale"]),
        ("Ruth Moss", ["U.S. Ruth Moss"], ["Ruth Moss"]),  # no initials, but a country
        ("Norcrest's Ruth Moss", ["Norcrest's Ruth Moss"], ["Ruth Moss"]),
        ("Co-anchor Ruth Moss", ["Co-anchor Ruth Moss"], ["Ruth Moss"]),
        ("Committeeman Tom Hale", ["Committeeman Tom Hale"], ["Tom Hale"]),
        ("Tom Hale", ["MP Tom Hale"], ["Tom Hale"]),
        ("Advocate Tom Hale", ["Advocate Tom Hale"], ["Tom Hale"]),
        ("Tom Hale OBE", ["Tom Hale OBE"], ["Tom Hale"]),
        ("Tom Hale Moss", ["Tom Hale Moss"], ["Tom Hale Moss"]),
        ("Ato Tom Hale", ["Ato Tom Hale"], ["Tom Hale"]),
        ("CS Tom Hale", ["Health CS Tom Hale"], ["Tom Hale"]),
        ("H E Tom Hale", ["H E Tom Hale"], ["Tom Hale"]),
        ("H.H. Tom Hale", ["H.H. Tom Hale"], ["Tom Hale"]),
        ("10:35PMTom Hale", ["10:35PMTom Hale"], ["Tom Hale"]),
        ("H. E. Hale", ["H. E. Hale"], ["H. E. Hale"]),
        ("Presecutor Ruth Hale", ["Presecutor Ruth Hale"], ["Ruth Hale"]),
        ("Chairperson Ruth Hale", ["Chairperson Ruth Hale"], ["Ruth Hale"]),
        ("Guy Moss Hale", ["Guy Moss Hale"], ["Guy Moss Hale"]),
        ("Tom Hale HLO Director", ["Tom Hale HLO Director"], ["Tom Hale"]),
        ("Amir Sheikh Nuri Al-Hadi Al-Moss", ["Amir Sheikh Nuri Al-Hadi Al-Moss"], ["Nuri Al-Hadi Al-Moss"]),
        ("Sheikh Nuri bin Sami", ["Sheikh Nuri bin Sami"], ["Nuri bin Sami"]),
        ("Sheikh Leyla", ["Sheikh Leyla"], ["Sheikh Leyla"]),
        ("Sheikh Leyla Moss", ["Sheikh Leyla Moss"], ["Sheikh Leyla Moss"]),
        ("Sultan Nuri Al-Hadi", ["Sultan Nuri Al-Hadi"], ["Sultan Nuri Al-Hadi"]),
        ("State Tom Hale", ["Secretary of State Tom Hale"], ["Tom Hale"]),
        ("State Tom Hale", ["Harbour State Tom Hale"], ["State Tom Hale"]),
        ("don Ruth Hale", ["don Ruth Hale"], ["Ruth Hale"]),
        ("Hale Ruth Hale", ["Hale Ruth Hale"], ["Ruth Hale"]),  # of a headline
        ("Norcrest – Ruth Hale", ["Norcrest – Ruth Hale"], ["Ruth Hale"]),
        ("Ruth Hale – Norcrest", ["Ruth Hale – Norcrest"], ["Ruth Hale"]),
        ("Sami) Okan", ["(Sami) Okan"], ["Sami Okan"]),
        ("Tom", ["Prince Tom"], ["Prince Tom"]),
        ("Tom Hale", ["Prince Tom Hale"], ["Tom Hale"]),
        ("Nuri Sami al-Hadi", ["Nuri Sami al-Hadi"], ["Nuri Sami al-Hadi"]),
    ],
)
def test_a_name_begins_with_its_initials_and_after_owners_and_offices(
    tagged: str, subjects: list[str], expected: list[str]
) -> None:
    assert shown(tagged, *subjects) == expected


def test_a_noun_inside_a_name_ends_what_is_no_part_of_it() -> None:
    lines = sentence("University don Ruth Hale")
    name = "University don Ruth Hale"
    for noun, expected in ((True, "Ruth Hale"), (False, name)):
        conllu = lines.replace("don don PROPN", "don don NOUN") if noun else lines
        assert [
            known.name for known in Cast(document(conllu, entities=(Entity("Person", 0, len(name)),))).individuals
        ] == [expected]


@pytest.mark.parametrize("part", ["don", "van"])
def test_a_small_word_that_is_no_particle_joins_nothing_to_a_name(part: str) -> None:
    lines = f"""
        1 Norcrest Norcrest PROPN _ _ 5 nsubj
        2 {part}   {part}   PROPN _ _ 1 flat
        3 Ruth     Ruth     PROPN _ _ 1 flat
        4 Hale     Hale     PROPN _ _ 1 flat
        5 spoke    speak    VERB  _ _ 0 root
    """
    known = Cast(document(lines, entities=(entity(document(lines).text, "Ruth Hale"),))).individuals
    assert [one.name for one in known] == ["Ruth Hale" if part == "don" else "Norcrest van Ruth Hale"]


@pytest.mark.parametrize(
    ("tagged", "subjects", "expected"),
    [
        ("Hale vied", ["Hale vied"], ["Hale"]),
        ("Ruth of Norcrest", ["Ruth of Norcrest"], ["Ruth of Norcrest"]),
        ("Hale Sunday", ["Hale Sunday"], ["Hale"]),
        ("Democrat Ruth Moss", ["Democrat Ruth Moss"], ["Ruth Moss"]),
    ],
)
def test_a_name_ends_before_small_words_and_days(tagged: str, subjects: list[str], expected: list[str]) -> None:
    assert shown(tagged, *subjects) == expected


def test_a_name_ends_before_a_verb() -> None:
    conllu = """
        1 Hale    Hale   PROPN _ Number=Sing 2 nsubj
        2 praises praise VERB  _ _           0 root
        3 Mark    Mark   PROPN _ Number=Sing 2 obj
        4 Moss    Moss   PROPN _ Number=Sing 3 flat
    """
    tagged = entity(parse(conllu).text, "Hale praises Mark Moss")
    assert [known.name for known in Cast(Document(parse(conllu, entities=(tagged,)))).individuals] == ["Hale"]


TECHNOLOGY = """
1 Minister   Minister   PROPN _ _ 6 nsubj
2 of         of         ADP   _ _ 3 case
3 Technology Technology PROPN _ _ 1 {relation}
4 Tom        Tom        PROPN _ _ 1 flat
5 Hale       Hale       PROPN _ _ 1 flat
6 spoke      speak      VERB  _ _ 0 root
7 .          .          PUNCT _ _ 6 punct
"""


@pytest.mark.parametrize(("relation", "name"), [("nmod", "Tom Hale"), ("flat", "Technology Tom Hale")])
def test_a_word_of_an_office_is_no_part_of_the_name_behind_it(relation: str, name: str) -> None:
    conllu = TECHNOLOGY.format(relation=relation)
    (known,) = Cast(document(conllu, entities=(entity(parse(conllu).text, "Tom Hale"),))).individuals
    assert known.name == name


OWNED = """
        1 Norden Norden PROPN _ _ 2 compound
        2 Office Office PROPN _ _ 4 nmod:poss
        3 's     's     PART  _ _ 2 case
        4 {given} {given} PROPN _ _ 6 nsubj
        5 {last} {last} PROPN _ _ 4 flat
        6 left   leave  VERB  _ _ 0 root
"""


@pytest.mark.parametrize(
    ("given", "last", "kind", "name"),
    [("Ruth", "Moss", "person", "Ruth Moss"), ("Trade", "Panel", "organization", "Norden Office's Trade Panel")],
)
def test_a_body_does_not_swallow_whom_it_owns(given: str, last: str, kind: str, name: str) -> None:
    conllu = OWNED.format(given=given, last=last)
    whole = f"Norden Office's {given} {last}"
    (known,) = Cast(Document(parse(conllu, entities=(entity(parse(conllu).text, whole, "Organization"),)))).individuals
    assert (known.kind, known.name) == (kind, name)


NEWS = """
        1 HBC  HBC  PROPN _ _ 2 compound
        2 {last} {last} PROPN _ _ 3 nsubj
        3 met  meet VERB  _ _ 0 root
"""


@pytest.mark.parametrize(("last", "name"), [("News", "HBC News"), ("host", "HBC")])
def test_a_broadcaster_has_its_news_though_the_tagger_left_it_out(last: str, name: str) -> None:
    assert names(NEWS.format(last=last), "HBC") == [{name}]


WORKS_FOR = """
        1 Norden   Norden   PROPN _ _ 2 compound
        2 Research Research PROPN _ _ 6 nsubj
        3 for      for      ADP   _ _ 5 case
        4 Harbour  Harbour  PROPN _ _ 5 compound
        5 Press    Press    PROPN _ _ 2 nmod
        6 met      meet     VERB  _ _ 0 root
        7 .        .        PUNCT _ _ 6 punct

        1 Harbour  Harbour  PROPN _ _ 2 compound
        2 {other}  {other}  PROPN _ _ 3 nsubj
        3 left     leave    VERB  _ _ 0 root
        4 .        .        PUNCT _ _ 3 punct
"""


@pytest.mark.parametrize(
    ("other", "name"), [("Press", "Norden Research"), ("Club", "Norden Research for Harbour Press")]
)
def test_a_body_is_not_called_by_the_one_for_whom_it_works(other: str, name: str) -> None:
    conllu = WORKS_FOR.format(other=other)
    nth = 2 if other == "Press" else 1
    text = parse(conllu).text
    tagged_as = (
        entity(text, "Norden Research for Harbour Press", "Organization"),
        entity(text, f"Harbour {other}", "Organization", nth=nth),
    )
    known = [set(one.names) for one in Cast(Document(parse(conllu, entities=tagged_as))).individuals]
    assert {name} in known and {f"Harbour {other}"} in known


@pytest.mark.parametrize("word", ["Monday", "PACs"])
def test_days_and_kinds_are_no_names(word: str) -> None:
    assert tagged(sentence(word), (word, "Organization", 1)) == {}
    assert tagged(sentence("Super PAC"), ("Super PAC", "Organization", 1)) == {}


def test_a_kind_is_no_part_of_the_name_after_it() -> None:
    assert tagged(sentence("PAC Norden Forward"), ("PAC Norden Forward", "Organization", 1)) == {
        "Norden Forward": "organization"
    }


@pytest.mark.parametrize(("first", "name"), [("rival", "Harbour Trust"), ("la", "la Harbour Trust")])
def test_a_small_word_is_no_part_of_a_bodys_name(first: str, name: str) -> None:
    found = (f"{first} Harbour Trust", "Organization", 1)
    assert tagged(sentence(found[0]), found) == {name: "organization"}


@pytest.mark.parametrize(
    ("broken", "name"), [("rival\nHarbour Trust", "Harbour Trust"), ("rival Harbour\nTrust", "Harbour Trust")]
)
def test_a_small_word_is_no_part_of_a_bodys_name_on_two_lines(broken: str, name: str) -> None:
    plain = parse(sentence(broken))
    found = replace(
        plain,
        text=broken + plain.text[len(broken) :],
        entities=(entity(plain.text, "rival Harbour Trust", "Organization"),),
    )
    (known,) = Cast(Document(found)).individuals
    assert known.name == name and [m.span.of(found.text) for m in known.mentions] == [
        broken.partition("rival")[2].strip()
    ]


def test_two_bodies_that_the_tagger_joined() -> None:
    text = sentence("OHB and Harbour Trust")
    assert tagged(text, ("OHB and Harbour Trust", "Organization", 1)) == {"OHB": "organization"}
    assert list(tagged(sentence("Sea and Harbour Trust"), ("Sea and Harbour Trust", "Organization", 1))) == [
        "Sea and Harbour Trust"
    ]


def test_two_acronyms_with_full_stops_are_one_name() -> None:
    conllu = sentence("The O.H.-B.S.")
    for part in ("O.H.", "B.S."):
        assert names(conllu, part) == [{"O.H.-B.S."}]


def test_a_letter_after_a_hyphen_is_a_part_of_the_name() -> None:
    assert names(sentence("Norden-X"), "X") == [{"Norden-X"}]
    assert names(sentence("The X"), "X") == []


def test_a_number_belongs_to_a_court_where_the_parser_joins_it() -> None:
    court = sentence("6th District Court")
    assert names(court, "District Court") == [{"6th District Court"}]
    assert names(court.replace("1 6th 6th PROPN _ _ 3 compound", "1 6th 6th NOUN _ _ 4 obl"), "District Court") == [
        {"District Court"}
    ]


def test_a_number_before_a_name_that_stands_elsewhere_is_no_part_of_it() -> None:
    text = sentence("One Harbour Trust") + "\n\n" + sentence("Harbour Trust")
    assert tagged(text, ("One Harbour Trust", "Organization", 1), ("Harbour Trust", "Organization", 2)) == {
        "Harbour Trust": "organization"
    }
    assert list(tagged(sentence("One Harbour Trust"), ("One Harbour Trust", "Organization", 1))) == [
        "One Harbour Trust"
    ]


def test_a_poll_is_no_part_of_its_makers_name() -> None:
    assert list(tagged(sentence("Halden Poll"), ("Halden Poll", "Organization", 1))) == ["Halden"]
    assert list(tagged(sentence("Halden Survey"), ("Halden Survey", "Organization", 1))) == ["Halden Survey"]


@pytest.mark.parametrize(("first", "name"), [("Al", "Al Norden"), ("Elm", "Elm")])
def test_a_particle_that_the_tagger_took_for_a_name_has_the_next_word(first: str, name: str) -> None:
    conllu = sentence(first, "Norden")
    found = Cast(Document(parse(conllu, entities=(entity(parse(conllu).text, first, "Organization"),))))
    assert [known.name for known in found.individuals] == [name]


@pytest.mark.parametrize(("first", "whole"), [("Jonas", True), ("Harbour", False)])
def test_a_foundation_that_two_of_a_family_share(first: str, whole: bool) -> None:
    lines = words(
        "The DET 2 det",
        f"{first} PROPN 7 nsubj",
        "and CCONJ 4 cc",
        "Anna PROPN 2 conj",
        "Moss PROPN 4 flat",
        "Foundation PROPN 2 flat",
        "met VERB 0 root",
    )
    text = document(lines).text
    found = (entity(text, first), entity(text, "Anna Moss Foundation", "Organization"))
    cast = Cast(document(lines, entities=found))
    assert (f"{first} and Anna Moss Foundation" in [k.name for k in cast.individuals]) == whole


@pytest.mark.parametrize(("first", "whole"), [("Ferry", True), ("U.N.", True), ("Anti", False)])
def test_a_name_whose_first_joined_word_the_tagger_left_out(first: str, whole: bool) -> None:
    lines = words(
        "The DET 5 det",
        f"{first} PROPN 4 compound",
        "- PUNCT 2 punct",
        "Norden PROPN 5 compound",
        "Center PROPN 6 nsubj",
        "met VERB 0 root",
    )
    for joined in ("- - PUNCT _ _ 2 punct", "Norden Norden PROPN _ _ 5 compound"):
        lines = lines.replace(joined, f"{joined} SpaceBefore=No")
    text = document(lines).text
    cast = Cast(document(lines, entities=(entity(text, "Norden Center", "Organization"),)))
    assert [k.name for k in cast.individuals] == [f"{first}-Norden Center" if whole else "Norden Center"]


def test_a_name_whose_first_joined_word_begins_the_article() -> None:
    assert names(sentence("Ferry-Norden Center"), "Norden Center") == [{"Ferry-Norden Center"}]


def test_what_the_tagger_takes_for_a_body_may_be_an_office_or_who_holds_it() -> None:
    words = "Sami Olan , OC of Norcrest , left . the OC spoke ."
    assert known_in(words, ("Sami Olan", "Organization"), ("OC", "Organization")) == {"Sami Olan": "Sami Olan|OC"}
    words = "said Union Relief Officer ( URO ) Tom Hale ."
    assert known_in(words, ("Union Relief", "Person"), ("Tom Hale", "Person")) == {"Tom Hale": "Tom Hale"}
    assert "Olan AG" in known_in("Olan AG rose .", ("Olan AG", "Organization"))


@pytest.mark.parametrize(("again", "one"), [("Person", True), ("Organization", False)])
def test_a_first_name_is_a_person_if_it_mostly_is(again: str, one: bool) -> None:
    text = "Wei Xiaolan left . Wei spoke . Wei sang . Wei sat ."
    lines = "\n".join(
        f"{n} {word} {word} {'PROPN' if word[0].isupper() else 'NOUN'} _ _ {n - 1} dep"
        for n, word in enumerate(text.split(), start=1)
    )
    text = parse(lines).text
    types = ("Person", again, "Organization")
    named = (entity(text, "Wei Xiaolan"), *(entity(text, "Wei", type, nth=n) for n, type in enumerate(types, start=2)))
    assert (len(Cast(document(lines, entities=named)).individuals) == 1) == one


def test_a_body_that_has_the_full_name_of_a_person_is_that_person() -> None:
    conllu = "1 Ruth Ruth PROPN _ _ 2 compound\n2 Moss Moss PROPN _ _ 3 nsubj\n3 left leave VERB _ _ 0 root"
    both = f"{conllu}\n\n{conllu}"
    text = parse(both).text
    entities = (entity(text, "Ruth Moss", "Person"), entity(text, "Ruth Moss", "Organization", nth=2))
    (known,) = Cast(Document(parse(both, entities=entities))).individuals
    assert (known.kind, known.names["Ruth Moss"]) == ("person", 2)


def test_the_first_word_of_a_firm_is_that_firm_and_no_person() -> None:
    text = sentence("Halden News") + "\n\n" + sentence("Halden")
    found = (("Halden News", "Organization", 1), ("Halden", "Person", 2))
    assert tagged(text, *found) == {"Halden News": "organization"}
    owner = text + "\n\n" + sentence("Ruth Halden")
    assert tagged(owner, *found, ("Ruth Halden", "Person", 1))["Ruth Halden"] == "person"
    school = sentence("Halden University") + "\n\n" + sentence("Halden")
    assert tagged(school, ("Halden University", "Organization", 1), ("Halden", "Person", 2))["Halden"] == "person"


def test_a_firm_bears_the_name_of_somebody_who_always_has_a_title() -> None:
    text = "\n\n".join([sentence("Ruth Halden"), sentence("Mrs. Halden"), sentence("Halden")])
    full, bare = ("Ruth Halden", "Person", 1), ("Halden", "Organization", 3)
    assert tagged(text, full, ("Halden", "Person", 2), bare) == {"Ruth Halden": "person", "Halden": "organization"}
    untitled = "\n\n".join([sentence("Ruth Halden"), sentence("Halden"), sentence("Halden")])
    assert tagged(untitled, full, ("Halden", "Person", 2), bare) == {"Ruth Halden": "person"}


def test_a_name_is_of_one_kind() -> None:
    text = "\n\n".join([sentence("Halden")] * 3)
    body, person = [("Halden", "Organization", n) for n in (1, 2)], ("Halden", "Person", 3)
    assert tagged(text, *body, person) == {"Halden": "organization"}
    owner = text + "\n\n" + sentence("Ruth Halden")
    assert tagged(owner, *body, person, ("Ruth Halden", "Person", 1)) == {"Ruth Halden": "person"}


def test_who_makes_a_poll_is_a_body() -> None:
    text = """
        1 A      a      DET   _ _ 3 det
        2 Halden Halden PROPN _ _ 3 compound
        3 {work} {work} NOUN  _ _ 4 nsubj
        4 came   come   VERB  _ _ 0 root
        5 .      .      PUNCT _ _ 4 punct
    """
    assert tagged(text.format(work="poll"), ("Halden", "Person", 1)) == {"Halden": "organization"}
    assert tagged(text.format(work="voter"), ("Halden", "Person", 1)) == {"Halden": "person"}


@pytest.mark.parametrize(("last", "kind"), [("Ltd", "organization"), ("Keller", "person")])
def test_nobody_is_called_like_a_company(last: str, kind: str) -> None:
    text = sentence("Halden", last) + "\n\n" + sentence("Halden")
    assert tagged(text, (f"Halden {last}", "Person", 1), ("Halden", "Person", 2)) == {f"Halden {last}": kind}
