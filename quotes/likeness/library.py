"""What usearch does for us: products of many vectors, exactly, and a graph of neighbours where there are too many for that.

sqlite-vec was weighed: it is an extension, which the sqlite3 of many Pythons cannot load, this machine's among them. Source of
the graph: Malkov & Yashunin 2018, Hierarchical Navigable Small World graphs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from quotes.errors import QuotesError

__all__ = ["exact", "graph"]

Found = tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]  # rows and their likenesses, likest first, a line a query


def exact(rows: npt.NDArray[np.int8], queries: npt.NDArray[np.int8], count: int) -> Found:
    """The `count` likest of `rows` for each of `queries`, each compared with all."""
    usearch = _usearch()
    count = min(count, len(rows))
    found = usearch.search(rows, queries, count, usearch.MetricKind.Cos, exact=True)
    return _found(found, len(queries))


def graph(rows: npt.NDArray[np.int8]) -> Any:
    """A function like `exact`, over a graph of `rows`: much quicker for many queries, and right about nearly all."""
    usearch = _usearch()
    index = usearch.Index(ndim=rows.shape[1], metric="cos", dtype="i8", connectivity=24, expansion_add=96)
    index.expansion_search = 128
    index.add(np.arange(len(rows)), np.ascontiguousarray(rows), copy=True)

    def look(queries: npt.NDArray[np.int8], count: int) -> Found:
        return _found(index.search(queries, min(count, len(rows))), len(queries))

    return look


def _found(found: Any, queries: int) -> Found:
    keys = np.asarray(found.keys, np.int64).reshape(queries, -1)
    likenesses = 1 - np.asarray(found.distances, np.float32).reshape(queries, -1)
    return keys, likenesses


def _usearch() -> Any:
    try:
        from usearch import index
    except ImportError as missing:
        raise QuotesError(f"{missing.name} is not installed; pip install 'quotes-attribution[like]'") from missing
    return index
