"""How much of anything one article may take: what bounds an ingest, and what is said where a bound was reached."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["DEFAULTS", "Limits", "analysable"]


@dataclass(frozen=True)
class Limits:
    """The most that is read and analysed.

    What is over `file_bytes` is refused. What is over the others is kept, but not analysed beyond them: the rest of the
    batch must not wait for it. The defaults let a novel through, and everything that a newspaper has ever printed.
    """

    file_bytes: int = 20_000_000  # of a file that is one article, or of one record of a file that holds many
    words: int = 100_000  # of an article; a novel has 80,000 to 100,000
    token: int = 500  # characters without a space; the longest web addresses in news have 300
    cues: int = 5_000  # of an article; PolNeAR's richest has 5 for a hundred words
    seconds: float = 300.0  # an article; 100,000 words take 100 on two cores


DEFAULTS = Limits()

_WORD = re.compile(r"\S+")
_LONG_WORD = 25  # characters; what is longer costs as much as several words, and counts so


def analysable(text: str, limits: Limits) -> tuple[str, tuple[str, ...]]:
    """What of `text` is analysed, with the offsets it has there; and what is left out, a line for each reason.

    Characters without a space in far too long a row become spaces: encoded images, and words that nobody wrote.
    """
    notes = []
    run = re.compile(rf"\S{{{limits.token + 1},}}")
    if longest := max((len(match[0]) for match in run.finditer(text)), default=0):
        text = run.sub(lambda match: " " * len(match[0]), text)
        notes.append(f"{longest:,} characters without a space were passed over (--max-token)")
    if len(text) > limits.words:  # a word has a character at least
        words = end = 0
        for word in _WORD.finditer(text):
            words += 1 + (word.end() - word.start()) // _LONG_WORD
            if words > limits.words:
                text = text[:end]
                notes.append(f"only the first {limits.words:,} words were analysed (--max-words)")
                break
            end = word.end()
    return text, tuple(notes)
