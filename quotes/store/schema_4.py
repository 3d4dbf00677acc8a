"""The fourth step of the schema: the names that articles share, and which stands for which (see quotes.identity).

What an article says of a speaker belongs to a name; a name belongs to a speaker. When two speakers turn out to be one,
names move, with all that is filed under them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from quotes.annotation import Speaker, SpeakerMention
from quotes.article import Span
from quotes.store.identity import note_names, refresh, settle_names, speakers_of

__all__ = ["add_made_for", "apply"]

# The tables with what an article says of a speaker; in all of them name_id is the name that it uses.
_FILED = ("appearances", "aliases", "roles")


def apply(db: Database) -> None:
    """Add names, and link to them what older steps linked to speakers. Foreign keys must be off."""
    for statement in _NAMES:
        db.execute(statement)
    taken_down = _take_down(db)
    articles = list(db.query("SELECT id, title, text FROM articles ORDER BY id"))
    changed = set()
    for article in articles:
        rows, speakers = _speakers(db, article)
        names, touched = note_names(db, article["id"], speakers, title=article["title"] or "", text=article["text"])
        changed |= touched
        for row, name in zip(rows, names, strict=True):
            values = [name, article["id"], row]
            for table in (*_FILED, "mentions", "quotes"):
                db.execute(f"UPDATE {table} SET name_id = ? WHERE article_id = ? AND speaker_id = ?", values)
            db.execute("UPDATE names SET speaker_id = ? WHERE id = ? AND speaker_id IS NULL", [row, name])
    for statement in _KEYED:
        db.execute(statement)
    for statement in taken_down:
        db.execute(statement)
    add_made_for(db)
    refresh(db, settle_names(db, changed))


def add_made_for(db: Database) -> None:
    """Add the column for the name that a speaker's row was made for, if it is missing: settling names needs it, and the eighth
    step adds it too.
    """
    if "made_for" not in {row[1] for row in db.execute("PRAGMA table_info(speakers)")}:
        db.execute("ALTER TABLE speakers ADD COLUMN made_for INTEGER REFERENCES names(id) ON DELETE SET NULL")


def _speakers(db: Database, article: Mapping[str, Any]) -> tuple[list[int], list[Speaker]]:
    """The speakers of an article as it names them, and their rows."""
    mentions: defaultdict[int, list[SpeakerMention]] = defaultdict(list)
    sql = "SELECT speaker_id, start, \"end\" FROM mentions WHERE article_id = ? AND form = 'name' AND speaker_id"
    for row in db.query(sql, [article["id"]]):
        mentions[row["speaker_id"]].append(SpeakerMention(Span(row["start"], row["end"]), "name"))
    speakers = speakers_of(db, article["id"])
    return list(speakers), [
        Speaker(speaker.name, speaker.kind, speaker.aliases, (), speaker.gender, tuple(mentions[row]))
        for row, speaker in speakers.items()
    ]


def _take_down(db: Database) -> Sequence[str]:
    """Drop the triggers of the tables that are rebuilt, and all views; return the statements that create them again."""
    marks = ", ".join("?" * len(_FILED))
    sql = f"""SELECT type, name, sql FROM sqlite_master
        WHERE type = 'view' OR (type = 'trigger' AND tbl_name IN ({marks})) ORDER BY rowid"""
    objects = list(db.query(sql, _FILED))
    for item in objects:
        db.execute(f"DROP {item['type']} {item['name']}")
    return [item["sql"] for item in objects]


_NAMES = [
    # context: tells apart those who share a name; see quotes.identity.names. root_id: the name that stands for the speaker,
    # possibly itself. weight: how common the name is; see quotes.identity.link. female, male: numbers of articles that say so.
    # ambiguous: the name fits several speakers equally well, and so is linked to none.
    """CREATE TABLE names (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('person', 'body', 'unnamed')),
        key TEXT NOT NULL,
        context TEXT NOT NULL,
        speaker_id INTEGER REFERENCES speakers(id) ON DELETE SET NULL,
        root_id INTEGER REFERENCES names(id) ON DELETE SET NULL,
        parent_id INTEGER REFERENCES names(id) ON DELETE SET NULL,
        score REAL,
        reasons TEXT,
        ambiguous INTEGER NOT NULL DEFAULT 0 CHECK (ambiguous IN (0, 1)),
        articles INTEGER NOT NULL DEFAULT 0,
        weight INTEGER NOT NULL DEFAULT -1,
        female INTEGER NOT NULL DEFAULT 0,
        male INTEGER NOT NULL DEFAULT 0,
        gender TEXT,
        organizations INTEGER NOT NULL DEFAULT 0,
        UNIQUE (kind, key, context)
    )""",
    "CREATE INDEX names_speaker ON names(speaker_id)",
    "CREATE INDEX names_root ON names(root_id)",
    "CREATE INDEX names_parent ON names(parent_id)",
    # The keys that a name offers (sought = 0) and seeks (sought = 1); see quotes.identity.names.
    """CREATE TABLE name_keys (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL,
        sought INTEGER NOT NULL CHECK (sought IN (0, 1)),
        weight INTEGER NOT NULL,
        tie INTEGER NOT NULL,
        name_id INTEGER NOT NULL REFERENCES names(id) ON DELETE CASCADE
    )""",
    "CREATE INDEX name_keys_key ON name_keys(key, sought, weight DESC, tie)",
    "CREATE INDEX name_keys_name ON name_keys(name_id)",
    # The other names that articles use for the bearer of a name, and how many articles do.
    """CREATE TABLE name_calls (
        name_id INTEGER NOT NULL REFERENCES names(id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        articles INTEGER NOT NULL,
        PRIMARY KEY (name_id, key)
    ) WITHOUT ROWID""",
    # Pairs of names that could mean one speaker, but that articles use side by side; how many articles do.
    """CREATE TABLE name_pairs (
        name_id INTEGER NOT NULL REFERENCES names(id) ON DELETE CASCADE,
        other_id INTEGER NOT NULL REFERENCES names(id) ON DELETE CASCADE,
        articles INTEGER NOT NULL,
        PRIMARY KEY (name_id, other_id)
    ) WITHOUT ROWID""",
    # Other names that a name may be linked to, besides its parent: how likely, and why.
    """CREATE TABLE likenesses (
        name_id INTEGER NOT NULL REFERENCES names(id) ON DELETE CASCADE,
        other_id INTEGER NOT NULL REFERENCES names(id) ON DELETE CASCADE,
        score REAL NOT NULL,
        reasons TEXT NOT NULL,
        PRIMARY KEY (name_id, other_id)
    ) WITHOUT ROWID""",
    "CREATE INDEX likenesses_other ON likenesses(other_id)",
    # People's decisions about two names. By text, not by id, so that they outlive the rows of the names.
    """CREATE TABLE name_decisions (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        context TEXT NOT NULL,
        other_key TEXT NOT NULL,
        other_context TEXT NOT NULL,
        same INTEGER NOT NULL CHECK (same IN (0, 1)),
        reason TEXT,
        author TEXT,
        decided TEXT NOT NULL,
        PRIMARY KEY (kind, key, context, other_key, other_context)
    ) WITHOUT ROWID""",
    *(
        f"ALTER TABLE {table} ADD COLUMN name_id INTEGER REFERENCES names(id)"
        for table in (*_FILED, "mentions", "quotes")
    ),
    "CREATE INDEX mentions_name ON mentions(name_id)",
    "CREATE INDEX quotes_name ON quotes(name_id)",
]

# The primary keys have the name, as two names in one article may belong to one speaker.
_KEYED = [
    """CREATE TABLE new_appearances (
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        name_id INTEGER NOT NULL REFERENCES names(id),
        speaker_id INTEGER NOT NULL REFERENCES speakers(id),
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        gender TEXT,
        key TEXT NOT NULL,
        lone INTEGER NOT NULL CHECK (lone IN (0, 1)),
        PRIMARY KEY (article_id, name_id)
    )""",
    "INSERT INTO new_appearances SELECT article_id, name_id, speaker_id, name, kind, gender, key, lone FROM appearances",
    "DROP TABLE appearances",
    "ALTER TABLE new_appearances RENAME TO appearances",
    "CREATE INDEX appearances_speaker ON appearances(speaker_id, article_id)",
    "CREATE INDEX appearances_name ON appearances(name_id)",
    """CREATE TABLE new_aliases (
        name_id INTEGER NOT NULL REFERENCES names(id),
        speaker_id INTEGER NOT NULL REFERENCES speakers(id) ON DELETE CASCADE,
        alias TEXT NOT NULL,
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        lone INTEGER NOT NULL CHECK (lone IN (0, 1)),
        PRIMARY KEY (name_id, alias, article_id)
    )""",
    "INSERT INTO new_aliases SELECT name_id, speaker_id, alias, article_id, key, lone FROM aliases",
    "DROP TABLE aliases",
    "ALTER TABLE new_aliases RENAME TO aliases",
    "CREATE INDEX aliases_article ON aliases(article_id)",
    "CREATE INDEX aliases_speaker ON aliases(speaker_id)",
    """CREATE TABLE new_roles (
        name_id INTEGER NOT NULL REFERENCES names(id),
        speaker_id INTEGER NOT NULL REFERENCES speakers(id) ON DELETE CASCADE,
        role TEXT NOT NULL,
        article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        PRIMARY KEY (name_id, role, article_id)
    )""",
    'INSERT INTO new_roles SELECT name_id, speaker_id, role, article_id, start, "end" FROM roles',
    "DROP TABLE roles",
    "ALTER TABLE new_roles RENAME TO roles",
    "CREATE INDEX roles_article ON roles(article_id)",
    "CREATE INDEX roles_speaker ON roles(speaker_id, role)",
]
