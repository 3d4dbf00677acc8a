"""Analyses the source of a draft: its head, what kind of mention it is, and what its form tells.

In: a draft and the cast. Out: a Mention. The head and its apposition decide whom a phrase means; names deeper inside do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from quotes.article import Span
from quotes.attribution.draft import Draft
from quotes.document import Document, Token
from quotes.query import fold
from quotes.speakers.cast import Cast
from quotes.speakers.descriptions import is_definite, is_person_noun
from quotes.speakers.roles import is_role, of_another

__all__ = ["Form", "Mention", "antecedent", "form_of", "lead_of", "mention_of", "owner_of"]

Form = Literal[
    "none", "first", "second", "he", "it", "they", "pronoun", "name", "proper", "person", "body", "work", "thing"
]
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
AFTER_NAME = re.compile(r"\s*(?:$|[,(–—-]|(?:of|from|who|whose|at)\b)")
DESCRIBING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM"})  # words before a name that may describe its bearer
CLOSING_MARKS = frozenset(["”", "''", '"', "’’"])
POSSESSIVES = frozenset(["'s", "’s", "'", "’"])
FARTHEST = 25  # words between "who" and the person that it refers to
BESIDE = frozenset({"flat", "conj", "appos", "compound"})  # relations of a name to a noun for its bearer
LONGEST_CLIMB = 6  # steps from a relative pronoun to its antecedent


@dataclass(frozen=True)
class Mention:
    """The source of draft number `number`.

    `word` is its head in the source, `token` the head of what is meant (for a relative pronoun, its antecedent); `span` is the
    part of the source that is used; `verb` is the main word of the cue; `at` is the offset of the mention.
    """

    number: int
    draft: Draft
    form: Form
    at: int
    span: Span | None = None
    token: Token | None = None
    word: Token | None = None
    verb: Token | None = None
    relative: bool = False
    gender: str | None = None
    plural: bool = False
    definite: bool = False

    @property
    def owner(self) -> Token | None:
        """The owner of the described thing or person: "his" in "his lawyer"."""
        return owner_of(self.token) if self.token is not None else None

    @property
    def whole(self) -> Span | None:
        """The source from its first to its last part, with the part that is used."""
        if self.span is None:
            return None
        first, last = self.draft.source[0], self.draft.source[-1]
        return Span(min(self.span.start, first.start), max(self.span.end, last.end))


def owner_of(token: Token) -> Token | None:
    """The owner of a noun; no time owns anything ("Monday's poll")."""
    owner = token.child("nmod:poss")
    return None if owner is not None and owner.lower in owner.language.times else owner


def mention_of(number: int, draft: Draft, cast: Cast) -> Mention:
    """The mention in the source of a draft."""
    document = cast.document
    verb = _verb(draft, document)
    if not draft.source:
        at = draft.cue.start if draft.cue else draft.content[0].start
        return Mention(number, draft, "none", at, verb=verb)
    span = _after_agent(_part(draft, verb, document), verb, document)
    word = _headed(span, cast)
    if word is None:
        return Mention(number, draft, "none", span.start, span, verb=verb)
    apposed = _apposed_part(word, draft, cast)
    if apposed is not None:
        word, span = apposed
    token = word
    relative = word.lower in word.language.pronouns.relative and word.upos in {"PRON", "DET", "SCONJ"}
    if relative:
        noun = antecedent(word, cast)
        if noun is None:
            return Mention(number, draft, "pronoun", word.start, span, word, word, verb, relative=True)
        token, span = noun, cast.noun_span(noun)
    form = form_of(token, cast)
    gender = cast.language.pronouns.gender.get(token.lower)
    if gender is None and form in {"person", "name"}:
        gender = cast.language.names.gender_of_noun(token.text)
    if gender is None and form in {"name", "proper", "person"}:
        gender = _gender_of_self(token)
    plural = form == "they" or (token.has("Number=Plur") and not (form == "body" and _ends_a_name(token, cast)))
    return Mention(
        number, draft, form, token.start, span, token, word, verb, relative, gender, plural, is_definite(token)
    )


def _gender_of_self(token: Token) -> str | None:
    """The gender that a reflexive pronoun of a noun or name tells: "the mayor *herself*", "Hale *himself*"."""
    told = (token.language.pronouns.gender.get(t.lower) for t in token.children() if t.has("Reflex=Yes"))
    return next(told, None)


def _part(draft: Draft, verb: Token | None, document: Document) -> Span:
    """The part of a split source that is used: the one with the cue's subject, else the one nearest to the cue."""
    first, last = draft.source[0], draft.source[-1]
    if len(draft.source) == 1 or draft.cue is None:
        return Span(first.start, last.end)
    if not document.text[first.end : last.start].strip(" ,\n"):
        return Span(first.start, last.end)
    subject = verb.subject() if verb is not None else None
    if subject is not None:
        for span in draft.source:
            if span.start <= subject.start < span.end:
                return span
    cue = draft.cue
    return min(draft.source, key=lambda s: min(abs(cue.start - s.end), abs(s.start - cue.end)))


