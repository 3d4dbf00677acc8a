"""Where quotes.document.parse used to be: parses that were pickled before still load."""

from quotes.document.parse import Chain, Entity, Mention, Parse, Proposal, Sentence, Word

__all__ = ["Chain", "Entity", "Mention", "Parse", "Proposal", "Sentence", "Word"]
