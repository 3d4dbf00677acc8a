"""Candidates that are places as actors: the one that "the state" means, the country of a people."""

from __future__ import annotations

from collections.abc import Iterator

from quotes.query import fold
from quotes.speakers.candidates.candidate import Proposal
from quotes.speakers.candidates.view import View
from quotes.speakers.descriptions import LIKE_OFFICE
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.organizations.alike import of_place

__all__ = ["country_meant", "place_meant"]

MOST = 3  # of the last places named


def place_meant(mention: Mention, view: View) -> Iterator[Proposal]:
    """ "The state": the last places that were named before; "the municipality" only where no body is one."""
    token = mention.token
    if token is None or token.lemma.lower() not in view.language.places.nouns or not mention.definite or mention.plural:
        return
    cast, fit = view.cast, view.descriptions.fit
    bodies = (i for i, known in enumerate(cast.individuals) if known.kind == "organization" and i not in cast.places)
    if mention.form == "body" and any(fit(token, i).noun >= LIKE_OFFICE for i in bodies):
        return
    last = [(at, i) for i in cast.places if (at := cast.last_named(i, mention.at)) is not None]
    for rank, (_, individual) in enumerate(sorted(last, reverse=True)[:MOST]):
        name = cast.name(individual)
        yield Proposal.of(individual, "place", f"{name} is a place named before", {"body rank": float(rank)}, cast)


def country_meant(mention: Mention, view: View) -> Iterator[Proposal]:
    """ "The Ostranans": the country of a people as an actor, where the article names it: Ostrana."""
    token, cast = mention.token, view.cast
    people = cast.of(token) if token is not None else None
    if token is None or people is None or cast.kind(people) != "group" or not (mention.definite and mention.plural):
        return
    for individual in sorted(cast.places):
        names = cast.individuals[individual].names
        if any(of_place(fold(token.text).rstrip("s"), fold(name).partition(" ")[0]) for name in names):
            name = cast.name(individual)
            reason = f"“{token.text}” may stand for {name}"
            yield Proposal.of(individual, "place", reason, {"body rank": 0.0}, cast)
