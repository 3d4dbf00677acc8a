"""Candidates for whom a work speaks: "her statement" for its owner, "the report" for whoever issued it, as the article says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from quotes.document import Document, Token
from quotes.speakers.candidates.candidate import Body, Proposal, View, Work
from quotes.speakers.candidates.context import meant_by_owner, pool
from quotes.speakers.candidates.named_after import body_meant, called
from quotes.speakers.candidates.phrase import place_in_phrase
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import Descriptions
from quotes.speakers.mentions import Mention, owner_of
from quotes.speakers.salience import Salience

__all__ = ["brought_up", "issuers", "last_to_speak", "owners", "works_of"]

MOST = 3
PROMINENT = 2
SPEAKING = frozenset({"work", "thing"})
AHEAD = 8  # sentences after a work within which may stand who issued it
BROUGHT_UP = 6  # mentions of works of the kind in which their issuer is looked for
PREDICATES = frozenset({"VERB", "AUX", "ADJ", "ADV"})  # "The trust is *out* with an ad"
VOICES = frozenset({"owner", "compound", "maker", "inner maker", "outlet"})


def works_of(
    document: Document, cast: Cast, descriptions: Descriptions, salience: Salience, bodies: Sequence[Body]
) -> tuple[Work, ...]:
    """The works that somebody issued, as the article says, in text order; only those whose issuer is known."""
    works = []
    at = {body.at: body for body in bodies}
    for noun, token, issuer in issued(document, cast):
        if body := at.get(issuer.start) or body_meant(issuer, cast, salience) or _last_of_kind(issuer, bodies):
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


def issued(document: Document, cast: Cast) -> Iterator[tuple[str, Token, Token]]:
    """The noun, its token and the head of the issuer, for every work that somebody issued, as the article says."""
    works, polls = document.language.works, document.language.bodies.polls
    for token in document.tokens:
        lemma = token.lemma.lower()
        if token.upos == "VERB" and lemma in works.acts:
            subject = token.child("nsubj")
            if subject is not None and subject.deprel == "nsubj":
                yield works.acts[lemma], token, subject
        if token.upos != "NOUN" or (lemma not in works.nouns | polls and not _released(token)):
            continue
        issuer = owner_of(token) or next(
            (t for t in token.children("nmod") if {c.lower for c in t.children("case")} & works.makers), None
        )
        released = next((t for t in token.children("acl") if t.lemma.lower() in works.issuing), None)
        if issuer is None and released is not None:
            issuer = _agent(released)
        if issuer is None:
            study = lemma in document.language.bodies.studies
            issuer = next(
                (t for t in token.children("compound") if _is_voice(t, cast) or (study and t.upos == "PROPN")), None
            )
        issuer = issuer or issuing_subject(token)
        verb = token.head
        if issuer is None and verb is not None:
            if verb.lemma in works.issuing and token.relation == "obj":
                issuer = verb.subject()
            elif verb.lemma in works.issuing and token.deprel == "nsubj:pass":
                issuer = _agent(verb)
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


def _agent(verb: Token) -> Token | None:
    """The agent of a passive, which may hang on another word behind the verb: "conducted for the press *by Norden Research*"."""
    behind = (t for t in verb.subtree() if t.index > verb.index and t.relation in {"obl", "nmod"})
    makers = verb.language.agent_prepositions
    return next((t for t in behind if any(c.lower in makers for c in t.children("case"))), None)


def _released(token: Token) -> bool:
    """Whether a noun is one for documents of which a clause says who released them: "figures *the trust released*"."""
    return bool({token.lemma.lower(), token.lower} & token.language.works.documents) and bool(issuing_subject(token))


def issuing_subject(work: Token) -> Token | None:
    """Who issues a work in a clause about it without a pronoun: "figures *her campaign* released", "an account *he* gave"."""
    for clause in work.children("acl"):
        subject = clause.child("nsubj")
        if (
            clause.lemma.lower() in work.language.works.issuing
            and subject is not None
            and subject.deprel == "nsubj"
            and work.end < subject.start < clause.start
            and subject.lower not in work.language.pronouns.relative
        ):
            return subject
    return None


def _is_voice(token: Token, cast: Cast) -> bool:
    individual = cast.of(token)
    return individual is not None and cast.kind(individual) == "organization" and individual not in cast.places


def brought_up(mention: Mention, view: View) -> Iterator[Proposal]:
    """ "The trust will spend a million on a new ad. … The ad says …": the bodies named where such a work is spoken of before (in
    a headline: after), in its phrase or as the subject of its sentence.
    """
    token = mention.token
    if token is None or mention.form not in SPEAKING or mention.owner is not None:
        return
    if not mention.definite and token.children("det", "nummod"):
        return  # "a poll" is another one
    noun = token.lemma.lower()
    works = [t for t in view.spoken_of(view.language.works.like(noun)) if t is not token]
    before = [t for t in works if t.start < token.start][::-1][:BROUGHT_UP]
    after = [t for t in works if t.start > token.start][:MOST] if token.sentence.index < MOST else []
    seen: set[str] = set()
    for rank, work in enumerate([*before, *after]):
        for body, marks in _voices(work, view):
            name = body.name if isinstance(body, Body) else view.cast.name(body)
            if name in seen or len(seen) == MOST:
                continue
            seen.add(name)
            noted = {
                **marks,
                "brought up": 1.0,
                "brought up rank": float(rank),
                "brought up distance": float(min(10, view.cast.sentences_between(work.start, token.start))),
                "brought up same noun": float(work.lemma.lower() == noun),
                "brought up ahead": float(work.start > token.start),
            }
            reason = f"{name} is named where the article speaks of the {work.lemma.lower()}"
            if isinstance(body, Body):
                yield called(body.name, body.owner, "brought up", reason, noted, view)
            else:
                yield Proposal.of(body, "brought up", reason, noted, view.cast)


def _voices(work: Token, view: View) -> Iterator[tuple[int | Body, dict[str, float]]]:
    """The bodies in the phrase of a work, and the subjects of the verbs above it."""
    cast = view.cast
    for name in cast.names_within(cast.noun_span(work)):
        individual = cast.by_span[name]
        if cast.kind(individual) == "organization" and place_in_phrase(name, work, view) in VOICES:
            yield individual, {"brought up inside": 1.0}
    for verb in work.ancestors():
        subject = verb.child("nsubj") if verb.upos in PREDICATES else None
        if subject is None or subject is work or subject.deprel != "nsubj":
            continue
        issues = float(verb.lemma in view.language.works.issuing)
        if body := view.body_at(subject.start) or body_meant(subject, cast, view.salience):
            yield body, {"brought up issuing": issues}
        elif (named := cast.named_by(subject)) is not None and cast.kind(named) == "organization":
            yield named, {"brought up issuing": issues}


def owners(mention: Mention, view: View) -> Iterator[Proposal]:
    """The owner of the work, if a pronoun names it: "his letter"."""
    owner = mention.owner
    if owner is None or mention.form not in SPEAKING:
        return
    for one in meant_by_owner(owner, view):
        marks = {**one.marks, "owner by pronoun": 1.0}
        yield replace(one, source="owner", reason=f"“{owner.text}”: {one.reason}", marks=marks)


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
        yield Proposal.of(individual, why, reason, {}, view.cast)


def issuers(mention: Mention, view: View) -> Iterator[Proposal]:
    """Who issued the last works of the kind before "the report", "the ruling"; in a headline, the first after it."""
    token = mention.token
    if token is None or mention.form not in {"work", "it"} or mention.owner is not None:
        return
    noun = token.lemma.lower()
    like = view.language.works.like(noun)
    own = issuing_subject(token) is not None
    works = [w for w in view.works if (w.at == token.start if own else w.noun in like and w.at != token.start)]
    before = [w for w in works if w.at <= token.start][::-1]
    after = [w for w in works if w.at > token.start and view.cast.sentences_between(w.at, token.start) <= AHEAD]
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
            "through maker": float(own),
        }
        seen.add(name)
        reason = f"{name} issued the {work.noun}"
        if isinstance(issuer, Body):
            yield called(issuer.name, issuer.owner, "issuer", reason, marks, view)
        else:
            kind = view.cast.kind(issuer)
            yield Proposal(("individual", issuer), name, kind, "issuer", reason, marks, individual=issuer)
