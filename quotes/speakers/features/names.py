"""Where the article names a candidate: how often, how long before and after the mention, and who is named in between."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection

from quotes.article import Span
from quotes.speakers.candidates import View
from quotes.speakers.features.limits import ALONE, LONG, MANY, WORKS
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.subjects import asks, is_asked, is_subject

__all__ = ["Names"]

FAR = 20  # sentences
OFTEN = 30  # names
NEW = 2  # sentences since the first name


class Names:
    """Measures the names of individuals around one mention; `about` are those whom its candidates are about."""

    def __init__(self, mention: Mention, about: Collection[int], view: View) -> None:
        self.mention, self.view = mention, view
        paragraph = view.document.paragraph_at(mention.at)
        self.paragraph = paragraph.start if paragraph is not None else 0
        named = view.cast.names_within(Span(self.paragraph, mention.at)) if mention.at > self.paragraph else []
        self.persons_near = {i for name in named if view.cast.is_person(i := view.cast.by_span[name])}
        sentence = view.document.sentence_at(mention.at)
        self.sentence = sentence.index if sentence is not None else 0
        self.last_named = [at for i in about if (at := view.cast.last_named(i, mention.at)) is not None]
        noun = mention.token.lemma.lower() if mention.token is not None and mention.form in WORKS else ""
        self.having_noun = {i for i in about if noun and view.is_named_with(noun, i)}

    def of(self, individual: int) -> dict[str, float]:
        cast, view = self.view.cast, self.view
        starts = cast.starts[individual]
        body, thing = cast.tagged[individual]
        values = {
            "a place": float(individual in cast.places),
            "tagged as a body": body,
            "tagged as a thing": thing,
            "opens the article": float(individual in view.opening),
            "opens as subject": float(view.opening.get(individual, False)),
            "has the noun": float(individual in self.having_noun),
            "alone has the noun": float(self.having_noun == {individual}),
            "count": float(min(OFTEN, len(starts))),
            "share": len(starts) / view.most_named(cast.kind(individual)),
            "since": float(FAR),
            "until": float(FAR),
            "in content": float(
                any(bisect_left(starts, s.start) < bisect_left(starts, s.end) for s in self.mention.draft.content)
            ),
            "only one near": float(self.persons_near <= {individual}),
        }
        before, after = bisect_left(starts, self.mention.at), bisect_left(starts, self.mention.at + 1)
        if before:
            values |= self._since(individual, starts[0], starts[before - 1])
        if after < len(starts):
            values["until"] = float(min(FAR, view.sentence_number(starts[after]) - self.sentence))
        return values

    def _since(self, individual: int, first: int, last: int) -> dict[str, float]:
        """What lies between the `last` name before the mention and the mention; `first` is the first name of all."""
        mention, view = self.mention, self.view
        values = {
            "since": float(min(FAR, self.sentence - view.sentence_number(last))),
            "recency rank": float(min(LONG, sum(other > last for other in self.last_named))),
            "mentions since": float(min(LONG, view.persons_between(last, mention.at))),
            "same paragraph": float(last >= self.paragraph),
            "just introduced": float(self.sentence - view.sentence_number(first) <= NEW),
            "last in content": float(any(s.start <= last < s.end for s in mention.draft.content)),
        }
        if mention.form in ALONE:
            values["unnamed since"] = float(min(MANY, view.unnamed_between(last, mention.at, mention.gender)))
        if view.cast.kind(individual) == "organization":
            since = view.bodies_between(last, mention.at) - {individual}
            values["bodies since"] = float(min(LONG, len(since)))
            values["only body near"] = float(view.bodies_between(self.paragraph - 1, mention.at) == {individual})
        return values | self._last(last)

    def _last(self, start: int) -> dict[str, float]:
        """What the one does whose name begins at the offset `start`."""
        token = self.view.head_at(start)
        if token is None:
            return {}
        return {
            "last as subject": float(is_subject(token)),
            "last as speaker": float(self.view.speaks(token)),
            "last as asked": float(is_asked(token)),
            "last as asker": float(asks(token)),
            "last in quotation": float(self.view.document.in_quotation(start)),
        }
