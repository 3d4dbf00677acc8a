"""Proposals of the network, rules of grammar and quotation marks become one set of drafts that do not contradict each other.

The network proposes; quotation marks repair boundaries and carry a quote over the sentences it runs on through; the rules
explain what the network found, supply the subject it missed, and stand alone where there is no network.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from quotes.article import Span
from quotes.attribution.clauses import CERTAIN, clause_drafts
from quotes.attribution.confidence import confidence
from quotes.attribution.draft import Draft, merged, overlap
from quotes.attribution.forms import with_forms
from quotes.attribution.lexicon import SPEECH_VERBS
from quotes.attribution.tree import Tree, tree_at
from quotes.document.marks import Quotation, kind_of, quotations
from quotes.document.parse import Parse, Proposal

__all__ = ["MIN_CONFIDENCE", "Parts", "compose"]

DOUBLE = '"“„«'
OPENING = DOUBLE + "‘'"
CLOSING = "\"”»’'"
# Chosen on PolNeAR dev, where fewer quotes cost recall and more cost precision.
MIN_CONFIDENCE = 0.2
# How sure content is that only grammar gives: of 20 on dev and held-out articles 7 are right; and a whole quote that is certain.
GRAMMAR_SCORE = 0.5
RULE_SCORE = 0.7
# Of 41 passives with so few words of content on dev and held-out articles 10 are right, half of the surest.
BARE_WORDS = 2
BARE_FLOOR = 0.7
EXPLETIVES = frozenset({"it", "there", "that", "which", "this", "what"})
ADVERBIALS = frozenset({"advcl", "obl", "advmod"})
# A quotation shorter than this that no cue claims is a scare quote, a title or a word mentioned as a word.
FREE_QUOTATION_WORDS = 6


@dataclass(frozen=True)
class Parts:
    """Which parts of the engine take part; all by default. Turned off one by one to measure what each adds.

    Drafts whose confidence is under `floor` are dropped.
    """

    network: bool = True
    rules: bool = True
    marks: bool = True
    coreference: bool = True
    floor: float = MIN_CONFIDENCE


def compose(parse: Parse, trees: Sequence[Tree], parts: Parts = Parts()) -> list[Draft]:
    """The drafts of an article, in text order of their contents."""
    found = quotations(parse.text) if parts.marks else ()
    rules = clause_drafts(trees) if parts.rules else []
    drafts = _from_network(parse, rules) if parts.network else _without_rivals(rules)
    if parts.rules:
        drafts = [_with_source(d, trees) for d in drafts]
        drafts = [part for d in drafts for part in _conjuncts(d, trees)]
        drafts = [replace(d, content=_reported(d, trees, parse.text)) for d in drafts]
        drafts = [replace(d, content=_to_clause_end(d, trees)) for d in drafts]
        drafts = [d for d in drafts if not _spoken_of(d, trees, found) or _sure(d, parse.text, found) >= BARE_FLOOR]
    drafts = [d for d in drafts if _sure(d, parse.text, found) >= parts.floor]
    if parts.marks:
        drafts = [replace(d, content=_snapped(d, found, parse.text)) for d in drafts]
        drafts = _run_on(drafts, found, parse.text)
        drafts = with_forms(drafts, parse, trees, found)
    return sorted((d for d in drafts if d.content), key=lambda d: d.content)


def _from_network(parse: Parse, rules: Sequence[Draft]) -> list[Draft]:
    drafts = []
    breaks = _bare_breaks(parse)
    for p in (_on_one_side(p, breaks) for p in parse.proposals):
        rule = next((r for r in rules if r.cue and overlap((r.cue,), (p.cue,))), None)
        cue = f"the network reads “{p.cue.of(parse.text)}” as a cue ({p.cue_score:.2f})"
        if p.content:
            content = _within_noun_phrase(merged(_in_its_paragraph(p, parse.text), parse.text), rule)
            draft = Draft(content, p.cue, p.source, rule.rule if rule else "attribution network", p.cue_score)
            step = f"{cue} and its content ({p.content_score:.2f})"
        elif rule:
            draft = replace(rule, cue=p.cue, source=p.source or rule.source)
            step = f"{cue}; grammar says what its content is"
        else:
            continue
        content_score = p.content_score if p.content else GRAMMAR_SCORE
        drafts.append(
            replace(
                draft,
                score=p.cue_score * content_score,
                steps=(step,),
                cue_score=p.cue_score,
                source_score=p.source_score,
                content_score=content_score,
            )
        )
    drafts = _without_rivals(drafts)
    spoken = [s for q in quotations(parse.text) for s in q.spans]
    missed = [r for r in rules if r.score >= CERTAIN and not overlap(r.content, spoken) and not _claimed(r, drafts)]
    return [*drafts, *(replace(r, content_score=RULE_SCORE, source_score=RULE_SCORE) for r in missed)]


def _claimed(rule: Draft, drafts: Sequence[Draft]) -> bool:
    cues = [d.cue for d in drafts if d.cue]
    return any(overlap(rule.content, d.content) for d in drafts) or bool(rule.cue and overlap((rule.cue,), cues))


def _in_its_paragraph(proposal: Proposal, text: str) -> tuple[Span, ...]:
    """Content without what an earlier paragraph says between marks that it closes, where the cue's own has a quotation.

    Only marks left open at a paragraph's end carry a quotation over to the next.
    """
    start = text.rfind("\n", 0, proposal.cue.start) + 1
    parts = [part for span in proposal.content for part in _lines(span, text)]
    if not any(part.start >= start and text[part.start] in OPENING for part in parts):
        return proposal.content
    return tuple(part for part in parts if part.end > start or text[part.end - 1] not in CLOSING)


def _lines(span: Span, text: str) -> list[Span]:
    """The parts of a span between line breaks."""
    return [Span(span.start + m.start(), span.start + m.end()) for m in re.finditer(r"[^\n]+", span.of(text))]


def _bare_breaks(parse: Parse) -> list[Span]:
    """Where a line ends its sentence without a full stop, as headlines do: what is read together does not reach over it.

    Inside quotation marks it may.
    """
    found = quotations(parse.text)
    return [
        Span(a.end, b.start)
        for a, b in pairwise(parse.sentences)
        if "\n" in parse.text[a.end : b.start]
        and parse.text[a.end - 1].isalnum()
        and not any(q.start < a.end < q.end for q in found)
    ]


def _on_one_side(proposal: Proposal, breaks: Sequence[Span]) -> Proposal:
    """A proposal without what lies beyond the next bare line break on either side of its cue."""
    first = max((b.end for b in breaks if b.end <= proposal.cue.start), default=0)
    last = min((b.start for b in breaks if b.start >= proposal.cue.end), default=None)

    def cut(spans: Sequence[Span]) -> tuple[Span, ...]:
        parts = (Span(max(s.start, first), s.end if last is None else min(s.end, last)) for s in spans)
        return tuple(part for part in parts if part.start < part.end)

    return replace(proposal, content=cut(proposal.content), source=cut(proposal.source))


def _within_noun_phrase(content: tuple[Span, ...], rule: Draft | None) -> tuple[Span, ...]:
    """Content of a noun ("Hale's claim that …") ends with the clause that hangs on the noun, before the main verb."""
    if rule is None or rule.rule != "nominal cue" or len(content) != 1 or len(rule.content) != 1:
        return content
    clause = rule.content[0]
    if content[0].start == clause.start and content[0].end > clause.end:
        return (clause,)
    return content


def _without_rivals(drafts: Sequence[Draft]) -> list[Draft]:
    """Of drafts that claim the same words, the surest."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: -d.score):
        if not any(overlap(draft.content, k.content) > 0.5 * min(draft.size, k.size) for k in kept):
            kept.append(draft)
    return kept


