"""The database file: the one place that opens it, and the transactions that write to it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from sqlite_utils import Database

from quotes.annotation import Annotated
from quotes.article import Article
from quotes.errors import ReadError, StoreError
from quotes.speakers.across import fold
from quotes.store import queries
from quotes.store.identity import file_speakers, keys_of_article, refresh, rows_of_article, settle_keys
from quotes.store.migrations import APPLICATION_ID, is_current, is_newer, migrate
from quotes.store.queries import Filters, Hit, Row
from quotes.store.rows import annotation_digest, article_digest, article_row, quote_rows

__all__ = ["Saved", "Store"]

Saved = Literal["added", "unchanged", "replaced"]

# How long to wait for another program's transaction before giving up. One article takes milliseconds.
_BUSY_SECONDS = 20.0


class Store:
    """An open database. Made by `Store.open`; a context manager that closes it.

    Every method raises StoreError when the database cannot do what it should.
    """

    def __init__(self, path: Path, db: Database, *, writable: bool) -> None:
        self.path = path
        self._db = db
        self._writable = writable

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, create: bool = False, write: bool = True) -> Self:
        """Open the database at `path`, bringing an older one up to date.

        `create` makes it when it does not exist. With `write` False the file is not touched (unless it is an older
        one), and may be on read-only media.
        """
        path = Path(path)
        with _reported(path):
            if not path.exists() and not create:
                raise StoreError(f"{path}: no such database; `quotes ingest PATH… --db {path}` makes one")
            if path.is_dir():
                raise StoreError(f"{path}: is a folder, not a database")
            if not write:
                db = _connect(path, "ro")
                try:
                    if _is_ours(path, db) and is_current(db):
                        return cls(path, db, writable=False)
                except BaseException:
                    db.close()
                    raise
                db.close()
            db = _connect(path, "rwc" if create else "rw")
            try:
                if not _is_ours(path, db) and not create:
                    raise StoreError(f"{path}: is empty; `quotes ingest PATH… --db {path}` fills it")
                if write:
                    db.conn.execute("PRAGMA journal_mode = WAL")
                    # Waits for the disk at checkpoints, not at every article: a power cut may lose the last articles,
                    # but never damages the file, and the next ingest brings them back.
                    db.conn.execute("PRAGMA synchronous = NORMAL")
                migrate(db)
            except BaseException:
                db.close()
                raise
            return cls(path, db, writable=write)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; one that was written to is left in one piece, without a -wal beside it."""
        if self._writable:
            # Fails harmlessly while somebody else has the database open: the last one to leave does it.
            with contextlib.suppress(sqlite3.Error):
                self._db.conn.execute("PRAGMA busy_timeout = 0")
                self._db.conn.execute("PRAGMA journal_mode = DELETE")
        self._db.close()

    # Writing

    def begin_run(self, *, models: str, rules: str, version: str) -> int:
        """Note that articles are about to be stored with these versions; return the run's number."""
        row = {"version": version, "models": models, "rules": rules, "started": _now()}
        with self._transaction():
            self._db.table("runs").insert(row)
            return int(self._db.execute("SELECT last_insert_rowid()").fetchone()[0])

    def end_run(self, run: int, *, failures: int) -> None:
        """Note that a run is over, with what the database now has of it and how many inputs failed."""
        with self._transaction():
            self._db.execute(
                "UPDATE runs SET finished = ?, failures = ?,"
                " articles = (SELECT count(*) FROM articles WHERE run_id = runs.id),"
                " quotes = (SELECT count(*) FROM quotes WHERE run_id = runs.id) WHERE id = ?",
                [_now(), failures, run],
            )

    def unchanged(self, article: Article, models: str, rules: str) -> bool:
        """Whether this very article is stored already, by a run of the same models and rules."""
        sql = (
            "SELECT 1 FROM articles JOIN runs ON runs.id = articles.run_id"
            " WHERE articles.id = ? AND articles.sha256 = ? AND runs.models = ? AND runs.rules = ?"
        )
        with _reported(self.path):
            return bool(list(self._db.query(sql, [article.id, article_digest(article), models, rules])))

    def save(self, annotated: Annotated, run: int) -> Saved:
        """Store an article with its quotes and speakers, all or nothing; what was stored of it before is replaced.

        ReadError when the text cannot be stored at all.
        """
        article = annotated.article
        digests = {"sha256": article_digest(article), "annotation": annotation_digest(annotated)}
        try:
            article.text.encode()
        except UnicodeEncodeError as error:
            raise ReadError(f"{article.id}: character {error.start} is half a surrogate pair") from error
        row = article_row(article)
        quotes = list(quote_rows(annotated))
        with self._transaction():
            stored = list(self._db.query("SELECT sha256, annotation FROM articles WHERE id = ?", [article.id]))
            if stored == [digests]:
                return "unchanged"
            previous = rows_of_article(self._db, article.id)
            keys = keys_of_article(self._db, article.id)
            self._db.execute("DELETE FROM articles WHERE id = ?", [article.id])
            self._db.table("articles").insert({**row, **digests, "run_id": run, "ingested": _now()})

            speakers = file_speakers(self._db, article.id, annotated.speakers, previous)
            self._db.table("quotes").insert_all(
                {
                    **item.quote,
                    "run_id": run,
                    "speaker_id": None if item.speaker is None else speakers[item.speaker],
                }
                for item in quotes
            )
            self._db.table("quote_spans").insert_all(span for item in quotes for span in item.spans)
            self._db.table("mentions").insert_all(
                {
                    "article_id": article.id,
                    "speaker_id": speaker_id,
                    "start": mention.span[0],
                    "end": mention.span[1],
                    "text": article.text[mention.span[0] : mention.span[1]],
                    "form": mention.form,
                }
                for speaker_id, speaker in zip(speakers, annotated.speakers, strict=True)
                for mention in speaker.mentions
            )

            rows = {*previous, *speakers}
            refresh(self._db, rows)
            rows = settle_keys(self._db, keys | keys_of_article(self._db, article.id))
            refresh(self._db, rows)
        return "replaced" if stored else "added"

    # Reading

    def search(
        self, words: str = "", filters: Filters | None = None, *, limit: int | None = None
    ) -> tuple[list[Hit], int]:
        """See `queries.search`."""
        with self._snapshot():
            return queries.search(self._db, words, filters or Filters(), limit=limit)

    def quotes(self) -> Iterator[Row]:
        """See `queries.all_quotes`."""
        with _reported(self.path):
            yield from queries.all_quotes(self._db)

    def speakers(self, *, kind: str | None = None, limit: int | None = None) -> list[Row]:
        """See `queries.speakers`."""
        with _reported(self.path):
            return queries.speakers(self._db, kind=kind, limit=limit)

    def find_speakers(self, name: str) -> list[Row]:
        """See `queries.find_speakers`."""
        with _reported(self.path):
            return queries.find_speakers(self._db, name)

    def speaker(self, row: Row) -> Row:
        """See `queries.speaker`."""
        with self._snapshot():
            return queries.speaker(self._db, row)

    def article(self, prefix: str) -> Row:
        """See `queries.article`."""
        with self._snapshot():
            return queries.article(self._db, prefix)

    def summary(self) -> Row:
        """See `queries.summary`."""
        with self._snapshot():
            return queries.summary(self._db)

    def copy_to(self, path: Path) -> None:
        """Write a compact copy of the database, as it is at this moment, to a path where no file is."""
        with _reported(self.path):
            self._db.conn.execute("VACUUM INTO ?", [str(path)])

    @contextlib.contextmanager
    def _snapshot(self) -> Iterator[None]:
        """Several questions about one state of the database, whoever writes meanwhile."""
        with _reported(self.path):
            self._db.begin()
            try:
                yield
            finally:
                self._db.rollback()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing, whatever interrupts. Takes the write lock at once, so that what it reads stays true."""
        with _reported(self.path):
            try:
                self._db.conn.execute("BEGIN IMMEDIATE")
                yield
                self._db.conn.execute("COMMIT")
            except BaseException:
                self._db.rollback()
                raise


def _connect(path: Path, mode: Literal["ro", "rw", "rwc"]) -> Database:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    db = Database(sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS), execute_plugins=False)
    db.conn.execute("PRAGMA foreign_keys = ON")
    db.conn.create_function("fold", 1, lambda text: None if text is None else fold(str(text)), deterministic=True)
    return db


def _is_ours(path: Path, db: Database) -> bool:
    """Whether the file has our tables; False for an empty one. StoreError for anybody else's, or a later version's."""
    application = db.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0 and application == 0:
            return False
        raise StoreError(f"{path}: is a database of another program; choose another file with --db")
    if is_newer(db):
        raise StoreError(f"{path}: was written by a newer version of quotes; install that version to use it")
    return True


@contextlib.contextmanager
def _reported(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours, which name the file and say what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        message = str(error)
        if "locked" in message or "busy" in message:
            message = "another program is writing to it; try again when it is done"
        elif "unable to open" in message:
            message = "cannot be opened; check that the folder exists and may be written to"
        elif "readonly" in message:
            message = "may not be written to"
        raise StoreError(f"{path}: {message}") from error
    except sqlite3.DatabaseError as error:
        damaged = "not a database" in str(error) or "malformed" in str(error)
        message = "is not a database, or a damaged one; restore it or ingest into a new file" if damaged else str(error)
        raise StoreError(f"{path}: {message}") from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
