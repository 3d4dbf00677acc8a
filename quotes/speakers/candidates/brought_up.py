"""Candidates who are named where the article speaks of a work: "The trust will spend a million on a new ad. … The ad says …"."""

from __future__ import annotations

from collections.abc import Iterator

from quotes.document import Token
from quotes.speakers.candidates.bodies import body_meant
from quotes.speakers.candidates.candidate import Body, Proposal
from quotes.speakers.candidates.named_after import name_of, proposed
from quotes.speakers.candidates.position import position
from quotes.speakers.candidates.view import View
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.phrases import noun_span

__all__ = ["brought_up"]

MOST = 3  # bodies
BROUGHT_UP = 6  # mentions of works of the kind before, in which their issuer is looked for
AFTER = 3  # such mentions after a headline or lead
LEAD = 3  # sentences of these
FAR = 10  # sentences
SPEAKING = frozenset({"work", "thing"})
PREDICATES = frozenset({"VERB", "AUX", "ADJ", "ADV"})  # "The trust is *out* with an ad"
VOICES = frozenset({"owner", "compound", "maker", "inner maker", "outlet"})


def brought_up(mention: Mention, view: View) -> Iterator[Proposal]:
    """The bodies named where such a work is spoken of before (in a headline: after), in its phrase or as the subject of its
    sentence.
    """
    token = mention.token
    if token is None or mention.form not in SPEAKING or mention.owner is not None:
        return
    if not mention.definite and token.children("det", "nummod"):
        return  # "a poll" is another one
    seen: set[str] = set()
    for rank, work in enumerate(_spoken_of(token, view)):
        for body, marks in _voices(work, view):
            name = name_of(body, view)
            if name in seen or len(seen) == MOST:
                continue
            seen.add(name)
            noted = {**marks, **_marks(rank, work, token, view)}
            reason = f"{name} is named where the article speaks of the {work.lemma.lower()}"
            yield proposed(body, "brought up", reason, noted, view)


def _spoken_of(token: Token, view: View) -> list[Token]:
    """Where the article speaks of such a work: the last places before a token; in a headline or lead, then the first after it."""
    works = [t for t in view.spoken_of(view.language.works.like(token.lemma.lower())) if t is not token]
    before = [t for t in works if t.start < token.start][::-1][:BROUGHT_UP]
    after = [t for t in works if t.start > token.start][:AFTER] if token.sentence.index < LEAD else []
    return [*before, *after]


def _marks(rank: int, work: Token, token: Token, view: View) -> dict[str, float]:
    return {
        "brought up": 1.0,
        "brought up rank": float(rank),
        "brought up distance": float(min(FAR, view.cast.sentences_between(work.start, token.start))),
        "brought up same noun": float(work.lemma.lower() == token.lemma.lower()),
        "brought up ahead": float(work.start > token.start),
    }


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
