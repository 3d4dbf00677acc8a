"""Candidates from around the mention: who is prominent there, who is in its coreference chain, who is named next, who does
what the cue says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from quotes.article import Span
from quotes.document import Token
from quotes.query import fold
from quotes.speakers.candidates.candidate import Proposal, View
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import LIKE_OFFICE, Descriptions, determiners, is_definite, is_person_noun
from quotes.speakers.mentions.antecedent import antecedent
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.organizations import of_place
from quotes.speakers.salience import Salience
from quotes.speakers.subjects import is_subject

__all__ = [
    "MOST",
    "coreferent",
    "country_meant",
    "first_to_speak",
    "main_figures",
    "may_be_known",
    "meant_by_owner",
    "meant_by_phrase",
    "named_next",
    "place_meant",
    "prominent",
    "relatives",
    "signed",
    "subject_of_cue",
]

MOST = 6  # of the most prominent
MOST_OF_CHAIN = 5
MAIN = 3
BEGINNING = 4  # sentences of headlines and lead
SOON = 2  # sentences
HEADLINE = 2  # sentences in which a bare noun ("Lawmaker") speaks of somebody whom the article names
POOLED = frozenset({"he", "it", "they", "person", "body", "none"})
SIGNATURE = re.compile(r"[.,!?]?[\"”’']?\s*[-–—―]{1,2}\s*")
SOON_NAMED = 60  # characters
PERSONS = frozenset({"he", "person"})
DESCRIBED = frozenset({"person", "body", "work"})


def prominent(mention: Mention, view: View) -> Iterator[Proposal]:
    """The most prominent individuals that agree with a pronoun, or with a description that names nobody."""
    anchor = mention.token or mention.verb or view.document.token_at(mention.at)
    if mention.form not in POOLED or anchor is None or not may_be_known(mention):
        return
    yield from pool(anchor, mention.form, mention.gender, view)


def may_be_known(mention: Mention) -> bool:
    """Whether a description may be of somebody whom the context names: not "a judge" or "officials", but a headline's "Judge"."""
    if mention.form not in {"person", "body"}:
        return True
    if mention.plural or mention.token is None:
        return False
    bare = not determiners(mention.token, "det", "nummod")
    return mention.definite or (bare and mention.token.sentence.index < HEADLINE)


def pool(anchor: Token, form: str, gender: str | None, view: View) -> Iterator[Proposal]:
    snapshot = view.salience.at.get(anchor)
    if snapshot is None:
        return
    cast = view.cast
    agreeing = [
        (score, referent)
        for referent, score in snapshot.salience.items()
        if isinstance(referent, int) and _may_be(referent, form, gender, view)
    ]
    agreeing.sort(reverse=True)
    for rank, (score, individual) in enumerate(agreeing[:MOST]):
        marks = {"salience rank": float(rank), "salience": score}
        reason = f"{cast.name(individual)} is {'the most prominent' if rank == 0 else 'less prominent'} there"
        yield Proposal.of(individual, "salience", reason, marks, cast)


def meant_by_owner(owner: Token, view: View) -> Iterator[Proposal]:
    """Whom the pronoun of an owner may mean: "his" and "its" the prominent and those in its chain, "whose" its antecedent."""
    cast, pronouns = view.cast, view.language.pronouns
    if owner.lower in pronouns.relative:
        noun = antecedent(owner, cast)
        individual = cast.named_by(noun) if noun is not None else None
        if individual is not None:
            reason = f"{cast.name(individual)} stands before it"
            yield Proposal.of(individual, "owner", reason, {"owner is meant": 1.0}, cast)
        return
    gender = pronouns.gender.get(owner.lower)
    if gender is None and owner.lower not in pronouns.neuter:
        return
    link = cast.link_of(owner)
    named = link.named if link is not None else {}
    total = sum(named.values())
    snapshot = view.salience.at.get(owner)
    seen = set()
    for one in pool(owner, "he" if gender else "it", gender, view):
        assert one.individual is not None
        seen.add(one.individual)
        marks = {
            **one.marks,
            "owner is meant": float(snapshot is not None and snapshot.meant == one.individual),
            "owner's chain": named[one.individual] / total if one.individual in named else 0.0,
        }
        yield replace(one, marks=marks)
    for individual, count in named.items():
        if individual not in seen and view.salience.agrees(individual, gender, person=gender is not None):
            reason = f"its coreference chain names {cast.name(individual)}"
            yield Proposal.of(individual, "owner", reason, {"owner's chain": count / total}, cast)


