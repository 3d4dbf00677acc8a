"""Analysis within limits of cues and time: an article that takes too long is analysed as far as the limits allow."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from quotes.deadline import OutOfTime, time_limit
from quotes.document.parse import Parse
from quotes.errors import ModelError, ReadError
from quotes.limits import Limits, analysable

__all__ = ["Parser", "first_sentences", "parse_within", "within_cues", "within_time"]

Result = TypeVar("Result")
Notes = tuple[str, ...]

# An article of so many words is not taken whole before this many of them have been: should the rest take too long,
# they are what is left of it.
_LARGE = 15_000
_BEGINNING = 5_000
# The part of an article that is tried after the whole has taken too long, and after that.
_SHARES = (1, 8, 64)
# The share of an article's seconds that each try gets: rules take a thirtieth of the models' time for ordinary text.
_RULES = 0.25


class Parser(Protocol):
    """What parses texts: quotes.language.pipeline.Analyzer."""

    def parse(self, texts: Sequence[str]) -> list[Parse | ModelError]:
        """One Parse a text."""


def parse_within(parser: Parser, texts: Sequence[str], limits: Limits) -> list[tuple[Parse | ModelError, Notes]]:
    """One Parse a text, of as much of it as the limits allow, and what was left out."""
    prepared = [analysable(text, limits) for text in texts]
    if len(prepared) == 1 and len(prepared[0][0]) > 6 * _LARGE:
        return [_large(parser, *prepared[0], limits)]
    parses = parser.parse([text for text, _ in prepared])
    return [(parse, notes) for parse, (_, notes) in zip(parses, prepared, strict=True)]


def _large(parser: Parser, text: str, notes: Notes, limits: Limits) -> tuple[Parse | ModelError, Notes]:
    beginning = text[: _end_of_paragraph(text, 6 * _BEGINNING)]
    (first,) = parser.parse([beginning])
    try:
        with time_limit(limits.seconds):
            return parser.parse([text])[0], notes
    except OutOfTime:
        return first, (*notes, _only(len(beginning.split()), "seconds"))


def _end_of_paragraph(text: str, position: int) -> int:
    """The last place before `position` where a paragraph, or else a word, ends."""
    breaks = [text.rfind(mark, position // 2, position) for mark in ("\n", " ")]
    return next((place for place in breaks if place > 0), position)


def within_cues(parse: Parse, limits: Limits) -> tuple[Parse, Notes]:
    """The parse up to the sentence of the last cue that the limits allow."""
    cues = sorted(proposal.cue.start for proposal in parse.proposals)
    if len(cues) <= limits.cues:
        return parse, ()
    number = bisect_left(parse.sentences, cues[limits.cues], key=lambda sentence: sentence.end)
    cut = first_sentences(parse, max(1, number))
    return cut, (_only(len(cut.text.split()), "cues"),)


def within_time(work: Callable[[Parse], Result], parse: Parse, limits: Limits) -> tuple[Result, Notes]:
    """What `work` makes of the parse, or of its beginning where the whole takes too long. ReadError where that does too."""
    for share in _SHARES:
        part = parse if share == 1 else first_sentences(parse, max(1, len(parse.sentences) // share))
        try:
            with time_limit(limits.seconds * _RULES):
                return work(part), () if share == 1 else (_only(len(part.text.split()), "seconds"),)
        except OutOfTime:
            continue
    raise ReadError(f"takes more than {limits.seconds:g} seconds; --max-seconds gives it more")


def first_sentences(parse: Parse, number: int) -> Parse:
    """The parse of the text up to the end of its sentence `number`, counted from 1."""
    sentences = parse.sentences[:number]
    end = sentences[-1].end if sentences else 0
    chains = [
        replace(chain, mentions=tuple(mention for mention in chain.mentions if mention.end <= end))
        for chain in parse.chains
    ]
    return replace(
        parse,
        text=parse.text[:end],
        sentences=sentences,
        entities=tuple(entity for entity in parse.entities if entity.end <= end),
        chains=tuple(chain for chain in chains if len(chain.mentions) > 1),
        proposals=tuple(
            proposal
            for proposal in parse.proposals
            if all(span.end <= end for span in (proposal.cue, *proposal.source, *proposal.content))
        ),
    )


def _only(words: int, limit: str) -> str:
    return f"only the first {words:,} words were analysed (--max-{limit})"
