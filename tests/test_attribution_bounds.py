"""Where a content begins and ends, on parses written by hand: each case next to one that looks alike and is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conllu import document, entity, parse, proposal

from quotes.article import Span
from quotes.attribution import passes
from quotes.document import Document, Parse

ANSWERING = """
1  Answering answer VERB  _ VerbForm=Ger 6 advcl
2  a         a      DET   _ _            3 det
3  reporter  reporter NOUN _ _           1 obj
4  ,         ,      PUNCT _ _            1 punct
5  Lind      Lind   PROPN _ _            6 nsubj
6  said      say    VERB  _ Tense=Past   0 root
7  ,         ,      PUNCT _ _            6 punct
8  “         “      PUNCT _ _            10 punct SpaceBefore=Yes
9  We        we     PRON  _ _            10 nsubj
10 lost      lose   VERB  _ Tense=Past   6 ccomp
11 .         .      PUNCT _ _            6 punct
12 ”         ”      PUNCT _ _            6 punct
"""
IN_OSLO = """
1  In   in   ADP   _ _          2 case
2  Oslo Oslo PROPN _ _          5 obl
3  ,    ,    PUNCT _ _          2 punct
4  Lind Lind PROPN _ _          5 nsubj
5  said say  VERB  _ Tense=Past 0 root
6  ,    ,    PUNCT _ _          5 punct
7  “    “    PUNCT _ _          9 punct SpaceBefore=Yes
8  it   it   PRON  _ _          9 nsubj
9  rained rain VERB _ Tense=Past 5 ccomp
10 .    .    PUNCT _ _          5 punct
11 ”    ”    PUNCT _ _          5 punct
"""
OF_THE_PLAN = """
1  “     “     PUNCT _ _          3 punct
2  It    it    PRON  _ _          3 nsubj
3  works work  VERB  _ _          7 ccomp
4  ,     ,     PUNCT _ _          3 punct
5  ”     ”     PUNCT _ _          3 punct
6  Lind  Lind  PROPN _ _          7 nsubj SpaceBefore=Yes
7  said  say   VERB  _ Tense=Past 0 root
8  of    of    ADP   _ _          10 case
9  the   the   DET   _ _          10 det
10 plan  plan  NOUN  _ _          7 obl
11 .     .     PUNCT _ _          7 punct
"""
CRITICIZED = """
1 They       they      PRON  _ _                        4 nsubj:pass
2 are        be        AUX   _ _                        4 aux:pass
3 often      often     ADV   _ _                        4 advmod
4 criticized criticize VERB  _ VerbForm=Part|Voice=Pass 0 root
5 for        for       SCONJ _ _                        7 mark
6 being      be        AUX   _ VerbForm=Ger             7 cop
7 slow       slow      ADJ   _ _                        4 advcl
8 to         to        PART  _ _                        9 mark
9 act        act       VERB  _ VerbForm=Inf             7 xcomp
10 .         .         PUNCT _ _                        4 punct
"""
AFTERWARDS = """
1  Ann   Ann   PROPN _ _           2 nsubj
2  said  say   VERB  _ Tense=Past  0 root
3  they  they  PRON  _ Number=Plur 4 nsubj
4  won   win   VERB  _ Tense=Past  2 ccomp
5  the   the   DET   _ _           6 det
6  cup   cup   NOUN  _ _           4 obj
7  ,     ,     PUNCT _ _           9 punct
8  which which PRON  _ _           9 nsubj
9  shone shine VERB  _ Tense=Past  6 acl:relcl
10 .     .     PUNCT _ _           2 punct
"""


@pytest.mark.parametrize(
    ("tokens", "cue", "given", "kept"),
    [
        (ANSWERING, "said", ["Answering a reporter", "“We lost.”"], ["“We lost.”"]),
        (IN_OSLO, "said", ["In Oslo", "“it rained.”"], ["In Oslo", "“it rained.”"]),
        (OF_THE_PLAN, "said of", ["“It works,”", "the plan"], ["“It works,”"]),
        (CRITICIZED, "are often criticized for", ["They", "being slow to act"], ["They", "being slow to act"]),
    ],
    ids=["a participle about the saying", "where it rained", "what it is said of", "what they are criticized for"],
)
def test_adverbials(tokens: str, cue: str, given: list[str], kept: list[str]) -> None:
    doc = document(tokens, proposals=(proposal(parse(tokens).text, cue, given, ["Lind"] if "Lind" in tokens else []),))
    (draft,) = passes.run(doc)
    assert [s.of(doc.text) for s in draft.content] == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [("they won the cup", "they won the cup"), ("they won the cup, which", "they won the cup, which shone")],
)
def test_content_may_stop_at_a_comma_but_not_within_a_phrase(given: str, kept: str) -> None:
    doc = document(AFTERWARDS, proposals=(proposal(parse(AFTERWARDS).text, "said", [given], ["Ann"]),))
    (draft,) = passes.run(doc)
    assert [s.of(doc.text) for s in draft.content] == [kept]


IN_AN_INTERVIEW = """
1 Ann       Ann       PROPN _ _           2 nsubj
2 said      say       VERB  _ Tense=Past  0 root
3 in        in        ADP   _ _           5 case
4 an        a         DET   _ _           5 det
5 interview interview NOUN  _ _           2 obl
6 they      they      PRON  _ Number=Plur 7 nsubj
7 won       win       VERB  _ Tense=Past  2 ccomp
8 .         .         PUNCT _ _           2 punct
"""
OF_FLOODS = """
1 Ann    Ann   PROPN _ _          2 nsubj
2 warned warn  VERB  _ Tense=Past 0 root
3 of     of    ADP   _ _          4 case
4 floods flood NOUN  _ _          2 obl
5 .      .     PUNCT _ _          2 punct
"""


@pytest.mark.parametrize(
    ("tokens", "given", "content", "kept"),
    [
        (IN_AN_INTERVIEW, "said in an", "they won", "said"),
        (IN_AN_INTERVIEW, "said in an interview", "they won", "said in an interview"),
        (OF_FLOODS, "warned of", "floods", "warned of"),
    ],
)
def test_a_cue_does_not_end_within_a_phrase(tokens: str, given: str, content: str, kept: str) -> None:
    doc = document(tokens, proposals=(proposal(parse(tokens).text, given, [content], ["Ann"]),))
    (draft,) = passes.run(doc)
    assert draft.cue is not None and draft.cue.of(doc.text) == kept


TO_GO = """
1 Ann     Ann    PROPN _ _            2 nsubj
2 decided decide VERB  _ Tense=Past   0 root
3 to      to     PART  _ _            4 mark
4 go      go     VERB  _ VerbForm=Inf 2 xcomp
5 .       .      PUNCT _ _            2 punct
"""
THE_FEAR = """
1 Ann    Ann   PROPN _ _          2 nsubj
2 voiced voice VERB  _ Tense=Past 0 root
3 the    the   DET   _ _          4 det
4 fear   fear  NOUN  _ _          2 obj
5 of     of    ADP   _ _          6 case
6 floods flood NOUN  _ _          4 nmod
7 .      .     PUNCT _ _          2 punct
"""


@pytest.mark.parametrize(
    ("tokens", "given", "content", "kept"),
    [
        (TO_GO, "decided to", "go", ("decided", "to go")),
        (THE_FEAR, "voiced the", "fear of floods", ("voiced", "the fear of floods")),
        (THE_FEAR, "voiced the fear of", "floods", ("voiced the fear of", "floods")),
    ],
)
def test_what_begins_a_content_is_no_part_of_the_cue(
    tokens: str, given: str, content: str, kept: tuple[str, str]
) -> None:
    doc = document(tokens, proposals=(proposal(parse(tokens).text, given, [content], ["Ann"]),))
    (draft,) = passes.run(doc)
    assert draft.cue is not None
    assert (draft.cue.of(doc.text), draft.content[0].of(doc.text)) == kept


CAME_AND_TOLD = """
1  Ann   Ann   PROPN _ _            2 nsubj
2  said  say   VERB  _ Tense=Past   0 root
3  the   the   DET   _ _            4 det
4  mayor mayor NOUN  _ Number=Sing  5 nsubj
5  came  come  VERB  _ Tense=Past   2 ccomp
6  and   and   CCONJ _ _            7 cc
7  told  tell  VERB  _ Tense=Past   5 conj
8  them  they  PRON  _ Number=Plur  7 iobj
9  to    to    PART  _ _            10 mark
10 go    go    VERB  _ VerbForm=Inf 7 xcomp
11 .     .     PUNCT _ _            2 punct
"""


def test_what_somebody_else_told_is_part_of_what_is_said() -> None:
    whole = proposal(parse(CAME_AND_TOLD).text, "said", ["the mayor came and told them to go"], ["Ann"])
    doc = document(CAME_AND_TOLD, proposals=(whole,))
    (draft,) = passes.run(doc)
    assert [s.of(doc.text) for s in draft.content] == ["the mayor came and told them to go"]


PEOPLE_WHO_FEAR = """
1 People people NOUN  _ Number=Plur  7 nsubj
2 who    who    PRON  _ _            3 nsubj
3 fear   fear   VERB  _ Tense=Pres   1 acl:relcl
4 the    the    DET   _ _            5 det
5 river  river  NOUN  _ Number=Sing  3 obj
6 will   will   AUX   _ _            7 aux
7 rise   rise   VERB  _ VerbForm=Inf 0 root
8 .      .      PUNCT _ _            7 punct
"""


def test_without_a_comma_a_relative_clause_may_go_on_whatever_its_parse() -> None:
    doc = document(
        PEOPLE_WHO_FEAR, proposals=(proposal(parse(PEOPLE_WHO_FEAR).text, "fear", ["the river will rise"], ["who"]),)
    )
    (draft,) = passes.run(doc)
    assert [s.of(doc.text) for s in draft.content] == ["the river will rise"]


AS_NOTHING = """
1  Ann     Ann     PROPN _ _ 2 nsubj
2  said    say     VERB  _ _ 0 root
3  as      as      SCONJ _ _ 6 mark
4  nothing nothing PRON  _ _ 6 nsubj:pass
5  was     be      AUX   _ _ 6 aux:pass
6  decided decide  VERB  _ _ 9 advcl
7  they    they    PRON  _ _ 9 nsubj
8  would   will    AUX   _ _ 9 aux
9  wait    wait    VERB  _ _ 2 ccomp
10 .       .       PUNCT _ _ 2 punct
"""
AFTER_YEARS = """
1 Ann   Ann   PROPN _ _ 2 nsubj
2 said  say   VERB  _ _ 0 root
3 after after ADP   _ _ 4 case
4 years year  NOUN  _ _ 8 obl
5 of    of    ADP   _ _ 6 case
6 war   war   NOUN  _ _ 4 nmod
7 they  they  PRON  _ _ 8 nsubj
8 left  leave VERB  _ _ 2 ccomp
9 .     .     PUNCT _ _ 2 punct
"""


@pytest.mark.parametrize(
    ("tokens", "given", "content", "kept"),
    [
        (
            AS_NOTHING,
            "said as",
            "nothing was decided they would wait",
            ("said", "as nothing was decided they would wait"),
        ),
        (AFTER_YEARS, "said after years", "of war they left", ("said", "after years of war they left")),
        (AFTER_YEARS, "said after", "years of war they left", ("said", "after years of war they left")),
        (AFTER_YEARS, "said after years of war", "they left", ("said after years of war", "they left")),
    ],
)
def test_the_first_words_of_a_clause_are_no_part_of_the_cue(
    tokens: str, given: str, content: str, kept: tuple[str, str]
) -> None:
    doc = document(tokens, proposals=(proposal(parse(tokens).text, given, [content], ["Ann"]),))
    (draft,) = passes.run(doc)
    assert draft.cue is not None
    assert (draft.cue.of(doc.text), draft.content[0].of(doc.text)) == kept


IF_IT_RAINED = """
1 Ann    Ann  PROPN _ _           2 nsubj
2 said   say  VERB  _ Tense=Past  0 root
3 that   that SCONJ _ _           9 mark
4 if     if   SCONJ _ _           6 mark
5 it     it   PRON  _ _           6 nsubj
6 rained rain VERB  _ Tense=Past  9 advcl
7 ,      ,    PUNCT _ _           9 punct
8 they   they PRON  _ Number=Plur 9 nsubj
9 left   leave VERB _ Tense=Past  2 ccomp
10 .     .    PUNCT _ _           2 punct
"""
THE_MILL = """
1  Ann   Ann   PROPN _ _            2 nsubj
2  said  say   VERB  _ Tense=Past   0 root
3  the   the   DET   _ _            4 det
4  mill  mill  NOUN  _ Number=Sing  11 nsubj
5  ,     ,     PUNCT _ _            8 punct
6  which which PRON  _ _            8 nsubj
7  is    be    AUX   _ _            8 cop
8  old   old   ADJ   _ _            4 acl:relcl
9  ,     ,     PUNCT _ _            8 punct
10 would will  AUX   _ _            11 aux
11 close close VERB  _ VerbForm=Inf 2 ccomp
12 .     .     PUNCT _ _            2 punct
"""
THAT_NEWS = """
1 Ann       Ann     PROPN _ _          2 nsubj
2 confirmed confirm VERB  _ Tense=Past 0 root
3 that      that    DET   _ _          4 det
4 news      news    NOUN  _ _          6 obj
5 they      they    PRON  _ _          6 nsubj
6 shared    share   VERB  _ Tense=Past 2 ccomp
7 .         .       PUNCT _ _          2 punct
"""


@pytest.mark.parametrize(
    ("tokens", "cue", "given", "kept"),
    [
        (IF_IT_RAINED, "said", "that if it rained", "that if it rained, they left"),
        (THE_MILL, "said", "the mill", "the mill, which is old, would close"),
        (THAT_NEWS, "confirmed", "that news", "that news"),
    ],
    ids=["a conjunction", "the subject alone", "an object"],
)
def test_the_beginning_of_a_clause_has_its_verb(tokens: str, cue: str, given: str, kept: str) -> None:
    doc = document(tokens, proposals=(proposal(parse(tokens).text, cue, [given], ["Ann"]),))
    (draft,) = passes.run(doc)
    assert [s.of(doc.text) for s in draft.content] == [kept]


INTERRUPTED = """
1 The       the    DET   _ _            2 det
2 mill      mill   NOUN  _ Number=Sing  9 nsubj
3 ,         ,      PUNCT _ _            6 punct
4 according accord VERB  _ _            6 case
5 to        to     ADP   _ _            4 fixed
6 Lind      Lind   PROPN _ _            9 obl
7 ,         ,      PUNCT _ _            6 punct
8 has       have   AUX   _ _            9 aux
9 closed    close  VERB  _ Tense=Past   0 root
10 .        .      PUNCT _ _            9 punct
"""
WENT_ON = """
1 The       the    DET   _ _            2 det
2 mill      mill   NOUN  _ Number=Sing  3 nsubj
3 closed    close  VERB  _ Tense=Past   0 root
4 ,         ,      PUNCT _ _            7 punct
5 according accord VERB  _ _            7 case
6 to        to     ADP   _ _            5 fixed
7 Lind      Lind   PROPN _ _            3 obl
8 ,         ,      PUNCT _ _            11 punct
9 and       and    CCONJ _ _            11 cc
10 Tom      Tom    PROPN _ _            11 nsubj
11 left     leave  VERB  _ Tense=Past   3 conj
12 .        .      PUNCT _ _            3 punct
"""


@pytest.mark.parametrize(
    ("tokens", "given", "kept"),
    [(INTERRUPTED, "The mill", ["The mill", "has closed"]), (WENT_ON, "The mill closed", ["The mill closed"])],
    ids=["within a clause", "between two clauses"],
)
def test_a_clause_goes_on_after_a_cue_that_interrupts_it(tokens: str, given: str, kept: list[str]) -> None:
    doc = document(tokens, proposals=(proposal(parse(tokens).text, "according to", [given], ["Lind"]),))
    (draft,) = passes.run(doc)
    assert [s.of(doc.text) for s in draft.content] == kept


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        ("LINDOW —", "They won"),
        ("LINDOW, Hagen (NPA) -", "They won"),
        ("LINDOW — 3 May 2021:", "They won"),
        ("NATO — the alliance —", "NATO — the alliance — They won"),
        ("Lindow —", "Lindow — They won"),
    ],
)
def test_a_dateline_is_no_part_of_what_is_said(before: str, kept: str) -> None:
    text = f"{before} They won, Ann said."
    doc = Document(Parse(text, (), proposals=(proposal(text, "said", [f"{before} They won"], ["Ann"]),)))
    (draft,) = passes.run(doc)
    assert [s.of(text) for s in draft.content] == [kept]


def test_neither_is_the_place_part_of_who_says_it() -> None:
    text = "LINDOW — Ann said they won."
    doc = Document(Parse(text, (), proposals=(proposal(text, "said", ["they won"], ["LINDOW — Ann"]),)))
    (draft,) = passes.run(doc)
    assert [s.of(text) for s in draft.source] == ["Ann"]


@pytest.mark.parametrize(("kind", "kept"), [("Location", "They won"), ("Person", "Lindow: They won")])
def test_a_place_with_a_colon_is_a_dateline_too(kind: str, kept: str) -> None:
    text = "Lindow: They won, Ann said."
    doc = Document(
        Parse(
            text,
            (),
            (entity(text, "Lindow", kind),),
            proposals=(proposal(text, "said", ["Lindow: They won"], ["Ann"]),),
        )
    )
    (draft,) = passes.run(doc)
    assert [s.of(text) for s in draft.content] == [kept]


def test_a_mark_that_opens_a_quotation_is_no_part_of_the_cue() -> None:
    text = "Ann called it “folly” today."
    doc = Document(Parse(text, (), proposals=(proposal(text, "called it “", ["folly”"], ["Ann"]),)))
    (draft,) = passes.run(doc)
    assert draft.cue is not None and draft.cue.of(text) == "called it"
    assert [s.of(text) for s in draft.content] == ["“folly”"]


@pytest.mark.parametrize(
    ("text", "given", "kept"),
    [
        ("“We ran as fast as we could. We won,” Ann said.", "We won,”", "“We ran as fast as we could. We won,”"),
        ("“We ran.\n\n“We won,” Ann said.", "We won,”", "“We ran.\n\n“We won,”"),
        ("“We ran,” Tom said. We won,” Ann said.", "We won,”", "We won,”"),
    ],
    ids=["a sentence before", "a paragraph before", "a mark that was lost"],
)
def test_content_that_ends_a_quotation_has_its_beginning(text: str, given: str, kept: str) -> None:
    doc = Document(Parse(text, (), proposals=(proposal(text, "said", [given], ["Ann"]),)))
    (draft,) = passes.run(doc)
    assert [s.of(text) for s in draft.content] == [kept]


BY_CLOSING = """
1 Ann     Ann   PROPN _ _             2 nsubj
2 said    say   VERB  _ Tense=Past    0 root
3 by      by    SCONJ _ _             4 mark
4 closing close VERB  _ VerbForm=Ger  8 advcl
5 it      it    PRON  _ _             4 obj
6 ,       ,     PUNCT _ _             4 punct
7 they    they  PRON  _ Number=Plur   8 nsubj
8 saved   save  VERB  _ Tense=Past    2 ccomp
9 money   money NOUN  _ _             8 obj
10 .      .     PUNCT _ _             2 punct
"""


@pytest.mark.parametrize(
    ("given", "content", "kept"),
    [
        ("said by closing", ["they saved money"], ("said", ["by closing it, they saved money"])),
        ("said by closing", ["it", "they saved money"], ("said", ["by closing it", "they saved money"])),
        ("said by closing it", ["they saved money"], ("said by closing it", ["they saved money"])),
    ],
)
def test_a_clause_that_opens_a_content_is_no_part_of_the_cue(
    given: str, content: list[str], kept: tuple[str, list[str]]
) -> None:
    doc = document(BY_CLOSING, proposals=(proposal(parse(BY_CLOSING).text, given, content, ["Ann"]),))
    (draft,) = passes.run(doc)
    assert draft.cue is not None
    assert (draft.cue.of(doc.text), [s.of(doc.text) for s in draft.content]) == kept


CHIEF = """
1 The   the   DET   _ _ 2 det
2 chief chief NOUN  _ _ 7 nsubj
3 ,     ,     PUNCT _ _ 5 punct
4 Dr.   Dr.   PROPN _ _ 5 nmod
5 Ruth  Ruth  PROPN _ _ 2 appos
6 Moss  Moss  PROPN _ _ 5 flat
7 said  say   VERB  _ Tense=Past 0 root
8 they  they  PRON  _ _ 9 nsubj
9 won   win   VERB  _ _ 7 ccomp
10 .    .     PUNCT _ _ 7 punct
"""


@pytest.mark.parametrize(
    ("found", "type", "source"),
    [
        ("The chief, Dr", "Person", "The chief, Dr. Ruth Moss"),  # a title
        ("The chief, Dr. Ruth", "Person", "The chief, Dr. Ruth Moss"),  # in the midst of a name
        ("The chief", "Person", "The chief"),
        ("The chief, Dr. Ruth", "Organization", "The chief, Dr. Ruth"),
    ],
)
def test_a_source_does_not_end_before_or_within_a_name(found: str, type: str, source: str) -> None:
    text = parse(CHIEF).text
    doc = document(
        CHIEF, entities=(entity(text, "Ruth Moss", type),), proposals=(proposal(text, "said", ["they won"], [found]),)
    )
    (draft,) = passes.run(doc, passes=passes.PASSES[:3])
    assert [s.of(text) for s in draft.source] == [source]


SINCE = """
1  Ann    Ann   PROPN _ _           2 nsubj
2  said   say   VERB  _ Tense=Past  0 root
3  they   they  PRON  _ Number=Plur 4 nsubj
4  won    win   VERB  _ Tense=Past  2 ccomp
5  ,      ,     PUNCT _ _           10 punct
6  since  since SCONJ _ _           10 mark
7  ,      ,     PUNCT _ _           10 punct
8  in     in    ADP   _ _           9 case
9  Oslo   Oslo  PROPN _ _           10 obl
10 rained rain  VERB  _ Tense=Past  4 advcl
11 .      .     PUNCT _ _           2 punct
"""
NO_STOP = """
1  Ann  Ann  PROPN _ _           2 nsubj
2  said say  VERB  _ Tense=Past  0 root
3  they they PRON  _ Number=Plur 4 nsubj
4  won  win  VERB  _ Tense=Past  2 ccomp
5  Tom  Tom  PROPN _ _           6 nsubj
6  said say  VERB  _ Tense=Past  2 parataxis
7  so   so   ADV   _ _           6 advmod
8  .    .    PUNCT _ _           2 punct
"""


@pytest.mark.parametrize(
    ("tokens", "given", "kept"),
    [(SINCE, "they won, since", "they won, since, in Oslo rained"), (NO_STOP, "they won Tom", "they won Tom")],
    ids=["a conjunction", "the next source"],
)
def test_content_does_not_end_with_what_opens_a_phrase(tokens: str, given: str, kept: str) -> None:
    text = parse(tokens).text
    proposals = [proposal(text, "said", [given], ["Ann"])]
    if "Tom" in text:
        second = text.rindex("said")
        proposals.append(replace(proposal(text, "Tom", source=["Tom"]), cue=Span(second, second + len("said"))))
    draft = passes.run(document(tokens, proposals=tuple(proposals)))[0]
    assert [s.of(text) for s in draft.content] == [kept]


RESIGNED = """
1 Lind     Lind   PROPN _ _          5 nsubj
2 ,        ,      PUNCT _ _          4 punct
3 then     then   ADV   _ _          4 advmod
4 ill      ill    ADJ   _ _          1 amod
5 resigned resign VERB  _ Tense=Past 0 root
6 ,        ,      PUNCT _ _          8 punct
7 Tom      Tom    PROPN _ _          8 nsubj
8 said     say    VERB  _ Tense=Past 5 {relation}
9 .        .      PUNCT _ _          5 punct
"""


@pytest.mark.parametrize(
    ("relation", "kept"),
    [("parataxis", "Lind, then ill resigned"), ("acl:relcl", "resigned")],
)
def test_content_before_its_cue_has_the_subject_of_its_clause(relation: str, kept: str) -> None:
    tokens = RESIGNED.format(relation=relation)
    text = parse(tokens).text
    doc = document(tokens, proposals=(proposal(text, "said", ["resigned"], ["Tom"]),))
    (draft,) = passes.run(doc)
    assert [s.of(text) for s in draft.content] == [kept]


def test_but_not_the_subject_that_is_the_source() -> None:
    text = parse(RESIGNED).text.replace("{relation}", "")
    doc = document(RESIGNED.format(relation="parataxis"), proposals=(proposal(text, "said", ["resigned"], ["Lind"]),))
    (draft,) = passes.run(doc)
    assert [s.of(text) for s in draft.content] == ["resigned"]


URGED = """
1  He     he     PRON  _ _            2 nsubj
2  said   say    VERB  _ Tense=Past   0 root
3  multicoloured multicoloured ADJ _ _ 4 amod
4  halls  hall   NOUN  _ Number=Plur  5 nsubj
5  rose   rise   VERB  _ Tense=Past   2 ccomp
6  and    and    CCONJ _ _            7 cc
7  {verb} {verb} VERB  _ Tense=Past   5 conj
8  all    all    PRON  _ _            7 obj
9  to     to     PART  _ _            10 mark
10 help   help   VERB  _ VerbForm=Inf 7 xcomp
11 .      .      PUNCT _ _            2 punct
"""


@pytest.mark.parametrize(
    ("verb", "source", "kept"),
    [
        ("urge", ["He"], "multicoloured halls rose"),
        ("urge", ["halls"], "multicoloured halls rose and urge all to help"),
        ("let", ["He"], "multicoloured halls rose and let all to help"),
    ],
    ids=["the same source", "another source", "no verb of speech"],
)
def test_a_content_ends_before_the_next_cue_of_its_source(verb: str, source: list[str], kept: str) -> None:
    tokens = URGED.format(verb=verb)
    text = parse(tokens).text
    said = proposal(text, "said", ["multicoloured halls rose"], ["He"])
    doc = document(tokens, proposals=(said, proposal(text, verb, ["all to help"], source)))
    assert text[slice(*passes.run(doc)[0].content[0])] == kept


REFERRING = """
1  Referring refer  VERB  _ VerbForm=Ger 7 advcl
2  to        to     ADP   _ _            3 case
3  displays  display NOUN _ _            1 obl
4  of        of     ADP   _ _            5 case
5  drones    drone  NOUN  _ _            3 nmod
6  Lind      Lind   PROPN _ _            7 nsubj
7  said      say    VERB  _ Tense=Past   0 root
8  ,         ,      PUNCT _ _            7 punct
9  “         “      PUNCT _ _            11 punct SpaceBefore=Yes
10 We        we     PRON  _ _            11 nsubj
11 lost      lose   VERB  _ Tense=Past   7 ccomp
12 .         .      PUNCT _ _            7 punct
13 ”         ”      PUNCT _ _            7 punct
"""


def test_nor_is_part_of_what_the_report_says_of_its_saying() -> None:
    text = parse(REFERRING).text
    doc = document(REFERRING, proposals=(proposal(text, "said", ["drones", "“We lost.”"], ["Lind"]),))
    (draft,) = passes.run(doc)
    assert [s.of(text) for s in draft.content] == ["“We lost.”"]


BEFORE = """
1 “    “    PUNCT _ _          2 punct
2 Why  why  ADV   _ _          0 root
3 now  now  ADV   _ _          2 advmod
4 ?    ?    PUNCT _ _          2 punct
5 ”    ”    PUNCT _ _          2 punct

1 Lind Lind PROPN _ _          2 nsubj Paragraph
2 said say  VERB  _ Tense=Past 0 root
{that}
4 it   it   PRON  _ _          5 nsubj
5 rained rain VERB _ Tense=Past 2 ccomp
6 .    .    PUNCT _ _          2 punct
"""


@pytest.mark.parametrize(
    ("that", "content", "kept"),
    [
        ("3 that that SCONJ _ _ 5 mark", ["“Why now?”", "that it rained"], ["that it rained"]),
        ("3 how how ADV _ _ 5 advmod", ["“Why now?”"], ["“Why now?”"]),
    ],
    ids=["her own clause", "nothing else"],
)
def test_a_quotation_of_the_paragraph_before_is_no_part_of_a_clause(
    that: str, content: list[str], kept: list[str]
) -> None:
    tokens = BEFORE.format(that=that)
    text = parse(tokens).text
    doc = document(tokens, proposals=(proposal(text, "said", content, ["Lind"]),))
    (draft,) = passes.run(doc)
    assert [s.of(text) for s in draft.content] == kept
