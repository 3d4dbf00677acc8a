"""Keeps every name on its right parent while names come and go, whatever tables hold them."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from quotes.identity.link import Choice, Known, choose, may_mean, rank
from quotes.identity.names import Name

__all__ = ["Directory", "settle"]


class Directory(Protocol):
    """The names of an archive, as `settle` asks for them."""

    def known(self, name: Name) -> Known | None:
        """A name with the root that it has now; None when no article uses it. It need not say from whom it is told apart."""

    def apart(self, own: Known, others: Sequence[Known]) -> frozenset[Name]:
        """From which of the others an article tells a name apart; well-known names stand beside thousands."""

    def candidates(self, own: Known) -> Sequence[Known]:
        """The commonest of those that offer a key which the name seeks, each once; and those that a person has named."""

    def seekers(self, name: Name) -> Iterable[Known]:
        """At least all that seek a key under which the name is among the commonest."""

    def displaced(self, names: Collection[Name]) -> Iterable[Name]:
        """At least those that were among the commonest under a key until these names came to be."""

    def attached(self, name: Name) -> Iterable[Known]:
        """All of whose latest choice the name was a part."""

    def put(self, name: Name, choice: Choice, root: Name) -> None:
        """Note what the name means now."""


def settle(directory: Directory, changed: Iterable[Name]) -> dict[Name, Name | None]:
    """Bring the parents of all names up to date after `changed` have come, gone or become more or less common.

    Returns the names whose root was another one, and which. The outcome depends on the directory alone, not on its history.
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
            push(known for known in directory.seekers(name) if known.name != name and may_mean(known, own))

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
    """Sorts the highest rank first, so that a name is looked at after all that may be its parent."""
    says, context, weight, name = rank(known)
    letters = f"{name.kind}\0{name.key}\0{name.context}"
    return -says, -int(context), -weight, *(-ord(letter) for letter in letters)
