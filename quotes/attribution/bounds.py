"""Passes that correct by grammar where a content begins and ends: at the cue, around the cue, at the verb of its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from quotes.article import Span
from quotes.attribution.draft import Draft, overlap
from quotes.document import Document, Sentence, Token

__all__ = [
    "around_cue",
    "to_phrase_end",
    "with_clause_head",
    "with_clause_subject",
    "with_opening_words",
    "with_whole_name",
    "without_dateline",
    "without_opening_clause",
]

SUBJECTS = frozenset({"nsubj", "csubj"})
# A word in one of these relations cannot stand without the word that it depends on.
BOUND = SUBJECTS | {"mark", "aux", "cop"}
# Words in these relations do not end a content if their head comes later: "it was late, *since*", "why *the mill*".
UNFINISHED = SUBJECTS | {"mark", "cc", "case", "det", "aux", "cop", "compound"}
AFTER_TITLE = re.compile(r"\.?\s?")
# A place in capitals ("US – The" is none), perhaps with a land, an agency or a day, and a dash before a capital or a date.
DATELINE = re.compile(
    r"(?P<place>[^\W\d_]{3,})\b(?P<more>[^—–\n]{0,50}?)(?: [—–-] ?|--|[—–])\s*"
    r"(?:\d{1,2} [^\W\d_]+ \d{4}\s*[:,—–-]\s*)?(?=[^\W\d_a-z]|[\d\"“‘])"
)


def with_opening_words(draft: Draft, document: Document) -> Draft:
    """Words that open the content are no part of the cue: "said *as* nothing was decided, they would wait".

    These are a preposition or conjunction of the content's first phrase, and a phrase that goes on in the content: "said *after
    years* of war, they left". Only if the cue governs a clause of the content: "warned of floods" stays.
    """
    sentence = document.sentence_at(draft.cue.start) if draft.cue else None
    if draft.cue is None or sentence is None or not draft.content:
        return draft
    cue = [t for t in sentence.within(draft.cue) if t.upos != "PUNCT"]
    follows = next((s for s in draft.content if s.start >= draft.cue.end), None)
    verb = next((t for t in cue if t.head not in cue), None)
    if follows is None or verb is None or verb.lemma not in document.language.interposed_verbs:
        return draft
    inside = sentence.within(follows)
    if document.text[draft.cue.end : follows.start].strip() or not any(c in inside for c in verb.children("ccomp")):
        return draft
    if _is_marked(follows, sentence):
        return draft
    last = cue[-1]
    if last is verb or last.head not in inside or not (_opens(last, inside) or _goes_on(last, inside)):
        return draft
    first = min(t.index for t in last.subtree())
    kept = [t for t in cue if t.index < first]
    if not kept or kept[-1].index < verb.index:
        return draft
    start = sentence.tokens[first].start
    content = tuple(Span(start, s.end) if s == follows else s for s in draft.content)
    return replace(draft, cue=Span(draft.cue.start, kept[-1].end), content=content)


def without_opening_clause(draft: Draft, document: Document) -> Draft:
    """A cue does not end with the beginning of an adverbial clause: "said *by closing* | the mill, they saved money".

    The clause is part of a content that follows it in the same sentence.
    """
    sentence = document.sentence_at(draft.cue.start) if draft.cue else None
    if draft.cue is None or sentence is None or not draft.content:
        return draft
    cue = [t for t in sentence.within(draft.cue) if t.upos != "PUNCT"]
    last = cue[-1] if cue else None
    mark = last.child("mark") if last is not None else None
    if last is None or mark is None or mark not in cue[1:] or mark.lower in document.language.infinitive_marks:
        return draft
    rest = [t for t in last.subtree() if t.index > last.index and t.upos != "PUNCT"]
    kept = [t for t in cue if t.index < mark.index]
    if last.upos != "VERB" or not rest or not last.child("obj") or kept[-1].upos != "VERB":
        return draft
    first = next((s for s in draft.content if draft.cue.end <= s.start < sentence.end), None)
    joined = first is not None and not _is_marked(first, sentence) and _reaches(rest, draft.cue.end, first)
    inside = [t for span in draft.content for t in sentence.within(span)]
    if any(t in inside for t in rest) and not any(c in inside for c in kept[-1].children("ccomp")):
        return draft
    content = tuple(Span(mark.start, s.end) if joined and s == first else s for s in draft.content)
    return replace(draft, cue=Span(draft.cue.start, kept[-1].end), content=content)


def _reaches(words: Sequence[Token], start: int, content: Span) -> bool:
    """Whether there are no other words than `words` between an offset and a content."""
    between = [t for t in words[0].sentence.within(Span(start, content.start)) if start <= t.start < content.start]
    return all(t in words or t.upos == "PUNCT" for t in between)


def _is_marked(content: Span, sentence: Sentence) -> bool:
    """Whether a content begins with "that"."""
    first = next(iter(sentence.within(content)), None)
    return first is not None and first.relation == "mark" and first.lower in first.language.complementizers


def _opens(word: Token, inside: Sequence[Token]) -> bool:
    """Whether a word is the preposition or conjunction of a phrase of a clause."""
    if word.head is None or word.lower in word.language.infinitive_marks:
        return False
    if word.relation == "mark":
        return word.head.relation == "advcl"
    return word.relation == "case" and word.head.head in inside


def _goes_on(word: Token, inside: Sequence[Token]) -> bool:
    return any(t in inside for t in word.children())


def with_clause_head(draft: Draft, document: Document) -> Draft:
    """Content with the beginning of the clause that its cue governs has the verb, too: "said *that if it rained,* | they stayed".

    The content begins with a conjunction, or is nothing but the clause's subject.
    """
    if draft.cue is None or len(draft.content) != 1 or draft.cue.start > draft.content[0].start:
        return draft
    (content,) = draft.content
    sentence = document.sentence_at(draft.cue.start)
    if sentence is None or content.end > sentence.end:
        return draft
    inside = [t for t in sentence.within(content) if t.upos != "PUNCT"]
    for head in (c for t in sentence.within(draft.cue) for c in t.children("ccomp")):
        if head.start < content.end or not inside:
            continue
        clause = sentence.spans(head.subtree())
        if len(clause) != 1 or clause[0].start != content.start or not _begins(inside, head):
            continue
        return replace(draft, content=(Span(content.start, max(content.end, clause[0].end)),))
    return draft


def _begins(words: Sequence[Token], head: Token) -> bool:
    """Whether words that begin the clause of `head` are a conjunction with what follows it, or the subject alone."""
    language, first = head.language, words[0]
    if first.relation == "mark" and first.lower not in language.infinitive_marks:
        return True
    if language.scorer is not None and first.lower in language.scorer.question_words:
        return True
    tops = [t for t in words if t.head not in words]
    return all(t.head is head and t.relation in SUBJECTS for t in tops)


def with_clause_subject(draft: Draft, document: Document) -> Draft:
    """Content before its cue has the subject of its clause: "*On Monday, Ann Lind,* | who was ill, resigned, her office said"."""
    if draft.cue is None or not draft.content or draft.content[0].start > draft.cue.start:
        return draft
    first, *more = draft.content
    sentence = document.sentence_at(draft.cue.start)
    if sentence is None or first.start < sentence.start:
        return draft
    cue, inside = sentence.within(draft.cue), [t for t in sentence.within(first) if t.upos != "PUNCT"]
    for head in (t for t in inside if t.head not in inside):
        subject = head.child(*SUBJECTS)
        told = head.head in cue or any(t.head is head and t.relation == "parataxis" for t in cue)
        if head.upos == "PRON" or subject is None or subject.end > first.start or not told:
            continue
        start = next(t.start for t in head.subtree() if t.upos != "PUNCT")
        if not overlap([Span(start, first.start)], [draft.cue, *draft.source]):
            return replace(draft, content=(Span(start, first.end), *more))
    return draft


def around_cue(draft: Draft, document: Document) -> Draft:
    """A clause that its cue interrupts goes on behind: "The mill that, according to Ann Lind, | had closed"."""
    if draft.cue is None or not draft.source or len(draft.content) != 1 or draft.content[0].end > draft.cue.start:
        return draft
    (content,) = draft.content
    sentence = document.sentence_at(draft.cue.start)
    first, last = min(draft.cue.start, draft.source[0].start), max(draft.cue.end, draft.source[-1].end)
    if sentence is None or content.start < sentence.start or last > sentence.end:
        return draft
    cue = sentence.within(draft.cue)
    verb = next((t for t in cue if t.head not in cue), None)
    apart = not any(c.isalnum() for c in document.text[content.end : first]) and document.text[last : last + 1] == ","
    if verb is None or verb.relation == "acl" or not apart:
        return draft
    words = [t for t in sentence.within(content) if t.upos != "PUNCT"]
    rest = [t for t in sentence.tokens if t.start >= last and t.upos != "PUNCT"]
    if not words or not (words[-1].head in rest or any(t.head in rest and t.relation in BOUND for t in words)):
        return draft
    return replace(draft, content=(content, Span(rest[0].start, rest[-1].end)))


def to_phrase_end(draft: Draft, document: Document) -> Draft:
    """Content behind its cue does not end with the first word of a phrase, or with a subject: it has the whole clause.

    "said it was late, *since*, | as all knew, the mill had closed"
    """
    if draft.cue is None or not draft.content or draft.content[-1].start < draft.cue.end:
        return draft
    *before, content = draft.content
    sentence = document.sentence_at(content.start)
    if sentence is None or content.end > sentence.end:
        return draft
    inside = [t for t in sentence.within(content) if t.upos != "PUNCT"]
    head = inside[-1].head if inside else None
    if head is None or head.start < content.end or inside[-1].relation not in UNFINISHED:
        return draft
    last, rest = inside[-1], [t for t in head.subtree() if t.upos != "PUNCT"]
    if any(overlap(p.source, [last.span]) for p in document.proposals_within(sentence.span)):
        return draft  # "it would stay *Ann Lind* said it would go", where a full stop is missing
    between = Span(content.end, rest[-1].end)
    if overlap([between], [s for s in (draft.cue, *draft.source) if s]):
        return draft
    return replace(draft, content=(*before, Span(content.start, between.end)))


def with_whole_name(draft: Draft, document: Document) -> Draft:
    """A source does not end within a person's name, or between a title and the name: "the chief, Dr. | Ruth Moss"."""
    source = tuple(_to_name_end(span, document) for span in draft.source)
    if source == draft.source or overlap(source, (*draft.content, *((draft.cue,) if draft.cue else ()))):
        return draft
    return replace(draft, source=source)


