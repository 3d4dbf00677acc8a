"""Interviews: the labels of those who ask and answer ("Q:", "**A.**"), and who they are.

The one who answers is the person whom the introduction mentions most often; of several, not the subject of its last sentence.
The one who asks is the other subject there ("Smith sat down with Brooks"), if there is exactly one, or else the only body there
("the interview that he gave to the Times"). If this is unclear, they are "interviewer" and "interviewee".
"""

from __future__ import annotations

import re
from collections import Counter

from quotes.document import Sentence
from quotes.forms.naming import INFERRED, PART, called
from quotes.lang.language import FormWords, one_of
from quotes.span import Span
from quotes.speakers.candidates import View
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
    answerer = _interviewee(view, opening)
    if not asks and answerer is not None:
        step = f"A is {view.cast.name(answerer)}, of whom the introduction speaks most"
        return called(answerer, view.cast, label, INFERRED, step)
    asker = _interviewer(view, opening, answerer) if asks and answerer is not None else None
    if asker is not None:
        step = f"Q is {view.cast.name(asker)}, named beside the answerer at the introduction's end"
        return called(asker, view.cast, label, INFERRED, step)
    who = "interviewer" if asks else "interviewee"
    step = f"{'Q' if asks else 'A'} is the {who}"
    return Resolution(None, (), "unnamed", who, label, "description", PART, (step,))


def _interviewee(view: View, opening: int) -> int | None:
    cast = view.cast
    people = {i for i in range(len(cast.individuals)) if cast.is_person(i)}
    counts = Counter(i for s in cast.spans if s.end < opening and (i := cast.by_span[s]) in people)
    for link in cast.links:
        if len(link.named) == 1:
            (individual,) = link.named
            if individual in people:
                counts[individual] += sum(m.end < opening for m in link.chain.mentions)
    most = {i for i in counts if counts[i] == max(counts.values())}
    if len(most) > 1:
        most -= _subjects(view, _last_of_introduction(view, opening))
    return most.pop() if len(most) == 1 else None


def _interviewer(view: View, opening: int, answerer: int) -> int | None:
    sentence = _last_of_introduction(view, opening)
    if sentence is None:
        return None
    others = _subjects(view, sentence) - {answerer}
    named = {i for t in sentence.tokens if (i := view.cast.of(t)) is not None}
    bodies = {i for i in named - view.cast.places if view.cast.kind(i) == "organization"}
    return next((group.pop() for group in (others, bodies if not others else set()) if len(group) == 1), None)


def _last_of_introduction(view: View, opening: int) -> Sentence | None:
    return next((s for s in reversed(view.document.sentences) if s.end <= opening), None)


def _subjects(view: View, sentence: Sentence | None) -> set[int]:
    """The persons who are named as subjects in a sentence."""
    subjects = (view.cast.of(t) for t in (sentence.tokens if sentence else ()) if t.deprel == "nsubj")
    return {i for i in subjects if i is not None and view.cast.is_person(i)}
