"""A language as the rules read it: word lists by lemma, in lower case. A language without them has no rules of grammar."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Language"]

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Language:
    """One language. Every field but `code` and `name` may be empty: then the rules that ask for it find nothing."""

    code: str
    name: str
    speech_verbs: frozenset[str] = NONE
    thought_verbs: frozenset[str] = NONE
    control_verbs: frozenset[str] = NONE
    light_verbs: frozenset[str] = NONE
    interposed_verbs: frozenset[str] = NONE
    perception_verbs: frozenset[str] = NONE
    appearance_verbs: frozenset[str] = NONE
    speech_nouns: frozenset[str] = NONE
    thought_nouns: frozenset[str] = NONE
    thought_adjectives: frozenset[str] = NONE
    auxiliaries: frozenset[str] = NONE
    negators: frozenset[str] = NONE
    cue_adverbs: frozenset[str] = NONE
    expletives: frozenset[str] = NONE
    complementizers: frozenset[str] = NONE
    infinitive_marks: frozenset[str] = NONE
    agent_prepositions: frozenset[str] = NONE
    according: tuple[tuple[str, ...], ...] = ()
    clipped: frozenset[str] = field(default=NONE)

    @property
    def has_rules(self) -> bool:
        """Whether the rules of grammar can find anything in this language."""
        return bool(self.speech_verbs)
