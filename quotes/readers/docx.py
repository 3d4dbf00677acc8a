"""Reads a Word document (.docx) as an Article: its paragraphs and tables in order, and facts from its properties."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from quotes.article import Article
from quotes.errors import ReadError
from quotes.limits import Limits
from quotes.readers import fields
from quotes.readers.decoding import storable

__all__ = ["read"]

_MOST_UNPACKED = 10  # times the limit of a file


def read(data: bytes, id: str, limits: Limits) -> Article:
    """The Article of a Word document. Raises ReadError if it is not one, or unpacks to far too many bytes."""
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED * limits.file_bytes:
                raise ReadError("a document that unpacks to too many bytes; --max-bytes allows more")
        document = docx.Document(io.BytesIO(data))
        text = storable("\n\n".join(_blocks(document)))
        about = document.core_properties
        facts = {"title": about.title, "author": about.author}
    except ReadError:
        raise
    except Exception as error:  # zipfile, lxml and docx raise many kinds of errors for damaged files
        raise ReadError(f"a document that cannot be read ({type(error).__name__}: {error})"[:200]) from error
    if not text.strip():
        raise ReadError("a document without text")
    return fields.article(id, text, {name: value for name, value in facts.items() if value})


def _blocks(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = dict.fromkeys(
                    cell.text.strip() for cell in row.cells
                )  # a merged cell comes once for each column
                yield " | ".join(filter(None, cells))
        elif block.text.strip():
            yield block.text.strip()
