"""From entities to names: every step of this package, for each entity of an article.

In: a Document. Out: its names in text order, without overlaps.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from quotes.article import Span
from quotes.document import Document, Entity
from quotes.lang.language import Language
from quotes.speakers.individuals import Named
from quotes.speakers.names.kinds import KINDS, told_by, type_of, with_kinds
from quotes.speakers.names.owners import alone
from quotes.speakers.names.refused import is_office, is_refused
from quotes.speakers.names.trimmed import trimmed
from quotes.speakers.names.whole import whole
from quotes.speakers.offices import offices_defined

__all__ = ["names_in"]

LONGEST = 120  # characters
TITLE_BEFORE = re.compile(r"(\w+)\.?\s+$")
BROKEN_ARTICLE = re.compile(r"(?<=\s)([AE]l-) (?=[A-Z])")  # at the end of a line: "Nawaf Al- Sabah"


def names_in(document: Document) -> list[Named]:
    """The entity mentions of an article that can be names, in text order."""
    entities = _without_parts([whole(entity, document) for entity in document.entities], document.entities)
    known = {document.text[e.start : e.end] for e in entities}
    bodies = {document.text[e.start : e.end] for e in entities if e.type == "Organization"}
    offices = offices_defined(document)
    names: list[Named] = []
    for entity in sorted(entities, key=lambda e: e.type != "Person"):
        named = _named(alone(entity, document, known, bodies), document)
        if named is not None and not is_office(named, document, offices):
            at = bisect_left(names, named.span.end, key=lambda other: other.span.start)
            if at == 0 or names[at - 1].span.end <= named.span.start:
                names.insert(at, named)
    return with_kinds(names, document)


def _without_parts(entities: Sequence[Entity], tagged: Sequence[Entity]) -> list[Entity]:
    """The entities without those inside a body that begins earlier than the tagger found: "Jonas" of "Jonas and Ruth Moss
    Foundation" is no name of its own.
    """
    wider = [e for e, t in zip(entities, tagged, strict=True) if e.type == "Organization" and e.start < t.start]
    return [e for e in entities if not any(w.start <= e.start and e.end < w.end for w in wider)]


def _named(entity: Entity, document: Document) -> Named | None:
    """An entity as a name; None if it cannot be one."""
    type = type_of(entity, document)
    kind = KINDS.get(type)
    if kind is None:
        return None
    start, raw = trimmed(entity, kind, document)
    name = BROKEN_ARTICLE.sub(r"\1", " ".join(raw.split()))
    if len(name) > LONGEST or raw.startswith("@") or is_refused(name, kind, document.language):
        return None
    title = _title_gender(name, document.text[max(0, start - 20) : start], document.language)
    return Named(Span(start, start + len(raw)), name, told_by(name, kind), title, type)


def _title_gender(name: str, before: str, language: Language) -> str | None:
    """The gender that a title tells, the first word of a name or the last before it."""
    first, _, rest = name.partition(" ")
    title = TITLE_BEFORE.search(before)
    told = language.gender_of_title
    return (told(first) if rest else None) or (told(title[1]) if title else None)
