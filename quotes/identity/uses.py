"""The names that an article uses, each once, with what it says of their bearers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from quotes.annotation import Speaker
from quotes.identity.link import Known, may_mean
from quotes.identity.names import Name, called, keeps_to_itself, offers, seeks
from quotes.identity.show import common_gender

__all__ = ["Use", "could_be_one", "told_apart", "uses"]

# In an article with more names than this, only names that share a key are compared, and only so many for each key.
_FEW = 60


@dataclass(frozen=True)
class Use:
    """What an article says of the bearer of a name; `called` are the keys of the other names that it uses for the bearer."""

    name: Name
    gender: str | None
    organization: bool
    called: frozenset[str]


def uses(speakers: Sequence[Speaker], names: Sequence[Name]) -> list[Use]:
    """The uses of names in an article; `names` has one for each of its speakers, and several speakers may share one."""
    by_name: defaultdict[Name, list[Speaker]] = defaultdict(list)
    for speaker, name in zip(speakers, names, strict=True):
        by_name[name].append(speaker)
    return [
        Use(
            name,
            common_gender(Counter(speaker.gender for speaker in same if speaker.gender)),
            any(speaker.kind == "organization" for speaker in same),
            frozenset(key for speaker in same for key in called(speaker, name)),
        )
        for name, same in by_name.items()
    ]


def told_apart(some: Sequence[Use]) -> Iterator[tuple[Use, Use]]:
    """The pairs of an article's names that, without this article, could mean one speaker."""
    yield from (pair for pair in _pairs(some) if could_be_one(pair[0].name, pair[1].name))


def _pairs(some: Sequence[Use]) -> Iterator[tuple[Use, Use]]:
    if len(some) <= _FEW:
        yield from combinations(some, 2)
        return
    ordered = sorted(some, key=lambda use: use.name)
    sharing: defaultdict[str, list[int]] = defaultdict(list)
    for number, use in enumerate(ordered):
        for key in offers(use.name) | seeks(use.name):
            sharing[key].append(number)
    pairs = {pair for numbers in sharing.values() for pair in combinations(numbers[:_FEW], 2)}
    yield from ((ordered[one], ordered[other]) for one, other in sorted(pairs))


def could_be_one(one: Name, other: Name) -> bool:
    """Whether two names of different speakers in an article could otherwise mean one speaker."""
    if keeps_to_itself(one) or keeps_to_itself(other):
        return False
    often = dict.fromkeys((one.key, other.key), 8)
    knowns = [Known(name, 0, called=often) for name in (one, other)]
    return may_mean(*knowns) or may_mean(*knowns[::-1])
