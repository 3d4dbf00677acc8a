"""Puts names together that the tagger split. In: the mentions of bodies in text order. Out: the same, with those joined."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from quotes.article import Span
from quotes.document import Document
from quotes.document.document import tops_of
from quotes.speakers.individuals import Named

__all__ = ["joined"]

ONE_NAME = frozenset({"compound", "flat"})


def joined(named: Sequence[Named], document: Document) -> list[Named]:
    """The names, with those joined that the tagger split: "Court of Appeals *for the* Sixth Circuit", whose second part depends
    on the first; "NBC *News*", which the parser joins.
    """
    out: list[Named] = []
    for mention in named:
        if out and _goes_on(out[-1], mention, document):
            out[-1] = _up_to(mention.span.end, out[-1], document)
        else:
            out.append(mention)
    return [_with_its_legal_form(n, document) if n.type == "Organization" else n for n in out]


def _goes_on(before: Named, mention: Named, document: Document) -> bool:
    """Whether a mention is the second part of the name before it."""
    if before.type != "Organization":
        return False
    between = document.text[before.span.end : mention.span.start]
    if between in _joints(before, document) and _hangs(mention, before, document):
        return True
    return between == " " and mention.type == "Organization" and _one_phrase(before, mention, document)


def _joints(before: Named, document: Document) -> Set[str]:
    """What may stand between a name and its second part."""
    bodies, last = document.language.bodies, before.name.split()[-1].lower()
    return bodies.mission_joints if last in bodies.missions else bodies.joints if last in bodies.joined else frozenset()


def _hangs(mention: Named, before: Named, document: Document) -> bool:
    inside = document.within(before.span)
    return any(head.head in inside for head in tops_of(document.within(mention.span)))


def _one_phrase(before: Named, mention: Named, document: Document) -> bool:
    """Whether neighbouring names are parts of one, by the parse, neither of them known by its initials alone on the right."""
    first, second = document.within(before.span), document.within(mention.span)
    if mention.name.isupper():
        return False  # "House Republicans", "Senate GOP": a part of it and its party
    joined_left = any(t.head in second and t.relation in ONE_NAME for t in tops_of(first))
    joined_right = any(t.head in first and t.relation in ONE_NAME for t in tops_of(second))
    return joined_left or joined_right


def _with_its_legal_form(mention: Named, document: Document) -> Named:
    """A company's name with what tells its kind behind a comma: "Norden Holdings*, Inc.*"."""
    forms = "|".join(sorted(document.language.bodies.legal_forms))
    found = re.compile(rf", (?:{forms})\b\.?").match(document.text, mention.span.end)
    return _up_to(found.end(), mention, document) if found is not None else mention


def _up_to(end: int, mention: Named, document: Document) -> Named:
    """A mention that goes on up to the offset `end`."""
    span = Span(mention.span.start, end)
    return replace(mention, span=span, name=" ".join(span.of(document.text).split()))
