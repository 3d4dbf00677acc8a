"""Walking a dependency tree: children, subtrees and their spans. Labels are Universal Dependencies v2."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from quotes.article import Span
from quotes.document.parse import Parse, Sentence, Word

__all__ = ["SUBJECTS", "Tree", "tree_at", "trees"]

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
TRIMMED_EDGES = frozenset(",;:—–-")


class Tree:
    """One sentence as a tree. Word indices count from 0; offsets are characters of the text."""

    def __init__(self, sentence: Sentence, text: str) -> None:
        self.sentence = sentence
        self.words = sentence.words
        self.text = text

    @cached_property
    def _children(self) -> list[list[Word]]:
        below: list[list[Word]] = [[] for _ in self.words]
        for word in self.words:
            if 0 <= word.head < len(below) and word.head != word.index:
                below[word.head].append(word)
        return below

    def children(self, word: Word, labels: Collection[str] = ()) -> list[Word]:
        """Dependents of `word` in text order, of the given relations (subtypes included) or of all."""
        below = self._children[word.index]
        return [w for w in below if w.deprel in labels or w.deprel.split(":")[0] in labels] if labels else list(below)

    def child(self, word: Word, labels: Collection[str]) -> Word | None:
        below = self.children(word, labels)
        return below[0] if below else None

    def head(self, word: Word) -> Word | None:
        return self.words[word.head] if 0 <= word.head < len(self.words) else None

    def subtree(self, word: Word, without: Iterable[Word] = ()) -> set[int]:
        """Indices of `word` and all below it, leaving out the subtrees of `without`."""
        barred = {w.index for w in without}
        seen: set[int] = set()
        stack = [word.index]
        while stack:
            index = stack.pop()
            if index in seen or index in barred:
                continue
            seen.add(index)
            stack += [w.index for w in self._children[index]]
        return seen

    def spans(self, indices: Collection[int]) -> tuple[Span, ...]:
        """Character spans of the runs of words among `indices`, without separators at the edges of a run."""
        runs: list[list[int]] = []
        for i in sorted(indices):
            if runs and i == runs[-1][-1] + 1:
                runs[-1].append(i)
            else:
                runs.append([i])
        spans = []
        for run in runs:
            while run and self.words[run[0]].text in TRIMMED_EDGES | {"."}:
                run.pop(0)
            while run and self.words[run[-1]].text in TRIMMED_EDGES:
                run.pop()
            if any(self.words[i].upos != "PUNCT" for i in run):
                spans.append(Span(self.words[run[0]].start, self.words[run[-1]].end))
        return tuple(spans)

    def phrase(self, word: Word) -> Span:
        """The whole noun phrase headed by `word`, with apposition and relative clause, as one span."""
        outside = self.children(word, {"punct", "cc", "case", "parataxis"})
        indices = self.subtree(word, without=[w for w in outside if w.deprel != "punct" or w.index < word.index])
        spans = self.spans(indices)
        return Span(spans[0].start, spans[-1].end) if spans else Span(word.start, word.end)

    def subject(self, verb: Word) -> Word | None:
        """The one who does `verb`: its subject, or the one it shares with a conjunct or a governing clause."""
        seen: set[int] = set()
        at: Word | None = verb
        while at is not None and at.index not in seen:
            seen.add(at.index)
            found = self.child(at, SUBJECTS)
            if found:
                return found
            governor = self.head(at)
            relation = at.deprel.split(":")[0]
            if governor is None:
                return None
            if relation == "acl":
                return governor
            if relation not in {"conj", "xcomp", "advcl", "parataxis", "ccomp", "dep"}:
                return None
            if relation == "ccomp" and at.upos not in {"VERB", "AUX"}:
                return None
            at = governor
        return None


def trees(parse: Parse) -> list[Tree]:
    return [Tree(sentence, parse.text) for sentence in parse.sentences]


def tree_at(sentence_trees: Sequence[Tree], offset: int) -> Tree | None:
    """The tree of the sentence that holds the character `offset`, or ends last before it; None before the first."""
    at = bisect_right(sentence_trees, offset, key=lambda tree: tree.sentence.start) - 1
    return sentence_trees[at] if at >= 0 else None
