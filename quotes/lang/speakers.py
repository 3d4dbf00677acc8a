"""The words by which a text says who speaks: names and titles, offices, bodies, works, places. All by lemma, in lower case.

Every field may be empty: then nothing is recognised by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from quotes.query import fold

__all__ = ["BodyWords", "NameWords", "PlaceWords", "PronounWords", "RoleWords", "WorkWords"]

NONE: frozenset[str] = frozenset()
NOTHING = "(?!)"  # a pattern that nothing matches
KINDS = tuple[frozenset[str], ...]  # sets of nouns with similar meanings
AGREEING = 0.8  # of the pronouns that show a gender


@dataclass(frozen=True, eq=False)
class PronounWords:
    """Pronouns by person and number. `relative_persons` refer to people, `latter` to the last of two; `gender` has
    "female" or "male" for some.
    """

    first_singular: frozenset[str] = NONE
    first: frozenset[str] = NONE
    second: frozenset[str] = NONE
    neuter: frozenset[str] = NONE
    plural: frozenset[str] = NONE
    latter: frozenset[str] = NONE
    relative: frozenset[str] = NONE
    relative_persons: frozenset[str] = NONE
    gender: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def personal(self) -> frozenset[str]:
        return self.first | self.second | self.neuter | self.plural | self.gender.keys()

    def gender_of(self, counts: Mapping[str, int]) -> str | None:
        """The gender of nearly all gendered pronouns among the counted words; else None."""
        shown: dict[str, int] = {}
        for word, count in counts.items():
            if gender := self.gender.get(word):
                shown[gender] = shown.get(gender, 0) + count
        total = sum(shown.values())
        return next((gender for gender, count in shown.items() if count >= AGREEING * total), None)


@dataclass(frozen=True, eq=False)
class NameWords:
    """Titles before names, and the genders of given names and nouns.

    `abbreviated` spells short titles out; `lasting` titles stay with the name, unless one of `patronymic` in it tells whose son
    or daughter somebody is; `portfolios` are what a minister is one of;
    `short_forms` holds sets of given names that may be one. `particles` may begin a person's name in lower case, and
    `first_words` a body's; `days` and `post_nominals` may stand right behind it, `joining` between those
    of a couple. `generations` follow a name, `generation_words` stand before it.
    `also_called` is a pattern for what stands between two names of one person, `styled_office` one for an `office` with a style,
    `style` one for a style in letters before a full name, `byline` one for what stands before an author's name, `author_note`
    for what follows it in a note about the author.
    Where the names of several articles are compared, `before_names` are left out, and `generation_of` says which words behind a
    name tell one bearer from another.
    """

    honorifics: frozenset[str] = NONE
    post_nominals: frozenset[str] = NONE
    abbreviated: Mapping[str, str] = field(default_factory=dict)
    lasting: frozenset[str] = NONE
    patronymic: frozenset[str] = NONE
    portfolios: frozenset[str] = NONE
    particles: frozenset[str] = NONE
    first_words: frozenset[str] = NONE
    joining: frozenset[str] = NONE
    days: frozenset[str] = NONE
    generations: frozenset[str] = NONE
    generation_of: Mapping[str, str] = field(default_factory=dict)
    before_names: frozenset[str] = NONE
    generation_words: Mapping[str, str] = field(default_factory=dict)
    also_called: str = NOTHING
    styled_office: str = NOTHING
    style: str = NOTHING
    byline: str = NOTHING
    author_note: str = NOTHING
    female_nouns: frozenset[str] = NONE
    male_nouns: frozenset[str] = NONE
    female_names: frozenset[str] = NONE
    male_names: frozenset[str] = NONE
    short_forms: KINDS = ()

    @cached_property
    def titles(self) -> frozenset[str]:
        return self.honorifics | self.abbreviated.keys()

    def is_title(self, name: str) -> bool:
        """Whether all of `name` is titles ("Dr.", "Sen.")."""
        return all(word.lower().rstrip(".") in self.titles for word in name.split())

    def untitled(self, name: str) -> str:
        """A person's name without titles before it."""
        words = name.split()
        while len(words) > 1 and self.is_title(words[0]):
            words = words[1:]
        return " ".join(words)

    def gender_of_noun(self, word: str) -> str | None:
        """ "female", "male" or None for a title or noun such as "Mrs." or "spokesman"."""
        plain = word.lower().rstrip(".")
        if plain in self.female_nouns:
            return "female"
        return "male" if plain in self.male_nouns else None

    def gender_of_given_name(self, name: str) -> str | None:
        """ "female", "male" or None for a folded given name."""
        female, male = name in self.female_names, name in self.male_names
        if female == male:
            return None
        return "female" if female else "male"

    def same_given_name(self, a: str, b: str) -> bool:
        """Whether two folded given names are one, or one is the other's short form or initial."""
        if a == b or (min(len(a), len(b)) == 1 and a[:1] == b[:1]):
            return True
        return any(a in forms and b in forms for forms in self.short_forms)