def _after_agent(span: Span, verb: Token | None, document: Document) -> Span:
    """A source without the hearer before the agent of a participle: "as told *to the Post by* the mayor"."""
    tokens = [t for t in document.within(span) if span.start < t.start]
    by = next((t for t in tokens if t.upos == "ADP" and t.lower in document.language.agent_prepositions), None)
    agent = by.head if by is not None and by.relation == "case" else None
    if by is None or verb is None or agent is None or agent.head is not verb or agent.relation != "obl":
        return span
    hearer = document.head_of(Span(span.start, by.start))
    return Span(by.end + 1, span.end) if hearer is not None and hearer.head is verb else span


def _headed(span: Span, cast: Cast) -> Token | None:
    """The head of a source; if the parser chose the wrong word, the one that the words around it tell."""
    named = _closing_name(span, cast)
    if named is not None:
        return named
    body = _described_body(span, cast)
    if body is not None:
        return body
    head = cast.document.head_of(span)
    if head is None:
        return None
    tokens = head.sentence.tokens
    after_title = next((t for t in tokens[head.index + 1 :] if t.text != "."), None)
    if after_title is not None and cast.language.names.is_title(head.text) and after_title.end <= span.end:
        return after_title if after_title.upos == "PROPN" else head  # "*Mrs.* Hale's", who was never tagged as a name
    before = tokens[head.index - 1] if head.index else None
    if before is not None and before.text == "Team" and head.upos == "PROPN" and before.start >= span.start:
        return before  # "Team Hale"
    if head.lemma.lower() in cast.language.places.before_name and (place := _place_called(head, cast)) is not None:
        return place  # "the city of Norcrest"
    name = cast.name_at(head)
    after = head.index + 1
    while name is not None and after < len(tokens) and tokens[after].start < name.end:
        after += 1
    owns = after < len(tokens) and tokens[after].text in POSSESSIVES
    follow = tokens[after + owns :]
    run = list(takewhile(lambda t: t.end <= span.end and t.upos in {"NOUN", "ADJ", "NUM"}, follow))
    last = next((t for t in reversed(run) if t.upos == "NOUN"), None)
    if last is None:
        return head
    if name is not None:  # "*Hale*'s wife", "*Hale* aides", "a *Harbour Bank* official"
        return last if owns or is_person_noun(last) else head
    if head.deprel == "nmod:poss" or owns:
        return last  # "*his* campaign"
    return last if head.upos == "NOUN" and is_person_noun(last) and not is_person_noun(head) else head


def _described_body(span: Span, cast: Cast) -> Token | None:
    """The head of a body's name directly behind a noun for its kind, after nothing but words before nouns, whatever the parse:
    "the research firm *Norden*", "Harbour League (HL) side *Halden Rovers* on Friday".
    """
    bodies = cast.language.bodies
    for name in cast.names_within(span):
        individual = cast.by_span[name]
        lead = _unquoted(lead_of(name, span, cast.document))
        if cast.kind(individual) != "organization" or individual in cast.places or not lead:
            continue
        noun = lead[-1]
        if noun.upos != "NOUN" or noun.text[0].isupper() or noun.has("Number=Plur") or noun.end + 1 != name.start:
            continue
        conjoined = DESCRIBING | {"CCONJ"}
        if bodies.like(noun.lemma.lower()) and cast.of(noun) is None and all(t.upos in conjoined for t in lead):
            inside = cast.document.within(name)
            return next((t for t in inside if t.head not in inside), None)
    return None


def _place_called(head: Token, cast: Cast) -> Token | None:
    """The name after "city of"."""
    tokens = head.sentence.tokens[head.index + 1 : head.index + 3]
    if len(tokens) < 2 or tokens[0].lower != "of" or cast.of(head) is not None:
        return None
    return tokens[1] if cast.kind_of(tokens[1]) == "organization" else None


