"""Named persons of one article to individuals: full names first, then the short ones that fit them.

Full names are the same person by given name and surname, in spite of a misspelling or a short form ("Mike", "Michael"), if one
is a part of the other, or if the article says that somebody is called by both. A surname, given name, inner name, initials or
title with surname belongs to the only full name that it fits. If it fits several (spouses, namesakes),
the gender of a title decides, then the pronouns of its coreference chain, then who is never called by a first name, then who
alone was named before, then who is named far more often; otherwise it is nobody's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from quotes.article import Span
from quotes.document import Document
from quotes.lang.language import Language
from quotes.lang.speakers import NameWords
from quotes.names import PersonName, one_slip, person_name
from quotes.query import fold
from quotes.speakers.individuals import Individual, Named, add
from quotes.speakers.offices import holds, offices_meant
from quotes.speakers.roles import is_role, words_before

__all__ = ["persons"]

LEAST_LETTERS = 5  # of a surname in which one letter may be wrong
CLEARLY_MORE = 3  # times as often named in full, to be the one meant
SEVERAL = 2  # fathers and families in a name, so that the rest of it may be the father's name
JUST_BEFORE = 200  # characters
WORD_BEFORE = re.compile(r"\b(\w+) $")
NICKNAME = re.compile(r"[\"“”‘(]([A-Z][\w'’-]+)[\"“”’)]")  # inside a name: "Joan “Joni” Hale"
INITIALS = re.compile(r"[A-Z]{3,4}")
LONGEST_ALIAS = 60  # characters between two names of one person
Key = tuple[str, str, str]  # first given name, surname, generation


@dataclass
class _Register:
    """The individuals so far: `keys` by first given name, surname and generation; `inner` by the words between the first and the
    last ("Acosta" in "Melba Acosta Febo"); `initials` by those of all words; `called` by a single name that the article gives to
    somebody who has a full one.
    """

    language: Language
    individuals: list[Individual]
    where: dict[Span, int]
    keys: dict[Key, int] = field(default_factory=dict)
    inner: dict[str, set[int]] = field(default_factory=dict)
    initials: dict[str, set[int]] = field(default_factory=dict)
    called: dict[str, int] = field(default_factory=dict)

    def new(self) -> int:
        self.individuals.append(Individual("person", self.language))
        return len(self.individuals) - 1

    def longer(self, name: PersonName, count: int = 1, first: int = 0) -> int | None:
        """The only individual with a longer name that has this one in it: "Ruth Anna Moss Hale" for "Anna Moss".

        Not one that goes on after it by several words, as a daughter's may, unless those tell the father ("Samir *Al-Hadi*"); nor
        one that is named far less often ("Ruth Hale Now"), unless it was named before the offset `first`. Who is named after the
        father is not the father.
        """
        own = _plain(name)
        fits = {
            i
            for i, known in enumerate(self.individuals)
            for form, often in known.names.items()
            if f" {own} " in f" {(plain := _plain(person_name(form)))} " and own != plain
            if self._may_shorten(own, plain, form, often=often, count=count)
            or (plain.startswith(own) and plain.count(" ") == own.count(" ") + 1 and self._before(i, form, first))
        }
        return fits.pop() if len(fits) == 1 else None

    def _may_shorten(self, own: str, plain: str, form: str, *, often: int, count: int) -> bool:
        """Whether a plain name inside a longer one, written as `form`, may be its short form."""
        fathers = _fathers(form, self.language.names)
        if plain.startswith(own):
            return fathers > 0 or (plain.count(" ") == own.count(" ") + 1 and count < CLEARLY_MORE * often)
        return fathers < SEVERAL

    def _before(self, individual: int, form: str, first: int) -> bool:
        """Whether an individual was named by a form before the offset `first`."""
        return any(m.name == form and m.span.start < first for m in self.individuals[individual].mentions)

    def by_surname(self, surname: str) -> set[int]:
        return {i for (_, s, _), i in self.keys.items() if surname in (s, s.split()[-1])}

    def by_given(self, given: str) -> set[int]:
        return {i for (g, _, _), i in self.keys.items() if given == g}


def _fathers(name: str, words: NameWords) -> int:
    """How often a name goes on with a father's or the family's: "Samir *bin* Nuri *Al-*Hadi"."""
    return sum(part.lower().partition("-")[0] in words.patronymic for part in words.untitled(name).split()[1:])


def _plain(name: PersonName) -> str:
    return " ".join((*name.given, name.surname))


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
    named = _without_offices(_without_others_words(_apart(_couples(named, document)), document), document)
    register = _Register(document.language, individuals, where)
    names = {m.span: person_name(words.untitled(m.name)) for m in named}
    full = [m for m in named if names[m.span].given]
    short = [m for m in named if not names[m.span].given]
    longest = sorted(full, key=lambda m: (-len(names[m.span].given), m.span))
    counts = Counter(_key(names[m.span]) for m in full)
    aliases = _aliases(named, document)
    same: dict[Key, Key] = {}
    for pair in (*aliases, *_nicknamed(full)):
        one, other = (_only_key(person_name(words.untitled(n.name)), counts) for n in pair)
        if one and other:
            same |= {one: other, other: one}
    starts: dict[Key, int] = {}
    for mention in sorted(full, key=lambda m: m.span):
        starts.setdefault(_key(names[mention.span]), mention.span.start)
    for mention in longest:
        name = names[mention.span]
        at = _known(name, register, starts)
        if at is None and _key(name) in same:
            at = register.keys.get(same[_key(name)])
        if at is None:
            at = register.longer(name, counts[_key(name)], starts[_key(name)])
        if at is None:
            at = register.new()
        register.keys[_key(name)] = at
        for inner in name.given[1:]:
            register.inner.setdefault(inner, set()).add(at)
        register.initials.setdefault("".join(w[0] for w in (*name.given, *name.surname.split())), set()).add(at)
        for nickname in NICKNAME.findall(mention.name):
            register.called[person_name(nickname).surname] = at
        add(individuals, where, at, mention)
    for at in set(register.keys.values()):
        titles = Counter(m.title_gender for m in individuals[at].mentions if m.title_gender)
        given = {
            gender for (g, _, _), i in register.keys.items() if i == at and (gender := words.gender_of_given_name(g))
        }
        individuals[at].gender = titles.most_common(1)[0][0] if titles else given.pop() if len(given) == 1 else None
    _spelt_out(short, register, document.text)
    context = _Context(document, quoted, register, short)
    _file_aliases(aliases, register, context)
    _file_short(short, register, context)
    _file_offices(register, document)


def _aliases(named: Sequence[Named], document: Document) -> list[tuple[Named, Named]]:
    """The pairs of names that the article says are one person's: "Hale, better known as *Joni*," and "Ruth Hale (RAH)"."""
    text, words = document.text, document.language.names
    pairs = []
    for one, other in pairwise(sorted(named, key=lambda n: n.span)):
        between = text[one.span.end : other.span.start]
        if len(between) > LONGEST_ALIAS:
            continue
        bracketed = between == " (" and text[other.span.end : other.span.end + 1] == ")"
        if re.fullmatch(words.also_called, between) or (bracketed and _initials_of(other.name, one.name)):
            pairs.append((one, other))
    return pairs


