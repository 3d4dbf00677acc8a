"""Feeds watched: what is new in them goes into the database, and what matches a search is told."""

from quotes.watching.alerts import Match, Search
from quotes.watching.feeds import Feed, Pages
from quotes.watching.rounds import Round, Watcher
from quotes.watching.state import State

__all__ = ["Feed", "Match", "Pages", "Round", "Search", "State", "Watcher"]
