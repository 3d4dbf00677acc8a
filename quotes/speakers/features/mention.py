"""What is the same for every candidate of a mention: its form and grammar, its cue, and how sure the attribution is."""

from __future__ import annotations

from quotes.document import Token
from quotes.speakers.candidates import View
from quotes.speakers.descriptions import determiners
from quotes.speakers.features.limits import ALONE, MANY
from quotes.speakers.grammar import asked
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.subjects import is_subject

__all__ = ["of_mention"]

DESCRIBED = frozenset({"person", "body", "work", "thing"})
COUNTED = frozenset({"person", "body"})  # forms whose describing words are counted
EARLY = 3  # sentences
MOST_WORDS = 20


def of_mention(mention: Mention, view: View) -> dict[str, float]:
    draft = mention.draft
    values = {
        f"form: {mention.form}": 1.0,
        "relative": float(mention.relative),
        "plural": float(mention.plural),
        "definite": float(mention.definite),
        "gendered": float(mention.gender is not None),
        "source score": draft.source_score if draft.source else 0.0,
        "cue score": draft.cue_score,
        "content score": draft.content_score,
        "source words": float(min(MOST_WORDS, sum(len(s.of(view.document.text).split()) for s in draft.source))),
        "source parts": float(len(draft.source)),
    }
    if mention.verb is not None:
        values |= _of_cue(mention, mention.verb, view)
    if mention.token is not None:
        values |= _of_phrase(mention, mention.token, view) | _of_place(mention, mention.token, view)
    return values


def _of_cue(mention: Mention, verb: Token, view: View) -> dict[str, float]:
    """What the cue tells: its voice, its words and, where no source was found, what its clause depends on."""
    words = view.document.within(mention.draft.cue) if mention.draft.cue is not None else ()
    values = {
        "cue passive": float(verb.has("Voice=Pass") or verb.child("aux:pass") is not None),
        "cue seems": float(any(t.lemma.lower() in view.language.seeming for t in words)),
        "cue negated": float(any(t.lower in view.language.negators for t in words)),
        "asked": float(asked(mention, view)),
    }
    if mention.form == "none":
        values["cue is a noun"] = float(verb.upos == "NOUN")
        values["cue has a subject"] = float(verb.child("nsubj") is not None)
        values[f"joined as: {verb.relation}"] = 1.0
    return values


def _of_phrase(mention: Mention, token: Token, view: View) -> dict[str, float]:
    """What the words of the phrase tell: determiners, owner, noun."""
    owner = mention.owner
    return {
        "indefinite": float(any(t.lower in {"a", "an"} for t in determiners(token))),
        "numbered": float(any(t.lower in view.language.numbering for t in determiners(token, "det", "nummod", "amod"))),
        "owned": float(owner is not None),
        "proper owner": float(owner is not None and owner.upos == "PROPN"),
        "owned by pronoun": float(owner is not None and owner.upos == "PRON"),
        "crowd": float(token.lower in view.language.roles.crowds),
        "poll": float(token.lemma.lower() in view.language.bodies.polls),
        "modifier words": float(view.descriptions.wanted_words(token)) if mention.form in COUNTED else 0.0,
        "capitals": float(any(t.text[0].isupper() for t in token.children("amod", "compound"))),
    }


def _of_place(mention: Mention, token: Token, view: View) -> dict[str, float]:
    """Where the phrase stands: in its clause, in the article, and among others who have no names."""
    word, cue, document = mention.word or token, mention.draft.cue, view.document
    return {
        "subject": float(is_subject(word)),
        "passive": float(word.deprel == "nsubj:pass"),
        "of the cue": float(mention.verb is not None and word.head is mention.verb),
        "passive of the cue": float(word.deprel == "nsubj:pass" and word.head is mention.verb),
        "possessive": float(word.deprel == "nmod:poss"),
        "source elsewhere": float(cue is not None and _apart(mention.at, cue.start, view)),
        "headline": float("\n" not in document.text[: mention.at].strip()),
        "early": float(token.sentence.index < EARLY),
        "in quotation": float(document.in_quotation(word.start)),
        "unnamed before": float(mention.form in DESCRIBED and view.introduced_unnamed(token)),
        "unnamed near": float(_unnamed_near(mention, view)) if mention.form in ALONE else 0.0,
    }


def _apart(a: int, b: int, view: View) -> bool:
    """Whether two offsets lie in different paragraphs."""
    one, other = view.document.paragraph_at(a), view.document.paragraph_at(b)
    return one is not None and other is not None and one != other


def _unnamed_near(mention: Mention, view: View) -> int:
    sentences = view.document.sentences
    first = sentences[max(0, view.sentence_number(mention.at) - 1)]
    return min(MANY, view.unnamed_between(first.start, mention.at, mention.gender))
