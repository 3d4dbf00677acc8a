"""Sources of candidates that know only the context of a mention, whatever its description says."""

from __future__ import annotations

__all__ = ["CONTEXT", "FAINT", "FIRST", "OFTEN", "PRIOR"]

CONTEXT = frozenset({"salience", "chain", "main figure", "named next"})
PRIOR = frozenset({"salience", "main figure"})  # not even the mention's chain, and nothing of what comes after it
OFTEN = frozenset({"main figure"})
FIRST = frozenset({"speaks first"})
FAINT = frozenset({"spoke last", "is prominent", "named next", "main figure"})  # give way to who is named for the words
