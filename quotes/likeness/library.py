"""What usearch does for us: the products of a few vectors with very many, each with all, on every core.

sqlite-vec was weighed: it is an extension, which the sqlite3 of many Pythons cannot load. So was usearch's graph of neighbours
(Malkov & Yashunin 2018), which is much quicker for many queries: of a million
vectors, most of them near copies of others, it found two of the ten likest.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from quotes.errors import QuotesError

__all__ = ["exact"]

Found = tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]  # rows and their likenesses, likest first, a line a query


def exact(rows: npt.NDArray[np.int8], queries: npt.NDArray[np.int8], count: int) -> Found:
    """The `count` likest of `rows` for each of `queries`, each compared with all. Raises QuotesError without usearch."""
    usearch = _usearch()
    found = usearch.search(rows, queries, min(count, len(rows)), usearch.MetricKind.Cos, exact=True)
    keys = np.asarray(found.keys, np.int64).reshape(len(queries), -1)
    likenesses = 1 - np.asarray(found.distances, np.float32).reshape(len(queries), -1)
    return keys, likenesses


def _usearch() -> Any:
    try:
        from usearch import index
    except ImportError as missing:
        raise QuotesError(f"{missing.name} is not installed; pip install 'quotes-attribution[like]'") from missing
    return index
