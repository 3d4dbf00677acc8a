"""Template functions that turn stored text into markup: highlights, hits, dates, links and charts.

All text comes from other people's web pages: every function escapes it before adding markup.
Offsets count Unicode characters of the article's text, end exclusive.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from datasette import hookimpl
from markupsafe import Markup, escape

# Datasette runs this file without making its folder importable.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from quotes_site.paragraphs import paragraphs

__all__ = ["Paragraph", "Sentence", "annotate", "chart", "long_date", "marked", "safe_url", "sentence"]

# The end of a sentence: a full stop that does not belong to an abbreviation, with the marks after it; or the end of a line.
_SENTENCE_END = re.compile(
    r"(?:\.(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bMrs\.)(?<!\bSen\.)(?<!\bGov\.)(?<!\bRep\.)(?<!\bGen\.)(?<!\b[A-Z]\.)|[!?…])"
    r"[\"”’')\]]*(?=\s)|\n+"
)
_LONG, _SHORT = 460, 340  # characters: longer sentences are folded, and only so much of their beginning is shown
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

KINDS = ("direct", "mixed", "indirect")


class Segment(NamedTuple):
    """The text between two neighbouring borders of spans, with the quotes whose content, cue or source covers it."""

    start: int
    end: int
    content: list[Mapping[str, Any]]
    cue: list[Mapping[str, Any]]
    source: list[Mapping[str, Any]]
    mention: bool = False


class Paragraph(NamedTuple):
    """A paragraph. `html` is safe; `notes`: groups of successive quotes by one speaker that begin here; `quotes`: ids of all
    quotes that touch it.
    """

    html: Markup
    notes: list[list[Mapping[str, Any]]]
    quotes: set[str]


class Sentence(NamedTuple):
    """A quote in its sentence, as markup: the whole, and its beginning if it is long (else None)."""

    html: Markup
    begins: Markup | None
    words: int


def sentence(
    near: str | None,
    offset: int | None,
    spans: Sequence[Mapping[str, Any]],
    words: Sequence[str] = (),
    content: str = "",
) -> Sentence:
    """The sentence or sentences with a quote, in which content, cue, source and the words of a search are marked.

    `near` is the part of the article around the quote; it begins at `offset` in the article. `content` is shown if the quote has
    no spans.
    """
    parts = [span for span in spans if span["part"] in ("content", "cue", "source") and span["start"] < span["end"]]
    if not near or offset is None or not parts:
        near, offset, parts = content, 0, [{"part": "content", "start": 0, "end": len(content)}]
    start = max(0, min(span["start"] for span in parts) - offset)
    end = min(len(near), max(span["end"] for span in parts) - offset)
    left = max((match.end() for match in _SENTENCE_END.finditer(near, max(0, start - 700), start)), default=0)
    following = _SENTENCE_END.search(near, max(start, end - 2))
    right = max(end, following.end() if following else len(near))
    left += len(near[left:start]) - len(near[left:start].lstrip())
    text = near[left:right].rstrip()
    marks = [(span["part"], span["start"] - offset - left, span["end"] - offset - left) for span in parts]
    marks += _hits(text, words)
    begins = None
    if len(text) > _LONG:
        # Of a long sentence, the beginning is shown; or, if the words of the search come later, the part from there on.
        shown = next((max(0, first - 80) for part, first, _ in marks if part == "hit" and first > _SHORT), 0)
        cut = text.rfind(" ", shown, shown + _SHORT)
        cut = len(text) if shown + _SHORT >= len(text) else cut if cut > shown else shown + _SHORT
        begins = _spanned(text, marks, shown, cut)
        begins = Markup("{}{}{}").format("… " if shown else "", begins, " …" if cut < len(text) else "")
    return Sentence(_spanned(text, marks, 0, len(text)), begins, len(text.split()))


def marked(text: str, words: Sequence[str]) -> Markup:
    """A text with the words of a search marked."""
    return _spanned(text, _hits(text, words), 0, len(text))


def _hits(text: str, words: Sequence[str]) -> list[tuple[str, int, int]]:
    if not words:
        return []
    pattern = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return [
        ("hit", match.start(), match.end())
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)
    ]


def _spanned(text: str, marks: Sequence[tuple[str, int, int]], start: int, end: int) -> Markup:
    borders = sorted({start, end, *(min(max(edge, start), end) for _, left, right in marks for edge in (left, right))})
    pieces = []
    for left, right in pairwise(borders):
        parts = {part for part, first, last in marks if first <= left and right <= last}
        html = str(escape(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text[left:right]).replace("\n", " ")))
        if "hit" in parts:
            html = f"<mark>{html}</mark>"
        names = [name for part, name in (("content", "said"), ("cue", "cue"), ("source", "src")) if part in parts]
        pieces.append(f'<span class="{" ".join(names)}">{html}</span>' if names else html)
    return Markup("".join(pieces))  # each piece is escaped; a page has thousands, too many for Markup.format


def safe_url(url: str | None) -> str | None:
    """The URL if a browser may follow it (http or https with a host), else None."""
    cleaned = (url or "").strip()
    if _CONTROL.search(cleaned):
        return None
    try:
        parts = urlsplit(cleaned)
        return cleaned if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


@lru_cache(maxsize=1 << 14)  # a page has the same dates many times
def long_date(published: str | None) -> str:
    """ "2024-12-19" or "2024-12-19T08:00:00Z" as "19 December 2024", "2024-12" as "December 2024"; anything else unchanged."""
    text = published or ""
    if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", text, re.ASCII):
        return f"{datetime.date.fromisoformat(f'{text}-01'):%B} {text[:4]}"
    try:
        day = datetime.date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{day.day} {day:%B} {day.year}"


def _segments(start: int, end: int, spans: Sequence[tuple[int, int, str, Mapping[str, Any]]]) -> Iterable[Segment]:
    borders = {start, end}
    for left, right, _, _ in spans:
        borders.update((max(left, start), min(right, end)))
    points = sorted(borders)
    for left, right in pairwise(points):
        parts: dict[str, list[Mapping[str, Any]]] = {"content": [], "cue": [], "source": [], "mention": []}
        for span_start, span_end, part, quote in spans:
            if span_start <= left and right <= span_end and quote not in parts[part]:
                parts[part].append(quote)
        yield Segment(left, right, parts["content"], parts["cue"], parts["source"], bool(parts["mention"]))


def _length(quote: Mapping[str, Any]) -> int:
    return sum(span["end"] - span["start"] for span in quote["spans"] if span["part"] == "content")


def _ids(quotes: Iterable[Mapping[str, Any]]) -> str:
    return " ".join(quote["id"] for quote in quotes)


def _marked(text: str, segment: Segment) -> Markup:
    """One segment as markup. Of nested quotes, the innermost gives the colour and is first in data-q."""
    html = escape(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text[segment.start : segment.end]))
    if segment.mention:
        html = Markup('<mark class="mention" id="mention">{}</mark>').format(html)
    if segment.source:
        html = Markup('<span class="src" data-q="{}">{}</span>').format(_ids(segment.source), html)
    if segment.cue:
        html = Markup('<span class="cue" data-q="{}">{}</span>').format(_ids(segment.cue), html)
    if segment.content:
        inner, *outer = sorted(segment.content, key=_length)
        kind = inner["kind"] if inner["kind"] in KINDS else "indirect"
        nested = " nested" if outer else ""
        html = Markup('<mark class="q q-{}{}" data-q="{}">{}</mark>').format(kind, nested, _ids([inner, *outer]), html)
    return html


def annotate(
    text: str,
    quotes: Sequence[Mapping[str, Any]],
    *,
    anchors: bool = True,
    mention: tuple[int, int] | None = None,
) -> list[Paragraph]:
    """The article's paragraphs with every quote's content, cue and source marked.

    A quote is a mapping with id, number, kind, label, voice (who speaks; successive quotes with the same voice share a note) and
    spans (part, start, end). With `anchors`, there is a target #q-ID at the start of each quote and a numbered link to its note
    #n-ID at its end. `mention` is another span to mark, with the target #mention. Spans may nest, overlap, cross paragraphs or
    reach beyond the text.
    """
    spans = [
        (span["start"], span["end"], span["part"], quote)
        for quote in quotes
        for span in quote["spans"]
        if span["part"] in ("content", "cue", "source") and span["start"] < span["end"]
    ]
    if mention and mention[0] < mention[1]:
        spans.append((*mention, "mention", {"id": ""}))
    edges = paragraphs(text)
    segments = [
        [*_segments(start, end, [span for span in spans if span[0] < end and span[1] > start])] for start, end in edges
    ]
    opens: dict[str, Segment] = {}
    closes: dict[str, Segment] = {}
    for segment in chain.from_iterable(segments):
        for quote in segment.content:
            opens.setdefault(quote["id"], segment)
            closes[quote["id"]] = segment
    shown = []
    for within in segments:
        html: list[Markup] = []
        notes: list[list[Mapping[str, Any]]] = []
        for segment in within:
            for quote in segment.content:
                if opens[quote["id"]] is not segment:
                    continue
                if anchors:
                    html.append(Markup('<span class="at" id="q-{}"></span>').format(quote["id"]))
                if notes and notes[-1][0]["voice"] == quote["voice"]:
                    notes[-1].append(quote)
                else:
                    notes.append([quote])
            html.append(_marked(text, segment))
            html += [_reference(quote) for quote in segment.content if anchors and closes[quote["id"]] is segment]
        touching = {quote["id"] for segment in within for quote in (*segment.content, *segment.cue, *segment.source)}
        shown.append(Paragraph(Markup("").join(html), notes, touching))
    return shown


def _reference(quote: Mapping[str, Any]) -> Markup:
    return Markup('<a class="ref" href="#n-{0}" data-q="{0}" aria-label="{1}">{2}</a>').format(
        quote["id"], f"Quote {quote['number']}: {quote['label']}", quote["number"]
    )


def _periods(first: datetime.date, last: datetime.date) -> tuple[str, list[str], int]:
    """The unit (day, month or year), all its values from the first to the last day, and the length of its ISO prefix."""
    span = (last - first).days
    if span <= 45:
        return "day", [str(first + datetime.timedelta(days=n)) for n in range(span + 1)], 10
    if span <= 5 * 366:
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return "month", [f"{month // 12}-{month % 12 + 1:02}" for month in months], 7
    return "year", [f"{year:04}" for year in range(first.year, last.year + 1)], 4


def _date(day: str) -> datetime.date | None:
    """The date of an ISO day; None for other forms such as "2024-W05-1"."""
    try:
        date = datetime.date.fromisoformat(day)
    except ValueError:
        return None
    return date if date.isoformat() == day else None


def chart(counts: Iterable[Mapping[str, Any]], *, name: str) -> dict[str, Any] | None:
    """Counts over time ({day, kind, n}, day an ISO date) as stacked bars in SVG, with the same figures as rows.

    By days, months or years, depending on the time between the first and the last day. None if no day is known. The drawing is
    100 units high and stretches to any width; labels belong beside it, in HTML.
    """
    # A large archive has thousands of days: go through them only once.
    by_day: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in counts:
        by_day[row["day"] or ""][row["kind"]] += row["n"]
    dates = {day: date for day in by_day if (date := _date(day)) is not None}
    if not dates:
        return None
    unit, periods, prefix = _periods(min(dates.values()), max(dates.values()))
    table = {period: dict.fromkeys(KINDS, 0) for period in periods}
    for day in dates:
        for kind, n in by_day[day].items():
            table[day[:prefix]][kind if kind in KINDS else "indirect"] += n
    totals = {period: sum(kinds.values()) for period, kinds in table.items()}
    top_period = max(totals, key=lambda period: totals[period])
    top = totals[top_period]
    # With few periods, leave space between the bars rather than making them very wide.
    slot = max(10.0, 120 / len(periods))
    bars: list[str] = []
    for index, (period, kinds) in enumerate(table.items()):
        base = 100.0
        pieces: list[str] = []
        for kind in KINDS:
            height = 100 * kinds[kind] / top
            base -= height
            if height:
                x = index * slot + (slot - 8) / 2
                pieces.append(f'<rect class="bar-{kind}" x="{x:.1f}" y="{base:.2f}" width="8" height="{height:.2f}"/>')
        bars.append(f"<g><title>{long_date(period)}: {totals[period]}</title>{''.join(pieces)}</g>")
    first, last = long_date(periods[0]), long_date(periods[-1])
    summary = f"Quotes per {unit} from {first} to {last}. Most: {top} ({long_date(top_period)})."
    svg = Markup(
        '<svg class="chart" viewBox="0 0 {:.0f} 100" preserveAspectRatio="none" role="img" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">Quotes over time</title><desc id="{}-d">{}</desc>{}</svg>'
    ).format(slot * len(periods), name, name, name, name, summary, Markup("".join(bars)))
    rows = [{"period": long_date(period), **table[period], "total": totals[period]} for period in periods]
    return {"svg": svg, "unit": unit, "first": first, "last": last, "top": top, "rows": rows}


def negation(quote: Mapping[str, Any]) -> str:
    """The label of a negated quote: "denied" for a cue such as "denied" or "rejects", else "not said"; "not so" for thoughts."""
    if quote["act"] == "thought":
        return "not so"
    return (
        "denied"
        if re.search(r"\b(?:den(?:y|ies|ied|ying)|disput|reject|refut)", quote["cue"] or "", re.IGNORECASE)
        else "not said"
    )


def xml_text(text: str | None) -> str:
    """`text` without the characters that XML 1.0 does not allow."""
    return re.sub(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]", "", text or "")


def timestamp(published: str | None) -> str:
    """An ISO date or date-time in the form of RFC 3339; the epoch for anything else."""
    try:
        moment = datetime.datetime.fromisoformat(published or "")
    except ValueError:
        return "1970-01-01T00:00:00Z"
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return moment.isoformat(timespec="seconds")


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.filters.update(
        long_date=long_date,
        safe_url=safe_url,
        negation=negation,
        timestamp=timestamp,
        xml_text=xml_text,
        thousands=lambda number: f"{number or 0:,}",
        percent=lambda share: f"{100 * share:.0f} %",
    )
    env.globals.update(annotate=annotate, chart=chart, marked=marked, sentence=sentence)
