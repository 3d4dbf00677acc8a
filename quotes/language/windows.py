"""The tokens and windows of an article as the attribution network reads them.

Tokens are runs of word characters or single other characters; a window has whole paragraphs, as far as they fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quotes.article import Span

__all__ = ["FEATURES", "Encoded", "Window", "encode", "letter_case", "windows"]

TOKEN = re.compile(r"\w+|[^\w\s]")
SENTENCE_END = re.compile(r"""[.!?]["'”’)\]]*$""")
WINDOW_TOKENS = 260  # about 350 word pieces: several news paragraphs, so that a quote that runs on sees its cue
FEATURES = {"case": 6, "quoted": 4, "start": 4}  # the number of values of each
OPENING, CLOSING, STRAIGHT = "“«„", "”»", '"'


@dataclass(frozen=True)
class Window:
    """Tokens [first, last) of a text, read together."""

    first: int
    last: int


@dataclass(frozen=True)
class Encoded:
    """A text's tokens as the network reads them: character spans, and three small categorical features per token."""

    text: str
    tokens: tuple[Span, ...]
    case: tuple[int, ...]
    quoted: tuple[int, ...]
    start: tuple[int, ...]


def encode(text: str) -> Encoded:
    """Split `text` into tokens and look up their features: letter case, quotation state, what precedes the token."""
    tokens: list[Span] = []
    case: list[int] = []
    quoted: list[int] = []
    start: list[int] = []
    depth_mark = ""
    previous = 0
    for match in TOKEN.finditer(text):
        word = match.group()
        gap = text[previous : match.start()]
        if "\n" in gap:
            depth_mark = ""
        begin = 3 if gap.count("\n") > 1 or not tokens else 2 if "\n" in gap else 1 if gap else 0
        if word in OPENING:
            depth_mark, state = word, 1
        elif word in CLOSING:
            depth_mark, state = "", 2
        elif word == STRAIGHT:
            state = 2 if depth_mark else 1
            depth_mark = "" if depth_mark else word
        else:
            state = 3 if depth_mark else 0
        tokens.append(Span(*match.span()))
        case.append(letter_case(word))
        quoted.append(state)
        start.append(begin)
        previous = match.end()
    return Encoded(text, tuple(tokens), tuple(case), tuple(quoted), tuple(start))


def letter_case(word: str) -> int:
    if not word[0].isalnum():
        return 0
    if word[0].isdigit():
        return 1
    if word.islower():
        return 2
    if word.isupper():
        return 3 if len(word) > 1 else 4
    return 4 if word[0].isupper() else 5


def windows(encoded: Encoded, size: int = WINDOW_TOKENS) -> Iterator[Window]:
    """Consecutive windows of at most `size` tokens that break at paragraphs, else sentence ends, else anywhere."""
    tokens = encoded.tokens
    first = 0
    while first < len(tokens):
        last = min(first + size, len(tokens))
        if last < len(tokens):
            last = _break(encoded, first, last)
        yield Window(first, last)
        first = last


def _break(encoded: Encoded, first: int, last: int) -> int:
    earliest = first + (last - first) // 3
    for i in range(last, earliest, -1):
        if encoded.start[i] >= 2:
            return i
    for i in range(last, earliest, -1):
        before = encoded.text[encoded.tokens[max(first, i - 3)].start : encoded.tokens[i - 1].end]
        if encoded.start[i] == 1 and SENTENCE_END.search(before):
            return i
    return last
