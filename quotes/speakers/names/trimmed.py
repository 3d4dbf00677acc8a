"""Words that a tagger let into a name, cut off at both ends.

A name is handed from step to step as (offset, characters). The steps of TRIMS are taken in this order; each returns its share of
what it got.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set

from quotes.annotation import SpeakerKind
from quotes.document import Document, Entity
from quotes.lang.language import Language
from quotes.names import one_slip

__all__ = ["DOTTED", "trimmed"]

EDGES = " \t\n\"“”«»'‘’.,;:()[]–—-"
POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
DOTTED = re.compile(r"(?:[A-Z]\.)+(?:-(?:[A-Z]\.)+)?[A-Z]?")
ABBREVIATED = ("Jr.", "Sr.", "Inc.", "Co.")
ACRONYM_AND_ANOTHER = re.compile(r"^([A-Z]{2,6}) and (?:the )?[A-Z].*", re.DOTALL)  # "OHB and Harbour Trust"
GLUED_TIME = re.compile(r"^.*\d[AP]M(?=[A-Z])")  # "10:35PMAnna Keller": a live blog's clock run into a name
OFFICE_BEHIND = re.compile(r"((?:\S+ ){2,}?)[A-Z]{2,5} (\w+)")  # "Ruth Hale *ILO Director*"
OFFICE_BEFORE = re.compile(r"(\w+) (?:of|for) $")
LEAST_LETTERS = 7  # of an office in which one letter may be wrong
VERBS = frozenset(["VERB", "AUX"])
NOUNS = frozenset(["NOUN"])
Part = tuple[int, str]  # offset and characters


def trimmed(entity: Entity, kind: SpeakerKind, document: Document) -> Part:
    """The offset and characters of a name of a kind; no characters if none are left."""
    start, raw = _without_edges(entity, document.text)
    for trim in TRIMS.get(kind, ()):
        start, raw = trim(start, raw, document)
    return start, raw


def _without_edges(entity: Entity, text: str) -> Part:
    """An entity without marks around it, and without the possessive ending."""
    raw = text[entity.start : entity.end].lstrip(EDGES)
    bare = raw if raw.endswith(ABBREVIATED) or DOTTED.fullmatch(raw) else raw.rstrip(EDGES)
    return entity.end - len(raw), POSSESSIVE.sub("", bare)


def _words(raw: str) -> list[re.Match[str]]:
    return list(re.finditer(r"\S+", raw))


def _from(at: int, start: int, raw: str) -> Part:
    """A name without its first `at` characters."""
    return start + at, raw[at:]


# -- bodies ----------------------------------------------------------------------------------------------------------


def _without_small_word(start: int, raw: str, document: Document) -> Part:
    """A body's name without a first word in lower case that belongs to no name."""
    words = _words(raw)
    first = words[0].group() if len(words) > 1 else ""
    if not first.islower() or not first[0].isalpha() or first in document.language.names.first_words:
        return start, raw
    return _from(words[1].start(), start, raw)


def _without_kind(start: int, raw: str, document: Document) -> Part:
    """A body's name without the day or kind that a tagger let in before it: "*Friday,* Ostrana", "*Super PAC* Norden Forward"."""
    bodies = document.language.bodies
    words = _words(raw)
    while len(words) > 1:
        first, both = words[0].group().casefold(), " ".join(w.group() for w in words[:2]).casefold()
        dated = first.endswith(",") and first[:-1] in bodies.empty
        skipped = 2 if both in bodies.kinds else 1 if dated or first in bodies.kinds else 0
        if not skipped or skipped >= len(words):
            break
        words = words[skipped:]
    return _from(words[0].start() if words else 0, start, raw)


def _without_another(start: int, raw: str, _: Document) -> Part:
    """An acronym without the other body that is named behind it."""
    return start, ACRONYM_AND_ANOTHER.sub(r"\1", raw)


def _without_work(start: int, raw: str, document: Document) -> Part:
    """The maker of what a body has made: "a Harbour *Poll*"."""
    maker, _, last = raw.rpartition(" ")
    return start, maker if maker and last.lower() in document.language.bodies.never_last else raw


# -- persons ---------------------------------------------------------------------------------------------------------


def _without_first_bracket(start: int, raw: str, _: Document) -> Part:
    """ "(Samir) Hale", whose first bracket is none of the name."""
    return start, raw if "(" in raw else raw.replace(") ", " ")


