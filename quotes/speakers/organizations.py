"""Named organisations, places and groups of one article to individuals.

Two mentions are one individual by name, by acronym (as the article defines it, or by its initials), or where one is a part of the
other's longer name: its last words ("Security Council"), or its first where both are organisations ("Northgate", "Northgate
Industrial").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from quotes.article import Span
from quotes.document import Document
from quotes.document.document import tops_of
from quotes.query import fold
from quotes.speakers.names import Individual, Named, add

__all__ = ["expansion", "initials", "joined", "organizations"]

JOINTS = frozenset([" for the ", " of the ", " for ", " of ", " on the ", " on "])
# Last words of names that go on after "for" or "of".
JOINED = frozenset(
    """court courts appeals department ministry office bureau committee subcommittee board council commission institute center
    centre university school college association federation union society alliance coalition citizens fund agency
    administration panel conference workers""".split()
)
SMALL_WORDS = frozenset("of the for and to in on at our".split())
# Before a body's own name; its short form may leave them out.
COUNTRIES = frozenset(["us", "usa", "uk", "federal"])
OFFICES = frozenset(["department", "ministry"])
# Written short or in full inside longer names.
SPELT_OUT = {"un": "united nations", "us": "united states", "uk": "united kingdom", "eu": "european union"}
DEFINED = r"(?:\s*\(\s*|,? (?:or|known as|also known as|called) )$"
# Names of several words in capitals, small words between them.
CAPITALISED = re.compile(r"[A-Z][a-z]+(?:(?: (?:of|the|for|and|to|in|on|de))* [A-Z][a-z]+)+")
LONGEST_EXPANSION = 100  # characters


def joined(named: Sequence[Named], document: Document) -> list[Named]:
    """Names that the tagger cut in two: "Court of Appeals *for the* Sixth Circuit", where the second hangs on the first;
    "NBC *News*", where the parser joins them.
    """
    out: list[Named] = []
    for mention in named:
        before = out[-1] if out else None
        between = document.text[before.span.end : mention.span.start] if before is not None else ""
        if (
            before is not None
            and before.type == "Organization"
            and (
                (between in JOINTS and _hangs(mention, before, document))
                or (between == " " and mention.type == "Organization" and _one_phrase(before, mention, document))
            )
        ):
            span = Span(before.span.start, mention.span.end)
            out[-1] = replace(before, span=span, name=" ".join(span.of(document.text).split()))
        else:
            out.append(mention)
    return out


def _hangs(mention: Named, before: Named, document: Document) -> bool:
    first = before.name.split()[-1].lower()
    heads = tops_of(document.within(mention.span))
    inside = document.within(before.span)
    return first in JOINED and any(head.head in inside for head in heads)


def _one_phrase(before: Named, mention: Named, document: Document) -> bool:
    """Whether neighbouring names are parts of one, by the parse, neither of them known by its initials alone on the right."""
    first, second = document.within(before.span), document.within(mention.span)
    if mention.name.isupper():
        return False  # "House Republicans", "Senate GOP": a part of it and its party
    joined_left = any(t.head in second and t.relation in {"compound", "flat"} for t in tops_of(first))
    joined_right = any(t.head in first and t.relation in {"compound", "flat"} for t in tops_of(second))
    return joined_left or joined_right


def organizations(
    named: Sequence[Named], document: Document, individuals: list[Individual], where: dict[Span, int]
) -> None:
    """Add the individuals of the mentions `named` to `individuals`, and which one each mention names to `where`."""
    text = document.text
    by_name: dict[str, int] = {}
    for mention in sorted(named, key=lambda n: (-len(n.name.split()), n.span)):
        key = _plain(mention.name)
        if not key:
            continue
        at = by_name.get(key)
        if at is None:
            at = _longer(key, mention, by_name, individuals, text)
        if at is None:
            at = len(individuals)
            individuals.append(Individual(mention.kind, document.language))
        by_name[key] = at
        add(individuals, where, at, mention)
    spelt = [m.group() for m in CAPITALISED.finditer(text)]
    for individual in individuals:
        if individual.kind == "organization":
            _define(individual, text, spelt)


def _plain(name: str) -> str:
    words = fold(name).split()
    words = words[1:] if words[:1] in (["the"], ["a"], ["an"]) and len(words) > 1 else words
    return " ".join(SPELT_OUT.get(w, w) for w in words)


def initials(name: str) -> frozenset[str]:
    """The letters that a name may be shortened to: those of all its words or of all but small ones, with the country and the
    kind of office before it or without ("VA" for the Department of Veterans Affairs).
    """
    words = fold(name).split()
    short = set()
    starts = [0]
    if words and words[0] in COUNTRIES:
        starts.append(1)
    if len(words) > 3 and words[starts[-1]] in OFFICES and words[starts[-1] + 1] == "of":
        starts.append(starts[-1] + 2)
    for start in starts:
        rest = words[start:]
        short.add("".join(w[0] for w in rest))
        short.add("".join(w[0] for w in rest if w not in SMALL_WORDS))
    return frozenset(letters for letters in short if len(letters) > 1)


def _longer(
    key: str, mention: Named, by_name: dict[str, int], individuals: Sequence[Individual], text: str
) -> int | None:
    """An individual whose longer name `key` shortens: its acronym, its last words, or its first."""
    matches = set()
    first = set()
    letters = key.replace(" ", "")
    for name, at in by_name.items():
        words = name.split()
        if len(words) < 2 or individuals[at].kind != mention.kind:
            continue
        if (mention.name.isupper() or "." in mention.name) and letters in initials(name):
            matches.add(at)
        if name.endswith(" " + key) and (len(key.split()) > 1 or mention.type == "Organization"):
            matches.add(at)
        if name.startswith(key + " ") and mention.type == "Organization":
            first.add(at)
    if not matches and mention.name.isupper() and expansion(mention, text) is None:
        for at, individual in enumerate(individuals):
            if any(re.match(r"[,\s]*\(\s*$", text[m.span.end : mention.span.start]) for m in individual.mentions):
                matches.add(at)
    if not matches:
        matches = {at for at in first if all(m.type == "Organization" for m in individuals[at].mentions)}
    return matches.pop() if len(matches) == 1 else None


def _define(individual: Individual, text: str, spelt: Sequence[str]) -> None:
    """Give an individual known by an acronym only the name that the article spells out before it: "Name of It (NOI)"."""
    if len(individual.names) != 1:
        return
    spelt_out = SPELT_OUT.get(fold(individual.name).replace(" ", ""), "").title()
    if spelt_out and spelt_out in text:
        individual.names[spelt_out] += 1
        return
    for mention in individual.mentions:
        letters = fold(mention.name).replace(" ", "")
        if mention.name.isupper() and len(letters) > 1 and " " not in mention.name:
            fits = {m for m in spelt if letters in initials(m)}
            if len(fits) == 1:
                individual.names[fits.pop()] += 1
                return
        is_acronym = mention.name.isupper() and len(mention.name) >= 3 and " " not in mention.name
        if is_acronym and (full := expansion(mention, text)):
            individual.names[full.of(text)] += 1
            return


def expansion(mention: Named, text: str) -> Span | None:
    """The words directly before an acronym's definition whose initials it is: "Alliance for Open Harbours, or AOH"."""
    before = text[max(0, mention.span.start - LONGEST_EXPANSION) : mention.span.start]
    opened = re.search(DEFINED, before)
    if not opened:
        return None
    offset = mention.span.start - len(before)
    words = list(re.finditer(r"[\w’'-]+", before[: opened.start()]))
    letters = fold(mention.name).replace(" ", "")
    for first in range(len(words) - 1, -1, -1):
        if words[first].group()[0].isupper():
            phrase = before[words[first].start() : opened.start()]
            if letters in initials(phrase) and "\n" not in phrase:
                return Span(offset + words[first].start(), offset + opened.start())
    return None
