"""Whom another word than the mention's own may mean: the pronoun of an owner, the head of any noun phrase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quotes.document import Token
from quotes.speakers.candidates.candidate import Proposal
from quotes.speakers.candidates.prominent import pool
from quotes.speakers.candidates.view import View
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import LIKE_OFFICE, Descriptions, is_definite, is_person_noun
from quotes.speakers.mentions.antecedent import antecedent
from quotes.speakers.salience import Salience

__all__ = ["meant_by_owner", "meant_by_phrase"]


def meant_by_owner(owner: Token, view: View) -> Iterator[Proposal]:
    """Whom the pronoun of an owner may mean: "his" and "its" the prominent and those in its chain, "whose" its antecedent."""
    cast, pronouns = view.cast, view.language.pronouns
    if owner.lower in pronouns.relative:
        noun = antecedent(owner, cast)
        individual = cast.named_by(noun) if noun is not None else None
        if individual is not None:
            reason = f"{cast.name(individual)} stands before it"
            yield Proposal.of(individual, "owner", reason, {"owner is meant": 1.0}, cast)
        return
    gender = pronouns.gender.get(owner.lower)
    if gender is None and owner.lower not in pronouns.neuter:
        return
    link = cast.link_of(owner)
    named = link.named if link is not None else {}
    total = sum(named.values())
    snapshot = view.salience.at.get(owner)
    seen = set()
    for one in pool(owner, "he" if gender else "it", gender, view):
        assert one.individual is not None
        seen.add(one.individual)
        marks = {
            **one.marks,
            "owner is meant": float(snapshot is not None and snapshot.meant == one.individual),
            "owner's chain": named[one.individual] / total if one.individual in named else 0.0,
        }
        yield replace(one, marks=marks)
    for individual, count in named.items():
        if individual not in seen and view.salience.agrees(individual, gender, person=gender is not None):
            reason = f"its coreference chain names {cast.name(individual)}"
            yield Proposal.of(individual, "owner", reason, {"owner's chain": count / total}, cast)


def meant_by_phrase(head: Token, cast: Cast, descriptions: Descriptions, salience: Salience) -> int | None:
    """The one whom a noun phrase names, or most likely means: whom its pronoun means, whom alone its description fits, whom its
    chain names, or the most salient of those whom it fits.
    """
    individual = cast.named_by(head)
    if individual is not None:
        return individual
    snapshot, link, pronouns = salience.at.get(head), cast.link_of(head), cast.language.pronouns
    only = next(iter(link.named)) if link is not None and len(link.named) == 1 else None
    if head.lower in pronouns.gender or head.lower in pronouns.neuter:
        meant = snapshot.meant if snapshot is not None else None
        person = head.lower in pronouns.gender
        return (
            meant if isinstance(meant, int) else only if only is not None and cast.is_person(only) == person else None
        )
    if head.upos != "NOUN":
        return None
    fits = descriptions.resolve(head)
    if fits is not None or only is not None:
        return fits if fits is not None else only
    if snapshot is not None and is_person_noun(head) and is_definite(head) and not head.has("Number=Plur"):
        active = [(score, i) for i, score in snapshot.salience.items() if isinstance(i, int) and cast.is_person(i)]
        fitting = [(score, i) for score, i in active if descriptions.fit(head, i).noun >= LIKE_OFFICE]
        if not fitting and head.lemma.lower() in cast.language.roles.any_office:
            fitting = active  # "the candidate", of whom the article tells no office
        if fitting:
            return max(fitting)[1]
    return None if is_person_noun(head) else descriptions.only_body(head)
