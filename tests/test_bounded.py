"""An article that has too many cues, or takes too long, is analysed as far as the limits allow."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from quotes.article import Span
from quotes.bounded import first_sentences, joined, parse_within, within_cues, within_time
from quotes.deadline import OutOfTime, time_limit
from quotes.document.parse import Chain, Entity, Mention, Parse, Proposal, Sentence, Word
from quotes.errors import ModelError, ReadError
from quotes.limits import Limits


def example(sentences: int = 10) -> Parse:
    """ "Eva spoke." so many times, 11 characters each, with a name, a cue and a chain."""
    found, entities, mentions, proposals = [], [], [], []
    for n in range(sentences):
        at = 11 * n
        words = [("Eva", 0, 3), ("spoke", 4, 9), (".", 9, 10)]
        found.append(
            Sentence(
                n,
                at,
                at + 10,
                tuple(Word(i, w, w, "X", "", i - 1, "dep", at + a, at + b) for i, (w, a, b) in enumerate(words)),
            )
        )
        entities.append(Entity("Person", at, at + 3))
        mentions.append(Mention(n, 0, 0, at, at + 3))
        proposals.append(Proposal(Span(at + 4, at + 9), (Span(at, at + 3),), (Span(at, at + 10),), 1.0, 1.0, 1.0))
    text = "Eva spoke. " * sentences
    return Parse(text, tuple(found), tuple(entities), (Chain(0, tuple(mentions)),), tuple(proposals), "none")


def test_first_sentences_keep_what_lies_in_them() -> None:
    part = first_sentences(example(), 3)
    assert part.text == "Eva spoke. Eva spoke. Eva spoke."
    counts = [len(part.sentences), len(part.entities), len(part.chains[0].mentions), len(part.proposals)]
    assert counts == [3, 3, 3, 3] and part.models == "none"
    assert first_sentences(example(), 1).chains == ()  # one mention is no chain


def test_no_more_cues_are_followed_than_the_limit_says() -> None:
    whole = example()
    assert within_cues(whole, Limits(cues=10)) == (whole, ())
    part, notes = within_cues(whole, Limits(cues=4))
    assert len(part.proposals) == 4 and notes == ("only the first 8 words were analysed (--max-cues)",)


def test_a_block_that_takes_too_long_ends() -> None:
    began = time.monotonic()
    with pytest.raises(OutOfTime), time_limit(0.05):
        while time.monotonic() < began + 5:
            pass
    assert time.monotonic() < began + 1
    with time_limit(0.05):
        pass
    time.sleep(0.1)  # and a block that has ended is left alone


def slow(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


def test_what_takes_too_long_is_done_for_a_part() -> None:
    def work(parse: Parse) -> int:
        slow(0.01 * len(parse.sentences))
        return len(parse.sentences)

    assert within_time(work, example(8), Limits(seconds=20)) == (8, ())
    assert within_time(work, example(80), Limits(seconds=2.4)) == (
        10,
        ("only the first 20 words were analysed (--max-seconds)",),
    )
    with pytest.raises(ReadError, match=r"more than 0\.2 seconds"):
        within_time(lambda parse: slow(1), example(80), Limits(seconds=0.2))


class Models:
    """In place of the language models: takes a millisecond for four hundred characters."""

    def parse(self, texts: Sequence[str]) -> list[Parse | ModelError]:
        slow(sum(map(len, texts)) / 400_000)
        return [Parse(text, ()) for text in texts]


def test_the_models_have_so_much_time_too() -> None:
    text = "Eva spoke.\n" * 20_000
    ((whole, notes),) = parse_within(Models(), [text], Limits(seconds=60))
    assert isinstance(whole, Parse) and whole.text == text and notes == ()
    ((part, notes),) = parse_within(Models(), [text], Limits(seconds=0.5))
    assert isinstance(part, Parse) and text.startswith(part.text) and part.text.endswith("spoke.\n")
    assert 0 < len(part.text) < len(text)
    assert notes == (f"only the first {len(part.text.split()):,} words were analysed (--max-seconds)",)


@pytest.mark.parametrize("most", [4_000, 1_000])
def test_a_smaller_part_is_kept_where_the_first_takes_too_long(most: int) -> None:
    class Slow(Models):
        def parse(self, texts: Sequence[str]) -> list[Parse | ModelError]:
            slow(10 if len(texts[0]) > most else 0.01)
            return super().parse(texts)

    text = "Eva spoke.\n" * 20_000
    ((part, notes),) = parse_within(Slow(), [text], Limits(seconds=2))
    assert isinstance(part, Parse) and text.startswith(part.text) and part.text.endswith("spoke.\n")
    assert notes == (f"only the first {len(part.text.split()):,} words were analysed (--max-seconds)",)


def test_an_article_of_which_no_part_is_done_in_time_is_told() -> None:
    class Stuck(Models):
        def parse(self, texts: Sequence[str]) -> list[Parse | ModelError]:
            slow(10)
            return super().parse(texts)

    began = time.monotonic()
    ((none, notes),) = parse_within(Stuck(), ["Eva spoke.\n" * 20_000], Limits(seconds=1))
    assert isinstance(none, ModelError) and "more than 1 seconds" in str(none) and notes == ()
    assert time.monotonic() < began + 2  # 0.6 of them is the models' share


@pytest.mark.parametrize("text", ["Eva spoke.\n\n" * 20_000, "x " * 200_000, "y" * 300_000, "Rain. " * 50_000])
def test_a_long_text_is_parsed_part_after_part(text: str) -> None:
    seen: list[str] = []

    class Parser(Models):
        def parse(self, texts: Sequence[str]) -> list[Parse | ModelError]:
            seen.extend(texts)
            return [Parse(text, ()) for text in texts]

    ((whole, notes),) = parse_within(Parser(), [text], Limits(words=10**6, token=10**6))
    assert isinstance(whole, Parse) and whole.text == text == "".join(seen) and notes == ()
    assert len(seen) > 3 and max(map(len, seen)) <= 30_000


def test_the_parts_of_a_parse_are_where_they_stand_in_the_whole() -> None:
    one, other = example(3), example(5)
    whole = joined([(0, one), (len(one.text), other)], one.text + other.text)
    assert whole == replace(example(8), chains=whole.chains)
    assert [len(chain.mentions) for chain in whole.chains] == [3, 5]
    for chain in whole.chains:
        for mention in chain.mentions:
            words = whole.sentences[mention.sentence].words[mention.first : mention.last + 1]
            assert (words[0].start, words[-1].end) == mention.span
