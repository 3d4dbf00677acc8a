"""Who is the source, on parses written by hand: each case next to one that looks alike and is none."""

from __future__ import annotations

import pytest
from conllu import document, entity, parse, proposal

from quotes.attribution import passes
from quotes.document import Document

TWO = """
1 Reed Reed PROPN _ _          2 nsubj
2 left leave VERB _ Tense=Past 0 root
3 .    .    PUNCT _ _          2 punct

1 Lind Lind PROPN _ _           2 nsubj
2 said say  VERB  _ Tense=Past  0 root
3 that that SCONJ _ _           5 mark
4 they they PRON  _ Number=Plur 5 nsubj
5 won  win  VERB  _ Tense=Past  2 ccomp
6 .    .    PUNCT _ _           2 punct
"""
AGENCY = """
1  Lind   Lind   PROPN _ _           8 nsubj
2  ,      ,      PUNCT _ _           4 punct
3  in     in     ADP   _ _           4 case
4  talks  talk   NOUN  _ _           1 nmod
5  with   with   ADP   _ _           6 case
6  Moss   Moss   PROPN _ _           4 nmod
7  ,      ,      PUNCT _ _           1 punct
8  said   say    VERB  _ Tense=Past  0 root
9  that   that   SCONJ _ _           11 mark
10 they   they   PRON  _ Number=Plur 11 nsubj
11 won    win    VERB  _ Tense=Past  8 ccomp
12 .      .      PUNCT _ _           8 punct
"""
TOLD = """
1 Lind Lind PROPN _ _          3 nsubj:pass
2 was  be   AUX   _ _          3 aux:pass
3 told tell VERB  _ Voice=Pass 0 root
4 by   by   ADP   _ _          5 case
5 Moss Moss PROPN _ _          3 obl:agent
6 that that SCONJ _ _          8 mark
7 they they PRON  _ _          8 nsubj
8 won  win  VERB  _ Tense=Past 3 ccomp
9 .    .    PUNCT _ _          3 punct
"""
WITH = """
1  Readers reader NOUN  _ _            2 nsubj
2  object  object VERB  _ Tense=Pres   0 root
3  ,       ,      PUNCT _ _            2 punct
4  with    with   ADP   _ _            5 case
5  Moss    Moss   PROPN _ _            2 nmod
6  ,       ,      PUNCT _ _            7 punct
7  saying  say    VERB  _ VerbForm=Ger 2 advcl
8  that    that   SCONJ _ _            10 mark
9  they    they   PRON  _ _            10 nsubj
10 won     win    VERB  _ Tense=Past   7 ccomp
11 .       .      PUNCT _ _            2 punct
"""
LIST = """
1 Readers   reader   NOUN  _ Number=Plur 4 nsubj
2 ,         ,        PUNCT _ _           3 punct
3 listeners listener NOUN  _ Number=Plur 1 conj
4 said      say      VERB  _ Tense=Past  0 root
5 that      that     SCONJ _ _           7 mark
6 they      they     PRON  _ Number=Plur 7 nsubj
7 won       win      VERB  _ Tense=Past  4 ccomp
8 .         .        PUNCT _ _           4 punct
"""


@pytest.mark.parametrize(
    ("tokens", "given", "kept"),
    [
        (TWO, ["Reed", "Lind"], ["Lind"]),
        (AGENCY, ["Lind", "Moss"], ["Lind"]),
        (TOLD, ["Lind", "Moss"], ["Moss"]),
        (WITH, ["Readers", "Moss"], ["Moss"]),
        (LIST, ["Readers", "listeners"], ["Readers", "listeners"]),
    ],
    ids=["of another sentence", "within the subject", "who is told", "with a participle", "a list"],
)
def test_only_who_has_the_cue_is_its_source(tokens: str, given: list[str], kept: list[str]) -> None:
    text = parse(tokens).text
    cue = next(cue for cue in ("said", "was told", "saying") if cue in text)
    doc = document(tokens, proposals=(proposal(text, cue, ["that they won"], given),))
    assert sources(doc) == [kept]


FAR = """
1 Tom  Tom   PROPN _ _          2 nsubj
2 left leave VERB  _ Tense=Past 0 root
3 .    .     PUNCT _ _          2 punct

1 {who} {who} {upos} _ _          2 {relation} Paragraph
2 said  say   VERB   _ Tense=Past 0 root
3 that  that  SCONJ  _ _          5 mark
4 they  they  PRON   _ _          5 nsubj
5 won   win   VERB   _ Tense=Past 2 ccomp
6 .     .     PUNCT  _ _          2 punct
"""