def _without_sentence(start: int, raw: str, document: Document) -> Part:
    """A person's name without words of a sentence or headline: lower-case words at its ends and all after a verb ("Ruth Hale
    vied", "Hale praises Mark Moss") or until a noun ("Norcrest *don* Ruth Hale"), a day after it ("Hale Sunday"), an open
    bracket ("Hale (D").
    """
    names = document.language.names
    words = _words(raw.partition(" (")[0])
    verb = next((at for at, w in enumerate(words) if at and _is_small(start + w.start(), document, VERBS)), len(words))
    words = words[:verb]
    noun = next((at for at, w in enumerate(words[:-2]) if _is_small(start + w.start(), document, NOUNS)), -1)
    words = words[noun + 1 :]
    while words and words[-1].group()[0].islower() and not _joined_to_particle(words[-1].group(), names.particles):
        words.pop()
    behind = names.days | names.post_nominals
    while len(words) > 1 and words[-1].group().rstrip(",.") in behind:
        words.pop()
    while words and words[0].group()[0].islower() and words[0].group() not in names.particles:
        words.pop(0)
    return _from(words[0].start(), start, raw[: words[-1].end()]) if words else (start, "")


def _is_small(offset: int, document: Document, kinds: Set[str]) -> bool:
    """Whether the word at an offset is in lower case and of one of some kinds of words."""
    token = document.token_at(offset)
    return token is not None and token.upos in kinds and token.text.islower()


def _joined_to_particle(word: str, particles: Set[str]) -> bool:
    """Whether a word is a name with a particle: "al-Hadi"."""
    particle, _, rest = word.partition("-")
    return particle in particles and rest[:1].isupper()


def _without_clock(start: int, raw: str, _: Document) -> Part:
    """ "*10:35PM*Anna Keller"."""
    glued = GLUED_TIME.match(raw)
    return _from(glued.end() if glued else 0, start, raw)


def _without_style(start: int, raw: str, document: Document) -> Part:
    """ "*H E* Ruth Hale"."""
    style = re.match(document.language.names.style, raw)
    return _from(style.end() if style else 0, start, raw)


def _without_office_behind(start: int, raw: str, document: Document) -> Part:
    """ "Ruth Hale *ILO Director*"."""
    behind = OFFICE_BEHIND.match(raw)
    if behind is not None and behind[2].lower() in document.language.roles.nouns:
        return start, behind[1].rstrip()
    return start, raw


def _without_role(start: int, raw: str, document: Document) -> Part:
    """A person's name without the role before it ("Hale *Challenger* Ruth Moss"), or a headline's last word, which is the
    surname, too ("*Hale* Ruth Hale").
    """
    language = document.language
    words = _words(raw)
    if len(words) == 3 and words[0].group() == words[2].group():
        return _from(words[1].start(), start, raw)
    for at in range(len(words) - 2, -1, -1):
        plain = words[at].group().lower().rstrip(".")
        rest = [word.group().lower().rstrip(".,") for word in words[at + 1 :]]
        if rest[0] not in language.names.generations and _is_before_name(plain, rest, language, first=at == 0):
            return _from(words[at + 1].start(), start, raw)
    return start, raw


def _is_before_name(word: str, rest: Sequence[str], language: Language, *, first: bool) -> bool:
    """Whether a word of a name, the `first` of it or not, is a role or title to the `rest`, which is the name."""
    roles, names = language.roles, language.names
    if word in names.lasting:
        return names.gender_of_given_name(word) is None and _of_a_father(rest, language)
    if word in roles.nouns | roles.contenders | roles.party_members | names.titles:
        return True
    return first and len(rest) > 1 and _like_an_office(word, language)


def _of_a_father(words: Sequence[str], language: Language) -> bool:
    """Whether a name tells its bearer's father or family, and stands without a title: "Samir bin Nuri", "Samir Al-Hale"."""
    of = language.names.patronymic
    return words[0].partition("-")[0] not in of and any(word.partition("-")[0] in of for word in words[1:])


def _like_an_office(word: str, language: Language) -> bool:
    """Whether a word before a full name is no given name, but a noun for a person or a misspelt office."""
    if language.names.gender_of_given_name(word) is not None:
        return False
    misspelt = len(word) >= LEAST_LETTERS and any(one_slip(word, noun) for noun in language.roles.nouns)
    return misspelt or word in language.roles.persons


def _without_portfolio(start: int, raw: str, document: Document) -> Part:
    """A person's name without the office's last word: "Secretary of *State* John Kerry"."""
    first, _, rest = raw.partition(" ")
    office = OFFICE_BEFORE.search(document.text[max(0, start - 25) : start])
    language = document.language
    if rest and first in language.names.portfolios and office and office.group(1).lower() in language.roles.nouns:
        return _from(len(first) + 1, start, raw)
    return start, raw


Trim = Callable[[int, str, Document], Part]
TRIMS: dict[SpeakerKind, tuple[Trim, ...]] = {
    "organization": (_without_small_word, _without_kind, _without_another, _without_work),
    "person": (
        _without_first_bracket,
        _without_sentence,
        _without_clock,
        _without_style,
        _without_office_behind,
        _without_role,
        _without_portfolio,
    ),
}
