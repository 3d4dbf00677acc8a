"""Measures what each part of the engine adds to the scores, and the time and memory of each stage."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from quotes.article import Article, Span
from quotes.attribution.passes import Parts
from quotes.document.parse import Parse
from quotes.engine import annotate_parse, to_json
from quotes.evaluation.kinds import by_kind
from quotes.evaluation.scores import MEASURES, score
from quotes.evaluation.words import Entry

__all__ = ["Clock", "Stage", "nearest_cue", "scores_by_step", "steps_table"]

# All but the last are in the wide sense (`--wide`), which is PolNeAR's. In the last, gold attributions that readers would not
# call quotes count as missed.
STEPS = {
    "rules alone": Parts(network=False, marks=False, coreference=False, wide=True),
    "network alone": Parts(rules=False, marks=False, coreference=False, wide=True),
    "+ rules": Parts(marks=False, coreference=False, wide=True),
    "+ marks": Parts(coreference=False, wide=True),
    "+ coreference": Parts(wide=True),
    "quotes only": Parts(),
}
LAST_STAGE = "quotes and speakers"


@dataclass
class Stage:
    """The seconds of all calls of a stage, and the peak memory of the process, in MB, when the last one ended."""

    seconds: float = 0.0
    peak: int = 0


class Clock:
    """Time and memory by stage, in the order in which the stages were first seen."""

    def __init__(self) -> None:
        self.stages: dict[str, Stage] = {}

    def add(self, name: str, seconds: float) -> None:
        """Add `seconds` to the stage of that name."""
        stage = self.stages.setdefault(name, Stage())
        stage.seconds += seconds
        stage.peak = peak_memory()

    @contextmanager
    def timing(self, name: str) -> Iterator[None]:
        """Add the time that the block takes to the stage of that name."""
        began = time.perf_counter()
        yield
        self.add(name, time.perf_counter() - began)

    def rows(self, words: int) -> dict[str, dict[str, float]]:
        """The stages as JSON-ready data; `words` is the number of words that they processed, for words per second."""
        return {
            name: asdict(stage) | ({} if name == "load" else {"words/s": round(words / max(stage.seconds, 0.01))})
            for name, stage in self.stages.items()
        }

    def table(self, words: int) -> str:
        """The same as a Markdown table."""
        lines = ["| stage | seconds | words/s | peak MB |", "|---|---|---|---|"]
        for name, row in self.rows(words).items():
            lines.append(f"| {name} | {row['seconds']:.1f} | {row.get('words/s', '–')} | {row['peak']} |")
        return "\n".join(lines)


def peak_memory() -> int:
    """Peak resident memory of this process so far, MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def scores_by_step(
    gold: Sequence[Entry], parses: Sequence[object], speakers: Iterable[Entry], clock: Clock
) -> dict[str, dict[str, Any]]:
    """The scores with more and more parts of the engine switched on; the time of the whole is added to `clock`."""
    speakers = list(speakers)
    figures = {}
    for name, parts in STEPS.items():
        own = Clock()
        with own.timing(LAST_STAGE):
            predicted = [
                to_json(annotate_parse(Article(document["id"], document["text"]), parse, parts))
                for document, parse in zip(gold, parses, strict=True)
                if isinstance(parse, Parse)
            ]
        figures[name] = {**score(gold, predicted, speakers), "by kind": by_kind(gold, predicted, speakers)}
    clock.add(LAST_STAGE, own.stages[LAST_STAGE].seconds)
    return figures


def nearest_cue(tagged: Iterable[tuple[str, Span]], parse: Parse) -> list[dict[str, Any]]:
    """Quotes by a simpler design, for comparison: each tagged source and content goes to the nearest cue in its sentence."""
    quotes: dict[Span, dict[str, Any]] = {}
    loose: list[tuple[str, Span]] = []
    for tag, span in tagged:
        if tag == "CUE":
            quotes[span] = {"cue": [span], "source": [], "content": []}
        else:
            loose.append(({"SOU": "source", "CON": "content"}[tag], span))
    for part, span in loose:
        sentence = next((s for s in parse.sentences if s.start < span.end and span.start < s.end), None)
        cues = [c for c in quotes if sentence and sentence.start <= c.start < sentence.end]
        if cues:
            nearest = min(cues, key=lambda c: max(c.start - span.end, span.start - c.end))
            quotes[nearest][part].append(span)
    return [quote for quote in quotes.values() if quote["content"]]


def steps_table(figures: Mapping[str, Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """Column titles and rows: the scores of each step."""
    rows = []
    for name, row in figures.items():
        kinds, speaker = row["recall by kind"], row.get("speaker", {})
        recall = " / ".join(str(kinds.get(k, {}).get("attribution R", "–")) for k in ("direct", "mixed", "indirect"))
        right = [str(speaker.get(of, "–")) for of in ("right of found", "right of gold")]
        rows.append([name, *(str(row[m]["F1"]) for m in MEASURES), recall, *right])
    return ["", *MEASURES, "direct / mixed / indirect", "speaker of found", "of gold"], rows
