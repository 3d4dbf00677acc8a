"""Descriptions of persons ("the Vermont senator", "his lawyer", a headline's "Lawmaker") to those who fit them.

A person fits by what the article calls them: the head noun names a like office, and every other word of the description is
said of the person somewhere. Of several who fit, the one described so exactly, then the one named last; else nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotes.article import Span
from quotes.attribution.tree import Tree
from quotes.document.parse import Word
from quotes.query import fold
from quotes.speakers.answer import Answer
from quotes.speakers.facts import Facts, words_of
from quotes.speakers.gender import PRONOUN_GENDER, gender_of_noun
from quotes.speakers.roles import is_role, same_office
from quotes.speakers.scene import Scene

__all__ = ["Descriptions", "is_definite", "is_person_noun"]

PERSON_NOUNS = frozenset(
    """man woman democrat republican independent friend colleague neighbor neighbour counsel lady native incumbent
    challenger daughter son wife husband mother father brother sister parent cousin guest expert executive specialist""".split()
)
DEFINITE = frozenset(["the", "this", "that", "these", "those", "both"])
# Say nothing that an article would repeat in another place.
EMPTY = frozenset(
    """former longtime long-time long current new then then- first second last late own top senior embattled latest
    potential mr mrs ms old year-old 's""".split()
)
HEADLINE_SENTENCES = 2
NEAR = 3  # sentences within which the last named counts as recent
LEDE_NEAR = 4  # sentences that a headline's noun may be explained after
MAIN_FIGURE = 3  # mentions that make a person one of the article's main figures


def is_definite(tree: Tree, word: Word) -> bool:
    """Whether a noun phrase speaks of somebody already known: by its article, or by an owner."""
    return any(w.text.lower() in DEFINITE for w in tree.children(word, {"det"})) or bool(
        tree.children(word, {"nmod:poss"})
    )


def is_person_noun(word: Word) -> bool:
    lemma = word.lemma.lower()
    return is_role(word) or lemma in PERSON_NOUNS or gender_of_noun(word.text) is not None


