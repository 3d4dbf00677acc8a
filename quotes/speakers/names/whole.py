"""Parts of a name that the tagger left out: given names, initials and surnames of a person, first and last words of a body.

In: an entity as tagged. Out: the entity with wider bounds, or the same.
"""

from __future__ import annotations

import re
from dataclasses import replace

from quotes.article import Span
from quotes.document import Document, Entity, Token
from quotes.query import fold
from quotes.speakers.names.trimmed import DOTTED
from quotes.speakers.roles import is_role

__all__ = ["whole"]

NEXT_WORD = re.compile(r"\s(\w+)")
REST_OF_ACRONYM = re.compile(r"\.?-?(?:[A-Z]\.)+")
BEGIN_OF_ACRONYM = re.compile(r"(?<!\w)(?:[A-Z]\.)+-?$")
BEFORE_LETTER = re.compile(r"(?<![\w.-])(?:[A-Z]\w+|(?:[A-Z]\.)+)-$")  # "Norden-" of "Norden-X", "U.S.-"
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
INITIAL = re.compile(r"\s[A-Z]\.?$")
INITIALS_BEFORE = re.compile(r"(?<![\w.’'-])(?:[A-Z]\. ){1,2}$")
GIVEN_NAMES_BEFORE = re.compile(r"(?:(?<!\w)[A-Z]\w+, )*(?<!\w)[A-Z]\w+,? (?:and|&) $")
REST_AFTER_INITIAL = re.compile(r"\.? [A-Z][\w’'-]+")
SURNAME = re.compile(r" [A-Z][a-z’'-]+(?!\w)")
NICKNAMED = re.compile(r"(?:[A-Z][\w.’'-]* )+[\"“‘][A-Z][\w’'-]+[\"”’] [A-Z][\w’'-]+")
REST_WITH_INITIAL = re.compile(r" [A-Z]\. [A-Z][\w’'-]+")  # behind a given name


def whole(entity: Entity, document: Document) -> Entity:
    """The entity with the rest of its name, if the tagger found only a part ("Jonas" of "Jonas Weber", "F.B." of "F.B.I.")."""
    if entity.type != "Person":
        return _whole_body(entity, document)
    end = _person_to(entity, document)
    return replace(entity, start=_person_from(entity, end, document), end=end)


# -- persons ---------------------------------------------------------------------------------------------------------


def _person_to(entity: Entity, document: Document) -> int:
    """Where the name of a person ends: "Ruth *M. Hale*", "Jonas *Weber*", "Joan *“Joni” Hale*"."""
    text, end = document.text, entity.end
    tagged = text[entity.start : end]
    nicknamed = NICKNAMED.match(text, entity.start)
    if nicknamed is not None and end < nicknamed.end() and _proper(nicknamed.end() - 1, document):
        return nicknamed.end()
    more = REST_AFTER_INITIAL if INITIAL.search(tagged) else REST_WITH_INITIAL if " " not in tagged else None
    if more is not None and (rest := more.match(text, end)):
        end = rest.end()
    surname = SURNAME.match(text, end)
    if surname is not None and _ends_another(surname.group(), document):
        end = surname.end()
    last = document.token_at(end - 1)
    while last is not None and last.index + 1 < len(last.sentence.tokens):
        token = last.sentence.tokens[last.index + 1]
        if token.start != end + 1 or not _one_name(last, token):
            break
        last, end = token, token.end
    return end


def _ends_another(word: str, document: Document) -> bool:
    """Whether a word, with the space before it, ends the name of another person as tagged: "Jonas *Fell*", beside Ruth Fell."""
    text = document.text
    return any(e.type == "Person" and text.endswith(word, e.start, e.end) for e in document.entities)


def _proper(at: int, document: Document) -> bool:
    """Whether the token at a character is a proper noun, and no date's."""
    token, entity = document.token_at(at), document.entity_at(at)
    return token is not None and token.upos == "PROPN" and (entity is None or entity.type == "Person")


