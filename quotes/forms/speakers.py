"""Who utters the drafts of an article: what layout says goes first, then the ranker, then turn taking.

Layout is certain: a draft that it has a speaker for is not ranked. Turns of a conversation wait until all others are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes.attribution.draft import Draft, Rule
from quotes.document import Document
from quotes.forms.conversation import by_turns
from quotes.forms.letter import Signers
from quotes.forms.post import account_answer
from quotes.forms.transcript import label_answer
from quotes.speakers.answer import Answer
from quotes.speakers.answers import Speakers, speakers_of
from quotes.speakers.candidates import View

__all__ = ["by_layout", "who_speaks"]


def who_speaks(document: Document, drafts: Sequence[Draft]) -> Speakers:
    """An answer for each of `drafts`."""
    speakers = speakers_of(document, drafts, known=by_layout)
    answers = by_turns(drafts, speakers.answers, document, speakers.view.cast)
    return replace(speakers, answers=tuple(answers))


def by_layout(drafts: Sequence[Draft], view: View) -> dict[int, Answer]:
    """The answers that layout gives, by the number of the draft."""
    labels = [draft.source[0] for draft in drafts if draft.rule is Rule.TRANSCRIPT]
    signers = Signers(view)
    answers = {}
    for number, draft in enumerate(drafts):
        if draft.rule is Rule.TURN:
            answer: Answer | None = Answer()
        elif draft.rule is Rule.TRANSCRIPT:
            answer = label_answer(draft, labels, view)
        elif draft.rule is Rule.POST:
            answer = account_answer(draft, view)
        else:
            answer = signers.answer(draft)
        if answer is not None:
            answers[number] = answer
    return answers
