"""Which names of organisations mean one: cut names, acronyms, names that others shorten."""

from __future__ import annotations

import pytest
from conllu import entity, parse
from naming import names, sentence, tagged

from quotes.document import Document
from quotes.speakers.cast import Cast
from quotes.speakers.organizations.alike import of_place

COURT = """
        1 The     the     DET   _ _ 2 det
        2 Court   Court   PROPN _ _ 8 nsubj
        3 of      of      ADP   _ _ 4 case
        4 Appeals Appeals PROPN _ _ 2 nmod
        5 for     for     ADP   _ _ 7 case
        6 Tidal   Tidal   PROPN _ _ 7 compound
        7 Matters Matters PROPN _ _ {head} nmod
        8 met     meet    VERB  _ _ 0 root
        9 .       .       PUNCT _ _ 8 punct
"""


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (4, [{"Court of Appeals for Tidal Matters"}]),  # the second part hangs on the first
        (8, [{"Court of Appeals"}, {"Tidal Matters"}]),
    ],
)
def test_a_name_that_the_tagger_cut_in_two(head: int, expected: list[set[str]]) -> None:
    assert names(COURT.format(head=head), "Court of Appeals", "Tidal Matters") == expected


@pytest.mark.parametrize(("second", "joined"), [("News", True), ("NEWS", False)])
def test_neighbours_are_one_name_where_the_parser_joins_them(second: str, joined: bool) -> None:
    conllu = f"""
        1 Harbour Harbour PROPN _ _ 2 compound
        2 {second} {second} PROPN _ _ 3 nsubj
        3 met     meet    VERB  _ _ 0 root
        4 .       .       PUNCT _ _ 3 punct
    """
    # What is in capitals is a part of the first ("House GOP"), not of its name.
    assert names(conllu, "Harbour", second) == ([{f"Harbour {second}"}] if joined else [{"Harbour"}, {second}])


ALLIANCE = """
        1 the      the      DET   _ _ 2 det
        2 Alliance Alliance PROPN _ _ 9 nsubj
        3 for      for      ADP   _ _ 5 case
        4 Open     Open     PROPN _ _ 5 compound
        5 Harbours Harbours PROPN _ _ 2 nmod
        6 ,        ,        PUNCT _ _ 8 punct
        7 or       or       CCONJ _ _ 8 cc
        8 {letters} {letters} PROPN _ _ 2 conj
        9 met      meet     VERB  _ _ 0 root
        10 .       .        PUNCT _ _ 9 punct
"""


def test_an_acronym_is_spelt_out_by_the_words_before_it() -> None:
    assert names(ALLIANCE.format(letters="AOH"), "AOH") == [{"AOH", "Alliance for Open Harbours"}]
    assert names(ALLIANCE.format(letters="AQZ"), "AQZ") == [{"AQZ"}]


LATER = """
        1 AOQ  AOQ  PROPN _ _ 2 nsubj
        2 met  meet VERB  _ _ 0 root
        3 .    .    PUNCT _ _ 2 punct

        1 the      the      DET   _ _ 2 det
        2 Alliance Alliance PROPN _ _ 8 nsubj
        3 for      for      ADP   _ _ 4 case
        4 Harbours Harbours PROPN _ _ 2 nmod
        5 {opening} {opening} PUNCT _ _ 6 punct
        6 AOQ      AOQ      PROPN _ _ 2 appos
        7 {closing} {closing} PUNCT _ _ 6 punct SpaceBefore=No
        8 left     leave    VERB  _ _ 0 root
"""


@pytest.mark.parametrize(("opening", "closing", "one"), [("(", ")", True), (",", ",", False)])
def test_an_acronym_may_stand_before_its_definition(opening: str, closing: str, one: bool) -> None:
    conllu = LATER.format(opening=opening, closing=closing)
    text = parse(conllu).text
    tagged = [entity(text, "AOQ", "Organization", nth=n) for n in (1, 2)]
    tagged.append(entity(text, "Alliance for Harbours", "Organization"))
    known = [set(found.names) for found in Cast(Document(parse(conllu, entities=tuple(tagged)))).individuals]
    assert known == ([{"AOQ", "Alliance for Harbours"}] if one else [{"Alliance for Harbours"}, {"AOQ"}])


