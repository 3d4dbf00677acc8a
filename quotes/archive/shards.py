"""Writes annotated articles as rows of Parquet files, and reads them back: the form in which annotated archives are stored.

`SCHEMA` documents it: a row for each article, with its quotes and speakers nested. Offsets are Unicode characters of `text`,
end exclusive; a quote's `speaker` is an index into `speakers`. `SCHEMA_VERSION` is in each file's metadata and grows when a
column is removed or changes its meaning, not when one is added.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from quotes.annotation import Annotated, Quote, Role, Speaker, SpeakerMention
from quotes.article import Article, Span
from quotes.errors import ReadError

__all__ = ["FAILURES", "SCHEMA", "SCHEMA_VERSION", "read_shard", "row_of", "write_table"]

SCHEMA_VERSION = 1
_VERSION_KEY = b"quotes.schema"

_SPAN = pa.struct([pa.field("start", pa.int32(), nullable=False), pa.field("end", pa.int32(), nullable=False)])
_QUOTE = pa.struct(
    [
        ("content", pa.list_(_SPAN)),
        ("cue", pa.list_(_SPAN)),
        ("source", pa.list_(_SPAN)),
        ("source_head", _SPAN),
        ("kind", pa.string()),
        ("act", pa.string()),
        ("negated", pa.bool_()),
        ("speaker", pa.int32()),
        ("confidence", pa.float64()),
        ("speaker_confidence", pa.float64()),
        ("evidence", pa.string()),  # JSON
    ]
)
_SPEAKER = pa.struct(
    [
        ("name", pa.string()),
        ("kind", pa.string()),
        ("aliases", pa.list_(pa.string())),
        ("roles", pa.list_(pa.struct([("title", pa.string()), ("span", _SPAN)]))),
        ("gender", pa.string()),
        ("mentions", pa.list_(pa.struct([("span", _SPAN), ("form", pa.string())]))),
    ]
)
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("outlet", pa.string()),
        ("author", pa.string()),
        ("published", pa.string()),  # ISO 8601
        ("url", pa.string()),
        ("language", pa.string()),
        ("id_given", pa.bool_()),
        ("text", pa.string()),
        ("extra", pa.string()),  # the input's other fields, JSON
        ("models", pa.string()),
        ("rules", pa.string()),
        ("notes", pa.list_(pa.string())),  # what was not analysed because of limits
        ("quotes", pa.list_(_QUOTE)),
        ("speakers", pa.list_(_SPEAKER)),
    ],
    metadata={_VERSION_KEY: str(SCHEMA_VERSION).encode()},
)
# Inputs that gave no article, and articles that could not be analysed: where they came from, and the reason on one line.
FAILURES = pa.schema(
    [("path", pa.string()), ("line", pa.int64()), ("reason", pa.string())],
    metadata={_VERSION_KEY: str(SCHEMA_VERSION).encode()},
)

_SPANS = ("content", "cue", "source")


def row_of(annotated: Annotated) -> dict[str, Any]:
    """The row of an annotated article, as SCHEMA describes it."""
    article = {field.name: getattr(annotated.article, field.name) for field in fields(Article)}
    return {
        **article,
        "extra": json.dumps(dict(annotated.article.extra), ensure_ascii=False, default=str),
        "models": annotated.models,
        "rules": annotated.rules,
        "notes": list(annotated.notes),
        "quotes": [_quote_row(quote) for quote in annotated.quotes],
        "speakers": [_with_spans(asdict(speaker)) for speaker in annotated.speakers],
    }


def write_table(path: Path, rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> None:
    """Write rows as one Parquet file, which appears only when complete."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), unfinished, compression="zstd")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def read_shard(path: Path) -> Iterator[Annotated]:
    """The articles of one shard, in order. ReadError when the file is damaged or not a shard."""
    try:
        with pq.ParquetFile(path) as file:
            version = (file.schema_arrow.metadata or {}).get(_VERSION_KEY)
            if version is None:
                raise ReadError(f"{path}: not a shard of annotated articles")
            if int(version) > SCHEMA_VERSION:
                raise ReadError(f"{path}: written by a newer version of quotes; install that version to read it")
            for batch in file.iter_batches(batch_size=256):
                for row in batch.to_pylist():
                    yield _annotated(row)
    except (pa.ArrowInvalid, OSError) as error:
        raise ReadError(f"{path}: cannot be read as Parquet: {str(error).splitlines()[0]}") from error


def _quote_row(quote: Quote) -> dict[str, Any]:
    row = {field.name: getattr(quote, field.name) for field in fields(Quote)}
    return {
        **row,
        **{part: [span._asdict() for span in row[part]] for part in _SPANS},
        "source_head": quote.source_head._asdict() if quote.source_head else None,
        "evidence": json.dumps(dict(quote.evidence), ensure_ascii=False, default=str),
    }


def _with_spans(value: Any) -> Any:
    """The same data with each Span as {"start", "end"}."""
    if isinstance(value, Span):
        return value._asdict()
    if isinstance(value, dict):
        return {key: _with_spans(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_with_spans(item) for item in value]
    return value


def _annotated(row: Mapping[str, Any]) -> Annotated:
    facts = {field.name: row[field.name] for field in fields(Article) if field.name in row}
    return Annotated(
        article=Article(**{**facts, "extra": json.loads(row["extra"])}),
        quotes=tuple(_quote(item) for item in row["quotes"]),
        speakers=tuple(_speaker(item) for item in row["speakers"]),
        models=row["models"],
        rules=row["rules"],
        notes=tuple(row["notes"]),
    )


def _quote(row: Mapping[str, Any]) -> Quote:
    facts = {field.name: row[field.name] for field in fields(Quote) if field.name in row}
    return Quote(
        **{
            **facts,
            **{part: tuple(Span(**span) for span in row[part]) for part in _SPANS},
            "source_head": Span(**row["source_head"]) if row["source_head"] else None,
            "evidence": json.loads(row["evidence"]),
        }
    )


def _speaker(row: Mapping[str, Any]) -> Speaker:
    return Speaker(
        name=row["name"],
        kind=row["kind"],
        aliases=tuple(row["aliases"]),
        roles=tuple(Role(role["title"], Span(**role["span"])) for role in row["roles"]),
        gender=row["gender"],
        mentions=tuple(SpeakerMention(Span(**m["span"]), m["form"]) for m in row["mentions"]),
    )
