"""Offices in capitals: which letters of an article are an office ("the OC"), and who holds it there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from quotes.article import Span
from quotes.document import Document

__all__ = ["COMPANIES", "bodies_defined", "holds", "office_behind", "offices_defined", "offices_meant"]

DEFINED = re.compile(r"((?:[A-Z][\w’'-]*\s){2,6})\(([A-Z]{2,5})\)")  # "Union Relief Officer (URO)"
MEANT = re.compile(
    r"(?<!\w)[Tt]he ((?:[A-Z][a-z]+ )?([A-Z]{2,5}))(?![\w-]|(?:['’]s?)? [A-Z])"
)  # "the URO", "the Health CS"
BEHIND = re.compile(r"(?:, | \()([A-Z]{2,5})(?!\w| [A-Z])")  # "Ruth Hale, *MP* for Norcrest,"
COMPANIES = frozenset(["AG"])  # behind a name no office
WIDEST = 60  # characters between an office and the name


def offices_defined(document: Document) -> Mapping[str, str]:
    """The offices that the article abbreviates, by their letters."""
    return {letters: office for letters, office in _explained(document).items() if office}


def bodies_defined(document: Document) -> frozenset[str]:
    """The letters that the article explains, and that are no office's."""
    return frozenset(letters for letters, office in _explained(document).items() if not office)


def _explained(document: Document) -> Mapping[str, str]:
    """The letters that the article explains, each with the office that they are, or with nothing."""
    nouns = document.language.roles.nouns
    explained: dict[str, str] = {}
    for found in DEFINED.finditer(document.text):
        words, letters = found[1].split(), found[2]
        explained.setdefault(letters, "")
        for start in range(len(words) if words[-1].lower() in nouns else 0):
            if "".join(word[0] for word in words[start:]).upper() == letters:
                explained[letters] = " ".join(words[start:])
    return explained


def offices_meant(document: Document) -> Iterable[tuple[Span, str]]:
    """The places where an office in capitals, or one with a style, stands for whoever holds it, and how it is told there: "the
    *Health CS*", "Her *Highness the Amir*".
    """
    language, explained = document.language, _explained(document)
    bodies = {letters for letters, office in explained.items() if not office}
    known = ({word.upper() for word in language.names.titles} | language.roles.abbreviated | explained.keys()) - bodies
    for found in MEANT.finditer(document.text):
        if found[2] in known:
            yield Span(*found.span(1)), found[1]
    for found in re.finditer(language.names.styled_office, document.text):  # "Her *Highness the Amir*"
        yield Span(*found.span()), found["office"]


def holds(office: str, name: Span, document: Document) -> bool:
    """Whether the article gives an office in capitals, or spelt out, to the person named at `name`: before the name, or behind a
    comma or bracket.
    """
    spelt = document.language.names.abbreviated.get(office.lower())
    said = rf"(?:{office}|(?i:{spelt}))(?: of [A-Z]\w+)?" if spelt else rf"{office}(?: of [A-Z]\w+)?"
    before = document.text[max(0, name.start - WIDEST) : name.start]
    behind = document.text[name.end : name.end + WIDEST]
    return bool(
        re.search(rf"(?<!\w){said}(?: \([^()]*\)|\))?,? (?:[A-Z]\w*\.? )?$", before)
        or re.match(rf"(?:, (?:the |an? )?(?:\w+ ){{0,2}}| \(){said}(?!\w| [A-Z])", behind)
    )


def office_behind(name: Span, document: Document) -> bool:
    """Whether an office in capitals stands behind a name, which is then a person's."""
    found = BEHIND.match(document.text, name.end)
    language = document.language
    if found is None or found[1] in COMPANIES:
        return False
    return found[1].lower() in language.roles.nouns | language.names.abbreviated.keys()
