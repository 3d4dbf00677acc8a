"""The cast of an article: the individuals that it names, where it names them, and the coreference chains that name them.

In: a Document. Nothing here decides who a source is; everything that decides it uses this.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.document import Chain, Document, Token
from quotes.query import fold
from quotes.speakers.found import found_in
from quotes.speakers.individuals import by_surname
from quotes.speakers.roles import is_role, of_another

__all__ = ["Cast", "Link"]

PLACES = frozenset(["Location", "Facility"])
# Types of the tagger: a body, and what is neither a body nor a person nor a place.
TAGGED = (frozenset(["Organization"]), frozenset(["Product", "Miscellaneous"]))


@dataclass
class Link:
    """What a coreference chain tells: how often each individual is named in it, and how often each pronoun occurs."""

    chain: Chain
    named: Counter[int] = field(default_factory=Counter)
    pronouns: Counter[str] = field(default_factory=Counter)

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(m.span for m in self.chain.mentions)


class Cast:
    """The individuals of one article by number, and which of its tokens name them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.language = document.language
        found = found_in(document)
        self.individuals, self.by_span, self._named = found.individuals, found.by_span, found.by_token
        self.spans = sorted(self.by_span)

    # -- individuals -------------------------------------------------------------------------------------------------

    @cached_property
    def _shown(self) -> list[str]:
        return [known.name for known in self.individuals]

    def name(self, individual: int) -> str:
        return self._shown[individual]

    def kind(self, individual: int) -> SpeakerKind:
        return self.individuals[individual].kind

    def kind_of(self, token: Token) -> SpeakerKind | None:
        """The kind of the individual whose name covers `token`."""
        individual = self.of(token)
        return self.kind(individual) if individual is not None else None

    def is_person(self, individual: int) -> bool:
        return self.individuals[individual].kind == "person"

    @cached_property
    def places(self) -> frozenset[int]:
        """The bodies most of whose mentions are tagged as places, without buildings of bodies: "Harbour Theatre"."""
        return frozenset(
            i
            for i, known in enumerate(self.individuals)
            if sum(m.type in PLACES for m in known.mentions) * 2 > len(known.mentions)
            and not (
                any(m.type == "Facility" for m in known.mentions)
                and self.language.bodies.like(fold(known.name).split()[-1])
            )
        )

    @cached_property
    def last_words(self) -> frozenset[str]:
        """The folded last words of bodies' names of several words."""
        named = (m.name for k in self.individuals for m in k.mentions if m.type == "Organization" and " " in m.name)
        return frozenset(fold(name).split()[-1] for name in named)

    def staffed_by(self, noun: str) -> list[int]:
        """The bodies that are named after those who work there: "prosecutors", "Norcrest Prosecutors' Office"."""
        bodies = ((i, k) for i, k in enumerate(self.individuals) if k.kind == "organization" and i not in self.places)
        return [i for i, known in bodies if any(noun in fold(name).split()[1:-1] for name in known.names)]

    @cached_property
    def tagged(self) -> list[tuple[float, float]]:
        """For each individual, the shares of its mentions that are tagged as an organisation's, and as a thing's."""
        shares = [
            [sum(m.type in types for m in known.mentions) / max(1, len(known.mentions)) for types in TAGGED]
            for known in self.individuals
        ]
        return [(body, thing) for body, thing in shares]

    @cached_property
    def genders(self) -> list[str | None]:
        """The gender of each individual by names and titles; facts and pronouns may add to it."""
        return [known.gender for known in self.individuals]

    @cached_property
    def surnames(self) -> dict[str, set[int]]:
        """The persons by the last word of their folded surnames, and by a family name that comes first."""
        return by_surname(self.individuals)

    def alike(self, name: str) -> set[int]:
        """The bodies that a name as written may mean, by any of their names, folded."""
        return self._bodies_by_name.get(fold(name), set())

    @cached_property
    def _bodies_by_name(self) -> dict[str, set[int]]:
        bodies: dict[str, set[int]] = {}
        for i, known in enumerate(self.individuals):
            for name in known.names if known.kind != "person" else ():
                bodies.setdefault(fold(name), set()).add(i)
        return bodies

    # -- where they are named ----------------------------------------------------------------------------------------

    def of(self, token: Token) -> int | None:
        """The individual whose name covers `token`."""
        named = self._named.get(token)
        return named[0] if named else None

    def name_at(self, token: Token) -> Span | None:
        named = self._named.get(token)
        return named[1] if named else None

    def names_within(self, span: Span) -> list[Span]:
        first = bisect_left(self.spans, span.start, key=lambda s: s.start)
        last = bisect_left(self.spans, span.end, key=lambda s: s.start)
        return [s for s in self.spans[first:last] if s.end <= span.end]

    def named_by(self, token: Token) -> int | None:
        """The individual that the phrase of `token` names, by its own name, or by one to which it is a title or description."""
        individual = self.of(token)
        if individual is not None:
            return individual
        role = is_role(token)
        parts = [
            child
            for child in token.children("flat", "appos")
            if child.relation != "appos" or role or self.language.names.gender_of_noun(token.text)
        ]
        tokens = token.sentence.tokens
        if role and token.index + 1 < len(tokens) and tokens[token.index + 1].head is token:
            parts.append(tokens[token.index + 1])
        named = [i for part in parts if (i := self.of(part)) is not None and not self._of_another(token, part)]
        return next((i for i in named if self.is_person(i)), None)

    def _of_another(self, token: Token, part: Token) -> bool:
        """Whether the name that covers `part` is that of somebody to whom the described one is something."""
        name = self.name_at(part)
        tokens = token.sentence.tokens[token.index : part.index]
        return of_another([t for t in tokens if name is None or t.end <= name.start])

    @cached_property
    def starts(self) -> list[list[int]]:
        """For each individual, the offsets at which it is named, in text order."""
        return [sorted(m.span.start for m in known.mentions) for known in self.individuals]

    def last_named(self, individual: int, before: int) -> int | None:
        """The offset at which the individual was last named before the offset `before`."""
        starts = self.starts[individual]
        at = bisect_left(starts, before)
        return starts[at - 1] if at else None

    def next_named(self, individual: int, after: int) -> int | None:
        starts = self.starts[individual]
        at = bisect_left(starts, after + 1)
        return starts[at] if at < len(starts) else None

    def sentences_between(self, a: int, b: int) -> int:
        """The number of sentence borders between two offsets: 0 inside one sentence."""
        one, other = self.document.sentence_at(a), self.document.sentence_at(b)
        return abs(one.index - other.index) if one and other else 0

    # -- coreference -------------------------------------------------------------------------------------------------

    @cached_property
    def _links(self) -> dict[int, Link]:
        return {chain.id: self._link(chain) for chain in self.document.chains}

    @property
    def links(self) -> list[Link]:
        return list(self._links.values())

    def link_of(self, token: Token) -> Link | None:
        """The coreference chain of the mention that `token` heads."""
        chain = self.document.chain_of(token)
        return self._links.get(chain.id) if chain is not None else None

    def _link(self, chain: Chain) -> Link:
        link = Link(chain)
        for mention in chain.mentions:
            head = self.document.mention_head(mention)
            if head is None:
                continue
            if head.upos == "PRON":
                link.pronouns[head.lower] += 1
                continue
            named = self.named_by(head)
            if named is not None and not head.child("conj"):
                link.named[named] += 1
        return link
