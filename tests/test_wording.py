"""Which texts count as the same words. scripts/measure-statements measures it on real news."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from quotes.wording import ARTICLES, STATEMENTS, likeness, one_line, plain_words, words

WORDS = "harbour ferry mayor ticket winter council bridge fee report night storm pilot island school vote price".split()


def story(seed: int, length: int = 300) -> list[str]:
    rng = random.Random(seed)
    return [rng.choice(WORDS) for _ in range(length)]


def test_typography_does_not_change_the_words() -> None:
    assert plain_words("“We WON’T close the Café — ever,”") == plain_words("'we won't close the cafe - ever'")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("We will not close a single school.", "we will not close a single school", True),
        # Cut at the end, and a word explained in brackets.
        ("We will not close a single school, whatever they say in town.", "We will not close a single school", True),
        (
            "The council told us to wait for the second report",
            "The council told us to (wait) for the second report",
            True,
        ),
        ("We will not close a single school", "We will not close the old harbour bridge", False),
        # Too few words to be one man's own.
        ("the rule of law", "The rule of law", True),
        ("No comment", "No comment", False),
        ("a single school", "We will not close a single school", False),
    ],
)
def test_statements(one: str, other: str, same: bool) -> None:
    a, b = plain_words(one), plain_words(other)
    assert STATEMENTS.same(a, b) is STATEMENTS.same(b, a) is same
    if same:
        assert set(STATEMENTS.fingerprints(a)) & set(STATEMENTS.fingerprints(b))


def test_a_cut_article_is_a_copy_and_another_one_is_not() -> None:
    whole = story(1)
    cut = whole[:140]
    assert ARTICLES.same(whole, cut)
    assert len(set(ARTICLES.fingerprints(whole)) & set(ARTICLES.fingerprints(cut))) >= ARTICLES.shared
    assert not ARTICLES.same(whole, story(2))
    assert not ARTICLES.same(whole, whole[:30] + story(3))


def test_fingerprints_depend_on_nothing_but_the_words() -> None:
    # They are stored: another process, or a later release, must find the same.
    words = plain_words("We will not close a single school")
    assert STATEMENTS.fingerprints(words) == [1661008587, 1909558400, 2244379312, 2367786719, 3032990943]
    assert ARTICLES.fingerprints([]) == []


def test_words_are_compared_without_case_and_punctuation() -> None:
    assert words("“Don't,” said Ó Briain — twice_over.") == ["don", "t", "said", "ó", "briain", "twice_over"]
    assert words("") == []


def test_likeness_counts_shared_words_whatever_their_order() -> None:
    one, other = Counter(words("we sail at dawn")), Counter(words("At dawn we sail, we sail"))
    assert likeness(one, other) == likeness(other, one) == 8 / 10
    assert likeness(one, Counter()) == likeness(Counter(), Counter()) == 0


def test_one_line() -> None:
    assert one_line(" a\n\tb\u00a0 c ") == "a b c"
    assert one_line(ValueError("first\nsecond")) == "first second"
