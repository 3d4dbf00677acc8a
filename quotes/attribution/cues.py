"""What a cue says beyond "somebody said": speech or thought, and whether it is negated."""

from __future__ import annotations

from collections.abc import Sequence

from quotes.annotation import Act
from quotes.document import Token
from quotes.lang.language import Language

__all__ = ["act_of", "negated"]


def act_of(cue: Sequence[Token], language: Language, *, quoted: bool) -> Act:
    """speech or thought, by the words of the cue; `quoted` is whether the content holds quotation marks.

    The main verb decides; where it carries no meaning of its own ("expressed confidence"), the noun or adjective does. A verb
    that may be either is a thought unless quotation marks say otherwise.
    """
    verbs = {t.lemma.lower() for t in cue if t.upos == "VERB"} - language.auxiliaries
    others = {t.lemma.lower() for t in cue if t.upos in {"NOUN", "ADJ", "PROPN"}}
    either = language.speech_verbs & language.thought_verbs
    if verbs & language.speech_verbs - either:
        return "speech"
    if verbs & language.thought_verbs - either:
        return "speech" if quoted and not others else "thought"
    if others & (language.thought_nouns | language.thought_adjectives) and not others & language.speech_nouns:
        return "thought"
    if verbs & either:
        return "speech" if quoted else "thought"
    return "speech"


def negated(cue: Sequence[Token], language: Language) -> bool:
    """Whether the cue denies that it was said: "did not say", "never claimed"; not whether its subject does ("nobody said")."""
    beside = (child for t in cue if t.upos in {"VERB", "ADJ"} for child in t.children("advmod", "aux"))
    return any(t.lemma.lower() in language.negators or t.lower in language.negators for t in (*cue, *beside))
