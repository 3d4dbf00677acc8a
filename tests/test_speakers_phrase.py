"""Who a source phrase names: the head and its apposition decide, never a name deeper inside. Parses written by hand."""

from __future__ import annotations

import pytest
from conllu import document, entity, span

from quotes.attribution.draft import Draft, Rule
from quotes.lang.languages import ENGLISH
from quotes.speakers.candidates import candidates
from quotes.speakers.candidates.view import View
from quotes.speakers.resolution import Resolution
from quotes.speakers.resolve import Speakers, speakers_of
from quotes.speakers.roles import fit_to_print, roles_around
from quotes.speakers.views import view_of

GENERAL = """
1 Anna Anna PROPN _ Number=Sing 8 nsubj
2 Keller Keller PROPN _ Number=Sing 1 flat
3 , , PUNCT _ _ 5 punct
4 the the DET _ _ 5 det
5 attorney attorney NOUN _ Number=Sing 1 appos
6 general general ADJ _ _ 5 amod
7 , , PUNCT _ _ 5 punct
8 resigned resign VERB _ _ 0 root
9 . . PUNCT _ _ 8 punct
"""
VICTIM = """
1 A a DET _ _ 2 det
2 woman woman NOUN _ Number=Sing 8 nsubj
3 who who PRON _ _ 5 nsubj:pass
4 was be AUX _ _ 5 aux:pass
5 robbed rob VERB _ Voice=Pass 2 acl:relcl
6 by by ADP _ _ 7 case
7 Hale Hale PROPN _ Number=Sing 5 obl:agent
8 said say VERB _ _ 0 root
9 she she PRON _ _ 10 nsubj
10 fled flee VERB _ _ 8 ccomp
11 . . PUNCT _ _ 8 punct
"""
FRIEND = """
1 Hale Hale PROPN _ Number=Sing 3 nmod:poss
2 's 's PART _ _ 1 case
3 friend friend NOUN _ Number=Sing 4 nsubj
4 said say VERB _ _ 0 root
5 he he PRON _ _ 6 nsubj
6 fled flee VERB _ _ 4 ccomp
7 . . PUNCT _ _ 4 punct
"""
ANALYST = """
1 An a DET _ _ 2 det
2 analyst analyst NOUN _ Number=Sing 5 nsubj
3 at at ADP _ _ 4 case
4 Norcrest Norcrest PROPN _ Number=Sing 2 nmod
5 said say VERB _ _ 0 root
6 prices price NOUN _ Number=Plur 7 nsubj
7 fell fall VERB _ _ 5 ccomp
8 . . PUNCT _ _ 5 punct
"""
APPOSED = """
1 Anna Anna PROPN _ Number=Sing 8 nsubj
2 Keller Keller PROPN _ Number=Sing 1 flat
3 , , PUNCT _ _ 5 punct
4 a a DET _ _ 5 det
5 lawyer lawyer NOUN _ Number=Sing 1 appos
6 for for ADP _ _ 7 case
7 Hale Hale PROPN _ Number=Sing 5 nmod
8 said say VERB _ _ 0 root
9 he he PRON _ _ 10 nsubj
10 fled flee VERB _ _ 8 ccomp
11 . . PUNCT _ _ 8 punct
"""
CAMPAIGN = """
1 The the DET _ Definite=Def 3 det
2 Hale Hale PROPN _ Number=Sing 3 compound
3 campaign campaign NOUN _ Number=Sing 4 nsubj
4 said say VERB _ _ 0 root
5 taxes tax NOUN _ Number=Plur 6 nsubj
6 fell fall VERB _ _ 4 ccomp
7 . . PUNCT _ _ 4 punct
"""


def resolution(conllu: str, source: str, content: str, *names: tuple[str, str]) -> tuple[Resolution, Speakers]:
    text = document(conllu).text
    read = document(conllu, entities=tuple(entity(text, name, kind) for name, kind in names))
    draft = Draft((span(text, content),), span(text, "said"), (span(text, source),), Rule.CLAUSE, 0.9)
    found = speakers_of(read, [draft])
    return found.resolutions[0], found


def named(one: Resolution, found: Speakers) -> str | None:
    if one.individual is not None:
        return found.speaker(one.individual).name
    return one.description if one.kind in ("person", "organization") else None


