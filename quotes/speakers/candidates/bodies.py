"""The bodies that an article names after somebody else, after their place or after their field, wherever they stand in it.

They are found first, so that the order in which mentions are resolved makes no difference.
"""

from __future__ import annotations

from dataclasses import replace

from quotes.document import Document, Token
from quotes.query import fold
from quotes.speakers.candidates.bodies_by_field import by_field
from quotes.speakers.candidates.bodies_by_owner import by_owner, name_by, with_place
from quotes.speakers.candidates.candidate import Body
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import Descriptions
from quotes.speakers.organizations.alike import same_body_of_a_place
from quotes.speakers.phrases import plain
from quotes.speakers.salience import Salience

__all__ = ["bodies_of", "body_meant"]


def bodies_of(document: Document, cast: Cast, descriptions: Descriptions) -> tuple[Body, ...]:
    """All bodies of an article that are named after another or after their field, in text order."""
    bodies = []
    words = document.language.bodies
    whole: dict[str, str] = {}  # the fullest name of each body that goes by its field
    for token in document.tokens:
        noun = token.lemma.lower()
        if token.upos not in {"NOUN", "PROPN"} or noun not in words.nouns | words.polls | words.of_fields:
            continue
        body = by_owner(token, cast) if noun in words.nouns | words.polls else None
        if body is None and (field := by_field(token, cast, descriptions)) is not None:
            name = plain(with_place(token, field, cast), cast.text)
            short = fold(plain(field, cast.text))
            whole[short] = max(whole.get(short, ""), name, key=len)
            body = Body(short, noun, token.start, None)
        if body is not None:
            bodies.append(body)
    several = {b.noun for b in bodies if b.name != b.noun} | {
        fold(word) for k in cast.individuals if k.kind == "organization" for n in k.names for word in n.split()
    }
    bodies = [b for b in bodies if b.name != b.noun or b.noun not in several]  # "the government", where none is named
    return tuple(replace(b, name=_as_of(whole.get(b.name, b.name), cast)) for b in bodies)


def _as_of(name: str, cast: Cast) -> str:
    """The name of a body that goes by the adjective of its place, or the one that the article has with the place's name: "the
    Norden government", "the Government of Norden".
    """
    bodies = (known for known in cast.individuals if known.kind == "organization")
    return next((n for known in bodies for n in known.names if same_body_of_a_place(name, n)), name)


def body_meant(token: Token, cast: Cast, salience: Salience) -> Body | None:
    """The body that goes by whom the pronoun of its owner is most likely to mean: "his campaign"."""
    owner = token.child("nmod:poss")
    noun = token.lemma.lower()
    words = cast.language.bodies
    if owner is None or owner.lower not in cast.language.pronouns.gender or noun not in words.nouns - words.of_places:
        return None
    snapshot = salience.at.get(owner)
    meant = snapshot.meant if snapshot is not None else None
    if not isinstance(meant, int):
        return None
    return Body(name_by(meant, noun, cast), noun, token.start, meant)