def _closing_name(span: Span, cast: Cast) -> Token | None:
    """The head of a person's name at the end of a source, after nothing but titles and descriptions of that person.

    "Del. Ana Ruiz of the northern islands, the panel's youngest member", "former chief executive and candidate Ruth Hale", "an
    attorney for Hale, Mark Dunn,": Ruiz, Hale and Dunn, whatever the parser takes for the head.
    """
    persons = [name for name in cast.names_within(span) if cast.is_person(cast.by_span[name])]
    is_title = cast.language.names.is_title
    for name in persons:
        lead = lead_of(name, span, cast.document)
        rest = cast.text[name.end : span.end]
        if not (AFTER_NAME.match(rest) or rest in POSSESSIVES):
            continue
        lead = _unquoted(lead)
        comma = next((t for t in reversed(lead) if t.text == ","), None)
        apposed = False
        if comma is not None:  # "its vicar, *the Rev.* Judith Amory", "one delegate, *party treasurer* Ruth Hale"
            tail = lead[lead.index(comma) + 1 :]
            bare = all(is_title(t.text) or t.lower in {".", "the"} for t in tail)
            told = any(is_role(t) and t.upos != "VERB" for t in tail)
            apposed = (bare or told or _describes(tail, cast)) and _apposed(lead[: lead.index(comma)], cast, told=told)
        if _describes(lead, cast) or apposed:
            inside = cast.document.within(name)
            return next((t for t in inside if t.head not in inside), None)
    return None


def lead_of(name: Span, whole: Span, document: Document) -> list[Token]:
    """The words of a phrase before a name in it."""
    return [t for t in document.within(Span(whole.start, name.start)) if t.end <= name.start]


def _unquoted(lead: Sequence[Token]) -> list[Token]:
    """The words before a name, without titles of works and brackets: "*“Long Nights”* star", "Ferry County *(Ore.)* Sheriff"."""
    closed = next((at for at in range(len(lead) - 1, -1, -1) if lead[at].text in CLOSING_MARKS), None)
    kept: list[Token] = []
    inside = False
    for token in lead[closed + 1 if closed is not None else 0 :]:
        inside = token.text == "(" or (inside and token.text != ")")
        if not inside and token.text != ")":
            kept.append(token)
    return kept


def _apposed_part(word: Token, draft: Draft, cast: Cast) -> tuple[Token, Span] | None:
    """The name that a later part of the source gives to the person described in its first part, and that part.

    "*One clerk* leaving the hall*, Ruth Hale of Norcrest,* said": Hale.
    """
    if len(draft.source) < 2 or cast.of(word) is not None or not is_person_noun(word) or word.has("Number=Plur"):
        return None
    for part in draft.source[1:]:
        if not cast.text[: part.start + 1].rstrip('\u201c"').endswith(",") and not cast.text[part.start :].startswith(
            ","
        ):
            continue
        start = part.start + 1 if cast.text[part.start] == "," else part.start
        named = _closing_name(Span(start, part.end), cast)
        if named is not None:
            return named, part
    return None


def _describes(lead: Sequence[Token], cast: Cast) -> bool:
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
        describing = (
            of_body
            or honoured
            or token.upos in DESCRIBING
            or is_title(token.text)
            or is_role(token)
            or token.text == "-"
            or capital
        )
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


def _apposed(lead: Sequence[Token], cast: Cast, *, told: bool) -> bool:
    """Whether words before a comma and a name describe the one who is named: "an attorney for Hale".

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


def _verb(draft: Draft, document: Document) -> Token | None:
    """The cue's verb, else its first word."""
    if draft.cue is None:
        return None
    tokens: Sequence[Token] = document.within(draft.cue)
    return next((t for t in reversed(tokens) if t.upos == "VERB"), tokens[0] if tokens else None)


