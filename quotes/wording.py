"""Words of texts, and whether two texts have the same ones: reprinted articles, and one statement quoted in several of them.

There is one way of splitting for each purpose: `words` for comparing contents; `plain_words` without accents and
apostrophes, which reprints change; SPACED, or str.split, for counting; quotes.query.fold for names.

Texts are compared by their shingles, sequences of a few words (Broder 1997, "On the resemblance and containment of documents").
A fixed sample of the shingles' hashes, the fingerprints, finds the texts that are worth comparing: texts that share words share
fingerprints, even if one of them was cut. Pure functions; quotes.store stores the fingerprints.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

__all__ = ["ARTICLES", "SPACED", "STATEMENTS", "WORD", "Measure", "likeness", "one_line", "plain_words", "words"]

WORD = re.compile(r"\w+")
SPACED = re.compile(r"\S+")  # what stands between white space: a word as word processors count
_APOSTROPHES = str.maketrans("", "", "'’ʼ`")


def one_line(text: object) -> str:
    """The text of anything (an error, for example) with each run of white space as one space, and none at its ends."""
    return " ".join(str(text).split())


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation; "don't" is two."""
    return [word.casefold() for word in WORD.findall(text)]


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """How many of their words two texts share, whatever the order, from 0 to 1 (Dice's coefficient)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def plain_words(text: str) -> list[str]:
    """The words of a text without case, accents, apostrophes and punctuation: what reprints have in common."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_APOSTROPHES)
    accents = {ord(letter): None for letter in set(folded) if unicodedata.combining(letter)}
    return WORD.findall(folded.translate(accents) if accents else folded)


def _spread(hash_: int) -> int:
    """Spread a hash evenly over 32 bits with Knuth's multiplier; CRC-32s of similar strings are not."""
    return hash_ * 2654435761 & 0xFFFFFFFF


@dataclass(frozen=True)
class Measure:
    """How two texts of one sort are compared. `scripts/measure-statements` prints the measurements behind these settings.

    shingle     words in a shingle
    rate        one in so many shingles is a fingerprint
    least       fingerprints of a short text, if it has so many shingles
    shared      fingerprints that two texts must share to be compared
    contained   share of the shorter text's shingles that the other text must have
    least_words words that the shorter text must have; shorter texts are the same only if they are equal
    equal_words words that a text must have to be compared at all
    """

    shingle: int
    rate: int
    least: int
    shared: int
    contained: float
    least_words: int
    equal_words: int

    def shingles(self, words: Sequence[str]) -> frozenset[int]:
        """The hashes, 32 bits each, of all sequences of `shingle` words; for a shorter text, the hash of the whole."""
        starts = range(max(1, len(words) - self.shingle + 1))
        return frozenset(zlib.crc32(" ".join(words[i : i + self.shingle]).encode()) for i in starts)

    def fingerprints(self, words: Sequence[str]) -> list[int]:
        """The sampled hashes and that of the whole text, sorted. Empty for a text with fewer than `equal_words` words."""
        if len(words) < self.equal_words:
            return []
        hashes = sorted(_spread(hash_) for hash_ in self.shingles(words))
        sampled = [hash_ for hash_ in hashes if hash_ < self.limit]
        return sorted({self.whole(words), *(sampled if len(sampled) >= self.least else hashes[: self.least])})

    @property
    def limit(self) -> int:
        """Hashes below this are in the sample."""
        return (1 << 32) // self.rate

    def sampled(self, prints: Sequence[int]) -> int:
        """How many of a text's fingerprints are in the sample: another text with the same words has them too."""
        return sum(print_ < self.limit for print_ in prints)

    def needed(self, sampled: int) -> int:
        """How many of `sampled` fingerprints two texts must share to be compared: half of what the least similar copy shares."""
        return max(self.shared, ceil(sampled * self.contained / 2))

    def whole(self, words: Sequence[str]) -> int:
        """The fingerprint of the text as a whole, which equal texts share."""
        return _spread(zlib.crc32(" ".join(words).encode()))

    def same(self, one: Sequence[str], other: Sequence[str]) -> bool:
        """Whether the shorter text is a copy of the other, or of a part of it, with small changes."""
        if min(len(one), len(other)) < self.equal_words:
            return False
        if one == other:
            return True
        if min(len(one), len(other)) < self.least_words:
            return False
        fewer, more = sorted((self.shingles(one), self.shingles(other)), key=len)
        return len(fewer & more) >= self.contained * len(fewer)


# Copies that were cut to 40-90 %, have another headline and 5 % changed words still share half of their shingles; among 600,000
# pairs of news articles, only reprints share so many.
ARTICLES = Measure(shingle=4, rate=24, least=8, shared=2, contained=0.5, least_words=40, equal_words=20)
# "the rule of law" belongs to nobody: up to five words, only equal texts are the same; from six on, small changes are allowed.
STATEMENTS = Measure(shingle=3, rate=3, least=4, shared=1, contained=0.7, least_words=6, equal_words=4)
