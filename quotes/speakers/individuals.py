"""Who an article names: the mentions by name, and the individuals that have the names. Data alone: quotes.speakers.names finds
the mentions, quotes.speakers.persons and quotes.speakers.organizations the individuals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.lang.language import Language

__all__ = ["FIRM", "Individual", "Named", "add"]

USUAL = 3  # times as often as a longer name, a body's name is the usual one
FIRM = "Firm"  # the type of a name that the tagger took for a person's, but a firm's


@dataclass(frozen=True)
class Named:
    """One entity mention as a name: its characters without possessive ending, the tagger's type, the title's gender."""

    span: Span
    name: str
    kind: SpeakerKind
    title_gender: str | None
    type: str = ""


@dataclass
class Individual:
    """A person or body that the article names. `names` counts the forms of the name."""

    kind: SpeakerKind
    language: Language
    names: Counter[str] = field(default_factory=Counter)
    mentions: list[Named] = field(default_factory=list)
    gender: str | None = None

    def may_be(self, gender: str | None) -> bool:
        """Whether a person whose gender a title or pronoun tells, None for nothing, may be this one."""
        return gender is None or self.gender in (None, gender)

    @property
    def name(self) -> str:
        """The fullest name, without titles: most words, not in capitals, then commonest, in full and by its last word, then the
        first of a person's, who is "also known as" another, then most characters.
        """
        untitled = self.language.names.untitled
        first = min(self.mentions, key=lambda m: m.span, default=None) if self.kind == "person" else None

        def fullness(name: str) -> tuple[int, bool, int, int, bool, int]:
            plain = untitled(name) if self.kind == "person" else name
            words = plain.split()
            return (
                len(words),
                not plain.isupper(),
                self.names[name],
                self.names[words[-1]],
                first is not None and first.name == name,
                len(plain),
            )

        full = max(self._usual() or self.names, key=fullness)
        return untitled(full) if self.kind == "person" else full

    def _usual(self) -> list[str]:
        """A body's names without those that describe it by more words than its usual one, which was written before and far more
        often: "Congress", then "a Republican Congress".
        """
        if self.kind == "person":
            return []
        first: dict[str, int] = {}
        for mention in self.mentions:
            first[mention.name] = min(first.get(mention.name, mention.span.start), mention.span.start)
        return [
            name
            for name in self.names
            if not any(
                name.endswith(" " + usual)
                and self.names[usual] >= USUAL * self.names[name]
                and first.get(usual, 0) < first.get(name, 0)
                for usual in self.names
            )
        ]


def add(individuals: Sequence[Individual], where: dict[Span, int], at: int, mention: Named) -> None:
    """Add `mention` to individual number `at`, and to `where`, which tells whom each span names."""
    individuals[at].names[mention.name] += 1
    individuals[at].mentions.append(mention)
    where[mention.span] = at
