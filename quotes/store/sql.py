"""sqlite_utils' Database as the store uses it: questions and rows without what the library does around each of them.

A save asks some hundred questions; a savepoint around each, and a look at the schema before each insertion, took half its time.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

__all__ = ["Plain", "insert"]


# Rows a statement: a full-text index writes down what it holds before each statement that changes it, and a segment for
# every quote cost as much as all else about it.
_TOGETHER = 32


class Plain(Database):
    """A Database whose questions run as they are."""

    def query(
        self, sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None
    ) -> Generator[dict[str, Any], None, None]:
        """The rows as dictionaries. The question is asked at once, the rows are fetched as they are wanted."""
        cursor = self.conn.execute(sql, params or ())
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)


def insert(db: Database, table: str, rows: Iterable[Mapping[str, Any]], *, ignore: bool = False) -> None:
    """Add rows, which all have the columns of the first one; `ignore` leaves out those whose key is there already."""
    rows = list(rows)
    if not rows:
        return
    columns = list(rows[0])
    names = ", ".join(f'"{column}"' for column in columns)
    marks = f"({', '.join('?' * len(columns))})"
    policy = "OR IGNORE " if ignore else ""
    for start in range(0, len(rows), _TOGETHER):
        some = rows[start : start + _TOGETHER]
        sql = f"INSERT {policy}INTO {table} ({names}) VALUES {', '.join([marks] * len(some))}"
        db.conn.execute(sql, [row[column] for row in some for column in columns])
