"""Which names of persons mean one, what their full name is, and who of several in a phrase speaks. Parses written by hand."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from conllu import chain, document, entity, parse, span
from naming import known_in, sentence, shown

from quotes.article import Span
from quotes.attribution.draft import Draft, Rule
from quotes.document import Document, Entity
from quotes.lang.languages import language_of
from quotes.speakers.candidates import candidates
from quotes.speakers.cast import Cast
from quotes.speakers.roles import roles_around
from quotes.speakers.views import view_of

TITLE = re.compile(r"(?:Mrs?|Ms|Sen)\. |Lord |Lady |miss ")


def test_of_two_given_names_the_usual_one_is_shown() -> None:
    once, usual = "Charles Moss", "Chuck Moss"
    assert shown(f"{once}|{usual}|{usual}", once, usual, usual) == [usual]
    assert shown(f"{usual}|{once}|{once}", usual, once, once) == [once]


def test_the_first_of_two_surnames_is_a_surname() -> None:
    full = "Melba Acosta Febo"
    assert shown(f"{full}|Acosta", full, "Acosta") == [full]
    assert shown(f"{full}|Febo", full, "Febo") == [full]
    # A given name in the middle is none.
    assert shown("J. Anna Moss|Anna", "J. Anna Moss", "Anna") == ["J. Anna Moss", "Anna"]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("B. Samir Olan Hale", "Olan"),
        ("Regina Ip Moss Yee", "Ip"),
        ("Carl Alva Moss", "Carl Alva"),
        ("Maria Lena Alva Moss", "Lena Alva"),
        ("Ruth Anna Hale", "RAH"),
        ("Joan “Joni” Hale", "Joni"),
        ("Joan “Joni” Hale", "Joni Hale"),
    ],
)
def test_a_part_of_one_full_name_means_its_bearer(full: str, short: str) -> None:
    assert shown(f"{full}|{short}", full, short) == [full]


@pytest.mark.parametrize(("short", "one"), [("Hallden", True), ("Hale", False)])
def test_a_surname_may_have_one_wrong_letter(short: str, one: bool) -> None:
    assert shown(f"Ruth Halden|{short}", "Ruth Halden", short) == ["Ruth Halden", *([] if one else [short])]


@pytest.mark.parametrize(("given", "known"), [("Ruth", "Ruth Hale"), ("Olan", "Hale")])
def test_a_given_name_that_the_tagger_missed_is_told_by_the_surname(given: str, known: str) -> None:
    words = f"{given} Hale left . Hale spoke ."
    assert list(known_in(words, ("Hale", "Person", 2))) == [known]


def test_a_part_of_two_full_names_means_neither() -> None:
    one, other = "Sami Olan Hale", "Nuri Olan Moss"
    assert "Olan" not in shown(f"{one}|{other}|Olan", one, other, "Olan")
    # What goes on after a name that is far more frequent is no part of it, and a father is not his daughter.
    often = ["Larry Hale"] * 3 + ["Larry Hale Now"]
    assert len(shown("|".join(often), *often)) == len(shown("Ang Sen|Ang Sen Su Ky", "Ang Sen", "Ang Sen Su Ky")) == 2


@pytest.mark.parametrize("named", ["Budget Tom Hale", "Tom Hale Budget", "Olan Tom Hale"])
def test_a_common_word_that_ran_into_a_name_is_cut_off(named: str) -> None:
    found = shown(f"{named}|Tom Hale", named, "Tom Hale", "budget")
    assert found == ["Olan Tom Hale" if "Olan" in named else "Tom Hale"]


def test_the_surname_of_another_that_ran_into_a_name_is_cut_off() -> None:
    names = ["Ruth Hale", "Tom Moss", "Moss", "Ruth Hale Moss"]
    assert shown("|".join(names), *names) == ["Ruth Hale", "Tom Moss"]


@pytest.mark.parametrize(
    ("between", "one"),
    [
        (", better known as", True),
        ("( popularly known as", True),
        (", alias", True),
        (", born", True),
        ("or", False),
        ("called", False),
        (", and", False),
    ],
)
def test_who_is_called_by_two_names_is_one(between: str, one: bool) -> None:
    words = f"Ruth Hale {between} Joni Moss sings .".split()
    conllu = "\n".join(f"{n} {word} {word} PROPN _ _ {n - 1} dep" for n, word in enumerate(words, start=1))
    text = parse(conllu).text
    known = Cast(document(conllu, entities=(entity(text, "Ruth Hale"), entity(text, "Joni Moss")))).individuals
    assert len(known) == (1 if one else 2)


@pytest.mark.parametrize(("between", "one"), [("known as", True), ("and", False)])
def test_who_has_a_full_name_may_be_called_by_a_single_one(between: str, one: bool) -> None:
    found = known_in(f"Ruth Hale , {between} Joni , left .", ("Ruth Hale", "Person"), ("Joni", "Person"))
    assert found == ({"Ruth Hale": "Ruth Hale|Joni"} if one else {"Ruth Hale": "Ruth Hale", "Joni": "Joni"})
    words = f"Ruth Hale left . Hale , {between} Joni Moss , sang ."
    tagged = (("Ruth Hale", "Person"), ("Hale", "Person", 2), ("Joni Moss", "Person"))
    assert len(known_in(words, *tagged)) == (1 if one else 2)


@pytest.mark.parametrize("opening", ["(", "["])
def test_initials_in_brackets_are_those_of_the_name_before(opening: str) -> None:
    conllu = f"""
        1  Rosa Rosa PROPN _ _ 4 nsubj
        2  Alva Alva PROPN _ _ 1 flat
        3  Hume Hume PROPN _ _ 1 flat
        4  met  meet VERB  _ _ 0 root
        5  Ruth Ruth PROPN _ _ 4 obj
        6  Anna Anna PROPN _ _ 5 flat
        7  Hale Hale PROPN _ _ 5 flat
        8  {opening} {opening} PUNCT _ _ 9 punct
        9  RAH  RAH  PROPN _ _ 5 appos SpaceBefore=No
        10 )    )    PUNCT _ _ 9 punct SpaceBefore=No
    """
    text = parse(conllu).text
    named = tuple(entity(text, name) for name in ("Ruth Anna Hale", "RAH", "Rosa Alva Hume"))
    cast = Cast(document(conllu, entities=named))
    at = cast.by_span.get(span(text, "RAH"))
    assert (cast.name(at) if at is not None else None) == ("Ruth Anna Hale" if opening == "(" else None)


@pytest.mark.parametrize(("of_office", "known"), [("Dean", ["Ruth Hale"]), ("Stan", ["Ruth Hale", "Stan Hale"])])
def test_an_office_before_a_surname_is_no_given_name(of_office: str, known: list[str]) -> None:
    subjects = ["Ruth Hale", f"{of_office} Moss", f"{of_office} Hale"]
    assert [n for n in shown("|".join(subjects), *subjects) if "Hale" in n] == known


COUPLE = """
1 {first} {first} PROPN _ _ 5 nsubj
2 and     and     CCONJ _ _ 4 cc
3 Leyla   Leyla   PROPN _ _ 4 compound
4 Okan    Okan    PROPN _ _ 1 conj
5 spoke   speak   VERB  _ _ 0 root
6 .       .       PUNCT _ _ 5 punct
"""
OKANS = """
1 The   the  DET   _ _ 2 det
2 Okans Okan PROPN _ _ 3 nsubj
3 left  leave VERB _ _ 0 root
4 .     .    PUNCT _ _ 3 punct
"""
OKAN = """
1 Mr.   Mr.  PROPN _ _ 2 nmod
2 Okan  Okan PROPN _ _ 3 nsubj
3 left  leave VERB _ _ 0 root
4 .     .    PUNCT _ _ 3 punct
"""
ALONE = """
1 Nur  Nur   PROPN _ _ 2 nsubj
2 left leave VERB  _ _ 0 root
3 .    .     PUNCT _ _ 2 punct
"""
MORE = """
1 Ruth Ruth PROPN _ _ 2 compound
2 Nur  Nur  PROPN _ _ 3 nsubj
3 left leave VERB _ _ 0 root
4 .    .    PUNCT _ _ 3 punct
"""


@pytest.mark.parametrize(
    ("first", "more", "expected"),
    [
        ("Tom", "", {"Tom Okan", "Leyla Okan"}),  # a common given name
        ("Nur", OKANS, {"Nur Okan", "Leyla Okan"}),
        ("Nur", "", {"Nur", "Leyla Okan"}),
        ("Nur", OKAN, {"Nur Okan", "Leyla Okan"}),
        ("Nur", OKAN + "\n" + ALONE, {"Nur", "Leyla Okan"}),
        ("Nur", OKANS + "\n" + MORE, {"Ruth Nur", "Leyla Okan"}),  # somebody's surname
    ],
)
def test_two_who_are_named_together_share_a_surname(first: str, more: str, expected: set[str]) -> None:
    conllu = f"{COUPLE.format(first=first)}\n{more}"
    text = parse(conllu).text
    tagged = [(first, 1), ("Leyla Okan", 1)]
    tagged += [(name, nth) for name, nth in (("Ruth Nur", 1), ("Okan", 2), ("Nur", 2)) if text.count(name) >= nth]
    if "Ruth" in more or "Okans" in text:
        tagged = [one for one in tagged if one[1] == 1]
    found = parse(conllu, entities=tuple(entity(text, name, nth=nth) for name, nth in tagged))
    assert {known.name for known in Cast(Document(found)).individuals} == expected


ROLES = """
1 Hale   Hale   PROPN _ _           3 nmod:poss
2 's     's     PART  _ _           1 case
3 aide   aide   NOUN  _ Number=Sing 8 nsubj
4 and    and    CCONJ _ _           5 cc
5 {role} {role} NOUN  _ Number=Sing 3 conj
6 Ruth   Ruth   PROPN _ _           5 {relation}
7 Moss   Moss   PROPN _ _           6 flat
8 spoke  speak  VERB  _ _           0 root
9 .      .      PUNCT _ _           8 punct
"""
SEVERAL = """
1 The        the       DET   _ _           2 det
2 {noun}     {lemma}   NOUN  _ {number}    8 nsubj
3 Ruth       Ruth      PROPN _ _           2 appos
4 Moss       Moss      PROPN _ _           3 flat
5 and        and       CCONJ _ _           6 cc
6 Tom        Tom       PROPN _ _           3 conj
7 Hale       Hale      PROPN _ _           6 flat
8 spoke      speak     VERB  _ _           0 root
9 .          .         PUNCT _ _           8 punct
"""


def proposed(conllu: str, source: str, *persons: str) -> dict[str, tuple[str, ...]]:
    """The candidates for a source, and where each came from."""
    text = parse(conllu).text
    article = document(conllu, entities=tuple(entity(text, name, "Person") for name in persons))
    draft = Draft((span(text, "."),), span(text, "spoke"), (span(text, source),), Rule.NETWORK, 0.9)
    view = view_of(article, [draft])
    (mention,) = view.mentions
    return {candidate.name: candidate.sources for candidate in candidates(mention, view)}


@pytest.mark.parametrize("relation", ["flat", "appos"])
def test_two_roles_before_one_name_are_its_titles(relation: str) -> None:
    source = "Hale's aide and speechwriter Ruth Moss"
    found = proposed(ROLES.format(role="speechwriter", relation=relation), source, "Hale", "Ruth Moss")
    assert found["Ruth Moss"] == ("name: title",)


@pytest.mark.parametrize(
    ("noun", "lemma", "number", "together"),
    [("candidates", "candidate", "Number=Plur", True), ("candidate", "candidate", "Number=Sing", False)],
)
def test_a_plural_before_two_names_stands_for_both(noun: str, lemma: str, number: str, together: bool) -> None:
    conllu = SEVERAL.format(noun=noun, lemma=lemma, number=number)
    found = proposed(conllu, f"The {noun} Ruth Moss and Tom Hale", "Ruth Moss", "Tom Hale")
    assert ("Ruth Moss; Tom Hale" in found) == together


ASKED = """
1 Asked     ask       VERB  _ _                      8 advcl
2 {by}      {by}      ADP   _ _                      3 case
3 Helena    Helena    PROPN _ Number=Sing            1 obl
4 Strand    Strand    PROPN _ Number=Sing            3 flat
5 ,         ,         PUNCT _ _                      1 punct
6 the       the       DET   _ _                      7 det
7 defendant defendant NOUN  _ Number=Sing            8 nsubj
8 replied   reply     VERB  _ _                      0 root
9 .         .         PUNCT _ _                      8 punct
"""


@pytest.mark.parametrize(("by", "meant"), [("by", False), ("about", True)])
def test_whoever_has_asked_is_not_who_answers(by: str, meant: bool) -> None:
    conllu = ASKED.format(by=by)
    text = parse(conllu).text
    article = document(conllu, entities=(entity(text, "Helena Strand", "Person"),))
    draft = Draft((span(text, "."),), span(text, "replied"), (span(text, "the defendant"),), Rule.NETWORK, 0.9)
    view = view_of(article, [draft])
    (mention,) = view.mentions
    assert ("Helena Strand" in {candidate.name for candidate in candidates(mention, view)}) == meant


HUSBAND = """
1  Peter  Peter  PROPN _ Number=Sing 3 nsubj
2  Amory  Amory  PROPN _ Number=Sing 1 flat
3  nodded nod    VERB  _ _           0 root
4  .      .      PUNCT _ _           3 punct

