"""Whom the grammar around a mention makes its speaker, or rules out. Parses written by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from conllu import document, entity, span

from quotes.attribution.draft import Draft, Rule
from quotes.document import Document
from quotes.speakers.candidates import Candidate, View, candidates
from quotes.speakers.features.rows import measured
from quotes.speakers.features.table import NAMES
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.views import view_of

Noted = dict[str, tuple[Candidate, Mapping[str, float]]]


def read(conllu: str, *names: str) -> Document:
    """The document with each of `names`, a person, wherever it first stands."""
    text = document(conllu).text
    return document(conllu, entities=tuple(entity(text, name) for name in names))


def viewed(parsed: Document, source: str | tuple[str, ...], cue: str, content: str) -> tuple[Mention, View]:
    """The mention of one draft, with its view: last occurrences of the words given; no `source` stands for none found."""
    text = parsed.text
    words = (source,) if isinstance(source, str) else source
    where = tuple(span(text, part, text.count(part)) for part in words if part)
    draft = Draft(
        (span(text, content, text.count(content)),), span(text, cue, text.count(cue)), where, Rule.CLAUSE, 0.9
    )
    view = view_of(parsed, [draft])
    return view.mentions[0], view


def proposed(parsed: Document, source: str | tuple[str, ...], cue: str, content: str) -> Noted:
    """The candidates but "nobody", by name, each with those of its features that are not 0."""
    mention, view = viewed(parsed, source, cue, content)
    able = candidates(mention, view)
    rows = [dict(zip(NAMES, row, strict=True)) for row in measured(mention, able, view)]
    return {
        one.name: (one, {name: value for name, value in row.items() if value})
        for one, row in zip(able, rows, strict=True)
        if one.key != ("nobody",)
    }


# -- no source was found ---------------------------------------------------------------------------------------------

CITING = """
1 Citing cite  VERB  _ VerbForm=Part|Tense=Pres 5 advcl
2 debts  debt  NOUN  _ Number=Plur 1 obj
3 ,      ,     PUNCT _ _ 1 punct
4 Hale   Hale  PROPN _ Number=Sing 5 nsubj
5 left   leave VERB  _ _ 0 root
6 .      .     PUNCT _ _ 5 punct
"""
HIS_CLAIM = """
1 Hale   Hale   PROPN _ Number=Sing 3 nmod:poss
2 's     's     PART  _ _ 1 case
3 motto  motto  NOUN  _ Number=Sing 6 nsubj
4 was    be     AUX   _ _ 6 cop
5 :      :      PUNCT _ _ 6 punct
6 silence silence NOUN _ _ 0 root
7 .      .      PUNCT _ _ 6 punct
"""
SPEECH = """
1 A         a        DET   _ _ 2 det
2 speech    speech   NOUN  _ Number=Sing 5 nsubj
3 denouncing denounce VERB _ VerbForm=Ger 2 acl
4 taxes     tax      NOUN  _ Number=Plur 3 obj
5 pleased   please   VERB  _ _ 0 root
6 Hale      Hale     PROPN _ Number=Sing 5 obj
7 .         .        PUNCT _ _ 5 punct
"""


def test_a_participle_shares_the_subject_of_its_sentence() -> None:
    one, row = proposed(read(CITING, "Hale"), "", "Citing", "debts")["Hale"]
    assert "understood" in one.sources
    assert row["understood: subject"] == row["understood clauses"] == row["joined as: advcl"] == 1


def test_the_owner_of_a_subject_is_understood() -> None:
    _, row = proposed(read(HIS_CLAIM, "Hale"), "", "was", "silence")["Hale"]
    assert row["understood: owner"] == 1 and "understood: subject" not in row


def test_an_object_is_not_understood() -> None:
    able = proposed(read(SPEECH, "Hale"), "", "denouncing", "taxes")
    assert "Hale" not in able or "understood" not in able["Hale"][0].sources


BY_HALE = """
1 Asked ask   VERB  _ VerbForm=Part|Tense=Past 6 advcl
2 {by}  {by}  ADP   _ _ 3 case
3 Hale  Hale  PROPN _ Number=Sing 1 obl
4 why   why   ADV   _ _ 1 advmod
5 Moss  Moss  PROPN _ Number=Sing 6 nsubj
6 left  leave VERB  _ _ 0 root
7 .     .     PUNCT _ _ 6 punct
"""


@pytest.mark.parametrize(("by", "agent"), [("by", True), ("about", False)])
def test_who_is_named_behind_the_cue(by: str, agent: bool) -> None:
    _, row = proposed(read(BY_HALE.format(by=by), "Hale", "Moss"), "", "Asked", "why")["Hale"]
    assert row["follows the cue"] == 1 and row.get("agent of the cue", 0) == agent


def test_whoever_is_asked_has_not_asked() -> None:
    parsed = read(BY_HALE.format(by="by"), "Hale", "Moss")
    assert proposed(parsed, "Moss", "Asked", "why")["Moss"][1]["asked"] == 1
    assert "asked" not in proposed(parsed, "Hale", "Asked", "why")["Hale"][1]


REPLY = """
1 Moss    Moss    PROPN _ Number=Sing 2 nsubj
2 {verb}  {verb}  VERB  _ _ 0 root
3 why     why     ADV   _ _ 2 advmod
4 .       .       PUNCT _ _ 2 punct

