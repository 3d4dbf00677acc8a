"""The basis of all scores: contents as sets of words, pairs of gold and predicted quotes, and names in a plain form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quotes.wording import WORD

__all__ = ["Entry", "Pairing", "Spans", "Words", "kind_of", "pair", "plain_name"]

Entry = Mapping[str, Any]  # a line of a gold, predicted or speakers file, or a part of a line
Spans = Sequence[Sequence[int]]


QUOTE_MARKS = '"“”„«»'
# Words for a person's own organisation: "Anna Lee's campaign" is the "Lee campaign".
OWN_BODIES = ("campaign", "administration", "team", "office")


@dataclass(frozen=True)
class Pairing:
    """Gold attribution number `gold` and predicted quote number `predicted` of a document, and their content Jaccard."""

    gold: int
    predicted: int
    jaccard: float


class Words:
    """The words of one text, numbered, and looked up by character offset."""

    def __init__(self, text: str) -> None:
        self.spans = [m.span() for m in WORD.finditer(text)]

    def of(self, spans: Spans | None) -> frozenset[int]:
        return frozenset(i for i, (s, e) in enumerate(self.spans) for a, b in spans or () if s < b and e > a)

    def quote(self, quote: Mapping[str, Any]) -> dict[str, frozenset[int]]:
        return {part: self.of(quote.get(part)) for part in ("content", "cue", "source")}


def kind_of(text: str, spans: Spans) -> str:
    """direct, mixed or indirect: by the double quotation marks in and around the content."""
    quoted = total = 0
    for a, b in spans:
        opened = a > 0 and text[a - 1] in QUOTE_MARKS
        for ch in text[a:b]:
            if ch in QUOTE_MARKS:
                opened = not opened
            elif ch.isalnum():
                total += 1
                quoted += opened
    if not quoted:
        return "indirect"
    return "direct" if quoted >= 0.9 * total else "mixed"


def pair(gold: Sequence[frozenset[int]], predicted: Sequence[frozenset[int]]) -> list[Pairing]:
    """One-to-one pairs of content word sets, greatest Jaccard first, then text order."""
    scored = []
    for g, a in enumerate(gold):
        for p, b in enumerate(predicted):
            if shared := len(a & b):
                scored.append((-shared / len(a | b), g, p))
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    pairs = []
    for negative, g, p in sorted(scored):
        if g not in used_gold and p not in used_predicted:
            used_gold.add(g)
            used_predicted.add(p)
            pairs.append(Pairing(g, p, -negative))
    return pairs


def plain_name(name: str | None) -> str:
    """A name for comparison: without case, accents, punctuation, possessive, leading article and middle initials."""
    owned = re.sub(r"['’]s\b", "", name or "")
    folded = unicodedata.normalize("NFKD", owned).encode("ascii", "ignore").decode().lower().replace("-", " ")
    words = re.sub(r"[^a-z0-9 ]+", "", folded).split()
    if words[:1] and words[0] in ("the", "a", "an"):
        del words[0]
    if len(words) > 2 and words[-1] in OWN_BODIES:
        words = words[-2:]
    return " ".join(w for i, w in enumerate(words) if len(w) > 1 or not 0 < i < len(words) - 1)
