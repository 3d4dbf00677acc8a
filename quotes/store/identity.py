"""Links an article's speakers to names, and names to speakers across articles: quotes.identity applied to the tables.

Every function works inside the caller's transaction.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from quotes.annotation import Speaker, SpeakerKind
from quotes.article import Article
from quotes.identity.context import births_among, country_of, minors_among
from quotes.identity.link import weight_of
from quotes.identity.names import Name, key_of, names_in_article
from quotes.identity.settle import settle
from quotes.identity.show import common_gender, fullest
from quotes.identity.uses import Use, told_apart, uses
from quotes.lang.languages import ENGLISH
from quotes.names import is_lone
from quotes.speakers.affiliation import affiliation_of
from quotes.store.addresses import new_speaker, succeed
from quotes.store.directory import Names, id_of, index_name
from quotes.store.sql import insert

__all__ = ["Filed", "file_speakers", "note_names", "refresh", "settle_names", "speakers_of", "withdraw"]

Row = Mapping[str, Any]

# The tables whose rows belong to a name, and move with it to another speaker.
_FILED = ("appearances", "aliases", "roles", "mentions", "quotes")


@dataclass(frozen=True)
class Filed:
    """The row and the name of each of an article's speakers, and the names whose links `settle_names` must update."""

    rows: Sequence[int]
    names: Sequence[int]
    changed: set[Name]

    def columns(self, index: int | None) -> dict[str, int | None]:
        """The columns name_id and speaker_id of a table for the speaker with that index, or for nobody (None)."""
        if index is None:
            return {"speaker_id": None, "name_id": None}
        return {"speaker_id": self.rows[index], "name_id": self.names[index]}


def file_speakers(db: Database, article: Article, speakers: Sequence[Speaker]) -> Filed:
    """Insert the appearances, aliases and roles of an article's speakers."""
    article_id = article.id
    ids, changed = note_names(
        db, article_id, speakers, title=article.title or "", text=article.text, published=article.published
    )
    rows = [_provisional_row(db, id, speaker, article_id) for id, speaker in zip(ids, speakers, strict=True)]
    same: defaultdict[int, list[int]] = defaultdict(list)  # the article's entries that share one speaker's row
    for index, id in enumerate(ids):
        same[id].append(index)
    said = [
        (
            {"article_id": article_id, "name_id": id, "speaker_id": rows[indexes[0]]},
            [speakers[index] for index in indexes],
        )
        for id, indexes in same.items()
    ]
    insert(db, "appearances", (_appearance(filed, same) for filed, same in said))
    insert(db, "aliases", (row for filed, same in said for row in _aliases(filed, same)), ignore=True)
    insert(db, "roles", (row for filed, same in said for row in _roles(filed, same)), ignore=True)
    return Filed(rows, ids, changed)


def note_names(
    db: Database,
    article_id: str,
    speakers: Sequence[Speaker],
    *,
    title: str = "",
    text: str = "",
    published: str | None = None,
) -> tuple[list[int], set[Name]]:
    """Count an article's use of names.

    Returns the id of each speaker's name, and the names that `settle_names` must look at.
    """
    names = names_in_article(
        speakers,
        article_id,
        country=country_of([(s.name, *s.aliases) for s in speakers if s.kind != "unnamed"], title, text),
        minors=minors_among(speakers, text),
        born=births_among(speakers, text, published),
    )
    for name in set(names):
        db.execute(
            "INSERT OR IGNORE INTO names (kind, key, context) VALUES (?, ?, ?)", [name.kind, name.key, name.context]
        )
    ids = {name: id_of(db, name) for name in set(names)}
    return [ids[name] for name in names], _count(db, uses(speakers, names), ids, 1)


def withdraw(db: Database, article_id: str) -> set[Name]:
    """Uncount an article's use of names before it is deleted; return the names that `settle_names` must look at."""
    ids: dict[Name, int] = {}
    speakers, names = [], []
    sql = """SELECT name_id, names.kind, names.key, names.context FROM appearances JOIN names ON names.id = name_id
        WHERE article_id = ?"""
    by_name = speakers_of(db, article_id, by="name_id")
    for row in db.query(sql, [article_id]):
        name = Name(row["kind"], row["key"], row["context"])
        ids[name] = row["name_id"]
        names.append(name)
        speakers.append(by_name[row["name_id"]])
    return _count(db, uses(speakers, names), ids, -1)


def speakers_of(db: Database, article_id: str, *, by: str = "speaker_id") -> dict[int, Speaker]:
    """An article's speakers by their row, or with `by` "name_id" by the id of their name."""
    aliases: defaultdict[int, list[str]] = defaultdict(list)
    for row in db.query(f"SELECT {by} AS id, alias FROM aliases WHERE article_id = ? ORDER BY alias", [article_id]):
        aliases[row["id"]].append(row["alias"])
    sql = f"SELECT {by} AS id, name, kind, gender FROM appearances WHERE article_id = ? ORDER BY rowid"
    return {
        row["id"]: Speaker(
            row["name"],
            row["kind"],
            tuple(alias for alias in aliases[row["id"]] if alias != row["name"]),
            gender=row["gender"],
        )
        for row in db.query(sql, [article_id])
    }


