"""What a cue tells besides "somebody said": whether it is speech or thought, and whether it is negated."""

from __future__ import annotations

from collections.abc import Sequence

from quotes.annotation import Act
from quotes.document import Token
from quotes.lang.language import Language

__all__ = ["act_of", "negated"]


def act_of(cue: Sequence[Token], language: Language, *, quoted: bool) -> Act:
    """speech or thought, by the words of the cue; `quoted`: the content has quotation marks.

    The main verb decides, or, if it has no meaning of its own ("expressed confidence"), the noun or adjective. A verb that may
    be either is speech with quotation marks, and thought without.
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
    """Whether the cue is negated: "did not say", "never claimed". A negated subject ("nobody said") does not count."""
    beside = (child for t in cue if t.upos in {"VERB", "ADJ"} for child in t.children("advmod", "aux"))
    return any(t.lemma.lower() in language.negators or t.lower in language.negators for t in (*cue, *beside))
