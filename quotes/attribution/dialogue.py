"""Transcripts and interviews: paragraphs that begin with a label and a colon ("CAPT TOLLAND: …", "Q: …").

Labels count only where an article is laid out that way: at least three labelled paragraphs, two different labels. Following
paragraphs without a label, stage directions apart, belong to the speaker before them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.article import Span
from quotes.attribution.draft import Draft, overlap
from quotes.attribution.marks import paragraphs

__all__ = ["dialogue_drafts", "with_dialogue"]

LABEL = re.compile(
    r"(?P<name>[QA]|(?:[A-Z][\w.'’-]*)(?: (?:[A-Z][\w.'’-]*|de|van|von|al|bin)){0,4})(?P<colon>:)\s+(?=\S)"
)
DIRECTION = re.compile(r"[(\[].*[)\]]$")
LEAST_LINES = 3


def dialogue_drafts(text: str) -> list[Draft]:
    """A draft for every labelled paragraph of a transcript or interview; none for other articles."""
    lines = paragraphs(text)
    labels = [LABEL.match(text, line.start, line.end) for line in lines]
    named = [m for m in labels if m and (m["name"] in {"Q", "A"} or m["name"].isupper())]
    if len(named) < LEAST_LINES or len({m["name"] for m in named}) < 2:
        return []
    drafts: list[Draft] = []
    for line, label in zip(lines, labels, strict=True):
        if label in named and label is not None:
            content = Span(label.end(), line.end)
            cue = Span(*label.span("colon"))
            steps = (f"a labelled line of a transcript: {label['name']}",)
            drafts.append(Draft((content,), cue, (Span(*label.span("name")),), "transcript", 0.9, steps))
    return drafts


def with_dialogue(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """Drafts with those of labelled lines instead of any other that takes most of such a line."""
    lines = dialogue_drafts(text)
    if not lines:
        return list(drafts)
    label_spans = [s for d in lines for s in (*d.source, d.cue) if s]
    kept = []
    for draft in drafts:
        sizes = sum(s.end - s.start for s in draft.content)
        swallowed = any(overlap(draft.content, d.content) > 0.5 * min(sizes, _size(d)) for d in lines)
        if not swallowed and not (draft.cue and overlap((draft.cue,), label_spans)):
            kept.append(draft)
    return [*kept, *lines]


def _size(draft: Draft) -> int:
    return sum(s.end - s.start for s in draft.content)
