"""The candidate "nobody named": the description as written, or the description of the person that a pronoun means."""

from __future__ import annotations

from collections.abc import Iterator

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.document import Token
from quotes.speakers.candidates.candidate import Proposal
from quotes.speakers.candidates.view import View
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.phrases import noun_span, plain

__all__ = ["nobody"]


def nobody(mention: Mention, view: View) -> Iterator[Proposal]:
    """Exactly one proposal: that the article does not name the speaker; the proposal's name is the article's description."""
    own, kind, marks = _described(mention, view)
    reason = f"nobody is named: “{own}”" if own else "nobody is named"
    yield Proposal(("nobody",), own, kind, "nobody", reason, marks)


def _described(mention: Mention, view: View) -> tuple[str, SpeakerKind | None, dict[str, float]]:
    token = mention.token
    if token is None or mention.form in {"none", "pronoun"}:
        return "", None, {}
    if mention.form in {"first", "second"}:
        return "", None, {}
    if mention.form in {"he", "it", "they"}:
        return _by_pronoun(token, view)
    noun = noun_span(token)
    span = mention.span or noun
    start = max(noun.start, span.start)
    own = plain(Span(start, max(min(noun.end, span.end), token.end)), view.cast.text)
    return own, "group" if mention.plural else "unnamed", {}


def _by_pronoun(token: Token, view: View) -> tuple[str, SpeakerKind | None, dict[str, float]]:
    cast = view.cast
    snapshot = view.salience.at.get(token)
    if snapshot is not None and isinstance(snapshot.meant, Token):
        top = max(snapshot.salience.values(), default=1.0)
        own = plain(noun_span(snapshot.meant), cast.text)
        share = snapshot.salience.get(snapshot.meant, 0.0) / top if top else 0.0
        return own, "unnamed", {"unnamed is meant": 1.0, "unnamed salience": share}
    link = cast.link_of(token)
    if link is None:
        return "", None, {}
    for mentioned in link.chain.mentions:
        head = view.document.mention_head(mentioned)
        if head is None or head.child("cop") is not None:
            continue  # "he is the most wanted man" introduces nobody
        if head.upos in {"NOUN", "PROPN"} and cast.of(head) is None:
            own = plain(noun_span(head), cast.text)
            plural = head.has("Number=Plur")
            return (
                own,
                "group" if plural else "unnamed",
                {"chain describes": 1.0, "chain unnamed": float(not link.named)},
            )
    return "", None, {}
