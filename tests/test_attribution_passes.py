"""How proposals, rules and marks become drafts, on parses written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conllu import document, entity, parse, proposal

from quotes.attribution import passes
from quotes.attribution.draft import Draft, Rule
from quotes.attribution.passes import Parts, Trace
from quotes.document import Document

WON = """
1 Ann  Ann PROPN _ Number=Sing 2 nsubj
2 said say VERB  _ Tense=Past  0 root
3 they they PRON _ Number=Plur 4 nsubj
4 won  win VERB  _ Tense=Past  2 ccomp
5 .    .   PUNCT _ _           2 punct
"""
THAT = """
1 Ann  Ann  PROPN _ Number=Sing 2 nsubj
2 said say  VERB  _ Tense=Past  0 root
3 that that SCONJ _ _           5 mark
4 they they PRON  _ Number=Plur 5 nsubj
5 won  win  VERB  _ Tense=Past  2 ccomp
6 .    .    PUNCT _ _           2 punct
"""
TWICE = """
1 Ann   Ann   PROPN _ Number=Sing 2 nsubj
2 said  say   VERB  _ Tense=Past  0 root
3 that  that  SCONJ _ _           5 mark
4 they  they  PRON  _ Number=Plur 5 nsubj
5 won   win   VERB  _ Tense=Past  2 ccomp
6 twice twice ADV   _ _           5 advmod
7 .     .     PUNCT _ _           2 punct
"""
QUOTED = """
1 “    “    PUNCT _ _           3 punct
2 Ann  Ann  PROPN _ Number=Sing 3 nsubj
3 said say  VERB  _ Tense=Past  0 root
4 that that SCONJ _ _           6 mark
5 they they PRON  _ Number=Plur 6 nsubj
6 won  win  VERB  _ Tense=Past  3 ccomp
7 .    .    PUNCT _ _           3 punct
8 ”    ”    PUNCT _ _           3 punct
"""


def contents(drafts: list[Draft], of: Document) -> list[list[str]]:
    return [[s.of(of.text) for s in d.content] for d in drafts]


def test_rules_stand_alone_without_the_network() -> None:
    doc = document(WON)
    (draft,) = passes.run(doc, Parts(network=False))
    assert [s.of(doc.text) for s in (*draft.source, *draft.content)] == ["Ann", "they won"]
    assert draft.cue is not None and draft.cue.of(doc.text) == "said"


def test_where_the_network_finds_nothing_rules_do_not_guess() -> None:
    assert passes.run(document(WON)) == []


def test_grammar_gives_the_content_that_the_network_does_not_see() -> None:
    text = parse(WON).text
    doc = document(WON, proposals=(proposal(text, "said", source=["Ann"]),))
    (draft,) = passes.run(doc)
    assert contents([draft], doc) == [["they won"]]
    assert "grammar tells in which words" in draft.steps[0]


def test_a_subject_that_says_that_is_a_quote_whatever_the_network_says() -> None:
    doc = document(THAT)
    (draft,) = passes.run(doc)
    assert [s.of(doc.text) for s in (*draft.source, *draft.content)] == ["Ann", "that they won"]


def test_but_not_where_somebody_else_is_speaking() -> None:
    assert passes.run(document(QUOTED)) == []


@pytest.mark.parametrize(("sure", "kept"), [(0.8, False), (0.99, True)])
def test_a_bare_name_that_something_was_done_to_is_no_quote(sure: float, kept: bool) -> None:
    tokens = """
    1 Ann     Ann    PROPN _ Number=Sing              3 nsubj:pass
    2 was     be     AUX   _ _                        3 aux:pass
    3 charged charge VERB  _ VerbForm=Part|Voice=Pass 0 root
    4 .       .      PUNCT _ _                        3 punct
    """
    doc = document(tokens, proposals=(proposal(parse(tokens).text, "was charged", ["Ann"], score=sure),))
    assert contents(passes.run(doc), doc) == ([["Ann"]] if kept else [])


@pytest.mark.parametrize(("mark", "content"), [("”", ["“I had,”"]), ("", ["“You went\n\n“I had,”"])])
def test_only_an_open_quotation_reaches_over_from_the_paragraph_before(mark: str, content: list[str]) -> None:
    text = f"“You went{mark}\n\n“I had,” Tom said."
    tokens = "1 Tom Tom PROPN _ Number=Sing 2 nsubj\n2 said say VERB _ Tense=Past 0 root\n3 . . PUNCT _ _ 2 punct"
    at = text.index("Tom")
    (sentence,) = parse(tokens).sentences
    words = tuple(replace(w, start=w.start + at, end=w.end + at) for w in sentence.words)
    sentences = (replace(sentence, start=at, end=len(text), words=words),)
    both = proposal(text, "said", [f"“You went{mark}", "“I had,”"], ["Tom"])
    doc = Document(replace(parse(tokens), text=text, sentences=sentences, proposals=(both,)))
    assert contents(passes.run(doc), doc) == [content]


def test_what_fills_another_sentence_is_no_bare_name() -> None:
    tokens = """
    1 They  they  PRON  _ _ 3 nsubj
    2 will  will  AUX   _ _ 3 aux
    3 close close VERB  _ _ 0 root
    4 the   the   DET   _ _ 5 det
    5 mill  mill  NOUN  _ _ 3 obj
    6 .     .     PUNCT _ _ 3 punct

    1 So       so     ADV   _ _                        3 advmod
    2 was      be     AUX   _ _                        3 aux:pass
    3 reported report VERB  _ VerbForm=Part|Voice=Pass 0 root
    4 .        .      PUNCT _ _                        3 punct
    """
    reported = proposal(parse(tokens).text, "was reported", ["They will close the mill"])
    doc = document(tokens, proposals=(reported,))
    assert contents(passes.run(doc), doc) == [["They will close the mill"]]


def test_a_cue_without_source_gets_its_subject() -> None:
    doc = document(WON, proposals=(proposal(parse(WON).text, "said", ["they won"]),))
    (draft,) = passes.run(doc)
    assert [s.of(doc.text) for s in draft.source] == ["Ann"]
    assert draft.steps[-1] == "the subject of “said” speaks"


SURE = """
    1 Ann   Ann   PROPN _ _ 3 nsubj
    2 is    be    AUX   _ _ 3 cop
    3 sure  sure  ADJ   _ _ 0 root
    4 they  they  PRON  _ _ 5 nsubj
    5 won   win   VERB  _ _ 3 ccomp
    6 .     .     PUNCT _ _ 3 punct
