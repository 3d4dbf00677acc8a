"""Candidates for somebody who is described before being named: who is named soon after, and who is the first to speak by name.

So do headlines and leads: "Expert says …", then "Ruth Hale, the expert, said …".
"""

from __future__ import annotations

from collections.abc import Iterator

from quotes.document import Token
from quotes.speakers.candidates.agreement import may_be, may_be_known
from quotes.speakers.candidates.candidate import Proposal
from quotes.speakers.candidates.view import View
from quotes.speakers.descriptions import determiners
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.subjects import is_subject

__all__ = ["first_to_speak", "named_next"]

BEGINNING = 4  # sentences of headlines and lead
SOON = 2  # sentences
MOST = 3  # of those who are named soon, and of those who speak first


def named_next(mention: Mention, view: View) -> Iterator[Proposal]:
    """Who is named for the first time soon after: a headline's "Lawmaker", "a top aide … Mr. Moss said"."""
    if mention.form not in {"he", "person", "body", "work"} or mention.token is None or mention.plural:
        return
    cast = view.cast
    sentence = mention.token.sentence.index
    rank = 0
    for following in view.document.sentences[sentence : sentence + SOON + 2]:
        for token in following.tokens:
            if token.start <= mention.at or token.relation not in {"nsubj", "appos", "flat", "obl", "obj"}:
                continue
            individual = cast.of(token)
            if individual is None or not may_be(individual, mention.form, mention.gender, view):
                continue
            before = cast.last_named(individual, mention.at)
            if before is not None and following.index > sentence:
                continue
            if not may_be_known(mention) and following.index > sentence + 1:
                continue
            marks = {
                "named next": float(following.index - sentence) + 1,
                "named next as subject": float(is_subject(token)),
                "named next rank": float(rank),
            }
            yield Proposal.of(individual, "named next", f"{cast.name(individual)} is named soon after", marks, cast)
            rank += 1
            if rank == MOST:
                return


def first_to_speak(mention: Mention, view: View) -> Iterator[Proposal]:
    """At the beginning: who says something first by name, whom a headline or lead only describes: "Expert says …"."""
    token = mention.token
    if token is None or mention.form not in {"person", "proper", "thing"} or mention.plural:
        return
    if token.sentence.index >= BEGINNING or (mention.form == "thing" and not _bare(token)):
        return
    cast = view.cast
    for rank, individual in enumerate(view.first_speakers[:MOST]):
        if mention.gender and cast.genders[individual] not in (None, mention.gender):
            continue
        name = cast.name(individual)
        yield Proposal.of(
            individual,
            "speaks first",
            f"{name} is the first to speak by name" if rank == 0 else f"{name} speaks early on",
            {"speaks first rank": float(rank)},
            cast,
        )


def _bare(token: Token) -> bool:
    return not determiners(token, "det", "nummod", "nmod:poss")
