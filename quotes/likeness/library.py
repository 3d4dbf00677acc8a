"""Exact search of a few vectors among very many with usearch, on every core.

Not sqlite-vec: it is an extension, which the sqlite3 of many Pythons cannot load. Not usearch's graph of neighbours (Malkov &
Yashunin 2018) either: it is much faster for many queries, but of a million vectors, most of them near copies of others, it
found two of the ten likest.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from quotes.errors import QuotesError

__all__ = ["exact"]

Likest = tuple[
    npt.NDArray[np.int64], npt.NDArray[np.float32]
]  # for each query, numbers of rows and their likenesses, likest first


def exact(rows: npt.NDArray[np.int8], queries: npt.NDArray[np.int8], count: int) -> Likest:
    """The `count` likest of `rows` for each of `queries`: two arrays [queries, count], cosines in the second.

    Every row is compared with every query. Raises QuotesError when usearch is not installed.
    """
    usearch = _usearch()
    matches = usearch.search(rows, queries, min(count, len(rows)), usearch.MetricKind.Cos, exact=True)
    keys = np.asarray(matches.keys, np.int64).reshape(len(queries), -1)
    likenesses = 1 - np.asarray(matches.distances, np.float32).reshape(len(queries), -1)
    return keys, likenesses


def _usearch() -> Any:
    try:
        from usearch import index
    except ImportError as missing:
        raise QuotesError(f"{missing.name} is not installed; pip install 'quotes-attribution[like]'") from missing
    return index
