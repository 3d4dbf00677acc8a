"""Candidates for the first person outside quotation marks: the article's author, in a byline or in a note about the author."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotes.article import Span
from quotes.speakers.candidates.candidate import Proposal
from quotes.speakers.candidates.view import View
from quotes.speakers.mentions.mention import Mention

__all__ = ["authors"]

LAST_PARAGRAPHS = 3
FIRST_PARAGRAPHS = 5
LEAD = 25  # characters before the author's name in a note about the author


def authors(mention: Mention, view: View) -> Iterator[Proposal]:
    """The persons named where articles name their authors."""
    if mention.form != "first" or mention.token is None or view.document.in_quotation(mention.at):
        return
    cast = view.cast
    paragraphs = view.document.paragraphs
    byline, note = re.compile(cast.language.names.byline), re.compile(cast.language.names.author_note)
    single = float(mention.token.lower in view.language.pronouns.first_singular)
    for paragraph in paragraphs[:FIRST_PARAGRAPHS]:
        for name in cast.names_within(paragraph):
            if byline.search(cast.text[max(0, name.start - 20) : name.start]):
                yield from _signs(name, "byline", single, view)
    for paragraph in reversed(paragraphs[-LAST_PARAGRAPHS:]):
        for name in cast.names_within(paragraph)[:1]:
            if name.start - paragraph.start <= LEAD and note.match(cast.text, name.end):
                yield from _signs(name, "note on the author", single, view)
                return


def _signs(name: Span, where: str, single: float, view: View) -> Iterator[Proposal]:
    individual = view.cast.by_span[name]
    if view.cast.is_person(individual):
        marks = {where: 1.0, "first singular": single}
        yield Proposal.of(individual, "author", f"{view.cast.name(individual)} signs ({where})", marks, view.cast)
