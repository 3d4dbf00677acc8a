"""Compares a description ("the Vermont senator", "his lawyer") with what the article calls each person and body.

In: the head token of a description. Out: for each individual, how well the noun fits its office or kind, and how much of the rest
of the description the article says of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from quotes.document import Token
from quotes.query import fold
from quotes.speakers.cast import Cast
from quotes.speakers.facts import AGE, Facts, age_told, words_of
from quotes.speakers.roles import is_role

__all__ = ["LIKE_OFFICE", "Descriptions", "Fit", "determiners", "is_definite", "is_person_noun"]

CUT = ("acl", "punct", "conj", "cc", "appos", "det", "nsubj", "cop", "case", "advmod", "nummod")
LIKE_OFFICE = 0.9  # the fit of a noun with a similar meaning
BY_PARTY = 0.5  # the fit of a member of the party, if nothing else of the description is said of them


@dataclass(frozen=True)
class Fit:
    """How well a description fits an individual.

    `noun`: the fit of the noun, 0 to 1; `said`: the share of its other words that the article says of the individual (1 if there
    are none); `exact`: the article says hardly more than the description; `party` and `place`: 1 for the same, -1 for others.
    """

    noun: float
    said: float
    exact: bool
    party: float = 0.0
    place: float = 0.0


def determiners(token: Token, *relations: str) -> list[Token]:
    """The articles, or what stands in any of `relations`, of a noun; a parser may give them to another noun of a compound: "*an*
    oil magnate".
    """
    return [t for noun in (token, *token.children("compound")) for t in noun.children(*(relations or ("det",)))]


def is_definite(token: Token) -> bool:
    """Whether a noun phrase is definite: it has a definite article, a demonstrative or an owner."""
    return any(t.lower in token.language.definite for t in determiners(token)) or token.child("nmod:poss") is not None


def is_person_noun(token: Token) -> bool:
    """Whether a noun is one for a person: by office, trade, kinship, age or gender."""
    noun = token.lemma.lower().rpartition("-")[2]  # "ex-wife", "ex-president"
    words = token.language
    named = is_role(token) or noun in words.roles.persons or noun in words.roles.nouns
    return named or words.names.gender_of_noun(token.text) is not None or age_told(token) is not None


class Descriptions:
    """How the descriptions of one article fit its individuals."""

    def __init__(self, cast: Cast, facts: Facts) -> None:
        self.cast = cast
        self.facts = facts
        self.language = cast.language
        self._heads: dict[tuple[int, bool], frozenset[str]] = {}
        self._fits: dict[tuple[Token, int], Fit] = {}
        self._wanted_of: dict[Token, list[Token]] = {}

    def fit(self, token: Token, individual: int) -> Fit:
        """How the description that `token` heads fits an individual of either kind."""
        fit = self._fits.get((token, individual))
        if fit is None:
            person = self.cast.is_person(individual)
            fit = self._fits[token, individual] = (self.person if person else self.body)(token, individual)
        return fit

    def person(self, token: Token, individual: int) -> Fit:
        """How the description that `token` heads fits a person."""
        facts = self.facts.of.get(individual, ())
        if age := age_told(token):
            told = any(fact.head == AGE and age in fact.words for fact in facts)
            return Fit(float(told), float(told), told)
        lemma = self.language.roles.held(fold(token.lemma))
        wanted = self._wanted(token)
        roles = self.language.roles
        office = any(roles.same_office(lemma, fact.head) for fact in facts)
        same = any(lemma == fact.head for fact in facts)
        party = lemma in roles.party_members and lemma in self.facts.words(individual)
        said = words_of(wanted)
        exact = any(roles.same_office(lemma, fact.head) and len(fact.words - roles.empty - said) <= 1 for fact in facts)
        share = self._share(individual, wanted)
        noun = 1.0 if same or (party and share == 1) else LIKE_OFFICE if office else BY_PARTY if party else 0.0
        return Fit(noun, share, exact, self._party(individual, said | {lemma}), self._place(individual, said))

    @cached_property
    def _places(self) -> frozenset[str]:
        """The words of all names of places in the article."""
        names = (name for i in self.cast.places for name in self.cast.individuals[i].names)
        return frozenset(word for name in names for word in fold(name).split())

    def _place(self, individual: int, said: frozenset[str]) -> float:
        wanted = said & self._places
        known = self.facts.words(individual) & self._places
        if not wanted or not known:
            return 0.0
        return 1.0 if wanted <= known else -1.0

    def _party(self, individual: int, said: frozenset[str]) -> float:
        party_of = self.language.places.party_of
        wanted = {party_of[word] for word in said if word in party_of}
        known = {party_of[word] for word in self.facts.words(individual) if word in party_of}
        if not wanted or not known:
            return 0.0
        return 1.0 if wanted & known else -1.0

    def body(self, token: Token, individual: int) -> Fit:
        """How the description that `token` heads fits an organisation: by the nouns that its names and appositions end with."""
        lemma = fold(token.lemma)
        heads = self.heads(individual)
        bodies = self.language.bodies
        like = bodies.like(lemma)
        noun = 1.0 if heads & (bodies.ending(lemma) | {fold(token.text)}) else 0.0
        known = self.cast.individuals[individual]
        if not noun and lemma in bodies.always_owned:
            return Fit(0.0, 0.0, False)
        if not noun and all(m.name.isupper() and 2 <= len(m.name) <= 6 for m in known.mentions):
            noun = 0.7 if bodies.acronyms & like else 0.4
        elif not noun:
            own = self.heads(individual, sure=True)
            if lemma in bodies.companies and not own & bodies.not_companies:
                noun = 0.6
            elif not any(own & kind for kind in bodies.alike):
                noun = 0.2
        wanted = [t for t in self._wanted(token) if t.upos != "ADJ" or t.text[0].isupper()]
        wanted = [t for t in wanted if t.lower not in bodies.empty]
        return Fit(noun, self._share(individual, wanted), lemma in heads)

    def resolve(self, token: Token) -> int | None:
        """The only person whom a definite description fits in every word; of several, the one whom it fits exactly."""
        if not is_definite(token) or token.has("Number=Plur"):
            return None
        gender = self.language.names.gender_of_noun(token.text)
        owner = token.child("nmod:poss")
        owned_by = self.cast.named_by(owner) if owner is not None else None
        fits = {
            i: fit
            for i, known in enumerate(self.cast.individuals)
            if known.kind == "person" and i != owned_by and (gender is None or self.cast.genders[i] in (None, gender))
            if (fit := self.fit(token, i)).noun >= LIKE_OFFICE and fit.said == 1
        }
        exact = [i for i, fit in fits.items() if fit.exact]
        return exact[0] if len(exact) == 1 else next(iter(fits)) if len(fits) == 1 else None

    def only_body(self, token: Token) -> int | None:
        """The only body in the article of the kind that a noun names ("the court")."""
        said = {
            i: fit.said
            for i, known in enumerate(self.cast.individuals)
            if known.kind == "organization" and i not in self.cast.places and (fit := self.fit(token, i)).noun == 1
        }
        fits = [i for i, share in said.items() if share == max(said.values())]
        return fits[0] if len(fits) == 1 else None

    def wanted_words(self, token: Token) -> int:
        """The number of telling words that a description has besides its noun."""
        return len(self._wanted(token))

    def heads(self, individual: int, *, sure: bool = False) -> frozenset[str]:
        """The nouns that a body's names and appositions end with; without `sure`, those behind its name, too."""
        if (individual, sure) not in self._heads:
            nouns = {fact.head for fact in self.facts.of.get(individual, ()) if not (sure and fact.behind)}
            after_head = self.language.bodies.after_head
            for name in self.cast.individuals[individual].names:
                words = fold(name).split()
                cut = next(
                    (i for i, w in enumerate(words) if i and w in after_head and words[i - 1] not in after_head),
                    len(words),
                )
                nouns |= {words[cut - 1], words[-1]} if words[:cut] else set()
            self._heads[individual, sure] = frozenset(nouns)
        return self._heads[individual, sure]

    def _wanted(self, token: Token) -> list[Token]:
        """The words that must be said of one who fits: the description without its head, empty words and nameless owners."""
        if token not in self._wanted_of:
            self._wanted_of[token] = self._words_wanted(token)
        return self._wanted_of[token]

    def _words_wanted(self, token: Token) -> list[Token]:
        cut = token.children(*CUT)
        cut += [t for t in token.children("nmod:poss") if t.upos != "PROPN"]
        phrase = [t for t in token.subtree(without=cut) if t is not token]
        empty = self.language.roles.empty
        return [t for t in phrase if t.upos != "PRON" and t.text not in {"'s", "’s"} and not words_of([t]) & empty]

    def _share(self, individual: int, wanted: Sequence[Token]) -> float:
        """The share of `wanted` that the article says of the individual, in the same words or another one for the same party."""
        said = self.facts.words(individual)
        party_of = self.language.places.party_of
        parties = {party_of[word] for word in said if word in party_of}
        forms = [form for token in wanted if (form := words_of([token]))]
        told = sum(bool(form & said or parties & {party_of.get(word) for word in form}) for form in forms)
        return told / len(forms) if forms else 1.0
