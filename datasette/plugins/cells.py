"""Links cells of tables and SQL results to the page of the quote, speaker or article that they name."""

from __future__ import annotations

import re
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup

__all__ = ["render_cell"]

_QUOTE_ID = re.compile(r"[0-9a-f]{16}")


def _page(value: str, column: str, table: str | None) -> str | None:
    if column == "speaker_slug" or (column == "slug" and table == "speakers"):
        return "speaker"
    if table == "articles" and column == "id":
        return "article"
    is_quote = column == "quote_id" or (column == "id" and table in ("quotes", "quotes_full", None))
    return "quote" if is_quote and _QUOTE_ID.fullmatch(value) else None


@hookimpl
def render_cell(value: Any, column: str, table: str | None, datasette: Any) -> Markup | None:
    page = _page(value, column, table) if isinstance(value, str) else None
    if page is None:
        return None
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"{page}/{tilde_encode(value)}"), value)
