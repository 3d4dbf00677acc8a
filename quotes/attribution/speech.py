"""A pass that drops drafts that readers would not call quotes, and tells speech from thought.

Two logistic regressions over the features of speech_features.py, in plain Python. scripts/train/speech.py learns the
weights, from cues labelled in raw news by the guidelines in scripts/train/data/speech.md, and from PolNeAR's training articles.
PolNeAR's wider notion of an attribution includes deeds, purposes and what things show: `Parts.wide` keeps those.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from quotes.annotation import Act
from quotes.attribution.cues import negated
from quotes.attribution.draft import Draft, Rule
from quotes.attribution.passes import Parts, Pass
from quotes.attribution.speech_features import features, main_word
from quotes.document import Document
from quotes.lang.language import ScorerWords

__all__ = ["LABELS", "LEAST", "PASSES", "Judgement", "Label", "judge", "judged"]

Label = Literal["speech", "thought", "deed", "nothing"]
LABELS: tuple[Label, ...] = get_args(Label)
# A draft with a lower probability of being speech or thought is dropped. Up to one half, it is kept with a low confidence.
LEAST = 0.4
LONG_QUOTATION = 8  # words
# What layout says is certain.
LAYOUT = frozenset({Rule.TRANSCRIPT, Rule.POST, Rule.HEADLINE, Rule.TURN, Rule.DIALOGUE_DASH, Rule.SIGNED, Rule.LETTER})

# By the name of a feature: under "labels", a weight for each of LABELS; under "act", one for thought. "" is the intercept.
Weights = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Judgement:
    """The probabilities of LABELS, which sum to 1, and the probability that it is a thought if it is a quote."""

    labels: Mapping[Label, float]
    thought: float

    @property
    def quote(self) -> float:
        """The probability that a reader would call it a quote."""
        return self.labels["speech"] + self.labels["thought"]

    @property
    def act(self) -> Act:
        return "thought" if self.thought > 0.5 else "speech"


@cache
def weights(name: str) -> Mapping[str, Weights]:
    """The weights in a file of the package, with the figures of their training."""
    stored: Mapping[str, Weights] = json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return stored


def judge(draft: Draft, document: Document, words: ScorerWords) -> Judgement:
    """The probabilities for a draft that has a cue."""
    values, learned = features(draft, document, words), weights(words.weights)
    sums = _weighted(values, learned["labels"])
    powers = [math.exp(s - max(sums)) for s in sums]
    (thought,) = _weighted(values, learned["act"])
    labels = {label: power / sum(powers) for label, power in zip(LABELS, powers, strict=True)}
    return Judgement(labels, 1 / (1 + math.exp(-thought)))


def _weighted(values: Mapping[str, float], of: Weights) -> list[float]:
    sums = list(of[""])
    for name, value in values.items():
        for i, weight in enumerate(of.get(name, ())):
            sums[i] += value * weight
    return sums


def judged(draft: Draft, document: Document, words: ScorerWords) -> Draft:
    """The draft with its act and the probability that a reader would call it a quote."""
    if draft.cue is None or not draft.content or draft.rule in LAYOUT:
        return draft
    judgement = judge(draft, document, words)
    if _is_label(draft, document, words):
        chance = 0.0
    elif _is_long_quotation(draft, document) or _is_mark(draft.cue.of(document.text)):
        chance = 1.0
    elif any(isnt(draft, document, words) for isnt in (_is_impersonal, _is_silence, _is_norm, _is_summons)):
        chance = 0.0
    else:
        chance = judgement.quote
    step = f"it reads as something {'said' if judgement.act == 'speech' else 'thought'} ({chance:.2f})"
    return replace(
        draft, act=judgement.act, chance=chance, probability=draft.probability * chance, steps=(*draft.steps, step)
    )


def _is_mark(cue: str) -> bool:
    """Whether a cue is only a colon or a dash: "Hale: I will go"."""
    return not any(character.isalnum() for character in cue)


def _is_long_quotation(draft: Draft, document: Document) -> bool:
    """Whether a draft has so many words in quotation marks that it is certainly a quote, whatever the cue."""
    words = sum(len(s.of(document.text).split()) for s in draft.content)
    return words >= LONG_QUOTATION and document.kind_of(draft.content) == "direct"


def _is_label(draft: Draft, document: Document, words: ScorerWords) -> bool:
    """Whether it is a title or a purpose: "A talk *titled* “Why bees matter”", "the *aim is* to help", but not "took aim at"."""
    assert draft.cue is not None
    language, cue = document.language, document.within(draft.cue)
    main = main_word(cue, language)
    if main is None or main.lemma.lower() not in words.labels:
        return False
    told = any(t is not main and t.upos == "VERB" and t.lemma.lower() in language.speech_verbs for t in cue)
    return not told and (main.upos == "VERB" or any(t.upos == "AUX" for t in cue))


def _is_impersonal(draft: Draft, document: Document, words: ScorerWords) -> bool:
    """Whether nobody says it: "It emerged that …", "it is estimated that …"."""
    assert draft.cue is not None
    language = document.language
    main = main_word(document.within(draft.cue), language)
    subject = main.child("nsubj", "expl") if main else None
    if main is None or subject is None or subject.lower not in language.expletives or main.child("obl:agent"):
        return False
    if not any(clause.child("mark") for clause in main.children("ccomp", "csubj")):
        return False
    lemma = main.lemma.lower()
    named = main.upos in {"ADJ", "NOUN"} and lemma not in language.thought_adjectives
    return named or main.has("Voice=Pass") or lemma in words.openers


def _is_silence(draft: Draft, document: Document, words: ScorerWords) -> bool:
    """Whether nothing was said: "Declined to comment", "did not respond to requests"."""
    assert draft.cue is not None
    cue = document.within(draft.cue)
    lemmas = {t.lemma.lower() for t in cue}
    if lemmas & words.replies and negated(cue, document.language):
        return True
    head = document.head_of(draft.content[0])
    asked = {head.lemma.lower()} if head else set()
    return bool(lemmas & words.refusals and (lemmas | asked) & words.answers)


def _is_norm(draft: Draft, document: Document, words: ScorerWords) -> bool:
    """Whether something is done by a rule, and nobody says it: "They are paid *according to the old scale*", without a comma."""
    assert draft.cue is not None
    before = document.text[max(0, draft.cue.start - 2) : draft.cue.start].rstrip()
    if not before[-1:].isalnum() or draft.content[0].start > draft.cue.start or not draft.source:
        return False
    first, head = document.token_at(draft.cue.start), document.head_of(draft.source[0])
    according = first is not None and any(phrase[0] == first.lower for phrase in document.language.according)
    return according and head is not None and head.lemma.lower() in words.norms


def _is_summons(draft: Draft, document: Document, words: ScorerWords) -> bool:
    """Whether somebody is told to come: "A friend *called* her to play", but not "called on her to play"."""
    assert draft.cue is not None
    cue = [t for t in document.within(draft.cue) if t.upos != "PUNCT"]
    main = main_word(cue, document.language)
    if main is None or main is not cue[-1] or main.lemma.lower() not in words.summons or not main.child("obj"):
        return False
    infinitives = document.language.infinitive_marks
    clauses = [c for c in main.children("xcomp", "advcl") if any(t.lower in infinitives for t in c.children("mark"))]
    return any(c.upos == "VERB" for c in clauses) and document.kind_of(draft.content) == "indirect"


def _judge(drafts: Sequence[Draft], document: Document, parts: Parts) -> list[Draft]:
    words = document.language.scorer
    if words is None:
        return list(drafts)
    rated = [judged(draft, document, words) for draft in drafts]
    if parts.wide:
        return [replace(after, probability=before.probability) for before, after in zip(drafts, rated, strict=True)]
    return [draft for draft in rated if draft.chance >= LEAST]


PASSES = (Pass("quotes only", "all", _judge, "no reader would call it a quote"),)
