"""Signed quotations: a paragraph that is a quotation, then a dash and its speaker: "“A lost evening.” — Anna Keller, teacher".

The signature is at the end of the paragraph, or is the next paragraph. Readers' comments and mottos have this form; titles of
works before their authors' names are no quotes. Quotes inside the quotation keep their own cue and source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quotes.attribution.draft import Draft, Overlaps, Rule, overlap
from quotes.document import Document
from quotes.document.paragraphs import stripped
from quotes.forms.headline import LONGEST as HEADLINE
from quotes.lang.language import FormWords
from quotes.span import Span

__all__ = ["signed_drafts", "with_signed"]

LONGEST_NAME = 6  # words
LONGEST_TITLE = 12  # words: what has no full stop may be the title of a work, signed by its author
SIGNATURE = re.compile(
    r"(?P<dash>[—–―]|-{1,2})[ \xa0]*(?P<name>[^\W\d_][^\n,:;()\"“”]{1,80}?)(?:[,(](?!@)[^\n\"“”]*)?[. \xa0]{0,3}"
)
MARKS = "\"“”„«»'’ \xa0"
ENDING = ".!?…,"
# A quotation at the beginning of a paragraph; it may begin with the wrong mark.
QUOTED = re.compile(r"[\"“”„«].*[\"”“»](?=[ \xa0]*(?:[—–―]|-{1,2}))", re.DOTALL)


def signed_drafts(document: Document) -> Iterator[Draft]:
    """A draft for every signed quotation, except in the headline."""
    text, lines = document.text, document.paragraphs
    for number, line in enumerate(lines):
        if number == 0 and line.end - line.start <= HEADLINE:
            continue
        quoted = QUOTED.match(text, *line)
        content = Span(*quoted.span()) if quoted else lines[number - 1]
        if quoted:
            signature = _signature(document, Span(quoted.end(), line.end))
        else:
            signature = _signature(document, line) if number and _is_quotation(content, document) else None
        if signature is not None and not _is_title(content.of(text)):
            yield _draft(content, signature, text)


def with_signed(drafts: Sequence[Draft], document: Document) -> list[Draft]:
    """The drafts with those of signed quotations added, and without those that they replace.

    Unlike `displaced`: a signature is the source of nothing else, and quotes whose cue is within the quotation stay.
    """
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
    """The dash and the name, if `span` consists of these; else None."""
    match = SIGNATURE.fullmatch(document.text, *stripped(document.text, *span))
    if match is None or not _is_name(match["name"].split(), document.language.forms):
        return None
    return Span(*match.span("dash")), Span(*match.span("name"))


def _is_name(words: Sequence[str], known: FormWords) -> bool:
    named = all(word[0].isupper() or word in known.name_particles for word in words)
    return named and 0 < len(words) <= LONGEST_NAME


def _is_quotation(line: Span, document: Document) -> bool:
    return any(q.spans == (line,) and not q.single for q in document.quotations_near(line))


def _is_title(quoted: str) -> bool:
    """Whether it may be the title of a work: few words, and no full stop."""
    words = quoted.strip(MARKS)
    return words[-1:] not in ENDING and len(words.split()) <= LONGEST_TITLE


def _draft(content: Span, signature: tuple[Span, Span], text: str) -> Draft:
    dash, name = signature
    return Draft((content,), dash, (name,), Rule.SIGNED, 0.9, (f"the quotation is signed “{name.of(text)}”",))
