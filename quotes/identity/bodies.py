"""Compares names of organisations and groups: their differences, and how likely they still mean the same body."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from quotes.identity.lists import Body, countries, listed_bodies, spellings, usual_names, words
from quotes.identity.spelling import is_slip, plain
from quotes.query import fold

__all__ = ["WEIGHTS", "acronyms", "compare", "is_common", "offers", "resolve", "seeks"]


# The factor for each difference between two names, in the probability that they mean one body; several are multiplied.
WEIGHTS = {
    "the same words": 0.99,
    "an unimportant word left out": 0.9,
    "an article gives name and abbreviation": 0.97,
    "initials of the name": 0.7,
    "begins with its abbreviation": 0.5,
    "an article uses both names": 0.9,
    "part of the name": 0.6,
    "one letter differs": 0.86,
    "country not stated": 0.9,
    "an article also uses this name": 0.7,
    "another word for the kind of body": 0.7,
    "a usual name": 0.9,
}
_LEGAL = words("legal forms")
_ARTICLES = words("articles")
_STOPS = words("small words")
# One spelling for words with several, and for the forms of party names: a Republican, the Republicans, the Republican Party.
_SAME = spellings()
_PARTY = words("parties")
# Words that say little: the other words of a name identify it.
_FILLERS = words("fillers")
_CLUBS = words("clubs")
# Words in the names of bodies that every country has.
_COMMON = words("common")
_HEADS = words("heads")


_FREQUENT = words("frequent")
# A name with at most so many words may be part of a longer one.
_PARTIAL = 3
# The least letters of a name, and of a single word, in which a different letter is taken for a misspelling.
_LONG = 12
_WORD = 5
_KINDS = words("kinds")
_WOMEN = frozenset({"women", "womens", "ladies", "youth", "junior", "juniors"})
_UNDER = re.compile(r"u\d\d")
# An abbreviation joined with another word: "dwtv" in "DW-TV North America".
_TOGETHER = re.compile(r"(?P<short>\w{2,5})(?:tv|radio|world|news|online|sport)")


@lru_cache(maxsize=1 << 16)
def strip(name: str) -> str:
    """A body's name, folded, without the article before it and the legal form after it."""
    name = re.sub(r"['’]s\b", "", name)
    words = fold(name).split()
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in _LEGAL:
        words = words[:-1]
    return " ".join(words) or fold(name) or name.strip()


@lru_cache(maxsize=1 << 16)
def words_of(key: str) -> tuple[str, ...]:
    """The significant words of a folded name, in one spelling each, sorted."""
    words = [plain(_SAME.get(word, word)) for word in key.split() if word not in _STOPS] or key.split()
    if "ministry" in words or "department" in words:
        words = [word for word in words if word != "affair"]
    rest = [word for word in words if word != "party"]
    if rest and all(word in _PARTY for word in rest):
        words = rest
    return tuple(sorted(words))


@lru_cache(maxsize=1 << 16)
def _word_set(key: str) -> frozenset[str]:
    return frozenset(words_of(key))


@lru_cache(maxsize=1 << 16)
def split_country(key: str) -> tuple[str, str]:
    """A key without the country in it, and that country's code, if the rest is the name of a body that every country has."""
    words = key.split()
    for size in (2, 1):
        for start in range(len(words) - size + 1):
            country = countries().of(" ".join(words[start : start + size]))
            rest = [word for word in words[:start] + words[start + size :] if word not in _ARTICLES]
            rest = rest[:-1] if len(rest) > 1 and rest[-1] == "of" else rest
            if country and rest and is_common(" ".join(rest)):
                return " ".join(rest), country
    return key, ""


def is_common(key: str) -> bool:
    """Whether a name is that of a body that every country has: "foreign ministry", "supreme court"."""
    words = words_of(key)
    return all(word in _COMMON for word in words) and any(word in _HEADS for word in words)


def resolve(name: str, country: str) -> tuple[str, str]:
    """The key and context of a body's name as written in an article about `country` ("" for none in particular)."""
    key = strip(name)
    for listed in (key, fold(name)):
        for known in listed_bodies().get(listed, ()):
            # The name of a body that every country has means the listed one only in articles about its country.
            anywhere = known.anywhere and not (known.country and known.key == listed and is_common(listed))
            if anywhere or known.country in (country, "eu"):
                return _listed(known)
    rest, named = split_country(key)
    if named:
        at_home = next((known for known in listed_bodies().get(rest, ()) if known.country == named), None)
        return _listed(at_home) if at_home else (rest, named)
    return key, country if is_common(key) and country != "eu" else ""


def _listed(known: Body) -> tuple[str, str]:
    return known.key, known.country if is_common(known.key) else ""


@lru_cache(maxsize=1 << 16)
def acronyms(key: str) -> frozenset[str]:
    """The abbreviations made of a name's initials, with and without its small words."""
    parts = key.split()
    if len(parts) < 2:
        return frozenset()
    return frozenset(
        made
        for made in ("".join(w[0] for w in parts), "".join(w[0] for w in parts if w not in _STOPS))
        if 2 <= len(made) <= 8
    )


