"""Makes HTML safe to parse, and converts fragments of it, as in feeds and messages, to text."""

from __future__ import annotations

import re

from quotes.errors import ReadError
from quotes.wording import one_line

__all__ = ["blocks_of", "bounded", "fragment", "spaced"]

# A tag up to its end, or up to an unfinished quoted value. Once begun it always matches, so that the search takes linear time.
_TAG = re.compile(r"<([a-z][\w:-]*)(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+", re.IGNORECASE)
_LONG_TAG = 20_000  # characters
_MOST_ATTRIBUTES = 1_000  # of a tag; the parser compares each with all before it, and 20,000 take 15 seconds
_NO_TEXT = ("script", "style", "figure", "iframe", "noscript", "template", "head", "svg")
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def bounded(page: str) -> str:
    """`page` without the attributes of tags that have far too many."""
    return _TAG.sub(_bounded_tag, page)


def _bounded_tag(tag: re.Match[str]) -> str:
    long = len(tag[0]) > _LONG_TAG and len(tag[0].split(maxsplit=_MOST_ATTRIBUTES)) > _MOST_ATTRIBUTES
    return f"<{tag[1]} " if long else tag[0]


def fragment(markup: str) -> str:
    """The text of a piece of HTML, with one empty line between blocks; "" if it has none."""
    import lxml.etree
    import lxml.html
    from lxml.html import defs

    if "<" not in markup and "&" not in markup:
        return "\n".join(map(one_line, markup.split("\n"))).strip()
    try:
        root = lxml.html.fragment_fromstring(bounded(_UNSTORABLE.sub(" ", markup)), create_parent="div")
    except (ValueError, lxml.etree.LxmlError) as error:
        raise ReadError(f"HTML that cannot be parsed ({error})"[:200]) from error
    lxml.etree.strip_elements(root, *_NO_TEXT, lxml.etree.Comment, with_tail=False)
    pieces: list[str] = []
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        if element.tag in defs.block_tags:
            pieces.append("\0")
        elif element.tag == "br" and event == "start":
            pieces.append("\n")
        pieces.append(spaced(element.text if event == "start" else element.tail))
    return blocks_of("".join(pieces))


def blocks_of(text: str) -> str:
    """The paragraphs of a text that has "\\0" at the edges of blocks, with one empty line between them."""
    lines = ("\n".join(map(one_line, block.split("\n"))) for block in text.split("\0"))
    return re.sub(r"\n{2,}", "\n\n", "\n\n".join(filter(None, map(str.strip, lines))))


def spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