def _initials_of(short: str, name: str) -> bool:
    """Whether a name is the initials of another one's words."""
    return bool(INITIALS.fullmatch(short)) and short.lower() == "".join(word[0] for word in fold(name).split())


def _nicknamed(full: Sequence[Named]) -> list[tuple[Named, Named]]:
    """Each name that has a nickname inside, and the same one with no other given name: "Joan “Joni” Hale", "Joni Hale"."""
    return [
        (one, replace(one, name=f"{nickname} {one.name.split()[-1]}"))
        for one in full
        for nickname in NICKNAME.findall(one.name)
    ]


def _apart(named: Sequence[Named]) -> list[Named]:
    """The names, without the surname of somebody else that a headline or a missing mark ran into one: "Ruth Hale *Moss*"."""
    counts = Counter(n.name for n in named)
    surnames = {n.name.split()[-1] for n in named if " " in n.name and n.name.split()[-1] in counts}
    out = []
    for one in named:
        name, _, last = one.name.rpartition(" ")
        if " " in name and name in counts and counts[one.name] == 1 and last in surnames:
            other = {n.name for n in named if n.name.endswith(f" {last}")} - {one.name}
            if other and not any(o.startswith(name.split()[0]) for o in other):
                one = replace(one, span=Span(one.span.start, one.span.end - len(last) - 1), name=name)
        out.append(one)
    return out


