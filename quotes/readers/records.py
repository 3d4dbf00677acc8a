"""Converts one record with named fields (a JSON object, a row of a table) to an Article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quotes.article import Article
from quotes.errors import ReadError
from quotes.readers import fields
from quotes.readers.decoding import is_binary
from quotes.readers.text import heading

__all__ = ["TEXT_COLUMNS", "article", "named"]

# Usual names for the column with an article's text, compared without case, "_", "-" and spaces.
TEXT_COLUMNS = ("text", "body", "articletext", "articlebody", "fulltext", "maintext", "content", "story")


def article(record: Mapping[str, Any], default_id: str, columns: Mapping[str, str]) -> Article | ReadError:
    """The record's Article, with the text exactly as given, or what is wrong with it.

    `columns` maps "text", "id", "title" … to the fields of the record that have them under other names.
    """
    record = named(record, columns)
    text = record.get("text")
    if not isinstance(text, str):
        problem = "the text is not a string" if "text" in record else 'no "text"'
        return ReadError(f"{problem}; the fields are {', '.join(map(repr, record)) or 'none'}"[:300])
    if not text.strip():
        return ReadError("empty text")
    if is_binary(text):
        return ReadError("binary data, not text")
    given = record.get("id")
    id = str(given).strip() if isinstance(given, str | int) and not isinstance(given, bool) else ""
    facts = {key: record[key] for key in record if key not in ("id", "text")}
    return fields.article(str(given) if id else default_id, text, facts, heading(text), id_given=bool(id))


def named(record: Mapping[str, Any], columns: Mapping[str, str]) -> Mapping[str, Any]:
    """The record with the chosen fields renamed to ours; they replace fields that already had these names."""
    chosen = {field: record[name] for field, name in columns.items() if name in record}
    others = {name: value for name, value in record.items() if name not in columns.values() and name not in chosen}
    return {**chosen, **others} if chosen else record
