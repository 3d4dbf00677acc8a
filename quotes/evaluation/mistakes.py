"""Counts the engine's mistakes by kind.

Quotes are paired with gold attributions as the scores pair them. Every gold attribution and every quote without a gold one
counts at most once, in the first kind that fits:

  missed …                 no quote overlaps the gold content by half
    too little, too much   a quote has less than half of the words, or more than twice as many
    other content          a quote has the gold cue, but other words
    cue without content    the network proposed the cue, but no content for it
    cue dropped            the network proposed cue and content, but the engine dropped them
    headline               it is in the first line
    quoted words           no cue proposed, although the content has quotation marks
    cue without verb       no cue proposed; the gold cue is a noun, adjective, preposition or punctuation mark
    nobody is the source   no cue proposed; gold has no source either
    plain clause           no cue proposed; anything else
  source …                 content found: the source is missing, is another one, or is given where gold has none
  speaker …                source found, name wrong: nobody named, by the form of the source (pronoun, description, body, name);
                           or another one named, by the same
  content …                source found, words differ: a span missing, too short, too long, or both
  act                      speech for thought or the other way round (only where the gold speaker is known)
  source boundaries        one source contains the other: it has a title, an apposition or a clause more; the same for cues
  extra …                  a quote that gold does not have
    of a few quoted words  scare quotes, titles, words mentioned as words
    without source         nobody utters it
    inside a quote         its words are part of a gold content that is paired with another quote
    thought, speech        anything else; some of these are quotes that the annotators missed
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from quotes.document.parse import Parse
from quotes.evaluation.words import Entry, Spans, Words, kind_of, pair, plain_name
from quotes.lang.language import Language
from quotes.lang.languages import ENGLISH

__all__ = ["Mistake", "Row", "as_json", "mistakes", "rows", "table"]

Marked = Mapping[str, frozenset[int]]  # the word numbers of "content", "cue" and "source"
OTHER_CONTENT = "missed: other content"
FOUND = 0.5  # Jaccard
FEW_WORDS = 5
EXAMPLE = 60  # characters of an example
EXAMPLES = 2
MARKS = ("direct", "mixed", "indirect")


@dataclass(frozen=True)
class Mistake:
    """One mistake: its kind, the kind of the quote (direct, mixed, indirect), and an example, cut short."""

    kind: str
    marks: str
    example: str


@dataclass(frozen=True)
class Row:
    """All mistakes of one kind: how many there are, in which kinds of quotes, and one or two examples."""

    kind: str
    count: int
    by_marks: Mapping[str, int]
    examples: tuple[str, ...]


def mistakes(
    document: Entry, quotes: Sequence[Entry], parse: Parse, speakers: Mapping[tuple[str, str], Entry]
) -> Iterator[Mistake]:
    """Every mistake in the quotes of one gold article. `speakers` has entries by article and attribution."""
    text, words = document["text"], Words(document["text"])
    gold = [(a, w) for a in document["attributions"] if (w := words.quote(a))["content"]]
    given = [(q, w) for q in quotes if (w := words.quote(q))["content"]]
    pairs = pair([w["content"] for _, w in gold], [w["content"] for _, w in given])
    partner = {p.gold: p for p in pairs}
    verbs = words.of([(w.start, w.end) for s in parse.sentences for w in s.words if w.upos in {"VERB", "AUX"}])
    bare = words.of([p.cue for p in parse.proposals if not p.content])
    proposed = words.of([p.cue for p in parse.proposals if p.content])
    first_line = words.of([(0, len(text.lstrip().split("\n")[0]))])
    misread: frozenset[int] = frozenset()  # words of cues whose quotes are counted as mistakes already
    for number, (attribution, want) in enumerate(gold):
        match = partner.get(number)
        marks = kind_of(text, attribution["content"])
        kind: str | None
        if match is None or match.jaccard < FOUND:
            kind = missed(
                want,
                [w for _, w in given],
                bare=bool(want["cue"] & bare),
                proposed=bool(want["cue"] & proposed),
                headline=want["content"] <= first_line,
                quoted=marks != "indirect",
                verb=bool(want["cue"] & verbs),
            )
        else:
            quote, got = given[match.predicted]
            entry = speakers.get((document["id"], attribution.get("id", "")))
            kind = (
                wrong_source(want, got)
                or (wrong_speaker(entry, quote, text) if entry else None)
                or wrong_content(want, got, len(attribution["content"]), len(quote["content"]))
                or (wrong_act(entry, quote) if entry else None)
                or wrong_boundaries(want, got)
            )
        if kind == OTHER_CONTENT:
            misread |= want["cue"]
        if kind:
            yield Mistake(kind, marks, example(text, attribution["content"]))
    paired = {p.predicted for p in pairs}
    covered = frozenset().union(*(gold[p.gold][1]["content"] for p in pairs)) if pairs else frozenset()
    for number, (quote, got) in enumerate(given):
        if number not in paired and not got["cue"] & misread:
            yield Mistake(extra(quote, got, covered), quote["kind"], example(text, quote["content"]))


def missed(
    want: Marked, given: Sequence[Marked], *, bare: bool, proposed: bool, headline: bool, quoted: bool, verb: bool
) -> str:
    """The kind of a gold attribution that was not found.

    `bare`: its cue was proposed without content; `proposed`: with content; `headline`: it is in the first line; `quoted`: it
    has quotation marks; `verb`: its cue has a verb.
    """
    nearest = max(
        (got["content"] for got in given), key=lambda words: len(words & want["content"]), default=frozenset()
    )
    if nearest & want["content"]:
        return "missed: too little" if len(nearest) <= len(want["content"]) else "missed: too much"
    if any(want["cue"] & got["cue"] for got in given):
        return OTHER_CONTENT
    if proposed:
        return "missed: cue dropped"
    if bare:
        return "missed: cue without content"
    if headline:
        return "missed: headline"
    if quoted:
        return "missed: quoted words"
    if not verb:
        return "missed: cue without verb"
    return "missed: plain clause" if want["source"] else "missed: nobody is the source"


def wrong_source(want: Marked, got: Marked) -> str | None:
    if want["source"] & got["source"] or not (want["source"] or got["source"]):
        return None
    if not got["source"]:
        return "source missing"
    return "source: another one" if want["source"] else "source where gold has none"


def wrong_speaker(entry: Entry, quote: Entry, text: str) -> str | None:
    """The kind of a wrong name; None if it is right, or if gold names nobody."""
    if entry["kind"] not in {"person", "organization"}:
        return None
    if plain_name(quote.get("speaker")) in {plain_name(name) for name in entry["speaker"].split(";")}:
        return None
    what = "another one named" if quote.get("speaker") else "nobody named"
    return f"speaker: {what}, from a {form(quote, text)}"


def form(quote: Entry, text: str, language: Language = ENGLISH) -> str:
    """The form of a quote's source: pronoun, body, name or description."""
    source = re.findall(r"[\w’'-]+", " ".join(text[a:b] for a, b in quote["source"]))
    plain = [w.lower() for w in source]
    if len(plain) < 3 and any(w in language.pronouns.personal or w.startswith("who") for w in plain):
        return "pronoun"
    if any(w in language.bodies.nouns for w in plain):
        return "body"
    return "name" if any(w[0].isupper() for w in source[1:] or source) else "description"