1  Judith Judith PROPN _ Number=Sing 3 nsubj
2  Amory  Amory  PROPN _ Number=Sing 1 flat
3  smiled smile  VERB  _ _           0 root
4  .      .      PUNCT _ _           3 punct

1  {title} {title} PROPN _ _           2 compound
2  Amory   Amory   PROPN _ Number=Sing 3 nsubj
3  laughed laugh   VERB  _ _           0 root
4  .       .       PUNCT _ _           3 punct
"""


@pytest.mark.parametrize(
    ("title", "expected"), [("Mrs", {"Judith Amory"}), ("Mr", {"Peter Amory"}), ("Dr", {"Judith Amory", "Peter Amory"})]
)
def test_a_title_tells_which_of_two_with_one_surname(title: str, expected: set[str]) -> None:
    conllu = HUSBAND.format(title=title)
    text = parse(conllu).text
    names = [entity(text, name, "Person") for name in ("Peter Amory", "Judith Amory")]
    names.append(entity(text, "Amory", "Person", nth=3))
    article = document(conllu, entities=tuple(names))
    draft = Draft((span(text, "smiled"),), span(text, "laughed"), (span(text, f"{title} Amory"),), Rule.NETWORK, 0.9)
    view = view_of(article, [draft])
    (mention,) = view.mentions
    assert {c.name for c in candidates(mention, view) if c.individual is not None} == expected


def test_a_generation_may_be_left_out_later_but_does_not_come_later() -> None:
    assert shown("Tom Hale Jr.|Tom Hale", "Tom Hale Jr.", "Tom Hale") == ["Tom Hale Jr."]
    assert shown("Tom Hale|Tom Hale Jr.", "Tom Hale", "Tom Hale Jr.") == ["Tom Hale", "Tom Hale Jr."]
    # The surname alone is the father's.
    assert len(shown("Tom Hale|Tom Hale Jr.|Hale", "Tom Hale", "Tom Hale Jr.", "Hale")) == 2


@pytest.mark.parametrize(
    ("title", "persons"), [("Mr.", ["Ruth Moss", "Moss"]), ("Mrs.", ["Ruth Moss"]), ("Chairman", ["Ruth Moss"])]
)
def test_a_title_of_another_gender_is_of_somebody_else(title: str, persons: list[str]) -> None:
    assert shown("Ruth Moss|Moss", "Ruth Moss", f"{title} Moss") == persons


def tagged_surnames(
    subjects: list[str], *chained: str | tuple[str, int], tagged: int | None = None
) -> tuple[Cast, list[Span]]:
    """The cast of sentences with these subjects, and the names in them: without titles, as the tagger finds them in all or the
    first `tagged` ones.
    """
    found = parse("\n\n".join(map(sentence, subjects)))
    named = [
        subject.removeprefix(subject.split()[0] + " ") if TITLE.match(subject) else subject for subject in subjects
    ]
    spans = [
        Span(s.start + len(subject) - len(name), s.start + len(subject))
        for s, subject, name in zip(found.sentences, subjects, named, strict=True)
    ]
    entities = [Entity("Person", *at) for at, name in zip(spans, named, strict=True) if name[0].isupper()][:tagged]
    chains = (chain(found, *chained),) if chained else ()
    return Cast(Document(replace(found, entities=tuple(entities), chains=chains))), spans


@pytest.mark.parametrize(
    ("subjects", "known"),
    [
        (["Mr. Hale", "Mrs. Hale", "Mr. Hale", "Mrs. Hale"], {("male", 2), ("female", 2)}),
        (["Lord Hale", "Lady Hale"], {("male", 1), ("female", 1)}),
        (["Hale", "Ms. Hale"], {("female", 2)}),
        (["Sen. Hale", "Ms. Hale"], {("female", 2)}),
        # After a full name.
        (["John Hale", "Mrs. Hale", "Mr. Hale"], {("male", 2), ("female", 1)}),
        (["Olan Hale", "Mr. Hale", "Mrs. Hale"], {("male", 2), ("female", 1)}),
        (["Mrs. Hale", "Mr. Olan Hale"], {("male", 1), ("female", 1)}),
        (["John Halden", "Mrs. Hallden"], {("male", 1), ("female", 1)}),
    ],
)
def test_a_surname_with_titles_of_both_genders_is_of_two(subjects: list[str], known: set[tuple[str, int]]) -> None:
    cast, _ = tagged_surnames(subjects)
    assert len(cast.individuals) == len(known)
    assert {(one.gender, len(one.mentions)) for one in cast.individuals} == known


@pytest.mark.parametrize(
    ("subjects", "chained", "gender"),
    [
        (["Mr. Hale", "Mrs. Hale", "Hale", "she"], [("Hale", 3), "she"], "female"),
        (["Mr. Hale", "Mrs. Hale", "Hale", "he"], [("Hale", 3), "he"], "male"),
        (["Mr. Hale", "Mrs. Hale", "Hale"], [], None),
        (["Hale", "Mr. Hale", "Mrs. Hale"], [], None),
        (["Mrs. Hale", "Hale", "Mr. Hale"], [], "female"),
        (["Mr. Hale", "Mr. Hale", "Mrs. Hale", "Mr. Hale", "Hale"], [], "male"),
        (["John Hale", "Hale", "she", "Mrs. Hale"], [("Hale", 2), "she"], "female"),
    ],
)
def test_a_surname_alone_is_of_one_whom_titles_tell_apart(
    subjects: list[str], chained: list[str | tuple[str, int]], gender: str | None
) -> None:
    cast, spans = tagged_surnames(subjects, *chained)
    at = cast.by_span.get(spans[subjects.index("Hale")])
    assert (cast.individuals[at].gender if at is not None else None) == gender


@pytest.mark.parametrize(
    ("subjects", "who"),
    [
        (["Mr. Hale", "Mrs. Hale", "Mrs. Hale"], "female"),
        (["Tom Hale", "Ruth Hale", "Mr. Hale"], "male"),
        (["Tom Hale", "Mr. Hale", "Mrs. Hale"], None),
        (["Tom Hale", "Mr. Hale", "miss Hale"], "male"),  # a verb
    ],
)
def test_a_title_before_a_surname_that_the_tagger_missed(subjects: list[str], who: str | None) -> None:
    cast, spans = tagged_surnames(subjects, tagged=2)
    at = cast.by_span.get(spans[2])
    assert (cast.individuals[at].gender if at is not None else None) == who


def test_of_two_with_one_surname_the_one_named_so_far_is_meant() -> None:
    conllu = "\n\n".join(map(sentence, ["Tom Hale", "Hale", "Hale", "Hale", "Mark Hale", "Hale"]))
    text = parse(conllu).text
    names = [entity(text, "Tom Hale"), entity(text, "Mark Hale")]
    names += [entity(text, "Hale", nth=n) for n in (2, 3, 4, 6)]
    tom, mark = Cast(Document(parse(conllu, entities=tuple(names)))).individuals
    assert (len(tom.mentions), len(mark.mentions)) == (5, 1)


TITLED = """
1 Prof Prof  PROPN _ _ 3 nmod
2 Ruth Ruth  PROPN _ _ 3 flat
3 Moss Moss  PROPN _ _ 4 nsubj
4 told told  VERB  _ _ 0 root
5 .    .     PUNCT _ _ 4 punct
"""


def test_an_honorific_alone_is_no_role() -> None:
    article = document(TITLED)
    assert roles_around(article, span(parse(TITLED).text, "Ruth Moss")) == []


@pytest.mark.parametrize(("owner", "roles"), [("Mrs.", []), ("State", ["secretary of State"])])
def test_whose_secretary_somebody_is_has_no_role(owner: str, roles: list[str]) -> None:
    article = document(f"""
        1 The       the       DET   _ _ 2 det
        2 secretary secretary NOUN  _ _ 6 nsubj
        3 of        of        ADP   _ _ 5 case
        4 {owner}   {owner}   PROPN _ _ 5 compound
        5 Hale      Hale      PROPN _ _ 2 nmod
        6 spoke     speak     VERB  _ _ 0 root
        7 .         .         PUNCT _ _ 6 punct
    """)
    assert [role for role, _ in roles_around(article, span(article.text, "Hale"))] == roles


EXPERT = """
1 A        a        DET   _ _           3 det
2 serving  serve    VERB  _ _           3 amod
3 expert   expert   NOUN  _ Number=Sing 8 nsubj
4 and      and      CCONJ _ _           5 cc
5 advocate advocate VERB  _ _           3 conj
6 Ruth     Ruth     PROPN _ _           3 conj
7 Moss     Moss     PROPN _ _           3 appos
8 spoke    speak    VERB  _ _           0 root
9 .        .        PUNCT _ _           8 punct
"""


def test_a_description_with_a_name_in_it_does_not_speak_beside_that_name() -> None:
    found = proposed(EXPERT, "A serving expert and advocate Ruth Moss", "Ruth Moss")
    assert "Ruth Moss" in found and not any(";" in name for name in found)


@pytest.mark.parametrize(
    ("words", "tagged", "named"),
    [
        ("Norcrest MP Ruth Hale left . the MP spoke .", "Ruth Hale", "Ruth Hale|MP"),
        ("the Attorney General , Mr Tom Hale , left . the AG spoke .", "Tom Hale", "Tom Hale|AG"),
        ("said Union Relief Officer ( URO ) Tom Hale . the URO spoke .", "Tom Hale", "Tom Hale|URO"),
        ("Tom Hale , OC of Norcrest , left . the OC spoke .", "Tom Hale", "Tom Hale|OC"),
        (
            "Health CS Tom Hale met Water CS Ruth Moss . the Health CS spoke .",
            "Tom Hale|Ruth Moss",
            "Tom Hale|Health CS",
        ),
        ("His Highness the Amir Tom Hale left . HH the Amir spoke .", "Tom Hale", "Tom Hale|HH the Amir"),
        ("the Amir of Norcrest Sheikh Tom Hale left . HH the Amir spoke .", "Tom Hale", "Tom Hale|HH the Amir"),
        ("the Amir Tom Hale left . HH the Amir of Ostrana Sami Okan spoke .", "Tom Hale|Sami Okan", "Tom Hale"),
        (
            "Inspector Tom Hale , the investigating officer , left . the IO spoke .",
            "Tom Hale",
            "Tom Hale|IO",
        ),
        (
            "Additional Superintendent of Police ( Rural ) , Tom Hale , left . the ASP spoke .",
            "Tom Hale",
            "Tom Hale|ASP",
        ),
        ("the Amber Sea Pact ( ASP ) met ASP Tom Hale . the ASP spoke .", "Tom Hale", "Tom Hale"),
        # Held by several, or by nobody who is named.
        ("MP Tom Hale met MP Ruth Moss . the MP spoke .", "Tom Hale|Ruth Moss", "Tom Hale"),
        ("Tom Hale left . the MP spoke .", "Tom Hale", "Tom Hale"),
        ("MP Tom Hale left . the MP Ruth Moss spoke .", "Tom Hale|Ruth Moss", "Tom Hale"),
    ],
)
def test_an_office_in_capitals_is_who_holds_it(words: str, tagged: str, named: str) -> None:
    persons = [(name, "Person") for name in tagged.split("|")]
    found = known_in(words, *persons)
    assert found[persons[0][0]] == named and set(found) == {name for name, _ in persons}


@pytest.mark.parametrize(
    ("words", "tagged", "who"),
    [
        # By the office, else by who was introduced last.
        (
            "Prime Minister Han Duk-so met Minister Han Dong-hun . Prime Minister Han spoke .",
            "Han Duk-so|Han Dong-hun|Han:3",
            "Han Duk-so",
        ),
        (
            "Han Duk-so met Ryu Min . Han Dong-hun met Ryu . Han spoke .",
            "Han Duk-so|Han Dong-hun|Han:3",
            "Han Dong-hun",
        ),
        # A common given name is no family name.
        ("Ruth Hale met Ryu Min . Ruth Moss met Ryu . Ruth spoke .", "Ruth Hale|Ruth Moss|Ruth:3", None),
    ],
)
def test_a_family_name_that_comes_first(words: str, tagged: str, who: str | None) -> None:
    conllu = "\n".join(
        f"{n} {word} {word} {'PROPN' if word[0].isupper() else 'PUNCT' if word == '.' else 'NOUN'} _ _ {n - 1} dep"
        for n, word in enumerate(words.split(), start=1)
    )
    text = parse(conllu).text
    forms = [form.partition(":") for form in tagged.split("|")]
    named = tuple(entity(text, name, "Person", nth=int(nth or 1)) for name, _, nth in forms)
    cast = Cast(document(conllu, entities=named))
    last = cast.by_span.get(span(text, forms[-1][0], nth=3))
    assert (cast.name(last) if last is not None else None) == who
    if who is not None:
        assert {cast.name(i) for i in cast.surnames["han"]} == {"Han Duk-so", "Han Dong-hun"}


LATER = " ".join(["harbour"] * 40)  # so that nobody was named just before


@pytest.mark.parametrize(
    ("subjects", "chained", "who"),
    [
        # By the pronouns in the chain of the surname.
        (["Tom Hale", "Ruth Hale", "Hale", "she"], [("Hale", 3), "she"], "Ruth Hale"),
        (["Tom Hale", "Ruth Hale", "Hale", "he"], [("Hale", 3), "he"], "Tom Hale"),
        (["Tom Hale", "Ruth Hale", "Hale", "they"], [("Hale", 3), "they"], None),
        # Who was named before.
        (["Tom Hale", LATER, "Hale", "Mark Hale"], [], "Tom Hale"),
        (["Tom Hale", "Mark Hale", LATER, "Hale"], [], None),
        # Who is named in full far more often.
        (["Hale", "Tom Hale", "Tom Hale", "Tom Hale", "Mark Hale"], [], "Tom Hale"),
        (["Hale", "Tom Hale", "Tom Hale", "Mark Hale"], [], None),
        # Whose full name is in the chain of the surname.
        (["Hale", "Tom Hale", "Mark Hale"], ["Hale", "Mark Hale"], "Mark Hale"),
        (["Hale", "Tom Hale", "Mark Hale"], ["Hale"], None),
    ],
)
def test_what_tells_which_of_two_a_surname_means(
    subjects: list[str], chained: list[str | tuple[str, int]], who: str | None
) -> None:
    found = parse("\n\n".join(map(sentence, subjects)))
    spans = [Span(one.start, one.start + len(form)) for one, form in zip(found.sentences, subjects, strict=True)]
    named = tuple(Entity("Person", *at) for at, form in zip(spans, subjects, strict=True) if "Hale" in form)
    cast = Cast(Document(replace(found, entities=named, chains=(chain(found, *chained),) if chained else ())))
    at = cast.by_span.get(spans[subjects.index("Hale")])
    assert (cast.name(at) if at is not None else None) == who


@pytest.mark.parametrize(
    ("names", "known"),
    [
        # The father, whose name is the rest of the son's.
        (["Sami Nuri Al-Hadi Al-Okan", "Nuri Al-Hadi Al-Okan"], 2),
        (["Aida Nuri Al Hadi", "Nuri Al Hadi"], 1),
        (["Sami Nuri Al-Hadi Al-Okan", "Sami Nuri"], 1),
        (["Sami bin Nuri Al Okan", "Sami bin Nuri", "Sami bin Nuri", "Sami bin Nuri"], 1),
        (["Sami Nuri Al-Hadi", "Sami Nuri Al- Hadi"], 1),
        # The second surname, which is told at first.
        (["Luis Moss Olan", "Luis Moss", "Luis Moss", "Luis Moss"], 1),
        (["Luis Moss", "Luis Moss", "Luis Moss", "Luis Moss Now"], 2),
    ],
)
def test_a_name_may_be_told_in_part(names: list[str], known: int) -> None:
    found = shown("|".join(names), *names)
    assert len(found) == known and names[0] in found


def test_who_is_also_known_as_another_has_the_first_name() -> None:
    words = "Ruth Hale , known as Rosalinda Moss , left ."
    assert list(known_in(words, ("Ruth Hale", "Person"), ("Rosalinda Moss", "Person"))) == ["Ruth Hale"]


@pytest.mark.parametrize(("noun", "who"), [("son", "Han Duk-so"), ("house", "Han Dong-hun")])
def test_whose_son_somebody_is_does_not_introduce_the_father(noun: str, who: str) -> None:
    first = [
        "Han PROPN 2 compound",
        "Duk-so PROPN 11 nsubj",
        ", PUNCT 4 punct",
        f"{noun} NOUN 2 appos",
        "of ADP 8 case",
        "builder NOUN 8 compound",
        "Han PROPN 8 compound",
        "Dong-hun PROPN 4 nmod",
        ", PUNCT 4 punct",
        "then ADV 11 advmod",
        "spoke VERB 0 root",
        ". PUNCT 11 punct",
    ]
    second = ["Han PROPN 2 nsubj", "left VERB 0 root", ". PUNCT 2 punct"]
    rows = [[word.split() for word in lines] for lines in (first, second)]
    conllu = "\n\n".join(
        "\n".join(f"{n} {w} {w} {upos} _ _ {head} {rel}" for n, (w, upos, head, rel) in enumerate(lines, start=1))
        for lines in rows
    )
    text = parse(conllu).text
    named = (
        entity(text, "Han Duk-so", "Person"),
        entity(text, "Han Dong-hun", "Person"),
        entity(text, "Han", "Person", nth=3),
    )
    cast = Cast(document(conllu, entities=named))
    assert cast.name(cast.by_span[span(text, "Han", nth=3)]) == who


@pytest.mark.parametrize(
    ("word", "gender"),
    [
        ("Miss", "female"),
        ("miss", None),  # "polls miss Hale"
        ("mr.", None),
        ("Mr.", "male"),
        ("lady", "female"),  # "the first lady Ruth Hale"
        ("actress", "female"),
        ("Chairman", None),
    ],
)
def test_a_title_before_a_name_has_a_capital_unless_it_is_a_noun(word: str, gender: str | None) -> None:
    assert language_of("en").gender_of_title(word) == gender