def _with_source(draft: Draft, trees: Sequence[Tree]) -> Draft:
    """A draft without source gets the grammatical subject of its cue, where that stands outside the content."""
    if draft.source or draft.cue is None:
        return draft
    tree = tree_at(trees, draft.cue.start)
    if tree is None:
        return draft
    in_cue = [w for w in tree.words if w.start < draft.cue.end and w.end > draft.cue.start]
    verb = next((w for w in in_cue if w.upos == "VERB"), None)
    if verb is None or tree.child(verb, {"nsubj:pass"}) or "Voice=Pass" in verb.feats:
        return draft
    subject = tree.subject(verb)
    if subject is None or subject.text.lower() in EXPLETIVES or subject.upos not in {"NOUN", "PROPN", "PRON"}:
        return draft
    span = tree.phrase(subject)
    if overlap((span,), (*draft.content, draft.cue)):
        return draft
    return replace(draft, source=(span,), steps=(*draft.steps, f"the subject of “{verb.text}” is the source"))


def _sure(draft: Draft, text: str, found: Sequence[Quotation]) -> float:
    return confidence(draft, kind_of(text, draft.content, found))


def _spoken_of(draft: Draft, trees: Sequence[Tree], found: Sequence[Quotation]) -> bool:
    """Whether a bare name is what was done to, not what was said: "the senator was charged with", "they were seen as"."""
    tree = tree_at(trees, draft.cue.start) if draft.cue else None
    if draft.cue is None or tree is None or len(draft.content) != 1:
        return False
    (content,) = draft.content
    bare = len(content.of(tree.text).split()) <= BARE_WORDS
    passive = any("Voice=Pass" in w.feats and w.start < draft.cue.end and w.end > draft.cue.start for w in tree.words)
    return bare and passive and kind_of(tree.text, draft.content, found) == "indirect"


