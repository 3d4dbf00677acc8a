"""Candidates where no source was found: whom the grammar of the sentence makes the subject of the cue.

A participle, an infinitive or a noun has no subject of its own, and shares one with a clause above it: "*citing* old friends,
Hale left", "Hale went on air *to call* it a lie", "Hale made *a promise*". Or the name stands beside the cue, or signs the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotes.article import Span
from quotes.document import Token
from quotes.speakers.candidates.candidate import Proposal
from quotes.speakers.candidates.meant import meant_by_phrase
from quotes.speakers.candidates.named_after import called
from quotes.speakers.candidates.prominent import pool
from quotes.speakers.candidates.view import View
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.subjects import is_reported

__all__ = ["beside_cue", "foreign_source", "signed", "subject_of_cue", "subjects_understood", "understood"]

MOST_CLAUSES = 4  # from the cue upwards
NEAR = 40  # characters after a cue in which the name of an agent begins
SIGNATURE = re.compile(r"[.,!?]?[\"”’']?\s*[-–—―]{1,2}\s*")
SOON_NAMED = 60  # characters behind the words in which the name of who signs them ends


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
    """Whom the clauses above a cue without a source of its own have as their subject: a name, or whom a pronoun or description
    there means.
    """
    if mention.verb is None or not (mention.form == "none" or foreign_source(mention)):
        return
    seen: set[int] = set()
    for how, clauses, token in subjects_understood(mention.verb):
        marks = {
            f"understood: {how}": 1.0,
            "understood clauses": float(clauses),
            "understood rank": float(len(seen)),
            "understood passive": float(token.deprel == "nsubj:pass"),
        }
        reason = f"is the {how} of the clause of the cue"
        if token.lower in view.language.pronouns.gender:
            yield from _by_pronoun(token, marks, reason, seen, view)
            continue
        if (body := view.body_at(token.start)) is not None:
            yield called(body.name, body.owner, "understood", f"{body.name} {reason}", marks, view)
            continue
        individual = meant_by_phrase(token, view.cast, view.descriptions, view.salience)
        if individual is not None and individual not in seen:
            name = view.cast.name(individual)
            if view.cast.named_by(token) is None:
                marks["understood by pronoun"] = marks["understood is meant"] = 1.0
                reason = f"is meant by “{token.text}”, which {reason}"
            yield Proposal.of(individual, "understood", f"{name} {reason}", marks, view.cast)
            seen.add(individual)


def foreign_source(mention: Mention) -> bool:
    """Whether a participle's source stands in another clause, or a reported one: "said that *forty weavers* came, adding"."""
    verb, word = mention.verb, mention.word
    if verb is None or word is None or mention.form not in {"thing", "person", "work"} or mention.relative:
        return False
    if (
        not (verb.has("VerbForm=Part") or verb.has("VerbForm=Ger"))
        or verb.relation != "advcl"
        or verb.child("nsubj") is not None
    ):
        return False
    shared = [token for _, _, token in subjects_understood(verb)]
    return bool(shared) and verb not in word.ancestors() and (word not in shared or is_reported(word))


def _by_pronoun(token: Token, marks: dict[str, float], reason: str, seen: set[int], view: View) -> Iterator[Proposal]:
    """Whom a subject that is a pronoun may mean; those whom it most likely means are added to `seen`."""
    snapshot = view.salience.at.get(token)
    for one in pool(token, "he", view.language.pronouns.gender[token.lower], view):
        meant = snapshot is not None and snapshot.meant == one.individual
        if one.individual is None or one.individual in seen:
            continue
        by_pronoun = {**marks, "understood by pronoun": 1.0, "understood is meant": float(meant)}
        yield Proposal.of(
            one.individual, "understood", f"“{token.text}” {reason}, and {one.reason}", by_pronoun, view.cast
        )
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


def subject_of_cue(mention: Mention, view: View) -> Iterator[Proposal]:
    """Where no source was found: who does what the cue says."""
    if mention.form != "none" or mention.verb is None:
        return
    subject = mention.verb.subject()
    owner = mention.verb.child("nmod:poss")
    for token, how in ((subject, "the subject"), (owner, "the owner")):
        if token is None:
            continue
        individual = view.cast.named_by(token)
        if individual is None:
            continue
        name = view.cast.name(individual)
        yield Proposal.of(
            individual,
            "subject of the cue",
            f"{name} is {how} of the cue",
            {"subject of cue": 1.0, "passive subject": float(token.deprel == "nsubj:pass")},
            view.cast,
        )


def signed(mention: Mention, view: View) -> Iterator[Proposal]:
    """Where no source was found: whose name follows the end of the words after a dash."""
    if mention.form != "none":
        return
    cast = view.cast
    for end in [span.end for span in mention.draft.content]:
        name = next(iter(cast.names_within(Span(end, end + SOON_NAMED))), None)
        if name is not None and SIGNATURE.fullmatch(cast.text, end, name.start):
            individual = cast.by_span[name]
            reason = f"the words are signed by {cast.name(individual)}, after a dash"
            yield Proposal.of(individual, "signature", reason, {"signed": 1.0}, cast)
