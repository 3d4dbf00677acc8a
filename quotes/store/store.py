"""The database file: the one place that opens it, and the transactions that write to it."""

from __future__ import annotations

import contextlib
import json
import os
import random
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from sqlite_utils import Database

from quotes.annotation import Annotated
from quotes.article import Article
from quotes.errors import ReadError, StoreError
from quotes.identity.names import Name
from quotes.store import changes, copies, correcting, health, queries, runs
from quotes.store.addresses import now, settle_slugs
from quotes.store.articles import note_name, place
from quotes.store.corrections import apply
from quotes.store.forget import forget
from quotes.store.identity import file_speakers, refresh, settle_names, withdraw
from quotes.store.migrations import is_current, is_newer, migrate, whose
from quotes.store.originals import keep, original
from quotes.store.queries import Filters, Hit, Row, Sort
from quotes.store.rows import annotation_digest, article_digest, article_of, article_row, mention_rows, quote_rows
from quotes.store.schema_3 import functions
from quotes.store.sql import Plain, insert
from quotes.store.successors import follow_quotes, follow_speakers, quotes_of

__all__ = ["Saved", "Store"]

Saved = Literal["added", "unchanged", "replaced"]

# How long to wait for another program's transaction before giving up. One article takes milliseconds.
_BUSY_SECONDS = 20.0
# Compiled statements that are kept. A save has some hundred different ones, and compiling one takes longer than running it.
_STATEMENTS = 1024
# KiB of the file kept in memory, and pages in the write-ahead log before a checkpoint; writes to indexes are scattered.
_CACHE, _CHECKPOINT = 65_536, 4_000
# The same for storing very many articles: a transaction of fifty touches more pages than the smaller cache holds.
_BULK_CACHE, _BULK_CHECKPOINT = 524_288, 64_000


