"""Corrects the tokenizer's sentences before anything else reads them: torn ones are joined, very long ones are split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

__all__ = ["whole_sentences"]

# Tokens. The parser's memory grows with the square of a sentence's length; longer ones are tables and lists, cut at punctuation.
MAX_SENTENCE_TOKENS = 160
CUT_AFTER = {";", ":", ",", "|", "/", "•", "…", "-", "–", "—", ")"}


def whole_sentences(document: Any) -> Any:
    """The tokenizer's document with corrected sentences: torn ones are joined, and those too long for other models are split."""
    from quotes.language.internals import Document

    ends = [sentence.tokens[-1] for sentence in document.sentences]
    starts = [sentence.tokens[0] for sentence in document.sentences[1:]]
    torn = [is_torn(a, b, document.text) for a, b in zip(ends, starts, strict=False)]
    if not any(torn) and all(len(sentence.tokens) <= MAX_SENTENCE_TOKENS for sentence in document.sentences):
        return document
    whole: list[list[dict[str, Any]]] = []
    for tokens, joins in zip(document.to_dict(), [False, *torn], strict=True):
        if joins:
            whole[-1] = whole[-1] + tokens
        else:
            whole.append(tokens)
    return Document([renumbered(part) for tokens in whole for part in cut_up(tokens)], document.text)


def is_torn(last: Any, first: Any, text: str) -> bool:
    """Whether two sentences are one that was torn: the first ends in mid-line after a plain word ("President Jonas | Weber")."""
    same_line = "\n" not in text[last.end_char : first.start_char]
    return same_line and last.text[-1].isalnum() and not last.text.isupper()


def cut_up(tokens: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """A sentence in parts of at most MAX_SENTENCE_TOKENS, if possible split after punctuation."""
    while len(tokens) > MAX_SENTENCE_TOKENS:
        candidates = range(MAX_SENTENCE_TOKENS, MAX_SENTENCE_TOKENS // 2, -1)
        cut = next((i for i in candidates if tokens[i - 1]["text"] in CUT_AFTER), MAX_SENTENCE_TOKENS)
        yield tokens[:cut]
        tokens = tokens[cut:]
    yield tokens


def renumbered(tokens: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**token, "id": (i,)} for i, token in enumerate(tokens, 1)]