def test_an_acronym_means_the_name_whose_initials_it_is() -> None:
    both = names(ALLIANCE.format(letters="AOH"), "Alliance for Open Harbours", "AOH")
    assert both == [{"Alliance for Open Harbours", "AOH"}]
    others = names(ALLIANCE.format(letters="AQZ"), "Alliance for Open Harbours", "AQZ")
    assert others == [{"Alliance for Open Harbours"}, {"AQZ"}]


@pytest.mark.parametrize(
    ("full", "short", "one"),
    [
        ("Northgate Industrial", "Northgate", True),  # its first word
        ("National Fisheries Council", "Fisheries Council", True),  # its last words
        ("National Fisheries Council", "Fisheries", False),
        ("United Nations", "UN", True),
        ("Harbour Ships & Tide Engineering", "HSTE", True),
        ("Harbour Memorial Museum", "Harbour Museum", True),  # without a word inside it
        ("Harbour Memorial Museum", "Memorial Museum Shop", False),
        ("Harbour Boards Trust", "Harbour Board Trust", True),  # with a letter less
        ("Harbour Boards Trust", "Harbour Birds Trust", False),
        ("University of New Norden", "New Norden", False),  # a place, and what lies there
        ("Harbour Police Union", "Harbour Police", False),
        ("Halden College Press", "Halden College", False),
        ("Halden Court of Appeals", "Halden Court", True),
        ("Harbour Post", "HarPost", True),  # the beginnings of its words
        ("Harbour Post", "HarTimes", False),
        ("Harbour-Norden", "HN", True),  # the initials of both parts
        ("NY Daily Harbour", "New York Daily Harbour", True),
    ],
)
def test_a_longer_name_is_shortened(full: str, short: str, one: bool) -> None:
    words = full.split()
    lines = [f"{n} {word} {word} PROPN _ _ {len(words)} compound" for n, word in enumerate(words[:-1], start=1)]
    lines += [f"{len(words)} {words[-1]} {words[-1]} PROPN _ _ {len(words) + 1} nsubj"]
    lines += [
        f"{len(words) + 1} met meet VERB _ _ 0 root",
        f"{len(words) + 2} . . PUNCT _ _ {len(words) + 1} punct",
        "",
    ]
    again = short.split()
    lines += [f"{n} {word} {word} PROPN _ _ {len(again)} compound" for n, word in enumerate(again[:-1], start=1)]
    lines += [f"{len(again)} {again[-1]} {again[-1]} PROPN _ _ {len(again) + 1} nsubj"]
    lines += [f"{len(again) + 1} left leave VERB _ _ 0 root", f"{len(again) + 2} . . PUNCT _ _ {len(again) + 1} punct"]
    conllu = "\n".join(lines)
    text = parse(conllu).text
    last = text.index(f"{short} left")
    nth = text[: last + len(short)].count(short)
    found = parse(conllu, entities=(entity(text, full, "Organization"), entity(text, short, "Organization", nth=nth)))
    individuals = [set(known.names) for known in Cast(Document(found)).individuals]
    assert individuals == ([{full, short}] if one else [{full}, {short}])


@pytest.mark.parametrize(("usual", "first", "one"), [(3, True, False), (2, True, True), (3, False, True)])
def test_a_word_that_is_the_usual_name_is_not_what_once_has_something_before_it(
    usual: int, first: bool, one: bool
) -> None:
    short = "1 Senate Senate PROPN _ _ 2 nsubj\n2 met meet VERB _ _ 0 root\n3 . . PUNCT _ _ 2 punct"
    longer = (
        "1 Harbour Harbour PROPN _ _ 2 compound\n" + "2 Senate Senate PROPN _ _ 3 nsubj\n3 met meet VERB _ _ 0 root"
    )
    parts = [*[short] * usual, longer] if first else [longer, *[short] * usual]
    conllu = "\n\n".join(parts)
    text = parse(conllu).text
    at = usual + 1 if first else 1
    entities = [entity(text, "Senate", "Organization", nth=n) for n in range(1, usual + 2) if n != at]
    entities.append(entity(text, "Harbour Senate", "Organization"))
    found = parse(conllu, entities=tuple(entities))
    assert len(Cast(Document(found)).individuals) == (1 if one else 2)


