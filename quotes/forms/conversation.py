"""Conversations, as in novels: successive paragraphs that begin with a quotation mark or a dialogue dash.

If two of them say who speaks, those that do not are turns: quotes without cue and source, whose speakers are the last two in
alternation. In a paragraph that begins with a dash, everything except the clause of the cue is content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quotes.attribution.draft import Draft, Overlaps, Rule, merged, overlap
from quotes.document import Document
from quotes.span import Span
from quotes.speakers.cast import Cast
from quotes.speakers.resolution import Resolution

__all__ = ["Turn", "by_turns", "conversations", "with_turns"]

DASH = re.compile(r"(?:[—―–]|--)\s*(?=[\"“'‘]?[A-Z])")
FEWEST = 3  # turns
FEWEST_BARE = 2
SHORT_TURN = 20  # words on average, at most; half as many if nobody asks a question
EDGES = " ,;:—–-\n"
TRUST = 0.6  # that the speaker is right, in the first turn after one that says who speaks
LESS = 0.85  # the factor for every further turn


@dataclass(frozen=True)
class Turn:
    """One paragraph of a conversation and the words spoken in it; `bare`: it has nothing else."""

    paragraph: Span
    spoken: tuple[Span, ...]
    bare: bool
    dash: bool = False


def conversations(document: Document) -> list[list[Turn]]:
    """The runs of paragraphs that begin with speech and are long enough for speakers to alternate."""
    runs: list[list[Turn]] = [[]]
    for paragraph in document.paragraphs:
        turn = _turn(document, paragraph)
        if turn is None or (runs[-1] and turn.dash != runs[-1][-1].dash):
            runs.append([])
        if turn is not None:
            runs[-1].append(turn)
    return [run for run in runs if len(run) >= FEWEST]


def _turn(document: Document, paragraph: Span) -> Turn | None:
    text = document.text
    if dash := DASH.match(text, paragraph.start, paragraph.end):
        return Turn(paragraph, (Span(dash.end(), paragraph.end),), True, dash=True)
    inside = [q for q in document.quotations_near(paragraph) if q.start >= paragraph.start and q.end <= paragraph.end]
    if not inside or inside[0].start != paragraph.start or not all(q.closed for q in inside):
        return None
    spoken = tuple(q.spans[0] for q in inside)
    rest = "".join(text[a.end : b.start] for a, b in zip(spoken, [*spoken[1:], Span(paragraph.end, 0)], strict=True))
    return Turn(paragraph, merged(spoken, text), not any(c.isalnum() for c in rest))


def with_turns(drafts: Sequence[Draft], document: Document) -> list[Draft]:
    """The drafts, cut to their paragraph in conversations, with a new draft for every turn in which nobody is named."""
    text = document.text
    out = list(drafts)
    for run in conversations(document):
        contents = Overlaps(d.content for d in out)
        near = ([out[i] for i in contents.of(turn.spoken)] for turn in run)
        told = [
            next((d for d in drafts if _tells(d, turn, document)), None) for turn, drafts in zip(run, near, strict=True)
        ]
        if not _alternates(run, told, text):
            continue
        new = []
        for turn, draft in zip(run, told, strict=True):
            if draft is not None and turn.dash:
                step = "what stands beside the cue in a paragraph that opens with a dash is spoken"
                content = _without_cue(draft, turn.spoken[0], text)
                new.append(replace(draft, content=content, rule=Rule.DIALOGUE_DASH, steps=(*draft.steps, step)))
            elif draft is not None:
                new.append(replace(draft, content=turn.spoken))
            elif turn.bare:
                step = "a turn of a conversation in which nobody is named"
                new.append(Draft(turn.spoken, None, (), Rule.TURN, 0.6, (step,), 0.6, 0.0, 0.8))
        out = [d for d in out if d not in told and not _mostly_in(d, run)] + new
    return out


def _mostly_in(draft: Draft, run: Sequence[Turn]) -> bool:
    """Whether more than half of a draft's content is spoken in the conversation `run`."""
    first, last = run[0].paragraph.start, run[-1].paragraph.end
    if not overlap(draft.content, [Span(first, last)]):
        return False
    return 2 * overlap(draft.content, [s for turn in run for s in turn.spoken]) > draft.size