@pytest.mark.parametrize(
    ("who", "upos", "relation", "kept"), [("Ann", "PROPN", "nsubj", "Ann"), ("then", "ADV", "advmod", "Tom")]
)
def test_who_has_a_verb_says_it_and_not_who_is_in_another_paragraph(
    who: str, upos: str, relation: str, kept: str
) -> None:
    tokens = FAR.format(who=who, upos=upos, relation=relation)
    said = proposal(parse(tokens).text, "said", ["that they won"], ["Tom"])
    assert sources(document(tokens, proposals=(said,))) == [[kept]]


FROM = """
1 {word} {word} ADP   _ _          2 case
2 Moss   Moss   PROPN _ _          {head}
3 ,      ,      PUNCT _ _          2 punct
4 Lind   Lind   PROPN _ _          {name}
5 said   say    VERB  _ Tense=Past 0 root
6 that   that   SCONJ _ _          8 mark
7 they   they   PRON  _ _          8 nsubj
8 won    win    VERB  _ Tense=Past 5 ccomp
9 .      .      PUNCT _ _          5 punct
"""


@pytest.mark.parametrize(
    ("word", "head", "name", "kept"),
    [("from", "5 obl", "2 appos", "Moss, Lind"), ("unlike", "4 nmod", "5 nsubj", "Lind")],
    ids=["its own preposition", "another phrase"],
)
def test_a_source_begins_behind_a_preposition(word: str, head: str, name: str, kept: str) -> None:
    tokens = FROM.format(word=word, head=head, name=name)
    said = proposal(parse(tokens).text, "said", ["that they won"], [f"{word} Moss, Lind"])
    assert sources(document(tokens, proposals=(said,))) == [[kept]]


PASSIVE = """
1 Ann    Ann    PROPN _ _          3 nsubj:pass
2 was    be     AUX   _ _          3 aux:pass
3 {verb} {verb} VERB  _ Voice=Pass 0 root
{by}
6 to     to     PART  _ _          7 mark
7 leave  leave  VERB  _ _          3 xcomp
8 the    the    DET   _ _          9 det
9 hall   hall   NOUN  _ _          7 obj
10 .     .      PUNCT _ _          3 punct
"""
BY_TOM = "4 by by ADP _ _ 5 case\n5 Tom Tom PROPN _ _ 3 obl:agent"
IN_TURN = "4 in in ADP _ _ 5 case\n5 May May PROPN _ _ 3 obl"


@pytest.mark.parametrize(
    ("verb", "by", "given", "kept"),
    [
        ("tell", IN_TURN, "Ann", []),
        ("want", IN_TURN, "Ann", ["Ann"]),
        ("tell", BY_TOM, "Tom", ["Tom"]),
        ("tell", BY_TOM, "", ["Tom"]),
        ("tell", IN_TURN, "", []),
    ],
    ids=["who is told", "who is wanted", "who tells", "a source found", "none found"],
)
def test_who_is_told_does_not_tell(verb: str, by: str, given: str, kept: list[str]) -> None:
    tokens = PASSIVE.format(verb=verb, by=by)
    told = proposal(parse(tokens).text, f"was {verb}", ["to leave the hall"], [given] if given else [])
    assert sources(document(tokens, proposals=(told,))) == [kept]


MONDAY = """
1 The     the     DET   _ _          {head} det
2 {word}  {word}  PROPN _ _          {modifier}
3 {time}  {time}  PROPN _ _          {relation}
4 said    say     VERB  _ Tense=Past 0 root
5 that    that    SCONJ _ _          7 mark
6 they    they    PRON  _ _          7 nsubj
7 won     win     VERB  _ Tense=Past 4 ccomp
8 .       .       PUNCT _ _          4 punct
"""


