"""Finds the speakers whom a typed name may mean, best first, in spite of typing errors.

The tables lookup_names (speaker_id, folded) and lookup_letters (an index of its trigrams) have every name and alias; see
quotes/store/schema_3.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .fold import fold

__all__ = ["CANDIDATES", "Candidate", "candidate_values", "meant", "rank", "unmistakable"]

_MOST = 300  # names that are compared closely, of those that share trigrams with what was typed
_LONGEST = 80  # characters of a name that are compared

# SQL for the names that may be meant; takes the values of `candidate_values`.
CANDIDATES = f"""
    WITH near(id) AS (
        SELECT id FROM (SELECT id FROM lookup_names
            WHERE folded >= :folded AND folded < :folded || char(1114111) LIMIT {_MOST})
        UNION
        SELECT id FROM (SELECT rowid AS id FROM lookup_letters
            WHERE lookup_letters MATCH :letters ORDER BY rank LIMIT {_MOST})
    )
    SELECT s.id, s.name, s.slug, s.kind, s.gender, s.quotes, n.folded
    FROM near JOIN lookup_names n ON n.id = near.id JOIN speakers s ON s.id = n.speaker_id
    WHERE s.quotes > 0
    UNION ALL
    SELECT s.id, s.name, s.slug, s.kind, s.gender, s.quotes, '' FROM speakers s WHERE s.slug = :slug AND s.quotes > 0
"""

# How well a name fits, in steps. A step better outweighs a namesake who is quoted 2 ** `_STEP` times as often.
_SAME, _WORDS, _BEGINNINGS, _SLIPS, _WITHIN = 4, 3, 2, 1, 0
_STEP = 2.0


@dataclass(frozen=True)
class Candidate:
    """A speaker who may be meant. `exact`: apart from case and accents, a name or the slug is what was typed."""

    id: int
    name: str
    slug: str
    kind: str
    gender: str | None
    quotes: int
    exact: bool
    fit: int


def candidate_values(typed: str) -> dict[str, str]:
    """The values that CANDIDATES takes for what was typed."""
    folded = fold(typed[:_LONGEST])
    trigrams = {word[start : start + 3] for word in folded.split() for start in range(len(word) - 2)}
    expression = " OR ".join(f'"{trigram}"' for trigram in sorted(trigrams))
    # Where no word has three letters: an expression that matches nothing.
    return {"folded": folded or "\0", "letters": expression or '"\\"', "slug": _slug(typed) or ""}


def unmistakable(slug: str) -> str:
    """A slug in a form that cannot be taken for a name: "fell-" for "fell", which would mean everybody called Fell."""
    return slug if "-" in slug else f"{slug}-"


def _slug(typed: str) -> str | None:
    return typed.strip().removesuffix("-") if "-" in typed else None


def rank(typed: str, rows: Iterable[Mapping[str, Any]], *, limit: int = 8) -> list[Candidate]:
    """The speakers in rows of CANDIDATES whose name fits, best first.

    A full name that is exactly right comes first. Otherwise the fit of the name and the number of quotes count together, so
    that a namesake with a single quote never hides the person meant.
    """
    wanted = fold(typed[:_LONGEST])
    best: dict[int, Candidate] = {}
    for row in rows:
        slug = row["slug"] == _slug(typed)
        fit = _SAME if slug else _fit(wanted, row["folded"])
        if fit is None:
            continue
        candidate = Candidate(
            id=row["id"],
            name=row["name"],
            slug=row["slug"],
            kind=row["kind"],
            gender=row["gender"],
            quotes=row["quotes"],
            exact=slug or fit == _SAME,
            fit=_SAME + 1 if slug else fit,
        )
        if candidate.id not in best or best[candidate.id].fit < candidate.fit:
            best[candidate.id] = candidate
    whole = " " in wanted

    def order(candidate: Candidate) -> tuple[bool, bool, float, str]:
        settled = candidate.fit > _SAME or (whole and candidate.fit == _SAME)
        weight = _STEP * candidate.fit + math.log2(1 + candidate.quotes)
        return not settled, candidate.kind == "unnamed", -weight, candidate.name

    ranked = sorted(best.values(), key=order)
    # If some name fits as it was typed, names that fit only with typing errors are left out.
    if any(candidate.fit >= _BEGINNINGS for candidate in ranked):
        ranked = [candidate for candidate in ranked if candidate.fit > _SLIPS]
    return ranked[:limit]


def meant(ranked: Sequence[Candidate]) -> list[Candidate]:
    """The ranked candidates that a filter takes: all who have exactly the name, or else the best one."""
    if not ranked:
        return []
    if ranked[0].exact and (" " in ranked[0].name or ranked[0].fit > _SAME):
        return [candidate for candidate in ranked if candidate.exact]
    return [candidate for candidate in ranked if candidate.fit >= _WORDS] or [ranked[0]]


def _fit(wanted: str, name: str) -> int | None:
    if not wanted:
        return None
    if wanted == name:
        return _SAME
    words, others = wanted.split(), name.split()
    if set(words) <= set(others):
        return _WORDS
    if all(any(other.startswith(word) for other in others) for word in words):
        return _BEGINNINGS
    if all(any(word == other or _is_slip(word, other) for other in others) for word in words):
        return _SLIPS
    return _WITHIN if len(wanted) > 3 and wanted in name else None


def _is_slip(word: str, other: str) -> bool:
    """Whether two words differ only by typing errors: one in a word of four letters or more, two in one of eight or more."""
    allowed = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    return abs(len(word) - len(other)) <= allowed and _distance(word, other, allowed) <= allowed


@lru_cache(maxsize=4096)
def _distance(word: str, other: str, most: int) -> int:
    """The number of letters to insert, drop, change or swap with a neighbour (optimal string alignment), at most `most` + 1."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, start=1):
        older, before, row = before, row, [i]
        for j, target in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == target:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
