"""What the quotes around a mention tell of a candidate: who is guessed to speak before it, after it and beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quotes.document import Token
from quotes.speakers.candidates import Candidate, Key, View
from quotes.speakers.features.limits import LONG
from quotes.speakers.mentions.mention import Mention

__all__ = ["Guess", "Neighbours", "sure_names"]

NEAR = 400  # characters between two mentions
SOON = 3  # quotes


@dataclass(frozen=True)
class Guess:
    """A guess at the speaker of a quote, for resolving the quotes around it: who, and how likely."""

    key: Key | None
    probability: float


def sure_names(mention: Mention, view: View) -> Guess:
    """The guess before anything is ranked: the individual whom the head of a source names."""
    individual = view.cast.named_by(mention.token) if mention.token is not None and mention.form == "name" else None
    return Guess(("individual", individual), 1.0) if individual is not None else Guess(None, 0.0)


class Neighbours:
    """The quotes of an article in the order of their mentions, each with a guess at its speaker."""

    def __init__(self, mentions: Sequence[Mention], guesses: Sequence[Guess], view: View) -> None:
        self.guesses = guesses
        self.mentions = mentions
        self.order = sorted(range(len(mentions)), key=lambda n: (mentions[n].at, n))
        self.place = {n: at for at, n in enumerate(self.order)}
        self.by_token: dict[Token, list[int]] = {}
        self.by_chain: dict[int, list[int]] = {}
        self.sentences = [view.sentence_number(mention.at) for mention in mentions]
        self.by_sentence: dict[int, list[int]] = {}
        self.quoted: dict[Key, int] = {}
        for n, mention in enumerate(mentions):
            if mention.token is None:
                continue
            self.by_sentence.setdefault(self.sentences[n], []).append(n)
            self.by_token.setdefault(mention.token, []).append(n)
            chain = view.document.chain_of(mention.token)
            if chain is not None:
                self.by_chain.setdefault(chain.id, []).append(n)
            if mention.form == "name" and (individual := view.cast.named_by(mention.token)) is not None:
                key: Key = ("individual", individual)
                self.quoted[key] = self.quoted.get(key, 0) + 1
        self.named = max(1, sum(self.quoted.values()))

    def of(self, candidate: Candidate, mention: Mention) -> dict[str, float]:
        """The features of a candidate, one who may be somebody, that depend on the guesses for other quotes."""
        key = candidate.key
        if key == ("nobody",):
            return {}
        place, token = self.place[mention.number], mention.token
        earlier, later = self.order[max(0, place - LONG) : place], self.order[place + 1 : place + 1 + SOON]
        before = [n for n in earlier if token is None or self.mentions[n].token is not token]
        following = next((n for n in later if self.mentions[n].token is not token), None)
        since = (i for i, n in enumerate(reversed(before)) if self.guesses[n].key == key)
        beside = self._others(mention, self.by_sentence.get(self.sentences[mention.number]))
        values = {
            "quoted by name": self.quoted.get(key, 0) / self.named,
            "previous": self._sure(key, before[-1:]),
            "before previous": self._sure(key, before[-2:-1]),
            "next": self._sure(key, [following] if following is not None else []),
            "quotes since": float(next(since, LONG)),
            "same sentence": self._sure(key, beside),
        }
        if before:
            previous = self.guesses[before[-1]]
            values["previous is another"] = previous.probability if previous.key not in (key, None) else 0.0
            values["previous is near"] = float(mention.at - self.mentions[before[-1]].at < NEAR)
        if token is not None:
            values["same source"] = self._sure(key, self._others(mention, self.by_token.get(token)))
            chain = token.sentence.document.chain_of(token)
            mates = self.by_chain.get(chain.id) if chain is not None else None
            values["chain mate"] = self._sure(key, self._others(mention, mates))
        return values

    def _sure(self, key: Key, numbers: Iterable[int]) -> float:
        """How sure it is that one of these quotes is this one's: the surest guess, 0 if there is none."""
        guesses = [self.guesses[n] for n in numbers]
        return max((guess.probability for guess in guesses if guess.key == key), default=0.0)

    @staticmethod
    def _others(mention: Mention, numbers: Sequence[int] | None) -> list[int]:
        return [n for n in numbers or () if n != mention.number]
