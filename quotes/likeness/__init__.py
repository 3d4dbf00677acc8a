"""Search by meaning: compares quotes by sentence vectors instead of words."""

from quotes.language.sentences import embed
from quotes.likeness.neighbours import file_neighbours
from quotes.likeness.search import search
from quotes.likeness.vectors import Vectors, folder_of

__all__ = ["Vectors", "embed", "file_neighbours", "folder_of", "search"]