class Store:
    """An open database. Made by `Store.open`; a context manager that closes it.

    Every method raises StoreError when the database cannot do what it should.

    >>> with quotes.Store.open(Path("quotes.db"), create=True) as store:
    ...     store.search("rain")
    ([], 0)
    """

    def __init__(self, path: Path, db: Database, *, writable: bool) -> None:
        self.path = path
        self._db = db
        self._writable = writable
        self._together = False

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], *, create: bool = False, write: bool = True, bulk: bool = False
    ) -> Self:
        """Open the database at `path`, bringing an older one up to date.

        `create`: make it if it does not exist. `write` False: the file is not changed (unless its schema is older), and may be
        on read-only media. `bulk`: for storing very many articles; takes half a gigabyte of memory.
        """
        path = Path(path)
        with _reported(path):
            if not path.exists() and not create:
                raise StoreError(f"{path}: no such database; `quotes ingest PATH… --db {path}` makes one")
            if path.is_dir():
                raise StoreError(f"{path}: is a folder, not a database")
            db = _patiently(lambda: _open(path, create=create, write=write))
            if bulk:
                _keep(db, _BULK_CACHE, _BULK_CHECKPOINT)
            return cls(path, db, writable=write)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; after writing, merge the write-ahead log, so that one file is left."""
        if self._writable:
            # Fails harmlessly while another process has the database open; the last one to close it succeeds.
            with contextlib.suppress(sqlite3.Error):
                self._db.conn.execute("PRAGMA busy_timeout = 0")
                self._db.conn.execute("PRAGMA journal_mode = DELETE")
        self._db.close()

    # Writing

    def begin_run(self, *, models: str, rules: str, version: str) -> int:
        """Begin a run, which stores articles with these versions; return its number."""
        with self._transaction():
            return runs.begin(self._db, models=models, rules=rules, version=version)

    def end_run(self, run: int, *, failures: int) -> None:
        """End a run: record its numbers of articles and quotes, and how many inputs failed."""
        with self._transaction():
            runs.end(self._db, run, failures=failures)

    def unchanged(self, article: Article, *, models: str, rules: str, replacing: bool = False) -> bool:
        """Whether this article is stored already, under whatever id, by a run with the same models and rules.

        ReadError as `save` raises it.
        """
        with _reported(self.path):
            where = place(self._db, article, replacing=replacing)
            if where.stored is None or where.stored["sha256"] != article_digest(where.article):
                return False
            sql = "SELECT 1 FROM runs WHERE id = ? AND models = ? AND rules = ?"
            if not list(self._db.query(sql, [where.stored["run_id"], models, rules])):
                return False
            known = list(self._db.query("SELECT 1 FROM article_names WHERE name = ?", [where.name]))
        if not known:
            with self._transaction():
                note_name(self._db, where, edited=False)
        return True

    def save(self, annotated: Annotated, run: int, *, replacing: bool = False) -> Saved:
        """Store an article with its quotes and speakers, all or nothing; an earlier version of it is replaced.

        It is recognised by id, address or text (see `articles.place`). ReadError when the text cannot be stored, or when it
        would replace an unrelated article, unless `replacing`.
        """
        try:
            annotated.article.text.encode()
        except UnicodeEncodeError as error:
            raise ReadError(f"{annotated.article.id}: character {error.start} is half a surrogate pair") from error
        with self._transaction():
            where = place(self._db, annotated.article, replacing=replacing)
            # A copy may differ in white space: store the text that the offsets refer to.
            article = replace(where.article, text=annotated.article.text)
            annotated = replace(annotated, article=article)
            digests = {"sha256": article_digest(article), "annotation": annotation_digest(annotated)}
            stored = where.stored
            same = stored is not None and all(stored[name] == digest for name, digest in digests.items())
            if not same:
                former = _former(self._db, article.id)
                after = self._replace(annotated, {**digests, "run_id": run, "ingested": now()}, former, run)
                if stored is not None:
                    edited = stored["text"] != article.text
                    changes.note(self._db, run, article.id, former.quotes, after, edited=edited)
            note_name(self._db, where, edited=stored is not None and stored["text"] != article.text)
        return "unchanged" if same else "added" if stored is None else "replaced"

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """One transaction for everything stored inside the block, all or nothing; much faster than one for each article.

        A ReadError of `save` may be caught inside: that article has changed nothing.
        """
        with self._transaction():
            self._together = True
            try:
                yield
            finally:
                self._together = False

    @contextlib.contextmanager
    def reading(self) -> Iterator[Database]:
        """The database for queries of other modules, all on one state of it, even if others write meanwhile."""
        with self._snapshot():
            yield self._db

    @contextlib.contextmanager
    def deciding(self) -> Iterator[Database]:
        """A transaction for people's corrections, all or nothing; quotes.store.desk works in it."""
        with self._transaction():
            yield self._db

    def correct_again(self, article_ids: Iterable[str]) -> None:
        """Restore what the engine found in these articles and apply their present corrections; call it inside `deciding`."""
        db, ids = self._db, sorted(set(article_ids))
        originals = {id: original(db, id) for id in ids}
        former = {id: _former(db, id) for id in ids}
        # All of them at once: while one article still has its old names, these would be evidence for the others.
        for id in ids if len(ids) > 1 else ():
            former[id] = replace(former[id], changed=withdraw(db, id))
            db.execute("UPDATE quotes SET speaker_id = NULL WHERE article_id = ?", [id])
            for table in ("mentions", "roles", "aliases", "appearances"):
                db.execute(f"DELETE FROM {table} WHERE article_id = ?", [id])
        for id in ids:
            columns = "sha256, annotation, run_id, ingested"
            row = next(db.query(f"SELECT {columns} FROM articles WHERE id = ?", [id]))
            self._replace(originals[id], row, former[id])

    def _replace(self, uncorrected: Annotated, facts: Row, former: _Former, run: int | None = None) -> list[Row]:
        """Store an article, with corrections applied, in place of its earlier version; inside a transaction.

        `facts` are more columns of its row; `run` is the present run, if any. Returns its quotes, as `quotes_of` gives them.
        """
        db, article = self._db, uncorrected.article
        made = correcting.of_article(db, uncorrected)
        corrected = apply(uncorrected, made)
        annotated = corrected.annotated

        changed = former.changed | withdraw(db, article.id)
        db.execute("DELETE FROM articles WHERE id = ?", [article.id])
        notes = json.dumps(uncorrected.notes, ensure_ascii=False)
        insert(db, "articles", [{**article_row(article), **facts, "notes": notes}])
        insert(db, "article_names", former.names)
        filed = file_speakers(db, article, annotated.speakers)
        quotes = list(quote_rows(annotated))
        rows = (
            {
                **item.quote,
                "run_id": facts["run_id"],
                **filed.columns(item.speaker),
                "corrected": int(number in corrected.quotes),
            }
            for number, item in enumerate(quotes)
        )
        insert(db, "quotes", rows)
        insert(db, "quote_spans", (span for item in quotes for span in item.spans))
        mentions = ({**mention, **filed.columns(index)} for index, mention in mention_rows(annotated))
        insert(db, "mentions", mentions)
        if made:
            keep(db, uncorrected)
            correcting.note_uses(db, corrected, [item.quote["id"] for item in quotes])

        touched = former.speakers | set(filed.rows) | settle_names(db, changed | filed.changed)
        refresh(db, touched)
        settle_slugs(db, touched, run)
        copies.join(db, article.id)
        copies.part(db, former.copies)
        after = quotes_of(db, article.id)
        follow_quotes(db, article.id, former.quotes, after)
        follow_speakers(db, former.quotes, after)
        return after

    def forget(self, prefix: str) -> str:
        """Delete an article, its quotes and the speakers who are in no other; return its id.

        StoreError when no article, or more than one, has an id that begins with `prefix`.
        """
        with self._transaction():
            id = str(queries.article_id(self._db, prefix))
            # Overwrites deleted content with zeros.
            self._db.execute("PRAGMA secure_delete = ON")
            forget(self._db, id)
        return id

    def keep_only(self, *, since: str | None = None, until: str | None = None, outlets: Collection[str] = ()) -> int:
        """Delete the articles that are not from these days (ISO, both included) and outlets; return how many."""
        with self._transaction():
            others = queries.articles_outside(self._db, since=since, until=until, outlets=outlets)
            for id in others:
                forget(self._db, id)
        return len(others)

    def repair(self) -> list[str]:
        """See `health.repair`."""
        with self._transaction():
            return health.repair(self._db)

    # Reading

    def examine(self) -> list[health.Finding]:
        """See `health.examine`."""
        with _reported(self.path):
            return list(health.examine(self._db))

    def search(
        self, words: str = "", filters: Filters | None = None, *, limit: int | None = None, sort: Sort | None = None
    ) -> tuple[list[Hit], int]:
        """See `queries.search`."""
        with self._snapshot():
            return queries.search(self._db, words, filters or Filters(), limit=limit, sort=sort)

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

    def runs(self) -> list[Row]:
        """See `runs.listed`."""
        with _reported(self.path):
            return runs.listed(self._db)

    def changes(self, first: int, last: int) -> list[Row]:
        """See `changes.between`."""
        with _reported(self.path):
            return changes.between(self._db, first, last)

    def stale(self, *, models: str, rules: str) -> Iterator[Article]:
        """The articles that were analysed by other models or rules than these, as they were read, in the order of their ids.

        An article that is stored again during the iteration does not come twice.
        """
        last = ""
        while True:
            with _reported(self.path):
                row = queries.stale_article(self._db, last, models=models, rules=rules)
            if row is None:
                return
            last = row["id"]
            yield article_of(row)

    def count_stale(self, *, models: str, rules: str) -> int:
        """How many articles `stale` gives."""
        with _reported(self.path):
            return queries.count_stale(self._db, models=models, rules=rules)

    def summary(self) -> Row:
        """See `queries.summary`."""
        with self._snapshot():
            return queries.summary(self._db)

    def copy_to(self, path: Path) -> None:
        """Write a compact copy of the database, as it is at this moment, to a path that does not exist yet."""
        with _reported(self.path):
            self._db.conn.execute("VACUUM INTO ?", [str(path)])

    @contextlib.contextmanager
    def _snapshot(self) -> Iterator[None]:
        """A read transaction: several queries on one state of the database, even if others write meanwhile."""
        with _reported(self.path):
            self._db.begin()
            try:
                yield
            finally:
                self._db.rollback()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """A write transaction, all or nothing. It takes the write lock at once, so that nothing changes between its reads."""
        if self._together:
            yield
            return
        with _reported(self.path):
            try:
                self._db.conn.execute("BEGIN IMMEDIATE")
                yield
                self._db.conn.execute("COMMIT")
            except BaseException:
                self._db.rollback()
                raise


