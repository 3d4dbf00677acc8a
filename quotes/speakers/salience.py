"""The salience of each person and body at any point of an article, which tells what a pronoun is likely to mean.

After Lappin and Leass, "An Algorithm for Pronominal Anaphora Resolution" (1994): every mention adds the weight of its
grammatical function to the salience of its referent, and every sentence halves all saliences. Mentions inside quotation marks
count little: who is talked about is rarely the speaker. These weights only rank; what a rank is worth is learned
(quotes.speakers.ranker).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from quotes.document import Sentence, Token
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import Descriptions, is_definite, is_person_noun
from quotes.speakers.facts import Facts
from quotes.speakers.phrases import noun_span
from quotes.speakers.subjects import is_reported, speaks

__all__ = ["Referent", "Salience", "Snapshot", "barred"]

Referent = int | Token  # an individual, or the head of a description that names nobody

# Weights of the functions of a mention; who was just reported to say something is most likely to speak again.
SUBJECT, SPEAKER, OBJECT, OTHER = 80.0, 60.0, 50.0, 35.0
IN_QUOTATION, REPORTED = 0.15, 0.5  # factors for mentions in quotation marks, and in reported speech
SPEAKS_ON = 2.5  # boost for the previous speaker
DECAY = 0.5  # the factor for each sentence
CHAINED, CHAINED_ALONE = 1.2, 1.5  # factors if the chain names the candidate, among others or alone
UNKNOWN_GENDER = 0.5  # the factor if the gender is not known, beside candidates whose gender agrees
CLEAR = 1.15  # times as salient as the next one, to be clearly the most salient
CLEAR_VOTES = 4  # times as many pronouns of one gender as of the other, to tell somebody's gender
THING = "neuter"  # the gender of everything that is not a person
FAINT = 4.0  # a lower salience is forgotten
MODIFIERS = frozenset({"flat", "compound", "fixed", "goeswith"})


@dataclass(frozen=True)
class Snapshot:
    """The state just before a token: the salience of each referent, who spoke last and how many sentences ago, and whether
    somebody else has acted since; `meant` is the referent that a pronoun there most likely has.
    """

    salience: Mapping[Referent, float]
    speaker: Referent | None
    speaker_distance: int
    turn_over: bool
    meant: Referent | None


@dataclass
class _State:
    salience: dict[Referent, float] = field(default_factory=dict)
    genders: dict[Referent, str | None] = field(default_factory=dict)
    speaker: tuple[Referent, int] | None = None
    turn_over: bool = False
    sentence: int = 0  # of those that are not quoted as a whole


def barred(token: Token, cast: Cast) -> set[int]:
    """The individuals that a pronoun cannot mean: those named in the clause it reports, or beside it as subject or object of its
    own verb ("*he* told Hale").
    """
    verb = token.head
    if verb is None:
        return set()
    below: list[Token] = []
    if token.deprel == "nsubj":
        for clause in verb.children("ccomp", "xcomp"):
            below += clause.subtree(without=[verb])
        below += verb.children("obj", "iobj", "obl")
        main = verb.head
        if (
            verb.deprel == "parataxis"
            and main is not None
            and main.upos == "VERB"
            and main.lemma not in token.language.speech_verbs
        ):
            below += main.subtree(without=[verb])
    elif token.deprel in {"obj", "iobj", "obl"}:
        below += verb.children("nsubj")
    return {i for t in below if t.deprel != "nmod:poss" and (i := cast.of(t)) is not None}


class Salience:
    """Snapshots at the tokens that are asked for, from one walk through the article in text order."""

    def __init__(self, cast: Cast, facts: Facts, descriptions: Descriptions, wanted: Collection[Token]) -> None:
        self.cast = cast
        self.descriptions = descriptions
        self.names, self.pronouns = cast.language.names, cast.language.pronouns
        self.genders = cast.genders
        self._learn_genders(facts)
        self.at: dict[Token, Snapshot] = {}
        self.wanted = set(wanted)
        self._walk()

    def _learn_genders(self, facts: Facts) -> None:
        """Find the gender of persons whose names do not tell: from descriptions ("the actress"), and from later pronouns."""
        for person, said in facts.of.items():
            told = {gender for fact in said if (gender := self.cast.language.gender_told(fact.head))}
            if self.cast.is_person(person) and self.genders[person] is None and len(told) == 1:
                self.genders[person] = told.pop()
        votes: dict[int, list[str]] = {}
        last: tuple[int, int] | None = None
        for token in self.cast.document.tokens:
            individual = self.cast.of(token)
            if individual is not None and self.cast.is_person(individual):
                last = individual, token.sentence.index
            gender = self.pronouns.gender.get(token.lower)
            if gender and last is not None and token.sentence.index - last[1] <= 1:
                votes.setdefault(last[0], []).append(gender)
                last = None
            elif token.deprel == "nsubj" and token.upos == "NOUN" and is_person_noun(token):
                last = None
        for individual, seen in votes.items():
            (gender, most), *_ = Counter(seen).most_common()
            if self.genders[individual] is None and most >= 2 and most >= CLEAR_VOTES * (len(seen) - most):
                self.genders[individual] = gender

    def _walk(self) -> None:
        state = _State()
        for sentence in self.cast.document.sentences:
            if not self._is_quoted(sentence):
                state.salience = {r: s * DECAY for r, s in state.salience.items() if s * DECAY >= FAINT}
                state.sentence += 1
            for token in sentence.tokens:
                pronoun = token.lower in self.pronouns.gender or (
                    token.upos == "PRON" and token.lower in self.pronouns.neuter
                )
                meant = self._choose(state, token) if pronoun else None
                if token in self.wanted:
                    speaker, at = state.speaker or (None, state.sentence)
                    self.at[token] = Snapshot(
                        dict(state.salience), speaker, state.sentence - at, state.turn_over, meant
                    )
                if pronoun:
                    if meant is not None and not self.cast.document.in_quotation(token.start):
                        self._raise(state, token, meant, state.genders.get(meant))
                    continue
                if token.upos in {"NOUN", "PROPN"}:
                    mention = self._mention(token)
                    if mention is not None:
                        self._raise(state, token, *mention)

    def _is_quoted(self, sentence: Sentence) -> bool:
        inside = self.cast.document.in_quotation
        return inside(sentence.start) and inside(sentence.end - 1)

    def _raise(self, state: _State, token: Token, referent: Referent, gender: str | None) -> None:
        """Add a mention's weight to its referent's salience."""
        quoted = self.cast.document.in_quotation(token.start)
        says = speaks(token)
        relation = token.relation
        weight = SUBJECT if relation == "nsubj" else OBJECT if relation in {"obj", "iobj"} else OTHER
        weight = SUBJECT + SPEAKER if says else weight
        reported = not quoted and is_reported(token)
        weight *= IN_QUOTATION if quoted else REPORTED if reported else 1.0
        state.salience[referent] = state.salience.get(referent, 0.0) + weight
        state.genders[referent] = gender
        if quoted:
            return
        if says:
            state.speaker, state.turn_over = (referent, state.sentence), False
        elif relation == "nsubj" and isinstance(referent, int) and self.cast.is_person(referent) and not reported:
            state.turn_over = True

    def _mention(self, token: Token) -> tuple[Referent, str | None] | None:
        """The referent and gender that a token mentions as the head of its phrase: an individual, or a described person."""
        individual = self.cast.of(token)
        if individual is not None:
            governor = token.head
            if token.relation in MODIFIERS and governor is not None and self.cast.of(governor) == individual:
                return None
            if not self.cast.is_person(individual) and token.relation in {"compound", "amod"}:
                return None
            return individual, self.genders[individual]
        if token.upos != "NOUN" or token.relation != "nsubj" or token.has("Number=Plur") or len(token.text) < 3:
            return None
        if is_person_noun(token):
            if self.cast.named_by(token) is not None:
                return None
            fits = self.descriptions.resolve(token)
            if fits is not None:
                return fits, self.genders[fits]
            after = [s for s in self.cast.names_within(noun_span(token)) if s.start > token.start]
            persons = [i for s in after if self.cast.is_person(i := self.cast.by_span[s])]
            if is_definite(token) and not persons:
                return None
            return token, self.names.gender_of_noun(token.text)
        return (token, THING) if token.deprel == "nsubj" else None

    def _choose(self, state: _State, token: Token) -> Referent | None:
        """The referent of a pronoun, by salience, agreement and chain; None if two are equally likely."""
        gender = self.pronouns.gender.get(token.lower)
        person = token.lower not in self.pronouns.neuter
        link = self.cast.link_of(token)
        agreeing = {i for i in link.named if self.agrees(i, gender, person=person)} if link else set()
        out = barred(token, self.cast)
        scores: dict[Referent, float] = {}
        says = speaks(token)
        for referent, salience in state.salience.items():
            if isinstance(referent, int):
                if referent in out or not self.agrees(referent, gender, person=person):
                    continue
            else:
                known = state.genders.get(referent)
                if (known == THING) == person or (person and gender is not None and known not in (None, gender)):
                    continue
            factor = 1.0
            if referent in agreeing:
                factor = CHAINED_ALONE if len(agreeing) == 1 else CHAINED
            factor *= 1.0 if state.genders.get(referent) is not None or gender is None else UNKNOWN_GENDER
            if state.speaker in ((referent, state.sentence), (referent, state.sentence - 1)) and not state.turn_over:
                factor *= SPEAKS_ON if says else 1.0
            scores[referent] = salience * factor
        if not scores:
            return None
        ranked = sorted(scores, key=lambda r: -scores[r])
        second = scores[ranked[1]] if len(ranked) > 1 else 0.0
        return ranked[0] if scores[ranked[0]] >= CLEAR * second else None

    def agrees(self, individual: int, gender: str | None, *, person: bool) -> bool:
        if not person:
            return self.cast.kind(individual) == "organization" and individual not in self.cast.places
        return self.cast.is_person(individual) and (gender is None or self.genders[individual] in (None, gender))
