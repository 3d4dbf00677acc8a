"""`quotes forget ARTICLE`: deletes an article with everything that is known from it alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quotes.cli.common import Database, Json, counted, output, plain, print_json
from quotes.cli.completion import articles
from quotes.store import Store

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    app.command("forget")(forget)


def forget(
    article: Annotated[
        str,
        typer.Argument(metavar="ARTICLE", help="An article's id, or enough of its beginning.", autocompletion=articles),
    ],
    db: Database = Path("quotes.db"),
    as_json: Json = False,
) -> None:
    """Delete an article from the database, with its quotes and the speakers whom no other article quotes.

    This cannot be undone, but the article can be ingested again. `quotes search` prints the ids of articles.
    """
    with Store.open(db) as store:
        forgotten = store.forget(article)
        left = store.summary()["articles"]
    if as_json:
        print_json({"forgotten": forgotten, "articles": left})
    else:
        output().print(
            f"{plain(forgotten)} is forgotten; {counted(left, 'article')} left.", markup=False, soft_wrap=True
        )
