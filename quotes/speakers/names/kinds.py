"""Whose name it is, a person's, a body's or a people's: by the tagger's type, by the name, by the article's other names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from quotes.annotation import SpeakerKind
from quotes.document import Document, Entity
from quotes.lang.language import Language
from quotes.speakers.individuals import FIRM, Named
from quotes.speakers.offices import office_behind

__all__ = ["KINDS", "told_by", "type_of", "with_kinds"]

# By the tagger's types; names of other types name nobody.
KINDS: dict[str, SpeakerKind] = {
    "Person": "person",
    "Organization": "organization",
    "Facility": "organization",
    "Location": "organization",
    "NORP": "group",
    "Product": "organization",
    "Miscellaneous": "organization",
}
NO_PLACES = frozenset(["Organization", "Product", "Miscellaneous"])  # may be persons by the article's other names
LAWSUIT = re.compile(r" vs?\.? ")
INNER_CAPITAL = re.compile(r"[a-z]{2}[A-Z]")


def type_of(entity: Entity, document: Document) -> str:
    """The tagger's type, unless the name ends with what tells the kind of a company: "Keller Ltd"."""
    first, _, last = document.text[entity.start : entity.end].rstrip(".").rpartition(" ")
    return "Organization" if first and last in document.language.bodies.legal_forms else entity.type


def told_by(name: str, kind: SpeakerKind) -> SpeakerKind:
    """The kind of a name, where the tagger's type tells `kind`: a lawsuit is no person, and "RealClearPolitics" no people."""
    another = {"person": LAWSUIT, "group": INNER_CAPITAL}.get(kind)
    return "organization" if another is not None and another.search(name) else kind


def with_kinds(named: Sequence[Named], document: Document) -> list[Named]:
    """The names of an article, in text order, with their kinds corrected by each other and by what is said of them."""
    return [
        replace(n, kind="organization", type=FIRM) if _is_firm(n, document) else n for n in _one_kind(named, document)
    ]


def _one_kind(named: Sequence[Named], document: Document) -> list[Named]:
    """The mentions with one kind for each name, corrected by the tagger's types elsewhere in the article.

    An acronym that is once an organisation is never a person; a "body" called by the surname of a person named in full is
    that person.
    """
    language = document.language
    titled = _titled_surnames(named)
    full = [n.name.split() for n in named if n.kind == "person" and " " in language.names.untitled(n.name)]
    surnames = {words[-1].casefold() for words in full} - titled
    persons = surnames | {n.name.casefold() for n in named if n.kind == "person" and " " in n.name}
    givens = {word for words in full for word in words}
    called = _mostly_persons(named) & givens  # a family name that comes first
    firms = (_short_names(named, language) | _poll_makers(named, document) | _mostly_bodies(named)) - givens
    acronyms = {n.name for n in named if n.type == "Organization" and n.name.isupper()}

    def corrected(one: Named) -> Named:
        folded = one.name.casefold()
        if one.type in NO_PLACES:
            person = folded in persons or one.name in called
            if person or (" " in one.name and office_behind(one.span, document)):
                return replace(one, kind="person", type="Person")
        elif one.kind != "organization":
            acronym = one.kind == "person" and one.name in acronyms and folded not in surnames
            if acronym or (one.title_gender is None and (one.name in firms or folded in titled)):
                return replace(one, kind="organization", type="Organization")
        return one

    return [corrected(one) for one in named]


def _titled_surnames(named: Sequence[Named]) -> set[str]:
    """The surnames that the article never gives alone without a title, while the tagger finds a body of the same name: "Mr.
    Halden" owns "Halden".
    """
    alone = [n for n in named if " " not in n.name]
    titled = Counter(n.name.casefold() for n in alone if n.kind == "person" and n.title_gender is not None)
    plain = Counter(n.name.casefold() for n in alone if n.kind == "person" and n.title_gender is None)
    bodies = Counter(n.name.casefold() for n in alone if n.type == "Organization")
    return {name for name, count in bodies.items() if titled[name] and count > plain[name]}


def _mostly_persons(named: Sequence[Named]) -> set[str]:
    """Names that the tagger takes for a person's more often than for a body's or place's."""
    counts = Counter((n.name, n.kind) for n in named)
    return {name for name, kind in counts if kind == "person" and counts[name, kind] > counts[name, "organization"]}


def _mostly_bodies(named: Sequence[Named]) -> set[str]:
    """Names of one word that the tagger takes for an organisation's more often than for a person's."""
    counts = Counter((n.name, n.kind, n.type) for n in named if " " not in n.name)
    return {
        name
        for (name, _, type), count in counts.items()
        if type == "Organization" and count > counts[name, "person", "Person"] > 0
    }


def _short_names(named: Sequence[Named], language: Language) -> set[str]:
    """The first words of names such as "Norden News", by which these bodies go, too."""
    names = [n.name.split() for n in named if n.type == "Organization"]
    behind = language.bodies.after_short_name
    return {words[0] for words in names if len(words) > 1 and words[-1].lower().rstrip(".") in behind}


def _poll_makers(named: Sequence[Named], document: Document) -> set[str]:
    """Names of one word directly before a poll: "a Halden survey"."""
    makers = set()
    for mention in named:
        token = document.token_at(mention.span.start)
        work = token.head if token is not None else None
        if token is None or work is None or " " in mention.name:
            continue
        if token.relation != "compound" or token.upos != "PROPN":
            continue
        if work.index > token.index and work.lemma.lower() in document.language.bodies.polls:
            makers.add(mention.name)
    return makers


def _is_firm(named: Named, document: Document) -> bool:
    """Whether a surname is that of a firm, as it says what "it" will do ("Keller said in a statement that it would recall …")."""
    if named.kind != "person" or " " in named.name or named.title_gender is not None:
        return False
    token = document.token_at(named.span.start)
    if token is None or token.relation != "nsubj" or token.head is None:
        return False
    phrases = token.head.children("obl")  # "that" may hang on "in a statement"
    clauses = [*token.head.children("ccomp"), *(c for phrase in phrases for c in phrase.children("acl", "ccomp"))]
    return any(
        clause.lemma in document.language.bodies.announced
        and any(subject.lower == "it" for subject in clause.children("nsubj"))
        and any(aux.lower in document.language.future for aux in clause.children("aux"))
        for clause in clauses
    )