def settle_names(db: Database, changed: Iterable[Name]) -> set[int]:
    """Link names to the speakers that they mean now; return the speakers' rows whose display that may change."""
    changed = set(changed)
    before = _roots(db, changed)
    directory = Names(db)
    moved = settle(directory, changed)
    trees = set(before.values()) | set(_roots(db, changed | set(moved)).values())
    trees |= {id_of(db, root) for root in moved.values() if root is not None}
    for name in changed:
        if directory.known(name) is None:
            db.execute(
                "UPDATE names SET root_id = NULL, parent_id = NULL, ambiguous = 0 WHERE id = ?", [id_of(db, name)]
            )
    touched = _assign(db, trees)
    for id in directory.doubtful:
        touched |= {row for (row,) in db.execute("SELECT speaker_id FROM names WHERE id = ? AND articles", [id])}
    return touched - {None}


def refresh(db: Database, rows: Iterable[int]) -> None:
    """Recompute the shown name, kind and gender of these speakers from their names."""
    for row in sorted(set(rows)):
        names = _counts(db, "name", row)
        if not names:
            continue
        shown = next(db.query(_SHOWN, {"row": row}))
        kind = shown["kind"]
        if kind == "body":
            kind = "organization" if 2 * shown["organizations"] >= shown["articles"] else "group"
        gender = common_gender({"female": shown["female"], "male": shown["male"]})
        values = [fullest(names, kind, shown["key"] or ""), kind, gender, shown["ambiguous"] or 0]
        db.execute(
            "UPDATE speakers SET name = ?, kind = ?, gender = ?, ambiguous = ?, successor_id = NULL WHERE id = ?"
            " AND (name IS NOT ? OR kind IS NOT ? OR gender IS NOT ? OR ambiguous IS NOT ? OR successor_id IS NOT NULL)",
            [*values, row, *values],
        )


_SHOWN = """SELECT min(kind) AS kind, sum(articles) AS articles, sum(organizations) AS organizations,
    sum(female) AS female, sum(male) AS male, max(CASE WHEN root_id = id THEN ambiguous END) AS ambiguous,
    max(CASE WHEN root_id = id THEN key END) AS key
    FROM names WHERE speaker_id = :row AND articles"""


def _count(db: Database, some: Sequence[Use], ids: Mapping[Name, int], by: int) -> set[Name]:
    """Count an article's uses of names (`by` 1) or uncount them (-1); return the names whose stored facts change."""
    changed = set()
    for use in some:
        id = ids[use.name]
        before = _state(db, id)
        db.execute(
            "UPDATE names SET articles = articles + ?, female = female + ?, male = male + ?, organizations = organizations + ?"
            " WHERE id = ?",
            [by, by * (use.gender == "female"), by * (use.gender == "male"), by * use.organization, id],
        )
        for key in sorted(use.called):
            _add(db, "name_calls", "key", id, key, by)
        _set_weight(db, id)
        if _state(db, id) != before:
            changed.add(use.name)
            index_name(db, id, use.name, next(db.query("SELECT weight FROM names WHERE id = ?", [id]))["weight"])
    for one, other in told_apart(some):
        told = _add(db, "name_pairs", "other_id", ids[one.name], ids[other.name], by)
        _add(db, "name_pairs", "other_id", ids[other.name], ids[one.name], by)
        changed |= {one.name, other.name} if told else set()
    return changed


def _state(db: Database, id: int) -> tuple[Any, ...]:
    """Everything stored of a name that affects which names it is linked to."""
    calls = db.execute("SELECT key, articles FROM name_calls WHERE name_id = ? ORDER BY key", [id])
    weights = [(key, weight_of(articles)) for key, articles in calls]
    return (*db.execute("SELECT weight, gender FROM names WHERE id = ?", [id]).fetchone(), weights)


def _set_weight(db: Database, id: int) -> None:
    row = next(db.query("SELECT articles, female, male FROM names WHERE id = ?", [id]))
    gender = common_gender({"female": row["female"], "male": row["male"]})
    db.execute("UPDATE names SET weight = ?, gender = ? WHERE id = ?", [weight_of(row["articles"]), gender, id])


def _add(db: Database, table: str, column: str, id: int, value: str | int, by: int) -> bool:
    """Count one article more (`by` 1) or less (-1); return whether it is the first, or was the last."""
    db.execute(f"INSERT OR IGNORE INTO {table} VALUES (?, ?, 0)", [id, value])
    db.execute(f"UPDATE {table} SET articles = articles + ? WHERE name_id = ? AND {column} = ?", [by, id, value])
    where = f"FROM {table} WHERE name_id = ? AND {column} = ?"
    ((articles,),) = db.execute(f"SELECT articles {where}", [id, value]).fetchall()
    if articles <= 0:
        db.execute(f"DELETE {where}", [id, value])
    return bool(articles <= 0 if by < 0 else articles == 1)


