"""Where in a source phrase a name stands: how it depends on the head, as the parser has it.

The positions are those of the features "place: …". What the words tell where the parser is wrong stands in `wording`.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotes.article import Span
from quotes.document import Token
from quotes.speakers.candidates.together import same_one
from quotes.speakers.candidates.view import View

__all__ = ["is_work", "position"]

CLAUSES = frozenset({"acl", "advcl", "ccomp", "parataxis"})
MADE_BY = frozenset({"owner", "compound", "inner maker"})
# The position of a name that hangs on the head itself, where its relation alone tells it.
DIRECT = {"appos": "apposition", "flat": "title", "nmod:poss": "owner", "conj": "conjunct"}


def position(name: Span, head: Token, view: View) -> str:
    """How a name depends on the head of its phrase: one of the places in quotes.speakers.features.table."""
    inside = view.document.within(name)
    if not inside or head in inside:
        return "head"
    paths = [path for top in inside if top.head not in inside and (path := _path(top, head)) is not None]
    return _of_path(min(paths, key=len), head, view) if paths else "apart"


def _path(top: Token, head: Token) -> list[Token] | None:
    """The tokens from the top of a name up to what hangs on the head; None if the name does not depend on it."""
    path = [top]
    for token in top.ancestors():
        if token is head:
            return path
        path.append(token)
    return None


def _of_path(path: Sequence[Token], head: Token, view: View) -> str:
    relations = [t.relation for t in path]
    if _is_called(path, view):
        return "called"
    if _is_issued_by(path, view):
        return "maker"
    first, last = path[0], path[-1]
    if len(path) > 1 and last.relation == "nmod" and is_work(last, view):
        inner = _of_path(path[:-1], last, view)
        return "maker" if inner == "maker" else "inner maker" if inner in MADE_BY else inner
    if CLAUSES & set(relations):
        return "clause"
    if last.relation == "conj" and set(relations[:-1]) <= {"flat", "appos"} and same_one(head, last, view):
        return "title"  # "Hale's aide and speechwriter *Ruth Moss*"
    if len(path) == 1:
        return DIRECT.get(last.deprel) or DIRECT.get(last.relation) or _of_case(last, head, view)
    return "inner apposition" if first.relation == "appos" else "deep"


def _is_called(path: Sequence[Token], view: View) -> bool:
    """Whether a clause calls the head by the name: "a woman identified as *Ruth Hale*", "a man calling himself *Hale*"."""
    if len(path) != 2 or path[1].relation != "acl" or path[1].lemma not in view.language.calling:
        return False
    return {t.lower for t in path[0].children("case")} <= view.language.naming


def _is_issued_by(path: Sequence[Token], view: View) -> bool:
    """Whether a clause says that it released the work: "emails released by the *trust*", "the average of polls compiled by the
    *trust*".
    """
    relations = [t.relation for t in path]
    if relations[:2] != ["obl", "acl"] or not set(relations[2:]) <= {"nmod"}:
        return False
    by = any(t.lower == "by" for t in path[0].children("case"))
    return by and path[1].lemma in view.language.works.issuing


def _of_case(token: Token, head: Token, view: View) -> str:
    """The position that the preposition before a name tells, or that it has none."""
    works, case = view.language.works, {t.lower for t in token.children("case")}
    if not case:
        return "compound" if token.start < head.start else "title"
    if case & works.topics:
        return "topic"
    if case & works.outlets and is_work(head, view):
        return "outlet"  # "an editorial *in the Harbour Post*"
    return "maker" if case & works.makers else "of" if "of" in case else "preposition"


def is_work(token: Token, view: View) -> bool:
    works, bodies = view.language.works, view.language.bodies
    return bool({token.lemma.lower(), token.lower} & (works.nouns | works.documents | works.organs | bodies.studies))
