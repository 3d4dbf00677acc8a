"""`quotes watch FEED…`: stores new articles of feeds, and reports new quotes that match searches."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from quotes.article import Article
from quotes.cli.common import (
    INTERRUPTED,
    AllowPrivate,
    Database,
    Language,
    MaxBytes,
    MaxCues,
    MaxSeconds,
    MaxToken,
    MaxWords,
    Wide,
    data_stream,
    error,
    messages,
    note,
    output,
    plain,
)
from quotes.cli.ingest import Bar
from quotes.cli.interrupts import ends_soon
from quotes.errors import QuotesError
from quotes.failure import Failure
from quotes.ingestion import Outcome, ingest_into
from quotes.limits import DEFAULTS, Limits
from quotes.readers import Options
from quotes.wording import one_line

if TYPE_CHECKING:
    from quotes.watching import Match, Round, Search, Watcher

__all__ = ["register"]

_MINUTE = 60.0
_NAP = 1.0  # seconds between two looks at the clock: Ctrl-C must not wait until a feed is due


def register(app: typer.Typer) -> None:
    app.command("watch")(watch)


def watch(
    feeds: Annotated[list[str], typer.Argument(metavar="FEED…", help="Addresses of RSS or Atom feeds.")],
    db: Database = Path("quotes.db"),
    search: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[NAME=]QUERY", help="Report new quotes that match, as in `quotes search`; may be given again."
        ),
    ] = None,
    alerts: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep an Atom feed of each search's matches: DIR/NAME.atom.")
    ] = None,
    on_match: Annotated[
        str | None,
        typer.Option(metavar="COMMAND", help="Run this for each match, with the quote as JSON on its standard input."),
    ] = None,
    every: Annotated[float, typer.Option(metavar="MINUTES", min=1, help="How often to read each feed.")] = 15,
    once: Annotated[bool, typer.Option("--once", help="Read each feed that is due once, then end: for cron.")] = False,
    feed_only: Annotated[
        bool, typer.Option("--feed-only", help="Use the summaries in the feed, and fetch no pages.")
    ] = False,
    site: Annotated[
        str | None, typer.Option(metavar="URL", help="Where the quote browser is published, for links in alerts.")
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The file for what must be remembered.", show_default="DATABASE.watch.json"),
    ] = None,
    models: Annotated[
        str, typer.Option(help="Language models: compact, accurate, stanza or stanza-accurate.")
    ] = "compact",
    wide: Wide = False,
    language: Language = None,
    allow_private: AllowPrivate = False,
    max_bytes: MaxBytes = DEFAULTS.file_bytes,
    max_words: MaxWords = DEFAULTS.words,
    max_token: MaxToken = DEFAULTS.token,
    max_cues: MaxCues = DEFAULTS.cues,
    max_seconds: MaxSeconds = DEFAULTS.seconds,
    as_json: Annotated[bool, typer.Option("--json", help="Print each match as a line of JSON.")] = False,
) -> None:
    """Watch feeds: store new articles in the database, and report new quotes that match a search.

    If a feed has only a summary of an article, its page is fetched, if robots.txt allows it, with a pause between two pages of
    a site. Feeds are read as often as --every says, less often while they fail, and never again once they are gone. Quotes
    that were stored before the first start are not reported. After Ctrl-C, the same command continues.

    Example: `quotes watch https://example.org/feed.xml --search 'rail=railway OR trains' --alerts alerts/`
    """
    from quotes.watching import Pages, Watcher  # no network library is loaded for other commands

    searches = _searches(search or [])
    limits = Limits(max_bytes, max_words, max_token, max_cues, max_seconds)
    with ends_soon(lambda: "interrupted; the same command continues"), Bar(hidden=True) as bar:

        def ingest(articles: Iterable[Article | Failure], outcome: Outcome) -> Outcome:
            return ingest_into(
                db, articles, models=models, wide=wide, workers=1, watch=bar, limits=limits, outcome=outcome
            )

        try:
            watcher = Watcher(
                list(dict.fromkeys(feeds)),
                db,
                state or db.with_name(f"{db.name}.watch.json"),
                Pages(Options(limits, language, allow_private=allow_private)),
                ingest,
                searches,
                every=every * _MINUTE,
                follow=not feed_only,
                alerts=alerts,
                command=on_match,
                site=site,
            )
            failed = _rounds(watcher, once=once, as_json=as_json)
        except KeyboardInterrupt:
            error("interrupted; the same command continues")
            raise typer.Exit(INTERRUPTED) from None
    if failed:
        raise typer.Exit(1)


def _rounds(watcher: Watcher, *, once: bool, as_json: bool) -> bool:
    """Run until no feed is left, or with `once` for a single round; return whether anything failed in the last round."""
    while True:
        failed = False
        for done in watcher.round(time.time):
            _print(done, as_json=as_json)
            failed = failed or bool(done.outcome.failed or done.notes)
        due = watcher.due()
        if once or due is None:
            return failed or due is None
        while time.time() < due:
            time.sleep(min(_NAP, max(0.0, due - time.time())))


def _print(done: Round, *, as_json: bool) -> None:
    outcome = done.outcome
    counts = {"new": outcome.added, "changed": outcome.replaced, "failed": outcome.failed, "match": len(done.matches)}
    parts = [f"{number} {word}" for word, number in counts.items() if number]
    if parts:
        line = f"{time.strftime('%Y-%m-%d %H:%M')}  {done.feed}: {', '.join(parts)}"
        messages().print(plain(line), markup=False, soft_wrap=True)
    for problem in done.notes:
        note(problem)
    for match in done.matches:
        if as_json:
            data_stream().write(json.dumps(match, ensure_ascii=False) + "\n")
        else:
            _print_match(match)
    sys.stdout.flush()


def _print_match(match: Match) -> None:
    out = output()
    who = f"{match['speaker'] or 'Unnamed'} ({match['search']}): "
    out.print(Text.assemble((plain(who), "bold"), plain(one_line(match["content"]))), soft_wrap=True)
    where = [match["title"], match["outlet"], match["published"], match["url"]]
    out.print(Text("  " + plain(" · ".join(part for part in where if part)), "dim"), soft_wrap=True)


def _searches(texts: list[str]) -> list[Search]:
    from quotes.watching import Search

    searches = [Search.of(text) for text in texts]
    names = [search.name for search in searches]
    for name in names:
        if names.count(name) > 1:
            raise QuotesError(f"two searches are called {name!r}; give them names: --search NAME=QUERY")
    return searches
