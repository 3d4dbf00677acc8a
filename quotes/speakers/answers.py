"""Who utters the drafts of an article: by what layout says, where it says it, else by the source mention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes.attribution.draft import Draft, Rule
from quotes.document import Document
from quotes.document.marks import Quotation
from quotes.forms.letter import Letter, letter
from quotes.forms.transcript import PARTY
from quotes.speakers.answer import Answer
from quotes.speakers.labels import account, party, persons_named, transcript_label
from quotes.speakers.pronouns import FIRST_SINGULAR
from quotes.speakers.resolve import Resolver
from quotes.speakers.turns import by_turns

__all__ = ["answers"]


def answers(drafts: Sequence[Draft], document: Document, resolver: Resolver) -> list[Answer]:
    """An answer for each of `drafts`, in their order."""
    labels = [d.source[0] for d in drafts if d.rule is Rule.TRANSCRIPT]
    written = [label.of(resolver.text) for label in labels]
    whole = letter(document)

    def answer(draft: Draft) -> Answer:
        if draft.rule is Rule.TRANSCRIPT:
            (label,) = draft.source
            if PARTY.fullmatch(label.of(resolver.text)):
                return party(label, labels[0].start, resolver)
            return transcript_label(label, written, resolver)
        if draft.rule is Rule.POST:
            return account(draft.source[0], resolver)
        return _signer(draft, whole, document.quotations, resolver) or resolver.resolve(draft.source)

    return by_turns(drafts, [answer(d) for d in drafts], document, resolver)


def _signer(draft: Draft, found: Letter | None, marks: Sequence[Quotation], resolver: Resolver) -> Answer | None:
    """The signer, where the source of `draft` is the first person of the letter `found`; else None."""
    if found is None or len(draft.source) != 1 or draft.source[0].of(resolver.text).lower() not in FIRST_SINGULAR:
        return None
    (source,) = draft.source
    if not found.body.start <= source.start < found.body.end or any(q.start <= source.start < q.end for q in marks):
        return None
    name = found.signature.of(resolver.text)
    step = f"the letter is signed by {name}"
    answer = Answer(None, (), "person", name, source, "pronoun", 0.85, (step,))
    fits = persons_named(name, resolver)
    return replace(answer, individual=fits.pop(), description=None) if len(fits) == 1 else answer
