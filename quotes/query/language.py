"""Parses what a person types into a search box: words for the full-text index, and filters.

    parse('climate OR "sea level" -war speaker:"Ada Birch" after:2024')

There are no syntax errors: what cannot be understood is left out, and `ignored` says so. A value that a field cannot have
("kind:bogus") is reported in `errors`, for the caller to refuse or to show.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

__all__ = [
    "ACTS",
    "KINDS",
    "LONGEST",
    "STATUSES",
    "Filter",
    "Query",
    "Term",
    "about_expression",
    "checked_value",
    "day_bound",
    "parse",
]

KINDS = ("direct", "mixed", "indirect")
ACTS = ("speech", "thought")
STATUSES = ("named", "unnamed", "unknown", "none")
LONGEST = 500  # characters of a search that are read
_MOST_TERMS = 60  # of words and phrases; FTS5 slows down with each
_DEEPEST = 20  # brackets inside brackets
_NEAR_WORDS = 10  # how far apart NEAR lets words stand, when nothing else is said

# The names that people may type for a field, and the filter that each stands for.
_FIELDS = {
    "speaker": "speaker",
    "by": "speaker",
    "about": "about",
    "outlet": "outlet",
    "kind": "kind",
    "act": "act",
    "source": "status",
    "status": "status",
    "after": "since",
    "since": "since",
    "before": "before",
    "until": "until",
    "confidence": "confidence",
}
_CHOICES: Mapping[str, tuple[str, Sequence[str]]] = {
    "kind": ("a kind of quote", KINDS),
    "act": ("an act", ACTS),
    "status": ("a kind of source", STATUSES),
}
_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<near>NEAR\()
    | (?P<open>-?\() | (?P<close>\))
    | (?P<name>-?[A-Za-z]+):(?:"(?P<quoted>[^"]*)"?|(?P<value>[^\s"()]*))
    | (?P<minus>-?)"(?P<phrase>[^"]*)(?P<end>"?)(?P<star>\*?)
    | (?P<word>[^\s"()]+)""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Filter:
    """`field` is speaker, about, outlet, kind, act, status, since, before, until or confidence."""

    field: str
    value: str
    excluded: bool = False


@dataclass(frozen=True)
class Term:
    """A word or phrase that a quote must or may contain: how to show it, and its FTS5 expression."""

    label: str
    match: str


@dataclass(frozen=True)
class Query:
    """A parsed search.

    `match` is an FTS5 expression, None if the search has no words to find. `without` is the expression for quotes to leave
    out, used only where `match` is None: FTS5 cannot express "all but these". `reading` describes the search in plain words.
    `terms` are the words to find, without the excluded ones.
    """

    text: str = ""
    match: str | None = None
    without: str | None = None
    filters: tuple[Filter, ...] = ()
    reading: str = ""
    ignored: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()

    def values(self, name: str) -> tuple[str, ...]:
        """The values that the filter `name` asks for."""
        return tuple(item.value for item in self.filters if item.field == name and not item.excluded)

    def excluded(self, name: str) -> tuple[str, ...]:
        return tuple(item.value for item in self.filters if item.field == name and item.excluded)


def parse(text: str) -> Query:
    """Parse a search. Never fails; see the module's docstring for input that makes no sense."""
    return _Parser(text).query()


def checked_value(name: str, value: str) -> str:
    """A filter's value in its usual spelling. Raises ValueError, with a sentence to show, when the filter cannot have it."""
    value = " ".join(value.split())
    shown = value[:40]
    if name in _CHOICES:
        what, choices = _CHOICES[name]
        if value.casefold() not in choices:
            raise ValueError(f"“{shown}” is not {what}: choose {_either(choices)}.")
        return value.casefold()
    if name in ("since", "before", "until"):
        if not _is_date(value):
            raise ValueError(f"“{shown}” is not a date: write 2024, 2024-06 or 2024-06-30.")
        return value
    if name == "confidence":
        number = re.fullmatch(r"(?:>=?)?(\d?\.\d+|\d+)(%?)", value.replace(" ", ""), re.ASCII)
        share = float(number[1]) / (100 if number[2] else 1) if number else -1.0
        if not 0 <= share <= 1:
            raise ValueError(f"“{shown}” is not a confidence: write a number from 0 to 1.")
        return f"{share:g}"
    return value


def about_expression(name: str) -> str | None:
    """The FTS5 expression for quotes whose own words contain a name; None for a name without letters and digits."""
    words = " ".join(name.replace('"', " ").split())
    return f'{{content}} : "{words}"' if any(letter.isalnum() for letter in words) else None


def day_bound(until: str) -> str:
    """The last possible ISO day of a year, a month or a day, for comparing texts."""
    return until if len(until) == 10 else f"{until}-99"


