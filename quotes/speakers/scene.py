"""One parsed article as the resolving modules see it: its trees, its individuals, and where each is named.

Nothing here decides who a source is; everything that does looks things up here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import shorten

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.attribution.tree import Tree, tree_at, trees
from quotes.document.marks import quotations
from quotes.document.parse import Chain, Mention, Parse, Word
from quotes.names import person_name
from quotes.query import fold
from quotes.speakers.answer import Answer, Form
from quotes.speakers.gender import gender_of_noun
from quotes.speakers.individuals import Individual, names_in
from quotes.speakers.named_bodies import named_bodies
from quotes.speakers.persons import persons
from quotes.speakers.roles import is_role

__all__ = ["Link", "Scene"]

PLACES = frozenset(["Location", "Facility"])
LONGEST_DESCRIPTION = 90  # characters


@dataclass
class Link:
    """What a coreference chain says: the individuals named in it, most often named first, and its mentions."""

    chain: Chain
    named: Counter[int] = field(default_factory=Counter)
    pronouns: Counter[str] = field(default_factory=Counter)

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(m.span for m in self.chain.mentions)


class Scene:
    """Everything known about who is named where in one parsed article."""

    def __init__(self, parse: Parse, sentence_trees: Sequence[Tree] | None = None) -> None:
        self.parse = parse
        self.text = parse.text
        self.trees = list(sentence_trees or trees(parse))
        self.individuals: list[Individual] = []
        self.entity_of: dict[Span, int] = {}
        named = names_in(parse)
        self.quoted = sorted(span for q in quotations(parse.text) if not q.single for span in q.spans)
        persons([n for n in named if n.kind == "person"], parse, self.quoted, self.individuals, self.entity_of)
        named_bodies([n for n in named if n.kind != "person"], parse.text, self.individuals, self.entity_of)
        self.entities = sorted(self.entity_of)
        self.links = [self._link(chain) for chain in parse.chains]
        self.mention_link: dict[tuple[int, int], Link] = {}
        for link in self.links:
            for mention in link.chain.mentions:
                head = self.mention_head(mention)
                if head is not None:
                    self.mention_link.setdefault((mention.sentence, head.index), link)

    # -- places ------------------------------------------------------------------------------------------------------

    def tree_at(self, offset: int) -> Tree | None:
        return tree_at(self.trees, offset)

    def in_quotation(self, offset: int) -> bool:
        """Whether the character stands between double quotation marks."""
        at = bisect_right(self.quoted, offset, key=lambda span: span.start) - 1
        return at >= 0 and offset < self.quoted[at].end

    def head_word(self, span: Span) -> tuple[Tree, Word] | None:
        """The word of `span` that governs the others: the one whose own head lies outside, nouns first."""
        tree = self.tree_at(span.start)
        if tree is None:
            return None
        inside = [w for w in tree.words if w.start < span.end and w.end > span.start]
        if not inside:
            return None
        indices = {w.index for w in inside}
        tops = [w for w in inside if w.head not in indices]
        nominal = [w for w in tops if w.upos in {"NOUN", "PROPN", "PRON", "NUM"}]
        return tree, (nominal or tops or inside)[0]

    def mention_head(self, mention: Mention) -> Word | None:
        words = self.trees[mention.sentence].words[mention.first : mention.last + 1]
        indices = {w.index for w in words}
        return next((w for w in words if w.head not in indices), None)

    def link_of(self, tree: Tree, word: Word) -> Link | None:
        """The coreference chain of the mention that `word` heads."""
        return self.mention_link.get((tree.sentence.index, word.index))

    # -- individuals -------------------------------------------------------------------------------------------------

    def name(self, individual: int) -> str:
        return self.individuals[individual].name

    def kind(self, individual: int) -> SpeakerKind:
        return self.individuals[individual].kind

    def is_person(self, individual: int) -> bool:
        return self.individuals[individual].kind == "person"

    def is_place(self, individual: int) -> bool:
        """Whether most mentions of a body are tagged as places."""
        mentions = self.individuals[individual].mentions
        return sum(m.type in PLACES for m in mentions) * 2 > len(mentions)

    def agrees(self, individual: int, gender: str | None) -> bool:
        """Whether nothing is known that speaks against `gender`."""
        return gender is None or self.individuals[individual].gender in (None, gender)

    def covering(self, word: Word) -> int | None:
        """The individual whose name covers `word`."""
        span = self.name_at(word)
        return self.entity_of[span] if span is not None else None

    def name_at(self, word: Word) -> Span | None:
        at = bisect_right(self.entities, word.start, key=lambda span: span.start) - 1
        return self.entities[at] if at >= 0 and word.start < self.entities[at].end else None

    def names_within(self, span: Span) -> list[Span]:
        return [s for s in self.entities if span.start <= s.start and s.end <= span.end]

    def last_named(self, individual: int, before: int) -> int | None:
        """Where the individual was named last before the character `before`."""
        starts = [m.span.start for m in self.individuals[individual].mentions if m.span.start < before]
        return max(starts, default=None)

    def next_named(self, individual: int, after: int) -> int | None:
        starts = [m.span.start for m in self.individuals[individual].mentions if m.span.start > after]
        return min(starts, default=None)

    def sentences_between(self, a: int, b: int) -> int:
        """How many sentences lie between two characters, 0 within one."""
        one, other = self.tree_at(a), self.tree_at(b)
        return abs(one.sentence.index - other.sentence.index) if one and other else 0

    def by_surname(self, word: Word) -> set[int]:
        """The persons whose surname an untagged word is."""
        plain = fold(word.text)
        return {
            i
            for i, known in enumerate(self.individuals)
            if known.kind == "person" and person_name(known.name).surname.split()[-1:] == [plain]
        }

    def entity_at(self, tree: Tree, word: Word) -> int | None:
        """The individual named by the entity that covers `word`, or by a name that is part of its phrase as a title's is."""
        individual = self.covering(word)
        if individual is not None:
            return individual
        parts = [
            child
            for child in tree.children(word, {"flat", "appos"})
            if child.deprel != "appos" or is_role(word) or gender_of_noun(word.text)
        ]
        if is_role(word):
            parts += [w for w in tree.words[word.index + 1 : word.index + 2] if w.head == word.index]
        named = [i for part in parts if (i := self.covering(part)) is not None]
        return next((i for i in named if self.is_person(i)), None)

    def _link(self, chain: Chain) -> Link:
        link = Link(chain)
        for mention in chain.mentions:
            head = self.mention_head(mention)
            if head is None:
                continue
            if head.upos == "PRON":
                link.pronouns[head.text.lower()] += 1
                continue
            tree = self.trees[mention.sentence]
            named = self.entity_at(tree, head)
            if named is not None and not tree.child(head, {"conj"}):
                link.named[named] += 1
        return link

    def only_named(self, link: Link, gender: str | None, *, person: bool | None) -> int | None:
        """The one individual a chain names that agrees in gender and, where asked, in being a person."""
        fits = [i for i in link.named if self.agrees(i, gender) and (person is None or self.is_person(i) == person)]
        return fits[0] if len(fits) == 1 else None

    # -- words -------------------------------------------------------------------------------------------------------

    def noun_span(self, tree: Tree, word: Word) -> Span:
        """The noun phrase of `word` without relative clause."""
        spans = tree.spans(tree.subtree(word, without=tree.children(word, {"acl", "punct", "case", "cc", "conj"})))
        return Span(spans[0].start, spans[-1].end) if spans else Span(word.start, word.end)

    def without_clauses(self, tree: Tree, word: Word, source: Sequence[Span]) -> Span:
        """The part of `source` that is the noun phrase of `word` without relative clause."""
        span = self.noun_span(tree, word)
        start = max(span.start, source[0].start)
        return Span(start, max(min(span.end, source[-1].end), word.end))

    def plain(self, span: Span) -> str:
        """A description without its article and line breaks; a very long one is cut."""
        words = span.of(self.text).strip("\"“”'‘’ ,").split()
        if len(words) > 1 and words[0].lower() in {"the", "a", "an"}:
            words = words[1:]
        return shorten(" ".join(words), LONGEST_DESCRIPTION, placeholder=" …")

    def answer(
        self,
        individual: int,
        head: Span,
        form: Form,
        trust: float,
        *steps: str,
        chain: tuple[Span, ...] = (),
    ) -> Answer:
        """An answer that names an individual."""
        return Answer(individual, (), self.kind(individual), None, head, form, trust, steps, chain)
