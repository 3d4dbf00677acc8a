"""Score predicted attributions against gold ones: the figures that `quotes evaluate` prints.

Gold:      {"id", "text", "attributions": [{"id", "source", "cue", "content"}]}
Predicted: {"id", "quotes": [{"content", "cue", "source", "speaker"}]}
Speakers:  {"doc", "id", "speaker", "kind", "speech"}: who the gold attribution "id" of document "doc" belongs to

content, cue and source are lists of [start, end) character offsets into the gold text. Spans are compared as sets of word
tokens, so that a comma or a quotation mark more or less decides nothing. Gold and predicted quotes are paired one to one,
best content overlap (Jaccard) first.

  content exact     paired, and the same words
  content overlap   paired with a Jaccard of 0.5 or more
  attribution       content overlap, and the source spans share a word (or both have none)
  all exact         content, cue and source are each the same words
  speaker           of the gold quotes with a named speaker: how many were found (content overlap) and carry that name;
                    of the answers that name a person or organization, how many are wrong; of the found quotes whose
                    speaker is unnamed or nobody, how many were given such a name all the same
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Pairing", "Words", "kind_of", "pair", "plain_name", "right_quotes", "score"]

Document = Mapping[str, Any]
Spans = Sequence[Sequence[int]]

WORD = re.compile(r"\w+")
QUOTE_MARKS = '"“”„«»'
NAMED = ("person", "organization")
# What a person's own body is called by: "Anna Lee's campaign" is the "Lee campaign".
OWN_BODIES = ("campaign", "administration", "team", "office")
MEASURES = ("content exact", "content overlap", "attribution", "all exact")


@dataclass(frozen=True)
class Pairing:
    """Gold attribution number `gold` and predicted quote number `predicted` of a document, and their content Jaccard."""

    gold: int
    predicted: int
    jaccard: float


class Words:
    """The word tokens of one text, found by character offset."""

    def __init__(self, text: str) -> None:
        self.spans = [m.span() for m in WORD.finditer(text)]

    def of(self, spans: Spans | None) -> frozenset[int]:
        return frozenset(i for i, (s, e) in enumerate(self.spans) for a, b in spans or () if s < b and e > a)

    def quote(self, quote: Mapping[str, Any]) -> dict[str, frozenset[int]]:
        return {part: self.of(quote.get(part)) for part in ("content", "cue", "source")}


def kind_of(text: str, spans: Spans) -> str:
    """direct, mixed or indirect, by the double quotation marks in and around the content."""
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
    """A name for comparison: no case, accents, punctuation, possessive, leading article or middle initial."""
    owned = re.sub(r"['’]s\b", "", name or "")
    folded = unicodedata.normalize("NFKD", owned).encode("ascii", "ignore").decode().lower().replace("-", " ")
    words = re.sub(r"[^a-z0-9 ]+", "", folded).split()
    if words[:1] and words[0] in ("the", "a", "an"):
        del words[0]
    if len(words) > 2 and words[-1] in OWN_BODIES:
        words = words[-2:]
    return " ".join(w for i, w in enumerate(words) if len(w) > 1 or not 0 < i < len(words) - 1)


def score(gold: Sequence[Document], predicted: Iterable[Document], speakers: Iterable[Document] = ()) -> dict[str, Any]:
    """Every figure of this module's docstring, in percent; a document without prediction counts as one without quotes."""
    quotes = {d["id"]: d.get("quotes", []) for d in predicted}
    listed = {(s["doc"], s["id"]): s for s in speakers}
    hits: Counter[str] = Counter()
    found: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    named: Counter[str] = Counter()
    gold_count = predicted_count = 0
    for document in gold:
        words, text = Words(document["text"]), document["text"]
        wanted = [(a, w) for a in document["attributions"] if (w := words.quote(a))["content"]]
        given = [(q, w) for q in quotes.get(document["id"], []) if (w := words.quote(q))["content"]]
        gold_count += len(wanted)
        predicted_count += len(given)
        pairs = {p.gold: p for p in pair([w["content"] for _, w in wanted], [w["content"] for _, w in given])}
        for g, (attribution, want) in enumerate(wanted):
            kind = kind_of(text, attribution["content"])
            kinds[kind] += 1
            match = pairs.get(g)
            quote, got = given[match.predicted] if match else ({}, {})
            overlaps = match is not None and match.jaccard >= 0.5
            if match is not None:
                exact = want["content"] == got["content"]
                same_source = bool(want["source"] & got["source"]) or not (want["source"] or got["source"])
                hits["content exact"] += exact
                hits["content overlap"] += overlaps
                hits["attribution"] += overlaps and same_source
                hits["all exact"] += exact and want["cue"] == got["cue"] and want["source"] == got["source"]
                found[kind] += overlaps and same_source
            if entry := listed.get((document["id"], attribution.get("id"))):
                _count_speaker(named, entry, quote if overlaps else None)
    result: dict[str, Any] = {m: _f1(hits[m], gold_count, predicted_count) for m in MEASURES}
    result["recall by kind"] = {
        k: {"gold": n, "attribution R": _percent(found[k], n)} for k, n in sorted(kinds.items())
    }
    if listed:
        totals = {x: sum(named[f"{kind} {x}"] for kind in NAMED) for x in ("gold", "found", "right")}
        result["speaker"] = {
            "named gold": totals["gold"],
            "found": totals["found"],
            "right": totals["right"],
            "right of gold": _percent(totals["right"], totals["gold"]),
            "right of found": _percent(totals["right"], totals["found"]),
            **{f"{kind} right of found": _percent(named[f"{kind} right"], named[f"{kind} found"]) for kind in NAMED},
            "wrong of named answers": _percent(named["wrong names"], named["named answers"]),
            "nobody given a name": _percent(named["names for nobody"], named["unnamed found"] + named["none found"]),
        }
    result["counts"] = {"documents": len(gold), "gold": gold_count, "predicted": predicted_count}
    return result


def right_quotes(gold: Document, quotes: Sequence[Mapping[str, Any]]) -> list[bool]:
    """For each predicted quote of one document, whether it counts towards "attribution"."""
    words = Words(gold["text"])
    wanted = [w for a in gold["attributions"] if (w := words.quote(a))["content"]]
    given = [words.quote(q) for q in quotes]
    right = [False] * len(given)
    for match in pair([w["content"] for w in wanted], [w["content"] for w in given]):
        a, b = wanted[match.gold]["source"], given[match.predicted]["source"]
        right[match.predicted] = match.jaccard >= 0.5 and (bool(a & b) or not (a or b))
    return right


def _count_speaker(named: Counter[str], entry: Document, quote: Mapping[str, Any] | None) -> None:
    scope = entry["kind"]
    named[f"{scope} gold"] += 1
    if quote is None:
        return
    named[f"{scope} found"] += 1
    given = plain_name(quote.get("speaker"))
    right = given in {plain_name(name) for name in entry["speaker"].split(";")}
    named[f"{scope} right"] += right
    if given and quote.get("speaker_kind") in NAMED and scope != "group":
        named["named answers"] += 1
        named["wrong names"] += scope not in NAMED or not right
        named["names for nobody"] += scope not in NAMED


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _f1(hits: int, gold: int, predicted: int) -> dict[str, float]:
    p = hits / predicted if predicted else 0.0
    r = hits / gold if gold else 0.0
    return {"P": round(100 * p, 1), "R": round(100 * r, 1), "F1": round(200 * p * r / (p + r), 1) if p + r else 0.0}
