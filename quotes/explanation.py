"""Explains how the engine found its quotes: what each pass did to each draft, what was dropped, and the evidence for the speaker.

In: a parsed article. Out: JSON-ready data, which `quotes explain` prints.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from quotes.article import Article, Span
from quotes.attribution.draft import Draft
from quotes.attribution.passes import Trace
from quotes.document import Document
from quotes.document.parse import Parse
from quotes.engine import PASSES, annotate_parse, find, to_json
from quotes.lang.languages import language_of
from quotes.wording import one_line

__all__ = ["explain"]

_SAYS = {one.name: one.says for one in PASSES}


def explain(article: Article, parse: Parse) -> dict[str, Any]:
    """The quotes of an article with the passes that made them, and the drafts that were dropped.

    A quote is as in `to_json`, with a "number", counted from 1, and "passes", a list of {"pass", "did"}: the words that a pass
    added, and how content, cue and source changed. A dropped draft has text, cue, source, scores and passes.

    >>> quotes.explain(quotes.Article("a1", "Rain fell."), quotes.Parse("Rain fell.", ()))["quotes"]
    []
    """
    document = Document(parse, language_of(article.language))
    trace: list[Trace] = []
    drafts = find(document, trace=trace)
    told: defaultdict[int, list[Trace]] = defaultdict(list)
    for entry in trace:
        told[(entry.before or entry.after)[0].number].append(entry)
    quotes = to_json(annotate_parse(article, parse))["quotes"]
    alive = {draft.number for draft in drafts}
    gone = [entries for number, entries in told.items() if number not in alive]
    return {
        "id": article.id,
        "quotes": [
            {"number": number, **quote, "passes": _passes(told[draft.number], draft, document)}
            for number, (quote, draft) in enumerate(zip(quotes, drafts, strict=True), 1)
        ],
        "dropped": [_dropped(entries, document) for entries in gone],
    }


def _passes(entries: Sequence[Trace], draft: Draft, document: Document) -> list[dict[str, Any]]:
    """What the passes of `entries` did to make `draft`."""
    told = []
    for entry in entries:
        before = _likest(entry.before, draft)
        after = _likest(entry.after, draft)
        if after is not None and after != before:
            told.append({"pass": entry.name, "did": _did(before, after, document)})
    return told


def _dropped(entries: Sequence[Trace], document: Document) -> dict[str, Any]:
    last = entries[-1].before[0]
    return {
        "text": _words(last.content, document),
        "cue": _words((last.cue,) if last.cue else (), document),
        "source": _words(last.source, document),
        "cue_score": round(last.cue_score, 3),
        "content_score": round(last.content_score, 3),
        "passes": [
            *_passes(entries[:-1], last, document),
            {"pass": entries[-1].name, "did": [f"dropped: {_SAYS[entries[-1].name]}"]},
        ],
    }


def _likest(drafts: Sequence[Draft], draft: Draft) -> Draft | None:
    """Of the drafts that one was split into, the one that became `draft`."""
    return next((d for d in drafts if d.cue == draft.cue), drafts[0] if drafts else None)


def _did(before: Draft | None, after: Draft, document: Document) -> list[str]:
    """The reasons that a pass added, and the parts that it changed."""
    did = list(after.steps if before is None else after.steps[len(before.steps) :])
    parts = (
        ("content", before.content if before else (), after.content),
        ("cue", _cue(before), _cue(after)),
        ("source", before.source if before else (), after.source),
    )
    for name, old, new in parts:
        if old != new:
            was = f"{_quoted(old, document)} → " if old else ""
            did.append(f"{name}: {was}{_quoted(new, document) if new else 'none'}")
    if before is not None and after.probability != before.probability:
        did.append(f"{after.probability:.2f} that content and source are right")
    return did


def _cue(draft: Draft | None) -> tuple[Span, ...]:
    return (draft.cue,) if draft is not None and draft.cue is not None else ()


def _words(spans: Sequence[Span], document: Document) -> str:
    return " … ".join(one_line(s.of(document.text)) for s in spans)


def _quoted(spans: Sequence[Span], document: Document) -> str:
    return f"[{_words(spans, document)}]"
