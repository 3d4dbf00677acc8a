"""A language, as the rules use it: lists of lemmas in lower case. Without these, the rules of grammar find nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from quotes.lang.speakers import BodyWords, NameWords, PlaceWords, PronounWords, RoleWords, WorkWords

__all__ = ["FormWords", "Language", "PageWords", "ScorerWords", "one_of"]

NONE: frozenset[str] = frozenset()
NOTHING = "(?!)"  # a pattern that nothing matches


@dataclass(frozen=True)
class FormWords:
    """Words that show the form of a text. `sounds`, `involved`, `month`, `salutation` and `letter_closing` are patterns."""

    askers: tuple[str, ...] = ()
    answerers: tuple[str, ...] = ()
    parts: frozenset[str] = NONE
    name_particles: tuple[str, ...] = ()
    sounds: str = NOTHING
    involved: str = NOTHING
    month: str = NOTHING
    salutation: str = NOTHING
    letter_closing: str = NOTHING
    letter_openings: tuple[str, ...] = ()
    headline_speakers: frozenset[str] = NONE
    headline_topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageWords:
    """The wording of page furniture around articles: compiled patterns, each for a whole paragraph or for its beginning."""

    labelled_link: re.Pattern[str]
    link: re.Pattern[str]
    invitation: re.Pattern[str]
    credit: re.Pattern[str]
    biography: re.Pattern[str]


@dataclass(frozen=True)
class ScorerWords:
    """Words that tell a quote from a deed, a topic or a sight, and the file of the weights learned with them."""

    weights: str
    verb_kinds: Mapping[str, frozenset[str]]
    topics: frozenset[str]
    documents: frozenset[str]
    bodies: frozenset[str]
    people: frozenset[str]
    openers: frozenset[str]
    labels: frozenset[str]
    norms: frozenset[str]
    summons: frozenset[str]
    refusals: frozenset[str]
    answers: frozenset[str]
    replies: frozenset[str]
    empty_verbs: frozenset[str]
    impersonal: frozenset[str]
    selves: frozenset[str]
    question_words: frozenset[str]
    relative_persons: frozenset[str]
    plain_auxiliaries: frozenset[str]


@dataclass(frozen=True, eq=False)
class Language:
    """One language. All fields except `code` and `name` may be empty: then the rules that use them find nothing."""

    code: str
    name: str
    speech_verbs: frozenset[str] = NONE
    thought_verbs: frozenset[str] = NONE
    control_verbs: frozenset[str] = NONE
    light_verbs: frozenset[str] = NONE
    interposed_verbs: frozenset[str] = NONE
    perception_verbs: frozenset[str] = NONE
    appearance_verbs: frozenset[str] = NONE
    speech_nouns: frozenset[str] = NONE
    thought_nouns: frozenset[str] = NONE
    thought_adjectives: frozenset[str] = NONE
    auxiliaries: frozenset[str] = NONE
    negators: frozenset[str] = NONE
    cue_adverbs: frozenset[str] = NONE
    expletives: frozenset[str] = NONE
    complementizers: frozenset[str] = NONE
    infinitive_marks: frozenset[str] = NONE
    agent_prepositions: frozenset[str] = NONE
    according: tuple[tuple[str, ...], ...] = ()
    clipped: frozenset[str] = NONE
    articles: frozenset[str] = NONE
    definite: frozenset[str] = NONE
    indefinite: frozenset[str] = NONE
    numbering: frozenset[str] = NONE
    pair: frozenset[str] = NONE
    future: frozenset[str] = NONE
    seeming: frozenset[str] = NONE
    asking: frozenset[str] = NONE
    answering: frozenset[str] = NONE
    calling: frozenset[str] = NONE
    naming: frozenset[str] = NONE
    times: frozenset[str] = NONE
    parts_of_many: frozenset[str] = NONE
    pronouns: PronounWords = field(default_factory=PronounWords)
    names: NameWords = field(default_factory=NameWords)
    roles: RoleWords = field(default_factory=RoleWords)
    bodies: BodyWords = field(default_factory=BodyWords)
    works: WorkWords = field(default_factory=WorkWords)
    places: PlaceWords = field(default_factory=PlaceWords)
    forms: FormWords = field(default_factory=FormWords)
    pages: PageWords | None = None
    scorer: ScorerWords | None = None

    def gender_told(self, noun: str) -> str | None:
        """The gender that a title or noun tells of who has it; a woman, too, may be called a spokesman or chairman."""
        gender = self.names.gender_of_noun(noun)
        return None if gender == "male" and noun.lower() in self.roles.nouns else gender

    def gender_of_title(self, word: str) -> str | None:
        """The gender that the word before a name, or its first one, tells of who has it; "polls *miss* Hale" tells none.

        A title has a capital, unless it is a noun for a person as well ("the first *lady* Ruth Hale").
        """
        plain = word.rstrip(".")
        verb = word.islower() and plain in self.names.honorifics and plain not in self.roles.persons
        return None if verb else self.gender_told(word)

    @property
    def has_rules(self) -> bool:
        """Whether the rules of grammar can find anything in this language."""
        return bool(self.speech_verbs)


def one_of(words: tuple[str, ...]) -> str:
    """A pattern that matches any of `words`; without words, one that matches nothing."""
    return f"(?:{'|'.join(words)})" if words else NOTHING
