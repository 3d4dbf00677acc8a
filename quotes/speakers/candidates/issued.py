"""The works that somebody issued, as the article says: "the trust *released a report*", "a *study by Hale*".

In: a Document. Out: each work with the head of its issuer (`issued`), or with whom that means (`works_of`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotes.document import Document, Token
from quotes.speakers.candidates.bodies import body_meant
from quotes.speakers.candidates.candidate import Body, Work
from quotes.speakers.candidates.meant import meant_by_phrase
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import Descriptions, is_definite
from quotes.speakers.mentions.mention import owner_of
from quotes.speakers.salience import Salience
from quotes.speakers.subjects import speaks

__all__ = ["issued", "issuing_subject", "owner_of_page", "works_of"]


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
    for token in document.tokens:
        if (told := _told(token, cast)) is not None:
            noun, issuer = told
            yield noun, token, issuer


def _told(token: Token, cast: Cast) -> tuple[str, Token] | None:
    """The noun for the work that a token stands for, if it does, and the head of whoever issued it, if the article says so."""
    if token.upos == "VERB":
        return _by_deed(token)
    if token.upos == "PROPN":
        return _by_title(token, cast)
    return _by_noun(token, cast) if token.upos == "NOUN" else None


def _by_deed(verb: Token) -> tuple[str, Token] | None:
    """ "*Hale sued*": what its doer made by it."""
    acts, subject = verb.language.works.acts, verb.child("nsubj")
    if subject is None or subject.deprel != "nsubj" or verb.lemma.lower() not in acts:
        return None
    return acts[verb.lemma.lower()], subject


def _by_title(name: Token, cast: Cast) -> tuple[str, Token] | None:
    """ "*The Drowned Quay*, published *by Norden Press*": a name that is nobody's, but was released."""
    issuer = _releaser(name) if cast.kind_of(name) != "person" else None
    return (name.language.works.titled, issuer) if issuer is not None and not _several(issuer, cast) else None


def _by_noun(noun: Token, cast: Cast) -> tuple[str, Token] | None:
    """ "*Hale's report*"."""
    issuer = _issuer(noun, cast) if _may_be_issued(noun) else None
    if issuer is None or issuer.lower in noun.language.pronouns.relative or _several(issuer, cast):
        return None
    return noun.lemma.lower(), issuer


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
    return (
        owner_of(token)
        or _maker(token)
        or _releaser(token)
        or owner_of_page(token)
        or _before(token, cast)
        or issuing_subject(token)
        or _by_verb(token)
        or _who_says_in(token)
    )


def _maker(token: Token) -> Token | None:
    """ "A report *by Hale*"."""
    makers = token.language.works.makers
    return next((t for t in token.children("nmod") if {c.lower for c in t.children("case")} & makers), None)


def _releaser(token: Token) -> Token | None:
    """ "Figures released *by the trust*"."""
    released = _released(token)
    return _agent(released) if released is not None else None


def _released(token: Token) -> Token | None:
    """The verb behind a work that says that somebody issued it: "figures *released* by the trust"."""
    return next((t for t in token.children("acl") if t.lemma.lower() in token.language.works.issuing), None)


def _agent(verb: Token) -> Token | None:
    """The agent of a passive, which may hang on another word behind the verb: "conducted for the press *by Norden Research*"."""
    behind = (t for t in verb.subtree() if t.index > verb.index and t.relation in {"obl", "nmod"})
    makers = verb.language.agent_prepositions
    return next((t for t in behind if any(c.lower in makers for c in t.children("case"))), None)


def owner_of_page(work: Token) -> Token | None:
    """Whose page a work was published on: "a statement posted on *the bank*'s website"."""
    pages, verb = work.language.works.pages, _released(work)
    places = verb.children("obl", "nmod") if verb is not None else []
    owners = (owner_of(t) for t in places if t.lemma.lower() in pages)
    return next((t for t in owners if t is not None and t.upos != "PRON"), None)


def _before(token: Token, cast: Cast) -> Token | None:
    """ "A *Norden Research* report": a body, or by a study any name."""
    study = token.lemma.lower() in token.language.bodies.studies
    before = (t for t in token.children("compound") if _is_voice(t, cast) or (study and t.upos == "PROPN"))
    return next(before, None)


def _is_voice(token: Token, cast: Cast) -> bool:
    individual = cast.of(token)
    return individual is not None and cast.kind(individual) == "organization" and individual not in cast.places


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


def _by_verb(token: Token) -> Token | None:
    """ "*Hale* published a report", "a report was published *by Hale*"."""
    verb = token.head
    if verb is None or verb.lemma not in token.language.works.issuing:
        return None
    if token.relation == "obj":
        return verb.subject()
    return _agent(verb) if token.deprel == "nsubj:pass" else None


def _who_says_in(token: Token) -> Token | None:
    """ "*Hale* said in a statement", "according to *Hale* in a statement"."""
    works, verb = token.language.works, token.head
    if verb is None or not any(case.lower in works.outlets for case in token.children("case")):
        return None
    noun = token.lemma.lower()
    own, new = noun in works.own, noun in works.own_if_new and not is_definite(token)
    if token.relation == "obl" and (own or (new and verb.lemma in token.language.speech_verbs)):
        subject = verb.child("nsubj")
        return subject if own or (subject is not None and subject.deprel == "nsubj") else None
    return verb if token.relation == "nmod" and (own or new) and speaks(verb) else None
