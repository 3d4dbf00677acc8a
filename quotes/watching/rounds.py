"""The rounds of a watcher: read each feed that is due, store its articles, and report new matches of the searches.

The state is saved after each feed. If a watcher is killed in between, the feed is read again, which adds nothing, and matches
that were stored but not reported are reported at the next start: a command may see a match twice, but never misses one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from quotes.errors import QuotesError
from quotes.files import written_whole
from quotes.ingestion import Outcome
from quotes.store import Store
from quotes.watching.alerts import Alerts, Match, Search, atom, call
from quotes.watching.feeds import Feed, Pages, new_articles
from quotes.watching.state import State

__all__ = ["Round", "Watcher"]


@dataclass(frozen=True)
class Round:
    """The result of reading a feed: its address, the outcome of storing its articles, new matches, and notes for the user."""

    feed: str
    outcome: Outcome
    matches: tuple[Match, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class Watcher:
    """Watches `feeds` for `db`. `ingest` stores articles in it, as `quotes.ingestion.ingest_into` does.

    `every` is in seconds. `alerts` is the folder for Atom feeds, None for no feeds; `command` is run for each match.
    """

    feeds: Sequence[str]
    db: Path
    state_file: Path
    pages: Pages
    ingest: Callable[..., Outcome]
    searches: Sequence[Search] = ()
    every: float = 900.0
    follow: bool = True
    alerts: Path | None = None
    command: str | None = None
    site: str | None = None
    state: State = field(init=False)

    def __post_init__(self) -> None:
        self.state = State.load(self.state_file)
        for address in self.feeds:
            self.state.feeds.setdefault(address, Feed(address))
        if self.state.run is None:  # what was stored before the first start is not new
            self.state.run = _last_run(self.db)

    def due(self) -> float | None:
        """When the next feed is due, in seconds since 1970; None where all are gone."""
        return min((feed.due for feed in self._alive()), default=None)

    def round(self, now: Callable[[], float]) -> Iterator[Round]:
        """Read each feed that is due. KeyboardInterrupt is raised once the matches in what was stored are reported."""
        for address in self.feeds:
            feed = self.state.feeds[address]
            if feed.gone or feed.due > now():
                continue
            outcome, before = Outcome(), deepcopy(feed)
            articles = new_articles(feed, self.pages, every=self.every, follow=self.follow, now=now())
            self.ingest(articles, outcome)
            matches, notes = self._tell(now())
            if outcome.interrupted:
                self.state.feeds[address] = before  # reads again what was not stored
            self.state.save(self.state_file)
            if outcome.interrupted:
                raise KeyboardInterrupt
            yield Round(address, outcome, tuple(matches), tuple(notes))

    def _alive(self) -> list[Feed]:
        return [self.state.feeds[address] for address in self.feeds if not self.state.feeds[address].gone]

    def _tell(self, now: float) -> tuple[list[Match], list[str]]:
        """Write the alerts and run the command for new matches; return the matches, and what went wrong with the command."""
        if not self.db.exists():
            return [], []
        when = datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds")
        after = self.state.run or 0
        new: list[Match] = []
        with Store.open(self.db, write=False) as store:
            last = max((run["id"] for run in store.runs()), default=0)
            for search in self.searches:
                alerts = self.state.alerts.setdefault(search.name, Alerts())
                matches = alerts.add(store, search, after_run=after, when=when)
                new += matches
                if self.alerts is not None and (matches or not self._file(search).exists()):
                    self._write(search, atom(search, alerts.matches, site=self.site, updated=when))
        notes = [problem for match in new if self.command and (problem := call(self.command, match))]
        self.state.run = last
        return new, notes

    def _file(self, search: Search) -> Path:
        assert self.alerts is not None
        return self.alerts / f"{search.name}.atom"

    def _write(self, search: Search, text: str) -> None:
        """Replace the file of a feed at once, so that it is always complete."""
        file = self._file(search)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise QuotesError(f"{file.parent}: cannot be made ({error.strerror or error})") from error
        with written_whole(file) as stream:
            stream.write(text)


def _last_run(db: Path) -> int:
    if not db.exists():
        return 0
    with Store.open(db, write=False) as store:
        return max((run["id"] for run in store.runs()), default=0)
