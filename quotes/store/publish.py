"""A copy of a database for serving it unchanged: in one piece, compact, with its search index and statistics fresh."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Collection
from pathlib import Path

from quotes.errors import StoreError
from quotes.store.store import Store

__all__ = ["publish"]


def publish(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    since: str | None = None,
    until: str | None = None,
    outlets: Collection[str] = (),
    add: Callable[[Path], object] | None = None,
) -> Path:
    """Write a copy of the database `source`, as it is at this moment, to `target` for `datasette -i`; return its path.

    With `since` and `until` (ISO dates, both included) or `outlets`, only the articles that they name are in it, and
    who is quoted there. `add` may put more into the copy, before it is packed. The source may be being written to. An
    existing target is replaced only when the copy is complete and sound.
    """
    target = Path(target)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    with Store.open(source, write=False) as store:
        try:
            part.unlink(missing_ok=True)
            store.copy_to(part)
            if since or until or outlets:
                with Store.open(part) as copy:
                    copy.keep_only(since=since, until=until, outlets=outlets)
            if add is not None:
                add(part)
            _finish(part, packed=not (since or until or outlets or add))
            part.replace(target)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{target}: cannot write a copy of {source} ({error})") from error
        finally:
            part.unlink(missing_ok=True)
    return target


def _finish(path: Path, *, packed: bool) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        if not packed:  # a copy as it was made is
            connection.execute("VACUUM")
        # VACUUM may renumber the rows that the index refers to.
        connection.execute("INSERT INTO quotes_fts(quotes_fts) VALUES ('rebuild')")
        connection.execute("INSERT INTO quotes_fts(quotes_fts) VALUES ('optimize')")
        connection.execute("ANALYZE")
        verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
