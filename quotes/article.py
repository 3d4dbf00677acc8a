"""The article as all later steps see it: a text that never changes, and facts about it.

Offsets count Unicode characters of `Article.text`, end exclusive, everywhere in this project.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quotes.span import Span

__all__ = ["Article", "Span"]


@dataclass(frozen=True)
class Article:
    """One document. `published` is an ISO 8601 date or date-time; unknown facts are None.

    `extra` keeps the input's other fields (JSONL keys, front matter) untouched, for output.
    `id_given`: the input states the id; otherwise it was made from a file's name, which says little about the article.

    >>> quotes.Article("a1", "“It will rain,” said Eva Lind.", published="2025-01-02").published
    '2025-01-02'
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str = "en"
    extra: Mapping[str, Any] = field(default_factory=dict)
    id_given: bool = field(default=True, compare=False)
