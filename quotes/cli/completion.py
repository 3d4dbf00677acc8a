"""Shell completion with the speakers, outlets and articles of the database.

Never raises: if the database cannot be read, there are no completions.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Literal

from quotes.errors import QuotesError
from quotes.store import Store
from quotes.store.queries import beginning_with

__all__ = ["articles", "outlets", "speakers"]

# Characters with a special meaning in bash, outside quotation marks.
_SPECIAL = frozenset(" \t\\'\"`$&|;<>()*?[]!#~{}")


def speakers(ctx: Any, incomplete: str) -> Iterator[tuple[str, str]]:
    """Slugs, which need no quoting, and names once something is typed; each with the other as its description."""
    yield from _begun(ctx, "slug", incomplete)
    if incomplete:
        yield from _whole(_begun(ctx, "name", incomplete), incomplete)


def outlets(ctx: Any, incomplete: str) -> Iterator[tuple[str, str]]:
    yield from _whole(_begun(ctx, "outlet", incomplete), incomplete)


def articles(ctx: Any, incomplete: str) -> Iterator[tuple[str, str]]:
    yield from _whole(_begun(ctx, "article", incomplete), incomplete)


def _begun(ctx: Any, thing: Literal["slug", "name", "outlet", "article"], incomplete: str) -> list[tuple[str, str]]:
    path = ctx.params.get("db") or os.environ.get("QUOTES_DB") or "quotes.db"
    try:
        with Store.open(path, write=False) as store, store.reading() as db:
            return beginning_with(db, thing, incomplete)
    except QuotesError:
        return []


def _whole(values: list[tuple[str, str]], incomplete: str) -> Iterator[tuple[str, str]]:
    """The values in the form that a shell can insert. For bash, which does not quote by itself, special characters are escaped
    in a word that does not begin with a quotation mark.
    """
    bash = os.environ.get("_QUOTES_COMPLETE") == "complete_bash"
    for value, told in values:
        if bash and " " not in incomplete:
            value = "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in value)
        yield value, told
