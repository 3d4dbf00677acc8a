"""Finds the quotes whose meaning is closest to a text's, by comparing it with every quote: none is missed."""

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
    """A row of quotes_full, and its likeness to the query: the cosine of the two vectors."""

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
    """The `limit` quotes closest in meaning to `text` among those that pass the filters, likest first.

    First makes the vectors of quotes that have none yet; `watch` is told how many are done, and of how many. Raises ModelError
    and QuotesError.
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
            # Filters may leave too few of them: take more until there are enough, or all were taken.
            if len(rows) >= limit or wanted >= len(vectors.rows):
                break
            wanted *= 8
    hits = [Like(row, likeness[number]) for number, row in rows]
    return sorted(hits, key=lambda like: (-like.likeness, like.row["id"]))[:limit]
