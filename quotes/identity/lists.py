"""The packaged lists, each read once: countries, bodies, callings, given names and their short forms, very common surnames."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from quotes.names import untitled
from quotes.query import fold

__all__ = [
    "Body",
    "Calling",
    "Countries",
    "callings",
    "common_surnames",
    "countries",
    "leaders",
    "listed_bodies",
    "short_forms",
    "spellings",
    "usual_names",
    "words",
]


@dataclass(frozen=True)
class Body:
    """What a name in the list of bodies means: the body's folded full name, its country's code or "", and whether the name means
    it `anywhere`, not only in articles about its country.
    """

    key: str
    country: str
    anywhere: bool


@dataclass(frozen=True)
class Countries:
    """The codes of countries by their folded names, by their cities and regions, and by their adjectives and peoples."""

    names: dict[str, str]
    places: dict[str, str]
    adjectives: dict[str, str]

    def of(self, words: str) -> str | None:
        """The code of the country with this folded name or adjective; None if there is none."""
        return self.adjectives.get(words) or self.names.get(words)


@dataclass(frozen=True)
class Calling:
    """A calling: the folded `titles` of people who have it, and the names of other callings that go with it (`beside`)."""

    titles: frozenset[str]
    beside: frozenset[str]


@cache
def callings() -> dict[str, Calling]:
    """The packaged callings by their names."""
    by_name = {}
    for line in _lines("callings.txt"):
        name, titles, beside = (part.strip() for part in line.split("|"))
        by_name[name] = Calling(frozenset(map(fold, _split(titles))), frozenset(_split(beside)))
    return by_name


@cache
def countries() -> Countries:
    countries = Countries({}, {}, {})
    for line in _lines("countries.txt"):
        code, names, places, adjectives = (part.strip() for part in line.split("|"))
        for texts, table in ((names, countries.names), (places, countries.places), (adjectives, countries.adjectives)):
            table.update((fold(text), code) for text in _split(texts))
    return countries


@cache
def listed_bodies() -> dict[str, tuple[Body, ...]]:
    """The bodies that a folded name may mean; those that it means anywhere come first."""
    meant: defaultdict[str, set[Body]] = defaultdict(set)
    for line in _lines("bodies.txt"):
        country, full, anywhere, at_home = (part.strip() for part in line.split("|"))
        key = fold(full)
        for name in (full, *_split(anywhere)):
            meant[fold(name)].add(Body(key, country, True))
        for name in _split(at_home):
            meant[fold(name)].add(Body(key, country, False))
    return {
        name: tuple(sorted(some, key=lambda body: (not body.anywhere, body.key, body.country)))
        for name, some in meant.items()
    }


@cache
def leaders() -> dict[str, str]:
    """The code of a country by the folded name of its leader."""
    codes: dict[str, str] = {}
    for line in _lines("leaders.txt"):
        code, names = (part.strip() for part in line.split("|"))
        codes.update((" ".join(untitled(fold(name).split())), code) for name in _split(names))
    return codes


@cache
def usual_names() -> dict[str, tuple[str, ...]]:
    """All names of each listed body, by its key."""
    names_of: defaultdict[str, set[str]] = defaultdict(set)
    for name, meant in listed_bodies().items():
        for body in meant:
            names_of[body.key].add(name)
    return {key: tuple(sorted(names)) for key, names in names_of.items()}


@cache
def short_forms() -> dict[str, frozenset[str]]:
    """The full given names that a folded given name may stand for, including itself if it is a full one."""
    fuller: defaultdict[str, set[str]] = defaultdict(set)
    for line in _lines("nicknames.txt"):
        full, *others = map(fold, line.split())
        for name in (full, *others):
            fuller[name].add(full)
    return {name: frozenset(full) for name, full in fuller.items()}


@cache
def common_surnames() -> frozenset[str]:
    return frozenset(fold(name) for line in _lines("surnames.txt") for name in line.split())


@cache
def words(section: str) -> frozenset[str]:
    """The folded words of one section of words.txt."""
    return frozenset(_section(section).split())


@cache
def spellings() -> dict[str, str]:
    """For each folded word with several spellings, the one that stands for all."""
    return dict(pair.split() for pair in _section("one spelling").split(";"))


def _section(name: str) -> str:
    text = "\n".join(_lines("words.txt", comment="# "))
    start = text.index("\n", text.index(f"## {name}:"))
    return text[start:].partition("\n##")[0]


def _lines(file: str, comment: str = "#") -> Iterator[str]:
    text = resources.files("quotes.identity").joinpath("data", file).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line.strip() and not line.startswith(comment))


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(";") if name.strip()]
