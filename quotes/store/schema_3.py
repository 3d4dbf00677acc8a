"""The third step of the schema: tables for filtering, sorting and counting quotes, and for looking up names.

`facets` has one narrow row for each quote; the tables beside it have sums. Triggers update all of them in the transaction
that changes a quote. One trigger calls an SQL function that `functions` adds.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database

from quotes.query import UNSURE, fold

__all__ = ["apply", "functions"]


def functions(connection: sqlite3.Connection) -> None:
    """Add the SQL function that a trigger needs to a connection; every connection that writes must have it."""

    def folded(text: object) -> str | None:
        return None if text is None else fold(str(text))

    connection.create_function("fold", 1, folded, deterministic=True)


def apply(db: Database) -> None:
    for statement in _STATEMENTS:
        db.execute(statement)


def _facet(quote: str, article: str) -> str:
    return f"""{quote}.number, coalesce(substr({article}.published, 1, 10), ''), coalesce({article}.outlet, ''),
        coalesce({quote}.speaker_id, 0), {quote}.kind, {quote}.act, {quote}.speaker_status,
        {quote}.confidence * coalesce({quote}.speaker_confidence, 1)"""


def _counts(row: str, sign: str) -> str:
    """The statements of a trigger that count a row of facets in the sums (`sign` "+"), or uncount it ("-").

    Not an UPSERT: inside a trigger, the conflict clause of the outer statement ("OR IGNORE") would override it.
    """
    keys = {
        "speaker_tallies": ("speaker_id", "kind", "act"),
        "outlet_tallies": ("outlet", "kind", "act", "status"),
        "day_tallies": ("day", "kind"),
    }
    statements = []
    for table, columns in keys.items():
        values = ", ".join(f"{row}.{column}" for column in columns)
        same = " AND ".join(f"{column} = {row}.{column}" for column in columns)
        sure = f"({row}.confidence >= {UNSURE})"
        if sign == "+":
            statements.append(f"INSERT OR IGNORE INTO {table} VALUES ({values}, {sure}, 0);")
        statements.append(f"UPDATE {table} SET quotes = quotes {sign} 1 WHERE {same} AND sure = {sure};")
        if sign == "-":
            statements.append(f"DELETE FROM {table} WHERE {same} AND sure = {sure} AND quotes = 0;")
    return "\n".join(statements)


def _articles(row: str, sign: str) -> str:
    outlet, day = f"coalesce({row}.outlet, '')", f"coalesce(substr({row}.published, 1, 10), '')"
    same = f"outlet = {outlet} AND day = {day}"
    first = f"INSERT OR IGNORE INTO article_tallies VALUES ({outlet}, {day}, 0);" if sign == "+" else ""
    last = f"DELETE FROM article_tallies WHERE {same} AND articles = 0;" if sign == "-" else ""
    return f"{first} UPDATE article_tallies SET articles = articles {sign} 1 WHERE {same}; {last}"


_SUMS = f"(confidence >= {UNSURE}), count(*) FROM facets"

_STATEMENTS = [
    # How the results of a run differ from those before. No foreign key to articles: those are deleted and inserted again.
    """CREATE TABLE changes (
        id INTEGER PRIMARY KEY,
        run_id INTEGER NOT NULL REFERENCES runs(id),
        article_id TEXT NOT NULL,
        edited INTEGER NOT NULL CHECK (edited IN (0, 1)),
        change TEXT NOT NULL CHECK (change IN ('found', 'lost', 'reworded', 'reattributed')),
        quote_id TEXT NOT NULL,
        content_before TEXT,
        content_after TEXT,
        speaker_before TEXT,
        speaker_after TEXT
    )""",
    "CREATE INDEX changes_run ON changes(run_id)",
    "CREATE INDEX changes_article ON changes(article_id)",
    # day and outlet are '' where the article has none, speaker_id is 0 where there is no speaker. confidence: that both quote
    # and speaker are right.
    """CREATE TABLE facets (
        number INTEGER PRIMARY KEY,
        day TEXT NOT NULL,
        outlet TEXT NOT NULL,
        speaker_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        act TEXT NOT NULL,
        status TEXT NOT NULL,
        confidence REAL NOT NULL
    )""",
    f"INSERT INTO facets SELECT {_facet('q', 'a')} FROM quotes q JOIN articles a ON a.id = q.article_id",
    # Indexes with enough columns to list and count without reading the table.
    "CREATE INDEX facets_day ON facets(day DESC, number, confidence, kind, act, status)",
    "CREATE INDEX facets_oldest ON facets((CASE day WHEN '' THEN '~' ELSE day END), number, confidence)",
    "CREATE INDEX facets_speaker ON facets(speaker_id, day DESC, number, confidence, kind, act, outlet)",
    "CREATE INDEX facets_outlet ON facets(outlet, day DESC, number, confidence, kind, act, status)",
    "CREATE INDEX facets_outlet_speaker ON facets(outlet, speaker_id, confidence, kind)",
    "CREATE INDEX facets_confidence ON facets(confidence, number)",
    """CREATE TABLE speaker_tallies (
        speaker_id INTEGER NOT NULL, kind TEXT NOT NULL, act TEXT NOT NULL, sure INTEGER NOT NULL,
        quotes INTEGER NOT NULL, PRIMARY KEY (speaker_id, kind, act, sure)
    ) WITHOUT ROWID""",
    """CREATE TABLE outlet_tallies (
        outlet TEXT NOT NULL, kind TEXT NOT NULL, act TEXT NOT NULL, status TEXT NOT NULL, sure INTEGER NOT NULL,
        quotes INTEGER NOT NULL, PRIMARY KEY (outlet, kind, act, status, sure)
    ) WITHOUT ROWID""",
    """CREATE TABLE day_tallies (
        day TEXT NOT NULL, kind TEXT NOT NULL, sure INTEGER NOT NULL,
        quotes INTEGER NOT NULL, PRIMARY KEY (day, kind, sure)
    ) WITHOUT ROWID""",
    """CREATE TABLE article_tallies (
        outlet TEXT NOT NULL, day TEXT NOT NULL, articles INTEGER NOT NULL, PRIMARY KEY (outlet, day)
    ) WITHOUT ROWID""",
    f"INSERT INTO speaker_tallies SELECT speaker_id, kind, act, {_SUMS} GROUP BY 1, 2, 3, 4",
    f"INSERT INTO outlet_tallies SELECT outlet, kind, act, status, {_SUMS} GROUP BY 1, 2, 3, 4, 5",
    f"INSERT INTO day_tallies SELECT day, kind, {_SUMS} GROUP BY 1, 2, 3",
    """INSERT INTO article_tallies SELECT coalesce(outlet, ''), coalesce(substr(published, 1, 10), ''), count(*)
        FROM articles GROUP BY 1, 2""",
    f"CREATE TRIGGER facets_inserted AFTER INSERT ON facets BEGIN {_counts('new', '+')} END",
    f"CREATE TRIGGER facets_deleted AFTER DELETE ON facets BEGIN {_counts('old', '-')} END",
    f"""CREATE TRIGGER quotes_faceted AFTER INSERT ON quotes BEGIN
        INSERT INTO facets SELECT {_facet("new", "a")} FROM articles a WHERE a.id = new.article_id;
    END""",
    """CREATE TRIGGER quotes_unfaceted AFTER DELETE ON quotes BEGIN
        DELETE FROM facets WHERE number = old.number;
    END""",
    f"""CREATE TRIGGER quotes_refaceted AFTER UPDATE OF number, article_id, kind, act, speaker_id, speaker_status,
        confidence, speaker_confidence ON quotes BEGIN
        DELETE FROM facets WHERE number = old.number;
        INSERT INTO facets SELECT {_facet("new", "a")} FROM articles a WHERE a.id = new.article_id;
    END""",
    f"CREATE TRIGGER articles_tallied AFTER INSERT ON articles BEGIN {_articles('new', '+')} END",
    f"CREATE TRIGGER articles_untallied AFTER DELETE ON articles BEGIN {_articles('old', '-')} END",
    f"""CREATE TRIGGER articles_retallied AFTER UPDATE OF outlet, published ON articles BEGIN
        {_articles("old", "-")} {_articles("new", "+")}
        DELETE FROM facets WHERE number IN (SELECT number FROM quotes WHERE article_id = new.id);
        INSERT INTO facets SELECT {_facet("q", "new")} FROM quotes q WHERE q.article_id = new.id;
    END""",
    "DROP INDEX articles_published",
    # For sorted lists of articles and speakers.
    "CREATE INDEX articles_published ON articles(published DESC, id)",
    "DROP INDEX articles_outlet",
    "CREATE INDEX articles_outlet ON articles(outlet, published DESC, id)",
    "CREATE INDEX speakers_quotes ON speakers(quotes DESC, id)",
    "CREATE INDEX speakers_kind ON speakers(kind, quotes DESC, id)",
    # Every name of a speaker, folded, with an index of its trigrams to find names that are typed wrongly.
    """CREATE TABLE lookup_names (
        id INTEGER PRIMARY KEY, speaker_id INTEGER NOT NULL, alias TEXT NOT NULL, key TEXT NOT NULL,
        lone INTEGER NOT NULL, folded TEXT NOT NULL
    )""",
    """INSERT INTO lookup_names (speaker_id, alias, key, lone, folded)
        SELECT speaker_id, alias, key, lone, fold(alias) FROM speaker_aliases""",
    "CREATE INDEX lookup_names_speaker ON lookup_names(speaker_id, alias, key, lone)",
    "CREATE INDEX lookup_names_folded ON lookup_names(folded)",
    """CREATE VIRTUAL TABLE lookup_letters USING fts5(
        folded, content='lookup_names', content_rowid='id', tokenize='trigram'
    )""",
    "INSERT INTO lookup_letters(lookup_letters) VALUES ('rebuild')",
    """CREATE TRIGGER lookup_names_inserted AFTER INSERT ON lookup_names BEGIN
        INSERT INTO lookup_letters(rowid, folded) VALUES (new.id, new.folded);
    END""",
    """CREATE TRIGGER lookup_names_deleted AFTER DELETE ON lookup_names BEGIN
        INSERT INTO lookup_letters(lookup_letters, rowid, folded) VALUES ('delete', old.id, old.folded);
    END""",
    """CREATE TRIGGER aliases_looked_up AFTER INSERT ON speaker_aliases BEGIN
        INSERT INTO lookup_names (speaker_id, alias, key, lone, folded)
        VALUES (new.speaker_id, new.alias, new.key, new.lone, fold(new.alias));
    END""",
    """CREATE TRIGGER aliases_forgotten AFTER DELETE ON speaker_aliases BEGIN
        DELETE FROM lookup_names WHERE speaker_id = old.speaker_id AND alias = old.alias AND key = old.key
            AND lone = old.lone;
    END""",
]
