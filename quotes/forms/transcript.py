"""Transcripts and interviews: paragraphs that begin with a label ("CAPT TOLLAND: …", "**Q.** …", "Helen Brooks: …").

Labels count only where an article is laid out that way: three labelled paragraphs, and one label that comes back after another
had the floor. In mixed case, where any colon might be a label, most labelled paragraphs must be sentences too. Paragraphs between
two labelled ones go on with the speaker before them, unless they are stage directions, headings, or tell about that speaker;
after the last one, only while they speak of "I", "we" or "you".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from quotes.article import Span
from quotes.attribution.draft import Draft, Rule
from quotes.document import Document
from quotes.lang.en.layout import INVOLVED, NAME_PARTICLES, PARTIES, SOUNDS

__all__ = ["PARTY", "transcript_drafts"]

PARTY = re.compile(rf"(?:{PARTIES})\d*")  # the labels of an interview
LABEL = re.compile(
    rf"""[*_"“>]*
    (?:(?P<party>{PARTY.pattern})(?:\**(?P<point>[:.])|(?=\ {{2}}|\t))
    |(?P<name>[A-Z][\w.'’-]*(?:\ (?:[A-Z][\w.'’-]*|{NAME_PARTICLES})){{0,4}})
        (?:\ ?[(\[][^()\[\]\n]{{1,40}}[)\]])?\**(?P<colon>:))
    [*_]*\s+(?=\S)""",
    re.VERBOSE,
)
DIRECTION = re.compile(r"[*_\"“]*(?:\([^()]*\)|\[[^][]*\])[.*_\"”]*$")
# Stage directions at the edges of what is said.
EDGE_DIRECTION = re.compile(rf"(?:[(\[](?:[A-Z ,.]+|(?i:{SOUNDS}))\.?[)\]])")
SENTENCE_END = re.compile(r"[.?!…—–-][\"'”’)\]*_]*$")
CELTIC = re.compile(r"\bMa?c(?=[A-Z])")  # "McCAIN" is in capitals all the same
LEAST_LINES = 3
SHORTEST_SENTENCE = 3  # words; less is a figure or a name in a list


@dataclass(frozen=True)
class _Line:
    """A labelled paragraph: number of the paragraph, its label, the mark after it, and what is said in it."""

    at: int
    label: str
    source: Span
    mark: Span | None
    content: Span

    @property
    def key(self) -> str:
        """What the labels of one speaker share: the last word ("Chris Matthews", "MATTHEWS")."""
        return self.label.split()[-1].casefold()

    @property
    def capital(self) -> bool:
        return self.label in {"Q", "A"} or CELTIC.sub("M", self.label).isupper()


def transcript_drafts(document: Document) -> list[Draft]:
    """A draft for every labelled paragraph of a transcript or interview; none for other articles."""
    text, whole = document.text, document.paragraphs
    lines = [line for at, p in enumerate(whole) if (line := _line(text, at, p))]
    capital = [line for line in lines if line.capital]
    if len(capital) >= LEAST_LINES and _come_back(capital):
        counted = capital
    else:
        counted = _in_turn([line for line in lines if not line.capital and line.at], text)
    drafts = []
    for line, following in zip_longest(counted, counted[1:]):
        more = whole[line.at + 1 : following.at if following else None]
        parts = [line.content, *_goes_on(more, line, text, last=following is None)]
        content = tuple(s for s in (_without_directions(p, text) for p in parts) if s.start < s.end)
        if content:
            step = f"a labelled line of a transcript: {line.label}"
            drafts.append(Draft(content, line.mark, (line.source,), Rule.TRANSCRIPT, 0.9, (step,)))
    return drafts


def _line(text: str, at: int, paragraph: Span) -> _Line | None:
    match = LABEL.match(text, paragraph.start, paragraph.end)
    if match is None:
        return None
    label = match["party"] or match["name"]
    group = "party" if match["party"] else "name"
    mark = next((Span(*match.span(g)) for g in ("point", "colon") if match[g]), None)
    short = label[0] if group == "party" else label
    return _Line(at, short, Span(*match.span(group)), mark, Span(match.end(), paragraph.end))


def _come_back(lines: Sequence[_Line]) -> list[int]:
    """Which lines have a label that is there again before or after another one had the floor."""
    turns = Counter(key for key, _ in groupby(line.key for line in lines))
    return [i for i, line in enumerate(lines) if turns[line.key] > 1]


def _in_turn(lines: Sequence[_Line], text: str) -> list[_Line]:
    """Of lines labelled in mixed case those of a conversation: from the first to the last label that comes back, and on."""
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


def _goes_on(more: Sequence[Span], line: _Line, text: str, *, last: bool) -> list[Span]:
    """The paragraphs without label, of those after `line`, that are still its speaker's."""
    spoken = []
    own_name = re.compile(rf"\b{re.escape(line.key)}\b", re.IGNORECASE)
    for paragraph in more:
        words = paragraph.of(text)
        if DIRECTION.match(words):
            continue
        about = len(line.key) > 1 and own_name.search(words)
        if about or not SENTENCE_END.search(words) or (last and not INVOLVED.search(words)):
            break
        spoken.append(paragraph)
    return spoken


def _without_directions(span: Span, text: str) -> Span:
    start, end = span
    while match := EDGE_DIRECTION.match(text, start, end):
        start = match.end()
        start += len(text[start:end]) - len(text[start:end].lstrip())
    for match in EDGE_DIRECTION.finditer(text, start, end):
        if not text[match.end() : end].strip(' *_"”.'):
            end = start + len(text[start : match.start()].rstrip())
            break
    return Span(start, end)
