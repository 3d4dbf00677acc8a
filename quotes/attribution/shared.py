"""Passes that give words which two drafts have to one of them: nobody says the words of another's quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes.attribution.draft import Draft, Overlaps, overlap

__all__ = ["once", "without_others"]

SAME = 0.9  # of the characters of both, for two contents to be one


def without_others(drafts: Sequence[Draft]) -> list[Draft]:
    """A part of a content that is the whole of another's, which has a cue of its own, is the other's: the next quotation."""
    wholes = {d.content[0]: n for n, d in enumerate(drafts) if len(d.content) == 1 and d.cue is not None}
    out = []
    for number, draft in enumerate(drafts):
        kept = tuple(part for part in draft.content if wholes.get(part, number) == number)
        shorter = kept and kept != draft.content
        out.append(replace(draft, content=kept) if shorter else draft)
    return out


def once(drafts: Sequence[Draft]) -> list[Draft]:
    """Of drafts with the same content, the one with the highest probability: "She said: “We will stay,” she said"."""
    contents = Overlaps(d.content for d in drafts)

    def is_second(number: int, draft: Draft) -> bool:
        rivals = ((n, drafts[n]) for n in contents.of(draft.content) if n != number)
        return any(
            overlap(draft.content, rival.content) >= SAME * max(draft.size, rival.size)
            and (rival.probability, -n) > (draft.probability, -number)
            for n, rival in rivals
        )

    return [draft for number, draft in enumerate(drafts) if not is_second(number, draft)]
