"""What a cue says beyond "somebody said": speech or thought, and whether it is negated."""

from __future__ import annotations

from collections.abc import Sequence

from quotes.annotation import Act
from quotes.attribution.lexicon import (
    NEGATORS,
    SPEECH_NOUNS,
    SPEECH_VERBS,
    THOUGHT_ADJECTIVES,
    THOUGHT_NOUNS,
    THOUGHT_VERBS,
)
from quotes.attribution.tree import Tree
from quotes.document.parse import Word

__all__ = ["act_of", "negated"]

# Verbs in both lists: a thought unless quotation marks say otherwise.
EITHER = SPEECH_VERBS & THOUGHT_VERBS
AUXILIARIES = frozenset("be have do will would can could may might shall should must get".split())


def act_of(words: Sequence[Word], quoted: bool) -> Act:
    """speech or thought, by the cue's words; `quoted` is whether the content holds quotation marks.

    The main verb decides; where it carries no meaning of its own ("expressed confidence"), the noun or adjective does.
    """
    verbs = [w.lemma.lower() for w in words if w.upos == "VERB" and w.lemma.lower() not in AUXILIARIES]
    others = [w.lemma.lower() for w in words if w.upos in {"NOUN", "ADJ", "PROPN"}]
    if any(v in SPEECH_VERBS - EITHER for v in verbs):
        return "speech"
    if any(v in THOUGHT_VERBS - EITHER for v in verbs):
        return "speech" if quoted and not others else "thought"
    if any(n in THOUGHT_NOUNS | THOUGHT_ADJECTIVES for n in others) and not any(n in SPEECH_NOUNS for n in others):
        return "thought"
    if any(v in EITHER for v in verbs):
        return "speech" if quoted else "thought"
    return "speech"


def negated(tree: Tree, words: Sequence[Word]) -> bool:
    """Whether the cue denies that it was said: "did not say", "never claimed", "nobody believes" is not looked at."""
    if any(w.lemma.lower() in NEGATORS or w.text.lower() in NEGATORS for w in words):
        return True
    verbs = [w for w in words if w.upos in {"VERB", "ADJ"}]
    return any(
        child.lemma.lower() in NEGATORS or child.text.lower() in NEGATORS
        for verb in verbs
        for child in tree.children(verb, {"advmod", "aux"})
    )
