"""How prominent a candidate is where the mention stands, whether it agrees with it, and who spoke last there."""

from __future__ import annotations

from collections.abc import Collection

from quotes.speakers.candidates import View
from quotes.speakers.features.limits import LONG
from quotes.speakers.mentions.mention import Mention

__all__ = ["Prominence"]


class Prominence:
    """Measures the salience of individuals at one mention; `about` are those whom its candidates are about."""

    def __init__(self, mention: Mention, about: Collection[int], view: View) -> None:
        self.mention, self.cast = mention, view.cast
        at = view.salience.at
        anchor = mention.token or mention.verb
        self.snapshot = at.get(anchor) if anchor is not None else None
        if self.snapshot is None and mention.owner is not None:
            self.snapshot = at.get(mention.owner)
        known = self.snapshot.salience if self.snapshot is not None else {}
        self.salience = {i: known.get(i, 0.0) for i in about}
        self.total = sum(self.salience.values()) or 1.0

    def of(self, individual: int) -> dict[str, float]:
        own = self.salience[individual]
        others = max((s for i, s in self.salience.items() if i != individual), default=0.0)
        values = {"salience": own / self.total, "salience to next": own / (own + others) if own else 0.0}
        gender = self.cast.genders[individual]
        if self.mention.gender is not None and gender is not None:
            values["gender agrees"] = 1.0 if gender == self.mention.gender else -1.0
        if self.snapshot is not None:
            values["is meant"] = float(self.snapshot.meant == individual)
            values["last speaker"] = float(self.snapshot.speaker == individual)
            values["last speaker distance"] = float(min(LONG, self.snapshot.speaker_distance))
            values["turn over"] = float(self.snapshot.turn_over)
        return values
