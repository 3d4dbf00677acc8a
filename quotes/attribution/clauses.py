"""Rules of grammar: a parse to drafts, one function a construction. Each is certain enough to explain itself.

Labels are Universal Dependencies v2. Contents keep their "that" and leave out the comma towards the cue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotes.article import Span
from quotes.attribution.draft import Draft
from quotes.attribution.lexicon import (
    CONTROL_VERBS,
    LIGHT_VERBS,
    SPEECH_NOUNS,
    SPEECH_VERBS,
    THOUGHT_ADJECTIVES,
    THOUGHT_NOUNS,
    THOUGHT_VERBS,
)
from quotes.attribution.tree import SUBJECTS, Tree
from quotes.document.parse import Word

__all__ = ["CERTAIN", "clause_drafts", "verb_group"]

CERTAIN = 0.9  # the score of what is a quote whatever a network says: "Hale maintained that …"

CLAUSES = {"ccomp"}
REPORTING = SPEECH_VERBS | THOUGHT_VERBS
NOUNS = SPEECH_NOUNS | THOUGHT_NOUNS
# Verbs that take a bare clause as object only rarely as a report; as parataxis ("X, he adds") they do.
INTERPOSED = SPEECH_VERBS | {"think", "believe", "hope", "reckon", "suppose", "suspect", "fear", "figure", "guess"}


def clause_drafts(trees: Sequence[Tree]) -> list[Draft]:
    """Every draft the rules find in the sentences of an article, in text order of their cues."""
    found: list[Draft] = []
    for tree in trees:
        for word in tree.words:
            for rule in (_clausal, _interposed, _infinitive, _according, _nominal):
                found += rule(tree, word)
    return sorted(found, key=lambda d: d.cue or d.content[0])


def verb_group(tree: Tree, verb: Word) -> Span:
    """The cue of a verb: auxiliaries, negation and particles that stand next to it, and the verb."""
    around = {verb.index}
    for child in tree.children(verb, {"aux", "advmod", "compound"}):
        if child.deprel in {"aux", "aux:pass", "compound:prt"} or child.lemma.lower() in {
            "not",
            "never",
            "also",
            "n't",
        }:
            around.add(child.index)
    first = last = verb.index
    while first - 1 in around:
        first -= 1
    while last + 1 in around:
        last += 1
    return Span(tree.words[first].start, tree.words[last].end)


def _source(tree: Tree, verb: Word, clause: Word | None) -> tuple[Span, ...]:
    agent = tree.child(verb, {"obl:agent"}) or next(
        (w for w in tree.children(verb, {"obl"}) if any(c.lemma == "by" for c in tree.children(w, {"case"}))), None
    )
    if tree.child(verb, {"nsubj:pass"}) is not None:
        return (tree.phrase(agent),) if agent else ()
    subject = tree.subject(verb)
    if subject is None or (clause is not None and subject.index in tree.subtree(clause)):
        return ()
    if subject.lemma.lower() in {"it", "there"} and subject.deprel == "nsubj" and verb.lemma in {"seem", "appear"}:
        return ()
    if verb.deprel.startswith("acl") and subject.index == verb.head:
        if subject.upos == "PRON":
            return (Span(subject.start, subject.end),)
        return tree.spans(tree.subtree(subject, without=[verb, *tree.children(subject, {"case", "punct", "cc"})]))[:1]
    return (tree.phrase(subject),)


def _clausal(tree: Tree, verb: Word) -> Iterator[Draft]:
    """She said (that) they won; "They won," she said; noting that they won; was told by X that …"""
    adjective = verb.upos == "ADJ" and verb.lemma in THOUGHT_ADJECTIVES
    if not adjective and (verb.upos != "VERB" or verb.lemma not in REPORTING):
        return
    for clause in tree.children(verb, CLAUSES):
        cop = tree.child(verb, {"cop"})
        cue = Span(cop.start, verb.end) if adjective and cop and cop.end < verb.start else verb_group(tree, verb)
        content = tree.spans(tree.subtree(clause))
        if not content or clause.index == verb.index:
            continue
        if verb.lemma in {"see", "find", "show", "hear", "watch"} and not tree.child(clause, {"mark"}):
            continue
        fronted = clause.index < verb.index
        rule = "clausal complement, fronted" if fronted else "clausal complement"
        if verb.deprel.split(":")[0] in {"advcl", "acl"}:
            rule = "participle"
        source = _source(tree, verb, clause)
        that = any(w.lemma.lower() == "that" for w in tree.children(clause, {"mark"}))
        certain = source and that and verb.lemma in SPEECH_VERBS and rule == "clausal complement"
        yield Draft(content, cue, source, rule, CERTAIN if certain else 0.8)


def _interposed(tree: Tree, verb: Word) -> Iterator[Draft]:
    """They won, she said, at last: the report hangs on the clause it reports."""
    if verb.lemma not in INTERPOSED or verb.upos != "VERB" or verb.deprel != "parataxis":
        return
    main = tree.head(verb)
    subject = tree.child(verb, SUBJECTS)
    if main is None or subject is None or tree.child(verb, {"ccomp", "obj", "xcomp"}):
        return
    content = tree.spans(tree.subtree(main, without=[verb]))
    if content:
        yield Draft(content, verb_group(tree, verb), (tree.phrase(subject),), "interposed clause", 0.8)


def _infinitive(tree: Tree, verb: Word) -> Iterator[Draft]:
    """She urged them to leave; he promised to stay; they were told by police to go."""
    if verb.upos != "VERB" or verb.lemma not in CONTROL_VERBS:
        return
    for clause in tree.children(verb, {"xcomp", "ccomp"}):
        if clause.upos != "VERB" or not any(w.lemma == "to" for w in tree.children(clause, {"mark"})):
            continue
        asked = [w for w in tree.children(verb, {"obj", "iobj"}) if verb.index < w.index < clause.index]
        indices = tree.subtree(clause)
        for person in asked:
            indices |= tree.subtree(person)
        content = tree.spans(indices)
        if content:
            yield Draft(content, verb_group(tree, verb), _source(tree, verb, clause), "infinitive", 0.6)


def _according(tree: Tree, word: Word) -> Iterator[Draft]:
    """According to the ministry, …"""
    if word.text.lower() != "according" or word.index + 1 >= len(tree.words):
        return
    to = tree.words[word.index + 1]
    if to.text.lower() != "to":
        return
    if word.deprel == "case":
        noun = tree.head(word)
        phrase = noun
    else:
        phrase = word
        noun = next(iter(tree.children(word, {"obl", "nmod", "obj"})), None)
    if noun is None or phrase is None:
        return
    clause = tree.head(phrase)
    if clause is None:
        return
    content = tree.spans(tree.subtree(clause, without=[phrase]))
    inside = tree.subtree(noun, without=[w for w in tree.children(noun, {"case", "punct"})])
    source = tree.spans(inside)
    if content and source:
        yield Draft(content, Span(word.start, to.end), (Span(source[0].start, source[-1].end),), "according to", 0.85)


def _nominal(tree: Tree, noun: Word) -> Iterator[Draft]:
    """X's claim that …; expressed confidence that …; a statement saying is left to the participle."""
    if noun.upos != "NOUN" or noun.lemma.lower() not in NOUNS:
        return
    for clause in tree.children(noun, {"acl", "ccomp"}):
        marks = {w.lemma.lower() for w in tree.children(clause, {"mark"})}
        if clause.deprel == "acl:relcl" or not marks & {"that", "to"} or clause.index < noun.index:
            continue
        content = tree.spans(tree.subtree(clause))
        owner = tree.child(noun, {"nmod:poss"})
        governor = tree.head(noun)
        if owner is not None:
            cue = Span(noun.start, noun.end)
            source = tree.spans(tree.subtree(owner))[:1]
        elif (
            governor is not None and governor.upos == "VERB" and governor.lemma in LIGHT_VERBS and noun.deprel == "obj"
        ):
            cue = Span(verb_group(tree, governor).start, noun.end)
            source = _source(tree, governor, clause)
        else:
            continue
        if content:
            yield Draft(content, cue, source, "nominal cue", 0.7)
