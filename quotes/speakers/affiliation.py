"""Finds the affiliation in a role: "Harbour Board" in "spokesman for the Harbour Board".

In: a role as printed. Out: the name of a body or place in the role, or None. No name is guessed.
"""

from __future__ import annotations

import re

from quotes.lang.speakers import RoleWords

__all__ = ["affiliation_of"]

_ACRONYM = re.compile(r"[A-Z][A-Z&.]{1,5}")
_OWNER = re.compile(r"(?:'s|’s|s'|s’)$")


def affiliation_of(role: str, known: RoleWords) -> str | None:
    """The body or place that a role names, as written, without its article.

    A name after "at" or "for" comes first, then one before the office, then others: for "UN director of Partnerships", the UN.
    """
    words = role.split()
    behind: dict[str, str] = {}
    for number, word in enumerate(words):
        if number and word in known.before_a_body and words[number - 1].lower() not in known.of_matters:
            name = _name(words[number + 1 :], known)
            if name:
                behind.setdefault(word, name)
    surest = (behind[word] for word in ("at", "for") if word in behind)
    return next(surest, None) or _in_front(words, known) or next(iter(behind.values()), None)


def _name(words: list[str], known: RoleWords) -> str | None:
    """The name at the beginning of `words`, up to the next office or place; None if they do not begin with a name."""
    words = words[1:] if words and words[0].lower() in ("the", "a", "an") else words
    name: list[str] = []
    for word in words:
        if word in known.before_a_body - {"of"} or word in known.nouns:
            break
        name.append(word)
    while name and name[-1] in ("of", "and"):
        name.pop()
    return " ".join(name).rstrip(",.;") if name and name[0][0].isupper() else None


def _in_front(words: list[str], known: RoleWords) -> str | None:
    """The capitalised words at the beginning of a role: "Harbour Board" in "Harbour Board chairwoman"."""
    front: list[str] = []
    for word in words:
        if not word[0].isupper() or word in known.abbreviated:
            break
        front.append(_OWNER.sub("", word))
        if front[-1] != word:
            break
    if not front or len(front) == len(words) or any(word.lower() in known.ranks for word in front):
        return None
    # A single capitalised word may be a nation, a party or a faith, unless it is the short name of a known body.
    return " ".join(front) if len(front) > 1 or _ACRONYM.fullmatch(front[0]) else None
