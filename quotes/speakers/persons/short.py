"""Whom a short name may mean: a surname, given name, inner name, nickname, or initials of somebody named in full."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.article import Span
from quotes.document import Document
from quotes.speakers.individuals import Named
from quotes.speakers.persons.choice import Choice
from quotes.speakers.persons.parts import LEAST_LETTERS, is_slip, parts_of
from quotes.speakers.persons.register import Register

__all__ = ["INITIALS", "ShortNames"]

WORD_BEFORE = re.compile(r"\b(\w+) $")
INITIALS = re.compile(r"[A-Z]{3,4}")


class ShortNames:
    """The short names of an article, against the persons of its register. `quoted` are the spans in quotation marks."""

    def __init__(self, document: Document, quoted: Sequence[Span], register: Register, short: Sequence[Named]) -> None:
        self.text = document.text
        self.words = document.language.names
        self.register = register
        self.choice = Choice(document, quoted, register, short)

    def fitting(self, surname: str, mention: Named) -> tuple[int | None, set[int]]:
        """The individual whose full name a short one fits, by surname first, then by given name; and all that it may fit."""
        register = self.register
        if surname in register.called:
            return register.called[surname], set()
        given = self.words.gender_of_given_name(surname) is not None
        for named in (
            register.by_surname(surname),
            register.by_given(surname),
            set() if given else register.inner.get(surname, set()),
            register.initials.get(surname, set()) if INITIALS.fullmatch(mention.name.split()[-1]) else set(),
        ):
            fits = self._of_gender(named, mention)
            if fits:
                matches = self._of_generation(fits, mention)
                return self.choice.of(matches, mention), matches
        if len(surname) >= LEAST_LETTERS and not given:
            slips = {i for (_, s, _), i in register.keys.items() if is_slip(surname, s, self.words)}
            slips = self._of_gender(slips, mention)
            if len(slips) == 1:
                return slips.pop(), set()
        return None, set()

    def _of_gender(self, matches: set[int], mention: Named) -> set[int]:
        """Those whom a title before the name does not rule out: after "Ruth Hale", "Mr. Hale" is somebody else."""
        return {i for i in matches if self.register.individuals[i].may_be(mention.title_gender)}

    def _of_generation(self, matches: set[int], mention: Named) -> set[int]:
        """Those of `matches` whom "Hale Jr." or "the younger Hale" may mean: not the father."""
        before = WORD_BEFORE.search(self.text, max(0, mention.span.start - 12), mention.span.start)
        generation = parts_of(mention.name, self.words).generation or (
            self.words.generation_words.get(before[1]) if before else None
        )
        known = {i: {g for (_, _, g), at in self.register.all_keys() if at == i and g} for i in matches}
        if not generation:  # of father and son, the one who is never called by a generation
            plain = {i for i in matches if not known[i]}
            given = {g for (g, _, _), i in self.register.all_keys() if i in matches}
            return plain if len(plain) == len(given) == 1 else matches
        return {i for i in matches if generation in known[i]} or {i for i in matches if not known[i]}