def _alternates(run: Sequence[Turn], told: Sequence[Draft | None], text: str) -> bool:
    """Whether a run of paragraphs is a conversation: it has two or more speakers, and the other turns are questions or short.

    Longer statements are those of several witnesses, or of one speaker who continues.
    """
    bare = [turn for turn, draft in zip(run, told, strict=True) if draft is None and turn.bare]
    if len({d.source[0].of(text) for d in told if d}) < 2 or not bare:
        return False
    if run[0].dash:
        return True
    words = sum(len(s.of(text).split()) for turn in bare for s in turn.spoken)
    asked = any("?" in s.of(text)[-3:] for turn in run for s in turn.spoken[-1:])
    return (
        len(bare) >= FEWEST_BARE and words <= SHORT_TURN * len(bare) and (asked or 2 * words <= SHORT_TURN * len(bare))
    )


def _tells(draft: Draft, turn: Turn, document: Document) -> bool:
    """Whether a draft says who speaks in a turn: its cue and source are in that paragraph, beside the spoken words."""
    if draft.cue is None or not draft.source:
        return False
    beside = (draft.cue, draft.source[0])
    if not all(turn.paragraph.start <= s.start and s.end <= turn.paragraph.end for s in beside):
        return False
    if not turn.dash:
        return not overlap(beside, turn.spoken)
    after = draft.content[0].start < draft.cue.start
    verbs = document.language.speech_verbs
    return after and any(t.lemma.lower() in verbs for t in document.within(draft.cue))


def _without_cue(draft: Draft, spoken: Span, text: str) -> tuple[Span, ...]:
    """The paragraph without the clause of its cue, which ends at the next full stop or comma."""
    aside = [s for s in (draft.cue, *draft.source) if s]
    start, end = min(s.start for s in aside), max(s.end for s in aside)
    while end < spoken.end and text[end] not in ".,;:!?—":
        end += 1
    left = Span(spoken.start, spoken.start + len(text[spoken.start : start].rstrip(EDGES)))
    right_start = min(end + 1, spoken.end)
    right_start += len(text[right_start : spoken.end]) - len(text[right_start : spoken.end].lstrip(EDGES))
    return tuple(s for s in (left, Span(right_start, spoken.end)) if s.start < s.end)


def by_turns(
    drafts: Sequence[Draft], resolutions: Sequence[Resolution], document: Document, cast: Cast
) -> list[Resolution]:
    """The resolutions, with speakers for the drafts of the rule "turn" as far as alternation gives them."""
    out = list(resolutions)
    if not any(d.rule is Rule.TURN for d in drafts):
        return out
    for run in conversations(document):
        told: list[Resolution | None] = []
        numbers: list[int | None] = []
        for turn in run:
            here = [i for i, d in enumerate(drafts) if overlap(d.content, turn.spoken)]
            numbers.append(next((i for i in here if drafts[i].rule is Rule.TURN), None))
            known = [out[i] for i in here if drafts[i].rule is not Rule.TURN and _within(drafts[i], turn.paragraph)]
            told.append(next((a for a in known if _key(a) is not None), None))
        for order in (range(len(run)), range(len(run) - 1, -1, -1)):
            _alternate(told, numbers, list(order), cast)
        for number, resolution in zip(numbers, told, strict=True):
            if number is not None and resolution is not None:
                out[number] = resolution
    return out


def _alternate(told: list[Resolution | None], numbers: Sequence[int | None], order: Sequence[int], cast: Cast) -> None:
    """Fill the unresolved turns of `told`, in `order`: each with the one of the last two speakers who did not speak last."""
    last: Resolution | None = None
    other: Resolution | None = None
    for at in order:
        now = told[at]
        if now is None and numbers[at] is not None and last is not None and other is not None:
            trust = LESS * min(_sure(last), _sure(other)) if _by_turn(last) else min(TRUST, _sure(other))
            step = f"the turns of {_name(last, cast)} and {_name(other, cast)} alternate: this is the latter's"
            now = told[at] = replace(
                other, head=None, form="description", confidence=trust, steps=(step,), chain=(), candidates=()
            )
        if now is None:
            last = other = None
        elif last is None or _key(now) != _key(last):
            last, other = now, last


def _sure(resolution: Resolution) -> float:
    return resolution.confidence if resolution.confidence is not None else 1.0


def _by_turn(resolution: Resolution) -> bool:
    return resolution.head is None


def _within(draft: Draft, paragraph: Span) -> bool:
    return bool(draft.source) and all(paragraph.start <= s.start and s.end <= paragraph.end for s in draft.source)


def _key(resolution: Resolution) -> object:
    """A value that is equal for resolutions to the same speaker; None if nobody is known."""
    return (
        resolution.individual
        if resolution.individual is not None
        else (resolution.description or "").casefold() or None
    )


def _name(resolution: Resolution, cast: Cast) -> str:
    return str(resolution.description) if resolution.individual is None else cast.name(resolution.individual)
