"""Names that the tagger missed, of those whom an article names elsewhere: surnames, acronyms, "the Times"; and new bodies.

A body is new if it is an acronym, if a poll goes by it ("a Norden poll"), or if an apposition tells what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quotes.article import Span
from quotes.document import Token
from quotes.query import fold
from quotes.speakers.individuals import Found, Named, by_surname
from quotes.speakers.offices import offices_defined
from quotes.speakers.roles import is_role

__all__ = ["add_apposed", "add_untagged"]

LONGEST_ACRONYM = 6
DOTTED = re.compile(r"(?:[A-Z]\.)+[A-Z]?")
ACTING = frozenset({"nsubj", "obl", "nmod"})  # relations of an acronym that no other name explains


@dataclass(frozen=True)
class _Short:
    """The short names by which somebody may be meant, each with everybody who may be: persons by folded surname, bodies by the
    last word of a name as written, by folded acronym, and by the folded name that a poll goes by.
    """

    surnames: dict[str, set[int]]
    last_words: dict[str, set[int]] = field(default_factory=dict)
    acronyms: dict[str, set[int]] = field(default_factory=dict)
    makers: dict[str, set[int]] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)  # the words of names that are no persons'


def add_untagged(found: Found) -> None:
    """Add names that the tagger missed, if only one individual can be meant: surnames, acronyms, "the Times"."""
    language, short = found.document.language, _short_names(found)
    offices = offices_defined(found.document)
    for before, token, after in _in_threes(found.document.tokens):
        if token in found.by_token or not token.text[0].isupper() or token.lower in language.bodies.kinds:
            continue
        if token.text in language.names.post_nominals and before in found.by_token:
            continue  # "Hale OBE"
        span = token.span
        fits: set[int] = set()
        if _is_acronym(token.text) and not is_role(token) and token.text not in offices:
            letters = fold(token.text)
            if after is not None and after.start == token.end and DOTTED.fullmatch(after.text):
                span, letters = Span(token.start, after.end), letters + fold(after.text)  # "F.B." and "I."
            fits = _by_acronym(letters, token, span, short, found)
        elif before is not None and before.lower == "the" and token.upos == "NOUN":
            fits = short.last_words.get(token.text, set())
        elif token.upos == "PROPN" and not any(t is not None and _same_name(t, token) for t in (before, after)):
            fits = _by_name(token, before, short, found)
        if len(fits) == 1:
            (individual,) = fits
            kind = found.individuals[individual].kind
            type = "Person" if kind == "person" else "Organization"
            found.add(individual, Named(span, span.of(found.document.text), kind, _gender_before(before), type))


def _short_names(found: Found) -> _Short:
    """The short names of everybody whom the tagger found."""
    short, bodies = _Short(by_surname(found.individuals)), found.document.language.bodies
    for individual, known in enumerate(found.individuals):
        if known.kind != "person":
            short.others.update(word for name in known.names for word in fold(name).split())
        if known.kind != "organization":
            continue
        for name in known.names:
            words = name.split()
            if len(words) > 1 and words[-1] not in bodies.never_short:
                short.last_words.setdefault(words[-1], set()).add(individual)
            own = {fold(name).replace(" ", "")} if _is_acronym(name) else bodies.initials(name)
            for letters in own:
                short.acronyms.setdefault(letters, set()).add(individual)
    return short


def _by_acronym(letters: str, token: Token, span: Span, short: _Short, found: Found) -> set[int]:
    """The bodies that an acronym stands for, else a new one where it acts: "the *NHO* said"."""
    apart = span.end > token.end  # "F.B." and "I.", which the parser may not have joined to anything
    if letters not in short.acronyms and token.upos in {"PROPN", "NOUN"} and (apart or token.relation in ACTING):
        short.acronyms[letters] = {found.new_body()}
    return short.acronyms.get(letters, set())


def _by_name(token: Token, before: Token | None, short: _Short, found: Found) -> set[int]:
    """Who has a proper noun as surname or, after "the", as the last word of a name; else the maker of a poll, perhaps new."""
    letters = fold(token.text)
    fits: set[int] = set()
    if len(letters) > 2 and letters not in short.others:
        gender = _gender_before(before)  # "Mrs. Hale" is not Tom Hale
        fits = {i for i in short.surnames.get(letters, set()) if found.individuals[i].may_be(gender)}
    elif before is not None and before.lower == "the":
        fits = short.last_words.get(token.text, set())
    if fits:
        return fits
    dated = letters in token.language.bodies.empty
    if letters not in short.others and not dated and _makes_a_poll(token):
        short.others.add(letters)
        short.makers[letters] = {found.new_body()}
    return short.makers.get(letters, set())


def add_apposed(found: Found) -> None:
    """Add bodies that the tagger missed, but an apposition tells: "the *Harbour Leader*, a weekly newspaper,"."""
    document = found.document
    for token in document.tokens:
        span = _told_by_apposition(token) if token not in found.by_token else None
        if span is None or any(t in found.by_token for t in document.within(span)):
            continue
        individual = found.new_body()
        the = rf"(?<=[Tt]he ){re.escape(span.of(document.text))}(?!\w)"
        for where in {span, *(Span(*match.span()) for match in re.finditer(the, document.text))}:
            if not any(t in found.by_token for t in document.within(where)):
                found.add(individual, Named(where, where.of(document.text), "organization", None, "Organization"))


def _told_by_apposition(token: Token) -> Span | None:
    """The name that ends with `token`, if an apposition behind it tells that it is a body's."""
    bodies = token.language.bodies
    told = token.child("appos") if token.text[0].isupper() else None
    if told is None or told.upos != "NOUN" or told.start < token.end or token.lower in bodies.kinds:
        return None
    if not bodies.like(told.lemma.lower()) or not told.child("det", "nmod:poss", "amod"):
        return None
    first = token
    while first.index > 0:
        before = token.sentence.tokens[first.index - 1]
        if before.head is not token or not before.text[0].isupper() or before.lower in token.language.articles:
            break
        first = before
    return Span(first.start, token.end) if first.index > 0 else None  # any word may begin a sentence


def _gender_before(before: Token | None) -> str | None:
    """The gender that a title before a name tells: "*Mrs.* Hale"."""
    return before.language.gender_of_title(before.text) if before is not None else None


def _is_acronym(name: str) -> bool:
    """Whether a name is an acronym: three or more capitals, or two with full stops: "FBI", "U.N."."""
    if DOTTED.fullmatch(name):
        return True
    return name.isupper() and name.isalpha() and 3 <= len(name) <= LONGEST_ACRONYM


def _makes_a_poll(token: Token) -> bool:
    """ "A *Norden* poll": a name that the tagger missed, before a work that is named after who made it."""
    work = token.head
    if token.relation not in {"compound", "nmod"} or work is None or work.index <= token.index:
        return False
    return work.upos == "NOUN" and work.lemma.lower() in token.language.bodies.studies


def _in_threes(tokens: Sequence[Token]) -> Iterator[tuple[Token | None, Token, Token | None]]:
    """Each token with its neighbours."""
    yield from zip((None, *tokens), tokens, (*tokens[1:], None), strict=False)


def _same_name(other: Token, token: Token) -> bool:
    """Whether a neighbour may be a part of the same name: a proper noun next to it that is no title."""
    near = other.end + 1 >= token.start if other.start < token.start else token.end + 1 >= other.start
    return near and other.upos == "PROPN" and not other.language.names.is_title(other.text) and not is_role(other)
