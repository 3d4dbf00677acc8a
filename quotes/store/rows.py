"""Makes the rows that the database stores from an annotated article; nothing here touches a database."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from typing import Any

from quotes.annotation import Annotated, Quote
from quotes.article import Article, Span
from quotes.document.paragraphs import paragraphs
from quotes.store.keys import facts_digest, text_digest, url_key
from quotes.wording import one_line

__all__ = [
    "SPLIT",
    "QuoteRows",
    "annotation_digest",
    "article_digest",
    "article_row",
    "context_of",
    "mention_rows",
    "quote_rows",
]

# Joins the parts of a split quote where its content is shown as one text.
SPLIT = " … "
# Characters kept on either side of a quote where its paragraph is longer than that (texts without line breaks).
_CONTEXT = 400
_PART_NAMES = ("content", "cue", "source")


@dataclass(frozen=True)
class QuoteRows:
    """One row of `quotes` without its run and speaker_id; the rows of `quote_spans`; the index of its speaker."""

    quote: dict[str, Any]
    spans: list[dict[str, Any]]
    speaker: int | None


def article_digest(article: Article) -> str:
    """SHA-256 of all facts of an article except its id."""
    return facts_digest(vars(article))


def annotation_digest(annotated: Annotated) -> str:
    """SHA-256 of everything that was found, and of the models and rules that found it."""
    return _digest({name: value for name, value in vars(annotated).items() if name != "article"})


def article_row(article: Article) -> dict[str, Any]:
    """A row of `articles` without digests and run."""
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "author": article.author,
        "published": article.published,
        "url": article.url,
        "language": article.language,
        "text": article.text,
        "words": len(article.text.split()),
        "extra": json.dumps(dict(article.extra), ensure_ascii=False, default=str),
        "text_sha256": text_digest(article.text),
        "url_key": url_key(article.url),
        "id_given": int(article.id_given),
    }


def article_of(row: Mapping[str, Any]) -> Article:
    """The article of a row that `article_row` made."""
    facts = {name: row[name] for name in ("id", "text", "title", "outlet", "author", "published", "url", "language")}
    return Article(**facts, extra=json.loads(row["extra"]), id_given=bool(row["id_given"]))


def quote_rows(annotated: Annotated) -> Iterator[QuoteRows]:
    """The rows of the article's quotes, in order.

    A quote's id is a digest of the article's id and the quote's words, not of offsets or order, so that it survives edits
    elsewhere in the text. For the n-th quote with the same words, n goes into the digest.
    """
    text = annotated.article.text
    lines = paragraphs(text)
    seen: Counter[str] = Counter()
    for position, quote in enumerate(annotated.quotes, start=1):
        words = SPLIT.join(one_line(span.of(text)) for span in quote.content)
        identity = json.dumps([annotated.article.id, words, seen[words]], ensure_ascii=False)
        seen[words] += 1
        quote_id = hashlib.sha256(identity.encode()).hexdigest()[:16]
        row = {
            "id": quote_id,
            "article_id": annotated.article.id,
            "position": position,
            "kind": quote.kind,
            "act": quote.act,
            "negated": int(quote.negated),
            "speaker_status": _status(annotated, quote),
            "content": _join(quote.content, text),
            "cue": _join(quote.cue, text),
            "source": _join(quote.source, text),
            "context": context_of(text, [*quote.content, *quote.cue, *quote.source], lines),
            "confidence": quote.confidence,
            "speaker_confidence": quote.speaker_confidence,
            "evidence": json.dumps(
                {**quote.evidence, "models": annotated.models, "rules": annotated.rules},
                ensure_ascii=False,
                default=str,
            ),
        }
        yield QuoteRows(row, list(_span_rows(quote_id, quote)), quote.speaker)


def mention_rows(annotated: Annotated) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of `mentions` without name and speaker, each with the index of its speaker."""
    for index, speaker in enumerate(annotated.speakers):
        for mention in speaker.mentions:
            yield (
                index,
                {
                    "article_id": annotated.article.id,
                    "start": mention.span.start,
                    "end": mention.span.end,
                    "text": mention.span.of(annotated.article.text),
                    "form": mention.form,
                },
            )


def context_of(text: str, spans: Sequence[Span], lines: Sequence[Span]) -> str:
    """The text of those paragraphs (`lines`) that `spans` touch; only the neighbourhood where a paragraph is very long."""
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    first = max(0, bisect_right(lines, start, key=lambda line: line.start) - 1)
    last = bisect_left(lines, end, key=lambda line: line.end)
    first = min(lines[first].start, start) if lines else start
    last = lines[last].end if last < len(lines) and lines[last].start < end else end
    before, after = text[first:start], text[end:last]
    if len(before) > _CONTEXT:
        before = "…" + re.sub(r"^\S*", "", before[-_CONTEXT:])
    if len(after) > _CONTEXT:
        after = re.sub(r"\S*$", "", after[:_CONTEXT]) + "…"
    return (before + text[start:end] + after).strip()


def _status(annotated: Annotated, quote: Quote) -> str:
    if quote.speaker is None:
        return "unknown" if quote.source else "none"
    return "unnamed" if annotated.speakers[quote.speaker].kind == "unnamed" else "named"


def _span_rows(quote_id: str, quote: Quote) -> Iterator[dict[str, Any]]:
    parts = {name: getattr(quote, name) for name in _PART_NAMES}
    parts["head"] = (quote.source_head,) if quote.source_head else ()
    for part, spans in parts.items():
        for start, end in dict(spans).items():  # a part cannot hold two spans of one start
            yield {"quote_id": quote_id, "part": part, "start": start, "end": end}


def _join(spans: Sequence[Span], text: str) -> str:
    return SPLIT.join(span.of(text) for span in spans)


def _digest(data: dict[str, Any]) -> str:
    def plain(value: object) -> object:
        return vars(value) if is_dataclass(value) else str(value)

    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, default=plain)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
