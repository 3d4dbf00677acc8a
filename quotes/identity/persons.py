"""Compares names of people: the differences between two names, and how likely they still mean the same person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from quotes.identity.lists import common_surnames, short_forms, words
from quotes.identity.spelling import is_near, is_slip, is_transliterated, plain, sound, spelling
from quotes.names import person_name

__all__ = ["Person", "compare", "fullness", "is_regnal", "key_of", "offers", "person", "seeks"]

# The factor for each difference between two names, in the probability that they mean one person; several are multiplied.
WEIGHTS = {
    "the same letters": 0.99,
    "the same name": 0.9,
    "umlaut written out": 0.99,
    "short form of the given name": 0.97,
    "spelling of the given name": 0.97,
    "spelling of a foreign name": 0.95,
    "one has a middle name": 0.97,
    "an initial for a given name": 0.92,
    "first given name left out": 0.88,
    "last of the names left out": 0.86,
    "one letter differs": 0.85,
    "surname alone": 0.95,
    "family name first": 0.93,
    "an article uses both names": 0.96,
    "generation left out": 0.6,
    "a common surname": 0.92,
    "an article also uses this name": 0.5,
    "one letter of a short name differs": 0.5,
}
_FAMILY_FIRST = words("family first")


_SLIPS = ("one letter differs", "one letter of a short name differs")
# Letters of a sound from which it identifies a name.
_LEAST_SOUNDS = 5


@dataclass(frozen=True)
class Person:
    """The parts of a key. `given` has initials one by one; `surname` includes particles ("van der Berg")."""

    given: tuple[str, ...]
    surname: str
    generation: str = ""

    @property
    def last(self) -> str:
        return self.surname.split()[-1]


def key_of(name: str) -> str:
    """The key of a person's name as written: folded, untitled, initials one by one."""
    parts = person_name(name)
    given = (*parts.initials, *parts.given[1:]) if parts.initials else parts.given
    return " ".join(filter(None, (*given, parts.surname, parts.generation)))


@lru_cache(maxsize=1 << 16)
def person(key: str) -> Person:
    name = person_name(key)
    initials = len(name.given) > 0 and key.split(maxsplit=1)[0] != name.given[0]
    given = (*name.given[0], *name.given[1:]) if initials else name.given
    return Person(given, name.surname, name.generation)


def is_regnal(who: Person) -> bool:
    """Whether a single name is complete by itself: "Benedict XVI", "Abdullah II"."""
    return not who.given and who.generation not in {"", "jr", "sr"}


def fullness(who: Person) -> int:
    """How much a name says: 0 for a single name, more for each given name or initial."""
    if is_regnal(who):
        return 3
    return sum(1 if len(given) == 1 else 2 for given in who.given)


def seeks(who: Person) -> set[str]:
    """The keys under which a name looks for others that may mean the same person."""
    if fullness(who):
        return _full_keys(who)
    keys = {f"lone {plain(who.surname)}", f"called {who.surname}"}
    if _is_long_sound(who.surname):
        keys.add(f"sounds {sound(who.surname)}")
    return keys


def offers(who: Person) -> set[str]:
    """The keys under which a name is found, without those that articles add (`called …`)."""
    keys = {f"lone {plain(who.surname)}", f"lone {plain(who.last)}"}
    if is_transliterated((*who.given, who.last)):
        keys.add(f"sounds {sound(who.last)}")
    if who.given and _is_family_first(who):
        keys.add(f"lone {plain(who.given[0])}")
    return keys | _full_keys(who) if fullness(who) else keys


def _full_keys(who: Person) -> set[str]:
    letters = plain("".join((*who.given, *who.surname.split())))
    keys = {f"letters {letters}"}
    for given in who.given[:1]:
        keys |= {f"{sound(who.last)} {_initial(full)}" for full in (given, *short_forms().get(given, ()))}
        if len(given) > 1:
            keys.add(f"given {spelling(given)} {who.last[0]}{who.last[-1]}")
    if len(who.given) > 1 and len(who.given[1]) > 1:
        keys.add(f"{sound(who.last)} {_initial(who.given[1])}")
    return keys


def _initial(given: str) -> str:
    """The first letter of a given name, the same for letters with the same sound."""
    return given[0].translate(str.maketrans("jycq", "iikk"))


def compare(child: Person, parent: Person, *, called: int) -> list[str] | None:
    """The differences between two names, as keys of WEIGHTS; None if they contradict each other.

    `called`: about how many articles use the name `child` for the bearer of `parent`.
    """
    if child.generation and parent.generation and child.generation != parent.generation:
        return None
    differences = list(_compare(child, parent))
    if "contradiction" in differences:
        # A single article may do so because of an error of coreference.
        if not called:
            return None
        if called < 2 and child.surname not in parent.given:
            return ["an article also uses this name"]
        differences = ["an article uses both names"]
    if parent.generation != child.generation and (child.generation or (fullness(child) and not is_regnal(parent))):
        differences.append("generation left out")
    return differences


