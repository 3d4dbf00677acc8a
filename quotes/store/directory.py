"""The database's names, as the `Directory` that quotes.identity.settle works on.

Every function works inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from quotes.identity.link import MOST, Choice, Known, Link, covers, tie, weight_of
from quotes.identity.names import Name, offers, seeks
from quotes.store.sql import insert

__all__ = ["CANDIDATES", "DISPLACED", "SEEKERS", "Names", "id_of", "index_name"]

_COLUMNS = """names.id, names.kind, names.key, names.context, names.weight, names.gender,
    root.key AS root_key, root.context AS root_context"""
_FROM = "names LEFT JOIN names AS root ON root.id = names.root_id"
_KNOWN = (
    f"SELECT {_COLUMNS} FROM {_FROM} WHERE names.kind = ? AND names.key = ? AND names.context = ? AND names.articles"
)
# The commonest names that offer a key.
_COMMONEST = "SELECT id FROM name_keys WHERE key = {} AND sought = 0 ORDER BY weight DESC, tie LIMIT {}"
_AMONG = _COMMONEST.format("offered.key", MOST)
# The commonest names that offer each of some keys. `called`: for keys that articles add, how many articles do.
CANDIDATES = f"""SELECT {_COLUMNS}, wanted.value AS found_by, name_keys.weight AS called
    FROM json_each(?) AS wanted CROSS JOIN name_keys CROSS JOIN {_FROM}
    WHERE names.id = name_keys.name_id AND name_keys.id IN ({_COMMONEST.format("wanted.value", MOST)})"""
# The names that seek a key under which a given name is among the commonest, once for each such key.
SEEKERS = f"""SELECT names.id, names.key, names.context, names.weight, names.gender, name_keys.key = ? AS by_call
    FROM name_keys AS offered CROSS JOIN name_keys CROSS JOIN names
    WHERE offered.name_id = ? AND offered.sought = 0 AND +offered.id IN ({_AMONG})
    AND name_keys.key = offered.key AND name_keys.sought = 1 AND names.id = name_keys.name_id"""
# Under each key where some given names are among the commonest: the names right behind those. As many can be displaced as came.
DISPLACED = f"""SELECT DISTINCT names.kind, names.key, names.context
    FROM json_each(:ids) AS came CROSS JOIN name_keys AS offered CROSS JOIN name_keys CROSS JOIN names
    WHERE offered.name_id = came.value AND offered.sought = 0 AND +offered.id IN ({_AMONG})
    AND name_keys.id IN ({_COMMONEST.format("offered.key", f":many OFFSET {MOST}")}) AND names.id = name_keys.name_id"""
_ATTACHED = f"""SELECT {_COLUMNS} FROM {_FROM} WHERE names.articles AND names.id IN (
    SELECT id FROM names WHERE parent_id = :id UNION SELECT name_id FROM likenesses WHERE other_id = :id)"""
_APART = "SELECT other_id FROM name_pairs WHERE name_id = ? AND other_id IN (SELECT value FROM json_each(?))"
_DECIDED = """SELECT context AS own, other_key AS key, other_context AS context, same FROM name_decisions
    WHERE kind = ? AND key = ?"""


class Names:
    """See `quotes.identity.settle.Directory`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._ids: dict[Name, int] = {}
        # Names that have become ambiguous, or have ceased to be.
        self.doubtful: set[int] = set()

    def known(self, name: Name) -> Known | None:
        rows = list(self._db.query(_KNOWN, [name.kind, name.key, name.context]))
        if not rows:
            return None
        same: set[Name] = set()
        different: set[Name] = set()
        for row in self._decided(name):
            (same if row["same"] else different).add(Name(name.kind, row["key"], row["context"]))
        calls = self._db.query("SELECT key, articles FROM name_calls WHERE name_id = ?", [rows[0]["id"]])
        called = {row["key"]: weight_of(row["articles"]) for row in calls}
        return self._known(rows[0], called, frozenset(same), frozenset(different))

    def apart(self, own: Known, others: Sequence[Known]) -> frozenset[Name]:
        ids = {self._id(other.name): other.name for other in others}
        kept = self._db.execute(_APART, [self._id(own.name), json.dumps(sorted(ids))])
        return frozenset(ids[id] for (id,) in kept)

    def candidates(self, own: Known) -> Sequence[Known]:
        rows: dict[int, Mapping[str, Any]] = {}
        called: dict[int, int] = {}
        by_call = f"{own.name.kind} called {own.name.key}"
        for row in self._db.query(CANDIDATES, [json.dumps(sorted(seeks(own.name, own.called)))]):
            rows[row["id"]] = row
            if row["found_by"] == by_call:
                called[row["id"]] = row["called"]
        fitting = [self._known(row, {own.name.key: called[id]} if id in called else {}) for id, row in rows.items()]
        here = {known.name for known in fitting}
        return [*fitting, *(known for name in own.same - here if (known := self.known(name)) is not None)]

    def seekers(self, name: Name) -> Iterable[Known]:
        by_id: dict[int, Known] = {}
        asked = self._db.execute(SEEKERS, [f"{name.kind} is {name.key}", self._id(name)])
        for id, key, context, weight, gender, by_call in asked:
            if by_call or id not in by_id:
                other = Name(name.kind, key, context)
                self._ids[other] = id
                by_id[id] = Known(other, weight, gender, called={name.key: 0} if by_call else {})
        return by_id.values()

    def displaced(self, names: Collection[Name]) -> Iterable[Name]:
        ids = json.dumps([self._id(name) for name in names])
        return [Name(*row) for row in self._db.execute(DISPLACED, {"ids": ids, "many": len(names)})]

    def attached(self, name: Name) -> Iterable[Known]:
        decided = self._decided(name)
        named = [self.known(Name(name.kind, row["key"], row["context"])) for row in decided if row["same"]]
        attached = [self._known(row, {}) for row in self._db.query(_ATTACHED, {"id": self._id(name)})]
        return [*attached, *(known for known in named if known is not None)]

    def put(self, name: Name, choice: Choice, root: Name) -> None:
        id, parent = self._id(name), choice.parent
        if self._db.execute("SELECT ambiguous FROM names WHERE id = ?", [id]).fetchone()[0] != choice.ambiguous:
            self.doubtful.add(id)
        self._db.execute(
            "UPDATE names SET root_id = ?, parent_id = ?, score = ?, reasons = ?, ambiguous = ? WHERE id = ?",
            [
                self._id(root),
                self._id(parent.parent) if parent else None,
                parent.score if parent else None,
                json.dumps(parent.reasons) if parent else None,
                int(choice.ambiguous),
                id,
            ],
        )
        self._db.execute("DELETE FROM likenesses WHERE name_id = ?", [id])
        insert(self._db, "likenesses", (self._likeness(id, link) for link in choice.others))

    def _decided(self, name: Name) -> list[Mapping[str, Any]]:
        """People's decisions about a name, or about the same name with less or more known of its bearer.

        For a name without context, "apart" holds for the same name with any context, "same" for itself only.
        """
        return [
            row
            for row in self._db.query(_DECIDED, [name.kind, name.key])
            if row["own"] == name.context
            or (
                (row["own"] if row["same"] else row["key"] != name.key)
                and covers(Name(name.kind, name.key, row["own"]), name)
            )
        ]

    def _id(self, name: Name) -> int:
        if name not in self._ids:
            self._ids[name] = id_of(self._db, name)
        return self._ids[name]

    def _likeness(self, id: int, link: Link) -> dict[str, Any]:
        other, reasons = self._id(link.parent), json.dumps(link.reasons)
        return {"name_id": id, "other_id": other, "score": link.score, "reasons": reasons}

    def _known(
        self,
        row: Mapping[str, Any],
        called: dict[str, int],
        same: frozenset[Name] = frozenset(),
        different: frozenset[Name] = frozenset(),
    ) -> Known:
        name = Name(row["kind"], row["key"], row["context"])
        self._ids[name] = row["id"]
        root = Name(row["kind"], row["root_key"], row["root_context"]) if row["root_key"] is not None else None
        return Known(name, row["weight"], row["gender"], root, called, same=same, different=different)


def id_of(db: Database, name: Name) -> int:
    """The id of a name's row, which must exist."""
    sql = "SELECT id FROM names WHERE kind = ? AND key = ? AND context = ?"
    return int(db.execute(sql, [name.kind, name.key, name.context]).fetchone()[0])


def index_name(db: Database, id: int, name: Name, weight: int) -> None:
    """Write the keys of a name, with its present weight; none for a name that no article uses."""
    db.execute("DELETE FROM name_keys WHERE name_id = ?", [id])
    offered = offers(name)
    if weight < 0 or not offered:
        return
    rows = db.query("SELECT key, articles FROM name_calls WHERE name_id = ?", [id])
    calls = {row["key"]: row["articles"] for row in rows}
    keys = [
        *((key, 0, weight) for key in offered),
        *((f"{name.kind} called {key}", 0, weight_of(articles)) for key, articles in calls.items()),
        *((key, 1, weight) for key in seeks(name, calls)),
    ]
    own = tie(name)
    db.conn.executemany(
        "INSERT INTO name_keys (key, sought, weight, tie, name_id) VALUES (?, ?, ?, ?, ?)",
        [(*key, own, id) for key in keys],
    )
