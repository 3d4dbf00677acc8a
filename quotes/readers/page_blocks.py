"""The blocks of a page's main part, without those that are none of its article: links to others, notes, repetitions.

Text of pages is put together here, not found: what is left out has never been part of an article's stored text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quotes.document.furniture import furniture

__all__ = ["Block", "kept"]

_FEWEST_WORDS = 3  # a shorter link may be a word of a table
_WORD = re.compile(r"[^\W_]+")
_MOST = 1_000  # blocks of a page that is looked through for repetitions: each is compared with all
_REPEATED = 5  # words; a shorter block may be said twice


@dataclass(frozen=True)
class Block:
    """`link`: it is nothing but a link to somewhere else. A `heading` may belong to what follows."""

    text: str
    link: bool = False
    heading: bool = False


def kept(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of the article. The first one always stays: where a page begins so, it is what the page is about."""
    dropped = set(furniture([block.text for block in blocks])) | _links(blocks) | _repetitions(blocks)
    # A heading above nothing but links goes with them.
    for number in reversed(range(len(blocks) - 1)):
        if blocks[number].heading and number + 1 in dropped and _is_label(blocks[number].text):
            dropped.add(number)
    return [block for number, block in enumerate(blocks) if not number or number not in dropped]


def _links(blocks: Sequence[Block]) -> set[int]:
    return {number for number, block in enumerate(blocks) if block.link and len(block.text.split()) >= _FEWEST_WORDS}


def _repetitions(blocks: Sequence[Block]) -> set[int]:
    """Captions and pull quotes: blocks whose words another, longer block has within it, or an equal one before it."""
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
