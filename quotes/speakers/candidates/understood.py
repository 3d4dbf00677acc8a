"""Candidates where no source was found: whom the grammar of the sentence makes the subject of the cue.

A participle, an infinitive or a noun has no subject of its own, and shares one with a clause above it: "*citing* old friends,
Hale left", "Hale went on air *to call* it a lie", "Hale made *a promise*". Or the name stands beside the cue.
"""

from __future__ import annotations

from collections.abc import Iterator

from quotes.article import Span
from quotes.document import Token
from quotes.speakers.candidates.candidate import Proposal, View
from quotes.speakers.candidates.context import pool
from quotes.speakers.candidates.named_after import called
from quotes.speakers.mentions import Mention

__all__ = ["beside_cue", "subjects_understood", "understood"]

MOST_CLAUSES = 4  # from the cue upwards
NEAR = 40  # characters after a cue in which the name of an agent begins


def subjects_understood(cue: Token) -> list[tuple[str, int, Token]]:
    """The subjects and owners that a cue may share, nearest first: how, the number of clauses between, and the token."""
    found: list[tuple[str, int, Token]] = []
    at: Token | None = cue
    clauses = 0
    while at is not None and clauses <= MOST_CLAUSES:
        owner = at.child("nmod:poss")
        if owner is not None:
            found.append(("owner", clauses, owner))
        subject = at.child("nsubj")
        if subject is not None:
            found.append(("subject", clauses, subject))
            if owned := subject.child("nmod:poss"):
                found.append(("owner", clauses, owned))
        if at.relation == "acl" and at.head is not None:
            found.append(("noun", clauses, at.head))
        at = at.head
        clauses += 1
    return found


def understood(mention: Mention, view: View) -> Iterator[Proposal]:
    """Whom the clauses above a cue without a source have as their subject: a name, or whom a pronoun there means."""
    if mention.form != "none" or mention.verb is None:
        return
    seen: set[int] = set()
    for how, clauses, token in subjects_understood(mention.verb):
        marks = {
            f"understood: {how}": 1.0,
            "understood clauses": float(clauses),
            "understood rank": float(len(seen)),
            "understood passive": float(token.deprel == "nsubj:pass"),
        }
        individual = view.cast.named_by(token)
        body = view.body_at(token.start)
        if body is not None:
            reason = f"{body.name} is the {how} of the clause of the cue"
            yield called(body.name, body.owner, "understood", reason, marks, view)
        elif individual is not None:
            if individual not in seen:
                yield Proposal.of(
                    individual,
                    "understood",
                    f"{view.cast.name(individual)} is the {how} of the clause of the cue",
                    marks,
                    view.cast,
                )
            seen.add(individual)
        elif token.lower in view.language.pronouns.gender:
            snapshot = view.salience.at.get(token)
            for one in pool(token, "he", view.language.pronouns.gender[token.lower], view):
                meant = snapshot is not None and snapshot.meant == one.individual
                if one.individual is None or one.individual in seen:
                    continue
                by_pronoun = {**marks, "understood by pronoun": 1.0, "understood is meant": float(meant)}
                reason = f"“{token.text}” is the {how} of the clause of the cue, and {one.reason}"
                yield Proposal.of(one.individual, "understood", reason, by_pronoun, view.cast)
                if meant:
                    seen.add(one.individual)


def beside_cue(mention: Mention, view: View) -> Iterator[Proposal]:
    """Whose name follows a cue without a source, perhaps after a preposition: "*asked by Hale*", "*quote from* Ruth Hale"."""
    cue = mention.draft.cue
    if mention.form != "none" or cue is None:
        return
    name = next(iter(view.cast.names_within(Span(cue.end, cue.end + 2 * NEAR))), None)
    if name is None or name.start - cue.end > NEAR:
        return
    between = [t for t in view.document.within(Span(cue.end, name.start)) if cue.end <= t.start < name.start]
    if "\n" in view.cast.text[cue.end : name.start] or any(t.upos in {"VERB", "AUX", "PRON", "PUNCT"} for t in between):
        return
    cases = [t.lower for t in between if t.upos == "ADP"]
    individual = view.cast.by_span[name]
    marks = {
        "follows the cue": 1.0,
        "agent of the cue": float(any(case in view.language.agent_prepositions for case in cases)),
        "after a preposition": float(bool(cases)),
        "words between": float(len(between)),
    }
    yield Proposal.of(individual, "beside the cue", f"{view.cast.name(individual)} follows the cue", marks, view.cast)
