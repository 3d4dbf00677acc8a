"""A PDF to an Article: its text, lines joined to paragraphs again, and what its properties say."""

from __future__ import annotations

import io
import logging
import re
from statistics import median
from typing import Any

from quotes.article import Article
from quotes.errors import ReadError
from quotes.readers import fields
from quotes.readers.decoding import storable

__all__ = ["paragraphs", "read"]

_MOST_PAGES = 2_000
_FINAL = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_FULL = 0.8  # of a page's usual width: a shorter line that ends a sentence ends a paragraph


def read(data: bytes, id: str) -> Article:
    """The Article of a PDF. Raises ReadError where it is damaged, encrypted or holds pictures of text only."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("a PDF that is locked with a password")
        if len(reader.pages) > _MOST_PAGES:
            raise ReadError(f"a PDF of more than {_MOST_PAGES:,} pages")
        pages = [paragraphs(page.extract_text()) for page in reader.pages]
        properties: Any = reader.metadata or {}
        facts = {"title": properties.get("/Title"), "author": properties.get("/Author")}
    except ReadError:
        raise
    except Exception as error:  # damaged files fail in it in ways that it does not document
        raise ReadError(f"a PDF that cannot be read ({type(error).__name__}: {error})"[:200]) from error
    text = storable("\n\n".join(paragraph for page in pages for paragraph in page))
    if not text.strip():
        raise ReadError("a PDF without text, pictures of pages perhaps; recognise the text first")
    return fields.article(id, text, {name: str(value) for name, value in facts.items() if value})


def paragraphs(page: str) -> list[str]:
    """The paragraphs of a page's lines: hyphens at their ends undone, and a break where a short line ends a sentence."""
    lines = [" ".join(line.split()) for line in page.split("\n")]
    width = median([len(line) for line in lines if len(line) > 20] or [0])
    joined: list[str] = []
    begins = True
    for line in lines:
        if not line:
            begins = True
            continue
        if begins:
            joined.append(line)
        elif joined[-1].endswith("-") and joined[-1][-2:-1].isalpha() and line[0].islower():
            joined[-1] = joined[-1][:-1] + line
        else:
            joined[-1] += " " + line
        begins = len(line) < _FULL * width and bool(_FINAL.search(line))
    return joined