class Descriptions:
    """Who the descriptions of one article mean."""

    def __init__(self, scene: Scene, facts: Facts) -> None:
        self.scene = scene
        self.facts = facts

    def resolve(self, tree: Tree, word: Word, own: str) -> Answer | None:
        """The person whom the singular description with head `word` means; `own` is its text. None if nobody fits."""
        scene = self.scene
        if "Number=Plur" in word.feats or not is_person_noun(word):
            return None
        definite = is_definite(tree, word)
        headline = tree.sentence.index < HEADLINE_SENTENCES
        bare = not tree.children(word, {"det", "nmod:poss"})
        if not definite and not headline:
            return None
        head = Span(word.start, word.end)
        gender = gender_of_noun(word.text)
        fits = self.fitting(tree, word)
        if len(fits) == 1 and (definite or self._soon(fits[0], word)):
            return scene.answer(
                fits[0], head, "description", 0.7, f"“{own}” fits {scene.name(fits[0])} only in this article"
            )
        if fits:
            nearest = self._nearest(fits, word, forward=headline)
            if nearest is not None:
                step = f"“{own}” fits {scene.name(nearest)}, the one named last of those it fits"
                return scene.answer(nearest, head, "description", 0.55, step)
            return None
        if definite and gender is not None and not tree.children(word, {"nmod:poss"}):
            return self._main_figure(gender, head, own, word)
        return self._lede(head, own) if headline and bare else None

    def fitting(self, tree: Tree, word: Word) -> list[int]:
        """The persons whom a description fits by its head word, gender and other words; the most exactly described only."""
        wanted = self._wanted(tree, word)
        gender = gender_of_noun(word.text)
        lemma = fold(word.lemma)
        owner = self._owner(tree, word)
        fits = [
            i
            for i in range(len(self.scene.individuals))
            if self.scene.is_person(i)
            and i != owner
            and self.scene.agrees(i, gender)
            and self._office(i, lemma)
            and self.facts.covers(i, wanted)
        ]
        return self._exact(fits, lemma, wanted) if len(fits) > 1 else fits

    def _owner(self, tree: Tree, word: Word) -> int | None:
        owner = tree.child(word, {"nmod:poss"})
        return self.scene.entity_at(tree, owner) if owner is not None else None

    def _wanted(self, tree: Tree, word: Word) -> list[Word]:
        """What must be said of a person who fits: the words of the description but its head, empty ones and a nameless owner."""
        cut = tree.children(
            word, {"acl", "punct", "conj", "cc", "appos", "det", "nsubj", "cop", "case", "advmod", "nummod"}
        )
        cut += [w for w in tree.children(word, {"nmod:poss"}) if w.upos != "PROPN"]
        phrase = [tree.words[i] for i in sorted(tree.subtree(word, without=cut)) if i != word.index]
        return [w for w in phrase if w.upos != "PRON" and not words_of([w]) & EMPTY]

    def _office(self, individual: int, lemma: str) -> bool:
        facts = self.facts.of.get(individual, ())
        return any(same_office(lemma, fact.head) for fact in facts) or (
            lemma in {"democrat", "republican", "independent"} and lemma in self.facts.words(individual)
        )

    def _exact(self, fits: Iterable[int], lemma: str, wanted: Sequence[Word]) -> list[int]:
        """Those of whom the article says no more than the description does: "the president" is "President Obama"."""
        said = words_of(list(wanted))
        exact = [
            i
            for i in fits
            if any(
                same_office(lemma, fact.head) and len(fact.words - EMPTY - said) <= 1
                for fact in self.facts.of.get(i, ())
            )
        ]
        return exact or list(fits)

    def _soon(self, individual: int, word: Word) -> bool:
        at = self.scene.next_named(individual, word.start)
        return at is not None and self.scene.sentences_between(word.start, at) <= LEDE_NEAR

    def _nearest(self, fits: Iterable[int], word: Word, *, forward: bool) -> int | None:
        """The one named last before `word`, in a headline the one named first after it; nobody if two are as near."""
        scene = self.scene
        distances: list[tuple[int, int]] = []
        for individual in fits:
            last = scene.last_named(individual, word.start)
            at = last if last is not None else scene.next_named(individual, word.start) if forward else None
            if at is not None:
                distances.append((abs(word.start - at), individual))
        distances.sort()
        if not distances or scene.sentences_between(word.start, word.start - distances[0][0]) > NEAR:
            return None
        return distances[0][1]

    def _main_figure(self, gender: str, head: Span, own: str, word: Word) -> Answer | None:
        """The one main figure of the noun's gender ("the businessman" where one man and one woman run for office)."""
        scene = self.scene
        main = [
            i
            for i, known in enumerate(scene.individuals)
            if known.kind == "person" and known.gender == gender and len(known.mentions) >= MAIN_FIGURE
        ]
        others = [
            i
            for i, known in enumerate(scene.individuals)
            if known.kind == "person"
            and known.gender in (None, gender)
            and i not in main
            and (at := scene.last_named(i, word.start)) is not None
            and scene.sentences_between(at, word.start) <= NEAR
        ]
        if len(main) != 1 or others:
            return None
        step = f"“{own}” agrees with {scene.name(main[0])}, the only such main figure of the article"
        return scene.answer(main[0], head, "description", 0.5, step)

    def _lede(self, head: Span, own: str) -> Answer | None:
        """A headline's bare noun is the main subject of the first sentence after it, if that is a person with a role."""
        scene = self.scene
        for tree in scene.trees[1 : HEADLINE_SENTENCES + 2]:
            for word in tree.words:
                if not word.deprel.startswith("nsubj") or word.head < 0 or tree.words[word.head].head >= 0:
                    continue
                individual = scene.entity_at(tree, word)
                if individual is None or not scene.is_person(individual) or not self.facts.of.get(individual):
                    return None
                step = f"the headline's “{own}” is the subject of the first sentence, {scene.name(individual)}"
                return scene.answer(individual, head, "description", 0.45, step)
        return None

    def same_subject(self, tree: Tree, word: Word) -> Word | None:
        """ "While the leader admitted X, *he* said Y": the main clause's pronoun that a fronted clause's subject is."""
        clause = tree.head(word)
        if clause is None or word.deprel != "nsubj" or clause.deprel != "advcl":
            return None
        main = tree.head(clause)
        subject = tree.child(main, {"nsubj"}) if main is not None and main.index > clause.index else None
        if subject is None or subject.index < clause.index or subject.text.lower() not in PRONOUN_GENDER:
            return None
        return subject if gender_of_noun(word.text) in (None, PRONOUN_GENDER[subject.text.lower()]) else None
