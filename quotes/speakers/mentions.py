"""A draft's source as grammar reads it: which word heads it, what kind of mention it is, what its form tells.

In: a draft and the cast. Out: a Mention. The head and its apposition decide who a phrase is; what stands deeper inside does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from quotes.article import Span
from quotes.attribution.draft import Draft
from quotes.document import Document, Token
from quotes.lang.en.bodies import BODY_NOUNS, POLL_NOUNS, STUDIES
from quotes.lang.en.gender import PRONOUN_GENDER
from quotes.lang.en.pronouns import FIRST_PERSON, NEUTER, PLURAL, RELATIVE, SECOND_PERSON
from quotes.lang.en.works import DOCUMENT_NOUNS, ORGANS, VOICE_NOUNS
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import is_definite, is_person_noun, like_nouns
from quotes.speakers.gender import gender_of_noun

__all__ = ["Form", "Mention", "form_of", "mention_of"]

Form = Literal[
    "none", "first", "second", "he", "it", "they", "pronoun", "name", "proper", "person", "body", "work", "thing"
]
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
LONGEST_CLIMB = 6  # steps from a relative pronoun to its antecedent


@dataclass(frozen=True)
class Mention:
    """Draft number `number`'s source. `token` heads what is meant (the antecedent of a relative pronoun), `word` stands in the
    source; `span` is the part of the source that is read; `verb` is the cue's main word; `at` is where the mention stands.
    """

    number: int
    draft: Draft
    form: Form
    at: int
    span: Span | None = None
    token: Token | None = None
    word: Token | None = None
    verb: Token | None = None
    relative: bool = False
    gender: str | None = None
    plural: bool = False
    definite: bool = False

    @property
    def owner(self) -> Token | None:
        """Whose the described thing or person is: "his" of "his lawyer"."""
        return self.token.child("nmod:poss") if self.token is not None else None


def mention_of(number: int, draft: Draft, cast: Cast) -> Mention:
    """How the source of a draft is to be read."""
    document = cast.document
    verb = _verb(draft, document)
    if not draft.source:
        at = draft.cue.start if draft.cue else draft.content[0].start
        return Mention(number, draft, "none", at, verb=verb)
    span = _part(draft, verb, document)
    word = _head(span, document)
    if word is None:
        return Mention(number, draft, "none", span.start, span, verb=verb)
    token = word
    relative = word.lower in RELATIVE and word.upos in {"PRON", "DET", "SCONJ"}
    if relative:
        antecedent = _antecedent(word)
        if antecedent is None:
            return Mention(number, draft, "pronoun", word.start, span, word, word, verb, relative=True)
        token, span = antecedent, cast.noun_span(antecedent)
    form = form_of(token, cast)
    gender = PRONOUN_GENDER.get(token.lower) or (gender_of_noun(token.text) if form in {"person", "name"} else None)
    plural = token.has("Number=Plur") or form == "they"
    return Mention(
        number, draft, form, token.start, span, token, word, verb, relative, gender, plural, is_definite(token)
    )


def _part(draft: Draft, verb: Token | None, document: Document) -> Span:
    """The part of a split source that is read: the one that holds the cue's subject, else the one nearest to the cue."""
    first, last = draft.source[0], draft.source[-1]
    if len(draft.source) == 1 or draft.cue is None:
        return Span(first.start, last.end)
    if not document.text[first.end : last.start].strip(" ,\n"):
        return Span(first.start, last.end)
    subject = verb.subject() if verb is not None else None
    if subject is not None:
        for span in draft.source:
            if span.start <= subject.start < span.end:
                return span
    cue = draft.cue
    return min(draft.source, key=lambda s: min(abs(cue.start - s.end), abs(s.start - cue.end)))


def _head(span: Span, document: Document) -> Token | None:
    """The head of a source: a name's title or a description before it counts, a possessive mark does not."""
    return document.head_of(span)


def _verb(draft: Draft, document: Document) -> Token | None:
    """The cue's verb, else its first word."""
    if draft.cue is None:
        return None
    tokens: Sequence[Token] = document.within(draft.cue)
    return next((t for t in reversed(tokens) if t.upos == "VERB"), tokens[0] if tokens else None)


def _antecedent(word: Token) -> Token | None:
    """The noun that the relative clause of a relative pronoun hangs on."""
    at: Token | None = word
    for _ in range(LONGEST_CLIMB):
        at = at.head if at is not None else None
        if at is None:
            break
        if at.relation == "acl":
            return at.head
    before = word.sentence.tokens[max(0, word.index - 3) : word.index]  # the parser joined the clause to nothing
    return next((t for t in reversed(before) if t.upos in {"NOUN", "PROPN"}), None)


def form_of(token: Token, cast: Cast) -> Form:
    lower = token.lower
    if lower in PRONOUN_GENDER:
        return "he"
    if token.upos == "PRON" or lower in FIRST_PERSON:
        if lower in FIRST_PERSON:
            return "first"
        if lower in SECOND_PERSON:
            return "second"
        if lower in NEUTER:
            return "it"
        return "they" if lower in PLURAL else "pronoun"
    lemma = token.lemma.lower()
    individual = cast.of(token)
    if individual is not None and not (cast.is_person(individual) and lemma in BODY_NOUNS):
        return "name"
    if lemma in BODY_NOUNS and token.upos in {"NOUN", "PROPN"}:
        return "body"
    if cast.named_by(token) is not None:
        return "name"
    if is_person_noun(token):
        return "person"
    if token.upos == "PROPN" and token.text[:1].isupper():
        return "proper"
    if {lemma, lower} & (VOICE_NOUNS | DOCUMENT_NOUNS | STUDIES | POLL_NOUNS):
        return "work"
    if like_nouns(lemma):
        return "body"
    return "work" if {lemma, lower} & ORGANS else "thing"
