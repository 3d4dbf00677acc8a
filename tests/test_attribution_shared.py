"""Words that two drafts have: whose they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quotes.article import Span
from quotes.attribution.draft import Draft, Rule
from quotes.attribution.shared import once, without_others

FIRST, SECOND, CUE, OTHER_CUE = Span(0, 40), Span(60, 90), Span(42, 46), Span(92, 97)


def draft(*content: Span, cue: Span | None = CUE, probability: float = 0.5) -> Draft:
    return Draft(content, cue, (), Rule.NETWORK, 0.9, probability=probability)


@pytest.mark.parametrize("probabilities", [(0.9, 0.4), (0.4, 0.9), (0.9, 0.9)])
def test_of_two_with_the_same_words_the_more_probable_stays(probabilities: tuple[float, float]) -> None:
    first, second = (
        draft(FIRST, cue=cue, probability=p) for cue, p in zip((CUE, OTHER_CUE), probabilities, strict=True)
    )
    (kept,) = once([first, second])
    assert kept.cue == (OTHER_CUE if probabilities == (0.4, 0.9) else CUE)


def test_those_that_share_only_a_part_both_stay() -> None:
    both = [draft(FIRST, SECOND), draft(SECOND, cue=OTHER_CUE)]
    assert once(both) == both


@pytest.mark.parametrize("cue", [OTHER_CUE, None])
def test_a_quotation_with_a_cue_of_its_own_is_no_part_of_another(cue: Span | None) -> None:
    longer, other = without_others([draft(FIRST, SECOND), draft(SECOND, cue=cue)])
    assert longer.content == ((FIRST,) if cue else (FIRST, SECOND)) and other.content == (SECOND,)


def test_two_with_the_same_single_part_keep_it() -> None:
    both = [draft(FIRST), replace(draft(FIRST), cue=OTHER_CUE)]
    assert without_others(both) == both
