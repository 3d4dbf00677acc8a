"""Candidates for whom a work speaks: "her statement" for its owner, "the report" for whoever issued it, as the article says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from quotes.document import Document, Token
from quotes.speakers.candidates.bodies import body_meant
from quotes.speakers.candidates.candidate import Body, Proposal, Work
from quotes.speakers.candidates.meant import meant_by_owner, meant_by_phrase
from quotes.speakers.candidates.named_after import called
from quotes.speakers.candidates.position import position
from quotes.speakers.candidates.prominent import pool
from quotes.speakers.candidates.view import View
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import Descriptions, is_definite
from quotes.speakers.mentions.mention import Mention, owner_of
from quotes.speakers.phrases import noun_span
from quotes.speakers.salience import Salience
from quotes.speakers.subjects import speaks

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
        body = at.get(issuer.start) or body_meant(issuer, cast, salience) or _last_of_kind(issuer, bodies)
        who = body or meant_by_phrase(issuer, cast, descriptions, salience)
        if who is not None:
            works.append(Work(noun, token.start, who))
    return tuple(works)


def _last_of_kind(issuer: Token, bodies: Sequence[Body]) -> Body | None:
    """The campaign that "the campaign" means: the last one named before."""
    if issuer.upos != "NOUN" or issuer.child("nmod:poss") is not None:
        return None
    noun = issuer.lemma.lower()
    return next((b for b in reversed(bodies) if b.noun == noun and b.at < issuer.start), None)


def issued(document: Document, cast: Cast) -> Iterator[tuple[str, Token, Token]]:
    """The noun, its token and the head of the issuer, for every work that somebody issued, as the article says."""
    acts, relative = document.language.works.acts, document.language.pronouns.relative
    for token in document.tokens:
        lemma = token.lemma.lower()
        if token.upos == "VERB" and lemma in acts:
            subject = token.child("nsubj")
            if subject is not None and subject.deprel == "nsubj":
                yield acts[lemma], token, subject
        if token.upos == "PROPN" and cast.kind_of(token) != "person" and (published := _released(token)) is not None:
            agent = _agent(published)
            if agent is not None and not _several(agent, cast):
                yield document.language.works.titled, token, agent
        if token.upos != "NOUN" or not _may_be_issued(token):
            continue
        issuer = _issuer(token, cast)
        if issuer is not None and issuer.lower not in relative and not _several(issuer, cast):
            yield lemma, token, issuer


def _may_be_issued(token: Token) -> bool:
    """Whether a noun is one for a work; one for records and organs only if a clause says who released it."""
    works, bodies = token.language.works, token.language.bodies
    forms = {token.lemma.lower(), token.lower}
    if any(not forms.isdisjoint(nouns) for nouns in (works.nouns, works.documents, bodies.polls)):
        return True
    return bool(forms & works.organs) and (_released(token) is not None or issuing_subject(token) is not None)


def _several(issuer: Token, cast: Cast) -> bool:
    """Whether an issuer is one of several: "Norden *and Halden*"; not a name with "and" in it."""
    other, name = issuer.child("conj"), cast.name_at(issuer)
    return other is not None and (name is None or cast.name_at(other) != name)


def _issuer(token: Token, cast: Cast) -> Token | None:
    """The head of whoever issued a work, by its phrase, else by the clause that it stands in."""
    works = token.language.works
    if (owner := owner_of(token)) is not None:
        return owner
    makers = (t for t in token.children("nmod") if {c.lower for c in t.children("case")} & works.makers)
    if (maker := next(makers, None)) is not None:
        return maker
    if (released := _released(token)) is not None and (agent := _agent(released)) is not None:
        return agent
    if (owner := owner_of_page(token)) is not None:
        return owner
    study = token.lemma.lower() in token.language.bodies.studies
    before = (t for t in token.children("compound") if _is_voice(t, cast) or (study and t.upos == "PROPN"))
    return next(before, None) or issuing_subject(token) or _in_clause(token)


def _in_clause(token: Token) -> Token | None:
    """Who issues a work by the verb above it: "*Hale* published a report", "*Hale* said in a statement"."""
    works, verb = token.language.works, token.head
    if verb is None:
        return None
    if verb.lemma in works.issuing and token.relation == "obj":
        return verb.subject()
    if verb.lemma in works.issuing and token.deprel == "nsubj:pass":
        return _agent(verb)
    if not any(case.lower in works.outlets for case in token.children("case")):
        return None
    noun = token.lemma.lower()
    new = noun in works.own_if_new and not is_definite(token)
    if token.relation == "obl" and (noun in works.own or (new and verb.lemma in token.language.speech_verbs)):
        subject = verb.child("nsubj")
        return subject if noun in works.own or (subject is not None and subject.deprel == "nsubj") else None
    if token.relation == "nmod" and (noun in works.own or new) and speaks(verb):
        return verb  # "according to *Hale* in a statement"
    return None


def _released(token: Token) -> Token | None:
    """The verb behind a work that says that somebody issued it: "figures *released* by the trust"."""
    return next((t for t in token.children("acl") if t.lemma.lower() in token.language.works.issuing), None)


def owner_of_page(work: Token) -> Token | None:
    """Whose page a work was published on: "a statement posted on *the bank*'s website"."""
    pages, verb = work.language.works.pages, _released(work)
    places = verb.children("obl", "nmod") if verb is not None else []
    owners = (owner_of(t) for t in places if t.lemma.lower() in pages)
    return next((t for t in owners if t is not None and t.upos != "PRON"), None)


def _agent(verb: Token) -> Token | None:
    """The agent of a passive, which may hang on another word behind the verb: "conducted for the press *by Norden Research*"."""
    behind = (t for t in verb.subtree() if t.index > verb.index and t.relation in {"obl", "nmod"})
    makers = verb.language.agent_prepositions
    return next((t for t in behind if any(c.lower in makers for c in t.children("case"))), None)


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
    for name in cast.names_within(noun_span(work)):
        individual = cast.by_span[name]
        if cast.kind(individual) == "organization" and position(name, work, view) in VOICES:
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
    """ "Gallup put the share at half. According to the data …": who spoke or acted last may have issued what goes on speaking;
    and "*it* was also said" by whoever spoke last.
    """
    token = mention.token
    if token is None or mention.owner is not None:
        return
    passive = mention.form == "it" and token.deprel == "nsubj:pass"
    if not (passive or (mention.form in SPEAKING and mention.definite)):
        return
    snapshot = view.salience.at.get(token)
    speaker = snapshot.speaker if snapshot is not None else None
    if isinstance(speaker, int):
        yield _active(speaker, "spoke last", token, view)
    if passive:
        return
    near = list(islice(pool(token, "it", None, view), PROMINENT))
    if token.lemma.lower() in view.language.works.made_public:
        near += islice(pool(token, "person", None, view), 1)
    for one in near:
        if one.individual is not None:
            yield _active(one.individual, "is prominent", token, view)


def _active(individual: int, why: str, token: Token, view: View) -> Proposal:
    name = view.cast.name(individual)
    reason = f"{name} {why}, and may {'be meant by' if token.upos == 'PRON' else 'have issued'} “{token.text}”"
    return Proposal.of(individual, why, reason, {}, view.cast)


def issuers(mention: Mention, view: View) -> Iterator[Proposal]:
    """Who issued the last works of the kind before "the report", "the ruling"; in a headline, the first after it."""
    token = mention.token
    if token is None or mention.form not in {"work", "it"} or mention.owner is not None:
        return
    noun = token.lemma.lower()
    like = view.language.works.like(noun)
    own = issuing_subject(token) is not None or owner_of_page(token) is not None
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
            yield Proposal.of(issuer, "issuer", reason, marks, view.cast)
