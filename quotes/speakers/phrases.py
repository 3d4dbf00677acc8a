"""A noun phrase as written: where it stands, whether behind "of", and its words for print."""

from __future__ import annotations

from textwrap import shorten

from quotes.article import Span
from quotes.document import Token

__all__ = ["is_of", "noun_span", "plain"]

LONGEST_DESCRIPTION = 90  # characters


def noun_span(token: Token) -> Span:
    """The noun phrase of `token` without relative clause."""
    without = token.children("acl", "punct", "case", "cc", "conj")
    spans = token.sentence.spans(token.subtree(without=without))
    return Span(spans[0].start, spans[-1].end) if spans else token.span


def is_of(token: Token) -> bool:
    """Whether a noun stands after "of"."""
    return any(t.lower == "of" for t in token.children("case"))


def plain(span: Span, text: str) -> str:
    """A description without its article and line breaks; a very long one is cut off."""
    words = span.of(text).strip("\"“”'‘’ ,").split()
    if len(words) > 1 and words[0].lower() in {"the", "a", "an"}:
        words = words[1:]
    return shorten(" ".join(words), LONGEST_DESCRIPTION, placeholder=" …")
