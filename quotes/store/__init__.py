"""Stores annotated articles in a SQLite database, and answers queries of it: who said what, where and when."""

from quotes.store.publish import publish
from quotes.store.queries import COLUMNS, Filters, Hit, Row, Sort
from quotes.store.store import Saved, Store

__all__ = ["COLUMNS", "Filters", "Hit", "Row", "Saved", "Sort", "Store", "publish"]
