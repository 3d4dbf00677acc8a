"""Candidates that the source phrase itself names: at its head, in apposition, as an owner, or anywhere inside it.

Where a name stands is a feature, and the ranker learns its worth: the head and its apposition are the speaker; a name after a
preposition or in a clause hardly ever is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quotes.article import Span
from quotes.document import Token
from quotes.query import fold
from quotes.speakers.candidates.candidate import Proposal
from quotes.speakers.candidates.position import position
from quotes.speakers.candidates.view import View
from quotes.speakers.candidates.wording import (
    after_preposition,
    closes,
    is_called,
    is_set_off,
    issuing_position,
    with_name,
)
from quotes.speakers.descriptions import LIKE_OFFICE
from quotes.speakers.mentions.lead import lead_of
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.roles import is_role, of_another

__all__ = ["names_inside", "names_itself", "other_part"]

MOST_NAMES = 8  # of one phrase
FARTHEST = 10  # words
NAMELESS = frozenset({"first", "second", "they", "pronoun"})  # forms that have no names inside

# The positions in a phrase where the name of the speaker may be, for each form of the head. Names elsewhere in it ("*X*'s pal",
# "an analyst at *Z*", "a woman who was raped by *X*") are not candidates: a wrong name does harm.
BESIDE = frozenset({"head", "title", "apposition", "inner apposition", "conjunct", "called"})
SPOKEN_FOR = BESIDE | {"owner", "compound", "maker", "inner maker", "outlet", "of", "preposition", "deep"}
ALLOWED: Mapping[str, frozenset[str]] = {
    "name": BESIDE,
    "proper": BESIDE | {"apart"},
    "person": BESIDE,
    "body": SPOKEN_FOR,
    "work": SPOKEN_FOR,
    "thing": SPOKEN_FOR,
}
# Of those, the positions where a person for whom a work speaks may be named: "a video *of Hale*" is not Hale's.
PERSONAL = BESIDE | {"owner", "compound", "maker"}
IMPERSONAL = frozenset({"body", "work", "thing"})  # forms of what is no person
LOOSE = frozenset(
    {"apart", "clause", "deep"}
)  # positions where the parser may be wrong about a name that the words tell
SURE = frozenset({"head", "title", "apposition"})

# The proposals that name the speaker, so that nobody else is looked for, for each form of the head.
APPOSED = frozenset({"name: apposition", "name: title"})
DESCRIBED = APPOSED | {"name: inner apposition", "name: called"}
MADE = frozenset(
    {"name: maker", "name: owner"}
)  # "a report *by Norcrest*", "*Hale*'s letter": it speaks for nobody else
TELLING: Mapping[str, frozenset[str]] = {
    "person": DESCRIBED,
    "thing": DESCRIBED | MADE,
    "work": APPOSED | MADE | {"name: compound", "name: inner maker"},
    "body": APPOSED,
    "proper": APPOSED,
}
CLOSED = frozenset({"person", "thing"})  # forms of a phrase that a name at its end names
PRONOUNS = frozenset({"he", "it", "they", "first", "second", "pronoun", "none"})


@dataclass(frozen=True)
class _Phrase:
    """A source phrase with names in it: its head, its whole extent, and the name at its head, if it has one."""

    mention: Mention
    head: Token
    whole: Span
    own: Span | None
    view: View


def names_inside(mention: Mention, view: View) -> Iterator[Proposal]:
    """Every individual that the source phrase names."""
    head, span, whole = mention.token, mention.span, mention.whole
    if head is None or span is None or whole is None or mention.form in NAMELESS:
        return
    cast = view.cast
    if mention.relative or len(mention.draft.source) > 1:
        whole = with_name(head, span, view)
    phrase = _Phrase(mention, head, whole, cast.name_at(head), view)
    names = _names(phrase)
    persons = sum(cast.is_person(cast.by_span[s]) for s in names)
    for name in names:
        where = _position(name, phrase)
        closing = where != "clause" and closes(name, whole, view)
        if _is_another(name, where, phrase) or not _may_speak(name, where, closing, phrase):
            continue
        between = Span(name.end, head.start) if name.end <= head.start else Span(head.end, name.start)
        marks = {
            f"place: {where}": 1.0,
            "names in phrase": float(len(names)),
            "persons in phrase": float(persons),
            "closes the phrase": float(closing),
            "name after head": float(name.start > head.start),
            "gap to head": float(min(FARTHEST, len(between.of(cast.text).split()))),
        }
        how = "" if where in SURE else ", but not as its head"
        individual = cast.by_span[name]
        yield Proposal.of(individual, f"name: {where}", f"the source names {cast.name(individual)}{how}", marks, cast)


def _names(phrase: _Phrase) -> list[Span]:
    """The names in a phrase: first those inside it, then the one at its head, or the one in apposition that it left out."""
    cast, own = phrase.view.cast, phrase.own
    names = cast.names_within(phrase.whole)[:MOST_NAMES]
    if own is None and phrase.mention.form == "name":
        own = _named_behind(phrase)
    elif own in names:
        own = None
    return [*names, own] if own is not None else names


def _named_behind(phrase: _Phrase) -> Span | None:
    """The name in apposition to a head that the source left out: "according to the minister, *Ruth Hale*, …"."""
    cast, head = phrase.view.cast, phrase.head
    named = [name for t in head.children("appos", "flat") if (name := cast.name_at(t)) is not None]
    return next((n for n in named if n.start >= phrase.whole.end and cast.by_span[n] == cast.named_by(head)), None)


def _position(name: Span, phrase: _Phrase) -> str:
    """The position of a name: by the parse or, where that is loose, by the words around it."""
    mention, head, view = phrase.mention, phrase.head, phrase.view
    where = position(name, head, view)
    if where in LOOSE:
        if issuing := issuing_position(name, head, view):
            return issuing
        if is_called(name, head):
            return "called"
        if is_set_off(name, phrase.whole, mention, view):
            return "apposition"
    elif (
        where == "compound"
        and mention.form == "body"
        and name.end + 1 >= head.start
        and view.language.bodies.like(head.lemma.lower())
        and not _of_another(view.cast.by_span[name], head, view)
    ):
        return "title"  # "Harbour magazine"
    return where


def _of_another(individual: int, head: Token, view: View) -> bool:
    """Whether a name before a noun for a body is that of another, to which it belongs: "the *Korean* company", "the *UN* agency",
    where another one is called an agency.
    """
    cast, fit, bodies = view.cast, view.descriptions.fit, view.language.bodies
    if cast.kind(individual) != "organization" or individual in cast.places:
        return True
    if view.descriptions.heads(individual, sure=True) & bodies.ending(fold(head.lemma)):
        return False
    others = (i for i, known in enumerate(cast.individuals) if known.kind == "organization" and i not in cast.places)
    return any(fit(head, i).noun >= LIKE_OFFICE and fit(head, i).said == 1 for i in others if i != individual)


def _is_another(name: Span, where: str, phrase: _Phrase) -> bool:
    """Whether a name is of somebody who has to do with the one who is described, or of no speaker at all."""
    mention, cast = phrase.mention, phrase.view.cast
    if phrase.own is None and of_another(lead_of(name, phrase.whole, phrase.view.document)):
        return True  # "the nephew of the author *Hale*"
    if where == "maker" and mention.form != "work" and is_role(phrase.head):
        return True  # "analysts led by *Hale*"
    if where == "apposition" and mention.form == "work" and mention.owner is not None:
        return True  # "her book, *Long Nights*": its title
    body = mention.form == "person" and not cast.is_person(cast.by_span[name])
    return body and after_preposition(name, phrase.head)  # "a columnist *for* the site *Norden*"


def _may_speak(name: Span, where: str, closing: bool, phrase: _Phrase) -> bool:
    """Whether the one named at a position may be the speaker, for this form of phrase."""
    form, own, cast = phrase.mention.form, phrase.own, phrase.view.cast
    if form in IMPERSONAL and where not in PERSONAL and cast.is_person(cast.by_span[name]) and not closing:
        return False
    if own is not None:
        if where == "maker" and not cast.is_person(cast.by_span[own]):
            return True  # a title: "*Long Nights* by Hale"
        if where not in {"head", "conjunct"}:
            return False  # the head has a name: "Hale, an analyst at *Norcrest*" is Hale
    return where in ALLOWED.get(form, BESIDE) or (closing and where not in {"owner", "compound"})


def names_itself(mention: Mention, view: View) -> bool:
    """Whether the source itself names the speaker: by a name at its head or beside it, or as in "Hale's campaign"."""
    token = mention.token
    if token is None or mention.form in PRONOUNS:
        return False
    if mention.form == "name" or view.cast.named_by(token) is not None or view.body_at(token.start) is not None:
        return True
    telling = TELLING[mention.form]
    if mention.owner is not None and mention.owner.upos == "PRON":
        telling -= {"name: compound"}  # "*her* Twitter account"
    return any(
        p.source in telling or (mention.form in CLOSED and p.marks["closes the phrase"])
        for p in names_inside(mention, view)
    )


def other_part(mention: Mention, view: View) -> Iterator[Proposal]:
    """The one whom another part of a split source names: "*Hale* said … the *nominee* went on"."""
    if mention.span is None or mention.form in {"name", "first"}:
        return
    cast = view.cast
    for part in mention.draft.source if len(mention.draft.source) > 1 else ():
        head = view.document.head_of(part)
        individual = cast.named_by(head) if head is not None else None
        if individual is not None and not part.start <= mention.at < part.end:
            reason = f"another part of the source names {cast.name(individual)}"
            yield Proposal.of(individual, "other part", reason, {}, cast)
