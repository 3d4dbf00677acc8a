"""Candidates that a description rules out: whom the article calls something else, and whom it fits worse than another.

In: the candidates of a mention. Out: those that its description may mean. Whom the source names is not judged here.
"""

from __future__ import annotations

from quotes.document import Token
from quotes.query import fold
from quotes.speakers.candidates.candidate import Candidate
from quotes.speakers.candidates.context import CONTEXT, FIRST, OFTEN, PRIOR
from quotes.speakers.candidates.prominent import MOST
from quotes.speakers.candidates.view import View
from quotes.speakers.descriptions import LIKE_OFFICE, Fit
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.roles import is_role

__all__ = ["without_contradicted", "without_worse"]

DESCRIBED = frozenset({"person", "body"})
PROMINENT = 2  # of the most prominent, whom a description may mean whatever it fits
LOOSE = CONTEXT - {"chain"} | {"description"}
UNLIKE = 0.2  # a body whose kind is no likelier than this


def without_contradicted(proposed: list[Candidate], mention: Mention, view: View) -> list[Candidate]:
    """The candidates without those of the context whom the article calls something contradictory: a nurse is not "the judge"."""
    token = mention.token
    if token is None or mention.form not in DESCRIBED:
        return proposed
    another = _fits_somebody(proposed, token, mention, view)
    return [c for c in proposed if not _contradicted(c, token, mention, view, another)]


def _fits_somebody(proposed: list[Candidate], token: Token, mention: Mention, view: View) -> bool:
    """Whether the noun of a description fits one of the candidates; if a place stands before it, every word."""
    if mention.form != "person":
        return False
    _, places = _named_before(token, view)
    fits = [view.descriptions.fit(token, c.individual) for c in proposed if c.individual is not None]
    return any(fit.noun >= LIKE_OFFICE and (fit.said == 1 or not places) for fit in fits)


def _contradicted(candidate: Candidate, token: Token, mention: Mention, view: View, another: bool) -> bool:
    """Whether a candidate from the context has another office, kind or relation than the description has; if that fits `another`
    candidate, more are told apart.
    """
    owner = mention.owner
    if candidate.individual is None or not candidate.is_only_from(CONTEXT | FIRST):
        return False
    fit = view.descriptions.fit(token, candidate.individual)
    if owner is not None and owner.lower in view.language.pronouns.first:  # "*our* correspondent", "*my* father"
        return mention.form == "person" and fit.noun < LIKE_OFFICE
    if not candidate.is_only_from(CONTEXT):
        return False
    if mention.form == "body":
        return fit.noun == 0
    if owner is not None and owner.upos != "PRON" and candidate.is_only_from(PRIOR):
        return fit.noun < LIKE_OFFICE  # "*Hale's* doctor": nobody who is merely near
    if not is_role(token) or token.lemma.lower() in view.language.roles.any_office:
        return False
    return fit.noun == 0 and _has_not_the_office(candidate, fit, token, view, another)


def _has_not_the_office(candidate: Candidate, fit: Fit, token: Token, view: View, another: bool) -> bool:
    """Whether a candidate whom the article does not call so can hardly have the office of a description. If the description fits
    nobody (not `another`), the most prominent may have an office that the article does not tell.
    """
    bodies, places = _named_before(token, view)
    prominent = _is_prominent(candidate) if places else candidate.marks.get("salience rank") == 0.0
    if fit.said == 0 and candidate.is_only_from(PRIOR) and (bodies or (places and not prominent)):
        return True  # "the *FBI* director": nobody of whom the article says neither
    if fit.place < 0:
        return True  # "the *Ostranan* senator": nobody from elsewhere whom the article calls no such thing
    if another and candidate.is_only_from(OFTEN):
        return True  # "the clerk", where a clerk is named: nobody who is merely often named
    return (another or not prominent) and _has_an_office(candidate, view)


def _has_an_office(candidate: Candidate, view: View) -> bool:
    """Whether the article tells an office that not just anybody may have."""
    roles, facts = view.language.roles, view.facts.of
    offices = roles.nouns - roles.any_office
    return candidate.individual is not None and any(f.head in offices for f in facts.get(candidate.individual, ()))


def _is_prominent(candidate: Candidate) -> bool:
    """Whether a candidate is among the most prominent before the mention or the most named of the article."""
    marks = candidate.marks
    return min(marks.get("salience rank", MOST), marks.get("main figure rank", MOST)) < PROMINENT


def _named_before(token: Token, view: View) -> tuple[bool, bool]:
    """Whether the name of a body, and whether that of a place or party, stands before a noun of office: "the *FBI* director",
    "the *Ostranan* senator". The office that a place owns ("*Norcrest*'s mayor") is held in a body.
    """
    cast, parties = view.cast, view.language.places.party_of
    named = [t for t in token.children("compound", "amod", "nmod:poss") if cast.kind_of(t) == "organization"]
    loose = [t for t in named if t.deprel != "nmod:poss" and (cast.of(t) in cast.places or fold(t.text) in parties)]
    return len(loose) < len(named), bool(loose)


def without_worse(proposed: list[Candidate], mention: Mention, view: View) -> list[Candidate]:
    """The candidates, without those that the description does not fit if it fits another one in every word: if a court of appeals
    is named, "the appeals court" is not the Supreme Court; if a union is named, "the union" is not a mining company.
    """
    token = mention.token
    if token is None or mention.form not in DESCRIBED:
        return proposed
    fits = {
        c.key: view.descriptions.fit(token, c.individual)
        for c in proposed
        if c.individual is not None and c.kind != "group"  # no "*Ostranan* company" is the Ostranans
    }
    if not any(fit.noun >= LIKE_OFFICE and fit.said == 1 for fit in fits.values()):
        return proposed
    return [c for c in proposed if _is_as_good(c, fits.get(c.key), mention)]


def _is_as_good(candidate: Candidate, fit: Fit | None, mention: Mention) -> bool:
    """Whether a candidate may be meant though a description fits another one: it is prominent, more than the context proposes it,
    or the description fits it, too.
    """
    nameless = fit is not None and 0 < fit.noun < LIKE_OFFICE and fit.said == 1  # its name tells no kind
    if candidate.marks.get("salience rank", MOST) < PROMINENT and (mention.form == "person" or nameless):
        return True  # the ranker weighs who fits against who has just been spoken of
    return fit is None or not candidate.is_only_from(LOOSE) or (fit.noun > UNLIKE and fit.said > 0)
