"""Facts that an article states about individuals: titles, appositions, copulas, party tags, and nouns before a name.

"Vermont Sen. Bernie Sanders", "Claire McCaskill (D-Mo.)", "Hale, an economist", "Moreno, who was the ship's doctor",
"the website Blue Ledger": each is a fact about an individual, with a head noun and the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from quotes.article import Span
from quotes.document import Token
from quotes.query import fold
from quotes.speakers.cast import Cast
from quotes.speakers.roles import is_role, words_before

__all__ = ["AGE", "Fact", "Facts", "age_told", "words_of"]

AGE = "year-old"  # the head of a fact about somebody's age
AGED = re.compile(r"(?<!\d)(\d{1,3})-year-old$")
AFTER_NAME = re.compile(r", (\d{1,3})(?=[,.;)])")

LONGEST = 10  # words after the head of an apposition or predicate that still belong to it
CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "VERB"})
PARTY_TAG = re.compile(
    r"\s*[(\[,]\s*(?P<party>[DRI])(?:\.,?\s*|[-–—,]\s*)(?P<state>[A-Z][A-Za-z. ]{1,15}?\.?)(?=[)\],])"
)


@dataclass(frozen=True)
class Fact:
    """One statement about what an individual is: the lemma of the head noun, all content words, folded, and the place.

    `behind`: the noun stands behind the name of a body, and may be another one that is called after it ("the Norden union").
    """

    head: str
    words: frozenset[str]
    span: Span
    behind: bool = False


def words_of(words: Iterable[Token]) -> frozenset[str]:
    """The content words of a phrase, folded; abbreviated titles and states are spelt out, singulars of plural nouns added."""
    content: set[str] = set()
    for word in words:
        if word.upos not in CONTENT and not is_role(word):
            continue
        abbreviated, states = word.language.names.abbreviated, word.language.places.states
        for part in re.split(r"[\s/-]+", word.text):
            plain = fold(part)
            if not plain:
                continue
            content.add(fold(abbreviated.get(plain, plain)))
            if "." in part and plain in states:
                content.update(states[plain].split("-"))
        content.add(fold(word.lemma))
    return frozenset(content)


def age_told(token: Token) -> str | None:
    """The number in "37-year-old", if the token is the end of such a word."""
    if not token.lower.endswith("old"):
        return None
    aged = AGED.search(token.sentence.document.text[max(0, token.end - 14) : token.end].lower())
    return aged[1] if aged else None


class Facts:
    """The facts about every individual of a cast."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._words: dict[int, frozenset[str]] = {}

    @cached_property
    def of(self) -> dict[int, list[Fact]]:
        facts: dict[int, list[Fact]] = {}
        for span in self.cast.spans:
            facts.setdefault(self.cast.by_span[span], []).extend(self._around(span))
        return facts

    def words(self, individual: int) -> frozenset[str]:
        """All words with which the article says what an individual is, and those of its names."""
        if individual not in self._words:
            self._words[individual] = self._all_words(individual)
        return self._words[individual]

    def _all_words(self, individual: int) -> frozenset[str]:
        words = {w for fact in self.of.get(individual, ()) for w in fact.words}
        for name in self.cast.individuals[individual].names:
            words.update(fold(name).split())
        return frozenset(words)

    def _around(self, name: Span) -> Iterator[Fact]:
        inside = self.cast.document.within(name)
        if not inside:
            return
        top = next((t for t in inside if t.head not in inside), inside[0])
        before = words_before(inside)
        titles = [t for t in before if is_role(t)]
        if titles:
            yield self._fact(titles[-1], before)
        elif party := next((t for t in reversed(before) if fold(t.text) in self.cast.language.places.party_of), None):
            yield self._fact(party, before)  # "Republican Ruth Hale"
        ages = [age for t in before if (age := age_told(t))]
        if aged := AFTER_NAME.match(self.cast.text, name.end):
            ages.append(aged[1])  # "Ruth Hale, 37,"
        yield from (Fact(AGE, frozenset([age]), name) for age in ages)
        for token in inside:
            for child in token.children("appos"):
                if child not in inside and child.index > token.index and child.upos in {"NOUN", "PROPN"}:
                    yield from self._phrase(child)
        governor = top.head
        if governor is not None and governor.upos in {"NOUN", "PROPN"}:
            modifies = top.relation in {"compound", "flat"} and not self.cast.is_person(self.cast.by_span[name])
            if top.relation == "appos" or modifies:
                behind = modifies and governor.start > top.start
                yield from (replace(fact, behind=behind) for fact in self._phrase(governor))
                further = governor.head  # "an attorney for Hale, *Mark Osei*," whose apposition hangs on Hale
                if governor.relation == "nmod" and further is not None and is_role(further):
                    yield from self._phrase(further)
        if top.deprel == "nsubj" and governor is not None and governor.upos == "NOUN" and governor.child("cop"):
            yield from self._phrase(governor)
        for clause in top.children("acl"):
            if clause.upos == "NOUN" and clause.child("cop"):
                yield from self._phrase(clause)
            elif (office := self._doing(clause)) is not None:
                yield office
            elif (held := _office_split(clause)) is not None:
                yield from self._phrase(held)
        for place in top.children("nmod"):
            if (
                place not in inside
                and {t.lower for t in place.children("case")} & self.cast.language.places.before_home
            ):
                yield Fact("", words_of(place.subtree(without=place.children("acl", "appos", "punct"))), place.span)
        if tag := PARTY_TAG.match(self.cast.text, name.end, name.end + 30):
            state = fold(tag["state"]).replace(" ", "")
            places = self.cast.language.places
            named = places.parties.get(tag["party"], ())
            words = {*named, *places.states.get(state, fold(tag["state"])).replace("-", " ").split()}
            yield Fact(named[0] if named else "", frozenset(words), Span(*tag.span("party")))

    def _doing(self, clause: Token) -> Fact | None:
        """The office of whoever does something for a person: "who *represents* Hale" is Hale's lawyer."""
        office = self.cast.language.roles.doing.get(clause.lemma.lower())
        client = clause.child("obj")
        if office is None or client is None or self.cast.kind_of(client) != "person":
            return None
        return Fact(office, words_of(client.subtree(without=client.children("acl", "punct"))) | {office}, clause.span)

    def _phrase(self, head: Token) -> Iterator[Fact]:
        cut = head.children("nsubj", "cop", "acl", "punct", "parataxis", "appos", "advcl", "aux", "advmod")
        cut += [t for t in head.children("conj") if t.upos == "VERB"]
        joined = [head, *(t for t in head.children("conj") if t.upos in {"NOUN", "PROPN"})]
        tokens = [t for t in head.subtree(without=cut) if t.index <= head.index + LONGEST]
        for one in joined if tokens else ():
            yield self._fact(one, tokens)

    def _fact(self, head: Token, tokens: Sequence[Token]) -> Fact:
        plain = fold(self.cast.language.names.abbreviated.get(fold(head.text), head.lemma))
        return Fact(self.cast.language.roles.held(plain), words_of(tokens), Span(tokens[0].start, tokens[-1].end))


def _office_split(clause: Token) -> Token | None:
    """The noun of an office whose first word the parser took for a verb: "Hale, *managing* director of Norden"."""
    office = clause.child("obj")
    adjacent = office is not None and office.index == clause.index + 1 and is_role(office)
    return office if adjacent and clause.lower in clause.language.roles.parts else None
