"""Facts that an article states around its names: the country that it is about, who is a child, and years of birth."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from quotes.annotation import Speaker
from quotes.identity.bodies import is_common
from quotes.identity.lists import countries, leaders, listed_bodies
from quotes.names import untitled
from quotes.query import fold

__all__ = ["births_among", "country_of", "minors_among"]

# The code of the European Union, used in the lists like that of a country.
EUROPE = "eu"
_CAPITALISED = re.compile(r"[A-ZÀ-Ý][\w.'’-]*(?: (?:of |and )?[A-ZÀ-Ý][\w.'’-]*)?")
# An article is about a country that has at least this share of all mentions of countries.
_SHARE = 0.6
# "Ida Lind, 14, said", "14-year-old Ida Lind", "fourteen-year-old Ida Lind".
_IN_WORDS = "five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen".split()
_AGE_BEFORE = re.compile(
    rf"\b(?P<age>\d{{1,3}}|{'|'.join(_IN_WORDS)})[- ]year[- ]old(?: [\w-]+){{0,3}} $", re.IGNORECASE
)
_AGE_AFTER = re.compile(r"(?:,| \(| –| —) ?(?:aged? )?(?P<age>\d{1,3})(?=[,.;)]| and | years? old|[- ]year)")
# Roles that only children have.
_CHILD = re.compile(
    r"(?!former|ex-)(?:.* )?(?:schoolboy|schoolgirl|schoolchild|pupil|toddler|\w+-grader)", re.IGNORECASE
)
_BESIDE = 50
_OF_AGE, _OLDEST = 18, 105
# Ages of adults, only as in "Ida Lind, 41,": a number in brackets may be points or votes.
_GROWN_AFTER = re.compile(r", (?:aged? )?(?P<age>[1-9]\d),(?! \d)| (?:is|was) (?P<years>[1-9]\d) years old")
# "Ida Lind (1901–1960)", "Ida Lind (born 1954)".
_LIFE_AFTER = re.compile(
    r" \((?:(?:born|b\.) (?:in )?(?P<born>1[5-9]\d\d|20[01]\d)|(?P<from>1[5-9]\d\d|20[01]\d) ?[–—-] ?(?:1[5-9]|20)\d\d)\)"
)
_LONGEST = 4000  # characters of the text that are used: the beginning says what an article is about


def country_of(names: Iterable[Sequence[str]], title: str = "", text: str = "") -> str:
    """The code of the country that an article is about, or "" if it is about none or several.

    `names`: for each person and body in the article, all names that it uses.
    """
    votes: Counter[str] = Counter()
    for called in names:
        votes.update(
            {leaders()[key] for name in called if (key := " ".join(untitled(fold(name).split()))) in leaders()}
        )
        votes.update({code for name in called for code in _countries_in(name)})
        known = {
            body
            for name in called
            for body in listed_bodies().get(fold(name), ())
            if body.anywhere and not is_common(fold(name))
        }
        votes.update({body.country for body in known if body.country})
    votes.update(_countries_in_text(text[:_LONGEST]))
    votes.update(dict.fromkeys(_countries_in_text(title), 3))
    # Articles about a country often mention Europe; articles about Europe rarely mention a country as often.
    europe = votes.pop(EUROPE, 0)
    if not votes:
        return EUROPE if europe else ""
    code, count = max(votes.items(), key=lambda item: (item[1], item[0]))
    return code if count >= _SHARE * votes.total() else EUROPE if europe else ""


def minors_among(speakers: Sequence[Speaker], text: str) -> set[int]:
    """The indexes of the speakers under eighteen: by an age beside one of their names, or by a child's role."""
    minors = set()
    for index, speaker in enumerate(speakers):
        if speaker.kind == "person" and any(_CHILD.fullmatch(role.title) for role in speaker.roles):
            minors.add(index)
        for mention in speaker.mentions if speaker.kind == "person" else ():
            start, end = mention.span
            before, after = text[max(0, start - _BESIDE) : start], text[end : end + _BESIDE]
            ages = [match for match in (_AGE_BEFORE.search(before), _AGE_AFTER.match(after)) if match]
            if any(not match["age"].isdigit() or int(match["age"]) < _OF_AGE for match in ages):
                minors.add(index)
    return minors


def births_among(speakers: Sequence[Speaker], text: str, published: str | None) -> dict[int, int]:
    """The approximate years of birth of adults, by index: the article states the year, or on its date the age, beside a name."""
    year = int(published[:4]) if published and published[:4].isdigit() else None
    births = {}
    for index, speaker in enumerate(speakers):
        years = set()
        for mention in speaker.mentions if speaker.kind == "person" else ():
            if mention.form != "name":
                continue
            start, end = mention.span
            before, after = text[max(0, start - _BESIDE) : start], text[end : end + _BESIDE]
            if life := _LIFE_AFTER.match(after):
                years.add(int(next(filter(None, life.groups()))))
            for match in (_AGE_BEFORE.search(before), _GROWN_AFTER.match(after)):
                age = next(filter(None, match.groups())) if match else ""
                if year is not None and age.isdigit() and _OF_AGE <= int(age) <= _OLDEST:
                    years.add(year - int(age))
        if len(years) == 1:
            births[index] = years.pop()
    return births


def _countries_in(name: str) -> set[str]:
    words = fold(name).split()
    pairs = [" ".join(pair) for pair in pairwise(words)]
    return {code for word in (*pairs, *words) if (code := countries().of(word) or countries().places.get(word))}


def _countries_in_text(text: str) -> list[str]:
    codes: list[str] = []
    for match in _CAPITALISED.finditer(text):
        codes += _countries_in(match.group())
    return codes
