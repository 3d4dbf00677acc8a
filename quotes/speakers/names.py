"""The names in an article: entity mentions as names, and the individuals that have them.

The individuals themselves are found by quotes.speakers.persons and quotes.speakers.organizations.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from quotes.annotation import SpeakerKind
from quotes.article import Span
from quotes.document import Document, Entity, Token
from quotes.lang.language import Language
from quotes.names import one_slip
from quotes.query import fold
from quotes.speakers.offices import COMPANIES, bodies_defined, office_behind, offices_defined
from quotes.speakers.roles import is_role

__all__ = ["Individual", "Named", "add", "names_in"]

KINDS: dict[str, SpeakerKind] = {
    "Person": "person",
    "Organization": "organization",
    "Facility": "organization",
    "Location": "organization",
    "NORP": "group",
    "Product": "organization",
    "Miscellaneous": "organization",
}
POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
INNER_POSSESSIVE = re.compile(r"(?<=\w)['’]s? (?=[A-Z])")
FOR_ANOTHER = re.compile(r" for (?:[Tt]he )?(?=[A-Z])")
NEXT_WORD = re.compile(r"\s(\w+)")
DASHED = re.compile(r"\s[-–—]\s")
NO_PLACES = frozenset(["Organization", "Product", "Miscellaneous"])
EDGES = " \t\n\"“”«»'‘’.,;:()[]–—-"
TITLE_BEFORE = re.compile(r"(\w+)\.?\s+$")
OFFICE_BEFORE = re.compile(r"(\w+) (?:of|for) $")
DOTTED = re.compile(r"(?:[A-Z]\.)+(?:-(?:[A-Z]\.)+)?[A-Z]?")
REST_OF_ACRONYM = re.compile(r"\.?-?(?:[A-Z]\.)+")
BEGIN_OF_ACRONYM = re.compile(r"(?<!\w)(?:[A-Z]\.)+-?$")
BEFORE_LETTER = re.compile(r"(?<![\w.-])(?:[A-Z]\w+|(?:[A-Z]\.)+)-$")  # "Norden-" of "Norden-X", "U.S.-"
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
INITIAL = re.compile(r"\s[A-Z]\.?$")
INITIALS_BEFORE = re.compile(r"(?<![\w.’'-])(?:[A-Z]\. ){1,2}$")
GIVEN_NAMES_BEFORE = re.compile(r"(?:(?<!\w)[A-Z]\w+, )*(?<!\w)[A-Z]\w+,? (?:and|&) $")
REST_AFTER_INITIAL = re.compile(r"\.? [A-Z][\w’'-]+")
REST_WITH_INITIAL = re.compile(r" [A-Z]\. [A-Z][\w’'-]+")  # behind a given name
ACRONYM_AND_ANOTHER = re.compile(r"^([A-Z]{2,6}) and (?:the )?[A-Z].*", re.DOTALL)  # "OHB and Harbour Trust"
LAWSUIT = re.compile(r" vs?\.? ")
INNER_CAPITAL = re.compile(r"[a-z]{2}[A-Z]")
PARTY_AND_STATE = re.compile(r"[DRI][-–][\w.]+")
TOKEN_OF_MACHINES = re.compile(r"(?=\S*\d)(?=\S*[a-z])(?=\S*[a-z\d][A-Z])\S{7,}")  # "PfASkm7vah": of a link
OFFICE_BEHIND = re.compile(r"((?:\S+ ){2,}?)[A-Z]{2,5} (\w+)")  # "Ruth Hale *ILO Director*"
LEAST_LETTERS = 7  # of an office in which one letter may be wrong
BROKEN_ARTICLE = re.compile(r"(?<=\s)([AE]l-) (?=[A-Z])")  # at the end of a line: "Nawaf Al- Sabah"
GLUED_TIME = re.compile(r"^.*\d[AP]M(?=[A-Z])")  # "10:35PMAnna Keller": a live blog's clock run into a name
USUAL = 3  # times as often as a longer name, a body's name is the usual one
FIRM = "Firm"  # the type of a name that the tagger took for a person's, but a firm's


@dataclass(frozen=True)
class Named:
    """One entity mention as a name: its characters without possessive ending, the tagger's type, the title's gender."""

    span: Span
    name: str
    kind: SpeakerKind
    title_gender: str | None
    type: str = ""


@dataclass
class Individual:
    """A person or body that the article names. `names` counts the forms of the name."""

    kind: SpeakerKind
    language: Language
    names: Counter[str] = field(default_factory=Counter)
    mentions: list[Named] = field(default_factory=list)
    gender: str | None = None

    @property
    def name(self) -> str:
        """The fullest name, without titles: most words, not in capitals, then commonest, in full and by its last word, then the
        first of a person's, who is "also known as" another, then most characters.
        """

        untitled = self.language.names.untitled

        first = min(self.mentions, key=lambda m: m.span, default=None) if self.kind == "person" else None

        def fullness(name: str) -> tuple[int, bool, int, int, bool, int]:
            plain = untitled(name) if self.kind == "person" else name
            words = plain.split()
            return (
                len(words),
                not plain.isupper(),
                self.names[name],
                self.names[words[-1]],
                first is not None and first.name == name,
                len(plain),
            )

        full = max(self._usual() or self.names, key=fullness)
        return untitled(full) if self.kind == "person" else full

    def _usual(self) -> list[str]:
        """A body's names without those that describe it by more words than its usual one, which was written before and far more
        often: "Congress", then "a Republican Congress".
        """
        if self.kind == "person":
            return []
        first: dict[str, int] = {}
        for mention in self.mentions:
            first[mention.name] = min(first.get(mention.name, mention.span.start), mention.span.start)
        return [
            name
            for name in self.names
            if not any(
                name.endswith(" " + usual)
                and self.names[usual] >= USUAL * self.names[name]
                and first.get(usual, 0) < first.get(name, 0)
                for usual in self.names
            )
        ]


def add(individuals: Sequence[Individual], where: dict[Span, int], at: int, mention: Named) -> None:
    """Add `mention` to individual number `at`."""
    individuals[at].names[mention.name] += 1
    individuals[at].mentions.append(mention)
    where[mention.span] = at


def names_in(document: Document) -> list[Named]:
    """The entity mentions of an article that can be names, in text order."""
    whole = [_whole(entity, document) for entity in document.entities]
    wider = [w for w, e in zip(whole, document.entities, strict=True) if w.type == "Organization" and w.start < e.start]
    if wider:  # "Jonas" of "Jonas and Ruth Moss Foundation" is no name of its own
        whole = [e for e in whole if not any(w.start <= e.start and e.end < w.end for w in wider)]
    owners = {document.text[e.start : e.end] for e in whole}
    bodies = {document.text[e.start : e.end] for e in whole if e.type == "Organization"}
    offices = offices_defined(document)
    names: list[Named] = []  # in text order, without overlaps
    for entity in sorted(whole, key=lambda e: e.type != "Person"):
        alone = _for_itself(_unowned(entity, document, owners), document.text, bodies)
        named = _named(alone, document)
        if named is not None and not _is_office(named, document, offices):
            at = bisect_left(names, named.span.end, key=lambda other: other.span.start)
            if at == 0 or names[at - 1].span.end <= named.span.start:
                names.insert(at, named)
    return [
        replace(n, kind="organization", type=FIRM) if _is_firm(n, document) else n for n in _one_kind(names, document)
    ]


def _is_office(named: Named, document: Document, offices: Mapping[str, str]) -> bool:
    """Whether the tagger took an office for a name: "OC", "Health CS", "Union Relief" of "Union Relief Officer (URO)".

    `offices` are those that the article abbreviates.
    """
    name, names = named.name, document.language.names
    *others, last = name.split()
    title = last.isupper() and names.is_title(last) and last not in bodies_defined(document)
    if last in offices or (title and not (others and last in COMPANIES)):
        return True
    return any(
        office.startswith(name) and document.text.startswith(office, named.span.start) for office in offices.values()
    )


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


def _one_kind(named: Sequence[Named], document: Document) -> list[Named]:
    """The mentions with one kind for each name, corrected by the tagger's types elsewhere in the article.

    An acronym that is once an organisation is never a person; a "body" called by the surname of a person named in full is
    that person.
    """
    language = document.language
    full = [n.name.split() for n in named if n.kind == "person" and " " in language.names.untitled(n.name)]
    titled = _titled_surnames(named)
    surnames = {words[-1].casefold() for words in full} - titled
    givens = {word for words in full for word in words}
    fully = {n.name.casefold() for n in named if n.kind == "person" and " " in n.name}
    firms = (_short_names(named, language) | _poll_makers(named, document) | _mostly_bodies(named)) - givens
    alone = Counter((n.name, n.kind) for n in named if n.name in givens)
    called = {name for name, kind in alone if kind == "person" and alone[name, kind] > alone[name, "organization"]}
    bodies = {n.name for n in named if n.type == "Organization" and n.name.isupper()}
    bodies = {name for name in bodies if name.casefold() not in surnames}
    out = []
    for mention in named:
        if mention.kind == "person" and mention.name in bodies:
            mention = replace(mention, kind="organization", type="Organization")
        elif mention.type in NO_PLACES and (
            mention.name.casefold() in surnames | fully
            or mention.name in called  # a family name that comes first
            or (" " in mention.name and office_behind(mention.span, document))
        ):
            mention = replace(mention, kind="person", type="Person")
        elif (
            mention.kind != "organization"
            and mention.title_gender is None
            and (mention.name in firms or mention.name.casefold() in titled)
        ):
            mention = replace(mention, kind="organization", type="Organization")
        out.append(mention)
    return out


def _titled_surnames(named: Sequence[Named]) -> set[str]:
    """The surnames that the article never gives alone without a title, while the tagger finds a body of the same name: "Mr.
    Halden" owns "Halden".
    """
    alone = [n for n in named if " " not in n.name]
    titled = Counter(n.name.casefold() for n in alone if n.kind == "person" and n.title_gender is not None)
    plain = Counter(n.name.casefold() for n in alone if n.kind == "person" and n.title_gender is None)
    bodies = Counter(n.name.casefold() for n in alone if n.type == "Organization")
    return {name for name, count in bodies.items() if titled[name] and count > plain[name]}


def _short_names(named: Sequence[Named], language: Language) -> set[str]:
    """The first words of names such as "Norden News", by which these bodies go, too."""
    names = [n.name.split() for n in named if n.type == "Organization"]
    return {
        words[0]
        for words in names
        if len(words) > 1 and words[-1].lower().rstrip(".") in language.bodies.after_short_name
    }


def _mostly_bodies(named: Sequence[Named]) -> set[str]:
    """Names of one word that the tagger takes for an organisation's more often than for a person's."""
    alone = Counter((n.name, n.kind, n.type) for n in named if " " not in n.name)
    return {
        name
        for (name, _, type), count in alone.items()
        if type == "Organization" and count > alone[name, "person", "Person"] > 0
    }


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


def _whole(entity: Entity, document: Document) -> Entity:
    """The entity with the rest of its name, if the tagger found only a part ("Jonas" of "Jonas Weber", "F.B." of "F.B.I.")."""
    text = document.text
    start, end = entity.start, entity.end
    if entity.type != "Person":
        if end - start == 1 and (part := BEFORE_LETTER.search(text[max(0, start - 20) : start])):
            return replace(entity, start=start - len(part.group()))
        if joined := _joined_from(entity, document):
            return replace(entity, start=joined)
        if not DOTTED.fullmatch(text[start:end]):
            entity = _with_news(entity, document)
            return replace(entity, start=min(_numbered_from(entity, document), _family_from(entity, document)))
        rest = REST_OF_ACRONYM.match(text, end)
        begun = BEGIN_OF_ACRONYM.search(text[max(0, start - 8) : start])
        return replace(entity, start=start - len(begun.group()) if begun else start, end=rest.end() if rest else end)
    tagged = text[start:end]
    more = REST_AFTER_INITIAL if INITIAL.search(tagged) else REST_WITH_INITIAL if " " not in tagged else None
    if more is not None and (rest := more.match(text, end)):
        end = rest.end()
    last = document.token_at(end - 1)
    while last is not None and last.index + 1 < len(last.sentence.tokens):
        token = last.sentence.tokens[last.index + 1]
        if token.start != end + 1 or not _one_name(last, token):
            break
        last, end = token, token.end
    first = document.token_at(start)
    while first is not None and first.index > 0 and first.start == start:
        token = first.sentence.tokens[first.index - 1]
        titled = " " not in text[entity.start : entity.end] and token.index > 0 and _titled(token)
        if token.end != start - 1 or not (_one_name(token, first) or _given(token) or titled):
            break
        first, start = token, token.start
    if initials := INITIALS_BEFORE.search(text, max(0, start - 8), start):
        start -= len(initials.group())
    elif " " not in text[start:end] and (title := _lasting_before(start, document)) is not None:
        start = title
    return replace(entity, start=start, end=end)


def _lasting_before(start: int, document: Document) -> int | None:
    """Where the title begins that belongs to the single name at `start`: "*Prince* Tom"."""
    names, token = document.language.names, document.token_at(start)
    if token is None or token.index == 0:
        return None
    title = token.sentence.tokens[token.index - 1]
    belongs = title.lower in names.lasting - names.titles and title.text.istitle() and title.end + 1 == start
    return title.start if belongs and document.entity_at(title.start) is None else None


def _with_news(entity: Entity, document: Document) -> Entity:
    """A body with the last word of its name, if the tagger left it out: "NBC *News*", "Norden *Ltd*", "Al *Norden*"."""
    after = NEXT_WORD.match(document.text, entity.end) if entity.type == "Organization" else None
    if after is None:
        return entity
    begun = document.text[entity.start : entity.end].lower() in document.language.names.particles
    if after[1] not in document.language.bodies.last_words and not (begun and after[1][0].isupper()):
        return entity
    return replace(entity, end=after.end())


def _joined_from(entity: Entity, document: Document) -> int | None:
    """Where the name of a body begins, if the tagger left the first of two joined words out: "*Ferry-*Norden Trust Center"."""
    start = entity.start
    before = BEFORE_LETTER.search(document.text, max(0, start - 20), start)
    if entity.type != "Organization" or before is None or " " not in document.text[start : entity.end]:
        return None
    prefix = before.group()[:-1].lower() in document.language.bodies.prefixes
    return None if prefix or document.entity_at(before.start()) is not None else before.start()


def _family_from(entity: Entity, document: Document) -> int:
    """Where the name of a body begins that several of one family share: "*Jonas and* Ruth Moss Foundation"."""
    given = document.language.names.gender_of_given_name
    words = document.text[entity.start : entity.end].split()
    if entity.type != "Organization" or len(words) < 3 or given(words[0].lower()) is None:
        return entity.start
    before = GIVEN_NAMES_BEFORE.search(document.text, max(0, entity.start - 60), entity.start)
    if before is None or any(given(word.lower()) is None for word in re.findall(r"[A-Z]\w+", before.group())):
        return entity.start
    return before.start()


def _numbered_from(entity: Entity, document: Document) -> int:
    """Where the name of a body begins, with a number that belongs to it: "*6th* District Court"."""
    inside = document.within(Span(entity.start, entity.end))
    first = inside[0] if inside else None
    if first is None or first.index == 0:
        return entity.start
    before = first.sentence.tokens[first.index - 1]
    return before.start if ORDINAL.fullmatch(before.text) and before.head in inside else entity.start


def _one_name(before: Token, token: Token) -> bool:
    """Whether two neighbouring tokens are parts of one name, by the parse."""
    if (
        before.upos != "PROPN"
        or token.upos != "PROPN"
        or before.language.names.is_title(before.text)
        or is_role(before)
    ):
        return False
    small = before.text.islower() and before.text not in before.language.names.particles
    if token.relation != "flat" or token.head is None or small:
        return False  # "*don* Ruth Hale"
    return token.head is before or (token.head is before.head and before.relation in {"flat", "compound"})


def _given(token: Token) -> bool:
    """Whether a token is a common given name, which the tagger did not include in the name after it."""
    names = token.language.names
    if token.index and token.sentence.tokens[token.index - 1].lower in token.language.articles:
        return False  # "the *Amir* Ruth Hale"
    return token.upos == "PROPN" and token.text.istitle() and names.gender_of_given_name(fold(token.text)) is not None


def _titled(token: Token) -> bool:
    """Whether a proper noun is between a title and a single name: "President *Park* Geun-hye"."""
    title = token.sentence.tokens[token.index - 1]
    is_title = token.language.names.is_title
    if token.upos != "PROPN" or is_title(token.text) or is_role(token) or not token.text[0].isupper():
        return False
    return title.text[0].isupper() and (is_title(title.text) or is_role(title))


def _unowned(entity: Entity, document: Document, owners: Set[str]) -> Entity:
    """An entity without the owner in front of it ("Mr. King's Russia Today", "Norcrest's Ruth Hale"), a person's without a dash
    and the shorter part. `owners` are the names of the article.
    """
    raw = document.text[entity.start : entity.end]
    owner = INNER_POSSESSIVE.search(raw)
    if entity.type == "Person" and owner is None:
        cut = DASHED.search(raw)
        if cut is None:
            return entity
        if len(raw[: cut.start()].split()) > len(raw[cut.end() :].split()):
            return replace(entity, end=entity.start + cut.start())
        return replace(entity, start=entity.start + cut.end())
    first, _, rest = raw.partition(" ")
    if (
        entity.type != "Person"
        and first.lower() in document.language.numbering
        and {rest, f"The {rest}", f"the {rest}"} & owners
    ):
        return replace(entity, start=entity.end - len(rest))  # "*One* Harbour Trust ad", elsewhere the Harbour Trust
    if owner and _is_full_name(raw[owner.end() :], owners, document.language):
        return replace(entity, start=entity.start + owner.end(), type="Person")
    if owner and (
        entity.type == "Person" or raw[: owner.start()] in owners or document.language.names.is_title(raw.split()[0])
    ):
        return replace(entity, start=entity.start + owner.end())
    return entity


def _is_full_name(words: str, names: Set[str], language: Language) -> bool:
    """Whether two words are a person's name: by the given name, or as the article uses the second alone."""
    given, _, surname = words.partition(" ")
    common = language.names.gender_of_given_name(fold(given)) is not None
    return surname[:1].isalpha() and " " not in surname and (common or surname in names)


