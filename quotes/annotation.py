"""What the engine finds in an article: quotes, their source mentions and the speakers behind them.

Plain frozen data that the store, the command line and the evaluation share. Offsets as in quotes.article.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from quotes.article import Article, Span

__all__ = ["Act", "Annotated", "Kind", "Quote", "Role", "Speaker", "SpeakerKind", "SpeakerMention"]

Kind = Literal["direct", "indirect", "mixed"]
Act = Literal["speech", "thought"]
SpeakerKind = Literal["person", "organization", "group", "unnamed"]


@dataclass(frozen=True)
class SpeakerMention:
    """A span of the article that refers to a speaker; `form` is name, description or pronoun."""

    span: Span
    form: Literal["name", "description", "pronoun"]


@dataclass(frozen=True)
class Role:
    """What the article calls a speaker ("Russian president"), and where it does."""

    title: str
    span: Span


@dataclass(frozen=True)
class Speaker:
    """A speaker who is quoted in one article.

    `name` is the fullest name in the article, or for `unnamed` speakers the description as written ("two aides"). `aliases`
    are the other names that the article uses. `gender` is "female", "male", or None if the article does not tell.
    """

    name: str
    kind: SpeakerKind
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    gender: str | None = None
    mentions: tuple[SpeakerMention, ...] = ()


@dataclass(frozen=True)
class Quote:
    """One attribution: words (`content`) that a `cue` attributes to a `source`; all are spans in text order.

    `speaker` is an index into `Annotated.speakers`; None if nobody is named, or the engine is not sure enough. `confidence`
    is the estimated probability, 0 to 1, that this is a quote with these words; `speaker_confidence` that its speaker is right,
    None if there is no speaker or no estimate. `evidence` has the reasons as JSON-ready data.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    source_head: Span | None
    kind: Kind
    act: Act
    negated: bool
    speaker: int | None
    confidence: float
    evidence: Mapping[str, Any] = field(default_factory=dict)
    speaker_confidence: float | None = None


@dataclass(frozen=True)
class Annotated:
    """An article with its quotes, in order of their first content character, and its quoted speakers.

    `notes` says what was not analysed and why, one line for each reason.
    """

    article: Article
    quotes: tuple[Quote, ...]
    speakers: tuple[Speaker, ...]
    models: str
    rules: str
    notes: tuple[str, ...] = ()
