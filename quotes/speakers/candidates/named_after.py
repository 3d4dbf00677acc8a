"""Candidates named after somebody else: the campaign of a candidate, the poll of a university.

Those that the article names anywhere are found first, so that the order in which mentions are resolved makes no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from quotes.article import Span
from quotes.document import Document, Token
from quotes.query import fold
from quotes.speakers.candidates.candidate import Body, Key, Proposal, View
from quotes.speakers.candidates.meant import meant_by_owner
from quotes.speakers.candidates.prominent import pool
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import LIKE_OFFICE, Descriptions, is_definite, is_person_noun
from quotes.speakers.facts import words_of
from quotes.speakers.mentions.lead import POSSESSIVES
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.organizations import same_body_of_a_place
from quotes.speakers.phrases import noun_span, plain
from quotes.speakers.roles import is_role
from quotes.speakers.salience import Salience
from quotes.speakers.subjects import is_subject

__all__ = ["bodies_of", "body_meant", "called", "called_after_another", "lately_named"]

NEAR = 3  # sentences within which a poll named later may be meant
NAMING = frozenset({"PROPN", "ADJ", "NOUN"})
MODIFIERS = frozenset({"PROPN", "ADJ", "NOUN", "NUM"})
GAP = len(" of the ")  # between a body and its place


def bodies_of(document: Document, cast: Cast, descriptions: Descriptions) -> tuple[Body, ...]:
    """All bodies of an article that are named after another or after their field, in text order."""
    bodies = []
    words = document.language.bodies
    whole: dict[str, str] = {}  # the fullest name of each body that goes by its field
    for token in document.tokens:
        noun = token.lemma.lower()
        if token.upos not in {"NOUN", "PROPN"} or noun not in words.nouns | words.polls | words.of_fields:
            continue
        body = _body(token, noun, cast) if noun in words.nouns | words.polls else None
        if body is None and (field := _field(token, cast, descriptions)) is not None:
            name = plain(_with_place(token, field, cast), cast.text)
            short = fold(plain(field, cast.text))
            whole[short] = max(whole.get(short, ""), name, key=len)
            body = Body(short, noun, token.start, None)
        if body is not None:
            bodies.append(body)
    several = {b.noun for b in bodies if b.name != b.noun} | {
        fold(word) for k in cast.individuals if k.kind == "organization" for n in k.names for word in n.split()
    }
    bodies = [b for b in bodies if b.name != b.noun or b.noun not in several]  # "the government", where none is named
    return tuple(replace(b, name=_as_of(whole.get(b.name, b.name), cast)) for b in bodies)


def _field(token: Token, cast: Cast, descriptions: Descriptions) -> Span | None:
    """The words for a body that goes by its field, without an owner that is a place: "foreign ministry", "prosecutor's office".

    None if nothing tells its field, or if the words fit a body that the article names.
    """
    words, noun = cast.language.bodies, token.lemma.lower()
    if noun not in words.of_fields or token.upos != "NOUN" or token.has("Number=Plur") or cast.of(token) is not None:
        return None
    shared = token.head if token.relation == "conj" else None  # "*the* central bank and banking regulator"
    if not is_definite(token) and (shared is None or not is_definite(shared)):
        return None
    tokens = token.sentence.tokens
    first, own = token.index, {token}
    while first > 0 and tokens[first - 1].head in own and tokens[first - 1].relation in {"compound", "amod"}:
        first -= 1
        own.add(tokens[first])
    levels = words.levels if noun in words.of_levels else frozenset()
    said = [t for t in tokens[first : token.index] if t.lower in levels or t.lower not in words.empty]
    generic = noun in words.of_persons or any(
        t.lower in words.no_fields for t in said
    )  # "the law *enforcement* agency"
    told = any(
        t.lower in words.fields | levels
        or (t.upos == "NOUN" and not generic)
        or (t.upos == "ADJ" and noun in words.of_one_field)
        for t in said
    )
    owner = token.child("nmod:poss")
    if owner is not None and owner.upos == "NOUN" and (is_role(owner) or told) and cast.of(owner) is None:
        whole = [owner, *owner.children("amod", "compound")]
        first, told = min(t.index for t in whole), True
        said += whole
    elif owner is not None and owner.upos == "PROPN" and noun in words.of_one_field:
        said.append(owner)
        told = True
    what = _of_what(token)
    if noun in words.of_levels and not said and owner is None and not token.children("nmod", "acl", "compound", "amod"):
        told = True
    if not (told or what) or any(t.text[0].isupper() for t in [*tokens[first : token.index], *what]):
        return None
    said += what
    for individual, known in enumerate(cast.individuals):
        if known.kind == "organization" and individual not in cast.places:
            known_words = descriptions.facts.words(individual)
            if descriptions.fit(token, individual).noun >= LIKE_OFFICE and all(
                words_of([t]) & known_words for t in said
            ):
                return None
    return Span(tokens[first].start, max(t.end for t in [token, *what]))


def _of_what(token: Token) -> list[Token]:
    """What a body is for, behind its noun: "the bureau *of commerce and trade*"."""
    following = next((t for t in token.children("nmod") if _is_of(t)), None)
    wanted = following is not None and following.upos == "NOUN" and not is_person_noun(following)
    if following is None or not wanted or token.lemma.lower() not in token.language.bodies.of_what:
        return []
    return [t for t in following.subtree(without=following.children("acl", "punct")) if t.upos != "PUNCT"]


def _with_place(token: Token, field: Span, cast: Cast) -> Span:
    """The words for a body with the place whose it is or where: "*Norcrest's* embassy *in Halden*"."""
    start, end = field.start, field.end
    owner = token.child("nmod:poss")
    if owner is not None and owner.upos == "PROPN":
        start = min([start, *(t.start for t in owner.subtree(without=owner.children("det")))])
    for place in token.children("nmod"):
        case = {t.lower for t in place.children("case")}
        name = cast.name_at(place)
        wanted = {"of", "in"} if token.lemma.lower() in cast.language.bodies.of_one_field else {"of"}
        if name is not None and case <= wanted and case and 0 < name.start - token.end <= GAP:
            end = name.end
    return Span(start, end)


def _as_of(name: str, cast: Cast) -> str:
    """The name of a body that goes by the adjective of its place, or the one that the article has with the place's name: "the
    Norden government", "the Government of Norden".
    """
    bodies = (known for known in cast.individuals if known.kind == "organization")
    return next((n for known in bodies for n in known.names if same_body_of_a_place(name, n)), name)


def body_meant(token: Token, cast: Cast, salience: Salience) -> Body | None:
    """The body that goes by whom the pronoun of its owner is most likely to mean: "his campaign"."""
    owner = token.child("nmod:poss")
    noun = token.lemma.lower()
    words = cast.language.bodies
    if owner is None or owner.lower not in cast.language.pronouns.gender or noun not in words.nouns - words.of_places:
        return None
    snapshot = salience.at.get(owner)
    meant = snapshot.meant if snapshot is not None else None
    if not isinstance(meant, int):
        return None
    return Body(f"{_surname(meant, cast)} {noun}", noun, token.start, meant)


def _body(token: Token, noun: str, cast: Cast) -> Body | None:
    tokens = token.sentence.tokens
    words = cast.language.bodies
    if noun in words.common and not token.text[0].isupper():
        return None
    # "Hale's campaign *account*": the campaign is Hale's, too.
    owned = token.head if token.relation == "compound" and token.head is not None else token
    owner = next(reversed(owned.children("nmod:poss")), None) or next(
        (t for t in token.children("nmod") if _is_of(t)), None
    )
    individual = _person_of(owner, cast) if owner is not None and noun in words.nouns else None
    if individual is None and noun in words.nouns:
        individual = _person_before(token, cast)
    if individual is None and noun in words.camps | words.implied and cast.text.startswith(" of ", token.end):
        named = [cast.by_span[s] for s in cast.names_within(noun_span(token)) if s.start > token.end]
        persons = [i for i in named if cast.is_person(i)]
        individual = persons[0] if len(persons) == 1 else None
    if individual is None and noun == "team" and token.index + 1 < len(tokens) and token.text[0].isupper():
        individual = _person_of(tokens[token.index + 1], cast)  # "Team Hale"
        noun = "campaign"
    if individual is not None:
        return Body(f"{_surname(individual, cast)} {noun}", noun, token.start, individual)
    noun = token.lemma.lower()
    if noun in words.of_places:
        return _of_a_place(token, noun, cast)
    if noun in words.camps | words.implied and owner is not None and _is_untagged(owner, cast):
        last = [owner, *owner.children("flat")][-1]
        return Body(f"{last.text} {noun}", noun, token.start, None)
    first = token.index
    while first > 0 and (tokens[first - 1].upos in MODIFIERS or tokens[first - 1].text in "-/"):
        first -= 1
    run = [t for t in tokens[first : token.index] if cast.of(t) is not None]
    if not run:
        return None
    individual = cast.of(run[0])
    if individual is not None and cast.of(token) == individual and cast.kind(individual) != "person":
        return None  # the tagger has the whole name
    if individual is not None and cast.is_person(individual) and noun in words.nouns:
        return Body(f"{_surname(individual, cast)} {noun}", noun, token.start, individual)
    makers = {i for t in run if (i := cast.of(t)) is not None}
    if noun in words.polls and len(makers) == 1 and "/" not in cast.text[run[0].start : token.start]:
        return None  # the poll of one maker speaks for its maker
    one = individual if noun in words.camps and len(makers) == 1 and individual not in cast.places else None
    if one is not None and cast.kind(one) == "organization":
        return None  # "the NHO *team*" speaks for the body
    name = plain(_with_place(token, Span(run[0].start, token.end), cast), cast.text)
    for word in tokens[run[0].index + 1 : token.index] if noun not in words.of_one_field else ():
        if word.lower in words.optional_in_polls or (word.upos in {"ADJ", "ADV"} and word.text.islower()):
            name = re.sub(rf"(?<!\S){re.escape(word.text)} ", "", name)
    return Body(re.sub(r"['’]s(?= )", "", name), noun, token.start, individual)


def _of_a_place(token: Token, noun: str, cast: Cast) -> Body | None:
    """ "Harborough police", "the Ostranan legislature", "the Harborough city council": named after the place."""
    tokens = token.sentence.tokens
    first = token.index
    below = set(token.subtree())
    while tokens[first - 1] in below and (tokens[first - 1].upos in NAMING or tokens[first - 1].text == "-"):
        first -= 1
    while first < token.index and not tokens[first].text[0].isupper():
        first += 1
    if first == token.index:
        return None
    named = cast.of(tokens[first])
    if named is None and first == 0:
        return None  # "Local police": any word may begin a sentence
    if named is not None and (cast.is_person(named) or cast.of(token) == named):
        return None
    return Body(plain(Span(tokens[first].start, token.end), cast.text), noun, token.start, named)


def _is_untagged(owner: Token, cast: Cast) -> bool:
    """Whether an owner is a name that the tagger missed: "Moss's campaign"."""
    if owner.upos != "PROPN" or owner.deprel != "nmod:poss" or not owner.text[0].isupper() or owner.child("det"):
        return False
    return cast.of(owner) is None and fold(owner.text) not in cast.language.places.party_of


def _person_of(token: Token, cast: Cast) -> int | None:
    """The person whom the phrase of an owner names, by itself or as a title: "the nominee Ruth Hale's"."""
    individual = cast.named_by(token)
    if individual is None and token.upos == "PROPN":
        bearers = cast.surnames.get(fold(token.text), set())
        individual = max(bearers, key=lambda i: len(cast.starts[i]), default=None)
    if individual is None:
        named = [i for t in token.children("flat", "appos", "compound") if (i := cast.of(t)) is not None]
        individual = next((i for i in named if cast.is_person(i)), None)
    return individual if individual is not None and cast.is_person(individual) else None


def _person_before(token: Token, cast: Cast) -> int | None:
    """The person whose possessive stands before a noun, whatever the parse: "Norcrest Sen. Ruth *Hale's* campaign"."""
    tokens, at = token.sentence.tokens, token.index - 1
    while at > 1 and tokens[at].upos == "ADJ":
        at -= 1
    owns = at > 0 and tokens[at].text in POSSESSIVES
    individual = cast.of(tokens[at - 1]) if owns else None
    return individual if individual is not None and cast.is_person(individual) else None


def _is_of(token: Token) -> bool:
    return any(t.lower == "of" for t in token.children("case"))


def _surname(individual: int, cast: Cast) -> str:
    if (family := cast.individuals[individual].family_first) is not None:
        return family
    words = cast.name(individual).split()
    generations = cast.language.names.generations
    while len(words) > 1 and words[-1].lower().strip(".,") in generations:
        words.pop()
    return words[-1].rstrip(",")


def called_after_another(mention: Mention, view: View) -> Iterator[Proposal]:
    """ "The Hale campaign", "his campaign", "the campaign", "the poll": bodies by another's name that may be meant."""
    token = mention.token
    if token is None or mention.form not in {"body", "work", "name"}:
        return
    noun = token.lemma.lower()
    words = view.language.bodies
    if token.lower in words.staffs:
        yield from _of_its_staff(token, view)
    if noun not in words.nouns | words.polls | words.of_fields:
        return
    own = view.body_at(token.start)
    if own is None and view.cast.of(token) is not None:
        return
    if own is not None and own.noun in words.camps and own.owner is not None:
        campaign = f"{_surname(own.owner, view.cast)} campaign"
        if any(b.name == campaign for b in view.bodies):
            reason = f"{own.name} is the {campaign}"
            yield called(campaign, own.owner, "body's own name", reason, {"own name": 1.0, "other noun": 1.0}, view)
            return
    if own is not None:
        yield called(own.name, own.owner, "body's own name", f"the source is {own.name}", {"own name": 1.0}, view)
    owner = mention.owner
    if owner is not None and noun in words.nouns - words.of_places:
        for one in meant_by_owner(owner, view):
            if one.individual is not None and view.cast.is_person(one.individual):
                name = f"{_surname(one.individual, view.cast)} {noun}"
                campaign = f"{_surname(one.individual, view.cast)} campaign"
                if noun in words.camps and any(b.name == campaign for b in view.bodies):
                    name = campaign
                reason = f"“{owner.text} {noun}”: {one.reason}"
                yield called(name, one.individual, "owner", reason, dict(one.marks), view)
    if owner is not None or own is not None:
        return
    if noun in words.implied and mention.definite:
        yield from _of_the_prominent(token, noun, view)
    like = words.polls if noun in words.polls else {noun}
    seen: dict[str, Body] = {}
    if noun in words.camps and own is None and owner is None:
        like |= {"campaign"}
    alike = [body for body in view.bodies if body.noun in like]
    if noun in words.forces:
        alike = _forces(alike, view)
    elif noun in words.force_heads:  # "the department", after "Norcrest police"
        alike += _forces([body for body in view.bodies if body.noun in words.forces], view)
    first = not any(body.at < token.start for body in alike)
    for body in alike:
        if body.at > token.start and (body.name in seen or (_sentences(body.at, token, view) > NEAR and not first)):
            continue
        seen.pop(body.name, None)
        seen[body.name] = body
    before = [b for b in seen.values() if b.at < token.start][::-1]
    after = [b for b in seen.values() if b.at > token.start]
    for rank, body in enumerate([*before, *after][:4]):
        marks = {
            "body rank": float(rank),
            "bodies of the kind": float(len(seen)),
            "body ahead": float(body.at > token.start),
            "body distance": float(min(10, _sentences(body.at, token, view))),
            "other noun": float(body.noun != noun and body.noun in words.forces),
        }
        yield called(
            body.name, body.owner, "body of the kind", f"{body.name} is one that the article names", marks, view
        )


