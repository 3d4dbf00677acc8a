"""Finds whom an article names, and where: the names of the tagger, who has them, then the names that the tagger missed.

In: a Document. Out: Found, from which a Cast is made.
"""

from __future__ import annotations

from quotes.document import Document
from quotes.speakers.acronyms import with_full_names
from quotes.speakers.individuals import Found
from quotes.speakers.names.find import names_in
from quotes.speakers.organizations.find import organizations
from quotes.speakers.organizations.joined import joined
from quotes.speakers.persons.find import persons
from quotes.speakers.untagged import add_apposed, add_untagged

__all__ = ["found_in"]


def found_in(document: Document) -> Found:
    """The individuals of an article by number, and whom its spans and tokens name."""
    found = Found(document)
    named, full_of = with_full_names(names_in(document), document)
    quoted = sorted(span for q in document.quotations if not q.single for span in q.spans)
    persons([n for n in named if n.kind == "person"], document, quoted, found.individuals, found.by_span)
    bodies = joined([n for n in named if n.kind != "person"], document)
    organizations(bodies, document, found.individuals, found.by_span, full_of)
    for span, individual in found.by_span.items():
        found.cover(span, individual)
    add_untagged(found)
    add_apposed(found)
    return found
