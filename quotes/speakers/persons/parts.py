"""A person's name in parts, and what makes the parts of two names alike."""

from __future__ import annotations

from collections.abc import Mapping

from quotes.lang.speakers import NameWords
from quotes.names import PersonName, one_slip, person_name

__all__ = ["LEAST_LETTERS", "Key", "fathers_in", "has_shed", "is_slip", "key_of", "parts_of", "plain"]

LEAST_LETTERS = 5  # of a surname in which one letter may be wrong
Key = tuple[str, str, str]  # first given name, surname, generation


def parts_of(name: str, words: NameWords) -> PersonName:
    """The parts of a name as written, without titles."""
    return person_name(words.untitled(name))


def key_of(name: PersonName) -> Key:
    """What two forms of a full name share."""
    return name.given[0], name.surname, name.generation


def plain(name: PersonName) -> str:
    """A name in one line, without generation."""
    return " ".join((*name.given, name.surname))


def fathers_in(name: str, words: NameWords) -> int:
    """How often a name goes on with a father's or the family's: "Samir *bin* Nuri *Al-*Hadi"."""
    return sum(part.lower().partition("-")[0] in words.patronymic for part in words.untitled(name).split()[1:])


def is_slip(a: str, b: str, words: NameWords) -> bool:
    """Whether two words are one with a slip (quotes.names.one_slip); no if they are short or their genders differ."""
    if min(len(a), len(b)) < LEAST_LETTERS or not one_slip(a, b):
        return False
    genders = words.gender_of_given_name(a), words.gender_of_given_name(b)
    return None in genders  # two that are both common are no slip


def has_shed(a: Key, b: Key, starts: Mapping[Key, int]) -> bool:
    """Whether one of two names has a generation, and stands before the other, which has none. `starts`: their first offsets."""
    if a[2] and b[2]:
        return False
    told, without = (a, b) if a[2] else (b, a)
    return starts[told] < starts[without]