1 The     the     DET   _ _ 2 det
2 warden  warden  NOUN  _ Number=Sing 3 nsubj
3 {reply} {reply} VERB  _ _ 0 root
4 that    that    PRON  _ _ 3 obj
5 .       .       PUNCT _ _ 3 punct
"""


@pytest.mark.parametrize(
    ("verb", "reply", "able"), [("ask", "reply", False), ("say", "reply", True), ("ask", "add", True)]
)
def test_who_asked_does_not_reply(verb: str, reply: str, able: bool) -> None:
    assert ("Moss" in proposed(read(REPLY.format(verb=verb, reply=reply), "Moss"), "warden", reply, "that")) == able


# -- pronouns --------------------------------------------------------------------------------------------------------

TOLD = """
1 Hale  Hale  PROPN _ Number=Sing 2 nsubj
2 came  come  VERB  _ _ 0 root
3 .     .     PUNCT _ _ 2 punct

1 He    he    PRON  _ Gender=Masc 2 nsubj
2 told  tell  VERB  _ _ 0 root
3 Moss  Moss  PROPN _ Number=Sing 2 {relation}
4 so    so    ADV   _ _ 2 advmod
5 .     .     PUNCT _ _ 2 punct
"""
WHEN = """
1 Moss  Moss  PROPN _ Number=Sing 2 nsubj
2 came  come  VERB  _ _ 0 root
3 .     .     PUNCT _ _ 2 punct

1 Hale  Hale  PROPN _ Number=Sing 2 nsubj
2 lost  lose  VERB  _ _ 0 root
3 when  when  SCONJ _ _ 5 mark
4 he    he    PRON  _ Gender=Masc 5 nsubj
5 said  say   VERB  _ _ 2 advcl
6 so    so    ADV   _ _ 5 advmod
7 .     .     PUNCT _ _ 2 punct
"""


@pytest.mark.parametrize("relation", ["obj", "iobj"])
def test_a_subject_is_not_its_own_object(relation: str) -> None:
    able = proposed(read(TOLD.format(relation=relation), "Hale", "Moss"), "He", "told", "so")
    assert able["Hale"][1].get("barred", 0) == 0
    assert "Moss" not in able or able["Moss"][1]["barred"] == 1


def test_the_subject_of_the_main_clause_and_of_the_sentence_before() -> None:
    able = proposed(read(WHEN, "Moss", "Hale"), "he", "said", "so")
    assert able["Hale"][1]["governs"] == 1 and able["Moss"][1].get("governs", 0) == 0
    assert able["Moss"][1]["led before"] == able["Hale"][1]["others led before"] == 1


HANNITY = """
1 Moss  Moss  PROPN _ Number=Sing 2 nsubj
2 asked ask   VERB  _ _ 0 root
3 Hale  Hale  PROPN _ Number=Sing 2 obj
4 why   why   ADV   _ _ 2 advmod
5 .     .     PUNCT _ _ 2 punct

