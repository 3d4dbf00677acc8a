"""Hides the differences between Datasette 0.65 and 1.0 from all other modules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["check_permission", "describe", "environment", "is_current", "site_metadata"]


def is_current(datasette: Any) -> bool:
    """Whether this is Datasette 1.0, alphas included."""
    return hasattr(datasette, "get_instance_metadata")


async def site_metadata(datasette: Any) -> Mapping[str, Any]:
    """Title and description of the whole site."""
    if is_current(datasette):
        metadata: Mapping[str, Any] = await datasette.get_instance_metadata()
        return metadata
    return datasette.metadata() or {}


async def check_permission(datasette: Any, actor: Any, database: str) -> None:
    """Raise Forbidden if the visitor may not see the database."""
    if is_current(datasette):
        from datasette.resources import DatabaseResource

        await datasette.ensure_permission(
            action="view-database", resource=DatabaseResource(database=database), actor=actor
        )
    else:
        await datasette.ensure_permissions(actor, [("view-database", database), "view-instance"])


def environment(datasette: Any, request: Any) -> Any:
    """The Jinja environment, for templates that are rendered outside a page."""
    return datasette.get_jinja_environment(request) if is_current(datasette) else datasette.jinja_env


async def describe(datasette: Any, database: str, description: Mapping[str, Any]) -> None:
    """Set titles, table settings and queries of a database in Datasette 1.0; in 0.65, hooks return them."""
    for key in ("title", "description"):
        await datasette.set_database_metadata(database, key, description[key])
    settings = datasette.config.setdefault("databases", {}).setdefault(database, {}).setdefault("tables", {})
    for table, entries in description["tables"].items():
        for key, value in entries.items():
            if key == "description":
                await datasette.set_resource_metadata(database, table, key, value)
            elif key == "columns":
                for column, words in value.items():
                    await datasette.set_column_metadata(database, table, column, "description", words)
            else:
                settings.setdefault(table, {}).setdefault(key, value)
    for name, query in description["queries"].items():
        if await datasette.get_query(database, name) is None:
            await datasette.add_query(
                database,
                name,
                query["sql"],
                title=query.get("title"),
                description=query.get("description"),
                parameters=query.get("params"),
                is_trusted=True,
                source="config",
            )
