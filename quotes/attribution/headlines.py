"""Headlines that quote: "Harding: I will win", "'I will win': Harding", "I will win - Harding".

Only the first line of an article is looked at, and only sides that can speak count as a source: a person, an organisation,
a role, or a noun such as "report" or "police". The other side must be a clause or stand between quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quotes.article import Span
from quotes.attribution.draft import Draft, overlap
from quotes.attribution.tree import Tree
from quotes.document.marks import Quotation
from quotes.document.paragraphs import paragraphs
from quotes.document.parse import Parse, Word
from quotes.speakers.roles import ROLE_NOUNS

__all__ = ["RULE", "headline_drafts"]

RULE = "headline"
LONGEST = 200  # characters
LONGEST_SOURCE = 7  # words
SURE = 0.5  # the score from which what was read in a headline stands against what its layout says
SEPARATOR = re.compile(r"(?P<colon>:)\s+|\s(?P<dash>[-–—―])\s")
# Nouns that headlines let speak without a name.
SPEAKING = ROLE_NOUNS | frozenset(
    """poll survey report study analysis newspaper paper media police officials experts scientists researchers doctors lawyers
    prosecutors witnesses sources source analysts economists lawmakers union court judges watchdog ministry government
    campaign camp lawsuit records documents emails data leaders critics family""".split()
)
ABOUT = re.compile(r"\s(?:on|to|at|in|after|about|over)\s", re.IGNORECASE)  # "Keller on taxes: …"
CLOSING = "\"”’'»"


def headline_drafts(
    parse: Parse, trees: Sequence[Tree], found: Sequence[Quotation], known: Sequence[Draft]
) -> list[Draft]:
    """The quote in an article's headline, unless one of the drafts `known` has it already and is sure of it."""
    lines = paragraphs(parse.text)
    if not lines or lines[0].end - lines[0].start > LONGEST:
        return []
    (line, *_) = lines
    for draft in _Headline(parse, trees, found, line).drafts():
        return [] if any(overlap(draft.content, d.content) and d.score >= SURE for d in known) else [draft]
    return []


class _Headline:
    def __init__(self, parse: Parse, trees: Sequence[Tree], found: Sequence[Quotation], line: Span) -> None:
        self.text = parse.text
        self.line = Span(line.start, line.start + len(line.of(self.text).rstrip(". ")))
        self.words = [w for t in trees for w in t.words if line.start <= w.start < line.end]
        self.quotations = [q for q in found if q.start < line.end]
        self.names = [e for e in parse.entities if e.type in {"Person", "Organization"}]
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
        step = f"the headline gives it to “{source.of(self.text)}”"
        return Draft((content,), cue, (source,), RULE, 0.8, (step,), 0.9, 0.9, 0.8)

    def _quoted(self, at: int) -> bool:
        return any(s.start <= at < s.end for q in self.quotations for s in q.spans)

    def _speaker(self, span: Span, *, closing: bool = False) -> Span | None:
        """The part of one side of a headline that speaks; None where it cannot. A closing one is nothing but a name."""
        if not closing and (about := ABOUT.search(self.text, *span)) and self._name_ends(about.start()):
            span = Span(span.start, about.start())
        words = span.of(self.text).split()
        if not 0 < len(words) <= LONGEST_SOURCE or self._has_verb(span):
            return None
        noun = words[-1].lower().strip(".,'’")
        named = self._name_ends(span.end) or words[-1] in self.surnames
        return span if named or noun in SPEAKING else None

    def _name_ends(self, at: int) -> bool:
        return any(e.end == at for e in self.names)

    def _subject(self, span: Span) -> Span | None:
        """The name with which a side begins: "…: Harding vows to fight on"."""
        name = next((e for e in self.names if e.start == span.start), None)
        return Span(name.start, name.end) if name else None

    def _has_verb(self, span: Span) -> bool:
        return any(w.upos in {"VERB", "AUX"} and "VerbForm=Fin" in w.feats for w in self._words(span))

    def _words(self, span: Span) -> list[Word]:
        return [w for w in self.words if span.start <= w.start < span.end]

    def _said(self, span: Span) -> bool:
        """Whether a side is something that can be said: a clause, or words between marks."""
        quoted = any(s.start < span.end and s.end > span.start for q in self.quotations for s in q.spans)
        verb = any(w.upos in {"VERB", "AUX"} for w in self._words(span))
        return len(span.of(self.text).split()) > 2 and (quoted or verb)
