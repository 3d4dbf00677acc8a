"""Attributes quotations that no draft has: to the cue that introduces them, or to the source of what stands before them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from quotes.article import Span
from quotes.attribution.draft import Draft, Overlaps, Rule, merged
from quotes.attribution.marks import FREE_QUOTATION_WORDS
from quotes.attribution.repair import with_subject
from quotes.document import Document, Proposal, Quotation
from quotes.document.marks import DOUBLE_OPENING

__all__ = ["with_unclaimed"]

NEAR = 100  # characters at most between a cue and the quotation that it introduces
MOST_BETWEEN = 4  # words between a cue and the colon or comma before a quotation: "asking *her*, “…”"
INTRODUCING = ":,"
LONG_WORDS = 8  # of a quotation that is a quote though nobody is named near it
ENDING = ".!?…"
STOPS = ".…"
QUOTED_STOPS = ".…!"
ASIDES = frozenset(
    {"advcl", "acl"}
)  # relations of a verb that is not its sentence's own: "no matter what some *think*, …"
MARKS = "\"“”'‘’`„«» "
QUOTED_SCORE = 0.9  # of a content in quotation marks: on dev and training articles 13 of 19 of them are right

# The same of a paragraph that is a quotation, after one that quotes somebody: on training articles 16 of 22 are right.
PARAGRAPH_SCORE = 0.7


def with_unclaimed(drafts: Sequence[Draft], document: Document) -> list[Draft]:
    """The drafts, with the quotations that none of them has added.

    Short ones are left out, as titles or scare quotes, unless they are a sentence after another quotation: "“…,” she said.
    “Never.”"
    """
    text = document.text
    out = list(drafts)
    claimed = Overlaps((*d.content, *((d.cue,) if d.cue else ())) for d in out)
    cues = Overlaps([d.cue] if d.cue else [] for d in out)
    for q in document.quotations:
        if q.single:
            continue
        if claimed.of(q.spans):
            _with_earlier_paragraphs(q, out, claimed, document)
            continue
        long = len(text[q.start : q.end].split()) >= FREE_QUOTATION_WORDS
        introduced = _introduced(q, cues, document) if long else None
        if introduced is not None and introduced.cue is not None:
            number = len(out)
            cues.add(number, [introduced.cue])
            out.append(introduced)
        elif (before := _followed(q, out, cues, document)) is not None and (long or _is_quoted(out[before], text)):
            number = _say_on(before, q, out, text, QUOTED_SCORE)
        elif long and (before := _continued(q, out, claimed, cues, document)) is not None:
            number = _say_on(before, q, out, text, PARAGRAPH_SCORE)
        elif _stands_alone(q, document):
            number = len(out)
            out.append(_by_nobody(q))
        else:
            continue
        claimed.add(number, q.spans)
    return out


def _stands_alone(q: Quotation, document: Document) -> bool:
    """Whether a quotation is sentences that fill paragraphs of the text, below its headline."""
    text, first, last = document.text, document.paragraph_at(q.start), document.paragraph_at(q.spans[-1].start)
    if first is None or last is None or not q.closed or not first.start == q.start > document.paragraphs[0].start:
        return False
    words = text[q.start : q.end].strip(MARKS)
    alone = not any(c.isalnum() for c in text[q.end : last.end])
    return alone and len(words.split()) >= LONG_WORDS and not words[0].islower() and words[-1] in ENDING


def _by_nobody(q: Quotation) -> Draft:
    step = "a quotation that is a paragraph of its own; nothing near it tells who says it"
    return Draft(q.spans, None, (), Rule.PARAGRAPH, QUOTED_SCORE, (step,), QUOTED_SCORE, 0.0, QUOTED_SCORE)


def _with_earlier_paragraphs(q: Quotation, drafts: list[Draft], claimed: Overlaps, document: Document) -> None:
    """Give the draft that has the last paragraphs of a quotation the earlier ones, if nobody has them."""
    first = next(n for n, part in enumerate(q.spans) if claimed.of([part]))
    owners, earlier = claimed.of([q.spans[first]]), q.spans[:first]
    if not earlier or not q.closed or len(owners) != 1:
        return
    draft, paragraph = drafts[owners[0]], document.paragraph_at(q.start)
    whole = any(s.start == q.spans[first].start for s in draft.content)
    if whole and paragraph is not None and paragraph.start == q.start:
        content = merged((*draft.content, *earlier), document.text)
        step = "the quotation begins in an earlier paragraph"
        drafts[owners[0]] = replace(draft, content=content, steps=(*draft.steps, step))
        claimed.add(owners[0], earlier)


def _introduced(q: Quotation, cues: Overlaps, document: Document) -> Draft | None:
    """A draft for a cue without content right before a quotation: "He explained it by saying: “…”"."""
    proposals = document.proposals
    last = bisect_right(proposals, q.start, key=lambda p: p.cue.start) - 1
    if last < 0 or cues.of([proposals[last].cue]) or not _introduces(proposals[last], q, document.text):
        return None
    p = proposals[last]
    draft = Draft(
        q.spans,
        p.cue,
        p.source,
        Rule.NETWORK,
        p.cue_score * QUOTED_SCORE,
        ("the quotation follows the words that introduce it",),
        p.cue_score,
        p.source_score,
        QUOTED_SCORE,
    )
    return with_subject(draft, document)


def _introduces(proposal: Proposal, q: Quotation, text: str) -> bool:
    if q.start - proposal.cue.end > NEAR:
        return False
    between = text[proposal.cue.end : q.start]
    mark = text[proposal.cue.start : q.start].rstrip()[-1:]
    if not mark or mark not in INTRODUCING or any(c in between for c in f"{ENDING}{MARKS.strip()};"):
        return False
    apart = "\n" in between.strip() or ("\n" in between and mark != ":")
    return not apart and len(between.strip(INTRODUCING).split()) <= MOST_BETWEEN


def _followed(q: Quotation, drafts: Sequence[Draft], cues: Overlaps, document: Document) -> int | None:
    """The index of the draft of the sentence before in the same paragraph, if the quotation is a sentence of its own."""
    text = document.text
    words, paragraph = text[q.start : q.end].strip(MARKS), document.paragraph_at(q.start)
    start = max(paragraph.start if paragraph else 0, q.start - NEAR)
    before = text[start : q.start].rstrip()
    whole = words and not words[0].islower() and words[-1] in ENDING and before.rstrip(MARKS)[-1:] in ENDING
    if paragraph is None or not before or not whole:
        return None
    sentence = document.sentence_at(start + len(before) - 1)
    if sentence is None:
        return None
    near = [i for i in cues.of([Span(max(sentence.start, paragraph.start), sentence.end)]) if drafts[i].source]
    return min(near, key=lambda i: drafts[i].cue or sentence.span, default=None)


def _continued(
    q: Quotation, drafts: Sequence[Draft], claimed: Overlaps, cues: Overlaps, document: Document
) -> int | None:
    """The index of the draft that the paragraph before ends with, if the quotation is a paragraph of its own.

    "Lind said she would stay.\n\n“I like it here.”" Nobody else is named in between. Headlines end with other marks; after a
    quotation, other marks are those of another text, and whoever is asked a question is somebody else.
    """
    text = document.text
    first, last = document.paragraph_at(q.start), document.paragraph_at(q.spans[-1].start)
    start = max(0, q.start - NEAR)
    before = text[start : q.start].rstrip()
    if first is None or last is None or first.start != q.start or not before:
        return None
    alone = not any(c.isalnum() for c in text[q.end : last.end])
    if not alone or text[q.start : q.end].strip(MARKS)[:1].islower():
        return None
    end = start + len(before)
    sentence = document.sentence_at(end - 1)
    quoted = before[-1] in MARKS
    if before.rstrip(MARKS)[-1:] not in (QUOTED_STOPS if quoted else STOPS):
        return None
    near = claimed.of([Span(end - 1, end)]) or (cues.of([sentence.span]) if sentence is not None else [])
    mark = text[q.start]
    alike = [
        i for i in near if drafts[i].source and (not quoted or any(text.find(mark, *s) >= 0 for s in drafts[i].content))
    ]
    telling = [i for i in alike if _is_main_clause(drafts[i], document)]
    return min(telling, key=lambda i: drafts[i].cue or q.spans[0], default=None)


def _is_main_clause(draft: Draft, document: Document) -> bool:
    """Whether a draft is what its sentence tells: neither a deed (“illustrated the book”) nor an aside."""
    verb = next((t for t in document.within(draft.cue) if t.upos == "VERB"), None) if draft.cue else None
    if verb is None:
        return True
    scorer, lemma = document.language.scorer, verb.lemma
    deeds = scorer.verb_kinds["deed"] | scorer.verb_kinds["showing"] if scorer is not None else frozenset()
    return verb.relation not in ASIDES and (lemma in document.language.speech_verbs or lemma not in deeds)


def _say_on(number: int, q: Quotation, drafts: list[Draft], text: str, score: float) -> int:
    """Give a quotation to a draft: as a part of its content if that has quotation marks too, else as a quote of its own.

    Returns the index of the draft that has it.
    """
    draft = drafts[number]
    step = "the quotation follows what the same source says"
    more = replace(draft, steps=draft.steps if step in draft.steps else (*draft.steps, step))
    if _is_quoted(draft, text):
        drafts[number] = replace(more, content=merged((*draft.content, *q.spans), text))
        return number
    drafts.append(replace(more, content=q.spans, content_score=score))
    return len(drafts) - 1


def _is_quoted(draft: Draft, text: str) -> bool:
    return any(text.startswith(DOUBLE_OPENING, s.start) for s in draft.content)
