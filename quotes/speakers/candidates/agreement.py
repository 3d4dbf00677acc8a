"""Whether a mention may mean an individual at all: by its form, number and gender, and as a description of somebody known."""

from __future__ import annotations

from quotes.speakers.candidates.view import View
from quotes.speakers.descriptions import determiners
from quotes.speakers.mentions.mention import Mention

__all__ = ["may_be", "may_be_known"]

HEADLINE = 2  # sentences in which a bare noun ("Lawmaker") speaks of somebody whom the article names
PERSONS = frozenset({"he", "person"})


def may_be_known(mention: Mention) -> bool:
    """Whether a description may be of somebody whom the context names: not "a judge" or "officials", but a headline's "Judge"."""
    if mention.form not in {"person", "body"}:
        return True
    if mention.plural or mention.token is None:
        return False
    bare = not determiners(mention.token, "det", "nummod")
    return mention.definite or (bare and mention.token.sentence.index < HEADLINE)


def may_be(individual: int, form: str, gender: str | None, view: View) -> bool:
    """Whether an individual agrees with a mention of this form and gender: a person with "he", a body with "it"."""
    cast = view.cast
    if form == "none":
        return True
    if form in PERSONS:
        return cast.is_person(individual) and (gender is None or cast.genders[individual] in (None, gender))
    return cast.kind(individual) == "organization" and (form == "it" or individual not in cast.places)
