"""Applies people's corrections to what the engine found in an article; needs neither database nor models.

Corrections of quotes are applied first, in the order in which they were made, then those of speakers. A correction finds its
quote by its words, so that it still applies after a new analysis or an edit of the text; one whose quote is gone has no effect.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from quotes import wording
from quotes.annotation import Annotated, Quote, Speaker
from quotes.article import Span
from quotes.document.marks import kind_of, quotations
from quotes.query import fold
from quotes.wording import one_line

__all__ = ["ACTIONS", "OF_NAMES", "OF_SPEAKERS", "Action", "Corrected", "Correction", "apply", "locate", "words_of"]

Action = Literal[
    "reject", "confirm", "speaker", "edit", "add", "merge", "split", "rename", "alias", "kind", "apart", "same"
]
ACTIONS: tuple[Action, ...] = (
    "reject",
    "confirm",
    "speaker",
    "edit",
    "add",
    "merge",
    "split",
    "rename",
    "alias",
    "kind",
    "apart",
    "same",
)
OF_SPEAKERS: tuple[Action, ...] = ("merge", "split", "rename", "alias", "kind")
OF_NAMES: tuple[Action, ...] = ("apart", "same")
# A quote that shares so many of its words (Dice) with the corrected one is taken to be the same quote, reworded.
_ALIKE = 0.6


@dataclass(frozen=True)
class Correction:
    """One decision of a person. `target` says what it is about, `change` what to change.

    About a quote: `target` has `words` (the text of each of its parts) and `start` (offset of the first); `change` has those
    of `content`, `cue` and `source` that change (each a list of texts in the article) and `speaker` (name and kind, or None
    for nobody).
    About a speaker: `target` has `names` (folded), `kind`, and `articles` if it holds for those only; `change` has `name`
    and `kind`.
    "apart" (two speakers are different people) and "same" (two of the same name are one) change no article but which names
    are linked (see quotes.store.suggestions): `target` has `names`, `kind` and `pairs` of names (key and context), `change`
    the other speaker's `name` and `kind`.
    """

    id: int
    action: Action
    target: Mapping[str, Any]
    change: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    author: str | None = None
    made: str | None = None


@dataclass(frozen=True)
class Corrected:
    """The corrected article. `uses` has the corrections that took effect, each with the places of the quotes it changed."""

    annotated: Annotated
    uses: Mapping[int, frozenset[int]]

    @property
    def quotes(self) -> frozenset[int]:
        """The places (indexes) of the quotes that people decided about."""
        return frozenset(number for numbers in self.uses.values() for number in numbers)


@dataclass
class _Entry:
    quote: Quote
    by: list[Correction] = field(default_factory=list)


def apply(annotated: Annotated, corrections: Iterable[Correction]) -> Corrected:
    """Apply the corrections that fit."""
    made = sorted(corrections, key=lambda one: (one.action in OF_SPEAKERS, one.id))
    if not made:
        return Corrected(annotated, {})
    entries = [_Entry(quote) for quote in annotated.quotes]
    speakers = list(annotated.speakers)
    used: set[int] = set()
    text = annotated.article.text
    for correction in made:
        if correction.action in OF_SPEAKERS:
            done = _rename(speakers, entries, annotated.article.id, correction)
        elif correction.action == "add":
            done = _add(entries, speakers, text, correction)
        else:
            done = _change(entries, speakers, text, correction)
        if done:
            used.add(correction.id)
    entries.sort(key=lambda entry: entry.quote.content[0])
    uses = {id: frozenset(n for n, e in enumerate(entries) if id in [one.id for one in e.by]) for id in used}
    quotes = [_explained(entry) for entry in entries]
    return Corrected(_without_the_silent(replace(annotated, quotes=tuple(quotes), speakers=tuple(speakers))), uses)


def words_of(quote: Quote, text: str) -> list[str]:
    """The text of each part of a quote's content, white space normalized, as corrections store it."""
    return [one_line(span.of(text)) for span in quote.content]


def locate(text: str, parts: Sequence[str], near: int = 0) -> tuple[Span, ...] | None:
    """The spans of these texts, one after the other, whatever white space is between words; None if they are not there.

    Of several places, the one nearest to the offset `near`.
    """
    patterns = [r"\s+".join(map(re.escape, part.split())) for part in parts]
    if not all(patterns) or not patterns:
        return None
    best: tuple[Span, ...] | None = None
    for first in re.finditer(patterns[0], text):
        spans = [Span(*first.span())]
        for pattern in patterns[1:]:
            following = re.compile(pattern).search(text, spans[-1].end)
            if following is None:
                break
            spans.append(Span(*following.span()))
        if len(spans) == len(patterns) and (best is None or abs(spans[0].start - near) < abs(best[0].start - near)):
            best = tuple(spans)
    return best


