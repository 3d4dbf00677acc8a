"""What the grammar of the sentences around a mention says of a candidate: whether it rules it out, or suggests it."""

from __future__ import annotations

from quotes.speakers.candidates import View
from quotes.speakers.grammar import governors, led_before
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.salience import barred

__all__ = ["Syntax"]

BARRING = frozenset({"he", "name", "proper"})
GOVERNED = frozenset({"he", "person", "thing"})


class Syntax:
    """Measures what the grammar around one mention says of individuals."""

    def __init__(self, mention: Mention, view: View) -> None:
        told = mention.token if mention.form in BARRING else None
        self.barred = barred(told, view.cast) if told is not None else set()
        self.governors = governors(mention, view) if mention.form in GOVERNED else set()
        self.led = led_before(mention, view)

    def of(self, individual: int) -> dict[str, float]:
        return {
            "barred": float(individual in self.barred),
            "governs": float(individual in self.governors),
            "led before": float(individual in self.led),
            "others led before": float(bool(self.led - {individual})),
        }