def _of_its_staff(token: Token, view: View) -> Iterator[Proposal]:
    """ "Prosecutors": the offices that are named after them, nearest first."""
    cast = view.cast
    offices = sorted(cast.staffed_by(token.lower), key=lambda i: min(abs(at - token.start) for at in cast.starts[i]))
    for rank, office in enumerate(offices):
        last = cast.last_named(office, token.start)
        at = last if last is not None else cast.starts[office][0]
        marks = {
            "body rank": float(rank),
            "bodies of the kind": float(len(offices)),
            "body ahead": float(last is None),
            "body distance": float(min(10, _sentences(at, token, view))),
        }
        yield called(
            cast.name(office), None, "body of the kind", f"{token.text} work at {cast.name(office)}", marks, view
        )


def _forces(bodies: Sequence[Body], view: View) -> list[Body]:
    """The police forces that the article names, in text order; one that goes by its place has its whole name, if there is one."""
    cast, words = view.cast, view.language.bodies
    whole = {i: fold(cast.name(i)).split() for i in range(len(cast.individuals)) if _is_force(i, view)}
    named = [Body(cast.name(i), min(words.forces), at, None) for i in whole for at in cast.starts[i]]
    for body in bodies:
        place = [word for word in fold(body.name).split() if word not in words.forces]
        same = [i for i, name in whole.items() if place and name[: len(place)] == place]
        named.append(replace(body, name=cast.name(same[0])) if len(same) == 1 else body)
    return sorted(named, key=lambda body: body.at)


