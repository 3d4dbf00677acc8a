"""Who an article names: the mentions by name, the individuals that have the names, and where. Data alone: quotes.speakers.names
finds the mentions, quotes.speakers.persons and quotes.speakers.organizations the individuals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.document import Document, Token
from quotes.lang.language import Language
from quotes.names import person_name
from quotes.query import fold

__all__ = ["FIRM", "Found", "Individual", "Named", "add", "by_surname"]

USUAL = 3  # times as often as a longer name, a body's name is the usual one
FIRM = "Firm"  # the type of a name that the tagger took for a person's, but a firm's
GIVEN_TWO = re.compile(r"[A-Z][a-z]+-[a-z]+")  # two given names behind a family name: "Han-guk"


@dataclass(frozen=True)
class Named:
    """One entity mention as a name: its characters without possessive ending, the tagger's type, the title's gender."""

    span: Span
    name: str
    kind: SpeakerKind
    title_gender: str | None
    type: str = ""


@dataclass
class Individual:
    """A person or body that the article names. `names` counts the forms of the name."""

    kind: SpeakerKind
    language: Language
    names: Counter[str] = field(default_factory=Counter)
    mentions: list[Named] = field(default_factory=list)
    gender: str | None = None

    def may_be(self, gender: str | None) -> bool:
        """Whether a person whose gender a title or pronoun tells, None for nothing, may be this one."""
        return gender is None or self.gender in (None, gender)

    @property
    def name(self) -> str:
        """The fullest name, without titles: most words, not in capitals, then commonest, in full and by its last word, then the
        first of a person's, who is "also known as" another, then most characters.
        """
        untitled = self.language.names.untitled
        first = min(self.mentions, key=lambda m: m.span, default=None) if self.kind == "person" else None

        def fullness(name: str) -> tuple[int, bool, int, int, bool, int]:
            plain = untitled(name) if self.kind == "person" else name
            words = plain.split()
            return (
                len(words),
                not plain.isupper(),
                self.names[name],
                self.names[words[-1]],
                first is not None and first.name == name,
                len(plain),
            )

        full = max(self._usual() or self.names, key=fullness)
        return untitled(full) if self.kind == "person" else full

    def _usual(self) -> list[str]:
        """A body's names without those that describe it by more words than its usual one, which was written before and far more
        often: "Congress", then "a Republican Congress".
        """
        if self.kind == "person":
            return []
        first: dict[str, int] = {}
        for mention in self.mentions:
            first[mention.name] = min(first.get(mention.name, mention.span.start), mention.span.start)
        return [
            name
            for name in self.names
            if not any(
                name.endswith(" " + usual)
                and self.names[usual] >= USUAL * self.names[name]
                and first.get(usual, 0) < first.get(name, 0)
                for usual in self.names
            )
        ]

    @property
    def family_first(self) -> str | None:
        """The family name of a person if it comes first: it stands alone elsewhere, or two given names are joined behind it."""
        family, _, given = self.name.partition(" ")
        joined = GIVEN_TWO.fullmatch(given) is not None
        alone = self.names[family] > self.names[self.name.split()[-1]]
        common = self.language.names.gender_of_given_name(fold(family)) is not None
        return family if given and (joined or alone) and not common else None


@dataclass(frozen=True)
class Found:
    """The individuals found so far, and whom each span names. `by_token` has the name that covers a token, and whose it is."""

    document: Document
    individuals: list[Individual] = field(default_factory=list)
    by_span: dict[Span, int] = field(default_factory=dict)
    by_token: dict[Token, tuple[int, Span]] = field(default_factory=dict)

    def new_body(self) -> int:
        """The number of another body, which nothing names yet."""
        self.individuals.append(Individual("organization", self.document.language))
        return len(self.individuals) - 1

    def add(self, individual: int, mention: Named) -> None:
        """Add a mention of an individual, at its span and at each token in it."""
        add(self.individuals, self.by_span, individual, mention)
        self.cover(mention.span, individual)

    def cover(self, span: Span, individual: int) -> None:
        """Let the tokens of a span name an individual."""
        for token in self.document.within(span):
            self.by_token[token] = individual, span


def by_surname(individuals: Sequence[Individual]) -> dict[str, set[int]]:
    """The persons by the last word of their folded surnames, and by a family name that comes first."""
    bearers: dict[str, set[int]] = {}
    for number, known in enumerate(individuals):
        if known.kind == "person":
            words = person_name(known.name).surname.split()
            if words:
                bearers.setdefault(words[-1], set()).add(number)
            if (family := known.family_first) is not None:
                bearers.setdefault(fold(family), set()).add(number)
    return bearers


def add(individuals: Sequence[Individual], where: dict[Span, int], at: int, mention: Named) -> None:
    """Add `mention` to individual number `at`, and to `where`, which tells whom each span names."""
    individuals[at].names[mention.name] += 1
    individuals[at].mentions.append(mention)
    where[mention.span] = at
