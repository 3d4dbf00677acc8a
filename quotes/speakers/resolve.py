"""Finds the speakers of an article's drafts. In: the document and its drafts. Out: a Resolution for each draft.

Each mention gets candidates, which are measured and ranked twice: the second pass uses the choices of the first one for the
quotes around. The order in which mentions are resolved makes no difference. Speakers given by layout are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quotes.annotation import Speaker
from quotes.attribution.draft import Draft
from quotes.document import Document
from quotes.speakers.candidates import Candidate, View, candidates
from quotes.speakers.decision import Verdict, calibration, refusal, verdict
from quotes.speakers.features.neighbours import Guess, Neighbours, sure_names
from quotes.speakers.features.rows import measured, with_neighbours
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.profile import profile
from quotes.speakers.ranker import Floats, rankers
from quotes.speakers.resolution import Form, Resolution
from quotes.speakers.views import view_of

__all__ = ["Speakers", "speakers_of"]

SHOWN = 5  # candidates in the evidence
PRONOUNS = frozenset({"first", "second", "he", "it", "they", "pronoun"})

# Gives the speakers that are known before candidates are ranked, by the number of the draft.
Known = Callable[[Sequence[Draft], View], Mapping[int, Resolution]]


@dataclass(frozen=True)
class Ranked:
    """The candidates of a mention, their rows of features and their shares of the softmax."""

    mention: Mention
    candidates: Sequence[Candidate]
    rows: Sequence[Sequence[float]]
    shares: Floats

    @property
    def guess(self) -> Guess:
        """The guess for the quotes around: the best candidate, if it is somebody."""
        best = int(self.shares.argmax())
        key = self.candidates[best].key
        return Guess(None, 0.0) if key == ("nobody",) else Guess(key, float(self.shares[best]))


@dataclass(frozen=True)
class Speakers:
    """The resolutions of one article's drafts, in their order, and the view that they come from."""

    view: View
    resolutions: tuple[Resolution, ...]

    def speaker(self, individual: int) -> Speaker:
        return profile(self.view.cast, individual)


def speakers_of(document: Document, drafts: Sequence[Draft], known: Known = lambda _, __: {}) -> Speakers:
    """The speakers of `drafts`, with those that are `known` kept."""
    view = view_of(document, drafts)
    given = known(drafts, view)
    asked = [m for m in view.mentions if m.number not in given]
    ranked = {r.mention.number: r for r in _ranked(asked, view, _known_guesses(given))}
    scale = calibration()
    resolutions = []
    for number in range(len(drafts)):
        if number in ranked:
            one = ranked[number]
            decided = verdict(one.candidates, one.shares, scale)
            if _fits_another_as_well(one.mention, one.candidates[decided.choice], one.candidates, view):
                decided = refusal(one.candidates, one.shares, scale)
            resolutions.append(_resolution(one, decided))
        else:
            resolutions.append(given.get(number, Resolution()))
    return Speakers(view, tuple(resolutions))


def _fits_another_as_well(mention: Mention, chosen: Candidate, able: Sequence[Candidate], view: View) -> bool:
    """Whether a description fits its best candidate no better than another one: "the senator", after a sentence about three."""
    if chosen.individual is None or chosen.kind != "person" or chosen.marks.get("fit: exact rivals", 0) < 2:
        return False
    last = _last_named(chosen.individual, mention, view)
    return last is not None and any(
        other.individual is not None
        and other is not chosen
        and "description" in other.sources
        and _last_named(other.individual, mention, view) == last
        for other in able
    )


def _last_named(individual: int, mention: Mention, view: View) -> int | None:
    """The number of the last sentence before a mention that names somebody."""
    starts = [start for start in view.cast.starts[individual] if start < mention.at]
    return view.sentence_number(max(starts)) if starts else None


def _known_guesses(resolutions: Mapping[int, Resolution]) -> dict[int, Guess]:
    return {
        number: Guess(("individual", resolution.individual), resolution.confidence or 0.0)
        for number, resolution in resolutions.items()
        if resolution.individual is not None
    }


def _ranked(mentions: Sequence[Mention], view: View, known: Mapping[int, Guess]) -> list[Ranked]:
    """The mentions with ranked candidates, after both passes."""
    first, second = rankers()
    proposed = [candidates(mention, view) for mention in mentions]
    guesses = [known.get(m.number, sure_names(m, view)) for m in view.mentions]
    around = Neighbours(view.mentions, guesses, view)
    ranked = []
    known_rows = [measured(mention, able, view) for mention, able in zip(mentions, proposed, strict=True)]
    for mention, able, row in zip(mentions, proposed, known_rows, strict=True):
        table = with_neighbours(row, mention, able, around)
        ranked.append(Ranked(mention, able, table, first.shares(table)))
    by_number = {r.mention.number: r.guess for r in ranked}
    guesses = [known.get(m.number, by_number.get(m.number, Guess(None, 0.0))) for m in view.mentions]
    around = Neighbours(view.mentions, guesses, view)
    again = []
    for one, row in zip(ranked, known_rows, strict=True):
        table = with_neighbours(row, one.mention, one.candidates, around)
        again.append(Ranked(one.mention, one.candidates, table, second.shares(table)))
    return again


def _resolution(ranked: Ranked, decided: Verdict) -> Resolution:
    mention, chosen = ranked.mention, ranked.candidates[decided.choice]
    head = mention.word.span if mention.word is not None else None
    shown = _evidence(ranked)
    steps = [*chosen.reasons]
    if decided.refused:
        best = ranked.candidates[int(ranked.shares.argmax())]
        steps = [f"too unsure whether it is {best.name}: refused"]
    form: Form = "pronoun" if mention.form in PRONOUNS or mention.relative else "description"
    if mention.form in {"name", "proper"} and not mention.relative:
        form = "name"
    described = chosen.individual is None and not decided.refused and chosen.name
    return Resolution(
        individual=chosen.individual if chosen.kind != "group" or chosen.individual is not None else None,
        members=chosen.members,
        kind=None if decided.refused else chosen.kind,
        description=chosen.name if described else None,
        head=head,
        form=form,
        confidence=round(decided.probability, 3),
        steps=tuple(steps),
        chain=chosen.chain,
        candidates=tuple(shown),
    )


def _evidence(ranked: Ranked) -> list[dict[str, Any]]:
    """The candidates, best first, each with its share, its reasons and its two strongest features."""
    ranker = rankers()[1]
    strongest = ranker.strongest(ranked.rows)
    order = sorted(range(len(ranked.candidates)), key=lambda i: -ranked.shares[i])
    return [
        {
            "name": ranked.candidates[i].name or None,
            "kind": ranked.candidates[i].kind,
            "share": round(float(ranked.shares[i]), 3),
            "sources": list(ranked.candidates[i].sources),
            "features": [{"name": name, "adds": added} for name, added in strongest[i]],
        }
        for i in order[:SHOWN]
    ]
