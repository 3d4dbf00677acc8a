"""Which of several persons a short name means, by what the article tells of them: their genders and offices, where and how often
they are named, coreference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from quotes.article import Span
from quotes.document import Document
from quotes.names import person_name
from quotes.query import fold
from quotes.speakers.individuals import Named
from quotes.speakers.persons.parts import parts_of
from quotes.speakers.persons.register import CLEARLY_MORE, Register
from quotes.speakers.roles import is_role, words_before

__all__ = ["Choice"]

JUST_BEFORE = 200  # characters


class Choice:
    """What is known of the persons in `register` who share a name. First names of `short` in the spans `quoted` do not count."""

    def __init__(self, document: Document, quoted: Sequence[Span], register: Register, short: Sequence[Named]) -> None:
        self.document = document
        self.register = register
        self.words = document.language.names
        outside = (m for m in short if not any(q.start <= m.span.start and m.span.end <= q.end for q in quoted))
        self.first_names = Counter(parts_of(m.name, self.words).surname for m in outside)
        self.genders = _chain_genders(document)

    def of(self, matches: set[int], mention: Named) -> int | None:
        """The one of `matches` whom a short name means, None if nothing tells.

        One test after the other; the first that only one of them passes decides. Whoever fails the tests for a gender and a first
        name is out, unless all do.
        """
        if len(matches) < 2:
            return next(iter(matches), None)
        for test, lasting in (
            (self._agreeing, True),
            (self._of_title, False),
            (self._of_office, False),
            (self._not_called_by_first_name, True),
            (self._just_introduced, False),
            (self._introduced, False),
            (self._mostly_named_before, False),
            (self._mostly_named_in_full, False),
            (self._in_chain, False),
            (self._last_introduced, False),
        ):
            passed = test(matches, mention)
            if len(passed) == 1:
                return passed.pop()
            if lasting and passed:
                matches = passed
        return None

    # -- who they are ------------------------------------------------------------------------------------------------

    def _agreeing(self, matches: set[int], mention: Named) -> set[int]:
        """Those who may have the gender of a title before the name, else of the pronouns in its coreference chain."""
        gender = mention.title_gender or self._chain_gender(mention.span)
        return {i for i in matches if self.register.individuals[i].may_be(gender)}

    def _chain_gender(self, span: Span) -> str | None:
        return next(
            (g for m, g in self.genders.items() if m.start <= span.start and span.end <= m.end <= span.end + 2), None
        )

    def _of_title(self, matches: set[int], mention: Named) -> set[int]:
        """Those who are known to have the gender of a title before the name."""
        gender = mention.title_gender
        return {i for i in matches if gender and self.register.individuals[i].gender == gender}

    def _of_office(self, matches: set[int], mention: Named) -> set[int]:
        """Those before whose full name the office stands that is before a short one: "*Prime Minister* Hale"."""
        office = self._office_before(mention)
        return {i for i in matches if office and any(self._office_before(m) == office for m in self._in_full(i))}

    def _office_before(self, mention: Named) -> str:
        """The capitalised words directly before a name, the last of them an office; empty if there are none."""
        first = self.document.token_at(mention.span.start)
        words = words_before([first]) if first is not None else []
        capitals = [t for t in words if t.text[0].isupper()]
        return " ".join(t.text for t in capitals) if capitals and is_role(capitals[-1]) else ""

    # -- how they are named ------------------------------------------------------------------------------------------

    def _in_full(self, individual: int) -> list[Named]:
        """The mentions of an individual by several words."""
        return [m for m in self.register.individuals[individual].mentions if " " in m.name]

    def _not_called_by_first_name(self, matches: set[int], _: Named) -> set[int]:
        called = {i for (g, _, _), i in self.register.keys.items() if i in matches and self.first_names[g]}
        return matches - called

    def _just_introduced(self, matches: set[int], mention: Named) -> set[int]:
        """Those who were named in full shortly before."""
        start, untitled = mention.span.start, self.words.untitled
        mentions = {i: self.register.individuals[i].mentions for i in matches}
        return {
            i
            for i in matches
            if any(" " in untitled(m.name) and 0 < start - m.span.end <= JUST_BEFORE for m in mentions[i])
        }

    def _introduced(self, matches: set[int], mention: Named) -> set[int]:
        """Those who were named before, in full or with a title at least once."""
        return {i for i in matches if self._named_before(i, mention.span)}

    def _mostly_named_before(self, matches: set[int], mention: Named) -> set[int]:
        """The one who was named before far more often than others, who were, too."""
        before = {i: self._named_before(i, mention.span) for i in matches}
        most = {i: max((n for other, n in before.items() if other != i), default=0) for i in matches}
        return {i for i, count in before.items() if count >= CLEARLY_MORE * most[i] > 0}

    def _named_before(self, individual: int, span: Span) -> int:
        """How often the individual was named before, if in full or with a title at least once."""
        starts = [m for m in self.register.individuals[individual].mentions if m.span.start < span.start]
        told = any(" " in self.words.untitled(m.name) or m.title_gender for m in starts)
        return len(starts) if told else 0

    def _mostly_named_in_full(self, matches: set[int], _: Named) -> set[int]:
        """The one who is named in full far more often than others in the whole article."""
        names = {i: self.register.individuals[i].names for i in matches}
        full = Counter({i: sum(n for name, n in names[i].items() if " " in name) for i in matches})
        (first, most), (_other, second) = full.most_common(2)
        return {first} if most and most >= CLEARLY_MORE * second else set()

    def _in_chain(self, matches: set[int], mention: Named) -> set[int]:
        """Those whose full name is in the coreference chain of a mention."""
        chains = self._chains(mention.span)
        return {i for i in matches if any(chains & self._chains(m.span) for m in self._in_full(i))}

    def _chains(self, name: Span) -> set[int]:
        """The numbers of the coreference chains of mentions that a word of a name heads."""
        chains = (self.document.chain_of(token) for token in self.document.within(name))
        return {chain.id for chain in chains if chain is not None}

    def _last_introduced(self, matches: set[int], mention: Named) -> set[int]:
        """If all have the name as a family name that comes first, the one who was named in full last before the mention, not only
        as somebody's relative or associate.
        """
        if {self._family(i) for i in matches} != {person_name(mention.name).surname}:
            return set()
        full = [
            (not self._owns_somebody(m), m.span, i) for i in matches for m in self._in_full(i) if m.span < mention.span
        ]
        return {max(full)[-1]} if full else set()

    def _family(self, individual: int) -> str:
        """The first word of a person's full name of two, folded, if it is no common given name."""
        first, *others = self.register.individuals[individual].name.split()
        return fold(first) if len(others) == 1 and self.words.gender_of_given_name(fold(first)) is None else ""

    def _owns_somebody(self, mention: Named) -> bool:
        """Whether a name only tells whose somebody is: "the son of the builder *Han Duk-so*"."""
        roles = self.document.language.roles
        tokens = self.document.within(mention.span)
        top = next((t for t in tokens if t.head not in tokens), None)
        while top is not None and top.relation in {"appos", "flat", "compound"}:
            top = top.head
        whose = top.head if top is not None and top.relation == "nmod" else None
        return whose is not None and whose.lemma.lower() in roles.kin | roles.associates


def _chain_genders(document: Document) -> Mapping[Span, str]:
    """For each coreference mention, the gender of nearly all pronouns in its chain."""
    genders: dict[Span, str] = {}
    for chain in document.chains:
        words = (document.text[m.start : m.end].lower() for m in chain.mentions)
        if gender := document.language.pronouns.gender_of(Counter(words)):
            genders |= {m.span: gender for m in chain.mentions}
    return genders
