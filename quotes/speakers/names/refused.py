"""What the tagger takes for a name, and is none: days, titles, parties, offices, links."""

from __future__ import annotations

import re
from collections.abc import Mapping

from quotes.annotation import SpeakerKind
from quotes.document import Document
from quotes.lang.language import Language
from quotes.speakers.individuals import Named
from quotes.speakers.offices import COMPANIES, bodies_defined

__all__ = ["is_office", "is_refused"]

PARTY_AND_STATE = re.compile(r"[DRI][-–][\w.]+")
TOKEN_OF_MACHINES = re.compile(r"(?=\S*\d)(?=\S*[a-z])(?=\S*[a-z\d][A-Z])\S{7,}")  # "PfASkm7vah": of a link


def is_refused(name: str, kind: SpeakerKind, language: Language) -> bool:
    """Whether words that were tagged as a name of a kind are none."""
    if not any(c.isalpha() for c in name) or PARTY_AND_STATE.fullmatch(name) or TOKEN_OF_MACHINES.fullmatch(name):
        return True
    if (kind == "person" and language.names.is_title(name)) or (kind == "organization" and _is_empty(name, language)):
        return True
    words, roles = name.casefold().split(), language.roles
    return words[-1] in roles.party_members or all(
        w in roles.crowds for w in words
    )  # "the Vermont Republican", "Officials"


def _is_empty(name: str, language: Language) -> bool:
    """Whether the tagger took words for a body's name that name none: "Federal" of "Federal court", "Monday", "Super PAC"."""
    plain, kinds = name.casefold(), language.bodies.kinds
    of_kind = plain in language.bodies.empty | kinds or any(plain.endswith(" super " + k) for k in kinds)
    return len(plain) == 1 or of_kind


def is_office(named: Named, document: Document, offices: Mapping[str, str]) -> bool:
    """Whether the tagger took an office for a name: "OC", "Health CS", "Union Relief" of "Union Relief Officer (URO)".

    `offices` are those that the article abbreviates.
    """
    name, names = named.name, document.language.names
    *others, last = name.split()
    title = last.isupper() and names.is_title(last) and last not in bodies_defined(document)
    if last in offices or (title and not (others and last in COMPANIES)):
        return True
    return any(
        office.startswith(name) and document.text.startswith(office, named.span.start) for office in offices.values()
    )
