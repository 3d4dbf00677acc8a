"""Makes the proposals of all generators one list of candidates: who is proposed twice is one candidate, with both reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotes.speakers.candidates.candidate import Candidate, Key, Proposal

__all__ = ["merged"]


def merged(proposals: Iterable[Proposal]) -> list[Candidate]:
    """The candidates in the order in which they are first proposed."""
    by_key: dict[Key, list[Proposal]] = {}
    for proposal in proposals:
        by_key.setdefault(proposal.key, []).append(proposal)
    return [_one(key, of) for key, of in by_key.items()]


def _one(key: Key, proposals: Sequence[Proposal]) -> Candidate:
    """The candidate of proposals with one key; where they differ, the first counts."""
    first = proposals[0]
    marks: dict[str, float] = {}
    for proposal in proposals:
        for name, value in proposal.marks.items():
            marks.setdefault(name, value)
    return Candidate(
        key=key,
        name=first.name,
        kind=first.kind,
        individual=first.individual,
        about=first.about if first.about is not None else first.individual,
        members=first.members,
        sources=tuple(dict.fromkeys(p.source for p in proposals)),
        reasons=tuple(dict.fromkeys(p.reason for p in proposals)),
        marks=marks,
        chain=next((p.chain for p in proposals if p.chain), ()),
    )
