"""Groups of quotes that are one statement, and of articles that are reprints of one another; every save updates them.

A group's name is the smallest id in it, in whatever order its members came; a text without copies has no group. Only words
decide, not speakers: pages that say "also printed in" check the speaker themselves, and the same words attributed to two
speakers are worth knowing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from quotes.wording import ARTICLES, STATEMENTS, Measure, plain_words

__all__ = ["Groups", "fill", "groups", "join", "part"]

# At most so many texts with the same fingerprint are compared, the oldest first. A fingerprint that more texts share is a
# common phrase; equal texts are found anyway, by the fingerprint of the whole text.
_HOLDERS = 40


@dataclass(frozen=True)
class Sort:
    """Where the texts of one sort are stored: `column` of `table` holds the group.

    `prints` is the table of fingerprints, by the column `key` of `table`; `article` is the column with the article's id.
    """

    measure: Measure
    table: str
    key: str
    article: str
    text: str
    column: str
    prints: str


@dataclass(frozen=True)
class Row:
    """A text in the database: its key, its id, the group it is in, and its words."""

    key: int | str
    id: str
    group: str | None
    words: list[str]


_SORTS = (
    Sort(STATEMENTS, "quotes", "number", "article_id", "content", "statement", "quote_prints"),
    Sort(ARTICLES, "articles", "id", "id", "text", "reprint", "article_prints"),
)
# The names of groups, with the whole-text fingerprint of each member that is about to be deleted.
Groups = dict[Sort, dict[str, set[int]]]


def groups(db: Database, article_id: str) -> Groups:
    """The groups that an article and its quotes belong to; call it before they are deleted."""
    by_sort: Groups = {}
    for sort in _SORTS:
        members = by_sort.setdefault(sort, {})
        for key in _keys(db, sort, f"{sort.column} IS NOT NULL AND {sort.article} = ?", article_id):
            row = _row(db, sort, key)
            members.setdefault(str(row.group), set()).add(sort.measure.whole(row.words))
    return by_sort


def join(db: Database, article_id: str) -> None:
    """Store the fingerprints of a new article and its quotes, and group each with the texts that have the same words."""
    for sort in _SORTS:
        _join(db, sort, _keys(db, sort, f"{sort.article} = ?", article_id))


def part(db: Database, groups: Groups) -> None:
    """Rebuild these groups after members were deleted, as those may have connected the rest."""
    for sort, members in groups.items():
        for name, gone in sorted(members.items()):
            if all(_has_equal(db, sort, name, whole) for whole in gone):
                _name_anew(db, sort, name)
                continue
            rows = [_row(db, sort, key) for key in _keys(db, sort, f"{sort.column} = ?", name)]
            for cluster in _clusters(sort, rows):
                _set(db, sort, cluster, min(row.id for row in cluster) if len(cluster) > 1 else None)


def _has_equal(db: Database, sort: Sort, group: str, whole: int) -> bool:
    """Whether the group still has a member with exactly the same words as the deleted one: then it cannot fall apart."""
    sql = (
        f"SELECT 1 FROM {sort.prints} JOIN {sort.table} ON {sort.table}.{sort.key} = {sort.prints}.key"
        f" WHERE print = ? AND {sort.column} = ? LIMIT 1"
    )
    two = f"SELECT count(*) FROM (SELECT 1 FROM {sort.table} WHERE {sort.column} = ? LIMIT 2)"
    return bool(db.execute(sql, [whole, group]).fetchone()) and db.execute(two, [group]).fetchone()[0] == 2


def _name_anew(db: Database, sort: Sort, group: str) -> None:
    """Rename a group, whose smallest id was deleted, to the smallest that is left."""
    (smallest,) = db.execute(f"SELECT min(id) FROM {sort.table} WHERE {sort.column} = ?", [group]).fetchone()
    if smallest != group:
        db.execute(f"UPDATE {sort.table} SET {sort.column} = ? WHERE {sort.column} = ?", [smallest, group])


def fill(db: Database) -> None:
    """Rebuild all groups of the database."""
    for sort in _SORTS:
        db.execute(f"DELETE FROM {sort.prints}")
        db.execute(f"UPDATE {sort.table} SET {sort.column} = NULL WHERE {sort.column} IS NOT NULL")
        _join(db, sort, _keys(db, sort, "?", 1))


def _join(db: Database, sort: Sort, keys: Iterable[int | str]) -> None:
    for key in keys:
        row = _row(db, sort, key)
        prints = sort.measure.fingerprints(row.words)
        insert = f"INSERT OR IGNORE INTO {sort.prints} (print, key) VALUES (?, ?)"
        db.conn.executemany(insert, [(print_, key) for print_ in prints])
        if partners := _partners(db, sort, row, prints):
            groups = {partner.group for partner in partners if partner.group is not None}
            name = min({row.id, *groups, *(partner.id for partner in partners)})
            for group in groups - {name}:
                db.execute(f"UPDATE {sort.table} SET {sort.column} = ? WHERE {sort.column} = ?", [name, group])
            _set(db, sort, [row, *partners], name)


def _partners(db: Database, sort: Sort, row: Row, prints: Sequence[int]) -> list[Row]:
    """Rows with the same words as this one: at least one from each group that has some."""
    shared: Counter[int | str] = Counter()
    sql = f"SELECT key FROM {sort.prints} WHERE print = ? ORDER BY key LIMIT ?"
    for print_ in prints:
        shared.update(key for (key,) in db.execute(sql, [print_, _HOLDERS]).fetchall())
    del shared[row.key]
    partners: list[Row] = []
    joined: set[str] = set()
    for key in _plausible(db, sort, shared, prints):
        group = db.execute(f"SELECT {sort.column} FROM {sort.table} WHERE {sort.key} = ?", [key]).fetchone()[0]
        if group is not None and group in joined:
            continue
        other = _row(db, sort, key)
        if sort.measure.same(row.words, other.words):
            partners.append(other)
            joined |= {group} - {None}
    return partners


def _plausible(db: Database, sort: Sort, shared: Counter[int | str], prints: Sequence[int]) -> list[int | str]:
    """The keys, sorted, of texts that share enough fingerprints to be compared."""
    sql = f"SELECT count(*) FROM {sort.prints} WHERE key = ? AND print < ?"
    own, limit = sort.measure.sampled(prints), sort.measure.limit
    keys = []
    for key, count in shared.items():
        enough = count >= sort.measure.needed(own)
        if not enough and count >= sort.measure.needed(0):
            enough = count >= sort.measure.needed(db.execute(sql, [key, limit]).fetchone()[0])
        if enough:
            keys.append(key)
    return sorted(keys)


def _clusters(sort: Sort, rows: Sequence[Row]) -> list[list[Row]]:
    clusters: list[list[Row]] = []
    for row in rows:
        same = [c for c in clusters if any(sort.measure.same(row.words, other.words) for other in c)]
        clusters = [c for c in clusters if c not in same]
        clusters.append([row, *(member for cluster in same for member in cluster)])
    return clusters


def _keys(db: Database, sort: Sort, where: str, value: object) -> list[int | str]:
    sql = f"SELECT {sort.key} FROM {sort.table} WHERE {where} ORDER BY {sort.key}"
    return [key for (key,) in db.execute(sql, [value]).fetchall()]


def _row(db: Database, sort: Sort, key: int | str) -> Row:
    sql = f"SELECT id, {sort.column}, {sort.text} FROM {sort.table} WHERE {sort.key} = ?"
    id, group, text = db.execute(sql, [key]).fetchone()
    return Row(key, id, group, plain_words(text))


def _set(db: Database, sort: Sort, rows: Iterable[Row], name: str | None) -> None:
    sql = f"UPDATE {sort.table} SET {sort.column} = ? WHERE {sort.key} = ? AND {sort.column} IS NOT ?"
    db.conn.executemany(sql, [(name, row.key, name) for row in rows])
