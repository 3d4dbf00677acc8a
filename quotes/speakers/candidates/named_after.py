"""Candidates named after somebody else: the campaign of a candidate, the poll of a university.

In: a mention, and the bodies that the article names so (quotes.speakers.candidates.bodies). Out: those of them that it may mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from quotes.document import Token
from quotes.query import fold
from quotes.speakers.candidates.bodies_by_owner import name_by
from quotes.speakers.candidates.candidate import Body, Key, Proposal
from quotes.speakers.candidates.meant import meant_by_owner
from quotes.speakers.candidates.prominent import pool
from quotes.speakers.candidates.view import View
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.subjects import is_subject

__all__ = ["called", "called_after_another", "lately_named", "name_of", "proposed"]

NEAR = 3  # sentences within which a poll named later may be meant
MOST = 4  # of the bodies of a kind


def called_after_another(mention: Mention, view: View) -> Iterator[Proposal]:
    """ "The Hale campaign", "his campaign", "the campaign", "the poll": bodies by another's name that may be meant."""
    token = mention.token
    if token is None or mention.form not in {"body", "work", "name"}:
        return
    noun = token.lemma.lower()
    words = view.language.bodies
    if token.lower in words.staffs:
        yield from _of_its_staff(token, view)
    if noun not in words.nouns | words.polls | words.of_fields:
        return
    own, owner = view.body_at(token.start), mention.owner
    if own is None and view.cast.of(token) is not None:
        return
    if own is not None and own.noun in words.camps and (campaign := _campaign(own.owner, view)) is not None:
        reason = f"{own.name} is the {campaign}"
        yield called(campaign, own.owner, "body's own name", reason, {"own name": 1.0, "other noun": 1.0}, view)
        return
    if own is not None:
        yield called(own.name, own.owner, "body's own name", f"the source is {own.name}", {"own name": 1.0}, view)
    if owner is not None and noun in words.nouns - words.of_places:
        yield from _of_its_owner(owner, noun, view)
    if owner is None and own is None:
        if noun in words.implied and mention.definite:
            yield from _of_the_prominent(token, noun, view)
        yield from _of_the_kind(token, noun, view)


def _campaign(individual: int | None, view: View) -> str | None:
    """The campaign of a person by its name, if the article speaks of it."""
    campaign = name_by(individual, "campaign", view.cast) if individual is not None else None
    return campaign if any(body.name == campaign for body in view.bodies) else None


def _of_its_owner(owner: Token, noun: str, view: View) -> Iterator[Proposal]:
    """ "*His* campaign": the bodies of whom the pronoun of the owner may mean."""
    for one in meant_by_owner(owner, view):
        if one.individual is not None and view.cast.is_person(one.individual):
            campaign = _campaign(one.individual, view) if noun in view.language.bodies.camps else None
            name = campaign or name_by(one.individual, noun, view.cast)
            reason = f"“{owner.text} {noun}”: {one.reason}"
            yield called(name, one.individual, "owner", reason, dict(one.marks), view)


def _of_the_kind(token: Token, noun: str, view: View) -> Iterator[Proposal]:
    """ "The campaign", "the poll", "the police": bodies of the kind that the article names, the last one before it first."""
    bodies = _alike(noun, view)
    first = not any(body.at < token.start for body in bodies)
    seen: dict[str, Body] = {}
    for body in bodies:
        if body.at > token.start and (body.name in seen or (_sentences(body.at, token, view) > NEAR and not first)):
            continue
        seen.pop(body.name, None)
        seen[body.name] = body
    before = [b for b in seen.values() if b.at < token.start][::-1]
    after = [b for b in seen.values() if b.at > token.start]
    for rank, body in enumerate([*before, *after][:MOST]):
        marks = {
            "body rank": float(rank),
            "bodies of the kind": float(len(seen)),
            "body ahead": float(body.at > token.start),
            "body distance": float(min(10, _sentences(body.at, token, view))),
            "other noun": float(body.noun != noun and body.noun in view.language.bodies.forces),
        }
        reason = f"{body.name} is one that the article names"
        yield called(body.name, body.owner, "body of the kind", reason, marks, view)


def _alike(noun: str, view: View) -> list[Body]:
    """The bodies of an article that a noun may stand for: "the poll" for a survey, "the team" for a campaign."""
    words = view.language.bodies
    like = words.polls if noun in words.polls else {noun}
    if noun in words.camps:
        like |= {"campaign"}
    alike = [body for body in view.bodies if body.noun in like]
    if noun in words.forces:
        return _forces(alike, view)
    if noun in words.force_heads:  # "the department", after "Norcrest police"
        alike += _forces([body for body in view.bodies if body.noun in words.forces], view)
    return alike


