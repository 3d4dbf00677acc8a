"""The persons of an article so far, by the parts of their full names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from quotes.article import Span
from quotes.lang.language import Language
from quotes.names import PersonName, person_name
from quotes.speakers.individuals import Individual, Named, add
from quotes.speakers.persons.parts import Key, fathers_in, has_shed, is_slip, key_of, plain

__all__ = ["CLEARLY_MORE", "NICKNAME", "Register"]

CLEARLY_MORE = 3  # times as often named in full, to be the one meant
SEVERAL = 2  # fathers and families in a name, so that the rest of it may be the father's name
NICKNAME = re.compile(r"[\"“”‘(]([A-Z][\w'’-]+)[\"“”’)]")  # inside a name: "Joan “Joni” Hale"


@dataclass
class Register:
    """The individuals so far: `keys` by first given name, surname and generation; `lone` those of whom the article tells only a
    surname, which several may share; `inner` by the words between the first and the last ("Acosta" in "Melba Acosta Febo");
    `initials` by those of all words; `called` by a single name that the article gives to somebody who has a full one.
    """

    language: Language
    individuals: list[Individual]
    where: dict[Span, int]
    keys: dict[Key, int] = field(default_factory=dict)
    lone: list[tuple[Key, int]] = field(default_factory=list)
    inner: dict[str, set[int]] = field(default_factory=dict)
    initials: dict[str, set[int]] = field(default_factory=dict)
    called: dict[str, int] = field(default_factory=dict)

    # -- adding ------------------------------------------------------------------------------------------------------

    def new(self) -> int:
        self.individuals.append(Individual("person", self.language))
        return len(self.individuals) - 1

    def add(self, mention: Named, at: int) -> None:
        """Add a mention to individual number `at`."""
        add(self.individuals, self.where, at, mention)

    def file(self, name: PersonName, mention: Named, at: int) -> None:
        """Add a mention by full name to individual number `at`, who goes by each part of it from now on."""
        self.keys[key_of(name)] = at
        for inner in name.given[1:]:
            self.inner.setdefault(inner, set()).add(at)
        self.initials.setdefault("".join(w[0] for w in (*name.given, *name.surname.split())), set()).add(at)
        for nickname in NICKNAME.findall(mention.name):
            self.called[person_name(nickname).surname] = at
        self.add(mention, at)

    def file_lone(self, name: PersonName, mention: Named) -> None:
        """Add a mention by surname alone, with a title or not, as a new individual."""
        at = self.new()
        self.lone.append((("", name.surname, name.generation), at))
        self.individuals[at].gender = mention.title_gender
        self.add(mention, at)

    # -- finding -----------------------------------------------------------------------------------------------------

    def by_surname(self, surname: str) -> set[int]:
        return {i for (_, s, _), i in self.all_keys() if surname in (s, s.split()[-1])}

    def all_keys(self) -> Iterator[tuple[Key, int]]:
        """Each individual with each of its keys; those of a surname alone have no given name."""
        return chain(self.keys.items(), self.lone)

    def by_given(self, given: str) -> set[int]:
        return {i for (g, _, _), i in self.keys.items() if given == g}

    def known(self, name: PersonName, starts: Mapping[Key, int]) -> int | None:
        """The individual with the same full name, except for generation, a short form, or one wrong letter.

        Who is first named with a generation may lose it later; who gets one later is somebody else: the son. `starts` are the
        first offsets of full names.
        """
        key = key_of(name)
        words = self.language.names
        if key in self.keys:
            return self.keys[key]
        alike = {
            i
            for (given, surname, generation), i in self.keys.items()
            if surname == name.surname
            and (words.same_given_name(given, key[0]) or is_slip(given, key[0], words))
            and (generation == name.generation or has_shed((given, surname, generation), key, starts))
        }
        return alike.pop() if len(alike) == 1 else None

    def longer(self, name: PersonName, count: int = 1, first: int = 0) -> int | None:
        """The only individual with a longer name that has this one in it: "Ruth Anna Moss Hale" for "Anna Moss".

        Not one that goes on after it by several words, as a daughter's may, unless those tell the father ("Samir *Al-Hadi*"); nor
        one that is named far less often ("Ruth Hale Now"), unless it was named before the offset `first`. Who is named after the
        father is not the father.
        """
        own = plain(name)
        fits = {
            i
            for i, known in enumerate(self.individuals)
            for form, often in known.names.items()
            if f" {own} " in f" {(other := plain(person_name(form)))} " and own != other
            if self._may_shorten(own, other, form, often=often, count=count)
            or (_adds_one_word(other, own) and self._before(i, form, first))
        }
        return fits.pop() if len(fits) == 1 else None

    def _may_shorten(self, own: str, other: str, form: str, *, often: int, count: int) -> bool:
        """Whether a plain name inside an `other` longer one, written as `form`, may be its short form."""
        fathers = fathers_in(form, self.language.names)
        if other.startswith(own):
            return fathers > 0 or (_adds_one_word(other, own) and count < CLEARLY_MORE * often)
        return fathers < SEVERAL

    def _before(self, individual: int, form: str, first: int) -> bool:
        """Whether an individual was named by a form before the offset `first`."""
        return any(m.name == form and m.span.start < first for m in self.individuals[individual].mentions)


def _adds_one_word(longer: str, short: str) -> bool:
    return longer.startswith(short) and longer.count(" ") == short.count(" ") + 1
