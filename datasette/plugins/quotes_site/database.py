"""Reading the database that `quotes ingest` wrote: which one it is, and its quotes as rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = [
    "COLUMNS",
    "JOINED",
    "ORDERS",
    "USUAL_ROLE",
    "counts_over_time",
    "find_database",
    "one",
    "quotes_by_id",
    "rows",
]

TABLES = {"articles", "quotes", "quote_spans", "quotes_fts", "speakers", "aliases", "roles", "runs"}
JOINED = "quotes q join articles a on a.id = q.article_id left join speakers s on s.id = q.speaker_id"
COLUMNS = """
    q.id, q.position, q.kind, q.act, q.negated, q.speaker_status, q.content, q.cue, q.source, q.context, q.confidence,
    q.evidence, q.article_id, a.title, a.outlet, a.author, a.published, a.ingested, a.url,
    s.name as speaker, s.slug as speaker_slug, s.kind as speaker_kind, s.gender,
    (select role from roles r where r.speaker_id = q.speaker_id and r.article_id = q.article_id
     order by r.start limit 1) as role
"""
USUAL_ROLE = """(select role from roles r where r.speaker_id = s.id
    group by role order by count(*) desc, role limit 1) as role"""
ORDERS = {
    "newest": "a.published is null, a.published desc, a.id, q.position",
    "oldest": "a.published is null, a.published, a.id, q.position",
}


async def find_database(datasette: Any) -> Any | None:
    """The first database with the project's tables."""
    for database in datasette.databases.values():
        if set(await database.table_names()) >= TABLES:
            return database
    return None


async def rows(
    database: Any, sql: str, params: Mapping[str, Any] | None = None, *, time_limit: int | None = None
) -> list[dict[str, Any]]:
    """The rows of a query, which may take `time_limit` ms, or what the server's settings allow."""
    return [dict(row) for row in await database.execute(sql, params or {}, custom_time_limit=time_limit)]


async def one(database: Any, sql: str, params: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    found = await rows(database, sql, params)
    return found[0] if found else None


async def quotes_by_id(database: Any, ids: Sequence[str]) -> list[dict[str, Any]]:
    found = await rows(
        database,
        f"select {COLUMNS} from {JOINED} where q.id in (select value from json_each(:ids))",
        {"ids": json.dumps(ids)},
    )
    by_id = {row["id"]: row for row in found}
    return [by_id[quote_id] for quote_id in ids if quote_id in by_id]


async def counts_over_time(database: Any, where: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    return await rows(
        database,
        f"""select substr(a.published, 1, 10) as day, q.kind, count(*) as n from quotes q
            join articles a on a.id = q.article_id where {where} and a.published != '' group by 1, 2 order by 1""",
        params,
    )
