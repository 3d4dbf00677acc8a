"""Bodies that go by somebody else or by their place: the campaign of a candidate, the poll of a university, a city's police.

In: the noun of a body or poll. Out: the Body that the words around it name, by the first of a few rules that finds one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from quotes.article import Span
from quotes.document import Token
from quotes.query import fold
from quotes.speakers.candidates.candidate import Body
from quotes.speakers.cast import Cast
from quotes.speakers.mentions.lead import POSSESSIVES
from quotes.speakers.phrases import is_of, noun_span, plain

__all__ = ["by_owner", "name_by", "with_place"]

NAMING = frozenset({"PROPN", "ADJ", "NOUN"})
MODIFIERS = frozenset({"PROPN", "ADJ", "NOUN", "NUM"})
GAP = len(" of the ")  # between a body and its place

Rule = Callable[[Token, Cast], Body | None]


def by_owner(token: Token, cast: Cast) -> Body | None:
    """The body named after another at its noun; None if it has no such name, or speaks for the one that it is named after."""
    words, noun = cast.language.bodies, token.lemma.lower()
    if noun in words.common and not token.text[0].isupper():
        return None
    rules = OF_PERSONS + (OF_PLACES if noun in words.of_places else OF_OTHERS)
    return next((body for rule in rules if (body := rule(token, cast)) is not None), None)


def _of_its_owner(token: Token, cast: Cast) -> Body | None:
    """ "*Hale's* campaign", "the campaign of *Ruth Hale*"."""
    owner = _owner(token)
    if owner is None or token.lemma.lower() not in cast.language.bodies.nouns:
        return None
    return _of(_person_of(owner, cast), token, cast)


def _of_person_before(token: Token, cast: Cast) -> Body | None:
    """ "Norcrest Sen. Ruth *Hale's* campaign", whatever the parse."""
    tokens, at = token.sentence.tokens, token.index - 1
    if token.lemma.lower() not in cast.language.bodies.nouns:
        return None
    while at > 1 and tokens[at].upos == "ADJ":
        at -= 1
    owns = at > 0 and tokens[at].text in POSSESSIVES
    return _of(cast.of(tokens[at - 1]), token, cast) if owns else None


def _of_person_behind(token: Token, cast: Cast) -> Body | None:
    """ "The campaign of the nominee, Ruth *Hale*": of the only person named in the phrase."""
    words = cast.language.bodies
    if token.lemma.lower() not in words.camps | words.implied or not cast.text.startswith(" of ", token.end):
        return None
    named = [cast.by_span[s] for s in cast.names_within(noun_span(token)) if s.start > token.end]
    persons = [i for i in named if cast.is_person(i)]
    return _of(persons[0], token, cast) if len(persons) == 1 else None


def _of_team(token: Token, cast: Cast) -> Body | None:
    """ "*Team Hale*": a campaign."""
    tokens = token.sentence.tokens
    if token.lemma.lower() != "team" or token.index + 1 == len(tokens) or not token.text[0].isupper():
        return None
    return _of(_person_of(tokens[token.index + 1], cast), token, cast, "campaign")


def _of_a_place(token: Token, cast: Cast) -> Body | None:
    """ "*Harborough* police", "the *Ostranan* legislature", "the *Harborough city* council"."""
    tokens = token.sentence.tokens
    first = token.index
    below = set(token.subtree())
    while (
        first > 0 and tokens[first - 1] in below and (tokens[first - 1].upos in NAMING or tokens[first - 1].text == "-")
    ):
        first -= 1
    while first < token.index and not tokens[first].text[0].isupper():
        first += 1
    if first == token.index:
        return None
    named = cast.of(tokens[first])
    if named is None and first == 0:
        return None  # "Local police": any word may begin a sentence
    if named is not None and (cast.is_person(named) or cast.of(token) == named):
        return None
    return Body(plain(Span(tokens[first].start, token.end), cast.text), token.lemma.lower(), token.start, named)


def _of_untagged_owner(token: Token, cast: Cast) -> Body | None:
    """ "*Moss's* campaign", where the tagger missed the name."""
    words, noun, owner = cast.language.bodies, token.lemma.lower(), _owner(token)
    if noun not in words.camps | words.implied or owner is None:
        return None
    if owner.upos != "PROPN" or owner.deprel != "nmod:poss" or not owner.text[0].isupper() or owner.child("det"):
        return None
    if cast.of(owner) is not None or fold(owner.text) in cast.language.places.party_of:
        return None
    last = [owner, *owner.children("flat")][-1]
    return Body(f"{last.text} {noun}", noun, token.start, None)


def _of_names_before(token: Token, cast: Cast) -> Body | None:
    """ "The *Hale* campaign", "the *Norden* government", "a *Norden/Halden* poll": by the names directly before it."""
    words, noun, tokens = cast.language.bodies, token.lemma.lower(), token.sentence.tokens
    first = token.index
    while first > 0 and (tokens[first - 1].upos in MODIFIERS or tokens[first - 1].text in "-/"):
        first -= 1
    named = [(t, i) for t in tokens[first : token.index] if (i := cast.of(t)) is not None]
    if not named:
        return None
    start, individual = named[0]
    if cast.of(token) == individual and not cast.is_person(individual):
        return None  # the tagger has the whole name
    if cast.is_person(individual) and noun in words.nouns:
        return _of(individual, token, cast)
    if all(i == individual for _, i in named) and _speaks_for_it(individual, start, token, cast):
        return None
    name = plain(with_place(token, Span(start.start, token.end), cast), cast.text)
    for word in tokens[start.index + 1 : token.index] if noun not in words.of_one_field else ():
        if word.lower in words.optional_in_polls or (word.upos in {"ADJ", "ADV"} and word.text.islower()):
            name = re.sub(rf"(?<!\S){re.escape(word.text)} ", "", name)
    return Body(re.sub(r"['’]s(?= )", "", name), noun, token.start, individual)


# The rules in the order in which they are tried: by a person first; then by the place, or by whoever else is named.
OF_PERSONS: tuple[Rule, ...] = (_of_its_owner, _of_person_before, _of_person_behind, _of_team)
OF_PLACES: tuple[Rule, ...] = (_of_a_place,)
OF_OTHERS: tuple[Rule, ...] = (_of_untagged_owner, _of_names_before)


def _of(individual: int | None, token: Token, cast: Cast, noun: str | None = None) -> Body | None:
    """The body that goes by a person, if it is one; `noun` stands in for its own."""
    if individual is None or not cast.is_person(individual):
        return None
    noun = noun or token.lemma.lower()
    return Body(name_by(individual, noun, cast), noun, token.start, individual)


def _owner(token: Token) -> Token | None:
    """The last owner of a noun, or who stands after "of"."""
    # "Hale's campaign *account*": the campaign is Hale's, too.
    owned = token.head if token.relation == "compound" and token.head is not None else token
    behind = (t for t in token.children("nmod") if is_of(t))
    return next(reversed(owned.children("nmod:poss")), None) or next(behind, None)


def _speaks_for_it(individual: int, start: Token, token: Token, cast: Cast) -> bool:
    """Whether a noun after one name speaks for who has that name: "a *Norden* poll", "the *NHO* team"."""
    words, noun = cast.language.bodies, token.lemma.lower()
    if noun in words.polls and "/" not in cast.text[start.start : token.start]:
        return True
    return noun in words.camps and individual not in cast.places and cast.kind(individual) == "organization"


def _person_of(token: Token, cast: Cast) -> int | None:
    """The person whom the phrase of an owner names, by itself or as a title: "the nominee Ruth Hale's"."""
    individual = cast.named_by(token)
    if individual is None and token.upos == "PROPN":
        bearers = cast.surnames.get(fold(token.text), set())
        individual = max(bearers, key=lambda i: len(cast.starts[i]), default=None)
    if individual is None:
        named = [i for t in token.children("flat", "appos", "compound") if (i := cast.of(t)) is not None]
        individual = next((i for i in named if cast.is_person(i)), None)
    return individual if individual is not None and cast.is_person(individual) else None


def with_place(token: Token, field: Span, cast: Cast) -> Span:
    """The words for a body with the place whose it is or where: "*Norcrest's* embassy *in Halden*"."""
    start, end = field.start, field.end
    owner = token.child("nmod:poss")
    if owner is not None and owner.upos == "PROPN":
        start = min([start, *(t.start for t in owner.subtree(without=owner.children("det")))])
    for place in token.children("nmod"):
        case = {t.lower for t in place.children("case")}
        name = cast.name_at(place)
        wanted = {"of", "in"} if token.lemma.lower() in cast.language.bodies.of_one_field else {"of"}
        if name is not None and case <= wanted and case and 0 < name.start - token.end <= GAP:
            end = name.end
    return Span(start, end)


def name_by(individual: int, noun: str, cast: Cast) -> str:
    """The name of a body by a person's surname: "Hale campaign"."""
    return f"{_surname(individual, cast)} {noun}"


def _surname(individual: int, cast: Cast) -> str:
    if (family := cast.individuals[individual].family_first) is not None:
        return family
    words = cast.name(individual).split()
    generations = cast.language.names.generations
    while len(words) > 1 and words[-1].lower().strip(".,") in generations:
        words.pop()
    return words[-1].rstrip(",")
