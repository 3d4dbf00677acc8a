"""Keeps every name on its right parent while names come and go, whatever tables hold them."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from typing import Protocol

from quotes.identity.link import Choice, Known, choose, rank
from quotes.identity.names import Name

__all__ = ["Directory", "settle"]


class Directory(Protocol):
    """The names of an archive, as `settle` asks for them."""

    def known(self, name: Name) -> Known | None:
        """A name with the root that it has now; None when no article uses it."""

    def candidates(self, name: Name) -> Sequence[Known]:
        """All that offer a key which the name seeks, each once."""

    def dependents(self, name: Name) -> Iterable[Name]:
        """All that seek a key which the name offers, or did when it was last settled."""

    def put(self, name: Name, choice: Choice, root: Name) -> None:
        """Note what the name means now."""


def settle(directory: Directory, changed: Iterable[Name]) -> set[Name]:
    """Bring the parents of all names up to date after `changed` have come, gone or become more or less common.

    Returns the names whose root is another one now. The outcome depends on the directory alone, not on its history.
    """
    moved: set[Name] = set()
    waiting: list[tuple[tuple[int, ...], tuple[int, ...], Name]] = []
    queued: set[Name] = set()

    def push(names: Iterable[Name]) -> None:
        for name in names:
            if name not in queued and (known := directory.known(name)) is not None:
                queued.add(name)
                heapq.heappush(waiting, (_descending(known), _letters(name), name))

    changed = set(changed)
    push(changed)
    for name in changed:
        push(directory.dependents(name))
    while waiting:
        *_, name = heapq.heappop(waiting)
        queued.discard(name)
        own = directory.known(name)
        if own is None:
            continue
        candidates = [candidate for candidate in directory.candidates(name) if candidate.name != name]
        choice = choose(own, candidates)
        roots = {candidate.name: candidate.root or candidate.name for candidate in candidates}
        root = roots[choice.parent.parent] if choice.parent else name
        directory.put(name, choice, root)
        if root != own.root:
            moved.add(name)
            push(directory.dependents(name))
    return moved


def _descending(known: Known) -> tuple[int, ...]:
    """Sorts the highest rank first, so that a name is looked at after all that may be its parent."""
    says, context, weight, _ = rank(known)
    return -says, -int(context), -weight


def _letters(name: Name) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in f"{name.kind} {name.key} {name.context}")