def _is_date(value: str) -> bool:
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value, re.ASCII):
        return False
    try:
        datetime.date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
    except ValueError:
        return False
    return True


def _either(choices: Sequence[str]) -> str:
    return ", ".join(choices[:-1]) + " or " + choices[-1]


# The parts of a query. `said` describes a part in plain words.


@dataclass(frozen=True)
class _Words:
    match: str
    said: str


@dataclass(frozen=True)
class _Not:
    part: _Part


@dataclass(frozen=True)
class _All:
    parts: tuple[_Part, ...]


@dataclass(frozen=True)
class _Any:
    parts: tuple[_Part, ...]


_Part = _Words | _Not | _All | _Any


@dataclass
class _Token:
    kind: str  # open, close, not, and, or, near, words, field
    text: str
    negative: bool = False
    value: str = ""
    prefix: bool = False


@dataclass
class _Parser:
    """A recursive-descent parser: brackets bind most tightly, then NOT and -, then AND (or nothing), then OR."""

    text: str
    tokens: list[_Token] = field(default_factory=list)
    at: int = 0
    depth: int = 0
    counted: int = 0
    filters: list[Filter] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def query(self) -> Query:
        text = self.text.replace("\0", " ").translate({ord("“"): '"', ord("”"): '"', ord("„"): '"'}).strip()
        if len(text) > LONGEST:
            text = text[:LONGEST]
            self.ignored.append(f"Only the first {LONGEST} characters were read.")
        self.tokens = self._tokens(text)
        parts: list[_Part] = []
        while self.at < len(self.tokens):
            if (part := self._any()) is not None:
                parts.append(part)
            if self.at < len(self.tokens):  # only a closing bracket too many stops before the end
                self.at += 1
                self._ignore("A closing bracket without an opening one was left out.")
        whole = _joined(parts)
        match, without = self._compiled(whole) if whole else (None, [])
        filters = list(dict.fromkeys(self.filters))
        self._check_dates(filters)
        return Query(
            text=self.text.strip()[:LONGEST],
            match=_taken_away(match, without) if match else None,
            without=" OR ".join(without) if without and not match else None,
            filters=tuple(filters),
            reading=_reading(whole, filters),
            ignored=tuple(dict.fromkeys(self.ignored)),
            errors=tuple(dict.fromkeys(self.errors)),
            terms=tuple(self.terms) if match else (),
        )

    def _ignore(self, sentence: str) -> None:
        self.ignored.append(sentence)

    def _check_dates(self, filters: Sequence[Filter]) -> None:
        since = [item.value for item in filters if item.field == "since"]
        ends = [item for item in filters if item.field in ("until", "before")]
        for end in ends:
            if any(start > day_bound(end.value) or (end.field == "before" and start >= end.value) for start in since):
                self.errors.append(f"The search begins after it ends: from {max(since)} to {end.value}.")

    # Tokens

    def _tokens(self, text: str) -> list[_Token]:
        tokens = []
        for token in _TOKEN.finditer(text):
            if token["space"]:
                continue
            if token["near"]:
                tokens.append(_Token("near", token[0]))
            elif token["open"]:
                tokens.append(_Token("open", token[0], negative=token["open"].startswith("-")))
            elif token["close"]:
                tokens.append(_Token("close", token[0]))
            elif token["name"]:
                tokens += self._field_or_words(token)
            elif token["phrase"] is not None:
                if not token["end"] and token["phrase"].strip():
                    self._ignore("A quotation mark was not closed: the phrase was read to the end.")
                words, inner_star = re.subn(r"\*+\s*$", "", token["phrase"])
                prefix = bool(token["star"] or inner_star)
                tokens += self._words(words, negative=bool(token["minus"]), prefix=prefix, shown=token[0])
            else:
                tokens += self._word(token["word"])
        return tokens

    def _field_or_words(self, token: re.Match[str]) -> list[_Token]:
        name = token["name"].lstrip("-")
        value = token["quoted"] if token["quoted"] is not None else token["value"]
        canonical = _FIELDS.get(name.casefold())
        if canonical is None:
            negative = token["name"].startswith("-")
            return self._words(f"{name}:{value}", negative=negative, prefix=False, shown=token[0])
        if not value.strip():
            self._ignore(f"“{name}:” has no value and was left out.")
            return []
        return [_Token("field", token[0], negative=token["name"].startswith("-"), value=f"{canonical}:{value.strip()}")]

    def _word(self, word: str) -> list[_Token]:
        if word in ("AND", "OR", "NOT", "&&", "||"):
            return [_Token({"&&": "and", "||": "or"}.get(word, word.lower()), word)]
        if re.fullmatch(r"NEAR(/\d+)?", word):
            return [_Token("between", word, value=word[5:])]
        if word == "-":
            return []
        negative = word.startswith("-") and len(word) > 1
        bare = word[1:] if negative else word
        prefix = bool(re.search(r"\w\*+$", bare))
        return self._words(bare.rstrip("*") if prefix else bare, negative=negative, prefix=prefix, shown=word)

    def _words(self, words: str, *, negative: bool, prefix: bool, shown: str) -> list[_Token]:
        words = " ".join(words.split())
        if not any(letter.isalnum() for letter in words):
            # Nobody wants to find commas and dashes between words, but perhaps an emoji.
            if any(unicodedata.category(letter) == "So" for letter in shown):
                self._ignore(f"“{shown.strip()[:40]}” contains no letter or digit to look for.")
            return []
        self.counted += 1
        if self.counted > _MOST_TERMS:
            self._ignore(f"Only the first {_MOST_TERMS} words were read.")
            return []
        return [_Token("words", words, negative=negative, prefix=prefix)]

    # Grammar

    def _peek(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def _any(self) -> _Part | None:
        """Alternatives with OR between them."""
        first_filter = len(self.filters)
        branches: list[_Part] = []
        number = 0
        while True:
            before = len(self.filters)
            part = self._all()
            if part is not None:
                branches.append(part)
            elif before == len(self.filters) and (number or self._peek() == "or"):
                self._ignore("“OR” with nothing on one side was left out.")
            number += 1
            if self._peek() != "or":
                break
            self.at += 1
        new = self.filters[first_filter:]
        if number > 1 and new and (branches or len({item.field for item in new}) > 1):
            names = _either([*dict.fromkeys(f"{item.field}:" for item in new), ""])
            self._ignore(f"Fields ({names.rpartition(' or ')[0]}) apply to the whole search, not to one side of OR.")
        positive = [part for part in branches if len(branches) == 1 or _is_positive(part)]
        if len(positive) < len(branches):
            self._ignore("An excluded word cannot be one side of OR, and was left out.")
        return _Any(tuple(positive)) if len(positive) > 1 else positive[0] if positive else None

    def _all(self) -> _Part | None:
        """Parts that must all hold, with AND or nothing between them."""
        parts: list[_Part] = []
        while (kind := self._peek()) not in ("", "close", "or"):
            if kind in ("and", "between"):
                word = self.tokens[self.at].text
                self.at += 1
                if (not parts and not self.filters) or self._peek() in ("", "close", "or", "and"):
                    self._ignore(f"“{word}” with nothing on one side was left out.")
                elif kind == "between" and parts and self._peek() == "words" and isinstance(parts[-1], _Words):
                    parts[-1] = self._between(parts[-1], word)
                continue
            part = self._one()
            if part is not None:
                parts.append(part)
        return _joined(parts)

    def _between(self, left: _Words, word: str) -> _Words:
        """ "a NEAR b", "a NEAR/5 b"."""
        token = self.tokens[self.at]
        self.at += 1
        distance = min(int(word[5:] or _NEAR_WORDS), 1000)
        right = self._words_part(token)
        inner = left.match[5 : left.match.rindex(",")] if left.match.startswith("NEAR(") else left.match
        return _Words(
            f"NEAR({inner} {right.match}, {distance})", f"{left.said} within {distance} words of {right.said}"
        )

    def _one(self, *, negative: bool = False) -> _Part | None:
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "not":
            if self._peek() in ("", "close", "or", "and", "between"):
                self._ignore("“NOT” with nothing after it was left out.")
                return None
            return self._one(negative=not negative)
        negative ^= token.negative
        if token.kind == "field":
            self._filter(token, negative)
            return None
        if token.kind == "words":
            if not negative:
                self.terms.append(Term(token.text + "*" * token.prefix, self._words_part(token).match))
            return _Not(self._words_part(token)) if negative else self._words_part(token)
        part = self._near() if token.kind == "near" else self._bracket(negative)
        return _Not(part) if negative and part is not None else part

    def _words_part(self, token: _Token) -> _Words:
        match = f'"{token.text}"' + " *" * token.prefix
        if token.prefix:
            return _Words(match, f"{'a phrase' if ' ' in token.text else 'a word'} beginning “{token.text}”")
        return _Words(match, f"“{token.text}”")

    def _bracket(self, negative: bool) -> _Part | None:
        self.depth += 1
        if self.depth > _DEEPEST:
            self._ignore("Brackets are nested too deeply; the innermost were left out.")
            part = None
        else:
            before = len(self.terms)
            part = self._any()
            if negative:
                del self.terms[before:]
        self.depth -= 1
        if self._peek() == "close":
            self.at += 1
        else:
            self._ignore("A bracket was not closed.")
        return part

    def _near(self) -> _Part | None:
        """ "NEAR(one two, 5)": its words, up to the bracket that closes it."""
        words: list[_Words] = []
        distance = _NEAR_WORDS
        while self._peek() not in ("", "close"):
            token = self.tokens[self.at]
            self.at += 1
            if token.kind != "words":
                continue
            number = re.fullmatch(r",?\s*(\d{1,3})", token.text)
            if number and words and self._peek() in ("", "close"):
                distance = int(number[1])
                continue
            ended = re.fullmatch(r"(.*\w),(\d{1,3})", token.text)  # "two,5"
            if ended:
                distance = int(ended[2])
                token = _Token("words", ended[1])
            words.append(self._words_part(_Token("words", token.text.rstrip(","), prefix=token.prefix)))
        if self._peek() == "close":
            self.at += 1
        if not words:
            return None
        self.terms += [Term(part.said.strip("“”"), part.match) for part in words]
        if len(words) == 1:
            return words[0]
        said = " and ".join(part.said for part in words) + f" within {distance} words of each other"
        return _Words(f"NEAR({' '.join(part.match for part in words)}, {distance})", said)

    def _filter(self, token: _Token, negative: bool) -> None:
        name, _, value = token.value.partition(":")
        try:
            value = checked_value(name, value)
        except ValueError as error:
            self.errors.append(str(error))
            return
        if name == "about" and about_expression(value) is None:
            self._ignore(f"“{token.text[:40]}” contains no letter or digit to look for.")
            return
        if negative and name in ("since", "before", "until", "confidence"):
            self._ignore(f"“{token.text}” cannot be excluded and was left out.")
            return
        self.filters.append(Filter(name, value, negative))

    # FTS5

    def _compiled(self, part: _Part) -> tuple[str | None, list[str]]:
        """The expression for what must match, None if nothing must, and the expressions for what must not."""
        if isinstance(part, _Words):
            return part.match, []
        if isinstance(part, _Not):
            match, without = self._compiled(part.part)
            return (None, [_taken_away(match, without)]) if match else (" OR ".join(without) or None, [])
        compiled = [self._compiled(inner) for inner in part.parts]
        if isinstance(part, _Any):
            return " OR ".join(f"({_taken_away(match, without)})" for match, without in compiled if match) or None, []
        wanted = [f"({match})" if " " in match else match for match, _ in compiled if match]
        return " AND ".join(wanted) or None, [expression for _, without in compiled for expression in without]


def _joined(parts: Sequence[_Part]) -> _Part | None:
    return _All(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None


def _is_positive(part: _Part) -> bool:
    if isinstance(part, _Not):
        return False
    return isinstance(part, _Words) or any(_is_positive(inner) for inner in part.parts)


def _taken_away(match: str, without: Iterable[str]) -> str:
    excluded = " OR ".join(f"({expression})" for expression in without)
    return f"({match}) NOT ({excluded})" if excluded else match


def _reading(whole: _Part | None, filters: Sequence[Filter]) -> str:
    """How the query was read: "with “ice” and “thin”, by Ada Birch, from 2024 on"."""
    clauses = []
    if whole is not None:
        parts = whole.parts if isinstance(whole, _All) else (whole,)
        wanted = [part for part in parts if not isinstance(part, _Not)]
        unwanted = [part.part for part in parts if isinstance(part, _Not)]
        if wanted:
            clauses.append("with " + " and ".join(_said(part, inside=len(wanted) > 1) for part in wanted))
        if unwanted:
            clauses.append("without " + " or ".join(_said(part, inside=True) for part in unwanted))
    for name, words in _FILTER_WORDS.items():
        for excluded in (False, True):
            values = [item.value for item in filters if item.field == name and item.excluded is excluded]
            if values:
                clauses.append("not " * excluded + words.format(" or ".join(values)))
    return ", ".join(clauses)


_FILTER_WORDS = {
    "speaker": "by {}",
    "about": "about {} in the quote itself",
    "outlet": "in {}",
    "kind": "{} quotes",
    "act": "{} only",
    "status": "source: {}",
    "since": "from {} on",
    "before": "before {}",
    "until": "up to {}",
    "confidence": "at least {} sure",
}


def _said(part: _Part, *, inside: bool) -> str:
    if isinstance(part, _Words):
        return part.said
    if isinstance(part, _Not):
        return "not " + _said(part.part, inside=True)
    word = " or " if isinstance(part, _Any) else " and "
    text = word.join(_said(inner, inside=True) for inner in part.parts)
    return f"({text})" if inside else text
