"""Find every quote in news articles, link each to who said it, and publish them as a searchable database."""

__version__ = "0.1.0"
