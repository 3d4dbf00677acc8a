"""Analyses articles within limits of cues and time: of an article that takes too long, as much as the limits allow."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol, TypeVar

from quotes.article import Span
from quotes.deadline import OutOfTime, time_limit
from quotes.document.parse import Chain, Entity, Parse, Proposal, Sentence
from quotes.errors import ModelError, ReadError
from quotes.limits import Limits, analysable
from quotes.wording import SPACED

__all__ = ["Parser", "first_sentences", "joined", "parse_within", "within_cues", "within_time"]

Result = TypeVar("Result")
Notes = tuple[str, ...]


_CHARACTERS = 6  # for each word
# Words in a part. An article with more than twice as many is analysed in parts, so that what is done when its time is up is kept.
_PART = 5_000
# If the first part is not done in half of the time, smaller ones are tried, each in half of the time that is left.
_SMALLER = (600, 75)
# The rules are tried on the whole article, and if that takes too long on an eighth, then on a 64th.
_SHARES = (1, 8, 64)
# The share of an article's seconds for the models, and those for each try of the rules, which for ordinary text take a
# thirtieth of the models' time.
_MODELS, _RULES = 0.6, (0.2, 0.1, 0.1)


class Parser(Protocol):
    """What parses texts: quotes.language.pipeline.Analyzer."""

    def parse(self, texts: Sequence[str]) -> list[Parse | ModelError]:
        """One Parse a text."""


def parse_within(parser: Parser, texts: Sequence[str], limits: Limits) -> list[tuple[Parse | ModelError, Notes]]:
    """For each text, the Parse of as much of it as the limits allow, and notes about what was left out."""
    prepared = [analysable(text, limits) for text in texts]
    if len(prepared) == 1 and _size(prepared[0][0]) > 2 * _PART:
        return [_by_parts(parser, *prepared[0], limits)]
    parses = parser.parse([text for text, _ in prepared])
    return [(parse, notes) for parse, (_, notes) in zip(parses, prepared, strict=True)]


def _size(text: str) -> int:
    """The approximate number of words for the models; long ones count as several."""
    return max(len(text.split()), len(text) // _CHARACTERS)


def _by_parts(parser: Parser, text: str, notes: Notes, limits: Limits) -> tuple[Parse | ModelError, Notes]:
    """The parse of a long text, part by part, as far as its time allows."""
    deadline = time.monotonic() + _MODELS * limits.seconds
    parses: list[tuple[int, Parse]] = []
    size, smaller = _PART, list(_SMALLER)
    start = 0
    while start < len(text):
        end = _end_of_part(text, start, size)
        left = deadline - time.monotonic()
        try:
            with time_limit(left if parses or not smaller else left / 2):
                (parse,) = parser.parse([text[start:end]])
        except OutOfTime:
            if not parses and smaller:
                size = smaller.pop(0)
                continue
            if not parses:
                return ModelError(_too_slow(limits)), notes
            notes = (*notes, _only(len(text[:start].split()), "seconds"))
            break
        if isinstance(parse, ModelError):
            return parse, notes
        parses.append((start, parse))
        start = end
    return joined(parses, text[:start]), notes


def _end_of_part(text: str, start: int, size: int) -> int:
    """The end of a part of about `size` words from `start`: the end of a paragraph, or else of a line, sentence or word."""
    most = start + size * _CHARACTERS
    words = list(islice(SPACED.finditer(text, start, most), size))
    end = words[-1].end() if len(words) == size else most
    if end >= len(text):
        return len(text)
    breaks = (text.rfind(mark, (start + end) // 2, end) + len(mark) for mark in ("\n\n", "\n", ". ", " "))
    return next((place for place in breaks if place > start + 2), end)


def joined(parts: Sequence[tuple[int, Parse]], text: str) -> Parse:
    """One parse of a text, joined from the parses of its parts, each with the offset where it begins."""
    sentences: list[Sentence] = []
    entities: list[Entity] = []
    chains: list[Chain] = []
    proposals: list[Proposal] = []

    def moved(spans: Sequence[Span], by: int) -> tuple[Span, ...]:
        return tuple(Span(span.start + by, span.end + by) for span in spans)

    for by, part in parts:
        first = len(sentences)
        for sentence in part.sentences:
            words = tuple(replace(word, start=word.start + by, end=word.end + by) for word in sentence.words)
            sentences.append(Sentence(first + sentence.index, sentence.start + by, sentence.end + by, words))
        entities += [replace(entity, start=entity.start + by, end=entity.end + by) for entity in part.entities]
        for chain in part.chains:
            mentions = (
                replace(m, sentence=first + m.sentence, start=m.start + by, end=m.end + by) for m in chain.mentions
            )
            chains.append(Chain(len(chains), tuple(mentions)))
        for proposal in part.proposals:
            (cue,) = moved([proposal.cue], by)
            proposals.append(
                replace(proposal, cue=cue, source=moved(proposal.source, by), content=moved(proposal.content, by))
            )
    return Parse(
        text, tuple(sentences), tuple(entities), tuple(chains), tuple(proposals), parts[0][1].models if parts else ""
    )


def within_cues(parse: Parse, limits: Limits) -> tuple[Parse, Notes]:
    """The parse up to the sentence of the last cue that the limits allow."""
    cues = sorted(proposal.cue.start for proposal in parse.proposals)
    if len(cues) <= limits.cues:
        return parse, ()
    number = bisect_left(parse.sentences, cues[limits.cues], key=lambda sentence: sentence.end)
    cut = first_sentences(parse, max(1, number))
    return cut, (_only(len(cut.text.split()), "cues"),)


def within_time(work: Callable[[Parse], Result], parse: Parse, limits: Limits) -> tuple[Result, Notes]:
    """The result of `work` for the parse, or for its beginning if the whole takes too long. ReadError if that does too."""
    for share, time_share in zip(_SHARES, _RULES, strict=True):
        part = parse if share == 1 else first_sentences(parse, max(1, len(parse.sentences) // share))
        try:
            with time_limit(limits.seconds * time_share):
                return work(part), () if share == 1 else (_only(len(part.text.split()), "seconds"),)
        except OutOfTime:
            continue
    raise ReadError(_too_slow(limits))


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


def _too_slow(limits: Limits) -> str:
    return f"takes more than {limits.seconds:g} seconds; --max-seconds gives it more"


def _only(words: int, limit: str) -> str:
    return f"only the first {words:,} words were analysed (--max-{limit})"