1 He    he    PRON  _ Gender=Masc 2 nsubj
2 said  say   VERB  _ _ 0 root
3 so    so    ADV   _ _ 2 advmod
4 .     .     PUNCT _ _ 2 punct
"""


def test_who_asked_and_who_was_asked_last() -> None:
    able = proposed(read(HANNITY, "Moss", "Hale"), "He", "said", "so")
    moss, hale = able["Moss"][1], able["Hale"][1]
    assert moss["last as asker"] == hale["last as asked"] == moss["recency rank"] == 1
    assert "last as asked" not in moss and not {"last as asker", "recency rank"} & hale.keys()


# -- descriptions ----------------------------------------------------------------------------------------------------

MAGNATE = """
1 Hale    Hale    PROPN _ Number=Sing 2 nsubj
2 came    come    VERB  _ _ 0 root
3 .       .       PUNCT _ _ 2 punct

1 {the}   {the}   DET   _ _ 2 det
2 oil     oil     NOUN  _ Number=Sing 3 compound
3 magnate magnate NOUN  _ Number=Sing 4 nsubj
4 said    say     VERB  _ _ 0 root
5 so      so      ADV   _ _ 4 advmod
6 .       .       PUNCT _ _ 4 punct
"""


@pytest.mark.parametrize(("the", "known"), [("The", True), ("An", False)])
def test_an_article_before_a_compound_is_the_noun_s(the: str, known: bool) -> None:
    assert ("Hale" in proposed(read(MAGNATE.format(the=the), "Hale"), f"{the} oil magnate", "said", "so")) == known


WIFE = """
1 Tom   Tom   PROPN _ Number=Sing 3 nsubj
2 Hale  Hale  PROPN _ Number=Sing 1 flat
3 met   meet  VERB  _ _ 0 root
4 Ruth  Ruth  PROPN _ Number=Sing 3 obj
5 Hale  Hale  PROPN _ Number=Sing 4 flat
6 .     .     PUNCT _ _ 3 punct

1 Tom   Tom   PROPN _ Number=Sing 4 nmod:poss
2 Hale  Hale  PROPN _ Number=Sing 1 flat
3 's    's    PART  _ _ 1 case
4 {kin} {kin} NOUN  _ Number=Sing 5 nsubj
5 said  say   VERB  _ _ 0 root
6 so    so    ADV   _ _ 5 advmod
7 .     .     PUNCT _ _ 5 punct
"""


@pytest.mark.parametrize(("kin", "related"), [("wife", True), ("son", False), ("lawyer", False)])
def test_a_relative_has_the_owner_s_surname(kin: str, related: bool) -> None:
    conllu = WIFE.format(kin=kin)
    text = document(conllu).text
    names = [entity(text, "Tom Hale"), entity(text, "Ruth Hale"), entity(text, "Tom Hale", nth=2)]
    able = proposed(document(conllu, entities=tuple(names)), f"Tom Hale's {kin}", "said", "so")
    assert ("Ruth Hale" in able and "relative" in able["Ruth Hale"][0].sources) == related
    assert "Tom Hale" not in able


EXPERT = """
1 Expert expert NOUN  _ Number=Sing 2 nsubj
2 says   say    VERB  _ _ 0 root
3 so     so     ADV   _ _ 2 advmod

1 Moss   Moss   PROPN _ Number=Sing 2 nsubj
2 came   come   VERB  _ _ 0 root
3 .      .      PUNCT _ _ 2 punct

