"""Finds the roles of a person, in a form for print: titles before the name, appositions after it.

In: the span of a name. Out: roles ("former finance minister") with their spans.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from quotes.article import Span
from quotes.document import Document, Token
from quotes.lang.speakers import RoleWords
from quotes.query import fold

__all__ = ["is_role", "of_another", "role_text", "roles_around", "words_before"]

LONGEST_ROLE = 12  # words; a longer apposition is more a sentence than a role
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
DROPPED = frozenset("“”\"''‘’,;:()[]")
GLUED = re.compile(r"[a-z]{3}[A-Z]")  # a headline run into a name
JOINERS = frozenset({"-", "'s", "’s", "–"})
CUT = ("acl", "punct", "parataxis", "conj", "cc", "appos", "advmod", "advcl", "case", "nsubj", "cop")


def is_role(token: Token) -> bool:
    plain = token.lower.rstrip(".")
    words = token.language
    if "-" in plain and words.roles.held(fold(plain)) in words.roles.nouns:
        return True  # "ex-president"
    return plain in words.roles.nouns or plain in words.names.abbreviated or token.lemma.lower() in words.roles.nouns


def role_text(tokens: Sequence[Token]) -> str:
    """A role for print, without article, honorific and nameless owner; titles are spelt out, offices in lower case."""
    kept = [t for t in tokens if t.upos != "PRON" and not _is_honorific(t) and t.text not in DROPPED]
    kept = kept[_after_owner(kept) :]
    while kept and (kept[0].relation in {"det", "punct", "cc"} or kept[0].lower in JOINERS | {"s", "of", "and"}):
        kept.pop(0)
    while len(kept) > 1 and _is_apart(kept[0], kept[1]):
        kept.pop(0)
    while kept and kept[-1].upos in {"ADP", "PART", "CCONJ", "ADJ", "PUNCT", "DET"}:
        if is_role(kept[-1]) or _after_noun(kept):
            break
        kept.pop()
    parts: list[str] = []
    for token, following in zip_longest(kept, kept[1:]):
        shown = _shown(token, following, first=token is kept[0])
        glued = following is not None and token.end == following.start
        parts.append(shown if glued else shown + " ")
    return "".join(parts).strip()


def _shown(token: Token, following: Token | None, *, first: bool) -> str:
    """A word of a role for print: in lower case if it is an office without a name after it, or only begins a sentence."""
    plain = token.lower.rstrip(".")
    words = token.language
    if plain in words.names.abbreviated:
        return words.names.abbreviated[plain]
    named = following is not None and following.text[0].isupper() and not _is_office(following)
    if _is_office(token) and not _acronym(token) and (not named or plain in words.roles.empty):
        return plain
    begins = first and token.index == 0 and token.upos in {"ADJ", "NOUN", "VERB", "ADV"}
    if begins and not token.text.isupper() and token.sentence.document.entity_at(token.start) is None:
        return token.text[0].lower() + token.text[1:]
    return token.text


def _is_office(token: Token) -> bool:
    plain = token.lower.rstrip(".")
    words = token.language
    return plain in words.roles.nouns or plain in words.roles.parts or plain in words.names.abbreviated


def _after_owner(tokens: Sequence[Token]) -> int:
    """The index at which a role begins after an owner without a name: "the group's *director*"."""
    for at, token in enumerate(tokens):
        if token.text in {"'s", "’s"}:
            return at + 1 if not any(t.upos == "PROPN" for t in tokens[:at]) else 0
    return 0


def _is_apart(token: Token, following: Token) -> bool:
    """Whether the first word is outside the role: "a *recommendation* Attorney General Moss adopted", "*rival* Senator Moss"."""
    title = following.text[0].isupper() and is_role(following)
    return title and token.text.islower() and ((token.upos == "NOUN" and not is_role(token)) or token.lower == "rival")


def roles_around(document: Document, name: Span) -> list[tuple[str, Span]]:
    """The roles that a sentence gives the person named at `name`: (text, span) before the name or in apposition to it."""
    inside = document.within(name)
    if not inside:
        return []
    roles: list[tuple[str, Span]] = []
    before = words_before(inside)
    if any(is_role(t) for t in before):
        _add(roles, before)
    for token in inside:
        for child in token.children("appos"):
            if child in inside or child.index < token.index or ":" in document.text[token.end : child.start]:
                continue
            if is_role(child):
                _add(roles, child.subtree(without=child.children(*CUT)))
    top = next((t for t in inside if t.head not in inside), inside[0])
    if top.relation == "appos" and top.head is not None and is_role(top.head) and top.head.upos == "NOUN":
        _add(roles, [t for t in top.head.subtree(without=top.head.children(*CUT)) if t not in inside])
    return roles


def _add(roles: list[tuple[str, Span]], tokens: Sequence[Token]) -> None:
    text = role_text(tokens)
    if fit_to_print(text, tokens[0].language.roles) and len(tokens) <= LONGEST_ROLE:
        roles.append((text, Span(tokens[0].start, tokens[-1].end)))


def fit_to_print(role: str, known: RoleWords) -> bool:
    """Whether a role has a noun of office, no brackets, quotation marks or digits at its edges, and no incomplete owner."""
    words = role.split()
    if not words or any(c in role for c in '"“”()[]@|:\n') or not role[0].isalpha():
        return False
    nouns = known.nouns | known.persons
    if words[0] in known.never_first or words[-1].endswith(("'s", "’s", "’", "'")) or GLUED.search(role):
        return False
    if words[-1][:-1].lower() in nouns and words[-1].endswith("s"):
        return False  # "leading rivals": of several
    return any(w.lower().split("-")[-1] in nouns for w in words)


def _is_honorific(token: Token) -> bool:
    return token.lower.rstrip(".") in token.language.names.honorifics


def words_before(name: Sequence[Token]) -> list[Token]:
    """The words of the same noun phrase directly before the name: "Secretary of State" of "Secretary of State Moss".

    Lower-case words before a capitalised title are another phrase: "on the issue Prime Minister Dahl".
    """
    tokens = name[0].sentence.tokens
    words: list[Token] = []
    index = name[0].index - 1
    while index >= 0:
        token = tokens[index]
        office = (
            token.lower == "of"
            and bool(words)
            and words[0].text[0].isupper()
            and not _is_honorific(words[0])  # "the chairman of *Mrs.* Hale's trust"
            and index > 0
            and is_role(tokens[index - 1])
            and not _is_somebodys(tokens[index - 1])
        )
        if token.upos not in NOMINAL and not is_role(token) and token.text not in JOINERS and not office:
            break
        if (
            token.upos == "NOUN"
            and not is_role(token)
            and words
            and words[0].text[0].isupper()
            and token.text.islower()
        ):
            break
        words.insert(0, token)
        index -= 1
    while words and not (words[0].upos in NOMINAL or is_role(words[0])):
        words.pop(0)
    return words


def of_another(lead: Sequence[Token]) -> bool:
    """Whether words before a name tell of another person, who is something to the one who is named: "the nephew *of* the author
    Hale", "a lawyer *for* President Hale"; but not "a spokesman for the harbour Hale".
    """
    comma = next((at for at in range(len(lead) - 1, -1, -1) if lead[at].text == ","), -1)
    own = lead[comma + 1 :]
    words = own[0].language if own else None
    if words is None:
        return False
    whose = [a for a, b in pairwise(own) if _is_somebodys(a) and b.lower in words.roles.before_a_person]
    last = own[-1]
    body = last.upos in {"NOUN", "PROPN"} and not (
        is_role(last)
        or last.lemma.lower() in words.roles.persons
        or words.names.is_title(last.text)
        or words.names.gender_of_noun(last.text) is not None
    )
    return any(not body or noun.lemma.lower() in words.roles.kin for noun in whose)


def _is_somebodys(token: Token) -> bool:
    """Whether a noun is one for a relative or associate of somebody."""
    roles = token.language.roles
    return token.lemma.lower() in roles.kin | roles.associates


def _after_noun(tokens: Sequence[Token]) -> bool:
    """Whether the last word is an adjective that follows its noun: "general" of "attorney general"."""
    return len(tokens) > 1 and tokens[-1].lower in tokens[-1].language.roles.after_noun and is_role(tokens[-2])


def _acronym(token: Token) -> bool:
    return token.text.isupper() and len(token.text) <= 3
