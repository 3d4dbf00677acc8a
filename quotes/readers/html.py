"""Reads a web page as an Article: main text by trafilatura, one empty line between blocks, facts from the page's head."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from quotes.article import Article
from quotes.errors import ReadError
from quotes.readers import fields
from quotes.readers.dates import iso_date
from quotes.readers.markup import blocks_of, bounded, spaced
from quotes.readers.page_blocks import Block, kept

__all__ = ["declared_encoding", "looks_like", "read"]

_Element = Any  # lxml's; it comes without types

# The element names in what trafilatura's bare_extraction returns.
_BLOCKS = frozenset({"body", "p", "head", "quote", "list", "item", "table", "row", "div", "ab"})
_SILENT = frozenset({"graphic", "done"})

# Mark edges of blocks, and headings, in a page's text during extraction; neither can occur in a stored text.
_EDGE, _HEADING = "\0", "\x01"
_MARKS = re.compile("[\0\x01]")

# Elements that may be nothing but a link to another page. Not h1: on many pages, the title is a link.
_LINKED_BLOCKS = ("p", "li", "h2", "h3", "h4", "h5", "h6", "figcaption")
_LINKED = 0.9  # of a block's letters are in links, if it is nothing but a link
_LONGEST_LINK = 300

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b", re.IGNORECASE | re.DOTALL
)
_CHARSET = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)

_DATE_NAMES = frozenset(
    {
        "article:published_time",
        "article:published",
        "og:article:published_time",
        "og:published_time",
        "datepublished",
        "publishdate",
        "publish-date",
        "publication_date",
        "pubdate",
        "date",
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
        "dcterms.created",
        "dcterms.issued",
        "sailthru.date",
        "parsely-pub-date",
    }
)
_LINKED_DATA_DATE = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{1,60})\"")
# Dates of a page's last change, which a date search would take for its publication if it finds no other.
_CHANGED = re.compile(
    r"<meta[^<>]{0,300}(?:modif|updated)[^<>]{0,300}>|\"dateModified\"\s{0,9}:\s{0,9}\"[^\"]{0,60}\"", re.IGNORECASE
)


def looks_like(text: str) -> bool:
    """Whether a document of unknown format is a web page."""
    return _PAGE.match(text[:4096]) is not None


def declared_encoding(data: bytes) -> str | None:
    """The encoding stated in a page's head."""
    charset = _CHARSET.search(data[:4096])
    return charset[1].decode("ascii", errors="replace") if charset else None


def read(page: str, id: str, *, url: str | None = None) -> Article:
    """The Article of a page that came from `url`. Raises ReadError if trafilatura finds no text in it."""
    import trafilatura

    # trafilatura logs errors for difficult pages; what matters is raised as ReadError.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    page = bounded(page)
    try:
        tree = trafilatura.load_html(page)
        document = trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # parser, extractor and date search raise undocumented errors for some pages
        raise ReadError(f"a page that cannot be parsed ({type(error).__name__}: {error})") from error
    if (
        tree is None
        or document is None
        or isinstance(document, dict)
        or not (text := _text(document.body, _link_blocks(tree)))
    ):
        raise ReadError("a page without an article's text")
    facts: dict[str, Any] = {
        "title": document.title,
        "outlet": document.sitename,
        "author": document.author,
        "url": document.url or url,
        "published": _published(tree, page, document.date),
        "language": tree.get("lang"),
    }
    return fields.article(id, text, {name: value for name, value in facts.items() if value})


def _text(body: _Element | None, links: frozenset[str]) -> str:
    """The article's text in trafilatura's body element; `links` are the letters of blocks that are nothing but links."""
    if body is None:
        return ""
    blocks = [
        Block(text, _letters(text) in links, _HEADING in part)
        for part in "".join(_pieces(body)).split(_EDGE)
        if (text := blocks_of(part.replace(_HEADING, "")))
    ]
    return "\n\n".join(block.text for block in kept(blocks))


def _link_blocks(tree: _Element) -> frozenset[str]:
    """The letters of those paragraphs, list items and headings that are nothing but a link, and whose text is nowhere else."""
    linked: set[str] = set()
    others: set[str] = set()
    for element in tree.iter(*_LINKED_BLOCKS):
        letters = _letters(element.text_content())
        if not letters or len(letters) > _LONGEST_LINK:
            continue
        inside = sum(len(_letters(link.text_content())) for link in element.iter("a"))
        (linked if inside >= _LINKED * len(letters) else others).add(letters)
    return frozenset(linked - others)


def _letters(text: str) -> str:
    return "".join(text.split())


def _pieces(element: _Element) -> Iterator[str]:
    """Text in document order, with marks for the edges of blocks and for headings, and "\\n" for a line break."""
    if element.tag == "lb":
        yield "\n"
    elif element.tag == "cell" and element.getprevious() is not None:
        yield " | "
    edge = _EDGE if element.tag in _BLOCKS else ""
    yield edge
    if isinstance(element.tag, str) and element.tag not in _SILENT:
        yield _HEADING if element.tag == "head" else ""
        yield _unmarked(element.text)
        for child in element:
            yield from _pieces(child)
            yield _unmarked(child.tail)
    yield edge


def _unmarked(text: str | None) -> str:
    return _MARKS.sub(" ", spaced(text))


def _published(tree: _Element, page: str, guess: str | None) -> str | None:
    """The publication date that the page states, as precisely as it states it.

    `guess` is the result of a date search, which picks one of the two meanings of "03/04/2025": it counts only if the page also
    has that day in an unambiguous form.
    """
    for element in tree.iter("meta", "time", "span", "abbr"):
        names = {(element.get(key) or "").casefold() for key in ("property", "name", "itemprop")}
        if (names & _DATE_NAMES or element.get("pubdate") is not None) and (
            published := iso_date(element.get("content") or element.get("datetime") or element.text)
        ):
            return published
    linked = _LINKED_DATA_DATE.search(page)
    if linked and (published := iso_date(linked[1])):
        return published
    return guess if guess and _stands_in(_CHANGED.sub("", page), date.fromisoformat(guess)) else None


def _stands_in(page: str, day: date) -> bool:
    """Whether `page` has `day` in an unambiguous form: year first, month as a word, or a day after the twelfth."""
    word = rf"{day:%b}(?:{f'{day:%B}'[3:]}|[a-z]?\.?)"
    suffix = "(?:st|nd|rd|th)?"
    forms = [
        rf"{day.year}(?P<between>[-/.]?)0?{day.month}(?P=between)0?{day.day}(?!\d)",
        rf"(?<!\d){day.day}{suffix}\s+(?:of\s+)?{word},?\s+{day.year}",
        rf"{word}\s+{day.day}{suffix},?\s+{day.year}",
    ]
    if day.day > 12 or day.day == day.month:
        forms.append(rf"(?<!\d)0?{day.day}(?P<between>[-/.])0?{day.month}(?P=between){day.year}")
        forms.append(rf"(?<!\d)0?{day.month}(?P<between>[-/.])0?{day.day}(?P=between){day.year}")
    return any(re.search(form, page, re.IGNORECASE) for form in forms)
