"""The schema, as numbered steps that a database remembers; `migrate` brings any older file up to date.

A step is never edited once released: change the schema with a new one at the end.
"""

from __future__ import annotations

import sqlite3
from typing import Literal

from sqlite_utils import Database, Migrations

from quotes.store import schema_2, schema_3, schema_4, schema_5, schema_7

__all__ = ["APPLICATION_ID", "Belongs", "is_current", "is_newer", "migrate", "whose"]

Belongs = Literal["ours", "nobody", "somebody else"]

# Written into the file's header, so that a database of another program is never taken for ours: "Quot" in ASCII.
APPLICATION_ID = 0x51756F74

_steps = Migrations("quotes")


@_steps()
def m001_initial_schema(db: Database) -> None:
    for statement in _INITIAL:
        db.execute(statement)


@_steps()
def m002_lasting_keys(db: Database) -> None:
    schema_2.apply(db)


@_steps()
def m003_counts_and_names(db: Database) -> None:
    schema_3.apply(db)


@_steps()
def m004_names(db: Database) -> None:
    schema_4.apply(db)


@_steps()
def m005_corrections(db: Database) -> None:
    schema_5.apply(db)


@_steps()
def m006_corrected_quotes(db: Database) -> None:
    db.execute("CREATE INDEX quotes_corrected ON quotes(article_id) WHERE corrected")


@_steps()
def m007_affiliations(db: Database) -> None:
    schema_7.apply(db)


@_steps()
def m008_published_addresses(db: Database) -> None:
    schema_4.add_made_for(db)
    for statement in _ADDRESSES:
        db.execute(statement)


def migrate(db: Database) -> None:
    """Apply the steps that this database lacks, all or nothing. If several processes try at once, one of them does it.

    First set the application id, which a file restored from an SQL dump lacks.
    """
    db.execute("PRAGMA foreign_keys = OFF")  # which a transaction cannot change; steps replace tables referred to
    try:
        db.execute("BEGIN IMMEDIATE")
        try:
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            _steps.apply(db)
            if broken := db.execute("PRAGMA foreign_key_check").fetchall():
                raise sqlite3.DatabaseError(f"malformed: {len(broken)} rows refer to others that are missing")
            db.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise
    finally:
        db.execute("PRAGMA foreign_keys = ON")


def whose(db: Database) -> Belongs:
    """Whose tables these are. "nobody": there are none yet, or only the empty table of migrations."""
    application = db.execute("PRAGMA application_id").fetchone()[0]
    if application == APPLICATION_ID:
        return "ours" if _steps.applied(db) else "nobody"
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    if application == 0 and _steps.applied(db):
        return "ours"  # restored from an SQL dump, which has no application_id
    if application == 0 and all(table == _steps.migrations_table and not db.table(table).count for table in tables):
        return "nobody"
    return "somebody else"


def is_current(db: Database) -> bool:
    return not _steps.pending(db) and db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID


def is_newer(db: Database) -> bool:
    """Whether a later version of this program has changed the schema."""
    known = {step.name for step in _steps._migrations}
    return any(step.name not in known for step in _steps.applied(db))


_ADDRESSES = [
    # notes: which parts of an article were not analysed, and why; a JSON list of lines.
    "ALTER TABLE articles ADD COLUMN notes TEXT NOT NULL DEFAULT '[]'",
    # slug_run: the run that gave the slug, which is published when the run ends. made_for: the name that the row was made
    # for. run_id: the run that gave a speaker the slug `old`. See quotes.store.addresses.
    "ALTER TABLE speakers ADD COLUMN slug_run INTEGER",
    "CREATE INDEX speakers_made_for ON speakers(made_for)",
    "CREATE INDEX speakers_unpublished ON speakers(slug_run) WHERE articles = 0",
    "ALTER TABLE redirects ADD COLUMN run_id INTEGER",
    "CREATE INDEX redirects_run ON redirects(run_id) WHERE run_id IS NOT NULL",
]

