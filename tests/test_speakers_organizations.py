"""Which names of organisations mean one: cut names, acronyms, names that others shorten."""

from __future__ import annotations

import pytest
from conllu import entity, parse

from quotes.document import Document
from quotes.speakers.cast import Cast


def names(conllu: str, *organizations: str) -> list[set[str]]:
    """The names of each individual, where the tagger has found these organisations."""
    text = parse(conllu).text
    found = parse(conllu, entities=tuple(entity(text, words, "Organization") for words in organizations))
    return [set(known.names) for known in Cast(Document(found)).individuals]


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
