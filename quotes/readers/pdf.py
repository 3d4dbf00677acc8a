"""Reads a PDF as an Article: its text, with lines joined to paragraphs, and facts from its properties."""

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
from quotes.wording import one_line

__all__ = ["paragraphs", "read"]

_MOST_PAGES = 2_000
_FINAL = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_FULL = 0.8  # of the page's usual line width: a shorter line that ends a sentence ends a paragraph


def read(data: bytes, id: str) -> Article:
    """The Article of a PDF. Raises ReadError if it is damaged, encrypted, or has only pictures of text."""
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
    except Exception as error:  # pypdf raises undocumented errors for damaged files
        raise ReadError(f"a PDF that cannot be read ({type(error).__name__}: {error})"[:200]) from error
    text = storable("\n\n".join(paragraph for page in pages for paragraph in page))
    if not text.strip():
        raise ReadError("a PDF without text, perhaps scanned; run text recognition (OCR) first")
    return fields.article(id, text, {name: str(value) for name, value in facts.items() if value})


def paragraphs(page: str) -> list[str]:
    """The paragraphs of a page: joins words hyphenated at line ends; a short line that ends a sentence ends a paragraph."""
    lines = [one_line(line) for line in page.split("\n")]
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