_INITIAL = [
    # One row for each call of `quotes ingest`: what it did, and with which models and rules.
    """CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        version TEXT NOT NULL,
        models TEXT NOT NULL,
        rules TEXT NOT NULL,
        started TEXT NOT NULL,
        finished TEXT,
        articles INTEGER,
        quotes INTEGER,
        failures INTEGER
    )""",
    # sha256 covers text and metadata, annotation covers what was found in them; both tell whether anything changed.
    """CREATE TABLE articles (
        id TEXT PRIMARY KEY NOT NULL,
        title TEXT,
        outlet TEXT,
        author TEXT,
        published TEXT,
        url TEXT,
        language TEXT,
        text TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        annotation TEXT NOT NULL,
        words INTEGER NOT NULL,
        extra TEXT NOT NULL,
        run_id INTEGER NOT NULL REFERENCES runs(id),
        ingested TEXT NOT NULL
    )""",
    "CREATE INDEX articles_outlet ON articles(outlet)",
    "CREATE INDEX articles_published ON articles(published)",
    """CREATE TABLE speakers (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('person', 'organization', 'group', 'unnamed')),
        gender TEXT,
        slug TEXT NOT NULL UNIQUE
    )""",
    # A speaker as one article shows it: the fullest name there. Across articles a speaker is what these add up to.
    # key: what two names must share to be compared (see quotes.identity); lone: a single name only.
    """CREATE TABLE appearances (
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        speaker_id INTEGER NOT NULL REFERENCES speakers(id),
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        gender TEXT,
        key TEXT NOT NULL,
        lone INTEGER NOT NULL CHECK (lone IN (0, 1)),
        PRIMARY KEY (article_id, speaker_id)
    )""",
    # Wide, so that a speaker of thousands of articles is summed up from the index alone.
    "CREATE INDEX appearances_speaker ON appearances(speaker_id, lone, name, gender, kind, article_id)",
    "CREATE INDEX appearances_lone ON appearances(key) WHERE lone",
    # Every name that an article uses for a speaker, the fullest included; lone as in appearances.
    """CREATE TABLE aliases (
        speaker_id INTEGER NOT NULL REFERENCES speakers(id) ON DELETE CASCADE,
        alias TEXT NOT NULL,
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        lone INTEGER NOT NULL CHECK (lone IN (0, 1)),
        PRIMARY KEY (speaker_id, alias, article_id)
    )""",
    "CREATE INDEX aliases_speaker ON aliases(speaker_id, lone, alias)",
    "CREATE INDEX aliases_article ON aliases(article_id)",
    "CREATE INDEX aliases_key ON aliases(key, speaker_id)",
    """CREATE TABLE roles (
        speaker_id INTEGER NOT NULL REFERENCES speakers(id) ON DELETE CASCADE,
        role TEXT NOT NULL,
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        PRIMARY KEY (speaker_id, role, article_id)
    )""",
    "CREATE INDEX roles_article ON roles(article_id)",
    """CREATE TABLE mentions (
        id INTEGER PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        speaker_id INTEGER REFERENCES speakers(id),
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        form TEXT NOT NULL CHECK (form IN ('name', 'description', 'pronoun'))
    )""",
    "CREATE INDEX mentions_article ON mentions(article_id)",
    "CREATE INDEX mentions_speaker ON mentions(speaker_id)",
    """CREATE TABLE quotes (
        id TEXT PRIMARY KEY NOT NULL,
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('direct', 'indirect', 'mixed')),
        act TEXT NOT NULL CHECK (act IN ('speech', 'thought')),
        negated INTEGER NOT NULL CHECK (negated IN (0, 1)),
        speaker_id INTEGER REFERENCES speakers(id),
        speaker_status TEXT NOT NULL CHECK (speaker_status IN ('named', 'unnamed', 'unknown', 'none')),
        content TEXT NOT NULL,
        cue TEXT NOT NULL,
        source TEXT NOT NULL,
        context TEXT NOT NULL,
        confidence REAL NOT NULL,
        evidence TEXT NOT NULL,
        run_id INTEGER NOT NULL REFERENCES runs(id)
    )""",
    "CREATE INDEX quotes_article ON quotes(article_id, position)",
    "CREATE INDEX quotes_speaker ON quotes(speaker_id)",
    """CREATE TABLE quote_spans (
        quote_id TEXT NOT NULL REFERENCES quotes(id) ON DELETE CASCADE,
        part TEXT NOT NULL CHECK (part IN ('content', 'cue', 'source', 'head')),
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        PRIMARY KEY (quote_id, part, start)
    ) WITHOUT ROWID""",
    """CREATE VIRTUAL TABLE quotes_fts USING fts5(
        content, context, content='quotes', tokenize='porter unicode61 remove_diacritics 2'
    )""",
    """CREATE TRIGGER quotes_inserted AFTER INSERT ON quotes BEGIN
        INSERT INTO quotes_fts(rowid, content, context) VALUES (new.rowid, new.content, new.context);
    END""",
    """CREATE TRIGGER quotes_deleted AFTER DELETE ON quotes BEGIN
        INSERT INTO quotes_fts(quotes_fts, rowid, content, context)
        VALUES ('delete', old.rowid, old.content, old.context);
    END""",
    """CREATE TRIGGER quotes_updated AFTER UPDATE OF content, context ON quotes BEGIN
        INSERT INTO quotes_fts(quotes_fts, rowid, content, context)
        VALUES ('delete', old.rowid, old.content, old.context);
        INSERT INTO quotes_fts(rowid, content, context) VALUES (new.rowid, new.content, new.context);
    END""",
    # What search, the SQL API and the exports show: one row a quote.
    """CREATE VIEW quotes_full AS
        SELECT
            quotes.id,
            quotes.content,
            speakers.name AS speaker,
            speakers.slug AS speaker_slug,
            speakers.kind AS speaker_kind,
            quotes.speaker_status,
            speakers.gender,
            (
                SELECT roles.role FROM roles
                WHERE roles.speaker_id = quotes.speaker_id AND roles.article_id = quotes.article_id
                ORDER BY roles.start, roles.role LIMIT 1
            ) AS role,
            quotes.kind,
            quotes.act,
            quotes.negated,
            quotes.cue,
            quotes.source,
            quotes.confidence,
            articles.title,
            articles.outlet,
            articles.author,
            articles.published,
            articles.url,
            quotes.article_id,
            quotes.speaker_id,
            quotes.position,
            quotes.context,
            quotes.evidence
        FROM quotes
        JOIN articles ON articles.id = quotes.article_id
        LEFT JOIN speakers ON speakers.id = quotes.speaker_id""",
]
