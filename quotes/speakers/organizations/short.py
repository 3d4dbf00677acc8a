"""Whose longer name a short one may be: its acronym, its last words, its first, or the like.

In: a short name, and the names filed so far, which are as long or longer. Out: the individual that has the longer name, if only
one does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from quotes.document import Document
from quotes.lang.speakers import BodyWords
from quotes.query import fold
from quotes.speakers.individuals import Individual, Named
from quotes.speakers.organizations.alike import blended, in_the_plural, one_word_less, same_body_of_a_place
from quotes.speakers.organizations.full_names import defined_by, named_before

__all__ = ["ShortName", "longer"]

USUAL = 3  # a name that occurs so often is the usual one


@dataclass(frozen=True)
class ShortName:
    """A name that may be short for another: its plain form, a mention of it, and the offsets at which plain names stand."""

    key: str
    mention: Named
    starts: Mapping[str, Sequence[int]]
    known: BodyWords

    @cached_property
    def words(self) -> list[str]:
        return self.key.split()

    @property
    def of_organization(self) -> bool:
        return self.mention.type == "Organization"

    @cached_property
    def letters(self) -> frozenset[str]:
        """What the name may have as initials, if it is written as an acronym: in capitals, with dots, or "NISc" for a National
        Institute of Science.
        """
        name = self.mention.name
        capitals = "".join(c for c in name if c.isupper())
        mixed = name.isalpha() and name[0].isupper() and len(name) > len(capitals) > len(name) - len(capitals)
        if mixed and len(capitals) > 1:
            return frozenset({name.lower(), capitals.lower()})
        return frozenset({self.key.replace(" ", "")} if name.isupper() or "." in name else ())


# Whether a name is short for another, plain one.
Rule = Callable[[ShortName, str], bool]


def longer(
    short: ShortName, by_name: Mapping[str, int], individuals: Sequence[Individual], document: Document
) -> int | None:
    """The individual that has a longer name, by what the article says of an acronym, else the only one by any of the rules, else
    by what stands before an acronym in brackets, else by the first words of its name.
    """
    mention, acronym = short.mention, short.mention.name.isupper()
    if acronym and (defined := defined_by(mention, individuals, document)) is not None:
        return defined
    if (company := _with_legal_form(short, by_name)) is not None and individuals[company].kind == mention.kind:
        return company
    alike = {name: at for name, at in by_name.items() if individuals[at].kind == mention.kind}
    matches = {at for name, at in alike.items() if _is_short_for(short, name, individuals[at])}
    if not matches and acronym:
        matches = named_before(mention, short.starts[short.key], individuals, document)
    if not matches and short.of_organization:
        matches = _beginning_with(short, alike, individuals)
    return matches.pop() if len(matches) == 1 else None


def _with_legal_form(short: ShortName, by_name: Mapping[str, int]) -> int | None:
    """The company that has the name with what tells its kind behind it: "Norden", "Norden Ltd."."""
    forms = sorted({fold(form) for form in short.known.legal_forms})
    return next((by_name[name] for form in forms if (name := f"{short.key} {form}") in by_name), None)


def _is_short_for(short: ShortName, name: str, individual: Individual) -> bool:
    """Whether a name is short for a plain one of an individual, by any rule; as an acronym, also for one with a hyphen, which is
    no longer in the plain one: "HN", "Harbour-Norden".
    """
    hyphened = (known for known in individual.names if "-" in known)
    return any(rule(short, name) for rule in RULES) or any(_by_initials(short, known) for known in hyphened)


def _by_initials(short: ShortName, name: str) -> bool:
    """ "HU": "Harbour Union"."""
    return bool(short.letters) and not short.letters.isdisjoint(short.known.initials(name))


def _by_last_words(short: ShortName, name: str) -> bool:
    """ "Security Council": "Norden Security Council"; by one word only an organisation."""
    if not name.endswith(" " + short.key) or name.split()[-1 - len(short.words)] in short.known.after_head:
        return False
    described = _once_described(short.starts[short.key], short.starts.get(name, ()))
    return len(short.words) > 1 or (short.of_organization and not described)


def _once_described(usual: Sequence[int], longer: Sequence[int]) -> bool:
    """Whether a name of one word, where it stands, is the usual one, and a longer one with something before the word was written
    once and later: "Congress", and then "a Republican Congress".
    """
    return len(usual) >= USUAL and len(longer) == 1 and usual[0] < longer[0]


def _by_its_place(short: ShortName, name: str) -> bool:
    """ "Ostranan Government": "Government of Ostrana", either of them the short one."""
    return same_body_of_a_place(short.key, name) or same_body_of_a_place(name, short.key)


def _by_most_words(short: ShortName, name: str) -> bool:
    """ "Harbour Museum": "Harbour Memorial Museum"; "Board of Election": "Board of Elections"."""
    words = name.split()
    return one_word_less(short.words, words) or in_the_plural(short.words, words)


def _by_beginnings(short: ShortName, name: str) -> bool:
    """ "HarPost": "Harbour Post"."""
    return blended(short.mention.name, name.split())


RULES: tuple[Rule, ...] = (_by_initials, _by_last_words, _by_its_place, _by_most_words, _by_beginnings)


def _beginning_with(short: ShortName, alike: Mapping[str, int], individuals: Sequence[Individual]) -> set[int]:
    """The organisations whose names begin with the short one: "Northgate", "Northgate Industrial". If all of these go on from the
    shortest of them, that one.
    """
    begun = {name: at for name, at in alike.items() if name.startswith(short.key + " ") and not _is_whole(short, name)}
    shortest = min(begun, key=len, default="")
    nested = all(name == shortest or name.startswith(shortest + " ") for name in begun)
    able = {begun[shortest]} if begun and nested else set(begun.values())
    return {at for at in able if all(m.type == "Organization" for m in individuals[at].mentions)}


def _is_whole(short: ShortName, name: str) -> bool:
    """Whether a name is whole, and a longer one that of a part of it: "Halden College", "Halden College Press"; but a "Court of
    Appeals" is that "for Tidal Matters".
    """
    known, words = short.known, short.words
    if short.key in known.spelt_out.values():
        return True  # "UN", "UN Refugee Agency"
    if len(words) == 1 or name.split()[len(words)] in known.after_head:
        return False
    return words[-1] in known.joined | known.of_places
