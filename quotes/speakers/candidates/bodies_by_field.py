"""Bodies that go by their field: "the foreign ministry", "the prosecutor's office", "the bureau of commerce".

In: the noun of a body. Out: the words for it, without an owner that is a place.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotes.article import Span
from quotes.document import Token
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import LIKE_OFFICE, Descriptions, is_definite, is_person_noun
from quotes.speakers.facts import words_of
from quotes.speakers.phrases import is_of
from quotes.speakers.roles import is_role

__all__ = ["by_field"]


def by_field(token: Token, cast: Cast, descriptions: Descriptions) -> Span | None:
    """The words for a body that goes by its field; None if nothing tells its field, or if the words fit a body that the article
    names.
    """
    words, noun = cast.language.bodies, token.lemma.lower()
    if noun not in words.of_fields or token.upos != "NOUN" or token.has("Number=Plur") or cast.of(token) is not None:
        return None
    shared = token.head if token.relation == "conj" else None  # "*the* central bank and banking regulator"
    if not is_definite(token) and (shared is None or not is_definite(shared)):
        return None
    tokens, first = token.sentence.tokens, _first_before(token)
    said = [t for t in tokens[first : token.index] if t.lower in _levels(token) or t.lower not in words.empty]
    told = _tell_field(said, token)
    owner = token.child("nmod:poss")
    if owner is not None and owner.upos == "NOUN" and (is_role(owner) or told) and cast.of(owner) is None:
        whole = [owner, *owner.children("amod", "compound")]
        first, told = min(t.index for t in whole), True
        said += whole
    elif owner is not None and owner.upos == "PROPN" and noun in words.of_one_field:
        said.append(owner)
        told = True
    elif owner is None and noun in words.of_levels and not said:
        told = not token.children("nmod", "acl", "compound", "amod")  # "the government", without another word
    what = _of_what(token)
    if not (told or what) or any(t.text[0].isupper() for t in [*tokens[first : token.index], *what]):
        return None
    if _fits_a_named_body([*said, *what], token, cast, descriptions):
        return None
    return Span(tokens[first].start, max(t.end for t in [token, *what]))


def _first_before(token: Token) -> int:
    """The index of the first of the words that stand directly before a noun and depend on it: "*foreign* affairs ministry"."""
    tokens = token.sentence.tokens
    first, own = token.index, {token}
    while first > 0 and tokens[first - 1].head in own and tokens[first - 1].relation in {"compound", "amod"}:
        first -= 1
        own.add(tokens[first])
    return first


def _levels(token: Token) -> frozenset[str]:
    """The words that tell a body of this noun from its like by its level: "the *federal* government"."""
    words = token.language.bodies
    return words.levels if token.lemma.lower() in words.of_levels else frozenset()


def _tell_field(said: Sequence[Token], token: Token) -> bool:
    """Whether words before a noun tell the field of the body: "*banking* regulator", "*electoral* commission"."""
    words, noun = token.language.bodies, token.lemma.lower()
    generic = noun in words.of_persons or any(t.lower in words.no_fields for t in said)  # "law *enforcement* agency"
    return any(
        t.lower in words.fields | _levels(token)
        or (t.upos == "NOUN" and not generic)
        or (t.upos == "ADJ" and noun in words.of_one_field)
        for t in said
    )


def _of_what(token: Token) -> list[Token]:
    """What a body is for, behind its noun: "the bureau *of commerce and trade*"."""
    following = next((t for t in token.children("nmod") if is_of(t)), None)
    wanted = following is not None and following.upos == "NOUN" and not is_person_noun(following)
    if following is None or not wanted or token.lemma.lower() not in token.language.bodies.of_what:
        return []
    return [t for t in following.subtree(without=following.children("acl", "punct")) if t.upos != "PUNCT"]


def _fits_a_named_body(said: Sequence[Token], token: Token, cast: Cast, descriptions: Descriptions) -> bool:
    """Whether every word that is said of a body fits one that the article names: "the harbour commission" after its name."""
    for individual, known in enumerate(cast.individuals):
        if known.kind != "organization" or individual in cast.places:
            continue
        words = descriptions.facts.words(individual)
        if descriptions.fit(token, individual).noun >= LIKE_OFFICE and all(words_of([t]) & words for t in said):
            return True
    return False
