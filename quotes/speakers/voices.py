"""Words and works that speak for somebody: "her statement", "Davis' commentary", "the bureau's data", "the book".

A voice speaks for its owner, for the one body or person that its phrase names, or for whoever the article said had issued
one: "Moreno wrote a memoir … the book says", "the court ruled … the ruling said".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from quotes.article import Span
from quotes.attribution.tree import SUBJECTS, Tree
from quotes.document.parse import Word
from quotes.speakers.answer import Answer
from quotes.speakers.pronouns import RELATIVE, THIRD_PERSON, Pronouns
from quotes.speakers.scene import Scene

__all__ = ["Voices"]

VOICE_NOUNS = frozenset(
    """statement letter email e-mail tweet post message report memo memoir speech remarks comments comment commentary
    testimony interview voice words column op-ed article piece story essay book blog petition filing ruling decision
    opinion account version show program programme podcast announcement release order lawsuit suit complaint indictment
    editorial analysis study survey poll research findings plan proposal response answer reply tweets emails letters
    note feature headline video ad advertisement autobiography novel biography website account affidavit deposition""".split()
)
DOCUMENT_NOUNS = frozenset(
    "data research study transcript article report analysis survey figures statistics poll".split()
)
# Works of like kind, one line each: what was issued as one may be spoken of as another.
LIKE = tuple(
    frozenset(line.split())
    for line in (
        "book memoir autobiography novel biography",
        "article piece story feature column essay op-ed editorial commentary report headline",
        "ruling decision opinion order judgment verdict",
        "statement release announcement message letter memo email e-mail",
        "tweet post message",
        "study report survey research analysis poll findings",
        "lawsuit suit complaint filing petition indictment",
        "show program programme podcast",
        "ad advertisement video",
        "speech remarks address",
    )
)
ISSUING = frozenset(
    """write publish issue release run post file author pen produce air compile conduct deliver send give make tweet
    print carry commission host record submit sign prepare""".split()
)
# What one writes or says oneself: "she said in a letter" makes the letter hers.
OWN_WORDS = frozenset(
    "statement letter email e-mail tweet post memo speech essay column book memoir note op-ed message".split()
)
POLLS = frozenset(["poll", "survey"])
# Verbs whose doer's act goes by a noun of its own.
ACTS = {"rule": "ruling", "decide": "decision", "announce": "announcement", "tweet": "tweet", "sue": "lawsuit"}


@dataclass(frozen=True)
class _Work:
    """A work the article says somebody issued: its noun, where, and whose head word names the issuer."""

    noun: str
    at: int
    tree: Tree
    issuer: Word


class Voices:
    """Whom the works and words of one article speak for. `describe` resolves the head word of a description."""

    def __init__(self, scene: Scene, pronouns: Pronouns, describe: Callable[[Tree, Word], Answer | None]) -> None:
        self.scene = scene
        self.pronouns = pronouns
        self.describe = describe
        self.works = [work for tree in scene.trees for work in _works(tree)]

    def resolve(self, tree: Tree, word: Word, head: Span, source: Sequence[Span]) -> Answer | None:
        """Whom the phrase headed by `word` speaks for; None where it is no voice or its owner is not known."""
        if word.upos != "NOUN" or not {word.lemma.lower(), word.text.lower()} & (VOICE_NOUNS | DOCUMENT_NOUNS):
            return None
        return self._owned(tree, word, head) or self._naming(tree, word, head, source) or self._issued(tree, word, head)

    def _owned(self, tree: Tree, word: Word, head: Span) -> Answer | None:
        owner = tree.child(word, {"nmod:poss"})
        if owner is None:
            return None
        return self._speaks(self.owner(tree, owner), word, head, "its owner")

    def owner(self, tree: Tree, owner: Word) -> Answer:
        """Who an owner ("his", "Davis'") is."""
        if owner.text.lower() in THIRD_PERSON:
            return self.pronouns.resolve(tree, owner)
        individual = self.scene.entity_at(tree, owner)
        if individual is None:
            bearers = self.scene.by_surname(owner)
            individual = bearers.pop() if len(bearers) == 1 else None
        if individual is None:
            return Answer()
        return self.scene.answer(individual, Span(owner.start, owner.end), "name", 0.85)

    def _speaks(self, answer: Answer, word: Word, head: Span, whom: str) -> Answer | None:
        if answer.individual is None:
            return None
        step = f"“{word.text}” speaks for {whom}, {self.scene.name(answer.individual)}"
        return replace(answer, head=head, form="description", trust=0.85 * answer.trust, steps=(*answer.steps, step))

    def _naming(self, tree: Tree, word: Word, head: Span, source: Sequence[Span]) -> Answer | None:
        """ "Data from the Census Bureau", "a study by Justin Levitt": the one person or body named after a document."""
        if not {word.lemma.lower(), word.text.lower()} & DOCUMENT_NOUNS:
            return None
        scene = self.scene
        whole = Span(source[0].start, source[-1].end)
        poll = word.lemma.lower() in POLLS
        spans = [s for s in scene.names_within(whole) if s.start > word.start or (not poll and s.end <= word.start)]
        named = {scene.entity_of[s] for s in spans if not self._is_place(s)}
        persons = {i for i in named if scene.is_person(i)}
        bodies = persons or {i for i in named if scene.kind(i) == "organization"}
        if len(bodies) != 1:
            return None
        individual = bodies.pop()
        step = f"“{word.text}” speaks for {scene.name(individual)}, whom it names"
        return scene.answer(individual, head, "description", 0.7, step)

    def _is_place(self, span: Span) -> bool:
        mentions = self.scene.individuals[self.scene.entity_of[span]].mentions
        return any(m.span == span and m.type == "Location" for m in mentions)

    def _issued(self, tree: Tree, word: Word, head: Span) -> Answer | None:
        """ "The book", "the ruling": the last work of its kind before it, if the article says whose it is."""
        if tree.children(word, {"nmod:poss"}) or not any(
            w.text.lower() in {"the", "this", "that"} for w in tree.children(word, {"det"})
        ):
            return None
        if any(_case(tree, w) & {"by", "from"} for w in tree.children(word, {"nmod"})):
            return None
        noun = word.lemma.lower()
        like = frozenset({noun}).union(*(line for line in LIKE if noun in line))
        before = [work for work in self.works if work.at < word.start and work.noun in like]
        before = [work for work in before if work.noun == noun] or before
        for work in reversed(before):
            answer = self._issuer(work)
            if answer.individual is not None:
                return self._speaks(answer, word, head, "who issued it")
        return None

    def _issuer(self, work: _Work) -> Answer:
        if work.issuer.text.lower() in THIRD_PERSON:
            return self.pronouns.resolve(work.tree, work.issuer)
        individual = self.scene.entity_at(work.tree, work.issuer)
        if individual is None:
            return self.describe(work.tree, work.issuer) or Answer()
        return self.scene.answer(individual, Span(work.issuer.start, work.issuer.end), "name", 0.75)


def _works(tree: Tree) -> list[_Work]:
    """The works that a sentence says somebody issued, in text order."""
    found = []
    for word in tree.words:
        lemma = word.lemma.lower()
        if word.upos == "VERB" and lemma in ACTS:
            subject = tree.child(word, SUBJECTS)
            if subject is not None and subject.deprel == "nsubj":
                found.append(_Work(ACTS[lemma], word.start, tree, subject))
        if word.upos != "NOUN" or lemma not in VOICE_NOUNS:
            continue
        owner = tree.child(word, {"nmod:poss"})
        by = next((w for w in tree.children(word, {"nmod"}) if _case(tree, w) & {"by", "from"}), None)
        verb = tree.head(word)
        issuer = owner or by
        if issuer is None and verb is not None and verb.lemma in ISSUING and word.deprel == "obj":
            issuer = tree.subject(verb)
        if (
            issuer is None
            and verb is not None
            and word.deprel == "obl"
            and lemma in OWN_WORDS
            and "in" in _case(tree, word)
        ):
            issuer = tree.child(verb, {"nsubj"})
        if issuer is not None and issuer.text.lower() not in RELATIVE and not tree.child(issuer, {"conj"}):
            found.append(_Work(lemma, word.start, tree, issuer))
    return found


def _case(tree: Tree, word: Word) -> set[str]:
    """The prepositions of a noun phrase."""
    return {w.lemma.lower() for w in tree.children(word, {"case"})}
