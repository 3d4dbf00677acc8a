"""What the words around a name in a source phrase tell of it, whatever the parser made of them.

"A woman later identified as Hale", "one group, Occupy Norcrest, says", "emails released by Norcrest".
"""

from __future__ import annotations

import re

from quotes.article import Span
from quotes.document import Token
from quotes.speakers.candidates.position import is_work
from quotes.speakers.candidates.view import View
from quotes.speakers.mentions.lead import lead_of
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.roles import is_role, words_before

__all__ = ["after_preposition", "closes", "is_called", "is_set_off", "issuing_position", "with_name"]

# Between a description and the name in apposition to it: a comma, perhaps a title.
APPOSED = re.compile(r"[,–—-]\s*(?:the\s+)?(?:[A-Z]\w*\.?\s+){0,3}$")
SET_OFF = frozenset({", ", ", the "})
MODIFYING = frozenset({"NOUN", "ADJ", "PROPN", "DET"})
LEADING_WORDS = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PUNCT", "PART", "CCONJ", "ADP"})
LINKING = frozenset({"ADV", "PRON", "AUX", "PART"})  # between a noun and a verb for calling: "who *is now* known as"
NAMING = ("obj", "xcomp", "obl", "dep")
OWNING = ("'", "’")  # with or without an s
CLOSING = (*",(–—-", "of ", "from ", "in ", "who ", "and ", "at ")  # what may follow the end of a description


def with_name(head: Token, span: Span, view: View) -> Span:
    """The span of a noun phrase with the clause that names it: "a group *called the Harbour Union*, which …"."""
    rest = view.cast.names_within(Span(head.end, max(head.end, head.sentence.end)))
    ends = [name.end for name in rest[:1] if is_called(name, head)]
    for clause in head.children("acl"):
        if clause.lemma in head.language.calling:
            ends += [t.end for child in clause.children(*NAMING) for t in child.subtree(without=child.children("acl"))]
            break
    return Span(span.start, max([span.end, *ends]))


def is_called(name: Span, head: Token) -> bool:
    """Whether the words before a name call the head by it, whatever the parse: "a woman *later identified as* Hale", "a group
    *that calls itself* Norden".
    """
    language = head.language
    between = [t for t in head.sentence.tokens if head.end <= t.start < name.start and t.text != ","]
    while between and (between[-1].lower in language.articles | language.naming or between[-1].has("Reflex=Yes")):
        between.pop()
    return bool(between) and between[-1].lemma in language.calling and all(t.upos in LINKING for t in between[:-1])


def is_set_off(name: Span, whole: Span, mention: Mention, view: View) -> bool:
    """Whether commas set a name off behind the noun for its kind, whatever the parse: "one group, *Occupy Norcrest*, says"."""
    head, text, individual = mention.token, view.cast.text, view.cast.by_span[name]
    if head is None or mention.plural or individual in view.cast.places:
        return False
    body = "organization" if head.language.bodies.like(head.lemma.lower()) else None
    kind = "person" if mention.form == "person" else body
    if view.cast.kind(individual) != kind:
        return False
    if text[head.end : name.start] in SET_OFF:
        return name.end >= whole.end or text[name.end] == ","
    last = not text[name.end : whole.end].strip(" ,")
    return kind == "organization" and mention.definite and last and text.endswith(", ", 0, name.start)


def issuing_position(name: Span, head: Token, view: View) -> str | None:
    """The position of a name of which the words before it say, whatever the parse, that it issued the work: "Emails *released by*
    Norcrest" (maker), "a Monday editorial *in* the Post" (outlet).
    """
    works = head.language.works
    before = [t for t in head.sentence.tokens if head.start <= t.start < name.start and t.lower != "the"]
    if view.cast.is_person(view.cast.by_span[name]):
        titles = words_before(view.document.within(name))
        before = before[: len(before) - len(titles)]  # "by *Director of Tides* Ruth Hale"
    elif before and before[-1].upos == "NOUN" and head.language.bodies.like(before[-1].lemma.lower()):
        while len(before) > 2 and before[-1].upos in MODIFYING:
            before.pop()  # "by *the local newspaper* Harbour Day"
    before = before[-2:]
    if len(before) < 2 or view.document.text.startswith(OWNING, name.end):
        return None  # "provided by *Hale*'s lawyer"
    if before[1].lower in works.makers and (before[0] is head or before[0].lemma.lower() in works.issuing):
        return "maker"
    return "outlet" if before[0] is head and before[1].lower in works.outlets and is_work(head, view) else None


def after_preposition(name: Span, head: Token) -> bool:
    """Whether a preposition stands somewhere between a head and a name after it."""
    return any(t.upos == "ADP" for t in head.sentence.tokens if head.end <= t.start < name.start)


def closes(name: Span, whole: Span, view: View) -> bool:
    """Whether a name ends the first part of its phrase, after nothing but titles and descriptions of it.

    "Del. Ana Ruiz of the northern islands", "An attorney for Hale, Mark Dunn,": whatever the parser takes for the head.
    """
    text, is_title = view.document.text, view.language.names.is_title
    before, after = text[whole.start : name.start], text[name.end : whole.end].lstrip(" ")
    if after and not after.startswith(CLOSING):
        return False
    if APPOSED.search(before):
        return True
    lead = lead_of(name, whole, view.document)
    bare = all(t.upos in LEADING_WORDS for t in lead) and "," not in before
    untitled_lead = [t for t in lead if not is_title(t.text) and t.text != "."]
    if untitled_lead and untitled_lead[-1].upos == "ADP":
        return False  # "a spokesman for Mr. Hale"
    last = lead[-1] if lead else None
    return bare and (last is None or last.upos in {"NOUN", "PROPN"} or is_title(last.text) or is_role(last))
