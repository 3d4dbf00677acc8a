"""Finds the paragraphs of a text; the one definition for parser, quotation marks, forms, search and the site.

News comes with a line for each paragraph, with or without blank lines between, or hard-wrapped like e-mail. Lines that were
broken to fit a width belong to one paragraph, and so does a line that continues in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from quotes.span import Span

__all__ = ["LINE_BREAK", "paragraphs", "readable", "stripped"]

# Characters that tokenizers drop: controls, lone surrogates, private use, non-characters. They become spaces.
UNREADABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
# Invisible characters between words become spaces too; inside a word ("co\u00adoperate") they stay, and the encoder drops them.
INVISIBLE = "[\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
INVISIBLE_BETWEEN_WORDS = re.compile(rf"(?<!\w){INVISIBLE}+|{INVISIBLE}+(?!\w)")

LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
LINE_BREAK = re.compile(r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
FINAL = re.compile(r"[.!?…:][\"'”’»)\]]*$")

# Hard-wrapped text: enough lines, none long, most of them nearly full, few ending a sentence.
WRAP_MIN_LINES = 4
WRAP_MAX_WIDTH = 110
WRAP_FULL = 0.7
WRAP_SHARE = 0.6


def readable(text: str) -> str:
    """The text with unreadable characters replaced by spaces, one for one."""
    text = UNREADABLE.sub(" ", text)
    return INVISIBLE_BETWEEN_WORDS.sub(lambda match: " " * len(match[0]), text)


def paragraphs(text: str) -> list[Span]:
    """Spans of the paragraphs of a text, without the white space around them, in order."""
    text = readable(text)
    spans = []
    for block in blocks(text):
        wrapped = is_wrapped(text, block)
        width = max(line.end - line.start for line in block)
        start = block[0].start
        for line, following in pairwise(block):
            if not continues(text, line, following, wrapped, width):
                spans.append(Span(start, line.end))
                start = following.start
        spans.append(Span(start, block[-1].end))
    return spans


def blocks(text: str) -> Iterator[list[Span]]:
    """Groups of lines without a blank line between them, as stripped spans."""
    block: list[Span] = []
    end = 0
    for match in LINE.finditer(text):
        start, stop = stripped(text, match.start(), match.end())
        breaks = len(LINE_BREAK.findall(text[end : match.start()]))
        end = match.end()
        if block and (breaks > 1 or start == stop):
            yield block
            block = []
        if start < stop:
            block.append(Span(start, stop))
    if block:
        yield block


def stripped(text: str, start: int, end: int) -> Span:
    """The span from `start` to `end` without the white space at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def is_wrapped(text: str, block: Sequence[Span]) -> bool:
    """Whether the lines of a block were broken to fit a width, and are not paragraphs."""
    if len(block) < WRAP_MIN_LINES:
        return False
    lengths = [line.end - line.start for line in block]
    width = max(lengths)
    if width > WRAP_MAX_WIDTH:
        return False
    inner = block[:-1]
    full = sum(length >= WRAP_FULL * width for length in lengths[:-1])
    unfinished = sum(not FINAL.search(line.of(text)) for line in inner)
    return full >= WRAP_SHARE * len(inner) and unfinished >= WRAP_SHARE * len(inner)


def continues(text: str, line: Span, following: Span, wrapped: bool, width: int) -> bool:
    """Whether the paragraph continues after a line break, from `line` to `following`."""
    if text[following.start].islower() and not FINAL.search(line.of(text)):
        return True
    return wrapped and line.end - line.start >= WRAP_FULL * width
