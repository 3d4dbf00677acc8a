"""Updates the parents of names when articles are added or removed, wherever the names are stored."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from quotes.identity.link import Choice, Known, choose, depends, rank
from quotes.identity.names import Name

__all__ = ["Directory", "settle"]


class Directory(Protocol):
    """The names of an archive, in the form that `settle` needs."""

    def known(self, name: Name) -> Known | None:
        """A name with its present root; None if no article uses it. Its `apart` may be empty: see below."""

    def apart(self, own: Known, others: Sequence[Known]) -> frozenset[Name]:
        """Which of the others an article has beside the name, as different people."""

    def candidates(self, own: Known) -> Sequence[Known]:
        """The commonest names that offer a key which the name seeks, each once; and those of people's decisions."""

    def seekers(self, name: Name) -> Iterable[Known]:
        """The names that seek a key under which this name is among the commonest, without their roots; may include others."""

    def displaced(self, names: Collection[Name]) -> Iterable[Name]:
        """The names that were among the commonest under a key until `names` were added; may include others."""

    def attached(self, name: Name) -> Iterable[Known]:
        """All names whose latest choice has a link to this one."""

    def put(self, name: Name, choice: Choice, root: Name) -> None:
        """Store the new choice and root of a name."""


def settle(directory: Directory, changed: Iterable[Name]) -> dict[Name, Name | None]:
    """Update the parents of all names after those in `changed` were added, removed, or became more or less common.

    Returns the names whose root has changed, with the old root. The result depends only on the directory, not on its history.
    """
    moved: dict[Name, Name | None] = {}
    waiting: list[tuple[tuple[int, ...], Name]] = []
    queued: set[Name] = set()

    changed = sorted(changed)

    def push(some: Iterable[Known]) -> None:
        for known in some:
            if known.name not in queued:
                queued.add(known.name)
                heapq.heappush(waiting, (_descending(known), known.name))

    def push_dependents(name: Name, own: Known | None) -> None:
        push(directory.attached(name))
        if own is not None:
            push(known for known in directory.seekers(name) if known.name != name and depends(known, own))

    for name in changed:
        own = directory.known(name)
        push([own] if own else [])
        push_dependents(name, own)
    for name in directory.displaced(changed):
        push(directory.attached(name))
    while waiting:
        _, name = heapq.heappop(waiting)
        queued.discard(name)
        own = directory.known(name)
        if own is None:
            continue
        candidates = [candidate for candidate in directory.candidates(own) if candidate.name != name]
        choice = choose(replace(own, apart=directory.apart(own, candidates)), candidates)
        roots = {candidate.name: candidate.root or candidate.name for candidate in candidates}
        root = roots[choice.parent.parent] if choice.parent else name
        directory.put(name, choice, root)
        if root != own.root:
            moved.setdefault(name, own.root)
            push_dependents(name, own)
    return moved


def _descending(known: Known) -> tuple[int, ...]:
    """A sort key for descending rank, so that a name comes after all that may be its parent."""
    says, context, weight, name = rank(known)
    letters = f"{name.kind}\0{name.key}\0{name.context}"
    return -says, -int(context), -weight, *(-ord(letter) for letter in letters)
