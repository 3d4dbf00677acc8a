"""Candidates that a description fits: persons by their office and what is said of them, bodies by their kind."""

from __future__ import annotations

from collections.abc import Iterator

from quotes.query import fold
from quotes.speakers.candidates.agreement import may_be_known
from quotes.speakers.candidates.candidate import Proposal
from quotes.speakers.candidates.view import View
from quotes.speakers.descriptions import LIKE_OFFICE
from quotes.speakers.mentions.mention import Mention

__all__ = ["fitting"]

LEAST_NOUN = 0.2  # the least fit of a body's kind for a proposal here; other generators may still propose it
MOST = 5


def fitting(mention: Mention, view: View) -> Iterator[Proposal]:
    """The individuals of whom the article says what the description says, best fit first."""
    token = mention.token
    if token is None or mention.form not in {"person", "body"} or mention.plural:
        return
    cast, descriptions = view.cast, view.descriptions
    owner = mention.owner
    owned_by = cast.named_by(owner) if owner is not None else None
    known_here = may_be_known(mention)
    fits = []
    for individual, known in enumerate(cast.individuals):
        if individual == owned_by:
            continue
        if mention.form == "person":
            if known.kind != "person" or (mention.gender and cast.genders[individual] not in (None, mention.gender)):
                continue
            fit = descriptions.fit(token, individual)
        else:
            if known.kind != "organization" or individual in cast.places:
                continue
            fit = descriptions.fit(token, individual)
        if fit.noun >= LEAST_NOUN and (known_here or fit.noun >= LIKE_OFFICE):
            fits.append((fit.noun, fit.said, fit.exact, -_distance(individual, mention.at, view), individual))
    fits.sort(reverse=True)
    full = sum(1 for noun, said, *_ in fits if noun >= LIKE_OFFICE and said == 1)
    exact = sum(1 for noun, said, is_exact, *_ in fits if noun >= LIKE_OFFICE and said == 1 and is_exact)
    for noun, said, _, _, individual in fits[:MOST]:
        marks = {
            "fit: rivals": float(full),
            "fit: exact rivals": float(exact),
        }
        reason = f"“{fold(token.text)}” fits {cast.name(individual)}"
        reason += " only" if full == 1 and said == 1 and noun >= LIKE_OFFICE else ""
        yield Proposal.of(individual, "description", reason, marks, cast)


def _distance(individual: int, at: int, view: View) -> int:
    last = view.cast.last_named(individual, at + 1)
    following = view.cast.next_named(individual, at)
    return min(at - last if last is not None else 1 << 30, 2 * (following - at) if following is not None else 1 << 30)
