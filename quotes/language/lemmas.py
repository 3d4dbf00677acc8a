"""Lemmas: Stanza's lemmatizer with a cache for each word and part of speech."""

from __future__ import annotations

from typing import Any

from quotes.language.internals import LEMMA, TEXT, UPOS, Document, PackedLemmatizer

__all__ = ["Lemmatizer"]

REMEMBERED = 1 << 15


class Lemmatizer(PackedLemmatizer):
    """Stanza's processor with a cache, as its result depends only on a word and its part of speech."""

    known: dict[tuple[str, str], str]

    def process(self, document: Any) -> Any:
        """Set `lemma` of every word."""
        if self.trainer.has_contextual_lemmatizers():
            return super().process(document)
        if not hasattr(self, "known") or len(self.known) > REMEMBERED:
            self.known = {}
        pairs = [(word.text, word.upos) for sentence in document.sentences for word in sentence.words]
        missing = [pair for pair in dict.fromkeys(pairs) if pair not in self.known]
        if missing:
            words = [{"id": (i,), TEXT: text, UPOS: upos} for i, (text, upos) in enumerate(missing, 1)]
            self.known.update(zip(missing, super().process(Document([words])).get(LEMMA), strict=True))
        for sentence in document.sentences:
            for word in sentence.words:
                word.lemma = self.known[word.text, word.upos]
        return document
