"""What an article calls those it names: titles, appositions, copulas, party tags and the nouns a name stands before.

"Vermont Sen. Bernie Sanders", "Claire McCaskill (D-Mo.)", "Hale, an economist", "Moreno, who was the ship's doctor",
"the website Blue Ledger": each is a fact about an individual, with a head noun and the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from quotes.article import Span
from quotes.attribution.tree import Tree
from quotes.document.parse import Word
from quotes.query import fold
from quotes.speakers.roles import ABBREVIATED, is_role, words_before
from quotes.speakers.scene import Scene

__all__ = ["Fact", "Facts", "words_of"]

LONGEST = 10  # words after the head of an apposition or predicate that still belong to it
CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "VERB"})
# Abbreviations of the states of the USA in party tags and datelines, as the AP writes them and as the post office does.
STATES = {
    abbreviation: name
    for line in """alabama ala al; alaska ak; arizona ariz az; arkansas ark ar; california calif ca; colorado colo co;
    connecticut conn ct; delaware del de; florida fla fl; georgia ga; hawaii hi; idaho id; illinois ill il; indiana ind in;
    iowa ia; kansas kan ks; kentucky ky; louisiana la; maine me; maryland md; massachusetts mass ma; michigan mich mi;
    minnesota minn mn; mississippi miss ms; missouri mo; montana mont mt; nebraska neb ne; nevada nev nv;
    new-hampshire nh; new-jersey nj; new-mexico nm; new-york ny; north-carolina nc; north-dakota nd; ohio oh;
    oklahoma okla ok; oregon ore or; pennsylvania pa; rhode-island ri; south-carolina sc; south-dakota sd; tennessee tenn tn;
    texas tex tx; utah ut; vermont vt; virginia va; washington wash wa; west-virginia wva wv; wisconsin wis wi;
    wyoming wyo wy""".split(";")
    for name, *abbreviations in [line.split()]
    for abbreviation in abbreviations
}
PARTIES = {
    "D": ("democrat", "democratic"),
    "R": ("republican",),
    "I": ("independent",),
}
PARTY_TAG = re.compile(
    r"\s*[(\[,]\s*(?P<party>[DRI])(?:\.,?\s*|[-–—,]\s*)(?P<state>[A-Z][A-Za-z. ]{1,15}?\.?)(?=[)\],])"
)


@dataclass(frozen=True)
class Fact:
    """One thing the article says an individual is: lemma of the head noun, all content words folded, and where."""

    head: str
    words: frozenset[str]
    span: Span


def words_of(words: list[Word]) -> frozenset[str]:
    """The content words of a phrase, folded, abbreviated titles and states spelt out, singular nouns beside plural ones."""
    found: set[str] = set()
    for word in words:
        if word.upos not in CONTENT and not is_role(word):
            continue
        for part in re.split(r"[\s/-]+", word.text):
            plain = fold(part)
            if not plain:
                continue
            found.add(ABBREVIATED.get(plain, plain))
            if "." in part and plain in STATES:
                found.update(STATES[plain].split("-"))
        found.add(fold(word.lemma))
    return frozenset(found)


class Facts:
    """The facts about every individual of a scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    @cached_property
    def of(self) -> dict[int, list[Fact]]:
        found: dict[int, list[Fact]] = {}
        for span in self.scene.entities:
            tree = self.scene.tree_at(span.start)
            if tree is not None:
                found.setdefault(self.scene.entity_of[span], []).extend(self._around(tree, span))
        return found

    def words(self, individual: int) -> frozenset[str]:
        """Every word the article uses to say what an individual is, and those of its names."""
        words = {w for fact in self.of.get(individual, ()) for w in fact.words}
        for name in self.scene.individuals[individual].names:
            words.update(fold(name).split())
        return frozenset(words)

    def covers(self, individual: int, wanted: Iterable[Word]) -> bool:
        """Whether every one of the words `wanted` is said of an individual, in one form or another."""
        said = self.words(individual)
        return all(forms & said for word in wanted if (forms := words_of([word])))

    def _around(self, tree: Tree, name: Span) -> Iterator[Fact]:
        inside = [w for w in tree.words if w.start < name.end and w.end > name.start]
        if not inside:
            return
        indices = {w.index for w in inside}
        top = next((w for w in inside if w.head not in indices), inside[0])
        before = words_before(tree, inside)
        titles = [w for w in before if is_role(w)]
        if titles:
            yield self._fact(titles[-1], before)
        for word in inside:
            for child in tree.children(word, {"appos"}):
                if child.index not in indices and child.index > word.index and child.upos in {"NOUN", "PROPN"}:
                    yield from self._phrase(tree, child)
        governor = tree.head(top)
        outside = governor is not None and governor.upos in {"NOUN", "PROPN"} and governor.index not in indices
        modifies = top.deprel in {"compound", "flat"} and not self.scene.is_person(self.scene.entity_of[name])
        if governor is not None and outside and (top.deprel == "appos" or modifies):
            yield from self._phrase(tree, governor)
            further = tree.head(governor)  # "an attorney for Hale, *Mark Osei*," whose apposition hangs on Hale
            if governor.deprel == "nmod" and further is not None and is_role(further):
                yield from self._phrase(tree, further)
        if top.deprel == "nsubj" and governor is not None and governor.upos == "NOUN" and tree.child(governor, {"cop"}):
            yield from self._phrase(tree, governor)
        for clause in tree.children(top, {"acl"}):
            if clause.upos == "NOUN" and tree.child(clause, {"cop"}):
                yield from self._phrase(tree, clause)
        if tag := PARTY_TAG.match(self.scene.text, name.end, name.end + 30):
            state = fold(tag["state"]).replace(" ", "")
            words = {*PARTIES[tag["party"]], *STATES.get(state, fold(tag["state"])).replace("-", " ").split()}
            yield Fact(PARTIES[tag["party"]][0], frozenset(words), Span(*tag.span("party")))

    def _phrase(self, tree: Tree, head: Word) -> Iterator[Fact]:
        cut = tree.children(head, {"nsubj", "cop", "acl", "punct", "parataxis", "appos", "advcl", "aux", "advmod"})
        cut += [w for w in tree.children(head, {"conj"}) if w.upos == "VERB"]
        joined = [head, *(w for w in tree.children(head, {"conj"}) if w.upos in {"NOUN", "PROPN"})]
        words = [tree.words[i] for i in sorted(tree.subtree(head, without=cut)) if i <= head.index + LONGEST]
        for one in joined if words else ():
            yield self._fact(one, words)

    def _fact(self, head: Word, words: list[Word]) -> Fact:
        lemma = fold(head.lemma)
        plain = ABBREVIATED.get(fold(head.text), lemma)
        return Fact(plain, words_of(words), Span(words[0].start, words[-1].end))
