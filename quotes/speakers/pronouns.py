"""Pronouns of the third person to persons and bodies: by salience, in text order, with the coreference chain as a witness.

After Lappin and Leass, "An Algorithm for Pronominal Anaphora Resolution" (1994): every mention raises its referent by the weight
of its grammatical function, every sentence halves what went before, and a pronoun takes the highest that agrees and is not
barred by syntax. Mentions inside quotation marks count little for pronouns outside: who is talked about is not who talks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.attribution.tree import SUBJECTS, Tree
from quotes.document.parse import Word
from quotes.lang.en.reporting import SPEECH_VERBS
from quotes.speakers.answer import Answer
from quotes.speakers.descriptions import is_definite, is_person_noun
from quotes.speakers.facts import Facts
from quotes.speakers.gender import PRONOUN_GENDER, gender_of_noun
from quotes.speakers.scene import Link, Scene

__all__ = [
    "FIRST_PERSON",
    "FIRST_SINGULAR",
    "PLURAL",
    "RELATIVE",
    "SECOND_PERSON",
    "THIRD_PERSON",
    "Pronouns",
    "is_subject",
]

FIRST_SINGULAR = frozenset("i me my mine myself".split())
FIRST_PERSON = FIRST_SINGULAR | frozenset("we us our ours ourselves".split())
SECOND_PERSON = frozenset(["you", "your", "yours", "yourself", "yourselves"])
PLURAL = frozenset(["they", "them", "their", "theirs", "themselves", "these", "those"])
NEUTER = frozenset(["it", "its", "itself"])
THIRD_PERSON = frozenset({*PRONOUN_GENDER, *NEUTER, *PLURAL})
RELATIVE = frozenset(["who", "whom", "whose", "which", "that"])

# Weights of the functions of a mention; who is reported to have said something is most likely to go on speaking.
SUBJECT, SPEAKER, OBJECT, OTHER = 80.0, 60.0, 50.0, 35.0
IN_QUOTATION, REPORTED = 0.15, 0.5  # of that weight, for mentions inside what somebody says
SPEAKS_ON = 2.5  # times as likely is the last speaker to be the next one
DECAY = 0.5  # a sentence
CHAINED, CHAINED_ALONE = 1.2, 1.5  # where the chain names the candidate, among others or alone
UNKNOWN_GENDER = 0.5  # times as likely as one whose gender is known to agree
CLEAR = 1.15  # times as salient as the next
THING = "neuter"  # the gender of what is no person
FAINT = 4.0  # less salient than this is forgotten
MODIFIERS = frozenset({"flat", "compound", "fixed", "goeswith"})


@dataclass(frozen=True)
class _Found:
    """Whom a pronoun means: an individual, or a description's place, or nobody where two are as likely; and its share."""

    referent: int | Span | None
    share: float
    chained: bool


@dataclass
class _State:
    """How prominent each referent is at a point of the text, and who spoke last: a referent and in which sentence."""

    salience: dict[int | Span, float] = field(default_factory=dict)
    genders: dict[int | Span, str | None] = field(default_factory=dict)
    speaker: tuple[int | Span, int] | None = None
    turn_over: bool = False  # somebody else has done something since
    sentence: int = 0  # of those that are not quoted as a whole

    def decay(self) -> None:
        self.salience = {r: s * DECAY for r, s in self.salience.items() if s * DECAY >= FAINT}

    def add(self, referent: int | Span, weight: float, gender: str | None) -> None:
        self.salience[referent] = self.salience.get(referent, 0.0) + weight
        self.genders[referent] = gender


def is_subject(tree: Tree, word: Word) -> bool:
    """Whether a word does what its verb says; a passive without auxiliary ("called on") is the parser's slip."""
    verb = tree.head(word)
    if verb is None or not word.deprel.startswith("nsubj"):
        return False
    return word.deprel != "nsubj:pass" or tree.child(verb, {"aux:pass"}) is None