@dataclass(frozen=True, eq=False)
class RoleWords:
    """Nouns for people, and the words around them.

    `nouns` are those by office or trade, `persons` all others, `kin` those that often share a surname;
    each set of `offices` names one office. `crowds` are many or
    nobody in particular; `any_office` fits whoever has another office. `parts` stand in an office's name beside its noun,
    `after_noun` behind it; no role begins with one of `never_first`; `empty` tell nothing that an article would repeat.
    `associates` are somebody's, as `kin` are, who stands after one of `before_a_person`;
    `before_a_body` stand between an office and where it is held, but after one of `of_matters` what follows is a matter;
    `abbreviated` and `ranks` look like the name of a body and are none. `party_members` describe somebody by party;
    `contenders` are no offices, and stand before a name in headlines; `former` are joined to an
    office by a hyphen. `doing` has the noun for whoever does for a person what a
    verb says.
    """

    nouns: frozenset[str] = NONE
    persons: frozenset[str] = NONE
    kin: frozenset[str] = NONE
    associates: frozenset[str] = NONE
    offices: KINDS = ()
    any_office: frozenset[str] = NONE
    crowds: frozenset[str] = NONE
    party_members: frozenset[str] = NONE
    parts: frozenset[str] = NONE
    after_noun: frozenset[str] = NONE
    never_first: frozenset[str] = NONE
    empty: frozenset[str] = NONE
    before_a_body: frozenset[str] = NONE
    before_a_person: frozenset[str] = NONE
    of_matters: frozenset[str] = NONE
    abbreviated: frozenset[str] = NONE
    ranks: frozenset[str] = NONE
    contenders: frozenset[str] = NONE
    former: frozenset[str] = NONE
    doing: Mapping[str, str] = field(default_factory=dict)

    def held(self, noun: str) -> str:
        """The folded noun for an office that somebody may no longer hold: "president" for "ex-president"."""
        return next((rest for rest in map(noun.removeprefix, self.former) if rest in self.nouns), noun)

    def same_office(self, a: str, b: str) -> bool:
        """Whether two nouns may name one office ("congressman", "representative")."""
        return a == b or any(a in office and b in office for office in self.offices)


