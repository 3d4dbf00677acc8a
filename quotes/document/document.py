"""Builds a Document from a Parse: the article as rules see it, sentences of tokens that know their head and dependents.

Offsets are characters of the article's text, end exclusive. Relations are Universal Dependencies v2. Building takes time linear
in the number of words; look-ups by offset are binary searches. A document never changes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from quotes.annotation import Kind
from quotes.article import Span
from quotes.document.capitals import name_capitals
from quotes.document.marks import Quotation, kind_of, quotations
from quotes.document.paragraphs import paragraphs
from quotes.document.parse import Chain, Entity, Mention, Parse, Proposal, Word
from quotes.lang.language import Language
from quotes.lang.languages import ENGLISH

__all__ = ["SUBJECTS", "Document", "Sentence", "Token"]

SUBJECTS = ("nsubj", "csubj")
# A predicate in one of these relations, without a subject of its own, shares the subject of its head.
SHARING = frozenset({"conj", "xcomp", "advcl", "parataxis", "ccomp", "dep"})
SEPARATORS = frozenset(",;:—–-")  # do not belong to a phrase when they are at its edge


class Token:
    """One syntactic word. `head` is the token that governs it, None for the root; `index` counts from 0 in its sentence."""

    __slots__ = (
        "_dependents",
        "deprel",
        "end",
        "feats",
        "head",
        "index",
        "lemma",
        "lower",
        "relation",
        "sentence",
        "start",
        "text",
        "upos",
    )

    def __init__(self, word: Word, sentence: Sentence) -> None:
        self.sentence = sentence
        self.index = word.index
        self.text = word.text
        self.lower = word.text.lower()
        self.lemma = word.lemma
        self.upos = word.upos
        self.feats = word.feats
        self.deprel = word.deprel
        self.relation = word.deprel.partition(":")[0]
        self.start = word.start
        self.end = word.end
        self.head: Token | None = None
        self._dependents: list[Token] = []

    def __repr__(self) -> str:
        return f"Token({self.text!r}, {self.deprel}, {self.start})"

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def language(self) -> Language:
        return self.sentence.document.language

    def has(self, feature: str) -> bool:
        """Whether the token has a feature, written as in UD: "Number=Plur"."""
        return feature in self.feats

    def children(self, *relations: str) -> list[Token]:
        """Dependents in text order: all, or those of the given relations; "nsubj" stands for "nsubj:pass" too."""
        if not relations:
            return list(self._dependents)
        return [t for t in self._dependents if t.relation in relations or t.deprel in relations]

    def child(self, *relations: str) -> Token | None:
        """The first dependent of the given relations."""
        return next((t for t in self._dependents if t.relation in relations or t.deprel in relations), None)

    def ancestors(self) -> Iterator[Token]:
        """The head, its head, and so on up to the root."""
        seen = {self}
        token = self.head
        while token is not None and token not in seen:
            yield token
            seen.add(token)
            token = token.head

    def subtree(self, *, without: Iterable[Token] = ()) -> list[Token]:
        """The token and all its descendants in text order, without the subtrees of `without`."""
        seen = set(without)
        inside: list[Token] = []
        stack = [self]
        while stack:
            token = stack.pop()
            if token not in seen:
                seen.add(token)
                inside.append(token)
                stack += token._dependents
        return sorted(inside, key=_index)

    def phrase(self) -> Span:
        """The whole noun phrase that the token heads, with appositions and relative clauses, as one span."""
        outside = [
            t for t in self.children("punct", "cc", "case", "parataxis") if t.deprel != "punct" or t.index < self.index
        ]
        spans = self.sentence.spans(self.subtree(without=outside))
        return Span(spans[0].start, spans[-1].end) if spans else self.span

    def subject(self) -> Token | None:
        """The subject of the predicate: its own, or the one it shares with the predicate that it depends on."""
        seen: set[Token] = set()
        at: Token | None = self
        while at is not None and at not in seen:
            seen.add(at)
            if subject := at.child(*SUBJECTS):
                return subject
            if at.head is None:
                return None
            if at.relation == "acl":
                return at.head
            if at.relation not in SHARING or (at.relation == "ccomp" and at.upos not in {"VERB", "AUX"}):
                return None
            at = at.head
        return None


def _index(token: Token) -> int:
    return token.index


class Sentence:
    """One sentence: its place in the text, and its tokens in order."""

    __slots__ = ("document", "end", "index", "start", "tokens")

    def __init__(self, document: Document, index: int, start: int, end: int, words: Sequence[Word]) -> None:
        self.document = document
        self.index = index
        self.start = start
        self.end = end
        self.tokens = tuple(Token(word, self) for word in words)
        for token, word in zip(self.tokens, words, strict=True):
            if 0 <= word.head < len(self.tokens) and word.head != word.index:
                token.head = self.tokens[word.head]
                token.head._dependents.append(token)

    def __repr__(self) -> str:
        return f"Sentence({self.index}, {self.document.text[self.start : self.end]!r})"

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def within(self, span: Span) -> Sequence[Token]:
        """The tokens that share characters with `span`."""
        return _overlapping(self.tokens, span)

    def spans(self, tokens: Collection[Token]) -> tuple[Span, ...]:
        """The spans of `tokens` of this sentence: one for each run of neighbours, without separators at its edges."""
        runs: list[list[Token]] = []
        for token in sorted(tokens, key=_index):
            if runs and token.index == runs[-1][-1].index + 1:
                runs[-1].append(token)
            else:
                runs.append([token])
        spans = []
        for run in runs:
            first, last = 0, len(run)
            while first < last and (run[first].text in SEPARATORS or run[first].text == "."):
                first += 1
            while first < last and run[last - 1].text in SEPARATORS:
                last -= 1
            if any(token.upos != "PUNCT" for token in run[first:last]):
                spans.append(Span(run[first].start, run[last - 1].end))
        return tuple(spans)


class Document:
    """An article with the results of the language models, its paragraphs and quotations, and the language of its rules.

    `paragraphs` and `quotations` are in text order, as are the mentions of a chain; `models` names the model set and its version.
    """

    def __init__(self, parse: Parse, language: Language = ENGLISH) -> None:
        self.parse = parse = name_capitals(parse)
        self.language = language
        self.text = parse.text
        self.sentences = tuple(Sentence(self, s.index, s.start, s.end, s.words) for s in parse.sentences)
        self.tokens = tuple(token for sentence in self.sentences for token in sentence.tokens)

    @property
    def entities(self) -> tuple[Entity, ...]:
        return self.parse.entities

    @property
    def chains(self) -> tuple[Chain, ...]:
        return self.parse.chains

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        return self.parse.proposals

    def proposals_within(self, span: Span) -> Sequence[Proposal]:
        """The proposals whose cue begins within `span`."""
        first, last = (bisect_left(self.proposals, at, key=lambda p: p.cue.start) for at in span)
        return self.proposals[first:last]

    @property
    def models(self) -> str:
        return self.parse.models

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        return tuple(paragraphs(self.text))

    def paragraphs_within(self, span: Span) -> list[Span]:
        """The parts of `span` in each of the paragraphs that it touches."""
        at = max(0, bisect_right(self.paragraphs, span.start, key=lambda p: p.start) - 1)
        parts = []
        while at < len(self.paragraphs) and self.paragraphs[at].start < span.end:
            part = Span(max(span.start, self.paragraphs[at].start), min(span.end, self.paragraphs[at].end))
            if part.start < part.end:
                parts.append(part)
            at += 1
        return parts

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations in quotation marks, outermost marks only."""
        return quotations(self.text, self.language.clipped)

    @cached_property
    def quoted(self) -> tuple[Span, ...]:
        """The spans in quotation marks, in text order; none crosses the end of a paragraph, and none overlap."""
        out: list[Span] = []
        for span in sorted(span for q in self.quotations for span in q.spans):
            if out and span.start < out[-1].end:
                out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
            else:
                out.append(span)
        return tuple(out)

    def kind_of(self, content: Sequence[Span]) -> Kind:
        """direct, indirect or mixed: whether all, none or some of a content is in quotation marks."""
        return kind_of(self.text, content, self.quoted)

    def quotations_near(self, span: Span) -> list[Quotation]:
        """The quotations that share a character with `span` or touch it, in text order."""
        at = bisect_left(self._quotation_reach, span.start)
        near = []
        while at < len(self.quotations) and self.quotations[at].start <= span.end:
            if self.quotations[at].end >= span.start:
                near.append(self.quotations[at])
            at += 1
        return near

    @cached_property
    def _quotation_reach(self) -> list[int]:
        """For each quotation, the greatest end of it and of those before it."""
        return list(accumulate((q.end for q in self.quotations), max))

    @cached_property
    def _quoted(self) -> tuple[Span, ...]:
        return tuple(sorted(span for q in self.quotations if not q.single for span in q.spans))

    def __repr__(self) -> str:
        return f"Document({len(self.sentences)} sentences, {self.text[:40]!r}…)"

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that contains the character at `offset`, or the last one before it; None before the first."""
        at = bisect_right(self.sentences, offset, key=lambda sentence: sentence.start) - 1
        return self.sentences[at] if at >= 0 else None

    def token_at(self, offset: int) -> Token | None:
        """The token that contains the character at `offset`; None between tokens."""
        at = bisect_right(self.tokens, offset, key=lambda token: token.start) - 1
        return self.tokens[at] if at >= 0 and offset < self.tokens[at].end else None

    def paragraph_at(self, offset: int) -> Span | None:
        """The paragraph that contains the character at `offset`, or the last one before it; None before the first."""
        at = bisect_right(self.paragraphs, offset, key=lambda span: span.start) - 1
        return self.paragraphs[at] if at >= 0 else None

    def within(self, span: Span) -> Sequence[Token]:
        """The tokens that share characters with `span`, in all sentences."""
        return _overlapping(self.tokens, span)

    def in_quotation(self, offset: int) -> bool:
        """Whether the character at `offset` is in quotation marks."""
        at = bisect_right(self._quoted, offset, key=lambda span: span.start) - 1
        return at >= 0 and offset < self._quoted[at].end

    def head_of(self, span: Span) -> Token | None:
        """The token of `span` that governs the others: the one whose head is outside; of several, a noun.

        If the span has several sentences, only the first one counts.
        """
        sentence = self.sentence_at(span.start)
        inside = sentence.within(span) if sentence is not None else ()
        tops = tops_of(inside)
        nominal = (t for t in tops if t.upos in {"NOUN", "PROPN", "PRON", "NUM"})
        return next(nominal, tops[0] if tops else None)

    def mention_head(self, mention: Mention) -> Token | None:
        """The token that governs a mention of a coreference chain."""
        tops = tops_of(self.sentences[mention.sentence].tokens[mention.first : mention.last + 1])
        return tops[0] if tops else None

    @cached_property
    def _chain_of(self) -> dict[Token, Chain]:
        chains: dict[Token, Chain] = {}
        for chain in self.chains:
            for mention in chain.mentions:
                head = self.mention_head(mention)
                if head is not None:
                    chains.setdefault(head, chain)
        return chains

    def chain_of(self, token: Token) -> Chain | None:
        """The coreference chain with a mention that `token` governs."""
        return self._chain_of.get(token)

    @cached_property
    def _entity_starts(self) -> tuple[Entity, ...]:
        return tuple(sorted(self.entities, key=lambda entity: (entity.start, -entity.end)))

    def entity_at(self, offset: int) -> Entity | None:
        """The named entity that contains the character at `offset`."""
        at = bisect_right(self._entity_starts, offset, key=lambda entity: entity.start) - 1
        return self._entity_starts[at] if at >= 0 and offset < self._entity_starts[at].end else None


def tops_of(tokens: Sequence[Token]) -> list[Token]:
    """Those of `tokens` whose heads are not among them, in their order."""
    inside = set(tokens)
    return [token for token in tokens if token.head not in inside]


def _overlapping(tokens: Sequence[Token], span: Span) -> Sequence[Token]:
    first = bisect_right(tokens, span.start, key=lambda token: token.end)
    last = bisect_left(tokens, span.end, key=lambda token: token.start)
    return tokens[first:last]
