"""Embedded posts: a text followed by "— Name (@handle) date", or preceded by "Name (@handle):" or "@handle:".

The text of a signed post is what is in quotation marks before the signature, else the line, else the paragraph before; nothing if
it is longer than a post can be. Its speaker is the individual with that name in the article, else the name as written.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from quotes.annotation import SpeakerKind
from quotes.attribution.draft import Draft, Rule
from quotes.document import Document
from quotes.forms.naming import SIGNED, called, persons_named
from quotes.span import Span
from quotes.speakers.candidates import View
from quotes.speakers.resolution import Resolution

__all__ = ["by_account", "post_drafts"]

LONGEST = 400  # characters: 280 of a post, and those of links and names
HEADING = re.compile(
    r"[*_]*(?P<source>(?P<name>[^\n@():]{2,60}?)[ \xa0]\(@\w+\)|(?P<handle>@\w{2,30}))[*_]*(?P<colon>:)\s+(?=\S)"
)
LINKS = re.compile(r"(?:\s*(?:https?://\S+|pic\.twitter\.com/\w+))+\s*$")
HANDLE = re.compile(r"\s*\(@\w+\)$")
CLOSING = "\"”’'»"


def _signature(month: str) -> re.Pattern[str]:
    return re.compile(
        rf"""(?P<dash>[—–―]|-{{1,2}})[ \xa0]*(?P<source>(?P<name>[^\n@()—–]{{2,60}}?)[ \xa0]*\(@\w+\))
        (?:[ ,\xa0]*\n?[ ]*(?P<date>{month}\.?\ \d{{1,2}},\ \d{{4}}|\d{{1,2}}\ {month}\ \d{{4}})|(?=[.\"”'’ \r]*(?:<|$)))""",
        re.VERBOSE | re.MULTILINE,
    )


def post_drafts(document: Document) -> list[Draft]:
    """A draft for every signed or headed post of an article."""
    text = document.text
    drafts = []
    taken = 0
    for match in _signature(document.language.forms.month).finditer(text):
        content = _before(document, match.start(), taken)
        taken = match.end()
        if content is not None:
            drafts.append(
                _draft(content, Span(*match.span("dash")), match, f"a post signed by {match['name'].strip()}")
            )
    for line in document.paragraphs:
        heading = HEADING.match(text, line.start, line.end)
        if heading is not None and line.end - heading.end() <= LONGEST:
            content = _without_links(Span(heading.end(), line.end), text)
            name = heading["name"] or heading["handle"]
            drafts.append(_draft(content, Span(*heading.span("colon")), heading, f"a post headed by {name}"))
    return drafts


def _draft(content: Span, cue: Span, match: re.Match[str], step: str) -> Draft:
    return Draft((content,), cue, (Span(*match.span("source")),), Rule.POST, 0.9, (step,))


def _before(document: Document, end: int, taken: int) -> Span | None:
    """The post that ends before the signature at `end` and begins at `taken` or later; None if there is none."""
    text, lines = document.text, document.paragraphs
    line_start = text.rfind("\n", 0, end) + 1
    start = max(line_start, taken, text.rfind(">", line_start, end) + 1)
    if not text[start:end].strip(" \t\r*_>"):
        number = bisect_left(lines, line_start, key=lambda line: line.start) - 1
        if number < 0 or lines[number].start < taken:
            return None
        start, end = _block(text, lines, number, taken)
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = start + len(text[start:end].rstrip())
    if start < end and text[end - 1] in CLOSING:
        near = document.quotations_near(Span(end, end))
        quotation = next((q for q in near if q.end == end and q.start >= taken), None)
        if quotation is not None:
            return Span(quotation.start, end)
    span = _without_links(Span(start, end), text)
    return span if 0 < span.end - span.start <= LONGEST else None


def _block(text: str, lines: Sequence[Span], number: int, taken: int) -> Span:
    """Line `number` with the lines right above it, if blank lines separate them from the rest of the article."""
    first = number
    while first and lines[first - 1].start >= taken and text.count("\n", lines[first - 1].end, lines[first].start) == 1:
        first -= 1
    short = lines[number].end - lines[first].start <= LONGEST
    return Span(lines[first if first and short else number].start, lines[number].end)


def _without_links(span: Span, text: str) -> Span:
    links = LINKS.search(text, span.start, span.end)
    return Span(span.start, links.start()) if links and links.start() > span.start else span


def by_account(draft: Draft, view: View) -> Resolution:
    """The signer of a post, "Laura Chen (@laurachen)": the individual with that name, else the name as written."""
    (source,) = draft.source
    written = HANDLE.sub("", source.of(view.document.text))
    head = Span(source.start, source.start + len(written))
    named = {view.cast.by_span[s] for s in view.cast.names_within(head)}
    fits = named if len(named) == 1 else persons_named(written, view.cast)
    if len(fits) == 1:
        (individual,) = fits
        step = f"the post is signed with the name of {view.cast.name(individual)}"
        return called(individual, view.cast, head, SIGNED, step)
    kind: SpeakerKind = "person" if " " in written and not written.isupper() else "organization"
    return Resolution(None, (), kind, written, head, "name", SIGNED, (f"the post is signed {written}",))
