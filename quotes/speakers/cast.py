"""The cast of an article: the individuals that it names, where it names them, and the coreference chains that name them.

In: a Document. Nothing here decides who a source is; everything that decides it uses this.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from textwrap import shorten

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.document import Chain, Document, Token
from quotes.names import person_name
from quotes.query import fold
from quotes.speakers.acronyms import with_full_names
from quotes.speakers.individuals import Individual, Named, add
from quotes.speakers.names.find import names_in
from quotes.speakers.offices import offices_defined
from quotes.speakers.organizations import joined, organizations
from quotes.speakers.persons.find import persons
from quotes.speakers.roles import is_role, of_another

__all__ = ["Cast", "Link", "is_subject"]

PLACES = frozenset(["Location", "Facility"])
# Types of the tagger: a body, and what is neither a body nor a person nor a place.
TAGGED = (frozenset(["Organization"]), frozenset(["Product", "Miscellaneous"]))
LONGEST_DESCRIPTION = 90  # characters
LONGEST_ACRONYM = 6
GIVEN_TWO = re.compile(r"[A-Z][a-z]+-[a-z]+")  # two given names behind a family name: "Han-guk"
DOTTED = re.compile(r"(?:[A-Z]\.)+[A-Z]?")


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
        self.individuals: list[Individual] = []
        self.by_span: dict[Span, int] = {}
        named, full_of = with_full_names(names_in(document), document)
        quoted = sorted(span for q in document.quotations if not q.single for span in q.spans)
        persons([n for n in named if n.kind == "person"], document, quoted, self.individuals, self.by_span)
        bodies = joined([n for n in named if n.kind != "person"], document)
        organizations(bodies, document, self.individuals, self.by_span, full_of)
        self._named: dict[Token, tuple[int, Span]] = {}
        for span, individual in self.by_span.items():
            for token in document.within(span):
                self._named[token] = individual, span
        self._name_untagged()
        self._name_apposed()
        self.spans = sorted(self.by_span)

    def _name_untagged(self) -> None:
        """Add names that the tagger missed, if only one individual can be meant: surnames, acronyms, "the Times"."""
        surnames = self.surnames
        offices = offices_defined(self.document)
        others = {w for k in self.individuals if k.kind != "person" for n in k.names for w in fold(n).split()}
        lasts: dict[str, set[int]] = {}
        acronyms: dict[str, set[int]] = {}
        makers: dict[str, set[int]] = {}
        for i, known in enumerate(self.individuals):
            if known.kind == "organization":
                for name in known.names:
                    words = name.split()
                    if len(words) > 1 and words[-1] not in self.language.bodies.never_short:
                        lasts.setdefault(words[-1], set()).add(i)
                    for letters in (
                        {fold(name).replace(" ", "")} if _is_acronym(name) else self.language.bodies.initials(name)
                    ):
                        acronyms.setdefault(letters, set()).add(i)
        for before, token, after in _in_threes(self.document.tokens):
            if token in self._named or not token.text[0].isupper() or token.lower in self.language.bodies.kinds:
                continue
            if token.text in self.language.names.post_nominals and before in self._named:
                continue  # "Hale OBE"
            span = token.span
            fits: set[int] = set()
            letters = fold(token.text)
            if _is_acronym(token.text) and not is_role(token) and token.text not in offices:
                if after is not None and after.start == token.end and DOTTED.fullmatch(after.text):
                    span, letters = Span(token.start, after.end), letters + fold(after.text)  # "F.B." and "I."
                fits = acronyms.get(letters, set())
                apart = span.end > token.end  # "F.B." and "I.", which the parser may not have joined to anything
                if (
                    not fits
                    and token.upos in {"PROPN", "NOUN"}
                    and (apart or token.relation in {"nsubj", "obl", "nmod"})
                ):
                    fits = {len(self.individuals)}
                    self.individuals.append(Individual("organization", self.language))
                    acronyms[letters] = fits
            elif before is not None and before.lower == "the" and token.upos == "NOUN":
                fits = lasts.get(token.text, set())
            elif token.upos == "PROPN" and not any(t is not None and _same_name(t, token) for t in (before, after)):
                if len(letters) > 2 and letters not in others:
                    fits = self._of_title(surnames.get(letters, set()), before)
                elif before is not None and before.lower == "the":
                    fits = lasts.get(token.text, set())
                dated = letters in self.language.bodies.empty
                if not fits and letters not in others and not dated and _makes_a_poll(token):
                    fits = {len(self.individuals)}
                    self.individuals.append(Individual("organization", self.language))
                    others.add(letters)
                    makers[letters] = fits
                elif not fits:
                    fits = makers.get(letters, set())
            if len(fits) == 1:
                (individual,) = fits
                kind = self.individuals[individual].kind
                gender = self.language.gender_of_title(before.text) if before is not None else None
                mention = Named(
                    span, span.of(self.text), kind, gender, "Person" if kind == "person" else "Organization"
                )
                add(self.individuals, self.by_span, individual, mention)
                for covered in self.document.within(span):
                    self._named[covered] = individual, span
        self.__dict__.pop("surnames", None)

    def _of_title(self, persons: set[int], before: Token | None) -> set[int]:
        """Those of some persons whom a title before their surname does not rule out: "Mrs. Hale" is not Tom Hale."""
        gender = self.language.gender_of_title(before.text) if before is not None else None
        return {i for i in persons if self.individuals[i].may_be(gender)}

    def _name_apposed(self) -> None:
        """Add bodies that the tagger missed, but an apposition tells: "the *Harbour Leader*, a weekly newspaper,"."""
        bodies = self.language.bodies
        for token in self.document.tokens:
            told = token.child("appos") if token.text[0].isupper() and token not in self._named else None
            if told is None or told.upos != "NOUN" or told.start < token.end or token.lower in bodies.kinds:
                continue
            if not bodies.like(told.lemma.lower()) or not told.child("det", "nmod:poss", "amod"):
                continue
            first = token
            while first.index > 0:
                before = token.sentence.tokens[first.index - 1]
                if before.head is not token or not before.text[0].isupper() or before.lower in self.language.articles:
                    break
                first = before
            span = Span(first.start, token.end)
            if first.index == 0 or any(t in self._named for t in self.document.within(span)):
                continue  # any word may begin a sentence
            individual = len(self.individuals)
            self.individuals.append(Individual("organization", self.language))
            the = rf"(?<=[Tt]he ){re.escape(span.of(self.text))}(?!\w)"
            for where in {span, *(Span(*found.span()) for found in re.finditer(the, self.text))}:
                inside = self.document.within(where)
                if not any(t in self._named for t in inside):
                    mention = Named(where, where.of(self.text), "organization", None, "Organization")
                    add(self.individuals, self.by_span, individual, mention)
                    self._named.update(dict.fromkeys(inside, (individual, where)))

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
        bearers: dict[str, set[int]] = {}
        for i, known in enumerate(self.individuals):
            if known.kind == "person":
                words = person_name(known.name).surname.split()
                if words:
                    bearers.setdefault(words[-1], set()).add(i)
                if (family := self.family_first(i)) is not None:
                    bearers.setdefault(fold(family), set()).add(i)
        return bearers

    def family_first(self, individual: int) -> str | None:
        """The family name of a person if it comes first: it stands alone elsewhere, or two given names are joined behind it."""
        known = self.individuals[individual]
        family, _, given = known.name.partition(" ")
        joined = GIVEN_TWO.fullmatch(given) is not None
        alone = known.names[family] > known.names[known.name.split()[-1]]
        common = self.language.names.gender_of_given_name(fold(family)) is not None
        return family if given and (joined or alone) and not common else None

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

    # -- words -------------------------------------------------------------------------------------------------------

    def noun_span(self, token: Token) -> Span:
        """The noun phrase of `token` without relative clause."""
        without = token.children("acl", "punct", "case", "cc", "conj")
        spans = token.sentence.spans(token.subtree(without=without))
        return Span(spans[0].start, spans[-1].end) if spans else token.span

    def plain(self, span: Span) -> str:
        """A description without its article and line breaks; a very long one is cut off."""
        words = span.of(self.text).strip("\"“”'‘’ ,").split()
        if len(words) > 1 and words[0].lower() in {"the", "a", "an"}:
            words = words[1:]
        return shorten(" ".join(words), LONGEST_DESCRIPTION, placeholder=" …")

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


def is_subject(token: Token) -> bool:
    """Whether a token is an active subject; a passive without auxiliary ("called on") counts as active, as a parser's mistake."""
    if token.head is None or token.relation != "nsubj":
        return False
    return token.deprel != "nsubj:pass" or token.head.child("aux:pass") is None


def _is_acronym(name: str) -> bool:
    """Whether a name is an acronym: three or more capitals, or two with full stops: "FBI", "U.N."."""
    if DOTTED.fullmatch(name):
        return True
    return name.isupper() and name.isalpha() and 3 <= len(name) <= LONGEST_ACRONYM


def _makes_a_poll(token: Token) -> bool:
    """ "A *Bloomberg* poll": a name that the tagger missed, before a work that is named after who made it."""
    work = token.head
    if token.relation not in {"compound", "nmod"} or work is None or work.index <= token.index:
        return False
    return work.upos == "NOUN" and work.lemma.lower() in token.language.bodies.studies


def _in_threes(tokens: Sequence[Token]) -> Iterator[tuple[Token | None, Token, Token | None]]:
    """Each token with its neighbours."""
    yield from zip((None, *tokens), tokens, (*tokens[1:], None), strict=False)


def _same_name(other: Token, token: Token) -> bool:
    """Whether a neighbour may be a part of the same name: a proper noun next to it that is no title."""
    near = other.end + 1 >= token.start if other.start < token.start else token.end + 1 >= other.start
    return near and other.upos == "PROPN" and not other.language.names.is_title(other.text) and not is_role(other)
