"""Speakers that layout names: the labels of a transcript's lines, the parties of an interview, who signs a post or a letter.

In: a draft that a form of text gave, and the view. Out: an Answer, with the individual of the article who goes by that name
where there is just one. Layout is certain: no other candidate is asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.attribution.draft import Draft, Rule
from quotes.forms.letter import letter
from quotes.forms.transcript import PARTY
from quotes.lang.en.pronouns import FIRST_PERSON, FIRST_SINGULAR
from quotes.lang.en.roles import ROLE_NOUNS
from quotes.names import person_name
from quotes.speakers.answer import Answer
from quotes.speakers.candidates import View
from quotes.speakers.cast import Cast
from quotes.speakers.names import is_title, untitled

__all__ = ["Layout"]

# Last words of labels that name a part in the conversation instead of a person.
PARTS = ROLE_NOUNS | frozenset(
    "chair audience question male female man woman voice operator interviewer narrator crowd all video audio".split()
)
HANDLE = re.compile(r"\s*\(@\w+\)$")
GREETINGS = ("LETTERS", "Letters", "Dear ", "To the Editor", "To the editor")
# How sure a name is that layout gives. PolNeAR has too few transcripts and posts to measure it; these are the places from which
# errors come: a label may be spelt otherwise than the name, an interview's party is only inferred.
SIGNED, LABELLED, INFERRED, PART = 0.95, 0.9, 0.7, 0.6


@dataclass(frozen=True)
class Layout:
    """What layout says in one article with these drafts."""

    view: View
    drafts: Sequence[Draft]

    def answer(self, draft: Draft) -> Answer | None:
        """Who utters a draft by the layout; None where it does not say."""
        if draft.rule is Rule.TRANSCRIPT:
            (label,) = draft.source
            return self._party(label) if PARTY.fullmatch(label.of(self.text)) else self._label(label)
        if draft.rule is Rule.POST:
            return self._account(draft.source[0])
        return self._signer(draft)

    @property
    def cast(self) -> Cast:
        return self.view.cast

    @property
    def text(self) -> str:
        return self.view.document.text

    @cached_property
    def _labels(self) -> list[Span]:
        return [d.source[0] for d in self.drafts if d.rule is Rule.TRANSCRIPT]

    # -- transcripts -------------------------------------------------------------------------------------------------

    def _label(self, label: Span) -> Answer:
        """The label of a transcript's line ("CAPT TOLLAND"): the one person of that name, else the name as it stands.

        Of the labels with the same surname the fullest gives the name.
        """
        written = label.of(self.text)
        last = written.split()[-1].lower()
        if last in PARTS and not is_title(written.split()[-1]):
            return self._part(written, last, label)
        fits = persons_named(written, self.cast)
        surname = person_name(written).surname
        others = (span.of(self.text) for span in self._labels)
        fuller = max((o for o in others if person_name(o).surname == surname), key=len, default=written)
        if len(fits) != 1:
            fits = persons_named(fuller, self.cast) or _by_initials(written, self.cast)
        if len(fits) == 1:
            (individual,) = fits
            name = self.cast.name(individual)
            if not name.isupper():
                return _named(individual, self.cast, label, LABELLED, f"the label {written} is the name of {name}")
        name = _cased(fuller)
        return Answer(None, (), "person", name, label, "name", LABELLED, (f"the label names {name}",))

    def _part(self, written: str, noun: str, label: Span) -> Answer:
        """ "THE PRESIDENT", "MODERATOR": the one person whom the article calls so, else the part played."""
        holders = {
            i
            for i, facts in self.view.facts.of.items()
            if self.cast.is_person(i) and any(noun == fact.head for fact in facts)
        }
        if len(holders) == 1:
            (individual,) = holders
            step = f"only {self.cast.name(individual)} is called “{noun}” in this article"
            return replace(_named(individual, self.cast, label, PART, step), form="description")
        shown = re.sub(r"^the\s+", "", written.lower())
        return Answer(None, (), "unnamed", shown, label, "description", PART, (f"the label names a part: {shown}",))

    def _party(self, label: Span) -> Answer:
        """Q or A of an interview: who answers is whom the introduction names most.

        Who asks is the other subject of the introduction's last sentence ("Smith sat down with Brooks"), if there is just one.
        """
        first = self._labels[0].start
        answers = self._interviewee(first)
        asks = label.of(self.text).strip("*_").upper().startswith("Q")
        if not asks and answers is not None:
            step = f"A is {self.cast.name(answers)}, of whom the introduction speaks most"
            return _named(answers, self.cast, label, INFERRED, step)
        asker = self._interviewer(first, answers) if asks and answers is not None else None
        if asker is not None:
            step = f"Q is {self.cast.name(asker)}, the other subject at the introduction's end"
            return _named(asker, self.cast, label, INFERRED, step)
        who = "interviewer" if asks else "interviewee"
        step = f"{'Q' if asks else 'A'} is the {who}"
        return Answer(None, (), "unnamed", who, label, "description", PART, (step,))

    def _interviewee(self, first: int) -> int | None:
        people = {i for i in range(len(self.cast.individuals)) if self.cast.is_person(i)}
        counts = Counter(i for s in self.cast.spans if s.end < first and (i := self.cast.by_span[s]) in people)
        for link in self.cast.links:
            if len(link.named) == 1:
                (individual,) = link.named
                if individual in people:
                    counts[individual] += sum(m.end < first for m in link.chain.mentions)
        ranked = counts.most_common(2)
        return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else None

    def _interviewer(self, first: int, answers: int) -> int | None:
        sentence = next((s for s in reversed(self.view.document.sentences) if s.end <= first), None)
        if sentence is None:
            return None
        subjects = (self.cast.of(t) for t in sentence.tokens if t.deprel == "nsubj")
        others = {i for i in subjects if i is not None and i != answers and self.cast.is_person(i)}
        return others.pop() if len(others) == 1 else None

    # -- posts and letters -------------------------------------------------------------------------------------------

    def _account(self, source: Span) -> Answer:
        """Who signs a post, "Laura Chen (@laurachen)": the individual of that name, else the name as it stands."""
        written = HANDLE.sub("", source.of(self.text))
        head = Span(source.start, source.start + len(written))
        named = {self.cast.by_span[s] for s in self.cast.names_within(head)}
        fits = named if len(named) == 1 else persons_named(written, self.cast)
        if len(fits) == 1:
            (individual,) = fits
            step = f"the post is signed with the name of {self.cast.name(individual)}"
            return _named(individual, self.cast, head, SIGNED, step)
        kind: SpeakerKind = "person" if " " in written and not written.isupper() else "organization"
        return Answer(None, (), kind, written, head, "name", SIGNED, (f"the post is signed {written}",))

    def _signer(self, draft: Draft) -> Answer | None:
        """Whose the first person of a letter is: the signer's."""
        if len(draft.source) != 1 or draft.source[0].of(self.text).lower() not in FIRST_PERSON:
            return None
        (source,) = draft.source
        if any(q.start <= source.start < q.end for q in self.view.document.quotations):
            return None
        found = letter(self.view.document)
        single = source.of(self.text).lower() in FIRST_SINGULAR
        if found is not None and single and found.body.start <= source.start < found.body.end:
            name = found.signature.of(self.text)
            step = f"the letter is signed by {name}"
            fits = persons_named(name, self.cast)
            if len(fits) == 1:
                return replace(_named(fits.pop(), self.cast, source, SIGNED, step), form="pronoun")
            return Answer(None, (), "person", name, source, "pronoun", SIGNED, (step,))
        author = next((who for at, who in self._signatures if at > source.start), None)
        if author is None:
            return None
        step = f"the letter is signed by {self.cast.name(author)}"
        return replace(_named(author, self.cast, source, INFERRED, step), form="pronoun")

    @cached_property
    def _signatures(self) -> list[tuple[int, int]]:
        """In a page of letters to the editor: the lines that are nothing but a person's name, and whose it is."""
        lines = self.view.document.paragraphs
        if not any(line.of(self.text).startswith(GREETINGS) for line in lines):
            return []
        return [
            (line.start, self.cast.by_span[name])
            for line in lines
            for name in self.cast.names_within(line)
            if line.of(self.text).strip(" .—–-") == name.of(self.text).strip(" .")
            and self.cast.is_person(self.cast.by_span[name])
        ]