def _for_itself(entity: Entity, text: str, bodies: Set[str]) -> Entity:
    """A body's name without the one for whom it works: "Norden Research *for the Harbour Press and Radio*", where the article
    names the Harbour Press elsewhere.
    """
    cut = FOR_ANOTHER.search(text, entity.start, entity.end) if entity.type == "Organization" else None
    if cut is None or not any(" " in b and text.startswith(b, cut.end()) for b in bodies):
        return entity
    return replace(entity, end=cut.start())


def _named(entity: Entity, document: Document) -> Named | None:
    text, language = document.text, document.language
    if _with_legal_form(text[entity.start : entity.end], language):
        entity = replace(entity, type="Organization")
    kind = KINDS.get(entity.type)
    if kind is None:
        return None
    start, end = entity.start, entity.end
    while start < end and text[start] in EDGES:
        start += 1
    raw = text[start:end]
    raw = POSSESSIVE.sub(
        "", raw.rstrip(EDGES) if not (raw.endswith(("Jr.", "Sr.", "Inc.", "Co.")) or DOTTED.fullmatch(raw)) else raw
    )
    if (
        kind == "organization"
        and " " in raw
        and raw[0].isalpha()
        and raw.split()[0].islower()
        and raw.split()[0] not in language.names.first_words
    ):
        raw = raw.partition(" ")[2].lstrip()
        start = text.index(raw, start)
    if kind == "organization":
        start, raw = _without_kind(start, raw, language)
        raw = ACRONYM_AND_ANOTHER.sub(r"\1", raw)
        maker, _, last = raw.rpartition(" ")
        raw = maker if maker and last.lower() in language.bodies.never_last else raw  # "a Harbour *Poll*"
    if kind == "person":
        raw = raw if "(" in raw else raw.replace(") ", " ")  # "(Samir) Hale", whose first bracket is none of the name
        start, raw = _without_portfolio(*_without_role(*_capitalised(start, raw, document), language), document)
    name = BROKEN_ARTICLE.sub(r"\1", " ".join(raw.split()))
    if not any(c.isalpha() for c in name) or len(name) > 120 or raw.startswith("@"):
        return None
    if kind == "person" and language.names.is_title(name):
        return None
    if kind == "organization" and _tells_nothing(name, language):
        return None
    if PARTY_AND_STATE.fullmatch(name) or TOKEN_OF_MACHINES.fullmatch(name):
        return None
    if (kind == "person" and LAWSUIT.search(name)) or (kind == "group" and INNER_CAPITAL.search(name)):
        kind = "organization"  # a lawsuit; "RealClearPolitics" is no people
    folded = name.casefold().split()
    if folded[-1] in language.roles.party_members or all(w in language.roles.crowds for w in folded):
        return None  # "the Vermont Republican", "Officials": descriptions, whatever the tagger says
    before = TITLE_BEFORE.search(text[max(0, start - 20) : start])
    words = name.split()
    title = language.gender_told(words[0]) if len(words) > 1 else None
    title = title or (language.gender_told(before.group(1)) if before else None)
    return Named(Span(start, start + len(raw)), name, kind, title, entity.type)


