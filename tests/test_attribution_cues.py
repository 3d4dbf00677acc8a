"""Speech or thought, denied or not; and how scores become a probability."""

from __future__ import annotations

import pytest
from conllu import document
from hypothesis import given
from hypothesis import strategies as st

from quotes.article import Span
from quotes.attribution.confidence import Weights, confidence, weights_of
from quotes.attribution.cues import act_of, negated
from quotes.attribution.draft import Draft, Overlaps, Rule, displaced, merged, overlap
from quotes.lang.languages import ENGLISH, language_of


def cue(*words: str) -> str:
    """CoNLL-U for words written "form/lemma/UPOS", the first of which governs the others."""
    lines = []
    for number, word in enumerate(words, 1):
        form, lemma, upos = word.split("/")
        relation = "root" if number == 1 else "advmod" if upos in {"PART", "ADV"} else "obj"
        lines.append(f"{number} {form} {lemma} {upos} _ _ {0 if number == 1 else 1} {relation}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("words", "quoted", "act"),
    [
        (["said/say/VERB"], False, "speech"),
        (["believes/believe/VERB"], False, "thought"),
        (["believes/believe/VERB"], True, "speech"),
        (["expressed/express/VERB", "confidence/confidence/NOUN"], False, "speech"),
        (["voted/vote/VERB"], False, "thought"),
        (["has/have/VERB", "fears/fear/NOUN"], False, "thought"),
        (["has/have/VERB", "claim/claim/NOUN"], False, "speech"),
        (["sure/sure/ADJ"], False, "thought"),
        (["according/accord/X"], False, "speech"),
    ],
)
def test_act(words: list[str], quoted: bool, act: str) -> None:
    assert act_of(document(cue(*words)).tokens, ENGLISH, quoted=quoted) == act


def test_a_cue_is_negated_by_a_word_in_it_or_beside_its_verb() -> None:
    doc = document(cue("said/say/VERB", "never/never/ADV"))
    assert negated(doc.tokens, ENGLISH) and negated(doc.tokens[:1], ENGLISH)
    assert not negated(document(cue("said/say/VERB", "often/often/ADV")).tokens, ENGLISH)


def test_languages_are_found_by_code() -> None:
    assert language_of("en") is ENGLISH and ENGLISH.has_rules
    assert not language_of("de").has_rules


SCORE = st.floats(0, 1)


WEIGHTS = [weights_of(models) for models in ("compact 1 (0123abcd)", "accurate 1 (0123abcd, 4567cdef)")]


@pytest.mark.parametrize("weights", WEIGHTS)
@given(SCORE, SCORE, SCORE)
def test_confidence_is_a_probability_and_grows_with_the_content_s_score(
    weights: Weights, cue: float, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    one, other = (
        Draft((Span(0, 3),), Span(4, 6), (Span(7, 9),), Rule.NETWORK, 0.9, (), cue, 0.9, score) for score in (low, high)
    )
    assert 0 <= confidence(one, "indirect", weights) <= confidence(other, "indirect", weights) <= 1


@pytest.mark.parametrize("weights", WEIGHTS)
def test_quotation_marks_make_a_quote_likelier(weights: Weights) -> None:
    draft = Draft((Span(0, 3),), Span(4, 6), (Span(7, 9),), Rule.NETWORK, 0.9, (), 0.9, 0.9, 0.9)
    direct, mixed = confidence(draft, "direct", weights), confidence(draft, "mixed", weights)
    assert direct > mixed > confidence(draft, "indirect", weights)


def test_every_attribution_network_has_weights_of_its_own() -> None:
    compact, accurate = WEIGHTS
    assert accurate != compact
    assert weights_of("stanza 1.15.0 (0123abcd)") == compact  # Stanza's sets use the compact one's network


SPANS = st.lists(st.tuples(st.integers(0, 900), st.integers(1, 400)).map(lambda s: Span(s[0], s[0] + s[1])), max_size=6)


@given(st.lists(SPANS, max_size=6), SPANS)
def test_overlaps_are_those_that_a_search_through_all_finds(sets: list[list[Span]], spans: list[Span]) -> None:
    assert Overlaps(sets).of(spans) == [i for i, other in enumerate(sets) if overlap(other, spans)]


def test_spans_parted_by_white_space_are_one() -> None:
    text = "one two, three"
    assert merged([Span(4, 7), Span(0, 3)], text) == (Span(0, 7),)
    assert merged([Span(0, 3), Span(9, 14)], text) == (Span(0, 3), Span(9, 14))


def test_a_certain_draft_displaces_what_takes_most_of_its_words_or_its_label_for_a_cue() -> None:
    certain = Draft((Span(10, 20),), Span(8, 9), (Span(0, 8),), Rule.POST, 0.9)
    inside = Draft((Span(12, 18),), None, (), Rule.NETWORK, 0.5)
    beside = Draft((Span(30, 40),), Span(21, 25), (), Rule.NETWORK, 0.5)
    by_label = Draft((Span(50, 60),), Span(2, 6), (), Rule.NETWORK, 0.5)
    assert displaced([inside, beside, by_label], [certain]) == [beside, certain]
    assert displaced([inside], []) == [inside]
