"""Labels of transcript and interview lines to speakers: "CAPT TOLLAND:", "Q:", "A:"."""

from __future__ import annotations

from collections import Counter

from quotes.article import Span
from quotes.speakers.across import person_name
from quotes.speakers.answer import Answer
from quotes.speakers.scene import Scene

__all__ = ["Labels"]


class Labels:
    """Who the labels of one article are. An interview's answers begin with the first label that was asked for."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.first: int | None = None

    def resolve(self, label: str, head: Span) -> Answer:
        """The one person of that name ("CAPT TOLLAND"), or a party of the interview ("Q")."""
        scene = self.scene
        if label in {"Q", "A"}:
            return self._party(label, head)
        name = person_name(label)
        fits = {
            i
            for i, known in enumerate(scene.individuals)
            if known.kind == "person" and any(person_name(n).surname == name.surname for n in known.names)
        }
        exact = {i for i in fits if any(person_name(n) == name for n in scene.individuals[i].names)}
        fits = exact if len(exact) == 1 else fits
        if len(fits) > 1:
            full = {i for i in fits if " " in scene.name(i) and not scene.name(i).isupper()}
            fits = full if len(full) == 1 else fits
        if len(fits) == 1:
            individual = fits.pop()
            return scene.answer(
                individual, head, "name", 0.9, f"the label {label} is the name of {scene.name(individual)}"
            )
        return Answer(None, (), "person", label.title(), head, "name", 0.6, (f"the label names {label.title()}",))

    def _party(self, label: str, head: Span) -> Answer:
        """Who answers in an interview: whom the introduction names most. Who asks: the other subject of its last sentence."""
        scene = self.scene
        self.first = self.first if self.first is not None else head.start
        answers = self._interviewee(self.first)
        if label == "A" and answers is not None:
            step = f"A is {scene.name(answers)}, of whom the introduction speaks most"
            return scene.answer(answers, head, "name", 0.7, step)
        asks = self._interviewer(self.first, answers) if label == "Q" else None
        if asks is not None:
            step = f"Q is {scene.name(asks)}, who comes to see {scene.name(answers or 0)} at the introduction's end"
            return scene.answer(asks, head, "name", 0.6, step)
        who = "interviewer" if label == "Q" else "interviewee"
        return Answer(None, (), "unnamed", who, head, "description", 0.5, (f"{label} is the {who}",))

    def _interviewee(self, start: int) -> int | None:
        scene = self.scene
        counts = Counter(
            scene.entity_of[s] for s in scene.entities if s.end < start and scene.is_person(scene.entity_of[s])
        )
        for link in scene.links:
            if len(link.named) == 1:
                (individual,) = link.named
                counts[individual] += sum(m.end < start for m in link.chain.mentions)
        ranked = [(i, n) for i, n in counts.most_common(2) if scene.is_person(i)]
        clear = ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1])
        return ranked[0][0] if clear else None

    def _interviewer(self, start: int, answers: int | None) -> int | None:
        scene = self.scene
        tree = scene.tree_at(start - 1)
        if tree is None or answers is None:
            return None
        subjects = (scene.covering(w) for w in tree.words if w.deprel == "nsubj" and w.start < start)
        others = {i for i in subjects if i is not None and i != answers and scene.is_person(i)}
        return others.pop() if len(others) == 1 else None
