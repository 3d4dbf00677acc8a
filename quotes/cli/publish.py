"""`quotes publish FILE`: makes a copy of the database, or of a part of it, for a web host."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from quotes.cli.common import Database, Json, counted, messages, output, print_json
from quotes.cli.completion import outlets
from quotes.cli.counter import Counter
from quotes.cli.files import check_target
from quotes.errors import QuotesError
from quotes.store import Store
from quotes.store import publish as publish_copy

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    app.command("publish")(publish)


def publish(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The file for the copy.")],
    db: Database = Path("quotes.db"),
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only articles of this day and later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only articles of this day and earlier.")] = None,
    outlet: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only articles of this outlet; may be given again.", autocompletion=outlets),
    ] = None,
    similar: Annotated[
        bool, typer.Option("--similar", help="Add for each quote those with a similar meaning; needs the models.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a copy that was published there before.")] = False,
    as_json: Json = False,
) -> None:
    """Write a compact copy of the database that `datasette datasette/ -i FILE` serves on a host without this program.

    The database may be in use meanwhile. With dates or outlets, the copy has only these articles and their speakers: a smaller
    site from a big archive.

    Example: `quotes publish site.db --since 2025-01-01 --outlet "The Courier"`
    """
    for day in (since, until):
        if day is not None and not _is_day(day):
            raise QuotesError(f"{day!r} is not a date; write it as 2025-03-31")
    if since and until and since > until:
        raise QuotesError(f"--since {since} is later than --until {until}")
    if target.resolve() == db.resolve():
        raise QuotesError(f"{target}: is the database itself; choose another file")
    if not (force and target.is_file() and not target.is_symlink() and _is_ours(target)):
        check_target(target, database=db)
    with _neighbours(db) if similar else nullcontext() as add:
        publish_copy(db, target, since=since, until=until, outlets=outlet or (), add=add)
    with Store.open(target, write=False) as store:
        totals = store.summary()
    if as_json:
        print_json({"file": str(target), "bytes": target.stat().st_size, **totals})
        return
    size = target.stat().st_size / 1e6
    output().print(
        f"{target}: {counted(totals['articles'], 'article')}, {counted(totals['quotes'], 'quote')}, {size:.1f} MB",
        markup=False,
        soft_wrap=True,
    )
    if not totals["articles"]:
        messages().print("No article is from these days and outlets.")


@contextmanager
def _neighbours(db: Path) -> Iterator[Callable[[Path], object]]:
    """A function that adds similar quotes to a copy of `db`, with a progress bar."""
    from quotes.likeness import Vectors, embed, file_neighbours, folder_of

    with Counter("Reading quotes") as count, Store.open(db, write=False) as store, store.reading() as tables:
        vectors = Vectors(folder_of(db))
        vectors.sync(tables, embed, watch=count)
    with Counter("Comparing quotes") as count:
        yield lambda copy: file_neighbours(copy, vectors, watch=count)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_ours(path: Path) -> bool:
    try:
        Store.open(path, write=False).close()
    except QuotesError:
        return False
    return True