1 Later  later  ADV   _ _ 3 advmod
2 Hale   Hale   PROPN _ Number=Sing 3 nsubj
3 said   say    VERB  _ _ 0 root
4 it     it     PRON  _ _ 3 obj
5 .      .      PUNCT _ _ 3 punct
"""


def test_a_headline_may_describe_who_is_the_first_to_speak() -> None:
    able = proposed(read(EXPERT, "Moss", "Hale"), "Expert", "says", "so")
    assert "speaks first" in able["Hale"][0].sources
    assert "Moss" not in able or "speaks first" not in able["Moss"][0].sources


CALLED = """
1 A          a        DET   _ _ 2 det
2 woman      woman    NOUN  _ Number=Sing 6 nsubj
3 {verb}     {lemma}  VERB  _ VerbForm=Part 2 acl
4 {by}       {by}     ADP   _ _ 5 case
5 Hale       Hale     PROPN _ Number=Sing 3 obl
6 said       say      VERB  _ _ 0 root
7 so         so       ADV   _ _ 6 advmod
8 .          .        PUNCT _ _ 6 punct
"""


@pytest.mark.parametrize(
    ("verb", "lemma", "by", "named"),
    [("identified", "identify", "as", True), ("called", "call", "by", False), ("robbed", "rob", "by", False)],
)
def test_who_is_identified_by_name(verb: str, lemma: str, by: str, named: bool) -> None:
    parsed = read(CALLED.format(verb=verb, lemma=lemma, by=by), "Hale")
    assert ("Hale" in proposed(parsed, f"A woman {verb} {by} Hale", "said", "so")) == named


SELF = """
1 Ruth    Ruth    PROPN _ Number=Sing 3 nsubj
2 Hale    Hale    PROPN _ Number=Sing 1 flat
3 met     meet    VERB  _ _ 0 root
4 Mark    Mark    PROPN _ Number=Sing 3 obj
5 Hale    Hale    PROPN _ Number=Sing 4 flat
6 .       .       PUNCT _ _ 3 punct