def size(key: str) -> int:
    """How much a name says: the number of its significant words."""
    return len(words_of(key))


def seeks(key: str) -> set[str]:
    """The keys under which a name looks for others that may mean the same body."""
    words = words_of(key)
    keys = {f"words {' '.join(words)}", f"called {key}", f"usual {key}"}
    if len(words) <= _PARTIAL:
        keys |= _has(words)
    keys |= _starts(key)
    if len(key) <= 8 and " " not in key:
        keys.add(f"short {key}")
    if short := _abbreviation(key):
        keys |= {f"usual {short}", f"words {short}"}
    return keys


def offers(key: str) -> set[str]:
    """The keys under which a name is found, without those that articles add (`called …`)."""
    words = words_of(key)
    keys = {f"words {' '.join(words)}"} | {f"short {made}" for made in acronyms(key)}
    keys |= {f"usual {name}" for name in usual_names().get(key, ())}
    if short := _abbreviation(key):
        keys |= {
            f"short {short}",
            *(f"words {' '.join(words_of(known.key))}" for known in listed_bodies().get(short, ())),
        }
    return keys | _has(words) | _starts(key)


@lru_cache(maxsize=1 << 16)
def _abbreviation(key: str) -> str | None:
    """The abbreviation at the beginning of a name that is joined with another word; None if there is none."""
    match = _TOGETHER.fullmatch(key.split()[0])
    return match["short"] if match else None


def _begins_with(key: str, other: str) -> bool:
    """Whether a name begins with the abbreviation of another, joined with another word."""
    short = _abbreviation(key)
    return short is not None and (other == short or any(other == known.key for known in listed_bodies().get(short, ())))


def _has(words: tuple[str, ...]) -> set[str]:
    """A key for each word that is in the names of few bodies."""
    return {
        f"has {word}"
        for word in words
        if not (word in _FILLERS or word in _COMMON or word in _FREQUENT or len(word) < 2)
    }


@lru_cache(maxsize=1 << 16)
def _letters(key: str) -> str:
    """The letters of a name, without its small words and spaces."""
    return plain("".join(word for word in key.split() if word not in _STOPS) or key)


def _starts(key: str) -> set[str]:
    """Keys that two spellings of a name share: all its letters, its words without the kind of body, and, if it is long, its
    beginning and end, in spite of a misspelling in the middle.
    """
    letters = _letters(key)
    long = {f"starts {letters[:8]} {letters[-2:]}", f"starts {letters[:12]}"} if len(letters) >= _LONG else set()
    if " " not in key and len(key) >= _WORD:
        long.add(f"word {key[:3]} {key[-2:]}")
    core = _core(_word_set(key))
    if core and core - _FREQUENT - _COMMON:
        long.add(f"core {' '.join(sorted(core))}")
    return {f"letters {letters}", *long}


def _core(words: Set[str]) -> Set[str]:
    """The words of a name without those that say what kind of body it is."""
    return words - _KINDS


def compare(child: str, parent: str, *, called: bool) -> list[str] | None:
    """The differences between two keys, as keys of WEIGHTS; None if nothing suggests that they mean one body.

    `called`: whether an article uses the name `child` for the bearer of `parent`.
    """
    one, other = _word_set(child), _word_set(parent)
    letters = _letters(child), _letters(parent)
    if one == other or letters[0] == letters[1]:
        return ["the same words"]
    if child in usual_names() and parent in usual_names():
        return None
    if child in acronyms(parent):
        return ["an article gives name and abbreviation" if called else "initials of the name"]
    if _begins_with(parent, child) or _begins_with(child, parent):
        return ["begins with its abbreviation"]
    if _is_place(child) and (other - one) - _CLUBS:
        return None
    women = _is_women(one ^ other)
    if (
        one < other
        and {w for w in other - one if not (w in _FILLERS or (w.isdigit() and len(w) > 1))} == set()
        and not women
    ):
        return ["an unimportant word left out"]
    if called and not (is_common(child) and len(one) == 1):
        return ["an article uses both names"]
    if women:
        return None
    if min(map(len, letters)) >= _LONG and is_slip(*letters):
        return ["one letter differs"]
    if len(one) == len(other) and len(one ^ other) == 2:
        (a,), (b,) = one - other, other - one
        if is_slip(a, b) and not (a in _COMMON and b in _COMMON):
            return ["one letter differs"]
    core = _core(one)
    if core == _core(other) and core - _FREQUENT - _COMMON:
        return ["another word for the kind of body"]
    return ["part of the name"] if one < other and len(one) > 0 else None


@lru_cache(maxsize=1 << 16)
def _is_place(key: str) -> bool:
    return bool(countries().of(key) or countries().places.get(key))


def _is_women(words: Set[str]) -> bool:
    return not _WOMEN.isdisjoint(words) or any(_UNDER.fullmatch(word) for word in words)