def _with_legal_form(name: str, language: Language) -> bool:
    """Whether a name ends with what tells the kind of a company: "Keller Ltd"."""
    first, _, last = name.rstrip(".").rpartition(" ")
    return bool(first) and last in language.bodies.legal_forms


def _tells_nothing(name: str, language: Language) -> bool:
    """Whether the tagger took words for a body's name that name none: "Federal" of "Federal court", "Monday", "Super PAC"."""
    plain = name.casefold()
    kinds = language.bodies.kinds
    return (
        len(plain) == 1 or plain in language.bodies.empty | kinds or any(plain.endswith(" super " + k) for k in kinds)
    )


def _capitalised(start: int, raw: str, document: Document) -> tuple[int, str]:
    """A person's name without what a tagger let in: lower-case words at its ends and all after a verb ("Ruth Hale vied",
    "Hale praises Mark Moss"), a day after it ("Hale Sunday"), an open bracket ("Hale (D").
    """
    names = document.language.names
    words = list(re.finditer(r"\S+", raw.partition(" (")[0]))
    verb = next((at for at, word in enumerate(words) if at and _is_verb(start + word.start(), document)), len(words))
    words = words[:verb]
    noun = next((at for at, word in enumerate(words[:-2]) if _is_noun(start + word.start(), document)), -1)
    words = words[noun + 1 :]  # "Norcrest *don* Ruth Hale"
    while words and words[-1].group()[0].islower() and not _joined_to_particle(words[-1].group(), names.particles):
        words.pop()
    behind = names.days | names.post_nominals
    while len(words) > 1 and words[-1].group().rstrip(",.") in behind:
        words.pop()
    while words and words[0].group()[0].islower() and words[0].group() not in names.particles:
        words.pop(0)
    if not words:
        return start, ""
    return start + words[0].start(), raw[words[0].start() : words[-1].end()]


