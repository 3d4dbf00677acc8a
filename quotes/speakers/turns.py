"""Turn taking: in a conversation the paragraphs that name nobody go to the last two speakers by turns.

In: the drafts of an article, with answers. Out: the answers, with those of the turns that can be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes.article import Span
from quotes.attribution.draft import Draft, Rule, overlap
from quotes.document import Document
from quotes.forms.conversation import conversations
from quotes.speakers.answer import Answer
from quotes.speakers.cast import Cast

__all__ = ["by_turns"]

TRUST = 0.6  # in the first turn after one that says who speaks
LESS = 0.85  # times so much for every turn further on


def by_turns(drafts: Sequence[Draft], answers: Sequence[Answer], document: Document, cast: Cast) -> list[Answer]:
    """Answers with a speaker for the drafts of the rule "turn", as far as alternation gives one."""
    out = list(answers)
    if not any(d.rule is Rule.TURN for d in drafts):
        return out
    for run in conversations(document):
        told: list[Answer | None] = []
        numbers: list[int | None] = []
        for turn in run:
            here = [i for i, d in enumerate(drafts) if overlap(d.content, turn.spoken)]
            numbers.append(next((i for i in here if drafts[i].rule is Rule.TURN), None))
            known = [out[i] for i in here if drafts[i].rule is not Rule.TURN and _within(drafts[i], turn.paragraph)]
            told.append(next((a for a in known if _key(a) is not None), None))
        for order in (range(len(run)), range(len(run) - 1, -1, -1)):
            _alternate(told, numbers, list(order), cast)
        for number, answer in zip(numbers, told, strict=True):
            if number is not None and answer is not None:
                out[number] = answer
    return out


def _alternate(told: list[Answer | None], numbers: Sequence[int | None], order: Sequence[int], cast: Cast) -> None:
    """Fill the turns of `told` that are open, in `order`, each with the one of the last two speakers who has not just spoken."""
    last: Answer | None = None
    other: Answer | None = None
    for at in order:
        now = told[at]
        if now is None and numbers[at] is not None and last is not None and other is not None:
            trust = LESS * min(_sure(last), _sure(other)) if _by_turn(last) else min(TRUST, _sure(other))
            step = f"the turns of {_name(last, cast)} and {_name(other, cast)} alternate: this is the latter's"
            now = told[at] = replace(
                other, head=None, form="description", confidence=trust, steps=(step,), chain=(), candidates=()
            )
        if now is None:
            last = other = None
        elif last is None or _key(now) != _key(last):
            last, other = now, last


def _sure(answer: Answer) -> float:
    return answer.confidence if answer.confidence is not None else 1.0


def _by_turn(answer: Answer) -> bool:
    return answer.head is None


def _within(draft: Draft, paragraph: Span) -> bool:
    return bool(draft.source) and all(paragraph.start <= s.start and s.end <= paragraph.end for s in draft.source)


def _key(answer: Answer) -> object:
    """What two answers with one speaker share; None where nobody is known."""
    return answer.individual if answer.individual is not None else (answer.description or "").casefold() or None


def _name(answer: Answer, cast: Cast) -> str:
    return str(answer.description) if answer.individual is None else cast.name(answer.individual)
