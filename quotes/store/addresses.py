"""Permanent addresses: the slugs of speakers, and redirects from old addresses to new ones.

A slug is made of the name alone. Speakers who share a name each get a suffix, the kind or a digest, so that the order in
which articles arrive makes no difference. When the name that is shown changes, the old slug redirects to the new one.

A slug counts as published once a run ends with it. From then on it leads to the same speaker or nowhere; another speaker who
later has the same name gets another slug. A slug that a run gives and takes back before it ends was never published: it is
free again, and its redirects are deleted. So one run gives the same slugs in whatever order its articles come, and later
runs keep them. A row of `speakers` is used again only for the name that it was made for.
Only forgetting an article frees published slugs: those of the speakers who are in no other article.

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
# Begins a temporary slug; no name gives a slug that begins like this.
_PROVISIONAL = "~"


def slug_base(name: str, kind: str, article_id: str) -> str:
    """The slug for a name that nobody else has. That of an unnamed speaker also depends on the article."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    slug = "-".join(re.findall(r"[^\W_]+", re.sub(r"['’]", "", plain)))[:_LONGEST].strip("-") or "speaker"
    return f"{slug}-{_digest(name, article_id)}" if kind == "unnamed" else slug


def new_speaker(
    db: Database, name: str, kind: str, article_id: str, name_id: int, *, taken: Collection[int] = ()
) -> int:
    """The row for a speaker who has none: the one made for this name before, unless it is used or in `taken`; else a new one."""
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
    """Give these speakers, and all who share their names, the slugs that their present names call for.

    `run` is the run that is going on, if any. A row that was made and given up since the last call is deleted.
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
    """Publish the slugs that are in use at the end of a run; forget those that the run gave and took back."""
    db.execute("DELETE FROM redirects WHERE run_id = ?", [run])
    sql = """SELECT id FROM speakers WHERE slug_run = ? AND articles = 0
        AND NOT EXISTS (SELECT 1 FROM redirects WHERE thing = 'speaker' AND new = speakers.slug)"""
    for (gone,) in db.execute(sql, [run]).fetchall():
        db.execute("UPDATE speakers SET successor_id = NULL WHERE successor_id = ?", [gone])
        db.execute("DELETE FROM speakers WHERE id = ?", [gone])


def _slug(db: Database, row: Mapping[str, Any], base: str, kinds: Mapping[str, int]) -> str:
    """`base` where it is unique, `base-kind` where the kind is; else with a digest. `kinds` counts the namesakes by kind."""
    if sum(kinds.values()) <= 1:
        return base
    if kinds[row["kind"]] <= 1:
        return f"{base}-{row['kind']}"
    return _own_slug(db, row["id"], base)


def _own_slug(db: Database, id: int, base: str) -> str:
    """A slug with a digest of the name that stands for the speaker, which no namesake has."""
    names = db.query("SELECT kind, key, context FROM names WHERE speaker_id = ? AND root_id = id", [id])
    return f"{base}-{next((_digest(name['kind'], name['key'], name['context']) for name in names), id)}"


def _give(db: Database, wanted: Mapping[int, tuple[str, str]], run: int | None) -> None:
    """Change slugs: `wanted` has the old and the new slug for each speaker's id. Two speakers may swap theirs."""
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
        # A slug that was published before counts as published for the speaker who gets it back.
        published = db.execute("SELECT run_id FROM redirects WHERE thing = 'speaker' AND old = ?", [slug]).fetchone()
        since = published[0] if published else run
        db.execute("DELETE FROM redirects WHERE thing = 'speaker' AND old = ?", [slug])
        db.execute("UPDATE speakers SET slug = ?, slug_run = ? WHERE id = ?", [slug, since, id])
        db.execute("UPDATE redirects SET new = ? WHERE thing = 'speaker' AND new = ?", [slug, f"{_PROVISIONAL}{id}"])


def _is_free(db: Database, slug: str, id: int, run: int | None) -> bool:
    """Whether a speaker may have a slug: it was never published for anybody else."""
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
    """Make `new` the successor of the speaker `old`, for when `old` has no article left."""
    db.execute(
        "UPDATE speakers SET successor_id = ? WHERE (id = ? OR successor_id = ?) AND id <> ?", [new, old, old, new]
    )


def redirect(
    db: Database, thing: Thing, old: str, new: str | None, *, article_id: str | None = None, run: int | None = None
) -> None:
    """Redirect the address `old`, and all that redirect to it, to `new`. `run`: the run that gave a speaker the slug `old`."""
    db.execute("UPDATE redirects SET new = ? WHERE thing = ? AND new = ?", [new, thing, old])
    db.execute(
        "INSERT OR REPLACE INTO redirects (thing, old, new, article_id, since, run_id) VALUES (?, ?, ?, ?, ?, ?)",
        [thing, old, new, article_id, now(), run],
    )


def redirected(db: Database, thing: Thing, old: str) -> str | None:
    """The id or slug to which one that is no longer used redirects; None if it does not."""
    redirects: Sequence[Mapping[str, Any]] = list(
        db.query("SELECT new FROM redirects WHERE thing = ? AND old = ?", [thing, old])
    )
    return redirects[0]["new"] if redirects else None


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