def test_an_acronym_in_other_letters_is_defined_after_the_name() -> None:
    defined = (
        ALLIANCE.format(letters="AQZ").replace("9 met ", "9 , , PUNCT _ _ 8 punct\n10 met ").replace("10 .", "11 .")
    )
    assert names(defined, "Alliance for Open Harbours", "AQZ") == [{"Alliance for Open Harbours", "AQZ"}]
    other = defined.replace("AQZ", "BQZ")
    assert len(names(other, "Alliance for Open Harbours", "BQZ")) == 2


def test_a_body_is_called_by_its_usual_name() -> None:
    text = "\n\n".join([sentence("Harbour Board")] * 3 + [sentence("Old Harbour Board")])
    found = [("Harbour Board", "Organization", n) for n in (1, 2, 3)]
    assert tagged(text, *found, ("Old Harbour Board", "Organization", 1)) == {"Harbour Board": "organization"}
    first = "\n\n".join([sentence("Old Harbour Board")] + [sentence("Harbour Board")] * 3)
    found = [("Harbour Board", "Organization", n) for n in (2, 3, 4)]
    assert tagged(first, ("Old Harbour Board", "Organization", 1), *found) == {"Old Harbour Board": "organization"}


@pytest.mark.parametrize(
    ("second", "one"), [(("Halden", "College", "Press"), True), (("Halden", "Press"), False)], ids=["nested", "another"]
)
def test_a_short_name_means_the_body_and_not_a_part_of_it(second: tuple[str, ...], one: bool) -> None:
    text = "\n\n".join([sentence("Halden College"), sentence(*second), sentence("Halden")])
    found = (
        ("Halden College", "Organization", 1),
        (" ".join(second), "Organization", 1),
        ("Halden", "Organization", 3),
    )
    known = tagged(text, *found)
    assert ("Halden" not in known) == one and "Halden College" in known


BRACKETED = """
        1 The      the      DET   _ _ 5 det
        2 Norcrest Norcrest PROPN _ _ 5 compound
        3 harbour  harbour  NOUN  _ _ 4 compound
        4 guard    guard    NOUN  _ _ 5 compound
        5 {noun}   {noun}   NOUN  _ _ 9 nsubj
        6 (        (        PUNCT _ _ 7 punct
        7 {short}  {short}  PROPN _ _ 5 appos
        8 )        )        PUNCT _ _ 7 punct SpaceBefore=No
        9 met      meet     VERB  _ _ 0 root

        1 {short} {short} PROPN _ _ 2 nsubj
        2 left    leave   VERB  _ _ 0 root
"""


@pytest.mark.parametrize(
    ("noun", "short", "expected"),
    [
        ("forum", "HGF", [{"Norcrest harbour guard forum", "HGF"}]),  # its letters
        ("federation", "VKL", [{"Norcrest harbour guard federation", "VKL"}]),  # those of another language
        ("rule", "HGR", [{"Norcrest"}, {"HGR"}]),  # no body
        ("officer", "HGO", [{"Norcrest"}, {"HGO"}]),  # an office
    ],
)
def test_a_full_name_in_lower_case_before_its_acronym(noun: str, short: str, expected: list[set[str]]) -> None:
    conllu = BRACKETED.format(noun=noun, short=short)
    text = parse(conllu).text
    tagged = [entity(text, "Norcrest", "Location"), *(entity(text, short, "Organization", nth=n) for n in (1, 2))]
    found = Cast(Document(parse(conllu, entities=tuple(tagged))))
    assert [set(known.names) for known in found.individuals] == expected


