"""The features of a draft for the scorer: its cue, source, form of content, place, and the network's scores.

The words come from the language (ScorerWords). The name of a feature says in words what it means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotes.attribution.confidence import log_odds
from quotes.attribution.cues import act_of, negated
from quotes.attribution.draft import Draft
from quotes.document import Document, Token
from quotes.lang.language import Language, ScorerWords

__all__ = ["features", "main_word"]

URL_CHARACTERS = frozenset("/-_=&?%")
SENTENCE_END = ".!?\"”’':;»"
SHORT_LINE = 16  # words
STEM = 5  # letters that words of one family mostly share: "criticise", "criticism"; "support", "supporter"


def features(draft: Draft, document: Document, words: ScorerWords) -> dict[str, float]:
    """The features of a draft with a cue, by name: 1 for each fact that holds, and the log-odds of the network's scores."""
    values = dict.fromkeys(_facts(draft, document, words), 1.0)
    values["cue score"] = log_odds(draft.cue_score)
    values["content score"] = log_odds(draft.content_score)
    if draft.source:
        values["source score"] = log_odds(draft.source_score or 0.5)
    return values


def _facts(draft: Draft, document: Document, words: ScorerWords) -> Iterator[str]:
    assert draft.cue is not None
    language = document.language
    kind = document.kind_of(draft.content)
    cue = document.within(draft.cue)
    main = main_word(cue, language)
    yield f"kind {kind}"
    yield f"act {act_of(cue, language, quoted=kind != 'indirect')}"
    yield f"rule {draft.rule}"
    classes = list(_classes(main, language)) if main else ["symbol"]
    head = document.head_of(draft.content[0])
    form = _form(draft, document, words, head, kind)
    source = list(_source(draft, document, words))
    yield from source
    source_kinds = [s for s in source if not s.startswith("source word")]
    kinds = [f"cue {name}" for name in classes]
    kinds += [f"verb of {name}" for name, verbs in words.verb_kinds.items() if main and main.lemma.lower() in verbs]
    if "source self" in source:
        marks = "between" if document.in_quotation(draft.cue.start) else "outside"
        yield f"source self {marks} marks"
        yield from (f"{name}, source self {marks} marks" for name in kinds)
    for name in kinds:
        yield name
        yield f"{name}, content {form}"
        yield from (f"{name}, {s}" for s in source_kinds)
    if negated(cue, language):
        yield "negated"
        yield from (f"negated {name}" for name in kinds)
    yield f"content {form}"
    yield from _content(draft, document, words, head)
    for token in cue:  # but for negators, which count apart
        if token.lower not in language.negators and token.upos in {"VERB", "NOUN", "ADJ", "ADV", "ADP", "PROPN"}:
            yield f"word {token.lemma.lower()}"
            yield f"stem {token.lemma.lower()[:STEM]}"
    if main:
        yield f"main {main.lemma.lower()}"
        yield f"main {main.lemma.lower()}, content {form}"
        yield from (f"main {main.lemma.lower()}, {s}" for s in source_kinds)
        yield from _syntax(main, cue, language, words, head)
    yield from _place(draft, document)


def main_word(cue: Sequence[Token], language: Language) -> Token | None:
    """The word that carries a cue's meaning: its last full verb, else noun or adjective, else its last word."""
    empty = language.scorer.empty_verbs if language.scorer else language.auxiliaries
    verbs = [t for t in cue if t.upos == "VERB" and t.lemma.lower() not in empty]
    others = [t for t in cue if t.upos in {"NOUN", "ADJ"}]
    light = [t for t in verbs if t.lemma.lower() in language.light_verbs]
    if verbs and others and len(light) == len(verbs):
        return others[-1]
    words = [t for t in cue if t.upos != "PUNCT"]
    return next((group[-1] for group in (verbs, others, words) if group), None)


def _classes(main: Token, language: Language) -> Iterator[str]:
    lemma = main.lemma.lower()
    if main.upos == "VERB":
        if lemma in language.speech_verbs and lemma in language.thought_verbs:
            yield "either verb"
        elif lemma in language.speech_verbs:
            yield "speech verb"
        elif lemma in language.thought_verbs:
            yield "thought verb"
        else:
            yield "other verb"
        if lemma in language.control_verbs:
            yield "control verb"
    elif lemma in language.speech_nouns:
        yield "speech noun"
    elif lemma in language.thought_nouns:
        yield "thought noun"
    elif lemma in language.thought_adjectives:
        yield "thought adjective"
    else:
        yield f"other {main.upos}"