def wrong_content(want: Marked, got: Marked, spans_wanted: int, spans_given: int) -> str | None:
    wanted, given = want["content"], got["content"]
    if wanted == given:
        return None
    if given < wanted:
        return "content: a span missing" if spans_given < spans_wanted else "content too short"
    return "content too long" if given > wanted else "content too short and too long"


def wrong_act(entry: Entry, quote: Entry) -> str | None:
    if "speech" not in entry or (quote["act"] == "speech") == bool(entry["speech"]):
        return None
    return f"act: {quote['act']}, not {'speech' if entry['speech'] else 'thought'}"


def wrong_boundaries(want: Marked, got: Marked) -> str | None:
    if want["source"] != got["source"]:
        return "source boundaries"
    return "cue boundaries" if want["cue"] != got["cue"] else None


def extra(quote: Entry, got: Marked, covered: frozenset[int]) -> str:
    """The kind of a quote that gold does not have; `covered` are the words of paired gold contents."""
    if quote["kind"] != "indirect" and len(got["content"]) <= FEW_WORDS:
        return "extra: a few quoted words"
    if not got["source"]:
        return "extra: without source"
    if 2 * len(got["content"] & covered) > len(got["content"]):
        return "extra: inside a quote"
    return f"extra: {quote['act']}"


def example(text: str, spans: Spans) -> str:
    return shorten(" … ".join(text[a:b] for a, b in spans), EXAMPLE, placeholder=" …")


def rows(made: Iterable[Mistake]) -> list[Row]:
    """A row for each kind of mistake, the commonest first."""
    kinds: defaultdict[str, list[Mistake]] = defaultdict(list)
    for mistake in made:
        kinds[mistake.kind].append(mistake)
    ranked = sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Row(kind, len(of), Counter(m.marks for m in of), _shown(of)) for kind, of in ranked]


def _shown(of: Sequence[Mistake]) -> tuple[str, ...]:
    """The examples that need not be cut, longest first; if there are none, cut ones."""
    examples = sorted((m.example for m in of), key=lambda e: (e.endswith("…"), -len(e), e))
    return tuple(examples[:EXAMPLES])


def summary(ranked: Sequence[Row], gold: int, *, top: int) -> str:
    """A line with the number of errors, of gold attributions, and of the kinds shown."""
    shown = min(top, len(ranked))
    return f"{sum(r.count for r in ranked):,} errors, {gold:,} gold attributions; the {shown} commonest kinds:"


def table(ranked: Sequence[Row], *, top: int, examples: bool = False) -> tuple[list[str], list[list[str]]]:
    """Column titles and rows of the `top` commonest kinds, with examples if asked for."""
    rows = []
    for row in ranked[:top]:
        by_marks = " / ".join(str(row.by_marks.get(m, 0)) for m in MARKS)
        rows.append([row.kind, str(row.count), by_marks, *(["; ".join(row.examples)] if examples else [])])
    return ["kind of error", "count", " / ".join(MARKS), *(["for example"] if examples else [])], rows


def as_json(ranked: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows as JSON-ready data."""
    return [
        {"kind": r.kind, "count": r.count, "by marks": dict(r.by_marks), "examples": list(r.examples)} for r in ranked
    ]
