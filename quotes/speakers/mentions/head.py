"""The head of a source: if the parser chose the wrong word, the one that the words around it tell."""

from __future__ import annotations

import re
from itertools import takewhile

from quotes.article import Span
from quotes.attribution.draft import Draft
from quotes.document import Token
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import is_person_noun
from quotes.speakers.mentions.lead import DESCRIBING, POSSESSIVES, describe, describe_before_comma, lead_of, unquoted

__all__ = ["apposed_part", "headed"]

AFTER_NAME = re.compile(r"\s*(?:$|[,(–—-]|(?:of|from|who|whose|at)\b)")


def headed(span: Span, cast: Cast) -> Token | None:
    """The head of a source: a name that it describes, else what the parser took for it, put right."""
    told = _closing_name(span, cast) or _described_body(span, cast)
    if told is not None:
        return told
    head = cast.document.head_of(span)
    return _put_right(head, span, cast) if head is not None else None


def _put_right(head: Token, span: Span, cast: Cast) -> Token:
    """The head of a source for which the parser took a title, a proper noun behind "Team", a noun for a place, or an owner."""
    tokens = head.sentence.tokens
    after_title = next((t for t in tokens[head.index + 1 :] if t.text != "."), None)
    if after_title is not None and cast.language.names.is_title(head.text) and after_title.end <= span.end:
        return after_title if after_title.upos == "PROPN" else head  # "*Mrs.* Hale's", who was never tagged as a name
    before = tokens[head.index - 1] if head.index else None
    if before is not None and before.text == "Team" and head.upos == "PROPN" and before.start >= span.start:
        return before  # "Team Hale"
    if head.lemma.lower() in cast.language.places.before_name and (place := _place_called(head, cast)) is not None:
        return place  # "the city of Norcrest"
    return _noun_behind(head, span, cast) or head


def _noun_behind(head: Token, span: Span, cast: Cast) -> Token | None:
    """The noun behind what the parser took for the head: "*Hale*'s wife", "*his* campaign", "the *bank* spokesman"."""
    tokens, name = head.sentence.tokens, cast.name_at(head)
    after = head.index + 1
    while name is not None and after < len(tokens) and tokens[after].start < name.end:
        after += 1
    owns = after < len(tokens) and tokens[after].text in POSSESSIVES
    run = list(takewhile(lambda t: t.end <= span.end and t.upos in {"NOUN", "ADJ", "NUM"}, tokens[after + owns :]))
    last = next((t for t in reversed(run) if t.upos == "NOUN"), None)
    if last is None or owns:
        return last
    if name is not None:  # "*Hale* aides", "a *Harbour Bank* official"
        return last if is_person_noun(last) else None
    of_owner = head.deprel == "nmod:poss"
    told = head.upos == "NOUN" and is_person_noun(last) and not is_person_noun(head)
    return last if of_owner or told else None


def _described_body(span: Span, cast: Cast) -> Token | None:
    """The head of a body's name directly behind a noun for its kind, after nothing but words before nouns, whatever the parse:
    "the research firm *Norden*", "Harbour League (HL) side *Halden Rovers* on Friday".
    """
    bodies = cast.language.bodies
    for name in cast.names_within(span):
        individual = cast.by_span[name]
        lead = unquoted(lead_of(name, span, cast.document))
        if cast.kind(individual) != "organization" or individual in cast.places or not lead:
            continue
        noun = lead[-1]
        if noun.upos != "NOUN" or noun.text[0].isupper() or noun.has("Number=Plur") or noun.end + 1 != name.start:
            continue
        conjoined = DESCRIBING | {"CCONJ"}
        if bodies.like(noun.lemma.lower()) and cast.of(noun) is None and all(t.upos in conjoined for t in lead):
            return _top(name, cast)
    return None


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
    for name in persons:
        rest = cast.text[name.end : span.end]
        if not (AFTER_NAME.match(rest) or rest in POSSESSIVES):
            continue
        lead = unquoted(lead_of(name, span, cast.document))
        if describe(lead, cast) or describe_before_comma(lead, cast):
            return _top(name, cast)
    return None


def _top(name: Span, cast: Cast) -> Token | None:
    """The token of a name on which its others hang."""
    inside = cast.document.within(name)
    return next((t for t in inside if t.head not in inside), None)


def apposed_part(word: Token, draft: Draft, cast: Cast) -> tuple[Token, Span] | None:
    """The name that a later part of the source gives to the person described in its first part, and that part.

    "*One clerk* leaving the hall*, Ruth Hale of Norcrest,* said": Hale.
    """
    if len(draft.source) < 2 or cast.of(word) is not None or not is_person_noun(word) or word.has("Number=Plur"):
        return None
    for part in draft.source[1:]:
        begins = cast.text[part.start] == ","
        if not begins and not cast.text[: part.start + 1].rstrip('“"').endswith(","):
            continue
        named = _closing_name(Span(part.start + begins, part.end), cast)
        if named is not None:
            return named, part
    return None