@dataclass(frozen=True)
class _Former:
    """An article's speakers, quotes and so on before it is stored again.

    `changed` are the names that it no longer uses, whose links must be updated.
    """

    speakers: set[int]
    quotes: list[Row]
    copies: copies.Groups
    names: list[Row]
    changed: set[Name] = field(default_factory=set)


def _former(db: Database, id: str) -> _Former:
    names = list(db.query("SELECT name, article_id FROM article_names WHERE article_id = ?", [id]))
    speakers = {row for (row,) in db.execute("SELECT speaker_id FROM appearances WHERE article_id = ?", [id])}
    return _Former(speakers, quotes_of(db, id), copies.groups(db, id), names)


def _connect(path: Path, mode: Literal["ro", "rw", "rwc"]) -> Database:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, cached_statements=_STATEMENTS)
    db = Plain(connection, execute_plugins=False)
    db.conn.execute("PRAGMA foreign_keys = ON")
    functions(db.conn)
    return db


def _open(path: Path, *, create: bool, write: bool) -> Database:
    """The database at `path`, its schema up to date."""
    if not write:
        db = _connect(path, "ro")
        try:
            if _is_ours(path, db) and is_current(db):
                return db
        except BaseException:
            db.close()
            raise
        db.close()
    db = _connect(path, "rwc" if create else "rw")
    try:
        if not _is_ours(path, db) and not create:
            raise StoreError(f"{path}: is empty; `quotes ingest PATH… --db {path}` fills it")
        if not is_current(db):
            migrate(db)
        if write:
            # Syncs to disk at checkpoints, not for every article: a power cut may lose the last articles, which the next
            # ingest stores again, but never damages the file.
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            _keep(db, _CACHE, _CHECKPOINT)
    except BaseException:
        db.close()
        raise
    return db