def _conjuncts(draft: Draft, trees: Sequence[Tree]) -> list[Draft]:
    """ "She noted that A and maintained that B" is two quotes with one source, though A and B came as one content."""
    if draft.cue is None or len(draft.content) != 1:
        return [draft]
    (content,) = draft.content
    tree = tree_at(trees, content.start)
    if tree is None or content.end > tree.sentence.end:
        return [draft]
    for verb in tree.words:
        if verb.lemma not in SPEECH_VERBS or verb.deprel != "conj" or not content.start < verb.start < content.end:
            continue
        clause = next((c for c in tree.children(verb, {"ccomp", "xcomp"}) if c.start < content.end), None)
        joint = tree.child(verb, {"cc"})
        if clause is None or joint is None or joint.start <= content.start or tree.child(verb, {"nsubj"}):
            continue
        if tree.child(clause, {"mark"}) is None:
            continue
        first = tree.spans([w.index for w in tree.words if content.start <= w.start and w.end <= joint.start])
        second = tree.spans(tree.subtree(clause))
        if first and second:
            cue = Span(verb.start, verb.end)
            step = f"“{verb.text}” shares its subject with “{draft.cue.of(tree.text)}”"
            return [
                replace(draft, content=first),
                replace(draft, content=second, cue=cue, steps=(*draft.steps, step), rule="conjoined cue"),
            ]
    return [draft]


def _reported(draft: Draft, trees: Sequence[Tree], text: str) -> tuple[Span, ...]:
    """Content without adverbials of the cue itself: "*Answering a reporter*, Putin said, “…”" is about the saying."""
    if len(draft.content) < 2 or draft.cue is None:
        return draft.content
    tree = tree_at(trees, draft.cue.start)
    if tree is None:
        return draft.content
    cue = {w.index for w in tree.words if w.start < draft.cue.end and w.end > draft.cue.start}
    kept = []
    for span in draft.content:
        inside = [w for w in tree.words if w.start < span.end and w.end > span.start]
        indices = {w.index for w in inside}
        tops = [w for w in inside if w.head not in indices and w.upos != "PUNCT"]
        about_saying = tops and all(w.head in cue and w.deprel.split(":")[0] in ADVERBIALS for w in tops)
        if not about_saying or any(mark in span.of(text) for mark in DOUBLE):
            kept.append(span)
    return tuple(kept) or draft.content


def _to_clause_end(draft: Draft, trees: Sequence[Tree]) -> tuple[Span, ...]:
    """Content that fills half of the clause its cue governs goes on to that clause's end."""
    if draft.cue is None or len(draft.content) != 1 or draft.cue.start > draft.content[0].start:
        return draft.content
    (content,) = draft.content
    tree = tree_at(trees, content.start)
    if tree is None or content.end > tree.sentence.end:
        return draft.content
    cue = {w.index for w in tree.words if w.start < draft.cue.end and w.end > draft.cue.start}
    for word in tree.words:
        if word.deprel == "ccomp" and word.head in cue and content.start <= word.start < content.end:
            clause = tree.spans(tree.subtree(word))
            if len(clause) == 1 and 2 * overlap(clause, draft.content) >= clause[0].end - clause[0].start:
                return (Span(content.start, max(content.end, clause[0].end)),)
    return draft.content


def _snapped(draft: Draft, found: Sequence[Quotation], text: str) -> tuple[Span, ...]:
    """Content whose edges respect quotation marks: whole marks; a quotation that it nearly fills, or begins with, is filled."""
    barred = [s for s in (draft.cue, *draft.source) if s]
    spans: list[Span] = []
    for span in draft.content:
        start, end = span
        for q in found:
            if abs(q.start - start) <= 1 and end < q.end and not q.single and not overlap(q.spans, barred):
                spans += q.spans
            for part in q.spans:
                if part.end <= start - 1 or part.start >= end + 1 or overlap((part,), barred):
                    continue
                shared = min(end, part.end) - max(start, part.start)
                if shared >= 0.6 * (part.end - part.start):
                    start, end = min(start, part.start), max(end, part.end)
        if end < len(text) and text[end] in CLOSING and text[start] in OPENING:
            end += 1
        spans.append(Span(start, end))
    return merged(spans, text)


def _run_on(drafts: Sequence[Draft], found: Sequence[Quotation], text: str) -> list[Draft]:
    """Quotations that nobody claims go to the draft whose quoted words they follow in the same paragraph."""
    out = list(drafts)
    for q in found:
        if q.single or len(text[q.start : q.end].split()) < FREE_QUOTATION_WORDS:
            continue
        if any(overlap(q.spans, d.content) for d in out) or any(d.cue and overlap(q.spans, (d.cue,)) for d in out):
            continue
        line_start = text.rfind("\n", 0, q.start) + 1
        before = [
            (max(s.end for s in (*d.content, *d.source, d.cue) if s and s.end <= q.start), i)
            for i, d in enumerate(out)
            if any(line_start <= s.start and s.end <= q.start for s in d.content)
        ]
        if before:
            end, i = max(before)
            gap = text[end : q.start].strip()
            if len(gap) <= 3 and any(text[s.end - 1] in CLOSING for s in out[i].content):
                step = "the quotation goes on after its cue"
                out[i] = replace(out[i], content=merged((*out[i].content, *q.spans), text), steps=(*out[i].steps, step))
    return out
