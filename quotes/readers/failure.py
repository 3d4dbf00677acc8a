"""The failure that a reader yields in place of an article when an input cannot be read."""

from quotes.failure import Failure as ReadFailure

__all__ = ["ReadFailure"]
