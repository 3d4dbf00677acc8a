"""Puts a Parse together from Stanza's sentences and coreference chains, with offsets in the text as it was given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quotes.article import Span
from quotes.document.parse import Chain, Entity, Mention, Parse, Sentence, Word
from quotes.language.layout import Joined

__all__ = ["assemble", "share"]

# The types of entities in our corpus and in OntoNotes, on which Stanza's own models are trained, as types of
# quotes.document.parse.Entity; None: not an entity here.
ENTITY_TYPES = {
    "Misc": "Miscellaneous",
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Location",
    "LOC": "Location",
    "FAC": "Facility",
    "PRODUCT": "Product",
    "DATE": "Date",
    "TIME": "Date",
    "MONEY": "Money",
    "EVENT": "Miscellaneous",
    "LANGUAGE": "Miscellaneous",
    "LAW": "Miscellaneous",
    "WORK_OF_ART": "Miscellaneous",
    "CARDINAL": None,
    "ORDINAL": None,
    "PERCENT": None,
    "QUANTITY": None,
}


def assemble(text: str, joined: Joined, stanza_sentences: Sequence[Any], chains: Sequence[Any], version: str) -> Parse:
    """The Parse of a text from the sentences of its joined paragraphs, with offsets converted back to the original text."""
    shifts = []
    for sentence in stanza_sentences:
        paragraph = joined.paragraph_at(sentence.tokens[0].start_char)
        shifts.append(joined.spans[paragraph].start - joined.starts[paragraph])
    placed = list(zip(stanza_sentences, shifts, strict=True))
    sentences = tuple(read_sentence(i, sentence, shift, text) for i, (sentence, shift) in enumerate(placed))
    return Parse(
        text=text,
        sentences=sentences,
        entities=tuple(
            Entity(type_, entity.tokens[0].start_char + shift, entity.tokens[-1].end_char + shift)
            for sentence, shift in placed
            for entity in sentence.ents
            if (type_ := ENTITY_TYPES.get(entity.type, entity.type))
        ),
        chains=read_chains(chains, sentences),
        models=version,
    )


def read_sentence(index: int, sentence: Any, shift: int, text: str) -> Sentence:
    words: list[Word] = []
    for token in sentence.tokens:
        span = Span(token.start_char + shift, token.end_char + shift)
        for word, (start, end) in zip(token.words, share(span, [w.text for w in token.words], text), strict=True):
            surface = text[start:end]
            words.append(
                Word(
                    index=len(words),
                    text=surface if surface and not any(c.isspace() for c in surface) else word.text,
                    lemma=word.lemma or word.text,
                    upos=word.upos or "X",
                    feats=word.feats or "",
                    head=(word.head or 0) - 1,
                    deprel=word.deprel or "dep",
                    start=start,
                    end=end,
                )
            )
    return Sentence(index, words[0].start, words[-1].end, tuple(words))


def share(span: Span, words: Sequence[str], text: str) -> list[tuple[int, int]]:
    """The span of each word of a token: exact if the words make up its characters, otherwise in proportion to their lengths."""
    if len(words) == 1:
        return [span]
    lengths = [len(word) for word in words]
    width = span.end - span.start
    if "".join(words).lower() != span.of(text).lower():
        total = max(1, sum(lengths))
        ends = [round(width * sum(lengths[: i + 1]) / total) for i in range(len(words))]
    else:
        ends = [sum(lengths[: i + 1]) for i in range(len(words))]
    ends[-1] = width
    return [(span.start + a, span.start + b) for a, b in zip([0, *ends[:-1]], ends, strict=True)]


def read_chains(chains: Sequence[Any], sentences: Sequence[Sentence]) -> tuple[Chain, ...]:
    """Coreference chains with at least two mentions; mentions are in text order, chains in the order of their first mention."""
    groups = []
    for chain in chains:
        mentions = set()
        for mention in chain.mentions:
            words = sentences[mention.sentence].words[mention.start_word : mention.end_word]
            if words:
                mentions.add(Mention(mention.sentence, words[0].index, words[-1].index, words[0].start, words[-1].end))
        if len(mentions) > 1:
            groups.append(tuple(sorted(mentions, key=lambda m: (m.start, -m.end))))
    return tuple(
        Chain(i, mentions) for i, mentions in enumerate(sorted(groups, key=lambda ms: (ms[0].start, ms[0].end)))
    )
