"""Corrects names in capitals that the models took for a pronoun with the same letters ("the WHO said")."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from quotes.document.parse import Parse, Sentence, Word

__all__ = ["name_capitals"]

_RELATIVE = "acl"


def name_capitals(parse: Parse) -> Parse:
    """The parse in which pronouns in capitals that are named entities are proper nouns, with their articles and verbs."""
    changed: dict[int, Sentence] = {}
    for entity in parse.entities:
        if not parse.text[entity.start : entity.end].isupper():
            continue
        number = bisect_right(parse.sentences, entity.start, key=lambda sentence: sentence.start) - 1
        if number < 0:
            continue
        sentence = changed.get(number, parse.sentences[number])
        for word in sentence.words:
            if word.upos == "PRON" and len(word.text) > 1 and (word.start, word.end) == (entity.start, entity.end):
                changed[number] = _named(sentence, word)
    if not changed:
        return parse
    return replace(parse, sentences=tuple(changed.get(n, sentence) for n, sentence in enumerate(parse.sentences)))


def _named(sentence: Sentence, name: Word) -> Sentence:
    words = list(sentence.words)
    words[name.index] = replace(name, upos="PROPN", feats="Number=Sing", lemma=name.text)
    verb = words[name.head] if name.head >= 0 else None
    article = words[name.index - 1] if name.index and words[name.index - 1].upos == "DET" else None
    if verb is not None and verb.deprel.startswith(
        _RELATIVE
    ):  # the name is its subject, so it is not a relative clause
        over = words[verb.head]
        if over is article:
            words[verb.index] = replace(verb, head=over.head, deprel=over.deprel if over.head < 0 else "parataxis")
        elif over.upos == "PUNCT":
            words[verb.index] = replace(verb, head=over.head, deprel="parataxis")
    if article is not None and article.head != name.index:
        for word in words:
            if (
                word.head == article.index
                and word.index != name.index
                and verb is not None
                and word.index != verb.index
            ):
                words[word.index] = replace(word, head=verb.index)
        words[article.index] = replace(article, head=name.index, deprel="det")
    return replace(sentence, words=tuple(words))
