"""The results of the language models for one article: plain frozen data, without torch or stanza.

Offsets are characters of the article's text, end exclusive. Word indices count from 0 within their sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from quotes.article import Span

__all__ = ["Chain", "Entity", "Mention", "Parse", "Proposal", "Sentence", "Word"]


@dataclass(frozen=True)
class Word:
    """A syntactic word. The words of a multi-word token ("don't") divide its characters among them.

    `head` is the index of the governor in the same sentence, -1 for the root. `feats` is UD's "Gender=Fem|Number=Sing".
    """

    index: int
    text: str
    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """One sentence; `index` counts from 0 in the text."""

    index: int
    start: int
    end: int
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Entity:
    """A named entity; `type` is Person, Organization, Location, NORP, Facility, Product, Date, Money or Miscellaneous."""

    type: str
    start: int
    end: int


@dataclass(frozen=True)
class Mention:
    """One mention of a coreference chain: words [first, last] of a sentence."""

    sentence: int
    first: int
    last: int
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Chain:
    """Mentions that refer to one thing, in text order, as the coreference model found them."""

    id: int
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class Proposal:
    """One attribution that the attribution network proposes; scores are mean token probabilities in [0, 1]."""

    cue: Span
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    cue_score: float
    source_score: float
    content_score: float


@dataclass(frozen=True)
class Parse:
    """The whole analysis of one article's text; `models` names the model set and its version."""

    text: str
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...] = ()
    chains: tuple[Chain, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    models: str = ""
