"""Adapts the site to its server: descriptions and canned queries of the database, whatever its file is called; headers and
compression for every response; limits for visitors' SQL; and no file paths on any page.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasette import NotFound, Response, hookimpl
from datasette.utils import parse_metadata

# Datasette runs this file without making its folder importable.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from quotes_site.database import find_database
from quotes_site.host import describe, is_current
from quotes_site.responses import Guarded

__all__ = ["asgi_wrapper", "canned_queries", "get_metadata", "prepare_connection", "register_routes", "startup"]

DESCRIPTION: dict[str, Any] = parse_metadata((Path(__file__).resolve().parent.parent / "database.yaml").read_text())

# The largest value, in bytes, that a visitor's SQL may make: `randomblob(1000000000)` takes half a minute. Articles are far
# smaller.
LONGEST_VALUE = 16_000_000
_LENGTH_LIMIT = 0  # SQLITE_LIMIT_LENGTH


@hookimpl
def startup(datasette: Any) -> Callable[[], Any]:
    async def prepare() -> None:
        database = await find_database(datasette)
        if database and is_current(datasette):
            await describe(datasette, database.name, DESCRIPTION)

    return prepare


@hookimpl(optionalhook=True)
def get_metadata(datasette: Any) -> dict[str, Any]:
    """For Datasette 0.65."""
    name = getattr(datasette, "quotes_database", None)
    return {"databases": {name: {key: DESCRIPTION[key] for key in ("title", "description", "tables")}}} if name else {}


@hookimpl(optionalhook=True)
def canned_queries(datasette: Any, database: str) -> dict[str, Any]:
    """For Datasette 0.65."""
    return DESCRIPTION["queries"] if database == getattr(datasette, "quotes_database", None) else {}


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    if hasattr(conn, "setlimit"):  # Python 3.11
        conn.setlimit(_LENGTH_LIMIT, LONGEST_VALUE)
    conn.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, *_: Any) -> int:
    """Allow everything except the list of databases, which has file paths; Datasette itself reads it with a PRAGMA."""
    hidden = action == sqlite3.SQLITE_READ and (first or "").casefold() == "pragma_database_list"
    return sqlite3.SQLITE_DENY if hidden else sqlite3.SQLITE_OK


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    return lambda app: Guarded(app, datasette)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/-/databases(?:\.(?P<format>json))?$", databases),
        (r"^/-/threads(?:\.(?P<format>json))?$", hidden),
    ]


async def databases(datasette: Any, request: Any) -> Response:  # noqa: ARG001 (Datasette passes it by name)
    """Datasette's own list of databases, without file paths."""
    listed = [
        {
            "name": database.name,
            "route": database.route,
            "size": database.size,
            "is_mutable": database.is_mutable,
            "is_memory": database.is_memory,
        }
        for database in datasette.databases.values()
        if database.name != "_internal"
    ]
    return Response.json({"ok": True, "databases": listed} if is_current(datasette) else listed)


async def hidden() -> Response:
    raise NotFound("This page shows internals of the server and is disabled here.")
