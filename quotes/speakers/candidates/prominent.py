"""Candidates of whom the text is about: the most prominent there, those in the mention's coreference chain, the main figures."""

from __future__ import annotations

from collections.abc import Iterator

from quotes.document import Token
from quotes.speakers.candidates.agreement import PERSONS, may_be, may_be_known
from quotes.speakers.candidates.candidate import Proposal
from quotes.speakers.candidates.view import View
from quotes.speakers.mentions.mention import Mention

__all__ = ["MOST", "coreferent", "main_figures", "pool", "prominent"]

MOST = 6  # of the most prominent
MOST_OF_CHAIN = 5
MAIN = 3
POOLED = frozenset({"he", "it", "they", "person", "body", "none"})
DESCRIBED = frozenset({"person", "body", "work"})


def prominent(mention: Mention, view: View) -> Iterator[Proposal]:
    """The most prominent individuals that agree with a pronoun, or with a description that names nobody."""
    anchor = mention.token or mention.verb or view.document.token_at(mention.at)
    if mention.form not in POOLED or anchor is None or not may_be_known(mention):
        return
    yield from pool(anchor, mention.form, mention.gender, view)


def pool(anchor: Token, form: str, gender: str | None, view: View) -> Iterator[Proposal]:
    """The most prominent individuals before a token whom a mention of this form and gender may mean."""
    snapshot = view.salience.at.get(anchor)
    if snapshot is None:
        return
    cast = view.cast
    agreeing = [
        (score, referent)
        for referent, score in snapshot.salience.items()
        if isinstance(referent, int) and may_be(referent, form, gender, view)
    ]
    agreeing.sort(reverse=True)
    for rank, (score, individual) in enumerate(agreeing[:MOST]):
        marks = {"salience rank": float(rank), "salience": score}
        reason = f"{cast.name(individual)} is {'the most prominent' if rank == 0 else 'less prominent'} there"
        yield Proposal.of(individual, "salience", reason, marks, cast)


def coreferent(mention: Mention, view: View) -> Iterator[Proposal]:
    """Those whom the coreference chain of the mention names."""
    token = mention.token
    link = view.cast.link_of(token) if token is not None else None
    if link is None or mention.form in {"name", "proper", "first", "second"} or not may_be_known(mention):
        return
    cast = view.cast
    total = sum(link.named.values())
    for individual, count in link.named.most_common(MOST_OF_CHAIN):
        if mention.form in PERSONS and not view.salience.agrees(individual, mention.gender, person=True):
            continue
        marks = {
            "chain share": count / total,
            "chain names": float(len(link.named)),
            "chain length": float(min(20, total)),
        }
        reason = f"a coreference chain of {len(link.chain.mentions)} mentions names {cast.name(individual)}"
        yield Proposal(
            ("individual", individual),
            cast.name(individual),
            cast.kind(individual),
            "chain",
            reason,
            marks,
            individual=individual,
            chain=link.spans,
        )


def main_figures(mention: Mention, view: View) -> Iterator[Proposal]:
    """The most mentioned that a definite description may mean, however long ago they were named."""
    token = mention.token
    if token is None or mention.form not in DESCRIBED or not mention.definite or not may_be_known(mention):
        return
    if mention.form == "work" and mention.owner is not None:
        return
    cast = view.cast
    able = [i for i in range(len(cast.individuals)) if may_be(i, mention.form, mention.gender, view)]
    able = [i for i in able if cast.starts[i] and cast.starts[i][0] < mention.at]
    able.sort(key=lambda i: -len(cast.starts[i]))
    for rank, individual in enumerate(able[:MAIN]):
        name = cast.name(individual)
        yield Proposal.of(
            individual, "main figure", f"the article names {name} often", {"main figure rank": float(rank)}, cast
        )
