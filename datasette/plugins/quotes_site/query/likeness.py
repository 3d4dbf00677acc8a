# A copy of quotes/query/likeness.py, written by scripts/copy-shared.
"""Speakers who may be one: how the table of likenesses is asked for those of one speaker, and what a pair is called."""

from __future__ import annotations

import hashlib

__all__ = ["LIKENESSES", "likeness_key"]

_KEY_LENGTH = 6

# Who else a speaker (:id) may be, the likeliest of the links between their names first, with its reasons.
LIKENESSES = """
    WITH mine AS (SELECT id FROM names WHERE speaker_id = :id AND articles),
        links AS (
            SELECT other_id AS name_id, score, reasons FROM mine CROSS JOIN likenesses ON name_id = mine.id
            UNION ALL
            SELECT name_id, score, reasons FROM mine CROSS JOIN likenesses ON other_id = mine.id
        )
    SELECT s.id, s.name, s.slug, s.kind, s.gender, s.quotes, s.articles, max(links.score) AS score, links.reasons
    FROM links CROSS JOIN names n ON n.id = links.name_id JOIN speakers s ON s.id = n.speaker_id
    WHERE n.speaker_id <> :id AND n.articles GROUP BY s.id ORDER BY score DESC, s.articles DESC, s.id LIMIT :limit
"""


def likeness_key(*slugs: str) -> str:
    """What a suggestion that two speakers are one is called, as long as they keep their addresses."""
    return hashlib.sha256("\0".join(sorted(slugs)).encode()).hexdigest()[:_KEY_LENGTH]
