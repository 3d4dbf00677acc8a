"""The mention that a draft's source makes: which part of it is used, its head and form, and what the form tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quotes.article import Span
from quotes.attribution.draft import Draft
from quotes.document import Document, Token
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import is_definite
from quotes.speakers.mentions.antecedent import antecedent
from quotes.speakers.mentions.form import Form, ends_a_name, form_of
from quotes.speakers.mentions.head import apposed_part, headed
from quotes.speakers.phrases import noun_span

__all__ = ["Mention", "mention_of", "owner_of"]


@dataclass(frozen=True)
class Mention:
    """The source of draft number `number`.

    `word` is its head in the source, `token` the head of what is meant (for a relative pronoun, its antecedent); `span` is the
    part of the source that is used; `verb` is the main word of the cue; `at` is the offset of the mention.
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
        """The owner of the described thing or person: "his" in "his lawyer"."""
        return owner_of(self.token) if self.token is not None else None

    @property
    def whole(self) -> Span | None:
        """The source from its first to its last part, with the part that is used."""
        if self.span is None:
            return None
        first, last = self.draft.source[0], self.draft.source[-1]
        return Span(min(self.span.start, first.start), max(self.span.end, last.end))


def owner_of(token: Token) -> Token | None:
    """The owner of a noun; no time owns anything ("Monday's poll")."""
    owner = token.child("nmod:poss")
    return None if owner is not None and owner.lower in owner.language.times else owner


def mention_of(number: int, draft: Draft, cast: Cast) -> Mention:
    """The mention in the source of a draft."""
    document = cast.document
    verb = _verb(draft, document)
    if not draft.source:
        at = draft.cue.start if draft.cue else draft.content[0].start
        return Mention(number, draft, "none", at, verb=verb)
    span = _after_agent(_part(draft, verb, document), verb, document)
    word = headed(span, cast)
    if word is None:
        return Mention(number, draft, "none", span.start, span, verb=verb)
    apposed = apposed_part(word, draft, cast)
    if apposed is not None:
        word, span = apposed
    token = word
    relative = word.lower in word.language.pronouns.relative and word.upos in {"PRON", "DET", "SCONJ"}
    if relative:
        noun = antecedent(word, cast)
        if noun is None:
            return Mention(number, draft, "pronoun", word.start, span, word, word, verb, relative=True)
        token, span = noun, noun_span(noun)
    form = form_of(token, cast)
    gender = cast.language.pronouns.gender.get(token.lower)
    if gender is None and form in {"person", "name"}:
        gender = cast.language.names.gender_of_noun(token.text)
    if gender is None and form in {"name", "proper", "person"}:
        gender = _gender_of_self(token)
    plural = form == "they" or (token.has("Number=Plur") and not (form == "body" and ends_a_name(token, cast)))
    return Mention(
        number, draft, form, token.start, span, token, word, verb, relative, gender, plural, is_definite(token)
    )


def _gender_of_self(token: Token) -> str | None:
    """The gender that a reflexive pronoun of a noun or name tells: "the mayor *herself*", "Hale *himself*"."""
    told = (token.language.pronouns.gender.get(t.lower) for t in token.children() if t.has("Reflex=Yes"))
    return next(told, None)


def _part(draft: Draft, verb: Token | None, document: Document) -> Span:
    """The part of a split source that is used: the one with the cue's subject, else the one nearest to the cue."""
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


def _after_agent(span: Span, verb: Token | None, document: Document) -> Span:
    """A source without the hearer before the agent of a participle: "as told *to the Post by* the mayor"."""
    tokens = [t for t in document.within(span) if span.start < t.start]
    by = next((t for t in tokens if t.upos == "ADP" and t.lower in document.language.agent_prepositions), None)
    agent = by.head if by is not None and by.relation == "case" else None
    if by is None or verb is None or agent is None or agent.head is not verb or agent.relation != "obl":
        return span
    hearer = document.head_of(Span(span.start, by.start))
    return Span(by.end + 1, span.end) if hearer is not None and hearer.head is verb else span


def _verb(draft: Draft, document: Document) -> Token | None:
    """The cue's verb, else its first word."""
    if draft.cue is None:
        return None
    tokens: Sequence[Token] = document.within(draft.cue)
    return next((t for t in reversed(tokens) if t.upos == "VERB"), tokens[0] if tokens else None)
