"""Candidates that are found through another noun: the owner or maker of what speaks, what "it" means, the subject of "is".

"The campaign's statement" speaks for the campaign, "a report by the inspector general" for whoever has that office; "his father"
is who has the surname of the owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quotes.article import Span
from quotes.document import Token
from quotes.query import fold
from quotes.speakers.candidates.candidate import Proposal
from quotes.speakers.candidates.described import fitting
from quotes.speakers.candidates.inside import names_inside
from quotes.speakers.candidates.named_after import called_after_another
from quotes.speakers.candidates.prominent import coreferent
from quotes.speakers.candidates.view import View
from quotes.speakers.candidates.works import issuers, owners
from quotes.speakers.descriptions import is_definite
from quotes.speakers.mentions.form import form_of
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.phrases import is_of, noun_span, plain

__all__ = ["apposed_to", "owner_described", "relatives", "thing_meant"]

LONGEST_NAME = 100  # characters
SPOKEN_FOR = frozenset({"work", "thing", "body", "person"})


def owner_described(mention: Mention, view: View) -> Iterator[Proposal]:
    """The candidates for the described owner or maker of the mention, or for its kind ("*company* documents")."""
    token = mention.token
    if token is None or mention.form not in SPOKEN_FOR:
        return
    parts = [("owner", t) for t in token.children("nmod:poss") if t.upos != "PRON"]
    makers = view.language.works.makers | {"of"}
    parts += [("maker", t) for t in token.children("nmod") if {c.lower for c in t.children("case")} & makers]
    released = next((t for t in token.children("acl") if t.lemma.lower() in view.language.works.issuing), None)
    if released is not None:
        parts += [("maker", t) for t in released.children("obl") if any(c.lower == "by" for c in t.children("case"))]
    bodies = view.language.bodies
    if mention.form in {"work", "thing"}:
        compound = token.children("compound")
        kinds = [t for t in compound if t.upos == "NOUN" and (t.text.islower() or t.index == 0)]
        if mention.owner is not None:
            kinds = [t for t in kinds if mention.form == "work" and view.body_at(t.start) is not None]
        parts += [("compound", t) for t in kinds if t.lemma in bodies.nouns or bodies.like(t.lemma)]
    for how, part in parts[:2]:
        untagged = part.upos == "PROPN" and view.cast.of(part) is None and part.text[0].isupper()
        untagged = untagged and fold(part.text) not in bodies.empty
        bearers = view.cast.surnames.get(fold(part.text), set()) if untagged else set()
        for individual in bearers if mention.form in {"work", "body"} else ():
            reason = f"{how} “{part.text}” is the surname of {view.cast.name(individual)}"
            yield Proposal.of(individual, "surname", reason, {f"place: {how}": 1.0}, view.cast)
        if untagged and not bearers:
            name = plain(noun_span(part), view.cast.text)
            yield Proposal(
                ("name", fold(name)),
                name,
                "organization",
                "proper noun",
                f"{how} “{name}”",
                {"place: maker" if how == "maker" else "place: owner": 1.0},
            )
        inner = replace(_inner(mention, part, view), definite=how == "compound" or is_definite(part))
        for source in (fitting, called_after_another, coreferent):
            for one in source(inner, view):
                marks = {**one.marks, f"through {how}": 1.0}
                yield replace(one, marks=marks, reason=f"{how} “{part.text}”: {one.reason}")


def thing_meant(mention: Mention, view: View) -> Iterator[Proposal]:
    """If "it" or "they" means a described thing: the candidates for whom that speaks."""
    token = mention.token
    if token is None or mention.form not in {"it", "they"}:
        return
    snapshot = view.salience.at.get(token)
    thing = snapshot.meant if snapshot is not None else None
    if not isinstance(thing, Token):
        return
    inner = _inner(mention, thing, view)
    for source in (names_inside, fitting, called_after_another, owners, issuers):
        for one in source(inner, view):
            yield replace(
                one,
                marks={**one.marks, "through it": 1.0},
                reason=f"“{token.text}” stands for “{thing.text}”: {one.reason}",
            )


def relatives(mention: Mention, view: View) -> Iterator[Proposal]:
    """ "His father", "the widow of Tom Hale": who has the surname of the owner."""
    token = mention.token
    owner = mention.owner or _of(token)
    if token is None or owner is None or token.lemma.lower() not in view.language.roles.kin or mention.plural:
        return
    cast = view.cast
    of = cast.named_by(owner)
    if of is None:
        snapshot = view.salience.at.get(owner)
        meant = snapshot.meant if snapshot is not None else None
        of = meant if isinstance(meant, int) else None
    if of is None or not cast.is_person(of):
        return
    bearers = max((who for who in cast.surnames.values() if of in who), key=len, default=set())
    for individual in sorted(bearers - {of}):
        if mention.gender and cast.genders[individual] not in (None, mention.gender):
            continue
        name = cast.name(individual)
        yield Proposal.of(
            individual,
            "relative",
            f"{name} has the surname of {cast.name(of)}",
            {"relatives": float(len(bearers) - 1)},
            cast,
        )


def _of(token: Token | None) -> Token | None:
    """The noun that "of" joins to a noun."""
    phrases = token.children("nmod") if token is not None else []
    return next((t for t in phrases if is_of(t)), None)


def apposed_to(mention: Mention, view: View) -> Iterator[Proposal]:
    """The individual whom the antecedent describes: "Ruth Moss, an investor who says …", "Moss is the investor who said …"."""
    token = mention.token
    if token is None or mention.form in {"name", "he", "it", "first", "second"}:
        return
    beside: list[tuple[str, Token]] = []
    if token.lower in view.language.pronouns.latter and (last := _last_person(token, view)) is not None:
        beside.append(("said of", last))
    first = token
    if not mention.plural and token.child("det", "nmod:poss") is None:
        while first.relation == "conj" and first.head is not None:
            first = first.head  # "Ruth Moss, a banker and former *aide*"
    if first.relation == "appos" and first.head is not None and view.cast.named_by(first.head) is not None:
        beside.append(("apposed to", first.head))
    elif (named := _set_off_before(mention, view)) is not None:
        beside.append(("apposed to", named))
    if token.child("cop") is not None and (subject := token.child("nsubj")) is not None:
        beside.append(("said of", subject))
    for how, other in beside:
        individual = view.cast.named_by(other)
        if individual is None and other.upos == "NOUN" and other.lemma.lower() not in view.language.roles.any_office:
            individual = view.descriptions.resolve(other)
        if individual is not None:
            name = view.cast.name(individual)
            yield Proposal.of(individual, "apposition", f"“{token.text}” is {how} {name}", {how: 1.0}, view.cast)


def _last_person(token: Token, view: View) -> Token | None:
    """The head of the last name of a person before a word, in its sentence or the one before: of "the *latter*"."""
    first = view.document.sentences[max(0, token.sentence.index - 1)].start
    before = view.cast.names_within(Span(first, token.start))
    names = [n for n in before if view.cast.is_person(view.cast.by_span[n])]
    return view.head_at(names[-1].start) if names else None


def _set_off_before(mention: Mention, view: View) -> Token | None:
    """The head of a name directly before a description between commas, whatever the parse: "Norden, *a union*, said"."""
    span, text = mention.span, view.cast.text
    kind = {"person": "person", "body": "organization"}.get(mention.form)
    if span is None or kind is None or mention.plural or not text[: span.start].endswith(", "):
        return None
    if not (text[: span.end].rstrip().endswith(",") or text.startswith(",", span.end)):
        return None
    name = next((n for n in view.cast.names_within(Span(max(0, span.start - LONGEST_NAME), span.start))[::-1]), None)
    if name is None or name.end != span.start - 2 or view.cast.kind(view.cast.by_span[name]) != kind:
        return None
    head = view.head_at(name.start)
    if head is None or head.child("case") is not None or view.cast.by_span[name] in view.cast.places:
        return None  # "Like Hale, the mayor, …"
    return head


def _inner(mention: Mention, token: Token, view: View) -> Mention:
    """A noun inside or after another mention, as a mention of its own."""
    return replace(
        mention,
        token=token,
        form=form_of(token, view.cast),
        at=token.start,
        span=noun_span(token),
        plural=token.has("Number=Plur"),
        definite=is_definite(token),
        gender=None,
        relative=True,
    )
