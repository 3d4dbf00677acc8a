"""`quotes search WORDS`: finds quotes with these words, or with a similar meaning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from quotes.cli.common import Database, Json, counted, messages, output, plain, print_json, quote_line
from quotes.cli.completion import outlets, speakers
from quotes.cli.counter import Counter
from quotes.cli.interrupts import ends_soon
from quotes.errors import QuotesError
from quotes.query import ACTS, KINDS, STATUSES, checked_value, parse
from quotes.store import Filters, Hit, Sort, Store

if TYPE_CHECKING:
    from quotes.likeness.search import Like

__all__ = ["register"]

_MARK = "bold black on yellow"
# Characters shown on either side of a word that was found around the quote, not in it.
_AROUND = 80


def register(app: typer.Typer) -> None:
    app.command("search")(search)


def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]…",
            help='Words, "a phrase", begin*, OR, NOT or -, brackets, NEAR, speaker:, outlet:, kind:, after:, before:.',
        ),
    ] = None,
    db: Database = Path("quotes.db"),
    speaker: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Said by: a name, part of one, or a slug.", autocompletion=speakers),
    ] = None,
    about: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only quotes whose own words contain this.")
    ] = None,
    kind: Annotated[list[str] | None, typer.Option(metavar="|".join(KINDS), help="Only quotes of this kind.")] = None,
    act: Annotated[
        list[str] | None, typer.Option(metavar="|".join(ACTS), help="Only what was said, or only what was thought.")
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            metavar="|".join(STATUSES), help="Only quotes whose speaker is named, unnamed, unknown, or not stated."
        ),
    ] = None,
    outlet: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only from this outlet.", autocompletion=outlets)
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only from this day, month or year on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only up to this day, month or year.")] = None,
    min_confidence: Annotated[
        float | None, typer.Option(min=0, max=1, help="Only quotes at least this certain.")
    ] = None,
    within: Annotated[bool, typer.Option("--within", help="Find the words in quotes only, not around them.")] = False,
    sort: Annotated[
        Sort | None, typer.Option(help="The order.", show_default="relevance; newest without words")
    ] = None,
    like: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Find quotes with a similar meaning, in whatever words; needs the models."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many quotes.")] = 20,
    as_json: Json = False,
) -> None:
    """Search the quotes for words, best first; without words, list the newest quotes that the options allow.

    Words are found in the quote and in the sentences around it, whatever their case, accents and endings. All must occur,
    unless OR is between them. After `--`, a word that begins with - is excluded. An option given several times means any of
    its values.

    With --like, quotes are compared with a text by meaning. The first time, a model reads every quote, about a hundred in a
    second; the result is kept in a folder beside the database.

    Example: `quotes search tariffs --speaker "Elena Marsh" --since 2025-01`
    """
    filters = Filters(
        speaker=speaker,
        about=about,
        kind=[_checked("kind", value) for value in kind or ()],
        act=[_checked("act", value) for value in act or ()],
        status=[_checked("status", value) for value in status or ()],
        outlet=outlet,
        since=_checked("since", since) if since else None,
        until=_checked("until", until) if until else None,
        min_confidence=min_confidence,
        within=within,
    )
    if like is not None and (words or sort):
        raise QuotesError("--like compares meanings and sorts by likeness; leave out words and --sort")
    query = parse(" ".join(words or ()))
    if query.errors:
        raise QuotesError(" ".join(query.errors))
    for sentence in query.ignored:
        messages().print(plain(sentence), markup=False)
    with Store.open(db, write=False) as store:
        for name in speaker or ():
            if not store.find_speakers(name):
                raise QuotesError(f"no speaker is called {name!r}; `quotes speakers` lists them")
        if like is not None:
            _print_like(_alike(store, like, filters, limit), as_json=as_json)
            return
        hits, total = store.search(query.text, filters, limit=limit, sort=sort)
    if as_json:
        print_json([_as_json(hit) for hit in hits])
        return
    out = output()
    for hit in hits:
        _print_hit(out, hit)
    shown = counted(total, "quote")
    shown = f"{shown}, the first {len(hits)} shown (--limit)" if total > len(hits) else shown
    messages().print(shown if total else "No quotes found.")


def _alike(store: Store, text: str, filters: Filters, limit: int) -> list[Like]:
    from quotes.likeness import search

    if not text.strip():
        raise QuotesError("--like needs a few words to compare with")
    with ends_soon(lambda: "interrupted; the same command continues"), Counter("Reading quotes") as count:
        return search(store, text, filters, limit=limit, watch=count)


def _print_like(hits: list[Like], *, as_json: bool) -> None:
    if as_json:
        print_json([{**like.row, "likeness": round(like.likeness, 3)} for like in hits])
        return
    out = output()
    for like in hits:
        _print_hit(out, Hit(like.row, (), ()), Text(f"  likeness {like.likeness:.2f}", "dim"))
    if not hits:
        messages().print("No quotes found.")


def _checked(option: str, value: str) -> str:
    """A filter's value in its usual spelling. Raises typer.BadParameter for one that it cannot have."""
    try:
        return checked_value(option, value)
    except ValueError as wrong:
        raise typer.BadParameter(f"--{option}: {wrong}") from None


def _as_json(hit: Hit) -> dict[str, object]:
    return {**hit.row, "matches": {"content": hit.in_content, "context": hit.in_context}}


def _print_hit(out: Console, hit: Hit, more: Text | None = None) -> None:
    row = hit.row
    out.print(_marked(row["content"], hit.in_content))
    if hit.in_context and not hit.in_content:
        out.print(Text("  in: ", "dim") + _around(row["context"], hit.in_context))
    out.print(Text("  ") + quote_line(row) + (more or Text()))
    where = [row["title"], row["outlet"], row["published"] and row["published"][:10], row["article_id"]]
    out.print(Text("  " + plain(" · ".join(part for part in where if part)), "dim"))
    out.print()


def _around(context: str, spans: tuple[tuple[int, int], ...]) -> Text:
    """The text around the first word found, cut at spaces."""
    start, end = max(0, spans[0][0] - _AROUND), min(len(context), spans[0][1] + _AROUND)
    if start:
        start = context.find(" ", start, spans[0][0]) + 1 or spans[0][0]
    if end < len(context):
        end = max(context.rfind(" ", spans[0][1], end), spans[0][1])
    text = _marked(context, spans)[start:end]
    return Text("… " if start else "") + text + Text(" …" if end < len(context) else "")


def _marked(content: str, spans: tuple[tuple[int, int], ...]) -> Text:
    text = Text(plain(content).replace("\n", " "))
    for start, end in spans:
        text.stylize(_MARK, start, end)
    return text