def _joined_to_particle(word: str, particles: Set[str]) -> bool:
    """Whether a word is a name with a particle: "al-Hadi"."""
    particle, _, rest = word.partition("-")
    return particle in particles and rest[:1].isupper()


def _is_verb(offset: int, document: Document) -> bool:
    token = document.token_at(offset)
    return token is not None and token.upos in {"VERB", "AUX"} and token.text.islower()


def _is_noun(offset: int, document: Document) -> bool:
    token = document.token_at(offset)
    return token is not None and token.upos == "NOUN" and token.text.islower()


def _without_kind(start: int, raw: str, language: Language) -> tuple[int, str]:
    """A body's name without the day or kind that a tagger let in before it: "*Friday,* Ostrana", "*Super PAC* Norden Forward"."""
    words = list(re.finditer(r"\S+", raw))
    while len(words) > 1:
        first, both = words[0].group().casefold(), " ".join(w.group() for w in words[:2]).casefold()
        dated = first.endswith(",") and first[:-1] in language.bodies.empty
        skipped = 2 if both in language.bodies.kinds else 1 if dated or first in language.bodies.kinds else 0
        if not skipped or skipped >= len(words):
            break
        words = words[skipped:]
    return (start + words[0].start(), raw[words[0].start() :]) if words else (start, raw)


