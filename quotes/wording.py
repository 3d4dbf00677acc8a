"""When two texts are the same words: reprinted articles, and one statement quoted in several of them.

A text is compared by its shingles, runs of a few neighbouring words (Broder 1997, "On the resemblance and containment of
documents"). A fixed sample of their hashes, its fingerprints, finds the texts that are worth comparing: texts that share
words share fingerprints, wherever one of them was cut. Pure functions; quotes.store keeps the fingerprints.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

__all__ = ["ARTICLES", "STATEMENTS", "Measure", "plain_words"]

_WORD = re.compile(r"\w+")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`")


def plain_words(text: str) -> list[str]:
    """The words of a text without case, accents, apostrophes and punctuation: what stays when a text is set anew."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_APOSTROPHES)
    accents = {ord(letter): None for letter in set(folded) if unicodedata.combining(letter)}
    return _WORD.findall(folded.translate(accents) if accents else folded)


def _spread(hash_: int) -> int:
    """CRC-32 of neighbouring strings is not spread evenly; Knuth's multiplier spreads it."""
    return hash_ * 2654435761 & 0xFFFFFFFF


@dataclass(frozen=True)
class Measure:
    """How two texts of one sort are compared. `scripts/measure-statements` prints what each setting was chosen by.

    shingle     words in a run
    rate        one shingle in so many is a fingerprint
    least       fingerprints that even a short text has, if it has so many shingles
    shared      fingerprints that two texts must share to be compared
    contained   share of the shorter text's shingles that the other one must have
    least_words words that the shorter text must have; below, only equal texts are the same, and from `equal_words` on
    """

    shingle: int
    rate: int
    least: int
    shared: int
    contained: float
    least_words: int
    equal_words: int

    def shingles(self, words: Sequence[str]) -> frozenset[int]:
        """The hashes of all runs of `shingle` words, 32 bits each; of a shorter text, the one of the whole."""
        starts = range(max(1, len(words) - self.shingle + 1))
        return frozenset(zlib.crc32(" ".join(words[i : i + self.shingle]).encode()) for i in starts)

    def fingerprints(self, words: Sequence[str]) -> list[int]:
        """The sampled hashes and that of the whole text, ascending. None for a text too short to be told by its words."""
        if len(words) < self.equal_words:
            return []
        hashes = sorted(_spread(hash_) for hash_ in self.shingles(words))
        sampled = [hash_ for hash_ in hashes if hash_ < self.limit]
        return sorted({self.whole(words), *(sampled if len(sampled) >= self.least else hashes[: self.least])})

    @property
    def limit(self) -> int:
        """What sampled hashes are below."""
        return (1 << 32) // self.rate

    def sampled(self, prints: Sequence[int]) -> int:
        """How many of a text's fingerprints another text has, too, if it has the same words."""
        return sum(print_ < self.limit for print_ in prints)

    def needed(self, sampled: int) -> int:
        """Of so many, how many two texts must share to be worth comparing: half of what a copy has at least, on average."""
        return max(self.shared, ceil(sampled * self.contained / 2))

    def whole(self, words: Sequence[str]) -> int:
        """The fingerprint of the text as a whole, which equal texts share."""
        return _spread(zlib.crc32(" ".join(words).encode()))

    def same(self, a: Sequence[str], b: Sequence[str]) -> bool:
        """Whether the shorter text is a copy of the other one or of a part of it, small changes allowed."""
        if min(len(a), len(b)) < self.equal_words:
            return False
        if a == b:
            return True
        if min(len(a), len(b)) < self.least_words:
            return False
        fewer, more = sorted((self.shingles(a), self.shingles(b)), key=len)
        return len(fewer & more) >= self.contained * len(fewer)


# Copies that were cut to 40-90 %, given another headline and edited in 5 % of their words share half their shingles; of
# 600,000 pairs of different news articles, only reprints share as much.
ARTICLES = Measure(shingle=4, rate=24, least=8, shared=2, contained=0.5, least_words=40, equal_words=20)
# "the rule of law" is everybody's: four words must be equal, and from six on a cut or a word in brackets is forgiven.
STATEMENTS = Measure(shingle=3, rate=3, least=4, shared=1, contained=0.7, least_words=6, equal_words=4)
