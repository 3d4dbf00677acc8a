"""The second step of the schema: permanent keys and addresses, and stored counts.

Quotes get an integer key, which the search index refers to; speakers keep their ids and slugs for good; redirects lead from
old addresses to new ones; triggers keep the counts of speakers up to date.
"""

from __future__ import annotations

import json
from typing import Any

from sqlite_utils import Database

from quotes.store import copies
from quotes.store.addresses import slug_base
from quotes.store.keys import facts_digest, text_digest, url_key

__all__ = ["apply"]


def apply(db: Database) -> None:
    """Rebuild the tables of the first step. Foreign keys must be off: tables that others refer to are replaced."""
    for statement in _BEFORE:
        db.execute(statement)
    _fill_articles(db)
    _fill_speakers(db)
    for statement in _AFTER:
        db.execute(statement)
    copies.fill(db)


def _fill_articles(db: Database) -> None:
    columns = "id, title, outlet, author, published, url, language, text, extra"
    for row in list(db.query("SELECT id FROM articles")):
        facts: dict[str, Any] = next(db.query(f"SELECT {columns} FROM articles WHERE id = ?", [row["id"]]))
        facts["extra"] = json.loads(facts["extra"])
        db.execute(
            "UPDATE articles SET sha256 = ?, text_sha256 = ?, url_key = ? WHERE id = ?",
            [facts_digest(facts), text_digest(facts["text"]), url_key(facts["url"]), facts["id"]],
        )


def _fill_speakers(db: Database) -> None:
    articles = "(SELECT min(article_id) FROM appearances WHERE speaker_id = speakers.id) AS article_id"
    for row in list(db.query(f"SELECT id, name, kind, {articles} FROM speakers")):
        base = slug_base(row["name"], row["kind"], row["article_id"] or "")
        db.execute("UPDATE speakers SET base = ? WHERE id = ?", [base, row["id"]])


def _counted(table: str, summary: str, *columns: str) -> list[str]:
    """Statements that fill `summary` with the number of rows of `table` for each speaker and value of these columns, and
    triggers that keep it up to date.
    """
    names = [column.rpartition(" AS ")[2] for column in columns]

    def values(row: str) -> list[str]:
        return [
            (column if "{0}" in column else f"{{0}}.{column}").format(row).partition(" AS ")[0] for column in columns
        ]

    def where(row: str) -> str:
        pairs = zip(names, values(row), strict=True)
        return " AND ".join([f"speaker_id = {row}.speaker_id", *(f"{name} = {value}" for name, value in pairs)])

    # Not an UPSERT: inside a trigger, the conflict clause of the outer statement ("OR IGNORE") would override it.
    one_more = f"""INSERT OR IGNORE INTO {summary} VALUES (new.speaker_id, {", ".join(values("new"))}, 0);
        UPDATE {summary} SET articles = articles + 1 WHERE {where("new")};"""
    one_less = f"""UPDATE {summary} SET articles = articles - 1 WHERE {where("old")};
        DELETE FROM {summary} WHERE articles = 0 AND {where("old")};"""
    groups = ", ".join(str(number + 1) for number in range(len(columns) + 1))
    return [
        f"INSERT INTO {summary} SELECT speaker_id, {', '.join(values(table))}, count(*) FROM {table} GROUP BY {groups}",
        f"CREATE TRIGGER {summary}_inserted AFTER INSERT ON {table} BEGIN {one_more} END",
        f"CREATE TRIGGER {summary}_deleted AFTER DELETE ON {table} BEGIN {one_less} END",
        f"CREATE TRIGGER {summary}_updated AFTER UPDATE ON {table} BEGIN {one_less} {one_more} END",
    ]


_ONE_MORE = "UPDATE speakers SET articles = articles + 1 WHERE id = new.speaker_id;"
_ONE_LESS = "UPDATE speakers SET articles = articles - 1 WHERE id = old.speaker_id;"

