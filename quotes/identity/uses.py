"""How an article uses names: each once, whatever it calls the speaker."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from quotes.annotation import Speaker
from quotes.identity.link import Known, may_mean
from quotes.identity.names import Name, called, offers
from quotes.identity.show import common_gender

__all__ = ["Use", "could_be_one", "uses"]


@dataclass(frozen=True)
class Use:
    """What an article says of the bearer of a name; `called` are the keys of the other names that it uses."""

    name: Name
    gender: str | None
    organization: bool
    called: frozenset[str]


def uses(speakers: Sequence[Speaker], names: Sequence[Name]) -> list[Use]:
    """The names of an article's speakers, which `names` has one by one; several speakers may share one."""
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


def could_be_one(one: Name, other: Name) -> bool:
    """Whether two names, of which an article tells the bearers apart, could else mean one speaker."""
    if not (offers(one) and offers(other)):  # one of them keeps to itself anyway
        return False
    often = dict.fromkeys((one.key, other.key), 8)
    knowns = [Known(name, 0, called=often) for name in (one, other)]
    return may_mean(*knowns) or may_mean(*knowns[::-1])
