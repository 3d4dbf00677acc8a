"""Measures the engine on articles with known quotes: scores, mistakes by kind, and what each part of the engine adds.

Gold:      {"id", "text", "attributions": [{"id", "source", "cue", "content"}]}
Predicted: {"id", "quotes": [{"content", "cue", "source", "speaker"}]}
Speakers:  {"doc", "id", "speaker", "kind", "speech"}: who the gold attribution "id" of document "doc" belongs to

content, cue and source are lists of [start, end) character offsets into the gold text. Spans are compared as sets of words, so
that a comma or a quotation mark makes no difference. Gold and predicted quotes are paired one to one, best content overlap
(Jaccard) first.
"""

from .gold import checked, evaluate_gold
from .kinds import by_kind
from .scores import right_quotes, score, table
from .words import Pairing, Words, kind_of, pair, plain_name

__all__ = [
    "Pairing",
    "Words",
    "by_kind",
    "checked",
    "evaluate_gold",
    "kind_of",
    "pair",
    "plain_name",
    "right_quotes",
    "score",
    "table",
]
