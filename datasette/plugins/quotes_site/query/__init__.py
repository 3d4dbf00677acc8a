# A copy of quotes/query/__init__.py, written by scripts/copy-shared.
"""How the database is asked: the query language, the spelling of names, which speaker a name means, and what she is.

Nothing here needs more than Python. The site, which runs where `quotes` is not installed, carries a copy:
`scripts/copy-shared` writes it, and a test compares.
"""

from .fold import fold
from .language import (
    ACTS,
    KINDS,
    LONGEST,
    STATUSES,
    Filter,
    Query,
    Term,
    about_expression,
    checked_value,
    day_bound,
    parse,
)
from .likeness import LIKENESSES, likeness_key
from .roles import ROLES_SEEN, affiliations, roles, roles_at
from .speakers import CANDIDATES, Candidate, candidate_values, meant, rank, unmistakable

__all__ = [
    "ACTS",
    "CANDIDATES",
    "HIT_END",
    "HIT_START",
    "KINDS",
    "LIKENESSES",
    "LONGEST",
    "RELEVANCE",
    "ROLES_SEEN",
    "STATUSES",
    "UNSURE",
    "Candidate",
    "Filter",
    "Query",
    "Term",
    "about_expression",
    "affiliations",
    "candidate_values",
    "checked_value",
    "day_bound",
    "fold",
    "likeness_key",
    "meant",
    "parse",
    "rank",
    "roles",
    "roles_at",
    "unmistakable",
]

# A word in the quote weighs ten times one in the sentences around it.
RELEVANCE = "bm25(quotes_fts, 10.0, 1.0)"
# Around the words found, in the text that FTS5 returns: characters that no article holds.
HIT_START, HIT_END = "\x02", "\x03"
# Below this probability that words and speaker are right, a quote is called unsure. Counts are kept on either side of it.
UNSURE = 0.6
