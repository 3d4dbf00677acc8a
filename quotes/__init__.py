"""Find every quote in news articles, link each to who said it, and publish them as a searchable database.

    import quotes

    for item in quotes.read(["articles/"]):            # files and folders to articles, or failures with a reason
        ...
    for result in quotes.annotate([quotes.Article("a1", "“We won,” said Ann Lee.")]):
        for quote in result.quotes:                    # Quote: content, cue and source as spans of the article's text
            ...
    with quotes.Store.open("quotes.db", write=False) as store:
        row = store.article("a1")                      # what `quotes ingest` stored

Offsets count Unicode characters of `Article.text`, end exclusive. Language models are loaded when the first article is annotated;
importing the library, reading articles and asking a database need no torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quotes.annotation import Annotated, Quote, Role, Speaker, SpeakerMention
    from quotes.article import Article, Span
    from quotes.document import Document, Parse
    from quotes.engine import Failure, annotate, annotate_parse, to_json
    from quotes.errors import ModelError, QuotesError, ReadError, StoreError
    from quotes.explanation import explain
    from quotes.readers import ReadFailure, read
    from quotes.store import Store

__version__ = "0.1.0"

__all__ = [
    "Annotated",
    "Article",
    "Document",
    "Failure",
    "ModelError",
    "Parse",
    "Quote",
    "QuotesError",
    "ReadError",
    "ReadFailure",
    "Role",
    "Span",
    "Speaker",
    "SpeakerMention",
    "Store",
    "StoreError",
    "__version__",
    "annotate",
    "annotate_parse",
    "explain",
    "read",
    "to_json",
]

# Where each name is defined; imported when it is first asked for.
_HOMES = {
    "quotes.annotation": ("Annotated", "Quote", "Role", "Speaker", "SpeakerMention"),
    "quotes.article": ("Article", "Span"),
    "quotes.document": ("Document", "Parse"),
    "quotes.engine": ("Failure", "annotate", "annotate_parse", "to_json"),
    "quotes.errors": ("ModelError", "QuotesError", "ReadError", "StoreError"),
    "quotes.explanation": ("explain",),
    "quotes.readers": ("ReadFailure", "read"),
    "quotes.store": ("Store",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