def _change(entries: list[_Entry], speakers: list[Speaker], text: str, correction: Correction) -> bool:
    """Reject, confirm or change the quote that a correction is about."""
    target = correction.target
    entry = _find(entries, text, target["words"], target["start"])
    if entry is None and "content" in correction.change:  # the engine may by now find the corrected words itself
        entry = _find(entries, text, correction.change["content"], target["start"])
    if entry is None:
        return False
    if correction.action == "reject":
        entries.remove(entry)
        return True
    changed = _changed(entry.quote, speakers, text, correction)
    if changed is None:
        return False
    entry.quote = changed
    entry.by.append(correction)
    return True


def _add(entries: list[_Entry], speakers: list[Speaker], text: str, correction: Correction) -> bool:
    content = locate(text, correction.change["content"], correction.target["start"])
    if content is None:
        return False
    entry = next((entry for entry in entries if entry.quote.content == content), None)
    if entry is None:
        missed = Quote(content, (), (), None, "direct", "speech", False, None, 1.0, {"rule": "added by a person"})
        entry = _Entry(missed)
        entries.append(entry)
    changed = _changed(entry.quote, speakers, text, correction)
    if changed is None:
        return False
    entry.quote = changed
    entry.by.append(correction)
    return True


def _changed(quote: Quote, speakers: list[Speaker], text: str, correction: Correction) -> Quote | None:
    """The quote with its new words and speaker, with full confidence; None where the words are not in the text."""
    change, near = correction.change, quote.content[0].start
    parts: dict[str, tuple[Span, ...]] = {}
    for name in ("content", "cue", "source"):
        if name in change:
            spans = locate(text, change[name], near) if change[name] else ()
            if spans is None:
                return None
            parts[name] = spans
    if "source" in parts:
        quote = replace(quote, source_head=None)
    quote = replace(quote, **parts, confidence=1.0)  # type: ignore[arg-type]
    if "content" in parts:
        quote = replace(
            quote, kind=kind_of(text, quote.content, [span for item in quotations(text) for span in item.spans])
        )
    if "speaker" in change:
        named = change["speaker"]
        quote = replace(quote, speaker=None if named is None else _speaker(speakers, named["name"], named["kind"]))
    return replace(quote, speaker_confidence=None if quote.speaker is None else 1.0)


def _speaker(speakers: list[Speaker], name: str, kind: Any) -> int:
    """The index of the article's speaker of that name; adds one if there is none."""
    for number, speaker in enumerate(speakers):
        if speaker.kind == kind and fold(name) in map(fold, (speaker.name, *speaker.aliases)):
            return number
    speakers.append(Speaker(name, kind))
    return len(speakers) - 1


def _rename(speakers: list[Speaker], entries: list[_Entry], article_id: str, correction: Correction) -> bool:
    target, change = correction.target, correction.change
    if target.get("articles") is not None and article_id not in target["articles"]:
        return False
    done = False
    for number, speaker in enumerate(speakers):
        if speaker.kind != target["kind"] or fold(speaker.name) not in target["names"]:
            continue
        aliases = dict.fromkeys((speaker.name, *speaker.aliases)) if correction.action != "split" else {}
        others = tuple(alias for alias in aliases if alias != change["name"])
        speakers[number] = replace(speaker, name=change["name"], kind=change["kind"], aliases=others)
        for entry in entries:
            if entry.quote.speaker == number:
                entry.by.append(correction)
        done = True
    return done


def _find(entries: Sequence[_Entry], text: str, words: Sequence[str], start: int) -> _Entry | None:
    """The quote with exactly these words, else the most similar one; of several, the nearest to offset `start`."""
    wanted = _bag(words)

    def rank(entry: _Entry) -> tuple[float, int]:
        own = words_of(entry.quote, text)
        likeness = 2.0 if own == list(words) else wording.likeness(_bag(own), wanted)
        return likeness, -abs(entry.quote.content[0].start - start)

    best = max(entries, key=rank, default=None)
    return best if best is not None and rank(best)[0] >= _ALIKE else None


def _bag(parts: Sequence[str]) -> Counter[str]:
    return Counter(word for part in parts for word in wording.words(part))


def _explained(entry: _Entry) -> Quote:
    """The quote with the corrections added to its evidence."""
    if not entry.by:
        return entry.quote
    by = [
        {"id": one.id, "action": one.action, "reason": one.reason, "author": one.author, "made": one.made}
        for one in entry.by
    ]
    return replace(entry.quote, evidence={**entry.quote.evidence, "corrections": by})


def _without_the_silent(annotated: Annotated) -> Annotated:
    """The article without the speakers who have no quote left."""
    speaking = sorted({quote.speaker for quote in annotated.quotes if quote.speaker is not None})
    places = {old: new for new, old in enumerate(speaking)}
    quotes = (
        quote if quote.speaker is None else replace(quote, speaker=places[quote.speaker]) for quote in annotated.quotes
    )
    return replace(annotated, quotes=tuple(quotes), speakers=tuple(annotated.speakers[old] for old in speaking))
