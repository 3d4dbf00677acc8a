"""The quotes that are likest to a text, found by comparing it with every one of them, so that none is passed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from quotes.language.sentences import embed
from quotes.likeness.library import exact
from quotes.likeness.vectors import Vectors, folder_of, quantized
from quotes.store import Filters, Row, Store
from quotes.store.queries import numbered

__all__ = ["Like", "search"]

_FIRST = 200  # candidates before the filters


@dataclass(frozen=True)
class Like:
    """A row of quotes_full, and its likeness to what was asked for: the cosine of the two vectors."""

    row: Row
    likeness: float


def search(
    store: Store,
    text: str,
    filters: Filters,
    *,
    limit: int,
    watch: Callable[[int, int], None] = lambda done, total: None,
) -> list[Like]:
    """The `limit` quotes that mean most nearly what `text` says, among those that the filters leave, likest first.

    Makes the vectors of quotes that have none yet, and tells `watch` so. Raises ModelError and QuotesError.
    """
    with store.reading() as db:
        vectors = Vectors(folder_of(store.path))
        vectors.sync(db, embed, watch=watch)
        if not len(vectors.rows):
            return []
        query = quantized(embed([text]))
        wanted = _FIRST
        while True:
            (nearest,), (likenesses,) = exact(vectors.rows, query, wanted)
            likeness = dict(zip(vectors.numbers[nearest].tolist(), likenesses.tolist(), strict=True))
            rows = numbered(db, list(likeness), filters)
            # A filter may leave few of the likest: look further until there are enough, or none is left.
            if len(rows) >= limit or wanted >= len(vectors.rows):
                break
            wanted *= 8
    found = [Like(row, likeness[number]) for number, row in rows]
    return sorted(found, key=lambda like: (-like.likeness, like.row["id"]))[:limit]
