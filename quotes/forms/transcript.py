"""Transcripts: paragraphs that begin with a label ("CAPT TOLLAND: …", "**Q.** …", "Helen Brooks: …"), and the speakers they name.

Labels count only if the article has three labelled paragraphs, and one label comes back after another one. In mixed case, where
any word before a colon could be a label, most labelled paragraphs must also be sentences. Paragraphs between two labelled ones
continue the speech before them, unless they are stage directions, headings, or about that speaker; after the last label, only
while they have "I", "we" or "you".

A label is the name of the only person in the article with that name, or a part in the conversation ("THE PRESIDENT",
"MODERATOR"), or else a name as written. Labels of interviews are in interview.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, zip_longest

from quotes.attribution.draft import Draft, Rule
from quotes.document import Document
from quotes.forms import interview
from quotes.forms.naming import LABELLED, PART, called, persons_by_initials, persons_named
from quotes.lang.language import FormWords, Language, one_of
from quotes.names import person_name
from quotes.span import Span
from quotes.speakers.candidates import View
from quotes.speakers.resolution import Resolution

__all__ = ["by_label", "transcript_drafts"]

DIRECTION = re.compile(r"[*_\"“]*(?:\([^()]*\)|\[[^][]*\])[.*_\"”]*$")
SENTENCE_END = re.compile(r"[.?!…—–-][\"'”’)\]*_]*$")
CELTIC = re.compile(r"\bMa?c(?=[A-Z])")  # a name such as "McCAIN" counts as in capitals
LEAST_LINES = 3
SHORTEST_SENTENCE = 3  # words; fewer are a number or a name in a list


@dataclass(frozen=True)
class _Line:
    """A labelled paragraph: the number of the paragraph, its label, the mark after it, and the spoken words."""

    at: int
    label: str
    source: Span
    mark: Span | None
    content: Span
    party: bool

    @property
    def key(self) -> str:
        """The last word, which the labels of one speaker share ("Chris Matthews", "MATTHEWS")."""
        return self.label.split()[-1].casefold()

    @property
    def capital(self) -> bool:
        return self.party or CELTIC.sub("M", self.label).isupper()


def transcript_drafts(document: Document) -> list[Draft]:
    """A draft for every labelled paragraph of a transcript or interview; none for other articles."""
    text, whole, words = document.text, document.paragraphs, document.language.forms
    label = _label_pattern(words)
    lines = [line for at, p in enumerate(whole) if (line := _line(label, text, at, p))]
    capital = [line for line in lines if line.capital]
    if len(capital) >= LEAST_LINES and _come_back(capital):
        counted = capital
    else:
        counted = _in_turn([line for line in lines if not line.capital and line.at], text)
    drafts = []
    for line, following in zip_longest(counted, counted[1:]):
        more = whole[line.at + 1 : following.at if following else None]
        parts = [line.content, *_goes_on(more, line, text, words, last=following is None)]
        content = tuple(s for s in (_without_directions(p, text, words) for p in parts) if s.start < s.end)
        if content:
            step = f"a labelled line of a transcript: {line.label}"
            drafts.append(Draft(content, line.mark, (line.source,), Rule.TRANSCRIPT, 0.9, (step,)))
    return drafts


@cache
def _label_pattern(words: FormWords) -> re.Pattern[str]:
    """A pattern for a label with the mark after it: one of an interview, or a name, perhaps with brackets after it."""
    return re.compile(
        rf"""[*_"“>]*
        (?:(?P<party>{interview.parties(words)})(?:\**(?P<point>[:.])|(?=\ {{2}}|\t))
        |(?P<name>[A-Z][\w.'’-]*(?:\ (?:[A-Z][\w.'’-]*|{one_of(words.name_particles)})){{0,4}})
            (?:\ ?[(\[][^()\[\]\n]{{1,40}}[)\]])?\**(?P<colon>:))
        [*_]*\s+(?=\S)""",
        re.VERBOSE,
    )


def _line(label: re.Pattern[str], text: str, at: int, paragraph: Span) -> _Line | None:
    match = label.match(text, paragraph.start, paragraph.end)
    if match is None:
        return None
    party = match["party"] is not None
    mark = next((Span(*match.span(g)) for g in ("point", "colon") if match[g]), None)
    written = match["party"][0] if party else match["name"]
    source = Span(*match.span("party" if party else "name"))
    return _Line(at, written, source, mark, Span(match.end(), paragraph.end), party)


def _come_back(lines: Sequence[_Line]) -> list[int]:
    """The indexes of the lines whose label occurs again, with another label in between."""
    turns = Counter(key for key, _ in groupby(line.key for line in lines))
    return [i for i, line in enumerate(lines) if turns[line.key] > 1]


def _in_turn(lines: Sequence[_Line], text: str) -> list[_Line]:
    """The lines of a conversation labelled in mixed case: from the first to the last label that comes back, with neighbours."""
    back = _come_back(lines)
    said = (line.content.of(text) for line in lines)
    sentences = sum(bool(SENTENCE_END.search(words)) and len(words.split()) >= SHORTEST_SENTENCE for words in said)
    if len(lines) < LEAST_LINES or not back or 2 * sentences <= len(lines):
        return []
    first, last = back[0], back[-1]
    while first and lines[first - 1].at == lines[first].at - 1:
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].at == lines[last].at + 1:
        last += 1
    return list(lines[first : last + 1])


def _goes_on(more: Sequence[Span], line: _Line, text: str, words: FormWords, *, last: bool) -> list[Span]:
    """Those of the paragraphs `more` after `line`, without a label, that continue its speech."""
    spoken = []
    own_name = re.compile(rf"\b{re.escape(line.key)}\b", re.IGNORECASE)
    for paragraph in more:
        said = paragraph.of(text)
        if DIRECTION.match(said):
            continue
        about = len(line.key) > 1 and own_name.search(said)
        if about or not SENTENCE_END.search(said) or (last and not re.search(words.involved, said)):
            break
        spoken.append(paragraph)
    return spoken


def _without_directions(span: Span, text: str, words: FormWords) -> Span:
    """The span without stage directions ("(APPLAUSE)", "[laughs]") at its edges."""
    direction = re.compile(rf"(?:[(\[](?:[A-Z ,.]+|(?i:{words.sounds}))\.?[)\]])")
    start, end = span
    while match := direction.match(text, start, end):
        start = match.end()
        start += len(text[start:end]) - len(text[start:end].lstrip())
    for match in direction.finditer(text, start, end):
        if not text[match.end() : end].strip(' *_"”.'):
            end = start + len(text[start : match.start()].rstrip())
            break
    return Span(start, end)


def by_label(draft: Draft, labels: Sequence[Span], view: View) -> Resolution:
    """The speaker whom the label of a line names; of all `labels` with that surname, the fullest gives the name."""
    (label,) = draft.source
    text, cast, words = view.document.text, view.cast, view.document.language.forms
    written = label.of(text)
    if interview.is_party(written, words):
        return interview.by_part(label, labels[0].start, view)
    last = written.split()[-1].lower()
    if last in words.parts and not view.document.language.names.is_title(written.split()[-1]):
        return _part(written, last, label, view)
    fits = persons_named(written, cast)
    surname = person_name(written).surname
    others = (span.of(text) for span in labels)
    fuller = max((o for o in others if person_name(o).surname == surname), key=len, default=written)
    if len(fits) != 1:
        fits = persons_named(fuller, cast) or persons_by_initials(written, cast)
    if len(fits) == 1:
        (individual,) = fits
        name = cast.name(individual)
        if not name.isupper():
            return called(individual, cast, label, LABELLED, f"the label {written} is the name of {name}")
    name = _cased(fuller, view.document.language)
    return Resolution(None, (), "person", name, label, "name", LABELLED, (f"the label names {name}",))


def _part(written: str, noun: str, label: Span, view: View) -> Resolution:
    """The speaker of a label such as "THE PRESIDENT" or "MODERATOR": the only person with that role, else the part itself."""
    holders = {
        i for i, facts in view.facts.of.items() if view.cast.is_person(i) and any(noun == fact.head for fact in facts)
    }
    if len(holders) == 1:
        (individual,) = holders
        step = f"only {view.cast.name(individual)} is called “{noun}” in this article"
        return replace(called(individual, view.cast, label, PART, step), form="description")
    first, _, rest = written.lower().partition(" ")
    shown = rest.strip() if rest and first in view.document.language.articles else written.lower()
    return Resolution(None, (), "unnamed", shown, label, "description", PART, (f"the label names a part: {shown}",))


def _cased(written: str, language: Language) -> str:
    """A label in the form of a name: without titles, and with capitals only at the beginning of words."""
    plain = language.names.untitled(written)
    if not plain.isupper():
        return plain
    return re.sub(r"\bMc(\w)", lambda m: "Mc" + m[1].upper(), plain.title().replace("’S", "’s"))
