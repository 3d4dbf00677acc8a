"""The data that generators return: proposals, which become candidates, and the bodies and works that stand for somebody."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.speakers.cast import Cast

__all__ = ["Body", "Candidate", "Key", "Proposal", "Work"]

# ("individual", number), ("body", plain name), ("group", names), ("name", plain name) or ("nobody",).
Key = tuple[str | int, ...]


@dataclass(frozen=True)
class Body:
    """A body named after its owner ("the Hale campaign"), or a poll named after its makers; `at` is the offset of its noun."""

    name: str
    noun: str
    at: int
    owner: int | None


@dataclass(frozen=True)
class Work:
    """A work that, according to the article, somebody issued: its noun, the noun's offset, and the issuer."""

    noun: str
    at: int
    issuer: int | Body


@dataclass(frozen=True)
class Proposal:
    """Somebody proposed by one generator, with its reason, and `marks`: values of features by name.

    `about` is the individual whose salience counts for a candidate named after another (for the campaign of X: X).
    """

    key: Key
    name: str
    kind: SpeakerKind | None
    source: str
    reason: str
    marks: Mapping[str, float] = field(default_factory=dict)
    individual: int | None = None
    about: int | None = None
    members: tuple[int, ...] = ()
    chain: tuple[Span, ...] = ()

    @staticmethod
    def of(individual: int, source: str, reason: str, marks: Mapping[str, float], cast: Cast) -> Proposal:
        """One of the cast, by name."""
        name, kind = cast.name(individual), cast.kind(individual)
        return Proposal(("individual", individual), name, kind, source, reason, marks, individual=individual)


@dataclass(frozen=True)
class Candidate:
    """Somebody, or nobody, with the proposals of all generators combined: `sources` are their names, `reasons` their reasons."""

    key: Key
    name: str
    kind: SpeakerKind | None
    individual: int | None
    about: int | None
    members: tuple[int, ...]
    sources: tuple[str, ...]
    reasons: tuple[str, ...]
    marks: Mapping[str, float]
    chain: tuple[Span, ...]

    @property
    def named(self) -> bool:
        """Whether choosing it names a person or an organisation."""
        return self.kind in ("person", "organization")

    def is_only_from(self, sources: Set[str]) -> bool:
        """Whether none but these sources propose it."""
        return set(self.sources) <= sources
