"""A directory of names in memory instead of in a database, to test identity by itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from quotes.annotation import Speaker
from quotes.identity.link import MOST, Choice, Known, tie, weight_of
from quotes.identity.names import Name, offers, seeks
from quotes.identity.settle import settle
from quotes.identity.show import common_gender
from quotes.identity.uses import uses

__all__ = ["MemoryDirectory"]


class MemoryDirectory:
    """Names with the articles that use them: `add` articles, then ask for the `root` or `choice` of a name."""

    def __init__(self) -> None:
        self._articles: Counter[Name] = Counter()
        self._genders: defaultdict[Name, Counter[str]] = defaultdict(Counter)
        self._called: defaultdict[Name, Counter[str]] = defaultdict(Counter)
        self._apart: defaultdict[Name, set[Name]] = defaultdict(set)
        self._offered: defaultdict[str, set[Name]] = defaultdict(set)
        self._sought: defaultdict[str, set[Name]] = defaultdict(set)
        self._attached: defaultdict[Name, set[Name]] = defaultdict(set)
        self._roots: dict[Name, Name] = {}
        self._choices: dict[Name, Choice] = {}

    def add(self, speakers: Sequence[Speaker], names: Sequence[Name], *, now: bool = True) -> None:
        """Add an article's speakers with their names. With `now` False, call `settle_all` after the last article."""
        here = uses(speakers, names)
        for use in here:
            self._articles[use.name] += 1
            if use.gender:
                self._genders[use.name][use.gender] += 1
            self._called[use.name].update(use.called)
            for key in self._offers(use.name):
                self._offered[key].add(use.name)
            for key in seeks(use.name, use.called):
                self._sought[key].add(use.name)
        for one, other in combinations((use.name for use in here), 2):
            self._apart[one].add(other)
            self._apart[other].add(one)
        if now:
            settle(self, names)

    def settle_all(self) -> None:
        settle(self, self._articles)

    def root(self, name: Name) -> Name:
        return self._roots[name]

    def choice(self, name: Name) -> Choice:
        return self._choices[name]

    def known(self, name: Name) -> Known | None:
        if name not in self._articles:
            return None
        gender = common_gender(self._genders[name])
        return Known(
            name,
            weight_of(self._articles[name]),
            gender,
            self._roots.get(name),
            {key: weight_of(count) for key, count in self._called[name].items()},
        )

    def apart(self, own: Known, others: Sequence[Known]) -> frozenset[Name]:
        return frozenset(other.name for other in others if other.name in self._apart[own.name])

    def candidates(self, own: Known) -> list[Known]:
        offered: dict[Name, Known] = {}
        for key in seeks(own.name, own.called):
            offered.update((known.name, known) for known in self._commonest(key)[:MOST])
        return list(offered.values())

    def seekers(self, name: Name) -> Iterable[Known]:
        names = {other for key in self._offers(name) for other in self._sought[key]}
        return [known for other in names if (known := self.known(other)) is not None]

    def displaced(self, names: Collection[Name]) -> Iterable[Name]:
        keys = {key for name in names for key in self._offers(name) if len(self._offered[key]) > MOST}
        return {known.name for key in sorted(keys) for known in self._commonest(key)[MOST:]}

    def attached(self, name: Name) -> Iterable[Known]:
        return [known for other in sorted(self._attached[name]) if (known := self.known(other)) is not None]

    def put(self, name: Name, choice: Choice, root: Name) -> None:
        for link in self._choices[name].links if name in self._choices else ():
            self._attached[link.parent].discard(name)
        for link in choice.links:
            self._attached[link.parent].add(name)
        self._choices[name] = choice
        self._roots[name] = root

    def _commonest(self, key: str) -> list[Known]:
        """All that offer a key, the commonest first; of a key that articles add, those that most of them add it to."""
        rest = key.partition(" ")[2]
        called = rest.removeprefix("called ") if rest.startswith("called ") else None
        offering = [known for name in self._offered[key] if (known := self.known(name)) is not None]
        return sorted(offering, key=lambda k: (-(k.weight if called is None else k.called[called]), tie(k.name)))

    def _offers(self, name: Name) -> set[str]:
        own = offers(name)
        return own | {f"{name.kind} called {key}" for key in self._called[name]} if own else own
