"""Candidates for a proper noun at the head of a source that the tagger missed or that several bear: everybody of the surname, a
body that it abbreviates, else what it says as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotes.article import Span
from quotes.document import Token
from quotes.query import fold
from quotes.speakers.candidates.candidate import Proposal
from quotes.speakers.candidates.view import View
from quotes.speakers.individuals import FIRM
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.phrases import noun_span, plain
from quotes.speakers.roles import is_role

__all__ = ["as_it_stands", "same_surname"]


def same_surname(mention: Mention, view: View) -> Iterator[Proposal]:
    """All individuals with the surname at the head, not only the one to whom the name was assigned."""
    head = mention.token
    if head is None or mention.form not in {"name", "proper"} or view.body_at(head.start) is not None:
        return
    cast = view.cast
    name = cast.name_at(head)
    if name is None and head.upos != "PROPN":
        return
    tokens = view.document.within(name) if name is not None else _proper_run(head)
    last = next((t for t in reversed(tokens) if fold(t.text) in cast.surnames), None)
    if last is None or (name is not None and len(cast.language.names.untitled(name.of(cast.text)).split()) > 1):
        return
    fits = cast.surnames[fold(last.text)]
    own = cast.of(head)
    if own is not None and any(m.type == FIRM and m.span == name for m in cast.individuals[own].mentions):
        return
    before = head.sentence.tokens[tokens[0].index - 1] if tokens[0].index else None
    told = cast.language.gender_of_title
    title = (told(before.text) if before is not None else None) or told(tokens[0].text)
    if title is not None:  # "Mrs. Hale" is not her husband
        fits = {i for i in fits if cast.genders[i] in (None, title)} or fits
    for individual in fits:
        gender = cast.genders[individual]
        marks = {
            "rivals by surname": float(len(fits)),
            "title's gender": 0.0 if title is None or gender is None else 1.0 if title == gender else -1.0,
        }
        reason = f"“{last.text}” is the surname of {cast.name(individual)}"
        yield Proposal.of(individual, "surname", reason, marks, cast)


def as_it_stands(mention: Mention, view: View) -> Iterator[Proposal]:
    """A proper noun that the tagger missed: a person with a title, a known body or its initials, else a body as written."""
    head, span = mention.token, mention.span
    if head is None or span is None or mention.form != "proper":
        return
    cast, is_title = view.cast, view.language.names.is_title
    run = _proper_run(head)
    noun = noun_span(head)
    written = Span(max(noun.start, span.start), max(min(noun.end, span.end), head.end))
    name = plain(Span(min(written.start, run[0].start), max(written.end, run[-1].end)), cast.text)
    if fold(run[-1].text) in cast.surnames and all(is_title(t.text) or is_role(t) for t in run[:-1]):
        return
    if any(is_title(t.text) for t in run):
        bare = " ".join(t.text for t in run if not is_title(t.text)) or name
        yield Proposal(
            ("name", fold(bare)), bare, "person", "title", f"a title names a person: {bare}", {"titled": 1.0}
        )
        return
    yield from _bodies_meant(name, run, head, view)
    if len(name) == 1 or fold(name) in cast.language.bodies.empty:
        return  # "Q", "Monday"
    if any(fold(name) in map(fold, known.names) for known in cast.individuals):
        return  # it is somebody's name, whom other sources propose
    reason = f"the source is a proper noun: {name}"
    yield Proposal(("name", fold(name)), name, "organization", "proper noun", reason, {"as written": 1.0})


def _bodies_meant(name: str, run: Sequence[Token], head: Token, view: View) -> Iterator[Proposal]:
    """The bodies of the article that an untagged name names or shortens."""
    words = view.language.bodies
    letters = fold(" ".join(t.text for t in run)).replace(" ", "")
    longer = {f"{fold(head.text)} {noun}" for noun in words.after_short_proper}
    for i, known in enumerate(view.cast.individuals):
        if known.kind != "organization":
            continue
        alike = any(fold(n) in (fold(name), fold(head.text)) for n in known.names)
        if alike or (len(letters) > 1 and letters in words.initials(known.name)):
            reason = f"“{name}” names or abbreviates {known.name}"
        elif fold(known.name) in longer:
            reason = f"“{head.text}” is short for {known.name}"
        else:
            continue
        key, marks = ("individual", i), {"abbreviates": 1.0}
        yield Proposal(key, known.name, "organization", "acronym", reason, marks, individual=i)


def _proper_run(head: Token) -> list[Token]:
    """The proper nouns around a head that the tagger left untagged."""
    tokens = head.sentence.tokens
    first = last = head.index
    while first > 0 and tokens[first - 1].upos == "PROPN":
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].upos == "PROPN":
        last += 1
    return list(tokens[first : last + 1])