class Pronouns:
    """Whom the pronouns of one article mean. `describe` resolves a description's head word, or gives None."""

    def __init__(self, scene: Scene, facts: Facts, describe: Callable[[Tree, Word], int | None]) -> None:
        self.scene = scene
        self.facts = facts
        self.describe = describe
        self.genders = {i: known.gender for i, known in enumerate(scene.individuals)}
        self._learn_genders()
        self.found: dict[tuple[int, int], _Found] = {}
        self.prominent: dict[tuple[int, int], _Found | None] = {}  # whom a description's head word could stand for
        self.speakers: dict[tuple[int, int], int | Span] = {}  # who spoke last before a description's head word
        self._walk()

    # -- answering ---------------------------------------------------------------------------------------------------

    def resolve(self, tree: Tree, word: Word) -> Answer:
        """Whom the third-person singular pronoun `word` means."""
        scene = self.scene
        head = Span(word.start, word.end)
        link = scene.link_of(tree, word)
        chain = link.spans if link else ()
        found = self.found.get((tree.sentence.index, word.index))
        if found is not None and isinstance(found.referent, int):
            name = scene.name(found.referent)
            trust = 0.45 + 0.4 * max(0.0, found.share - 0.5) * 2
            step = f"“{word.text}” agrees with {name}, the most prominent before it"
            if found.chained:
                step += f" and in its coreference chain of {len(chain)} mentions"
            return scene.answer(found.referent, head, "pronoun", trust, step, chain=chain)
        if found is not None and isinstance(found.referent, Span):
            return self._unnamed(found.referent, word, head, chain)
        if found is not None:
            step = f"two before “{word.text}” are as likely: refused"
            return Answer(None, (), None, None, head, "pronoun", 0.0, (step,), chain)
        gender = PRONOUN_GENDER.get(word.text.lower())
        individual = self.scene.only_named(link, gender, person=gender is not None) if link else None
        if individual is not None:
            step = f"“{word.text}” leads through {len(chain)} mentions to {scene.name(individual)}"
            return scene.answer(individual, head, "pronoun", 0.5, step, chain=chain)
        if link is not None and not link.named:
            return self.described(link, word, head)
        step = (
            f"nobody before “{word.text}” stands out" if link is None else f"the chain of “{word.text}” holds several"
        )
        return Answer(None, (), None, None, head, "pronoun", 0.0, (f"{step}: refused",), chain)

    def thing(self, tree: Tree, word: Word) -> tuple[Tree, Word] | None:
        """The head word of the thing that "it" means, where it means none that is named."""
        found = self.found.get((tree.sentence.index, word.index))
        if found is None or not isinstance(found.referent, Span) or word.text.lower() not in NEUTER:
            return None
        return self.scene.head_word(found.referent)

    def _unnamed(self, span: Span, word: Word, head: Span, chain: tuple[Span, ...]) -> Answer:
        scene = self.scene
        at = scene.head_word(span)
        own = scene.plain(scene.noun_span(*at)) if at else span.of(scene.text)
        step = f"“{word.text}” is “{own}”, who is not named"
        return Answer(None, (), "unnamed", own, head, "pronoun", 0.5, (step,), chain)

    def described(self, link: Link, word: Word, head: Span) -> Answer:
        """The first description in a chain without names."""
        scene = self.scene
        for mention in link.chain.mentions:
            top = scene.mention_head(mention)
            if top is not None and top.upos in {"NOUN", "PROPN"}:
                tree = scene.trees[mention.sentence]
                own = scene.plain(scene.without_clauses(tree, top, (mention.span,)))
                kind: SpeakerKind = "group" if "Number=Plur" in top.feats else "unnamed"
                step = f"“{word.text}” is “{own}”, who is not named"
                return Answer(None, (), kind, own, head, "pronoun", 0.5, (step,), link.spans)
        step = f"nobody is named in the chain of “{word.text}”"
        return Answer(None, (), None, None, head, "pronoun", 0.0, (step,), link.spans)

    def most_prominent(self, tree: Tree, word: Word) -> int | None:
        """The person who is most prominent before the head word of a description, and agrees with it."""
        found = self.prominent.get((tree.sentence.index, word.index))
        return found.referent if found is not None and isinstance(found.referent, int) else None

    def just_spoke(self, tree: Tree, word: Word) -> int | None:
        """Who spoke last by name, in this sentence or the one before, if `word` is the one who speaks now."""
        last = self.speakers.get((tree.sentence.index, word.index))
        return last if isinstance(last, int) and self._speaks(tree, word) else None

    # -- genders -----------------------------------------------------------------------------------------------------

    def _learn_genders(self) -> None:
        """Genders of persons whose names do not tell: from what they are called ("the actress"), and the pronouns that follow."""
        for person, facts in self.facts.of.items():
            told = {gender for fact in facts if (gender := gender_of_noun(fact.head))}
            if self.scene.is_person(person) and self.genders[person] is None and len(told) == 1:
                self.genders[person] = told.pop()
        votes: dict[int, list[str]] = {}
        last: tuple[int, int] | None = None
        for tree in self.scene.trees:
            for word in tree.words:
                individual = self.scene.covering(word)
                if individual is not None and self.scene.is_person(individual):
                    last = individual, tree.sentence.index
                gender = PRONOUN_GENDER.get(word.text.lower())
                if gender and last is not None and tree.sentence.index - last[1] <= 1:
                    votes.setdefault(last[0], []).append(gender)
                    last = None
                elif word.upos == "NOUN" and is_person_noun(word) and word.deprel == "nsubj":
                    last = None
        for individual, seen in votes.items():
            if self.genders[individual] is None and len(seen) >= 2 and len(set(seen)) == 1:
                self.genders[individual] = seen[0]

    # -- the walk ----------------------------------------------------------------------------------------------------

    def _walk(self) -> None:
        state = _State()
        for tree in self.scene.trees:
            if not self._is_quoted(tree):
                state.decay()
                state.sentence += 1
            for word in tree.words:
                lower = word.text.lower()
                if lower in PRONOUN_GENDER or (lower in NEUTER and word.upos == "PRON"):
                    found = self._choose(state, tree, word)
                    if found is not None:
                        self.found[tree.sentence.index, word.index] = found
                    if found is not None and found.referent is not None and not self.scene.in_quotation(word.start):
                        self._raise(state, tree, word, found.referent, state.genders.get(found.referent))
                    continue
                if word.upos in {"NOUN", "PROPN"} and state.speaker and state.sentence - state.speaker[1] <= 1:
                    self.speakers[tree.sentence.index, word.index] = state.speaker[0]
                mention = self._mention(state, tree, word)
                if mention is not None:
                    self._raise(state, tree, word, *mention)

    def _raise(self, state: _State, tree: Tree, word: Word, referent: int | Span, gender: str | None) -> None:
        """Add a mention's weight to its referent's salience."""
        quoted = self.scene.in_quotation(word.start)
        speaks = self._speaks(tree, word)
        relation = word.deprel.split(":")[0]
        weight = SUBJECT if relation == "nsubj" else OBJECT if relation in {"obj", "iobj"} else OTHER
        weight = SUBJECT + SPEAKER if speaks else weight
        weight *= IN_QUOTATION if quoted else REPORTED if self._is_reported(tree, word) else 1.0
        state.add(referent, weight, gender)
        if quoted:
            return
        if speaks:
            state.speaker, state.turn_over = (referent, state.sentence), False
        elif relation == "nsubj" and self._takes_over(tree, word, referent):
            state.turn_over = True

    def _is_quoted(self, tree: Tree) -> bool:
        inside = self.scene.in_quotation
        return inside(tree.sentence.start) and inside(tree.sentence.end - 1)

    def _mention(self, state: _State, tree: Tree, word: Word) -> tuple[int | Span, str | None] | None:
        """Whom a word mentions as the head of its phrase, and of which gender: an individual, or a person described."""
        individual = self.scene.covering(word)
        if individual is not None:
            governor = tree.head(word)
            if word.deprel in MODIFIERS and governor is not None and self.scene.covering(governor) == individual:
                return None
            if not self.scene.is_person(individual) and word.deprel in {"compound", "amod"}:
                return None
            return individual, self.genders[individual]
        if word.upos == "NOUN" and word.deprel.startswith("nsubj") and is_person_noun(word):
            if "Number=Plur" in word.feats or self.scene.entity_at(tree, word) is not None:
                return None
            meant = self.describe(tree, word)
            if meant is not None:
                return meant, self.genders[meant]
            self.prominent[tree.sentence.index, word.index] = self._choose(state, tree, word)
            named = [s for s in self.scene.names_within(self.scene.noun_span(tree, word)) if s.start > word.start]
            persons = [i for s in named if self.scene.is_person(i := self.scene.entity_of[s])]
            if not is_definite(tree, word) and not persons:
                return Span(word.start, word.end), gender_of_noun(word.text)
        if (
            word.upos == "NOUN"
            and word.deprel == "nsubj"
            and "Number=Plur" not in word.feats
            and not is_person_noun(word)
        ):
            return Span(word.start, word.end), THING
        return None

    def _takes_over(self, tree: Tree, word: Word, referent: int | Span) -> bool:
        """Whether a subject is another person who does something in the article's own words: the speaker's turn is over."""
        return isinstance(referent, int) and self.scene.is_person(referent) and not self._is_reported(tree, word)

    def _speaks(self, tree: Tree, word: Word) -> bool:
        """Whether a mention is of one who says something: a reporting verb's subject; after "according to", "as for"."""
        verb = tree.head(word)
        if verb is not None and verb.lemma in SPEECH_VERBS and verb.upos == "VERB":
            inverted = word.deprel == "obj" and verb.index < word.index and tree.child(verb, SUBJECTS) is None
            if inverted or is_subject(tree, word):
                return True
        before = [w.text.lower() for w in tree.words[max(0, word.index - 4) : word.index]]
        return "according" in before or before[-2:] == ["as", "for"]

    def _is_reported(self, tree: Tree, word: Word) -> bool:
        """Whether a mention stands in a clause that a reporting verb governs."""
        at: Word | None = word
        for _ in range(12):
            governor = tree.head(at) if at is not None else None
            if at is None or governor is None:
                return False
            if at.deprel in {"ccomp", "xcomp"} and governor.lemma in SPEECH_VERBS:
                return True
            at = governor
        return False

    def _choose(self, state: _State, tree: Tree, word: Word) -> _Found | None:
        gender = PRONOUN_GENDER.get(word.text.lower()) or gender_of_noun(word.text)
        person = word.text.lower() not in NEUTER
        link = self.scene.link_of(tree, word)
        named = set(link.named) if link else set()
        agreeing = {i for i in named if self._agrees(i, state, gender, person=person)}
        barred = self._barred(tree, word)
        scores: dict[int | Span, float] = {}
        for referent, salience in state.salience.items():
            if referent in barred or not self._agrees(referent, state, gender, person=person):
                continue
            chained = isinstance(referent, int) and referent in agreeing
            factor = (CHAINED_ALONE if len(agreeing) == 1 else CHAINED) if chained else 1.0
            factor *= 1.0 if state.genders.get(referent) is not None or gender is None else UNKNOWN_GENDER
            recent = state.speaker in ((referent, state.sentence), (referent, state.sentence - 1))
            if recent and not state.turn_over:
                factor *= SPEAKS_ON if self._speaks(tree, word) else 1.0
            scores[referent] = salience * factor
        if not scores:
            return None
        ranked = sorted(scores, key=lambda r: -scores[r])
        best = ranked[0]
        second = scores[ranked[1]] if len(ranked) > 1 else 0.0
        if scores[best] < CLEAR * second:
            return _Found(None, 0.5, chained=False)
        return _Found(best, scores[best] / (scores[best] + second), best in agreeing)

    def _agrees(self, referent: int | Span, state: _State, gender: str | None, *, person: bool) -> bool:
        if isinstance(referent, Span):
            known = state.genders.get(referent)
            return known == THING if not person else known != THING and (gender is None or known in (None, gender))
        if not person:
            return self.scene.kind(referent) == "organization" and not self.scene.is_place(referent)
        return self.scene.is_person(referent) and (gender is None or self.genders[referent] in (None, gender))

    def _barred(self, tree: Tree, word: Word) -> set[int]:
        """Individuals that a pronoun cannot mean: named in the clause it reports, or as the subject of its own verb."""
        verb = tree.head(word)
        if verb is None:
            return set()
        below: set[int] = set()
        if word.deprel == "nsubj":
            for clause in tree.children(verb, {"ccomp", "xcomp"}):
                below |= tree.subtree(clause, without=[verb])
            main = tree.head(verb)
            if (
                verb.deprel == "parataxis"
                and main is not None
                and main.upos == "VERB"
                and main.lemma not in SPEECH_VERBS
            ):
                below |= tree.subtree(main, without=[verb])
        elif word.deprel in {"obj", "iobj", "obl"}:
            below |= {w.index for w in tree.children(verb, {"nsubj"})}
        words = (tree.words[i] for i in below)
        return {i for w in words if w.deprel != "nmod:poss" and (i := self.scene.covering(w)) is not None}
