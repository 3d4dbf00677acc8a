"""The first pass: combines the proposals of the network and the drafts of the rules of grammar, without duplicates."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from quotes.article import Span
from quotes.attribution.clauses import CERTAIN, clause_drafts
from quotes.attribution.draft import Draft, Overlaps, Rule, merged, overlap
from quotes.document import Document, Proposal
from quotes.document.marks import CLOSING, OPENING

__all__ = ["propose"]

# The scores of a content that only grammar gives (on dev and held-out articles, 7 of 20 are right), and of a construction that
# is always a quote.
GRAMMAR_SCORE = 0.5
RULE_SCORE = 0.7


def propose(document: Document, *, network: bool = True, rules: bool = True) -> list[Draft]:
    """The drafts of the network, completed by grammar; without the network, those of grammar alone."""
    grammar = clause_drafts(document) if rules else []
    if not network:
        return _without_rivals(grammar)
    drafts = _without_rivals(list(_from_network(document, grammar)))
    return [*drafts, *_certain(grammar, drafts, document)]


def _from_network(document: Document, grammar: Sequence[Draft]) -> Iterator[Draft]:
    """A draft for each proposal that has a content, or for which grammar finds one."""
    text = document.text
    cues = Overlaps([r.cue] if r.cue else [] for r in grammar)
    breaks = _unfinished_lines(document)
    for proposal in document.proposals:
        if _is_in_name(proposal.cue, document):
            continue
        p = _on_one_side(proposal, breaks)
        rule = next((grammar[i] for i in cues.of((p.cue,))), None)
        signal = f"“{p.cue.of(text)}” introduces what somebody says or thinks ({p.cue_score:.2f} sure)"
        if p.content:
            content = _within_noun_phrase(merged(_in_its_paragraph(p, document), text), rule)
            draft = Draft(content, p.cue, p.source, rule.rule if rule else Rule.NETWORK, p.cue_score)
            step = f"{signal}: these words ({p.content_score:.2f} sure)"
            content_score = p.content_score
        elif rule:
            draft = replace(rule, cue=p.cue, source=p.source or rule.source)
            step = f"{signal}; grammar tells in which words"
            content_score = GRAMMAR_SCORE
        else:
            continue
        yield replace(
            draft,
            score=p.cue_score * content_score,
            steps=(step,),
            cue_score=p.cue_score,
            source_score=p.source_score,
            content_score=content_score,
        )


def _is_in_name(cue: Span, document: Document) -> bool:
    """Whether a cue is part of a person's name: "the army's chief *Said* Lind", but not the headline "Moss *Said* Lind Lied"."""
    text, sentence, words = document.text, document.sentence_at(cue.start), document.within(cue)
    name, after = document.entity_at(cue.start), document.entity_at(cue.end + 1)
    if sentence is None or len(words) != 1 or not cue.of(text)[0].isupper() or cue.start == sentence.start:
        return False
    if name is not None and name.type == "Person" and cue.end <= name.end and words[0].upos == "PROPN":
        return True
    before_name = after is not None and after.type == "Person" and after.start == cue.end + 1
    prose = any(t.upos in {"VERB", "AUX"} and t.text.islower() for t in sentence.tokens)
    return before_name and prose and text[cue.start - 1] == " " and text[cue.start - 2].isalnum()


def _certain(grammar: Sequence[Draft], drafts: Sequence[Draft], document: Document) -> Iterator[Draft]:
    """Drafts of grammar that are certain but that the network missed, outside of quotation marks."""
    contents = Overlaps(d.content for d in drafts)
    cues = Overlaps([d.cue] if d.cue else [] for d in drafts)
    quoted = Overlaps([document.quoted])
    for rule in grammar:
        claimed = contents.of(rule.content) or (rule.cue and cues.of((rule.cue,)))
        if rule.score >= CERTAIN and not claimed and not quoted.of(rule.content):
            step = f"by grammar alone: {rule.rule}"
            yield replace(rule, content_score=RULE_SCORE, source_score=RULE_SCORE, steps=(step,))


def _without_rivals(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without those that share words with a surer one."""
    kept: list[Draft] = []
    taken = Overlaps()
    for draft in sorted(drafts, key=lambda d: -d.score):
        rivals = (kept[i] for i in taken.of(draft.content))
        if not any(overlap(draft.content, r.content) > 0.5 * min(draft.size, r.size) for r in rivals):
            taken.add(len(kept), draft.content)
            kept.append(draft)
    return kept


def _in_its_paragraph(proposal: Proposal, document: Document) -> tuple[Span, ...]:
    """The content, without quotations that end in an earlier paragraph if the cue's own paragraph begins one, or tells something.

    Only a quotation that is open at the end of a paragraph continues in the next.
    """
    own = document.paragraph_at(proposal.cue.start)
    start = own.start if own is not None else 0
    parts = [part for span in proposal.content for part in document.paragraphs_within(span)]
    if not any(part.start >= start and _is_own(part, proposal, document) for part in parts):
        return proposal.content
    return tuple(part for part in parts if part.end > start or document.text[part.end - 1] not in CLOSING)


def _is_own(part: Span, proposal: Proposal, document: Document) -> bool:
    """Whether a content is in marks, or is the clause after its cue: "said *that* …"."""
    first = document.token_at(part.start)
    marked = first is not None and first.relation == "mark" and first.lower in document.language.complementizers
    return document.text[part.start] in OPENING or (marked and part.start >= proposal.cue.end)


def _unfinished_lines(document: Document) -> list[Span]:
    """The breaks, in text order, after lines without a full stop, such as headlines: no quote crosses one.

    Breaks inside quotation marks are left out.
    """
    text = document.text
    return [
        Span(a.end, b.start)
        for a, b in pairwise(document.sentences)
        if "\n" in text[a.end : b.start]
        and text[a.end - 1].isalnum()
        and not any(q.start < a.end < q.end for q in document.quotations_near(Span(a.end, a.end)))
    ]


def _on_one_side(proposal: Proposal, breaks: Sequence[Span]) -> Proposal:
    """The proposal, cut off at the nearest of `breaks` on each side of its cue."""
    before = bisect_right(breaks, proposal.cue.start, key=lambda b: b.end) - 1
    after = bisect_left(breaks, proposal.cue.end, key=lambda b: b.start)
    first = breaks[before].end if before >= 0 else 0
    last = breaks[after].start if after < len(breaks) else None

    def cut(spans: Sequence[Span]) -> tuple[Span, ...]:
        parts = (Span(max(s.start, first), s.end if last is None else min(s.end, last)) for s in spans)
        return tuple(part for part in parts if part.start < part.end)

    return replace(proposal, content=cut(proposal.content), source=cut(proposal.source))


def _within_noun_phrase(content: tuple[Span, ...], rule: Draft | None) -> tuple[Span, ...]:
    """The content of a noun ("Hale's claim that …"), cut off where the clause that depends on the noun ends."""
    if rule is None or rule.rule is not Rule.NOUN or len(content) != 1 or len(rule.content) != 1:
        return content
    clause = rule.content[0]
    if content[0].start == clause.start and content[0].end > clause.end:
        return (clause,)
    return content
