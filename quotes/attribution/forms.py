"""Forms of text in which layout says who speaks: letters, transcripts, embedded posts, headlines, conversations.

A module a form; each finds nothing in text of another form. What layout says is certain and displaces what was read there.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotes.attribution.dialogue import dialogue_drafts
from quotes.attribution.draft import Draft, displaced
from quotes.attribution.headlines import headline_drafts
from quotes.attribution.letters import without_salutation
from quotes.attribution.posts import post_drafts
from quotes.attribution.tree import Tree
from quotes.attribution.turns import with_turns
from quotes.document.marks import Quotation
from quotes.document.parse import Parse

__all__ = ["with_forms"]


def with_forms(drafts: Sequence[Draft], parse: Parse, trees: Sequence[Tree], found: Sequence[Quotation]) -> list[Draft]:
    """The drafts of an article with those that its layout gives."""
    drafts = without_salutation(drafts, parse.text)
    drafts = displaced(drafts, dialogue_drafts(parse.text))
    drafts = displaced(drafts, post_drafts(parse.text, found))
    drafts = displaced(drafts, headline_drafts(parse, trees, found, drafts))
    return with_turns(drafts, parse.text, trees, found)
