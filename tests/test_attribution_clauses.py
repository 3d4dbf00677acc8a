"""One rule of grammar at a time, each with a minimal sentence and its counter-example, on parses written by hand."""

from __future__ import annotations

import pytest
from conllu import document

from quotes.attribution.clauses import CERTAIN, clause_drafts, cue_of_verb
from quotes.attribution.draft import Draft, Rule
from quotes.document import Document
from quotes.lang.language import Language

SAID_THAT = """
1 Ann   Ann   PROPN _ _ 2 nsubj
2 said  say   VERB  _ _ 0 root
3 that  that  SCONJ _ _ 5 mark
4 they  they  PRON  _ _ 5 nsubj
5 won   win   VERB  _ _ 2 ccomp
6 .     .     PUNCT _ _ 2 punct
"""
FRONTED = """
1 They  they  PRON  _ _ 2 nsubj
2 won   win   VERB  _ _ 5 ccomp
3 ,     ,     PUNCT _ _ 5 punct
4 Ann   Ann   PROPN _ _ 5 nsubj
5 said  say   VERB  _ _ 0 root
6 .     .     PUNCT _ _ 5 punct
"""
INTERPOSED = """
1 They  they  PRON  _ _ 6 nsubj
2 ,     ,     PUNCT _ _ 4 punct
3 Ann   Ann   PROPN _ _ 4 nsubj
4 adds  add   VERB  _ _ 6 parataxis
5 ,     ,     PUNCT _ _ 4 punct
6 won   win   VERB  _ _ 0 root
7 .     .     PUNCT _ _ 6 punct
"""
URGED = """
1 Ann    Ann   PROPN _ _ 2 nsubj
2 urged  urge  VERB  _ _ 0 root
3 Tom    Tom   PROPN _ _ 2 obj
4 to     to    PART  _ _ 5 mark
5 leave  leave VERB  _ _ 2 xcomp
6 .      .     PUNCT _ _ 2 punct
"""
ACCORDING = """
1 They      they    PRON  _ _ 2 nsubj
2 won       win     VERB  _ _ 0 root
3 ,         ,       PUNCT _ _ 2 punct
4 according accord  VERB  _ _ 7 case
5 to        to      ADP   _ _ 4 fixed
6 the       the     DET   _ _ 7 det
7 ministry  ministry NOUN _ _ 2 obl
8 .         .       PUNCT _ _ 2 punct
"""
CLAIM = """
1 Ann    Ann   PROPN _ _ 3 nmod:poss
2 's     's    PART  _ _ 1 case
3 claim  claim NOUN  _ _ 7 nsubj
4 that   that  SCONJ _ _ 6 mark
5 they   they  PRON  _ _ 6 nsubj
6 won    win   VERB  _ _ 3 acl
7 failed fail  VERB  _ _ 0 root
8 .      .     PUNCT _ _ 7 punct
"""
CONFIDENCE = """
1 Ann        Ann        PROPN _ _ 2 nsubj
2 expressed  express    VERB  _ _ 0 root
3 confidence confidence NOUN  _ _ 2 obj
4 that       that       SCONJ _ _ 6 mark
5 they       they       PRON  _ _ 6 nsubj
6 won        win        VERB  _ _ 3 acl
7 .          .          PUNCT _ _ 2 punct
"""
NOTING = """
1 Ann     Ann   PROPN _ _ 2 nsubj
2 smiled  smile VERB  _ _ 0 root
3 ,       ,     PUNCT _ _ 4 punct
4 noting  note  VERB  _ _ 2 advcl
5 that    that  SCONJ _ _ 7 mark
6 they    they  PRON  _ _ 7 nsubj
7 won     win   VERB  _ _ 4 ccomp
8 .       .     PUNCT _ _ 2 punct
"""
SURE = """
1 Ann  Ann  PROPN _ _ 3 nsubj
2 is   be   AUX   _ _ 3 cop
3 sure sure ADJ   _ _ 0 root
4 they they PRON  _ _ 5 nsubj
5 won  win  VERB  _ _ 3 ccomp
6 .    .    PUNCT _ _ 3 punct
"""


def parts(draft: Draft, of: Document) -> tuple[str, str, str]:
    spans = (draft.source, (draft.cue,) if draft.cue else (), draft.content)
    source, cue, content = (" … ".join(s.of(of.text) for s in part) for part in spans)
    return source, cue, content


