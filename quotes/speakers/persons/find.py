"""From mentions to persons: full names, aliases, short names and offices, filed one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from quotes.article import Span
from quotes.document import Document
from quotes.names import PersonName, person_name
from quotes.query import fold
from quotes.speakers.individuals import Individual, Named
from quotes.speakers.offices import holds, offices_meant
from quotes.speakers.persons.aliases import Pair, aliases_in, file_aliases, same_keys
from quotes.speakers.persons.parts import Key, key_of, parts_of
from quotes.speakers.persons.register import Register
from quotes.speakers.persons.repair import repaired
from quotes.speakers.persons.short import ShortNames

__all__ = ["persons"]


def persons(
    named: Sequence[Named],
    document: Document,
    quoted: Sequence[Span],
    individuals: list[Individual],
    where: dict[Span, int],
) -> None:
    """Add the individuals of the person mentions `named` to `individuals`, and the individual of each mention to `where`.

    `quoted` are the spans in double quotation marks: first names there do not count.
    """
    words = document.language.names
    named = repaired(named, document)
    full = [m for m in named if parts_of(m.name, words).given]
    short = [m for m in named if not parts_of(m.name, words).given]
    aliases = aliases_in(named, document)
    register = Register(document.language, individuals, where)
    _file_full(full, aliases, register)
    _tell_genders(register)
    _spell_out(short, register, document.text)
    names = ShortNames(document, quoted, register, short)
    file_aliases(aliases, register, names)
    _file_short(short, register, names)
    _file_offices(register, document)


def _file_full(full: Sequence[Named], aliases: Sequence[Pair], register: Register) -> None:
    """Add full names to the individual that has them in this or a longer form, or by whose other name they are told; others
    become individuals.
    """
    names = {m.span: parts_of(m.name, register.language.names) for m in full}
    counts = Counter(key_of(names[m.span]) for m in full)
    same = same_keys(aliases, full, counts, register.language.names)
    starts: dict[Key, int] = {}
    for mention in sorted(full, key=lambda m: m.span):
        starts.setdefault(key_of(names[mention.span]), mention.span.start)
    for mention in sorted(full, key=lambda m: (-len(names[m.span].given), m.span)):
        name = names[mention.span]
        key = key_of(name)
        at = register.known(name, starts)
        if at is None and key in same:
            at = register.keys.get(same[key])
        if at is None:
            at = register.longer(name, counts[key], starts[key])
        if at is None:
            at = register.new()
        register.file(name, mention, at)


def _tell_genders(register: Register) -> None:
    """Note the gender of each individual that titles tell, else the given names."""
    for at in set(register.keys.values()):
        individual = register.individuals[at]
        titles = Counter(m.title_gender for m in individual.mentions if m.title_gender)
        told = {register.language.names.gender_of_given_name(g) for (g, _, _), i in register.keys.items() if i == at}
        given = told - {None}
        individual.gender = titles.most_common(1)[0][0] if titles else given.pop() if len(given) == 1 else None


def _spell_out(short: Sequence[Named], register: Register, text: str) -> None:
    """Add full names that the tagger missed: a common given name before a surname that is alone elsewhere."""
    words = register.language.names
    full = list(register.where)
    for surname in sorted({m.name.split()[-1] for m in short}):
        folded = person_name(surname).surname
        for match in re.finditer(rf"\b([A-Z][a-z]+)((?: [A-Z]\.)?) {re.escape(surname)}\b", text):
            if any(span.start <= match.start() and match.end() <= span.end for span in full):
                continue
            given = fold(match.group(1))
            gender = words.gender_of_given_name(given)
            known = any(s == folded and words.same_given_name(g, given) for g, s, _ in register.keys)
            if gender and not known and register.longer(PersonName((given,), folded)) is None:
                at = register.keys[given, folded, ""] = register.new()
                register.individuals[at].names[match.group()] += 1
                register.individuals[at].gender = gender


def _file_short(short: Sequence[Named], register: Register, names: ShortNames) -> None:
    """Add short names to the individual whose full name they fit; those that fit none become individuals themselves.

    First those whom a title tells from all others, so that "Hale" may mean either "Mr. Hale" or "Mrs. Hale", wherever it stands.
    """
    words = register.language.names
    for mention in short:
        name = parts_of(mention.name, words)
        if mention.title_gender and names.fitting(name.surname, mention) == (None, set()):
            register.file_lone(name, mention)
    for mention in short:
        if mention.span in register.where:
            continue
        name = parts_of(mention.name, words)
        at, matches = names.fitting(name.surname, mention)
        if at is None and not matches:
            register.file_lone(name, mention)
        elif at is not None:
            register.add(mention, at)
            if register.individuals[at].gender is None:
                register.individuals[at].gender = mention.title_gender


def _file_offices(register: Register, document: Document) -> None:
    """Add the places where an office in capitals stands for the only one who holds it: "the MP"."""
    persons = set(register.where.values())
    for span, office in offices_meant(document):
        if any(span.start < other.end and other.start < span.end for other in register.where):
            continue
        holders = [
            at for at in persons if any(holds(office, m.span, document) for m in register.individuals[at].mentions)
        ]
        if len(holders) == 1:
            name = register.individuals[holders[0]].name
            register.add(Named(span, name, "person", None, "Person"), holders[0])