_BEFORE = [
    "DROP VIEW quotes_full",
    # AUTOINCREMENT: the id of a deleted speaker is never used again.
    # base: the slug for the name alone. successor_id: the speaker who now has the quotes of one who has none left.
    # quotes, articles: their present numbers. ambiguous: the name fits several speakers.
    """CREATE TABLE new_speakers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('person', 'organization', 'group', 'unnamed')),
        gender TEXT,
        slug TEXT NOT NULL UNIQUE,
        base TEXT NOT NULL,
        ambiguous INTEGER NOT NULL DEFAULT 0 CHECK (ambiguous IN (0, 1)),
        successor_id INTEGER REFERENCES speakers(id),
        quotes INTEGER NOT NULL DEFAULT 0,
        articles INTEGER NOT NULL DEFAULT 0
    )""",
    "INSERT INTO new_speakers (id, name, kind, gender, slug, base) SELECT id, name, kind, gender, slug, '' FROM speakers",
    "DROP TABLE speakers",
    "ALTER TABLE new_speakers RENAME TO speakers",
    "CREATE INDEX speakers_name ON speakers(name)",
    "CREATE INDEX speakers_base ON speakers(base, kind)",
    "CREATE INDEX speakers_successor ON speakers(successor_id) WHERE successor_id IS NOT NULL",
    # text_sha256: of the text with normalized white space. url_key: the address reduced to what tells pages apart.
    # id_given: whether the input stated the id; otherwise it comes from the file's name.
    "ALTER TABLE articles ADD COLUMN text_sha256 TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE articles ADD COLUMN url_key TEXT",
    "ALTER TABLE articles ADD COLUMN id_given INTEGER NOT NULL DEFAULT 0 CHECK (id_given IN (0, 1))",
    # reprint: the smallest id of the articles that share most of this one's text; null if there is no other.
    "ALTER TABLE articles ADD COLUMN reprint TEXT",
    "CREATE INDEX articles_reprint ON articles(reprint) WHERE reprint IS NOT NULL",
    "CREATE INDEX articles_text ON articles(text_sha256)",
    "CREATE INDEX articles_url ON articles(url_key) WHERE url_key IS NOT NULL",
    "CREATE INDEX articles_run ON articles(run_id)",
    # The ids with which an article has come in: file names, which may change, or ids that an input states.
    """CREATE TABLE article_names (
        name TEXT PRIMARY KEY NOT NULL,
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE
    ) WITHOUT ROWID""",
    "INSERT INTO article_names SELECT id, id FROM articles",
    "CREATE INDEX article_names_article ON article_names(article_id)",
    # The machine and the process id of a run.
    "ALTER TABLE runs ADD COLUMN host TEXT",
    "ALTER TABLE runs ADD COLUMN process INTEGER",
    # Where an old id or slug, or another name of an article, leads to now. `new` is null where nothing took its place; for a
    # quote, `article_id` then says where it was.
    """CREATE TABLE redirects (
        thing TEXT NOT NULL CHECK (thing IN ('article', 'quote', 'speaker')),
        old TEXT NOT NULL,
        new TEXT,
        article_id TEXT,
        since TEXT NOT NULL,
        PRIMARY KEY (thing, old)
    ) WITHOUT ROWID""",
    "CREATE INDEX redirects_new ON redirects(thing, new)",
    "CREATE INDEX redirects_article ON redirects(article_id) WHERE article_id IS NOT NULL",
]

