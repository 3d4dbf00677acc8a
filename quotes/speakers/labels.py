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
        """Who answers in an interview: whom the introduction names most. Who asks is named only by a by-line."""
        scene = self.scene
        if label == "Q":
            return Answer(None, (), "unnamed", "interviewer", head, "description", 0.5, ("Q is the interviewer",))
        start = head.start if self.first is None else self.first
        self.first = start
        counts = Counter(
            scene.entity_of[s] for s in scene.entities if s.end < start and scene.is_person(scene.entity_of[s])
        )
        for link in scene.links:
            if len(link.named) == 1:
                (individual,) = link.named
                counts[individual] += sum(m.end < start for m in link.chain.mentions)
        ranked = [(i, n) for i, n in counts.most_common(2) if scene.is_person(i)]
        if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            step = f"A is {scene.name(ranked[0][0])}, of whom the introduction speaks most"
            return scene.answer(ranked[0][0], head, "name", 0.7, step)
        return Answer(None, (), "unnamed", "interviewee", head, "description", 0.5, ("A is the interviewee",))