def _named(individual: int, cast: Cast, head: Span, confidence: float, step: str) -> Answer:
    return Answer(individual, (), cast.kind(individual), None, head, "name", confidence, (step,))


def persons_named(written: str, cast: Cast) -> set[int]:
    """The persons of an article whom `written` may name; where several share a surname, the one named in full."""
    name = person_name(written)
    persons = {i: known for i, known in enumerate(cast.individuals) if known.kind == "person"}
    fits = {i for i, known in persons.items() if any(person_name(n).surname == name.surname for n in known.names)}
    if name.given:
        same = {i for i in fits if any(person_name(n) == name for n in persons[i].names)}
        bare = {i for i in fits if not any(person_name(n).given for n in persons[i].names)}
        return same or bare
    if len(fits) > 1:
        full = {i for i in fits if " " in cast.name(i) and not cast.name(i).isupper()}
        return full if len(full) == 1 else fits
    return fits


def _by_initials(written: str, cast: Cast) -> set[int]:
    """The persons whom a label of two or three capitals may stand for."""
    names = {i: known.name for i, known in enumerate(cast.individuals) if known.kind == "person"}
    return {i for i, name in names.items() if 1 < len(written) < 4 and "".join(w[0] for w in name.split()) == written}


def _cased(written: str) -> str:
    """A label as a name is written: without titles, capitals only where names have them."""
    plain = untitled(written)
    if not plain.isupper():
        return plain
    return re.sub(r"\bMc(\w)", lambda m: "Mc" + m[1].upper(), plain.title().replace("’S", "’s"))