_AFTER = [
    # number: the key of the search index; id: what addresses and exports show.
    # confidence: that the quote is right; speaker_confidence: that its speaker is. corrected: a person has changed it.
    # statement: the smallest id of the quotes with the same words; null if there is no other (see quotes.store.copies).
    """CREATE TABLE new_quotes (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
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
        speaker_confidence REAL,
        corrected INTEGER NOT NULL DEFAULT 0 CHECK (corrected IN (0, 1)),
        statement TEXT,
        evidence TEXT NOT NULL,
        run_id INTEGER NOT NULL REFERENCES runs(id)
    )""",
    """INSERT INTO new_quotes (number, id, article_id, position, kind, act, negated, speaker_id, speaker_status, content,
            cue, source, context, confidence, evidence, run_id)
        SELECT rowid, id, article_id, position, kind, act, negated, speaker_id, speaker_status, content,
            cue, source, context, confidence, evidence, run_id
        FROM quotes ORDER BY rowid""",
    "DROP TABLE quotes_fts",
    "DROP TABLE quotes",
    "ALTER TABLE new_quotes RENAME TO quotes",
    "CREATE INDEX quotes_article ON quotes(article_id, position)",
    "CREATE INDEX quotes_speaker ON quotes(speaker_id, article_id)",
    "CREATE INDEX quotes_statement ON quotes(statement) WHERE statement IS NOT NULL",
    # Fingerprints, by which texts with the same words are found (see quotes.wording).
    """CREATE TABLE quote_prints (
        print INTEGER NOT NULL,
        key INTEGER NOT NULL REFERENCES quotes(number) ON DELETE CASCADE,
        PRIMARY KEY (print, key)
    ) WITHOUT ROWID""",
    "CREATE INDEX quote_prints_key ON quote_prints(key)",
    """CREATE TABLE article_prints (
        print INTEGER NOT NULL,
        key TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        PRIMARY KEY (print, key)
    ) WITHOUT ROWID""",
    "CREATE INDEX article_prints_key ON article_prints(key)",
    """CREATE VIRTUAL TABLE quotes_fts USING fts5(
        content, context, content='quotes', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2'
    )""",
    "INSERT INTO quotes_fts(quotes_fts) VALUES ('rebuild')",
    """CREATE TRIGGER quotes_inserted AFTER INSERT ON quotes BEGIN
        INSERT INTO quotes_fts(rowid, content, context) VALUES (new.number, new.content, new.context);
        UPDATE speakers SET quotes = quotes + 1 WHERE id = new.speaker_id;
    END""",
    """CREATE TRIGGER quotes_deleted AFTER DELETE ON quotes BEGIN
        INSERT INTO quotes_fts(quotes_fts, rowid, content, context)
        VALUES ('delete', old.number, old.content, old.context);
        UPDATE speakers SET quotes = quotes - 1 WHERE id = old.speaker_id;
    END""",
    """CREATE TRIGGER quotes_updated AFTER UPDATE OF number, content, context ON quotes BEGIN
        INSERT INTO quotes_fts(quotes_fts, rowid, content, context)
        VALUES ('delete', old.number, old.content, old.context);
        INSERT INTO quotes_fts(rowid, content, context) VALUES (new.number, new.content, new.context);
    END""",
    """CREATE TRIGGER quotes_moved AFTER UPDATE OF speaker_id ON quotes BEGIN
        UPDATE speakers SET quotes = quotes - 1 WHERE id = old.speaker_id;
        UPDATE speakers SET quotes = quotes + 1 WHERE id = new.speaker_id;
    END""",
    # A speaker's names, counted from appearances; gender is '' where articles do not tell.
    """CREATE TABLE speaker_names (
        speaker_id INTEGER NOT NULL REFERENCES speakers(id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        gender TEXT NOT NULL,
        lone INTEGER NOT NULL,
        articles INTEGER NOT NULL,
        PRIMARY KEY (speaker_id, name, gender, lone)
    ) WITHOUT ROWID""",
    *_counted("appearances", "speaker_names", "name", "ifnull({0}.gender, '') AS gender", "lone"),
    "UPDATE speakers SET quotes = (SELECT count(*) FROM quotes WHERE speaker_id = speakers.id),"
    " articles = (SELECT count(*) FROM appearances WHERE speaker_id = speakers.id)",
    *(
        f"CREATE TRIGGER {name} AFTER {event} ON appearances BEGIN {' '.join(changes)} END"
        for name, event, changes in (
            ("appearances_came", "INSERT", [_ONE_MORE]),
            ("appearances_went", "DELETE", [_ONE_LESS]),
            ("appearances_moved", "UPDATE OF speaker_id", [_ONE_LESS, _ONE_MORE]),
        )
    ),
    # Every name that articles use for a speaker, counted from aliases.
    """CREATE TABLE speaker_aliases (
        speaker_id INTEGER NOT NULL REFERENCES speakers(id) ON DELETE CASCADE,
        alias TEXT NOT NULL,
        key TEXT NOT NULL,
        lone INTEGER NOT NULL,
        articles INTEGER NOT NULL,
        PRIMARY KEY (speaker_id, alias, key, lone)
    ) WITHOUT ROWID""",
    "CREATE INDEX speaker_aliases_key ON speaker_aliases(key, lone, speaker_id)",
    *_counted("aliases", "speaker_aliases", "alias", "key", "lone"),
    "DROP INDEX aliases_speaker",
    "DROP INDEX aliases_key",
    # Old addresses: `new` is the present id or slug, null if there is none.
    """CREATE VIEW moved AS
        SELECT thing, old, new, article_id FROM redirects
        UNION ALL
        SELECT 'speaker', gone.slug, heir.slug, NULL
        FROM speakers AS gone LEFT JOIN speakers AS heir ON heir.id = gone.successor_id WHERE gone.articles = 0""",
    # When, and by which outlet, a speaker was given a role.
    """CREATE VIEW roles_seen AS
        SELECT roles.speaker_id, roles.role, articles.outlet, count(*) AS articles,
            min(articles.published) AS first, max(articles.published) AS last
        FROM roles JOIN articles ON articles.id = roles.article_id
        GROUP BY roles.speaker_id, roles.role, articles.outlet""",
    # One row for each quote, as search, the SQL API and the exports show it.
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
            quotes.speaker_confidence,
            quotes.corrected,
            quotes.statement,
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
