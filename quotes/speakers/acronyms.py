"""The full names for which an article gives an acronym in brackets: "the harbour inspection team (HIT)".

In: the names that the tagger found. Out: the same, with each full name as one, even where the tagger had only a part of it or
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from quotes.article import Span
from quotes.document import Document, Token
from quotes.query import fold
from quotes.speakers.individuals import Named
from quotes.speakers.roles import is_role

__all__ = ["defined", "with_full_names"]

BRACKETED = re.compile(r"(?:[’']s?)?\s*\((\w[\w&.-]{1,9})\)")
LONGEST = 120  # characters of a full name
WORDS_A_LETTER = 3  # a full name has no more words for each letter of its acronym
MODIFYING = frozenset({"compound", "amod", "flat"})
LEAST_LETTERS = 4  # of an acronym written as a word ("Olade") whose letters stand in another order


def with_full_names(named: Sequence[Named], document: Document) -> tuple[list[Named], Mapping[str, str]]:
    """The names with the full ones in place of their parts, and the full name of each acronym that the article defines."""
    full_of: dict[str, str] = {}
    for short, span in defined(named, document):
        full = " ".join(span.of(document.text).split())
        full_of.setdefault(short, full)
        if all(other.span != span for other in named):
            whole = Named(span, full, "organization", None, "Organization")
            outside = [n for n in named if n.span.end <= span.start or span.end <= n.span.start]
            named = sorted([*outside, whole], key=lambda n: n.span)
    return list(named), full_of


def defined(named: Sequence[Named], document: Document) -> Iterator[tuple[str, Span]]:
    """The acronyms of bodies that stand in brackets behind their full names, with the spans of these."""
    bodies = {n.name for n in named if n.type == "Organization"}
    persons = [n.span for n in named if n.kind == "person"]
    for found in BRACKETED.finditer(document.text):
        short = found[1]
        behind = short[0].isupper() and any(n.type == "Organization" and n.span.end == found.start() for n in named)
        if short not in bodies and not behind:
            continue
        before = document.within(Span(max(0, found.start() - LONGEST), found.start()))
        tokens = [t for t in before if t.sentence is before[-1].sentence and t.end <= found.start()]
        if not tokens:
            continue
        span = _spelt(short, tokens, document) or _foreign(short, tokens, named, document)
        if span is None or any(person.start <= span.start and span.end <= person.end for person in persons):
            continue  # "Ruth Hale (RH)"
        if _names_a_body(document.within(span), document):
            yield short, _whole(span, named, document)


def _spelt(short: str, tokens: Sequence[Token], document: Document) -> Span | None:
    """The words directly before an acronym that have its letters, from the right, the first one at the beginning of a word
    (Schwartz and Hearst 2003).
    """
    letters = [c for c in short.lower() if c.isalnum()]
    if sum(c.isupper() for c in short) < 2 and not short.islower():  # "Nisc", but "nisc"
        return None
    tokens = tokens[-WORDS_A_LETTER * len(letters) :]
    start, end = tokens[0].start, tokens[-1].end
    text = document.text[start:end].lower()
    at = len(text)
    for left in range(len(letters) - 1, -1, -1):
        at = text.rfind(letters[left], 0, at)
        while left == 0 and at > 0 and text[at - 1].isalnum():
            at = text.rfind(letters[left], 0, at)
        if at < 0:
            return None
    span = Span(start + at, end)
    inside = document.within(span)
    if any(t.upos == "PUNCT" and t.text not in "-&’'" for t in inside):
        return None
    capitals = [t.text[0].isupper() for t in inside]
    within_limit = len(inside) <= min(len(letters) + 5, 2 * len(letters))
    return span if capitals[0] or (within_limit and not any(capitals)) else None


def _foreign(short: str, tokens: Sequence[Token], named: Sequence[Named], document: Document) -> Span | None:
    """The body directly before an acronym whose letters are those of its name in another language: a name of several words with
    an acronym of most of its initials ("Olade"), or a description ("the national football federation (FMF)").
    """
    end = tokens[-1].end
    body = next((n for n in named if n.span.end == end and n.type == "Organization" and " " in n.name), None)
    if body is not None:
        initials = {w[0] for w in fold(body.name).split() if w not in document.language.bodies.small}
        missing = initials - set(short.lower())
        return body.span if len(short) >= LEAST_LETTERS and len(missing) <= 1 else None
    noun = tokens[-1]
    first = _first_of(noun)
    if first is noun or noun.upos != "NOUN" or not short.isupper() or any(t.text[0].isupper() for t in tokens[-2:]):
        return None
    return Span(first.start, end)


def _first_of(noun: Token) -> Token:
    """The first of the words directly before a noun that modify it."""
    words = noun.sentence.tokens
    at = noun.index
    while at > 0 and words[at - 1].relation in MODIFYING and words[at - 1].head in words[at : noun.index + 1]:
        at -= 1
    return words[at]


def _names_a_body(inside: Sequence[Token], document: Document) -> bool:
    """Whether words may be a body's name: not an office's, and, in lower case, only with one noun for bodies."""
    cut = next((i for i, t in enumerate(inside) if i and t.lower in document.language.bodies.after_head), len(inside))
    head = inside[cut - 1]
    if is_role(head):
        return False
    if inside[0].text[0].isupper() and head.text[0].isupper():
        return True
    bodies, noun = document.language.bodies, head.lemma.lower()
    determined = head.child("det", "nmod:poss") is not None  # not "by mobile radio service (MRS) rules"
    return determined and not head.has("Number=Plur") and (noun in bodies.nouns or bool(bodies.like(noun)))


def _whole(span: Span, named: Sequence[Named], document: Document) -> Span:
    """A full name with what the tagger, or the parser, has before it: "the *Norcrest* harbour forum"."""
    longer = [n.span.start for n in named if n.span.start < span.start < n.span.end and n.kind != "person"]
    start = min([span.start, *(at for at in longer if document.text[at].isalpha())])  # not "the *24th* Harbour Forum"
    inside = document.within(Span(start, span.end))
    first, below = inside[0], set(inside)
    words = first.sentence.tokens
    while first.index > 0:
        before = words[first.index - 1]
        if before.head not in below or before.relation not in MODIFYING or not before.text[0].isupper():
            break
        below.add(before)
        first = before
    return Span(min(start, first.start), span.end)
