"""Parses written by hand in CoNLL-U, for tests of rules without a model.

    parse('''
        1 Ann  Ann PROPN _ Number=Sing 2 nsubj
        2 said say VERB  _ Tense=Past  0 root
        3 .    .   PUNCT _ _           2 punct SpaceAfter=No
    ''')

A line a word: its number, form, lemma, part of speech, any, features, the head's number, relation, notes; white space parts the
columns, and missing notes are "_". A blank line ends a sentence. Words are set apart by a space but for punctuation that closes;
`SpaceBefore=No` and `SpaceBefore=Yes` say otherwise, `Paragraph` begins a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from quotes.article import Span
from quotes.document import Chain, Document, Entity, Mention, Parse, Proposal
from quotes.document.parse import Sentence, Word

__all__ = ["chain", "document", "entity", "parse", "proposal", "span"]

CLOSING = frozenset(".,;:?!)]”’»%")
OPENING = frozenset("([“‘«")


def parse(conllu: str, **more: Any) -> Parse:
    """The parse that lines of CoNLL-U describe; `more` are further fields of Parse."""
    text = ""
    sentences: list[Sentence] = []
    words: list[Word] = []
    for line in [*conllu.strip().splitlines(), ""]:
        columns = line.split()
        if not columns:
            if words:
                sentences.append(Sentence(len(sentences), words[0].start, words[-1].end, tuple(words)))
                words = []
            continue
        number, form, lemma, upos, _, feats, head, deprel, *notes = columns
        text += _gap(text, form, " ".join(notes))
        index = int(number) - 1
        feats = "" if feats == "_" else feats
        words.append(Word(index, form, lemma, upos, feats, int(head) - 1, deprel, len(text), len(text) + len(form)))
        text += form
    return replace(Parse(text, tuple(sentences)), **more)


def _gap(before: str, form: str, notes: str) -> str:
    if "Paragraph" in notes:
        return "\n\n"
    if not before or "SpaceBefore=No" in notes:
        return ""
    if "SpaceBefore=Yes" in notes:
        return " "
    return "" if form[0] in CLOSING or form in {"'s", "’s", "n't", "n’t"} or before[-1] in OPENING else " "


def document(conllu: str, **more: Any) -> Document:
    return Document(parse(conllu, **more))


def span(text: str, words: str, nth: int = 1) -> Span:
    """Where `words` stand in `text` for the n-th time."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def entity(text: str, words: str, type: str = "Person", nth: int = 1) -> Entity:
    return Entity(type, *span(text, words, nth))


def chain(of: Parse, *mentions: str | tuple[str, int], id: int = 0) -> Chain:
    """A coreference chain of the words given, each with the number of its occurrence where that is not the first."""
    found = []
    for mention in mentions:
        words, nth = (mention, 1) if isinstance(mention, str) else mention
        start, end = span(of.text, words, nth)
        sentence = next(s for s in of.sentences if s.start <= start < s.end)
        inside = [w.index for w in sentence.words if w.start < end and w.end > start]
        found.append(Mention(sentence.index, inside[0], inside[-1], start, end))
    return Chain(id, tuple(sorted(found, key=lambda m: m.start)))


def proposal(
    text: str, cue: str, content: Sequence[str] = (), source: Sequence[str] = (), *, score: float = 0.9
) -> Proposal:
    """What a network might propose, every part with the same score."""
    return Proposal(
        span(text, cue),
        tuple(span(text, s) for s in source),
        tuple(span(text, c) for c in content),
        score,
        score if source else 0.0,
        score if content else 0.0,
    )
