"""Limits for one article, and the notes about what was left out because of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quotes.wording import SPACED

__all__ = ["DEFAULTS", "Limits", "analysable"]


@dataclass(frozen=True)
class Limits:
    """The most that is read and analysed of an article, so that the rest of a batch does not have to wait for it.

    A file with more than `file_bytes` is refused. An article beyond the other limits is stored whole, but analysed only up to
    them. The defaults allow a novel, and everything that a newspaper has ever printed.
    """

    file_bytes: int = 20_000_000  # of a file that is one article, or of one record of a file that holds many
    words: int = 100_000  # of an article; a novel has 80,000 to 100,000
    token: int = 500  # characters without a space; the longest web addresses in news have 300
    cues: int = 5_000  # of an article; no article of PolNeAR has more than 5 for a hundred words
    seconds: float = 300.0  # for an article; 100,000 words take 100 on two cores


DEFAULTS = Limits()


_LONG_WORD = 25  # characters; a longer word takes as much time as several, and is counted as several


def analysable(text: str, limits: Limits) -> tuple[str, tuple[str, ...]]:
    """The part of `text` to analyse, with unchanged offsets; and notes about what is left out, a line for each reason.

    Overlong runs of characters without a space (encoded images, for example) become spaces.
    """
    notes = []
    run = re.compile(rf"\S{{{limits.token + 1},}}")
    if longest := max((len(match[0]) for match in run.finditer(text)), default=0):
        text = run.sub(lambda match: " " * len(match[0]), text)
        notes.append(f"{longest:,} characters without a space were skipped (--max-token)")
    if len(text) > limits.words:  # a word has at least one character
        words = end = 0
        for word in SPACED.finditer(text):
            words += 1 + (word.end() - word.start()) // _LONG_WORD
            if words > limits.words:
                text = text[:end]
                notes.append(f"only the first {limits.words:,} words were analysed (--max-words)")
                break
            end = word.end()
    return text, tuple(notes)
