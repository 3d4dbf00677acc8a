"""What kind of mention a word makes: a pronoun, a name, or a description of a person, a body or a work."""

from __future__ import annotations

from typing import Literal

from quotes.document import Token
from quotes.query import fold
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import is_definite, is_person_noun

__all__ = ["Form", "ends_a_name", "form_of"]

Form = Literal[
    "none", "first", "second", "he", "it", "they", "pronoun", "name", "proper", "person", "body", "work", "thing"
]


def form_of(token: Token, cast: Cast) -> Form:
    lower = token.lower
    pronouns, bodies, works = cast.language.pronouns, cast.language.bodies, cast.language.works
    if lower in pronouns.gender:
        return "he"
    if token.upos == "PRON" or lower in pronouns.first:
        if lower in pronouns.first:
            return "first"
        if lower in pronouns.second:
            return "second"
        if lower in pronouns.neuter:
            return "it"
        return "they" if lower in pronouns.plural else "pronoun"
    lemma = token.lemma.lower()
    individual = cast.of(token)
    if individual is not None and not (cast.is_person(individual) and lemma in bodies.nouns):
        return "name"
    if lemma in bodies.nouns | bodies.kinds and token.upos in {"NOUN", "PROPN"}:
        return "body"
    if cast.named_by(token) is not None:
        return "name"
    if lower in bodies.staffs and _is_alone(token) and cast.staffed_by(lower):
        return "body"  # "*the prosecutors*", whose office the article names
    figures = lower != lemma and lower in works.documents  # "*figures* from the bank"
    if is_person_noun(token) and not figures and not (token.upos == "PROPN" and fold(token.text) in cast.surnames):
        return "person"
    if token.upos == "PROPN" and token.text[:1].isupper() and lower not in bodies.never_last:
        return "body" if lower in bodies.alone and is_definite(token) and _is_alone(token) else "proper"
    if {lemma, lower} & (works.nouns | works.documents | bodies.studies | bodies.polls):
        return "work"
    if bodies.like(lemma):
        return "body"
    return "work" if {lemma, lower} & works.organs else "body" if ends_a_name(token, cast) else "thing"


def _is_alone(token: Token) -> bool:
    """Whether a noun stands with nothing but "the", or alone if it is in the plural."""
    bare = is_definite(token) or (token.has("Number=Plur") and token.child("det") is None)
    return bare and not token.children("amod", "compound", "flat", "nmod", "nmod:poss", "nummod")


def ends_a_name(token: Token, cast: Cast) -> bool:
    """Whether a body's name ends with a noun that may stand for it: "the *archives*", "Norden Archives"."""
    return is_definite(token) and token.lower in cast.last_words