def _without_others_words(named: Sequence[Named], document: Document) -> list[Named]:
    """The names, without a common word of a headline that ran into the first mention of a full one: "*Budget* Ruth Hale"."""
    names = document.language.names
    counts = Counter(n.name for n in named)
    out = []
    for one in named:
        first, _, behind = one.name.partition(" ")
        before, _, last = one.name.rpartition(" ")
        if counts[one.name] == 1:
            for word, rest in ((first, behind), (last, before)):
                if " " not in rest or not counts[rest] or names.gender_of_given_name(fold(word)) is not None:
                    continue
                if re.search(rf"(?<![\w.@/-]){re.escape(word.lower())}(?![\w@/-])", document.text):
                    start = one.span.start + (len(one.name) - len(rest) if rest is behind else 0)
                    one = replace(one, span=Span(start, start + len(rest)), name=rest)
                    break
        out.append(one)
    return out


def _without_offices(named: Sequence[Named], document: Document) -> list[Named]:
    """The names, without an office that looks like a given name: "*Dean* Hale", where Ruth Hale is a dean."""
    words, roles = document.language.names, document.language.roles
    bearers: dict[str, set[str]] = {}
    for one in named:
        name = person_name(words.untitled(one.name))
        if name.given:
            bearers.setdefault(name.surname, set()).add(name.given[0])
    out = []
    for one in named:
        office, _, surname = one.name.partition(" ")
        name = person_name(one.name)
        others = bearers.get(name.surname, set()) - {office.lower()}
        if len(name.given) == len(others) == 1 and office.lower() in roles.nouns | roles.persons:
            held = re.search(rf"\b{office}\b(?! {re.escape(surname)})", document.text, re.IGNORECASE)
            if held is not None:
                one = replace(one, span=Span(one.span.end - len(surname), one.span.end), name=surname)
        out.append(one)
    return out


def _couples(named: Sequence[Named], document: Document) -> list[Named]:
    """The names, with the surname that two share, who are named together: "*Nuri* and Leyla Okan".

    Only if nobody else in the article has the first name as a surname, and it is a common given name; or the article speaks of
    the two by their surname in the plural or with titles of both genders, or with a title and never of the first name alone.
    """
    words, text = document.language.names, document.text
    full = {person_name(words.untitled(n.name)).surname for n in named if " " in n.name}
    titles: dict[str, set[str | None]] = {}
    for one in named:
        if " " not in words.untitled(one.name):
            titles.setdefault(person_name(words.untitled(one.name)).surname, set()).add(one.title_gender)
    alone = Counter(n.name for n in named)
    out = list(named)
    order = sorted(range(len(named)), key=lambda n: named[n].span)
    for first, second in pairwise(order):
        given, other = named[first], named[second]
        parts = other.name.split()
        if " " in given.name or given.title_gender or other.title_gender or len(parts) != 2:
            continue
        if text[given.span.end : other.span.start] not in words.joining or fold(given.name) in full:
            continue
        surname = person_name(parts[-1]).surname
        common = words.gender_of_given_name(fold(given.name)) is not None
        called = titles.get(surname, set()) - {None}
        several = f"{parts[-1]}s" in text or len(called) > 1
        if common or several or (called and alone[given.name] == 1):
            out[first] = replace(given, name=f"{given.name} {parts[-1]}")
    return out


