"""Headlines with quotes: "Harding: I will win", "'I will win': Harding", "I will win - Harding".

Only the first line of an article can be one, and one side must be able to speak: a person, an organisation, a role, or a noun
such as "report" or "police". The other side must be a clause or in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quotes.article import Span
from quotes.attribution.draft import Draft, Overlaps, Rule
from quotes.document import Document, Token
from quotes.lang.language import one_of

__all__ = ["headline_drafts"]

LONGEST = 200  # characters of a headline
LONGEST_SOURCE = 7  # words
SURE = 0.5  # a draft with at least this score is kept rather than what the headline's layout says
SEPARATOR = re.compile(r"(?P<colon>:)\s+|\s(?P<dash>[-–—―])\s")
CLOSING = "\"”’'»"


def headline_drafts(document: Document, known: Sequence[Draft]) -> list[Draft]:
    """The quote in an article's headline, unless one of the drafts `known` has it already and is sure of it."""
    lines = document.paragraphs
    if not lines or lines[0].end - lines[0].start > LONGEST:
        return []
    draft = next(_Headline(document, lines[0]).drafts(), None)
    if draft is None:
        return []
    read = Overlaps(d.content for d in known)
    return [] if any(known[i].score >= SURE for i in read.of(draft.content)) else [draft]


class _Headline:
    def __init__(self, document: Document, line: Span) -> None:
        self.text = document.text
        self.words = document.language.forms
        self.about = re.compile(rf"\s{one_of(self.words.headline_topics)}\s", re.IGNORECASE)
        self.line = Span(line.start, line.start + len(line.of(self.text).rstrip(". ")))
        self.tokens = [t for t in document.within(line) if line.start <= t.start]
        self.quotations = [q for q in document.quotations if q.start < line.end]
        self.names = [e for e in document.entities if e.type in {"Person", "Organization"}]
        below = [e for e in self.names if e.type == "Person" and e.start >= line.end]
        self.surnames = {self.text[e.start : e.end].split()[-1] for e in below}

    def drafts(self) -> Iterator[Draft]:
        marks = [m for m in SEPARATOR.finditer(self.text, *self.line) if not self._quoted(m.start())]
        for mark in marks:
            before, after = Span(self.line.start, mark.start()), Span(mark.end(), self.line.end)
            cue = Span(*mark.span("colon" if mark["colon"] else "dash"))
            if mark["colon"] and (source := self._speaker(before)) and self._said(after):
                yield self._draft(after, cue, source)
            elif self._said(before) and (source := self._speaker(after, closing=True)):
                quoted = self.text[before.end - 1] in CLOSING
                if mark["colon"] or source.of(self.text).split()[-1] in self.surnames or quoted:
                    yield self._draft(before, cue, source)
            elif mark["colon"] and self.text[before.end - 1] in CLOSING and (source := self._subject(after)):
                yield self._draft(before, cue, source)

    def _draft(self, content: Span, cue: Span, source: Span) -> Draft:
        step = f"the layout of the headline gives the words to “{source.of(self.text)}”"
        return Draft((content,), cue, (source,), Rule.HEADLINE, 0.8, (step,), 0.9, 0.9, 0.8)

    def _quoted(self, at: int) -> bool:
        return any(s.start <= at < s.end for q in self.quotations for s in q.spans)

    def _speaker(self, span: Span, *, closing: bool = False) -> Span | None:
        """The source on one side of a headline; None if it cannot be one. A closing source must be nothing but a name."""
        if not closing and (about := self.about.search(self.text, *span)) and self._name_ends(about.start()):
            span = Span(span.start, about.start())
        words = span.of(self.text).split()
        if not 0 < len(words) <= LONGEST_SOURCE or self._has_verb(span):
            return None
        noun = words[-1].lower().strip(".,'’")
        named = self._name_ends(span.end) or words[-1] in self.surnames
        return span if named or noun in self.words.headline_speakers else None

    def _name_ends(self, at: int) -> bool:
        return any(e.end == at for e in self.names)

    def _subject(self, span: Span) -> Span | None:
        """The name at the beginning of a side: "…: Harding vows to fight on"."""
        name = next((e for e in self.names if e.start == span.start), None)
        return Span(name.start, name.end) if name else None

    def _has_verb(self, span: Span) -> bool:
        return any(t.upos in {"VERB", "AUX"} and t.has("VerbForm=Fin") for t in self._tokens(span))

    def _tokens(self, span: Span) -> list[Token]:
        return [t for t in self.tokens if span.start <= t.start < span.end]

    def _said(self, span: Span) -> bool:
        """Whether a side can be a content: a clause, or words in quotation marks."""
        quoted = any(s.start < span.end and s.end > span.start for q in self.quotations for s in q.spans)
        verb = any(t.upos in {"VERB", "AUX"} for t in self._tokens(span))
        return len(span.of(self.text).split()) > 2 and (quoted or verb)
