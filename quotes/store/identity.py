"""Files the speakers of an article under the rows of the database: quotes.speakers.across applied to tables.

Every function works inside the caller's transaction.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from quotes.annotation import Speaker
from quotes.speakers.across import (
    Group,
    Known,
    Lone,
    common_gender,
    fullest,
    identify,
    is_lone,
    key_of,
    same_in_article,
    settle,
)
from quotes.store.addresses import new_speaker, succeed

__all__ = ["file_speakers", "keys_of_article", "refresh", "rows_of_article", "settle_keys"]


def file_speakers(
    db: Database, article_id: str, speakers: Sequence[Speaker], previous: Mapping[int, tuple[str, str]]
) -> list[int]:
    """Insert the appearances, aliases and roles of an article's speakers; return the row of each.

    `previous` has the rows that the article's speakers had before it was replaced, with kind and name: a speaker whom
    nobody else names keeps its row, and with it its address.
    """
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index, speaker in enumerate(speakers):
        groups[same_in_article(speaker)].append(index)
    rows: dict[int, int] = {}
    for indexes in groups.values():
        same = [speakers[index] for index in indexes]
        row = _row_for(db, article_id, same[0], previous, taken=set(rows.values()))
        rows.update(dict.fromkeys(indexes, row))
        _insert_appearance(db, article_id, row, same)
        for speaker in same:
            _insert_names(db, article_id, row, speaker)
    return [rows[index] for index in range(len(speakers))]


def settle_keys(db: Database, keys: Iterable[str]) -> set[int]:
    """Move the single-named speakers of these keys to where they belong now; return the rows they left or joined."""
    touched: set[int] = set()
    for key in sorted(set(keys)):
        found = list(
            db.query(
                "SELECT article_id, speaker_id, name, gender FROM appearances WHERE key = ? AND lone"
                " ORDER BY speaker_id, article_id",
                [key],
            )
        )
        if found:
            touched |= _settle_key(db, key, found)
    return touched


def refresh(db: Database, rows: Iterable[int]) -> None:
    """Recompute the names and genders of these speakers from their appearances."""
    for row in sorted(set(rows)):
        names = _counts(db, "name", "speaker_id = ?", row)
        if not names:
            continue
        ((kind,),) = db.execute("SELECT kind FROM speakers WHERE id = ?", [row]).fetchall()
        name, gender = fullest(names, kind), common_gender(_counts(db, "gender", "speaker_id = ?", row))
        db.execute(
            "UPDATE speakers SET name = ?, gender = ?, successor_id = NULL WHERE id = ?"
            " AND (name IS NOT ? OR gender IS NOT ? OR successor_id IS NOT NULL)",
            [name, gender, row, name, gender],
        )


def keys_of_article(db: Database, article_id: str) -> set[str]:
    return {row["key"] for row in db.query("SELECT DISTINCT key FROM aliases WHERE article_id = ?", [article_id])}


def rows_of_article(db: Database, article_id: str) -> dict[int, tuple[str, str]]:
    """The article's speakers: kind and name there, by row."""
    found = db.query("SELECT speaker_id, kind, name FROM appearances WHERE article_id = ?", [article_id])
    return {row["speaker_id"]: (row["kind"], row["name"]) for row in found}


def _row_for(
    db: Database,
    article_id: str,
    speaker: Speaker,
    previous: Mapping[int, tuple[str, str]],
    *,
    taken: Collection[int],
) -> int:
    keys = {key_of(name, speaker.kind) for name in (speaker.name, *speaker.aliases)}
    row = identify(speaker, [row for row in _known(db, keys) if row.row not in taken])
    if row is not None:
        return row
    for row, named in previous.items():
        if named == (speaker.kind, speaker.name) and row not in taken and not _is_used(db, row):
            return row
    return new_speaker(db, speaker.name, speaker.kind, article_id, taken=taken)


def _is_used(db: Database, row: int) -> bool:
    return bool(list(db.query("SELECT 1 FROM appearances WHERE speaker_id = ? LIMIT 1", [row])))


def _insert_appearance(db: Database, article_id: str, row: int, same: Sequence[Speaker]) -> None:
    """Note what an article calls a speaker; `same` are all its entries that turned out to be this one."""
    name, kind = same[0].name, same[0].kind
    db.table("appearances").insert(
        {
            "article_id": article_id,
            "speaker_id": row,
            "name": name,
            "kind": kind,
            "gender": common_gender(Counter(speaker.gender for speaker in same if speaker.gender)),
            "key": key_of(name, kind),
            "lone": int(kind == "person" and is_lone(name)),
        }
    )