RELIEF = """
        1 the    the    DET   _ _ 3 det
        2 Open   Open   PROPN _ _ 3 compound
        3 Agency Agency PROPN _ _ 11 nsubj
        4 for    for    ADP   _ _ 5 case
        5 Tides  Tides  PROPN _ _ 3 nmod
        6 in     in     ADP   _ _ 7 case
        7 {last} {last} PROPN _ _ 3 nmod
        8 (      (      PUNCT _ _ 9 punct
        9 {short} {short} PROPN _ _ 3 appos
        10 )     )      PUNCT _ _ 9 punct SpaceBefore=No
        11 met   meet   VERB  _ _ 0 root
"""


@pytest.mark.parametrize(("short", "whole"), [("OAT", True), ("Taon", True), ("Kuve", False)])
def test_a_full_name_of_which_the_tagger_had_parts(short: str, whole: bool) -> None:
    full = "Open Agency for Tides in Norden"
    conllu = RELIEF.format(last="Norden", short=short)
    parts = ("Open Agency for Tides", "Norden") if short.isupper() else (full,)
    assert names(conllu, *parts, short) == ([{full, short}] if whole else [{full}, {short}])


def test_nobody_is_the_acronym_behind_the_name() -> None:
    conllu = """
        1 Ruth Ruth PROPN _ _ 6 nsubj
        2 Hale Hale PROPN _ _ 1 flat
        3 (    (    PUNCT _ _ 4 punct
        4 RHA  RHA  PROPN _ _ 1 appos
        5 )    )    PUNCT _ _ 4 punct SpaceBefore=No
        6 met  meet VERB  _ _ 0 root
    """
    text = parse(conllu).text
    tagged = (entity(text, "Ruth Hale", "Person"), entity(text, "RHA", "Organization"))
    found = Cast(Document(parse(conllu, entities=tagged)))
    assert [set(known.names) for known in found.individuals] == [{"Ruth Hale"}, {"RHA"}]


@pytest.mark.parametrize(("last", "place"), [("Theatre", False), ("Bridge", True)])
def test_a_building_with_the_name_of_a_body_is_one(last: str, place: bool) -> None:
    conllu = sentence("Harbour", last)
    cast = Cast(Document(parse(conllu, entities=(entity(parse(conllu).text, f"Harbour {last}", "Facility"),))))
    assert bool(cast.places) == place


@pytest.mark.parametrize(("last", "whole"), [("Bhd", True), ("Street", False)])
def test_what_tells_the_kind_of_a_company_ends_its_name(last: str, whole: bool) -> None:
    text = "\n\n".join([sentence("Harbour", "Norden", last), sentence("Harbour Norden")])
    found = [("Harbour Norden", "Organization", n) for n in (1, 2)]
    assert list(tagged(text, *found)) == ["Harbour Norden Bhd" if whole else "Harbour Norden"]


def test_a_company_goes_by_its_name_without_its_kind_and_not_by_a_like_one() -> None:
    text = "\n\n".join([sentence("Norden Harbour Co"), sentence("Norden Sea Harbour"), sentence("Norden Harbour")])
    longer = [("Norden Harbour Co", "Organization", 1), ("Norden Sea Harbour", "Organization", 1)]
    assert len(tagged(text, *longer)) == len(tagged(text, *longer, ("Norden Harbour", "Organization", 2))) == 2
    assert names(text, "Norden Harbour Co", "Norden Sea Harbour", "Norden Harbour")[0] == {"Norden Harbour Co"}


@pytest.mark.parametrize(("behind", "name"), [("Inc.", "Norden Harbour, Inc."), ("Halden", "Norden Harbour")])
def test_a_company_has_its_kind_behind_a_comma(behind: str, name: str) -> None:
    conllu = f"""
        1 Norden  Norden  PROPN _ _ 2 compound
        2 Harbour Harbour PROPN _ _ 6 nsubj
        3 ,       ,       PUNCT _ _ 4 punct
        4 {behind} {behind} PROPN _ _ 2 appos
        5 ,       ,       PUNCT _ _ 4 punct
        6 met     meet    VERB  _ _ 0 root
        7 .       .       PUNCT _ _ 6 punct
    """
    assert names(conllu, "Norden Harbour") == [{name}]