@pytest.mark.parametrize(
    ("time", "modifier", "relation", "name", "kept"),
    [
        ("Monday", "3 compound", "4 nsubj", "", "The Council"),
        ("Monday", "4 nsubj", "2 nmod:unmarked", "", "The Council"),
        ("Monday", "4 nsubj", "4 obl:unmarked", "", "The Council"),
        ("Today", "3 compound", "4 nsubj", "Council Today", "The Council Today"),
        ("Lind", "3 compound", "4 nsubj", "", "The Council Lind"),
    ],
    ids=["parsed as a name", "of the name", "of the verb", "a name with a time in it", "no time"],
)
def test_a_source_ends_before_the_time(time: str, modifier: str, relation: str, name: str, kept: str) -> None:
    tokens = MONDAY.format(head=2, word="Council", time=time, modifier=modifier, relation=relation)
    text = parse(tokens).text
    entities = (entity(text, name, "Organization"),) if name else ()
    said = proposal(text, "said", ["that they won"], [f"The Council {time}"])
    assert sources(document(tokens, proposals=(said,), entities=entities)) == [[kept]]


IN_YEAR = """
1 The    the    DET   _ _          2 det
2 {noun} {noun} NOUN  _ _          5 nsubj
3 in     in     ADP   _ _          4 case
4 2010   2010   NUM   _ _          2 nmod
5 said   say    VERB  _ Tense=Past 0 root
6 that   that   SCONJ _ _          8 mark
7 they   they   PRON  _ _          8 nsubj
8 won    win    VERB  _ Tense=Past 5 ccomp
9 .      .      PUNCT _ _          5 punct
"""


@pytest.mark.parametrize(("noun", "kept"), [("committee", "The committee"), ("plan", "The plan in 2010")])
def test_a_body_speaks_at_a_time_and_a_work_is_of_a_time(noun: str, kept: str) -> None:
    tokens = IN_YEAR.format(noun=noun)
    said = proposal(parse(tokens).text, "said", ["that they won"], [f"The {noun} in 2010"])
    assert sources(document(tokens, proposals=(said,))) == [[kept]]


INSERTED = """
1 Lind  Lind PROPN _ _          3 nsubj
2 ,     ,    PUNCT _ _          1 punct
3 said  say  VERB  _ Tense=Past 0 root
4 the   the  DET   _ _          5 det
5 note  note NOUN  _ _          8 nsubj
{comma}
7 had   have AUX   _ _          8 aux
8 won   win  VERB  _ _          3 ccomp
9 .     .    PUNCT _ _          3 punct
"""


@pytest.mark.parametrize(
    ("comma", "source", "content"),
    [
        ("6 , , PUNCT _ _ 5 punct", "the note", ["Lind", "had won"]),
        ("6 itself itself PRON _ _ 5 appos", "Lind", ["the note itself had won"]),
    ],
    ids=["between commas", "no comma behind"],
)
def test_who_is_named_behind_an_inserted_cue_says_it(comma: str, source: str, content: list[str]) -> None:
    tokens = INSERTED.format(comma=comma)
    text = parse(tokens).text
    said = proposal(text, "said", [text[text.index("the note") : -1]], ["Lind"])
    doc = document(tokens, proposals=(said,))
    (draft,) = passes.run(doc)
    assert sources(doc) == [[source]]
    assert [s.of(doc.text) for s in draft.content] == content


ADDING = """
1  Lind     Lind     PROPN _ _            2 nsubj
2  said     say      VERB  _ Tense=Past   0 root
3  work     work     NOUN  _ _            4 nsubj
4  went     go       VERB  _ Tense=Past   2 ccomp
5  on       on       ADV   _ _            4 advmod
6  ,        ,        PUNCT _ _            7 punct
7  adding   add      VERB  _ VerbForm=Ger {governor}
8  that     that     SCONJ _ _            10 mark
9  it       it       PRON  _ _            10 nsubj
10 pays     pay      VERB  _ Tense=Pres   7 ccomp
11 .        .        PUNCT _ _            2 punct
"""


@pytest.mark.parametrize(("governor", "source"), [("4 advcl", ["Lind"]), ("3 acl", [])])
def test_a_participle_behind_a_content_is_its_speakers(governor: str, source: list[str]) -> None:
    tokens = ADDING.format(governor=governor)
    text = parse(tokens).text
    both = (proposal(text, "said", ["work went on"], ["Lind"]), proposal(text, "adding", ["that it pays"]))
    assert sources(document(tokens, proposals=both)) == [["Lind"], source]


def sources(doc: Document) -> list[list[str]]:
    return [[s.of(doc.text) for s in d.source] for d in passes.run(doc)]
