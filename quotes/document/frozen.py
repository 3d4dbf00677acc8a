"""Writes parses as JSON with one line for each word, so that a diff shows the effect of a retrained model; and reads them."""

from __future__ import annotations

import json
from typing import Any

from quotes.article import Span
from quotes.document.parse import Chain, Entity, Mention, Parse, Proposal, Sentence, Word

__all__ = ["freeze", "thaw"]

DIGITS = 4  # to which scores are rounded


def freeze(parse: Parse) -> str:
    """The parse as JSON; scores are rounded to four digits."""
    sentences = [{"start": s.start, "end": s.end, "words": [_word(w) for w in s.words]} for s in parse.sentences]
    data = {
        "text": parse.text,
        "models": parse.models,
        "sentences": sentences,
        "entities": [[e.type, e.start, e.end] for e in parse.entities],
        "chains": [[c.id, *([m.sentence, m.first, m.last, m.start, m.end] for m in c.mentions)] for c in parse.chains],
        "proposals": [_proposal(p) for p in parse.proposals],
    }
    return _lines(data) + "\n"


def _word(word: Word) -> list[Any]:
    return [word.text, word.lemma, word.upos, word.feats, word.head, word.deprel, word.start, word.end]


def _proposal(proposal: Proposal) -> list[Any]:
    scores = (proposal.cue_score, proposal.source_score, proposal.content_score)
    return [proposal.cue, proposal.source, proposal.content, *(round(score, DIGITS) for score in scores)]


def _lines(value: Any, depth: int = 0) -> str:
    """JSON with a line for each item of a dictionary, and for each innermost list of a list of lists."""
    indent = " " * (depth + 1)
    if isinstance(value, dict):
        fields = (f"{indent}{json.dumps(key)}: {_lines(v, depth + 1)}" for key, v in value.items())
        return "{\n" + ",\n".join(fields) + "\n" + " " * depth + "}"
    if isinstance(value, list) and value and isinstance(value[0], list | dict):
        items = (indent + (_lines(v, depth + 1) if isinstance(v, dict) else _compact(v)) for v in value)
        return "[\n" + ",\n".join(items) + "\n" + " " * depth + "]"
    return _compact(value)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def thaw(text: str) -> Parse:
    """The parse that `freeze` wrote."""
    data = json.loads(text)
    sentences = tuple(
        Sentence(number, s["start"], s["end"], tuple(Word(i, *word) for i, word in enumerate(s["words"])))
        for number, s in enumerate(data["sentences"])
    )
    return Parse(
        data["text"],
        sentences,
        tuple(Entity(*entity) for entity in data["entities"]),
        tuple(Chain(number, tuple(Mention(*mention) for mention in mentions)) for number, *mentions in data["chains"]),
        tuple(_read_proposal(*proposal) for proposal in data["proposals"]),
        data["models"],
    )


def _read_proposal(
    cue: list[int],
    source: list[list[int]],
    content: list[list[int]],
    cue_score: float,
    source_score: float,
    score: float,
) -> Proposal:
    return Proposal(
        Span(*cue), tuple(Span(*s) for s in source), tuple(Span(*c) for c in content), cue_score, source_score, score
    )