def _provisional_row(db: Database, name_id: int, speaker: Speaker, article_id: str) -> int:
    """The row of the speaker who has this name already, else a new one; `settle_names` may change it."""
    ((row,),) = db.execute("SELECT speaker_id FROM names WHERE id = ?", [name_id]).fetchall()
    if row is None:
        row = new_speaker(db, speaker.name, speaker.kind, article_id, name_id)
        db.execute("UPDATE names SET speaker_id = ? WHERE id = ?", [row, name_id])
    return int(row)


def _appearance(filed: Row, same: Sequence[Speaker]) -> Row:
    name, kind = same[0].name, _kind(same)
    gender = common_gender(Counter(speaker.gender for speaker in same if speaker.gender))
    return {**filed, "name": name, "kind": kind, "gender": gender, "key": key_of(name, kind), "lone": _lone(same)}


def _aliases(filed: Row, same: Sequence[Speaker]) -> Iterator[Row]:
    lone = _lone(same)
    for speaker in same:
        for alias in dict.fromkeys((speaker.name, *speaker.aliases)):
            yield {**filed, "alias": alias, "key": key_of(alias, speaker.kind), "lone": lone}


def _roles(filed: Row, same: Sequence[Speaker]) -> Iterator[Row]:
    for speaker in same:
        for role in speaker.roles:
            yield {
                **filed,
                "role": role.title,
                "affiliation": affiliation_of(role.title, ENGLISH.roles),
                "start": role.span[0],
                "end": role.span[1],
            }


def _kind(same: Sequence[Speaker]) -> SpeakerKind:
    return next((speaker.kind for speaker in same if speaker.kind == "organization"), same[0].kind)


def _lone(same: Sequence[Speaker]) -> int:
    return int(_kind(same) == "person" and is_lone(same[0].name))


def _roots(db: Database, names: Iterable[Name]) -> dict[Name, int]:
    roots = {}
    for name in names:
        sql = "SELECT root_id FROM names WHERE kind = ? AND key = ? AND context = ? AND root_id IS NOT NULL"
        for (root,) in db.execute(sql, [name.kind, name.key, name.context]):
            roots[name] = root
    return roots


def _assign(db: Database, trees: Iterable[int]) -> set[int]:
    """Give each of these trees of names one speaker row: the one that most of its articles have, if it is free.

    Returns all rows that gained or lost a name.
    """
    touched: set[int] = set()
    members = {}
    for root in set(trees):
        sql = (
            "SELECT id, kind, key, context, speaker_id, articles FROM names WHERE root_id = ? AND articles ORDER BY id"
        )
        if rows := list(db.query(sql, [root])):
            members[root] = rows
    taken: set[int] = set()
    inside = {row["id"] for rows in members.values() for row in rows}
    # The most frequent first, so that they keep their rows.
    for root in sorted(members, key=lambda root: (-sum(row["articles"] for row in members[root]), root)):
        shares: Counter[int] = Counter()
        for row in members[root]:
            if row["speaker_id"] is not None:
                shares[row["speaker_id"]] += row["articles"]
        free = [row for row in shares if row not in taken and not _others_have(db, row, inside)]
        target = max(free, key=lambda row: (shares[row], -row)) if free else _another_row(db, members[root], taken)
        taken.add(target)
        touched.add(target)
        for row in members[root]:
            if row["speaker_id"] != target:
                touched |= {row["speaker_id"]} - {None}
                _move(db, row["id"], row["speaker_id"], target)
    return touched


def _others_have(db: Database, row: int, inside: set[int]) -> bool:
    """Whether a speaker also has names outside these trees."""
    holders = db.execute("SELECT id FROM names WHERE speaker_id = ? AND articles", [row])
    return any(id not in inside for (id,) in holders)


def _another_row(db: Database, names: Sequence[Mapping[str, Any]], taken: set[int]) -> int:
    first = max(names, key=lambda row: (row["articles"], row["key"]))
    sql = "SELECT name, kind, article_id FROM appearances WHERE name_id = ? ORDER BY article_id LIMIT 1"
    seen = next(db.query(sql, [first["id"]]))
    return new_speaker(db, seen["name"], seen["kind"], seen["article_id"], first["id"], taken=taken)


def _move(db: Database, name_id: int, old: int | None, new: int) -> None:
    """Move a name, with all rows that belong to it, to another speaker."""
    if old is not None:
        succeed(db, old, new)
    for table in _FILED:
        db.execute(f"UPDATE {table} SET speaker_id = ? WHERE name_id = ?", [new, name_id])
    db.execute("UPDATE names SET speaker_id = ? WHERE id = ?", [new, name_id])


def _counts(db: Database, column: str, row: int) -> dict[str, int]:
    sql = f"SELECT {column}, sum(articles) FROM speaker_names WHERE speaker_id = ? AND {column} <> '' GROUP BY {column}"
    return dict(db.execute(sql, [row]).fetchall())