def _keep(db: Database, cache: int, checkpoint: int) -> None:
    """Set the cache, in KiB, and the length of the write-ahead log, in pages."""
    db.execute(f"PRAGMA cache_size = -{cache}")
    db.execute(f"PRAGMA wal_autocheckpoint = {checkpoint}")


def _patiently(open: Callable[[], Database]) -> Database:
    """Retry while another process is creating or closing the file; SQLite does not wait for that by itself."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            return open()
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > deadline:
                raise
        time.sleep(random.uniform(0.01, 0.05))


def _is_busy(error: sqlite3.Error) -> bool:
    return "locked" in str(error) or "busy" in str(error)


def _is_ours(path: Path, db: Database) -> bool:
    """Whether the file has our tables; False for an empty one. StoreError if it is another program's or a later version's."""
    belongs = whose(db)
    if belongs == "somebody else":
        raise StoreError(f"{path}: is a database of another program; choose another file with --db")
    if is_newer(db):
        raise StoreError(f"{path}: was written by a newer version of quotes; install that version to use it")
    return belongs == "ours"


@contextlib.contextmanager
def _reported(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into StoreErrors that name the file and say what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        message = str(error)
        if _is_busy(error):
            message = "another program is writing to it; try again when it is done"
        elif "unable to open" in message:
            message = "cannot be opened; check that the folder exists and may be written to"
        elif "readonly" in message:
            message = "may not be written to"
        elif "full" in message:
            message = "the disk is full; what was stored before is safe"
        elif "no such" in message:
            message = f"is damaged: {message}; restore it or ingest into a new file"
        raise StoreError(f"{path}: {message}") from error
    except sqlite3.DatabaseError as error:
        damaged = "not a database" in str(error) or "malformed" in str(error)
        message = "is not a database, or a damaged one; restore it or ingest into a new file" if damaged else str(error)
        raise StoreError(f"{path}: {message}") from error