@pytest.mark.parametrize(
    ("short", "long", "one"),
    [("Petro", "Petroleum", True), ("Bank", "Banks", False), ("Bank", "Bank-Trust", False)],
)
def test_a_name_whose_last_word_is_cut_short(short: str, long: str, one: bool) -> None:
    text = "\n\n".join([sentence("Sea", short), sentence("Sea", short), sentence("Sea", *long.split())])
    found = [(f"Sea {short}", "Organization", 1), (f"Sea {short}", "Organization", 2)]
    assert (f"Sea {short}" not in tagged(text, *found, (f"Sea {long}", "Organization", 1))) == one


@pytest.mark.parametrize(("short", "one"), [("NISc", True), ("NIOTh", False), ("Nisc", False)])
def test_an_acronym_may_have_small_letters(short: str, one: bool) -> None:
    text = sentence("Norden Institute of Science") + "\n\n" + sentence(short)
    found = (("Norden Institute of Science", "Organization", 1), (short, "Organization", 1))
    assert len(tagged(text, *found)) == (1 if one else 2)


@pytest.mark.parametrize(("first", "one"), [("UN", False), ("Norden", True)])
def test_an_agency_of_a_union_is_not_the_union(first: str, one: bool) -> None:
    text = sentence(first, "Refugee", "Agency") + "\n\n" + sentence(first)
    found = ((f"{first} Refugee Agency", "Organization", 1), (first, "Organization", 2))
    assert len(tagged(text, *found)) == (1 if one else 2)


@pytest.mark.parametrize(("noun", "whole"), [("Embassy", True), ("Trust", False)])
def test_an_embassy_is_named_with_its_place(noun: str, whole: bool) -> None:
    conllu = f"""
        1 Ostranan Ostranan PROPN _ _ 2 amod
        2 {noun}   {noun}   PROPN _ _ 5 nsubj
        3 in       in       ADP   _ _ 4 case
        4 Halden   Halden   PROPN _ _ 2 nmod
        5 met      meet     VERB  _ _ 0 root
    """
    found = ((f"Ostranan {noun}", "Organization", 1), ("Halden", "Location", 1))
    assert (f"Ostranan {noun} in Halden" in tagged(conllu, *found)) == whole


@pytest.mark.parametrize(("short", "one"), [("nhog", True), ("nhot", False)])
def test_an_acronym_in_small_letters_stands_behind_its_full_name(short: str, one: bool) -> None:
    text = BRACKETED.format(noun="group", short=short).replace("guard    guard", "office   office")
    parsed = parse(text).text
    tagged = [entity(parsed, "Norcrest", "Location"), *(entity(parsed, short, "Organization", nth=n) for n in (1, 2))]
    found = Cast(Document(parse(text, entities=tuple(tagged))))
    assert ({"Norcrest harbour office group", short} in [set(known.names) for known in found.individuals]) == one


def test_a_service_without_an_article_before_its_acronym_is_no_body() -> None:
    conllu = BRACKETED.format(noun="service", short="HGS").replace("DET   _ _ 5 det", "ADP   _ _ 5 case")
    text = parse(conllu).text
    spans = tuple(entity(text, "HGS", "Organization", nth=n) for n in (1, 2))
    found = Cast(Document(parse(conllu, entities=spans)))
    assert [set(known.names) for known in found.individuals] == [{"HGS"}]


@pytest.mark.parametrize(("second", "one"), [("Norden", True), ("Halden", False)])
def test_an_index_goes_by_who_makes_it(second: str, one: bool) -> None:
    text = sentence("Norden Index") + "\n\n" + sentence(second)
    found = tagged(text, ("Norden Index", "Organization", 1), (second, "Organization", 2 if one else 1))
    assert list(found) == (["Norden"] if one else ["Norden Index", "Halden"])


@pytest.mark.parametrize(("place", "its"), [("iraq", True), ("iran", False), ("iraqa", True)])
def test_an_adjective_of_a_place(place: str, its: bool) -> None:
    assert of_place("iraqi", place) == its
