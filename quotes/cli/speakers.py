"""`quotes speakers [NAME]`: lists speakers, shows one, and corrects who is the same and what they are called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from quotes.annotation import SpeakerKind
from quotes.cli import completion
from quotes.cli.common import (
    CommandsWithDefault,
    Database,
    Json,
    counted,
    messages,
    output,
    plain,
    print_json,
    quote_line,
)
from quotes.cli.correct import Author, Reason, print_done, signed
from quotes.errors import QuotesError
from quotes.query import checked_value, roles_at
from quotes.store import Filters, Row, Store, desk, suggestions

__all__ = ["register"]

_MOST_ROLES, _MOST_OUTLETS = 12, 4  # shown on a terminal; --json has all

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A name, part of one, or a slug.", autocompletion=completion.speakers)
]


def register(app: typer.Typer) -> None:
    speakers = typer.Typer(
        cls=CommandsWithDefault,
        help="List the speakers, show one (`quotes speakers NAME`), or correct who is the same and what they are called.",
    )
    for command in (show, suggest, merge, split, rename, alias, kind):
        speakers.command(command.__name__)(command)
    app.add_typer(speakers, name="speakers")


def show(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="A name, part of one, or a slug.", autocompletion=completion.speakers),
    ] = None,
    db: Database = Path("quotes.db"),
    kind: Annotated[SpeakerKind | None, typer.Option(help="Only speakers of this kind.")] = None,
    at: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Show the roles of the speaker at a day, month or year (2024-05)."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many speakers, or quotes of one.")] = 20,
    as_json: Json = False,
) -> None:
    """List the speakers, most quoted first; with a NAME, show that speaker's names, roles, counts and newest quotes.

    Examples: `quotes speakers "Elena Marsh"`, `quotes speakers show "Elena Marsh" --at 2024-05`
    """
    if at is not None:
        at = _date(at)
        if name is None:
            raise QuotesError("--at needs a NAME")
    with Store.open(db, write=False) as store:
        if name is None:
            rows = store.speakers(kind=kind, limit=limit)
            print_json(rows) if as_json else _print_list(rows)
            return
        row = _one(store, name, kind)
        details = store.speaker(row)
        with store.reading() as tables:
            details["perhaps"] = suggestions.suggestions(tables, speaker_id=row["id"], limit=5)
        if at is not None:
            details["at"] = {"date": at, **roles_at(details["roles"], at)}
        hits, _ = store.search("", Filters(speaker=row["slug"], until=at), limit=limit)
    if as_json:
        print_json({**details, "latest": [hit.row for hit in hits]})
        return
    out = output()
    _print_details(out, details)
    for hit in hits:
        out.print(plain(hit.row["content"]).replace("\n", " "), markup=False)
        out.print(Text("  ") + quote_line(hit.row))
        where = [hit.row["title"], hit.row["published"] and hit.row["published"][:10], hit.row["article_id"]]
        out.print(Text("  " + plain(" · ".join(part for part in where if part)), "dim"))


def suggest(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="Only those who may be the same as this speaker.", autocompletion=completion.speakers
        ),
    ] = None,
    db: Database = Path("quotes.db"),
    accept: Annotated[str | None, typer.Option(metavar="KEY", help="The two in this suggestion are the same.")] = None,
    refuse: Annotated[str | None, typer.Option(metavar="KEY", help="The two in this suggestion are different.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many suggestions.")] = 20,
    reason: Reason = None,
    author: Author = None,
    as_json: Json = False,
) -> None:
    """List pairs of speakers who may be the same, likeliest first, with reasons; accept or refuse a suggestion by its key.

    Examples: `quotes speakers suggest`, `quotes speakers suggest --accept 3f9a01`
    """
    if accept and refuse:
        raise QuotesError("use either --accept or --refuse")
    if accept:
        with Store.open(db) as store:
            with store.reading() as tables:
                one = suggestions.suggested(tables, accept)
            slugs = one["speaker"]["slug"], one["other"]["slug"]
            done = desk.correct_speaker(store, "merge", slugs[0], into=slugs[1], reason=reason, author=signed(author))
        print_done(done, as_json)
        return
    if refuse:
        with Store.open(db) as store, store.deciding() as tables:
            one = suggestions.refuse(tables, refuse, reason=reason, author=signed(author))
        if as_json:
            print_json(one)
        else:
            names = f"{plain(one['speaker']['name'])} and {plain(one['other']['name'])}"
            undo = f"Undo with `quotes correct undo {one['correction']}`."
            messages().print(f"{names} are different speakers from now on. {undo}", markup=False, soft_wrap=True)
        return
    with Store.open(db, write=False) as store:
        about = _one(store, name)["id"] if name else None
        with store.reading() as tables:
            rows = suggestions.suggestions(tables, speaker_id=about, limit=limit)
    print_json(rows) if as_json else _print_suggestions(rows)


def merge(
    name: Name,
    into: Annotated[
        str,
        typer.Argument(
            metavar="INTO", help="Who it really is: a name, part of one, or a slug.", autocompletion=completion.speakers
        ),
    ],
    db: Database = Path("quotes.db"),
    reason: Reason = None,
    author: Author = None,
    as_json: Json = False,
) -> None:
    """Merge two speakers: NAME becomes another name of INTO, in stored articles and later ones.

    Example: `quotes speakers merge bill-okafor will-okafor --reason "his own site"`
    """
    with Store.open(db) as store:
        print_done(desk.correct_speaker(store, "merge", name, into=into, reason=reason, author=signed(author)), as_json)


def split(
    name: Name,
    new: Annotated[str, typer.Argument(metavar="NEW", help="What the other one is called.")],
    article: Annotated[
        list[str], typer.Option(metavar="ARTICLE", help="An article that means the other speaker; may be given again.")
    ],
    db: Database = Path("quotes.db"),
    reason: Reason = None,
    author: Author = None,
    as_json: Json = False,
) -> None:
    """Split a speaker: in these articles, NAME is somebody else, called NEW.

    Example: `quotes speakers split john-smith "John Smith the younger" --article crash-report`
    """
    with Store.open(db) as store:
        done = desk.correct_speaker(
            store, "split", name, name=new, articles=article, reason=reason, author=signed(author)
        )
    print_done(done, as_json)


def rename(
    name: Name,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The name to show.")],
    db: Database = Path("quotes.db"),
    reason: Reason = None,
    author: Author = None,
    as_json: Json = False,
) -> None:
    """Show a speaker under another name; the old one still leads to it."""
    with Store.open(db) as store:
        done = desk.correct_speaker(store, "rename", name, name=new, reason=reason, author=signed(author))
    print_done(done, as_json)


def alias(
    name: Name,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another name that means the speaker.")],
    db: Database = Path("quotes.db"),
    reason: Reason = None,
    author: Author = None,
    as_json: Json = False,
) -> None:
    """Add another name for a speaker, in stored articles and later ones."""
    with Store.open(db) as store:
        done = desk.correct_speaker(store, "alias", name, name=other, reason=reason, author=signed(author))
    print_done(done, as_json)


def kind(
    name: Name,
    kind: Annotated[SpeakerKind, typer.Argument(help="What the speaker is.")],
    db: Database = Path("quotes.db"),
    reason: Reason = None,
    author: Author = None,
    as_json: Json = False,
) -> None:
    """Change the kind of a speaker: person, organization, group or unnamed."""
    with Store.open(db) as store:
        done = desk.correct_speaker(store, "kind", name, kind=kind, reason=reason, author=signed(author))
    print_done(done, as_json)


def _one(store: Store, name: str, kind: SpeakerKind | None = None) -> Row:
    """The speaker whom a name means. QuotesError when there is none or more than one."""
    matching = [row for row in store.find_speakers(name) if kind in (None, row["kind"])]
    if not matching:
        raise QuotesError(f"no speaker is called {name!r}; `quotes speakers` lists them")
    if len(matching) > 1:
        some = ", ".join(f"{row['name']} ({row['slug']})" for row in matching[:5]) + (" …" if len(matching) > 5 else "")
        raise QuotesError(f"{name!r} fits several speakers; choose one by its slug: {some}")
    return matching[0]


def _print_suggestions(rows: list[Row]) -> None:
    if not rows:
        messages().print("No suggestions.")
        return
    table = Table(box=None, pad_edge=False)
    for column in ("key", "score"):
        table.add_column(column, style="dim" if column == "key" else "")
    for column in ("speaker", "may be", "because"):
        table.add_column(column, overflow="fold")
    for row in rows:
        names = [f"{plain(row[side]['name'])} ({row[side]['articles']})" for side in ("speaker", "other")]
        if row["speaker"]["name"] == row["other"]["name"]:
            names = [f"{name} {row[side]['slug']}" for name, side in zip(names, ("speaker", "other"), strict=True)]
        table.add_row(row["key"], f"{row['score']:.2f}", *map(Text, names), Text("; ".join(row["reasons"])))
    output().print(table)


def _print_list(rows: list[Row]) -> None:
    if not rows:
        messages().print("No speakers yet.")
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("quotes", justify="right")
    table.add_column("articles", justify="right")
    table.add_column("speaker", overflow="fold")
    table.add_column("kind")
    table.add_column("slug", style="dim", overflow="fold")
    for row in rows:
        name = Text(plain(row["name"]))
        table.add_row(str(row["quotes"]), str(row["articles"]), name, row["kind"], row["slug"])
    output().print(table)


def _print_details(out: Console, details: Row) -> None:
    out.print(Text.assemble((plain(details["name"]), "bold"), (f"  {details['slug']}", "dim")))
    facts = {
        "kind": ", ".join(part for part in (details["kind"], details["gender"]) if part),
        "also": ", ".join(details["aliases"]),
        **_then(details.get("at")),
        "roles": "\n".join(_seen(row, "role") for row in details["roles"][:_MOST_ROLES]),
        "belongs to": "\n".join(_seen(row, "affiliation") for row in details["affiliations"][:_MOST_ROLES]),
        "quotes": f"{details['quotes']} in {counted(details['articles'], 'article')} ({_counts(details['kinds'])})",
        "outlets": _counts(details["outlets"]),
        "perhaps": ", ".join(f"{row['other']['name']} ({row['other']['slug']})" for row in details["perhaps"]),
        "dates": " to ".join(dict.fromkeys(date[:10] for date in (details["first"], details["last"]) if date)),
    }
    table = Table.grid(padding=(0, 2))
    for label, fact in facts.items():
        if fact:
            table.add_row(Text(label, "dim"), Text(plain(fact)))
    out.print(table)
    out.print()


def _then(at: Row | None) -> dict[str, str]:
    """The roles of the speaker at a date; or else those before and after it, as far as articles say."""
    if at is None:
        return {}
    if at["then"]:
        return {f"at {at['date']}": "\n".join(_seen(row, "role") for row in at["then"])}
    told = {
        "before": "\n".join(_seen(row, "role") for row in at["before"]),
        "after": "\n".join(_seen(row, "role") for row in at["after"]),
    }
    return {f"at {at['date']}": "no article says", **told}


def _seen(row: Row, column: str) -> str:
    """A role or affiliation with the days on which it was first and last seen, and the outlets that say so."""
    days = " to ".join(dict.fromkeys(day for day in (row["first"], row["last"]) if day))
    outlets = [entry["outlet"] for entry in row["outlets"] if entry["outlet"]]
    where = ", ".join(outlets[:_MOST_OUTLETS]) + (" …" if len(outlets) > _MOST_OUTLETS else "")
    facts = [counted(row["articles"], "article"), days, where]
    return f"{row[column]} ({'; '.join(fact for fact in facts if fact)})"


def _date(value: str) -> str:
    try:
        return checked_value("since", value)
    except ValueError as wrong:
        raise QuotesError(f"--at: {wrong}") from None


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{value or 'no outlet'} {number}" for value, number in counts.items())
