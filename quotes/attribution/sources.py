"""Passes that correct by grammar who is the source: only who speaks, without the time and without those who speak elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from quotes.article import Span
from quotes.attribution.draft import Draft
from quotes.attribution.repair import with_subject, without_asked
from quotes.document import Document, Sentence, Token

__all__ = ["inverted", "of_cue", "of_paragraph", "without_preposition", "without_time", "without_told"]

ADVERBIALS = frozenset({"obl", "advmod", "nmod"})
YEARS = range(1900, 2100)
LONGEST_SAYER = 6  # words


def of_paragraph(draft: Draft, document: Document) -> Draft:
    """Who is named in another paragraph than a cue, which has a subject of its own, does not say it but for a quotation."""
    paragraph = document.paragraph_at(draft.cue.start) if draft.cue else None
    if paragraph is None or not draft.source or not draft.content or document.kind_of(draft.content) == "direct":
        return draft
    parts = (Span(max(s.start, paragraph.start), min(s.end, paragraph.end)) for s in draft.source)
    here = tuple(part for part in parts if part.start < part.end)
    if here:
        return replace(draft, source=here)
    own = with_subject(replace(draft, source=()), document)
    return without_asked(own, document) if own.source else draft


def without_preposition(draft: Draft, document: Document) -> Draft:
    """A source does not begin with its own preposition, or with the phrase before it: "from *Lind*", "Unlike Moss, *Lind*"."""
    source = tuple(_without_preposition(span, document) for span in draft.source)
    return replace(draft, source=source) if source != draft.source else draft


def _without_preposition(span: Span, document: Document) -> Span:
    words = [t for t in document.within(span) if t.upos != "PUNCT"]
    noun = words[0].head if words and words[0].upos == "ADP" and words[0].relation == "case" else None
    if noun is None or noun not in words:
        return span
    if noun is document.head_of(span):
        return Span(words[1].start, span.end)
    behind = [t for t in noun.subtree() if t.upos != "PUNCT"][-1]
    rest = [t for t in words if t.index > behind.index]
    return Span(rest[0].start, span.end) if rest and "," in document.text[behind.end : rest[0].start] else span


def of_cue(draft: Draft, document: Document) -> Draft:
    """Of several parts of a source, the one that the cue has by grammar, or those of its sentence: the others speak elsewhere."""
    sentence = document.sentence_at(draft.cue.start) if draft.cue else None
    if draft.cue is None or sentence is None or len(draft.source) < 2:
        return draft
    cue = sentence.within(draft.cue)
    verb = next((t for t in cue if t.head not in cue), None)
    sayer = _sayer(verb) if verb is not None else None
    near = tuple(s for s in draft.source if sentence.start <= s.start < sentence.end)
    if sayer is not None:
        own = tuple(s for s in near if s.start <= sayer.start < s.end)
    else:
        own = _beside(verb, near) if verb is not None else ()
    if all(document.text[a.end : b.start].strip() == "," for a, b in pairwise(near)):
        own = ()  # "*Readers, listeners* say so"
    kept = own or near
    return replace(draft, source=kept) if kept and kept != draft.source else draft


def _beside(verb: Token, parts: Sequence[Span]) -> tuple[Span, ...]:
    """The part that only a comma parts from a participle behind it: "with *Ann Lind*, saying …"."""
    text = verb.sentence.document.text
    participle = verb.has("VerbForm=Ger") or verb.has("VerbForm=Part")
    return tuple(s for s in parts if participle and s.end <= verb.start and not text[s.end : verb.start].strip(", "))


def _sayer(verb: Token) -> Token | None:
    """Who says something, by the first word of a cue: what "according to" governs, a subject, or the agent of a passive."""
    if verb.relation == "case":
        return verb.head
    return verb.child("obl:agent") if verb.child("nsubj:pass") else verb.child("nsubj")


def without_told(draft: Draft, document: Document) -> Draft:
    """Whom something is told to, asked of or said of is no source of it: "*Ann* was told to leave", "*he* is said to be ill".

    Of 248 passives without an agent in training articles, 189 have no source, and most others are no verbs of speech.
    """
    sentence = document.sentence_at(draft.cue.start) if draft.cue else None
    verbs = [t for t in sentence.within(draft.cue) if t.upos == "VERB"] if draft.cue and sentence is not None else []
    verb = verbs[-1] if verbs else None
    if verb is None or verb.lemma not in document.language.speech_verbs or verb.child("obl:agent", "compound:prt"):
        return draft
    patient, passive = verb.child("nsubj:pass"), verb.child("aux:pass")
    if patient is None or passive is None or not passive.text.isalpha():  # "who*'s* called for it" is no passive
        return draft
    return replace(draft, source=tuple(s for s in draft.source if not s.start <= patient.start < s.end))


def without_time(draft: Draft, document: Document) -> Draft:
    """A source ends before the time and the document of what it says: "*The council* Monday", "said *Lind* in the report"."""
    sentence = document.sentence_at(draft.cue.start) if draft.cue else None
    if draft.cue is None or sentence is None:
        return draft
    cue = sentence.within(draft.cue)
    source = tuple(_without_time(span, sentence, cue) for span in draft.source)
    return replace(draft, source=source) if source != draft.source else draft


def _without_time(span: Span, sentence: Sentence, cue: Sequence[Token]) -> Span:
    words = [t for t in sentence.within(span) if t.upos != "PUNCT"]
    if not words or span.start < sentence.start or span.end > sentence.end:
        return span
    head = next(t for t in words if t.head not in words)
    for word in words[1:]:
        name = sentence.document.entity_at(word.start)
        if word.relation not in ADVERBIALS or (name is not None and name.start < word.start and name.type != "Date"):
            continue
        phrase = word.subtree()
        ends = phrase[-1].end >= words[-1].end and phrase[0].index > words[0].index
        said_then = word.head in cue and (_is_time(word) or _is_document(word))
        if ends and (said_then or (_is_time(word) and _acts_then(word))):
            return _before(phrase[0], words)
    last = words[-1]
    if last is head and len(words) > 1 and _is_time(last) and words[-2].relation in {"compound", "nmod"}:
        name = sentence.document.entity_at(last.start)
        return span if name is not None and name.start < last.start else _before(last, words)
    return span


def _before(word: Token, words: Sequence[Token]) -> Span:
    return Span(words[0].start, [t for t in words if t.index < word.index][-1].end)


def _acts_then(time: Token) -> bool:
    """Whether a time is said of somebody with a name, a group or a body, and not of a document: "*an ad* in 2008"."""
    of, scorer = time.head, time.language.scorer
    if of is None or of.upos not in {"NOUN", "PROPN"}:
        return False
    if not time.child("case"):
        return True
    return of.upos == "PROPN" or (scorer is not None and of.lemma.lower() in scorer.bodies | scorer.people)


def _is_time(word: Token) -> bool:
    return word.lower in word.language.times or (word.text.isdigit() and int(word.text) in YEARS)


def _is_document(word: Token) -> bool:
    scorer = word.language.scorer
    return scorer is not None and word.lemma.lower() in scorer.documents


def inverted(draft: Draft, document: Document) -> Draft:
    """Who is named behind the cue of a clause inserted between commas says it: "*Lind*, said *the note*, was the best of all"."""
    sentence = document.sentence_at(draft.cue.start) if draft.cue else None
    if draft.cue is None or sentence is None or len(draft.source) != 1 or len(draft.content) != 1:
        return draft
    (source,), (content,), text = draft.source, draft.content, document.text
    inserted = text[source.end : draft.cue.start].strip() == "," and "," not in source.of(text)
    if not inserted or text[draft.cue.end : content.start].strip():
        return draft
    inside = sentence.within(content)
    comma = next((n for n, t in enumerate(inside) if t.text == ","), 0)
    sayer, rest = inside[:comma], inside[comma + 1 :]
    if not 0 < len(sayer) <= LONGEST_SAYER or not rest or rest[0].upos not in {"AUX", "VERB"}:
        return draft
    if any(t.upos in {"AUX", "VERB", "SCONJ", "ADP"} for t in sayer):
        return draft
    whole = (source, Span(rest[0].start, content.end))
    return replace(draft, content=whole, source=(Span(sayer[0].start, sayer[-1].end),))
