"""Candidates that are several who speak together ("Ruth Moss and Tom Hale", "the two sides").

And whether joined nouns are several at all: "the former first lady and senator" is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotes.article import Span
from quotes.document import Token
from quotes.query import fold
from quotes.speakers.candidates.candidate import Key, Proposal
from quotes.speakers.candidates.view import View
from quotes.speakers.descriptions import is_person_noun
from quotes.speakers.mentions.mention import Mention
from quotes.speakers.phrases import noun_span, plain
from quotes.speakers.roles import is_role, words_before
from quotes.speakers.subjects import is_subject

__all__ = ["group", "pair_meant", "same_one"]

PARTING = frozenset({",", "-", "–", "—"})  # between a name and an apposition
NEAR_PAIR = 3  # sentences before "the two"
APPOSITION_WITHIN = 40  # characters behind a name


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
        if head.start < t.start < span.end and t.upos in {"NOUN", "PROPN", "PRON"} and not same_one(head, t, view)
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
            names.append(plain(Span(spans[0].start, spans[-1].end), cast.text) if spans else part.text)
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
        if len(members) < 2 or not several or not is_subject(first) or same_one(first, conjuncts[0], view):
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
        cast.named_by(t) is None and t.upos == "NOUN" and not cast.names_within(noun_span(t)) and _many(t)
        for t in conjuncts
    )


def same_one(a: Token, b: Token, view: View) -> bool:
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


def _apposition_follows(name: Span, view: View) -> bool:
    """Whether more of the same person follows a name: "Hale, *research and policy director*", not "Hale, and others"."""
    following = [t for t in view.document.within(Span(name.end, name.end + APPOSITION_WITHIN)) if t.start >= name.end][
        :2
    ]
    return len(following) == 2 and following[0].text in PARTING and following[1].upos != "CCONJ"


def _begins_conjunct(token: Token) -> bool:
    """Whether a conjunct has an article or owner of its own: "Hale, of the board, and *her lawyer*"."""
    return token.child("det", "nmod:poss") is not None


def _many(token: Token) -> bool:
    return token.has("Number=Plur") or token.lemma.lower() in token.language.bodies.nouns
