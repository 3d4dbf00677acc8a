"""Bodies that sources name by a noun: campaigns and polls called after others, "the committee", "a House panel", "the site".

A body fits a description by the noun that its name or an apposition ends with, or one of the like meaning, and when the other
words of the description are said of it. Of several that fit, the one named last; for a headline or a lede, the one named next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.article import Span
from quotes.attribution.tree import Tree
from quotes.document.parse import Word
from quotes.query import fold
from quotes.speakers.answer import Answer
from quotes.speakers.descriptions import is_definite
from quotes.speakers.facts import Facts
from quotes.speakers.pronouns import Pronouns
from quotes.speakers.scene import Scene

__all__ = ["BODY_NOUNS", "POLL_NOUNS", "Bodies"]

# Nouns of a body that may go by its owner's name ("the Clinton campaign"), and of polls.
BODY_NOUNS = frozenset(
    "campaign administration government ministry office department team camp company committee".split()
)
POLL_NOUNS = frozenset(["poll", "survey", "average", "tracker"])
PLAIN = frozenset(["opinion"])  # a noun that a poll may go without
STUDIES = POLL_NOUNS | {"study", "report", "analysis"}
# Nouns of like meaning, one line each: a body that is one of them may be called any other.
LIKE = tuple(
    frozenset(line.split())
    for line in (
        "court tribunal circuit panel",
        "committee panel subcommittee commission board council",
        "website site outlet blog portal",
        "newspaper paper daily tabloid outlet times post journal tribune herald gazette globe news publication",
        "magazine journal publication outlet weekly review",
        "network channel broadcaster station outlet television",
        "agency department bureau ministry office service administration authority",
        "group organization organisation alliance union association coalition foundation charity nonprofit network league"
        " federation society institute center centre council fund chapter project",
        "university college school",
        "company firm corporation maker carrier airline retailer startup bank insurer utility conglomerate giant"
        " inc corp ltd industries holdings",
        "party",
        "church diocese",
        "club team side",
        "think-tank institute center centre foundation",
    )
)
COMPANY = frozenset(["company", "firm", "corporation", "business"])
# What cannot be the head of a company's name.
NO_COMPANY = frozenset().union(*LIKE[:2], *LIKE[3:9], *LIKE[10:12])
EMPTY = frozenset(
    "federal new popular national local state top major influential same latest independent public u.s us powerful own".split()
)
# What a name that is nothing but an acronym may be.
ACRONYMS = frozenset(["agency", "network"])
LEDE = 3  # sentences in which an indefinite noun may run ahead of the name
NEAR = 6  # sentences
SUFFIX = frozenset("for of on in to and".split())


class Bodies:
    """Which bodies the sources of one article mean. Remembers campaigns and polls, the last one named last."""

    def __init__(self, scene: Scene, facts: Facts, pronouns: Pronouns) -> None:
        self.scene = scene
        self.facts = facts
        self.pronouns = pronouns
        self.named: list[str] = []

    def owned(self, tree: Tree, word: Word, head: Span, source: Sequence[Span]) -> Answer | None:
        """ "The Trump campaign", "her office", "a Quinnipiac University poll": a body that goes by the name of another."""
        lemma = word.lemma.lower()
        if lemma not in BODY_NOUNS | STUDIES:
            return None
        scene = self.scene
        named = [
            w
            for w in tree.words[: word.index]
            if w.start >= source[0].start and (w.upos == "PROPN" or scene.name_at(w) is not None)
        ]
        owner = tree.child(word, {"nmod:poss"})
        if owner is not None and owner.upos == "PRON" and lemma in BODY_NOUNS:
            answer = self.pronouns.resolve(tree, owner)
            if answer.individual is None or not scene.is_person(answer.individual):
                return None
            surname = scene.name(answer.individual).split()[-1]
            return self._body(f"{surname} {lemma}", head, 0.8 * answer.trust, answer.steps, answer.chain)
        covered = any(scene.name_at(w) for w in named)
        covered = covered or (owner is not None and owner.upos == "PROPN")
        if named and lemma in POLL_NOUNS | BODY_NOUNS and (covered or lemma in POLL_NOUNS):
            name = self._name(tree, named[0], word)
            return self._body(name, head, 0.85, (f"the source is a body: {name}",), ())
        like = POLL_NOUNS if lemma in POLL_NOUNS else STUDIES if lemma in STUDIES else {lemma}
        known = [n for n in self._so_far(word) if n.split()[-1].lower() in like]
        if not named and lemma in POLL_NOUNS and tree.sentence.index < LEDE - 1 and owner is None:
            following = known[-1:] or self._polls(after=word.end)
            if following:
                step = f"the headline's or lede's “{word.text}” is the first one named: {following[0]}"
                return self._body(following[0], head, 0.5, (step,), ())
        if known and not named and is_definite(tree, word) and owner is None:
            return self._body(known[-1], head, 0.6, (f"“{word.text}” is the last one named: {known[-1]}",), ())
        return None

    def _name(self, tree: Tree, first: Word, last: Word) -> str:
        """A body's name without the owner's apostrophe and plain words before its noun ("Ipsos *opinion* poll")."""
        name = self.scene.plain(Span(first.start, last.end))
        for word in tree.words[first.index + 1 : last.index]:
            if word.text in PLAIN or (word.upos in {"ADJ", "ADV"} and word.text.islower()):
                name = re.sub(rf"(?<!\S){re.escape(word.text)} ", "", name)
        return re.sub(r"['’]s(?= )", "", name)

    def _so_far(self, word: Word) -> list[str]:
        """The bodies named before `word`, in sources or else; those of sources last."""
        return [*(n for n in self._polls(before=word.start) if n not in self.named), *self.named]

    def _polls(self, *, before: int | None = None, after: int | None = None) -> list[str]:
        """The polls called by a name before one character or, within a few sentences, after another."""
        found: list[str] = []
        for tree in self.scene.trees:
            if after is not None and self.scene.sentences_between(after, tree.sentence.start) > NEAR:
                continue
            for noun in tree.words:
                if noun.lemma.lower() not in POLL_NOUNS or noun.upos not in {"NOUN", "PROPN"}:
                    continue
                if (before is not None and noun.start >= before) or (after is not None and noun.start < after):
                    continue
                first = noun.index
                while first > 0 and (
                    tree.words[first - 1].upos in {"PROPN", "ADJ", "NOUN"} or tree.words[first - 1].text in "-/"
                ):
                    first -= 1
                run = [w for w in tree.words[first : noun.index] if self.scene.name_at(w) is not None]
                if run:
                    found.append(self._name(tree, run[0], noun))
        return found

    def _body(self, name: str, head: Span, trust: float, steps: tuple[str, ...], chain: tuple[Span, ...]) -> Answer:
        if name in self.named:
            self.named.remove(name)
        self.named.append(name)
        return Answer(None, (), "organization", name, head, "name", trust, steps, chain)

    def described(self, tree: Tree, word: Word, head: Span, own: str) -> Answer | None:
        """ "The committee", "the Florida newspaper", a lede's "A House panel": the body of the article that is one."""
        if "Number=Plur" in word.feats or tree.children(word, {"nmod:poss"}):
            return None
        definite = is_definite(tree, word)
        lede = tree.sentence.index < LEDE
        if not definite and not lede:
            return None
        lemma = fold(word.lemma)
        like = frozenset().union(*(line for line in LIKE if lemma in line))
        if not like:
            return None
        wanted = self._wanted(tree, word)
        scene = self.scene
        fits = [
            i
            for i in range(len(scene.individuals))
            if scene.kind(i) == "organization" and self.facts.covers(i, wanted) and self._is_one(i, like, word)
        ]
        individual = self._nearest(fits, word, wanted, lede, definite)
        if individual is None:
            return self._unclassified(tree, word, head, own, like) if not fits else None
        alone = len(fits) == 1
        step = f"“{own}” is {scene.name(individual)}, {'the only' if alone else 'the last'} one of its kind named"
        return scene.answer(individual, head, "description", 0.7 if alone else 0.55, step)

    def _unclassified(self, tree: Tree, word: Word, head: Span, own: str, like: frozenset[str]) -> Answer | None:
        """A description that nothing fits by its words: the body that has just spoken, or for a headline the first subject."""
        scene = self.scene
        last = self.pronouns.just_spoke(tree, word)
        if last is not None and is_definite(tree, word) and self._may_be(last, like):
            step = f"“{own}” is {scene.name(last)}, which has just spoken"
            return scene.answer(last, head, "description", 0.5, step)
        if tree.sentence.index or tree.children(word, {"det", "nmod:poss"}):
            return None
        for later in scene.trees[1 : LEDE + 1]:
            for subject in later.words:
                individual = scene.covering(subject)
                root = subject.head >= 0 and later.words[subject.head].head < 0
                if subject.deprel == "nsubj" and root and individual is not None and self._may_be(individual, like):
                    step = f"the headline's “{own}” is the first body that does something, {scene.name(individual)}"
                    return scene.answer(individual, head, "description", 0.45, step)
        return None

    def _may_be(self, individual: int, like: frozenset[str]) -> bool:
        """Whether nothing says what kind of body an organisation is, so that it may be of this kind."""
        if self.scene.kind(individual) != "organization" or self.scene.is_place(individual):
            return False
        heads = self._heads(individual)
        return bool(heads & like) or not any(heads & line for line in LIKE)

    def _wanted(self, tree: Tree, word: Word) -> list[Word]:
        """What must be said of a body that fits: the description's nouns and names; plain adjectives come and go."""
        cut = tree.children(
            word, {"acl", "punct", "conj", "cc", "appos", "det", "nsubj", "cop", "case", "advmod", "nmod"}
        )
        words = [tree.words[i] for i in sorted(tree.subtree(word, without=cut)) if i != word.index]
        return [w for w in words if (w.upos != "ADJ" or w.text[0].isupper()) and w.text.lower() not in EMPTY]

    def _heads(self, individual: int) -> set[str]:
        """The nouns that a body's names and appositions end with."""
        found = {fact.head for fact in self.facts.of.get(individual, ())}
        for name in self.scene.individuals[individual].names:
            words = fold(name).split()
            cut = next((i for i, w in enumerate(words) if i and w in SUFFIX and words[i - 1] not in SUFFIX), len(words))
            found |= {words[cut - 1], words[-1]} if words[:cut] else set()
        return found

    def _is_one(self, individual: int, like: frozenset[str], word: Word) -> bool:
        mentions = self.scene.individuals[individual].mentions
        if self.scene.is_place(individual):
            return False
        heads = self._heads(individual)
        if heads & like:
            return True
        if all(m.name.isupper() and 2 <= len(m.name) <= 6 for m in mentions):
            return bool(ACRONYMS & like) and all(m.type == "Organization" for m in mentions)
        organization = sum(m.type == "Organization" for m in mentions) * 2 > len(mentions)
        if fold(word.lemma) not in COMPANY or not organization or heads & NO_COMPANY:
            return False
        last = self.scene.last_named(individual, word.start)
        just_named = last is not None and self.scene.sentences_between(last, word.start) <= 1
        return len(mentions) > 1 or just_named

    def _nearest(
        self, fits: Sequence[int], word: Word, wanted: Sequence[Word], lede: bool, definite: bool
    ) -> int | None:
        scene = self.scene
        if definite:
            before = [(at, i) for i in fits if (at := scene.last_named(i, word.start)) is not None]
            if before:
                at, individual = max(before)
                return individual if len(fits) == 1 or scene.sentences_between(at, word.start) <= NEAR else None
        ahead = definite and len(fits) == 1 and bool(wanted)
        if lede or ahead:
            after = [(at, i) for i in fits if (at := scene.next_named(i, word.start)) is not None]
            earlier = any(scene.last_named(i, word.start) is not None for i in fits)
            if after and (definite or not earlier):
                at, individual = min(after)
                return individual if scene.sentences_between(at, word.start) <= NEAR else None
        return None
