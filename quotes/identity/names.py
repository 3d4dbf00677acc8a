"""The names of an article's speakers, in the form in which they are compared across articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from quotes.annotation import Speaker, SpeakerKind
from quotes.identity import bodies, persons
from quotes.identity.callings import MINOR, context_of, contradict
from quotes.identity.lists import countries, listed_bodies
from quotes.query import fold
from quotes.wording import WORD

__all__ = [
    "APART",
    "MINOR",
    "Kind",
    "Name",
    "called",
    "keeps_to_itself",
    "key_of",
    "names_in_article",
    "offers",
    "seeks",
]

Kind = Literal["person", "body", "unnamed"]

# The context of a name that is never linked to another one.
APART = "apart"
# Names of places that articles may use for a body.
_PLACES = frozenset({"europe", "european", "europeans", "america", "africa", "african", "asia", "asian"})


@dataclass(frozen=True, order=True)
class Name:
    """A name across articles: `key` is what they write, folded.

    `context` separates speakers with the same key: the gender for a surname alone; the calling or decade of birth for a full
    name; the country for a body that every country has; "minor"; "apart" if the article has others with that name; the
    article's id for an unnamed speaker.
    """

    kind: Kind
    key: str
    context: str = ""


UNION = Name("body", "european union")


def names_in_article(
    speakers: Sequence[Speaker],
    article: str,
    *,
    country: str = "",
    minors: Collection[int] = (),
    born: Mapping[int, int] | None = None,
) -> list[Name]:
    """The name of each speaker, in order. `country`: the code of the country that the article is about; `minors`: the indexes of
    people under eighteen; `born`: approximate years of birth of others, by index.
    """
    told = _told(speakers, born or {})
    full: set[str] = set()
    lone: Counter[str] = Counter()
    for key, _ in {(persons.key_of(s.name), s.gender) for s in speakers if s.kind == "person"}:
        who = persons.person(key)
        if persons.fullness(who):
            full |= {who.surname, who.last, *who.given[:1]}
        else:
            lone[key] += 1
    names = []
    for index, speaker in enumerate(speakers):
        if speaker.kind == "unnamed" or (speaker.kind == "group" and not _is_proper(speaker.name)):
            names.append(Name("unnamed", fold(speaker.name) or speaker.name, article))
        elif speaker.kind == "person":
            key = persons.key_of(speaker.name)
            alone = persons.fullness(persons.person(key)) == 0
            apart = alone and (persons.person(key).surname in full or lone[key] > 1)
            facts = (speaker.gender or "") if alone else MINOR if index in minors else told.get(index, "")
            parts = [APART if apart else "", facts, MINOR if alone and index in minors else ""]
            names.append(Name("person", key, " ".join(filter(None, parts))))
        else:
            names.append(Name("body", *bodies.resolve(_written(speaker), country)))
    # An article in which "Europe" speaks means the Union, unless it names both.
    if UNION not in names:
        names = [UNION if name == Name("body", "europe") else name for name in names]
    return names


def _told(speakers: Sequence[Speaker], born: Mapping[int, int]) -> dict[int, str]:
    """The context of each person, by index; entries with the same name share one, unless they contradict each other."""
    entries: defaultdict[str, list[int]] = defaultdict(list)
    for index, speaker in enumerate(speakers):
        if speaker.kind == "person":
            entries[persons.key_of(speaker.name)].append(index)
    told: dict[int, str] = {}
    for indexes in entries.values():
        contexts = {
            index: context_of((role.title for role in speakers[index].roles), born.get(index)) for index in indexes
        }
        some = set(contexts.values())
        if not any(contradict(one, other) for one in some for other in some):
            contexts = dict.fromkeys(indexes, max(some))
        told |= contexts
    return told


def called(speaker: Speaker, name: Name) -> set[str]:
    """The keys of the other names that an article uses for a speaker."""
    if name.kind == "unnamed":
        return set()
    written = [text for text in (speaker.name, *speaker.aliases) if any(letter.isupper() for letter in text)]
    keys = {key_of(text, speaker.kind) for text in written} - {name.key}
    if name.kind == "person":
        return keys
    # "EU" and "European Union" are one name already.
    keys |= {key for key, context in (bodies.resolve(text, "") for text in written) if not context and key != name.key}
    return {key for key in keys if not _is_place(key)}


def seeks(name: Name, called: Iterable[str] = ()) -> set[str]:
    """The keys under which a name looks for a parent; none for a name that is never linked.

    `called`: keys of other names that articles use for the bearer.
    """
    if keeps_to_itself(name):
        return set()
    keys = persons.seeks(persons.person(name.key)) if name.kind == "person" else bodies.seeks(name.key)
    return {f"{name.kind} {key}" for key in (*keys, f"called {name.key}", *(f"is {key}" for key in called))}


def offers(name: Name) -> set[str]:
    """The keys under which a name may be found as a parent, without those of `called`."""
    if keeps_to_itself(name):
        return set()
    keys = persons.offers(persons.person(name.key)) if name.kind == "person" else bodies.offers(name.key)
    return {f"{name.kind} {key}" for key in (*keys, f"is {name.key}")}


def keeps_to_itself(name: Name) -> bool:
    """Whether a name is never linked to another: a description, a child's single name, or one marked as apart."""
    if name.kind != "person":
        return name.kind == "unnamed"
    return APART in name.context or (MINOR in name.context and not persons.fullness(persons.person(name.key)))


def key_of(name: str, kind: SpeakerKind) -> str:
    """The key of a name as written."""
    if kind == "unnamed":
        return fold(name) or name
    return persons.key_of(name) if kind == "person" else bodies.strip(name)


def _written(speaker: Speaker) -> str:
    """The most telling of a body's names in the article: a listed one rather than a place that stands for it."""
    name = speaker.name
    if bodies.strip(name) in listed_bodies():
        return name
    for alias in sorted(speaker.aliases, key=lambda alias: (-len(alias), alias)):
        key = bodies.strip(alias)
        if _is_place(bodies.strip(name)) and not _is_place(key):
            return alias
        known = [body for body in listed_bodies().get(key, ()) if body.anywhere]
        shared = known and set(bodies.words_of(known[0].key)) & set(bodies.words_of(bodies.strip(name)))
        if known and (key in bodies.acronyms(bodies.strip(name)) or (shared and len(shared) > 1)):
            return alias
    return name


def _is_place(key: str) -> bool:
    return key not in listed_bodies() and bool(countries().of(key) or countries().places.get(key) or key in _PLACES)


def _is_proper(name: str) -> bool:
    """Whether a group has a name ("Senate Democrats"), and not only a description ("residents of the valley")."""
    words = WORD.findall(name)
    return any(word[0].isupper() for word in words[1:]) or (len(words) == 1 and words[0][0].isupper())