"""
BACKED = """
    1 Ann    Ann   PROPN _ _ 2 nsubj
    2 backed back  VERB  _ {feats} 0 root
    3 the    the   DET   _ _ 4 det
    4 mayor  mayor NOUN  _ _ 2 obj
    5 .      .     PUNCT _ _ 2 punct
"""
POSTED = """
    1 From   from  ADP   _ _ 4 case
    2 Ann    Ann   PROPN _ _ 4 nmod:poss
    3 's     's    PART  _ _ 2 case
    4 post   post  NOUN  _ _ 7 obl
    5 :      :     PUNCT _ _ 4 punct
    6 they   they  PRON  _ _ 7 nsubj
    7 won    win   VERB  _ _ 0 root
    8 .      .     PUNCT _ _ 7 punct
"""


@pytest.mark.parametrize(
    ("tokens", "cue", "content", "source", "kept"),
    [
        (SURE, "is sure", ["they won"], "Ann", ["they won"]),
        (BACKED.format(feats="_"), "backed", ["Ann", "the mayor"], "Ann", ["the mayor"]),  # a part of the content apart
        (BACKED.format(feats="Voice=Pass"), "backed", ["the mayor"], "Ann", ["the mayor"]),  # it has an active subject
        (POSTED, "post:", ["they won"], "Ann's", ["they won"]),
    ],
    ids=["an adjective", "apart in the content", "tagged as a passive", "an owner"],
)
def test_a_source_is_the_subject_of_any_predicate_or_the_owner_of_a_noun(
    tokens: str, cue: str, content: list[str], source: str, kept: list[str]
) -> None:
    doc = document(tokens, proposals=(proposal(parse(tokens).text, cue, content),))
    (draft,) = passes.run(doc, passes=passes.PASSES[:2])
    assert [s.of(doc.text) for s in draft.source] == [source]
    assert [s.of(doc.text) for s in draft.content] == kept


ASKED = """
    1 Asked  ask    VERB  _ Tense=Past|VerbForm=Part|Voice=Pass 9 advcl
    2 {by}   {by}   ADP   _ _ 3 case
    3 Moss   Moss   PROPN _ _ 1 {relation}
    4 about  about  ADP   _ _ 6 case
    5 the    the    DET   _ _ 6 det
    6 mill   mill   NOUN  _ _ 1 obl
    7 ,      ,      PUNCT _ _ 1 punct
    8 Lind   Lind   PROPN _ _ 9 nsubj
    9 left   leave  VERB  _ _ 0 root
    10 .     .      PUNCT _ _ 9 punct
"""


@pytest.mark.parametrize(
    ("by", "relation", "source", "kept"), [("with", "obl", "Lind", []), ("by", "obl:agent", "Moss", ["Moss"])]
)
def test_who_is_asked_does_not_ask(by: str, relation: str, source: str, kept: list[str]) -> None:
    tokens = ASKED.format(by=by, relation=relation)
    doc = document(tokens, proposals=(proposal(parse(tokens).text, "Asked", ["about the mill"], [source]),))
    (draft,) = passes.run(doc, passes=passes.PASSES[:4])
    assert [s.of(doc.text) for s in draft.source] == kept


SEEMED = """
    1 Ann    Ann   PROPN _ _ 2 nsubj
    2 seemed seem  VERB  _ _ 0 root
    3 to     to    PART  _ _ 4 mark
    4 go     go    VERB  _ _ 2 xcomp
    5 .      .     PUNCT _ _ 2 punct