def _is_force(individual: int, view: View) -> bool:
    """Whether a body is a police force by its name: "Norcrest Police Department", "NCPD"."""
    words, known = view.language.bodies, view.cast.individuals[individual]
    if known.kind != "organization" or individual in view.cast.places:
        return False
    if any(name.isupper() and len(name) > 2 and name.endswith(words.force_acronym) for name in known.names):
        return True
    ends = words.forces | words.force_heads
    split = [fold(name).split() for name in known.names]
    return any(words.forces & set(name[-2:]) and name[-1] in ends for name in split if len(name) > 1)


def lately_named(mention: Mention, view: View) -> Iterator[Proposal]:
    """ "Hale's campaign defends the ad. It says …": bodies by another's name that "it" or "they" may mean."""
    token = mention.token
    if token is None or mention.form not in {"it", "they"}:
        return
    named = [b for b in view.bodies if b.name != b.noun]  # not "the government", of which an article often speaks
    before = [b for b in named if b.at < token.start and _sentences(b.at, token, view) <= NEAR]
    names = list(dict.fromkeys(b.name for b in reversed(before)))[:2]
    for rank, name in enumerate(names):
        body = next(b for b in reversed(before) if b.name == name)
        subject = view.document.token_at(body.at)
        marks = {
            "body rank": float(rank),
            "body distance": float(_sentences(body.at, token, view)),
            "body as subject": float(subject is not None and is_subject(subject)),
        }
        yield called(name, body.owner, "body just named", f"{name} was named just before", marks, view)