def meant_by_phrase(head: Token, cast: Cast, descriptions: Descriptions, salience: Salience) -> int | None:
    """The one whom a noun phrase names, or most likely means: whom its pronoun means, whom alone its description fits, whom its
    chain names, or the most salient of those whom it fits.
    """
    individual = cast.named_by(head)
    if individual is not None:
        return individual
    snapshot, link, pronouns = salience.at.get(head), cast.link_of(head), cast.language.pronouns
    only = next(iter(link.named)) if link is not None and len(link.named) == 1 else None
    if head.lower in pronouns.gender or head.lower in pronouns.neuter:
        meant = snapshot.meant if snapshot is not None else None
        person = head.lower in pronouns.gender
        return (
            meant if isinstance(meant, int) else only if only is not None and cast.is_person(only) == person else None
        )
    if head.upos != "NOUN":
        return None
    fits = descriptions.resolve(head)
    if fits is not None or only is not None:
        return fits if fits is not None else only
    if snapshot is not None and is_person_noun(head) and is_definite(head) and not head.has("Number=Plur"):
        active = [(score, i) for i, score in snapshot.salience.items() if isinstance(i, int) and cast.is_person(i)]
        fitting = [(score, i) for score, i in active if descriptions.fit(head, i).noun >= LIKE_OFFICE]
        if not fitting and head.lemma.lower() in cast.language.roles.any_office:
            fitting = active  # "the candidate", of whom the article tells no office
        if fitting:
            return max(fitting)[1]
    return None if is_person_noun(head) else descriptions.only_body(head)


def _may_be(individual: int, form: str, gender: str | None, view: View) -> bool:
    cast = view.cast
    if form == "none":
        return True
    if form in PERSONS:
        return cast.is_person(individual) and (gender is None or cast.genders[individual] in (None, gender))
    return cast.kind(individual) == "organization" and (form == "it" or individual not in cast.places)


def coreferent(mention: Mention, view: View) -> Iterator[Proposal]:
    """Those whom the coreference chain of the mention names."""
    token = mention.token
    link = view.cast.link_of(token) if token is not None else None
    if link is None or mention.form in {"name", "proper", "first", "second"} or not may_be_known(mention):
        return
    cast = view.cast
    total = sum(link.named.values())
    for individual, count in link.named.most_common(MOST_OF_CHAIN):
        agrees = view.salience.agrees(individual, mention.gender, person=True) or mention.form in {"it", "body", "work"}
        if mention.form in PERSONS and not (agrees and cast.is_person(individual)):
            continue
        marks = {
            "chain share": count / total,
            "chain names": float(len(link.named)),
            "chain length": float(min(20, total)),
        }
        reason = f"a coreference chain of {len(link.chain.mentions)} mentions names {cast.name(individual)}"
        yield Proposal(
            ("individual", individual),
            cast.name(individual),
            cast.kind(individual),
            "chain",
            reason,
            marks,
            individual=individual,
            chain=link.spans,
        )


def named_next(mention: Mention, view: View) -> Iterator[Proposal]:
    """Who is named for the first time soon after: a headline's "Lawmaker", "a top aide … Mr. Moss said"."""
    if mention.form not in {"he", "person", "body", "work"} or mention.token is None or mention.plural:
        return
    cast = view.cast
    sentence = mention.token.sentence.index
    rank = 0
    for following in view.document.sentences[sentence : sentence + SOON + 2]:
        for token in following.tokens:
            if token.start <= mention.at or token.relation not in {"nsubj", "appos", "flat", "obl", "obj"}:
                continue
            individual = cast.of(token)
            if individual is None or not _may_be(individual, mention.form, mention.gender, view):
                continue
            before = cast.last_named(individual, mention.at)
            if before is not None and following.index > sentence:
                continue
            if not may_be_known(mention) and following.index > sentence + 1:
                continue
            marks = {
                "named next": float(following.index - sentence) + 1,
                "named next as subject": float(is_subject(token)),
                "named next rank": float(rank),
            }
            yield Proposal.of(individual, "named next", f"{cast.name(individual)} is named soon after", marks, cast)
            rank += 1
            if rank == 3:
                return


