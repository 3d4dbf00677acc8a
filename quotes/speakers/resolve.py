"""Source mentions of one article to speakers: names at once, pronouns, descriptions, bodies and works by what leads to them.

Each kind of mention has its module; this one tells the kinds apart. "Unknown" is an answer: nobody is guessed where two fit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from quotes.annotation import Speaker, SpeakerKind
from quotes.article import Span
from quotes.attribution.tree import Tree
from quotes.document.parse import Parse, Word
from quotes.query import fold
from quotes.speakers.answer import Answer
from quotes.speakers.bodies import BODY_NOUNS, Bodies
from quotes.speakers.descriptions import Descriptions, is_definite, is_person_noun
from quotes.speakers.facts import Facts
from quotes.speakers.gender import PRONOUN_GENDER, gender_of_noun
from quotes.speakers.individuals import is_title
from quotes.speakers.letters import Letters
from quotes.speakers.named_bodies import initials
from quotes.speakers.profile import profile
from quotes.speakers.pronouns import FIRST_PERSON, PLURAL, RELATIVE, SECOND_PERSON, THIRD_PERSON, Pronouns
from quotes.speakers.roles import is_role
from quotes.speakers.scene import Link, Scene
from quotes.speakers.voices import Voices

__all__ = ["Resolver"]

# What stands between a description and the name that it is apposed to: a comma, perhaps a title.
APPOSED = re.compile(r",\s*(?:the\s+)?(?:[A-Z]\w*\.?\s+){0,2}$")


class Resolver:
    """Answers for one parsed article."""

    def __init__(self, parse: Parse, sentence_trees: Sequence[Tree] | None = None) -> None:
        self.scene = Scene(parse, sentence_trees)
        self.text = parse.text
        self.facts = Facts(self.scene)
        self.descriptions = Descriptions(self.scene, self.facts)
        self.pronouns = Pronouns(self.scene, self.facts, self._described)
        self.bodies = Bodies(self.scene, self.facts, self.pronouns)
        self.voices = Voices(self.scene, self.pronouns, self._issuer)
        self.letters = Letters(self.scene)

    def tree_at(self, offset: int) -> Tree | None:
        return self.scene.tree_at(offset)

    def speaker(self, individual: int) -> Speaker:
        return profile(self.scene, individual)

    def resolve(self, source: Sequence[Span]) -> Answer:
        """Who the source mention `source` is. An empty source is nobody."""
        if not source:
            return Answer()
        found = self.scene.head_word(source[0])
        if found is None:
            return Answer()
        tree, word = found
        head = Span(word.start, word.end)
        joined = [w for w in tree.children(word, {"conj"}) if w.end <= source[-1].end and w.upos in {"NOUN", "PROPN"}]
        if word.text.lower() in PRONOUN_GENDER and joined:
            return self._group(tree, [word, *joined], head)
        if word.upos == "PRON" or word.text.lower() in FIRST_PERSON | THIRD_PERSON | RELATIVE:
            return self._pronoun(tree, word, head)
        return self._nominal(tree, word, head, source)

    # -- pronouns ----------------------------------------------------------------------------------------------------

    def _pronoun(self, tree: Tree, word: Word, head: Span) -> Answer:
        lower = word.text.lower()
        if lower in RELATIVE:
            return self._relative(tree, word, head)
        if lower in FIRST_PERSON:
            author = self.letters.author(word.start)
            if author is not None:
                step = f"the letter is signed by {self.scene.name(author)}"
                return self.scene.answer(author, head, "pronoun", 0.6, step)
            return Answer(None, (), "unnamed", "author", head, "pronoun", 0.5, ("first person outside a quotation",))
        if lower in SECOND_PERSON:
            return Answer(None, (), "unnamed", "you", head, "pronoun", 0.5, ("second person",))
        link = self.scene.link_of(tree, word)
        if lower in PLURAL and link is not None:
            return self._plural(link, word, head)
        thing = self.pronouns.thing(tree, word)
        if thing is not None:
            at, noun = thing
            answer = self._nominal(at, noun, head, (self.scene.noun_span(at, noun),))
            step = f"“{word.text}” is the {noun.text}, the subject most prominent before it"
            return replace(answer, form="pronoun", trust=0.7 * answer.trust, steps=(step, *answer.steps))
        return self.pronouns.resolve(tree, word)

    def _plural(self, link: Link, word: Word, head: Span) -> Answer:
        """ "They": the one body of the chain, else those who are named together in it, else its description."""
        scene = self.scene
        individual = scene.only_named(link, None, person=False)
        if individual is not None:
            step = f"“{word.text}” refers to {scene.name(individual)}"
            return scene.answer(individual, head, "pronoun", 0.7, step, chain=link.spans)
        for mention in link.chain.mentions:
            top = scene.mention_head(mention)
            if top is not None and top.upos in {"NOUN", "PROPN"} and mention.start < word.start:
                tree = scene.trees[mention.sentence]
                if tree.child(top, {"conj"}):
                    answer = self._nominal(tree, top, head, (mention.span,))
                    steps = (*answer.steps, f"“{word.text}” refers to them")
                    return Answer(None, answer.members, "group", answer.description, head, "pronoun", 0.6, steps)
        return self.pronouns.described(link, word, head)

    def _relative(self, tree: Tree, word: Word, head: Span) -> Answer:
        """ "Smith, who said …": the noun that the relative clause hangs on."""
        at: Word | None = word
        for _ in range(6):
            at = tree.head(at) if at is not None else None
            if at is None:
                break
            antecedent = tree.head(at) if at.deprel.startswith("acl") else None
            if antecedent is not None:
                span = Span(antecedent.start, antecedent.end)
                answer = self._nominal(tree, antecedent, span, (self.scene.noun_span(tree, antecedent),))
                steps = (f"“{word.text}” refers to “{antecedent.text}”", *answer.steps)
                return replace(answer, head=head, form="pronoun", trust=0.95 * answer.trust, steps=steps)
        return Answer(None, (), None, None, head, "pronoun", 0.0, (f"“{word.text}” has no antecedent",))

    # -- nouns -------------------------------------------------------------------------------------------------------

    def _nominal(self, tree: Tree, word: Word, head: Span, source: Sequence[Span]) -> Answer:
        scene = self.scene
        end = source[-1].end
        conjuncts = [
            w
            for w in tree.children(word, {"conj"})
            if w.start < end and w.upos in {"NOUN", "PROPN", "PRON"} and not self._same_one(tree, word, w)
        ]
        if conjuncts:
            return self._group(tree, [word, *conjuncts], head)
        individual = scene.entity_at(tree, word)
        if individual is None or not scene.is_person(individual) or self._owned_body(word, individual):
            inside = self._person_inside(tree, word, source)
            individual = inside if inside is not None else individual
        if individual is not None and not self._owned_body(word, individual):
            return scene.answer(individual, head, "name", 0.95, f"the source names {scene.name(individual)}")
        own = scene.plain(scene.without_clauses(tree, word, source))
        return (
            self.bodies.owned(tree, word, head, source)
            or self.voices.resolve(tree, word, head, source)
            or self._proper(tree, word, head, source)
            or self._description(tree, word, head, own)
        )

    def _same_one(self, tree: Tree, a: Word, b: Word) -> bool:
        """Whether conjuncts are one speaker: within one name ("Water *and* Power Committee"), two roles
        under one article ("the former first lady *and* senator"), or roles of a person just named ("Lee, an aide *and* lawyer").
        """
        if any(span.start <= min(a.start, b.start) and max(a.end, b.end) <= span.end for span in self.scene.entities):
            return True
        if not is_person_noun(b) or "Number=Plur" in b.feats or self.scene.covering(b) is not None:
            return False
        named = self.scene.name_at(a)
        if named is not None:
            return self.text[named.end : named.end + 1] == ","
        return is_person_noun(a) and tree.child(a, {"det"}) is not None and tree.child(b, {"det"}) is None

    def _person_inside(self, tree: Tree, word: Word, source: Sequence[Span]) -> int | None:
        """The person whom a phrase names though its grammatical head is a title or description.

        "Del. Ana Ruiz of the northern islands", "An attorney for Hale, Mark Dunn,": the name closes the phrase's
        first part without preposition, or stands between commas as an apposition.
        """
        scene = self.scene
        whole = Span(source[0].start, source[-1].end)
        for span in scene.names_within(whole):
            if not scene.is_person(scene.entity_of[span]):
                continue
            before = self.text[whole.start : span.start]
            after = self.text[span.end : whole.end].lstrip(" ")
            if after.startswith(("'s", "’s", "'", "’")):
                continue
            lead = [w for w in tree.words if whole.start <= w.start < span.start]
            bare = all(w.upos in {"DET", "ADJ", "NOUN", "PROPN", "NUM", "PUNCT", "PART"} for w in lead[1:])
            closes = not after or after[0] in ",(–—" or after.startswith(("of ", "from ", "in ", "who ", "and "))
            titled = not lead or any(w.upos == "NOUN" or is_role(w) or is_title(w.text) for w in lead)
            if bare and "," not in before and closes and titled:
                return scene.entity_of[span]
            apposed = APPOSED.search(before) or any(is_role(w) for w in _after_comma(lead))
            if apposed and (not after or after[0] in ",.") and word.lemma.lower() not in BODY_NOUNS:
                return scene.entity_of[span]
        return None

    def _owned_body(self, word: Word, individual: int) -> bool:
        """Whether a person's name only modifies a body: the head of "Clinton campaign" is not Clinton."""
        return word.lemma.lower() in BODY_NOUNS and self.scene.is_person(individual)

    def _group(self, tree: Tree, parts: Sequence[Word], head: Span) -> Answer:
        scene = self.scene
        members = []
        names = []
        for part in parts:
            individual = scene.entity_at(tree, part)
            if individual is None and part.text.lower() in PRONOUN_GENDER:
                individual = self.pronouns.resolve(tree, part).individual
            if individual is not None:
                members.append(individual)
                names.append(scene.name(individual))
            else:
                others = tree.children(part, {"conj", "cc", "punct", "case", "acl"})
                spans = tree.spans(tree.subtree(part, without=others))
                names.append(scene.plain(Span(spans[0].start, spans[-1].end)) if spans else part.text)
        together = "; ".join(names)
        step = f"several speak together: {together}"
        return Answer(None, tuple(members), "group", together, head, "description", 0.8, (step,))

    def _proper(self, tree: Tree, word: Word, head: Span, source: Sequence[Span]) -> Answer | None:
        """A proper noun that the entity tagger missed: a known surname, a titled person, else an organisation."""
        before = tree.words[word.index - 1].text if word.index else ""
        if (
            word.upos != "PROPN"
            or not word.text[0].isupper()
            or (is_person_noun(word) and not (before and is_title(before)))
        ):
            return None
        scene = self.scene
        words = [w for w in tree.words if source[0].start <= w.start and w.end <= source[-1].end]
        run = [w for w in words if w.upos == "PROPN" and abs(w.index - word.index) <= 3]
        for candidate in run:
            fits = scene.by_surname(candidate)
            title = gender_of_noun(before)
            fits = {i for i in fits if scene.agrees(i, title)} or fits
            if len(fits) == 1:
                individual = fits.pop()
                step = f"“{candidate.text}” is the surname of {scene.name(individual)} only"
                return scene.answer(individual, head, "name", 0.8, step)
            if fits:
                both = " or ".join(sorted(scene.name(i) for i in fits))
                step = f"“{candidate.text}” may be {both}: refused"
                return Answer(None, (), None, None, head, "name", 0.0, (step,))
        name = scene.plain(scene.without_clauses(tree, word, source))
        if any(is_title(w.text) for w in run):
            bare = " ".join(w.text for w in run if not is_title(w.text))
            return Answer(None, (), "person", bare or name, head, "name", 0.7, (f"a title names a person: {name}",))
        acronym = fold(name).replace(" ", "")
        for i, known in enumerate(scene.individuals):
            if known.kind != "organization":
                continue
            if any(fold(name) == fold(n) for n in known.names):
                return scene.answer(i, head, "name", 0.8, f"the source names {known.name}")
            if len(acronym) > 1 and acronym in initials(known.name):
                return scene.answer(i, head, "name", 0.7, f"“{name}” abbreviates {known.name}")
        described = self.bodies.described(tree, word, head, name)
        step = f"the source is a proper noun: {name}"
        return described or Answer(None, (), "organization", name, head, "name", 0.6, (step,))

    # -- descriptions ------------------------------------------------------------------------------------------------

    def _description(self, tree: Tree, word: Word, head: Span, own: str) -> Answer:
        plural = "Number=Plur" in word.feats
        answer = None
        if not plural:
            answer = (
                self._apposed_body(tree, word, head)
                or self.descriptions.resolve(tree, word, own)
                or self.bodies.described(tree, word, head, own)
                or self._by_chain(tree, word, head, own)
                or self._by_main_clause(tree, word, head, own)
                or self._other_words(tree, word, head, own)
            )
        kind: SpeakerKind = "group" if plural else "unnamed"
        step = f"the source is not named: “{own}”"
        return answer or Answer(None, (), kind, own, head, "description", 0.6, (step,))

    def _apposed_body(self, tree: Tree, word: Word, head: Span) -> Answer | None:
        """ "One group, Clean Harbors Now,": the organisation whose name is apposed to its description."""
        for child in tree.children(word, {"appos"}):
            individual = self.scene.covering(child)
            if individual is not None and child.index > word.index and self.scene.kind(individual) == "organization":
                return self.scene.answer(
                    individual, head, "name", 0.9, f"the source names {self.scene.name(individual)}"
                )
        return None

    def _described(self, tree: Tree, word: Word) -> int | None:
        """The individual that a description's head word means, for the pronouns that follow it."""
        answer = self.descriptions.resolve(tree, word, word.text)
        return answer.individual if answer is not None else None

    def _issuer(self, tree: Tree, word: Word) -> Answer | None:
        """Who a description is that issued some work."""
        own = self.scene.plain(self.scene.noun_span(tree, word))
        head = Span(word.start, word.end)
        return self.descriptions.resolve(tree, word, own) or self.bodies.described(tree, word, head, own)

    def _by_chain(self, tree: Tree, word: Word, head: Span, own: str) -> Answer | None:
        """The one whom a definite description's coreference chain names, unless the description fits several."""
        link = self.scene.link_of(tree, word)
        if link is None or not is_definite(tree, word):
            return None
        person = is_person_noun(word)
        individual = self.scene.only_named(link, gender_of_noun(word.text), person=person)
        prominent = self.pronouns.most_prominent(tree, word)
        if person and prominent is not None:
            individual = prominent if prominent in link.named else None
        if individual is None or (person and len(self.descriptions.fitting(tree, word)) > 1):
            return None
        step = f"“{own}” is coreferent with {self.scene.name(individual)}"
        return self.scene.answer(individual, head, "description", 0.7, step, chain=link.spans)

    def _by_main_clause(self, tree: Tree, word: Word, head: Span, own: str) -> Answer | None:
        """ "While the leader admitted X, he said Y": a fronted clause's subject is the main clause's pronoun."""
        subject = self.descriptions.same_subject(tree, word) if is_person_noun(word) else None
        answer = self.pronouns.resolve(tree, subject) if subject is not None else None
        if answer is None or answer.individual is None:
            return None
        step = f"“{own}” and the main clause's pronoun are one subject"
        return replace(answer, head=head, form="description", trust=0.8 * answer.trust, steps=(step, *answer.steps))

    def _other_words(self, tree: Tree, word: Word, head: Span, own: str) -> Answer | None:
        """ "“…,” Reyes said. “…,” *the Texas senator* added": the speaker just named, called by other words for a change.

        Only where the description has a name in it and its noun is nobody else's.
        """
        modifiers = [w for w in tree.children(word, {"amod", "compound"}) if w.text[0].isupper()]
        if not modifiers or not is_person_noun(word) or not is_definite(tree, word) or tree.child(word, {"nmod:poss"}):
            return None
        individual = self.pronouns.just_spoke(tree, word)
        if individual is None or individual != self.pronouns.most_prominent(tree, word):
            return None
        step = f"“{own}” is {self.scene.name(individual)}, who has just spoken, by other words"
        return self.scene.answer(individual, head, "description", 0.5, step)


def _after_comma(words: Sequence[Word]) -> Sequence[Word]:
    """The words after the last comma, none if there is no comma."""
    last = max((i for i, w in enumerate(words) if w.text == ","), default=None)
    return words[last + 1 :] if last is not None else ()
