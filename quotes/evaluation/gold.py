"""Runs the engine on gold articles and scores the result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from quotes.annotation import Annotated
from quotes.article import Article
from quotes.engine import Failure, annotate, to_json
from quotes.errors import ReadError
from quotes.evaluation.kinds import by_kind
from quotes.evaluation.naming import naming_figures
from quotes.evaluation.scores import score
from quotes.evaluation.words import Entry

__all__ = ["Results", "checked", "evaluate_gold"]

Results = Iterable[Annotated | Failure]


def checked(gold: Sequence[Entry]) -> Sequence[Entry]:
    """The gold articles, unchanged. Raises ReadError if one is incomplete."""
    for number, document in enumerate(gold, 1):
        if not {"id", "text", "attributions"} <= document.keys():
            raise ReadError(f"gold entry {number} lacks id, text or attributions")
    return gold


def evaluate_gold(
    gold: Sequence[Entry],
    speakers: Sequence[Entry] = (),
    *,
    models: str = "compact",
    wide: bool = False,
    watch: Callable[[Results], Results] = iter,
) -> dict[str, Any]:
    """The figures of `score`, `by_kind` and `naming_figures` for the engine on `gold`, which it reads as raw text.

    `watch` gets the iterator of results and returns one: for a progress bar. Raises ModelError and ReadError.
    """
    articles = (Article(document["id"], document["text"]) for document in checked(gold))
    results = watch(annotate(articles, models=models, workers=None, wide=wide))
    predicted = [to_json(r) for r in results if not isinstance(r, Failure)]
    figures = {**score(gold, predicted, speakers), "by kind": by_kind(gold, predicted, speakers)}
    return figures | ({"naming": naming_figures(gold, predicted, speakers)} if speakers else {})