@pytest.mark.parametrize(
    ("conllu", "source", "content", "inside"),
    [
        (VICTIM, "A woman who was robbed by Hale", "she fled", ("Hale", "Person")),
        (FRIEND, "Hale's friend", "he fled", ("Hale", "Person")),
        (ANALYST, "An analyst at Norcrest", "prices fell", ("Norcrest", "Organization")),
    ],
)
def test_a_name_inside_the_phrase_is_no_candidate(
    conllu: str, source: str, content: str, inside: tuple[str, str]
) -> None:
    one, found = resolution(conllu, source, content, inside)
    assert named(one, found) is None
    assert inside[0] not in [candidate["name"] for candidate in one.candidates]


def test_the_head_speaks_and_not_whom_its_apposition_works_for() -> None:
    one, found = resolution(
        APPOSED, "Anna Keller, a lawyer for Hale", "he fled", ("Anna Keller", "Person"), ("Hale", "Person")
    )
    assert named(one, found) == "Anna Keller"


def test_a_campaign_is_not_its_candidate() -> None:
    one, found = resolution(CAMPAIGN, "The Hale campaign", "taxes fell", ("Hale", "Person"))
    assert named(one, found) == "Hale campaign"


def test_the_evidence_holds_every_candidate_with_its_share_and_two_features() -> None:
    one, _ = resolution(
        APPOSED, "Anna Keller, a lawyer for Hale", "he fled", ("Anna Keller", "Person"), ("Hale", "Person")
    )
    assert sum(candidate["share"] for candidate in one.candidates) == pytest.approx(1, abs=0.01)
    assert all(len(candidate["features"]) == 2 for candidate in one.candidates)
    assert one.confidence is not None and 0.5 < one.confidence <= 1


def test_a_role_keeps_the_adjective_that_follows_its_noun() -> None:
    parsed = document(GENERAL)
    ((role, _),) = roles_around(parsed, span(parsed.text, "Anna Keller"))
    assert role == "attorney general"


DIRECTOR = """
1 Mark Mark PROPN _ Number=Sing 13 nsubj
2 Osei Osei PROPN _ Number=Sing 1 flat
3 , , PUNCT _ _ 10 punct
4 President President PROPN _ Number=Sing 10 nmod:poss
5 Dahl Dahl PROPN _ Number=Sing 4 flat
6 's 's PART _ _ 4 case
7 re re ADJ _ _ 10 amod
8 - - PUNCT _ _ 7 punct
9 election election NOUN _ Number=Sing 7 compound
10 director director NOUN _ Number=Sing 1 appos
11 , , PUNCT _ _ 10 punct
12 has have AUX _ _ 13 aux
13 resigned resign VERB _ _ 0 root
14 . . PUNCT _ _ 13 punct
"""


def test_a_role_keeps_the_case_of_names_and_its_hyphens() -> None:
    parsed = document(DIRECTOR)
    roles = [role for role, _ in roles_around(parsed, span(parsed.text, "Mark Osei"))]
    assert [role.replace(" - ", "-").replace(" 's", "'s") for role in roles] == [
        "President Dahl's re-election director"
    ]


@pytest.mark.parametrize(
    ("role", "fits"),
    [
        ("former finance minister", True),
        ("rival", True),
        ("Hale's leading rivals", False),
        ("Getty ImagesRepublican senator", False),
        ("said spokesman", False),
    ],
)
def test_what_is_fit_to_print(role: str, fits: bool) -> None:
    assert fit_to_print(role, ENGLISH.roles) == fits


def viewed(words: str, *entities: tuple[str, str], subject: int = 1, relation: str = "dep", source: str = "") -> View:
    """What is known of "WORDS spoke so.", where the parser hangs all words on number `subject`.

    Each word has its part of speech behind a slash; what begins with a capital is a proper noun without one.
    """
    tagged = [word.partition("/") for word in words.split()]
    last = len(tagged) + 1
    lines = [
        f"{n} {form} {form} {upos or ('PROPN' if form[0].isupper() else 'NOUN')} _ Number=Sing "
        + (f"{last} nsubj" if n == subject else f"{subject} {relation}")
        for n, (form, _, upos) in enumerate(tagged, start=1)
    ]
    conllu = "\n".join([*lines, f"{last} spoke speak VERB _ _ 0 root", f"{last + 1} so so ADV _ _ {last} advmod"])
    text = document(conllu).text
    parsed = document(conllu, entities=tuple(entity(text, name, type) for name, type in entities))
    source = source or text[: text.index(" spoke")]
    draft = Draft((span(text, "so"),), span(text, "spoke"), (span(text, source),), Rule.NETWORK, 0.9)
    return view_of(parsed, [draft])


