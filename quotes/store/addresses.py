"""Addresses that last: slugs of speakers, and redirects from what an address once meant to what it means now.

A slug is made of the name alone. Speakers of one name have a word or a digest of their own behind it, so that it does
not matter whose article came first. When the name to show changes, the old slug leads to the new one, until somebody else
bears that name. Every function works inside the caller's transaction.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from sqlite_utils import Database

__all__ = ["Thing", "new_speaker", "now", "redirect", "redirected", "settle_slugs", "slug_base", "succeed"]

Thing = Literal["article", "quote", "speaker"]

_LONGEST = 60
_DIGEST = 6
# No name gives a slug that begins so: the mark of one that is still to be settled.
_PROVISIONAL = "~"


def slug_base(name: str, kind: str, article_id: str) -> str:
    """The slug that a name gives when nobody else has it. Unnamed speakers belong to one article, and so do theirs."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    slug = "-".join(re.findall(r"[^\W_]+", re.sub(r"['’]", "", plain)))[:_LONGEST].strip("-") or "speaker"
    return f"{slug}-{_digest(name, article_id)}" if kind == "unnamed" else slug


def new_speaker(db: Database, name: str, kind: str, article_id: str, *, taken: Collection[int] = ()) -> int:
    """A row for a speaker who has none: that of one of this name and kind who had gone and is not taken, else a new one."""
    base = slug_base(name, kind, article_id)
    gone = list(
        db.query("SELECT id FROM speakers WHERE base = ? AND kind = ? AND articles = 0 ORDER BY id", [base, kind])
    )
    for row in gone:
        if row["id"] not in taken:
            db.execute("UPDATE speakers SET name = ?, successor_id = NULL WHERE id = ?", [name, row["id"]])
            return int(row["id"])
    number = int(
        db.execute("SELECT ifnull(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'speakers'").fetchone()[0]
    )
    db.execute(
        "INSERT INTO speakers (id, name, kind, slug, base) VALUES (?, ?, ?, ?, ?)",
        [number, name, kind, f"{_PROVISIONAL}{number}", base],
    )
    return number


def settle_slugs(db: Database, rows: Iterable[int]) -> None:
    """Give these speakers, and those of the same names, the slugs that their names now ask for.

    One who got a row and lost it again since the last time was never anybody, and is removed.
    """
    rows, bases = sorted(set(rows)), set[str]()
    for id in rows:
        for speaker in db.query("SELECT name, kind, base, articles FROM speakers WHERE id = ?", [id]):
            bases.add(speaker["base"])
            if speaker["articles"]:
                article = _first_article(db, id) if speaker["kind"] == "unnamed" else ""
                base = slug_base(speaker["name"], speaker["kind"], article)
                bases.add(base)
                db.execute("UPDATE speakers SET base = ? WHERE id = ? AND base <> ?", [base, id, base])
    for row in rows:
        nobody = "SELECT 1 FROM speakers WHERE id = ? AND articles = 0 AND slug GLOB ?"
        if db.execute(nobody, [row, f"{_PROVISIONAL}*"]).fetchone():
            db.execute("DELETE FROM speakers WHERE id = ?", [row])
    wanted = {}
    for base in sorted(bases):
        sql = "SELECT id, kind, slug FROM speakers WHERE base = ? AND articles ORDER BY id"
        namesakes = list(db.query(sql, [base]))
        kinds = Counter(row["kind"] for row in namesakes)
        for namesake in namesakes:
            slug = _slug(db, namesake, base, kinds)
            if slug != namesake["slug"]:
                wanted[namesake["id"]] = (namesake["slug"], slug)
    _give(db, wanted)


def _slug(db: Database, row: Mapping[str, Any], base: str, kinds: Mapping[str, int]) -> str:
    """What tells a speaker from its namesakes, `kinds` counting them: nothing, its kind, or what its name alone has."""
    if sum(kinds.values()) <= 1:
        return base
    if kinds[row["kind"]] <= 1:
        return f"{base}-{row['kind']}"
    names = db.query("SELECT kind, key, context FROM names WHERE speaker_id = ? AND root_id = id", [row["id"]])
    return f"{base}-{next((_digest(name['kind'], name['key'], name['context']) for name in names), row['id'])}"


def _give(db: Database, wanted: Mapping[int, tuple[str, str]]) -> None:
    """Change slugs, by the ids of speakers: the old one and the new one. Some may change places.

    An address is made of a name, and leads to who bears it now: a slug that only somebody without articles has, or that
    only redirects to somebody, is free.
    """
    for id, (old, _) in wanted.items():
        db.execute("UPDATE speakers SET slug = ? WHERE id = ?", [f"{_PROVISIONAL}{id}", id])
        db.execute("UPDATE redirects SET new = ? WHERE thing = 'speaker' AND new = ?", [f"{_PROVISIONAL}{id}", old])
    for id, (_, slug) in wanted.items():
        for gone in list(db.query("SELECT id, base FROM speakers WHERE slug = ? AND NOT articles", [slug])):
            aside = f"{gone['base']}-{gone['id']}"
            db.execute("UPDATE speakers SET slug = ? WHERE id = ?", [aside, gone["id"]])
            db.execute("DELETE FROM redirects WHERE thing = 'speaker' AND old = ?", [aside])
        if list(db.query("SELECT 1 FROM speakers WHERE slug = ?", [slug])):
            slug = f"{slug}-{id}"
        db.execute("UPDATE speakers SET slug = ? WHERE id = ?", [slug, id])
        db.execute("DELETE FROM redirects WHERE thing = 'speaker' AND old = ?", [slug])
        db.execute("UPDATE redirects SET new = ? WHERE thing = 'speaker' AND new = ?", [slug, f"{_PROVISIONAL}{id}"])
    for id, (old, _) in wanted.items():
        used = list(db.query("SELECT 1 FROM speakers WHERE slug = ?", [old]))
        if not used and not old.startswith(_PROVISIONAL):
            ((slug,),) = db.execute("SELECT slug FROM speakers WHERE id = ?", [id]).fetchall()
            redirect(db, "speaker", old, slug)


def _first_article(db: Database, speaker_id: int) -> str:
    sql = "SELECT min(article_id) FROM appearances WHERE speaker_id = ?"
    return str(db.execute(sql, [speaker_id]).fetchone()[0] or "")


def succeed(db: Database, old: int, new: int) -> None:
    """Should the speaker `old` have no article left, then `new` is who has them."""
    db.execute(
        "UPDATE speakers SET successor_id = ? WHERE (id = ? OR successor_id = ?) AND id <> ?", [new, old, old, new]
    )


def redirect(db: Database, thing: Thing, old: str, new: str | None, *, article_id: str | None = None) -> None:
    """From now on `old` stands for `new`, and so does all that stood for `old`."""
    db.execute("UPDATE redirects SET new = ? WHERE thing = ? AND new = ?", [new, thing, old])
    db.execute(
        "INSERT OR REPLACE INTO redirects (thing, old, new, article_id, since) VALUES (?, ?, ?, ?, ?)",
        [thing, old, new, article_id, now()],
    )


def redirected(db: Database, thing: Thing, old: str) -> str | None:
    """What an id or slug that is no longer used stands for now."""
    found: Sequence[Mapping[str, Any]] = list(
        db.query("SELECT new FROM redirects WHERE thing = ? AND old = ?", [thing, old])
    )
    return found[0]["new"] if found else None


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
