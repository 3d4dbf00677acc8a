"""The passes that find the drafts of a Document, one after the other. `quotes explain` prints what each pass did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from quotes.attribution import bounds, marks, repair, shared, sources
from quotes.attribution.confidence import confidence, weights_of
from quotes.attribution.draft import Draft
from quotes.attribution.propose import propose
from quotes.attribution.unclaimed import with_unclaimed
from quotes.document import Document

__all__ = ["DECISION", "MIN_CONFIDENCE", "PASSES", "Change", "Parts", "Pass", "Trace", "run"]

# Chosen on PolNeAR dev. In the wide sense the floor is higher, as no later pass drops what is not a quote: F1 rises up to a floor
# of 0.3, but that loses two in a hundred indirect quotes; 0.25 loses one.
MIN_CONFIDENCE = 0.2
MIN_CONFIDENCE_WIDE = 0.25
# The floor for passives with one or two words of content, which are more often wrong.
DONE_TO_CONFIDENCE = 0.7


@dataclass(frozen=True)
class Parts:
    """Which parts of the engine are used: all by default. They are turned off one by one to measure what each adds.

    Drafts with a confidence below `floor` are dropped; by default, the floor depends on `wide`, which keeps what no reader would
    call a quote: deeds, purposes, what things show.
    """

    network: bool = True
    rules: bool = True
    marks: bool = True
    coreference: bool = True
    floor: float | None = None
    wide: bool = False

    @property
    def least(self) -> float:
        """The confidence below which drafts are dropped."""
        if self.floor is not None:
            return self.floor
        return MIN_CONFIDENCE_WIDE if self.wide else MIN_CONFIDENCE


Change = Callable[[Sequence[Draft], Document, Parts], Sequence[Draft]]


@dataclass(frozen=True)
class Pass:
    """A pass that turns drafts into better drafts. `part` is the part of the engine that it belongs to.

    `says` is added to the evidence of a draft that the pass changed without adding a reason of its own.
    """

    name: str
    part: Literal["network", "rules", "marks", "all"]
    change: Change
    says: str = ""


@dataclass(frozen=True)
class Trace:
    """What one pass did to one draft: `before` is None if it is new; `after` is empty if it was dropped, two if it was split."""

    name: str
    before: tuple[Draft, ...]
    after: tuple[Draft, ...]


def _propose(_: Sequence[Draft], document: Document, parts: Parts) -> list[Draft]:
    return propose(document, network=parts.network, rules=parts.rules)


def _each(change: Callable[[Draft, Document], Draft]) -> Change:
    return lambda drafts, document, _: [change(draft, document) for draft in drafts]


def _all(change: Callable[[Sequence[Draft]], Sequence[Draft]]) -> Change:
    return lambda drafts, document, _: change(drafts)


def _split(drafts: Sequence[Draft], document: Document, _: Parts) -> list[Draft]:
    return [part for draft in drafts for part in repair.split_conjuncts(draft, document)]


def _before_next(drafts: Sequence[Draft], document: Document, _: Parts) -> list[Draft]:
    return shared.before_next(drafts, document)


def _run_on(drafts: Sequence[Draft], document: Document, _: Parts) -> list[Draft]:
    return marks.run_on(drafts, document)


def _unclaimed(drafts: Sequence[Draft], document: Document, parts: Parts) -> list[Draft]:
    return with_unclaimed(drafts, document) if parts.network else list(drafts)


def _rate(draft: Draft, document: Document) -> Draft:
    chance = confidence(draft, document.kind_of(draft.content), weights_of(document.models))
    return replace(draft, probability=chance)


def _drop_done_to(drafts: Sequence[Draft], document: Document, _: Parts) -> list[Draft]:
    return [d for d in drafts if d.probability >= DONE_TO_CONFIDENCE or not repair.is_done_to(d, document)]


def _drop_unlikely(drafts: Sequence[Draft], _: Document, parts: Parts) -> list[Draft]:
    return [d for d in drafts if d.content and d.probability >= parts.least]


PASSES = (
    Pass("propose", "all", _propose),
    Pass("subject", "rules", _each(repair.with_subject)),
    Pass("whole name", "rules", _each(bounds.with_whole_name), "the source goes on to the end of a name"),
    Pass("asked", "rules", _each(repair.without_asked), "who is asked does not ask"),
    Pass("paragraph", "rules", _each(sources.of_paragraph), "who is named in another paragraph does not say it"),
    Pass("told", "rules", _each(sources.without_told), "who is told something does not say it"),
    Pass("parts of a source", "rules", _each(sources.of_cue), "somebody else, who speaks elsewhere, is no source"),
    Pass("preposition", "rules", _each(sources.without_preposition), "the phrase before the source is no part of it"),
    Pass("time", "rules", _each(sources.without_time), "when or where it was said is no part of the source"),
    Pass("inserted cue", "rules", _each(sources.inverted), "who is named behind an inserted cue says it"),
    Pass("conjuncts", "rules", _split, "what follows in the content is a quote of its own"),
    Pass(
        "adverbials",
        "rules",
        _each(repair.without_adverbials),
        "words about how it was said are not part of the content",
    ),
    Pass("modifier", "rules", _each(repair.within_modifier), "the content ends with the clause that modifies a noun"),
    Pass("clause end", "rules", _each(repair.to_clause_end), "the content goes on to the end of its clause"),
    Pass("clause head", "rules", _each(bounds.with_clause_head), "the content goes on to the verb of its clause"),
    Pass("clause subject", "rules", _each(bounds.with_clause_subject), "the content has the subject of its clause"),
    Pass("around cue", "rules", _each(bounds.around_cue), "the content goes on after the words that interrupt it"),
    Pass("whole phrase", "rules", _each(bounds.to_phrase_end), "the content does not end within a phrase"),
    Pass(
        "dateline", "rules", _each(bounds.without_dateline), "the place before a paragraph is not part of the content"
    ),
    Pass("opening words", "rules", _each(bounds.with_opening_words), "the cue does not have the content's first words"),
    Pass("whole cue", "rules", _each(repair.with_whole_cue), "the cue does not end within a phrase"),
    Pass("opening clause", "rules", _each(bounds.without_opening_clause), "the cue does not end with part of a clause"),
    Pass("next cue", "rules", _before_next, "what the same source says next is a quote of its own"),
    Pass(
        "cue's mark", "marks", _each(marks.without_opening_mark), "a mark that opens a quotation is not part of the cue"
    ),
    Pass("whole quotations", "marks", _each(marks.to_whole_quotations), "the content was moved to the quotation marks"),
    Pass("quotation goes on", "marks", _run_on),
    Pass("unclaimed quotations", "marks", _unclaimed),
    Pass("another's quotation", "marks", _all(shared.without_others), "what follows is another quote's content"),
)
# After all passes that change drafts: set the probabilities, and drop unlikely drafts.
DECISION = (
    Pass("confidence", "all", _each(_rate)),
    Pass("said once", "all", _all(shared.once), "another quote has the same words"),
    Pass("passives", "rules", _drop_done_to, "says what was done to somebody, not what was said"),
    Pass("unlikely", "all", _drop_unlikely, "too unlikely to show"),
)


def run(
    document: Document,
    parts: Parts = Parts(),
    *,
    passes: Sequence[Pass] = (*PASSES, *DECISION),
    trace: list[Trace] | None = None,
) -> list[Draft]:
    """The drafts of a document, in text order of their contents. What each pass did to each draft is appended to `trace`."""
    drafts: list[Draft] = []
    numbers = 0
    for one in passes:
        if one.part != "all" and not getattr(parts, one.part):
            continue
        before = _by_number(drafts)
        after = []
        for draft in one.change(drafts, document, parts):
            if draft.number >= 0:
                after.append(_told(draft, before[draft.number], one.says))
            else:
                after.append(replace(draft, number=numbers))
                numbers += 1
        drafts = after
        if trace is not None:
            trace += _changes(one, before, _by_number(drafts))
    return sorted(drafts, key=lambda d: d.content)


def _told(draft: Draft, before: Sequence[Draft], says: str) -> Draft:
    """The draft with the pass's sentence as a step, if the pass changed it without adding a step of its own."""
    if not says or draft in before or draft.steps not in [d.steps for d in before]:
        return draft
    return replace(draft, steps=(*draft.steps, says))


def _by_number(drafts: Sequence[Draft]) -> dict[int, list[Draft]]:
    groups: dict[int, list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.number, []).append(draft)
    return groups


def _changes(one: Pass, before: dict[int, list[Draft]], after: dict[int, list[Draft]]) -> Iterator[Trace]:
    for number in {**before, **after}:
        old, new = before.get(number, []), after.get(number, [])
        if old != new:
            yield Trace(one.name, tuple(old), tuple(new))