"""


def test_who_seems_says_nothing() -> None:
    doc = document(SEEMED, proposals=(proposal(parse(SEEMED).text, "seemed", ["to go"]),))
    (draft,) = passes.run(doc, passes=passes.PASSES[:2])
    assert draft.source == ()


def test_content_goes_on_to_the_end_of_its_clause() -> None:
    doc = document(TWICE, proposals=(proposal(parse(TWICE).text, "said", ["that they won"], ["Ann"]),))
    (draft,) = passes.run(doc)
    assert contents([draft], doc) == [["that they won twice"]]
    assert draft.steps[-1] == "the content goes on to the end of its clause"


CONJOINED = """
1  Ann        Ann      PROPN _ _ 2 nsubj
2  noted      note     VERB  _ _ 0 root
3  that       that     SCONJ _ _ 5 mark
4  they       they     PRON  _ _ 5 nsubj
5  won        win      VERB  _ _ 2 ccomp
6  and        and      CCONJ _ _ 7 cc
7  maintained maintain VERB  _ _ 2 conj
8  that       that     SCONJ _ _ 10 mark
9  they       they     PRON  _ _ 10 nsubj
10 rested     rest     VERB  _ _ 7 ccomp
11 .          .        PUNCT _ _ 2 punct
"""


MAYOR = """
1  The    the    DET   _ _           2  det
2  mayor  mayor  NOUN  _ Number=Sing 10 nsubj
3  ,      ,      PUNCT _ _           5  punct
4  who    who    PRON  _ _           5  nsubj
5  said   say    VERB  _ Tense=Past  2  acl:relcl
6  they   they   PRON  _ Number=Plur 7  nsubj
7  won    win    VERB  _ Tense=Past  5  ccomp
8  twice  twice  ADV   _ _           7  advmod
9  ,      ,      PUNCT _ _           2  punct
10 walked walk   VERB  _ Tense=Past  0  root
11 out    out    ADV   _ _           10 advmod
12 .      .      PUNCT _ _           10 punct
"""


def test_what_a_relative_clause_says_ends_with_it() -> None:
    text = parse(MAYOR).text
    doc = document(MAYOR, proposals=(proposal(text, "said", ["they won twice, walked out"], ["who"]),))
    (draft,) = passes.run(doc)
    assert contents([draft], doc) == [["they won twice"]]
    assert "the content ends with the clause that modifies a noun" in draft.steps


def test_two_cues_of_one_subject_are_two_quotes() -> None:
    text = parse(CONJOINED).text
    whole = proposal(text, "noted", ["that they won and maintained that they rested"], ["Ann"])
    doc = document(CONJOINED, proposals=(whole,))
    first, second = passes.run(doc)
    assert contents([first, second], doc) == [["that they won"], ["that they rested"]]
    assert first.number == second.number and second.rule is Rule.CONJOINED
    assert first.source == second.source


def test_the_trace_names_each_pass_that_changed_a_draft() -> None:
    doc = document(TWICE, proposals=(proposal(parse(TWICE).text, "said", ["that they won"]),))
    trace: list[Trace] = []
    passes.run(doc, trace=trace)
    assert [(t.name, len(t.before), len(t.after)) for t in trace] == [
        ("propose", 0, 1),
        ("subject", 1, 1),
        ("clause end", 1, 1),
        ("confidence", 1, 1),
    ]


def test_the_trace_shows_what_was_dropped() -> None:
    doc = document(WON, proposals=(proposal(parse(WON).text, "said", ["they won"], ["Ann"], score=0.01),))
    trace: list[Trace] = []
    assert passes.run(doc, trace=trace) == []
    assert trace[-1].name == "unlikely" and trace[-1].after == ()


def test_wide_drafts_have_to_be_surer() -> None:
    said = proposal(parse(WON).text, "said", ["they won"], ["Ann"], score=0.53)
    doc = document(WON, proposals=(said,))
    assert [len(passes.run(doc, parts)) for parts in (Parts(), Parts(wide=True), Parts(wide=True, floor=0.2))] == [
        1,
        0,
        1,
    ]


CHIEF = """
1 Army  army  NOUN  _ _           2 compound
2 chief chief NOUN  _ _           3 nsubj
3 Said  say   VERB  _ Tense=Past  0 root
4 Lind  Lind  PROPN _ _           5 nsubj
5 {told} {told} VERB _ Tense=Past 3 ccomp
6 that  that  SCONJ _ _           8 mark
7 they  they  PRON  _ Number=Plur 8 nsubj
8 {won} {won} VERB  _ Tense=Past  5 ccomp
9 .     .     PUNCT _ _           3 punct
"""


@pytest.mark.parametrize(("told", "won", "cues"), [("claimed", "won", ["claimed"]), ("Claimed", "Won", ["Said"])])
def test_a_first_name_is_no_cue_but_a_headline_has_capitals(told: str, won: str, cues: list[str]) -> None:
    tokens = CHIEF.format(told=told, won=won)
    text = parse(tokens).text
    said = proposal(text, "Said", [text[text.index("Lind") : -1]], ["Army chief"], score=0.95)
    claimed = proposal(text, told, [f"that they {won}"], ["Lind"])
    drafts = passes.run(document(tokens, proposals=(said, claimed), entities=(entity(text, "Lind"),)))
    assert [d.cue.of(text) for d in drafts if d.cue] == cues
