"""Pairs of speakers who may be the same: the SQL for those of one speaker, and the key of a pair."""

from __future__ import annotations

import hashlib

__all__ = ["LIKENESSES", "likeness_key"]

_KEY_LENGTH = 6

# The speakers who may be the same as the speaker :id, likeliest first, each with the best link between their names.
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
    """The key of the suggestion that two speakers are the same; it lasts as long as both keep their slugs."""
    return hashlib.sha256("\0".join(sorted(slugs)).encode()).hexdigest()[:_KEY_LENGTH]
