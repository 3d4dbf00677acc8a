# A copy of quotes/query/__init__.py, written by scripts/copy-shared.
"""What all queries of the database share: the query language, folded names, which speaker a name means, and roles.

Needs nothing but Python. The site, which runs where `quotes` is not installed, has a copy: `scripts/copy-shared` writes it,
and a test compares.
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
# Mark the words found in the text that FTS5 returns: characters that no article contains.
HIT_START, HIT_END = "\x02", "\x03"
# A quote is called unsure if the probability that its words and speaker are right is lower. Quotes above and below are
# counted separately.
UNSURE = 0.6