@pytest.mark.parametrize(
    ("tokens", "rule", "expected"),
    [
        (SAID_THAT, Rule.CLAUSE, ("Ann", "said", "that they won")),
        (FRONTED, Rule.FRONTED_CLAUSE, ("Ann", "said", "They won")),
        (INTERPOSED, Rule.INTERPOSED, ("Ann", "adds", "They … won.")),
        (URGED, Rule.INFINITIVE, ("Ann", "urged", "Tom to leave")),
        (ACCORDING, Rule.ACCORDING, ("the ministry", "according to", "They won")),
        (CLAIM, Rule.NOUN, ("Ann's", "claim", "that they won")),
        (CONFIDENCE, Rule.NOUN, ("Ann", "expressed confidence", "that they won")),
        (NOTING, Rule.PARTICIPLE, ("Ann", "noting", "that they won")),
        (SURE, Rule.CLAUSE, ("Ann", "is sure", "they won")),
    ],
    ids=lambda value: value.name if isinstance(value, Rule) else "",
)
def test_rule(tokens: str, rule: Rule, expected: tuple[str, str, str]) -> None:
    doc = document(tokens)
    (draft,) = clause_drafts(doc)
    assert (draft.rule, parts(draft, doc)) == (rule, expected)


@pytest.mark.parametrize(
    ("tokens", "old", "new"),
    [
        (SAID_THAT, "said  say ", "made  make "),  # no verb that reports
        (URGED, "urged  urge ", "helped help "),  # nothing is said to Tom
        (URGED, "leave  leave VERB", "cliff  cliff NOUN"),
        (ACCORDING, "to        to ", "as        as "),
        (CLAIM, "claim  claim", "book   book "),
        (CLAIM, "6 won    win   VERB  _ _ 3 acl", "6 won    win   VERB  _ _ 3 acl:relcl"),
        (CONFIDENCE, "expressed  express", "lost       lose   "),
        (INTERPOSED, "adds  add ", "runs  run "),
        (SURE, "sure sure", "tall tall"),
    ],
)
def test_counter_example(tokens: str, old: str, new: str) -> None:
    assert old in tokens
    assert clause_drafts(document(tokens.replace(old, new))) == []


def test_only_a_that_clause_after_its_verb_is_certain() -> None:
    (that,) = clause_drafts(document(SAID_THAT))
    (fronted,) = clause_drafts(document(FRONTED))
    assert that.score == CERTAIN > fronted.score


def test_what_they_saw_happen_is_no_quote_but_what_they_saw_is() -> None:
    seen = SAID_THAT.replace("said  say ", "saw   see ")
    assert [d.rule for d in clause_drafts(document(seen))] == [Rule.CLAUSE]
    bare = "1 Ann Ann PROPN _ _ 2 nsubj\n2 saw see VERB _ _ 0 root\n3 them they PRON _ _ 4 nsubj\n4 win win VERB _ _ 2 ccomp"
    assert clause_drafts(document(bare)) == []


def test_the_agent_of_a_passive_speaks_not_its_subject() -> None:
    doc = document(
        """
        1 Tom    Tom   PROPN _ _                      3 nsubj:pass
        2 was    be    AUX   _ _                      3 aux:pass
        3 told   tell  VERB  _ VerbForm=Part          0 root
        4 by     by    ADP   _ _                      5 case
        5 Ann    Ann   PROPN _ _                      3 obl:agent
        6 that   that  SCONJ _ _                      8 mark
        7 they   they  PRON  _ _                      8 nsubj
        8 won    win   VERB  _ _                      3 ccomp
        """
    )
    (draft,) = clause_drafts(doc)
    assert parts(draft, doc) == ("Ann", "was told", "that they won")


def test_a_cue_has_its_auxiliaries_negation_and_particles() -> None:
    doc = document(
        """
        1 Ann    Ann   PROPN _ _ 5 nsubj
        2 has    have  AUX   _ _ 5 aux
        3 not    not   PART  _ _ 5 advmod
        4 even   even  ADV   _ _ 5 advmod
        5 said   say   VERB  _ _ 0 root
        6 out    out   ADP   _ _ 5 compound:prt
        """
    )
    assert cue_of_verb(doc.tokens[4], doc.language).of(doc.text) == "said out"
    doc = document(
        """
        1 Ann  Ann  PROPN _ _ 4 nsubj
        2 has  have AUX   _ _ 4 aux
        3 not  not  PART  _ _ 4 advmod
        4 said say  VERB  _ _ 0 root
        """
    )
    assert cue_of_verb(doc.tokens[3], doc.language).of(doc.text) == "has not said"


def test_a_language_without_words_has_no_rules() -> None:
    plain = document(SAID_THAT).parse
    assert clause_drafts(Document(plain, Language("xx", "None"))) == []
    own = Language("xx", "Own", speech_verbs=frozenset({"say"}), complementizers=frozenset({"that"}))
    (draft,) = clause_drafts(Document(plain, own))
    assert draft.rule is Rule.CLAUSE and draft.score == CERTAIN
