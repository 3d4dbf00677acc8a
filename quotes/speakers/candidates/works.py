"""Candidates for whom a work speaks: "her statement" for its owner, "the report" for whoever issued it, as the article says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from quotes.document import Document, Token
from quotes.speakers.candidates.candidate import Body, Proposal, View, Work
from quotes.speakers.candidates.context import pool
from quotes.speakers.candidates.named_after import called
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import Descriptions
from quotes.speakers.mentions import Mention
from quotes.speakers.salience import Salience

__all__ = ["issuers", "last_to_speak", "owners", "works_of"]

MOST = 3
PROMINENT = 2
SPEAKING = frozenset({"work", "thing"})


def works_of(
    document: Document, cast: Cast, descriptions: Descriptions, salience: Salience, bodies: Sequence[Body]
) -> tuple[Work, ...]:
    """The works that somebody issued, as the article says, in text order; only those whose issuer is known."""
    works = []
    at = {body.at: body for body in bodies}
    for noun, token, issuer in issued(document):
        if body := at.get(issuer.start) or _last_of_kind(issuer, bodies):
            works.append(Work(noun, token.start, body))
            continue
        individual = cast.named_by(issuer)
        if individual is None and issuer.lower in document.language.pronouns.gender:
            snapshot = salience.at.get(issuer)
            meant = snapshot.meant if snapshot is not None else None
            individual = meant if isinstance(meant, int) else None
        if individual is None and issuer.upos == "NOUN":
            meant_by = (descriptions.resolve(issuer), _named_in_chain(issuer, cast), descriptions.only_body(issuer))
            individual = next((i for i in meant_by if i is not None), None)
        if individual is not None:
            works.append(Work(noun, token.start, individual))
    return tuple(works)


def _named_in_chain(issuer: Token, cast: Cast) -> int | None:
    """The only individual that the coreference chain of an issuer names."""
    link = cast.link_of(issuer)
    return next(iter(link.named)) if link is not None and len(link.named) == 1 else None


def _last_of_kind(issuer: Token, bodies: Sequence[Body]) -> Body | None:
    """The campaign that "the campaign" means: the last one named before."""
    if issuer.upos != "NOUN" or issuer.child("nmod:poss") is not None:
        return None
    noun = issuer.lemma.lower()
    return next((b for b in reversed(bodies) if b.noun == noun and b.at < issuer.start), None)


def issued(document: Document) -> Iterator[tuple[str, Token, Token]]:
    """The noun, its token and the head of the issuer, for every work that somebody issued, as the article says."""
    works, polls = document.language.works, document.language.bodies.polls
    for token in document.tokens:
        lemma = token.lemma.lower()
        if token.upos == "VERB" and lemma in works.acts:
            subject = token.child("nsubj")
            if subject is not None and subject.deprel == "nsubj":
                yield works.acts[lemma], token, subject
        if token.upos != "NOUN" or lemma not in works.nouns | polls:
            continue
        issuer = token.child("nmod:poss") or next(
            (t for t in token.children("nmod") if {c.lower for c in t.children("case")} & works.makers), None
        )
        released = next((t for t in token.children("acl") if t.lemma.lower() in works.issuing), None)
        if issuer is None and released is not None:
            issuer = next(
                (t for t in released.children("obl") if any(c.lower == "by" for c in t.children("case"))), None
            )
        if issuer is None and lemma in document.language.bodies.studies:
            issuer = next((t for t in token.children("compound") if t.upos == "PROPN"), None)
        verb = token.head
        if issuer is None and verb is not None:
            if verb.lemma in works.issuing and token.relation == "obj":
                issuer = verb.subject()
            elif (
                token.relation == "obl" and lemma in works.own and any(c.lower == "in" for c in token.children("case"))
            ):
                issuer = verb.child("nsubj")
        if (
            issuer is not None
            and issuer.lower not in document.language.pronouns.relative
            and issuer.child("conj") is None
        ):
            yield lemma, token, issuer


def owners(mention: Mention, view: View) -> Iterator[Proposal]:
    """The owner of the work, if a pronoun names it: "his letter"."""
    owner = mention.owner
    if owner is None or mention.token is None or mention.form not in SPEAKING:
        return
    pronouns = view.language.pronouns
    if owner.lower not in pronouns.gender and owner.lower not in pronouns.neuter:
        return
    form = "he" if owner.lower in pronouns.gender else "it"
    snapshot = view.salience.at.get(owner)
    for one in pool(owner, form, pronouns.gender.get(owner.lower), view):
        marks = {
            **one.marks,
            "owner by pronoun": 1.0,
            "owner is meant": float(snapshot is not None and snapshot.meant == one.individual),
        }
        yield Proposal(
            one.key, one.name, one.kind, "owner", f"“{owner.text}”: {one.reason}", marks, individual=one.individual
        )


def last_to_speak(mention: Mention, view: View) -> Iterator[Proposal]:
    """ "Gallup put the share at half. According to the data …": who spoke or acted last may have issued what goes on speaking."""
    token = mention.token
    if token is None or mention.form not in SPEAKING or mention.owner is not None or not mention.definite:
        return
    snapshot = view.salience.at.get(token)
    speaker = snapshot.speaker if snapshot is not None else None
    active = [(speaker, "spoke last")] if isinstance(speaker, int) else []
    near = [one.individual for one in islice(pool(token, "it", None, view), PROMINENT)]
    active += [(individual, "is prominent") for individual in near if individual is not None]
    for individual, why in active:
        name = view.cast.name(individual)
        reason = f"{name} {why}, and may have issued the {token.lemma.lower()}"
        yield Proposal(
            ("individual", individual), name, view.cast.kind(individual), why, reason, {}, individual=individual
        )


def issuers(mention: Mention, view: View) -> Iterator[Proposal]:
    """Who issued the last works of the kind before "the report", "the ruling"; in a headline, the first after it."""
    token = mention.token
    if token is None or mention.form not in {"work", "it"} or mention.owner is not None:
        return
    noun = token.lemma.lower()
    like = view.language.works.like(noun)
    works = [w for w in view.works if w.noun in like and w.at != token.start]
    before = [w for w in works if w.at < token.start][::-1]
    after = [w for w in works if w.at > token.start and view.cast.sentences_between(w.at, token.start) <= MOST]
    seen: set[str] = set()
    for work in [*before, *after]:
        issuer = work.issuer
        name = issuer.name if isinstance(issuer, Body) else view.cast.name(issuer)
        if name in seen or len(seen) == MOST:
            continue
        marks = {
            "issuer": 1.0,
            "issuer rank": float(len(seen)),
            "same noun": float(work.noun == noun),
            "work ahead": float(work.at > token.start),
            "work distance": float(min(10, view.cast.sentences_between(work.at, token.start))),
        }
        seen.add(name)
        reason = f"{name} issued the {work.noun}"
        if isinstance(issuer, Body):
            yield called(issuer.name, issuer.owner, "issuer", reason, marks, view)
        else:
            kind = view.cast.kind(issuer)
            yield Proposal(("individual", issuer), name, kind, "issuer", reason, marks, individual=issuer)
