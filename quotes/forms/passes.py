"""Passes of layout: letters, transcripts, embedded posts, headlines, signed quotations, conversations, pull quotes, notes.

Each finds nothing in text of another form. What layout says is certain, and replaces drafts of the same words.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotes.attribution.draft import Draft, displaced
from quotes.attribution.passes import Parts, Pass
from quotes.document import Document
from quotes.forms.conversation import with_turns
from quotes.forms.headline import headline_drafts
from quotes.forms.letter import as_letter
from quotes.forms.notes import without_notes
from quotes.forms.post import post_drafts
from quotes.forms.pull_quote import without_pull_quotes
from quotes.forms.signed import with_signed
from quotes.forms.transcript import transcript_drafts

__all__ = ["PASSES"]


def _letter(drafts: Sequence[Draft], document: Document, _: Parts) -> list[Draft]:
    return as_letter(drafts, document)


def _transcript(drafts: Sequence[Draft], document: Document, _: Parts) -> list[Draft]:
    return displaced(drafts, transcript_drafts(document))


def _posts(drafts: Sequence[Draft], document: Document, _: Parts) -> list[Draft]:
    return displaced(drafts, post_drafts(document))


def _headline(drafts: Sequence[Draft], document: Document, _: Parts) -> list[Draft]:
    return displaced(drafts, headline_drafts(document, drafts))


def _signed(drafts: Sequence[Draft], document: Document, _: Parts) -> list[Draft]:
    return with_signed(drafts, document)


def _conversation(drafts: Sequence[Draft], document: Document, _: Parts) -> list[Draft]:
    return with_turns(drafts, document)


def _pull_quotes(drafts: Sequence[Draft], document: Document, _: Parts) -> list[Draft]:
    return without_pull_quotes(drafts, document)


def _notes(drafts: Sequence[Draft], document: Document, _: Parts) -> list[Draft]:
    return without_notes(drafts, document)


PASSES = (
    Pass("letter", "marks", _letter, "the signer of the letter says it"),
    Pass("transcript", "marks", _transcript, "a labelled line of a transcript takes its place"),
    Pass("posts", "marks", _posts, "a post takes its place"),
    Pass("headline", "marks", _headline, "the headline's layout takes its place"),
    Pass("signed quotations", "marks", _signed, "a signed quotation takes its place"),
    Pass("conversation", "marks", _conversation, "the whole paragraph is one turn of a conversation"),
    Pass("pull quotes", "marks", _pull_quotes, "a pull quote repeats what somebody says elsewhere in the article"),
    Pass(
        "notes",
        "marks",
        _notes,
        "a link, an address, an invitation, a note about the author or a heading in capitals quotes nobody",
    ),
)
