"""Passes that give words which two drafts have to one of them: nobody says the words of another's quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes.article import Span
from quotes.attribution.draft import Draft, Overlaps, overlap
from quotes.document import Document

__all__ = ["before_next", "once", "without_others"]

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


def before_next(drafts: Sequence[Draft], document: Document) -> list[Draft]:
    """A content ends before the next cue of its source: "She said *the mill was safe* and | urged all to stay"."""
    contents = Overlaps(d.content for d in drafts)
    out = list(drafts)
    for draft in drafts:
        if draft.cue is None or not draft.source or not draft.content:
            continue
        for number in contents.of([draft.cue]):
            other = drafts[number]
            if other is not draft and other.cue is not None and other.source == draft.source:
                out[number] = _ending_before(draft.cue, out[number], document)
    return out


def _ending_before(cue: Span, draft: Draft, document: Document) -> Draft:
    """The draft with its content cut off before a cue that is joined to it by a conjunction."""
    sentence = document.sentence_at(cue.start)
    verbs = document.language.speech_verbs
    joined = (t for t in sentence.within(cue) if t.relation == "conj" and t.lemma in verbs) if sentence else ()
    verb = next(iter(joined), None)
    joint = verb.child("cc") if verb is not None else None
    last = draft.content[-1]
    if sentence is None or joint is None or not last.start < joint.start < last.end:
        return draft
    kept = [t for t in sentence.within(last) if t.index < joint.index]
    while kept and kept[-1].upos == "PUNCT":
        kept.pop()
    return replace(draft, content=(*draft.content[:-1], Span(last.start, kept[-1].end))) if kept else draft


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
