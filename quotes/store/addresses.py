"""Addresses that last: slugs of speakers, and redirects from what an address once meant to what it means now.

A slug is made of the name alone. Speakers of one name have a word or a digest of their own behind it, so that it does
not matter whose article came first. When the name to show changes, the old slug leads to the new one.

An address that was published leads to the same speaker for good, or nowhere; somebody else who comes to bear the name gets
another one. Published is what stands when a run ends. What a run gives and takes back on its way was nobody's yet: it is
free for whoever bears the name in the end, and its redirects go with the run. So a run stores the same slugs in whatever order
its articles come, and a later one keeps what is there. A row goes on for the names that it had, never for others.
Only forgetting an article, which takes its names out of the file, also frees the addresses of those who speak in no other.

Every function works inside the caller's transaction.
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

__all__ = ["Thing", "end_run", "new_speaker", "now", "redirect", "redirected", "settle_slugs", "slug_base", "succeed"]

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


def new_speaker(
    db: Database, name: str, kind: str, article_id: str, name_id: int, *, taken: Collection[int] = ()
) -> int:
    """A row for a speaker who has none: that which was made for this name, if it is gone and not taken, else a new one."""
    sql = "SELECT id FROM speakers WHERE made_for = ? AND articles = 0 ORDER BY id"
    for (gone,) in db.execute(sql, [name_id]).fetchall():
        if gone not in taken:
            db.execute("UPDATE speakers SET name = ?, kind = ?, successor_id = NULL WHERE id = ?", [name, kind, gone])
            return int(gone)
    number = int(
        db.execute("SELECT ifnull(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'speakers'").fetchone()[0]
    )
    db.execute(
        "INSERT INTO speakers (id, name, kind, slug, base, made_for) VALUES (?, ?, ?, ?, ?, ?)",
        [number, name, kind, f"{_PROVISIONAL}{number}", slug_base(name, kind, article_id), name_id],
    )
    return number


def settle_slugs(db: Database, rows: Iterable[int], run: int | None = None) -> None:
    """Give these speakers, and those of the same names, the slugs that their names now ask for, as part of a run or of none.

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
    _give(db, wanted, run)


def end_run(db: Database, run: int) -> None:
    """Publish the addresses that stand at a run's end: what it gave and took back was nobody's."""
    db.execute("DELETE FROM redirects WHERE run_id = ?", [run])
    sql = """SELECT id FROM speakers WHERE slug_run = ? AND articles = 0
        AND NOT EXISTS (SELECT 1 FROM redirects WHERE thing = 'speaker' AND new = speakers.slug)"""
    for (gone,) in db.execute(sql, [run]).fetchall():
        db.execute("UPDATE speakers SET successor_id = NULL WHERE successor_id = ?", [gone])
        db.execute("DELETE FROM speakers WHERE id = ?", [gone])


def _slug(db: Database, row: Mapping[str, Any], base: str, kinds: Mapping[str, int]) -> str:
    """A slug apart from those of namesakes (counted by `kinds`): `base`, or with the kind behind it, or one of its own."""
    if sum(kinds.values()) <= 1:
        return base
    if kinds[row["kind"]] <= 1:
        return f"{base}-{row['kind']}"
    return _own_slug(db, row["id"], base)


def _own_slug(db: Database, id: int, base: str) -> str:
    """A slug that nobody else of the name asks for."""
    names = db.query("SELECT kind, key, context FROM names WHERE speaker_id = ? AND root_id = id", [id])
    return f"{base}-{next((_digest(name['kind'], name['key'], name['context']) for name in names), id)}"