1 Hale    Hale    PROPN _ Number=Sing 3 nsubj
2 {self}  {self}  PRON  _ Reflex=Yes 1 nmod:unmarked
3 said    say     VERB  _ _ 0 root
4 so      so      ADV   _ _ 3 advmod
5 .       .       PUNCT _ _ 3 punct
"""


@pytest.mark.parametrize(
    ("self", "agrees"), [("herself", ("Ruth Hale", "Mark Hale")), ("himself", ("Mark Hale", "Ruth Hale"))]
)
def test_a_reflexive_pronoun_tells_which_of_two_with_one_surname(self: str, agrees: tuple[str, str]) -> None:
    able = proposed(read(SELF.format(self=self), "Ruth Hale", "Mark Hale"), "Hale", "said", "so")
    assert [able[name][1]["gender agrees"] for name in agrees] == [1, -1]


# -- the head of a source --------------------------------------------------------------------------------------------

INTRODUCER = """
1 Moss       Moss       PROPN _ Number=Sing 3 nmod:poss
2 's         's         PART  _ _ 1 case
3 partner    partner    NOUN  _ Number=Sing 9 nsubj
4 ,          ,          PUNCT _ _ 5 punct
5 {ranking}  {ranking}  NOUN  _ Number=Sing 3 appos
6 Ruth       Ruth       PROPN _ Number=Sing 5 flat
7 Hale       Hale       PROPN _ Number=Sing 6 flat
8 ,          ,          PUNCT _ _ 3 punct
9 said       say        VERB  _ _ 0 root
10 so        so         ADV   _ _ 9 advmod
11 .         .          PUNCT _ _ 9 punct
"""
KNITTEL = """
1 In        in        ADP   _ _ 5 case
2 Professor Professor PROPN _ Number=Sing 5 nmod:poss
3 Hale      Hale      PROPN _ Number=Sing 5 nmod:poss
4 's        's        PART  _ _ 3 case
5 view      view      NOUN  _ Number=Sing 7 obl
6 it        it        PRON  _ _ 7 nsubj
7 rained    rain      VERB  _ _ 0 root
8 .         .         PUNCT _ _ 7 punct
"""
PERCENT = """
1 Moss    Moss    PROPN _ Number=Sing 2 nsubj
2 beats   beat    VERB  _ _ 0 root
3 Hale    Hale    PROPN _ Number=Sing 2 obj
4 with    with    ADP   _ _ 6 case
5 40      40      NUM   _ _ 6 nummod
6 percent percent NOUN  _ _ 2 obl
7 who     who     PRON  _ _ 8 nsubj
8 say     say     VERB  _ _ 3 acl:relcl
9 so      so      ADV   _ _ 8 advmod
10 .      .       PUNCT _ _ 2 punct
"""
PARTS = """
1 One     one     NUM   _ _ 2 nummod
2 pastor  pastor  NOUN  _ Number=Sing 9 nsubj
3 backing back    VERB  _ VerbForm=Ger 2 acl
4 Moss    Moss    PROPN _ Number=Sing 3 obj
5 ,       ,       PUNCT _ _ 4 punct
6 Ruth    Ruth    PROPN _ Number=Sing 4 appos
7 Hale    Hale    PROPN _ Number=Sing 6 flat
8 ,       ,       PUNCT _ _ 4 punct
9 said    say     VERB  _ _ 0 root
10 so     so      ADV   _ _ 9 advmod
11 .      .       PUNCT _ _ 9 punct
"""


def headed(parsed: Document, source: str | tuple[str, ...], cue: str, content: str) -> str | None:
    mention, view = viewed(parsed, source, cue, content)
    named = view.cast.named_by(mention.token) if mention.token is not None else None
    return view.cast.name(named) if named is not None else None


@pytest.mark.parametrize("ranking", ["treasurer", "columnist"])
def test_a_name_behind_its_role_is_an_apposition(ranking: str) -> None:
    parsed = read(INTRODUCER.format(ranking=ranking), "Moss", "Ruth Hale")
    assert headed(parsed, f"Moss's partner, {ranking} Ruth Hale,", "said", "so") == "Ruth Hale"


def test_a_title_and_a_name_with_an_ending_are_the_name() -> None:
    assert headed(read(KNITTEL, "Hale"), "Professor Hale's", "view", "it rained") == "Hale"


def test_who_follows_a_number_is_none_of_those_named() -> None:
    assert headed(read(PERCENT, "Moss", "Hale"), "who", "say", "so") is None


def test_a_later_part_of_a_source_names_whom_the_first_describes() -> None:
    parsed = read(PARTS, "Moss", "Ruth Hale")
    assert headed(parsed, ("One pastor", ", Ruth Hale,"), "said", "so") == "Ruth Hale"
    assert headed(parsed, "One pastor backing Moss", "said", "so") is None


TOGETHER = """
1 Hale    Hale    PROPN _ Number=Sing 5 nsubj
2 and     and     CCONJ _ _ 4 cc
3 her     her     PRON  _ _ 4 nmod:poss
4 {noun}  {lemma} NOUN  _ {number} 1 conj
5 said    say     VERB  _ _ 0 root
6 so      so      ADV   _ _ 5 advmod
7 .       .       PUNCT _ _ 5 punct
"""


@pytest.mark.parametrize(
    ("noun", "lemma", "number", "several"),
    [("aides", "aide", "Number=Plur", False), ("husband", "husband", "Number=Sing", True)],
)
def test_a_person_with_unnamed_aides_speaks_as_one(noun: str, lemma: str, number: str, several: bool) -> None:
    parsed = read(TOGETHER.format(noun=noun, lemma=lemma, number=number), "Hale")
    able = proposed(parsed, f"Hale and her {noun}", "said", "so")
    assert "Hale" in able and any(one.key[0] == "group" for one, _ in able.values()) == several


LAWYERS = """
1 Tom      Tom      PROPN _ Number=Sing 4 nmod:poss
2 Hale     Hale     PROPN _ Number=Sing 1 flat
3 's       's       PART  _ _ 1 case
4 lawyer   lawyer   NOUN  _ Number=Sing 8 nsubj
5 ,        ,        PUNCT _ _ 6 punct
6 Ruth     Ruth     PROPN _ Number=Sing 4 appos
7 Moss     Moss     PROPN _ Number=Sing 6 flat
8 left     leave    VERB  _ _ 0 root
9 .        .        PUNCT _ _ 8 punct

