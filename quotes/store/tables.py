"""Writes quotes as Parquet, for DuckDB, pandas and the like. Needs pyarrow (the extra `parquet`)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from quotes.store.queries import COLUMNS, Row

__all__ = ["SCHEMA", "write_parquet", "write_partitioned"]

_ROWS = 20_000  # held in memory at a time
_TYPES = {
    "negated": pa.bool_(),
    "corrected": pa.bool_(),
    "confidence": pa.float64(),
    "speaker_confidence": pa.float64(),
    "speaker_id": pa.int64(),
    "position": pa.int32(),
}
# The columns of the view quotes_full; evidence is JSON.
SCHEMA = pa.schema([(column, _TYPES.get(column, pa.string())) for column in COLUMNS])
# The columns that name the folders of a partitioned export; "unknown" for a quote without outlet or date.
_PARTITIONS = pa.schema([("outlet_folder", pa.string()), ("month", pa.string())])


def write_parquet(rows: Iterable[Row], target: Path) -> int:
    """Write rows of quotes_full as one Parquet file, which appears only when complete; return how many."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    written = 0
    try:
        with pq.ParquetWriter(part, SCHEMA, compression="zstd") as writer:
            for batch in _batches(rows):
                writer.write_batch(batch)
                written += batch.num_rows
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return written


def write_partitioned(rows: Iterable[Row], target: Path) -> int:
    """Write rows as Parquet files in folders "outlet_folder=…/month=2025-03" below a new folder `target`; return how many."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    whole = pa.schema([*SCHEMA, *_PARTITIONS])
    written = 0
    try:
        for number, batch in enumerate(_batches(rows)):
            outlets = [outlet or "unknown" for outlet in batch["outlet"].to_pylist()]
            months = [(day or "unknown")[:7] for day in batch["published"].to_pylist()]
            ds.write_dataset(
                pa.Table.from_arrays([*batch.columns, pa.array(outlets), pa.array(months)], schema=whole),
                part,
                basename_template=f"quotes-{number:05}-{{i}}.parquet",
                format="parquet",
                partitioning=ds.partitioning(_PARTITIONS, flavor="hive"),
                existing_data_behavior="overwrite_or_ignore",
                max_partitions=_ROWS,
            )
            written += batch.num_rows
        part.mkdir(exist_ok=True)
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return written


def _batches(rows: Iterable[Row]) -> Iterator[pa.RecordBatch]:
    rows = iter(rows)
    while chunk := list(islice(rows, _ROWS)):
        flags = [{**row, "negated": bool(row["negated"]), "corrected": bool(row["corrected"])} for row in chunk]
        yield pa.RecordBatch.from_pylist(flags, schema=SCHEMA)
