"""Finds the speakers of an article's drafts: first by layout, then with the ranker, then by turn taking.

Layout is certain: a draft whose speaker it gives is not ranked. Turns of a conversation and quotations without a cue come last,
when all others are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes.attribution.draft import Draft, Rule
from quotes.document import Document
from quotes.forms.conversation import by_turns
from quotes.forms.letter import Signers
from quotes.forms.paragraph import by_neighbours
from quotes.forms.post import by_account
from quotes.forms.transcript import by_label
from quotes.speakers.candidates import View
from quotes.speakers.resolution import Resolution
from quotes.speakers.resolve import Speakers, speakers_of

__all__ = ["by_layout", "who_speaks"]


def who_speaks(document: Document, drafts: Sequence[Draft]) -> Speakers:
    """The speakers of `drafts`."""
    speakers = speakers_of(document, drafts, known=by_layout)
    resolutions = by_turns(drafts, speakers.resolutions, document, speakers.view.cast)
    resolutions = by_neighbours(drafts, resolutions, speakers.view.cast)
    return replace(speakers, resolutions=tuple(resolutions))


def by_layout(drafts: Sequence[Draft], view: View) -> dict[int, Resolution]:
    """The speakers that layout gives, by the index of the draft."""
    labels = [draft.source[0] for draft in drafts if draft.rule is Rule.TRANSCRIPT]
    signers = Signers(view)
    resolutions = {}
    for number, draft in enumerate(drafts):
        if draft.rule in {Rule.TURN, Rule.PARAGRAPH}:
            resolution: Resolution | None = Resolution()
        elif draft.rule is Rule.TRANSCRIPT:
            resolution = by_label(draft, labels, view)
        elif draft.rule is Rule.POST:
            resolution = by_account(draft, view)
        else:
            resolution = signers.resolution(draft)
        if resolution is not None:
            resolutions[number] = resolution
    return resolutions
