"""What a reader would call a quote, on parses written by hand; and the pass that leaves the rest out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conllu import document, parse, proposal

from quotes.attribution.draft import Draft, Rule
from quotes.attribution.passes import Parts
from quotes.attribution.speech import LABELS, LEAST, PASSES, judge, judged, weights
from quotes.attribution.speech_features import features
from quotes.document import Document
from quotes.engine import find
from quotes.lang.en.kinds import SCORER

SAID = """
1 Ann  Ann  PROPN _ Number=Sing           2 nsubj
2 said say  VERB  _ Tense=Past|VerbForm=Fin 0 root
3 that that SCONJ _ _                     5 mark
4 they they PRON  _ Number=Plur           5 nsubj
5 won  win  VERB  _ Tense=Past|VerbForm=Fin 2 ccomp
6 .    .    PUNCT _ _                     2 punct
"""
WANTS = """
1 Ann   Ann   PROPN _ Number=Sing             2 nsubj
2 wants want  VERB  _ Tense=Pres|VerbForm=Fin 0 root
3 to    to    PART  _ _                       4 mark
4 open  open  VERB  _ VerbForm=Inf            2 xcomp
5 a     a     DET   _ _                       7 det
6 new   new   ADJ   _ _                       7 amod
7 depot depot NOUN  _ Number=Sing             4 obj
8 .     .     PUNCT _ _                       2 punct
"""
REJECTED = """
1 The      the    DET   _ _                       2 det
2 court    court  NOUN  _ Number=Sing             3 nsubj
3 rejected reject VERB  _ Tense=Past|VerbForm=Fin 0 root
4 an       a      DET   _ _                       5 det
5 appeal   appeal NOUN  _ Number=Sing             3 obj
6 .        .      PUNCT _ _                       3 punct
"""
AIMS = """
1 The       the       DET   _ _                       2 det
2 programme programme NOUN  _ Number=Sing             3 nsubj
3 aims      aim       VERB  _ Tense=Pres|VerbForm=Fin 0 root
4 to        to        PART  _ _                       5 mark
5 help      help      VERB  _ VerbForm=Inf            3 xcomp
6 farmers   farmer    NOUN  _ Number=Plur             5 obj
7 .         .         PUNCT _ _                       3 punct
"""
ESTIMATED = """
1 It        it       PRON  _ Number=Sing               3 nsubj:pass
2 is        be       AUX   _ Tense=Pres|VerbForm=Fin   3 aux:pass
3 estimated estimate VERB  _ VerbForm=Part|Voice=Pass  0 root
4 that      that     SCONJ _ _                         6 mark
5 they      they     PRON  _ Number=Plur               6 nsubj
6 won       win      VERB  _ Tense=Past|VerbForm=Fin   3 ccomp
7 .         .        PUNCT _ _                         3 punct
"""
DECLINED = """
1 Ann      Ann     PROPN _ Number=Sing             2 nsubj
2 declined decline VERB  _ Tense=Past|VerbForm=Fin 0 root
3 to       to      PART  _ _                       4 mark
4 comment  comment VERB  _ VerbForm=Inf            2 xcomp
5 .        .       PUNCT _ _                       2 punct
"""
MENTIONED = """
1 Ann     Ann     PROPN _ Number=Sing  4 nsubj
2 did     do      AUX   _ VerbForm=Fin 4 aux
3 not     not     PART  _ _            4 advmod
4 mention mention VERB  _ VerbForm=Inf 0 root
5 the     the     DET   _ _            6 det
6 depot   depot   NOUN  _ Number=Sing  4 obj
7 .       .       PUNCT _ _            4 punct
"""
SUPPORTS = """
1 Ann      Ann     PROPN _ Number=Sing             2 nsubj
2 supports support VERB  _ Tense=Pres|VerbForm=Fin 0 root
3 the      the     DET   _ _                       4 det
4 plan     plan    NOUN  _ Number=Sing             2 obj
5 .        .       PUNCT _ _                       2 punct
"""
BY_THE_SCALE = """
1 They      they   PRON  _ Number=Plur             2 nsubj
2 pay       pay    VERB  _ Tense=Pres|VerbForm=Fin 0 root
3 according accord VERB  _ VerbForm=Ger            6 case
4 to        to     ADP   _ _                       3 fixed
5 the       the    DET   _ _                       6 det
6 scale     scale  NOUN  _ Number=Sing             2 obl
7 .         .      PUNCT _ _                       2 punct
"""
A_LIAR = """
1 Ann    Ann  PROPN _ Number=Sing             2 nsubj
2 called call VERB  _ Tense=Past|VerbForm=Fin 0 root
3 her    she  PRON  _ Number=Sing             2 obj
4 a      a    DET   _ _                       5 det
5 liar   liar NOUN  _ Number=Sing             2 xcomp
6 .      .    PUNCT _ _                       2 punct
"""
TOOK_AIM = """
1 Ann   Ann   PROPN _ Number=Sing             2 nsubj
2 took  take  VERB  _ Tense=Past|VerbForm=Fin 0 root
3 aim   aim   NOUN  _ Number=Sing             2 obj
4 at    at    ADP   _ _                       5 case
5 banks bank  NOUN  _ Number=Plur             2 obl
6 .     .     PUNCT _ _                       2 punct
"""
BY_THE_REPORT = BY_THE_SCALE.replace("scale ", "report ")
BY_THE_SCALE_APART = """
1 They      they   PRON  _ Number=Plur             2 nsubj
2 pay       pay    VERB  _ Tense=Pres|VerbForm=Fin 0 root
3 ,         ,      PUNCT _ _                       7 punct
4 according accord VERB  _ VerbForm=Ger            7 case
5 to        to     ADP   _ _                       4 fixed
6 the       the    DET   _ _                       7 det
7 scale     scale  NOUN  _ Number=Sing             2 obl
8 .         .      PUNCT _ _                       2 punct
"""
CALLED_HER = """
1 Ann    Ann  PROPN _ Number=Sing             2 nsubj
2 called call VERB  _ Tense=Past|VerbForm=Fin 0 root
3 her    she  PRON  _ Number=Sing             2 obj
4 to     to   PART  _ _                       5 mark
5 play   play VERB  _ VerbForm=Inf            2 xcomp
6 .      .    PUNCT _ _                       2 punct
"""
ITS_AIM = """
1 Its     its    PRON  _ _                         2 nmod:poss
2 aim     aim    NOUN  _ Number=Sing               5 nsubj:outer
3 is      be     AUX   _ Tense=Pres|VerbForm=Fin   5 cop
4 to      to     PART  _ _                         5 mark
5 help    help   VERB  _ VerbForm=Inf              0 root
6 farmers farmer NOUN  _ Number=Plur               5 obj
7 .       .      PUNCT _ _                         5 punct
"""
MIMED = """
1 Ann    Ann   PROPN _ Number=Sing             2 nsubj
2 mimed  mime  VERB  _ Tense=Past|VerbForm=Fin 0 root
3 “      “     PUNCT _ _                       5 punct
4 They   they  PRON  _ Number=Plur             5 nsubj
5 won    win   VERB  _ Tense=Past|VerbForm=Fin 2 ccomp
6 in     in    ADP   _ _                       8 case
7 the    the   DET   _ _                       8 det
8 end    end   NOUN  _ Number=Sing             5 obl
9 and    and   CCONJ _ _                       11 cc
10 we    we    PRON  _ Number=Plur             11 nsubj
11 lost  lose  VERB  _ Tense=Past|VerbForm=Fin 5 conj
12 ”     ”     PUNCT _ _                       5 punct
13 .     .     PUNCT _ _                       2 punct
"""


def read(conllu: str, cue: str, source: list[str], content: str) -> Document:
    text = parse(conllu).text
    return document(conllu, proposals=(proposal(text, cue, source=source, content=[content]),))


def only(of: Document) -> Draft:
    (draft,) = find(of, Parts(wide=True))
    return draft


CASES = {
    "telling": (read(SAID, "said", ["Ann"], "that they won"), "speech"),
    "a wish": (read(WANTS, "wants", ["Ann"], "to open a new depot"), "thought"),
}
OTHERS = {
    "a ruling that is done": read(REJECTED, "rejected", ["The court"], "an appeal"),
    "a norm": read(BY_THE_SCALE, "according to", ["the scale"], "They pay"),
    "a summons": read(CALLED_HER, "called", ["Ann"], "her to play"),
    "its aim": read(ITS_AIM, "aim is", ["Its"], "to help farmers"),
    "a purpose": read(AIMS, "aims", ["The programme"], "to help farmers"),
    "nobody's estimate": read(ESTIMATED, "is estimated", [], "that they won"),
    "silence": read(DECLINED, "declined", ["Ann"], "to comment"),
}


@pytest.mark.parametrize(("of", "act"), CASES.values(), ids=CASES)
def test_speech_and_thought_are_quotes(of: Document, act: str) -> None:
    (draft,) = find(of)
    assert draft.act == act and draft.chance >= LEAST
    assert draft.steps[-1].startswith(f"it reads as something {'said' if act == 'speech' else 'thought'} (")


@pytest.mark.parametrize("of", OTHERS.values(), ids=OTHERS)
def test_what_no_reader_would_call_a_quote_is_dropped_but_in_the_wide_sense(of: Document) -> None:
    assert find(of) == []
    assert only(of).chance < LEAST


WIDE = {
    "a refusal is words": (OTHERS["silence"], "speech"),
    "silence is none": (read(MENTIONED, "did not mention", ["Ann"], "the depot"), "thought"),
    "to side with something is none": (read(SUPPORTS, "supports", ["Ann"], "the plan"), "thought"),
}


@pytest.mark.parametrize(("of", "act"), WIDE.values(), ids=WIDE)
def test_acts_in_the_wide_sense(of: Document, act: str) -> None:
    assert only(of).act == act


def test_words_of_a_family_and_a_denial_are_features() -> None:
    of = WIDE["silence is none"][0]
    found = features(only(of), of, SCORER)
    assert {"stem menti", "negated", "negated cue speech verb", "main mention, source person"} <= set(found)
    assert "negated" not in features(only(CASES["telling"][0]), CASES["telling"][0], SCORER)


def test_the_wide_sense_leaves_the_probability_alone() -> None:
    of = CASES["telling"][0]
    (narrow,), wide = find(of), only(of)
    assert narrow.probability == pytest.approx(wide.probability * wide.chance)
    assert wide.chance == narrow.chance < 1


def test_many_words_between_marks_are_somebodys_words_whatever_the_cue() -> None:
    of = read(MIMED, "mimed", ["Ann"], "“They won in the end and we lost”")
    (draft,) = find(of)
    assert draft.chance == 1.0


def test_a_title_is_nobodys_words_however_long() -> None:
    of = read(
        MIMED.replace("mimed ", "titled").replace("mime ", "title"),
        "titled",
        ["Ann"],
        "“They won in the end and we lost”",
    )
    assert find(of) == []
    assert only(of).chance == 0.0


def test_what_layout_says_is_not_asked_about() -> None:
    of = OTHERS["a purpose"]
    draft = only(of)
    assert judged(Draft(draft.content, draft.cue, draft.source, Rule.POST, 1.0), of, SCORER).chance == 1.0
    assert judged(Draft(draft.content, None, (), Rule.TURN, 1.0), of, SCORER).act is None


ALIKE = {
    "by a text": read(BY_THE_REPORT, "according to", ["the report"], "They pay"),
    "after a comma": read(BY_THE_SCALE_APART, "according to", ["the scale"], "They pay"),
    "what somebody is called": read(A_LIAR, "called", ["Ann"], "her a liar"),
    "to take aim": read(TOOK_AIM, "took aim at", ["Ann"], "banks"),
}


@pytest.mark.parametrize("of", ALIKE.values(), ids=ALIKE)
def test_what_only_looks_like_a_norm_a_summons_or_an_aim_is_judged(of: Document) -> None:
    assert only(of).chance > 0.0


def test_labels_share_out_one() -> None:
    of = CASES["telling"][0]
    found = judge(only(of), of, SCORER)
    assert sum(found.labels.values()) == pytest.approx(1)
    assert found.quote == found.labels["speech"] + found.labels["thought"]


def test_a_document_in_another_language_is_left_alone() -> None:
    from quotes.lang.languages import language_of

    draft = only(OTHERS["a purpose"])
    of = Document(OTHERS["a purpose"].parse, language_of("xx"))
    assert list(PASSES[0].change([draft], of, Parts())) == [draft]


def test_every_weight_is_one_a_label() -> None:
    assert {len(values) for values in weights(SCORER.weights)["labels"].values()} == {len(LABELS)}
    assert {len(values) for values in weights(SCORER.weights)["act"].values()} == {1}


def test_labels_are_offsets_and_nothing_of_the_text() -> None:
    path = Path(__file__).parents[1] / "scripts/train/data/speech.jsonl"
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(entries) >= 600 and sum("second" in e for e in entries) >= 100
    for entry in entries:
        assert set(entry) - {"second"} == {"doc", "cue", "label"}
        start, end = entry["cue"]
        assert 0 <= start < end and entry["label"] in (*LABELS, "quote") and entry.get("second", "deed") in LABELS


def test_acts_are_flags_of_attributions_and_nothing_of_the_text() -> None:
    path = Path(__file__).parents[1] / "scripts/train/data/act.jsonl"
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(entries) >= 2000
    assert len({(e["doc"], e["id"]) for e in entries}) == len(entries)
    assert all(set(e) == {"doc", "id", "speech"} and isinstance(e["speech"], bool) for e in entries)


def test_speakers_of_raw_news_are_names_and_offsets() -> None:
    path = Path(__file__).parents[1] / "scripts/train/data/news_speakers.jsonl"
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({(e["doc"], *map(tuple, e["content"])) for e in entries}) == len(entries) >= 3500
    for entry in entries:
        assert set(entry) - {"deed"} == {"doc", "content", "speaker", "kind"}
        assert bool(entry["speaker"]) == (entry["kind"] in {"person", "organization", "group"})
        assert all(0 <= start < end for start, end in entry["content"])
