"""What several modules of measures agree on: the groups of forms, and the largest counts that still matter."""

from __future__ import annotations

__all__ = ["ALONE", "LONG", "MANY", "WORKS"]

LONG = 10  # mentions, quotes
MANY = 3  # persons without names
ALONE = frozenset({"he", "person"})  # forms of one person
WORKS = frozenset({"work", "thing", "body"})  # forms of what may speak for somebody