@dataclass(frozen=True, eq=False)
class BodyWords:
    """Nouns for organisations.

    `nouns` may go by their owner's name ("the Hale campaign"), those `always_owned` always do, those `of_places` go by their
    place, and `common` ones name a body only in capitals; `camps` are other words for a campaign; one of `implied` may be that of
    whoever an article is about, or of whoever holds one of its offices in `heads`, unless one of `former` stands before. `polls`
    and `studies` go by who made them, as do `measures` at the end of a name; `optional_in_polls` may be left out of a poll's
    name. Names of police forces end with one of `forces`, alone or before one of `force_heads`, or are acronyms that end with
    `force_acronym`; `staffs` may stand for the office that is named after them.

    Bodies `of_fields` go by what they are for ("the foreign ministry"): by any word if they are `of_one_field`, by whose office
    they are if `of_persons`, by what follows "of" if `of_what`, by one of `levels` if `of_levels`, else by one of the adjectives
    `fields` or a noun with none of `no_fields` before it. Those `alone` may be capitalised where their name is left out ("the
    University").

    Each set of `alike` holds nouns by which one body may be called, and `endings` pairs such nouns with other words that end
    names of their kind. `companies` may be said of any name that no noun of `not_companies` ends, `acronyms` of one that is an
    acronym. `kinds` look like names and are none; `empty` say nothing of which body is meant; `announced` are verbs for what
    bodies say that they will do.

    A name is shortened to its first word before one of `after_short_name`, and, where nothing else stands there, of
    `after_short_proper`; never to one of `never_short`. One of `never_last` behind a name is no part of it, one of
    `last_words` is; one of `legal_forms` ends only a company's. One that ends with one of `joined` may go on after one of
    `joints`, which have their spaces, one with one of `missions` after one of `mission_joints`; its head stands before the
    first of `after_head`.
    `prefixes` before a hyphen are no part of a name. `small`, `countries` and `offices` may be left out of an acronym;
    `spelt_out` holds what short parts of names stand for; `defining` is a pattern for what stands between a name
    and its acronym.
    """

    nouns: frozenset[str] = NONE
    of_fields: frozenset[str] = NONE
    of_one_field: frozenset[str] = NONE
    of_persons: frozenset[str] = NONE
    of_what: frozenset[str] = NONE
    of_levels: frozenset[str] = NONE
    levels: frozenset[str] = NONE
    measures: frozenset[str] = NONE
    fields: frozenset[str] = NONE
    no_fields: frozenset[str] = NONE
    alone: frozenset[str] = NONE
    always_owned: frozenset[str] = NONE
    polls: frozenset[str] = NONE
    optional_in_polls: frozenset[str] = NONE
    studies: frozenset[str] = NONE
    alike: KINDS = ()
    endings: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    kinds: frozenset[str] = NONE
    after_short_name: frozenset[str] = NONE
    after_short_proper: frozenset[str] = NONE
    never_short: frozenset[str] = NONE
    never_last: frozenset[str] = NONE
    last_words: frozenset[str] = NONE
    legal_forms: frozenset[str] = NONE
    of_places: frozenset[str] = NONE
    forces: frozenset[str] = NONE
    force_heads: frozenset[str] = NONE
    staffs: frozenset[str] = NONE
    force_acronym: str = NOTHING
    companies: frozenset[str] = NONE
    not_companies: frozenset[str] = NONE
    acronyms: frozenset[str] = NONE
    empty: frozenset[str] = NONE
    announced: frozenset[str] = NONE
    common: frozenset[str] = NONE
    camps: frozenset[str] = NONE
    implied: frozenset[str] = NONE
    joined: frozenset[str] = NONE
    joints: frozenset[str] = NONE
    missions: frozenset[str] = NONE
    mission_joints: frozenset[str] = NONE
    after_head: frozenset[str] = NONE
    small: frozenset[str] = NONE
    countries: frozenset[str] = NONE
    offices: frozenset[str] = NONE
    heads: Mapping[str, frozenset[str]] = field(default_factory=dict)
    former: frozenset[str] = NONE
    spelt_out: Mapping[str, str] = field(default_factory=dict)
    prefixes: frozenset[str] = NONE
    defining: str = NOTHING

    def like(self, noun: str) -> frozenset[str]:
        """All nouns for the kind of body that `noun` names; empty if it names none."""
        return NONE.union(*(kind for kind in self.alike if noun in kind))

    def ending(self, noun: str) -> frozenset[str]:
        """The words with which names of the kind of body that `noun` names end."""
        return (self.like(noun) or frozenset([noun])).union(*(ends for nouns, ends in self.endings if noun in nouns))

    def initials(self, name: str) -> frozenset[str]:
        """The letters that a name may be shortened to: those of all its words or of all but small ones, with the country and the
        kind of office before it or without ("VA" for the Department of Veterans Affairs).
        """
        words = [word for word in fold(name.replace("-", " ")).split() if word != "&"]
        starts = [0]
        if words and words[0] in self.countries:
            starts.append(1)
        if len(words) > 3 and " ".join(words[starts[-1] : starts[-1] + 2]) in self.offices:
            starts.append(starts[-1] + 2)
        short = set()
        for start in starts:
            rest = words[start:]
            short.add("".join(w[0] for w in rest))
            short.add("".join(w[0] for w in rest if w not in self.small))
        return frozenset(letters for letters in short if len(letters) > 1)


@dataclass(frozen=True, eq=False)
class WorkWords:
    """Nouns for words and works that speak for somebody.

    `nouns` have an author, `documents` name who made them, `organs` are parts and works of the body whose they are. Each set of
    `alike` holds nouns by which one work may be called. `issuing` are verbs by which somebody issues a work, `pages` those on
    which one is published, `titled` the noun for one that only a title names. `own` is what one writes oneself, `own_if_new` what
    one does where it is no known one ("said in *a* report"), `made_public` what whoever has just spoken may have issued. `acts`
    are verbs with the noun for what their doer did. `makers` stand before who made a work, `outlets` before where it appeared,
    `topics` before what it is about.
    """

    nouns: frozenset[str] = NONE
    documents: frozenset[str] = NONE
    organs: frozenset[str] = NONE
    alike: KINDS = ()
    issuing: frozenset[str] = NONE
    pages: frozenset[str] = NONE
    titled: str = ""
    own: frozenset[str] = NONE
    own_if_new: frozenset[str] = NONE
    made_public: frozenset[str] = NONE
    acts: Mapping[str, str] = field(default_factory=dict)
    makers: frozenset[str] = NONE
    outlets: frozenset[str] = NONE
    topics: frozenset[str] = NONE

    def like(self, noun: str) -> frozenset[str]:
        """All nouns for the work that `noun` names, including itself."""
        return frozenset([noun]).union(*(kind for kind in self.alike if noun in kind))


@dataclass(frozen=True, eq=False)
class PlaceWords:
    """Places and parties: `nouns` for places, `before_name` those that "of" and a name may follow; `before_home` stand between a
    person's name and where the person is from; `states` by abbreviation; the words for a party by the letter of its tag, the
    letter by such a word.
    """

    nouns: frozenset[str] = NONE
    before_name: frozenset[str] = NONE
    before_home: frozenset[str] = NONE
    states: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    party_of: Mapping[str, str] = field(default_factory=dict)
