"""Makes a copy of a database for serving: one compact file, with search index and statistics up to date."""

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

    With `since` and `until` (ISO dates, both included) or `outlets`, the copy has only these articles and their speakers.
    `add` is called with the copy's path before it is compacted, and may add tables. Others may write to the source meanwhile.
    An existing target is replaced only once the copy is complete and sound. Raises StoreError.
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
        if not packed:  # a fresh copy is compact already
            connection.execute("VACUUM")
        # VACUUM may renumber the rows that the index refers to.
        connection.execute("INSERT INTO quotes_fts(quotes_fts) VALUES ('rebuild')")
        connection.execute("INSERT INTO quotes_fts(quotes_fts) VALUES ('optimize')")
        connection.execute("ANALYZE")
        verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