1 Anna     Anna     PROPN _ Number=Sing 3 nsubj
2 Osei     Osei     PROPN _ Number=Sing 1 flat
3 wept     weep     VERB  _ _ 0 root
4 .        .        PUNCT _ _ 3 punct

1 {owner}  {owner}  PROPN _ Number=Sing 3 nmod:poss
2 's       's       PART  _ _ 1 case
3 lawyer   lawyer   NOUN  _ Number=Sing 4 nsubj
4 said     say      VERB  _ _ 0 root
5 so       so       ADV   _ _ 4 advmod
6 .        .        PUNCT _ _ 4 punct
"""


@pytest.mark.parametrize(("owner", "fits"), [("Hale", 1), ("Osei", -1)])
def test_somebody_is_the_lawyer_of_one_and_not_of_another(owner: str, fits: int) -> None:
    conllu = LAWYERS.format(owner=owner)
    text = document(conllu).text
    names = [entity(text, name) for name in ("Tom Hale", "Ruth Moss", "Anna Osei")] + [entity(text, owner, nth=2)]
    able = proposed(document(conllu, entities=tuple(names)), f"{owner}'s lawyer", "said", "so")
    assert able["Ruth Moss"][1]["fit: owner"] == fits


DEFENDING = """
1 Defending defend   VERB  _ VerbForm=Ger 6 advcl
2 it        it       PRON  _ _ 1 obj
3 ,         ,        PUNCT _ _ 1 punct
4 Hale      Hale     PROPN _ Number=Sing 5 compound
5 campaign  campaign NOUN  _ Number=Sing 6 nsubj
6 won       win      VERB  _ _ 0 root
7 .         .        PUNCT _ _ 6 punct
"""


def test_a_campaign_is_understood_and_not_its_candidate() -> None:
    able = proposed(read(DEFENDING, "Hale"), "", "Defending", "it")
    assert able["Hale campaign"][1]["understood: subject"] == 1
    assert "Hale" not in able or "understood" not in able["Hale"][0].sources


NOMINEE = """
1 Republican Republican ADJ   _ _           2 amod
2 nominee    nominee    NOUN  _ Number=Sing 4 nsubj
3 Hale       Hale       PROPN _ Number=Sing 2 appos
4 left       leave      VERB  _ _           0 root
5 .          .          PUNCT _ _           4 punct

1 The        the        DET   _ _           4 det
2 likely     likely     ADJ   _ _           4 amod
3 {party}    {party}    PROPN _ Number=Sing 4 compound
4 nominee    nominee    NOUN  _ Number=Sing 5 nsubj
5 said       say        VERB  _ _           0 root
6 so         so         ADV   _ _           5 advmod
7 .          .          PUNCT _ _           5 punct
"""


@pytest.mark.parametrize(("party", "said"), [("GOP", 1), ("Libertarian", 0)])
def test_a_party_is_the_same_by_another_name(party: str, said: int) -> None:
    able = proposed(read(NOMINEE.format(party=party), "Hale"), f"The likely {party} nominee", "said", "so")
    assert able["Hale"][1].get("fit: said", 0) == said


DIRECTOR = """
1 Hale      Hale     PROPN _ Number=Sing 2 nsubj
2 left      leave    VERB  _ _           0 root
3 .         .        PUNCT _ _           2 punct

1 The       the      DET   _ _           3 det
2 {body}    {body}   PROPN _ Number=Sing 3 compound
3 director  director NOUN  _ Number=Sing 4 nsubj
4 said      say      VERB  _ _           0 root
5 so        so       ADV   _ _           4 advmod
6 .         .        PUNCT _ _           4 punct
"""


@pytest.mark.parametrize(("tagged", "able"), [(True, False), (False, True)])
def test_the_director_of_a_body_is_not_whoever_was_named_last(tagged: bool, able: bool) -> None:
    conllu = DIRECTOR.format(body="Norcrest")
    text = document(conllu).text
    names = [entity(text, "Hale")] + [entity(text, "Norcrest", "Organization")] * tagged
    parsed = document(conllu, entities=tuple(names))
    assert ("Hale" in proposed(parsed, "The Norcrest director", "said", "so")) == able
