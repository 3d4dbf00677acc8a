"""Interviews: the labels of those who ask and answer ("Q:", "**A.**"), and who they are.

The one who answers is the person whom the introduction mentions most often; of several, not the subject of its last sentence.
The one who asks is the other subject there ("Smith sat down with Brooks"), if there is exactly one, or else the only body there
("the interview that he gave to the Times"). If this is unclear, they are "interviewer" and "interviewee".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set

from quotes.document import Token
from quotes.forms.naming import INFERRED, PART, called
from quotes.lang.language import FormWords, one_of
from quotes.span import Span
from quotes.speakers.candidates import View
from quotes.speakers.cast import Cast
from quotes.speakers.resolution import Resolution

__all__ = ["by_part", "is_party", "parties"]


def parties(words: FormWords) -> str:
    """A pattern for the labels of an interview, which may be numbered."""
    return rf"{one_of((*words.askers, *words.answerers))}\d*"


def is_party(label: str, words: FormWords) -> bool:
    """Whether a label is one of an interview."""
    return re.fullmatch(parties(words), label) is not None


def by_part(label: Span, opening: int, view: View) -> Resolution:
    """Who asks or answers, by a label; `opening` is the offset of the first label, where the introduction ends."""
    words, written = view.document.language.forms, label.of(view.document.text)
    asks = re.fullmatch(rf"{one_of(words.askers)}\d*", written) is not None
    last = next((s for s in reversed(view.document.sentences) if s.end <= opening), None)
    ends = last.tokens if last is not None else ()
    subjects = {
        i for t in ends if t.deprel == "nsubj" and (i := view.cast.of(t)) is not None and view.cast.is_person(i)
    }
    answerer = _interviewee(view.cast, opening, subjects)
    if not asks and answerer is not None:
        step = f"A is {view.cast.name(answerer)}, whom the introduction is about"
        return called(answerer, view.cast, label, INFERRED, step)
    asker = _interviewer(view.cast, ends, subjects - {answerer}) if asks and answerer is not None else None
    if asker is not None:
        step = f"Q is {view.cast.name(asker)}, named beside the answerer at the introduction's end"
        return called(asker, view.cast, label, INFERRED, step)
    who = "interviewer" if asks else "interviewee"
    step = f"{'Q' if asks else 'A'} is the {who}"
    return Resolution(None, (), "unnamed", who, label, "description", PART, (step,))


def _interviewee(cast: Cast, opening: int, subjects: Set[int]) -> int | None:
    """The person whom the introduction mentions most often; of several, the one not among the `subjects` of its last sentence."""
    people = {i for i in range(len(cast.individuals)) if cast.is_person(i)}
    counts = Counter(i for s in cast.spans if s.end < opening and (i := cast.by_span[s]) in people)
    for link in cast.links:
        if len(link.named) == 1:
            (individual,) = link.named
            if individual in people:
                counts[individual] += sum(m.end < opening for m in link.chain.mentions)
    highest = max(counts.values(), default=0)
    most = {i for i, count in counts.items() if count == highest}
    if len(most) > 1:
        most -= subjects
    return most.pop() if len(most) == 1 else None


def _interviewer(cast: Cast, ends: Sequence[Token], others: Set[int]) -> int | None:
    """The only one of the `others` who are subjects where the introduction `ends`, or else the only body there."""
    named = {i for t in ends if (i := cast.of(t)) is not None}
    bodies = {i for i in named - cast.places if cast.kind(i) == "organization"}
    group = others or bodies
    return next(iter(group)) if len(group) == 1 else None