def _without_portfolio(start: int, raw: str, document: Document) -> tuple[int, str]:
    """A person's name without the office's last word: "Secretary of *State* John Kerry"."""
    first, _, rest = raw.partition(" ")
    office = OFFICE_BEFORE.search(document.text[max(0, start - 25) : start])
    language = document.language
    if rest and first in language.names.portfolios and office and office.group(1).lower() in language.roles.nouns:
        return start + len(first) + 1, rest
    return start, raw


def _without_role(start: int, raw: str, language: Language) -> tuple[int, str]:
    """A person's name without what a tagger let in before it: a clock, a style, or a role ("Hale Challenger Ruth
    Moss").
    """
    if glued := GLUED_TIME.match(raw):
        start, raw = start + glued.end(), raw[glued.end() :]
    if style := re.match(language.names.style, raw):  # "H E Ruth Hale"
        start, raw = start + style.end(), raw[style.end() :]
    behind = OFFICE_BEHIND.match(raw)
    if behind is not None and behind[2].lower() in language.roles.nouns:
        raw = behind[1].rstrip()
    words = list(re.finditer(r"\S+", raw))
    if len(words) == 3 and words[0].group() == words[2].group():  # a headline's last word before "Ruth Hale"
        return start + words[1].start(), raw[words[1].start() :]
    for at in range(len(words) - 2, -1, -1):
        plain = words[at].group().lower().rstrip(".")
        rest = [word.group().lower().rstrip(".,") for word in words[at + 1 :]]
        if rest[0] in language.names.generations:
            continue
        if plain in language.names.lasting:
            dropped = language.names.gender_of_given_name(plain) is None and _of_a_father(rest, language)
        else:
            roles = language.roles
            dropped = plain in roles.nouns | roles.contenders | roles.party_members | language.names.titles
            dropped = dropped or (at == 0 and len(rest) > 1 and _like_an_office(plain, language))
        if dropped:
            return start + words[at + 1].start(), raw[words[at + 1].start() :]
    return start, raw


def _of_a_father(words: Sequence[str], language: Language) -> bool:
    """Whether a name tells its bearer's father or family, and stands without a title: "Samir bin Nuri", "Samir Al-Hale"."""
    of = language.names.patronymic
    return words[0].partition("-")[0] not in of and any(word.partition("-")[0] in of for word in words[1:])


def _like_an_office(word: str, language: Language) -> bool:
    """Whether a word before a full name is no given name, but a noun for a person or a misspelt office."""
    if language.names.gender_of_given_name(word) is not None:
        return False
    misspelt = len(word) >= LEAST_LETTERS and any(one_slip(word, noun) for noun in language.roles.nouns)
    return misspelt or word in language.roles.persons