def _compare(child: Person, parent: Person) -> Iterator[str]:
    if not fullness(child):
        yield from _compare_lone(child, parent)
        return
    if not fullness(parent):
        yield "contradiction"
        return
    letters = ["".join((*who.given, *who.surname.split())) for who in (child, parent)]
    if letters[0] == letters[1]:
        yield "the same letters"
        return
    if plain(letters[0]) == plain(letters[1]):
        yield "umlaut written out"
        return
    if is_regnal(child) or is_regnal(parent):
        yield "contradiction"
        return
    foreign = is_transliterated((*child.given, child.last)) or is_transliterated((*parent.given, parent.last))
    whole = (*child.given, *child.surname.split())
    if foreign and len(whole) >= 3 and _aligned(whole, (*parent.given, *parent.surname.split())[: len(whole)]):
        yield "last of the names left out"
        return
    if child.surname != parent.surname:
        yield _surnames(child, parent, foreign)
    given = _given_names(child.given, parent.given, foreign)
    yield from given
    if child.last in common_surnames() and set(given) - {"umlaut written out"}:
        yield "a common surname"


def _compare_lone(child: Person, parent: Person) -> Iterator[str]:
    if plain(child.surname) in (plain(parent.surname), plain(parent.last)):
        yield "surname alone" if fullness(parent) else "the same name"
    elif parent.given and parent.given[0] == child.surname and _is_family_first(parent):
        yield "family name first"
    elif (
        is_transliterated((*parent.given, parent.last))
        and sound(child.surname) == sound(parent.last)
        and _is_long_sound(child.surname)
    ):
        yield from ("surname alone", "spelling of a foreign name")
    else:
        yield "contradiction"


def _surnames(child: Person, parent: Person, foreign: bool) -> str:
    one, other = child.surname.replace(" ", ""), parent.surname.replace(" ", "")
    if plain(one) == plain(other):
        return "umlaut written out"
    if foreign and sound(one) == sound(other) and not _is_feminine_pair(one, other):
        return "spelling of a foreign name"
    if not ({one, other} & common_surnames()):
        if is_slip(one, other, of_person=True):
            return "one letter differs"
        if is_near(one, other):
            return "one letter of a short name differs"
    return "contradiction"


def _given_names(child: tuple[str, ...], parent: tuple[str, ...], foreign: bool) -> list[str]:
    """The differences between the given names of two people with one surname, as keys of WEIGHTS, or "contradiction"."""
    first = _given(child[0], parent[0], foreign)
    if first is None:
        left_out = len(parent) > len(child) and len(child[0]) > 1 and child == parent[len(parent) - len(child) :]
        return ["first given name left out" if left_out else "contradiction"]
    differences = [first] if first else []
    some, more = sorted((child[1:], parent[1:]), key=len)
    if not _aligned(some, more):
        differences.append("contradiction")
    elif len(some) < len(more):
        differences.append("one has a middle name")
    return differences


def _given(one: str, other: str, foreign: bool) -> str | None:
    """The difference between two given names, as a key of WEIGHTS: "" if there is none, None if they contradict each other."""
    if one == other:
        return ""
    if plain(one) == plain(other):
        return "umlaut written out"
    if 1 in (len(one), len(other)):
        return "an initial for a given name" if one[0] == other[0] else None
    if short_forms().get(one, frozenset({one})) & short_forms().get(other, frozenset({other})):
        return "short form of the given name"
    if spelling(one) == spelling(other):
        return "spelling of the given name"
    if foreign and sound(one) == sound(other) and not _is_feminine_pair(one, other):
        return "spelling of a foreign name"
    if is_slip(one, other, of_person=True):
        return "one letter differs"
    return "one letter of a short name differs" if is_near(one, other) else None


def _aligned(some: tuple[str, ...], more: tuple[str, ...]) -> bool:
    """Whether the names of `some` are in `more`, in the same order; an initial may stand for a name."""
    rest = iter(more)
    return all(any(_given(name, other, True) not in (None, *_SLIPS) for other in rest) for name in some)


def _is_feminine_pair(one: str, other: str) -> bool:
    """Whether two words differ by a feminine ending: Ivanov and Ivanova, Karim and Karima."""
    return one + "a" == other or other + "a" == one


def _is_long_sound(word: str) -> bool:
    """Whether a word is long enough to be identified by its sound alone."""
    return len(sound(word)) >= _LEAST_SOUNDS


def _is_family_first(who: Person) -> bool:
    return (
        len(who.given) <= 2
        and who.given[0] in _FAMILY_FIRST
        and who.last not in _FAMILY_FIRST
        and len(who.given[-1]) > 1
    )