def _person_from(entity: Entity, end: int, document: Document) -> int:
    """Where the name of a person begins that ends at `end`: "*Ruth* Hale", "*J.* Gerald Moss", "*Prince* Tom"."""
    text, start = document.text, entity.start
    first = document.token_at(start)
    while first is not None and first.index > 0 and first.start == start:
        token = first.sentence.tokens[first.index - 1]
        titled = " " not in text[entity.start : entity.end] and token.index > 0 and _titled(token)
        if token.end != start - 1 or not (_one_name(token, first) or _given(token) or titled):
            break
        first, start = token, token.start
    if initials := INITIALS_BEFORE.search(text, max(0, start - 8), start):
        return start - len(initials.group())
    title = _lasting_before(start, document) if " " not in text[start:end] else None
    return start if title is None else title


def _lasting_before(start: int, document: Document) -> int | None:
    """Where the title begins that belongs to the single name at `start`: "*Prince* Tom"."""
    names, token = document.language.names, document.token_at(start)
    if token is None or token.index == 0:
        return None
    title = token.sentence.tokens[token.index - 1]
    belongs = title.lower in names.lasting - names.titles and title.text.istitle() and title.end + 1 == start
    return title.start if belongs and document.entity_at(title.start) is None else None


def _one_name(before: Token, token: Token) -> bool:
    """Whether two neighbouring tokens are parts of one name, by the parse."""
    names = before.language.names
    if before.upos != "PROPN" or token.upos != "PROPN" or names.is_title(before.text) or is_role(before):
        return False
    small = before.text.islower() and before.text not in names.particles
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


# -- bodies ----------------------------------------------------------------------------------------------------------


def _whole_body(entity: Entity, document: Document) -> Entity:
    """A body with what is before and behind it: "*Norden-*X", "F.B.*I.*", "*6th* District Court", "NBC *News*"."""
    text = document.text
    start, end = entity.start, entity.end
    if end - start == 1 and (part := BEFORE_LETTER.search(text[max(0, start - 20) : start])):
        return replace(entity, start=start - len(part.group()))
    if (joined := _joined_from(entity, document)) is not None:
        return replace(entity, start=joined)
    if DOTTED.fullmatch(text[start:end]):
        rest = REST_OF_ACRONYM.match(text, end)
        begun = BEGIN_OF_ACRONYM.search(text[max(0, start - 8) : start])
        return replace(entity, start=start - len(begun.group()) if begun else start, end=rest.end() if rest else end)
    entity = _with_last_word(entity, document)
    return replace(entity, start=min(_numbered_from(entity, document), _family_from(entity, document)))


def _joined_from(entity: Entity, document: Document) -> int | None:
    """Where the name of a body begins, if the tagger left the first of two joined words out: "*Ferry-*Norden Trust Center"."""
    start = entity.start
    before = BEFORE_LETTER.search(document.text, max(0, start - 20), start)
    if entity.type != "Organization" or before is None or " " not in document.text[start : entity.end]:
        return None
    prefix = before.group()[:-1].lower() in document.language.bodies.prefixes
    return None if prefix or document.entity_at(before.start()) is not None else before.start()


def _with_last_word(entity: Entity, document: Document) -> Entity:
    """A body with the last word of its name, if the tagger left it out: "NBC *News*", "Norden *Ltd*", "Al *Norden*"."""
    after = NEXT_WORD.match(document.text, entity.end) if entity.type == "Organization" else None
    if after is None:
        return entity
    begun = document.text[entity.start : entity.end].lower() in document.language.names.particles
    if after[1] not in document.language.bodies.last_words and not (begun and after[1][0].isupper()):
        return entity
    return replace(entity, end=after.end())


def _numbered_from(entity: Entity, document: Document) -> int:
    """Where the name of a body begins, with a number that belongs to it: "*6th* District Court"."""
    inside = document.within(Span(entity.start, entity.end))
    first = inside[0] if inside else None
    if first is None or first.index == 0:
        return entity.start
    before = first.sentence.tokens[first.index - 1]
    return before.start if ORDINAL.fullmatch(before.text) and before.head in inside else entity.start


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
