"""Finds the speakers that a filter means, and speakers whose name is among the words of a search."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quotes_site.database import moved, rows
from quotes_site.query import CANDIDATES, Candidate, candidate_values, fold, rank, unmistakable

__all__ = ["Named", "candidates", "named_in"]

_LONGEST_NAME = 5  # words


@dataclass(frozen=True)
class Named:
    """A speaker whose name is among the words of a search, and the `rest` of the words."""

    speaker: Candidate
    rest: str


async def candidates(database: Any, typed: str, limit: int = 8) -> list[Candidate]:
    """The speakers that may be meant, best first. An old slug leads to the speaker it redirects to."""
    likely = rank(typed, await rows(database, CANDIDATES, candidate_values(typed)), limit=limit)
    slug = typed.strip().removesuffix("-")
    if "-" in typed and not any(candidate.slug == slug for candidate in likely):
        redirect = await moved(database, "speaker", slug)
        if redirect and redirect["new"]:
            typed = unmistakable(redirect["new"])
            return rank(typed, await rows(database, CANDIDATES, candidate_values(typed)), limit=limit)
    return likely


async def named_in(database: Any, words: Sequence[str], limit: int = 3) -> list[Named]:
    """Speakers whose name is the longest possible sequence of these words, most quoted first."""
    runs = {
        (start, end): fold(" ".join(words[start:end]))
        for start in range(len(words))
        for end in range(start + 1, min(len(words), start + _LONGEST_NAME) + 1)
    }
    wanted = [name for name in runs.values() if len(name) > 1]
    if not wanted:
        return []
    known = await rows(
        database,
        """SELECT DISTINCT n.folded, s.id, s.name, s.slug, s.kind, s.gender, s.quotes
           FROM lookup_names n JOIN speakers s ON s.id = n.speaker_id
           WHERE n.folded IN (SELECT value FROM json_each(:names)) AND s.quotes > 0 AND s.kind <> 'unnamed'""",
        {"names": json.dumps(wanted)},
    )
    named = {row["folded"] for row in known}
    best = max(((end - start, -start) for (start, end), name in runs.items() if name in named), default=None)
    if best is None:
        return []
    start, end = -best[1], best[0] - best[1]
    rest = " ".join([*words[:start], *words[end:]])
    name = runs[start, end]
    return [Named(who, rest) for who in rank(name, (row for row in known if row["folded"] == name), limit=limit)]
