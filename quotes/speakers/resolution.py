"""The resolution of a source mention: who it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from quotes.annotation import SpeakerKind
from quotes.article import Span

__all__ = ["Form", "Resolution"]

Form = Literal["name", "description", "pronoun"]


@dataclass(frozen=True)
class Resolution:
    """Who a source mention is: an index into the cast's individuals, or somebody with a name or description, or nobody.

    `confidence` is the probability, 0 to 1, that this is right, or None. `steps` are the reasons; `chain` has the mentions of the
    coreference chain that led to the speaker; `candidates` are all candidates, best first, each with name, kind, share, reasons
    and its two strongest features.
    """

    individual: int | None = None
    members: tuple[int, ...] = ()
    kind: SpeakerKind | None = None
    description: str | None = None
    head: Span | None = None
    form: Form = "description"
    confidence: float | None = None
    steps: tuple[str, ...] = ()
    chain: tuple[Span, ...] = ()
    candidates: tuple[Mapping[str, Any], ...] = ()