def _form(draft: Draft, document: Document, words: ScorerWords, head: Token | None, kind: str) -> str:
    """The grammatical form of the content."""
    if kind != "indirect":
        return kind
    tokens = [t for t in document.within(draft.content[0]) if t.upos != "PUNCT"]
    if not tokens or head is None:
        return "empty"
    first, language = tokens[0], document.language
    if first.lower in language.complementizers and first.relation == "mark":
        return "that-clause"
    if first.lower in words.question_words:
        return "question"
    if any(t.lower in language.infinitive_marks for t in head.children("mark")):
        return "infinitive" if first.lower in language.infinitive_marks else "person to infinitive"
    finite = any("VerbForm=Fin" in t.feats for t in tokens if t is head or t.head is head)
    if finite and head.upos in {"VERB", "AUX", "ADJ", "NOUN", "PROPN", "PRON"}:
        return "clause"
    if head.upos == "VERB":
        return "gerund" if head.has("VerbForm=Ger") else "participle"
    if head.upos == "PRON":
        return "pronoun"
    return "noun phrase" if head.upos in {"NOUN", "PROPN", "NUM"} else "other"


def _source(draft: Draft, document: Document, words: ScorerWords) -> Iterator[str]:
    if not draft.source:
        yield "source none"
        return
    head = document.head_of(draft.source[0])
    if head is None:
        yield "source none"
        return
    lower, lemma = head.lower, head.lemma.lower()
    yield f"source word {lemma if head.upos != 'PROPN' else head.upos}"
    if head.upos == "PRON":
        if lower in words.selves:
            yield "source self"
        elif lower in words.impersonal:
            yield "source impersonal"
        elif lower in words.relative_persons:
            yield "source who"
        else:
            yield "source pronoun"
    elif entity := document.entity_at(head.start):
        yield f"source entity {entity.type}"
    elif lemma in words.documents:
        yield "source document"
    elif lemma in words.bodies:
        yield "source body"
    elif lemma in words.people or lemma in document.language.roles.nouns or head.upos == "PROPN":
        yield "source person"
    elif head.upos == "NOUN":
        yield "source thing"
    else:
        yield "source other"


def _content(draft: Draft, document: Document, words: ScorerWords, head: Token | None) -> Iterator[str]:
    length = sum(t.upos != "PUNCT" for span in draft.content for t in document.within(span))
    size = next(name for least, name in ((12, "long"), (6, "medium"), (3, "short"), (0, "bare")) if length >= least)
    yield f"content {size}"
    assert draft.cue is not None
    if draft.content[0].start < draft.cue.start:
        yield "content first"
    if head is not None and head.upos == "PRON":
        yield f"content {head.lower}"
    elif head is not None and head.upos == "NOUN":
        yield f"content word {head.lemma.lower()}"
        yield "content is a topic" if head.lemma.lower() in words.topics else "content is no topic"
        determiner = head.child("det", "nmod:poss")
        yield f"determiner {'none' if not determiner else determiner.lower if determiner.relation == 'det' else 'owner'}"
        if head.child("acl", "ccomp"):
            yield "content with a clause"


def _syntax(
    main: Token, cue: Sequence[Token], language: Language, words: ScorerWords, head: Token | None
) -> Iterator[str]:
    yield f"cue is {main.deprel}"
    for feature in ("VerbForm=Fin", "VerbForm=Ger", "VerbForm=Inf", "VerbForm=Part", "Tense=Past", "Tense=Pres"):
        if main.has(feature):
            yield f"cue {feature}"
    passive = main.has("Voice=Pass") or main.child("nsubj:pass", "aux:pass") is not None
    if passive:
        agent = main.child("obl:agent") is not None
        yield "passive with agent" if agent else "passive"
        yield f"passive {main.lemma.lower()}"
    around = [*cue, *main.children("aux", "advmod", "mark")]
    for token in around:
        if token.upos == "AUX" and token.lemma.lower() not in words.plain_auxiliaries:
            yield f"modal {token.lemma.lower()}"
        if token.upos == "SCONJ" or (token.upos == "PART" and token.lower in language.infinitive_marks):
            yield f"mark {token.lower}"
    subject = main.child("nsubj", "csubj", "expl")
    if subject is not None and subject.lower in words.impersonal:
        yield f"subject {subject.lower}"
        if passive:
            yield "impersonal passive"
    if head is not None:
        governed = head.head is not None and head.head in cue
        yield f"content is {head.deprel} of cue" if governed else "content is not governed by cue"


def _place(draft: Draft, document: Document) -> Iterator[str]:
    assert draft.cue is not None
    text, (start, end) = document.text, draft.cue
    line = text[text.rfind("\n", 0, start) + 1 : (text + "\n").find("\n", end)]
    if any(at in URL_CHARACTERS for at in (text[start - 1 : start], text[end : end + 1])):
        yield "cue in an address"
    own_headline = bool(document.paragraphs) and start < document.paragraphs[0].end
    if line and line.rstrip()[-1:] not in SENTENCE_END and not own_headline:
        yield "line without a full stop"
        if len(line.split()) < SHORT_LINE:
            yield "short line without a full stop"
    if document.in_quotation(start):
        yield "cue between marks"
    first = min(s.start for s in draft.spans)
    last = max(s.end for s in draft.spans)
    if "\n" in text[first:last].strip():
        yield "over lines"
