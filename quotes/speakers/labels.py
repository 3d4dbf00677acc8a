"""Names that layout gives to speakers: the labels of a transcript's lines, the parties of an interview, who signs a post.

In: a label's span. Out: an Answer, with the individual of the article who goes by that name where there is just one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.names import person_name
from quotes.speakers.answer import Answer
from quotes.speakers.individuals import is_title
from quotes.speakers.resolve import Resolver
from quotes.speakers.roles import ROLE_NOUNS

__all__ = ["account", "party", "persons_named", "transcript_label"]

# Last words of labels that name a part in the conversation instead of a person.
PARTS = ROLE_NOUNS | frozenset(
    "chair audience question male female man woman voice operator interviewer narrator crowd all video audio".split()
)
HANDLE = re.compile(r"\s*\(@\w+\)$")


def transcript_label(label: Span, others: Sequence[str], resolver: Resolver) -> Answer:
    """The label of a transcript's line ("CAPT TOLLAND"): the one person of that name, else the name as it stands.

    `others` are the labels of the whole transcript: of those with the same surname the fullest gives the name.
    """
    written = label.of(resolver.text)
    last = written.split()[-1].lower()
    if last in PARTS and not is_title(written.split()[-1]):
        return _part(written, last, label, resolver)
    fits = persons_named(written, resolver)
    surname = person_name(written).surname
    fuller = max((o for o in others if person_name(o).surname == surname), key=len, default=written)
    if len(fits) != 1:
        fits = persons_named(fuller, resolver) or _by_initials(written, resolver)
    if len(fits) == 1:
        (individual,) = fits
        name = resolver.scene.individuals[individual].name
        if not name.isupper():
            step = f"the label {written} is the name of {name}"
            return Answer(individual, (), "person", None, label, "name", 0.9, (step,))
    name = _cased(fuller)
    return Answer(None, (), "person", name, label, "name", 0.6, (f"the label names {name}",))


def party(label: Span, first: int, resolver: Resolver) -> Answer:
    """Q or A of an interview that begins at `first`: who answers is whom the introduction names most.

    Who asks is the other subject of the introduction's last sentence ("Smith sat down with Brooks"), if there is just one.
    """
    scene = resolver.scene
    answers = _interviewee(first, resolver)
    asks = label.of(resolver.text).strip("*_").upper().startswith("Q")
    if not asks and answers is not None:
        step = f"A is {scene.name(answers)}, of whom the introduction speaks most"
        return scene.answer(answers, label, "name", 0.7, step)
    asker = _interviewer(first, answers, resolver) if asks and answers is not None else None
    if asker is not None:
        step = f"Q is {scene.name(asker)}, the other subject at the introduction's end"
        return scene.answer(asker, label, "name", 0.6, step)
    who = "interviewer" if asks else "interviewee"
    return Answer(None, (), "unnamed", who, label, "description", 0.5, (f"{'Q' if asks else 'A'} is the {who}",))


def _interviewee(first: int, resolver: Resolver) -> int | None:
    scene = resolver.scene
    people = {i for i, known in enumerate(scene.individuals) if known.kind == "person"}
    counts = Counter(i for s in scene.entities if s.end < first and (i := scene.entity_of[s]) in people)
    for link in scene.links:
        if len(link.named) == 1:
            (individual,) = link.named
            if individual in people:
                counts[individual] += sum(m.end < first for m in link.chain.mentions)
    ranked = counts.most_common(2)
    return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else None


def _interviewer(first: int, answers: int, resolver: Resolver) -> int | None:
    scene = resolver.scene
    tree = next((t for t in reversed(scene.trees) if t.sentence.end <= first), None)
    if tree is None:
        return None
    subjects = (scene.covering(w) for w in tree.words if w.deprel == "nsubj")
    others = {i for i in subjects if i is not None and i != answers and scene.is_person(i)}
    return others.pop() if len(others) == 1 else None


def account(source: Span, resolver: Resolver) -> Answer:
    """Who signs a post, "Laura Chen (@laurachen)": the individual of that name, else the name as it stands."""
    written = HANDLE.sub("", source.of(resolver.text))
    head = Span(source.start, source.start + len(written))
    named = {
        resolver.scene.entity_of[s] for s in resolver.scene.entities if head.start <= s.start and s.end <= head.end
    }
    fits = named if len(named) == 1 else persons_named(written, resolver)
    if len(fits) == 1:
        (individual,) = fits
        known = resolver.scene.individuals[individual]
        step = f"the post is signed with the name of {known.name}"
        return Answer(individual, (), known.kind, None, head, "name", 0.95, (step,))
    kind: SpeakerKind = "person" if " " in written and not written.isupper() else "organization"
    return Answer(None, (), kind, written, head, "name", 0.7, (f"the post is signed {written}",))


def _part(written: str, noun: str, label: Span, resolver: Resolver) -> Answer:
    """ "THE PRESIDENT", "MODERATOR": the one person whom the article calls so, else the part played."""
    holders = {
        i
        for i, known in enumerate(resolver.scene.individuals)
        if known.kind == "person" and any(noun in role.title.lower().split() for role in resolver.speaker(i).roles)
    }
    if len(holders) == 1:
        (individual,) = holders
        name = resolver.scene.individuals[individual].name
        step = f"only {name} is called “{noun}” in this article"
        return Answer(individual, (), "person", None, label, "description", 0.6, (step,))
    shown = re.sub(r"^the\s+", "", written.lower())
    return Answer(None, (), "unnamed", shown, label, "description", 0.5, (f"the label names a part: {shown}",))


def persons_named(written: str, resolver: Resolver) -> set[int]:
    """The persons of an article whom `written` may name; where several share a surname, the one named in full."""
    name = person_name(written)
    fits = {
        i
        for i, known in enumerate(resolver.scene.individuals)
        if known.kind == "person" and any(person_name(n).surname == name.surname for n in known.names)
    }
    if name.given:
        same = {i for i in fits if any(person_name(n) == name for n in resolver.scene.individuals[i].names)}
        bare = {i for i in fits if not any(person_name(n).given for n in resolver.scene.individuals[i].names)}
        return same or bare
    if len(fits) > 1:
        full = {
            i
            for i in fits
            if " " in resolver.scene.individuals[i].name and not resolver.scene.individuals[i].name.isupper()
        }
        return full if len(full) == 1 else fits
    return fits


def _untitled(written: str) -> str:
    words = written.split()
    while len(words) > 1 and is_title(words[0]):
        words = words[1:]
    return " ".join(words)


def _by_initials(written: str, resolver: Resolver) -> set[int]:
    """The persons whom a label of two or three capitals may stand for."""
    names = {i: known.name for i, known in enumerate(resolver.scene.individuals) if known.kind == "person"}
    return {i for i, name in names.items() if 1 < len(written) < 4 and "".join(w[0] for w in name.split()) == written}


def _cased(written: str) -> str:
    """A label as a name is written: without titles, capitals only where names have them."""
    plain = _untitled(written)
    return (
        re.sub(r"\bMc(\w)", lambda m: "Mc" + m[1].upper(), plain.title().replace("’S", "’s"))
        if plain.isupper()
        else plain
    )