def _key(name: PersonName) -> Key:
    return name.given[0], name.surname, name.generation


def _known(name: PersonName, register: _Register, starts: Mapping[Key, int]) -> int | None:
    """The individual with the same full name, except for generation, a short form, or one wrong letter.

    Who is first named with a generation may lose it later; who gets one later is somebody else: the son. `starts` are the
    first offsets of full names.
    """
    key = _key(name)
    words = register.language.names
    if key in register.keys:
        return register.keys[key]
    alike = {
        i
        for (given, surname, generation), i in register.keys.items()
        if surname == name.surname
        and (words.same_given_name(given, key[0]) or _slip(given, key[0], words))
        and (generation == name.generation or _shed((given, surname, generation), key, starts))
    }
    return alike.pop() if len(alike) == 1 else None


def _only_key(name: PersonName, full: Iterable[Key]) -> Key | None:
    """The key of a full name, or for a surname of the only one of the full names that has it."""
    if name.given:
        return _key(name)
    fits = [key for key in full if key[1] == name.surname]
    return fits[0] if len(fits) == 1 else None


def _shed(a: Key, b: Key, starts: Mapping[Key, int]) -> bool:
    """Whether one of two names has a generation, and stands before the other, which has none."""
    if a[2] and b[2]:
        return False
    told, plain = (a, b) if a[2] else (b, a)
    return starts[told] < starts[plain]


def _slip(a: str, b: str, words: NameWords) -> bool:
    """Whether two words are one with a slip (quotes.names.one_slip); no if they are short or their genders differ."""
    if min(len(a), len(b)) < LEAST_LETTERS or not one_slip(a, b):
        return False
    return None in {
        words.gender_of_given_name(a),
        words.gender_of_given_name(b),
    }  # two that are both common are no slip


def _spelt_out(short: Sequence[Named], register: _Register, text: str) -> None:
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


def _file_aliases(aliases: Sequence[tuple[Named, Named]], register: _Register, context: _Context) -> None:
    """Note the single names by which the article says that somebody goes who has a full one."""
    words = register.language.names
    for pair in aliases:
        for one, other in (pair, pair[::-1]):
            alias = person_name(words.untitled(other.name))
            if alias.given or register.by_surname(alias.surname):
                continue
            at = register.where.get(one.span)
            if at is None:
                at, _ = context.fitting(person_name(words.untitled(one.name)).surname, one)
            if at is not None:
                register.called[alias.surname] = at


def _file_short(short: Sequence[Named], register: _Register, context: _Context) -> None:
    """Add short names to the individual whose full name they fit; those that fit none become individuals themselves."""
    lone: dict[tuple[str, str], int] = {}
    for mention in short:
        name = person_name(register.language.names.untitled(mention.name))
        at, candidates = context.fitting(name.surname, mention)
        if at is None and len(candidates) > 1:
            continue
        if at is None:
            own = name.surname, name.generation
            at = lone.get(own)
            if at is None:
                at = lone[own] = register.new()
                register.keys["", *own] = at
        add(register.individuals, register.where, at, mention)
        if mention.title_gender and register.individuals[at].gender is None:
            register.individuals[at].gender = mention.title_gender


def _file_offices(register: _Register, document: Document) -> None:
    """Add the places where an office in capitals stands for the only one who holds it: "the MP"."""
    persons = set(register.where.values())
    for span, office in offices_meant(document):
        if any(span.start < other.end and other.start < span.end for other in register.where):
            continue
        holders = [
            at for at in persons if any(holds(office, m.span, document) for m in register.individuals[at].mentions)
        ]
        if len(holders) == 1:
            holder = register.individuals[holders[0]]
            mention = Named(span, holder.name, "person", None, "Person")
            add(register.individuals, register.where, holders[0], mention)


