"""Analyses the source of a draft: its head, what kind of mention it is, and what its form tells.

In: a draft and the cast. Out: a Mention. The head and its apposition decide whom a phrase means; names deeper inside do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from quotes.article import Span
from quotes.attribution.draft import Draft
from quotes.document import Document, Token
from quotes.query import fold
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import is_definite, is_person_noun
from quotes.speakers.roles import is_role

__all__ = ["Form", "Mention", "form_of", "mention_of"]

Form = Literal[
    "none", "first", "second", "he", "it", "they", "pronoun", "name", "proper", "person", "body", "work", "thing"
]
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
AFTER_NAME = re.compile(r"\s*(?:$|[,(–—-]|(?:of|from|who|whose|at)\b)")
DESCRIBING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM"})  # words before a name that may describe its bearer
POSSESSIVES = frozenset(["'s", "’s", "'", "’"])
FARTHEST = 25  # words between "who" and the person that it refers to
LONGEST_CLIMB = 6  # steps from a relative pronoun to its antecedent


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
        return self.token.child("nmod:poss") if self.token is not None else None


def mention_of(number: int, draft: Draft, cast: Cast) -> Mention:
    """The mention in the source of a draft."""
    document = cast.document
    verb = _verb(draft, document)
    if not draft.source:
        at = draft.cue.start if draft.cue else draft.content[0].start
        return Mention(number, draft, "none", at, verb=verb)
    span = _part(draft, verb, document)
    word = _headed(span, cast)
    if word is None:
        return Mention(number, draft, "none", span.start, span, verb=verb)
    token = word
    relative = word.lower in word.language.pronouns.relative and word.upos in {"PRON", "DET", "SCONJ"}
    if relative:
        antecedent = _antecedent(word, cast)
        if antecedent is None:
            return Mention(number, draft, "pronoun", word.start, span, word, word, verb, relative=True)
        token, span = antecedent, cast.noun_span(antecedent)
    form = form_of(token, cast)
    gender = cast.language.pronouns.gender.get(token.lower)
    if gender is None and form in {"person", "name"}:
        gender = cast.language.names.gender_of_noun(token.text)
    plural = token.has("Number=Plur") or form == "they"
    return Mention(
        number, draft, form, token.start, span, token, word, verb, relative, gender, plural, is_definite(token)
    )


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


def _headed(span: Span, cast: Cast) -> Token | None:
    """The head of a source; if the parser chose the wrong word, the one that the words around it tell."""
    named = _closing_name(span, cast)
    if named is not None:
        return named
    head = cast.document.head_of(span)
    if head is None:
        return None
    tokens = head.sentence.tokens
    before = tokens[head.index - 1] if head.index else None
    if before is not None and before.text == "Team" and head.upos == "PROPN" and before.start >= span.start:
        return before  # "Team Hale"
    if head.lemma.lower() in cast.language.places.before_name and (place := _place_called(head, cast)) is not None:
        return place  # "the city of Norcrest"
    name = cast.name_at(head)
    after = head.index + 1
    while name is not None and after < len(tokens) and tokens[after].start < name.end:
        after += 1
    owns = after < len(tokens) and tokens[after].text in POSSESSIVES
    follow = tokens[after + owns :]
    run = list(takewhile(lambda t: t.end <= span.end and t.upos in {"NOUN", "ADJ", "NUM"}, follow))
    last = next((t for t in reversed(run) if t.upos == "NOUN"), None)
    if last is None:
        return head
    if name is not None:  # "*Hale*'s wife", "*Hale* aides"
        return last if owns or (cast.is_person(cast.by_span[name]) and is_person_noun(last)) else head
    if head.deprel == "nmod:poss" or owns:
        return last  # "*his* campaign"
    return last if head.upos == "NOUN" and is_person_noun(last) and not is_person_noun(head) else head


def _place_called(head: Token, cast: Cast) -> Token | None:
    """The name after "city of"."""
    tokens = head.sentence.tokens[head.index + 1 : head.index + 3]
    if len(tokens) < 2 or tokens[0].lower != "of" or cast.of(head) is not None:
        return None
    return tokens[1] if cast.kind_of(tokens[1]) == "organization" else None


def _closing_name(span: Span, cast: Cast) -> Token | None:
    """The head of a person's name at the end of a source, after nothing but titles and descriptions of that person.

    "Del. Ana Ruiz of the northern islands, the panel's youngest member", "former chief executive and candidate Ruth Hale", "an
    attorney for Hale, Mark Dunn,": Ruiz, Hale and Dunn, whatever the parser takes for the head.
    """
    persons = [name for name in cast.names_within(span) if cast.is_person(cast.by_span[name])]
    is_title = cast.language.names.is_title
    for name in persons:
        lead = [t for t in cast.document.within(Span(span.start, name.start)) if t.end <= name.start]
        if not AFTER_NAME.match(cast.text[name.end : span.end]):
            continue
        lead_in = list(lead)
        while lead_in and (is_title(lead_in[-1].text) or is_role(lead_in[-1]) or lead_in[-1].lower in {".", "the"}):
            lead_in.pop()  # "its vicar, *the Rev.* Judith Amory"
        apposed = lead_in and lead_in[-1].text == "," and _apposed(lead_in[:-1], span, cast)
        if _describes(lead, cast) or apposed:
            inside = cast.document.within(name)
            return next((t for t in inside if t.head not in inside), None)
    return None


def _describes(lead: Sequence[Token], cast: Cast) -> bool:
    """Whether words before a name are nothing but titles and nouns for the one who is named."""
    is_title = cast.language.names.is_title
    bare = [t for t in lead if t.text != "."]
    if not bare:
        return True
    if not (is_title(bare[-1].text) or is_person_noun(bare[-1]) or bare[-1].upos == "PROPN"):
        return False
    for at, token in enumerate(bare):
        office = token.lower == "of" and at > 0 and is_role(bare[at - 1])
        joint = token.upos == "CCONJ" and at > 0 and is_person_noun(bare[at - 1])
        if not (token.upos in DESCRIBING or is_title(token.text) or token.text == "-" or office or joint):
            return False
    return not any(cast.kind_of(t) == "person" for t in bare)


def _apposed(lead: Sequence[Token], span: Span, cast: Cast) -> bool:
    """Whether words before a comma and a name describe the one who is named: "an attorney for Hale"."""
    if not lead or any(t.text in {",", ";"} or t.upos in {"CCONJ", "VERB"} for t in lead):
        return False
    head = cast.document.head_of(Span(span.start, lead[-1].end))
    return head is not None and is_person_noun(head) and not head.has("Number=Plur") and cast.of(head) is None


def _verb(draft: Draft, document: Document) -> Token | None:
    """The cue's verb, else its first word."""
    if draft.cue is None:
        return None
    tokens: Sequence[Token] = document.within(draft.cue)
    return next((t for t in reversed(tokens) if t.upos == "VERB"), tokens[0] if tokens else None)


