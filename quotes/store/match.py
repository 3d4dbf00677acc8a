"""What a person types, as an FTS5 expression that can never be a syntax error."""

from __future__ import annotations

import re

__all__ = ["match_expression"]

# A run in double quotation marks (straight or curly), or a word; an unpaired mark is a separator like a space.
_TERMS = re.compile(r'"([^"“”]*)"|“([^"“”]*)”|([^\s"“”]+)')


def match_expression(words: str) -> str | None:
    """All words must occur, in any order; "words in quotation marks" as a phrase; a final * stands for any ending.

    Everything else is searched for as it is written, AND, OR, NEAR and punctuation too. None when there is nothing to
    search for (emoji and punctuation are not indexed).
    """
    terms = []
    for straight, curly, word in _TERMS.findall(words.replace("\0", " ")):
        term = straight or curly or word
        if not any(letter.isalnum() for letter in term):
            continue
        prefix = "*" if word and re.search(r"\w\*+$", word) else ""
        terms.append(f'"{term.rstrip("*") if prefix else term}"{prefix}')
    return " ".join(terms) or None