class _Context:
    """What the article tells about short names: who is called by a first name, and which pronouns are coreferent."""

    def __init__(self, document: Document, quoted: Sequence[Span], register: _Register, short: Sequence[Named]) -> None:
        self.document = document
        self.register = register
        self.quoted = quoted
        self.words = document.language.names
        self.first_names = Counter(
            person_name(self.words.untitled(m.name)).surname for m in short if not self._in_quotation(m.span)
        )
        self.genders = _chain_genders(document)

    def _in_quotation(self, span: Span) -> bool:
        return any(q.start <= span.start and span.end <= q.end for q in self.quoted)

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
                return self._narrowed(matches, mention) if matches else None, matches
        if len(surname) >= LEAST_LETTERS and not given:
            slips = {i for (g, s, _), i in register.keys.items() if g and _slip(surname, s, self.words)}
            if len(slips) == 1:
                return slips.pop(), set()
        return None, set()

    def _of_gender(self, matches: set[int], mention: Named) -> set[int]:
        """Those whom a title before the name does not rule out: after "Ruth Hale", "Mr. Hale" is somebody else."""
        gender = mention.title_gender
        return {i for i in matches if gender is None or self.register.individuals[i].gender in (None, gender)}

    def _of_generation(self, matches: set[int], mention: Named) -> set[int]:
        """Those of `matches` whom "Hale Jr." or "the younger Hale" may mean: not the father."""
        before = WORD_BEFORE.search(self.document.text, max(0, mention.span.start - 12), mention.span.start)
        generation = person_name(self.words.untitled(mention.name)).generation or (
            self.words.generation_words.get(before[1]) if before else None
        )
        known = {i: {g for (_, _, g), at in self.register.keys.items() if at == i and g} for i in matches}
        if not generation:  # of father and son, the one who is never called by a generation
            plain = {i for i in matches if not known[i]}
            given = {g for (g, _, _), i in self.register.keys.items() if i in matches}
            return plain if len(plain) == len(given) == 1 else matches
        return {i for i in matches if generation in known[i]} or {i for i in matches if not known[i]}

    def _narrowed(self, matches: set[int], mention: Named) -> int | None:
        if len(matches) == 1:
            return next(iter(matches))
        gender = mention.title_gender
        if gender is None:
            gender = self._chain_gender(mention.span)
        agreeing = {i for i in matches if gender is None or self.register.individuals[i].gender in (None, gender)}
        if len(agreeing) == 1:
            return agreeing.pop()
        matches = agreeing or matches
        titled = {i for i in matches if mention.title_gender and self.register.individuals[i].gender == gender}
        if len(titled) == 1:
            return titled.pop()
        if len(in_office := self._of_office(matches, mention)) == 1:
            return in_office.pop()
        called = {i for (g, _, _), i in self.register.keys.items() if i in matches and self.first_names[g]}
        if len(matches - called) == 1:
            return (matches - called).pop()
        matches = matches - called or matches
        near = {i for i in matches if self._just_introduced(i, mention.span)}
        if len(near) == 1:
            return near.pop()
        before = {i: self._named_before(i, mention.span) for i in matches}
        introduced = [i for i in matches if before[i]]
        if len(introduced) == 1:
            return introduced[0]
        for i, count in before.items():
            if count >= CLEARLY_MORE * max((n for other, n in before.items() if other != i), default=0) > 0:
                return i
        full = Counter(
            {i: sum(n for name, n in self.register.individuals[i].names.items() if " " in name) for i in matches}
        )
        (first, most), (_, second) = full.most_common(2)
        if most >= CLEARLY_MORE * second:
            return first
        if len(chained := self._in_chain(matches, mention)) == 1:
            return chained.pop()
        family_first = {self._family(i) for i in matches} == {person_name(mention.name).surname}
        return self._last_introduced(matches, mention.span) if family_first else None

    def _family(self, individual: int) -> str:
        """The first word of a person's full name of two, folded, if it is no common given name."""
        first, *others = self.register.individuals[individual].name.split()
        return fold(first) if len(others) == 1 and self.words.gender_of_given_name(fold(first)) is None else ""

    def _last_introduced(self, matches: set[int], span: Span) -> int | None:
        """The one of `matches` who was named in full last before a place, not only as somebody's relative or associate."""
        full = [
            (not self._owns_somebody(m), m.span, i)
            for i in matches
            for m in self.register.individuals[i].mentions
            if " " in m.name and m.span < span
        ]
        return max(full)[-1] if full else None

    def _owns_somebody(self, mention: Named) -> bool:
        """Whether a name only tells whose somebody is: "the son of the builder *Han Duk-so*"."""
        roles = self.document.language.roles
        tokens = self.document.within(mention.span)
        top = next((t for t in tokens if t.head not in tokens), None)
        while top is not None and top.relation in {"appos", "flat", "compound"}:
            top = top.head
        whose = top.head if top is not None and top.relation == "nmod" else None
        return whose is not None and whose.lemma.lower() in roles.kin | roles.associates

    def _of_office(self, matches: set[int], mention: Named) -> set[int]:
        """Those of `matches` before whose full name the office stands that is before a short one: "*Prime Minister* Hale"."""
        office = self._office_before(mention)
        full = {i: [m for m in self.register.individuals[i].mentions if " " in m.name] for i in matches}
        return {i for i in matches if office and any(self._office_before(m) == office for m in full[i])}

    def _office_before(self, mention: Named) -> str:
        """The capitalised words directly before a name, the last of them an office; empty if there are none."""
        first = self.document.token_at(mention.span.start)
        words = words_before([first]) if first is not None else []
        capitals = [t for t in words if t.text[0].isupper()]
        return " ".join(t.text for t in capitals) if capitals and is_role(capitals[-1]) else ""

    def _in_chain(self, matches: set[int], mention: Named) -> set[int]:
        """Those of `matches` whose full name is in the coreference chain of a mention."""
        chains = self._chains(mention.span)
        full = {i: [m.span for m in self.register.individuals[i].mentions if " " in m.name] for i in matches}
        return {i for i in matches if any(chains & self._chains(span) for span in full[i])}

    def _chains(self, name: Span) -> set[int]:
        """The numbers of the coreference chains of mentions that a word of a name heads."""
        chains = (self.document.chain_of(token) for token in self.document.within(name))
        return {chain.id for chain in chains if chain is not None}

    def _named_before(self, individual: int, span: Span) -> int:
        """How often the individual was named before, if in full or with a title at least once."""
        starts = [m for m in self.register.individuals[individual].mentions if m.span.start < span.start]
        told = any(" " in self.words.untitled(m.name) or m.title_gender for m in starts)
        return len(starts) if told else 0

    def _just_introduced(self, individual: int, span: Span) -> bool:
        """Whether the individual was named in full shortly before."""
        mentions = self.register.individuals[individual].mentions
        return any(" " in self.words.untitled(m.name) and 0 < span.start - m.span.end <= JUST_BEFORE for m in mentions)

    def _chain_gender(self, span: Span) -> str | None:
        return next(
            (g for m, g in self.genders.items() if m.start <= span.start and span.end <= m.end <= span.end + 2), None
        )


def _chain_genders(document: Document) -> Mapping[Span, str]:
    """For each coreference mention, the gender of nearly all pronouns in its chain."""
    genders: dict[Span, str] = {}
    for chain in document.chains:
        words = (document.text[m.start : m.end].lower() for m in chain.mentions)
        if gender := document.language.pronouns.gender_of(Counter(words)):
            genders |= {m.span: gender for m in chain.mentions}
    return genders
