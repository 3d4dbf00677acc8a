"""The answer to "who is this source?", as every module that resolves mentions gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quotes.annotation import SpeakerKind
from quotes.article import Span

__all__ = ["Answer", "Form"]

Form = Literal["name", "description", "pronoun"]


@dataclass(frozen=True)
class Answer:
    """Who a source mention is: an index into the scene's individuals, or a description, or nobody.

    `trust` is how far to believe it, 0 to 1; `steps` say how it came about, `chain` holds the mentions that were followed.
    """

    individual: int | None = None
    members: tuple[int, ...] = ()
    kind: SpeakerKind | None = None
    description: str | None = None
    head: Span | None = None
    form: Form = "description"
    trust: float = 0.0
    steps: tuple[str, ...] = ()
    chain: tuple[Span, ...] = ()
