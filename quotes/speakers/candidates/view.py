"""The View: what generators and features look up in one article, each found once, when it is first asked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.document import Document, Token
from quotes.lang.language import Language
from quotes.query import fold
from quotes.speakers.candidates.candidate import Body, Work
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import Descriptions, determiners, is_person_noun
from quotes.speakers.facts import Facts
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.salience import Salience
from quotes.speakers.subjects import speaks

__all__ = ["View"]


@dataclass(frozen=True)
class View:
    """Everything that generators and features use of one article."""

    document: Document
    cast: Cast
    facts: Facts
    descriptions: Descriptions
    salience: Salience
    mentions: tuple[Mention, ...]
    bodies: tuple[Body, ...] = ()
    works: tuple[Work, ...] = ()

    @property
    def language(self) -> Language:
        return self.document.language

    @cached_property
    def _bodies_by_place(self) -> dict[int, Body]:
        return {body.at: body for body in self.bodies}

    def body_at(self, start: int) -> Body | None:
        """The body named after another whose noun begins at the offset `start`."""
        return self._bodies_by_place.get(start)

    @cached_property
    def _most(self) -> dict[SpeakerKind, int]:
        most: dict[SpeakerKind, int] = {}
        for known, starts in zip(self.cast.individuals, self.cast.starts, strict=True):
            most[known.kind] = max(most.get(known.kind, 1), len(starts))
        return most

    def most_named(self, kind: SpeakerKind) -> int:
        """How often the most mentioned individual of a kind is named, at least 1."""
        return self._most.get(kind, 1)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.document.sentences]

    def sentence_number(self, offset: int) -> int:
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    @cached_property
    def _persons(self) -> list[int]:
        cast = self.cast
        return sorted(start for i, starts in enumerate(cast.starts) if cast.is_person(i) for start in starts)

    def persons_between(self, a: int, b: int) -> int:
        """The number of persons' names after offset `a` and before `b`."""
        return max(0, bisect_left(self._persons, b) - bisect_right(self._persons, a))

    @cached_property
    def _bodies(self) -> tuple[list[int], list[int]]:
        """The offsets at which bodies that are no places are named, in text order, and the individuals named there."""
        cast = self.cast
        named = (i for i, known in enumerate(cast.individuals) if known.kind == "organization" and i not in cast.places)
        starts = sorted((start, i) for i in named for start in cast.starts[i])
        return [start for start, _ in starts], [i for _, i in starts]

    def bodies_between(self, a: int, b: int) -> set[int]:
        """The bodies that are named after offset `a` and before `b`, without places."""
        starts, named = self._bodies
        return set(named[bisect_right(starts, a) : bisect_left(starts, b)])

    @cached_property
    def _heads(self) -> dict[int, Token]:
        heads: dict[int, Token] = {}
        for span in self.cast.spans:
            inside = self.document.within(span)
            if inside:
                heads[span.start] = next((t for t in inside if t.head not in inside), inside[0])
        return heads

    def head_at(self, start: int) -> Token | None:
        """The head of the name that begins at the offset `start`."""
        return self._heads.get(start)

    @cached_property
    def first_speakers(self) -> list[int]:
        """The persons who say something under their names, in the order in which they first do."""
        spoke: dict[int, None] = {}
        for span in self.cast.spans:
            individual = self.cast.by_span[span]
            token = self.head_at(span.start)
            if self.cast.is_person(individual) and token is not None and self.speaks(token):
                spoke.setdefault(individual)
        return list(spoke)

    @cached_property
    def opening(self) -> dict[int, bool]:
        """Whom the first sentence names, and whether as the subject of its verb."""
        if not self.document.sentences:
            return {}
        first = self.document.sentences[0]
        named: dict[int, bool] = {}
        for span in self.cast.names_within(Span(first.start, first.end)):
            token = self.head_at(span.start)
            individual = self.cast.by_span[span]
            named[individual] = named.get(individual, False) or (token is not None and token.relation == "nsubj")
        return named

    def is_named_with(self, noun: str, individual: int) -> bool:
        """Whether a name of an individual has a noun: "Commission" in "Harbour Commission"."""
        return any(noun in fold(name).split() for name in self.cast.individuals[individual].names)

    @cached_property
    def _introduced(self) -> dict[str, list[int]]:
        """The offsets at which each noun introduces somebody or something without a name: "a senior aide"."""
        starts: dict[str, list[int]] = {}
        for token in self.document.tokens:
            if token.upos != "NOUN" or not _is_introduced(token):
                continue
            if self.cast.of(token) is None and self.cast.named_by(token) is None and not token.child("appos"):
                starts.setdefault(token.lemma.lower(), []).append(token.start)
        return starts

    def introduced_unnamed(self, token: Token) -> bool:
        """Whether the noun of a description occurs before it with "a" or "one" and without a name."""
        return any(at < token.start for at in self._introduced.get(token.lemma.lower(), ()))

    @cached_property
    def _unnamed_persons(self) -> list[tuple[int, str | None]]:
        """The offsets at which one person is introduced without a name ("a young woman"), and the gender that the noun tells."""
        found: list[tuple[int, str | None]] = []
        for token in self.document.tokens:
            if token.upos != "NOUN" or token.has("Number=Plur") or not is_person_noun(token):
                continue
            predicate = token.child("cop") is not None or token.relation in {"appos", "compound"}
            if (
                _is_introduced(token)
                and not predicate
                and self.cast.named_by(token) is None
                and not token.child("appos")
            ):
                found.append((token.start, self.language.names.gender_of_noun(token.text)))
        return found

    def unnamed_between(self, a: int, b: int, gender: str | None) -> int:
        """How many persons are introduced without a name after offset `a` and before `b` who may be of this gender."""
        known = self._unnamed_persons
        first, last = (bisect_left(known, at, key=lambda one: one[0]) for at in (a, b))
        return sum(gender is None or told in (None, gender) for _, told in known[first:last])

    @cached_property
    def _nouns(self) -> dict[str, list[Token]]:
        nouns: dict[str, list[Token]] = {}
        for token in self.document.tokens:
            if token.upos in {"NOUN", "PROPN"} and self.cast.of(token) is None:
                nouns.setdefault(token.lemma.lower(), []).append(token)
        return nouns

    def spoken_of(self, nouns: Iterable[str]) -> list[Token]:
        """The tokens of any of these nouns, in text order."""
        return sorted((t for noun in nouns for t in self._nouns.get(noun, ())), key=lambda t: t.start)

    @cached_property
    def _speaking(self) -> dict[Token, bool]:
        return {}

    def speaks(self, token: Token) -> bool:
        if token not in self._speaking:
            self._speaking[token] = speaks(token)
        return self._speaking[token]


def _is_introduced(token: Token) -> bool:
    """Whether a noun stands with "a" or "one"."""
    return any(t.lower in token.language.indefinite for t in determiners(token, "det", "nummod"))