def first_to_speak(mention: Mention, view: View) -> Iterator[Proposal]:
    """At the beginning: who says something first by name, whom a headline or lead only describes: "Expert says …"."""
    token = mention.token
    if token is None or mention.form not in {"person", "proper", "thing"} or mention.plural:
        return
    if token.sentence.index >= BEGINNING or (mention.form == "thing" and not _bare(token)):
        return
    cast = view.cast
    for rank, individual in enumerate(view.first_speakers[:MAIN]):
        if mention.gender and cast.genders[individual] not in (None, mention.gender):
            continue
        name = cast.name(individual)
        yield Proposal.of(
            individual,
            "speaks first",
            f"{name} is the first to speak by name" if rank == 0 else f"{name} speaks early on",
            {"speaks first rank": float(rank)},
            cast,
        )


def relatives(mention: Mention, view: View) -> Iterator[Proposal]:
    """ "His father", "the widow of Tom Hale": who has the surname of the owner."""
    token = mention.token
    owner = mention.owner or _of(token)
    if token is None or owner is None or token.lemma.lower() not in view.language.roles.kin or mention.plural:
        return
    cast = view.cast
    of = cast.named_by(owner)
    if of is None:
        snapshot = view.salience.at.get(owner)
        meant = snapshot.meant if snapshot is not None else None
        of = meant if isinstance(meant, int) else None
    if of is None or not cast.is_person(of):
        return
    bearers = max((who for who in cast.surnames.values() if of in who), key=len, default=set())
    for individual in sorted(bearers - {of}):
        if mention.gender and cast.genders[individual] not in (None, mention.gender):
            continue
        name = cast.name(individual)
        yield Proposal.of(
            individual,
            "relative",
            f"{name} has the surname of {cast.name(of)}",
            {"relatives": float(len(bearers) - 1)},
            cast,
        )


def _of(token: Token | None) -> Token | None:
    """The noun that "of" joins to a noun."""
    phrases = token.children("nmod") if token is not None else []
    return next((t for t in phrases if any(c.lower == "of" for c in t.children("case"))), None)


def _bare(token: Token) -> bool:
    return not determiners(token, "det", "nummod", "nmod:poss")


def main_figures(mention: Mention, view: View) -> Iterator[Proposal]:
    """The most mentioned that a definite description may mean, however long ago they were named."""
    token = mention.token
    if token is None or mention.form not in DESCRIBED or not mention.definite or not may_be_known(mention):
        return
    if mention.form == "work" and mention.owner is not None:
        return
    cast = view.cast
    able = [i for i in range(len(cast.individuals)) if _may_be(i, mention.form, mention.gender, view)]
    able = [i for i in able if cast.starts[i] and cast.starts[i][0] < mention.at]
    able.sort(key=lambda i: -len(cast.starts[i]))
    for rank, individual in enumerate(able[:MAIN]):
        name = cast.name(individual)
        yield Proposal.of(
            individual, "main figure", f"the article names {name} often", {"main figure rank": float(rank)}, cast
        )


def place_meant(mention: Mention, view: View) -> Iterator[Proposal]:
    """ "The state": the last places that were named before; "the municipality" only where no body is one."""
    token = mention.token
    if token is None or token.lemma.lower() not in view.language.places.nouns or not mention.definite or mention.plural:
        return
    cast, fit = view.cast, view.descriptions.fit
    bodies = (i for i, known in enumerate(cast.individuals) if known.kind == "organization" and i not in cast.places)
    if mention.form == "body" and any(fit(token, i).noun >= LIKE_OFFICE for i in bodies):
        return
    last = [(at, i) for i in cast.places if (at := cast.last_named(i, mention.at)) is not None]
    for rank, (_, individual) in enumerate(sorted(last, reverse=True)[:MAIN]):
        name = cast.name(individual)
        yield Proposal.of(individual, "place", f"{name} is a place named before", {"body rank": float(rank)}, cast)


def country_meant(mention: Mention, view: View) -> Iterator[Proposal]:
    """ "The Ostranans": the country of a people as an actor, where the article names it: Ostrana."""
    token, cast = mention.token, view.cast
    people = cast.of(token) if token is not None else None
    if token is None or people is None or cast.kind(people) != "group" or not (mention.definite and mention.plural):
        return
    for individual in sorted(cast.places):
        names = cast.individuals[individual].names
        if any(of_place(fold(token.text).rstrip("s"), fold(name).partition(" ")[0]) for name in names):
            name = cast.name(individual)
            reason = f"“{token.text}” may stand for {name}"
            yield Proposal.of(individual, "place", reason, {"body rank": 0.0}, cast)


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
