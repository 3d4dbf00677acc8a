"""Candidates that the source phrase itself names: at its head, in apposition, as an owner, or anywhere inside it.

How a name depends on the head is a feature, and the ranker learns its worth: the head and its apposition are the speaker; a name
after a preposition or in a clause hardly ever is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.document import Token
from quotes.query import fold
from quotes.speakers.candidates.candidate import Key, Proposal, View
from quotes.speakers.cast import is_subject
from quotes.speakers.descriptions import LIKE_OFFICE, is_person_noun
from quotes.speakers.mentions import Mention
from quotes.speakers.names import FIRM
from quotes.speakers.roles import is_role, of_another, words_before

__all__ = [
    "as_it_stands",
    "group",
    "names_inside",
    "names_itself",
    "other_part",
    "pair_meant",
    "place_in_phrase",
    "same_surname",
]

# Between a description and the name in apposition to it: a comma, perhaps a title.
APPOSED = re.compile(r"[,–—-]\s*(?:the\s+)?(?:[A-Z]\w*\.?\s+){0,3}$")
SET_OFF = frozenset({", ", ", the "})
PARTING = frozenset({",", "-", "–", "—"})  # between a name and an apposition
MOST_NAMES = 8  # of one phrase
NEAR_PAIR = 3  # sentences before "the two"
CLAUSES = frozenset({"acl", "advcl", "ccomp", "parataxis"})
MODIFYING = frozenset({"NOUN", "ADJ", "PROPN", "DET"})
LEADING_WORDS = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PUNCT", "PART", "CCONJ", "ADP"})


# The places in a phrase where the name of the speaker may be, for each form of the head. Names elsewhere in it ("*X*'s pal",
# "an analyst at *Z*", "a woman who was raped by *X*") are not candidates: a wrong name does harm.
BESIDE = frozenset({"head", "title", "apposition", "inner apposition", "conjunct", "called"})
SPOKEN_FOR = BESIDE | {"owner", "compound", "maker", "inner maker", "outlet", "of", "preposition", "deep"}
# Of those, the places where a person for whom a work speaks may be named: "a video *of Hale*" is not Hale's.
PERSONAL = BESIDE | {"owner", "compound", "maker"}
MADE = frozenset({"name: maker", "name: owner"})
MADE_BY = frozenset({"owner", "compound", "inner maker"})
NAMING = ("obj", "xcomp", "obl", "dep")
LOOSE = frozenset({"apart", "clause", "deep"})  # places where the parser may be wrong about a name that the words tell
LINKING = frozenset({"ADV", "PRON", "AUX", "PART"})  # between a noun and a verb for calling: "who *is now* known as"
ALLOWED: Mapping[str, frozenset[str]] = {
    "name": BESIDE,
    "proper": BESIDE | {"apart"},
    "person": BESIDE,
    "body": SPOKEN_FOR,
    "work": SPOKEN_FOR,
    "thing": SPOKEN_FOR,
}


def place_in_phrase(name: Span, head: Token, view: View) -> str:
    """How a name depends on the head of its phrase: one of the places of quotes.speakers.features."""
    inside = view.document.within(name)
    if not inside or head in inside:
        return "head"
    paths = [path for top in inside if top.head not in inside and (path := _path(top, head)) is not None]
    return _place(min(paths, key=len), head, view) if paths else "apart"


def _path(top: Token, head: Token) -> list[Token] | None:
    """The tokens from the top of a name up to what hangs on the head; None if the name does not depend on it."""
    path = [top]
    for token in top.ancestors():
        if token is head:
            return path
        path.append(token)
    return None


def _place(path: Sequence[Token], head: Token, view: View) -> str:
    relations = [t.relation for t in path]
    works = view.language.works
    if len(path) == 2 and relations[1] == "acl" and path[1].lemma in view.language.calling:
        cases = {t.lower for t in path[0].children("case")}
        if cases <= view.language.naming:
            return "called"  # "a woman identified as *Ruth Hale*", "a man calling himself *Hale*"
    if (
        relations[:2] == ["obl", "acl"]
        and path[1].lemma in works.issuing
        and any(t.lower == "by" for t in path[0].children("case"))
        and set(relations[2:]) <= {"nmod"}
    ):
        return "maker"  # "emails released by the trust", "the average of polls compiled by the trust"
    if len(path) > 1 and path[-1].relation == "nmod" and _is_work(path[-1], view):
        inner = _place(path[:-1], path[-1], view)
        return "maker" if inner == "maker" else "inner maker" if inner in MADE_BY else inner
    if CLAUSES & set(relations):
        return "clause"
    last = path[-1]
    if last.relation == "conj" and set(relations[:-1]) <= {"flat", "appos"} and _same_one(head, last, view):
        return "title"  # "Hale's aide and speechwriter *Ruth Moss*"
    if len(path) == 1:
        if last.relation == "appos":
            return "apposition"
        if last.relation == "flat":
            return "title"
        if last.deprel == "nmod:poss":
            return "owner"
        if last.relation == "conj":
            return "conjunct"
        case = {t.lower for t in last.children("case")}
        if not case:
            return "compound" if last.start < head.start else "title"
        if case & works.topics:
            return "topic"
        if case & works.outlets and _is_work(head, view):
            return "outlet"  # "an editorial *in the Harbour Post*"
        return "maker" if case & works.makers else "of" if "of" in case else "preposition"
    if relations[0] == "appos":
        return "inner apposition"
    return "deep"


def _is_work(token: Token, view: View) -> bool:
    works, bodies = view.language.works, view.language.bodies
    return bool({token.lemma.lower(), token.lower} & (works.nouns | works.documents | works.organs | bodies.studies))


def names_inside(mention: Mention, view: View) -> Iterator[Proposal]:
    """Every individual that the source phrase names."""
    head, span = mention.token, mention.span
    if head is None or span is None or mention.form in {"first", "second", "they", "pronoun"}:
        return
    cast = view.cast
    whole = _with_name(head, span, view) if mention.relative or len(mention.draft.source) > 1 else _whole(mention, span)
    names = cast.names_within(whole)[:MOST_NAMES]
    own = cast.name_at(head)
    if own is not None and own not in names:
        names.append(own)
    if own is None and mention.form == "name" and (behind := _named_behind(head, whole, view)) is not None:
        names.append(behind)
    persons = sum(cast.is_person(cast.by_span[s]) for s in names)
    for name in names:
        individual = cast.by_span[name]
        if own is None and of_another(_lead(name, whole, view)):
            continue  # "the nephew of the author *Hale*"
        place = place_in_phrase(name, head, view)
        if place in LOOSE and (issued := _issued(name, head, view)):
            place = issued
        elif place in LOOSE and _called(name, head):
            place = "called"
        elif place in LOOSE and _set_off(name, whole, mention, view):
            place = "apposition"
        if place == "maker" and mention.form != "work" and is_role(head):
            continue  # "analysts led by *Hale*"
        elif place == "apposition" and mention.form == "work" and mention.owner is not None:
            continue  # "her book, *Long Nights*": its title
        elif mention.form == "person" and not cast.is_person(individual) and _at(name, head):
            continue  # "a columnist *for* the site *Norden*"
        closes = place != "clause" and _closes(name, whole, view)
        if (
            place == "compound"
            and mention.form == "body"
            and name.end + 1 >= head.start
            and view.language.bodies.like(head.lemma.lower())
            and not _of_another(individual, head, view)
        ):
            place = "title"  # "Harbour magazine"
        if (
            place not in PERSONAL
            and mention.form in {"body", "work", "thing"}
            and cast.is_person(individual)
            and not closes
        ):
            continue
        of_title = place == "maker" and own is not None and not cast.is_person(cast.by_span[own])
        if own is not None and place not in {"head", "conjunct"} and not of_title:
            continue  # the head has a name: "Hale, an analyst at *Norcrest*" is Hale
        allowed = of_title or place in ALLOWED.get(mention.form, BESIDE)
        if not (allowed or (closes and place not in {"owner", "compound"})):
            continue
        marks = {
            f"place: {place}": 1.0,
            "names in phrase": float(len(names)),
            "persons in phrase": float(persons),
            "closes the phrase": float(closes),
            "name after head": float(name.start > head.start),
            "gap to head": float(min(10, abs(len(cast.text[name.end : head.start].split()))))
            if name.end <= head.start
            else float(min(10, len(cast.text[head.end : name.start].split()))),
        }
        how = "" if place in {"head", "title", "apposition"} else ", but not as its head"
        yield Proposal.of(individual, f"name: {place}", f"the source names {cast.name(individual)}{how}", marks, cast)


def _of_another(individual: int, head: Token, view: View) -> bool:
    """Whether a name before a noun for a body is that of another, to which it belongs: "the *Korean* company", "the *UN* agency",
    where another one is called an agency.
    """
    cast, fit, bodies = view.cast, view.descriptions.fit, view.language.bodies
    if cast.kind(individual) != "organization" or individual in cast.places:
        return True
    if view.descriptions.heads(individual, sure=True) & bodies.ending(fold(head.lemma)):
        return False
    others = (i for i, known in enumerate(cast.individuals) if known.kind == "organization" and i not in cast.places)
    return any(fit(head, i).noun >= LIKE_OFFICE and fit(head, i).said == 1 for i in others if i != individual)


def _named_behind(head: Token, whole: Span, view: View) -> Span | None:
    """The name in apposition to a head that the source left out: "according to the minister, *Ruth Hale*, …"."""
    cast = view.cast
    named = [name for t in head.children("appos", "flat") if (name := cast.name_at(t)) is not None]
    return next((n for n in named if n.start >= whole.end and cast.by_span[n] == cast.named_by(head)), None)


def _lead(name: Span, whole: Span, view: View) -> list[Token]:
    """The words of a phrase before a name in it."""
    return [t for t in view.document.within(Span(whole.start, name.start)) if t.end <= name.start]


def _with_name(head: Token, span: Span, view: View) -> Span:
    """The span of a noun phrase with the clause that names it: "a group *called the Harbour Union*, which …"."""
    rest = view.cast.names_within(Span(head.end, max(head.end, head.sentence.end)))
    ends = [name.end for name in rest[:1] if _called(name, head)]
    for clause in head.children("acl"):
        if clause.lemma in head.language.calling:
            ends += [t.end for child in clause.children(*NAMING) for t in child.subtree(without=child.children("acl"))]
            break
    return Span(span.start, max([span.end, *ends]))


def _called(name: Span, head: Token) -> bool:
    """Whether the words before a name call the head by it, whatever the parse: "a woman *later identified as* Hale", "a group
    *that calls itself* Norden".
    """
    language = head.language
    between = [t for t in head.sentence.tokens if head.end <= t.start < name.start and t.text != ","]
    while between and (between[-1].lower in language.articles | language.naming or between[-1].has("Reflex=Yes")):
        between.pop()
    return bool(between) and between[-1].lemma in language.calling and all(t.upos in LINKING for t in between[:-1])


def _set_off(name: Span, whole: Span, mention: Mention, view: View) -> bool:
    """Whether commas set a name off behind the noun for its kind, whatever the parse: "one group, *Occupy Norcrest*, says"."""
    head, text, individual = mention.token, view.cast.text, view.cast.by_span[name]
    if head is None or mention.plural or individual in view.cast.places:
        return False
    kind = (
        "person"
        if mention.form == "person"
        else "organization"
        if head.language.bodies.like(head.lemma.lower())
        else None
    )
    if view.cast.kind(individual) != kind:
        return False
    if text[head.end : name.start] in SET_OFF:
        return name.end >= whole.end or text[name.end] == ","
    closes = name.end >= whole.end or not text[name.end : whole.end].strip(" ,")
    return kind == "organization" and mention.definite and closes and text.endswith(", ", 0, name.start)


def _issued(name: Span, head: Token, view: View) -> str | None:
    """The place of a name of which the words before it say, whatever the parse, that it issued the work: "Emails *released by*
    Norcrest" (maker), "a Monday editorial *in* the Post" (outlet).
    """
    works = head.language.works
    before = [t for t in head.sentence.tokens if head.start <= t.start < name.start and t.lower != "the"]
    if view.cast.is_person(view.cast.by_span[name]):
        before = before[
            : len(before) - len(words_before(view.document.within(name)))
        ]  # "by *Director of Tides* Ruth Hale"
    elif before and before[-1].upos == "NOUN" and head.language.bodies.like(before[-1].lemma.lower()):
        while len(before) > 2 and before[-1].upos in MODIFYING:
            before.pop()  # "by *the local newspaper* Harbour Day"
    before = before[-2:]
    if len(before) < 2 or view.document.text.startswith(("'", "’"), name.end):
        return None  # "provided by *Hale*'s lawyer"
    if before[1].lower in works.makers and (before[0] is head or before[0].lemma.lower() in works.issuing):
        return "maker"
    return "outlet" if before[0] is head and before[1].lower in works.outlets and _is_work(head, view) else None


def _at(name: Span, head: Token) -> bool:
    """Whether a preposition stands somewhere between a head and a name after it."""
    return any(t.upos == "ADP" for t in head.sentence.tokens if head.end <= t.start < name.start)


def _whole(mention: Mention, span: Span) -> Span:
    return Span(min(span.start, mention.draft.source[0].start), max(span.end, mention.draft.source[-1].end))


def _closes(name: Span, whole: Span, view: View) -> bool:
    """Whether a name ends the first part of its phrase, after nothing but titles and descriptions of it.

    "Del. Ana Ruiz of the northern islands", "An attorney for Hale, Mark Dunn,": whatever the parser takes for the head.
    """
    text, is_title = view.document.text, view.language.names.is_title
    before, after = text[whole.start : name.start], text[name.end : whole.end].lstrip(" ")
    if after.startswith(("'s", "’s", "'", "’")):
        return False
    lead = _lead(name, whole, view) if before else []
    closes = not after or after[0] in ",(–—-" or after.startswith(("of ", "from ", "in ", "who ", "and ", "at "))
    if not closes:
        return False
    if APPOSED.search(before):
        return True
    bare = all(t.upos in LEADING_WORDS for t in lead) and "," not in before
    untitled_lead = [t for t in lead if not is_title(t.text) and t.text != "."]
    if untitled_lead and untitled_lead[-1].upos == "ADP":
        return False  # "a spokesman for Mr. Hale"
    last = lead[-1] if lead else None
    return bare and (last is None or last.upos in {"NOUN", "PROPN"} or is_title(last.text) or is_role(last))


def names_itself(mention: Mention, view: View) -> bool:
    """Whether the source itself names the speaker: by a name at its head or beside it, or as in "Hale's campaign"."""
    token = mention.token
    if token is None or mention.form in {"he", "it", "they", "first", "second", "pronoun", "none"}:
        return False
    if mention.form == "name" or view.cast.named_by(token) is not None or view.body_at(token.start) is not None:
        return True
    inside = list(names_inside(mention, view))
    made = MADE | {"name: compound", "name: inner maker"} if mention.form == "work" else MADE
    if mention.owner is not None and mention.owner.upos == "PRON":
        made -= {"name: compound"}  # "*her* Twitter account"
    if mention.form in {"work", "thing"} and any(p.source in made for p in inside):
        return True  # "a report *by Norcrest*", "*Hale*'s letter": it speaks for nobody else
    return any(
        p.marks.get("closes the phrase")
        or p.source in {"name: apposition", "name: title", "name: inner apposition", "name: called"}
        for p in inside
        if mention.form in {"person", "thing"} or p.source in {"name: apposition", "name: title"}
    )


def same_surname(mention: Mention, view: View) -> Iterator[Proposal]:
    """All individuals with the surname at the head, not only the one to whom the name was assigned."""
    head = mention.token
    if head is None or mention.form not in {"name", "proper"} or view.body_at(head.start) is not None:
        return
    cast = view.cast
    name = cast.name_at(head)
    if name is None and head.upos != "PROPN":
        return
    tokens = view.document.within(name) if name is not None else _proper_run(head)
    last = next((t for t in reversed(tokens) if fold(t.text) in cast.surnames), None)
    if last is None or (name is not None and len(cast.language.names.untitled(name.of(cast.text)).split()) > 1):
        return
    fits = cast.surnames[fold(last.text)]
    own = cast.of(head)
    if own is not None and any(m.type == FIRM and m.span == name for m in cast.individuals[own].mentions):
        return
    before = head.sentence.tokens[tokens[0].index - 1] if tokens[0].index else None
    gender_of = cast.language.gender_told
    title = gender_of(before.text) if before is not None else None
    title = title or gender_of(tokens[0].text)
    if title is not None:  # "Mrs. Hale" is not her husband
        fits = {i for i in fits if cast.genders[i] in (None, title)} or fits
    for individual in fits:
        gender = cast.genders[individual]
        marks = {
            "surname": 1.0,
            "rivals by surname": float(len(fits)),
            "title's gender": 0.0 if title is None or gender is None else 1.0 if title == gender else -1.0,
        }
        reason = f"“{last.text}” is the surname of {cast.name(individual)}"
        yield Proposal(
            ("individual", individual), cast.name(individual), "person", "surname", reason, marks, individual=individual
        )


def _proper_run(head: Token) -> list[Token]:
    """The proper nouns around a head that the tagger left untagged."""
    tokens = head.sentence.tokens
    first = last = head.index
    while first > 0 and tokens[first - 1].upos == "PROPN":
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].upos == "PROPN":
        last += 1
    return list(tokens[first : last + 1])


def as_it_stands(mention: Mention, view: View) -> Iterator[Proposal]:
    """A proper noun that the tagger missed: a person with a title, a known body or its initials, else a body as written."""
    head, span = mention.token, mention.span
    if head is None or span is None or mention.form != "proper":
        return
    cast, is_title = view.cast, view.language.names.is_title
    run = _proper_run(head)
    noun = cast.noun_span(head)
    written = Span(max(noun.start, span.start), max(min(noun.end, span.end), head.end))
    name = cast.plain(Span(min(written.start, run[0].start), max(written.end, run[-1].end)))
    if fold(run[-1].text) in cast.surnames and all(is_title(t.text) or is_role(t) for t in run[:-1]):
        return
    if any(is_title(t.text) for t in run):
        bare = " ".join(t.text for t in run if not is_title(t.text)) or name
        yield Proposal(
            ("name", fold(bare)), bare, "person", "title", f"a title names a person: {bare}", {"titled": 1.0}
        )
        return
    letters = fold(" ".join(t.text for t in run)).replace(" ", "")
    for i, known in enumerate(cast.individuals):
        if known.kind != "organization":
            continue
        alike = any(fold(n) in (fold(name), fold(head.text)) for n in known.names)
        if alike or (len(letters) > 1 and letters in cast.language.bodies.initials(known.name)):
            reason = f"“{name}” names or abbreviates {known.name}"
            yield Proposal(
                ("individual", i), known.name, "organization", "acronym", reason, {"abbreviates": 1.0}, individual=i
            )
        elif fold(known.name) in {f"{fold(head.text)} {noun}" for noun in cast.language.bodies.after_short_proper}:
            yield Proposal(
                ("individual", i),
                known.name,
                "organization",
                "acronym",
                f"“{head.text}” is short for {known.name}",
                {"abbreviates": 1.0},
                individual=i,
            )
    if len(name) == 1 or fold(name) in cast.language.bodies.empty:
        return  # "Q", "Monday"
    if any(fold(name) in map(fold, known.names) for known in cast.individuals):
        return  # it is somebody's name, whom other sources propose
    reason = f"the source is a proper noun: {name}"
    kind: SpeakerKind = "organization"
    yield Proposal(("name", fold(name)), name, kind, "proper noun", reason, {"as written": 1.0})


def other_part(mention: Mention, view: View) -> Iterator[Proposal]:
    """The one whom another part of a split source names: "*Hale* said … the *nominee* went on"."""
    if mention.span is None or mention.form in {"name", "first"}:
        return
    cast = view.cast
    for part in mention.draft.source if len(mention.draft.source) > 1 else ():
        head = view.document.head_of(part)
        individual = cast.named_by(head) if head is not None else None
        if individual is not None and not part.start <= mention.at < part.end:
            reason = f"another part of the source names {cast.name(individual)}"
            yield Proposal.of(individual, "other part", reason, {}, cast)


def group(mention: Mention, view: View) -> Iterator[Proposal]:
    """Several who speak together: the head and its conjuncts, unless they are two roles or one name."""
    head, span = mention.token, mention.span
    if head is None or span is None:
        return
    cast = view.cast
    if mention.form == "work":  # "a poll by the institute and the university" speaks for both
        makers = [
            t for t in head.children("nmod") if {c.lower for c in t.children("case")} & cast.language.works.makers
        ]
        head = next((t for t in makers if t.child("conj") is not None), head)
    elif head.has("Number=Plur"):  # "the candidates *Ruth Moss and Tom Hale*"
        apposed = head.children("appos", "flat")
        head = next((t for t in apposed if t.child("conj") is not None and cast.named_by(t) is not None), head)
    conjuncts = [
        t
        for t in head.children("conj")
        if head.start < t.start < span.end and t.upos in {"NOUN", "PROPN", "PRON"} and not _same_one(head, t, view)
    ]
    if not conjuncts or _with_own(head, conjuncts, view):
        return
    members, names = [], []
    for part in [head, *conjuncts]:
        individual = cast.named_by(part)
        if individual is None and part.lower in view.language.pronouns.gender:
            snapshot = view.salience.at.get(part)
            meant = snapshot.meant if snapshot is not None else None
            individual = meant if isinstance(meant, int) else None
        if individual is not None:
            members.append(individual)
            names.append(cast.name(individual))
        else:
            others = part.children("conj", "cc", "punct", "case", "acl")
            spans = part.sentence.spans(part.subtree(without=others))
            names.append(cast.plain(Span(spans[0].start, spans[-1].end)) if spans else part.text)
    names = list(dict.fromkeys(names))
    if any(one != other and f" {one} " in f" {other} " for one in names for other in names):
        return  # "an expert and advocate Ruth Moss": a description with the name that it describes
    yield _together(members, names)


def pair_meant(mention: Mention, view: View) -> Iterator[Proposal]:
    """ "Ostrana and Norden met. *The two sides*, *both*, *they* said": the last two who were named together before."""
    token, cast = mention.token, view.cast
    if token is None or (mention.form != "they" and not _of_two(token)):
        return
    sentences = view.document.sentences
    last = sentences[max(0, token.sentence.index - NEAR_PAIR) : token.sentence.index + 1]
    before = [t for sentence in last for t in sentence.tokens if t.end <= token.start]
    for first in reversed(before):
        conjuncts = first.children("conj")
        members = [one for t in (first, *conjuncts) if (one := cast.named_by(t)) is not None]
        several = len(set(members)) == len(conjuncts) + 1 and (len(members) == 2 or mention.form == "they")
        if len(members) < 2 or not several or not is_subject(first) or _same_one(first, conjuncts[0], view):
            continue
        kinds = {(cast.kind(one), one in cast.places) for one in members}
        wanted = mention.form == "they" or (mention.form == "person") == cast.is_person(members[0])
        if len(kinds) == 1 and wanted:
            yield _together(members, [cast.name(one) for one in members])
            return


def _of_two(token: Token) -> bool:
    """Whether a description is of two: "the two men", "both"."""
    pair = token.language.pair
    if token.lower in pair:
        return not token.children("nmod", "conj")
    return token.has("Number=Plur") and any(t.lower in pair for t in token.children("nummod", "det"))


def _together(members: Sequence[int], names: Sequence[str]) -> Proposal:
    """The proposal of several who speak together; `members` are those of them who are known."""
    together = "; ".join(names)
    marks = {"group members": float(len(members)), "group parts": float(len(names))}
    reason = f"several speak together: {together}"
    key: Key = ("group", fold(together))
    return Proposal(key, together, "group", "several together", reason, marks, members=tuple(dict.fromkeys(members)))


def _with_own(head: Token, conjuncts: Sequence[Token], view: View) -> bool:
    """Whether a person speaks with several others whom nobody names: "Hale and *her aides*" speak as Hale."""
    cast = view.cast
    if cast.kind_of(head) != "person" and head.lower not in view.language.pronouns.gender:
        return False
    return all(
        cast.named_by(t) is None and t.upos == "NOUN" and not cast.names_within(cast.noun_span(t)) and _many(t)
        for t in conjuncts
    )


def _apposition_follows(name: Span, view: View) -> bool:
    """Whether more of the same person follows a name: "Hale, *research and policy director*", not "Hale, and others"."""
    following = [t for t in view.document.within(Span(name.end, name.end + 40)) if t.start >= name.end][:2]
    return len(following) == 2 and following[0].text in PARTING and following[1].upos != "CCONJ"


def _begins_conjunct(token: Token) -> bool:
    """Whether a conjunct has an article or owner of its own: "Hale, of the board, and *her lawyer*"."""
    return token.child("det", "nmod:poss") is not None


def _many(token: Token) -> bool:
    return token.has("Number=Plur") or token.lemma.lower() in token.language.bodies.nouns


def _same_one(a: Token, b: Token, view: View) -> bool:
    """Whether conjuncts are one speaker: within one name ("Water *and* Power Committee"), two roles under one article
    ("the former first lady *and* senator"), or roles of a person just named ("Lee, an aide *and* lawyer").
    """
    cast = view.cast
    if (name := cast.name_at(a)) is not None and name == cast.name_at(b):
        return True
    if any(s.start <= min(a.start, b.start) and max(a.end, b.end) <= s.end for s in cast.spans):
        return True
    if cast.kind_of(b) == "person" and is_person_noun(a) and cast.named_by(a) is None:
        return any(is_role(t) for t in words_before([b]))
    if name is not None and _apposition_follows(name, view) and not _begins_conjunct(b):
        return cast.kind_of(b) is None and not (b.has("Number=Plur") and is_person_noun(b))
    if not is_person_noun(b) or b.has("Number=Plur") or cast.of(b) is not None:
        return False
    if name is not None:
        return cast.text[name.end : name.end + 1] == ","
    begun = a.child("det", "nmod:poss") is not None  # "*his* wife and current candidate"
    return is_person_noun(a) and b.child("det", "nmod:poss") is None and (begun or cast.named_by(b) is not None)