def _of_its_staff(token: Token, view: View) -> Iterator[Proposal]:
    """ "Prosecutors": the offices that are named after them, nearest first."""
    cast = view.cast
    offices = sorted(cast.staffed_by(token.lower), key=lambda i: min(abs(at - token.start) for at in cast.starts[i]))
    for rank, office in enumerate(offices):
        last = cast.last_named(office, token.start)
        at = last if last is not None else cast.starts[office][0]
        marks = {
            "body rank": float(rank),
            "bodies of the kind": float(len(offices)),
            "body ahead": float(last is None),
            "body distance": float(min(10, _sentences(at, token, view))),
        }
        yield called(
            cast.name(office), None, "body of the kind", f"{token.text} work at {cast.name(office)}", marks, view
        )


def _forces(bodies: Sequence[Body], view: View) -> list[Body]:
    """The police forces that the article names, in text order; one that goes by its place has its whole name, if there is one."""
    cast, words = view.cast, view.language.bodies
    whole = {i: fold(cast.name(i)).split() for i in range(len(cast.individuals)) if _is_force(i, view)}
    named = [Body(cast.name(i), min(words.forces), at, None) for i in whole for at in cast.starts[i]]
    for body in bodies:
        place = [word for word in fold(body.name).split() if word not in words.forces]
        same = [i for i, name in whole.items() if place and name[: len(place)] == place]
        named.append(replace(body, name=cast.name(same[0])) if len(same) == 1 else body)
    return sorted(named, key=lambda body: body.at)


def _is_force(individual: int, view: View) -> bool:
    """Whether a body is a police force by its name: "Norcrest Police Department", "NCPD"."""
    words, known = view.language.bodies, view.cast.individuals[individual]
    if known.kind != "organization" or individual in view.cast.places:
        return False
    if any(name.isupper() and len(name) > 2 and name.endswith(words.force_acronym) for name in known.names):
        return True
    ends = words.forces | words.force_heads
    split = [fold(name).split() for name in known.names]
    return any(words.forces & set(name[-2:]) and name[-1] in ends for name in split if len(name) > 1)


def _of_the_prominent(token: Token, noun: str, view: View) -> Iterator[Proposal]:
    """ "Ruth Hale speaks in Norcrest. The campaign says …": the body of whoever is prominent, which nobody has named yet."""
    for one in pool(token, "person", None, view):
        assert one.individual is not None
        name = name_by(one.individual, noun, view.cast)
        reason = f"“the {noun}” may be that of whom the text is about: {one.reason}"
        yield called(name, one.individual, "implied owner", reason, dict(one.marks), view)
    offices = view.language.bodies.heads.get(noun, frozenset())
    former = view.language.bodies.former
    for individual, facts in view.facts.of.items():
        if view.cast.is_person(individual) and any(f.head in offices and not f.words & former for f in facts):
            name = name_by(individual, noun, view.cast)
            reason = f"{view.cast.name(individual)} holds an office that has one"
            yield called(name, individual, "implied owner", reason, {"holds office": 1.0}, view)


def lately_named(mention: Mention, view: View) -> Iterator[Proposal]:
    """ "Hale's campaign defends the ad. It says …": bodies by another's name that "it" or "they" may mean."""
    token = mention.token
    if token is None or mention.form not in {"it", "they"}:
        return
    named = [b for b in view.bodies if b.name != b.noun]  # not "the government", of which an article often speaks
    before = [b for b in named if b.at < token.start and _sentences(b.at, token, view) <= NEAR]
    names = list(dict.fromkeys(b.name for b in reversed(before)))[:2]
    for rank, name in enumerate(names):
        body = next(b for b in reversed(before) if b.name == name)
        subject = view.document.token_at(body.at)
        marks = {
            "body rank": float(rank),
            "body distance": float(_sentences(body.at, token, view)),
            "body as subject": float(subject is not None and is_subject(subject)),
        }
        yield called(name, body.owner, "body just named", f"{name} was named just before", marks, view)


def _sentences(at: int, token: Token, view: View) -> int:
    return view.cast.sentences_between(at, token.start)


def called(name: str, owner: int | None, source: str, reason: str, marks: dict[str, float], view: View) -> Proposal:
    """The proposal of a body named after another; if the tagger found the same name elsewhere, of that individual."""
    marks = {**marks, "goes by another": 1.0}
    individual = next(iter(view.cast.alike(name)), None)
    if individual is None:
        return Proposal(("body", fold(name)), name, "organization", source, reason, marks, about=owner)
    key: Key = ("individual", individual)
    shown = view.cast.name(individual)
    return Proposal(key, shown, "organization", source, reason, marks, individual=individual, about=owner)


def name_of(who: int | Body, view: View) -> str:
    """The name of an individual, or of a body named after another."""
    return who.name if isinstance(who, Body) else view.cast.name(who)


def proposed(who: int | Body, source: str, reason: str, marks: dict[str, float], view: View) -> Proposal:
    """The proposal of an individual, or of a body named after another."""
    if isinstance(who, Body):
        return called(who.name, who.owner, source, reason, marks, view)
    return Proposal.of(who, source, reason, marks, view.cast)
