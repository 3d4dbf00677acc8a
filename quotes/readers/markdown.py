"""Reads Markdown as an Article: prose without markup, one empty line between blocks."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from quotes.article import Article
from quotes.readers import fields, frontmatter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["read"]

_TAG = re.compile(r"<!--(?:(?!-->|<!--).)*-->|</?[A-Za-z][^<>]*>", re.DOTALL)


def read(text: str, id: str) -> Article:
    """The Article of a Markdown file. Its title is that of the front matter, or else a level-1 heading at the beginning."""
    facts, body = frontmatter.split(text)
    tokens = _parser().parse(body)
    blocks = _blocks(tokens)
    begins_with_title = len(tokens) > 1 and tokens[0].type == "heading_open" and tokens[0].tag == "h1"
    title = {"title": blocks[0]} if begins_with_title and blocks else {}
    return fields.article(id, "\n\n".join(blocks), facts, title)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Indented code is disabled: in articles, an indented paragraph is just a paragraph.
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")


def _blocks(tokens: Sequence[Token]) -> list[str]:
    """The text of each paragraph, heading, list item and table row, without fenced code."""
    blocks: list[str] = []
    row: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            blocks.append(" | ".join(filter(None, row)))
            row = None
        elif token.type == "inline":
            text = _inline(token.children or [])
            (blocks if row is None else row).append(text)
        elif token.type == "html_block":
            blocks.append(_TAG.sub("", token.content).strip())
    return [block for block in blocks if block]


def _inline(tokens: Sequence[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak" or token.content.casefold().startswith("<br"):
            parts.append("\n")
    return "".join(parts).strip()
