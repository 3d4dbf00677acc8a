"""`quotes correct …`: corrections of quotes by people, which override what the engine finds."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from quotes.annotation import SpeakerKind
from quotes.cli.common import Commands, Database, Json, counted, output, print_json
from quotes.cli.completion import articles
from quotes.errors import QuotesError
from quotes.store import Store, desk

__all__ = ["Author", "Reason", "print_done", "register", "signed"]

QuoteId = Annotated[
    str, typer.Argument(metavar="QUOTE", help="A quote's id, or the beginning of it; the site and --json show ids.")
]
ArticleId = Annotated[
    str, typer.Argument(metavar="ARTICLE", help="An article's id, or enough of its beginning.", autocompletion=articles)
]
Reason = Annotated[str | None, typer.Option(metavar="TEXT", help="The reason, stored with the correction.")]
Author = Annotated[
    str | None,
    typer.Option(
        envvar="QUOTES_AUTHOR", metavar="NAME", help="Who makes the correction.", show_default="your user name"
    ),
]
Kind = Annotated[SpeakerKind, typer.Option(help="The kind of a speaker who is not in the database yet.")]
Cue = Annotated[
    list[str] | None,
    typer.Option(metavar="WORDS", help='The words that attribute it ("said"); several times if split.'),
]
Source = Annotated[list[str] | None, typer.Option(metavar="WORDS", help="The words that name the speaker in the text.")]


def register(app: typer.Typer) -> None:
    correct = typer.Typer(
        cls=Commands,
        no_args_is_help=True,
        help="Reject, confirm, change or add quotes. Corrections survive every later ingest, and can be undone.",
    )
    for command in (reject, confirm, speaker, edit, add, undo):
        correct.command(command.__name__)(command)
    app.add_typer(correct, name="correct")


def reject(
    quote: QuoteId,
    db: Database = Path("quotes.db"),
    reason: Reason = None,
    author: Author = None,
    as_json: Json = False,
) -> None:
    """Remove something that is not a quote; it stays removed when the article is analysed again.

    Example: `quotes correct reject 3f2a9c41 --reason "a caption"`
    """
    with Store.open(db) as store:
        done = desk.correct(store, "reject", quote, reason=reason, author=signed(author))
    print_done(done, as_json)


def confirm(
    quote: Annotated[
        str | None, typer.Argument(metavar="[QUOTE]", help="A quote's id, or the beginning of it.")
    ] = None,
    article: Annotated[
        str | None,
        typer.Option(metavar="ARTICLE", help="All quotes of this article that are not corrected or confirmed yet."),
    ] = None,
    db: Database = Path("quotes.db"),
    reason: Reason = None,
    author: Author = None,
    as_json: Json = False,
) -> None:
    """Confirm that a quote and its speaker are right. An article whose quotes are all confirmed or corrected is gold."""
    if (quote is None) == (article is None):
        raise QuotesError("give either a QUOTE or an --article")
    with Store.open(db) as store:
        if article is not None:
            done = desk.confirm_article(store, article, reason=reason, author=signed(author))
        else:
            done = desk.correct(store, "confirm", quote or "", reason=reason, author=signed(author))
    print_done(done, as_json)


def speaker(
    quote: QuoteId,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Who said it: a slug or a full name.")] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="The speaker is not known.")] = False,
    kind: Kind = "person",
    db: Database = Path("quotes.db"),
    reason: Reason = None,
    author: Author = None,
    as_json: Json = False,
) -> None:
    """Give a quote to another speaker, or to nobody.

    Example: `quotes correct speaker 3f2a9c41 "Elena Marsh"`
    """
    if (name is None) != nobody:
        raise QuotesError("give the speaker's NAME, or --nobody")
    said_by = desk.NOBODY if name is None else name
    with Store.open(db) as store:
        done = desk.correct(store, "speaker", quote, speaker=said_by, kind=kind, reason=reason, author=signed(author))
    print_done(done, as_json)


def edit(
    quote: QuoteId,
    content: Annotated[
        list[str] | None, typer.Option(metavar="WORDS", help="The quote's words; several times if it is split.")
    ] = None,
    cue: Cue = None,
    source: Source = None,
    db: Database = Path("quotes.db"),
    reason: Reason = None,
    author: Author = None,
    as_json: Json = False,
) -> None:
    """Correct where a quote begins and ends, by giving its words exactly as in the article.

    Example: `quotes correct edit 3f2a9c41 --content "we will not close a single school"`
    """
    if not (content or cue or source):
        raise QuotesError("nothing to change: give --content, --cue or --source")
    with Store.open(db) as store:
        done = desk.correct(
            store,
            "edit",
            quote,
            content=content or (),
            cue=cue or None,
            source=source or None,
            reason=reason,
            author=signed(author),
        )
    print_done(done, as_json)


def add(
    article: ArticleId,
    content: Annotated[
        list[str], typer.Option(metavar="WORDS", help="The quote's words; several times if it is split.")
    ],
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Who said it: a slug or a full name.")] = None,
    kind: Kind = "person",
    cue: Cue = None,
    source: Source = None,
    near: Annotated[
        int,
        typer.Option(
            min=0, metavar="N", help="If the words are in several places, take the one nearest to character N."
        ),
    ] = 0,
    db: Database = Path("quotes.db"),
    reason: Reason = None,
    author: Author = None,
    as_json: Json = False,
) -> None:
    """Add a quote that was missed, by giving its words exactly as in the article.

    Example: `quotes correct add ARTICLE --content "no comment" --speaker "Elena Marsh" --cue said`
    """
    with Store.open(db) as store:
        done = desk.add(
            store,
            article,
            content,
            cue=cue or (),
            source=source or (),
            speaker=speaker,
            kind=kind,
            near=near,
            reason=reason,
            author=signed(author),
        )
    print_done(done, as_json)


def undo(
    number: Annotated[
        int, typer.Argument(metavar="NUMBER", help="The correction's number; `quotes corrections` lists them.")
    ],
    db: Database = Path("quotes.db"),
    author: Author = None,
    as_json: Json = False,
) -> None:
    """Undo a correction of a quote or speaker: restore what the engine found."""
    with Store.open(db) as store:
        done = desk.undo(store, number, author=signed(author))
    if as_json:
        print_done(done, as_json)
    else:
        output().print(f"Correction {number} is undone; it had changed {counted(len(done.articles), 'article')}.")


def signed(author: str | None) -> str | None:
    """The author of a correction: as given, or else the name of the user on this machine."""
    if author:
        return author
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # the user has no name on this machine
        return None


def print_done(done: desk.Done, as_json: bool) -> None:
    if as_json:
        print_json({"corrections": done.ids, "quotes": done.quotes, "articles": done.articles})
    elif not done.ids:
        output().print("Nothing to confirm.")
    else:
        numbers = f"Correction {done.ids[0]}" if len(done.ids) == 1 else f"Corrections {done.ids[0]} to {done.ids[-1]}"
        changed = f"{counted(len(done.quotes), 'quote')} in {counted(len(done.articles), 'article')}"
        output().print(f"{numbers}: {changed}. Undo with `quotes correct undo NUMBER`.", markup=False, soft_wrap=True)
