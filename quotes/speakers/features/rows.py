"""The rows for the ranker: puts together what each subject measures, and what compares the candidates of a mention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quotes.speakers.candidates import Candidate, View
from quotes.speakers.descriptions import LIKE_OFFICE
from quotes.speakers.features.description import Description
from quotes.speakers.features.limits import WORKS
from quotes.speakers.features.mention import of_mention
from quotes.speakers.features.names import Names
from quotes.speakers.features.neighbours import Neighbours
from quotes.speakers.features.prominence import Prominence
from quotes.speakers.features.syntax import Syntax
from quotes.speakers.features.table import INDEX, NAMES
from quotes.speakers.mentions.mention import Mention

__all__ = ["measured", "rows", "with_neighbours"]

# How directly a source names its speaker, by the place of the name: an order that holds for persons and bodies alike.
DIRECTNESS = {
    "place: head": 1.0,
    "own name": 1.0,
    "place: title": 0.9,
    "place: apposition": 0.9,
    "as written": 0.6,
    "apposed to": 0.8,
    "said of": 0.8,
    "signed": 0.9,
    "byline": 0.7,
    "note on the author": 0.7,
    "place: inner apposition": 0.7,
    "titled": 0.9,
    "abbreviates": 0.9,
    "place: maker": 0.5,
    "place: owner": 0.5,
    "place: compound": 0.4,
    "place: conjunct": 0.4,
    "place: called": 0.8,
    "understood: subject": 0.5,
    "follows the cue": 0.5,
    "place: inner maker": 0.35,
    "place: outlet": 0.3,
    "place: of": 0.3,
    "place: preposition": 0.2,
    "place: apart": 0.2,
    "place: deep": 0.1,
    "place: clause": 0.05,
}
CLOSING = 0.8  # the directness of a name that closes the phrase
VOICES = (
    "place: owner",
    "place: maker",
    "place: compound",
    "owner is meant",
    "issuer",
    "brought up",
    "through owner",
    "through maker",
)


def rows(
    mention: Mention,
    candidates: Sequence[Candidate],
    view: View,
    around: Neighbours,
) -> list[list[float]]:
    """A row for each of the `candidates`."""
    return with_neighbours(measured(mention, candidates, view), mention, candidates, around)


def with_neighbours(
    table: Sequence[Sequence[float]], mention: Mention, candidates: Sequence[Candidate], around: Neighbours
) -> list[list[float]]:
    """The rows of `table` with the features of the neighbouring quotes filled in."""
    out = []
    for candidate, known in zip(candidates, table, strict=True):
        row = list(known)
        for name, value in around.of(candidate, mention).items():
            row[INDEX[name]] = value
        out.append(row)
    return out


def measured(mention: Mention, candidates: Sequence[Candidate], view: View) -> list[list[float]]:
    """A row for each of the `candidates`, without the features that depend on the speakers of other quotes."""
    shared = of_mention(mention, view)
    about = {c.about for c in candidates if c.about is not None}
    subjects = (Names(mention, about, view), Syntax(mention, view), Prominence(mention, about, view))
    description = Description(mention, view)
    table = []
    for candidate in candidates:
        values = {**shared, **candidate.marks, **_of_candidate(candidate, mention)}
        if candidate.about is not None:
            for subject in subjects:
                values |= subject.of(candidate.about)
            if candidate.individual == candidate.about:
                values |= description.of(candidate.about)
        if values.get("named next") and values.get("fit: noun", 0.0) >= LIKE_OFFICE:
            values["named next fits"] = values.get("fit: said", 0.0)
        table.append(values)
    best = {
        "most direct": max((v["directness"] for v in table), default=0.0),
        "best fit": max(map(_fit, table), default=0.0),
        "best chain": max((v.get("chain share", 0.0) for v in table), default=0.0),
        "best salience": max((v.get("salience to next", 0.0) for v in table), default=0.0),
    }
    for candidate, values in zip(candidates, table, strict=True):
        if candidate.individual is not None and best["best fit"]:
            values["fits worse"] = best["best fit"] - _fit(values)
    return [_row({**values, **best}) for values in table]


def _fit(values: Mapping[str, float]) -> float:
    return values.get("fit: noun", 0.0) * values.get("fit: said", 0.0)


def _row(values: Mapping[str, float]) -> list[float]:
    """The values in the order of the table; marks that are no features are left out."""
    return [values.get(name, 0.0) for name in NAMES]


def _of_candidate(candidate: Candidate, mention: Mention) -> dict[str, float]:
    """What the candidate is, where it comes from, and how directly the source names it."""
    marks = candidate.marks
    direct = [DIRECTNESS[name] for name in marks if name in DIRECTNESS]
    if marks.get("closes the phrase"):
        direct.append(CLOSING)
    values = {
        "directness": max(direct, default=0.0),
        "speaks for": float(mention.form in WORKS and any(marks.get(name) for name in VOICES)),
    }
    if candidate.key == ("nobody",):
        return {**values, "nobody": 1.0}
    kind = str(candidate.kind) if candidate.named else "group"
    return {**values, kind: 1.0, **{f"from: {source}": 1.0 for source in candidate.sources}}
