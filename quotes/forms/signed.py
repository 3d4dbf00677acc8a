"""Signed quotations: a paragraph that is a quotation, and after a dash who said it: "“A lost evening.” — Anna Keller, teacher".

The signature stands at the paragraph's end or is a paragraph of its own. Collections of readers' words come so, and mottos. What
is said within the quotation keeps its own cue and source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quotes.attribution.draft import Draft, Overlaps, Rule, overlap
from quotes.document import Document
from quotes.forms.headline import LONGEST as HEADLINE
from quotes.lang.language import FormWords
from quotes.span import Span

__all__ = ["signed_drafts", "with_signed"]

LONGEST_NAME = 6  # words
SIGNATURE = re.compile(
    r"(?P<dash>[—–―]|-{1,2})[ \xa0]*(?P<name>[^\W\d_][^\n,:;()\"“”]*?)(?:[,(](?!@)[^\n\"“”]*)?[. \xa0]*"
)
# A quotation that begins its paragraph; the wrong mark may open it.
QUOTED = re.compile(r"[\"“”„«].*[\"”“»](?=[ \xa0]*(?:[—–―]|-{1,2}))", re.DOTALL)


def signed_drafts(document: Document) -> Iterator[Draft]:
    """A draft for every signed quotation, but in the headline."""
    text, lines = document.text, document.paragraphs
    for number, line in enumerate(lines):
        if number == 0 and line.end - line.start <= HEADLINE:
            continue
        quoted = QUOTED.match(text, *line)
        if quoted and (signature := _signature(document, Span(quoted.end(), line.end))):
            yield _draft(Span(*quoted.span()), signature, text)
        elif number and _is_quotation(lines[number - 1], document) and (signature := _signature(document, line)):
            yield _draft(lines[number - 1], signature, text)


def with_signed(drafts: Sequence[Draft], document: Document) -> list[Draft]:
    """The drafts with signed quotations among them; those that were read in their place are dropped."""
    signed = list(signed_drafts(document))
    if not signed:
        return list(drafts)
    contents = Overlaps(d.content for d in signed)
    labels = Overlaps([[s for d in signed for s in (*d.source, d.cue) if s]])

    def stands(draft: Draft) -> bool:
        if labels.of([s for s in (draft.cue, *draft.source) if s]):
            return False
        within = draft.cue and contents.of((draft.cue,))
        return bool(within) or not any(
            2 * overlap(draft.content, signed[i].content) > min(draft.size, signed[i].size)
            for i in contents.of(draft.content)
        )

    return [*filter(stands, drafts), *signed]


def _signature(document: Document, span: Span) -> tuple[Span, Span] | None:
    """The dash and the name of which `span` consists; None where it is something else."""
    start = span.start + len(span.of(document.text)) - len(span.of(document.text).lstrip())
    match = SIGNATURE.fullmatch(document.text, start, span.end)
    if match is None or not _is_name(match["name"].split(), document.language.forms):
        return None
    return Span(*match.span("dash")), Span(*match.span("name"))


def _is_name(words: Sequence[str], known: FormWords) -> bool:
    named = all(word[0].isupper() or word in known.name_particles for word in words)
    return named and 0 < len(words) <= LONGEST_NAME


def _is_quotation(line: Span, document: Document) -> bool:
    return any(q.spans == (line,) and not q.single for q in document.quotations_near(line))


def _draft(content: Span, signature: tuple[Span, Span], text: str) -> Draft:
    dash, name = signature
    return Draft((content,), dash, (name,), Rule.SIGNED, 0.9, (f"the quotation is signed “{name.of(text)}”",))
