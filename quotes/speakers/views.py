"""Builds the View of an article, once, from its document and drafts; generators and features use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from quotes.attribution.draft import Draft
from quotes.document import Document, Token
from quotes.speakers.candidates import View
from quotes.speakers.candidates.bodies import bodies_of
from quotes.speakers.candidates.issued import issued, works_of
from quotes.speakers.candidates.understood import foreign_source, subjects_understood
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import Descriptions
from quotes.speakers.facts import Facts
from quotes.speakers.mentions.mention import Mention, mention_of
from quotes.speakers.salience import Salience

__all__ = ["view_of"]


def view_of(document: Document, drafts: Sequence[Draft], cast: Cast | None = None) -> View:
    """Everything that is known before any speaker is decided."""
    cast = cast or Cast(document)
    facts = Facts(cast)
    descriptions = Descriptions(cast, facts)
    bodies = bodies_of(document, cast, descriptions)
    called = {body.at for body in bodies}
    read = (mention_of(number, draft, cast) for number, draft in enumerate(drafts))
    mentions = tuple(replace(m, form="name") if m.form in {"body", "work"} and m.at in called else m for m in read)
    wanted = {token for mention in mentions for token in _asked(mention)}
    wanted.update(
        t for m in mentions if m.form == "none" and m.verb is None and (t := document.token_at(m.at)) is not None
    )
    wanted.update(issuer for _, _, issuer in issued(document, cast) if issuer.upos in {"PRON", "NOUN"})
    wanted.update(_owners(document))
    salience = Salience(cast, facts, descriptions, wanted)
    works = works_of(document, cast, descriptions, salience, bodies)
    return View(document, cast, facts, descriptions, salience, mentions, bodies, works)


def _owners(document: Document) -> Iterator[Token]:
    """The pronouns that own a body which may go by its owner: "*his* campaign"."""
    language = document.language
    owners = (t for t in document.tokens if t.lower in language.pronouns.gender and t.deprel == "nmod:poss")
    return (t for t in owners if t.head is not None and t.head.lemma.lower() in language.bodies.nouns)


def _asked(mention: Mention) -> list[Token]:
    """The tokens of a mention at which candidates and features need snapshots of salience."""
    tokens = [mention.token, mention.owner, mention.verb]
    tokens += mention.token.children("conj") if mention.token is not None else []
    if mention.verb is not None and (mention.form == "none" or foreign_source(mention)):
        tokens += [token for _, _, token in subjects_understood(mention.verb)]
    return [t for t in tokens if t is not None]
