"""To whom a relative pronoun refers: "strategist and director Ruth Moss, *who* said so"."""

from __future__ import annotations

from quotes.document import Token
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import is_person_noun
from quotes.speakers.roles import is_role

__all__ = ["antecedent"]

FARTHEST = 25  # words between "who" and the person that it refers to
BESIDE = frozenset({"flat", "conj", "appos", "compound"})  # relations of a name to a noun for its bearer
LONGEST_CLIMB = 6  # steps from a relative pronoun to its antecedent
NEAR = 3  # words before it, where the parser joined its clause to nothing


def antecedent(word: Token, cast: Cast) -> Token | None:
    """The noun to which the relative clause of a relative pronoun belongs; for "who", the nearest one for a person."""
    previous = word.sentence.tokens[word.index - 1] if word.index else None
    if previous is not None and (previous.upos == "NUM" or previous.lower in cast.language.parts_of_many):
        return previous  # "backs Hale, with another *40 percent* who say": not Hale
    at: Token | None = word
    for _ in range(LONGEST_CLIMB):
        at = at.head if at is not None else None
        if at is None:
            break
        if at.relation == "acl":
            noun = at.head
            if noun is not None and (name := _name_beside(word, noun, cast)) is not None:
                return name
            of_person = word.lower in cast.language.pronouns.relative_persons
            if of_person and noun is not None and not _may_be_who(noun, cast):
                before = word.sentence.tokens[max(0, word.index - FARTHEST) : word.index]
                return next((t for t in reversed(before) if t is not noun and _is_who(t, cast)), noun)
            return noun
    before = word.sentence.tokens[max(0, word.index - NEAR) : word.index]  # the parser joined the clause to nothing
    return next((t for t in reversed(before) if t.upos in {"NOUN", "PROPN"}), None)


def _name_beside(word: Token, noun: Token, cast: Cast) -> Token | None:
    """The head of the name directly before "who", if it stands in the noun's phrase as another word for it: "strategist and
    director *Ruth Moss*, who".
    """
    before = [t for t in word.sentence.tokens[: word.index] if t.text != ","]
    if not before or word.lower not in cast.language.pronouns.relative_persons or cast.kind_of(before[-1]) != "person":
        return None
    if noun.has("Number=Plur") or cast.of(noun) is not None:
        return None
    at = before[-1]
    while at.head is not None and at is not noun and at.relation in BESIDE:
        at = at.head
    name = cast.name_at(before[-1])
    return cast.document.head_of(name) if at is noun and name is not None else None


def _may_be_who(noun: Token, cast: Cast) -> bool:
    """Whether "who" may refer to a noun: a person, several persons, or anything that is not clearly a thing or a body."""
    kind = cast.kind_of(noun)
    if kind is not None:
        # "head of *Norden Securities*, who"
        of_one = noun.relation == "nmod" and noun.head is not None and is_role(noun.head)
        return kind != "organization" or (noun.has("Number=Plur") and not of_one)
    return noun.upos in {"PRON", "PROPN", "NUM"} or noun.has("Number=Plur") or is_person_noun(noun)


def _is_who(token: Token, cast: Cast) -> bool:
    if token.upos not in {"NOUN", "PROPN"}:
        return False
    kind = cast.kind_of(token)
    return kind == "person" if kind is not None else token.upos == "NOUN" and is_person_noun(token)
