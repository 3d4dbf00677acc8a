"""Watches feeds: stores new articles, and reports new quotes that match searches."""

from quotes.watching.alerts import Match, Search
from quotes.watching.feeds import Feed, Pages
from quotes.watching.rounds import Round, Watcher
from quotes.watching.state import State

__all__ = ["Feed", "Match", "Pages", "Round", "Search", "State", "Watcher"]
