"""Quotations that are paragraphs of their own, with nobody named near them: whoever is quoted before and after says them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes.attribution.draft import Draft, Rule
from quotes.speakers.cast import Cast
from quotes.speakers.resolution import Resolution

__all__ = ["by_neighbours"]

TRUST = 0.6  # that the speaker is right; on labelled news 6 of 6 are


def by_neighbours(drafts: Sequence[Draft], resolutions: Sequence[Resolution], cast: Cast) -> list[Resolution]:
    """The resolutions of drafts in text order, with speakers for quotation paragraphs between two quotes of one person.

    What somebody is said to think tells nothing of who goes on speaking.
    """
    out = list(resolutions)
    known = [n for n, draft in enumerate(drafts) if draft.rule is not Rule.PARAGRAPH and draft.act != "thought"]
    for number, draft in enumerate(drafts):
        if draft.rule is not Rule.PARAGRAPH:
            continue
        before = max((n for n in known if n < number), default=None)
        after = min((n for n in known if n > number), default=None)
        if before is None or after is None:
            continue
        one, other = out[before], out[after].individual
        if one.individual is not None and one.individual == other and cast.is_person(other):
            step = f"{cast.name(other)} is quoted before and after"
            out[number] = replace(
                one, head=None, form="description", confidence=TRUST, steps=(step,), chain=(), candidates=()
            )
    return out
