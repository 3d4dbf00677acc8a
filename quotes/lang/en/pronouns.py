"""Pronouns by person and number, in lower case."""

from __future__ import annotations

from quotes.lang.speakers import PronounWords

__all__ = ["PRONOUNS"]

_FIRST_SINGULAR = frozenset("i me my mine myself".split())

PRONOUNS = PronounWords(
    first_singular=_FIRST_SINGULAR,
    first=_FIRST_SINGULAR | frozenset("we us our ours ourselves".split()),
    second=frozenset(["you", "your", "yours", "yourself", "yourselves"]),
    neuter=frozenset(["it", "its", "itself"]),
    plural=frozenset(["they", "them", "their", "theirs", "themselves", "these", "those"]),
    latter=frozenset(["latter"]),
    relative=frozenset(["who", "whom", "whose", "which", "that"]),
    relative_persons=frozenset(["who", "whom"]),
    gender={
        **dict.fromkeys(("he", "him", "his", "himself"), "male"),
        **dict.fromkeys(("she", "her", "hers", "herself"), "female"),
    },
)