def _antecedent(word: Token, cast: Cast) -> Token | None:
    """The noun to which the relative clause of a relative pronoun belongs; for "who", the nearest one for a person."""
    at: Token | None = word
    for _ in range(LONGEST_CLIMB):
        at = at.head if at is not None else None
        if at is None:
            break
        if at.relation == "acl":
            noun = at.head
            if (
                word.lower in cast.language.pronouns.relative_persons
                and noun is not None
                and not _may_be_who(noun, cast)
            ):
                before = word.sentence.tokens[max(0, word.index - FARTHEST) : word.index]
                return next((t for t in reversed(before) if t is not noun and _is_who(t, cast)), noun)
            return noun
    before = word.sentence.tokens[max(0, word.index - 3) : word.index]  # the parser joined the clause to nothing
    return next((t for t in reversed(before) if t.upos in {"NOUN", "PROPN"}), None)


def _may_be_who(noun: Token, cast: Cast) -> bool:
    """Whether "who" may refer to a noun: a person, several persons, or anything that is not clearly a thing or a body."""
    kind = cast.kind_of(noun)
    if kind is not None:
        return kind != "organization" or noun.has("Number=Plur")
    return noun.upos in {"PRON", "PROPN", "NUM"} or noun.has("Number=Plur") or is_person_noun(noun)


def _is_who(token: Token, cast: Cast) -> bool:
    if token.upos not in {"NOUN", "PROPN"}:
        return False
    kind = cast.kind_of(token)
    return kind == "person" if kind is not None else token.upos == "NOUN" and is_person_noun(token)


def form_of(token: Token, cast: Cast) -> Form:
    lower = token.lower
    pronouns, bodies, works = cast.language.pronouns, cast.language.bodies, cast.language.works
    if lower in pronouns.gender:
        return "he"
    if token.upos == "PRON" or lower in pronouns.first:
        if lower in pronouns.first:
            return "first"
        if lower in pronouns.second:
            return "second"
        if lower in pronouns.neuter:
            return "it"
        return "they" if lower in pronouns.plural else "pronoun"
    lemma = token.lemma.lower()
    individual = cast.of(token)
    if individual is not None and not (cast.is_person(individual) and lemma in bodies.nouns):
        return "name"
    if lemma in bodies.nouns and token.upos in {"NOUN", "PROPN"}:
        return "body"
    if cast.named_by(token) is not None:
        return "name"
    if is_person_noun(token) and not (token.upos == "PROPN" and fold(token.text) in cast.surnames):
        return "person"
    if token.upos == "PROPN" and token.text[:1].isupper():
        return "proper"
    if {lemma, lower} & (works.nouns | works.documents | bodies.studies | bodies.polls):
        return "work"
    if bodies.like(lemma):
        return "body"
    return "work" if {lemma, lower} & works.organs else "thing"
