"""Annotated articles built by hand, for tests of what comes after the engine: every span is found by its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quotes.annotation import Act, Annotated, Kind, Quote, Role, Speaker, SpeakerMention
from quotes.article import Article, Span

__all__ = ["annotate", "example_article", "found", "quote", "speaker"]


def found(text: str, words: str, nth: int = 1) -> Span:
    """Where `words` stand in `text` for the n-th time."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def speaker(text: str, name: str, *aliases: str, role: str | None = None, **fields: Any) -> Speaker:
    fields.setdefault("kind", "person")
    names = [words for words in (name, *aliases) if words in text]
    return Speaker(
        name,
        aliases=aliases,
        roles=(Role(role, found(text, role)),) if role else (),
        mentions=tuple(SpeakerMention(found(text, words), "name") for words in names),
        **fields,
    )


def quote(
    text: str,
    *content: str,
    cue: str = "",
    source: str = "",
    who: int | None = None,
    kind: Kind = "direct",
    act: Act = "speech",
    negated: bool = False,
    confidence: float = 0.9,
    evidence: dict[str, Any] | None = None,
) -> Quote:
    head = source.split()[-1] if source else ""
    return Quote(
        content=tuple(found(text, part) for part in content),
        cue=(found(text, cue),) if cue else (),
        source=(found(text, source),) if source else (),
        source_head=found(text, head) if head else None,
        kind=kind,
        act=act,
        negated=negated,
        speaker=who,
        confidence=confidence,
        evidence=evidence or {"rule": "by hand", "steps": ["written by hand"]},
    )


def annotate(
    article: Article, quotes: Sequence[Quote], speakers: Sequence[Speaker], *, rules: str = "rules 1"
) -> Annotated:
    return Annotated(article, tuple(quotes), tuple(speakers), models="models 1", rules=rules)


def example_article(
    number: int, name: str, words: str = "It will rain", *, outlet: str | None = None, gender: str | None = None
) -> Annotated:
    """An article in which one person says one thing."""
    text = f"“{words},” said {name} on day {number}."
    article = Article(
        f"article-{number:03}", text, title=f"Day {number}", outlet=outlet, published=f"2025-01-{number:02}"
    )
    who = speaker(text, name, gender=gender)
    return annotate(article, [quote(text, words, cue="said", source=name, who=0)], [who])