def _insert_names(db: Database, article_id: str, row: int, speaker: Speaker) -> None:
    lone = int(speaker.kind == "person" and is_lone(speaker.name))
    aliases = [
        {"speaker_id": row, "alias": name, "article_id": article_id, "key": key_of(name, speaker.kind), "lone": lone}
        for name in dict.fromkeys((speaker.name, *speaker.aliases))
    ]
    roles = [
        {"speaker_id": row, "role": role.title, "article_id": article_id, "start": role.span[0], "end": role.span[1]}
        for role in speaker.roles
    ]
    db.table("aliases").insert_all(aliases, ignore=True)
    db.table("roles").insert_all(roles, ignore=True)


def _known(db: Database, keys: Collection[str], *, with_lone: str | None = None) -> list[Known]:
    """The speakers of whom some name has one of these keys; their articles only as far as they have a lone `with_lone`.

    What articles that use a single name say of a speaker does not count: it was filed there on the strength of the
    rest, and must be free to leave.
    """
    marks = ", ".join("?" * len(keys))
    rows = db.query(
        "SELECT id, name, kind FROM speakers"
        f" WHERE id IN (SELECT speaker_id FROM speaker_aliases WHERE key IN ({marks})) ORDER BY id",
        list(keys),
    )
    return [_known_row(db, row, with_lone) for row in rows]


def _known_row(db: Database, row: Mapping[str, Any], with_lone: str | None) -> Known:
    aliases = db.query("SELECT DISTINCT alias FROM speaker_aliases WHERE speaker_id = ? AND NOT lone", [row["id"]])
    articles = db.query(
        "SELECT article_id FROM appearances WHERE speaker_id = ? AND NOT lone"
        " AND article_id IN (SELECT article_id FROM appearances WHERE key = ? AND lone)",
        [row["id"], with_lone],
    )
    return Known(
        row=row["id"],
        kind=row["kind"],
        names=tuple(dict.fromkeys((row["name"], *sorted(item["alias"] for item in aliases)))),
        gender=common_gender(_counts(db, "gender", "speaker_id = ? AND NOT lone", row["id"])),
        articles=frozenset(item["article_id"] for item in articles),
    )


def _settle_key(db: Database, key: str, found: Sequence[Mapping[str, Any]]) -> set[int]:
    known = _known(db, [key], with_lone=key)
    homes = settle([Lone(row["article_id"], row["name"], row["gender"]) for row in found], known)
    full = {row.row for row in known if row.kind == "person" and not is_lone(row.names[0])}
    members: defaultdict[int | Group, list[Mapping[str, Any]]] = defaultdict(list)
    for home, row in zip(homes, found, strict=True):
        members[home].append(row)

    taken = set(full)
    moves: list[tuple[str, int, int]] = []
    # Groups of many articles choose their row first, so that the common row keeps its address.
    for home in sorted(members, key=lambda home: isinstance(home, Group) and home.article is not None):
        group = members[home]
        target = home if isinstance(home, int) else _row_of_group(db, group, taken)
        taken.add(target)
        moves += [(row["article_id"], row["speaker_id"], target) for row in group]
    moves = [move for move in moves if move[1] != move[2]]
    _move(db, moves)
    return {row for _, *rows in moves for row in rows}


def _row_of_group(db: Database, group: Sequence[Mapping[str, Any]], taken: Collection[int]) -> int:
    free = [row["speaker_id"] for row in group if row["speaker_id"] not in taken]
    return min(free) if free else new_speaker(db, group[0]["name"], "person", group[0]["article_id"], taken=taken)


def _move(db: Database, moves: Sequence[tuple[str, int, int]]) -> None:
    """Give all that an article says of one speaker to another one: (article, old row, new row), all at once."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    for _, old, new in moves:
        succeed(db, old, new)
    for table in ("appearances", "aliases", "roles", "mentions", "quotes"):
        # Negative on the way, so that two speakers of an article can change places.
        for article_id, old, new in moves:
            db.execute(
                f"UPDATE {table} SET speaker_id = ? WHERE article_id = ? AND speaker_id = ?", [-new, article_id, old]
            )
        for article_id, _, new in moves:
            db.execute(
                f"UPDATE {table} SET speaker_id = ? WHERE article_id = ? AND speaker_id = ?", [new, article_id, -new]
            )


def _counts(db: Database, column: str, where: str, row: int) -> dict[Any, int]:
    """In how many appearances of a speaker its name or gender has which value, where it has one."""
    sql = f"SELECT {column}, sum(articles) FROM speaker_names WHERE {where} AND {column} <> '' GROUP BY {column}"
    return dict(db.execute(sql, [row]).fetchall())
