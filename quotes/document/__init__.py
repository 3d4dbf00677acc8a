"""The parsed article: what holds for text in any language, built once and used by all later steps."""

from quotes.document.document import Document, Sentence, Token
from quotes.document.marks import Quotation
from quotes.document.parse import Chain, Entity, Mention, Parse, Proposal

__all__ = ["Chain", "Document", "Entity", "Mention", "Parse", "Proposal", "Quotation", "Sentence", "Token"]
