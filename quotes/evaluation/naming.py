"""How well the engine names the speakers of gold articles: how often it refused to, which sources of candidates led to right
names, and how many of the names are right if only the surest are shown.

Only gold quotes that were found (content overlap) and whose speaker is a named person or body count as due a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quotes.evaluation.words import Entry, Words, pair, plain_name

__all__ = ["Naming", "curve", "naming_figures", "namings", "speaker_table"]

NAMED = ("person", "organization")
OVERLAP = 0.5
ROWS = {
    "right of found": "speaker right of found (named)",
    "person right of found": "– persons",
    "organization right of found": "– organisations",
    "right of gold": "speaker right of gold (named)",
    "nobody given a name": "nobody given a name",
    "wrong of named answers": "wrong of named answers",
}


@dataclass(frozen=True)
class Naming:
    """One found quote with a known gold speaker: whether a name was due, whether one was shown, and whether it is right.

    `best`: whether the best candidate was a name, shown or not; `sources`: the sources that proposed this candidate.
    """

    due: bool
    shown: bool
    right: bool
    confidence: float
    best: bool
    sources: tuple[str, ...]


def namings(gold: Sequence[Entry], predicted: Iterable[Entry], speakers: Iterable[Entry]) -> Iterator[Naming]:
    """One `Naming` for each gold quote that was found and is in `speakers`; none for those of several speakers together."""
    quotes = {d["id"]: d.get("quotes", []) for d in predicted}
    listed = {(s["doc"], s["id"]): s for s in speakers}
    for document in gold:
        words = Words(document["text"])
        wanted = [(a, w) for a in document["attributions"] if (w := words.of(a["content"]))]
        given = [(q, w) for q in quotes.get(document["id"], []) if (w := words.of(q["content"]))]
        for match in pair([w for _, w in wanted], [w for _, w in given]):
            entry = listed.get((document["id"], wanted[match.gold][0].get("id")))
            if entry is None or match.jaccard < OVERLAP or entry["kind"] == "group":
                continue
            yield _naming(entry, given[match.predicted][0])


def _naming(entry: Entry, quote: Mapping[str, Any]) -> Naming:
    due = entry["kind"] in NAMED
    shown = bool(plain_name(quote.get("speaker"))) and quote.get("speaker_kind") in NAMED
    names = {plain_name(name) for name in entry["speaker"].split(";")} if due else set()
    best: Mapping[str, Any] = next(iter(quote.get("evidence", {}).get("candidates", ())), {})
    return Naming(
        due,
        shown,
        shown and plain_name(quote.get("speaker")) in names,
        quote.get("speaker_confidence") or 0.0,
        best.get("kind") in NAMED,
        tuple(best.get("sources", ())),
    )


def naming_figures(gold: Sequence[Entry], predicted: Iterable[Entry], speakers: Iterable[Entry]) -> dict[str, Any]:
    """Of the names due, the percentage that was refused, and that had no candidate with a name on top; and for each source of
    candidates, the percentage of the right names that it proposed.
    """
    due = [a for a in namings(gold, predicted, speakers) if a.due]
    right = [a for a in due if a.right]
    sources = Counter(source for a in right for source in a.sources)
    return {
        "names due": len(due),
        "refused": _percent(sum(a.best and not a.shown for a in due), len(due)),
        "nobody named": _percent(sum(not a.best and not a.shown for a in due), len(due)),
        "sources of right names": {source: _percent(n, len(right)) for source, n in sources.most_common()},
    }


def curve(named: Sequence[Naming]) -> list[tuple[float, float]]:
    """Points (coverage, precision), 0 to 1, as the least confidence that is shown falls: the share of the names due for which
    any name is shown, and the share of the shown names that are right.
    """
    due = sum(a.due for a in named)
    shown = sorted((a for a in named if a.shown), key=lambda a: -a.confidence)
    points = []
    right = shown_due = 0
    for number, naming in enumerate(shown, 1):
        right += naming.right
        shown_due += naming.due
        last = number == len(shown) or shown[number].confidence < naming.confidence
        if last and due:
            points.append((shown_due / due, right / number))
    return points


def speaker_table(figures: Mapping[str, Any]) -> str:
    """The speakers' figures as a Markdown table, with what was refused and the candidates' sources below."""
    lines = ["| speakers | % |", "|---|---|"]
    lines += [f"| {title} | {figures['speaker'][key]} |" for key, title in ROWS.items()]
    if more := figures.get("naming"):
        lines += [f"| of {more['names due']} names due: refused as too unsure | {more['refused']} |"]
        lines += [f"| – nobody seemed named | {more['nobody named']} |"]
        lines += [f"| right names proposed by: {s} | {n} |" for s, n in more["sources of right names"].items()]
    return "\n".join(lines)


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
