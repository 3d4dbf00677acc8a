"""Who is called by two names: as the article says, or by a nickname inside the full name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from quotes.document import Document
from quotes.lang.speakers import NameWords
from quotes.names import PersonName
from quotes.query import fold
from quotes.speakers.individuals import Named
from quotes.speakers.persons.parts import Key, key_of, parts_of
from quotes.speakers.persons.register import NICKNAME, Register
from quotes.speakers.persons.short import INITIALS, ShortNames

__all__ = ["Pair", "aliases_in", "file_aliases", "same_keys"]

LONGEST_ALIAS = 60  # characters between two names of one person
Pair = tuple[Named, Named]  # two names of one person


def aliases_in(named: Sequence[Named], document: Document) -> list[Pair]:
    """The pairs of names that the article says are one person's: "Hale, better known as *Joni*," and "Ruth Hale (RAH)"."""
    text, words = document.text, document.language.names
    pairs = []
    for one, other in pairwise(sorted(named, key=lambda n: n.span)):
        between = text[one.span.end : other.span.start]
        if len(between) > LONGEST_ALIAS:
            continue
        bracketed = between == " (" and text[other.span.end : other.span.end + 1] == ")"
        if re.fullmatch(words.also_called, between) or (bracketed and _initials_of(other.name, one.name)):
            pairs.append((one, other))
    return pairs


def _initials_of(short: str, name: str) -> bool:
    """Whether a name is the initials of another one's words."""
    return bool(INITIALS.fullmatch(short)) and short.lower() == "".join(word[0] for word in fold(name).split())


def _nicknamed(full: Sequence[Named]) -> list[Pair]:
    """Each name that has a nickname inside, and the same one with no other given name: "Joan “Joni” Hale", "Joni Hale"."""
    return [
        (one, replace(one, name=f"{nickname} {one.name.split()[-1]}"))
        for one in full
        for nickname in NICKNAME.findall(one.name)
    ]


def same_keys(aliases: Sequence[Pair], full: Sequence[Named], keys: Iterable[Key], words: NameWords) -> dict[Key, Key]:
    """The keys of full names that are another key's person, each with that key. `keys` are those of the names `full`."""
    known = list(keys)
    same: dict[Key, Key] = {}
    for pair in (*aliases, *_nicknamed(full)):
        one, other = (_only_key(parts_of(n.name, words), known) for n in pair)
        if one and other:
            same |= {one: other, other: one}
    return same


def _only_key(name: PersonName, full: Iterable[Key]) -> Key | None:
    """The key of a full name, or for a surname of the only one of the full names that has it."""
    if name.given:
        return key_of(name)
    fits = [key for key in full if key[1] == name.surname]
    return fits[0] if len(fits) == 1 else None


def file_aliases(aliases: Sequence[Pair], register: Register, names: ShortNames) -> None:
    """Note the single names by which the article says that somebody goes who has a full one."""
    words = register.language.names
    for pair in aliases:
        for one, other in (pair, pair[::-1]):
            alias = parts_of(other.name, words)
            if alias.given or register.by_surname(alias.surname):
                continue
            at = register.where.get(one.span)
            if at is None:
                at, _ = names.fitting(parts_of(one.name, words).surname, one)
            if at is not None:
                register.called[alias.surname] = at