def _give(db: Database, wanted: Mapping[int, tuple[str, str]], run: int | None) -> None:
    """Change slugs, by the ids of speakers: the old one and the one asked for. Some may change places."""
    given = {}
    for id, (old, _) in wanted.items():
        ((given[id],),) = db.execute("SELECT slug_run FROM speakers WHERE id = ?", [id]).fetchall()
        db.execute("UPDATE speakers SET slug = ? WHERE id = ?", [f"{_PROVISIONAL}{id}", id])
        db.execute("UPDATE redirects SET new = ? WHERE thing = 'speaker' AND new = ?", [f"{_PROVISIONAL}{id}", old])
        if not old.startswith(_PROVISIONAL):
            redirect(db, "speaker", old, f"{_PROVISIONAL}{id}", run=given[id])
    for id, (old, slug) in wanted.items():
        ((base,),) = db.execute("SELECT base FROM speakers WHERE id = ?", [id]).fetchall()
        wishes = (slug, _own_slug(db, id, base), f"{slug}-{id}")
        slug = next((wish for wish in wishes if _is_free(db, wish, id, run)), old)
        for gone in list(db.query("SELECT id, base FROM speakers WHERE slug = ?", [slug])):
            other = f"{gone['base']}-{gone['id']}"
            db.execute("UPDATE speakers SET slug = ? WHERE id = ?", [other, gone["id"]])
            db.execute("DELETE FROM redirects WHERE thing = 'speaker' AND old = ?", [other])
            db.execute("UPDATE redirects SET new = ? WHERE thing = 'speaker' AND new = ?", [other, slug])
        # One that was published stays so, for whomever has it again.
        published = db.execute("SELECT run_id FROM redirects WHERE thing = 'speaker' AND old = ?", [slug]).fetchone()
        since = published[0] if published else run
        db.execute("DELETE FROM redirects WHERE thing = 'speaker' AND old = ?", [slug])
        db.execute("UPDATE speakers SET slug = ?, slug_run = ? WHERE id = ?", [slug, since, id])
        db.execute("UPDATE redirects SET new = ? WHERE thing = 'speaker' AND new = ?", [slug, f"{_PROVISIONAL}{id}"])


def _is_free(db: Database, slug: str, id: int, run: int | None) -> bool:
    """Whether a speaker may have a slug: nobody else was ever published under it."""
    for row in db.query("SELECT id, articles, slug_run FROM speakers WHERE slug = ?", [slug]):
        if row["articles"] or run is None or row["slug_run"] != run:
            return False
    for row in db.query("SELECT new, run_id FROM redirects WHERE thing = 'speaker' AND old = ?", [slug]):
        if row["new"] != f"{_PROVISIONAL}{id}" and (run is None or row["run_id"] != run):
            return False
    return True


def _first_article(db: Database, speaker_id: int) -> str:
    sql = "SELECT min(article_id) FROM appearances WHERE speaker_id = ?"
    return str(db.execute(sql, [speaker_id]).fetchone()[0] or "")


def succeed(db: Database, old: int, new: int) -> None:
    """Note that `new` takes the place of the speaker `old`, should `old` have no article left."""
    db.execute(
        "UPDATE speakers SET successor_id = ? WHERE (id = ? OR successor_id = ?) AND id <> ?", [new, old, old, new]
    )


def redirect(
    db: Database, thing: Thing, old: str, new: str | None, *, article_id: str | None = None, run: int | None = None
) -> None:
    """Let the address `old`, and all that led to it, lead to `new`. `run` is the one that gave a speaker the address `old`."""
    db.execute("UPDATE redirects SET new = ? WHERE thing = ? AND new = ?", [new, thing, old])
    db.execute(
        "INSERT OR REPLACE INTO redirects (thing, old, new, article_id, since, run_id) VALUES (?, ?, ?, ?, ?, ?)",
        [thing, old, new, article_id, now(), run],
    )


def redirected(db: Database, thing: Thing, old: str) -> str | None:
    """Where an id or slug that is no longer used leads to now."""
    redirects: Sequence[Mapping[str, Any]] = list(
        db.query("SELECT new FROM redirects WHERE thing = ? AND old = ?", [thing, old])
    )
    return redirects[0]["new"] if redirects else None


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