def antecedent(word: Token, cast: Cast) -> Token | None:
    """The noun to which the relative clause of a relative pronoun belongs; for "who", the nearest one for a person."""
    previous = word.sentence.tokens[word.index - 1] if word.index else None
    if previous is not None and (previous.upos == "NUM" or previous.lower in cast.language.parts_of_many):
        return previous  # "backs Hale, with another *40 percent* who say": not Hale
    at: Token | None = word
    for _ in range(LONGEST_CLIMB):
        at = at.head if at is not None else None
        if at is None:
            break
        if at.relation == "acl":
            noun = at.head
            if noun is not None and (name := _name_beside(word, noun, cast)) is not None:
                return name
            if (
                word.lower in cast.language.pronouns.relative_persons
                and noun is not None
                and not _may_be_who(noun, cast)
            ):
                before = word.sentence.tokens[max(0, word.index - FARTHEST) : word.index]
                return next((t for t in reversed(before) if t is not noun and _is_who(t, cast)), noun)
            return noun
    before = word.sentence.tokens[max(0, word.index - 3) : word.index]  # the parser joined the clause to nothing
    return next((t for t in reversed(before) if t.upos in {"NOUN", "PROPN"}), None)


def _name_beside(word: Token, noun: Token, cast: Cast) -> Token | None:
    """The head of the name directly before "who", if it stands in the noun's phrase as another word for it: "strategist and
    director *Ruth Moss*, who".
    """
    before = [t for t in word.sentence.tokens[: word.index] if t.text != ","]
    if not before or word.lower not in cast.language.pronouns.relative_persons or cast.kind_of(before[-1]) != "person":
        return None
    if noun.has("Number=Plur") or cast.of(noun) is not None:
        return None
    at = before[-1]
    while at.head is not None and at is not noun and at.relation in BESIDE:
        at = at.head
    name = cast.name_at(before[-1])
    return cast.document.head_of(name) if at is noun and name is not None else None


def _may_be_who(noun: Token, cast: Cast) -> bool:
    """Whether "who" may refer to a noun: a person, several persons, or anything that is not clearly a thing or a body."""
    kind = cast.kind_of(noun)
    if kind is not None:
        of_one = (
            noun.relation == "nmod" and noun.head is not None and is_role(noun.head)
        )  # "head of *Norden Securities*, who"
        return kind != "organization" or (noun.has("Number=Plur") and not of_one)
    return noun.upos in {"PRON", "PROPN", "NUM"} or noun.has("Number=Plur") or is_person_noun(noun)


def _is_who(token: Token, cast: Cast) -> bool:
    if token.upos not in {"NOUN", "PROPN"}:
        return False
    kind = cast.kind_of(token)
    return kind == "person" if kind is not None else token.upos == "NOUN" and is_person_noun(token)


def _is_alone(token: Token) -> bool:
    """Whether a noun stands with nothing but "the", or alone if it is in the plural."""
    bare = is_definite(token) or (token.has("Number=Plur") and token.child("det") is None)
    return bare and not token.children("amod", "compound", "flat", "nmod", "nmod:poss", "nummod")


def _ends_a_name(token: Token, cast: Cast) -> bool:
    """Whether a body's name ends with a noun that may stand for it: "the *archives*", "Norden Archives"."""
    return is_definite(token) and token.lower in cast.last_words


def form_of(token: Token, cast: Cast) -> Form:
    lower = token.lower
    pronouns, bodies, works = cast.language.pronouns, cast.language.bodies, cast.language.works
    if lower in pronouns.gender:
        return "he"
    if token.upos == "PRON" or lower in pronouns.first:
        if lower in pronouns.first:
            return "first"
        if lower in pronouns.second:
            return "second"
        if lower in pronouns.neuter:
            return "it"
        return "they" if lower in pronouns.plural else "pronoun"
    lemma = token.lemma.lower()
    individual = cast.of(token)
    if individual is not None and not (cast.is_person(individual) and lemma in bodies.nouns):
        return "name"
    if lemma in bodies.nouns | bodies.kinds and token.upos in {"NOUN", "PROPN"}:
        return "body"
    if cast.named_by(token) is not None:
        return "name"
    if lower in bodies.staffs and _is_alone(token) and cast.staffed_by(lower):
        return "body"  # "*the prosecutors*", whose office the article names
    figures = lower != lemma and lower in works.documents  # "*figures* from the bank"
    if is_person_noun(token) and not figures and not (token.upos == "PROPN" and fold(token.text) in cast.surnames):
        return "person"
    if token.upos == "PROPN" and token.text[:1].isupper() and lower not in bodies.never_last:
        return "body" if lower in bodies.alone and is_definite(token) and _is_alone(token) else "proper"
    if {lemma, lower} & (works.nouns | works.documents | bodies.studies | bodies.polls):
        return "work"
    if bodies.like(lemma):
        return "body"
    return "work" if {lemma, lower} & works.organs else "body" if _ends_a_name(token, cast) else "thing"
