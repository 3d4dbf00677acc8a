"""Names that the tagger took together with another: whose somebody is, for whom a body works, what stands on the other side of a
dash.

In: an entity, and the names and bodies of the article as written. Out: the entity that is left.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace

from quotes.document import Document, Entity
from quotes.lang.language import Language
from quotes.query import fold

__all__ = ["alone"]

INNER_POSSESSIVE = re.compile(r"(?<=\w)['’]s? (?=[A-Z])")
FOR_ANOTHER = re.compile(r" for (?:[Tt]he )?(?=[A-Z])")
DASHED = re.compile(r"\s[-–—]\s")


def alone(entity: Entity, document: Document, names: Set[str], bodies: Set[str]) -> Entity:
    """An entity without other names in it."""
    return _for_itself(_unowned(entity, document, names), document.text, bodies)


def _unowned(entity: Entity, document: Document, names: Set[str]) -> Entity:
    """An entity without the owner in front of it ("Mr. King's Russia Today", "Norcrest's Ruth Hale") or the number ("*One*
    Harbour Trust ad", elsewhere the Harbour Trust), a person's without a dash and the shorter part.
    """
    raw, language = document.text[entity.start : entity.end], document.language
    owner = INNER_POSSESSIVE.search(raw)
    if owner is None and entity.type == "Person":
        return _beside_dash(entity, raw)
    first, _, rest = raw.partition(" ")
    numbered = entity.type != "Person" and first.lower() in language.numbering
    if numbered and {rest, f"The {rest}", f"the {rest}"} & names:
        return replace(entity, start=entity.end - len(rest))
    if owner is None:
        return entity
    owned = replace(entity, start=entity.start + owner.end())
    if _is_full_name(raw[owner.end() :], names, language):
        return replace(owned, type="Person")
    known = raw[: owner.start()] in names or language.names.is_title(raw.split()[0])
    return owned if known or entity.type == "Person" else entity


def _beside_dash(entity: Entity, raw: str) -> Entity:
    """An entity without a dash and the shorter part on one side of it."""
    cut = DASHED.search(raw)
    if cut is None:
        return entity
    if len(raw[: cut.start()].split()) > len(raw[cut.end() :].split()):
        return replace(entity, end=entity.start + cut.start())
    return replace(entity, start=entity.start + cut.end())


def _is_full_name(words: str, names: Set[str], language: Language) -> bool:
    """Whether two words are a person's name: by the given name, or as the article uses the second alone."""
    given, _, surname = words.partition(" ")
    common = language.names.gender_of_given_name(fold(given)) is not None
    return surname[:1].isalpha() and " " not in surname and (common or surname in names)


def _for_itself(entity: Entity, text: str, bodies: Set[str]) -> Entity:
    """A body's name without the one for whom it works: "Norden Research *for the Harbour Press and Radio*", where the article
    names the Harbour Press elsewhere.
    """
    cut = FOR_ANOTHER.search(text, entity.start, entity.end) if entity.type == "Organization" else None
    if cut is None or not any(" " in b and text.startswith(b, cut.end()) for b in bodies):
        return entity
    return replace(entity, end=cut.start())