def _to_name_end(span: Span, document: Document) -> Span:
    last = span.of(document.text).rpartition(" ")[2]
    titled = bool(last) and document.language.names.is_title(last.rstrip("."))
    behind = AFTER_TITLE.match(document.text, span.end) if titled else None
    name = document.entity_at(behind.end() if behind is not None else span.end)
    cut = name is not None and name.type == "Person" and (titled or name.start < span.end)
    return Span(span.start, name.end) if name is not None and cut else span


def without_dateline(draft: Draft, document: Document) -> Draft:
    """Content and source without the place before their paragraph: "*LINDOW, Nov. 30 —* The mill will close, Ann Lind said"."""
    paragraph = document.paragraph_at(draft.content[0].start) if draft.content else None
    if paragraph is None:
        return draft
    end = _dateline_end(paragraph, document)

    def without(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(end, s.end) if paragraph.start <= s.start < end < s.end else s for s in spans)

    return replace(draft, content=without(draft.content), source=without(draft.source))


def _dateline_end(paragraph: Span, document: Document) -> int:
    """The offset at which a paragraph's text begins: its start, if there is no dateline."""
    match = DATELINE.match(document.text, *paragraph)
    if match and match["place"].isupper() and not any(word[0].islower() for word in match["more"].split()):
        return match.end()
    place = document.entity_at(paragraph.start)
    if place is not None and place.type == "Location" and document.text.startswith(": ", place.end):
        return place.end + len(": ")
    return paragraph.start
