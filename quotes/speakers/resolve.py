"""Source mentions of one article to speakers: names at once, pronouns and descriptions through the coreference chain.

A chain answers only if it leads to one individual and gender and number agree; where it holds two names the mention stays
unknown. What decided is kept as steps that a reader can follow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from textwrap import shorten
from typing import Literal

from quotes.annotation import Role, Speaker, SpeakerKind, SpeakerMention
from quotes.article import Span
from quotes.attribution.tree import Tree, tree_at, trees
from quotes.language.parse import Chain, Mention, Parse, Word
from quotes.speakers.across import fold, person_name
from quotes.speakers.gender import PRONOUN_GENDER, gender_of_noun
from quotes.speakers.individuals import Individual, is_title, names_in
from quotes.speakers.named_bodies import named_bodies
from quotes.speakers.persons import persons
from quotes.speakers.roles import is_role, roles_around, same_office

__all__ = ["Answer", "Resolver"]

FIRST_PERSON = frozenset("i me my mine myself we us our ours ourselves".split())
SECOND_PERSON = frozenset(["you", "your", "yours", "yourself", "yourselves"])
PLURAL_PRONOUNS = frozenset(["they", "them", "their", "theirs", "themselves", "these", "those"])
THIRD_PERSON = frozenset({*PRONOUN_GENDER, "it", "its", "itself", *PLURAL_PRONOUNS})
RELATIVE = frozenset(["who", "whom", "whose", "which", "that"])
# Nouns that stand for the body or document through which somebody speaks ("his statement", "the Clinton campaign").
BODY_NOUNS = frozenset(
    "campaign administration government ministry office department team camp company committee".split()
)
VOICE_NOUNS = frozenset(
    """statement letter email e-mail tweet post message report memo speech remarks comments comment commentary
    testimony interview voice lawyers words column op-ed article piece essay book blog petition filing ruling""".split()
)
# What stands between a description and the name that it is apposed to: a comma, perhaps a title.
APPOSED = re.compile(r",\s*(?:the\s+)?(?:[A-Z]\w*\.?\s+){0,2}$")
POLL_NOUNS = frozenset(["poll", "survey", "average", "tracker"])
DOCUMENT_NOUNS = frozenset("data research study transcript article report analysis survey figures statistics".split())
LONGEST_DESCRIPTION = 90  # characters
Form = Literal["name", "description", "pronoun"]


@dataclass(frozen=True)
class Answer:
    """Who a source mention is: an index into the resolver's individuals, or a description, or nobody.

    `trust` is how far to believe it, 0 to 1; `steps` say how it came about, `chain` holds the mentions that were followed.
    """

    individual: int | None = None
    members: tuple[int, ...] = ()
    kind: SpeakerKind | None = None
    description: str | None = None
    head: Span | None = None
    form: Form = "description"
    trust: float = 0.0
    steps: tuple[str, ...] = ()
    chain: tuple[Span, ...] = ()


@dataclass
class _Link:
    """What a coreference chain says: the individuals named in it, most often named first, and its mentions."""

    chain: Chain
    named: Counter[int] = field(default_factory=Counter)
    pronouns: Counter[str] = field(default_factory=Counter)


class Resolver:
    """Everything known about who is who in one parsed article."""

    def __init__(self, parse: Parse, sentence_trees: Sequence[Tree] | None = None) -> None:
        self.parse = parse
        self.text = parse.text
        self.trees = list(sentence_trees or trees(parse))
        self.individuals: list[Individual] = []
        self.entity_of: dict[Span, int] = {}
        named = names_in(parse)
        persons([n for n in named if n.kind == "person"], parse, self.individuals, self.entity_of)
        named_bodies([n for n in named if n.kind != "person"], parse.text, self.individuals, self.entity_of)
        self.entities = sorted(self.entity_of)
        self.last: tuple[int, int] | None = None  # the person last quoted by name, and in which sentence
        self.first_label: int | None = None  # where an interview's answers begin
        self.bodies: list[str] = []  # bodies named so far, the last one last
        self.links = [self._link(chain) for chain in parse.chains]
        self.mention_link: dict[tuple[int, int], _Link] = {}
        for link in self.links:
            for mention in link.chain.mentions:
                head = self._mention_head(mention)
                if head is not None:
                    self.mention_link.setdefault((mention.sentence, head.index), link)

    # -- looking things up ---------------------------------------------------------------------------------------

    def tree_at(self, offset: int) -> Tree | None:
        return tree_at(self.trees, offset)

    def covering(self, word: Word) -> int | None:
        """The individual whose name covers `word`."""
        return next((self.entity_of[s] for s in self.entities if s.start <= word.start < s.end), None)

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

    def _mention_head(self, mention: Mention) -> Word | None:
        words = self.trees[mention.sentence].words[mention.first : mention.last + 1]
        indices = {w.index for w in words}
        return next((w for w in words if w.head not in indices), None)

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
        return next((i for i in named if self.individuals[i].kind == "person"), None)

    def _link(self, chain: Chain) -> _Link:
        link = _Link(chain)
        for mention in chain.mentions:
            head = self._mention_head(mention)
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

    # -- answering -------------------------------------------------------------------------------------------------

    def resolve(self, source: Sequence[Span]) -> Answer:
        """Who the source mention `source` is. An empty source is nobody."""
        if not source:
            return Answer()
        found = self.head_word(source[0])
        if found is None:
            return Answer()
        tree, word = found
        head = Span(word.start, word.end)
        label = source[0].of(self.text)
        if label.isupper() and self.text[source[0].end : source[0].end + 1] == ":":
            return self._label(label, head)
        if word.upos == "PRON" or word.text.lower() in FIRST_PERSON | THIRD_PERSON | RELATIVE:
            return self._pronoun(tree, word, head)
        answer = self._nominal(tree, word, head, source)
        if answer.individual is not None and answer.kind == "person":
            self.last = (answer.individual, tree.sentence.index)
        return answer

    def _label(self, label: str, head: Span) -> Answer:
        """The label of a transcript's line ("CAPT TOLLAND", "Q"): the one person of that name, or the interview's parties."""
        if label in {"Q", "A"}:
            return self._party(label, head)
        name = person_name(label)
        fits = {
            i
            for i, known in enumerate(self.individuals)
            if known.kind == "person" and any(person_name(n).surname == name.surname for n in known.names)
        }
        exact = {i for i in fits if any(person_name(n) == name for n in self.individuals[i].names)}
        fits = exact if len(exact) == 1 else fits
        if len(fits) > 1:
            full = {i for i in fits if " " in self.individuals[i].name and not self.individuals[i].name.isupper()}
            fits = full if len(full) == 1 else fits
        if len(fits) == 1:
            individual = fits.pop()
            step = f"the label {label} is the name of {self.individuals[individual].name}"
            return Answer(individual, (), "person", None, head, "name", 0.9, (step,))
        return Answer(None, (), "person", label.title(), head, "name", 0.6, (f"the label names {label.title()}",))

    def _party(self, label: str, head: Span) -> Answer:
        """Who answers in an interview: whom the introduction names most. Who asks is named only by a by-line."""
        if label == "Q":
            return Answer(None, (), "unnamed", "interviewer", head, "description", 0.5, ("Q is the interviewer",))
        start = head.start if self.first_label is None else self.first_label
        self.first_label = start
        counts = Counter(
            self.entity_of[s]
            for s in self.entities
            if s.end < start and self.individuals[self.entity_of[s]].kind == "person"
        )
        for link in self.links:
            if len(link.named) == 1:
                (individual,) = link.named
                counts[individual] += sum(m.end < start for m in link.chain.mentions)
        ranked = [(i, n) for i, n in counts.most_common(2) if self.individuals[i].kind == "person"]
        if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            name = self.individuals[ranked[0][0]].name
            step = f"A is {name}, of whom the introduction speaks most"
            return Answer(ranked[0][0], (), "person", None, head, "name", 0.7, (step,))
        return Answer(None, (), "unnamed", "interviewee", head, "description", 0.5, ("A is the interviewee",))

    def _nominal(self, tree: Tree, word: Word, head: Span, source: Sequence[Span]) -> Answer:
        end = source[-1].end
        individual = self.entity_at(tree, word)
        conjuncts = [
            w
            for w in tree.children(word, {"conj"})
            if w.start < end and w.upos in {"NOUN", "PROPN", "PRON"} and not self._same_one(tree, word, w)
        ]
        if conjuncts:
            return self._group(tree, [word, *conjuncts], head, source)
        if (
            individual is None
            or self.individuals[individual].kind != "person"
            or self._owned_body(tree, word, individual)
        ):
            inside = self._person_inside(tree, word, source)
            individual = inside if inside is not None else individual
        if individual is not None and not self._owned_body(tree, word, individual):
            name = self.individuals[individual].name
            return Answer(
                individual,
                (),
                self.individuals[individual].kind,
                None,
                head,
                "name",
                0.95,
                (f"the source names {name}",),
            )
        return (
            self._voice(tree, word, head)
            or self._document(tree, word, head, source)
            or self._body(tree, word, head, source)
            or self._proper(tree, word, head, source)
            or self._description(tree, word, head, source)
        )

    def _same_one(self, tree: Tree, a: Word, b: Word) -> bool:
        """Whether conjuncts are one speaker: within one name ("House Oversight *and* Government Reform Committee"), two roles
        under one article ("the former first lady *and* senator"), or roles of a person just named ("Lee, an aide *and* lawyer").
        """
        if any(span.start <= min(a.start, b.start) and max(a.end, b.end) <= span.end for span in self.entities):
            return True
        if not is_role(b) or "Number=Plur" in b.feats or self.entity_at(tree, b) is not None:
            return False
        named = next((s for s in self.entities if s.start <= a.start < s.end), None)
        if named is not None:
            return self.text[named.end : named.end + 1] == ","
        return is_role(a) and tree.child(a, {"det"}) is not None and tree.child(b, {"det"}) is None

    def _person_inside(self, tree: Tree, word: Word, source: Sequence[Span]) -> int | None:
        """The person whom a phrase names though its grammatical head is a title or description.

        "Del. Stacey Plaskett of the Virgin Islands", "An attorney for Pagliano, Mark MacDougall,": the name closes the phrase's
        first part without preposition, or stands between commas as an apposition.
        """
        whole = Span(source[0].start, source[-1].end)
        persons = [
            s
            for s in self.entities
            if whole.start <= s.start and s.end <= whole.end and self.individuals[self.entity_of[s]].kind == "person"
        ]
        for span in persons:
            before = self.text[whole.start : span.start]
            after = self.text[span.end : whole.end].lstrip(" ")
            if after.startswith(("'s", "’s", "'", "’")):
                continue
            lead = [w for w in tree.words if whole.start <= w.start < span.start]
            bare = all(w.upos in {"DET", "ADJ", "NOUN", "PROPN", "NUM", "PUNCT", "PART"} for w in lead[1:])
            closes = not after or after[0] in ",(–—" or after.startswith(("of ", "from ", "in ", "who ", "and "))
            if (
                bare
                and "," not in before
                and closes
                and (not lead or any(w.upos == "NOUN" or is_role(w) or is_title(w.text) for w in lead))
            ):
                return self.entity_of[span]
            if APPOSED.search(before) and (not after or after[0] in ",.") and word.lemma.lower() not in BODY_NOUNS:
                return self.entity_of[span]
        return None

    def _document(self, tree: Tree, word: Word, head: Span, source: Sequence[Span]) -> Answer | None:
        """ "Data from the Census Bureau", "research conducted by X": a document speaks for the one body it names."""
        if not {word.lemma.lower(), word.text.lower()} & DOCUMENT_NOUNS:
            return None
        whole = Span(source[0].start, source[-1].end)
        named = {
            self.entity_of[s]
            for s in self.entities
            if whole.start <= s.start and s.end <= whole.end and s.start > word.start
        }
        persons = {i for i in named if self.individuals[i].kind == "person"}
        bodies = persons or {i for i in named if self.individuals[i].kind == "organization"}
        if len(bodies) != 1:
            return None
        individual = bodies.pop()
        step = f"“{word.text}” speaks for {self.individuals[individual].name}, whom it names"
        return Answer(individual, (), self.individuals[individual].kind, None, head, "description", 0.7, (step,))

    def _body(self, tree: Tree, word: Word, head: Span, source: Sequence[Span]) -> Answer | None:
        """ "The Trump campaign", "a Quinnipiac University poll": a body that goes by the name of another."""
        lemma = word.lemma.lower()
        if lemma not in BODY_NOUNS | POLL_NOUNS:
            return None
        named = [w for w in tree.words[: word.index] if w.upos == "PROPN" and w.start >= source[0].start]
        owner = tree.child(word, {"nmod:poss"})
        if owner is not None and owner.upos == "PRON":
            answer = self._pronoun(tree, owner, head)
            if answer.individual is None or self.individuals[answer.individual].kind != "person":
                return None
            surname = self.individuals[answer.individual].name.split()[-1]
            return self._named_body(f"{surname} {lemma}", head, 0.8 * answer.trust, answer.steps, answer.chain)
        if named and (lemma in POLL_NOUNS or self._covers_name(named)):
            start = named[0].start
            name = self._plain(Span(start, word.end))
            name = re.sub(r"['’]s(?= )", "", name)
            return self._named_body(name, head, 0.85, (f"the source is a body: {name}",), ())
        known = [n for n in self.bodies if n.split()[-1].lower() == lemma]
        if known and not named:
            return self._named_body(known[-1], head, 0.6, (f"“{word.text}” is the last one named: {known[-1]}",), ())
        return None

    def _covers_name(self, words: Sequence[Word]) -> bool:
        return any(s.start <= w.start < s.end for w in words for s in self.entities)

    def _named_body(
        self, name: str, head: Span, trust: float, steps: tuple[str, ...], chain: tuple[Span, ...]
    ) -> Answer:
        if name in self.bodies:
            self.bodies.remove(name)
        self.bodies.append(name)
        return Answer(None, (), "organization", name, head, "name", trust, steps, chain)

    def _proper(self, tree: Tree, word: Word, head: Span, source: Sequence[Span]) -> Answer | None:
        """A proper noun that the entity tagger missed: a known surname, a titled person, else an organisation."""
        if word.upos != "PROPN" or is_role(word) or not word.text[0].isupper():
            return None
        words = [w for w in tree.words if source[0].start <= w.start and w.end <= source[-1].end]
        run = [w for w in words if w.upos == "PROPN" and abs(w.index - word.index) <= 3]
        titled = any(is_title(w.text) for w in run)
        for candidate in run:
            plain = fold(candidate.text)
            fits = {
                i
                for i, known in enumerate(self.individuals)
                if known.kind == "person" and person_name(known.name).surname.split()[-1:] == [plain]
            }
            if len(fits) == 1:
                individual = fits.pop()
                step = f"“{candidate.text}” is the surname of {self.individuals[individual].name} only"
                return Answer(individual, (), "person", None, head, "name", 0.8, (step,))
            if fits:
                step = (
                    f"“{candidate.text}” may be {' or '.join(sorted(self.individuals[i].name for i in fits))}: refused"
                )
                return Answer(None, (), None, None, head, "name", 0.0, (step,))
        name = self._plain(self._without_clauses(tree, word, source))
        if titled:
            bare = " ".join(w.text for w in run if not is_title(w.text))
            return Answer(None, (), "person", bare or name, head, "name", 0.7, (f"a title names a person: {name}",))
        for i, known in enumerate(self.individuals):
            if known.kind == "organization" and any(fold(name) == fold(n) for n in known.names):
                return Answer(i, (), "organization", None, head, "name", 0.8, (f"the source names {known.name}",))
        acronym = fold(name).replace(" ", "")
        for i, known in enumerate(self.individuals):
            initials = "".join(w[0] for w in fold(known.name).split() if w not in {"of", "the", "for", "and"})
            if known.kind == "organization" and len(acronym) > 1 and initials == acronym:
                return Answer(i, (), "organization", None, head, "name", 0.7, (f"“{name}” abbreviates {known.name}",))
        return Answer(None, (), "organization", name, head, "name", 0.6, (f"the source is a proper noun: {name}",))

    def _owned_body(self, tree: Tree, word: Word, individual: int) -> bool:
        """Whether a person's name only modifies a body: the head of "Clinton campaign" is not Clinton."""
        return word.lemma.lower() in BODY_NOUNS and self.individuals[individual].kind == "person"

    def _voice(self, tree: Tree, word: Word, head: Span) -> Answer | None:
        """ "Davis' commentary", "her statement": words that speak for their owner."""
        if word.lemma.lower() not in VOICE_NOUNS and word.text.lower() not in VOICE_NOUNS:
            return None
        owner = tree.child(word, {"nmod:poss"})
        if owner is None:
            return None
        if owner.upos == "PRON":
            answer = self._pronoun(tree, owner, head)
        else:
            individual = self.entity_at(tree, owner)
            if individual is None:
                return None
            answer = Answer(individual, (), self.individuals[individual].kind, None, head, "name", 0.85)
        if answer.individual is None:
            return None
        step = f"“{word.text}” speaks for its owner, {self.individuals[answer.individual].name}"
        return Answer(
            answer.individual,
            (),
            answer.kind,
            None,
            head,
            "description",
            0.85 * answer.trust,
            (*answer.steps, step),
            answer.chain,
        )

    def _group(self, tree: Tree, parts: Sequence[Word], head: Span, source: Sequence[Span]) -> Answer:
        members = []
        names = []
        for part in parts:
            individual = self.entity_at(tree, part)
            if individual is not None:
                members.append(individual)
                names.append(self.individuals[individual].name)
            else:
                others = [w for w in tree.children(part, {"conj", "cc", "punct", "case", "acl"})]
                spans = tree.spans(tree.subtree(part, without=others))
                names.append(self._plain(Span(spans[0].start, spans[-1].end)) if spans else part.text)
        description = "; ".join(names)
        return Answer(
            None,
            tuple(members),
            "group",
            description,
            head,
            "description",
            0.8,
            (f"several speak together: {description}",),
        )

    def _description(self, tree: Tree, word: Word, head: Span, source: Sequence[Span]) -> Answer:
        own = self._plain(self._without_clauses(tree, word, source))
        plural = "Number=Plur" in word.feats
        kind: SpeakerKind = "group" if plural else "unnamed"
        link = self.mention_link.get((tree.sentence.index, word.index))
        definite = any(w.text.lower() in {"the", "this", "that", "these"} for w in tree.children(word, {"det"}))
        if link is not None and not plural:
            individual = self._only_named(link, gender_of_noun(word.text), person=True if is_role(word) else None)
            if individual is not None:
                name = self.individuals[individual].name
                return Answer(
                    individual,
                    (),
                    self.individuals[individual].kind,
                    None,
                    head,
                    "description",
                    0.75,
                    (f"“{own}” is coreferent with {name}",),
                    tuple(m.span for m in link.chain.mentions),
                )
        if definite and not plural and is_role(word):
            by_role = self._by_role(own, word)
            if by_role is not None:
                step = f"only {self.individuals[by_role].name} is called “{own}” in this article"
                return Answer(by_role, (), "person", None, head, "description", 0.7, (step,))
            same = self._same_subject(tree, word)
            if same is not None and same.individual is not None:
                step = f"“{own}” and the main clause's pronoun are one subject"
                return replace(same, head=head, form="description", trust=0.8 * same.trust, steps=(step, *same.steps))
        return Answer(None, (), kind, own, head, "description", 0.6, (f"the source is not named: “{own}”",))

    def _by_role(self, own: str, word: Word) -> int | None:
        """The one person whose role has all the words of the description `own`, else the one of a like office."""
        wanted = {w.lower() for w in own.split()} - {word.text.lower()} | {word.lemma.lower()}
        exact: set[int] = set()
        close: set[int] = set()
        lemma = word.lemma.lower()
        places = wanted - {lemma}
        for span in self.entities:
            individual = self.entity_of[span]
            if self.individuals[individual].kind != "person":
                continue
            tree = self.tree_at(span.start)
            for role, _ in roles_around(tree, span) if tree else []:
                words = role.lower().split()
                if wanted <= set(words):
                    exact.add(individual)
                elif any(same_office(lemma, w) for w in words) and (
                    not places or len(words) == 1 or places & set(words)
                ):
                    close.add(individual)
        for matches in (exact, close):
            if len(matches) == 1:
                return matches.pop()
            if matches:
                return None
        return None

    def _same_subject(self, tree: Tree, word: Word) -> Answer | None:
        """ "While the leader admitted X, he said Y": the subject of a fronted clause is the pronoun that is the main subject."""
        clause = tree.head(word)
        if clause is None or word.deprel != "nsubj" or clause.deprel != "advcl":
            return None
        main = tree.head(clause)
        subject = tree.child(main, {"nsubj"}) if main is not None and main.index > clause.index else None
        if subject is None or subject.index < clause.index or subject.text.lower() not in PRONOUN_GENDER:
            return None
        gender = PRONOUN_GENDER[subject.text.lower()]
        answer = self._pronoun(tree, subject, Span(subject.start, subject.end))
        if answer.individual is None or gender_of_noun(word.text) not in (None, gender):
            return None
        return answer

    def _pronoun(self, tree: Tree, word: Word, head: Span) -> Answer:
        lower = word.text.lower()
        if lower in RELATIVE:
            return self._relative(tree, word, head)
        if lower in FIRST_PERSON:
            return Answer(None, (), "unnamed", "author", head, "pronoun", 0.5, ("first person outside a quotation",))
        if lower in SECOND_PERSON:
            return Answer(None, (), "unnamed", "you", head, "pronoun", 0.5, ("second person",))
        gender = PRONOUN_GENDER.get(lower)
        link = self.mention_link.get((tree.sentence.index, word.index))
        if link is None:
            subject = self._near_subject(tree, word, gender) if gender else None
            if subject is not None:
                step = f"{self.individuals[subject].name} is the nearest subject that “{word.text}” agrees with"
                return Answer(subject, (), "person", None, head, "pronoun", 0.45, (step,))
            return Answer(None, (), None, None, head, "pronoun", 0.0, (f"no coreference chain for “{word.text}”",))
        if lower in PLURAL_PRONOUNS:
            return self._plural(link, word, head)
        individual = self._only_named(link, gender, person=gender is not None)
        chain = tuple(m.span for m in link.chain.mentions)
        recent = self._recent(tree, word, gender) if gender else None
        if recent is not None and recent != individual:
            step = f"“{word.text}” follows directly on words of {self.individuals[recent].name}"
            return Answer(recent, (), "person", None, head, "pronoun", 0.55, (step,), chain)
        if individual is not None:
            name = self.individuals[individual].name
            step = f"“{word.text}” leads through {len(chain)} mentions to {name}"
            return Answer(individual, (), self.individuals[individual].kind, None, head, "pronoun", 0.8, (step,), chain)
        local = self._local(link, word, gender)
        subject = self._near_subject(tree, word, gender) if local is None and gender else None
        if subject is not None and (not link.named or subject in link.named):
            step = f"{self.individuals[subject].name} is the nearest subject that “{word.text}” agrees with"
            return Answer(subject, (), "person", None, head, "pronoun", 0.5, (step,), chain)
        if local is not None:
            name = self.individuals[local].name
            step = f"the chain of “{word.text}” holds several names; the nearest before it is {name}"
            return Answer(local, (), self.individuals[local].kind, None, head, "pronoun", 0.55, (step,), chain)
        if link.named:
            return Answer(
                None,
                (),
                None,
                None,
                head,
                "pronoun",
                0.0,
                (f"the chain of “{word.text}” holds two names: refused",),
                chain,
            )
        return self._described(link, word, head)

    def _described(self, link: _Link, word: Word, head: Span) -> Answer:
        """The fullest description in a chain without names."""
        chain = tuple(m.span for m in link.chain.mentions)
        for mention in link.chain.mentions:
            top = self._mention_head(mention)
            if top is not None and top.upos in {"NOUN", "PROPN"}:
                tree = self.trees[mention.sentence]
                own = self._plain(self._without_clauses(tree, top, (mention.span,)))
                kind: SpeakerKind = "group" if "Number=Plur" in top.feats else "unnamed"
                return Answer(
                    None, (), kind, own, head, "pronoun", 0.5, (f"“{word.text}” is “{own}”, who is not named",), chain
                )
        return Answer(
            None, (), None, None, head, "pronoun", 0.0, (f"nobody is named in the chain of “{word.text}”",), chain
        )

    def _plural(self, link: _Link, word: Word, head: Span) -> Answer:
        individual = self._only_named(link, None, person=False)
        if individual is not None:
            name = self.individuals[individual].name
            chain = tuple(m.span for m in link.chain.mentions)
            return Answer(
                individual,
                (),
                self.individuals[individual].kind,
                None,
                head,
                "pronoun",
                0.7,
                (f"“{word.text}” refers to {name}",),
                chain,
            )
        for mention in link.chain.mentions:
            top = self._mention_head(mention)
            if top is not None and top.upos in {"NOUN", "PROPN"} and mention.start < word.start:
                tree = self.trees[mention.sentence]
                if tree.child(top, {"conj"}):
                    answer = self._nominal(tree, top, head, (mention.span,))
                    return Answer(
                        None,
                        answer.members,
                        "group",
                        answer.description,
                        head,
                        "pronoun",
                        0.6,
                        (*answer.steps, f"“{word.text}” refers to them"),
                    )
        return self._described(link, word, head)

    def _relative(self, tree: Tree, word: Word, head: Span) -> Answer:
        """ "Smith, who said …": the noun that the relative clause hangs on."""
        at: Word | None = word
        for _ in range(6):
            at = tree.head(at) if at is not None else None
            if at is None:
                break
            if at.deprel.startswith("acl"):
                antecedent = tree.head(at)
                if antecedent is not None:
                    span = Span(antecedent.start, antecedent.end)
                    answer = self._nominal(tree, antecedent, span, (self._noun_span(tree, antecedent),))
                    return Answer(
                        answer.individual,
                        answer.members,
                        answer.kind,
                        answer.description,
                        head,
                        "pronoun",
                        0.95 * answer.trust,
                        (f"“{word.text}” refers to “{antecedent.text}”", *answer.steps),
                        answer.chain,
                    )
        return Answer(None, (), None, None, head, "pronoun", 0.0, (f"“{word.text}” has no antecedent",))

    def _only_named(self, link: _Link, gender: str | None, *, person: bool | None) -> int | None:
        """The one individual a chain names that agrees in gender and, where asked, in being a person."""
        fits = [
            i
            for i in link.named
            if (gender is None or self.individuals[i].gender in (None, gender))
            and (person is None or (self.individuals[i].kind == "person") == person)
        ]
        return fits[0] if len(fits) == 1 else None

    def _local(self, link: _Link, word: Word, gender: str | None) -> int | None:
        """The individual that the last two named mentions of a chain before `word` agree on."""
        last: list[int] = []
        for mention in reversed(link.chain.mentions):
            if mention.start >= word.start:
                continue
            top = self._mention_head(mention)
            if top is None or top.upos == "PRON":
                continue
            individual = self.entity_at(self.trees[mention.sentence], top)
            if individual is None or (gender and self.individuals[individual].gender not in (None, gender)):
                continue
            last.append(individual)
            if len(last) == 2:
                break
        return last[0] if last and len(set(last)) == 1 else None

    def _recent(self, tree: Tree, word: Word, gender: str) -> int | None:
        """The person last quoted by name, in this sentence or the one before, if the pronoun agrees."""
        if self.last is None or not 0 <= tree.sentence.index - self.last[1] <= 1:
            return None
        individual = self.last[0]
        return individual if self.individuals[individual].gender in (None, gender) else None

    def _near_subject(self, tree: Tree, word: Word, gender: str) -> int | None:
        """The last person before a pronoun, in its sentence or the two before, who is a subject and agrees in gender."""
        index = tree.sentence.index
        for at in range(index, max(-1, index - 3), -1):
            for candidate in reversed(self.trees[at].words):
                if candidate.start >= word.start or candidate.deprel.split(":")[0] != "nsubj":
                    continue
                individual = self.entity_at(self.trees[at], candidate)
                if individual is None or self.individuals[individual].kind != "person":
                    continue
                if self.individuals[individual].gender in (None, gender):
                    return individual
        return None

    # -- words -----------------------------------------------------------------------------------------------------

    def _noun_span(self, tree: Tree, word: Word) -> Span:
        spans = tree.spans(tree.subtree(word, without=tree.children(word, {"acl", "punct", "case", "cc", "conj"})))
        return Span(spans[0].start, spans[-1].end) if spans else Span(word.start, word.end)

    def _without_clauses(self, tree: Tree, word: Word, source: Sequence[Span]) -> Span:
        span = self._noun_span(tree, word)
        start = max(span.start, source[0].start)
        return Span(start, max(min(span.end, source[-1].end), word.end))

    def _plain(self, span: Span) -> str:
        """A description without its article and line breaks; a very long one is cut."""
        words = span.of(self.text).strip("\"“”'‘’ ,").split()
        if len(words) > 1 and words[0].lower() in {"the", "a", "an"}:
            words = words[1:]
        return shorten(" ".join(words), LONGEST_DESCRIPTION, placeholder=" …")

    def speaker(self, individual: int) -> Speaker:
        """The individual as a Speaker, with aliases, roles and all mentions by name."""
        known = self.individuals[individual]
        roles: dict[str, Role] = {}
        if known.kind == "person":
            for named in known.mentions:
                tree = self.tree_at(named.span.start)
                for title, span in roles_around(tree, named.span) if tree else []:
                    roles.setdefault(title.lower(), Role(title, span))
        return Speaker(
            name=known.name,
            kind=known.kind,
            aliases=tuple(n for n, _ in known.names.most_common() if n != known.name),
            roles=tuple(roles.values()),
            gender=known.gender or self._gender_in_chains(individual),
            mentions=tuple(SpeakerMention(n.span, "name") for n in known.mentions),
        )

    def _gender_in_chains(self, individual: int) -> str | None:
        """The gender that pronouns show in chains that name nobody else."""
        if self.individuals[individual].kind != "person":
            return None
        seen: Counter[str] = Counter()
        for link in self.links:
            if set(link.named) == {individual}:
                for pronoun, count in link.pronouns.items():
                    if gender := PRONOUN_GENDER.get(pronoun):
                        seen[gender] += count
        if not seen:
            return None
        gender, count = seen.most_common(1)[0]
        return gender if count >= 0.8 * sum(seen.values()) else None
