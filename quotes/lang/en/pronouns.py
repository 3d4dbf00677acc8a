"""Pronouns by person and number, in lower case."""

from __future__ import annotations

from quotes.lang.en.gender import PRONOUN_GENDER

FIRST_SINGULAR = frozenset("i me my mine myself".split())
FIRST_PERSON = FIRST_SINGULAR | frozenset("we us our ours ourselves".split())
SECOND_PERSON = frozenset(["you", "your", "yours", "yourself", "yourselves"])
PLURAL = frozenset(["they", "them", "their", "theirs", "themselves", "these", "those"])
NEUTER = frozenset(["it", "its", "itself"])
THIRD_PERSON = frozenset({*PRONOUN_GENDER, *NEUTER, *PLURAL})
RELATIVE = frozenset(["who", "whom", "whose", "which", "that"])
