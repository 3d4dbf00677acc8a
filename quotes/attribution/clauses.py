"""Rules of grammar that find drafts, one function for each construction. A draft names the rule that made it.

Labels are Universal Dependencies v2; words are those of the document's language. Contents keep their "that" and leave out the
comma towards the cue.
"""

from __future__ import annotations

from collections.abc import Iterator

from quotes.article import Span
from quotes.attribution.draft import Draft, Rule
from quotes.document import Document, Token
from quotes.lang.language import Language

__all__ = ["CERTAIN", "clause_drafts", "cue_of_verb"]

CERTAIN = 0.9  # score of a construction that is always a quote: "Hale maintained that …"


def clause_drafts(document: Document) -> list[Draft]:
    """Every draft the rules find in the sentences of an article, in text order of their cues."""
    language = document.language
    drafts = [
        draft
        for token in document.tokens
        for rule in (_clausal, _interposed, _infinitive, _according, _noun)
        for draft in rule(token, language)
    ]
    return sorted(drafts, key=lambda d: d.cue or d.content[0])


def cue_of_verb(verb: Token, language: Language) -> Span:
    """The cue of a verb: the verb with the auxiliaries, negation and particles next to it."""
    around = {verb.index}
    for child in verb.children("aux", "advmod", "compound"):
        if child.deprel in {"aux", "aux:pass", "compound:prt"} or child.lemma.lower() in language.cue_adverbs:
            around.add(child.index)
    first = last = verb.index
    while first - 1 in around:
        first -= 1
    while last + 1 in around:
        last += 1
    tokens = verb.sentence.tokens
    return Span(tokens[first].start, tokens[last].end)


def _source(verb: Token, clause: Token, language: Language) -> tuple[Span, ...]:
    """Who says what `clause` says: the verb's subject, or the agent of a passive."""
    if verb.child("nsubj:pass") is not None:
        agent = verb.child("obl:agent") or next(
            (
                t
                for t in verb.children("obl")
                if any(c.lemma in language.agent_prepositions for c in t.children("case"))
            ),
            None,
        )
        return (agent.phrase(),) if agent else ()
    subject = verb.subject()
    if subject is None or subject is clause or clause in subject.ancestors():
        return ()
    impersonal = subject.lemma.lower() in language.expletives and verb.lemma in language.appearance_verbs
    if impersonal and subject.deprel == "nsubj":
        return ()
    if verb.relation == "acl" and subject is verb.head:
        if subject.upos == "PRON":
            return (subject.span,)
        without = [verb, *subject.children("case", "punct", "cc")]
        return verb.sentence.spans(subject.subtree(without=without))[:1]
    return (subject.phrase(),)


def _clausal(verb: Token, language: Language) -> Iterator[Draft]:
    """She said (that) they won; "They won," she said; noting that they won; was told by X that …"""
    adjective = verb.upos == "ADJ" and verb.lemma in language.thought_adjectives
    reports = verb.lemma in language.speech_verbs or verb.lemma in language.thought_verbs
    if not adjective and (verb.upos != "VERB" or not reports):
        return
    for clause in verb.children("ccomp"):
        content = verb.sentence.spans(clause.subtree())
        if not content or (verb.lemma in language.perception_verbs and not clause.child("mark")):
            continue
        cue = cue_of_verb(verb, language)
        if adjective and (copula := verb.child("cop")) and copula.end < verb.start:
            cue = Span(copula.start, verb.end)
        rule = Rule.FRONTED_CLAUSE if clause.index < verb.index else Rule.CLAUSE
        if verb.relation in {"advcl", "acl"}:
            rule = Rule.PARTICIPLE
        source = _source(verb, clause, language)
        marked = any(t.lemma.lower() in language.complementizers for t in clause.children("mark"))
        certain = source and marked and verb.lemma in language.speech_verbs and rule is Rule.CLAUSE
        yield Draft(content, cue, source, rule, CERTAIN if certain else 0.8)


def _interposed(verb: Token, language: Language) -> Iterator[Draft]:
    """They won, she said, at last: the reporting verb depends on the clause that it reports."""
    if verb.lemma not in language.interposed_verbs or verb.upos != "VERB" or verb.deprel != "parataxis":
        return
    main, subject = verb.head, verb.child("nsubj", "csubj")
    if main is None or subject is None or verb.child("ccomp", "obj", "xcomp"):
        return
    content = verb.sentence.spans(main.subtree(without=[verb]))
    if content:
        yield Draft(content, cue_of_verb(verb, language), (subject.phrase(),), Rule.INTERPOSED, 0.8)


def _infinitive(verb: Token, language: Language) -> Iterator[Draft]:
    """She urged them to leave; he promised to stay; they were told by police to go."""
    if verb.upos != "VERB" or verb.lemma not in language.control_verbs:
        return
    for clause in verb.children("xcomp", "ccomp"):
        if clause.upos != "VERB" or not any(t.lemma in language.infinitive_marks for t in clause.children("mark")):
            continue
        asked = [t for t in verb.children("obj", "iobj") if verb.index < t.index < clause.index]
        said = {token for part in (clause, *asked) for token in part.subtree()}
        content = verb.sentence.spans(said)
        if content:
            source = _source(verb, clause, language)
            yield Draft(content, cue_of_verb(verb, language), source, Rule.INFINITIVE, 0.6)


def _according(token: Token, language: Language) -> Iterator[Draft]:
    """According to the ministry, …"""
    phrase = next((p for p in language.according if p[0] == token.lower), None)
    if phrase is None:
        return
    words = token.sentence.tokens[token.index : token.index + len(phrase)]
    if tuple(t.lower for t in words) != phrase:
        return
    if token.deprel == "case":
        noun = governor = token.head
    else:
        noun, governor = token.child("obl", "nmod", "obj"), token
    if noun is None or governor is None or governor.head is None:
        return
    sentence = token.sentence
    content = sentence.spans(governor.head.subtree(without=[governor]))
    source = sentence.spans(noun.subtree(without=noun.children("case", "punct")))
    if content and source:
        cue = Span(token.start, words[-1].end)
        yield Draft(content, cue, (Span(source[0].start, source[-1].end),), Rule.ACCORDING, 0.85)


def _noun(noun: Token, language: Language) -> Iterator[Draft]:
    """X's claim that …; expressed confidence that …; "a statement saying" is a participle."""
    lemma = noun.lemma.lower()
    if noun.upos != "NOUN" or (lemma not in language.speech_nouns and lemma not in language.thought_nouns):
        return
    introducing = language.complementizers | language.infinitive_marks
    sentence = noun.sentence
    for clause in noun.children("acl", "ccomp"):
        marked = any(t.lemma.lower() in introducing for t in clause.children("mark"))
        if clause.deprel == "acl:relcl" or not marked or clause.index < noun.index:
            continue
        owner, verb = noun.child("nmod:poss"), noun.head
        if owner is not None:
            cue = noun.span
            source = sentence.spans(owner.subtree())[:1]
        elif verb is not None and verb.upos == "VERB" and verb.lemma in language.light_verbs and noun.deprel == "obj":
            cue = Span(cue_of_verb(verb, language).start, noun.end)
            source = _source(verb, clause, language)
        else:
            continue
        content = sentence.spans(clause.subtree())
        if content:
            yield Draft(content, cue, source, Rule.NOUN, 0.7)
