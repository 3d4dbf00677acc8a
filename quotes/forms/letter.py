"""Letters: recognises them, and finds who signs them.

A letter as a whole is not a quote, as its text is the article. What its "I" says ("I believe that …") is attributed as usual, but
to the signer instead of an unnamed author. The salutation quotes nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from quotes.attribution.draft import Draft, Rule, overlap
from quotes.document import Document
from quotes.forms.naming import INFERRED, SIGNED, called, persons_named
from quotes.span import Span
from quotes.speakers.candidates import View
from quotes.speakers.resolution import Resolution

__all__ = ["Letter", "Signers", "as_letter", "letter"]

LONGEST_NAME = 5  # words
LATEST_SALUTATION = 6  # paragraphs from the top; letterhead, date and address may be above it


@dataclass(frozen=True)
class Letter:
    """The salutation of a letter, the text from there to the closing, and the name of the signer."""

    salutation: Span
    body: Span
    signature: Span


def letter(document: Document) -> Letter | None:
    """The letter, if the article is one: it has a salutation, a closing, and a name below that."""
    text, lines, words = document.text, document.paragraphs, document.language.forms
    salutation, letter_closing = re.compile(words.salutation), re.compile(words.letter_closing)
    greeted = (salutation.match(text, s.start, s.end) for s in lines[:LATEST_SALUTATION])
    opening = next((Span(*m.span()) for m in greeted if m), None)
    if opening is None:
        return None
    for closing, name in pairwise(lines):
        if closing.start > opening.start and letter_closing.match(text, closing.start, closing.end):
            parts = name.of(text).split(",")[0].split()
            if 0 < len(parts) <= LONGEST_NAME and all(p[0].isupper() or len(p) < 4 for p in parts):
                end = name.start + name.of(text).find(parts[-1]) + len(parts[-1])
                return Letter(opening, Span(opening.start, closing.start), Span(name.start, end))
    return None


def as_letter(drafts: Sequence[Draft], document: Document) -> list[Draft]:
    """The drafts without those whose cue or source is in the salutation of a letter; what its "I" says is the signer's words."""
    whole = letter(document)
    if whole is None:
        return list(drafts)
    others = [d for d in drafts if not overlap((whole.salutation,), (s for s in (d.cue, *d.source) if s))]
    return [replace(d, rule=Rule.LETTER) if d.cue and _of_the_signer(d, whole, document) else d for d in others]


def _of_the_signer(draft: Draft, whole: Letter, document: Document) -> bool:
    """Whether the source of a draft is the "I" of a letter."""
    if (
        len(draft.source) != 1
        or draft.source[0].of(document.text).lower() not in document.language.pronouns.first_singular
    ):
        return False
    start = draft.source[0].start
    quoted = any(q.start <= start < q.end for q in document.quotations)
    return not quoted and whole.body.start <= start < whole.body.end


@dataclass(frozen=True)
class Signers:
    """The signers of an article that is a letter, or a page of letters to the editor."""

    view: View

    def resolution(self, draft: Draft) -> Resolution | None:
        """The signer, for a draft whose source is the first person of a letter; None for other drafts and articles."""
        document, cast, text = self.view.document, self.view.cast, self.view.document.text
        if len(draft.source) != 1 or draft.source[0].of(text).lower() not in document.language.pronouns.first:
            return None
        (source,) = draft.source
        if any(q.start <= source.start < q.end for q in document.quotations):
            return None
        whole = self._letter
        if whole is not None and _of_the_signer(draft, whole, document):
            name = whole.signature.of(text)
            step = f"the letter is signed by {name}"
            fits = persons_named(name, cast)
            if len(fits) == 1:
                return replace(called(fits.pop(), cast, source, SIGNED, step), form="pronoun")
            return Resolution(None, (), "person", name, source, "pronoun", SIGNED, (step,))
        author = next((who for at, who in self._signatures if at > source.start), None)
        if author is None:
            return None
        step = f"the letter is signed by {cast.name(author)}"
        return replace(called(author, cast, source, INFERRED, step), form="pronoun")

    @cached_property
    def _letter(self) -> Letter | None:
        return letter(self.view.document)

    @cached_property
    def _signatures(self) -> list[tuple[int, int]]:
        """In a page of letters: the offsets of the lines that are nothing but a person's name, and the person."""
        document, cast, text = self.view.document, self.view.cast, self.view.document.text
        openings = document.language.forms.letter_openings
        if not any(line.of(text).startswith(openings) for line in document.paragraphs):
            return []
        return [
            (line.start, cast.by_span[name])
            for line in document.paragraphs
            for name in cast.names_within(line)
            if line.of(text).strip(" .—–-") == name.of(text).strip(" .") and cast.is_person(cast.by_span[name])
        ]
