"""The words before a name in a source: whether they are titles and descriptions of the one who is named."""

from __future__ import annotations

from collections.abc import Sequence

from quotes.article import Span
from quotes.document import Document, Token
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import is_person_noun
from quotes.speakers.roles import is_role, of_another

__all__ = ["DESCRIBING", "POSSESSIVES", "describe", "describe_before_comma", "lead_of", "unquoted"]

DESCRIBING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM"})  # words before a name that may describe its bearer
CLOSING_MARKS = frozenset(["”", "''", '"', "’’"])
POSSESSIVES = frozenset(["'s", "’s", "'", "’"])


def lead_of(name: Span, whole: Span, document: Document) -> list[Token]:
    """The words of a phrase before a name in it."""
    return [t for t in document.within(Span(whole.start, name.start)) if t.end <= name.start]


def unquoted(lead: Sequence[Token]) -> list[Token]:
    """The words before a name, without titles of works and brackets: "*“Long Nights”* star", "Ferry County *(Ore.)* Sheriff"."""
    closed = next((at for at in range(len(lead) - 1, -1, -1) if lead[at].text in CLOSING_MARKS), None)
    kept: list[Token] = []
    inside = False
    for token in lead[closed + 1 if closed is not None else 0 :]:
        inside = token.text == "(" or (inside and token.text != ")")
        if not inside and token.text != ")":
            kept.append(token)
    return kept


def describe(lead: Sequence[Token], cast: Cast) -> bool:
    """Whether words before a name are nothing but titles and nouns for the one who is named."""
    is_title = cast.language.names.is_title
    bare = [t for t in lead if t.text != "."]
    if not bare:
        return True
    if of_another(bare):
        return False
    last = bare[-2] if len(bare) > 1 and bare[-1].text in POSSESSIVES else bare[-1]
    in_body = cast.kind_of(last) == "organization"  # "MMC for Rural *Development*", which the tagger took for one
    if not (in_body or is_title(last.text) or is_person_noun(last) or is_role(last) or last.upos == "PROPN"):
        return False
    for at, token in enumerate(bare):
        capital = token.upos == "VERB" and token.text[0].isupper() and at > 0  # "Deputy *Managing* Editor"
        of_body = cast.kind_of(token) == "organization"
        honoured = at == 0 and token.upos == "PRON" and len(bare) > 1 and bare[1].text[0].isupper()  # "*His* Highness"
        titled = is_title(token.text) or is_role(token) or capital or honoured
        describing = titled or of_body or token.upos in DESCRIBING or token.text == "-"
        if not (describing or _links(at, bare, cast)):
            return False
    return not any(cast.kind_of(t) == "person" for t in bare)


def _links(at: int, words: Sequence[Token], cast: Cast) -> bool:
    """Whether a small word stands inside an office or a body's name.

    "Director *of* research", "secretary *for* Education", "Office *of* Tides", "Norcrest*'s* mayor", "founder *and* owner",
    "Trade *and* Tourism Minister".
    """
    word = words[at]
    if word.text in POSSESSIVES:
        return True
    if at == 0 or at + 1 == len(words):
        return False
    before, after = words[at - 1], words[at + 1]
    if word.upos == "CCONJ":
        return is_person_noun(before) or _of_one_office(at, words, cast)
    proper = word.upos == "ADP" and (cast.name_at(word) is not None or before.upos == after.upos == "PROPN")
    if not is_role(before) or before.has("Number=Plur"):
        return proper
    of_office = word.lower == "for" and after.text in cast.language.names.portfolios
    return word.lower == "of" or of_office or (proper and word.lower != "for")


def _of_one_office(at: int, words: Sequence[Token], cast: Cast) -> bool:
    """Whether the words around a conjunction are fields of one office: "Trade and Tourism Minister", "tax and trade lawyer"."""
    if not is_role(words[-1]) or any(cast.of(t) is not None for t in words[:at]):
        return False
    before, after, bodies = words[at - 1], words[at + 1], cast.language.bodies
    fields = before.upos == "NOUN" and words[0].upos != "DET" and before.lemma not in bodies.nouns
    return (before.text[0].isupper() and after.text[0].isupper()) or (fields and not bodies.like(before.lemma))


def describe_before_comma(lead: Sequence[Token], cast: Cast) -> bool:
    """Whether words with a comma among them describe the one who is named behind them: "its vicar, *the Rev.* Judith Amory", "one
    delegate, *party treasurer* Ruth Hale".
    """
    comma = next((at for at in range(len(lead) - 1, -1, -1) if lead[at].text == ","), None)
    if comma is None:
        return False
    tail = lead[comma + 1 :]
    bare = all(cast.language.names.is_title(t.text) or t.lower in {".", "the"} for t in tail)
    told = any(is_role(t) and t.upos != "VERB" for t in tail)
    return (bare or told or describe(tail, cast)) and _apposed(lead[:comma], cast, told=told)


def _apposed(lead: Sequence[Token], cast: Cast, *, told: bool) -> bool:
    """Whether words before a comma and a name describe the one who is named: "an attorney for Hale, …".

    `told`: the words between the comma and the name are a person's; then the first ones may be any noun ("her introducer").
    """
    if not lead or any(t.text in {",", ";"} for t in lead):
        return False
    joints = [at for at, t in enumerate(lead) if t.upos == "CCONJ"]
    if not all(at and all(map(is_role, (lead[at - 1], *lead[at + 1 : at + 2]))) for at in joints):
        return False  # but "founder *and* chief executive"
    if any(t.upos == "VERB" and t.relation not in {"amod", "compound"} for t in lead):
        return False
    if is_role(lead[-1]) and not lead[-1].has("Number=Plur") and cast.of(lead[-1]) is None:
        return True  # whatever the parser makes of "the F.B.I. director"
    head = cast.document.head_of(Span(lead[0].start, lead[-1].end))
    if head is None or head.has("Number=Plur") or cast.of(head) is not None:
        return False
    return is_person_noun(head) or (told and head.upos == "NOUN")