def headed(words: str, *entities: tuple[str, str]) -> str | None:
    """The head that is found in "WORDS spoke so.", where the parser takes the first word for the subject."""
    (mention,) = viewed(words, *entities).mentions
    return mention.token.text if mention.token is not None else None


@pytest.mark.parametrize(
    ("words", "entities", "head"),
    [
        ("Trade and/CCONJ Tourism Minister Ruth Moss", [], "Ruth"),
        ("tax and/CCONJ trade lawyer Ruth Moss", [], "Ruth"),
        ("the/DET bank and/CCONJ lawyer Ruth Moss", [], "the"),  # two
        ("Halden and/CCONJ Tourism Minister Ruth Moss", [("Halden", "Organization")], "Halden"),
        ("Secretary for/ADP Education Ruth Moss", [], "Ruth"),
        ("spokesman for/ADP Ruth Moss", [], "spokesman"),
        ("Office of/ADP Tides Chief Ruth Moss", [("Office of Tides", "Organization")], "Ruth"),
        ("Norcrest 's/PART mayor Ruth Moss", [("Norcrest", "Location")], "Ruth"),
        ("Tom 's/PART lawyer Ruth Moss", [("Tom", "Person")], "lawyer"),
        ("His/PRON Highness the/DET Sheikh Ruth Moss", [], "Ruth"),
        ("MMC for/ADP Rural tides/NOUN Ruth Moss", [("MMC for Rural tides", "Organization")], "Ruth"),
        ("his/PRON lawyer and/CCONJ Ruth Moss", [], "his"),
        ("Tides n/X Go guard Ruth Moss", [("Tides n Go", "Organization")], "Ruth"),
    ],
)
def test_small_words_inside_an_office_do_not_hide_who_holds_it(
    words: str, entities: list[tuple[str, str]], head: str
) -> None:
    assert headed(words, ("Ruth Moss", "Person"), *entities) == head


def test_a_founder_and_owner_is_one_person() -> None:
    words = "Halden founder and/CCONJ owner ,/PUNCT Ruth Moss"
    assert headed(words, ("Ruth Moss", "Person"), ("Halden", "Organization")) == "Ruth"


@pytest.mark.parametrize(
    ("words", "head"),
    [
        ("the/DET nephew of/ADP famed/VERB author Ruth Moss", "nephew"),
        ("The/DET lawyer of/ADP President Ruth Moss", "lawyer"),
        ("a/DET friend of/ADP the/DET mayor Ruth Moss", "friend"),
        ("a/DET student of/ADP Dr. Ruth Moss", "student"),
        ("The/DET Speaker of/ADP the/DET House Rep. Ruth Moss", "Ruth"),
        ("the/DET director of/ADP research Dr. Ruth Moss", "Ruth"),
    ],
)
def test_whose_relative_or_associate_speaks_does_not(words: str, head: str) -> None:
    assert headed(words, ("Ruth Moss", "Person")) == (head if head == "Ruth" else words.partition("/")[0])
    for relation in ("nmod", "flat"):
        view = viewed(words, ("Ruth Moss", "Person"), subject=2, relation=relation)
        (mention,) = view.mentions
        assert any(c.name == "Ruth Moss" for c in candidates(mention, view)) == (head == "Ruth")


@pytest.mark.parametrize(("relation", "reached"), [("appos", True), ("nmod", False)])
def test_a_source_may_leave_out_the_name_in_apposition(relation: str, reached: bool) -> None:
    words = "the/DET minister of/ADP tides ,/PUNCT Ruth Moss"
    view = viewed(words, ("Ruth Moss", "Person"), subject=2, relation=relation, source="the minister of tides")
    (mention,) = view.mentions
    assert any(c.name == "Ruth Moss" and "name: apposition" in c.sources for c in candidates(mention, view)) == reached


def test_an_official_of_a_body_is_not_the_body() -> None:
    words = "a/DET Halden Bank official/NOUN"
    assert headed(words, ("Halden Bank", "Organization")) != "Halden"
    (mention,) = (view := viewed(words, ("Halden Bank", "Organization"), subject=2)).mentions
    assert mention.form == "person" and not any(c.name == "Halden Bank" for c in candidates(mention, view))
