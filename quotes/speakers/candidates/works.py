"""Candidates for whom a work speaks: "her statement" for its owner, "the report" for whoever issued it or may have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from quotes.document import Token
from quotes.speakers.candidates.candidate import Proposal, Work
from quotes.speakers.candidates.issued import issuing_subject, owner_of_page
from quotes.speakers.candidates.meant import meant_by_owner
from quotes.speakers.candidates.named_after import name_of, proposed
from quotes.speakers.candidates.prominent import pool
from quotes.speakers.candidates.view import View
from quotes.speakers.mentions.mention import Mention

__all__ = ["issuers", "last_to_speak", "owners"]

MOST = 3  # issuers
FAR = 10  # sentences
PROMINENT = 2
SPEAKING = frozenset({"work", "thing"})
AHEAD = 8  # sentences after a work within which may stand who issued it


def owners(mention: Mention, view: View) -> Iterator[Proposal]:
    """The owner of the work, if a pronoun names it: "his letter"."""
    owner = mention.owner
    if owner is None or mention.form not in SPEAKING:
        return
    for one in meant_by_owner(owner, view):
        marks = {**one.marks, "owner by pronoun": 1.0}
        yield replace(one, source="owner", reason=f"“{owner.text}”: {one.reason}", marks=marks)


def issuers(mention: Mention, view: View) -> Iterator[Proposal]:
    """Who issued the last works of the kind before "the report", "the ruling"; in a headline, the first after it."""
    token = mention.token
    if token is None or mention.form not in {"work", "it"} or mention.owner is not None:
        return
    own = issuing_subject(token) is not None or owner_of_page(token) is not None
    seen: set[str] = set()
    for work in _alike(token, own, view):
        name = name_of(work.issuer, view)
        if name in seen or len(seen) == MOST:
            continue
        marks = {
            "issuer": 1.0,
            "issuer rank": float(len(seen)),
            "same noun": float(work.noun == token.lemma.lower()),
            "work ahead": float(work.at > token.start),
            "work distance": float(min(FAR, view.cast.sentences_between(work.at, token.start))),
            "through maker": float(own),
        }
        seen.add(name)
        yield proposed(work.issuer, "issuer", f"{name} issued the {work.noun}", marks, view)


def _alike(token: Token, own: bool, view: View) -> list[Work]:
    """The work itself, if its issuer is its `own`, else those that it may be, the last one before it first, then those after."""
    like = view.language.works.like(token.lemma.lower())
    works = [w for w in view.works if (w.at == token.start if own else w.noun in like and w.at != token.start)]
    before = [w for w in works if w.at <= token.start][::-1]
    after = [w for w in works if w.at > token.start and view.cast.sentences_between(w.at, token.start) <= AHEAD]
    return [*before, *after]


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
