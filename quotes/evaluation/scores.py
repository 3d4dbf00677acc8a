"""Scores predicted attributions against gold ones: the figures that `quotes evaluate` prints.

content exact     paired, with the same words
content overlap   paired, with a Jaccard index of 0.5 or more
attribution       content overlap, and the sources share a word (or both have none)
all exact         content, cue and source each have the same words
speaker           of the gold quotes with a named speaker: how many are found (content overlap) and have that name;
                  of the names of persons and organizations that are given: how many are wrong;
                  of the found quotes whose speaker is unnamed or nobody: how many are given such a name
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from quotes.evaluation.naming import speaker_table
from quotes.evaluation.words import Entry, Words, kind_of, pair, plain_name

__all__ = ["MEASURES", "right_quotes", "score", "table"]

NAMED = ("person", "organization")
MEASURES = ("content exact", "content overlap", "attribution", "all exact")


def score(gold: Sequence[Entry], predicted: Iterable[Entry], speakers: Iterable[Entry] = ()) -> dict[str, Any]:
    """The figures that the module's docstring lists, in percent; a document without predictions counts as without quotes."""
    quotes = {d["id"]: d.get("quotes", []) for d in predicted}
    listed = {(s["doc"], s["id"]): s for s in speakers}
    hits: Counter[str] = Counter()
    attributed: Counter[str] = Counter()
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
                attributed[kind] += overlaps and same_source
            if entry := listed.get((document["id"], attribution.get("id"))):
                _count_speaker(named, entry, quote if overlaps else None)
    result: dict[str, Any] = {m: _f1(hits[m], gold_count, predicted_count) for m in MEASURES}
    result["recall by kind"] = {
        k: {"gold": n, "attribution R": _percent(attributed[k], n)} for k, n in sorted(kinds.items())
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


def right_quotes(gold: Entry, quotes: Sequence[Mapping[str, Any]]) -> list[bool]:
    """For each predicted quote of one document, whether it counts towards "attribution"."""
    words = Words(gold["text"])
    wanted = [w for a in gold["attributions"] if (w := words.quote(a))["content"]]
    given = [words.quote(q) for q in quotes]
    right = [False] * len(given)
    for match in pair([w["content"] for w in wanted], [w["content"] for w in given]):
        a, b = wanted[match.gold]["source"], given[match.predicted]["source"]
        right[match.predicted] = match.jaccard >= 0.5 and (bool(a & b) or not (a or b))
    return right


def _count_speaker(named: Counter[str], entry: Entry, quote: Mapping[str, Any] | None) -> None:
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


def table(figures: dict[str, Any]) -> str:
    """The figures as lines of text."""
    lines = []
    for name in MEASURES:
        row = figures[name]
        lines.append(f"{name:16} P {row['P']:5.1f}  R {row['R']:5.1f}  F1 {row['F1']:5.1f}")
    kinds = figures["recall by kind"].items()
    lines += [f"{name:16} R {row['attribution R']:5.1f}  of {row['gold']}" for name, row in kinds]
    lines.append(f"{'counts':16} " + "  ".join(f"{k} {v}" for k, v in figures["counts"].items()))
    if "speaker" in figures:
        lines += ["", speaker_table(figures)]
    return "\n".join(lines)