def _of_the_prominent(token: Token, noun: str, view: View) -> Iterator[Proposal]:
    """ "Ruth Hale speaks in Denver. The campaign says …": the body of whoever is prominent there, which nobody has named yet."""
    for one in pool(token, "person", None, view):
        assert one.individual is not None
        name = f"{_surname(one.individual, view.cast)} {noun}"
        reason = f"“the {noun}” may be that of whom the text is about: {one.reason}"
        yield called(name, one.individual, "implied owner", reason, dict(one.marks), view)
    offices = view.language.bodies.heads.get(noun, frozenset())
    former = view.language.bodies.former
    for individual, facts in view.facts.of.items():
        if view.cast.is_person(individual) and any(f.head in offices and not f.words & former for f in facts):
            name = f"{_surname(individual, view.cast)} {noun}"
            reason = f"{view.cast.name(individual)} holds an office that has one"
            yield called(name, individual, "implied owner", reason, {"holds office": 1.0}, view)


def _sentences(at: int, token: Token, view: View) -> int:
    return view.cast.sentences_between(at, token.start)


def called(name: str, owner: int | None, source: str, reason: str, marks: dict[str, float], view: View) -> Proposal:
    """The proposal of a body named after another; if the tagger found the same name elsewhere, of that individual."""
    marks = {**marks, "goes by another": 1.0}
    for individual in view.cast.alike(name):
        shown = view.cast.name(individual)
        key: Key = ("individual", individual)
        return Proposal(key, shown, "organization", source, reason, marks, individual=individual, about=owner)
    return Proposal(("body", fold(name)), name, "organization", source, reason, marks, about=owner)
