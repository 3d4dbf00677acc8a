"""Selects the blocks of a page that belong to its article: no links to other articles, no notes, no repetitions.

The text of an article is assembled from these blocks, so what is left out here is never part of a stored text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quotes.document.furniture import furniture

__all__ = ["Block", "kept"]

_FEWEST_WORDS = 3  # of a link to another article; a shorter one may be a cell of a table
_WORD = re.compile(r"[^\W_]+")
_MOST = 1_000  # blocks of a page in which repetitions are looked for: each is compared with all others
_REPEATED = 5  # words of a repetition; a shorter block may really occur twice


@dataclass(frozen=True)
class Block:
    """A block of text. `link`: it is nothing but a link to another page; `heading`: it may belong to what follows."""

    text: str
    link: bool = False
    heading: bool = False


def kept(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of the article. The first one is always kept: what a page begins with is what it is about."""
    dropped = set(furniture([block.text for block in blocks])) | _links(blocks) | _repetitions(blocks)
    # A heading above dropped blocks is dropped with them.
    for number in reversed(range(len(blocks) - 1)):
        if blocks[number].heading and number + 1 in dropped and _is_label(blocks[number].text):
            dropped.add(number)
    return [block for number, block in enumerate(blocks) if not number or number not in dropped]


def _links(blocks: Sequence[Block]) -> set[int]:
    return {number for number, block in enumerate(blocks) if block.link and len(block.text.split()) >= _FEWEST_WORDS}


def _repetitions(blocks: Sequence[Block]) -> set[int]:
    """The places of captions and pull quotes: their words are inside a longer block, or an earlier block is equal."""
    if len(blocks) > _MOST:
        return set()
    words = [f" {' '.join(_WORD.findall(block.text.casefold()))} " for block in blocks]
    every = "|".join(words)
    repeated: set[int] = set()
    for number, own in enumerate(words):
        if own.count(" ") <= _REPEATED or every.count(own) < 2:
            continue
        if any(own in other and len(other) > len(own) for other in words) or own in words[:number]:
            repeated.add(number)
    return repeated


def _is_label(text: str) -> bool:
    return len(text.split()) <= 6
